// Classes: the descriptor of one, its drop function, and the tables of its interfaces. A slot holds
// the method itself where that has the form which the interface calls; else a function between the
// two: fields are read and written, what throws less gives no error, a boxed struct is unpacked.
#include <string.h>

#include "check/generic/generic.h"
#include "emit/c/unit/unit.h"
#include "mir/reach.h"
#include "types/slot.h"

// ---- slots ----

typedef struct Adaptor {
    Unit *u;
    const Nominal *n; // the class, or the box of a struct
    Slot slot;
    const Symbol *found;
    Text body;
} Adaptor;

// The struct or class whose members fill the slots.
static const Nominal *implementer(const Nominal *n) { return n->boxed ? n->boxed : n; }

// A boxed struct: `((main__Point__box *)self)->value`.
static const char *boxed_place(const Adaptor *a) {
    return arena_printf(a->u->arena, "((%s *)self)->value", a->n->c_name);
}

static const char *field_place(const Adaptor *a) {
    const Nominal *n = implementer(a->n);
    uint32_t index = 0;
    while (n->fields.items[index].name != a->found->name) index++;
    const char *name = field_c_name(a->u, n->type, index);
    if (a->n->boxed) return arena_printf(a->u->arena, "%s.%s", boxed_place(a), name);
    return arena_printf(a->u->arena, "((%s *)self)->%s", a->n->c_name, name);
}

static const char *copied(Unit *u, const Type *t, const char *value) {
    if (!type_is_counted(t)) return value;
    return arena_printf(u->arena, "%s(%s)", copy_function(u, t), value);
}

static void put_return(Adaptor *a, const char *value) {
    const Type *result = slot_result(&a->slot, &a->u->program->types);
    bool throws = slot_throws(&a->slot);
    if (throws && value)
        text_printf(&a->body, "return (%s){.value = %s};\n", result_type(a->u, result, true),
                    value);
    else if (value) text_printf(&a->body, "return %s;\n", value);
    else if (throws) text_put(&a->body, "return NULL;\n");
}

static void put_field_read(Adaptor *a) {
    put_return(a, copied(a->u, a->found->type, field_place(a)));
}

static void put_field_store(Adaptor *a) {
    const Type *t = a->found->type;
    const char *place = field_place(a);
    if (type_is_counted(t)) text_printf(&a->body, "%s = %s;\n", declare_c(a->u, t, "old"), place);
    text_printf(&a->body, "%s = %s;\n", place, copied(a->u, t, "a0"));
    put_part(a->u, &a->body, t, "old", false);
    put_return(a, NULL);
}

// A parameter `Self` is an object of the same class.
static bool is_self(const Type *t) { return t->kind == TYPE_PARAM; }

// What the method gets as its `this`. A struct is copied: through the box it may change meanwhile.
static const char *put_receiver(Adaptor *a) {
    if (!a->n->boxed) return arena_printf(a->u->arena, "(%s *)self", a->n->c_name);
    const char *place = boxed_place(a);
    if (a->found->flags & SYMBOL_MUTATES) return arena_printf(a->u->arena, "&%s", place);
    const Type *t = a->n->boxed->type;
    if (!type_is_counted(t)) return place;
    text_printf(&a->body, "%s = %s;\n", declare_c(a->u, t, "copy"), copied(a->u, t, place));
    return "copy";
}

static void put_method_call(Adaptor *a) {
    const Type *result = slot_result(&a->slot, &a->u->program->types);
    bool throws = symbol_is_fallible(a->found);
    const char *receiver = put_receiver(a);
    bool kept = strcmp(receiver, "copy") == 0, valued = throws || !is_unvalued(result);
    if (valued) {
        const char *type = throws ? result_type(a->u, result, true) : NULL;
        text_printf(&a->body, "%s = ",
                    type ? arena_printf(a->u->arena, "%s r", type) : declare_c(a->u, result, "r"));
    }
    text_printf(&a->body, "%s(%s", a->found->c_name, receiver);
    for (uint32_t i = 0; i < slot_param_count(&a->slot); i++)
        if (a->n->boxed && is_self(slot_param(&a->slot, i)))
            text_printf(&a->body, ", ((%s *)a%u)->value", a->n->c_name, i);
        else text_printf(&a->body, ", a%u", i);
    text_put(&a->body, ");\n");
    if (kept) put_part(a->u, &a->body, a->n->boxed->type, "copy", false);
    if (throws) text_put(&a->body, "return r;\n");
    else put_return(a, valued ? "r" : NULL);
}

