// Looking names up. Where a name is found decides what else is true of it: beyond a function's
// scope it is captured, at the top level of the main file it must stand after its declaration.
#include "check/check.h"

#include <string.h>

#include "check/decl/declare.h"
#include "syntax/walk.h"

enum {
    SUGGESTIONS_MAX = 100
}; // a file with more errors than this has lost its way: near names are no help, and dear

bool may_suggest(const Checker *c) { return c->session->diags.errors < SUGGESTIONS_MAX; }

// ---- unknown names ----

static const char c_help[] =
    "C's functions come with their header: `extern C from \"stdlib.h\"`, and then `C.free(p)`";

static const struct {
    const char *name;
    const char *help;
} habits[] = {
    {"undefined", "Seam has only `null`"},
    {"NaN", "write `float.nan`"},
    {"Infinity", "write `float.infinity`"},
    {"Math", "write `math`: `math.floor(x)`, `math.PI`; a random number is `random.float()`"},
    {"Number", "write `float(x)` or `int(x)`; of a string `s.toFloat()`, `s.toInt()`"},
    {"String", "write `x.toString()` or a template `${x}`; of a code point `string.fromRune(c)`"},
    {"parseInt", "write `s.toInt()`: it gives `null` for what is no number"},
    {"parseFloat", "write `s.toFloat()`: it gives `null` for what is no number"},
    {"Buffer", "write `bytes.alloc(n)` or `bytes.from(text)`"},
    {"Boolean", "write the condition: `x != null`, `n != 0`, `s != \"\"`"},
    {"Symbol", "write a `const` with a value of its own, or an enum"},
    {"BigInt", "write `int`: 64 bits, checked"},
    {"Array",
     "an empty one is `const xs: int[] = []`; `[0].repeat(n)` has n items, `[...xs]` those of "
     "anything that `for` goes through"},
    {"Set", "write `new Set(xs)`; an empty one is `const s: Set<int> = new Set()`"},
    {"Map", "write a literal with its type: `const m: Map<string, int> = {}`"},
    {"JSON", "JSON is not supported yet; `text.debug()` quotes a string"},
    {"Object", "a struct's fields are known; of a map `m.keys()`, `m.values()`, `m.entries()`"},
    {"isNaN", "write `x.isNaN`; `s.toFloat()` is `null` for what is no number"},
    {"isFinite", "write `x.isFinite`"},
    {"Promise", "nothing is coloured async: call the function"},
    {"RegExp", "regular expressions are not supported yet: `find`, `split` and `replaceAll` are"},
    {"structuredClone", "assign a struct to copy it; `xs.slice(0)` copies an array"},
    {"println", "write `print(x)`"},
    {"printf", "write `print(`${x:.2}`)`: a template takes formats"},
    {"len", "write `xs.length`"},
    {"range", "write `0..n`"},
    {"str", "write `x.toString()` or a template `${x}`"},
    {"unreachable", "write `panic(\"why\")`"},
    {"fatalError", "write `panic(\"why\")`"},
    {"precondition", "write `assert(condition, \"why\")`"},
    {"alert", "write `print(x)`"},
    {"describe", "a test is a function: `@test(\"what it shows\") function name() { .. }`"},
    {"it", "a test is a function: `@test(\"what it shows\") function name() { .. }`"},
    {"test", "a test is a function: `@test(\"what it shows\") function name() { .. }`"},
    {"expect", "write `assert(a == b)`, which shows both sides where it fails"},
    {"assertEqual", "write `assert(a == b)`, which shows both sides where it fails"},
    {"assertThrows", "write `assert((try f()) is Err(_))`"},
    {"Deno", "write `fs.readFile(path)`, `env.get(name)`, `process.args`"},
    {"Date", "write `time.now()`, `time.toISO(t)`, `time.parse(text)`"},
    {"performance", "write `time.monotonic()`"},
    {"setTimeout", "write `time.sleep(20ms)`"},
    {"require", "write `import { name } from \"./file\"`"},
    {"self", "write `this`"},
    {"nil", "write `null`"},
    {"NULL", "write `null`"},
    {"nullptr", "write `null`"},
    {"module", "write `export` before the declaration: `export function f() { .. }`"},
    {"exports", "write `export` before the declaration: `export function f() { .. }`"},
    {"malloc", c_help},
    {"calloc", c_help},
    {"realloc", c_help},
    {"free", c_help},
    {"memcpy", c_help},
    {"strlen", c_help},
    {"strcmp", c_help},
    {"puts", c_help},
    {"sizeof", "a width is in the name of the type: an `i32` has 4 bytes; ask C about C's types"},
    {"readFile", "write `fs.readFile(path)`: `fs` is there without an import"},
    {"readFileSync", "write `fs.readFile(path)`: `fs` is there without an import"},
    {"writeFile", "write `fs.writeFile(path, text)`: `fs` is there without an import"},
    {"writeFileSync", "write `fs.writeFile(path, text)`: `fs` is there without an import"},
    {"None", "write `null`"},
    {"True", "write `true`"},
    {"False", "write `false`"},
};

