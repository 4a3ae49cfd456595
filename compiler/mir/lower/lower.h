// Inside lowering: the context that its files share and the calls between them.
// module.c declarations; function.c functions, locals, C names; stmt.c, loop.c, assign.c
// statements; expr.c, branch.c operators and values; operand.c order of evaluation; call.c,
// builtin.c, foreign.c, class.c, closure.c calls, classes, function values. Decides nothing about
// meaning: the checker has resolved every name and inserted every conversion.
#ifndef SEAM_MIR_LOWER_LOWER_H
#define SEAM_MIR_LOWER_LOWER_H

#include "base/set.h"
#include "check/module.h"
#include "mir/build.h"

typedef struct LowerLoop { // the loops around the statement being lowered
    struct LowerLoop *outer;
    uint32_t id;
    Name label;
} LowerLoop;

// What belongs to the function being lowered; saved while one inside it (a lambda) is.
typedef struct LowerState {
    MirFunction *function;
    MirBlock *block;      // where statements go
    bool dead;            // nothing comes to the end of `block`: what would follow is dropped
    bool is_main;         // the main file's statements
    bool constructs;      // a constructor: `return` gives the object
    uint32_t this_local;  // of methods and constructors
    const Symbol *lambda; // whose captures are read from the local env_local; NULL
    uint32_t env_local;
    LowerLoop *loop;
    const MirExpr *caught; // in a `catch`: the error; NULL
    uint32_t loop_count;
    uint32_t try_count;
} LowerState;

typedef struct Lower {
    Program *program;
    Module *module;
    MirModule *out;
    Arena *arena;
    const TypeTable *types;
    LowerState at;
    uint32_t lambda_count; // of the module
    VEC(Nominal *) cells;  // the classes of captured variables
    PointerSet used_types; // those of out->types
    PointerSet used_c;     // those of out->c_symbols
    PointerSet c_names;    // Name: every name of the unit's slice
} Lower;

// ---- statements ----
void lower_emit(Lower *l, MirStmt *s);
void lower_stmt(Lower *l, Node *node);
void lower_items(Lower *l, Node *node);     // what is in a block, or one statement, without a scope
MirBlock lower_block(Lower *l, Node *node); // a block of the source, or one statement: one SCOPE
void lower_for(Lower *l, Node *node);
void lower_while(Lower *l, Node *node);
void lower_assign(Lower *l, Node *node);
void lower_increment(Lower *l, Node *node);
// Ends a source statement that began when the block was at `start`: its temporaries go.
void lower_end(Lower *l, uint32_t start);
// Opens a block for statements that lowering makes; close gives whether its end is dead.
typedef struct LowerSaved {
    MirBlock *block;
    bool dead;
} LowerSaved;
LowerSaved lower_open(Lower *l, MirBlock *fresh);
bool lower_close(Lower *l, LowerSaved saved);
void lower_if(Lower *l, MirExpr *cond, MirBlock then, MirBlock otherwise, Span span);
void lower_scope(Lower *l, MirBlock body, Span span);

// ---- expressions ----
// The value of an expression: a tree, or a maker that the caller makes a whole value of a statement
// at once.
MirExpr *lower_value(Lower *l, Node *node);
// A tree: makers are put into temporaries, but for calls that may stand in it.
MirExpr *lower_expr(Lower *l, Node *node);
void lower_effect(Lower *l, Node *node); // an expression statement
// A condition that may stand in an IF: the temporaries that it needed are gone.
MirExpr *lower_condition(Lower *l, Node *node);
MirExpr *lower_binary(Lower *l, Node *node);
MirExpr *lower_arithmetic(Lower *l, TokenKind op, const Type *type, MirExpr *left, MirExpr *right);
MirExpr *lower_logical(Lower *l, Node *node);
MirExpr *lower_conditional(Lower *l, Node *node);
MirExpr *lower_optional(Lower *l, Node *node); // `?.` of members, calls and indexes
MirExpr *lower_concat(Lower *l, Node *node);   // a template, or a chain of string + string
MirExpr *lower_convert(Lower *l, Node *node);
MirExpr *lower_symbol(Lower *l, Symbol *symbol, const Type *type, Span span);
MirExpr *lower_aggregate(Lower *l, MirExprKind kind, const Type *type, Span span); // empty
void lower_push_item(Lower *l, MirExpr *aggregate, MirExpr *item);
MirExpr *lower_index_of(Lower *l, MirExpr *object, MirExpr *index, const Type *type, Span span);
MirExpr *lower_member_of(Lower *l, Node *node, MirExpr *object); // `object` is evaluated already
MirExpr *lower_missing(Lower *l, const Type *type, Node *init,
                       Span span); // a field that is left out

