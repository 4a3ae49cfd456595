// Completing symbols on demand: the type of a function from its signature, of a variable or field
// from what is written or from its initial value, of an alias from its target. A declaration that
// needs itself is an error. Default values are checked here too, before any call can share them.
#include <assert.h>

#include "check/body/body.h"
#include "check/body/throws.h"
#include "check/check.h"
#include "check/decl/declare.h"
#include "check/generic/generic.h"

static Diags *diags(Checker *c) { return &c->session->diags; }
static const Type *poison(Checker *c) { return type_basic(c->types, POISON); }

// Sets aside what the checker is doing, for work on another declaration; `*c = saved` takes it up
// again.
Checker check_enter(Checker *c, Module *m) {
    Checker saved = *c;
    *c = (Checker){.program = saved.program,
                   .session = saved.session,
                   .types = saved.types,
                   .arena = saved.arena,
                   .module = m,
                   .home = m->is_library ? NULL : m,
                   .scope = m->scope,
                   .effects = saved.effects,
                   .depth = saved.depth + 1,
                   .waiting = saved.waiting};
    return saved;
}

// ---- values outside of bodies ----

// A value that is evaluated elsewhere than it stands: a default, what a field begins with.
typedef struct Detached {
    Symbol *owner;       // the function that it becomes part of
    const Type *target;  // NULL: its own type
    const char *what;    // for messages about `target`
    const char *forbids; // names it for the message that nothing may be thrown there; NULL: the
                         // owner throws it
} Detached;

static const Type *check_detached(Checker *c, Node **slot, Detached d) {
    FunctionContext context = {.symbol = d.owner, .result = type_basic(c->types, VOID)};
    context.is_detached = true;
    context.effect = d.forbids ? throws_new(c, NULL, d.forbids) : throws_of(c, d.owner);
    FunctionContext *outer = c->function;
    c->function = &context;
    const Type *t = d.target ? check_expr_as(c, slot, d.target, d.what) : check_expr(c, slot, NULL);
    c->function = outer;
    return t;
}

// ---- functions ----

static const char *param_name(const Node *param) {
    const Node *pattern = param->u.param.pattern;
    return pattern && pattern->kind == NODE_PATTERN_BIND ? pattern->u.bind.name->text : "_";
}

// What a default value sees of the parameters before it: constants, to which each call that needs
// the default gives its arguments.
static Scope *enter_earlier(Checker *c, const NodeList *params, uint32_t index) {
    Scope *outer = c->scope;
    c->scope = scope_new(c->arena, outer);
    for (uint32_t i = 0; i < index; i++) {
        const Node *p = params->items[i];
        const Node *pattern = p->kind == NODE_PARAM ? p->u.param.pattern : NULL;
        if (!pattern || pattern->kind != NODE_PATTERN_BIND || !p->type) continue;
        Symbol *seen = symbol_new(c->arena, SYMBOL_LOCAL, pattern->u.bind.name, pattern->span);
        seen->type = p->type;
        seen->flags = SYMBOL_CHECKED;
        seen->module = c->module;
        seen->index = i;
        scope_add(c->scope, seen);
    }
    return outer;
}

const Type *check_default(Checker *c, Symbol *s, const NodeList *params, uint32_t index) {
    Node *p = params->items[index];
    const char *what = arena_printf(c->arena, "default value of `%s`", param_name(p));
    Scope *outer = enter_earlier(c, params, index);
    const Type *t =
        check_detached(c, &p->u.param.init, (Detached){s, p->type, what, "a default value"});
    for (uint32_t i = 0; i < c->scope->entries.len; i++) {
        Symbol *seen = c->scope->entries.items[i].symbol;
        if (seen->flags & SYMBOL_USED) VEC_PUSH(c->arena, &p->u.param.reads, seen);
    }
    c->scope = outer;
    return t;
}

