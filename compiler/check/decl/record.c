// Structs, classes and interfaces (enum.c: enums): their members get symbols, their fields types.
// Types of methods and of fields that take theirs from an initial value come later, on demand
// (signature.c); what interfaces ask for is held against them last (implement.c).
#include "check/check.h"
#include "check/decl/declare.h"
#include "check/generic/generic.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

static Nominal *nominal_of(const Symbol *record) { return record->type->u.nominal; }

// ---- members ----

static uint32_t member_flags(uint32_t decl) {
    static const struct {
        uint32_t decl;
        uint32_t symbol;
    } flags[] = {
        {DECL_PRIVATE, SYMBOL_PRIVATE}, {DECL_READONLY, SYMBOL_READONLY},
        {DECL_STATIC, SYMBOL_STATIC},   {DECL_GETTER, SYMBOL_GETTER},
        {DECL_SETTER, SYMBOL_SETTER},
    };
    uint32_t made = 0;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (decl & flags[i].decl) made |= flags[i].symbol;
    return made;
}

// A getter and a setter share their name: the scope holds the first, which knows the other.
static bool pair_accessors(Symbol *before, Symbol *s) {
    uint32_t both = SYMBOL_GETTER | SYMBOL_SETTER;
    if (!before || before->other || before->kind != SYMBOL_METHOD || s->kind != SYMBOL_METHOD)
        return false;
    if (((before->flags ^ s->flags) & both) != both || (before->flags ^ s->flags) & SYMBOL_STATIC)
        return false;
    before->other = s;
    s->other = before;
    return true;
}

Symbol *check_new_member(Checker *c, Symbol *record, SymbolKind kind, Name name, Span span,
                         uint32_t flags) {
    Symbol *s = symbol_new(c->arena, kind, name, span);
    s->module = record->module;
    s->owner = record;
    s->flags = member_flags(flags);
    if (!pair_accessors(scope_find_here(nominal_of(record)->members, name), s))
        check_add(c, nominal_of(record)->members, name, s);
    return s;
}

// What an interface asks for belongs to each object, is public, and is made elsewhere.
static void check_interface_member(Checker *c, const Symbol *record, Span span, uint32_t flags,
                                   const Node *init) {
    if (record->type->kind != TYPE_INTERFACE) return;
    const char *what = flags & DECL_STATIC    ? "static members"
                       : flags & DECL_PRIVATE ? "private members"
                       : init                 ? "initial values"
                                              : NULL;
    if (!what) return;
    Diag *g = diag_error(diags(c), E0350, span, "an interface has no %s", what);
    diag_note(g, "it says what everybody may ask of an object, and each class how it is done");
}

// `node` is a NODE_FIELD, or the NODE_PARAM of a constructor that declares a field.
static void add_field(Checker *c, Symbol *record, Name name, Span span, Node *node) {
    uint32_t flags = node->kind == NODE_FIELD ? node->u.field.flags : node->u.param.flags;
    Nominal *n = nominal_of(record);
    Symbol *s = check_new_member(c, record, SYMBOL_FIELD, name, span, flags);
    s->node = node;
    s->index = n->fields.len;
    const Type *pending = type_basic(c->types, POISON);
    Field field = {.name = name, .type = pending, .flags = flags, .span = span, .symbol = s};
    VEC_PUSH(c->arena, &n->fields, field);
    if (node->kind == NODE_FIELD) node->u.field.symbol = s;
}

// A static field is a variable of the module, under the type's name.
static void add_static(Checker *c, Symbol *record, Node *n) {
    Nominal *nominal = nominal_of(record);
    uint32_t flags = n->u.field.flags;
    Symbol *s =
        check_new_member(c, record, SYMBOL_GLOBAL, n->u.field.name, n->u.field.name_span, flags);
    Node *bind = node_new(c->arena, NODE_PATTERN_BIND, s->span);
    bind->u.bind.name = s->name;
    bind->u.bind.symbol = s;
    Node *var = node_new(c->arena, NODE_VAR, n->span);
    var->u.var.pattern = bind;
    var->u.var.type = n->u.field.type;
    var->u.var.init = n->u.field.init;
    var->u.var.flags = flags & DECL_READONLY ? 0 : (uint32_t)DECL_LET;
    s->node = var;
    s->flags |= SYMBOL_CAPTURED | (record->flags & SYMBOL_EXPORTED);
    if (!(flags & DECL_READONLY)) s->flags |= SYMBOL_LET;
    s->c_name = check_c_name(c, arena_printf(c->arena, "%s__", nominal->c_name), s);
    n->u.field.symbol = s;
    VEC_PUSH(c->arena, &nominal->statics, s);
    if (!n->u.field.init) {
        Diag *g = diag_error(diags(c), E0204, s->span, "the static field `%s` needs a value",
                             s->name->text);
        diag_help(g, "give it one here: no constructor does");
        s->type = type_basic(c->types, POISON);
        s->flags |= SYMBOL_CHECKED;
    }
    if (record->module->is_main || flags & DECL_READONLY) return;
    Diag *g =
        diag_error(diags(c), E0708, s->span, "a static field of an imported file is `readonly`");
    diag_note(g, "every file that imports it would share and change it unseen");
    diag_help(g, "write `static readonly %s`, or make it a field of each object", s->name->text);
}

