// Who assigns what, by the text alone: asked about code whose names are not resolved yet, or of
// another function. Hidden names are honoured; a doubt counts as an assignment.
#include <string.h>

#include "check/expr/expr.h"
#include "syntax/walk.h"

// `take(place)`, the builtin or whoever else is called so.
static const Node *taken_place(const Node *n) {
    const Node *callee = n->u.call.callee;
    bool takes = callee && callee->kind == NODE_NAME && n->u.call.args.len == 1 &&
                 strcmp(callee->u.name.name->text, "take") == 0;
    const Node *arg = takes ? n->u.call.args.items[0] : NULL;
    return arg && arg->kind == NODE_ARG ? arg->u.arg.value : NULL;
}

// What an assignment, an increment, an address-of or `take` changes; NULL: it is none of these.
static const Node *assigned_place(const Node *n) {
    if (n->kind == NODE_CALL) return taken_place(n);
    return n->kind == NODE_ASSIGN      ? n->u.assign.target
           : n->kind == NODE_INCREMENT ? n->u.increment.target
           : n->kind == NODE_ADDRESS   ? n->u.wrap.operand
                                       : NULL;
}

// `[a, b] = ..` and `({ x, y } = ..)` have several.
static void each_place(const Node *target, PlaceVisit *visit, void *context) {
    target = expr_bare(target);
    bool fields = target->kind == NODE_STRUCT_LITERAL;
    if (target->kind != NODE_ARRAY && !fields) visit(context, target);
    for (uint32_t i = 0; target->kind == NODE_ARRAY && i < target->u.array.items.len; i++)
        each_place(target->u.array.items.items[i], visit, context);
    for (uint32_t i = 0; fields && i < target->u.struct_literal.fields.len; i++) {
        const Node *field = target->u.struct_literal.fields.items[i];
        if (field->kind == NODE_FIELD_INIT) each_place(field->u.field_init.value, visit, context);
    }
}

void assigns_each(const Node *n, PlaceVisit *visit, void *context) {
    const Node *target = assigned_place(n);
    if (target) each_place(target, visit, context);
}

// ---- lets that closures assign ----

typedef struct Search {
    const Symbol *symbol;
    bool whole_module; // functions count as closures of its variables
    bool inside;       // of a closure
    bool found;
} Search;

static bool binds(const Node *pattern, Name name);

typedef struct Binding {
    Name name;
    bool found;
} Binding;

static void look_for_binding(void *context, Node *child) {
    Binding *b = context;
    b->found = b->found || binds(child, b->name);
}

static bool binds(const Node *pattern, Name name) {
    if (pattern->kind == NODE_PATTERN_BIND) return pattern->u.bind.name == name;
    Binding b = {name, pattern->kind == NODE_PATTERN_FIELD && !pattern->u.pattern_field.pattern &&
                           pattern->u.pattern_field.name == name};
    if (!b.found) node_each_child(pattern, look_for_binding, &b);
    return b.found;
}

static bool params_bind(NodeList params, Name name) {
    for (uint32_t i = 0; i < params.len; i++)
        if (params.items[i]->u.param.pattern && binds(params.items[i]->u.param.pattern, name))
            return true;
    return false;
}

// A declaration in this node hides the name that is searched for, from here to the end of its
// block.
static bool hides(const Search *s, const Node *n) {
    Name name = s->symbol->name;
    switch ((int)n->kind) {
    case NODE_FUNCTION: return params_bind(n->u.function.params, name);
    case NODE_LAMBDA: return params_bind(n->u.lambda.params, name);
    case NODE_FOR: return n->u.for_.pattern && binds(n->u.for_.pattern, name);
    case NODE_CATCH: return n->u.catch_.name == name;
    }
    return false;
}

static void search_assignment(void *context, Node *n);

static void search_block(Search *s, const Node *block) {
    for (uint32_t i = 0; i < block->u.block.items.len && !s->found; i++) {
        Node *item = block->u.block.items.items[i];
        search_assignment(s, item);
        if (item->kind == NODE_VAR && item->u.var.pattern &&
            binds(item->u.var.pattern, s->symbol->name))
            return;
    }
}

static void compare_place(void *context, const Node *place) {
    Search *s = context;
    s->found |= place->kind == NODE_NAME && place->u.name.name == s->symbol->name;
}

