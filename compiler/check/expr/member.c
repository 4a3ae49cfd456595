// Members: of name spaces and types (`sqlite.open`, `i64.max`), and of values (fields, getters,
// builtin properties, C's fields), with private members, `?.` and pointers of unknown nullness.
#include <inttypes.h>
#include <string.h>

#include "check/decl/declare.h"
#include "check/expr/expr.h"
#include "check/generic/generic.h"

static bool has_members(const Type *t) {
    return t->kind == TYPE_STRUCT || t->kind == TYPE_UNION || t->kind == TYPE_CLASS ||
           t->kind == TYPE_INTERFACE || t->kind == TYPE_ENUM;
}

// ---- what stands before the dot ----

static Symbol *peek(const Symbol *name_space, Name name) {
    if (name_space->target) return scope_find_here(name_space->target->scope, name);
    Symbol *found = NULL;
    for (uint32_t i = 0; i < name_space->c_imports.len && !found; i++)
        found = cimport_lookup(name_space->c_imports.items[i], name);
    return found;
}

Symbol *member_peek(Checker *c, const Node *member) {
    Symbol *owner = member_static(c, member->u.member.object);
    return owner && owner->kind == SYMBOL_NAMESPACE ? peek(owner, member->u.member.name) : NULL;
}

// `Box<int>.make(..)`: the type with arguments before the dot; NULL: it is none of a declared type.
static Symbol *written_instance(Checker *c, Node *n) {
    const Node *path = n->u.type_name.path;
    const Symbol *generic =
        path->kind == NODE_NAME ? scope_find(c->scope, path->u.name.name) : member_peek(c, path);
    if (!generic || !generic->generic) return NULL;
    const Type *t = n->type ? n->type : check_type(c, n);
    return has_members(t) ? t->u.nominal->symbol : NULL;
}

Symbol *member_static(Checker *c, Node *n) {
    if (n->kind == NODE_TYPE_NAME) return written_instance(c, n);
    Symbol *symbol = n->kind == NODE_NAME     ? scope_find(c->scope, n->u.name.name)
                     : n->kind == NODE_MEMBER ? member_peek(c, n)
                                              : NULL;
    bool is_static = symbol && (symbol->kind == SYMBOL_NAMESPACE || symbol->kind == SYMBOL_TYPE);
    if (!is_static) return NULL;
    symbol->flags |= SYMBOL_USED;
    bool sole = symbol->generic && !symbol->generic->count && symbol->node->kind != NODE_ALIAS;
    return sole ? check_instance(c, symbol, NULL, 0, n->span) : symbol;
}

// C's `char *` has the members of CString: text that C gives without a promise of `const`.
static MemberBase as_text(Checker *c, Node *member, MemberBase base) {
    const Type *text = type_basic(c->types, CSTRING);
    bool is_chars = base.type->kind == TYPE_CPTR && base.type->u.elem->kind == TYPE_CCHAR;
    if (!is_chars || builtin_find(c, ON_CSTRING, member->u.member.name) == BUILTIN_NONE)
        return base;
    const Type *target = base.optional ? type_option(c->types, text) : text;
    convert_apply(c, &member->u.member.object, target); // not of an option, which was reported
    base.type = text;
    return base;
}

// `a?.b.c` goes on as `a?.b?.c`: where only the `?.` before it may be null.
bool member_continues(const Node *object) {
    const Type *plain = object->kind == NODE_MEMBER  ? object->u.member.plain
                        : object->kind == NODE_INDEX ? object->u.index.plain
                        : object->kind == NODE_CALL  ? object->u.call.plain
                                                     : NULL;
    return plain && plain == type_strip(plain) && object->type->kind == TYPE_OPTION;
}

