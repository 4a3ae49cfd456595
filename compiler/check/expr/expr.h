// Between the files of this folder, which type expressions and insert every implicit conversion.
// check.h is what the rest of the checker sees of it. All functions report what they find once,
// give TYPE_POISON after an error, and accept poison silently.
#ifndef SEAM_CHECK_EXPR_EXPR_H
#define SEAM_CHECK_EXPR_EXPR_H

#include "check/check.h"
#include "types/builtin.h"

static inline const Type *expr_poison(Checker *c) { return type_basic(c->types, POISON); }

// ---- text.c: what messages are made of; scratch memory ----
const char *expr_type_text(Checker *c, const Type *t);
// As written, in one line of at most 60 bytes; NULL where it is longer.
const char *expr_source(Checker *c, Span span);
void expr_label_symbol(Checker *c, Diag *g, const Symbol *symbol); // "`x: int` is declared here"
void expr_as_text(Checker *c, Node **slot); // what is printed: a `char *` becomes a CString

// ---- convert.c ----
bool convert_is_integral(const Type *t); // integers and C's enums
bool convert_is_numeric(const Type *t);  // these and floats
// Every value of `from` is one of `to`.
bool convert_lossless(Checker *c, const Type *from, const Type *to);
// What arithmetic on these two makes, NULL where neither widens to the other.
const Type *convert_arithmetic(Checker *c, const Type *a, const Type *b);
// C values of either type look the same in memory (LANGUAGE 7.1 "One type").
bool convert_same_representation(const Type *a, const Type *b);
bool convert_pointer_exists(const Type *from, const Type *to); // plain C pointers, no null
// A Seam function as a C function pointer: what C passes, and what the function takes.
bool convert_parameter_fits(const Type *given, const Type *taken);
bool convert_function_fits(const FunctionType *own, const FunctionType *want);
// The implicit conversion, or nothing and false.
bool convert_apply(Checker *c, Node **slot, const Type *to);
void convert_wrap(Checker *c, Node **slot, ConvertKind kind, const Type *to);
// Takes a narrowing by flow away again, for places and tests of null.
const Type *convert_unnarrow(Node **slot);
// A weak reference that is read: what it refers to, or null.
const Type *convert_weak(Checker *c, Node **slot);
// A pointer of unknown nullness becomes one that is checked; an option is reported and goes on as
// its element.
const Type *convert_present(Checker *c, Node **slot, const char *use);

// ---- mismatch.c ----
void mismatch_report(Checker *c, const Node *value, const Type *target, const char *what);
// A function that C wants, but which may have captured something.
// `symbol as (x: float) => float` of std:ffi: a function that calls the address.
const Type *function_of_symbol(Checker *c, Node **slot, const Type *to);
bool mismatch_captures(Checker *c, const Node *value, const Type *target);
// An option where `use` needs its value: "`.name`", "an operand of `+`".
Diag *mismatch_report_null(Checker *c, const Node *value, const char *use);
void mismatch_help_join(Diag *g, const Type *a, const Type *b); // of values that go together
const char *mismatch_source(Checker *c, const Node *value); // as written, or `..` where it is long

// ---- literal.c ----
// Takes the type of its context: number literals, and arithmetic on them.
bool literal_is_flexible(const Node *n);
bool literal_is_fraction(const Node *n); // flexible, with a float among its literals
bool literal_has_bits(const Node *n);    // an operator that only integers have
// Among several values, those of lower rank are checked first and decide the type: values that have
// one of their own, literals with a fraction, integer literals.
enum { LITERAL_RANK_MAX = 2 };
int literal_rank(const Node *n);
// The same among values that should have one type: `[]` and `{}` come last.
enum { LITERAL_PLACE_MAX = LITERAL_RANK_MAX + 1 };
int literal_place(const Node *n);
bool literal_is_open(
    const Node *n); // `null`, `[]`, `{}`: only what it is wanted as gives it a type
const Type *literal_check(Checker *c, Node *n, const Type *expected); // NODE_INT to NODE_NULL
const Type *literal_negative(Checker *c, Node *minus, const Type *expected); // `-` before NODE_INT
__extension__ typedef __int128 LiteralInt;            // holds every i64 and every u64
bool literal_integer(const Node *n, LiteralInt *out); // the value of a checked constant
bool literal_is_zero(const Node *n);                  // of checked nodes
bool literal_always_panics(const Node *n);            // constant arithmetic without a result