static void add_property_fields(Checker *c, Symbol *record, Node *constructor) {
    for (uint32_t i = 0; i < constructor->u.function.params.len; i++) {
        Node *p = constructor->u.function.params.items[i];
        if (p->kind != NODE_PARAM || !(p->u.param.flags & DECL_PROPERTY)) continue;
        Node *name = p->u.param.pattern;
        if (name && name->kind == NODE_PATTERN_BIND)
            add_field(c, record, name->u.bind.name, name->span, p);
    }
}

__attribute__((format(printf, 3, 4))) static void broken_rule(Checker *c, Span span,
                                                              const char *format, ...) {
    va_list args;
    va_start(args, format);
    diag_error(diags(c), E0208, span, "%s", arena_vprintf(c->arena, format, args));
    va_end(args);
}

static void check_special(Checker *c, const Symbol *record, const Node *n) {
    uint32_t flags = n->u.function.flags;
    Span span = n->u.function.name_span;
    const char *name = n->u.function.name->text;
    if (record->type->kind != TYPE_CLASS) {
        Diag *g = diag_error(diags(c), E0208, span, "only a class has a `%s`", name);
        if (record->type->kind == TYPE_STRUCT && flags & DECL_CONSTRUCTOR)
            diag_help(g, "a struct is made by a literal: `%s { .. }`", record->name->text);
        if (record->type->kind == TYPE_ENUM && flags & DECL_CONSTRUCTOR)
            diag_help(g, "a static method may make values: `static of(..): %s`",
                      record->name->text);
        return;
    }
    if (flags & (DECL_STATIC | DECL_GETTER | DECL_SETTER))
        broken_rule(c, span, "`%s` is a plain method", name);
    if (n->u.function.result)
        broken_rule(c, n->u.function.result->span, "`%s` has no result", name);
    if (flags & DECL_FINALIZE && n->u.function.params.len)
        broken_rule(c, n->u.function.params.items[0]->span,
                    "`finalize` takes nothing: it is called by itself");
    if (flags & DECL_FINALIZE && (n->u.function.throws_type || n->u.function.throws_written))
        broken_rule(c, span, "`finalize` cannot throw: nobody is there to catch it");
}

static void check_method_body(Checker *c, const Symbol *record, const Node *n) {
    bool is_interface = record->type->kind == TYPE_INTERFACE;
    if (!is_interface && n->u.function.flags & DECL_DECLARE && !c->module->is_declarations)
        check_unsupported(c, n->u.function.name_span, "native modules are",
                          "write the class in Seam");
}

static void declare_generic_method(Checker *c, const Symbol *record, Symbol *s) {
    const NodeList *params = &s->node->u.function.type_params;
    uint32_t flags = s->node->u.function.flags;
    bool special = flags & (DECL_CONSTRUCTOR | DECL_FINALIZE | DECL_GETTER | DECL_SETTER);
    if (special || record->type->kind == TYPE_INTERFACE) {
        Diag *g = diag_error(diags(c), E0223, params->items[0]->span,
                             special ? "`%s` has no type parameters of its own"
                                     : "`%s` cannot have type parameters in an interface",
                             s->name->text);
        diag_help(g, "give them to `%s`", record->name->text);
    }
    generic_declare(c, s, params, c->scope);
}

void check_add_method(Checker *c, Symbol *record, Node *n) {
    uint32_t flags = n->u.function.flags;
    bool special = flags & (DECL_CONSTRUCTOR | DECL_FINALIZE);
    check_attributes(c, &n->u.function.attributes);
    check_method_body(c, record, n);
    if (special) check_special(c, record, n);
    Nominal *nominal = nominal_of(record);
    Symbol *s = check_new_member(c, record, SYMBOL_METHOD, n->u.function.name,
                                 n->u.function.name_span, flags);
    bool is_default = record->type->kind == TYPE_INTERFACE && n->u.function.body;
    s->node = is_default ? node_clone(c->arena, n) : n; // records take `n` over as it is
    check_interface_member(c, record, s->span, flags, NULL);
    n->u.function.symbol = s->node->u.function.symbol = s;
    if (n->u.function.type_params.len) {
        declare_generic_method(c, record, s);
    } else {
        const char *prefix = arena_printf(c->arena, "%s__", nominal->c_name);
        s->c_name = flags & DECL_CONSTRUCTOR ? arena_printf(c->arena, "%snew", prefix)
                                             : check_c_name(c, prefix, s);
    }
    VEC_PUSH(c->arena, &nominal->methods, s);
    if (flags & DECL_CONSTRUCTOR) add_property_fields(c, record, n);
    if (flags & DECL_FINALIZE) nominal->has_finalize = true;
}

