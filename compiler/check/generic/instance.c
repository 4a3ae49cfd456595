// Making instances. One for each list of type arguments, found again by its arguments; what asks
// for instances of instances without end is stopped by their depth.
#include "check/generic/generic.h"

#include <ctype.h>
#include <string.h>

#include "check/decl/declare.h"

enum { DEPTH_MAX = 24 };

void generics_init(Checker *c) { c->program->generics = ARENA_NEW(c->arena, Generics); }

// ---- declaring ----

bool generic_is_declared(const Module *m, const NodeList *params) {
    return params->len > 0 || m->is_library;
}

static Symbol *new_param(Checker *c, const Node *n, const Type *type) {
    Symbol *s = symbol_new(c->arena, SYMBOL_TYPE_PARAM, n->u.type_param.name, n->span);
    s->type = type;
    s->flags = SYMBOL_CHECKED;
    s->module = c->module;
    return s;
}

void generic_declare(Checker *c, Symbol *s, const NodeList *params, Scope *outer) {
    Generic *g = s->generic = ARENA_NEW(c->arena, Generic);
    const Type **types = ARENA_ARRAY(c->arena, const Type *, params->len);
    *g = (Generic){.symbol = s, .params = params, .types = types, .outer = outer};
    for (uint32_t i = 0; i < params->len; i++) {
        const Node *n = params->items[i];
        if (n->kind != NODE_TYPE_PARAM) continue;
        Symbol *param = new_param(c, n, NULL);
        param->type = type_param(c->types, param->name, g->count, param);
        types[g->count++] = param->type;
    }
    s->flags |= SYMBOL_CHECKED;
}

// ---- entering ----

void generic_enter(Checker *c, Symbol *s) {
    Symbol *record = s->kind == SYMBOL_TYPE ? s : s->owner;
    if (record && record->node && record->node->kind != NODE_ALIAS) c->self = record;
    const Instance *instance = symbol_instance(s);
    if (!instance) return;
    c->scope = instance->scope;
    c->home = instance->home;
    c->instance = instance->is_abstract ? NULL : instance;
}

// The bounds, which may speak of all parameters.
static void complete_bounds(Checker *c, Generic *g) {
    if (g->has_bounds) return;
    g->has_bounds = true;
    Checker saved = check_enter(c, g->symbol->module);
    generic_enter(c, g->symbol->owner ? g->symbol->owner : g->symbol);
    c->home = NULL;
    c->scope = scope_new(c->arena, g->outer);
    for (uint32_t i = 0; i < g->count; i++)
        check_add(c, c->scope, g->types[i]->u.param.name, g->types[i]->u.param.symbol);
    for (uint32_t i = 0, param = 0; i < g->params->len; i++) {
        const Node *n = g->params->items[i];
        if (n->kind != NODE_TYPE_PARAM) continue;
        Symbol *s = g->types[param++]->u.param.symbol;
        for (uint32_t k = 0; k < n->u.type_param.bounds.len; k++) {
            Node *at = node_clone(c->arena, n->u.type_param.bounds.items[k]);
            const Type *bound = check_declared_type(c, at);
            if (bound->kind == TYPE_INTERFACE) VEC_PUSH(c->arena, &s->bounds, bound);
            else if (bound->kind != TYPE_POISON)
                diag_error(&c->session->diags, E0207, at->span, "`%s` is no interface",
                           type_text(c->arena, bound));
        }
    }
    *c = saved;
}

// ---- names in C ----

// `Box_of_int`: for people, and for <seam/frame.h>; check_c_name keeps them apart.
static const char *name_in_c(Checker *c, const Generic *g, const Type *const *args) {
    enum { PART_MAX = 32 };
    Arena *scratch = &c->session->scratch;
    const char *name = g->symbol->name->text;
    for (uint32_t i = 0; i < g->count; i++) {
        const char *text = type_text(scratch, args[i]);
        char part[PART_MAX + 1];
        uint32_t len = 0;
        for (; *text && len < PART_MAX; text++) {
            bool plain = isalnum((unsigned char)*text);
            if (plain) part[len++] = *text;
            else if (len && part[len - 1] != '_') part[len++] = '_';
        }
        while (len && part[len - 1] == '_') len--;
        part[len] = 0;
        name = arena_printf(scratch, "%s%s%s", name, i ? "_" : "_of_", part);
    }
    return name;
}

static void name_instance(Checker *c, const Generic *g, Symbol *s) {
    const Symbol *owner = s->owner;
    const char *prefix = owner && owner->type
                             ? arena_printf(c->arena, "%s__", owner->type->u.nominal->c_name)
                             : s->module->c_prefix;
    Symbol named = *s;
    named.name = intern_text(&c->session->names, name_in_c(c, g, s->instance->args));
    s->c_name = check_c_name(c, prefix, &named);
}

// ---- making ----

