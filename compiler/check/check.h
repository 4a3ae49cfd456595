// Inside the checker: the context that its folders share and the calls between them.
// decl/ declares and resolves names and types, body/ walks statements and infers what is thrown,
// expr/ types expressions, foreign/ calls into C; check.c says in which order. Every check_
// function reports what it finds, leaves TYPE_POISON (silent from then on), and goes on.
#ifndef SEAM_CHECK_CHECK_H
#define SEAM_CHECK_CHECK_H

#include "check/module.h"

typedef struct Facts Facts; // flow.h: what is known not to be null here

// What values like `Ok(x)` and `Err(e)` tell together of the Result that they are of
// (expr/halves.c).
typedef struct ResultHalves {
    const Type *told[2];   // of `Ok`, of `Err`; NULL: nothing yet
    const Type *number[2]; // what literals are if nobody tells more
    bool any;
} ResultHalves;

// The function whose body is being checked.
typedef struct FunctionContext {
    struct FunctionContext *outer;
    Symbol *symbol;        // NULL: top-level statements
    const Type *result;    // declared result; NULL in a lambda whose result is inferred
    const Type *inferred;  // lambda: join of what was returned so far
    VEC(Node **) returned; // .. the values, all of them (body/returned.c)
    ResultHalves halves;   // .. and what some of them tell
    const Type *hint;      // .. and what its context would like; NULL
    Symbol *this_;         // NULL outside of methods
    struct Effect *effect; // what its body throws: throws.c alone looks inside
    bool is_lambda;
    bool in_constructor;
    bool in_finalize;
    bool has_unset;   // some `let x: T` has no value at first
    bool is_detached; // a default value, or what a field begins with: no body
} FunctionContext;

// The statements of a block that are being checked, for names that stand further down.
typedef struct OpenBlock {
    const struct OpenBlock *outer;
    const Scope *scope;
    const NodeList *items;
    uint32_t at;
} OpenBlock;

typedef struct Checker {
    Program *program;
    Session *session;
    TypeTable *types;
    Arena *arena;
    Module *module;
    Module *home; // into whose unit the instances go that are asked for; NULL: what is being
                  // checked is not lowered, nor is what it asks for
    Scope *scope;
    Symbol *self;             // the struct, class or interface whose declaration this is; NULL
    const Instance *instance; // of a generic declaration that this is; NULL
    FunctionContext *function;
    Facts *facts; // NULL: nothing is known
    const OpenBlock *blocks;
    uint32_t depth;                // of declarations that wait for others
    const struct Waiting *waiting; // signature.c: which ones
    uint32_t unsafe_depth;
    VEC(Node *) loops;       // enclosing loops of this function, outermost first
    uint32_t loops_floor;    // in `defer` and `finally`: loops below this one cannot be left
    const char *cleanup;     // "defer" or "finally" inside of one; NULL
    struct Effects *effects; // throws.c
} Checker;

// ---- names ----
// The symbol that `name` means here, complete (its type is set), marked SYMBOL_USED and, beyond a
// function's scope, SYMBOL_CAPTURED. Reports unknown names (did you mean) and use before
// declaration; NULL then.
Symbol *check_name(Checker *c, Name name, Span span);
// The function being checked and `functions - 1` around it capture the variable.
void check_capture(Checker *c, Symbol *variable, uint32_t functions);
// The lambda that another one knows by the name of this constant: itself, or one of its circle.
// NULL: none.
Node *lambda_knows(const Node *lambda, const Symbol *constant);
// A name of `import * as m`, of a header's name space, or of `console`; complete. NULL after a
// diagnostic.
Symbol *check_namespace_member(Checker *c, Symbol *name_space, Name name, Span span);

// ---- declarations and statements ----
const Type *check_type(Checker *c, Node *type_node);        // poison after an error
const Type *check_stored_type(Checker *c, Node *type_node); // of fields and variables: also `weak`
bool check_key_type(Checker *c, const Type *t, Span span);  // of maps and sets; says why not
// The generic declaration that a type without arguments names; NULL: it names none. Reports
// nothing.
Symbol *check_bare_generic(Checker *c, Node *type_node);
const Type *check_result_type(Checker *c, Node *type_node); // of functions: also `void`, `never`
void check_symbol(Checker *c, Symbol *symbol); // completes symbol->type on demand; finds cycles
// The instance of a generic declaration for these type arguments; NULL after a diagnostic. The one
// way in: equal arguments give the same symbol. What is asked for where code is checked that will
// run is checked and lowered too.
Symbol *check_instance(Checker *c, Symbol *generic, const Type *const *args, uint32_t count,
                       Span span);
