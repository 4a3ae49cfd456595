// Structs, classes and interfaces (enum.c: enums): their members get symbols, their fields types,
// and a class is held against the interfaces that it names. Types of methods and of fields that
// take theirs from an initial value come later, on demand (signature.c).
#include <assert.h>
#include <string.h>

#include "check/body/throws.h"
#include "check/check.h"
#include "check/decl/declare.h"

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

Symbol *check_new_member(Checker *c, Symbol *record, SymbolKind kind, Name name, Span span) {
    Symbol *s = symbol_new(c->arena, kind, name, span);
    s->module = record->module;
    s->owner = record;
    check_add(c, nominal_of(record)->members, name, s);
    return s;
}

// `node` is a NODE_FIELD, or the NODE_PARAM of a constructor that declares a field.
static void add_field(Checker *c, Symbol *record, Name name, Span span, Node *node) {
    uint32_t flags = node->kind == NODE_FIELD ? node->u.field.flags : node->u.param.flags;
    Nominal *n = nominal_of(record);
    Symbol *s = check_new_member(c, record, SYMBOL_FIELD, name, span);
    s->node = node;
    s->flags = member_flags(flags);
    s->index = n->fields.len;
    const Type *pending = type_basic(c->types, POISON);
    Field field = {.name = name, .type = pending, .flags = flags, .span = span, .symbol = s};
    VEC_PUSH(c->arena, &n->fields, field);
    if (node->kind == NODE_FIELD) node->u.field.symbol = s;
    if (flags & DECL_STATIC)
        check_unsupported(c, span, "static fields are",
                          "declare a variable at the top of the file");
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
    Span span = n->u.function.name_span;
    if (is_interface && n->u.function.body)
        check_unsupported(c, span, "methods of an interface that have a body are",
                          "write the body in each class");
    else if (!is_interface && n->u.function.flags & DECL_DECLARE)
        check_unsupported(c, span, "native modules are", "write the class in Seam");
}

void check_add_method(Checker *c, Symbol *record, Node *n) {
    uint32_t flags = n->u.function.flags;
    bool special = flags & (DECL_CONSTRUCTOR | DECL_FINALIZE);
    check_attributes(c, &n->u.function.attributes);
    check_method_body(c, record, n);
    if (special) check_special(c, record, n);
    if (flags & DECL_SETTER)
        check_unsupported(c, n->u.function.name_span, "setters are",
                          "write a method that takes the value");
    Nominal *nominal = nominal_of(record);
    Symbol *s =
        check_new_member(c, record, SYMBOL_METHOD, n->u.function.name, n->u.function.name_span);
    s->node = n;
    s->flags = member_flags(flags);
    const char *prefix = arena_printf(c->arena, "%s__", nominal->c_name);
    s->c_name = flags & DECL_CONSTRUCTOR ? arena_printf(c->arena, "%snew", prefix)
                                         : check_c_name(c, prefix, s);
    n->u.function.symbol = s;
    VEC_PUSH(c->arena, &nominal->methods, s);
    if (flags & DECL_CONSTRUCTOR) add_property_fields(c, record, n);
    if (flags & DECL_FINALIZE) nominal->has_finalize = true;
}

