// Proofs: which checks can never fail. ranges.c knows between which numbers a value lies, calm.c
// which calls and stores cannot shorten an array, prove.c walks functions with both.
#ifndef SEAM_MIR_PROVE_PROVE_H
#define SEAM_MIR_PROVE_PROVE_H

#include "mir/build.h"

__extension__ typedef __int128 Wide; // holds every integer of the language, and their products

enum { NO_ARRAY = UINT32_MAX };

// What is known of an integer local at a point of the program.
typedef struct Fact {
    Wide lo, hi;
    uint32_t below;   // it is less than the length of this local, an array
    uint32_t at_most; // ... at most the length
    uint32_t epoch;   // `below` and `at_most` hold while no array has been shortened since
} Fact;

typedef struct Trail { // what a fact was before
    uint32_t local;
    Fact fact;
} Trail;

typedef struct Verdict { // of one visit of a check: a node may stand in two statements
    MirExpr *check;
    bool holds;
} Verdict;

typedef struct Calm Calm;

typedef struct Prove {
    Arena *arena;
    MirFunction *function;
    const Calm *calm;
    Fact *facts;       // by local
    bool *wild;        // locals of which nothing is ever known
    uint32_t *shrinks; // by local: the last region in which it may have got less
    uint32_t region;
    VEC(Trail) trail;
    VEC(Verdict) verdicts;
    uint32_t epoch;
    bool restless; // an array may get shorter while the expression in hand is computed
} Prove;

// ---- ranges.c ----
Fact range_of_type(const Type *type);
Fact range_of(const Prove *p, const MirExpr *e);
// What the condition says, where it is `truth`.
void range_refine(Prove *p, const MirExpr *cond, bool truth);
void range_set(Prove *p, uint32_t local, Fact fact);
void range_undo(Prove *p, uint32_t mark); // back to where the trail had this length
// Can this arithmetic, conversion or index never fail?
bool range_holds(const Prove *p, const MirExpr *check);

// ---- calm.c ----
// The functions of a module during whose calls no array gets shorter.
const Calm *calm_functions(Arena *arena, const MirModule *m);
bool calm_expr(const Calm *calm, MirExpr *e);
bool calm_stmt(const Calm *calm, MirStmt *s); // it and what is in it
// Does the call neither shorten an array, nor store a counted value where others could have read
// it, nor run code that is not known?
bool calm_is_still(const Calm *calm, const MirExpr *call);
// May the runtime function run code of the user (`equals` of an argument, a finalizer) before it is
// done with its arguments?
bool calm_runs_code(const MirExpr *builtin);
// Does no local of the function run code of the user when it dies?
bool calm_locals(const MirFunction *f);

#endif
