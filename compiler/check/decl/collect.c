// Names: every top-level declaration of a module gets its symbol, types their identity, headers are
// loaded, and imports are bound. Nothing is resolved yet, so that declarations may stand in any
// order. needs: parsed modules -> makes: Module.scope, Symbol and Nominal shells with their names
// in C.
#include <string.h>

#include "base/io.h"
#include "check/check.h"
#include "check/decl/declare.h"
#include "check/generic/generic.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

// ---- names in C ----

// `main__` + `Database` + ..., made different from every other declaration's.
// Names that are made elsewhere from those of declarations: `A__new`, `x__init`, `_main`,
// `lambda_1`. They never end in `_`.
static bool looks_made(const char *name) {
    return strstr(name, "__") || strcmp(name, "new") == 0 || strcmp(name, "_main") == 0 ||
           strncmp(name, "lambda_", 7) == 0;
}

const char *check_c_name(Checker *c, const char *prefix, Symbol *s) {
    Program *p = c->program;
    const char *end = looks_made(s->name->text) ? "_" : "";
    const char *text = arena_printf(c->arena, "%s%s%s", prefix, s->name->text, end);
    const char *made = text;
    for (uint32_t n = 2; scope_add_as(p->c_names, intern_text(&p->session->names, made), s);) {
        made = arena_printf(c->arena, "%s_%u", text, n);
        n = p->c_names->entries.len; // free, unless somebody is called so: no long search
    }
    return made;
}

// ---- declaring ----

void check_add(Checker *c, Scope *scope, Name name, Symbol *s) {
    Symbol *before = scope_add_as(scope, name, s);
    if (!before) return;
    Diag *g = diag_error(diags(c), E0102, s->span, "`%s` is declared twice", name->text);
    diag_label(g, before->span, "declared here before");
    if (before->kind == SYMBOL_FUNCTION && s->kind == SYMBOL_FUNCTION)
        diag_help(
            g,
            "Seam has no overloads: give parameters default values, or functions different names");
}

static uint32_t symbol_flags(uint32_t decl) {
    return (decl & DECL_EXPORT ? (uint32_t)SYMBOL_EXPORTED : 0) |
           (decl & DECL_LET ? (uint32_t)SYMBOL_LET : 0);
}

static Symbol *declare(Checker *c, SymbolKind kind, Name name, Span span, Node *node) {
    Symbol *s = symbol_new(c->arena, kind, name, span);
    s->module = c->module;
    s->node = node;
    s->c_name = check_c_name(c, c->module->c_prefix, s);
    check_add(c, c->module->scope, name, s);
    return s;
}

void check_unsupported(Checker *c, Span span, const char *what, const char *help) {
    Diag *g = diag_error(diags(c), E0801, span, "%s not supported yet", what);
    diag_help(g, "%s", help);
}

// ---- declarations ----

// What is generic gets its names in C with its instances.
static Symbol *declare_generic(Checker *c, Symbol *s, const NodeList *params) {
    s->module = c->module;
    generic_declare(c, s, params, c->module->scope);
    return s;
}

static bool is_receiver(const Node *n) {
    const Node *first = n->u.function.params.len ? n->u.function.params.items[0] : NULL;
    const Node *name = first && first->kind == NODE_PARAM ? first->u.param.pattern : NULL;
    return name && name->kind == NODE_PATTERN_BIND && strcmp(name->u.bind.name->text, "this") == 0;
}

static void collect_generic_function(Checker *c, Node *n) {
    Symbol *s = symbol_new(c->arena, SYMBOL_FUNCTION, n->u.function.name, n->u.function.name_span);
    s->node = n;
    n->u.function.symbol = declare_generic(c, s, &n->u.function.type_params);
    s->flags |= symbol_flags(n->u.function.flags);
    if (c->module->is_library && is_receiver(n)) extension_declare(c, s);
    else check_add(c, c->module->scope, s->name, s);
}

