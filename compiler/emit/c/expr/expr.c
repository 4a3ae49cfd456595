// Expressions, streamed as C: which file makes what, constants, and pure operations. Calls with a
// prelude are done when they come here (call.c); all else is one C expression.
#include <math.h>
#include <string.h>

#include "emit/c/body/body.h"

// ---- shared ----

// Written beside another statement than the one that computes it.
static bool is_default(const Body *b, Span span) {
    if (span.source != b->here.source) return false;
    return (span.start < b->here.start || span.start >= b->here.end) &&
           line_of(b, span) != line_of(b, b->here);
}

static void put_line_col(Body *b, const char *macro, Span span) {
    enum { COLUMN_MAX = 4095 }; // what a place has room for
    LineCol at = source_line_col(&b->u->program->session->sources, span.source, span.start);
    text_printf(b->out, "%s(%u, %u)", macro, at.line, at.col > COLUMN_MAX ? COLUMN_MAX : at.col);
}

void put_at(Body *b, Span span) {
    put_line_col(b, is_default(b, span) ? "SEAM_AT_DEFAULT" : "SEAM_AT", span);
}
void put_site(Body *b, Span span) { put_line_col(b, "SEAM_SITE", span); }

const char *expr_text(Body *b, const MirExpr *e, Level least) {
    Text *out = b->out, text;
    text_init(&text, b->u->arena);
    b->out = &text;
    put_expr(b, e, least);
    b->out = out;
    return text.chars ? text.chars : "";
}

// ---- constants ----

static const MirFunction *own_function(const Unit *u, const Symbol *symbol) {
    for (uint32_t i = 0; i < u->module->functions.len; i++)
        if (u->module->functions.items[i]->symbol == symbol) return u->module->functions.items[i];
    return NULL;
}

// Is the function's own C type the one that is asked for? Trailing parameters may have been left
// out.
static bool has_c_type(Unit *u, const MirFunction *f, const FunctionType *wanted) {
    if (!f || f->param_count != wanted->param_count) return false;
    for (uint32_t i = 0; i < f->param_count; i++)
        if (strcmp(type_c(u, f->locals.items[i].type), type_c(u, wanted->params[i].type)) != 0)
            return false;
    return strcmp(type_c(u, f->result), type_c(u, wanted->result)) == 0;
}

static void put_function_value(Body *b, const MirExpr *e, Level least) {
    Symbol *symbol = e->u.symbol;
    const char *name = symbol->c ? c_function_name(b->u, symbol) : symbol->c_name;
    if (symbol->c) declare_c_function(b->u, symbol);
    if (e->type->kind == TYPE_FUNCTION) {
        text_printf(b->out, "(SeamFunction){(SeamCode *)%s, NULL}", name);
        return;
    }
    const Type *type = type_strip(e->type);
    bool same = symbol->c || (type->kind == TYPE_CFN &&
                              has_c_type(b->u, own_function(b->u, symbol), type->u.function));
    bool parens = !same && least > LEVEL_UNARY;
    if (!same) text_printf(b->out, "%s(%s)", parens ? "(" : "", type_c(b->u, e->type));
    text_printf(b->out, "%s%s", name, parens ? ")" : "");
}

static void put_number(Body *b, const MirExpr *e, Level least) {
    bool negative = e->kind == MIR_FLOAT ? signbit(e->u.number) != 0 : e->u.integer < 0;
    bool parens = negative && least > LEVEL_CONDITIONAL;
    if (parens) text_put(b->out, "(");
    // Where C converts it anyway, a small number needs no suffix.
    bool small = e->kind == MIR_INT && !negative && e->u.integer <= INT32_MAX;
    if (small && least <= LEVEL_CONDITIONAL) text_printf(b->out, "%d", (int)e->u.integer);
    else if (e->kind == MIR_INT) put_integer(b->out, e->u.integer, e->type);
    else put_float(b->out, e->u.number, type_bits(e->type) == 32);
    if (parens) text_put(b->out, ")");
}

static void put_zero(Body *b, const Type *t) {
    if (is_null_option(t) || type_is_reference(t)) {
        text_put(b->out, "NULL");
    } else if (*name_of_number(t) || t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL) {
        text_put(b->out, "0");
    } else {
        require_type(b->u, t);
        text_printf(b->out, "(%s){0}", type_c(b->u, t));
    }
}

// ---- operations ----

static void put_logical(Body *b, const MirExpr *e, Level least) {
    bool and = e->kind == MIR_AND;
    Level level = and ? LEVEL_AND : LEVEL_OR;
    // Neither mixes with the other without parentheses, nor with bits.
    const MirExpr *left = e->u.binary.left;
    if (level < least) text_put(b->out, "(");
    put_expr(b, left, left->kind == e->kind ? level : LEVEL_EQUAL);
    text_put(b->out, and? " && " : " || ");
    put_expr(b, e->u.binary.right, LEVEL_EQUAL);
    if (level < least) text_put(b->out, ")");
}

