// Inside counting. Before it, loans (mir/loan) find locals that need no count. params.c finds
// functions that take over what they consume, moves.c turns the last uses of locals into MOVEs;
// count.c walks each function forwards and makes COPY, RELEASE, exits and pads explicit; owned.c
// knows which values need a count of their own; exit.c is the stack of what has to be cleaned up
// where control leaves.
//
// What a local holds is followed along the way: HOLDS, EMPTY (not stored to yet, or moved), or both
// where paths join; a local that may be both where it is released is marked `zeroed`. No drop flags
// are needed: empty is zero.
#ifndef SEAM_MIR_COUNT_COUNT_H
#define SEAM_MIR_COUNT_COUNT_H

#include "mir/build.h"

struct Calm; // mir/prove/prove.h
struct Effects;
struct Values;

enum { HOLDS = 1, EMPTY = 2 };

typedef struct State { // of one path
    uint8_t *bits;     // by local; 0 beyond `cap`
    uint32_t cap;
    bool dead; // control does not come here
} State;

typedef struct CountScope { // a SCOPE being walked: where its pads go
    MirStmt *stmt;
    VEC(MirPad) pads;
    VEC(uint32_t) depths; // of the pads' entries: inner ones are printed first
} CountScope;

typedef struct Deferred {
    MirBlock body;
    bool was_run; // written out somewhere: another copy declares other locals
} Deferred;

// Where pads lead.
typedef enum CountWay { WAY_ERROR, WAY_RETURN } CountWay;

typedef enum CleanupKind {
    CLEANUP_LOCAL,  // released at the end of its scope
    CLEANUP_TEMP,   // released at the end of its statement
    CLEANUP_GLOBAL, // of the main file
    CLEANUP_DEFER,
    CLEANUP_LOOP, // marks: what is inside a loop, a try body
    CLEANUP_TRY,
} CleanupKind;

// The stack of cleanups, innermost first. Entries never change except for `pads`, so that one may
// go on from any of them with what is below.
typedef struct Cleanup {
    struct Cleanup *outer;
    CleanupKind kind;
    uint32_t depth;
    uint32_t id; // local, loop or try
    Symbol *global;
    struct Deferred *deferred;
    CountScope *scope; // LOCAL GLOBAL DEFER
    uint32_t pads[2];  // by CountWay; 0: none yet
} Cleanup;

typedef struct CountLoop {
    struct CountLoop *outer;
    uint32_t id;
    State after; // join of the breaks
} CountLoop;

typedef struct Count {
    Arena *arena;
    const TypeTable *types;
    const MirModule *module;
    bool plain;                    // no moves of locals, no aliases
    const struct Calm *calm;       // mir/prove: which calls release nothing
    const struct Effects *effects; // .. and what calls may store to
    MirFunction *function;
    MirBlock *out; // where statements go
    State state;
    Cleanup *top;
    CountScope *scope;
    CountLoop *loop;
    uint32_t written; // cleanups that ways out in order have written out, in this function
    uint32_t result;  // the local that carries what a shared return yields; UINT32_MAX: none yet
} Count;

// ---- moves.c ----
// `plain`: of locals of the user only those that a return takes.
void count_moves(Arena *arena, MirFunction *f, bool plain);

// Which of its parameters a function could give away: `found` is told of each statement that
// consumes one of them where nobody looks at it again.
typedef void CountLastUse(void *context, const MirStmt *s, uint32_t param);
void count_last_uses(Arena *arena, MirFunction *f, CountLastUse *found, void *context);

// ---- params.c ----
// needs: loans of all functions -> makes: `takes` of calls, parameters that are not `borrowed`.
void count_params(Arena *arena, const struct Calm *calm, const struct Values *values,
                  const MirModule *m);

// ---- owned.c ----
// The value with a count of its own.
MirExpr *count_owned(Count *c, MirExpr *value);
// Arguments that the callee could cause to be released are kept alive by temporaries of the
// statement.
void count_keep_arguments(Count *c, MirExpr *call);

// ---- exit.c ----
void count_push(Count *c, CleanupKind kind, uint32_t id);
// Where an error goes from here.
MirExit *count_exit(Count *c);
// Where a return goes that shares its cleanups with others; its value is in the result's local.
MirExit *count_way_out(Count *c);
uint32_t count_result(Count *c);
void count_declare_result(Count *c); // at the end: at the function's begin
// Emits the cleanups above `end`, innermost first; the stack stays. `carried` is a local that goes
// too if a deferred block leaves by another way (the value of a return); UINT32_MAX for none.
void count_clean(Count *c, const Cleanup *end, uint32_t carried);
bool count_needs_cleaning(const Count *c, const Cleanup *end);
// Releases the temporaries above `end` and takes them off the stack.
void count_end_temps(Count *c, const Cleanup *end);
void count_release(Count *c, uint32_t local);
void count_close_scope(Count *c, CountScope *scope);

// ---- state.c ----
uint8_t count_bits(const Count *c, uint32_t local);
void count_set_bits(Count *c, uint32_t local, uint8_t bits);
State count_copy_state(Count *c);
void count_join(Count *c, State *into, const State *from);
// Before a block that may run any number of times, or in part: locals of outside that it moves may
// be empty, those that it stores to may hold something.
void count_blur(Count *c, const MirBlock *block);

// ---- count.c ----
void count_emit(Count *c, MirStmt *s);
void count_block(Count *c, const MirBlock *in);
uint32_t count_temp(Count *c, const Type *type); // a new temporary local

#endif
