// Text from values: templates and print. Parts are pure by now, so each is added as it stands.
#include <string.h>

#include "emit/c/body/body.h"

static const char *adder(const Type *t) {
    const char *number = name_of_number(t);
    if (t->kind == TYPE_STRING) return "str";
    if (t->kind == TYPE_DURATION) return "duration";
    if (t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL) return "bool";
    if (t->kind == TYPE_ENUM || !*number) return NULL; // as its descriptor says
    if (*number == 'f') return number;
    return *number == 'u' ? "u64" : "i64";
}

// The text under construction, and literal characters that wait for more of them.
typedef struct Builder {
    Body *b;
    const char *name;
    Text chars;
} Builder;

static Builder begin_text(Body *b) {
    Builder t = {.b = b, .name = new_temp(b, "text")};
    text_init(&t.chars, b->u->arena);
    text_printf(b->out, "SEAM_TEXT(%s);\n", t.name);
    return t;
}

static void flush(Builder *t) {
    if (!t->chars.len) return;
    size_t start = t->b->out->len;
    uint32_t lines = t->b->out->lines;
    text_printf(t->b->out, "seam_text_add_chars(&%s, ", t->name);
    put_c_string(t->b->out, t->chars.chars, t->chars.len);
    text_printf(t->b->out, ", %zu);\n", t->chars.len);
    t->chars.len = 0;
    join_lines(t->b, start, lines);
}

static void add_value(Builder *t, const MirExpr *value, const char *format) {
    Body *b = t->b;
    const char *add = format ? NULL : adder(value->type);
    if (add && value->kind == MIR_STRING) {
        text_put_len(&t->chars, value->u.string.text, value->u.string.len);
        return;
    }
    flush(t);
    size_t start = b->out->len;
    uint32_t lines = b->out->lines;
    text_printf(b->out, "seam_text_add_%s(&%s, ", add ? add : format ? "format" : "value", t->name);
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
    join_lines(b, start, lines);
}

const char *put_template(Body *b, const MirExpr *e) {
    Builder t = begin_text(b);
    for (uint32_t i = 0; i < e->u.template_.count; i++) {
        const MirTemplatePart *part = &e->u.template_.parts[i];
        if (part->value) add_value(&t, part->value, part->format);
        else text_put_len(&t.chars, part->text, part->len);
    }
    flush(&t);
    return arena_printf(b->u->arena, "seam_text_finish(&%s)", t.name);
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
    Builder t = begin_text(b);
    for (uint32_t i = 0; i < args->len; i++) {
        if (i) text_put(&t.chars, " ");
        add_value(&t, args->items[i], NULL);
    }
    flush(&t);
    size_t start = b->out->len;
    uint32_t lines = b->out->lines;
    text_printf(b->out, "%s(&%s);\n", error ? "seam_print_error_text" : "seam_print_text", t.name);
    join_lines(b, start, lines);
}
