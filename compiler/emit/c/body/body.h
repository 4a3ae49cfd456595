// Inside the C backend: the function that is being printed. Expressions are streamed into `out`;
// what a call needs before its value is there (a result struct, an error test, a text under
// construction) is printed as statements first, by put_prelude.
#ifndef SEAM_EMIT_C_BODY_H
#define SEAM_EMIT_C_BODY_H

#include "emit/c/unit/unit.h"
#include "mir/build.h"

typedef struct LoopLabels { // of the loops around a statement, innermost first
    uint32_t id;
    bool breaks; // a `break` from an inner loop jumps here by name
    bool continues;
    bool has_step_label; // `continue` has to jump: C's own would leave out the step
    const char *name;
    const char *key; // over a map: variables that point to the entry's parts
    const char *value;
    struct LoopLabels *outer;
} LoopLabels;

typedef struct OpenClosure { // for the time of a C call
    const MirExpr *closure;
    const char *name; // of its SeamCallback
} OpenClosure;

// A way out that several errors share, at the end of its scope; what only one error takes is
// printed where that one leaves.
typedef struct PadUse {
    const MirPad *pad;
    uint32_t count;
} PadUse;

typedef struct Body {
    Unit *u;
    const MirFunction *f;
    Text *out;
    LoopLabels *loops;
    PadUse *pads;                 // by id
    uint32_t *uses;               // by local: how often it is mentioned
    const char **names;           // by local, in C
    const MirExpr **folded;       // by local: what stands in its place; NULL
    uint32_t folds;               // tried at once
    VEC(const Nominal *) touched; // classes whose fields it reads or sets
    bool stores_error;            // some error is stored on its way, in ..
    const char
        *target; // the local that a LET declares, for a prelude that can make the value in it; NULL
    const MirLocal *named; // likewise, if it is the user's: it has a variable of its own; NULL
    bool is_fresh;         // what put_prelude gave names a value that nothing else has
    const char *error;     // .. the variable of this name
    VEC(OpenClosure) closures;
    uint32_t temps;
    uint32_t line;    // Seam line that the C line `line_at` stands for
    uint32_t line_at; // of out->lines
    uint32_t last;    // Seam line of the last statement
    Span here;        // of the statement that is being printed
} Body;

// C's precedences, as far as the output distinguishes them: an operand below the wanted one gets
// parentheses.
typedef enum Level {
    LEVEL_ANY,
    LEVEL_CONDITIONAL,
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_BITS, // | ^ &: never mixed with anything without parentheses
    LEVEL_EQUAL,
    LEVEL_RELATIONAL,
    LEVEL_SHIFT,
    LEVEL_ADD,
    LEVEL_MULTIPLY,
    LEVEL_UNARY, // casts too
    LEVEL_POSTFIX,
} Level;

// ---- expr.c ----
void put_expr(Body *b, const MirExpr *e, Level least);
void put_expr_kind(Body *b, const MirExpr *e, Level least);    // C's own arrays as such
const char *expr_text(Body *b, const MirExpr *e, Level least); // put_expr into a text of its own
void put_at(Body *b, Span span);                               // SEAM_AT(line, col)
void put_site(Body *b, Span span);                             // SEAM_SITE(line, col)
void put_null_test(Body *b, const MirExpr *option, bool is_null, Level least);

// ---- place.c ----
void put_place(Body *b, const MirExpr *e, Level least);
const MirLocal *local_of(const Body *b, const MirExpr *e);
const char *name_of_local(const Body *b, const MirExpr *e);
bool is_raw_array(const MirExpr *e); // a CArray inside something that C declares
bool is_bit_field(const MirExpr *e);
// A pointer to the value: &place, or of an unnamed copy.
void put_pointer_to(Body *b, const MirExpr *e);
void put_address(Body *b, const MirExpr *e, Level least);
void put_data(Body *b, const MirExpr *e, Level least);

// ---- maker.c ----
void put_maker(Body *b, const MirExpr *e, Level least);
// After `T x = `: braces instead of a compound literal where they do.
void put_initializer(Body *b, const MirExpr *e);
// The text of a value that initialises a `t`: `(SeamFunction){..}` is `{..}` there.
const char *without_cast(Body *b, const Type *t, const char *value);
bool is_static_constant(const MirExpr *e);   // a static initialiser may hold it
void put_new_map(Body *b, const MirExpr *e); // without its entries

// ---- closure.c ----
void put_closures_open(Body *b, const MirExpr *call); // the captured functions among its arguments
void put_closures_close(Body *b, const MirExpr *call);
void put_closure_pointer(Body *b, const MirExpr *closure, Level least);
void put_box(Body *b, const MirExpr *box);
void put_unbox(Body *b, const MirExpr *unbox);
void put_unboxer(Body *b, const MirExpr *unboxer, Level least);

