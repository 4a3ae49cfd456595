// `seam bind HEADER`: what a C header looks like from Seam, every name of it: those that can be
// used as declarations, the others one line each with the reason. Nothing is left out but empty
// macros, which are counted.
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

typedef struct Listing {
    Arena *arena;
    bool json;
    uint32_t usable;
    uint32_t unusable;
    uint32_t empty;
    VEC(Symbol *) refused; // shown last
} Listing;

static const char *type_of(const Listing *l, const Type *type) { return type_text(l->arena, type); }

// ---- one declaration ----

static void print_function(const Listing *l, const Symbol *s) {
    const FunctionType *f = s->type->u.function;
    printf("function %s(", s->name->text);
    for (uint32_t i = 0; i < f->param_count; i++) {
        const TypeParam *p = &f->params[i];
        printf("%s", i ? ", " : "");
        if (p->name) printf("%s: %s", p->name->text, type_of(l, p->type));
        else printf("_%u: %s", (unsigned)i + 1, type_of(l, p->type));
    }
    if (f->variadic) printf("%s...", f->param_count ? ", " : "");
    printf(")");
    if (s->c->is_noreturn) printf(": never");
    else if (f->result->kind != TYPE_VOID) printf(": %s", type_of(l, f->result));
}

static void print_quoted(const char *text) {
    putchar('"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') printf("\\%c", c);
        else if (c == '\n') printf("\\n");
        else if (c < 0x20 || c == 0x7f) printf("\\u%04x", (unsigned)c);
        else putchar(c);
    }
    putchar('"');
}

static bool prints_signed(const Type *t) {
    return type_is_signed(t->kind == TYPE_CENUM ? t->u.nominal->base : t);
}

static void print_constant(const Listing *l, const Symbol *s) {
    printf("const %s: %s", s->name->text, type_of(l, s->type));
    switch (s->c->constant) {
    case CCONST_INT:
        if (prints_signed(s->type)) printf(" = %lld", (long long)s->c->value.integer);
        else printf(" = %llu", (unsigned long long)s->c->value.integer);
        break;
    case CCONST_FLOAT: printf(" = %.17g", s->c->value.number); break;
    case CCONST_STRING:
        printf(" = ");
        print_quoted(s->c->value.text);
        break;
    case CCONST_POINTER_EXPR: break; // C computes it
    }
}

static void print_fields(const Listing *l, const Nominal *n) {
    printf(" {");
    for (uint32_t i = 0; i < n->fields.len; i++) {
        const Field *f = &n->fields.items[i];
        bool unusable = f->symbol && f->symbol->kind == SYMBOL_C_UNUSABLE;
        printf("%s%s: ", i ? "; " : " ", f->name->text);
        if (unusable) printf("/* %s */", f->symbol->c->reason);
        else printf("%s", type_of(l, f->type));
        if (f->bit_width) printf(" /* %u bits */", (unsigned)f->bit_width);
    }
    printf(" }");
}

static void print_values(const Nominal *n) {
    printf(": %s {", type_info[n->base->kind].text);
    for (uint32_t i = 0; i < n->values.len; i++)
        printf("%s%s = %lld", i ? ", " : " ", n->values.items[i].name->text,
               (long long)n->values.items[i].value);
    printf(" }");
}

static bool is_nominal(const Type *t) {
    return t->kind == TYPE_STRUCT || t->kind == TYPE_UNION || t->kind == TYPE_CENUM;
}

static void print_type(const Listing *l, const Symbol *s) {
    const Nominal *n = is_nominal(s->type) ? s->type->u.nominal : NULL;
    if (!n || n->name != s->name) {
        printf("type %s = %s", s->name->text, type_of(l, s->type));
        return;
    }
    const char *keyword = s->type->kind == TYPE_STRUCT  ? "struct"
                          : s->type->kind == TYPE_UNION ? "union"
                                                        : "enum";
    printf("extern %s %s", keyword, s->name->text);
    if (s->type->kind == TYPE_CENUM) print_values(n);
    else if (n->is_opaque) printf(" // opaque: only behind CPtr");
    else print_fields(l, n);
}