static const char *habit_of(Name name) {
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
        if (strcmp(habits[i].name, name->text) == 0) return habits[i].help;
    return NULL;
}

// `puts` where `C.puts` is meant: a header's names stand under its own.
static Symbol *header_with(Checker *c, Name name) {
    const Scope *top = c->module->scope;
    for (uint32_t i = 0; i < top->entries.len; i++) {
        Symbol *s = top->entries.items[i].symbol;
        if (s->kind != SYMBOL_NAMESPACE) continue;
        for (uint32_t k = 0; k < s->c_imports.len; k++)
            if (cimport_lookup(s->c_imports.items[k], name)) return s;
    }
    return NULL;
}

static bool has_variant(const Symbol *s, Name name) {
    if (s->kind != SYMBOL_TYPE || !s->node || s->node->kind != NODE_ENUM) return false;
    const NodeList *variants = &s->node->u.enum_.variants;
    for (uint32_t i = 0; i < variants->len; i++)
        if (variants->items[i]->u.variant.name == name) return true;
    return false;
}

// `Circle(1.0)` where `Shape.Circle(1.0)` is meant; in patterns the short form is right.
static const Symbol *enum_with(const Checker *c, Name name) {
    const Scope *top = c->module->scope;
    for (uint32_t i = 0; i < top->entries.len; i++)
        if (has_variant(top->entries.items[i].symbol, name)) return top->entries.items[i].symbol;
    return NULL;
}

static void report_unknown(Checker *c, Name name, Span span) {
    if (later_reports(c, name, span)) return;
    Diag *g = diag_error(&c->session->diags, E0101, span, "unknown name `%s`", name->text);
    if (!may_suggest(c)) return;
    const Symbol *owner = enum_with(c, name);
    if (owner) {
        diag_help(g, "outside of patterns a variant stands under its enum's name: write `%s.%s`",
                  owner->name->text, name->text);
        return;
    }
    Symbol *header = header_with(c, name);
    if (header) {
        diag_help(g, "a C name stands under its header's: write `%s.%s`", header->name->text,
                  name->text);
        return;
    }
    Symbol *this_ = c->function ? c->function->this_ : NULL;
    if (this_ && check_member_of(c, this_->type, name)) {
        diag_help(g, "members are reached through `this`: write `this.%s`", name->text);
        return;
    }
    const char *habit = habit_of(name);
    if (habit) {
        diag_help(g, "%s", habit);
        return;
    }
    Nearest nearest;
    nearest_init(&nearest, name->text);
    scope_offer(c->scope, &nearest);
    if (nearest.best) diag_help(g, "did you mean `%s`?", nearest.best);
}

// ---- use ----

// Functions and values that are computed elsewhere see the main file's variables at any time, its
// statements only in order.
static bool in_main_statements(const Checker *c) {
    return c->module->is_main && c->function && !c->function->symbol;
}

// Its own name, or that of a function that it shares its captures with.
Node *lambda_knows(const Node *lambda, const Symbol *s) {
    const NodeList *group = lambda->u.lambda.group;
    for (uint32_t i = 0; group && i < group->len; i++)
        if (group->items[i]->u.lambda.self == s) return group->items[i];
    return lambda->u.lambda.self == s ? (Node *)(uintptr_t)lambda : NULL;
}