static MemberBase find_base(Checker *c, Node *member) {
    Node **object = &member->u.member.object;
    check_expr(c, object, NULL);
    if (member_continues(*object)) member->u.member.optional = true;
    const char *use = arena_printf(&c->session->scratch, "`.%s`", member->u.member.name->text);
    const Type *t = (*object)->type;
    if (!member->u.member.optional && t->kind == TYPE_OPTION) {
        Diag *g = mismatch_report_null(c, *object, use);
        const char *text = mismatch_source(c, *object), *name = member->u.member.name->text;
        const char *habit = habit_of_option(name);
        if (habit) diag_help(g, "an option has no methods: write `%s%s`", text, habit);
        else diag_help(g, "`%s?.%s` goes on only where it is not null", text, name);
        return (MemberBase){.type = t->u.elem};
    }
    if (!member->u.member.optional) return (MemberBase){.type = convert_present(c, object, use)};
    bool narrowed = (*object)->kind == NODE_CONVERT && (*object)->u.convert.kind == CONVERT_NARROW;
    if (t->kind == TYPE_OPTION || t->kind == TYPE_UNSURE)
        return (MemberBase){.type = t->u.elem, .optional = true};
    if (!narrowed && t->kind != TYPE_POISON) {
        Diag *g = diag_error(&c->session->diags, E0265, (*object)->span,
                             "this is never null: write `.` instead of `?.`");
        diag_label(g, (*object)->span, "`%s`", expr_type_text(c, t));
        if (result_is(t)) {
            diag_help(g, "`?.` is for what may be null; a Result's value is `(%s?)`",
                      mismatch_source(c, *object));
            t = expr_poison(c);
        }
    }
    member->u.member.optional = false;
    return (MemberBase){.type = t};
}

MemberBase member_base(Checker *c, Node *member) {
    return as_text(c, member, find_base(c, member));
}

// ---- fields and methods ----

static const Symbol *current_owner(Checker *c) {
    for (const FunctionContext *f = c->function; f; f = f->outer)
        if (f->symbol && f->symbol->owner) return f->symbol->owner;
    return NULL;
}

// Instances of one declaration see each other's private members.
bool member_is_inside(Checker *c, const Symbol *type) {
    const Symbol *owner = current_owner(c);
    return owner == type || (owner && owner->instance && type->instance &&
                             owner->instance->generic == type->instance->generic);
}

void member_check_access(Checker *c, Span span, const Symbol *symbol) {
    if (!(symbol->flags & SYMBOL_PRIVATE) || member_is_inside(c, symbol->owner)) return;
    Diag *g = diag_error(&c->session->diags, E0302, span, "`%s` is private to `%s`",
                         symbol->name->text, symbol->owner->name->text);
    expr_label_symbol(c, g, symbol);
    diag_help(g, "use it in methods of `%s`, or leave `private` out", symbol->owner->name->text);
}

Symbol *member_field(Checker *c, Nominal *nominal, Name name) {
    Field *field = nominal_field(nominal, name);
    if (!field) return NULL;
    if (!field->symbol) { // C's fields get their symbols when they are first named
        field->symbol = symbol_new(c->program->arena, SYMBOL_FIELD, name, field->span);
        field->symbol->type = field->type;
        field->symbol->owner = nominal->symbol;
        field->symbol->index = (uint32_t)(field - nominal->fields.items);
    }
    check_symbol(c, field->symbol); // one that takes its type from its initial value
    return field->symbol;
}

static void offer_members(Checker *c, const Type *base, bool is_static, Nearest *near) {
    if (has_members(base)) {
        const Nominal *n = base->u.nominal;
        for (uint32_t i = 0; i < n->fields.len; i++)
            if (n->fields.items[i].name) nearest_offer(near, n->fields.items[i].name->text);
        for (uint32_t i = 0; i < n->methods.len; i++)
            nearest_offer(near, n->methods.items[i]->name->text);
        for (uint32_t i = 0; i < n->variants.len; i++)
            nearest_offer(near, n->variants.items[i].name->text);
    }
    builtin_offer(c, is_static ? builtin_static_receiver(base) : builtin_receiver(base), near);
    if (!is_static && type_is_error(c, base)) builtin_offer(c, ON_ERROR, near);
    if (!is_static) extension_offer(c, base, near);
}

// Of a default method that a record took over: what its interface has and the record does not is
// reported at the record.
static bool is_missing_of_interface(Checker *c, const Type *base, Name name) {
    const Symbol *method = c->function ? c->function->symbol : NULL;
    const Symbol *origin = method && method->instance ? method->instance->generic : NULL;
    if (!origin || !method->owner || method->owner->type != base) return false;
    return origin->type && origin->type->kind == TYPE_INTERFACE &&
           check_member_of(c, origin->type, name);
}