static void print_macro(const Symbol *s) {
    printf("macro %s(", s->name->text);
    for (uint32_t i = 0; i < s->c->macro_params; i++)
        printf("%s_%u", i ? ", " : "", (unsigned)i + 1);
    printf("%s)", !s->c->is_variadic ? "" : s->c->macro_params ? ", ..." : "...");
}

static void print_declaration(const Listing *l, const Symbol *s) {
    if (s->kind == SYMBOL_C_FUNCTION) print_function(l, s);
    else if (s->kind == SYMBOL_C_CONSTANT) print_constant(l, s);
    else if (s->kind == SYMBOL_C_MACRO) print_macro(s);
    else if (s->kind == SYMBOL_TYPE) print_type(l, s);
    else
        printf("%s %s: %s", s->flags & SYMBOL_READONLY ? "const" : "let", s->name->text,
               type_of(l, s->type));
    if (s->c->deprecated)
        printf(" // deprecated%s%s", *s->c->deprecated ? ": " : "", s->c->deprecated);
}

// ---- as JSON: one object a line ----

static const char *kind_text(const Symbol *s) {
    switch (s->kind) {
    case SYMBOL_C_FUNCTION: return "function";
    case SYMBOL_C_CONSTANT: return "constant";
    case SYMBOL_C_GLOBAL: return "global";
    case SYMBOL_C_MACRO: return "macro";
    case SYMBOL_TYPE: return "type";
    default: return "unusable"; // an import gives no other kinds
    }
}

static void print_json(const Listing *l, const Symbol *s) {
    printf("{\"name\":");
    print_quoted(s->name->text);
    printf(",\"kind\":\"%s\"", kind_text(s));
    if (s->kind != SYMBOL_C_UNUSABLE && s->kind != SYMBOL_C_MACRO) {
        printf(",\"type\":");
        print_quoted(type_of(l, s->type));
    }
    if (s->c->reason) {
        printf(",\"reason\":");
        print_quoted(s->c->reason);
    }
    if (s->c->file) {
        printf(",\"file\":");
        print_quoted(s->c->file);
        printf(",\"line\":%u", (unsigned)s->c->line);
    }
    printf("}\n");
}

// ---- all of them ----

static void list_one(void *context, Symbol *s) {
    Listing *l = context;
    bool refused = s->kind == SYMBOL_C_UNUSABLE;
    if (refused && strcmp(s->c->reason, CIMPORT_EMPTY_MACRO) == 0) {
        l->empty++;
        return;
    }
    if (refused) l->unusable++;
    else l->usable++;
    if (l->json) print_json(l, s);
    else if (refused) VEC_PUSH(l->arena, &l->refused, s);
    else {
        print_declaration(l, s);
        putchar('\n');
    }
}

static void print_rest(const Listing *l, const char *header) {
    if (l->refused.len) printf("\n// what Seam cannot use\n");
    for (uint32_t i = 0; i < l->refused.len; i++)
        printf("// %s: %s\n", l->refused.items[i]->name->text, l->refused.items[i]->c->reason);
    printf("\n// %s: %u names, %u of them unusable", header, (unsigned)(l->usable + l->unusable),
           (unsigned)l->unusable);
    if (l->empty) printf("; %u empty macros besides", (unsigned)l->empty);
    printf("\n");
}

int cli_bind(Arguments *args) {
    Build b;
    BuildOptions options = build_options(args);
    if (!build_open(&b, &options)) return EXIT_SOURCE;
    build_front(&b);
    CImportRequest request = {.headers = &args->file,
                              .header_count = 1,
                              .defines = args->defines.items,
                              .define_count = args->defines.len,
                              .includes = args->includes.items,
                              .include_count = args->includes.len,
                              .base_dir = "."};
    CImport *import = cimport_load(&b.pipeline.program.cimports, &request);
    Listing listing = {.arena = &b.arena, .json = args->json};
    if (import) cimport_each(import, true, list_one, &listing);
    if (import && !args->json) print_rest(&listing, args->file);
    print_diagnostics(&b, args);
    bool ok = b.pipeline.session.diags.errors == 0;
    build_close(&b);
    return ok ? EXIT_OK : EXIT_SOURCE;
}