static void add_members(Checker *c, Symbol *record) {
    const NodeList *members = &record->node->u.record.members;
    for (uint32_t i = 0; i < members->len; i++) {
        Node *n = members->items[i];
        if (n->kind == NODE_FIELD) {
            check_interface_member(c, record, n->u.field.name_span, n->u.field.flags,
                                   n->u.field.init);
            check_attributes(c, &n->u.field.attributes);
            if (n->u.field.flags & DECL_STATIC && record->type->kind != TYPE_INTERFACE)
                add_static(c, record, n);
            else add_field(c, record, n->u.field.name, n->u.field.name_span, n);
        } else if (n->kind == NODE_FUNCTION) {
            check_add_method(c, record, n);
        }
    }
}

// ---- fields ----

// Completes the structs that a value of `t` holds inside itself, not behind references. Gives the
// one that is not finished: the way has come back to it. (An enum boxes what holds itself.)
static Symbol *complete_embedded(Checker *c, const Type *t) {
    while (t->kind == TYPE_OPTION || t->kind == TYPE_CARRAY)
        t = t->kind == TYPE_OPTION ? t->u.elem : t->u.carray.elem;
    for (uint32_t i = 0; t->kind == TYPE_TUPLE && i < t->u.tuple.count; i++) {
        Symbol *unfinished = complete_embedded(c, t->u.tuple.items[i]);
        if (unfinished) return unfinished;
    }
    Symbol *inner = t->kind == TYPE_STRUCT && !t->u.nominal->is_c ? t->u.nominal->symbol : NULL;
    if (!inner || inner->flags & SYMBOL_CHECKING) return inner;
    check_symbol(c, inner);
    return NULL;
}

// Poison where this comes back to a struct that is not finished.
static const Type *field_type(Checker *c, const Symbol *record, const Symbol *field,
                              Node *type_node) {
    bool weak = field->node->kind == NODE_FIELD && record->type->kind != TYPE_INTERFACE;
    const Type *t = weak ? check_stored_type(c, type_node) : check_type(c, type_node);
    Symbol *inner = record->type->kind == TYPE_STRUCT ? complete_embedded(c, t) : NULL;
    if (!inner) return t;
    Diag *g = diag_error(diags(c), E0205, field->span, "the struct `%s` contains itself",
                         inner->name->text);
    if (inner != record)
        diag_label(g, inner->span, "which holds a `%s` in turn", record->name->text);
    diag_help(g, "hold it behind a reference: make it a class, or hold an array `%s[]`",
              inner->name->text);
    type_node->type = type_basic(c->types, POISON);
    return type_node->type;
}

// NULL: none is written, or the field is that of the prelude's Error.
static Node *written_type(const Symbol *field) {
    if (!field->node) return NULL;
    return field->node->kind == NODE_FIELD ? field->node->u.field.type : field->node->u.param.type;
}

// Structs, classes and interfaces: every field has a type then, or takes it from its initial value
// on demand.
void check_record(Checker *c, Symbol *record) {
    if (record->type->kind == TYPE_ENUM) {
        check_enum(c, record);
        return;
    }
    if (record->flags & (SYMBOL_CHECKED | SYMBOL_CHECKING)) return;
    check_implements(c, record);
    if (record->flags & SYMBOL_CHECKED) return; // through what it extends
    Checker saved = check_enter(c, record->module);
    Nominal *n = nominal_of(record);
    record->flags |= SYMBOL_CHECKING;
    check_inherit(c, record);
    generic_enter(c, record);
    add_members(c, record);
    check_adopt(c, record);
    for (uint32_t i = 0; i < n->fields.len; i++) {
        Field *field = &n->fields.items[i];
        Node *type = written_type(field->symbol);
        if (!type) continue;
        field->type = field->symbol->type = field_type(c, record, field->symbol, type);
        if (field->symbol->node->kind != NODE_FIELD) field->symbol->flags |= SYMBOL_CHECKED;
    }
    n->complete = true;
    record->flags = (record->flags & ~(uint32_t)SYMBOL_CHECKING) | SYMBOL_CHECKED;
    *c = saved;
}

void check_complete_record(Checker *c, Symbol *record) {
    Nominal *n = nominal_of(record);
    check_symbol(c, record);
    for (uint32_t i = 0; i < n->fields.len; i++) check_symbol(c, n->fields.items[i].symbol);
    if (!(record->flags & SYMBOL_CHECKING)) n->settled = true;
    for (uint32_t i = 0; i < n->methods.len; i++) check_symbol(c, n->methods.items[i]);
}
