// Text from values: templates and print become one call of the runtime, with a pattern in which a
// directive stands for each value (<seam/text.h> lists them). Parts are pure by now, like the
// arguments of any call.
#include <string.h>

#include "emit/c/body/body.h"

// The directive of values that are passed as they are, and their type in C; NULL: as their
// descriptor says.
static const char *directive(const Type *t, const char **c_type) {
    const char *number = name_of_number(t);
    *c_type = NULL;
    if (t->kind == TYPE_STRING) return "%s";
    if (t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL) return "%b";
    if (t->kind == TYPE_DURATION) *c_type = "int64_t";
    if (t->kind == TYPE_DURATION) return "%t";
    if (t->kind == TYPE_ENUM || !*number) return NULL;
    *c_type = *number == 'f' ? "double" : *number == 'u' ? "uint64_t" : "int64_t";
    return strcmp(number, "f32") == 0 ? "%f" : *number == 'f' ? "%g" : *number == 'u' ? "%u" : "%d";
}

// Text in a pattern, which has directives for what would end it.
static void add_chars(Text *pattern, const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '%') text_put(pattern, "%%");
        else if (text[i] == 0) text_put(pattern, "%0");
        else text_put_len(pattern, text + i, 1);
    }
}

// A literal that reads in the pattern as it would be printed.
static bool add_constant(Text *pattern, const MirExpr *e) {
    if (e->kind == MIR_STRING) {
        add_chars(pattern, e->u.string.text, e->u.string.len);
    } else if (e->kind == MIR_INT && e->type->kind != TYPE_ENUM && e->type->kind != TYPE_DURATION) {
        bool is_unsigned = name_of_number(e->type)[0] == 'u';
        text_printf(pattern, is_unsigned ? "%llu" : "%lld", (long long)e->u.integer);
    } else {
        return false;
    }
    return true;
}

// An expression that C's rules do not make narrower on its way through `...`.
static bool is_wide(const Body *b, const MirExpr *e) {
    if (e->kind == MIR_LOCAL && b->folded[e->u.local]) return is_wide(b, b->folded[e->u.local]);
    bool called = e->kind == MIR_CALL && e->u.call.kind == MIR_CALL_FUNCTION;
    bool typed = called || e->kind == MIR_LOCAL || e->kind == MIR_FIELD || e->kind == MIR_LENGTH ||
                 e->kind == MIR_ELEMENT || e->kind == MIR_PART;
    return typed && type_bits(e->type) == 64;
}

static void put_value(Body *b, Text *pattern, const MirTemplatePart *part) {
    const MirExpr *value = part->value;
    const char *format = part->format;
    if (!format && add_constant(pattern, value)) return;
    const char *c_type, *plain = format ? NULL : directive(value->type, &c_type);
    text_put(pattern, plain ? plain : format ? "%F" : part->by_name ? "%n" : "%v");
    text_put(b->out, ", ");
    if (plain) {
        bool cast = c_type && !is_wide(b, value);
        if (cast) text_printf(b->out, "(%s)", c_type);
        put_expr(b, value, cast ? LEVEL_UNARY : LEVEL_CONDITIONAL);
        return;
    }
    text_printf(b->out, "%s, ", descriptor(b->u, value->type));
    put_pointer_to(b, value);
    if (!format) return;
    text_put(b->out, ", ");
    put_c_string(b->out, format, strlen(format));
    text_put(b->out, ", ");
    put_at(b, value->span);
}

// `function("pattern", values)`
static void put_patterned(Body *b, const char *function, const MirTemplatePart *parts,
                          uint32_t count, const char *between) {
    Text *out = b->out, values, pattern;
    text_init(&values, b->u->arena);
    text_init(&pattern, b->u->arena);
    b->out = &values;
    for (uint32_t i = 0; i < count; i++) {
        if (i) text_put(&pattern, between);
        if (parts[i].value) put_value(b, &pattern, &parts[i]);
        else add_chars(&pattern, parts[i].text, parts[i].len);
    }
    b->out = out;
    text_printf(out, "%s(", function);
    put_c_string(out, pattern.len ? pattern.chars : "", pattern.len);
    text_append(out, &values);
    text_put(out, ")");
}

void put_template(Body *b, const MirExpr *e) {
    put_patterned(b, "seam_string_format", e->u.template_.parts, e->u.template_.count, "");
}

void put_print(Body *b, const MirExpr *call) {
    const MirExprs *args = &call->u.call.args;
    bool error = call->u.call.kind == MIR_CALL_PRINT_ERROR;
    if (!error && args->len == 1 && args->items[0]->type->kind == TYPE_STRING) {
        text_put(b->out, "seam_print_str(");
        put_expr(b, args->items[0], LEVEL_ANY);
        text_put(b->out, ")");
        return;
    }
    MirTemplatePart *parts = ARENA_ARRAY(b->u->arena, MirTemplatePart, args->len + 1);
    for (uint32_t i = 0; i < args->len; i++) parts[i].value = args->items[i];
    put_patterned(b, error ? "seam_print_error_format" : "seam_print_format", parts, args->len,
                  " ");
}