// The commonest: a field of a class that gives a number or a counted word.
static bool put_getter(Adaptor *a, const char *name) {
    const Type *t = a->found->type;
    bool word = type_is_reference(t) || type_is_null_pointer(t);
    bool plain = a->found->kind != SYMBOL_METHOD && a->slot.kind == SLOT_GET && !a->n->boxed &&
                 !slot_throws(&a->slot) && (word || !type_is_counted(t));
    if (!plain) return false;
    text_printf(&a->u->descriptors, "SEAM_%sGETTER(%s, %s, %s)\n",
                type_is_counted(t) ? "COUNTED_" : "", name, a->n->c_name,
                strstr(field_place(a), "->") + 2);
    return true;
}

static const char *define_adaptor(Adaptor *a, const Nominal *interface_, uint32_t index) {
    Unit *u = a->u;
    const Type *result = slot_result(&a->slot, &u->program->types);
    const char *name =
        arena_printf(u->arena, "seam_slot_%s__%s_%u", a->n->c_name, interface_->c_name, index);
    if (put_getter(a, name)) return name;
    Text head;
    text_init(&head, u->arena);
    text_printf(&head, "%s(SeamObjectRef *self", name);
    for (uint32_t i = 0; i < slot_param_count(&a->slot); i++) {
        const Type *t = slot_param(&a->slot, i);
        if (is_self(t)) t = a->n->type;
        text_printf(&head, ", %s", declare_c(u, t, arena_printf(u->arena, "a%u", i)));
    }
    text_put(&head, ")");
    require_type(u, implementer(a->n)->type);
    if (!is_unvalued(result)) require_type(u, result);
    text_init(&a->body, u->arena);
    if (a->found->kind == SYMBOL_METHOD) put_method_call(a);
    else if (a->slot.kind == SLOT_GET) put_field_read(a);
    else put_field_store(a);
    const char *type = result_type(u, result, slot_throws(&a->slot));
    text_put_braced(&u->descriptors, arena_printf(u->arena, "static %s %s", type, head.chars),
                    a->body.chars, "");
    return name;
}

// `Self` elsewhere than as a parameter: nobody calls it through the table.
static bool needs_the_type(const Unit *u, const Slot *slot) {
    bool needs = type_has_param(slot_result(slot, &u->program->types));
    for (uint32_t i = 0; i < slot_param_count(slot); i++)
        needs |= type_has_param(slot_param(slot, i)) && !is_self(slot_param(slot, i));
    return needs;
}

static const char *slot_code(Unit *u, const Nominal *n, const Nominal *interface_, uint32_t index) {
    Adaptor a = {.u = u, .n = n, .slot = slot_at(interface_, index)};
    if (needs_the_type(u, &a.slot)) return "NULL";
    a.found = slot_found(implementer(n), &a.slot);
    bool direct = a.found->kind == SYMBOL_METHOD && !n->boxed &&
                  slot_throws(&a.slot) == symbol_is_fallible(a.found);
    return direct ? a.found->c_name : define_adaptor(&a, interface_, index);
}

// ---- tables ----

static const char *table_name(Unit *u, const Nominal *n, const Nominal *interface_) {
    return arena_printf(u->arena, "seam_table_%s__%s", n->c_name, interface_->c_name);
}

static void define_table(Unit *u, const Nominal *n, const Nominal *interface_) {
    Text out;
    text_init(&out, u->arena);
    text_printf(&out, "SeamCode *const %s[] = {", table_name(u, n, interface_));
    for (uint32_t i = 0, count = slot_count(interface_); i < count; i++)
        put_separated(&out,
                      arena_printf(u->arena, "(SeamCode *)%s", slot_code(u, n, interface_, i)), i);
    text_printf(&u->descriptors, "%s%s};\n", out.chars, slot_count(interface_) ? "" : "NULL");
}

static const char *define_tables(Unit *u, const Nominal *n) {
    if (n->implements.len == 0) return NULL;
    Text items;
    text_init(&items, u->arena);
    text_printf(&items, "SEAM_TABLES(%u", n->implements.len);
    for (uint32_t i = 0; i < n->implements.len; i++) {
        const Type *interface_ = n->implements.items[i];
        define_table(u, n, interface_->u.nominal);
        put_separated(&items,
                      arena_printf(u->arena, "{&seam_type_%s, %s}", descriptor_token(u, interface_),
                                   table_name(u, n, interface_->u.nominal)),
                      1);
    }
    text_put(&items, ")");
    return items.chars;
}

const char *table_of(Unit *u, const Type *class_, const Type *interface_) {
    const Nominal *n = class_->u.nominal;
    if (n->symbol->module && symbol_unit(n->symbol) == u->module->module)
        return table_name(u, n, interface_->u.nominal);
    return NULL; // looked up in the object's descriptor
}