static const Type *untyped_param(Checker *c, Symbol *s, uint32_t index) {
    Node *p = s->node->u.function.params.items[index];
    if (!p->u.param.init) {
        Diag *g =
            diag_error(diags(c), E0211, p->span, "the parameter `%s` needs a type", param_name(p));
        diag_help(g, "write for example `%s: int`", param_name(p));
        return poison(c);
    }
    const Type *t = check_default(c, s, &s->node->u.function.params, index);
    return check_inferred(c, t, p->u.param.init->span, "parameter");
}

static const Type *rest_param(Checker *c, Node *p, bool last, const Type *t) {
    if (!last)
        diag_help(diag_error(diags(c), E0211, p->span, "a rest parameter is the last one"),
                  "move it behind the others; callers may name those: `f(1, 2, last: 3)`");
    if (p->u.param.init)
        diag_help(diag_error(diags(c), E0211, p->span,
                             "a rest parameter has no default value: it can be empty"),
                  "leave the value out, and test `%s.isEmpty`", param_name(p));
    if (t->kind == TYPE_ARRAY || t->kind == TYPE_POISON) return t;
    Diag *g = diag_error(diags(c), E0211, p->span, "a rest parameter is an array");
    diag_help(g, "write `...%s: %s[]`", param_name(p), type_text(c->arena, t));
    return poison(c);
}

static TypeParam declare_param(Checker *c, Symbol *s, uint32_t index) {
    const NodeList *params = &s->node->u.function.params;
    Node *p = params->items[index];
    TypeParam made = {.type = poison(c)};
    if (p->kind != NODE_PARAM || !p->u.param.pattern) return made;
    Node *pattern = p->u.param.pattern;
    check_attributes(c, &p->u.param.attributes);
    if (pattern->kind == NODE_PATTERN_BIND) made.name = pattern->u.bind.name;
    if (p->u.param.flags & DECL_PROPERTY && !(s->node->u.function.flags & DECL_CONSTRUCTOR))
        diag_help(diag_error(diags(c), E0211, p->span,
                             "only a constructor's parameters can declare fields"),
                  "leave the word before the name out");
    made.has_default = p->u.param.init != NULL;
    made.is_rest = p->u.param.flags & DECL_REST;
    made.type = p->u.param.type ? check_type(c, p->u.param.type) : untyped_param(c, s, index);
    if (made.is_rest) made.type = rest_param(c, p, index + 1 == params->len, made.type);
    p->type = made.type;
    return made;
}

// Those with a written type: what the default is converted to is known only now.
static void check_defaults(Checker *c, Symbol *s) {
    const NodeList *params = &s->node->u.function.params;
    for (uint32_t i = 0; i < params->len; i++) {
        Node *p = params->items[i];
        if (p->kind == NODE_PARAM && p->type && p->u.param.type && p->u.param.init)
            check_default(c, s, params, i);
    }
}

// Of a lambda's parameter: calls of the constant that holds the lambda share it, wherever they
// stand, so that it sees no variables of functions. `t`: the parameter's type; NULL: the value's.
const Type *check_lambda_default(Checker *c, const NodeList *params, uint32_t index,
                                 const Type *t) {
    Node *p = params->items[index];
    Scope *outer = c->scope;
    c->scope = scope_new(c->arena, outer);
    c->scope->is_wall = true;
    Symbol *owner =
        symbol_new(c->arena, SYMBOL_FUNCTION, intern_text(&c->session->names, "lambda"), p->span);
    owner->module = c->module;
    p->type = t;
    const Type *given = check_default(c, owner, params, index);
    c->scope = outer;
    return t ? t : check_inferred(c, given, p->u.param.init->span, "parameter");
}

