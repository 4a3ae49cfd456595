// Text from values: templates and print. Parts are pure by now, so each is added as it stands.
#include <string.h>

#include "emit/c/body.h"

static const char *adder(const Type *t) {
    const char *number = name_of_number(t);
    if (t->kind == TYPE_STRING) return "str";
    if (t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL) return "bool";
    if (t->kind == TYPE_ENUM || !*number) return NULL; // as its descriptor says
    if (*number == 'f') return number;
    return *number == 'u' ? "u64" : "i64";
}

static void put_chars(Body *b, const char *text, const char *chars, uint32_t len) {
    text_printf(b->out, "seam_text_add_chars(&%s, ", text);
    put_c_string(b->out, chars, len);
    text_printf(b->out, ", %u);\n", len);
}

static void put_value(Body *b, const char *text, const MirExpr *value, const char *format) {
    const char *add = format ? NULL : adder(value->type);
    if (add && value->kind == MIR_STRING) {
        put_chars(b, text, value->u.string.text, value->u.string.len);
        return;
    }
    text_printf(b->out, "seam_text_add_%s(&%s, ", add ? add : format ? "format" : "value", text);
    if (add) {
        put_expr(b, value, LEVEL_CONDITIONAL);
    } else {
        text_printf(b->out, "%s, ", descriptor(b->u, value->type));
        put_pointer_to(b, value);
    }
    if (format) {
        text_put(b->out, ", ");
        put_c_string(b->out, format, strlen(format));
        text_put(b->out, ", ");
        put_at(b, value->span);
    }
    text_put(b->out, ");\n");
}

static const char *begin_text(Body *b) {
    const char *text = new_temp(b, "text");
    text_printf(b->out, "SeamText %s;\nseam_text_init(&%s);\n", text, text);
    return text;
}

const char *put_template(Body *b, const MirExpr *e) {
    const char *text = begin_text(b);
    for (uint32_t i = 0; i < e->u.template_.count; i++) {
        const MirTemplatePart *part = &e->u.template_.parts[i];
        if (part->value) put_value(b, text, part->value, part->format);
        else if (part->len) put_chars(b, text, part->text, part->len);
    }
    return arena_printf(b->u->arena, "seam_text_finish(&%s)", text);
}

void put_print(Body *b, const MirExpr *call) {
    const MirExprs *args = &call->u.call.args;
    bool error = call->u.call.kind == MIR_CALL_PRINT_ERROR;
    if (!error && args->len == 1 && args->items[0]->type->kind == TYPE_STRING) {
        text_put(b->out, "seam_print_str(");
        put_expr(b, args->items[0], LEVEL_ANY);
        text_put(b->out, ");\n");
        return;
    }
    const char *text = begin_text(b);
    for (uint32_t i = 0; i < args->len; i++) {
        if (i) put_chars(b, text, " ", 1);
        put_value(b, text, args->items[i], NULL);
    }
    text_printf(b->out, "%s(&%s);\n", error ? "seam_print_error_text" : "seam_print_text", text);
}
