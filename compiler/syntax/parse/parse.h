// The state that the parser's files share, and what each offers the others. Private to this folder.
// Every parse_* function takes tokens from `p->t` on, never past TOKEN_END, and returns a node, a
// poison node after an error. Errors: report once, set `quiet`, return; the next place that can
// tell where it stands (list element, statement, member) skips there and clears `quiet`.
#ifndef SEAM_SYNTAX_PARSE_H
#define SEAM_SYNTAX_PARSE_H

#include "syntax/habit.h"
#include "syntax/lex/lex.h"
#include "syntax/tree.h"

// Bounds what the parser recurses for. Chains, which it does not recurse for, may be as long as
// passes that do have stack for their trees (base/stack.h).
enum { DEPTH_MAX = 1000 };

typedef struct Parser Parser;
typedef Node *Rule(Parser *p); // tables of what may begin with a token hold these

typedef struct Context { // what the brackets around decide; each pair begins with its own
    bool newlines;       // end statements here; false directly inside ( [ ${
    bool in_middle;      // between `?` and `:`: `(a): type =>` is no lambda
    bool in_guard;       // `=>` ends the guard
    bool no_struct;      // `{` belongs to the statement: only after an error
} Context;

struct Parser {
    Session *session;
    Arena *arena; // of the tree
    TokenList tokens;
    Token *t;           // the current one
    const Token *start; // of the statement or member
    Context context;
    bool quiet;        // an error was reported and not yet recovered from
    uint32_t errors;   // reported by the parser so far
    bool declarations; // a .d.seam file or a signature: functions have no bodies
    uint32_t depth;    // of recursion now
    uint32_t deepest;  // level of the deepest node since chain_begin
    uint32_t height_most;
    bool too_deep; // E0011 was reported
    HabitWords habits;
    struct {
#define WORD(name, text) Name name;
#include "word.def"
#undef WORD
    } words;
};

// ---- parser.c: tokens, errors, recovery ----
static inline bool at(const Parser *p, TokenKind kind) { return p->t->kind == kind; }
static inline bool at_word(const Parser *p, Name word) {
    return p->t->kind == TOKEN_IDENT && p->t->u.name == word;
}
// Does the current token begin a line where that counts?
static inline bool at_new_line(const Parser *p) {
    return p->context.newlines && (p->t->flags & TOKEN_AFTER_NEWLINE);
}
Token *advance(Parser *p);                                     // returns the token passed
bool take(Parser *p, TokenKind kind);                          // passes it if it is there
bool expect(Parser *p, TokenKind kind);                        // else reports
bool is_name(const Token *t);                                  // a name or a reserved word
Name word_name(Parser *p, const Token *t);                     // of a name or reserved word
Name expect_name(Parser *p, const char *what, Span *span);     // NULL after an error
Name expect_any_word(Parser *p, const char *what, Span *span); // reserved words too
bool is_closed(const Parser *p, const Token *opener);          // has a closing bracket of its own
const char *doc_of(const Parser *p, const Token *t);           // NULL: none

__attribute__((format(printf, 4, 5))) Diag *fail(Parser *p, DiagCode code, Span span,
                                                 const char *format, ...);
Diag *fail_expected(Parser *p, const char *what); // expected WHAT, found the current token
Diag *fail_habit(Parser *p, Habit habit, Span span);
// One level deeper; false: too deep, reported. Pairs with leave in both cases.
bool enter(Parser *p);
void leave(Parser *p);
// A chain grows without recursion: a.b.c, a + b + c, T[][]. Between begin and end, each step wraps
// what was built so far.
uint32_t chain_begin(Parser *p);
bool chain_step(Parser *p);         // false: too deep, reported
bool chain_step_of_type(Parser *p); // no taller than what is nested: types are worth less
void chain_end(Parser *p, uint32_t outer);

Node *start_node(Parser *p, NodeKind kind);          // begins at the current token
Node *start_at(Parser *p, NodeKind kind, Span from); // begins where `from` does
Node *finish(Parser *p, Node *n);                    // ends with the last passed token
Node *poison(Parser *p);
Node *empty_block(Parser *p); // where a body is missing

// Recovery of what stands on lines of its own: statements, members, arms.
void skip_to_line_end(Parser *p, const Token *start);
void skip_until(Parser *p, const Token *start, TokenKind separator); // or to the line's end
// Items between brackets, separated by commas:
//   for (List l = list_open(p); list_has(p, &l); list_next(p, &l)) ...; list_close(p, &l);
typedef struct List {
    const Token *open;
    TokenKind closer;
    Context outer;
    bool lost; // after an error in brackets that are not closed
} List;
List list_open(Parser *p);
bool list_has(Parser *p, const List *l);
void list_next(Parser *p, List *l);
void list_close(Parser *p, List *l);
// The end of brackets around one thing: after an error in it, skips to the closing one.
void close_or_skip(Parser *p, List *l);
// `{`, inside of which newlines count. Reports where there is none, and is `lost` then.
List brace_open(Parser *p);

// ---- scan.c: looking ahead ----
bool scan_lambda(const Parser *p);    // the current `(` or name opens a lambda
bool scan_type_args(const Parser *p); // the current `<` opens a type-argument list
bool scan_cast_args(const Parser *p); // the same after `as`, where anything may follow

// ---- parse_habit.c: signs of other languages ----
// The current token and the one before it, where neither can be what was expected; HABIT_COUNT:
// nothing known.
Habit habit_of_signs(const Parser *p);
// A word before a member or a parameter's type that other languages have there; reports it. True:
// it was passed.
bool skip_member_word(Parser *p);
void skip_param_type(Parser *p);

// ---- declarations; `top`: at the top level of a file ----
Node *parse_item(Parser *p, bool top);        // or a statement, with its end; NULL: none
Node *parse_declaration(Parser *p, bool top); // NULL: the current token begins none
Node *parse_var(Parser *p);
Node *parse_record(Parser *p, Node *n);
Node *parse_enum(Parser *p, Node *n);
Node *parse_import(Parser *p);
Node *parse_extern(Parser *p, uint32_t flags); // DeclFlags written before it
AttributeList parse_attributes(Parser *p);
void parse_signature_rest(Parser *p, Node *function); // <T>(params): R throws E
void parse_body(Parser *p, Node *function);
NodeList parse_params(Parser *p);
NodeList parse_type_params(Parser *p);

// ---- types and patterns ----
Node *parse_type(Parser *p);
Node *parse_caught_type(Parser *p);
Node *parse_thrown_type(Parser *p);  // behind `throws`; NULL: any, after a diagnostic
Node *parse_type_in_expr(Parser *p); // after `as`: `|`, `&` and a spaced `?` are operators
NodeList parse_type_args(Parser *p); // at `<`
NodeList parse_type_list(Parser *p); // A, B
Node *parse_path(Parser *p, const char *what);
Node *parse_pattern(Parser *p);
Node *parse_binding(Parser *p); // of declarations: names bind whatever their case

// ---- statements and expressions ----
Node *parse_block(Parser *p, NodeKind kind, bool value_last); // at `{`
Node *parse_expr(Parser *p);
Node *parse_effect(Parser *p); // an expression or an assignment
Node *parse_postfix(Parser *p);
Node *parse_unary(Parser *p);
Node *parse_primary(Parser *p);
Node *parse_lambda(Parser *p);
Node *parse_match(Parser *p);
Node *parse_struct_fields(Parser *p, Node *type, Span from); // at `{`
Node *parse_brace_literal(Parser *p);                        // at `{`
NodeList parse_args(Parser *p);                              // at `(`
Node *parse_string(Parser *p);

#endif