static void collect_function(Checker *c, Node *n) {
    check_function_attributes(c, &n->u.function.attributes);
    if (generic_is_declared(c->module, &n->u.function.type_params)) {
        collect_generic_function(c, n);
        return;
    }
    Symbol *s = declare(c, SYMBOL_FUNCTION, n->u.function.name, n->u.function.name_span, n);
    s->flags |= symbol_flags(n->u.function.flags);
    n->u.function.symbol = s;
    if (c->module->is_main && strcmp(s->name->text, "main") == 0)
        c->module->has_main_function = true;
}

typedef struct Variable {
    Checker *checker;
    Node *node;
} Variable;

static void declare_variable(void *context, Node *bind) {
    const Variable *v = context;
    Symbol *s = declare(v->checker, SYMBOL_GLOBAL, bind->u.bind.name, bind->span, v->node);
    s->flags |= symbol_flags(v->node->u.var.flags);
    bind->u.bind.symbol = s;
}

static void collect_variable(Checker *c, Node *n) {
    Node *pattern = n->u.var.pattern;
    check_attributes(c, &n->u.var.attributes);
    check_each_bind(c, pattern, declare_variable, &(Variable){c, n});
    if (c->module->is_main || !(n->u.var.flags & DECL_LET)) return;
    Diag *g =
        diag_error(diags(c), E0708, pattern->span, "an imported file has no `let` at its top");
    diag_note(g, "every file that imports it would share and change it unseen");
    diag_help(g, "make it a `const`, or a field of a class");
}

static void collect_alias(Checker *c, Node *n) {
    Symbol *s = symbol_new(c->arena, SYMBOL_TYPE, n->u.alias.name, n->u.alias.name_span);
    s->module = c->module;
    s->node = n;
    s->flags |= symbol_flags(n->u.alias.flags);
    n->u.alias.symbol = s;
    if (n->u.alias.type_params.len) declare_generic(c, s, &n->u.alias.type_params);
    check_add(c, c->module->scope, s->name, s);
}

// A name whose declaration was reported; `flags` are the declaration's.
static void poison_name(Checker *c, Name name, Span span, uint32_t flags) {
    Symbol *s = symbol_new(c->arena, SYMBOL_GLOBAL, name, span);
    s->module = c->module;
    s->type = type_basic(c->types, POISON);
    s->flags = SYMBOL_CHECKED | symbol_flags(flags);
    check_add(c, c->module->scope, name, s);
}

static void collect_c_record(Checker *c, Node *n) {
    check_unsupported(c, n->u.record.name_span, "C's types without a header are",
                      "import them: `extern C from \"header.h\"`");
    poison_name(c, n->u.record.name, n->u.record.name_span, n->u.record.flags);
}

void check_new_record(Checker *c, Symbol *s) {
    const Node *n = s->node;
    TypeKind kind = n->kind == NODE_STRUCT  ? TYPE_STRUCT
                    : n->kind == NODE_CLASS ? TYPE_CLASS
                    : n->kind == NODE_ENUM  ? TYPE_ENUM
                                            : TYPE_INTERFACE;
    Nominal *nominal = ARENA_NEW(c->arena, Nominal);
    nominal->name = s->name;
    nominal->c_name = s->c_name;
    nominal->symbol = s;
    nominal->members = scope_new(c->arena, NULL);
    s->type = type_nominal(c->types, kind, nominal);
}

static void add_type(Checker *c, Symbol *s, Node *n, const NodeList *type_params) {
    s->node = n;
    s->module = c->module;
    if (generic_is_declared(c->module, type_params)) {
        declare_generic(c, s, type_params);
    } else {
        s->c_name = check_c_name(c, c->module->c_prefix, s);
        check_new_record(c, s);
        VEC_PUSH(c->arena, &c->module->records, s);
    }
    check_add(c, c->module->scope, s->name, s);
}

