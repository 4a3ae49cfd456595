// Descriptors (SeamType of <seam/runtime.h>): what the runtime knows of a type. Those of structural
// types and structs are emitted by every unit that needs them and merged by the linker; a class's
// is defined by its own module alone, with its drop function and the tables of its interfaces.
#include <string.h>

#include "emit/c/unit/unit.h"
#include "mir/reach.h"

// ---- those that the runtime has ----
static const char *runtime_descriptor(Unit *u, const Type *t) {
    if (t->kind == TYPE_UNSURE) t = t->u.elem;
    const char *number = t->kind == TYPE_ENUM || t->kind == TYPE_CENUM ? "" : name_of_number(t);
    if (*number) return arena_printf(u->arena, "seam_type_%s", number);
    if (t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL) return "seam_type_bool";
    if (t->kind == TYPE_STRING) return "seam_type_string";
    if (t->kind == TYPE_BUFFER) return "seam_type_bytes";
    if (t->kind == TYPE_CSTRING) return "seam_type_cstring";
    if (t->kind == TYPE_FUNCTION) return "seam_type_function";
    if (type_is_c_pointer(t)) return "seam_type_pointer";
    if (t->kind == TYPE_ARRAY && t->u.elem->kind == TYPE_STRING) return "seam_type_string_array";
    if (t->kind == TYPE_ARRAY && t->u.elem->kind == TYPE_U32) return "seam_type_u32_array";
    if (is_runtime_class(t)) return "seam_type_error";
    if (t == u->program->types.error_interface) return "seam_interface_error";
    return NULL;
}

// ---- the parts of a definition ----

typedef struct Description {
    const char *kind;
    const Type *elem;
    const Type *value;
    const char *parts; // `.fields = .., .part_count = 2`; NULL
} Description;

// Bit-fields have no address, so that the runtime cannot show them.
static bool is_described(const Field *f) { return f->name && f->bit_width == 0; }

void put_separated(Text *out, const char *item, uint32_t index) {
    bool full = text_column(out) + strlen(item) > 94;
    if (index) text_put(out, full ? ",\n    " : ", ");
    text_put(out, item);
}

static const char *describe_fields(Unit *u, const Type *t, const char *name) {
    bool tuple = t->kind == TYPE_TUPLE;
    uint32_t all = tuple ? t->u.tuple.count : t->u.nominal->fields.len, count = 0;
    const char *owner = t->kind == TYPE_CLASS ? t->u.nominal->c_name : type_c(u, t);
    Text items;
    text_init(&items, u->arena);
    for (uint32_t i = 0; i < all; i++) {
        const Field *f = tuple ? NULL : &t->u.nominal->fields.items[i];
        if (f && !is_described(f)) continue;
        const char *text = f ? arena_printf(u->arena, "\"%s\"", f->name->text) : "NULL";
        const Type *type = f ? f->type : t->u.tuple.items[i];
        put_separated(&items,
                      arena_printf(u->arena, "{%s, %s, offsetof(%s, %s)}", text,
                                   descriptor(u, type), owner, field_c_name(u, t, i)),
                      count++);
    }
    if (count == 0) return NULL;
    text_printf(&u->descriptors, "static const SeamField seam_fields_%s[] = {\n    %s};\n", name,
                items.chars);
    return arena_printf(u->arena, ".fields = seam_fields_%s, .part_count = %u", name, count);
}

static const char *describe_names(Unit *u, const Type *t, const char *name) {
    const Nominal *n = t->u.nominal;
    if (n->values.len == 0) return NULL;
    Text items;
    text_init(&items, u->arena);
    for (uint32_t i = 0; i < n->values.len; i++) {
        Text value;
        text_init(&value, u->arena);
        put_integer(&value, n->values.items[i].value, type_basic(&u->program->types, I64));
        put_separated(
            &items,
            arena_printf(u->arena, "{\"%s\", %s}", n->values.items[i].name->text, value.chars), i);
    }
    text_printf(&u->descriptors, "static const SeamEnumName seam_names_%s[] = {\n    %s};\n", name,
                items.chars);
    return arena_printf(u->arena, ".names = seam_names_%s, .part_count = %u", name, n->values.len);
}