// `extern "C" function`: C has neither defaults nor rest parameters, and its own types.
static void check_c_signature(Checker *c, const Symbol *s, FunctionType *f) {
    const Node *n = s->node;
    for (uint32_t i = 0; i < f->param_count; i++) {
        Node *p = n->u.function.params.items[i];
        if (p->kind != NODE_PARAM) continue;
        check_c_form(c, f->params[i].type, p->u.param.type ? p->u.param.type->span : p->span);
        if (p->u.param.init)
            diag_help(diag_error(diags(c), E0211, p->span, "a C function has no default values"),
                      "write a function around it that has them");
        if (p->u.param.flags & DECL_REST)
            diag_help(diag_error(diags(c), E0211, p->span, "a C function has no rest parameter"),
                      "C's own open end is `...` alone; an array goes as a pointer and its length");
    }
    if (n->u.function.result && f->result->kind != TYPE_VOID && f->result->kind != TYPE_NEVER)
        check_c_form(c, f->result, n->u.function.result->span);
    if (f->throws)
        diag_help(diag_error(diags(c), E0403, s->span, "a C function throws nothing"),
                  "leave `throws` out, and throw in a function around it that looks at the result");
    f->throws = NULL;
}

static const Type *result_type(Checker *c, const Symbol *s) {
    const Node *n = s->node;
    if (n->u.function.flags & DECL_CONSTRUCTOR) return s->owner->type;
    if (n->u.function.result) return check_result_type(c, n->u.function.result);
    if (!(n->u.function.flags & DECL_GETTER)) return type_basic(c->types, VOID);
    diag_help(diag_error(diags(c), E0211, s->span, "the getter `%s` needs a type for its result",
                         s->name->text),
              "write it behind a colon: `get %s(): int { .. }`", s->name->text);
    return poison(c);
}

static const Type *throws_type(Checker *c, const Node *n) {
    if (!n->u.function.throws_type)
        return n->u.function.throws_written ? c->types->error_interface : NULL;
    const Type *t = check_throws_type(c, n->u.function.throws_type);
    return t->kind == TYPE_POISON ? c->types->error_interface : t;
}

// C's `...`: the last parameter, without a name.
static bool is_variadic(const Symbol *s) {
    const NodeList *params = &s->node->u.function.params;
    if (!s->c || params->len == 0) return false;
    const Node *last = params->items[params->len - 1];
    return last->kind == NODE_PARAM && !last->u.param.pattern && last->u.param.flags & DECL_REST;
}

static void check_setter(Checker *c, const Symbol *s, const FunctionType *f) {
    const Node *n = s->node;
    bool one = f->param_count == 1 && !f->params[0].has_default && !f->params[0].is_rest;
    if (one && !n->u.function.result) return;
    Span span = one ? n->u.function.result->span : s->span;
    Diag *g = diag_error(diags(c), E0351, span, "a setter takes one value and has no result");
    diag_help(g, "write `set %s(value: int) { .. }`, with the type of the value", s->name->text);
}

// When both are complete.
static void check_pair(Checker *c, const Symbol *s) {
    const Symbol *other = s->other;
    if (!other || !other->type || other->type->kind != TYPE_FUNCTION ||
        s->type->kind != TYPE_FUNCTION)
        return;
    const Symbol *getter = s->flags & SYMBOL_GETTER ? s : other;
    const Symbol *setter = getter == s ? other : s;
    const FunctionType *f = setter->type->u.function;
    const Type *given = getter->type->u.function->result;
    if (f->param_count != 1 || f->params[0].type == given || given->kind == TYPE_POISON ||
        f->params[0].type->kind == TYPE_POISON)
        return;
    Diag *g = diag_error(diags(c), E0351, setter->span,
                         "the getter and the setter of `%s` have different types", s->name->text);
    diag_label(g, getter->span, "gives `%s`", type_text(c->arena, given));
    diag_label(g, setter->span, "takes `%s`", type_text(c->arena, f->params[0].type));
}

