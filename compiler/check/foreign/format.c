// printf's rules (C11 7.21.6.1): with a literal format, the arguments after it become what their
// conversions take, or are errors. Without one, a variadic call is `unsafe`.
#include <string.h>

#include "check/foreign/foreign.h"

// ---- one conversion: %[flags][width][.precision][length]specifier ----

typedef struct Spec {
    const char *text; // of the whole conversion
    uint32_t len;
    uint32_t stars; // `*` widths, each an int argument
    char length[3]; // "", "hh", "h", "l", "ll", "z", "j", "t", "L"
    char specifier; // 0: malformed
} Spec;

static const char *skip_number(const char *p, const char *end, Spec *spec) {
    if (p < end && *p == '*') {
        spec->stars++;
        return p + 1;
    }
    while (p < end && *p >= '0' && *p <= '9') p++;
    return p;
}

static const char *read_spec(const char *percent, const char *end, Spec *spec) {
    *spec = (Spec){.text = percent};
    const char *p = percent + 1;
    while (p < end && strchr("-+ #0'", *p) && *p) p++;
    p = skip_number(p, end, spec);
    if (p < end && *p == '.') p = skip_number(p + 1, end, spec);
    for (int i = 0; i < 2 && p < end && *p && strchr("hlzjtL", *p); i++) spec->length[i] = *p++;
    if (p < end) spec->specifier = *p++;
    spec->len = (uint32_t)(p - percent);
    return p;
}

typedef enum SpecClass {
    SPEC_SIGNED,
    SPEC_UNSIGNED,
    SPEC_FLOAT,
    SPEC_CHAR,
    SPEC_TEXT,
    SPEC_POINTER,
    SPEC_NONE,
    SPEC_BAD
} SpecClass;

static SpecClass class_of(char specifier) {
    switch (specifier) {
    case 'd':
    case 'i': return SPEC_SIGNED;
    case 'u':
    case 'o':
    case 'x':
    case 'X': return SPEC_UNSIGNED;
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G':
    case 'a':
    case 'A': return SPEC_FLOAT;
    case 'c': return SPEC_CHAR;
    case 's': return SPEC_TEXT;
    case 'p': return SPEC_POINTER;
    case '%':
    case 'm': return SPEC_NONE; // glibc's %m prints errno
    }
    return SPEC_BAD; // %n writes to memory; everything else is unknown
}

// The type that a conversion takes; NULL: none that Seam could pass.
static const Type *spec_type(Checker *c, const Spec *spec) {
    static const struct {
        const char *length;
        TypeKind of_signed, of_unsigned;
    } integers[] = {{"", TYPE_CINT, TYPE_CUINT},
                    {"hh", TYPE_CINT, TYPE_CUINT},
                    {"h", TYPE_CINT, TYPE_CUINT},
                    {"l", TYPE_CLONG, TYPE_CULONG},
                    {"ll", TYPE_CLONGLONG, TYPE_CULONGLONG},
                    {"z", TYPE_ISIZE, TYPE_CSIZE},
                    {"j", TYPE_I64, TYPE_U64},
                    {"t", TYPE_ISIZE, TYPE_USIZE}};
    SpecClass class = class_of(spec->specifier);
    if (class == SPEC_SIGNED || class == SPEC_UNSIGNED) {
        for (size_t i = 0; i < sizeof integers / sizeof integers[0]; i++)
            if (strcmp(spec->length, integers[i].length) == 0)
                return c->types
                    ->basic[class == SPEC_SIGNED ? integers[i].of_signed : integers[i].of_unsigned];
        return NULL;
    }
    bool plain = spec->length[0] == 0 || (class == SPEC_FLOAT && strcmp(spec->length, "l") == 0);
    if (!plain) return NULL; // long double, wide characters
    if (class == SPEC_FLOAT) return type_basic(c->types, CDOUBLE);
    if (class == SPEC_CHAR) return type_basic(c->types, CINT);
    if (class == SPEC_TEXT) return type_basic(c->types, CSTRING);
    return class == SPEC_POINTER ? type_option(c->types, type_basic(c->types, CVOIDPTR)) : NULL;
}

// ---- the arguments ----

typedef struct Format {
    CCall *k;
    const Node *literal;
    uint32_t next; // argument
    uint32_t wanted;
    bool failed;
} Format;

static void report_spec(Format *f, const Spec *spec) {
    Checker *c = f->k->c;
    f->failed = true;
    Diag *g = diag_error(&c->session->diags, E0654, f->literal->span,
                         "the format has `%.*s`, which %s", (int)spec->len, spec->text,
                         spec->specifier == 'n' ? "writes to memory" : "Seam does not know");
    diag_help(g, "in `unsafe { .. }` a format is not checked");
}

static void check_next(Format *f, const Type *type, const Spec *spec) {
    CCall *k = f->k;
    NodeList *args = &k->call->u.call.args;
    f->wanted++;
    if (f->next >= args->len) return; // counted, and reported in the end
    Node *arg = args->items[f->next++];
    const char *what = arena_printf(&k->c->session->scratch, "`%.*s`", (int)spec->len, spec->text);
    args_convert(k->c, &arg->u.arg.value, type, what);
}

static void check_specs(Format *f) {
    Checker *c = f->k->c;
    const char *p = f->literal->u.string.text, *end = p + f->literal->u.string.len;
    while (p < end && !f->failed) {
        if (*p != '%') {
            p++;
            continue;
        }
        Spec spec;
        p = read_spec(p, end, &spec);
        if (class_of(spec.specifier) == SPEC_NONE) continue;
        const Type *type = spec_type(c, &spec);
        if (!type) {
            report_spec(f, &spec);
            return;
        }
        for (uint32_t i = 0; i < spec.stars; i++) check_next(f, type_basic(c->types, CINT), &spec);
        check_next(f, type, &spec);
    }
}

// libc's headers leave the attribute out where compilers know the function by its name.
static uint32_t standard_format(const char *name) {
    static const struct {
        const char *name;
        uint32_t param;
    } functions[] = {{"printf", 1},   {"fprintf", 2},  {"sprintf", 2}, {"dprintf", 2},
                     {"snprintf", 3}, {"asprintf", 2}, {"syslog", 2}};
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (strcmp(name, functions[i].name) == 0) return functions[i].param;
    return 0;
}

uint32_t c_format_param(const Symbol *symbol) {
    if (!symbol || !symbol->c) return 0;
    return symbol->c->format_param ? symbol->c->format_param : standard_format(symbol->name->text);
}

bool c_format_check(CCall *k, uint32_t first_extra) {
    uint32_t param = c_format_param(k->symbol);
    Node *arg = param > 0 ? c_argument(k, param - 1) : NULL;
    const Node *literal = arg ? expr_bare(arg->u.arg.value) : NULL;
    if (!literal || literal->kind != NODE_STRING || k->c->unsafe_depth > 0) return false;
    Format f = {.k = k, .literal = literal, .next = first_extra};
    check_specs(&f);
    uint32_t given = k->call->u.call.args.len - first_extra;
    for (; f.next < k->call->u.call.args.len; f.next++)
        c_promote(k, &k->call->u.call.args.items[f.next]->u.arg.value);
    if (f.failed || given == f.wanted) return true;
    Diag *g = diag_error(&k->c->session->diags, E0654, literal->span,
                         "the format takes %u argument%s, and %u %s given", f.wanted,
                         f.wanted == 1 ? "" : "s", given, given == 1 ? "is" : "are");
    diag_help(g, "`%%%%` prints a percent sign");
    return true;
}