static Description describe(Unit *u, const Type *t, const char *name) {
    if (t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW)
        return (Description){"ARRAY", t->u.elem, NULL, NULL};
    if (t->kind == TYPE_MAP) return (Description){"MAP", t->u.map.key, t->u.map.value, NULL};
    if (t->kind == TYPE_SET) return (Description){"SET", t->u.elem, NULL, NULL};
    if (t->kind == TYPE_OPTION) return (Description){"OPTION", t->u.elem, NULL, NULL};
    if (t->kind == TYPE_TUPLE)
        return (Description){"TUPLE", NULL, NULL, describe_fields(u, t, name)};
    if (t->kind == TYPE_STRUCT)
        return (Description){"STRUCT", NULL, NULL, describe_fields(u, t, name)};
    if (type_is_payload_enum(t))
        return (Description){"VARIANT", NULL, NULL, describe_variants(u, t, name)};
    if (t->kind == TYPE_ENUM || t->kind == TYPE_CENUM)
        return (Description){"ENUM", t->u.nominal->base, NULL, describe_names(u, t, name)};
    if (t->kind == TYPE_CARRAY)
        return (Description){
            "CARRAY", t->u.carray.elem, NULL,
            arena_printf(u->arena, ".part_count = %llu", (unsigned long long)t->u.carray.count)};
    if (t->kind == TYPE_INTERFACE) return (Description){"INTERFACE", NULL, NULL, NULL};
    return (Description){"UNION", NULL, NULL, NULL};
}

static void put_text_of_type(Unit *u, Text *out, const Type *t) {
    const char *text = type_text(u->arena, t);
    put_c_string(out, text, strlen(text));
}

static void define(Unit *u, const Type *t, const char *name) {
    require_type(u, t);
    const char *full = arena_printf(u->arena, "seam_type_%s", name);
    bool nominal = t->kind == TYPE_STRUCT || t->kind == TYPE_INTERFACE || type_is_payload_enum(t);
    if (nominal) // may be within its own parts
        text_printf(&u->prototypes, "extern SEAM_SHARED_TYPE SeamType %s;\n", full);
    Description d = describe(u, t, name);
    Text out;
    text_init(&out, u->arena);
    text_printf(&out, "SEAM_SHARED_TYPE SeamType %s = {.kind = SEAM_KIND_%s, .name = ", full,
                d.kind);
    put_text_of_type(u, &out, t);
    const char *c = type_c(u, t);
    text_printf(&out, ",\n    .size = sizeof(%s), .align = _Alignof(%s)", c, c);
    if (type_is_counted(t)) text_put(&out, ", .flags = SEAM_COUNTED");
    if (d.elem) text_printf(&out, ", .elem = %s", descriptor(u, d.elem));
    if (d.value) text_printf(&out, ", .value = %s", descriptor(u, d.value));
    if (d.parts) text_printf(&out, ", %s", d.parts);
    text_put(&out, "};\n");
    text_append(&u->descriptors, &out); // after those of its parts
}

const char *descriptor_name(Unit *u, const Type *t) {
    const char *known = runtime_descriptor(u, t);
    if (known) return known;
    const char *name = name_of_type(u->arena, t);
    if (unit_mark(u, t, MARK_DESCRIBED)) {
        if (t->kind == TYPE_CLASS)
            text_printf(&u->prototypes, "extern SeamType seam_type_%s;\n", name);
        else define(u, t, name);
    }
    return arena_printf(u->arena, "seam_type_%s", name);
}

const char *descriptor(Unit *u, const Type *t) {
    return arena_printf(u->arena, "&%s", descriptor_name(u, t));
}

// ---- classes ----

// A property's slot: a getter, whose result is owned.
static const char *define_getter(Unit *u, const Nominal *n, uint32_t index) {
    const Field *f = &n->fields.items[index];
    const char *field = field_c_name(u, n->type, index);
    const char *name = arena_printf(u->arena, "seam_get_%s__%s", n->c_name, f->name->text);
    const char *place = arena_printf(u->arena, "((%s *)self)->%s", n->c_name, field);
    if (type_is_counted(f->type))
        place = arena_printf(u->arena, "%s(%s)", copy_function(u, f->type), place);
    text_printf(&u->descriptors, "static %s {\n    return %s;\n}\n",
                declare_c(u, f->type, arena_printf(u->arena, "%s(SeamObjectRef *self)", name)),
                place);
    return name;
}

static const char *slot(Unit *u, const Nominal *n, Name member) {
    const Symbol *method = nominal_method(n, member);
    if (method) return method->c_name;
    for (uint32_t i = 0; i < n->fields.len; i++)
        if (n->fields.items[i].name == member) return define_getter(u, n, i);
    unreachable("a class without a member of its interface");
}

