// `note` lines of `extern` blocks (LANGUAGE 7.1): what a header does not say of its functions, as
// in `note visit_*: visit @scope(call)`. Of the facts that LANGUAGE has, those about callbacks.
#include <ctype.h>
#include <string.h>

#include "check/decl/declare.h"
#include "import/c/cimport.h"

typedef struct NoteReader {
    Checker *c;
    CImport *import;
    const char *text;
    uint32_t at;
    Span span; // of the text
    // the fact at hand
    Name function; // with `*` for any text
    Name param;    // NULL: it is of the function
    const char *fact;
    const char *argument;
    Span fact_span;
    bool applied;
} NoteReader;

static void skip_space(NoteReader *r) {
    while (isspace((unsigned char)r->text[r->at])) r->at++;
}

static bool take(NoteReader *r, char c) {
    skip_space(r);
    if (r->text[r->at] != c) return false;
    r->at++;
    return true;
}

static Name take_name(NoteReader *r, bool glob) {
    skip_space(r);
    uint32_t start = r->at;
    while (isalnum((unsigned char)r->text[r->at]) || r->text[r->at] == '_' ||
           (glob && r->text[r->at] == '*'))
        r->at++;
    if (r->at == start) return NULL;
    return intern(&r->c->session->names, r->text + start, r->at - start);
}

static bool fail(NoteReader *r, Span span, const char *why) {
    Diag *g = diag_error(&r->c->session->diags, E0659, span, "this note does not fit: %s", why);
    diag_help(g,
              "a note is `note FUNCTION: PARAMETER @scope(call)` or `note FUNCTION: @calls_back`");
    return false;
}

static Span here(const NoteReader *r) {
    uint32_t at = r->span.start + r->at;
    return (Span){r->span.source, at, at + (r->text[r->at] != 0)};
}

// ---- functions ----

static bool matches(const char *glob, const char *text) {
    if (*glob == '*') return matches(glob + 1, text) || (*text && matches(glob, text + 1));
    return *glob == *text && (!*glob || matches(glob + 1, text + 1));
}

static const char *bare(Name name) { return name ? name->text + strspn(name->text, "_") : ""; }

static bool is_function(const Symbol *s) {
    return s && s->kind == SYMBOL_C_FUNCTION && s->type && s->type->kind == TYPE_FUNCTION;
}

static void apply(void *context, Symbol *s) {
    NoteReader *r = context;
    if (!is_function(s) || !matches(r->function->text, s->name->text)) return;
    if (!r->param) {
        s->flags |= SYMBOL_CALLS_BACK;
        r->applied = true;
        return;
    }
    const FunctionType *f = s->type->u.function;
    for (uint32_t i = 0; i < f->param_count && i < 32; i++) {
        bool function = type_strip(f->params[i].type)->kind == TYPE_CFN;
        if (!function || strcmp(bare(f->params[i].name), bare(r->param)) != 0) continue;
        s->scoped_params |= 1u << i;
        r->applied = true;
    }
}

static bool apply_to_functions(NoteReader *r) {
    r->applied = false;
    if (strchr(r->function->text, '*')) {
        cimport_each(r->import, false, apply, r);
    } else {
        Symbol *s = cimport_lookup(r->import, r->function);
        if (s) apply(r, s);
    }
    if (r->applied) return true;
    Arena *scratch = &r->c->session->scratch;
    const char *name = r->function->text;
    return fail(r, r->fact_span,
                r->param ? arena_printf(scratch, "no function `%s` has a function `%s`", name,
                                        r->param->text)
                         : arena_printf(scratch, "the header declares no function `%s`", name));
}

// ---- facts ----

static bool is_later_fact(const char *fact) {
    static const char *const names[] = {"owned", "borrowed", "transfer", "len",
                                        "keeps", "error",    "raw",      "unsafe"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(fact, names[i]) == 0) return true;
    return false;
}

static bool apply_fact(NoteReader *r) {
    Arena *scratch = &r->c->session->scratch;
    if (is_later_fact(r->fact)) {
        check_unsupported(r->c, r->fact_span, arena_printf(scratch, "`@%s` in notes is", r->fact),
                          "free what C gives by hand, in `finalize()` or with `defer`");
        return true;
    }
    bool scope = strcmp(r->fact, "scope") == 0, calls = strcmp(r->fact, "calls_back") == 0;
    if (!scope && !calls)
        return fail(r, r->fact_span, arena_printf(scratch, "there is no fact `@%s`", r->fact));
    if (scope && (!r->argument || strcmp(r->argument, "call") != 0))
        return fail(r, r->fact_span, "a scope is `@scope(call)`");
    if (scope != (r->param != NULL))
        return fail(r, r->fact_span,
                    scope ? "`@scope` is of a parameter" : "`@calls_back` is of the function");
    return apply_to_functions(r);
}

static bool read_fact(NoteReader *r) {
    Name fact = take_name(r, false);
    if (!fact) return fail(r, here(r), "a fact is missing behind `@`");
    r->fact_span =
        (Span){r->span.source, r->span.start + r->at - fact->len - 1, r->span.start + r->at};
    r->fact = fact->text;
    r->argument = NULL;
    if (r->text[r->at] == '(') {
        uint32_t start = ++r->at;
        for (int depth = 1; r->text[r->at]; r->at++) {
            if (r->text[r->at] == '(') depth++;
            if (r->text[r->at] == ')' && --depth == 0) break;
        }
        if (!r->text[r->at]) return fail(r, here(r), "`)` is missing");
        r->argument = arena_text(&r->c->session->scratch, r->text + start, r->at - start);
        r->at++;
    }
    return apply_fact(r);
}

void check_note_line(Checker *c, CImport *import, const Node *directive) {
    NoteReader r = {.c = c,
                    .import = import,
                    .text = directive->u.directive.text ? directive->u.directive.text : "",
                    .span = directive->u.directive.text_span};
    r.function = take_name(&r, true);
    bool good = r.function && take(&r, ':');
    if (!good) fail(&r, here(&r), "it begins with a function's name and `:`");
    while (good) {
        r.param = take_name(&r, false);
        good = take(&r, '@') || fail(&r, here(&r), "a fact is missing");
        while (good && (good = read_fact(&r)) && take(&r, '@')) continue;
        if (!good || !take(&r, ',')) break;
    }
    skip_space(&r);
    if (good && r.text[r.at]) fail(&r, here(&r), "expected `,`");
}