static void collect_record(Checker *c, Node *n) {
    if (n->u.record.is_extern) {
        collect_c_record(c, n);
        return;
    }
    check_attributes(c, &n->u.record.attributes);
    if (n->u.record.flags & DECL_SHARED)
        check_unsupported(c, n->u.record.name_span, "shared classes are",
                          "tasks come first; drop `shared`");
    Symbol *s = symbol_new(c->arena, SYMBOL_TYPE, n->u.record.name, n->u.record.name_span);
    s->flags |= symbol_flags(n->u.record.flags);
    n->u.record.symbol = s;
    add_type(c, s, n, &n->u.record.type_params);
}

static void collect_enum(Checker *c, Node *n) {
    if (n->u.enum_.is_extern) {
        check_unsupported(c, n->u.enum_.name_span, "C's enums without a header are",
                          "import them: `extern C from \"header.h\"`");
        poison_name(c, n->u.enum_.name, n->u.enum_.name_span, n->u.enum_.flags);
        return;
    }
    Symbol *s = symbol_new(c->arena, SYMBOL_TYPE, n->u.enum_.name, n->u.enum_.name_span);
    s->flags |= symbol_flags(n->u.enum_.flags);
    n->u.enum_.symbol = s;
    add_type(c, s, n, &n->u.enum_.type_params);
}

// ---- extern ----

static const char *text_arg(const Node *directive, uint32_t i) {
    const NodeList *args = &directive->u.directive.args;
    return i < args->len && args->items[i]->kind == NODE_STRING ? args->items[i]->u.string.text
                                                                : NULL;
}

typedef struct Directives {
    Texts defines;
    Texts includes;
    Texts links;
} Directives;

static void read_directive(Checker *c, Node *n, Directives *out) {
    const char *name = n->u.directive.name->text, *first = text_arg(n, 0), *second = text_arg(n, 1);
    if (strcmp(name, "note") == 0) return; // when the header is read
    if (first && strcmp(name, "define") == 0) {
        const char *define = second ? arena_printf(c->arena, "%s=%s", first, second) : first;
        VEC_PUSH(c->arena, &out->defines, define);
    } else if (first) { // `include` or `link`: the parser knows no others
        VEC_PUSH(c->arena, strcmp(name, "include") == 0 ? &out->includes : &out->links, first);
    }
}

static void add_texts(Checker *c, const Texts *from, Texts *to) {
    for (uint32_t i = 0; i < from->len; i++) VEC_PUSH(c->arena, to, from->items[i]);
}

// [build] of seam.toml, behind what the block says itself.
static void add_package_settings(Checker *c, Directives *out) {
    const Package *package = c->module->package;
    if (!package) return;
    add_texts(c, &package->defines, &out->defines);
    add_texts(c, &package->includes, &out->includes);
    add_texts(c, &package->links, &out->links);
}

static CImport *load_headers(Checker *c, Node *n) {
    Texts headers = {0};
    VEC(Span) spans = {0};
    Directives directives = {0};
    for (uint32_t i = 0; i < n->u.extern_from.sources.len; i++) {
        Node *source = n->u.extern_from.sources.items[i];
        if (source->kind != NODE_STRING) return NULL; // reported by the parser
        VEC_PUSH(c->arena, &headers, source->u.string.text);
        VEC_PUSH(c->arena, &spans, source->span);
    }
    for (uint32_t i = 0; i < n->u.extern_from.directives.len; i++)
        read_directive(c, n->u.extern_from.directives.items[i], &directives);
    if (headers.len == 0) return NULL;
    add_package_settings(c, &directives);
    CImportRequest request = {
        .headers = headers.items,
        .header_count = headers.len,
        .defines = directives.defines.items,
        .define_count = directives.defines.len,
        .includes = directives.includes.items,
        .include_count = directives.includes.len,
        .links = directives.links.items,
        .link_count = directives.links.len,
        .base_dir = path_dir(c->arena, c->module->path),
        .span = n->span,
        .header_spans = spans.items,
    };
    return cimport_load(&c->program->cimports, &request);
}