static void search_assignment(void *context, Node *n) {
    Search *s = context;
    if (s->found || hides(s, n)) return;
    if (s->inside) assigns_each(n, compare_place, s);
    if (s->found) return;
    bool was_inside = s->inside;
    if (n->kind == NODE_LAMBDA || n->kind == NODE_FUNCTION) s->inside = true;
    bool is_block = n->kind == NODE_BLOCK || n->kind == NODE_UNSAFE || n->kind == NODE_TASKS;
    if (is_block && s->inside) search_block(s, n);
    else node_each_child(n, search_assignment, s);
    s->inside = was_inside;
}

// ---- names that any closure of a module assigns: most are none, and need no search ----

typedef struct Collector {
    Arena *arena;
    Module *module;
    bool in_function;
    bool in_lambda;
} Collector;

static void collect_place(void *context, const Node *place) {
    const Collector *c = context;
    if (place->kind != NODE_NAME) return;
    set_add(c->arena, &c->module->function_assigns, place->u.name.name);
    if (c->in_lambda) set_add(c->arena, &c->module->lambda_assigns, place->u.name.name);
}

static void collect_assigned(void *context, Node *n) {
    Collector *outer = context, inner = *outer;
    if (inner.in_function) assigns_each(n, collect_place, &inner);
    inner.in_lambda |= n->kind == NODE_LAMBDA || (inner.in_function && n->kind == NODE_FUNCTION);
    inner.in_function |= n->kind == NODE_LAMBDA || n->kind == NODE_FUNCTION;
    node_each_child(n, collect_assigned, &inner);
}

static bool may_be_assigned(Checker *c, const Symbol *symbol) {
    Module *m = symbol->kind == SYMBOL_GLOBAL && symbol->module ? symbol->module : c->module;
    if (!m->assigns_known) {
        m->assigns_known = true;
        collect_assigned(&(Collector){.arena = c->arena, .module = m}, m->tree);
    }
    bool global = symbol->kind == SYMBOL_GLOBAL;
    return set_has(global ? &m->function_assigns : &m->lambda_assigns, symbol->name);
}

// The tree that can see a variable: its module, or the outermost function being checked.
static Node *region_of(Checker *c, const Symbol *symbol) {
    if (symbol->kind == SYMBOL_GLOBAL) return symbol->module ? symbol->module->tree : NULL;
    const FunctionContext *f = c->function;
    while (f && f->is_lambda && f->outer) f = f->outer;
    return f && f->symbol ? f->symbol->node : c->module->tree;
}

bool assigns_from_closure(Checker *c, Symbol *symbol) {
    if (!(symbol->flags & SYMBOL_SCANNED)) {
        symbol->flags |= SYMBOL_SCANNED;
        Node *region = may_be_assigned(c, symbol) ? region_of(c, symbol) : NULL;
        Search s = {.symbol = symbol, .whole_module = symbol->kind == SYMBOL_GLOBAL};
        if (region) node_each_child(region, search_assignment, &s);
        if (s.found) symbol->flags |= SYMBOL_SHIFTING;
    }
    return symbol->flags & SYMBOL_SHIFTING;
}

// ---- parameters and `let`s that nothing assigns ----

typedef struct ParamSearch {
    Name name;
    bool parts; // `p.x = 1` counts
    bool found;
} ParamSearch;

static void compare_param(void *context, const Node *place) {
    ParamSearch *s = context;
    while (s->parts && (place->kind == NODE_MEMBER || place->kind == NODE_INDEX))
        place =
            expr_bare(place->kind == NODE_MEMBER ? place->u.member.object : place->u.index.object);
    s->found |= place->kind == NODE_NAME && place->u.name.name == s->name;
}

static void search_param(void *context, Node *n) {
    ParamSearch *s = context;
    assigns_each(n, compare_param, s);
    // a method may change its struct
    if (s->parts && n->kind == NODE_CALL && n->u.call.callee &&
        n->u.call.callee->kind == NODE_MEMBER)
        compare_param(s, expr_bare(n->u.call.callee->u.member.object));
    if (!s->found) node_each_child(n, search_param, s);
}

