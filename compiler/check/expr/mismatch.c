// Why a value does not fit where it stands, and what to type instead. Only messages: convert.c
// decides.
#include <string.h>

#include "check/expr/expr.h"
#include "check/generic/generic.h"
#include "types/call_text.h"

// Classes of types that one hint serves.
typedef enum Sort {
    ANY,
    INTEGER,
    FRACTION,
    TRUTH,
    TEXT,
    C_TEXT,
    BUFFER,
    C_ARRAY,
    VOID_POINTER,
    POINTER
} Sort;

static Sort sort_of(const Type *t) {
    if (convert_is_integral(t)) return INTEGER;
    if (type_is_float(t)) return FRACTION;
    if (t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL) return TRUTH;
    if (t->kind == TYPE_STRING) return TEXT;
    if (t->kind == TYPE_CSTRING) return C_TEXT;
    if (t->kind == TYPE_BUFFER) return BUFFER;
    if (t->kind == TYPE_CARRAY) return C_ARRAY;
    if (t->kind == TYPE_CVOIDPTR) return VOID_POINTER;
    return t->kind == TYPE_CPTR ? POINTER : ANY;
}

// The hint is `before` + the value as written + `after`.
typedef struct Hint {
    Sort from, to;
    const char *before, *after;
} Hint;

static const Hint hints[] = {
    {C_TEXT, TEXT, "`", ".toString()` copies the text"},
    {POINTER, TEXT, "`CString.from(", ").toString()` copies C's text"},
    {TEXT, C_TEXT, "`",
     ".cstring()` borrows it; as the argument of a call a string converts by itself"},
    {C_ARRAY, C_TEXT, "`&", "` is its address, which `CString.from` takes, in `unsafe`"},
    {TEXT, BUFFER, "`", ".bytes()` makes a buffer of it"},
    {BUFFER, TEXT, "`", ".toString()` makes text of it"},
    {INTEGER, BUFFER, "`bytes.fromArray([", "])` is a buffer of one byte"},
    {INTEGER, TEXT, "write `${", "}` in a template"},
    {FRACTION, TEXT, "write `${", "}` in a template"},
    {TRUTH, TEXT, "write `${", "}` in a template"},
    {TEXT, INTEGER, "`", ".toInt()` reads a number; it is null where the text is none"},
    {TEXT, FRACTION, "`", ".toFloat()` reads a number; it is null where the text is none"},
    {TRUTH, INTEGER, "`", " ? 1 : 0`"},
    {INTEGER, TRUTH, "`", " != 0`"},
    {FRACTION, TRUTH, "`", " != 0.0`"},
    {TEXT, TRUTH, "`", ".length > 0`"},
    {TEXT, POINTER, "`", ".bytes()` makes a buffer that C may write to"},
};

const char *mismatch_source(Checker *c, const Node *value) {
    const char *text = expr_source(c, value->span);
    return text ? text : "..";
}

static void add_hint(Checker *c, Diag *g, const Node *value, const Type *target) {
    if (value->type->kind == TYPE_VIEW && target->kind == TYPE_ARRAY &&
        value->type->u.elem == target->u.elem)
        diag_help(g, "`%s.slice(0)` makes an array of its own", mismatch_source(c, value));
    Sort from = sort_of(type_strip(value->type)), to = sort_of(type_strip(target));
    for (size_t i = 0; from != ANY && i < sizeof hints / sizeof hints[0]; i++)
        if (hints[i].from == from && hints[i].to == to)
            diag_help(g, "%s%s%s", hints[i].before, mismatch_source(c, value), hints[i].after);
}

static void label_value(Checker *c, Diag *g, const Node *value) {
    value = expr_bare(value);
    const Symbol *symbol = value->kind == NODE_NAME     ? value->u.name.symbol
                           : value->kind == NODE_MEMBER ? value->u.member.symbol
                                                        : NULL;
    if (symbol) expr_label_symbol(c, g, symbol);
}

// Only of paths that cannot change does a test tell anything.
static void help_null(Checker *c, Diag *g, const Node *value) {
    const char *text = mismatch_source(c, value);
    if (facts_is_path(c, value)) diag_help(g, "test it first: `if (%s != null)`", text);
    else diag_help(g, "keep it in a `const`, and test that: `if (x != null)`");
    diag_help(g, "`%s ?? ..` gives a value for null, and `%s!` panics", text, text);
}

Diag *mismatch_report_null(Checker *c, const Node *value, const char *use) {
    Diag *g = diag_error(&c->session->diags, E0253, value->span,
                         "this may be null, and %s needs a value", use);
    diag_label(g, value->span, "`%s`", expr_type_text(c, value->type));
    label_value(c, g, value);
    if (value->kind == NODE_CONVERT && value->u.convert.kind == CONVERT_WEAK_GET) {
        diag_note(g, "a weak reference may read as null from one moment to the next");
        diag_help(g, "hold what it refers to: `const held = %s`, and test `held != null`",
                  mismatch_source(c, value));
        return g;
    }
    help_null(c, g, value);
    return g;
}