// ---- operator.c, branch.c, assign.c, aggregate.c, lambda.c ----
const Type *expr_unary(Checker *c, Node *n, const Type *expected);
const Type *expr_binary(Checker *c, Node *n, const Type *expected);
const Type *expr_range(Checker *c, Node *n); // TYPE_RANGE, in the head of a `for` alone
const Type *expr_logical(Checker *c, Node *n, const Type *expected);
const Type *expr_not(Checker *c, Node **slot); // the operand of `!`
const Type *expr_conditional(Checker *c, Node *n, const Type *expected);
const Type *expr_assign(Checker *c, Node **slot);
const Type *expr_increment(Checker *c, Node *n);
const Type *expr_array(Checker *c, Node *n, const Type *expected);
const Type *expr_map(Checker *c, Node *n, const Type *expected);
const Type *expr_struct_literal(Checker *c, Node **slot, const Type *expected);
const Type *expr_lambda(Checker *c, Node *n, const Type *expected);
// The first half of it for a function in a function, whose signature others need before its body.
void lambda_declare(Checker *c, Node *n);
// The lambda that a constant's name is known to stand for; NULL: any function.
const Node *function_known_lambda(Checker *c, const Node *name);

// ---- range.c ----
bool range_is(const Type *t);                     // a `Range` of the library
const Type *range_value(Checker *c, Node **slot); // `a..b` as a value

// ---- spread.c ----
bool spread_among(const NodeList *items);
// The type of the items that `...xs` gives; poison after a diagnostic.
const Type *spread_check(Checker *c, Node *spread, const Type *elem);
// Makes of `n` what gives an array of the items, all checked and converted, spreads among them.
const Type *spread_build(Checker *c, Node *n, const NodeList *items, const Type *elem);
const Type *spread_of(Checker *c, Node **slot, const Type *t); // an array of a set's items, of ..
const Type *spread_map(Checker *c, Node *n, const Type *context);         // `{ ...m, "a": 1 }`
const Type *spread_struct(Checker *c, Node **slot, const Type *expected); // `{ ...p, x: 1 }`

// ---- expr.c ----
// The type of what a name means as a value; poison after a diagnostic where it is none.
const Type *expr_symbol_type(Checker *c, Span span, const Symbol *symbol);

// ---- assign.c: places ----
typedef enum PlaceUse {
    PLACE_ASSIGN,
    PLACE_ADDRESS, // lent to C, which may write there
    PLACE_LEND,    // lent to C, which only reads: a constant will do
    PLACE_METHOD,  // of a method that changes its struct
} PlaceUse;
bool place_check(Checker *c, Node *expr, PlaceUse use);
bool place_reads_collection(const Node *n); // `m[k]!`, `m.get(k)!`, `xs.at(i)!`
bool place_help_collection(Checker *c, Diag *g, const Node *n);
// The type that the place holds; poison after a diagnostic. `m[key]` reads as an option, but holds
// a value.
const Type *assign_target(Checker *c, Node **slot);
void assign_value(Checker *c, Node *assign, const Type *target); // of a place that is checked

// ---- apart.c ----
void expr_assign_apart(Checker *c, Node **slot); // `[a, b] = ..`: it becomes a block

// ---- function.c: functions as values ----
const Type *function_value_type(Checker *c, const Type *declared, const FunctionType *as);
// The function that a name stands for; NULL: a value like others.
Symbol *function_named(const Node *n);
// The implicit conversion between function types; `slot` NULL: does it exist?
bool function_convert(Checker *c, Node **slot, const Type *from, const Type *to);
const Type *function_join(Checker *c, const Type *a, const Type *b); // NULL: none
// `object.method`, as the function that `expected` is: it holds the object.
const Type *function_of_method(Checker *c, Node **slot, Symbol *method, const Type *expected);

// A name of what only a call makes definite, a variant with a payload or a generic function,
// becomes a lambda that calls it, where a function is expected. Not checked yet.
bool function_forward(Checker *c, Node **slot, const Type *expected);