// `xs.sort().map(f)`, `m.set(k, v).set(..)`: the call before gives nothing to go on with.
static void help_void(Checker *c, Diag *g, const Node *member) {
    const Node *call = expr_bare(member->u.member.object);
    const Node *callee = call->kind == NODE_CALL ? expr_bare(call->u.call.callee) : call;
    if (callee->kind != NODE_MEMBER) return;
    const Node *object = callee->u.member.object;
    const char *name = callee->u.member.name->text, *of = mismatch_source(c, object);
    bool sorts = strcmp(name, "sort") == 0, reverses = strcmp(name, "reverse") == 0;
    if (object->type && object->type->kind == TYPE_ARRAY && (sorts || reverses))
        diag_help(g, "`%s.%s()` changes the array itself: `%s.%s()` gives a copy to go on with", of,
                  name, of, sorts ? "toSorted" : "toReversed");
    else diag_help(g, "`%s` gives nothing: write a statement for each call", name);
    const Symbol *method = callee->u.member.symbol;
    if (method && method->node && method->owner && !symbol_is_accessor(method))
        diag_help(g, "or let it give its object: `%s(..): %s { ..; return this }`", name,
                  method->owner->name->text);
}

static const Variant *variant_with(const Type *enum_, const Node *member) {
    const Nominal *n = enum_->u.nominal;
    for (uint32_t i = 0; i < n->variants.len; i++)
        for (uint32_t k = 0; k < n->variants.items[i].fields.len; k++)
            if (n->variants.items[i].fields.items[k].name == member->u.member.name)
                return &n->variants.items[i];
    return NULL;
}

static void report_unknown(Checker *c, const Type *base, const Node *member) {
    if (is_missing_of_interface(c, base, member->u.member.name)) return;
    const Type *whole = member->u.member.object->type;
    if (whole && whole->kind == TYPE_OPTION && !member->u.member.optional)
        return; // that it may be null was reported, with what to write
    const char *name = member->u.member.name->text;
    const char *habit = habit_of_member(base, member->u.member.name, type_is_error(c, base));
    Nearest near;
    nearest_init(&near, name);
    offer_members(c, base, false, &near);
    Diag *g = diag_error(&c->session->diags, E0301, member->u.member.name_span,
                         "`%s` has no member `%s`", expr_type_text(c, base), name);
    if (habit) diag_help(g, "%s", habit);
    else if (near.best) diag_help(g, "did you mean `%s`?", near.best);
    if (has_members(base) && base->u.nominal->symbol)
        expr_label_symbol(c, g, base->u.nominal->symbol);
    bool behind = base->kind == TYPE_CPTR && has_members(base->u.elem) &&
                  nominal_field(base->u.elem->u.nominal, member->u.member.name);
    if (behind)
        diag_help(
            g, "`%s.value.%s`, inside of an `unsafe { .. }` block, is the field behind the pointer",
            mismatch_source(c, member->u.member.object), name);
    if (base->kind == TYPE_MAP && !habit && !near.best)
        diag_help(g, "`m[key]` reads the value under a key");
    if (base->kind == TYPE_PARAM)
        diag_help(g, "say that it has one: `interface Has { %s(): int }`, and `<%s extends Has>`",
                  name, expr_type_text(c, base));
    if (base->kind == TYPE_VOID) help_void(c, g, member);
    const Variant *variant = base->kind == TYPE_ENUM ? variant_with(base, member) : NULL;
    if (variant)
        diag_help(g, "its variant `%s` has it: `if (%s is %s { %s })`, or a `match`",
                  variant->name->text, mismatch_source(c, member->u.member.object),
                  variant->name->text, name);
    if (base->kind == TYPE_TUPLE)
        diag_note(g, "a tuple is not an array: `%s[0]` is its first part",
                  mismatch_source(c, member->u.member.object));
}