static const char *table_name(Unit *u, const Nominal *n, const Nominal *interface_) {
    return arena_printf(u->arena, "seam_table_%s__%s", n->c_name, interface_->name->text);
}

// The interface's properties, then its methods, in order of declaration.
static void define_table(Unit *u, const Nominal *n, const Nominal *interface_) {
    Text slots;
    text_init(&slots, u->arena);
    for (uint32_t i = 0; i < interface_->fields.len; i++)
        text_printf(&slots, "%s(SeamCode *)%s", slots.len ? ", " : "",
                    slot(u, n, interface_->fields.items[i].name));
    for (uint32_t i = 0; i < interface_->methods.len; i++)
        text_printf(&slots, "%s(SeamCode *)%s", slots.len ? ", " : "",
                    slot(u, n, interface_->methods.items[i]->name));
    text_printf(&u->descriptors, "SeamCode *const %s[] = {%s};\n", table_name(u, n, interface_),
                slots.len ? slots.chars : "NULL");
}

static const char *define_tables(Unit *u, const Nominal *n) {
    if (n->implements.len == 0) return NULL;
    Text items;
    text_init(&items, u->arena);
    for (uint32_t i = 0; i < n->implements.len; i++) {
        const Type *interface_ = n->implements.items[i];
        define_table(u, n, interface_->u.nominal);
        put_separated(&items,
                      arena_printf(u->arena, "{%s, %s}", descriptor(u, interface_),
                                   table_name(u, n, interface_->u.nominal)),
                      i);
    }
    text_printf(&u->descriptors, "static const SeamTable seam_tables_%s[] = {\n    %s};\n",
                n->c_name, items.chars);
    return arena_printf(u->arena, ".tables = seam_tables_%s, .table_count = %u", n->c_name,
                        n->implements.len);
}

const char *table_of(Unit *u, const Type *class_, const Type *interface_) {
    const Nominal *n = class_->u.nominal;
    if (n->symbol->module && n->symbol->module == u->module->module)
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

static void put_quiet_part(Unit *u, Text *out, const Type *t, const char *place) {
    const Type *class_ = t->kind == TYPE_OPTION ? t->u.elem : t;
    if (is_quiet(u, class_))
        text_printf(out, "seam_release_part(%s, seam_destroy_%s, depth);\n", place,
                    class_->u.nominal->c_name);
    else put_part(u, out, t, place, false);
}

// The function that `.drop` or `.destroy` names: which of the two, or NULL for none.
static const char *define_drop(Unit *u, const Nominal *n) {
    bool quiet = is_quiet(u, n->type);
    Text body;
    text_init(&body, u->arena);
    body.indent = 1;
    for (uint32_t i = 0; i < n->fields.len; i++) {
        const Type *type = n->fields.items[i].type;
        const char *place = arena_printf(u->arena, "self->%s", field_c_name(u, n->type, i));
        if (quiet) put_quiet_part(u, &body, type, place);
        else put_part(u, &body, type, place, false);
    }
    if (quiet) text_put(&body, "seam_object_free(self, sizeof *self);\n");
    if (body.len == 0) return NULL;
    const char *head = arena_printf(u->arena, "static void seam_destroy_%s(void *object%s)",
                                    n->c_name, quiet ? ", uint32_t depth" : "");
    if (quiet) text_printf(&u->prototypes, "%s;\n", head);
    text_printf(&u->descriptors, "%s {\n    %s *self = object;\n%s}\n", head, n->c_name,
                body.chars);
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
    text_printf(&u->prototypes, "extern SeamType seam_type_%s;\n", n->c_name);
    const char *fields = describe_fields(u, n->type, n->c_name);
    const char *tables = define_tables(u, n);
    const char *drop = define_drop(u, n);
    const Symbol *finalize = n->has_finalize ? find_finalize(n) : NULL;
    Text *out = &u->descriptors;
    text_printf(out, "SeamType seam_type_%s = {.kind = SEAM_KIND_CLASS, .name = ", n->c_name);
    put_text_of_type(u, out, n->type);
    text_printf(out,
                ",\n    .size = 8, .align = 8, .flags = SEAM_COUNTED, .object_size = sizeof(%s)",
                n->c_name);
    if (fields) text_printf(out, ",\n    %s", fields);
    if (tables) text_printf(out, ",\n    %s", tables);
    if (finalize) text_printf(out, ",\n    .finalize = (void (*)(void *))%s", finalize->c_name);
    if (drop) text_printf(out, ",\n    .%s = seam_destroy_%s", drop, n->c_name);
    text_put(out, "};\n");
}