// ---- pointer.c ----
const Type *expr_address(Checker *c, Node *n);
// The same without the question of safety: the argument of a C call.
const Type *expr_address_of(Checker *c, Node *n, PlaceUse use);
const Type *expr_cast(Checker *c, Node **slot);
// Is this operation allowed here? Reports it with `why`, and how to write it.
bool expr_want_unsafe(Checker *c, Span span, const char *what, const char *why);

// ---- member.c ----
const Type *expr_member(Checker *c, Node **slot, const Type *expected);
const Type *expr_index(Checker *c, Node *n);
// The type or name space that a dotted name means, NULL where it is a value. Reports nothing.
Symbol *member_static(Checker *c, Node *n);
const Type *member_report_generic(Checker *c, const Node *member, const Symbol *generic);
// What a dotted name means in its name space, NULL if it begins with none. Reports nothing.
Symbol *member_peek(Checker *c, const Node *member);
// Notes what stands before a dot in the tree; false after a diagnostic (it is not exported).
bool member_note_owner(Checker *c, Node *object, Symbol *owner);
void member_refuse_optional(Checker *c, Node *member); // of a type or a name space
// What a member access is about to look into, after `?.` and null checks; poison after an error.
typedef struct MemberBase {
    const Type *type;
    bool optional; // the result is null where the base is
} MemberBase;
MemberBase member_base(Checker *c, Node *member);
// Does a chain go on behind this step, of which only an earlier `?.` may give null?
bool member_continues(const Node *object);
Symbol *member_find(Checker *c, const Type *base, Node *member); // field or method; NULL
const Type *member_variant(Checker *c, Span span, const Symbol *variant);
Symbol *member_field(Checker *c, Nominal *nominal, Name name); // C's too; NULL
const Type *member_type(Checker *c, Node *member, const Type *base);
void member_check_access(Checker *c, Span span, const Symbol *symbol); // is it private?
bool member_is_inside(Checker *c, const Symbol *type); // private members are seen from here
// A method that changes its struct needs one that can be changed.
void member_check_receiver(Checker *c, Node *object, const Type *base, Symbol *method);
const char *habit_of_member(const Type *base, Name name, bool is_error); // habit.c: help, or NULL
const char *habit_of_option(const char *name); // what to write behind the value; NULL

// ---- ../pattern/: match.c, is.c ----
const Type *expr_match(Checker *c, Node *n, const Type *expected);
const Type *expr_is(Checker *c, Node *n);

// ---- flow.c ----
const Type *facts_narrow(Checker *c, Node **slot);     // wraps a path that is known not to be null
void facts_know(Checker *c, const Node *path);         // from here on it is not null
bool facts_is_path(Checker *c, const Node *n);         // one that narrowing holds for
void facts_forget_path(Checker *c, const Node *place); // assigned: it and what is below it
const Node *expr_bare(const Node *n);                  // without parentheses and conversions

// ---- assigns.c: who assigns what, by the text alone ----
// The places that this node itself assigns, or whose address it takes.
typedef void PlaceVisit(void *context, const Node *place);
void assigns_each(const Node *n, PlaceVisit *visit, void *context);
bool assigns_from_closure(Checker *c, Symbol *variable); // a function or lambda does
// Nothing assigns the parameter or `let`; false of other symbols.
bool assigns_never(Checker *c, const Symbol *variable);
bool assigns_no_part(Checker *c, const Symbol *variable); // nor a part of it

// ---- accessor.c: getters, setters, and fields of interfaces, which are read and written by calls
// ----
bool accessor_is_computed(const Node *n); // a member that is such
// The type of `member`, which names the accessor `symbol` or the one beside it.
const Type *accessor_type(Checker *c, Node *member, Symbol *symbol, const Type *base);
void accessor_mark_target(Node *target); // before it is checked: it will be assigned
// `target = value`, checked, becomes a call of the setter.
void accessor_store(Checker *c, Node *assign);
// Of `op=` and `++`: what is stored to is read too.
bool accessor_want_getter(Checker *c, const Node *target);