Symbol *member_find(Checker *c, const Type *base, Node *member) {
    if (base->kind == TYPE_PARAM)
        return member->u.member.symbol = check_member_of(c, base, member->u.member.name);
    if (!has_members(base)) return NULL;
    Nominal *nominal = base->u.nominal;
    if (nominal->symbol) check_symbol(c, nominal->symbol);
    Symbol *symbol = nominal->is_c ? member_field(c, nominal, member->u.member.name)
                                   : check_member_of(c, base, member->u.member.name);
    if (!symbol) return NULL;
    if (!symbol_is_accessor(symbol)) member_check_access(c, member->u.member.name_span, symbol);
    member->u.member.symbol = symbol;
    return symbol;
}

static const Type *report_uncalled(Checker *c, const Node *member) {
    const char *name = member->u.member.name->text;
    Diag *g = diag_error(&c->session->diags, E0308, member->u.member.name_span,
                         "`%s` is a method, and only a call uses it", name);
    const char *object = mismatch_source(c, member->u.member.object);
    diag_help(g, "call it: `%s.%s(..)`; or wrap it: `x => %s.%s(x)`", object, name, object, name);
    return expr_poison(c);
}

// What changes its struct needs one that can be changed.
void member_check_receiver(Checker *c, Node *object, const Type *base, Symbol *method) {
    if (base->kind != TYPE_STRUCT || !assigns_this(method)) return;
    place_check(c, object, PLACE_METHOD);
    facts_forget_path(c, object);
}

static const Type *report_variant_of_value(Checker *c, const Node *member, const Symbol *variant) {
    Diag *g =
        diag_error(&c->session->diags, E0232, member->u.member.name_span,
                   "`%s` is a variant of the type, not a part of a value", variant->name->text);
    expr_label_symbol(c, g, variant);
    if (variant->type->kind == TYPE_ENUM)
        diag_help(g, "compare with it: `%s == %s.%s`", mismatch_source(c, member->u.member.object),
                  variant->owner->name->text, variant->name->text);
    else diag_help(g, "`match` takes a value apart: `%s(..) => ..`", variant->name->text);
    return expr_poison(c);
}

// A variant as a value: one with a payload is called.
const Type *member_variant(Checker *c, Span span, const Symbol *variant) {
    if (!variant->type || variant->type->kind != TYPE_FUNCTION) return variant->type;
    Diag *g = diag_error(&c->session->diags, E0232, span, "`%s` carries values, which are missing",
                         variant->name->text);
    expr_label_symbol(c, g, variant);
    diag_help(g, "write `%s.%s(..)`", variant->owner->name->text, variant->name->text);
    diag_help(g, "as a function it needs a type that says so: `const f: (x: ..) => %s = %s.%s`",
              variant->owner->name->text, variant->owner->name->text, variant->name->text);
    return expr_poison(c);
}

static const Type *report_of_type(Checker *c, const Node *member, const Symbol *symbol) {
    Diag *g = diag_error(&c->session->diags, E0301, member->u.member.name_span,
                         "`%s` is static: it belongs to the type", symbol->name->text);
    diag_help(g, "write `%s.%s`", symbol->owner->name->text, symbol->name->text);
    expr_label_symbol(c, g, symbol);
    return expr_poison(c);
}

static const Type *type_of_symbol(Checker *c, Node *member, Symbol *symbol, const Type *base) {
    if (symbol->kind == SYMBOL_GLOBAL) return report_of_type(c, member, symbol);
    if (symbol->kind == SYMBOL_VARIANT) return report_variant_of_value(c, member, symbol);
    if (symbol->kind == SYMBOL_FIELD) {
        if (base->kind == TYPE_UNION)
            expr_want_unsafe(c, member->span, "a member of a union",
                             "only C knows which of its members a union holds now");
        member->u.member.is_computed = base->kind == TYPE_INTERFACE;
        return symbol->type ? symbol->type : expr_poison(c);
    }
    if (!symbol_is_accessor(symbol)) return report_uncalled(c, member);
    if (symbol->flags & SYMBOL_STATIC) return report_of_type(c, member, symbol);
    return accessor_type(c, member, symbol, base);
}

static const Type *pointee(Checker *c, const Node *member, const Type *pointer) {
    expr_want_unsafe(c, member->span, "reading or writing through a raw pointer",
                     "nothing tells whether the memory behind it is still there");
    const Type *elem = pointer->u.elem;
    bool opaque = has_members(elem) && elem->u.nominal->is_opaque;
    if (!opaque) return elem;
    diag_error(&c->session->diags, E0301, member->span, "only C knows what is inside of a `%s`",
               elem->u.nominal->name->text);
    return expr_poison(c);
}

