// Calls into C (LANGUAGE 7.1): what the files of this folder share. call.c binds arguments to
// parameters, argument.c gives each its safe form, pair.c finds the lengths of buffers, callback.c
// and format.c the rest.
#ifndef SEAM_CHECK_FOREIGN_FOREIGN_H
#define SEAM_CHECK_FOREIGN_FOREIGN_H

#include "check/expr/expr.h"

// One call of C while its arguments are checked.
typedef struct CCall {
    Checker *c;
    Node *call;
    const FunctionType *type;
    const Symbol *symbol; // NULL: through a function pointer
    const char *name;
    int *arg_of;  // of each parameter: the index of its argument, -1: none
    bool *hidden; // parameters that the compiler supplies: the user data of callbacks
    VEC(LengthPair) pairs;
} CCall;

static inline Node *c_argument(const CCall *k, uint32_t param) {
    int arg = param < k->type->param_count ? k->arg_of[param] : -1;
    return arg < 0 ? NULL : k->call->u.call.args.items[arg];
}
const char *c_argument_what(CCall *k, uint32_t param); // "argument `dest`"

// ---- argument.c ----
void c_argument_check(CCall *k, uint32_t param);
bool c_want_unsafe(CCall *k, const Node *value, const char *what, const char *why);

// ---- pair.c ----
typedef struct CLength {
    uint32_t param; // that says how long the buffer is
    uint32_t unit;  // bytes that one of it stands for
    bool by_pointer;
} CLength;
// The length of the buffer that a parameter takes; false: nothing says it.
bool c_length_of(CCall *k, uint32_t param, CLength *out);

// ---- callback.c ----
bool c_is_function(Checker *c, const Node *value); // a lambda, or the name of a Seam function
// The same, or another expression that gives one, as `handlers[0]`: that is checked for it.
bool c_gives_function(Checker *c, Node **slot, const Type *wanted);
void c_callback_check(CCall *k, uint32_t param, const Type *plain);

// ---- lifetime.c ----
// What a parameter for a function has to do with the others.
typedef struct CCallback {
    int data;      // the parameter for its user data; -1: none
    int destroy;   // the parameter for the function that C calls when it is done with the data; -1
    int own;       // the callback's own parameter that gets the user data; -1: not to be told
    uint32_t slot; // among the callbacks that share the data
} CCallback;
CCallback c_callback_of(const FunctionType *f, uint32_t param);
// Is the function known to call what this parameter is given only until it returns?
bool c_forgets_callback(const Symbol *function, uint32_t param);

// ---- format.c ----
uint32_t c_format_param(const Symbol *symbol); // of printf and its like, from 1; 0: none
// Checks the arguments after a literal format by C's rules; false: there is no literal to check by.
bool c_format_check(CCall *k, uint32_t first_extra);

// ---- promote.c ----
void c_promote(CCall *k, Node **slot); // an argument that no parameter or format describes

#endif