// A class of this unit whose death nobody can see: destroyed by plain recursion.
static bool is_quiet(const Unit *u, const Type *class_) {
    if (class_->kind != TYPE_CLASS || reaches_finalize(class_)) return false;
    const Nominal *n = class_->u.nominal;
    for (uint32_t i = 0; i < n->implements.len; i++) // the run time knows more of errors
        if (n->implements.items[i] == u->program->types.error_interface) return false;
    for (uint32_t i = 0; i < u->module->nominals.len; i++)
        if (u->module->nominals.items[i] == n) return true;
    return false;
}

// Do its objects hold nothing that is counted?
static bool is_leaf(const Nominal *n) {
    for (uint32_t i = 0; i < n->fields.len; i++)
        if (type_is_counted(n->fields.items[i].type)) return false;
    return true;
}

static void put_quiet_part(Unit *u, Text *out, const Type *t, const char *place) {
    const Type *class_ = t->kind == TYPE_OPTION ? t->u.elem : t;
    if (!is_quiet(u, class_)) {
        put_part(u, out, t, place, false);
        return;
    }
    const char *name = class_->u.nominal->c_name;
    if (is_leaf(class_->u.nominal))
        text_printf(out, "seam_release_leaf(%s, sizeof(%s));\n", place, name);
    else text_printf(out, "seam_release_part(%s, seam_destroy_%s, depth);\n", place, name);
}

// `macro(seam_destroy_X, X, parts)`: the lines of `parts` but for the last semicolon.
void put_destructor(Unit *u, const char *macro, const char *type, const Text *parts) {
    Text *out = &u->descriptors;
    text_printf(out, "%s(seam_destroy_%s, %s", macro, type, type);
    uint32_t index = 0;
    for (const char *at = parts->chars, *end; (end = strchr(at, '\n')); at = end + 1, index++) {
        const char *part = arena_text(u->arena, at, (size_t)(end - 1 - at));
        if (index == 0) put_separated(out, part, 1);
        else text_printf(out, text_column(out) + strlen(part) > 114 ? ";\n    %s" : "; %s", part);
    }
    text_put(out, ")\n");
}

// The function that `.drop` or `.destroy` names: which of the two, or NULL for none.
static const char *define_drop(Unit *u, const Nominal *n) {
    bool quiet = is_quiet(u, n->type);
    Text parts;
    text_init(&parts, u->arena);
    for (uint32_t i = 0; i < n->fields.len; i++) {
        const Type *type = n->fields.items[i].type;
        const char *place = arena_printf(u->arena, "self->%s", field_c_name(u, n->type, i));
        if (quiet) put_quiet_part(u, &parts, type, place);
        else put_part(u, &parts, type, place, false);
    }
    if (parts.len == 0) return NULL;
    const char *name = arena_printf(u->arena, "seam_destroy_%s", n->c_name);
    const char *head = arena_printf(u->arena, "static void %s(void *object%s)", name,
                                    quiet ? ", uint32_t depth" : "");
    if (quiet) declare_late(u, name, head);
    put_destructor(u, quiet ? "SEAM_DESTROY" : "SEAM_DROP", n->c_name, &parts);
    return quiet ? "destroy" : "drop";
}

static const Symbol *find_finalize(const Nominal *n) {
    for (uint32_t i = 0; i < n->methods.len; i++)
        if (strcmp(n->methods.items[i]->name->text, "finalize") == 0) return n->methods.items[i];
    return NULL;
}

void define_class(Unit *u, Nominal *n) {
    require_object(u, n->type);
    unit_mark(u, n->type, MARK_DESCRIBED);
    const char *name = arena_printf(u->arena, "seam_type_%s", n->c_name);
    declare_late(u, name, arena_printf(u->arena, "extern SeamType %s", name));
    const char *fields = describe_fields(u, n->type);
    const char *tables = define_tables(u, n);
    const char *drop = define_drop(u, n);
    const Symbol *finalize = n->has_finalize ? find_finalize(n) : NULL;
    Text out;
    text_init(&out, u->arena);
    text_printf(&out, "SeamType %s = {SEAM_%sCLASS(%s, ", name, n->boxed ? "BOX_" : "", n->c_name);
    put_text_of_type(u, &out, n->type);
    text_put(&out, ")");
    if (fields) put_separated(&out, fields, 1);
    if (tables) put_separated(&out, tables, 1);
    if (finalize)
        put_separated(
            &out, arena_printf(u->arena, ".finalize = (void (*)(void *))%s", finalize->c_name), 1);
    if (drop)
        put_separated(&out, arena_printf(u->arena, ".%s = seam_destroy_%s", drop, n->c_name), 1);
    text_printf(&u->descriptors, "%s};\n", out.chars);
    unit_mark(u, n->type, MARK_DEFINED);
    VEC_PUSH(u->arena, &u->defined, name);
}