// The name space of an import: headers without an alias share `C`.
static Symbol *header_space(Checker *c, Node *n) {
    Name name = n->u.extern_from.alias;
    Span span = name ? n->u.extern_from.alias_span : n->span;
    if (!name) {
        name = n->u.extern_from.world;
        Symbol *shared = scope_find_here(c->module->scope, name);
        if (shared && shared->kind == SYMBOL_NAMESPACE && !shared->target) return shared;
    }
    Symbol *s = symbol_new(c->arena, SYMBOL_NAMESPACE, name, span);
    s->module = c->module;
    s->flags = SYMBOL_CHECKED;
    check_add(c, c->module->scope, name, s);
    return s;
}

static void collect_headers(Checker *c, Node *n) {
    Symbol *space = n->u.extern_from.symbol = header_space(c, n);
    const char *world = n->u.extern_from.world->text;
    CImport *import = NULL;
    if (strcmp(world, "C") == 0) import = load_headers(c, n);
    else if (n->u.extern_from.sources.len)
        check_unsupported(c, n->span, arena_printf(c->arena, "`extern %s` is", world),
                          "C is: `extern C from \"header.h\"`");
    if (!import) {
        space->type = type_basic(c->types, POISON); // its names are unknown, and silent
        return;
    }
    VEC_PUSH(c->arena, &space->c_imports, import);
    VEC_PUSH(c->arena, &c->module->c_imports, import);
    for (uint32_t i = 0; i < n->u.extern_from.directives.len; i++) {
        const Node *directive = n->u.extern_from.directives.items[i];
        bool note = strcmp(directive->u.directive.name->text, "note") == 0;
        if (note) check_note_line(c, import, directive);
    }
}

static void collect_c_function(Checker *c, Node *n) {
    check_attributes(c, &n->u.function.attributes);
    Symbol *s = symbol_new(c->arena, SYMBOL_FUNCTION, n->u.function.name, n->u.function.name_span);
    LineCol at = source_line_col(&c->session->sources, c->module->source, s->span.start);
    CFacts *facts = ARENA_NEW(c->arena, CFacts);
    facts->c_name = s->name->text;
    facts->file = c->module->path;
    facts->line = at.line;
    facts->col = at.col;
    s->module = c->module;
    s->node = n;
    s->c = facts;
    s->c_name = facts->c_name;
    s->flags |= symbol_flags(n->u.function.flags);
    n->u.function.symbol = s;
    check_add(c, c->module->scope, s->name, s);
    VEC_PUSH(c->arena, &c->module->extern_functions, s);
}

static void collect_extern_block(Checker *c, Node *n) {
    if (strcmp(n->u.extern_block.abi->text, "C") != 0)
        check_unsupported(c, n->span, "calling conventions other than \"C\" are",
                          "write `extern \"C\"`");
    for (uint32_t i = 0; i < n->u.extern_block.items.len; i++) {
        Node *item = n->u.extern_block.items.items[i];
        if (item->kind == NODE_FUNCTION) {
            collect_c_function(c, item);
        } else if (item->kind == NODE_ENUM) {
            collect_enum(c, item);
        } else if (item->kind == NODE_STRUCT || item->kind == NODE_UNION) {
            collect_c_record(c, item);
        } else if (item->kind != NODE_POISON) {
            diag_error(diags(c), E0210, item->span,
                       "an extern block declares only what is C's: functions and types");
        }
    }
}

// ---- modules ----

typedef void Collector(Checker *c, Node *n);

static void collect_nothing(Checker *c, Node *n) { (void)c, (void)n; } // bound later; or poison

static Collector *const collectors[NODE_KIND_COUNT] = {
    [NODE_IMPORT] = collect_nothing,      [NODE_POISON] = collect_nothing,
    [NODE_EXTERN_FROM] = collect_headers, [NODE_EXTERN_BLOCK] = collect_extern_block,
    [NODE_FUNCTION] = collect_function,   [NODE_VAR] = collect_variable,
    [NODE_ALIAS] = collect_alias,         [NODE_STRUCT] = collect_record,
    [NODE_CLASS] = collect_record,        [NODE_INTERFACE] = collect_record,
    [NODE_ENUM] = collect_enum,           [NODE_UNION] = collect_c_record,
};