static void complete_function(Checker *c, Symbol *s) {
    const Node *n = s->node;
    FunctionType f = {.param_count = n->u.function.params.len, .variadic = is_variadic(s)};
    if (f.variadic) f.param_count--;
    TypeParam *params = ARENA_ARRAY(c->arena, TypeParam, f.param_count);
    for (uint32_t i = 0; i < f.param_count; i++) params[i] = declare_param(c, s, i);
    f.params = params;
    f.result = result_type(c, s);
    f.throws = throws_type(c, n);
    f.open = !f.throws;
    if (s->flags & SYMBOL_GETTER && f.param_count)
        diag_help(diag_error(diags(c), E0211, n->u.function.params.items[0]->span,
                             "a getter takes nothing"),
                  "leave `get` out: it is a method");
    if (s->flags & SYMBOL_SETTER) check_setter(c, s, &f);
    if (s->c) check_c_signature(c, s, &f);
    if (n->u.function.flags & DECL_DECLARE && s->kind == SYMBOL_FUNCTION && !s->c &&
        !c->module->is_declarations)
        check_unsupported(c, s->span, "native modules are",
                          "declare a C function: `extern \"C\" function ..`");
    s->type = type_function(c->types, &f);
    check_pair(c, s);
    check_defaults(c, s);
}

// ---- variables, fields, aliases ----

// A top-level variable that is wanted before its statement is reached, or that an imported file
// declares.
static void complete_global(Checker *c, Symbol *s) {
    FunctionContext context = {.symbol = s, .result = type_basic(c->types, VOID)};
    context.effect = s->owner             ? throws_new(c, NULL, "the value of a static field")
                     : c->module->is_main ? throws_of_main(c)
                                          : throws_new(c, NULL, "a `const` of an imported file");
    c->function = &context;
    bool part = s->node->kind == NODE_VAR && s->node->u.var.pattern->kind != NODE_PATTERN_BIND;
    if (part) check_var_names(c, s->node);
    else s->type = check_var(c, s->node);
}

static void complete_field(Checker *c, Symbol *s) {
    if (s->node->kind != NODE_FIELD) { // a constructor's parameter without a written type
        Symbol *constructor = check_constructor(c, s->owner->type);
        check_symbol(c, constructor);
        s->type = s->node->type;
    } else if (s->node->u.field.init) {
        Node **init = &s->node->u.field.init;
        Symbol *constructor = check_constructor(c, s->owner->type);
        const char *forbids = constructor ? NULL : "the initial value of a field";
        const char *what = arena_printf(c->arena, "initial value of `%s`", s->name->text);
        const Type *t = check_detached(
            c, init, (Detached){constructor ? constructor : s, s->type, what, forbids});
        if (!s->type) s->type = check_inferred(c, t, (*init)->span, "field");
    }
    if (!s->type) s->type = poison(c);
    s->owner->type->u.nominal->fields.items[s->index].type = s->type;
}

Symbol *check_constructor(Checker *c, const Type *class) {
    Name name = intern_text(&c->session->names, "constructor");
    Symbol *s = scope_find_here(class->u.nominal->members, name);
    bool is_constructor = s && s->node && s->node->kind == NODE_FUNCTION &&
                          s->node->u.function.flags & DECL_CONSTRUCTOR;
    return is_constructor ? s : NULL;
}

static void complete(Checker *c, Symbol *s) {
    switch (s->kind) {
    case SYMBOL_FUNCTION:
    case SYMBOL_METHOD: complete_function(c, s); return;
    case SYMBOL_GLOBAL: complete_global(c, s); return;
    case SYMBOL_FIELD: complete_field(c, s); return;
    case SYMBOL_TYPE: s->type = check_declared_type(c, s->node->u.alias.target); return;
    case SYMBOL_LOCAL:
    case SYMBOL_PARAM:
    case SYMBOL_TYPE_PARAM:
    case SYMBOL_VARIANT:
    case SYMBOL_NAMESPACE:
    case SYMBOL_BUILTIN:
    case SYMBOL_C_FUNCTION:
    case SYMBOL_C_CONSTANT:
    case SYMBOL_C_GLOBAL:
    case SYMBOL_C_MACRO:
    case SYMBOL_C_UNUSABLE: return; // complete as they are made
    }
}

// A declaration that is being checked, and the one that asked for it.
typedef struct Waiting {
    const Symbol *symbol;
    const struct Waiting *outer;
} Waiting;

typedef struct Circle {
    const char *path;  // "`a` needs `b`, which needs `a`"; NULL: no other declaration is part of it
    bool of_constants; // each needs the value of the next
} Circle;

enum { PATH_MAX_NAMES = 5 };