// ---- call.c, construct.c ----
const Type *expr_call(Checker *c, Node **slot, const Type *expected);
const Type *expr_new(Checker *c, Node **slot, const Type *expected);
// `i32(x)`, `float(x)`: the callee names a builtin type.
const Type *expr_convert_call(Checker *c, Node **slot, const Type *target);
// `i32.wrap(x)` and kin; NULL where the name is none of them.
const Type *expr_convert_method(Checker *c, Node **slot, const Type *target, Name name);
// A call that makes a set or map of `arg`, an array, in place of `n`.
void construct_of_items(Node *n, const Type *t, Node *arg);
void construct_report_call(Checker *c, Node *call, const Symbol *type); // `Point(..)`

// ---- call.c, result.c: Results ----
const Type *call_declared(Checker *c, Node **slot, Symbol *symbol, const Type *expected);
// `Result`, where the name is its `Ok` or `Err`; NULL.
Symbol *call_result_of(Checker *c, Name name);
// A variant of a generic enum, with or without a payload, whose type arguments are not written.
bool call_is_open_variant(Checker *c, Node *n);
bool result_is(const Type *t);
const Type *result_unwrap(Checker *c, Node **slot, const Type *expected); // the operand is checked
const Type *expr_propagate(Checker *c, Node **slot, const Type *expected);
const Type *expr_try(Checker *c, Node **slot, const Type *expected);
const Type *expr_move(Checker *c, Node *n, const Type *expected); // move.c
const Type *expr_take(Checker *c, Node *call);                    // of `take(place)`, move.c

// ---- halves.c ----
// `Ok(x)` or `Err(e)`: it does not tell what the other half is.
bool half_is(Checker *c, Node *n);
// Checks its argument, and nothing else of it.
void half_take(Checker *c, ResultHalves *halves, Node *n);
// What they are of, where what others are (NULL: nothing) does not tell it. Poison after a
// diagnostic; `span` is that of one of them, or of what holds all.
const Type *halves_type(Checker *c, const ResultHalves *halves, const Type *others, Span span);
const Type *half_check(Checker *c, Node **slot, const Type *whole); // one of them, at last
bool half_among_results(Checker *c, Node *lambda);                  // it gives one, by its text

// ---- args.c ----
typedef struct ArgTarget {
    const FunctionType *type;
    const Symbol *symbol;    // for labels; NULL: a function value
    const Node *declaration; // NODE_FUNCTION or LAMBDA with the default values; NULL
    uint32_t skip;           // its parameters that are not of `type`: `this`
    const char *name;        // for messages
} ArgTarget;
void args_bind(Checker *c, Node *call, const ArgTarget *target);
void args_convert(Checker *c, Node **slot, const Type *type, const char *what); // one argument
void args_check_all(Checker *c, Node *call); // types them without targets, after an error

// ---- builtins.c ----
BuiltinId builtin_find(Checker *c, BuiltinReceiver receiver, Name name); // BUILTIN_NONE
BuiltinReceiver builtin_receiver(const Type *t);        // of values; ON_GLOBAL: it has no builtins
BuiltinReceiver builtin_static_receiver(const Type *t); // of the type's own name
void format_check(Checker *c, const Node *part);        // NODE_TEMPLATE_VALUE with a format
void encoding_check(Checker *c, const Node *name);      // the argument that names an encoding
BuiltinId builtin_of_type(Checker *c, const Type *t, Name name); // an enum's own members win
bool duration_takes(TokenKind op, const Type *a, const Type *b); // operator.c
void builtin_offer(Checker *c, BuiltinReceiver receiver, Nearest *nearest);
Name builtin_name(Checker *c, BuiltinId id);
// How many arguments it takes as a function value: those that it needs; UINT32_MAX: any number.
uint32_t builtin_params(Checker *c, BuiltinId id);
const Type *builtin_property(Checker *c, BuiltinId id, const Type *base);
const Type *builtin_call(Checker *c, Node *call, BuiltinId id, const Type *base,
                         const Type *expected);

// ---- foreign/: calls into C ----
const Type *foreign_call(Checker *c, Node *call, Symbol *symbol);
const Type *foreign_call_pointer(Checker *c, Node *call, const Type *type); // CFn value
const Type *foreign_call_macro(Checker *c, Node *call, Symbol *symbol);
void foreign_warn_deprecated(Checker *c, const Symbol *symbol, Span span);

#endif