static void put_select(Body *b, const MirExpr *e, Level least) {
    bool parens = least > LEVEL_CONDITIONAL;
    if (parens) text_put(b->out, "(");
    put_expr(b, e->u.select.cond, LEVEL_OR);
    text_put(b->out, " ? ");
    put_expr(b, e->u.select.then, LEVEL_OR);
    text_put(b->out, " : ");
    put_expr(b, e->u.select.otherwise, LEVEL_CONDITIONAL);
    if (parens) text_put(b->out, ")");
}

// The order of values by the descriptor of their type.
static void put_order(Body *b, const MirExpr *e, Level least) {
    if (least > LEVEL_RELATIONAL) text_put(b->out, "(");
    text_printf(b->out, "seam_value_compare(%s, ", descriptor(b->u, e->u.binary.left->type));
    put_pointer_to(b, e->u.binary.left);
    text_put(b->out, ", ");
    put_pointer_to(b, e->u.binary.right);
    text_printf(b->out, ") %s 0", token_text(e->u.binary.op));
    if (least > LEVEL_RELATIONAL) text_put(b->out, ")");
}

// Structural equality: what is one word or one call by its own function, else by the descriptor.
static void put_equal(Body *b, const MirExpr *e, Level least) {
    const MirExpr *left = e->u.binary.left, *right = e->u.binary.right;
    const Type *t = left->type;
    const char *by = t->kind == TYPE_STRING                          ? "seam_string_equals("
                     : t->kind == TYPE_BUFFER                        ? "seam_bytes_equals("
                     : t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW ? "seam_array_equals("
                     : t->kind == TYPE_MAP || t->kind == TYPE_SET    ? "seam_map_equals("
                                                                     : NULL;
    bool plain = !by && (*name_of_number(t) || t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL ||
                         t->kind == TYPE_CLASS || type_is_c_pointer(type_strip(t)));
    TokenKind op = e->u.binary.op;
    if (op == TOKEN_LT || op == TOKEN_LE || op == TOKEN_GT || op == TOKEN_GE) {
        put_order(b, e, least);
        return;
    }
    if (plain || t->kind == TYPE_NULL || right->type->kind == TYPE_NULL) {
        put_binary(b, e, least);
        return;
    }
    if (e->u.binary.op == TOKEN_NE) text_put(b->out, least > LEVEL_UNARY ? "(!" : "!");
    if (by) text_put(b->out, by);
    else text_printf(b->out, "seam_value_equals(%s, ", descriptor(b->u, t));
    if (by) put_expr(b, left, LEVEL_ANY);
    else put_pointer_to(b, left);
    text_put(b->out, ", ");
    if (by) put_expr(b, right, LEVEL_ANY);
    else put_pointer_to(b, right);
    text_put(b->out, e->u.binary.op == TOKEN_NE && least > LEVEL_UNARY ? "))" : ")");
}

void put_null_test(Body *b, const MirExpr *option, bool is_null, Level least) {
    bool pointer = option->type->kind != TYPE_OPTION || is_null_option(option->type);
    bool parens = least > (pointer ? LEVEL_EQUAL : LEVEL_UNARY) && (pointer || is_null);
    if (parens) text_put(b->out, "(");
    if (!pointer && is_null) text_put(b->out, "!");
    put_expr(b, option, pointer ? LEVEL_ADD : LEVEL_POSTFIX);
    text_put(b->out, !pointer ? ".has" : is_null ? " == NULL" : " != NULL");
    if (parens) text_put(b->out, ")");
}

static void put_payload(Body *b, const MirExpr *e, Level least) {
    if (!e->unchecked) {
        put_null_checked(b, e, e->u.operand, least);
        return;
    }
    bool pointer = is_null_option(e->u.operand->type) || e->u.operand->type->kind != TYPE_OPTION;
    put_expr(b, e->u.operand, pointer ? least : LEVEL_POSTFIX);
    if (!pointer) text_put(b->out, ".v");
}

static void put_length(Body *b, const MirExpr *e) {
    const Type *t = e->u.operand->type;
    if (t->kind == TYPE_CARRAY) {
        text_printf(b->out, "%llu", (unsigned long long)t->u.carray.count);
    } else {
        put_expr(b, e->u.operand, LEVEL_POSTFIX);
        text_put(b->out, "->len");
    }
}

static void put_tag(Body *b, const MirExpr *e, Level least) {
    bool payload = type_is_payload_enum(e->u.operand->type);
    if (payload) require_type(b->u, e->u.operand->type);
    put_expr(b, e->u.operand, payload ? LEVEL_POSTFIX : least);
    if (payload) text_put(b->out, ".tag");
}