static bool is_plain_constant(const Symbol *s) {
    return s->kind == SYMBOL_GLOBAL && !(s->node->kind == NODE_VAR && lambda_of_constant(s->node));
}

static Circle circle_of(const Checker *c, const Symbol *s) {
    const Waiting *w = c->waiting;
    Circle circle = {.of_constants = is_plain_constant(s)};
    const char *path = arena_printf(c->arena, "needs `%s`", s->name->text);
    uint32_t names = 1;
    for (; w && w->symbol != s; w = w->outer, names++) {
        circle.of_constants &= is_plain_constant(w->symbol);
        if (names < PATH_MAX_NAMES)
            path = arena_printf(c->arena, "needs `%s`, which %s", w->symbol->name->text, path);
        else if (names == PATH_MAX_NAMES) path = arena_printf(c->arena, "needs .. which %s", path);
    }
    if (w && names > 1) circle.path = arena_printf(c->arena, "`%s` %s", s->name->text, path);
    return circle;
}

static void report_cycle(Checker *c, Symbol *s) {
    Circle circle = circle_of(c, s);
    Diag *g = diag_error(diags(c), E0106, s->span, "`%s` depends on itself", s->name->text);
    if (circle.path) diag_note(g, "%s", circle.path);
    if (s->kind == SYMBOL_TYPE)
        diag_help(g, "declare a struct or class: it may refer to itself by name");
    else if (s->node->kind == NODE_VAR && lambda_of_constant(s->node))
        diag_help(g, "write what it gives: `(n: int): int => ..`");
    else if (circle.of_constants)
        diag_help(g,
                  "a value cannot need itself: compute %s from something else, or in a "
                  "function that is called later",
                  circle.path ? "one of them" : "it");
    else if (s->kind == SYMBOL_FIELD || s->kind == SYMBOL_GLOBAL)
        diag_help(g, "write its type, or break the circle");
    if (!s->type) s->type = poison(c);
}

// Each declaration that another one waits for is a level of recursion here.
enum { DEPTH_MAX = 500 };

static void report_too_deep(Checker *c, Symbol *s) {
    diag_error(diags(c), E0106, s->span,
               "`%s` depends on itself, or on a chain of more than %d declarations", s->name->text,
               DEPTH_MAX);
    if (!s->type) s->type = poison(c);
}

void check_symbol(Checker *c, Symbol *s) {
    if (s->flags & SYMBOL_CHECKED || !s->node || !s->module) return;
    if (c->depth > DEPTH_MAX) {
        report_too_deep(c, s);
        return;
    }
    if (s->kind == SYMBOL_TYPE && s->node->kind != NODE_ALIAS) {
        check_record(c, s);
        return;
    }
    if (s->flags & SYMBOL_CHECKING) {
        report_cycle(c, s);
        return;
    }
    s->flags |= SYMBOL_CHECKING;
    Checker saved = check_enter(c, s->module);
    Waiting waiting = {s, saved.waiting};
    c->waiting = &waiting;
    generic_enter(c, s);
    complete(c, s);
    *c = saved;
    if (!s->type) s->type = poison(c);
    s->flags = (s->flags & ~(uint32_t)SYMBOL_CHECKING) | SYMBOL_CHECKED;
}

Symbol *check_member_of(Checker *c, const Type *type, Name name) {
    TypeKind k = type->kind;
    if (k == TYPE_PARAM) return generic_bound_member(c, type, name);
    bool has_members = k == TYPE_STRUCT || k == TYPE_CLASS || k == TYPE_INTERFACE ||
                       k == TYPE_UNION || k == TYPE_ENUM;
    if (!has_members) return NULL;
    Nominal *n = type->u.nominal;
    if (n->symbol) check_symbol(c, n->symbol);
    Symbol *found = NULL;
    if (n->members) {
        found = scope_find_here(n->members, name);
    } else {
        Field *field = nominal_field(n, name);
        found = field ? field->symbol : NULL;
    }
    if (found) check_symbol(c, found);
    return found;
}
