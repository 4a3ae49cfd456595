// Between the files that check bodies: stmt.c loop.c body.c assign.c, and the declarations that ask
// them for values.
#ifndef SEAM_CHECK_BODY_BODY_H
#define SEAM_CHECK_BODY_BODY_H

#include "check/check.h"

// ---- stmt.c ----
// The type of the variable that a NODE_VAR declares, from what is written and from its initial
// value. Declares nothing.
const Type *check_var(Checker *c, Node *var);
// The same, and declares the names of its pattern.
void check_var_names(Checker *c, Node *var);
// The type of a value that a pattern takes apart.
const Type *check_taken_apart(Checker *c, const Node *pattern, Node **value);
// What a variable (`what`: "variable", "field", "parameter") becomes that takes its type from a
// value.
const Type *check_inferred(Checker *c, const Type *t, Span span, const char *what);
void check_stmts(Checker *c, NodeList *items); // in the scope that is open

// ---- loop.c ----
void check_while(Checker *c, Node *n);
void check_for(Checker *c, Node *n);

// ---- local.c ----
// Declares what a block declares beside variables and plain functions, in the scope that is open.
void local_declare(Checker *c, const NodeList *items);

// ---- nested.c ----
// Orders the statements so that functions stand before their use. Gives for each statement how many
// that follow it belong to its circle of functions; NULL: none.
uint32_t *nested_order(Checker *c, NodeList *items);
void nested_check(Checker *c, Node *const *functions, uint32_t count); // of one circle
void nested_check_statement(Checker *c, Node *n); // a function, or another declaration in a body
Node *lambda_of_constant(const Node *var);        // `const f = (x) => ..`; NULL: it is none
bool nested_names_itself(Checker *c, const Node *var); // .. with `f` in its body

// ---- leave.c ----
// Says of what is no error how it becomes one.
void check_help_error(Checker *c, Diag *g, const Type *t);
void check_cleanup(Checker *c, Node **slot, const char *word); // of `defer` and `finally`
bool check_is_true(const Node *cond);                          // the literal `true`

// ---- returned.c ----
void returned_value(Checker *c, Node **value); // of a lambda whose result is inferred
bool returned_waits(const FunctionContext *f); // none of its values has told its type yet
bool returned_nowhere(Node *body);             // by the text: no `return` in the block has a value
void returned_settle(Checker *c);              // at its end: context->inferred is final

// ---- escape.c ----
void check_escapes(Checker *c); // of the whole program

// ---- copies.c ----
void copies_note(Checker *c, const Node *target); // it is stored to
void check_copies(Checker *c);                    // of the whole program

// ---- body.c ----
void check_bodies(Checker *c);            // statements and functions of c->module
void check_function(Checker *c, Node *n); // its body; of a generic one its draft's, later
void check_record_bodies(Checker *c, Symbol *record);
void check_shared_variables(Checker *c); // afterwards: those that functions use have a value

// ---- assign.c ----
// Definite assignment: each `let x: T` without a value gets one before it is read, each field of a
// class in its constructor. needs: a checked body.
void check_assigned(Checker *c, Node *body, Symbol *constructor_or_null);

#endif
