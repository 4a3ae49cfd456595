// Loans: which locals need no count of their own, because what they are read from keeps it. All of
// it runs before counting, function by function, and changes MIR only so that the number of counts
// stays the same or falls: what is rewritten for a loan that does not come about costs what it did.
//   takes.c   a field that is stored to gives its count to the local that it was read into
//   gives.c   a local that is stored to a field gives its count to the field, and goes on as a loan
//   alias.c   marks locals that borrow all through their block
//   borrow.c  ... and those that do so only while they are looked at again
//   sink.c    cold branches: where only a branch, or what follows an early exit, ends a loan, the
//             count moves there
#ifndef SEAM_MIR_LOAN_LOAN_H
#define SEAM_MIR_LOAN_LOAN_H

#include "mir/build.h"

struct Effects;

// All of the above, for one function. needs: MIR of lowering -> makes: `borrowed` of its locals.
void loan_locals(Arena *arena, const struct Effects *effects, MirFunction *f);

// ---- the steps ----
void loan_takes(Arena *arena, const struct Effects *effects, MirFunction *f);
void loan_gives(Arena *arena, MirFunction *f);
void loan_aliases(Arena *arena, const struct Effects *effects, MirFunction *f);
void loan_borrows(Arena *arena, const struct Effects *effects, MirFunction *f);
bool loan_sinks(Arena *arena, const struct Effects *effects, MirFunction *f); // whether one did

// ---- alias.c: what ends a loan ----
typedef struct Loan {
    const MirFunction *function;
    const struct Effects *effects;
    const bool *given; // temporaries that do not die (calm_given)
    const MirExpr *value;
    uint32_t local;
} Loan;

// Could the local go on to what it is read from, if nothing ends that?
bool loan_has_path(const MirFunction *f, const MirLocal *local, const MirExpr *value);
// Does the statement itself, not the blocks in it, end the loan: what it evaluates ..
bool loan_ends_by_value(const Loan *loan, MirStmt *s);
// .. or what it stores, and the locals that it declares?
bool loan_ends_by_store(const Loan *loan, const MirStmt *s);

// ---- split.c: a local that becomes another one ----
// From `at` on in the block, inner blocks too, the local is another one of its kind.
uint32_t loan_split(Arena *arena, MirFunction *f, MirBlock *block, uint32_t at, uint32_t local);
// Few enough statements follow.
bool loan_may_split(const MirBlock *block, uint32_t at);
// How often a local is mentioned from `at` on in the block; .. in the statement and its blocks.
uint32_t loan_uses(MirBlock *block, uint32_t at, uint32_t local);
uint32_t loan_uses_in(MirStmt *s, uint32_t local);
// By local, in the whole function.
uint32_t *loan_mentions(Arena *arena, MirFunction *f);

#endif