// ---- number.c ----
void put_unary(Body *b, const MirExpr *e, Level least);
void put_binary(Body *b, const MirExpr *e, Level least);
void put_convert(Body *b, const MirExpr *e, Level least);
// The value inside `option` as e's type; panics at e on null.
void put_null_checked(Body *b, const MirExpr *e, const MirExpr *option, Level least);

// ---- call.c, builtin.c, text_value.c ----
// Statements that have to come before the value is there. NULL: the expression is the value; else
// the text of the value, "" where there is none.
const char *put_prelude(Body *b, const MirExpr *e);
// `return f(..)` of what may fail in the same form: the result goes on as it comes.
bool passes_result(const Body *b, const MirExpr *call);
void put_passed_result(Body *b, const MirExpr *call);
void put_call(Body *b, const MirExpr *call, Level least); // of a call without prelude
bool builtin_has_prelude(const MirExpr *call);
const char *put_builtin_prelude(Body *b, const MirExpr *call);
const char *put_failing_builtin(Body *b, const MirExpr *call);
void put_builtin(Body *b, const MirExpr *call);
void put_map_store(Body *b, const MirExpr *place, const MirExpr *value); // m[key] = value
void put_print(Body *b, const MirExpr *call);
void put_template(Body *b, const MirExpr *e);

// ---- stmt.c ----
void put_stmt(Body *b, const MirStmt *s); // on a line of its own, or the last one
uint32_t put_some_of(Body *b, const MirBlock *block, uint32_t i);
void put_stmt_kind(Body *b, const MirStmt *s); // a statement, wherever the line is
void put_block(Body *b, const MirBlock *block);
const char *new_temp(Body *b, const char *stem);   // a name that no local has
void put_joined(Body *b, const char *line);        // perhaps on the line before
const char *new_result(Body *b, const char *stem); // the target, or else such a name

bool put_compound(Body *b, const MirExpr *place, const MirExpr *value); // `i++`; false: it is none

bool constructs(const MirExpr *e); // `new X(..)`: its place is noted by a statement of its own

// ---- fold.c ----
// The value of a LET that may stand where the statement behind it reads the local; NULL.
const MirExpr *folds_into(Body *b, const MirStmt *let, MirStmt *next);

// ---- pad.c ----
void look_over(Body *b);                                  // finds pads and uses
bool leaves_directly(const Body *b, const MirExit *exit); // to the caller, with releases at most
bool has_shared_pads(const Body *b, const MirStmt *s);    // is it a scope with labels of its own?
void put_exit(Body *b, const MirExit *exit, const char *error); // `error`: where the error is now
void put_failure(Body *b, const MirExpr *call, const char *error); // tests and leaves
void put_scope(Body *b, const MirStmt *s); // names are unique in a function: without braces
bool ends_open(const MirBlock *block);     // may control come to its end?

// ---- flow.c ----
void put_if(Body *b, const MirStmt *s);
void put_loop(Body *b, const MirStmt *s, const char *counter); // `int64_t i = 0`, or NULL
void put_jump(Body *b, const MirStmt *s, bool is_break);
void put_try(Body *b, const MirStmt *s);
// How many LETs before a loop that ends the block are its counter and end: they go into its head.
uint32_t counters_before(const Body *b, const MirBlock *block, uint32_t loop);
void put_counted_loop(Body *b, const MirBlock *block, uint32_t first, uint32_t count);

// ---- line.c ----
// Puts what was printed since `start` on one line, if it is short and of one Seam line.
void collapse_lines(Body *b, size_t start);
uint32_t line_now(const Body *b); // the Seam line that the next C line stands for
uint32_t line_of(const Body *b, Span span);
void put_line(Body *b, uint32_t line);
// Makes one line of the last and of what was printed since `start`, if that is one and they fit.
bool join_lines(Body *b, size_t start, uint32_t lines);
// Prints the statement behind the LET with `value` in the local's place, if that stays short;
// gives the index of the last that is printed, or else 0.
uint32_t put_folded(Body *b, const MirBlock *block, uint32_t let, const MirExpr *value);
// Print on the line before, if it is short enough; else nothing.
// A new object with the first values of its fields; gives the index of the last statement of it, or
// 0: it is none.
uint32_t put_fresh_object(Body *b, const MirBlock *block, uint32_t i);
bool put_on_last_line(Body *b, const MirStmt *s);
bool put_block_on_line(Body *b, const MirBlock *block); // `{ .. }`

// ---- function.c ----
void put_function(Unit *u, const MirFunction *f);
void declare_function(Unit *u, const MirExpr *call); // of another module
void put_open_end(Body *b);                          // the return of a function without a value
bool is_own_function(const Unit *u, const Symbol *symbol);
void put_error_return(Body *b, const char *error);

#endif