// What was divided as integers has lost its fraction before anything converts it.
static void help_float(Checker *c, Diag *g, const Node *value, const char *to) {
    const Node *n = expr_bare(value);
    if (n->kind != NODE_BINARY || n->u.binary.op != TOKEN_SLASH) {
        diag_help(g, "`%s(%s)` rounds to the nearest", to, mismatch_source(c, n));
        return;
    }
    const char *left = mismatch_source(c, expr_bare(n->u.binary.left));
    const char *right = mismatch_source(c, expr_bare(n->u.binary.right));
    diag_help(g, "`/` of integers drops the fraction: `%s(%s) / %s(%s)` keeps it", to, left, to,
              right);
}

static void report_number(Checker *c, const Node *value, const Type *target, const char *what) {
    const char *from = expr_type_text(c, value->type), *to = expr_type_text(c, target);
    Diag *g = diag_error(&c->session->diags, E0252, value->span, "expected `%s` for %s, found `%s`",
                         to, what, from);
    label_value(c, g, value);
    const char *text = mismatch_source(c, value);
    if (type_is_float(value->type) && !type_is_float(target)) {
        diag_help(g, "`%s(%s)` cuts the fraction off, and panics where the number is too large", to,
                  text);
    } else if (type_is_float(target)) {
        diag_note(g, "a `%s` does not keep every `%s` exactly", to, from);
        help_float(c, g, value, to);
    } else {
        diag_note(g, "not every `%s` fits `%s`", from, to);
        diag_help(g, "`%s(%s)` panics where it does not fit", to, text);
        diag_help(g, "`%s.wrap`, `%s.saturate` and `%s.try` do not", to, to, to);
    }
}

static void report_null(Checker *c, const Node *value, const Type *target, const char *what) {
    const char *to = expr_type_text(c, target);
    if (value->type->kind == TYPE_NULL) {
        Diag *g = diag_error(&c->session->diags, E0253, value->span,
                             "expected `%s` for %s, found `null`", to, what);
        diag_help(g, "only the type `%s?` has null among its values", to);
        return;
    }
    Diag *g = diag_error(&c->session->diags, E0253, value->span,
                         "expected `%s` for %s, but this may be null", to, what);
    diag_label(g, value->span, "`%s`", expr_type_text(c, value->type));
    label_value(c, g, value);
    help_null(c, g, value);
}

// `null` for 0, `&x` for what C writes to, a cast for what only the user knows.
static void help_pointer(Checker *c, Diag *g, const Node *value, const Type *to) {
    const Type *from = value->type;
    if (!type_is_c_pointer(to)) return;
    const char *text = mismatch_source(c, value);
    bool lends = to->kind == TYPE_CPTR && convert_same_representation(to->u.elem, from);
    bool named = expr_bare(value)->kind == NODE_NAME;
    if (literal_is_zero(value)) diag_help(g, "no pointer is written `null`");
    else if (lends && named) diag_help(g, "C reaches it through its address: `&%s`", text);
    else if (lends) diag_help(g, "keep it in a `let x`, and lend its address: `&x`");
    else if (type_is_c_pointer(type_strip(from)))
        diag_help(g,
                  "`%s as %s`, inside of an `unsafe { .. }` block, if you know what it points to",
                  text, expr_type_text(c, to));
}

// What nearly is an `Iterable`.
static void help_iterable(Checker *c, Diag *g, const Node *value, const Type *to) {
    const Type *from = value->type;
    const char *text = mismatch_source(c, value);
    if (!iterable_is(to)) return;
    bool list = from->kind == TYPE_ARRAY || from->kind == TYPE_VIEW || from->kind == TYPE_SET;
    if (from->kind == TYPE_STRING)
        diag_help(g, "`%s.split(\"\")` gives its characters, `%s.bytes()` its bytes", text, text);
    else if (list && from->u.elem->kind == TYPE_OPTION)
        diag_note(g, "its items may be null, and null would be the end");
}

