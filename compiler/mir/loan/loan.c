// The steps for one function, in order. What sinks changes what borrows, so that it is found once
// more.
#include "mir/loan/loan.h"

static void find_loans(Arena *arena, const struct Effects *effects, MirFunction *f) {
    loan_aliases(arena, effects, f);
    loan_borrows(arena, effects, f);
}

void loan_locals(Arena *arena, const struct Effects *effects, MirFunction *f) {
    loan_takes(arena, effects, f);
    loan_gives(arena, f);
    uint32_t count = f->locals.len;
    bool *before = ARENA_ARRAY(arena, bool, count + 1);
    for (uint32_t i = 0; i < count; i++) before[i] = f->locals.items[i].borrowed;
    find_loans(arena, effects, f);
    if (!loan_sinks(arena, effects, f)) return;
    for (uint32_t i = 0; i < f->locals.len; i++)
        f->locals.items[i].borrowed = i < count && before[i];
    find_loans(arena, effects, f);
}
