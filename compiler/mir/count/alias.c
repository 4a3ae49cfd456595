// Locals that borrow: `const left = this.left`, where the field is readonly and `this` lives on.
// Their value is kept by the object that it is read from, and that by its root: a parameter, or a
// local that is never stored to again and, being aliased, is not moved either (moves.c). A
// temporary may borrow from another one of its statement.
#include "mir/count/count.h"

typedef struct Alias {
    const MirFunction *function;
    const MirLocal *local;
} Alias;

static bool outlives(const void *context, uint32_t root) {
    const Alias *alias = context;
    const MirLocal *from = &alias->function->locals.items[root];
    if (from->by_address || from->address_taken || from->assigned) return false;
    return alias->local->kind == MIR_TEMP_LOCAL || from->kind != MIR_TEMP_LOCAL;
}

static void mark(const MirFunction *f, const MirStmt *let) {
    MirLocal *local = &f->locals.items[let->u.let.local];
    const MirExpr *value = let->u.let.value;
    if (!value || value->owned || value->kind == MIR_LOCAL || local->assigned) return;
    Alias alias = {f, local};
    if (type_is_counted(local->type) && mir_is_fixed(value, outlives, &alias))
        local->borrowed = true;
}

static void mark_block(void *context, MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) {
        if (block->items[i]->kind == MIR_LET) mark(context, block->items[i]);
        mir_each_block(block->items[i], mark_block, context);
    }
}

void count_aliases(MirFunction *f) { mark_block(f, &f->body); }