const Type *member_type(Checker *c, Node *member, const Type *base) {
    if (base->kind == TYPE_POISON) return base;
    if (base->kind == TYPE_CPTR && strcmp(member->u.member.name->text, "value") == 0)
        return pointee(c, member, base);
    Symbol *symbol = member_find(c, base, member);
    if (symbol) return type_of_symbol(c, member, symbol, base);
    BuiltinReceiver receiver = type_is_error(c, base) ? ON_ERROR : builtin_receiver(base);
    uint32_t id = builtin_find(c, receiver, member->u.member.name);
    if (id == BUILTIN_NONE && extension_find(c, base, member->u.member.name))
        return report_uncalled(c, member);
    if (id == BUILTIN_NONE) {
        report_unknown(c, base, member);
        return expr_poison(c);
    }
    if (!builtin_is_property(id)) return report_uncalled(c, member);
    member->u.member.builtin = id;
    return builtin_property(c, id, base);
}

// ---- of name spaces and types ----

// C's enums give their constants to the header's name space.
static bool has_constant(const Type *t, Name name) {
    if (t->kind != TYPE_CENUM) return false;
    for (uint32_t i = 0; i < t->u.nominal->values.len; i++)
        if (t->u.nominal->values.items[i].name == name) return true;
    return false;
}

static const Type *report_static(Checker *c, const Node *member, const Symbol *owner) {
    const char *name = member->u.member.name->text;
    Nearest near;
    nearest_init(&near, name);
    offer_members(c, owner->type, true, &near);
    Diag *g = diag_error(&c->session->diags, E0301, member->u.member.name_span,
                         "the type `%s` has no member `%s`", owner->name->text, name);
    if (has_constant(owner->type, member->u.member.name))
        diag_help(g, "it stands beside its type, as in C: drop `.%s`", owner->name->text);
    if (near.best) diag_help(g, "did you mean `%s`?", near.best);
    return expr_poison(c);
}

const Type *member_report_generic(Checker *c, const Node *member, const Symbol *generic) {
    Diag *g = diag_error(&c->session->diags, E0202, member->u.member.object->span,
                         "`%s` needs its type arguments here", generic->name->text);
    diag_help(g, "write `%s<..>.%s`", generic->name->text, member->u.member.name->text);
    return expr_poison(c);
}

// `Option.None` where an `Option<int>` is expected.
static Symbol *expected_instance(Symbol *generic, const Type *expected) {
    const Type *t = expected ? type_strip(expected) : NULL;
    bool known = t && t->kind == TYPE_ENUM && t->u.nominal->generic == generic;
    return known ? t->u.nominal->symbol : generic;
}

static const Type *type_member(Checker *c, Node *member, Symbol *owner, const Type *expected) {
    if (owner->generic) owner = expected_instance(owner, expected);
    check_symbol(c, owner);
    if (owner->generic) return member_report_generic(c, member, owner);
    const Type *base = owner->type;
    if (!base || base->kind == TYPE_POISON) return expr_poison(c);
    uint32_t id = builtin_of_type(c, base, member->u.member.name);
    if (id != BUILTIN_NONE && builtin_is_property(id)) {
        member->u.member.builtin = id;
        return builtin_property(c, id, base);
    }
    if (id != BUILTIN_NONE && !builtin_is_property(id)) return report_uncalled(c, member);
    Symbol *symbol = member_find(c, base, member);
    if (!symbol) return report_static(c, member, owner);
    if (symbol->kind == SYMBOL_VARIANT) return member_variant(c, member->span, symbol);
    if (symbol_is_accessor(symbol) && symbol->flags & SYMBOL_STATIC)
        return accessor_type(c, member, symbol, NULL);
    if (symbol->flags & SYMBOL_STATIC) return expr_symbol_type(c, member->span, symbol);
    Diag *g = diag_error(&c->session->diags, E0301, member->u.member.name_span,
                         "`%s` belongs to each `%s`, not to the type", symbol->name->text,
                         owner->name->text);
    expr_label_symbol(c, g, symbol);
    return expr_poison(c);
}

