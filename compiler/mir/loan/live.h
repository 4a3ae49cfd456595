// Which locals are looked at again: a walk backwards over the structured MIR of a function, before
// counting. Used by moves.c, which gives locals away at their last use, and by borrow.c, which asks
// what may happen while they are needed.
#ifndef SEAM_MIR_LOAN_LIVE_H
#define SEAM_MIR_LOAN_LIVE_H

#include "mir/build.h"

typedef struct LiveSet { // of locals
    uint64_t *words;
} LiveSet;

typedef struct LiveTarget { // of breaks and continues
    struct LiveTarget *outer;
    uint32_t loop;
    LiveSet at_break;
    LiveSet at_continue;
} LiveTarget;

typedef struct Live {
    Arena *arena;
    uint32_t words;
    LiveSet caught; // needed in a catch around
    uint32_t tries; // whose bodies are around
    LiveTarget *target;
    // Every LET, SET, EVAL, RETURN and THROW, and the conditions of IF and LOOP, the last first.
    // `after` are the locals that are needed behind it; what it declares or stores to as a whole is
    // not among them.
    void (*visit)(void *context, MirStmt *s, LiveSet after);
    void *context;
} Live;

void live_init(Live *l, Arena *arena, const MirFunction *f);
void live_walk(Live *l, MirBlock *body);

LiveSet live_set(const Live *l); // empty
void live_unite(const Live *l, LiveSet into, LiveSet from);
void live_clear(const Live *l, LiveSet set);
bool live_has(LiveSet set, uint32_t local);
void live_add_mentions(void *set, MirExpr **slot); // a MirVisit; of a LiveSet
// Locals of outside that the statement and its blocks mention.
LiveSet live_outer_mentions(const Live *l, MirStmt *s);

#endif