static void report_type(Checker *c, const Node *value, const Type *target, const char *what) {
    const Type *from = value->type;
    Diag *g = diag_error(&c->session->diags, E0250, value->span, "expected `%s` for %s, found `%s`",
                         expr_type_text(c, target), what, expr_type_text(c, from));
    label_value(c, g, value);
    add_hint(c, g, value, target);
    const Type *to = type_strip(target);
    if (to->kind == TYPE_ARRAY && from->kind != TYPE_ARRAY && convert_exists(c, from, to->u.elem))
        diag_help(g, "`[%s]` is an array of it", mismatch_source(c, value));
    if (to->kind == TYPE_ARRAY && from->kind == TYPE_ARRAY)
        diag_note(g, "arrays are written to as well as read, so their element types must be equal");
    bool may_implement = from->kind == TYPE_CLASS || from->kind == TYPE_STRUCT;
    if (to->kind == TYPE_INTERFACE && may_implement && from->u.nominal->symbol) {
        expr_label_symbol(c, g, from->u.nominal->symbol);
        diag_help(g, "declare it `implements %s`", to->u.nominal->name->text);
    }
    if (to == c->types->error_interface && from->kind == TYPE_STRING)
        diag_help(g, "`new Error(%s)` is the plain one", mismatch_source(c, value));
    help_pointer(c, g, value, to);
    help_iterable(c, g, value, to);
    if (range_is(from) && what && strcmp(what, "an index") == 0)
        diag_help(g, "a part of an array is `xs.slice(from, to)`");
}

void mismatch_help_join(Diag *g, const Type *a, const Type *b) {
    bool numbers = convert_is_numeric(a) && convert_is_numeric(b);
    bool text = a->kind == TYPE_STRING || b->kind == TYPE_STRING;
    if (numbers) diag_help(g, "convert one of them: `int(x)`, `float(x)`");
    else if (text) diag_help(g, "a template makes text of the other: `` `${x}` ``");
    else
        diag_help(g, "write the type that is meant; an `enum` with a variant for each, or an "
                     "`interface` that both implement, can hold either");
}

// Assignments where a value is wanted were reported by the parser.
static void report_nothing(Checker *c, const Node *value, const char *what) {
    if (value->kind == NODE_ASSIGN || value->kind == NODE_INCREMENT) return;
    Diag *g = diag_error(&c->session->diags, E0270, value->span,
                         "this has no value, and %s needs one", what);
    bool in_place = value->kind == NODE_CALL && value->u.call.call == CALL_BUILTIN &&
                    (value->u.call.builtin == BUILTIN_ARRAY_SORT ||
                     value->u.call.builtin == BUILTIN_ARRAY_REVERSE);
    if (in_place)
        diag_help(g,
                  "it changes the array itself: `xs.toSorted()` and `xs.toReversed()` give a copy");
    else diag_help(g, "call it in a statement of its own");
}

static bool is_declared(const Node *n) {
    const Symbol *s = n->kind == NODE_NAME     ? n->u.name.symbol
                      : n->kind == NODE_MEMBER ? n->u.member.symbol
                                               : NULL;
    return s && s->kind == SYMBOL_FUNCTION;
}

// A function that captured goes to C with the calling engine's help, which has to know the layout
// of what C passes.
bool mismatch_captures(Checker *c, const Node *value, const Type *target) {
    const Type *to = type_strip(target), *refused;
    if (value->type->kind != TYPE_FUNCTION || to->kind != TYPE_CFN) return false;
    const Node *n = expr_bare(value);
    bool lasting = n->kind == NODE_LAMBDA ? n->u.lambda.symbol->captures.len == 0 : is_declared(n);
    return !lasting && !type_call_text(&c->session->scratch, to->u.function, &refused);
}

static void report_c_function(Checker *c, const Node *value, const Type *target) {
    const Type *refused;
    const Node *bare = expr_bare(value);
    type_call_text(&c->session->scratch, type_strip(target)->u.function, &refused);
    Diag *g = diag_error(&c->session->diags, E0341, value->span,
                         bare->kind == NODE_LAMBDA ? "this function may not capture anything"
                                                   : "this has to be a function by its name");
    const Symbol *captured = bare->kind == NODE_LAMBDA && bare->u.lambda.symbol->captures.len
                                 ? bare->u.lambda.symbol->captures.items[0]
                                 : NULL;
    if (captured) diag_label(g, captured->span, "`%s` is captured", captured->name->text);
    if (refused)
        diag_note(g, "C passes a `%s`, whose layout only a C compiler knows",
                  expr_type_text(c, refused));
    else diag_note(g, "C passes arguments that its declaration does not tell");
    diag_help(g, "declare a function, or move what it needs to the top of the file");
}

void mismatch_report(Checker *c, const Node *value, const Type *target, const char *what) {
    const Type *from = value->type, *to = type_strip(target);
    if (!what) what = "this place";
    if (from->kind == TYPE_VOID) report_nothing(c, value, what);
    if (from->kind == TYPE_POISON || to->kind == TYPE_POISON || from->kind == TYPE_VOID) return;
    if (mismatch_captures(c, value, target)) {
        report_c_function(c, value, target);
        return;
    }
    if (from->kind == TYPE_NULL ||
        (from->kind == TYPE_OPTION && convert_exists(c, from->u.elem, target)))
        report_null(c, value, target, what);
    else if (convert_is_numeric(from) && convert_is_numeric(to)) report_number(c, value, to, what);
    else report_type(c, value, target, what);
}