// The tree names what stands before the dot too. A type in a name space must be exported from it.
bool member_note_owner(Checker *c, Node *object, Symbol *owner) {
    if (object->kind == NODE_TYPE_NAME) return true;
    if (object->kind == NODE_NAME) {
        object->u.name.symbol = owner;
        return true;
    }
    Symbol *name_space = member_static(c, object->u.member.object);
    object->u.member.symbol =
        check_namespace_member(c, name_space, object->u.member.name, object->u.member.name_span);
    return object->u.member.symbol;
}

// `Type?.name`, `math?.PI`.
void member_refuse_optional(Checker *c, Node *member) {
    if (member->u.member.optional)
        diag_help(diag_error(&c->session->diags, E0265, member->u.member.object->span,
                             "this is never null: write `.` instead of `?.`"),
                  "leave the `?` out");
    member->u.member.optional = false;
}

static const Type *static_member(Checker *c, Node *member, Symbol *owner, const Type *expected) {
    if (!member_note_owner(c, member->u.member.object, owner)) return expr_poison(c);
    member_refuse_optional(c, member);
    if (owner->kind == SYMBOL_TYPE) return type_member(c, member, owner, expected);
    Symbol *symbol =
        check_namespace_member(c, owner, member->u.member.name, member->u.member.name_span);
    if (!symbol) return expr_poison(c);
    member->u.member.symbol = symbol;
    if (symbol->kind == SYMBOL_BUILTIN && builtin_is_property(symbol->builtin)) { // math.PI
        member->u.member.builtin = symbol->builtin;
        return builtin_property(c, symbol->builtin, NULL);
    }
    return expr_symbol_type(c, member->span, symbol);
}

// A method where a function is wanted; NULL: anything else.
static Symbol *wanted_method(Checker *c, Node *n, const MemberBase *base, const Type *expected) {
    if (!expected || type_strip(expected)->kind != TYPE_FUNCTION || base->optional) return NULL;
    Symbol *s = member_find(c, base->type, n);
    bool method = s && s->kind == SYMBOL_METHOD && !(s->flags & (SYMBOL_GETTER | SYMBOL_STATIC));
    return method && !(base->type->kind == TYPE_STRUCT && assigns_this(s)) ? s : NULL;
}

const Type *expr_member(Checker *c, Node **slot, const Type *expected) {
    Node *n = *slot;
    Symbol *owner = member_static(c, n->u.member.object);
    if (owner) {
        n->type = static_member(c, n, owner, expected);
        return n->u.member.is_target ? n->type : convert_weak(c, slot);
    }
    MemberBase base = member_base(c, n);
    Symbol *method = wanted_method(c, n, &base, expected);
    if (method) return function_of_method(c, slot, method, expected);
    const Type *t = member_type(c, n, base.type);
    if (base.optional) n->u.member.plain = t;
    n->type = base.optional ? type_option(c->types, t) : t;
    return facts_narrow(c, slot);
}

// ---- x[i] ----

static const Type *report_text_index(Checker *c, const Node *n) {
    const char *text = mismatch_source(c, n->u.index.object);
    Diag *g = diag_error(&c->session->diags, E0262, n->span, "a string has no `s[i]`");
    diag_note(g, "its characters take one to four bytes, so that the i-th has no fixed place");
    diag_help(g, "`%s.bytes()[i]` is a byte, `%s.runes()[i]` a code point", text, text);
    diag_help(g, "`%s.slice(i, j)` is a part of the text", text);
    return expr_poison(c);
}

static const Type *report_no_index(Checker *c, const Node *n, const Type *base) {
    Diag *g = diag_error(&c->session->diags, E0262, n->span, "`%s` has no elements to index",
                         expr_type_text(c, base));
    if (base->kind == TYPE_SET) diag_help(g, "`.has(x)` tells whether it is in");
    return expr_poison(c);
}