static bool is_assigned(Checker *c, const Symbol *s, bool parts) {
    bool own = s->kind == SYMBOL_LOCAL || (s->kind == SYMBOL_GLOBAL && s->module == c->module);
    bool variable = own && s->flags & SYMBOL_LET;
    Node *region = s->kind == SYMBOL_PARAM && s->owner ? s->owner->node
                   : variable                          ? region_of(c, s)
                                                       : NULL;
    if (!region) return true;
    ParamSearch search = {.name = s->name, .parts = parts};
    search_param(&search, region);
    return search.found;
}

bool assigns_never(Checker *c, const Symbol *variable) { return !is_assigned(c, variable, false); }

// Reading a getter may change its struct, and the text does not tell getters from fields.
static bool may_have_getters(const Type *t) {
    if (t->kind == TYPE_TUPLE) {
        for (uint32_t i = 0; i < t->u.tuple.count; i++)
            if (may_have_getters(type_strip(t->u.tuple.items[i]))) return true;
        return false;
    }
    if (t->kind != TYPE_STRUCT) return false;
    const Nominal *n = t->u.nominal;
    for (uint32_t i = 0; i < n->methods.len; i++)
        if (symbol_is_accessor(n->methods.items[i])) return true;
    for (uint32_t i = 0; i < n->fields.len; i++)
        if (type_strip(n->fields.items[i].type)->kind == TYPE_STRUCT) return true;
    return false;
}

bool assigns_no_part(Checker *c, const Symbol *variable) {
    return !may_have_getters(variable->type) && !is_assigned(c, variable, true);
}

// ---- methods that change their struct ----

static bool is_this_value(const Node *n) {
    n = expr_bare(n);
    while (n->kind == NODE_MEMBER) n = expr_bare(n->u.member.object);
    return n->kind == NODE_THIS;
}

typedef struct ThisSearch {
    Nominal *owner; // the struct
    bool found;
} ThisSearch;

// The struct that a path from `this` holds; NULL: it leaves the struct, or is no such path.
static Nominal *struct_at(Nominal *owner, const Node *n) {
    n = expr_bare(n);
    if (n->kind == NODE_THIS) return owner;
    Nominal *outer = n->kind == NODE_MEMBER ? struct_at(owner, n->u.member.object) : NULL;
    const Field *field = outer ? nominal_field(outer, n->u.member.name) : NULL;
    return field && field->type && field->type->kind == TYPE_STRUCT ? field->type->u.nominal : NULL;
}

// Does this name a method, called or a getter, that changes `this` or a struct in it?
static bool uses_mutating(Nominal *owner, const Node *member) {
    Nominal *at = struct_at(owner, member->u.member.object);
    Symbol *method = at ? nominal_method(at, member->u.member.name) : NULL;
    if (method && symbol_is_accessor(method)) method = symbol_getter(method); // it is read
    if (!method) return false;
    return at == owner ? method->flags & SYMBOL_MUTATES : assigns_this(method);
}

static void find_this(void *context, const Node *place) {
    ThisSearch *s = context;
    s->found |= is_this_value(place);
}

static void search_this(void *context, Node *n) {
    ThisSearch *s = context;
    if (s->found) return;
    assigns_each(n, find_this, s);
    s->found |= n->kind == NODE_MEMBER && uses_mutating(s->owner, n);
    node_each_child(n, search_this, s);
}

// Of all methods of a struct that do not assign `this` as far as is known: those that do after all.
static bool find_mutating(Nominal *owner) {
    bool found = false;
    for (uint32_t i = 0; i < owner->methods.len; i++) {
        Symbol *method = owner->methods.items[i];
        ThisSearch s = {.owner = owner};
        method->flags |= SYMBOL_SCANNED;
        if (method->flags & SYMBOL_MUTATES || !method->node || !method->node->u.function.body)
            continue;
        search_this(&s, method->node->u.function.body);
        if (s.found) method->flags |= SYMBOL_MUTATES;
        found |= s.found;
    }
    return found;
}

// Assigns `this` or a part of it, itself or through its struct's other methods, which may call each
// other in a circle. By the text alone: a field of a class that a struct holds counts as the
// struct's own.
bool assigns_this(Symbol *method) {
    if (method->kind != SYMBOL_METHOD || !method->owner || !method->node) return false;
    if (!(method->flags & SYMBOL_SCANNED))
        while (find_mutating(method->owner->type->u.nominal)) continue;
    return method->flags & SYMBOL_MUTATES;
}