// ---- enums ----
MirExpr *lower_variant(Lower *l, Symbol *variant, const MirExprs *payload, Span span);
MirExpr *lower_enum_values(Lower *l, const Type *array, Span span);     // Color.values()
MirExpr *lower_enum_try(Lower *l, const Type *option, MirExpr *number); // Color.try(n)

MirExpr *lower_equality(Lower *l, TokenKind op, MirExpr *a, MirExpr *b); // `==` and its kin
MirExpr *lower_type_test(Lower *l, const Type *tested, MirExpr *value);  // of an interface
MirExpr *lower_downcast(Lower *l, const Type *type, MirExpr *value);     // after that test

// ---- patterns ----
typedef struct PatternBind {
    Symbol *symbol;
    MirExpr *value;
    Span span;
} PatternBind;
typedef VEC(PatternBind) PatternBinds;

// Does the place fit? A tree that may be read at any time; NULL: always.
MirExpr *lower_pattern_test(Lower *l, const Node *pattern, MirExpr *place);
// What its names are bound to, where it fits.
PatternBinds lower_pattern_binds(Lower *l, const Node *pattern, MirExpr *place);
void lower_bind_pattern(Lower *l, const Node *pattern, MirExpr *place); // as locals, now
void lower_bind_symbol(Lower *l, Symbol *symbol, MirExpr *value, Span span);
bool lower_has_names(const Node *pattern);
// A local that nothing but this function gives a value, and only once.
bool lower_is_stable(const Lower *l, const MirExpr *e);
// A local without a name of the user's, which lives as long as the scope.
MirExpr *lower_hidden(Lower *l, MirExpr *value);
MirExpr *lower_subject(Lower *l, Node *node); // a value that patterns look at: one of these two
MirExpr *lower_match(Lower *l, Node *node);
MirExpr *lower_is(Lower *l, Node *node);
// Declares the names of each `is` in an expression: temporaries go with the statement.
void lower_hoist(Lower *l, Node *node, MirLocalKind kind);
bool lower_has_is_names(Node *node);
// An `if` whose names are locals of its branch, or of what follows; false: it is not of that kind.
bool lower_if_is(Lower *l, Node *node);
bool lower_while_is(Lower *l, Node *node, MirStmt *loop); // the same: one turn, into its block

// ---- order of evaluation ----
MirExpr *lower_spill(Lower *l, MirExpr *value); // into a temporary, now
// .. where it is the left side of so long a chain that C compilers would run out of brackets.
MirExpr *lower_shallow(Lower *l, MirExpr *left);
// A value of which the same reads may be written twice: a local, a constant, or else a temporary.
MirExpr *lower_reusable(Lower *l, MirExpr *value);
uint32_t lower_mark(const Lower *l); // the position in the current block
// Defaults that were written in another file are done at the call, and panics and traces say so:
// all lines of a function are those of one file. Of what came behind `mark`; `nodes` are the
// values'.
void lower_move_here(Lower *l, uint32_t mark, Node *const *nodes, MirExpr **values, uint32_t count,
                     Span here);
// Makes `value`, evaluated when the block was at `mark`, keep its worth over the statements emitted
// since.
MirExpr *lower_keep(Lower *l, MirExpr *value, uint32_t mark);
MirExpr *lower_keep_place(Lower *l, MirExpr *place,
                          uint32_t mark); // the parts of a place that is stored to
// A place that is read and then stored to: what leads to it is evaluated once.
MirExpr *lower_reusable_place(Lower *l, MirExpr *place);
// Evaluates `count` expressions from left to right.
void lower_operands(Lower *l, Node *const nodes[], uint32_t count, MirExpr **out);
// Evaluated operands meet in one expression: those whose order counts go to temporaries but the
// last.
void lower_settle(Lower *l, MirExpr **values, uint32_t count);
// ... and texts are made of them: no call is left in them where they are several.
void lower_before_text(Lower *l, MirExpr **values, uint32_t count);