static Symbol *find(const Generic *g, const Type *const *args) {
    for (uint32_t i = 0; i < g->instances.len; i++) {
        Symbol *s = g->instances.items[i];
        if (g->count == 0 || memcmp(s->instance->args, args, sizeof *args * g->count) == 0)
            return s;
    }
    return NULL;
}

static void report_endless(Checker *c, Generic *g, Span span) {
    if (!g->is_endless) {
        Diag *g_ = diag_error(&c->session->diags, E0222, span,
                              "`%s` needs instances of itself without end", g->symbol->name->text);
        diag_note(g_, "each one asks for another, whose type arguments are larger");
        diag_label(g_, g->symbol->span, "declared here");
        diag_help(g_,
                  "let it use itself with the type arguments that it was given: `%s<T>`; what "
                  "grows is kept in an array or an enum",
                  g->symbol->name->text);
    }
    g->is_endless = true;
}

static void own_node(Symbol *s, Node *node) {
    s->node = node;
    if (node->kind == NODE_FUNCTION) node->u.function.symbol = s;
    else if (node->kind == NODE_ALIAS) node->u.alias.symbol = s;
    else if (node->kind == NODE_ENUM) node->u.enum_.symbol = s;
    else node->u.record.symbol = s;
}

static Instance *new_instance(Checker *c, const Generic *g, const Type *const *args, Span span) {
    Instance *i = ARENA_NEW(c->arena, Instance);
    const Type **own = ARENA_ARRAY(c->arena, const Type *, g->count);
    i->generic = g->symbol;
    i->args = own;
    i->arg_count = g->count;
    i->span = c->instance && c->module->is_library ? c->instance->span : span;
    i->scope = scope_new(c->arena, g->outer);
    i->scope->is_wall = g->is_local;
    const Instance *outer = symbol_instance(g->symbol);
    i->is_abstract = outer && outer->is_abstract;
    for (uint32_t k = 0, param = 0; k < g->params->len; k++) {
        const Node *n = g->params->items[k];
        if (n->kind != NODE_TYPE_PARAM) continue;
        own[param] = args[param];
        i->is_abstract |= type_has_param(args[param]);
        Symbol *s = new_param(c, n, args[param++]);
        if (c->program->generics->declared || scope_find_here(i->scope, s->name) == NULL)
            scope_add(i->scope, s);
    }
    return i;
}

static bool is_record(const Node *n) {
    return n->kind == NODE_STRUCT || n->kind == NODE_CLASS || n->kind == NODE_INTERFACE ||
           n->kind == NODE_ENUM;
}

static void start_record(Checker *c, Symbol *s) {
    check_new_record(c, s);
    Nominal *n = s->type->u.nominal;
    n->generic = s->instance->generic;
    n->args = s->instance->args;
    n->arg_count = s->instance->arg_count;
    check_implements(c, s);
    if (c->program->generics->declared) check_complete_record(c, s);
}

static Symbol *make(Checker *c, Generic *g, const Type *const *args, Span span) {
    const uint32_t kept =
        SYMBOL_EXPORTED | SYMBOL_PRIVATE | SYMBOL_STATIC | SYMBOL_GETTER | SYMBOL_SETTER;
    Symbol *s = symbol_new(c->arena, g->symbol->kind, g->symbol->name, g->symbol->span);
    s->flags = g->symbol->flags & kept;
    s->module = g->symbol->module;
    s->owner = g->symbol->owner;
    s->instance = new_instance(c, g, args, span);
    own_node(s, node_clone(c->arena, g->symbol->node));
    VEC_PUSH(c->arena, &g->instances, s); // first: it may be a part of itself
    if (s->node->kind != NODE_ALIAS) name_instance(c, g, s);
    if (is_record(s->node)) start_record(c, s);
    return s;
}

Symbol *check_instance(Checker *c, Symbol *generic, const Type *const *args, uint32_t count,
                       Span span) {
    Generic *g = generic->generic;
    if (count != g->count) return NULL;
    for (uint32_t i = 0; i < count; i++)
        if (args[i]->kind == TYPE_POISON) return NULL;
    complete_bounds(c, g);
    Symbol *s = find(g, args);
    if (!s) {
        uint32_t depth = 0;
        for (uint32_t i = 0; i < count; i++)
            if (type_depth(args[i]) > depth) depth = type_depth(args[i]);
        if (g->is_endless || depth > DEPTH_MAX) {
            report_endless(c, g, span);
            return NULL;
        }
        if (!generic_check_bounds(c, g, args, span)) return NULL;
        s = make(c, g, args, span);
    }
    generic_want(c, s);
    return s;
}

Symbol *generic_draft(Checker *c, Symbol *generic) {
    Generic *g = generic->generic;
    if (!g->draft) {
        Checker saved = check_enter(c, generic->module);
        c->home = NULL;
        complete_bounds(c, g);
        g->draft = find(g, g->types);
        if (!g->draft) g->draft = make(c, g, g->types, generic->span);
        if (g->count > 0) g->draft->instance->is_abstract = true;
        *c = saved;
    }
    return g->draft;
}