static void add_members(Checker *c, Symbol *record) {
    const NodeList *members = &record->node->u.record.members;
    for (uint32_t i = 0; i < members->len; i++) {
        Node *n = members->items[i];
        if (n->kind == NODE_FIELD) {
            check_attributes(c, &n->u.field.attributes);
            add_field(c, record, n->u.field.name, n->u.field.name_span, n);
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
    const Type *t = check_type(c, type_node);
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

static Node *written_type(const Symbol *field) {
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
    Checker saved = check_enter(c, record->module);
    Nominal *n = nominal_of(record);
    record->flags |= SYMBOL_CHECKING;
    check_type_params(c, &record->node->u.record.type_params);
    add_members(c, record);
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

// ---- interfaces ----

// `implements`: before anything else is resolved, so that it is known which classes are errors.
void check_implements(Checker *c, Symbol *record) {
    if (record->type->kind == TYPE_ENUM) return; // it names none
    const NodeList *named = &record->node->u.record.implements;
    Nominal *n = nominal_of(record);
    if (named->len && record->type->kind != TYPE_CLASS) {
        const char *what = record->type->kind == TYPE_STRUCT
                               ? "structs that implement interfaces are"
                               : "interfaces that extend others are";
        check_unsupported(c, named->items[0]->span, what, "make it a class");
        return;
    }
    for (uint32_t i = 0; i < named->len; i++) {
        Node *at = named->items[i];
        const Type *t = check_declared_type(c, at);
        if (t->kind == TYPE_INTERFACE && !nominal_implements(n, t)) {
            VEC_PUSH(c->arena, &n->implements, t);
        } else if (t->kind == TYPE_CLASS) {
            Diag *g = diag_error(diags(c), E0207, at->span, "`%s` is a class, no interface",
                                 type_text(c->arena, t));
            diag_help(g, "classes do not inherit: hold a `%s` in a field", type_text(c->arena, t));
        } else if (t->kind != TYPE_POISON && t->kind != TYPE_INTERFACE) {
            diag_error(diags(c), E0207, at->span, "`%s` is no interface", type_text(c->arena, t));
        }
    }
}

static Diag *report_missing(Checker *c, const Symbol *class, const Type *interface, Symbol *wanted,
                            Span span) {
    Diag *g = diag_error(diags(c), E0206, span, "`%s` does not implement `%s`", class->name->text,
                         type_text(c->arena, interface));
    if (wanted->span.source) diag_label(g, wanted->span, "wanted by the interface");
    return g;
}

static void check_field_implemented(Checker *c, const Symbol *class, const Type *interface,
                                    Symbol *wanted) {
    Symbol *found = scope_find_here(nominal_of(class)->members, wanted->name);
    const char *type = type_text(c->arena, wanted->type), *name = wanted->name->text;
    const char *readonly = wanted->flags & SYMBOL_READONLY ? "readonly " : "";
    if (!found) {
        Diag *g = report_missing(c, class, interface, wanted, class->span);
        diag_note(g, "the field `%s` is missing", name);
        diag_help(g, "declare it: `%s%s: %s`", readonly, name, type);
        return;
    }
    check_symbol(c, found);
    if (found->kind == SYMBOL_METHOD && found->flags & SYMBOL_GETTER) {
        check_unsupported(c, found->span, "getters that implement a field of an interface are",
                          "declare a field");
    } else if (found->kind != SYMBOL_FIELD || found->type != wanted->type) {
        if (found->type && found->type->kind == TYPE_POISON) return;
        Diag *g = report_missing(c, class, interface, wanted, found->span);
        diag_note(g, "the interface wants a field `%s: %s`", name, type);
    } else if (found->flags & SYMBOL_PRIVATE) {
        Diag *g = report_missing(c, class, interface, wanted, found->span);
        diag_note(g, "`%s` is private, but everybody may read it through the interface", name);
    } else if (found->flags & SYMBOL_READONLY && !(wanted->flags & SYMBOL_READONLY)) {
        Diag *g = report_missing(c, class, interface, wanted, found->span);
        diag_note(g, "`%s` is readonly, but may be assigned through the interface", name);
    }
}

// Parameter types and result are the same; what may be thrown is compared when it is known.
static bool same_signature(const Type *a, const Type *b) {
    const FunctionType *f = a->u.function, *g = b->u.function;
    if (f->param_count != g->param_count || f->result != g->result) return false;
    for (uint32_t i = 0; i < f->param_count; i++)
        if (f->params[i].type != g->params[i].type || f->params[i].is_rest != g->params[i].is_rest)
            return false;
    return true;
}

static void check_method_implemented(Checker *c, const Symbol *class, const Type *interface,
                                     Symbol *wanted) {
    Symbol *found = scope_find_here(nominal_of(class)->members, wanted->name);
    check_symbol(c, wanted);
    if (!found) {
        Diag *g = report_missing(c, class, interface, wanted, class->span);
        diag_note(g, "the method `%s` is missing", wanted->name->text);
        return;
    }
    check_symbol(c, found);
    if (found->type->kind == TYPE_POISON || wanted->type->kind == TYPE_POISON) return;
    bool plain = found->kind == SYMBOL_METHOD &&
                 !(found->flags & (SYMBOL_STATIC | SYMBOL_GETTER | SYMBOL_PRIVATE));
    if (plain && same_signature(found->type, wanted->type)) {
        throws_require(c, found, wanted);
        return;
    }
    Diag *g = report_missing(c, class, interface, wanted, found->span);
    if (plain) diag_note(g, "the interface wants `%s`", type_text(c->arena, wanted->type));
    else diag_note(g, "the interface wants a public method `%s`", wanted->name->text);
}

// When members are known: does the class have what its interfaces ask for?
void check_implemented(Checker *c, Symbol *class) {
    const Nominal *n = nominal_of(class);
    for (uint32_t i = 0; i < n->implements.len; i++) {
        const Type *interface = n->implements.items[i];
        Nominal *wanted = interface->u.nominal;
        if (wanted->symbol->node) check_record(c, wanted->symbol);
        for (uint32_t k = 0; k < wanted->fields.len; k++)
            check_field_implemented(c, class, interface, wanted->fields.items[k].symbol);
        for (uint32_t k = 0; k < wanted->methods.len; k++)
            check_method_implemented(c, class, interface, wanted->methods.items[k]);
    }
}