// ---- calls ----
MirExpr *lower_getter(Lower *l, Node *node, MirExpr *object); // of a NODE_MEMBER
// Through an accessor or an interface's field; `object` NULL: a static one.
MirExpr *lower_get(Lower *l, Symbol *symbol, const Type *type, MirExpr *object, Span span);
void lower_set(Lower *l, Symbol *symbol, MirExpr *object, MirExpr *value, Span span);
// accessor.c: `x.a op= v`, `x.a ??= v`, `x.a++` of a member that calls read and write. `value`
// NULL: 1.
void lower_update(Lower *l, Node *target, TokenKind op, Node *value, Span span);
MirExpr *lower_one(Lower *l, const Type *type, Span span);
MirExpr *lower_call(Lower *l, Node *node, MirExpr *receiver); // receiver NULL: to be evaluated
MirExpr *lower_builtin(Lower *l, Node *node, MirExprs args);
MirExpr *lower_as_error(Lower *l, MirExpr *value); // of a class: as an interface's value
MirExpr *lower_assert(Lower *l, Node *node);
MirExpr *lower_take(Lower *l, Node *call); // `take(place)`: its value, which is null then
MirExpr *lower_builtin_property(Lower *l, Node *node, MirExpr *object);
MirExpr *lower_c_call(Lower *l, Node *node, MirExprs args);
MirExpr *lower_callback(Lower *l, Node *convert);
void lower_boxes(Lower *l, const Node *node, MirExprs args); // of the callbacks among them
void lower_calls_back(MirExpr *call, uint32_t first); // a call into C, with arguments from `first`
MirExpr *lower_address(Lower *l, Node *node);
// Whether a call may stand in a tree (MirExpr.light); sets that.
bool lower_is_light(const Lower *l, MirExpr *call);
// A call of a function without its arguments: its result and whether it throws follow from the
// symbol.
MirExpr *lower_call_symbol(Lower *l, MirCallKind kind, Symbol *symbol, Span span);
void lower_push_arg(Lower *l, MirExpr *call, MirExpr *arg);
// Does a struct's method assign `this`?
bool lower_mutates(const Symbol *method);
// Does a constructor take the parameter over?
bool lower_takes(const Symbol *constructor, uint32_t param);
Symbol *lower_constructor(Lower *l, const Nominal *n); // also of classes that write none

// ---- closures ----
// A variable of this function, or one that it captures: a place.
MirExpr *lower_variable(Lower *l, const Symbol *variable, Span span);
MirExpr *lower_this(Lower *l, Span span);
// In a lambda, what a constant's name means that it knows: a function value. NULL: a variable.
MirExpr *lower_known_function(Lower *l, const Symbol *constant, Span span);
// Begins a variable with its value, or NULL: the one way in for whatever a pattern names.
void lower_bind(Lower *l, Symbol *variable, const Type *type, MirExpr *value, Span span);
Symbol *lower_lambda_name(Lower *l, Node *lambda); // which has one in C then
bool lower_is_shared(const Symbol *variable);      // with closures: it lives in a cell
MirExpr *lower_lambda(Lower *l, Node *lambda);
MirExpr *lower_adapted(Lower *l, Node *convert); // CONVERT_FUNCTION
Symbol *lower_value_function(Lower *l, Symbol *function);
// The parameters of a function value that are not written, and its environment.
void lower_env_param(Lower *l, MirFunction *f, const FunctionType *type, uint32_t written);

// ---- functions and modules ----
MirFunction *lower_function_new(Lower *l, const char *c_name, const FunctionType *type, Span span);
void lower_function(Lower *l, Node *node); // functions and methods with a body
void lower_class(Lower *l, Node *node);
void lower_enum(Lower *l, Node *node);
// Declares the parameters; lower_own_params then makes the locals for those that the body assigns.
void lower_params(Lower *l, const NodeList *params);
void lower_own_params(Lower *l);
void lower_bind_params(Lower *l, const NodeList *params,
                       uint32_t first); // the names of those that are taken apart
void lower_body(Lower *l, MirFunction *f,
                Node *function);                // both, and a scope with the body's statements
MirExpr *lower_boxed(Lower *l, MirExpr *value); // a struct's copy behind an interface value
void lower_return_this(Lower *l, Span span);    // the end of a constructor
uint32_t lower_local(Lower *l, MirLocalKind kind, Name name, const Type *type, Symbol *symbol);
uint32_t lower_param(Lower *l, Symbol *symbol, Name name, const Type *type);
LowerState lower_enter(Lower *l, MirFunction *f);
void lower_leave(Lower *l, LowerState saved);
// One copy of deferred blocks where counting would write long ones out many times.
void lower_share_deferred(Lower *l, MirFunction *f);
void lower_name_locals(Lower *l, MirFunction *f); // C names, when the unit's C names are known
bool lower_is_external(const Symbol *symbol);     // other units may call it
bool lower_may_be_constant(const Node *init);     // a literal, or operators on literals
bool lower_is_static(const Symbol *symbol); // a top-level variable that lives in static storage
void lower_use_type(Lower *l, const Type *type);
void lower_use_c(Lower *l, Symbol *symbol);
void lower_use_function(const Lower *l, Symbol *symbol); // called, or its address is taken

#endif