static void report_statement(Checker *c, Node *n) {
    Diag *g = diag_error(diags(c), E0705, n->span, "an imported file only declares");
    diag_note(g, "statements at the top belong to the file that is run");
    diag_help(g, "put it into a function that is exported and called");
}

static void report_two_mains(Checker *c, Node *statement) {
    Name name = intern_text(&c->session->names, "main");
    Diag *g = diag_error(diags(c), E0706, statement->span,
                         "a file with `main` has no statements at its top");
    diag_label(g, scope_find_here(c->module->scope, name)->span, "the program starts here");
    bool calls = statement->kind == NODE_EXPR_STMT && statement->u.stmt.expr->kind == NODE_CALL;
    const Node *callee = calls ? statement->u.stmt.expr->u.call.callee : NULL;
    if (callee && callee->kind == NODE_NAME && callee->u.name.name == name)
        diag_help(g, "`main` is called by itself: leave this out");
    else diag_help(g, "move the statement into `main`");
}

void check_collect(Checker *c) {
    const NodeList *items = &c->module->tree->u.module.items;
    Node *statement = NULL;
    for (uint32_t i = 0; i < items->len; i++) {
        Collector *collect = collectors[items->items[i]->kind];
        if (collect) collect(c, items->items[i]);
        else if (!c->module->is_main) report_statement(c, items->items[i]);
        else if (!statement) statement = items->items[i];
    }
    if (statement && c->module->has_main_function) report_two_mains(c, statement);
}

static void bind_names(Checker *c, const Node *n, Module *from) {
    for (uint32_t i = 0; i < n->u.import_.names.len; i++) {
        const Node *item = n->u.import_.names.items[i];
        Name name = item->u.import_name.name, here = item->u.import_name.alias;
        if (!here) here = name;
        Symbol *s = from ? check_exported(c, from, name, item->span) : NULL;
        Symbol *before = s ? scope_add_as(c->module->scope, here, s) : NULL;
        if (!s) {
            poison_name(c, here, item->span, 0);
        } else if (before && before != s) {
            Diag *g = diag_error(diags(c), E0102, item->span, "`%s` is declared twice", here->text);
            diag_label(g, before->span, "declared here");
            diag_help(g, "import it under another name: `%s as other`", name->text);
        }
    }
}

static void bind_module(Checker *c, const Node *n, Module *from) {
    Symbol *s = symbol_new(c->arena, SYMBOL_NAMESPACE, n->u.import_.namespace_, n->span);
    s->module = c->module;
    s->target = from;
    s->flags = SYMBOL_CHECKED;
    if (!from) s->type = type_basic(c->types, POISON);
    check_add(c, c->module->scope, s->name, s);
}

// `export { a } from ..` names what is there, and nothing that this file exports already.
static void check_reexport(Checker *c, const Node *n, Module *from) {
    for (uint32_t i = 0; from && i < n->u.import_.names.len; i++) {
        const Node *item = n->u.import_.names.items[i];
        Name name = item->u.import_name.name, here = item->u.import_name.alias;
        Symbol *s = check_exported(c, from, name, item->span);
        Symbol *found = s ? module_export(c->module, here ? here : name) : NULL;
        if (!found || found == s) continue;
        Diag *g = diag_error(diags(c), E0102, item->span, "`%s` is exported twice",
                             (here ? here : name)->text);
        diag_label(g, found->span, "declared here");
        diag_help(g, "export it under another name: `%s as other`", name->text);
    }
}

void check_bind_imports(Checker *c) {
    const NodeList *items = &c->module->tree->u.module.items;
    for (uint32_t i = 0, import = 0; i < items->len; i++) {
        const Node *n = items->items[i];
        if (n->kind != NODE_IMPORT) continue;
        Module *from = c->module->imports.items[import++];
        if (n->u.import_.flags & DECL_EXPORT) check_reexport(c, n, from);
        else if (n->u.import_.namespace_) bind_module(c, n, from);
        else bind_names(c, n, from);
    }
}