void check_capture(Checker *c, Symbol *s, uint32_t functions) {
    s->flags |= SYMBOL_CAPTURED;
    for (FunctionContext *f = c->function; functions > 0; functions--, f = f->outer) {
        const Node *n = f->symbol->node;
        bool known = n && n->kind == NODE_LAMBDA && lambda_knows(n, s);
        for (uint32_t i = 0; i < f->symbol->captures.len; i++)
            known |= f->symbol->captures.items[i] == s;
        if (!known) VEC_PUSH(c->arena, &f->symbol->captures, s);
    }
}

typedef struct Need {
    const Checker *c;
    const Symbol *found; // a variable whose initial value is being checked
} Need;

// Lambdas are called later.
static void look_for_need(void *context, Node *n) {
    Need *need = context;
    if (n->kind == NODE_LAMBDA || need->found) return;
    const Symbol *s =
        n->kind == NODE_NAME ? scope_find_here(need->c->module->scope, n->u.name.name) : NULL;
    if (s && s->kind == SYMBOL_GLOBAL && s->flags & SYMBOL_CHECKING) need->found = s;
    node_each_child(n, look_for_need, need);
}

// `const a = b + 1` and below it `const b = a + 1`: moving one of them does not help.
static bool report_circle(Checker *c, const Symbol *s) {
    Need need = {.c = c};
    bool value = s->node && s->node->kind == NODE_VAR && s->node->u.var.init;
    if (value) look_for_need(&need, s->node->u.var.init);
    if (!need.found) return false;
    const char *first = need.found->name->text, *second = s->name->text;
    Diag *g =
        diag_error(&c->session->diags, E0106, need.found->span, "`%s` depends on itself", first);
    diag_label(g, s->span, "`%s` is declared here", second);
    diag_note(g, "`%s` needs `%s`, which needs `%s`", first, second, first);
    diag_help(g, "a value cannot need itself: compute one of them from something else, or in a "
                 "function that is called later");
    return true;
}

static bool note_global(Checker *c, Symbol *s, Span span) {
    if (!in_main_statements(c) || s->module != c->module) {
        s->flags |= SYMBOL_CAPTURED;
        return true;
    }
    if (s->flags & SYMBOL_CHECKED) return true;
    if (!(s->flags & SYMBOL_CHECKING) && report_circle(c, s)) return false;
    Diag *g = diag_error(&c->session->diags, E0105, span, "`%s` is used before its declaration",
                         s->name->text);
    if (s->flags & SYMBOL_CHECKING) {
        diag_note(g, "this is part of its own initial value");
    } else {
        diag_label(g, s->span, "declared here");
        diag_help(g, "move the declaration up, before the first statement that needs it");
    }
    return false;
}

// `beyond`: how many functions lie between the use and the declaration.
static Symbol *use_symbol(Checker *c, Symbol *s, uint32_t beyond, Span span) {
    s->flags |= SYMBOL_USED;
    if ((s->kind == SYMBOL_LOCAL || s->kind == SYMBOL_PARAM) && beyond) check_capture(c, s, beyond);
    if (s->kind == SYMBOL_GLOBAL && !note_global(c, s, span)) return NULL;
    check_symbol(c, s);
    return s;
}

static bool is_value(const Symbol *s) { return s->kind == SYMBOL_LOCAL || s->kind == SYMBOL_PARAM; }

static Symbol *report_beyond(Checker *c, Symbol *s, Span span) {
    s->flags |= SYMBOL_USED;
    Diag *g = diag_error(&c->session->diags, E0235, span,
                         "`%s` belongs to the function around this declaration", s->name->text);
    diag_note(g, "types, generic functions and default values may be used when that is gone");
    diag_label(g, s->span, "declared here");
    diag_help(g, "give it as an argument; a plain function or a lambda may capture it");
    return NULL;
}

Symbol *check_name(Checker *c, Name name, Span span) {
    uint32_t beyond = 0;
    bool walled = false;
    for (Scope *scope = c->scope; scope; scope = scope->outer) {
        Symbol *found = scope_find_here(scope, name);
        if (found && walled && is_value(found)) return report_beyond(c, found, span);
        if (found) return use_symbol(c, found, beyond, span);
        beyond += scope->is_function;
        walled |= scope->is_wall;
    }
    report_unknown(c, name, span);
    return NULL;
}

// ---- name spaces ----

