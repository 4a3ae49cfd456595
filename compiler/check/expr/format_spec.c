// Formats of templates, `${x:>8.2}`: [[fill]< > ^][+][#][0][width][,][.digits][type], checked
// against the type of the value. The runtime reads the same (runtime/core/text/format.c).
#include <string.h>

#include "check/expr/expr.h"

enum { WIDTH_MOST = 999999, DIGITS_MOST = 100 };

typedef struct Spec {
    bool plus, hash, zeros, commas, digits;
    char type; // 0: not given
} Spec;

static bool is_align(char c) { return c == '<' || c == '>' || c == '^'; }

static int rune_size(const char *at) {
    int size = *at != 0;
    while (size && ((unsigned char)at[size] & 0xc0) == 0x80) size++;
    return size;
}

static bool take(const char **at, char c) {
    if (**at != c) return false;
    ++*at;
    return true;
}

static long take_count(const char **at) {
    long count = 0;
    for (; **at >= '0' && **at <= '9'; ++*at)
        if (count <= WIDTH_MOST) count = 10 * count + (**at - '0');
    return count;
}

static bool read_spec(const char *at, Spec *s) {
    *s = (Spec){0};
    int fill = rune_size(at);
    if (fill && is_align(at[fill])) at += fill + 1;
    else if (is_align(*at)) at++;
    s->plus = take(&at, '+');
    s->hash = take(&at, '#');
    s->zeros = take(&at, '0');
    if (take_count(&at) > WIDTH_MOST) return false;
    s->commas = take(&at, ',');
    s->digits = take(&at, '.');
    if (s->digits && (*at < '0' || *at > '9' || take_count(&at) > DIGITS_MOST)) return false;
    if (*at) s->type = *at++;
    return *at == 0 && (!s->type || strchr("dxXobfe%s", s->type));
}

// ---- against the type: what is wrong, or NULL ----
static const char *of_integer(const Spec *s) {
    if (s->digits) return "`.digits` is for floats and text";
    if (s->type && !strchr("dxXob", s->type))
        return "whole numbers take `d`, `x`, `X`, `o` and `b`";
    bool decimal = !s->type || s->type == 'd';
    if (s->commas && !decimal) return "`,` groups decimal digits";
    return s->hash && decimal ? "`#` is for `x`, `X`, `o` and `b`" : NULL;
}

static const char *of_float(const Spec *s) {
    if (s->type && !strchr("fe%", s->type)) return "floats take `f`, `e` and `%`";
    return s->hash ? "`#` is for whole numbers" : NULL;
}

static const char *of_text(const Spec *s) {
    if (s->type && s->type != 's') return "only numbers take a letter";
    if (s->plus || s->hash || s->commas) return "`+`, `#` and `,` are for numbers";
    return s->zeros ? "a width that begins with `0` is for numbers" : NULL;
}

static const char *problem(const Spec *s, const Type *t) {
    bool of_names = t->kind == TYPE_ENUM && (!s->type || s->type == 's' || !t->u.nominal->base);
    if (t->kind == TYPE_PARAM || t->kind == TYPE_POISON) return NULL;
    if (type_is_float(t)) return of_float(s);
    if (type_is_integer(t) || t->kind == TYPE_CENUM || (t->kind == TYPE_ENUM && !of_names))
        return of_integer(s);
    return of_text(s);
}

// The format stands behind the first colon after the value.
static Span format_span(Checker *c, const Node *part) {
    Span span = part->span;
    const Source *source = &c->session->sources.list.items[span.source];
    uint32_t at = part->u.template_value.expr->span.end;
    uint32_t len = (uint32_t)strlen(part->u.template_value.format);
    while (source->text && at < source->len && source->text[at] != ':') at++;
    if (!source->text || at + 1 + len > source->len) return span;
    return (Span){span.source, at + 1, at + 1 + len};
}

void format_check(Checker *c, const Node *part) {
    const char *format = part->u.template_value.format;
    const Type *t = type_strip(part->u.template_value.expr->type);
    Spec spec;
    if (!read_spec(format, &spec)) {
        Diag *g = diag_error(&c->session->diags, E0281, format_span(c, part), "`%s` is no format",
                             format);
        diag_note(g, "a format is `[[fill]< > ^][+][#][0][width][,][.digits][type]`, with one of "
                     "`d x X o b f e %% s` as its type");
        diag_help(g, "write `${(a ? b : c)}` if the colon belongs to the value");
        return;
    }
    const char *why = problem(&spec, t);
    if (!why) return;
    Diag *g = diag_error(&c->session->diags, E0281, format_span(c, part),
                         "the format `%s` does not suit `%s`", format, expr_type_text(c, t));
    diag_help(g, "%s", why);
}
