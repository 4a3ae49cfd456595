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
typedef struct Effects Effects;

typedef struct Prove {
    Arena *arena;
    MirFunction *function;
    const Calm *calm;
    Fact *facts;       // by local
    bool *wild;        // locals of which nothing is ever known
    uint32_t *shrinks; // by local: the last region in which it may have got less
    uint32_t *grows;   // ... more
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
// ... or code that may do anything: `equals` of an argument, a finalizer of what it gives up?
bool calm_runs_unknown(const MirExpr *builtin);
// Does the operation itself run no code of the user: `equals`, `hash`, or the initialiser of
// another file's variable, at its first use? (What calls run is not its own.)
bool calm_is_quiet(const MirExpr *e);
// Which function of the module it is; UINT32_MAX: of another one. NULL: there are fewer.
uint32_t calm_index(const Calm *calm, const Symbol *symbol);
const MirFunction *calm_function(const Calm *calm, uint32_t index);
// By local: is it a temporary that is given on as a whole by the statement behind its LET, and
// mentioned nowhere else? Then it never dies.
bool *calm_given(Arena *arena, const MirFunction *f);
// Does no local of the function run code of the user when it dies? Those that borrow do not die.
bool calm_locals(Arena *arena, const MirFunction *f);
// ... as long as it takes nothing out of the places that its locals are read from?
bool calm_locals_of_places(Arena *arena, const MirFunction *f);

// ---- values.c ----
typedef struct Values Values;
typedef VEC(uint32_t) Functions; // of a module, as Calm has them
Values *values_of_module(Arena *arena, const Calm *calm, const MirModule *m);
// Is the function called by its name alone, within its unit?
bool values_by_name(const Values *v, uint32_t function);
// Are all function values known that callers give for the parameter? (Those that it passes on count
// where it calls them.)
bool values_known(const Values *v, uint32_t function, uint32_t param);
// Adds the functions that may be behind a value in a function; false: they are not known.
bool values_behind(Values *v, const MirFunction *in, const MirExpr *value, Functions *out);

// ---- effects.c ----
const Effects *effects_of_calls(Arena *arena, const Calm *calm, Values *values, const MirModule *m);
// Does a store to the place change a step of the path (mir_step), in whichever object, or a part of
// the value that is read there? Of the function's own locals those count that are somebody's place.
bool effects_hit(const MirFunction *f, const MirExpr *place, const MirExpr *path);
// Does the call itself, not its operands, leave all that as it is?
// `f` is the function in which the call stands.
bool effects_spare(const Effects *e, const MirFunction *f, const MirExpr *call,
                   const MirExpr *path);

#endif