static void offer_c_name(void *nearest, Symbol *symbol) {
    nearest_offer(nearest, symbol->name->text);
}

static Symbol *report_no_c_name(Checker *c, Symbol *space, Name name, Span span) {
    Diag *g = diag_error(&c->session->diags, E0108, span, "the header behind `%s` declares no `%s`",
                         space->name->text, name->text);
    if (!may_suggest(c)) return NULL;
    for (uint32_t i = 0; i < space->c_imports.len; i++) {
        if (!cimport_would_declare(space->c_imports.items[i], CIMPORT_HIDES, name->text)) continue;
        diag_help(g, "with `define \"%s\"` in the braces behind `extern C from ..` it does",
                  CIMPORT_HIDES);
        return NULL;
    }
    Nearest nearest;
    nearest_init(&nearest, name->text);
    for (uint32_t i = 0; i < space->c_imports.len; i++)
        cimport_each(space->c_imports.items[i], false, offer_c_name, &nearest);
    if (nearest.best) diag_help(g, "did you mean `%s.%s`?", space->name->text, nearest.best);
    return NULL;
}

static Symbol *c_member(Checker *c, Symbol *space, Name name, Span span) {
    for (uint32_t i = 0; i < space->c_imports.len; i++) {
        Symbol *s = cimport_lookup(space->c_imports.items[i], name);
        if (!s) continue;
        s->flags |= SYMBOL_USED;
        if (s->kind != SYMBOL_C_UNUSABLE) return s;
        Diag *g = diag_error(&c->session->diags, E0109, span, "`%s.%s` cannot be used from Seam",
                             space->name->text, name->text);
        diag_note(g, "%s", s->c->reason);
        diag_label(g, source_place(&c->session->sources, s->c->file, s->c->line, s->c->col),
                   "declared here");
        diag_help(g,
                  "write a C function or constant of your own around it, and import that header");
        return NULL;
    }
    return report_no_c_name(c, space, name, span);
}

enum { LISTED_MOST = 12 };
typedef struct Listed {
    Checker *c;
    const char *text; // `a`, `b`
    uint32_t count;
} Listed;

static void list_export(void *listed, Name name, Symbol *symbol) {
    (void)symbol;
    Listed *l = listed;
    if (l->count++ < LISTED_MOST)
        l->text = arena_printf(l->c->arena, "%s%s`%s`", l->text, *l->text ? ", " : "", name->text);
}

// All that a small module exports.
static void list_exports(Checker *c, Diag *g, Module *m) {
    Listed l = {.c = c, .text = ""};
    module_each_export(m, list_export, &l);
    if (l.count == 0) diag_note(g, "it exports nothing");
    else if (l.count <= LISTED_MOST) diag_help(g, "it exports %s", l.text);
}

static void offer_export(void *nearest, Name name, Symbol *symbol) {
    (void)symbol;
    nearest_offer(nearest, name->text);
}

static Symbol *report_not_exported(Checker *c, Module *m, Name name, Span span) {
    Symbol *hidden = scope_find_here(m->scope, name);
    if (hidden && hidden->module == m) {
        Diag *g = diag_error(&c->session->diags, E0703, span, "`%s` is not exported by `%s`",
                             name->text, m->path);
        diag_label(g, hidden->span, "declared here");
        diag_help(g, "write `export` before its declaration");
        return NULL;
    }
    Diag *g =
        diag_error(&c->session->diags, E0703, span, "`%s` exports no `%s`", m->path, name->text);
    if (!may_suggest(c)) return NULL;
    Nearest nearest;
    nearest_init(&nearest, name->text);
    module_each_export(m, offer_export, &nearest);
    if (nearest.best) diag_help(g, "did you mean `%s`?", nearest.best);
    else list_exports(c, g, m);
    return NULL;
}

Symbol *check_exported(Checker *c, Module *m, Name name, Span span) {
    Symbol *s = module_export(m, name);
    return s ? s : report_not_exported(c, m, name, span);
}

Symbol *check_namespace_member(Checker *c, Symbol *space, Name name, Span span) {
    if (space->type) return NULL; // poison: it could not be loaded, which was reported
    if (!space->target) return c_member(c, space, name, span);
    Symbol *s = check_exported(c, space->target, name, span);
    return s ? use_symbol(c, s, 0, span) : NULL;
}
