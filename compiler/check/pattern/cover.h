// Which values a list of patterns covers: the usefulness algorithm of Maranget ("Warnings for
// pattern matching", 2007) over constructors, with integers split into the segments that the
// patterns tell apart. Knows types and nothing of the tree; cover_build.c makes its patterns.
// needs: patterns of well-typed arms -> makes: values that none covers, or that nobody needs an
// arm. The problem is exponential in the worst case, so there is a budget.
#ifndef SEAM_CHECK_PATTERN_COVER_H
#define SEAM_CHECK_PATTERN_COVER_H

#include "types/type.h"

__extension__ typedef __int128 CoverInt; // holds every i64 and every u64

typedef enum CoverKind {
    COVER_ANY,
    COVER_PART,  // one constructor and patterns of its parts
    COVER_RANGE, // integers, both ends included
    COVER_KEY,   // one of a type with more values than can be listed: a string, a float, a class
    COVER_OR,
} CoverKind;

typedef struct CoverPattern CoverPattern;
struct CoverPattern {
    CoverKind kind;
    uint32_t index; // PART: the variant; of options and bools 0 (null, false) and 1; of arrays 0
                    // (empty) and 1 (the first element, and the array behind it); else 0
    uint32_t count;
    const CoverPattern *const *parts; // PART: all of them; OR: the alternatives
    CoverInt from, to;                // RANGE
    const void *key;                  // KEY
};

typedef struct CoverRow {
    const CoverPattern **cells;
} CoverRow;
typedef VEC(CoverRow) CoverRows;

typedef struct Cover {
    Arena *arena; // grows with the work: one of its own is best
    const Type *type;
    // Every value that key `b` takes is taken by key `a` too.
    bool (*key_covers)(const void *a, const void *b);
    CoverRows rows; // what is covered so far
    uint64_t steps;
    bool exhausted; // the budget is: answers are worth nothing from then on
} Cover;

// Values that `pattern` takes and no row does: at most `most` examples, pairwise different. None:
// an arm with the pattern is never reached. NULL asks about every value of the type.
typedef VEC(const CoverPattern *) CoverExamples;
CoverExamples cover_missing(Cover *c, const CoverPattern *pattern, uint32_t most);
void cover_add(Cover *c, const CoverPattern *pattern);

// ---- the shape of types ----
// How many constructors it has; 0: integers, and types whose values cannot be listed.
uint32_t cover_constructors(const Type *t);
uint32_t cover_part_count(const Type *t, uint32_t constructor);
const Type *cover_part_type(const Type *t, uint32_t constructor, uint32_t part);
bool cover_int_range(const Type *t, CoverInt *from, CoverInt *to);

#endif