static void put_is_class(Body *b, const MirExpr *e) {
    const MirExpr *operand = e->u.is_class.operand;
    const Type *tested = e->u.is_class.class_;
    bool interface_ = operand->type->kind == TYPE_INTERFACE;
    bool wanted = tested->kind == TYPE_INTERFACE; // what implements it has a table for it
    if (tested->kind == TYPE_STRUCT || tested->kind == TYPE_ENUM)
        tested = tested->u.nominal->box->type;
    text_put(b->out, wanted ? "(seam_table_of(" : "seam_is_class(");
    if (!interface_) text_put(b->out, "(SeamObject *)");
    put_expr(b, operand, interface_ ? LEVEL_POSTFIX : LEVEL_UNARY);
    text_printf(b->out, "%s, %s)", interface_ ? ".object" : "", descriptor(b->u, tested));
    if (wanted) text_put(b->out, " != NULL)");
}

static void put_cstr(Body *b, const MirExpr *e, Level least) {
    const MirExpr *s = e->u.operand;
    if (e->unchecked || (s->kind == MIR_STRING && !memchr(s->u.string.text, 0, s->u.string.len))) {
        put_data(b, e, least);
        return;
    }
    text_put(b->out, "seam_cstring(");
    put_expr(b, s, LEVEL_ANY);
    text_put(b->out, ", ");
    put_at(b, e->span);
    text_put(b->out, ")");
}

// ---- all kinds ----

void put_expr(Body *b, const MirExpr *e, Level least) {
    if (!is_raw_array(e)) {
        put_expr_kind(b, e, least);
        return;
    }
    require_type(b->u, e->type);
    text_printf(b->out, "%s*(%s)", least > LEVEL_UNARY ? "(" : "", declare_c(b->u, e->type, "*"));
    put_expr_kind(b, e, LEVEL_UNARY);
    if (least > LEVEL_UNARY) text_put(b->out, ")");
}

// flat switch: one case a kind of expression
void put_expr_kind(Body *b, const MirExpr *e, Level least) {
    switch (e->kind) {
    case MIR_INT:
    case MIR_FLOAT: put_number(b, e, least); return;
    case MIR_BOOL: text_put(b->out, e->u.integer ? "true" : "false"); return;
    case MIR_STRING:
        text_printf(b->out, "SEAM_STR(%s)",
                    string_literal(b->u, e->u.string.text, e->u.string.len));
        return;
    case MIR_BYTES_TEXT:
        text_put(b->out, "seam_bytes_new(");
        put_c_string(b->out, e->u.string.text, e->u.string.len);
        text_printf(b->out, ", %u)", e->u.string.len);
        return;
    case MIR_NULL:
    case MIR_ZERO: put_zero(b, e->type); return;
    case MIR_CSTRING: put_c_string(b->out, e->u.string.text, e->u.string.len); return;
    case MIR_C_NAME: text_put(b->out, c_name_value(b->u, e->u.symbol)); return;
    case MIR_FUNCTION: put_function_value(b, e, least); return;
    case MIR_SELF:
        text_printf(b->out, "(SeamFunction){(SeamCode *)%s, %s}", e->u.symbol->c_name,
                    b->f->locals.items[b->f->param_count - 1].c_name);
        return;
    case MIR_LOCAL:
    case MIR_GLOBAL:
    case MIR_FIELD:
    case MIR_PART:
    case MIR_ELEMENT:
    case MIR_DEREF:
    case MIR_MAP_KEY:
    case MIR_MAP_VALUE: put_place(b, e, least); return;
    case MIR_PENDING: text_put(b->out, b->error); return;
    case MIR_PAYLOAD: put_payload(b, e, least); return;
    case MIR_UNARY: put_unary(b, e, least); return;
    case MIR_BINARY: put_binary(b, e, least); return;
    case MIR_EQUAL: put_equal(b, e, least); return;
    case MIR_AND:
    case MIR_OR: put_logical(b, e, least); return;
    case MIR_SELECT: put_select(b, e, least); return;
    case MIR_CONVERT: put_convert(b, e, least); return;
    case MIR_IS_NULL: put_null_test(b, e->u.operand, true, least); return;
    case MIR_LENGTH: put_length(b, e); return;
    case MIR_TAG: put_tag(b, e, least); return;
    case MIR_IS_CLASS: put_is_class(b, e); return;
    case MIR_ADDRESS: put_address(b, e, least); return;
    case MIR_DATA: put_data(b, e, least); return;
    case MIR_CSTR: put_cstr(b, e, least); return;
    case MIR_CALL: put_call(b, e, least); return;
    case MIR_SOME:
    case MIR_NEW:
    case MIR_STRUCT:
    case MIR_VARIANT:
    case MIR_ARRAY:
    case MIR_COPY:
    case MIR_MOVE:
    case MIR_INTERFACE: put_maker(b, e, least); return;
    case MIR_TEMPLATE: put_template(b, e); return;
    case MIR_MAP: put_new_map(b, e); return; // put_prelude has made one with entries
    case MIR_CLOSURE: unreachable("a maker inside an expression"); // put_prelude makes it
    }
}
