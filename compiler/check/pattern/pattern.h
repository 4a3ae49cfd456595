// Between the files that check patterns (LANGUAGE 4): pattern.c types them against what they are
// matched with, name.c says what the names in them mean, value.c checks literals and ranges,
// cover_build.c asks cover.c what a `match` misses, match.c and is.c are the expressions.
// check.h is what the rest of the checker sees.
//
// After checking, lowering finds: BIND and WILDCARD; LITERAL and RANGE with expressions of the
// pattern's own type; PATH whose symbol is a variant, or a type to test for; VARIANT and STRUCT
// with their symbols; TUPLE; OR, whose sides share their symbols; SOME around what is wanted of
// the value inside of an option. A pattern's type is that of the value it is matched with.
#ifndef SEAM_CHECK_PATTERN_PATTERN_H
#define SEAM_CHECK_PATTERN_PATTERN_H

#include "check/expr/expr.h"
#include "check/pattern/cover.h"

typedef struct Typing { // of one pattern
    Checker *checker;
    uint32_t flags;    // of the symbols it makes
    bool refutable;    // of `match` and `is`; else of a declaration, which takes every value
    VEC(Node *) binds; // NODE_PATTERN_BIND, in order; of an OR those of its first side
} Typing;

// ---- pattern.c ----
// Types the pattern in *slot. Its names get symbols, which are in no scope yet.
void pattern_type(Typing *t, Node **slot, const Type *subject);
void pattern_declare(Checker *c, const Typing *t); // its names, in the scope that is open
void pattern_wrap(Checker *c, Node **slot, const Type *option); // in a SOME
Node *pattern_shorthand(Checker *c, const Node *field);         // what `{ x }` stands for
// E0387, with a label that tells the type of the value.
__attribute__((format(printf, 4, 5))) Diag *
pattern_report(Checker *c, const Node *pattern, const Type *subject, const char *format, ...);

// ---- name.c ----
typedef enum PatternName {
    PATTERN_NOTHING, // reported
    PATTERN_VARIANT,
    PATTERN_TYPE,
    PATTERN_CONSTANT, // an expression that is still to be checked
} PatternName;
// What a capitalised or dotted name means where a value of type `subject` is looked at. *out is the
// variant or the type; its node is annotated.
PatternName pattern_name(Checker *c, Node *path, const Type *subject, Symbol **out);
// Can a value of type `subject` be of type `tested`, and be of another one? Reports it otherwise.
bool pattern_may_test(Checker *c, const Node *pattern, const Type *subject, const Type *tested);
const Variant *pattern_variant(const Type *enum_, const Symbol *variant);

// ---- value.c ----
void pattern_literal(Typing *t, Node *n, const Type *subject);
void pattern_range(Typing *t, Node *n, const Type *subject);
// The number that a checked literal or end of a range is; false: it is known only at run time.
bool pattern_int(const Node *value, CoverInt *out);

// ---- cover_build.c ----
// Does a checked match take every value? Reports what it misses, and arms that are never reached.
bool cover_check(Checker *c, const Node *match);
bool cover_is_total(const Node *pattern, const Type *type); // a checked one takes every value
// Names of arm `arm` whose null earlier arms take become names of values: `[null, _] => .., [a,
// b]`.
void cover_narrow_names(Checker *c, const Node *match, uint32_t arm, Typing *typing);

// ---- cover_text.c ----
// An example as it would be typed.
const char *cover_text(Arena *a, const CoverPattern *p, const Type *t);

#endif