// Every index is an `int` in the end. What does not fit one is out of bounds, and panics as such.
static void check_index(Checker *c, Node **slot) {
    const Type *int_type = type_basic(c->types, I64);
    check_expr(c, slot, int_type);
    const Type *t = convert_present(c, slot, "an index");
    if (convert_is_integral(t) && !convert_lossless(c, t, int_type))
        convert_wrap(c, slot, CONVERT_CHECKED, int_type);
    else check_convert(c, slot, int_type, "an index");
}

// `xs[-1]`, which other languages count from the end.
static void refuse_negative(Checker *c, const Node *n, const Type *base) {
    int64_t value;
    bool bounded = base->kind == TYPE_ARRAY || base->kind == TYPE_VIEW || base->kind == TYPE_BUFFER;
    if (!bounded || !check_constant_int(c, n->u.index.index, &value) || value >= 0) return;
    Diag *g = diag_error(&c->session->diags, E0272, n->u.index.index->span,
                         "this always panics: an index is not negative");
    const char *text = mismatch_source(c, n->u.index.object);
    if (base->kind == TYPE_BUFFER)
        diag_help(g, "write `%s[%s.length - %lld]`", text, text, -(long long)value);
    else
        diag_help(g, "from the end count `%s.at(%lld)`, which is null where there is none", text,
                  (long long)value);
}

// `t[0]`: which part it is decides its type, so that it has to be known here.
static const Type *tuple_part(Checker *c, Node *n, const Type *tuple) {
    Node **index = &n->u.index.index;
    int64_t value;
    const Type *t = check_expr(c, index, type_basic(c->types, I64));
    if (t->kind == TYPE_POISON) return t;
    if (!check_constant_int(c, *index, &value)) {
        Diag *g = diag_error(&c->session->diags, E0233, (*index)->span,
                             "which part of a tuple is meant must be a constant");
        diag_note(g, "each part of `%s` has a type of its own", expr_type_text(c, tuple));
        diag_help(g, "take the parts by their places, `const [a, b] = t`; what has one type and is "
                     "counted through is an array");
        return expr_poison(c);
    }
    if (value < 0 || value >= tuple->u.tuple.count) {
        Diag *g = diag_error(&c->session->diags, E0233, (*index)->span, "`%s` has no part %" PRId64,
                             expr_type_text(c, tuple), value);
        diag_note(g, "its parts are 0 to %u", tuple->u.tuple.count - 1);
        if (value < 0) diag_help(g, "the last part is `[%u]`", tuple->u.tuple.count - 1);
        else diag_help(g, "give the tuple's type another part, or read one that it has");
        return expr_poison(c);
    }
    Node *literal = node_new(c->arena, NODE_INT, (*index)->span); // whatever it was written as
    literal->u.int_.value = (uint64_t)value;
    literal->type = type_basic(c->types, I64);
    *index = literal;
    return tuple->u.tuple.items[value];
}

static const Type *element_type(Checker *c, Node *n, const Type *base) {
    switch ((int)base->kind) {
    case TYPE_ARRAY:
    case TYPE_VIEW: return base->u.elem;
    case TYPE_BUFFER: return type_basic(c->types, U8);
    case TYPE_CARRAY: return base->u.carray.elem;
    case TYPE_CPTR: return pointee(c, n, base);
    case TYPE_STRING: return report_text_index(c, n);
    case TYPE_POISON: return base;
    }
    return report_no_index(c, n, base);
}

const Type *expr_index(Checker *c, Node *n) {
    Node **object = &n->u.index.object;
    check_expr(c, object, NULL);
    if (member_continues(*object)) n->u.index.optional = true;
    bool optional = n->u.index.optional && (*object)->type != type_strip((*object)->type);
    const Type *base =
        optional ? type_strip((*object)->type) : convert_present(c, object, "`[..]`");
    const Type *elem;
    if (base->kind == TYPE_MAP) {
        check_expr_as(c, &n->u.index.index, base->u.map.key, "the key");
        elem = type_option(c->types, base->u.map.value);
    } else if (base->kind == TYPE_TUPLE) {
        elem = tuple_part(c, n, base);
    } else {
        check_index(c, &n->u.index.index);
        refuse_negative(c, n, base);
        elem = element_type(c, n, base);
    }
    n->u.index.optional = optional;
    if (optional) n->u.index.plain = elem;
    return optional ? type_option(c->types, elem) : elem;
}
