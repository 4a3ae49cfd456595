// Descriptors (SeamType of <seam/runtime.h>): what the runtime knows of a type. Those of structural
// types and structs are emitted by every unit that needs them and merged by the linker; a class's
// is defined by its own module alone (class.c).
#include <string.h>

#include "emit/c/unit/unit.h"

// ---- those that the runtime has ----
// The prelude's that the runtime asks objects for.
static const char *runtime_interface(const Nominal *n) {
    static const char *const rows[][2] = {{"Equatable", "seam_interface_equatable"},
                                          {"Hashable", "seam_interface_hashable"},
                                          {"Ordered", "seam_interface_ordered"},
                                          {"Printable", "seam_interface_printable"}};
    const Module *m = n->symbol->module;
    for (size_t i = 0; m && m->is_library && i < sizeof rows / sizeof *rows; i++)
        if (strcmp(n->name->text, rows[i][0]) == 0) return rows[i][1];
    return NULL;
}

static const char *runtime_descriptor(Unit *u, const Type *t) {
    if (t->kind == TYPE_UNSURE) t = t->u.elem;
    if (t->kind == TYPE_DURATION) return "seam_type_duration";
    const char *number = t->kind == TYPE_ENUM || t->kind == TYPE_CENUM ? "" : name_of_number(t);
    if (*number) return arena_printf(u->arena, "seam_type_%s", number);
    if (t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL) return "seam_type_bool";
    if (t->kind == TYPE_STRING) return "seam_type_string";
    if (t->kind == TYPE_BUFFER) return "seam_type_bytes";
    if (t->kind == TYPE_CSTRING) return "seam_type_cstring";
    if (t->kind == TYPE_FUNCTION) return "seam_type_function";
    if (t->kind == TYPE_WEAK) return "seam_type_weak";
    if (type_is_c_pointer(t)) return "seam_type_pointer";
    if (t->kind == TYPE_ARRAY && t->u.elem->kind == TYPE_STRING) return "seam_type_string_array";
    if (t->kind == TYPE_ARRAY && t->u.elem->kind == TYPE_U32) return "seam_type_u32_array";
    if (is_runtime_class(t)) return "seam_type_error";
    if (t == u->program->types.error_interface) return "seam_interface_error";
    if (t->kind == TYPE_INTERFACE) return runtime_interface(t->u.nominal);
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

enum { ITEMS_MOST = 114 }; // columns of a line of them

void put_separated(Text *out, const char *item, uint32_t index) {
    bool full = text_column(out) + strlen(item) > ITEMS_MOST;
    if (index) text_put(out, full ? ",\n    " : ", ");
    text_put(out, item);
}

void put_item_table(Unit *u, const char *type, const char *name, const Text *items) {
    Text *out = &u->descriptors;
    text_printf(out, "static const %s %s[] = {", type, name);
    bool one = !strchr(items->chars, '\n') && text_column(out) + items->len <= ITEMS_MOST;
    text_printf(out, "%s%s};\n", one ? "" : "\n    ", items->chars);
}

const char *describe_fields(Unit *u, const Type *t, const char *name) {
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
    put_item_table(u, "SeamField", arena_printf(u->arena, "seam_fields_%s", name), &items);
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
    put_item_table(u, "SeamEnumName", arena_printf(u->arena, "seam_names_%s", name), &items);
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

void put_text_of_type(Unit *u, Text *out, const Type *t) {
    const char *text = type_text(u->arena, t);
    put_c_string(out, text, strlen(text));
}

// May it be within its own parts? A class's descriptor is its module's.
static bool may_recur(const Type *t) {
    switch ((int)t->kind) {
    case TYPE_STRUCT:
    case TYPE_INTERFACE: return true;
    case TYPE_ENUM: return type_is_payload_enum(t) || t->u.nominal->box;
    case TYPE_ARRAY:
    case TYPE_VIEW:
    case TYPE_SET:
    case TYPE_OPTION: return may_recur(t->u.elem);
    case TYPE_MAP: return may_recur(t->u.map.key) || may_recur(t->u.map.value);
    case TYPE_TUPLE:
        for (uint32_t i = 0; i < t->u.tuple.count; i++)
            if (may_recur(t->u.tuple.items[i])) return true;
    }
    return false;
}

// Has one that the runtime asks: how values are equal, hashed, ordered or printed.
static bool asks_tables(const Nominal *box) {
    for (uint32_t i = 0; i < box->implements.len; i++)
        if (runtime_interface(box->implements.items[i]->u.nominal)) return true;
    return false;
}

static void define(Unit *u, const Type *t, const char *name) {
    require_type(u, t);
    const char *full = arena_printf(u->arena, "seam_type_%s", name);
    if (may_recur(t))
        declare_late(u, full, arena_printf(u->arena, "extern SEAM_SHARED_TYPE SeamType %s", full));
    Description d = describe(u, t, name);
    Text out;
    text_init(&out, u->arena);
    text_printf(&out, "SEAM_SHARED_TYPE SeamType %s = {SEAM_VALUE(%s, %s, ", full, d.kind,
                type_c(u, t));
    put_text_of_type(u, &out, t);
    text_put(&out, ")");
    if (type_is_counted(t)) put_separated(&out, ".flags = SEAM_COUNTED", 1);
    if (d.elem) put_separated(&out, arena_printf(u->arena, ".elem = %s", descriptor(u, d.elem)), 1);
    if (d.value)
        put_separated(&out, arena_printf(u->arena, ".value = %s", descriptor(u, d.value)), 1);
    if (d.parts) put_separated(&out, d.parts, 1);
    const Nominal *boxed =
        t->kind == TYPE_STRUCT || t->kind == TYPE_ENUM ? t->u.nominal->box : NULL;
    if (boxed && asks_tables(boxed))
        put_separated(&out, arena_printf(u->arena, ".box = %s", descriptor(u, boxed->type)), 1);
    text_put(&out, "};\n");
    text_append(&u->descriptors, &out); // after those of its parts
}

const char *descriptor_name(Unit *u, const Type *t) {
    const char *known = runtime_descriptor(u, t);
    if (known) return known;
    const char *name = name_of_type(u->arena, t);
    if (unit_mark(u, t, MARK_DESCRIBED)) {
        if (t->kind == TYPE_CLASS)
            declare_late(u, arena_printf(u->arena, "seam_type_%s", name),
                         arena_printf(u->arena, "extern SeamType seam_type_%s", name));
        else define(u, t, name);
    }
    return arena_printf(u->arena, "seam_type_%s", name);
}

const char *descriptor(Unit *u, const Type *t) {
    return arena_printf(u->arena, "&%s", descriptor_name(u, t));
}
