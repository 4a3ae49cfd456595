// Built-in types without parts, the built-in functions of builtin.def, `console`, and `Error`: the
// interface that a type position means, and the class behind `new Error("text")`, which the runtime
// implements.
#include "check/prelude.h"

#include <string.h>

#include "types/builtin.h"

static const Span nowhere = {0, 0, 0};

static Symbol *new_symbol(Program *p, SymbolKind kind, const char *name, const Type *type) {
    Symbol *s = symbol_new(p->arena, kind, intern_text(&p->session->names, name), nowhere);
    s->type = type;
    s->flags = SYMBOL_CHECKED | SYMBOL_EXPORTED;
    return s;
}

// ---- types ----

static void add_types(Program *p, Scope *scope) {
    for (TypeKind k = TYPE_BOOL; k < TYPE_KIND_COUNT; k++)
        if (p->types.basic[k])
            scope_add(scope, new_symbol(p, SYMBOL_TYPE, type_info[k].text, p->types.basic[k]));
    scope_add(scope, new_symbol(p, SYMBOL_TYPE, "i64", type_basic(&p->types, I64)));
    scope_add(scope, new_symbol(p, SYMBOL_TYPE, "f64", type_basic(&p->types, F64)));
    scope_add(scope, new_symbol(p, SYMBOL_TYPE, "void", type_basic(&p->types, VOID)));
    scope_add(scope, new_symbol(p, SYMBOL_TYPE, "never", type_basic(&p->types, NEVER)));
}

static Nominal *new_error_type(Program *p, TypeKind kind, const char *c_name) {
    Nominal *n = ARENA_NEW(p->arena, Nominal);
    n->symbol = new_symbol(p, SYMBOL_TYPE, "Error", type_nominal(&p->types, kind, n));
    n->name = n->symbol->name;
    n->c_name = c_name;
    n->complete = true;
    n->members = scope_new(p->arena, NULL);
    const Type *string = type_basic(&p->types, STRING);
    Symbol *message = new_symbol(p, SYMBOL_FIELD, "message", string);
    message->flags |= SYMBOL_READONLY;
    message->owner = n->symbol;
    Field field = {
        .name = message->name, .type = string, .flags = DECL_READONLY, .symbol = message};
    VEC_PUSH(p->arena, &n->fields, field);
    scope_add(n->members, message);
    return n;
}

static void add_error(Program *p, Scope *scope) {
    Nominal *interface = new_error_type(p, TYPE_INTERFACE, "SeamErrorInterface");
    Nominal *class = new_error_type(p, TYPE_CLASS, "SeamError");
    p->types.error_interface = interface->type;
    p->types.error_class = class->type;
    VEC_PUSH(p->arena, &class->implements, interface->type);
    TypeParam params[] = {
        {.name = class->fields.items[0].name, .type = type_basic(&p->types, STRING)},
        {.name = intern_text(&p->session->names, "cause"),
         .type = type_option(&p->types, interface->type),
         .has_default = true},
    };
    FunctionType made = {.params = params, .param_count = 2, .result = class->type, .open = true};
    Symbol *constructor =
        new_symbol(p, SYMBOL_METHOD, "constructor", type_function(&p->types, &made));
    constructor->owner = class->symbol;
    constructor->c_name = "seam_error_new";
    VEC_PUSH(p->arena, &class->methods, constructor);
    scope_add(class->members, constructor);
    scope_add(scope, interface->symbol);
}

// ---- functions ----

// The name in "function print(...)", or "PI: float".
static Symbol *new_builtin(Program *p, const Builtin *b) {
    const char *name = b->signature;
    if (!builtin_is_property(b->id)) name += strlen("function ");
    const char *text = arena_text(p->arena, name, strcspn(name, "(:"));
    Symbol *s = new_symbol(p, SYMBOL_BUILTIN, text,
                           NULL); // builtin.c reads the signature where it is called
    s->builtin = b->id;
    return s;
}

// `console` and `math` are name spaces like any module.
static Symbol *space_in(Program *p, Scope *scope, const char *name) {
    Symbol *space = scope_find_here(scope, intern_text(&p->session->names, name));
    if (space) return space;
    Module *m = ARENA_NEW(p->arena, Module);
    m->path = name;
    m->scope = scope_new(p->arena, NULL);
    space = new_symbol(p, SYMBOL_NAMESPACE, name, NULL);
    space->target = m;
    scope_add(scope, space);
    return space;
}

Scope *prelude_new(Program *p) {
    Scope *scope = scope_new(p->arena, NULL);
    p->internals = scope_new(p->arena, scope);
    add_types(p, scope);
    add_error(p, scope);
    for (BuiltinId id = BUILTIN_NONE + 1; id < BUILTIN_COUNT; id++) {
        const Builtin *b = builtin_get(id);
        const char *space_name = builtin_space(b->receiver);
        if (b->receiver == ON_GLOBAL || b->receiver == ON_LIBRARY) {
            scope_add(b->receiver == ON_GLOBAL ? scope : p->internals, new_builtin(p, b));
        } else if (space_name) {
            Symbol *space = space_in(p, scope, space_name), *member = new_builtin(p, b);
            member->module = space->target;
            scope_add(space->target->scope, member);
        }
    }
    return scope;
}