void check_block(Checker *c, Node *block); // opens a scope
void check_stmt(Checker *c, Node *stmt);
// Opens the scope, declares the parameters with the types that context->symbol's function type
// gives them, checks the body (an expression of a lambda too) and wants a result on every path.
// Sets context->outer and ->effect.
void check_function_body(Checker *c, Node *function_or_lambda, FunctionContext *context);
// NODE_RETURN NODE_THROW NODE_BREAK NODE_CONTINUE with their operands: type never. check_expr hands
// them over.
const Type *check_leave(Checker *c, Node *node);
Symbol *check_declare(Checker *c, SymbolKind kind, Name name, Span span, const Type *type,
                      uint32_t flags);
// Of a declaration: it has to take every value. Declares its names.
void check_pattern(Checker *c, Node *pattern, const Type *subject, uint32_t flags);
// Each NODE_PATTERN_BIND of a pattern, checked or not, in order.
typedef void BindVisit(void *context, Node *bind);
void check_each_bind(Checker *c, Node *pattern, BindVisit *visit, void *context);
// Effects are inferred when all bodies are checked: these only note where they come from.
void check_note_throws(Checker *c, const Type *thrown, Span span);
void check_note_argument(Checker *c, Node *call, uint32_t index); // throws what calling that does
void check_note_throwing(Checker *c, Node *call, const Type *thrown); // a call, without a callee
// Every resolved NODE_CALL and NODE_NEW, its args final: throws what its symbol turns out to throw
// (a call of a function value: what its type says; a C call: what the callbacks it is passed
// throw). Sets u.call.throws in the end.
void check_note_call(Checker *c, Node *call);
void check_note_accessor(Checker *c, Symbol *accessor, Span span); // the same of a getter or setter
Symbol *check_member_of(Checker *c, const Type *type,
                        Name name); // field or method of a Seam type; NULL

// ---- expressions ----
// Types the expression in *slot. `expected` (or NULL) only guides literals, lambdas and `{}`; it
// converts nothing.
const Type *check_expr(Checker *c, Node **slot, const Type *expected);
void check_effect(Checker *c, Node **slot); // one whose value nobody wants
// A value that a pattern takes apart where it stands: an array literal is a tuple then, whatever
// its elements are.
const Type *expr_taken_apart(Checker *c, Node **slot);
// check_expr, then the implicit conversion to `target` (wraps *slot in NODE_CONVERT), or a
// diagnostic that tells `what` wants it ("argument `path`", "initial value of `x`").
const Type *check_expr_as(Checker *c, Node **slot, const Type *target, const char *what);
bool check_convert(Checker *c, Node **slot, const Type *target, const char *what);
bool convert_exists(Checker *c, const Type *from, const Type *to); // no diagnostics
const Type *check_condition(Checker *c, Node **slot); // bool, or the "no truthiness" message
const Type *check_join(Checker *c, const Type *a,
                       const Type *b); // common type of two branches; NULL: none
// Is it a place that may be assigned? Reports why not.
bool check_place(Checker *c, Node *expr);
int check_constant_int(Checker *c, Node *expr,
                       int64_t *out); // 1 and the value when it is a constant

bool assigns_this(Symbol *method); // or a part of it; through the struct's other methods too

// ---- flow ----
Facts *facts_save(Checker *c);
void facts_restore(Checker *c, Facts *saved);
void facts_assume(Checker *c, Node *cond, bool truth); // after `if (cond)`: what its truth tells
// Of a value that a checked pattern took, or refused.
void facts_assume_pattern(Checker *c, Node *value, const Node *pattern, bool truth);
void facts_join(Checker *c, Facts *a, Facts *b);    // after branches: what both know
void facts_forget(Checker *c, Symbol *symbol);      // assigned, or lent by address
void facts_forget_assigned(Checker *c, Node *body); // before a loop: what it assigns (any node)
void facts_keep_constant(
    Checker *c); // for code that runs later (defer, lambdas): forgets every `let`
bool check_always_leaves(const Node *stmt); // every path returns, throws, breaks or never returns

// ---- names of `x is pattern` ----
// Declares those that are bound where the checked condition is `truth`, in the scope that is open.
void names_assume(Checker *c, Node *cond, bool truth);
// The same in a scope of their own, if there are any; c->scope = what it gives closes it.
Scope *names_enter(Checker *c, Node *cond, bool truth);
void names_forbid(Checker *c, Node *or_); // under `||`

#endif
