// Generics: declarations with type parameters, and the instances that stand for them once their
// type arguments are known (LANGUAGE 3 "Generics"). An instance is a copy of the declaration's tree
// in a scope where the type parameters are types; it is checked and lowered like any other
// declaration. The declaration itself is checked as its draft: the instance whose arguments are its
// own type parameters, which is never lowered. The library's declarations are generic all the same,
// with or without type parameters, so that a program holds only what it uses of them.
// instance.c makes them, queue.c checks them, substitute.c asks about type parameters, bound.c
// about interfaces, infer.c finds type arguments, extension.c methods of builtin types, iterable.c
// what `for` and spreads go through.
#ifndef SEAM_CHECK_GENERIC_GENERIC_H
#define SEAM_CHECK_GENERIC_GENERIC_H

#include "check/check.h"

typedef struct Generic {
    Symbol *symbol;
    const NodeList *params;   // NODE_TYPE_PARAM
    const Type *const *types; // what they are inside of the draft: each of kind PARAM
    uint32_t count;           // 0: of the library, made when it is used
    bool has_bounds;          // ... are known
    bool is_local;            // declared inside of a function
    bool is_endless;          // reported: its instances need instances without end
    Scope *outer;             // of its scope of type parameters
    Symbol *draft;            // NULL: not made yet
    VEC(Symbol *) instances;  // the draft too
    const Type *this_;        // of extensions: the draft's type of `this`; NULL: not known yet
} Generic;

typedef struct Generics {
    VEC(Symbol *) drafts; // to be checked
    VEC(Symbol *) wanted; // instances to be checked, in order of demand
    uint32_t drafts_done;
    uint32_t wanted_done;
    bool declared; // all declarations of the program are complete
} Generics;

// ---- instance.c ----
void generics_init(Checker *c);
// Makes a generic declaration of a symbol whose node is in place, unseen by the checker.
// `outer`: the scope around it.
void generic_declare(Checker *c, Symbol *s, const NodeList *params, Scope *outer);
bool generic_is_declared(const Module *m, const NodeList *params); // do they make it generic?
Symbol *generic_draft(Checker *c, Symbol *generic);                // without checking it
// A struct's, class's or interface's instance: the type; of the others NULL.
const Type *generic_type(const Symbol *instance);
// Inside of a declaration or of what it owns: its type parameters, `Self`, and its unit.
void generic_enter(Checker *c, Symbol *s);

// ---- queue.c ----
void generic_want(Checker *c, Symbol *instance);
void generic_want_type(Checker *c, const Type *t);     // all instances that it is made of
void generic_check_draft(Checker *c, Symbol *generic); // later, with all others
void check_instances(Checker *c);                      // all drafts, and all that is wanted

// ---- substitute.c ----
typedef struct Substitution {
    const Type *const *params; // each of kind PARAM
    const Type *const *args;   // NULL: stays as it is
    uint32_t count;
} Substitution;
const Type *generic_substitute(Checker *c, const Type *t, const Substitution *by);
bool type_has_param(const Type *t);
bool type_mentions(const Type *t, const Type *param);
uint32_t type_depth(const Type *t); // how far it is nested

// ---- bound.c ----
typedef enum Known {
    KNOWN_EQUATABLE,
    KNOWN_HASHABLE,
    KNOWN_ORDERED,
    KNOWN_PRINTABLE,
    KNOWN_COUNT
} Known;
bool generic_is_known(Checker *c, const Type *interface_, Known which);
bool generic_has_order(Checker *c, const Type *t);               // for `sort`, and in tuples
bool generic_implements(Checker *c, const Type *t, Known which); // says so itself
bool generic_satisfies(Checker *c, const Type *t, const Type *interface_);
bool generic_check_bounds(Checker *c, const Generic *g, const Type *const *args, Span span);
// The interface of `t` that is an instance of `generic`: `Iterable<int>` of a class; NULL.
const Type *generic_interface(Checker *c, const Type *t, const Symbol *generic);
// A member that its bounds give a type parameter; NULL.
Symbol *generic_bound_member(Checker *c, const Type *param, Name name);
// The type of an interface's method for the one that implements it: without `Self`.
const Type *generic_method_type(Checker *c, const Symbol *method, const Type *self);
const Type *generic_self(Checker *c, Symbol *record); // what `Self` is inside of it

// ---- infer.c ----
// The instance that a call means: of a function, a method or a library method (`receiver`: the type
// of what it is called on; else NULL). Types the arguments that tell. NULL after a diagnostic.
Symbol *generic_infer_call(Checker *c, Node *call, Symbol *generic, const Type *receiver,
                           const Type *expected);
// ... a generic class's constructor means: the class.
Symbol *generic_infer_new(Checker *c, Node *call, Symbol *generic, const Type *expected);
// ... a variant of a generic enum means: the enum.
Symbol *generic_infer_variant(Checker *c, Node *call, Symbol *generic, Name variant,
                              const Type *expected);
// ... a literal of a generic struct means: the struct.
Symbol *generic_infer_literal(Checker *c, Node *literal, Symbol *generic, const Type *expected);
// Explicit type arguments. NULL after a diagnostic.
Symbol *generic_explicit(Checker *c, Symbol *generic, const NodeList *args, Span span);
bool generic_unify(Checker *c, const Generic *g, const Type **bound, const Type *pattern,
                   const Type *given);

// ---- iterable.c ----
bool iterable_is(const Type *interface_); // `Iterable<T>` of the library
// What an array, set, map or bytes give as an `Iterable`; NULL: nothing.
const Type *iterable_builtin_item(Checker *c, const Type *t);
const Type *iterable_item(Checker *c, const Type *t); // ... and records that implement it
// The conversion of such a builtin to `Iterable`; `slot` NULL: does it exist?
bool iterable_convert(Checker *c, Node **slot, const Type *from, const Type *to);
Symbol *library_symbol(Checker *c, const char *text); // also one that is not exported
Node *library_method_call(Checker *c, Node *object, const char *method); // of a checked value

// ---- extension.c ----
void extension_declare(Checker *c, Symbol *s);
Symbol *extension_find(Checker *c, const Type *base, Name name); // generic; NULL: none
Symbol *extension_find_call(Checker *c, const Type *base, Name name,
                            uint32_t count); // of arguments
void extension_offer(Checker *c, const Type *base, Nearest *nearest);

#endif
