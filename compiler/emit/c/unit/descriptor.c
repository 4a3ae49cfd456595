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

// The instances of builtin types that many programs have.
static bool is_common(const char *name) {
    static const char *const names[] = {"array_bool", "array_i64",  "array_u8",
                                        "array_f64",  "opt_bool",   "opt_i64",
                                        "opt_f64",    "opt_string", "map_string_string",
                                        "set_i64",    "set_string", "map_string_i64"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
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

// Bit-fields have no address, so that the runtime cannot show them.
static bool is_described(const Field *f) { return f->name && f->bit_width == 0; }

enum { ITEMS_MOST = 114 }; // columns of a line of them

void put_separated(Text *out, const char *item, uint32_t index) {
    bool full = text_column(out) + strlen(item) > ITEMS_MOST;
    if (index) text_put(out, full ? ",\n    " : ", ");
    text_put(out, item);
}

enum { FIELDS_MOST = 8 }; // of a SEAM_FIELDS

const char *field_rows(Unit *u, const FieldRow *rows, uint32_t count, const char *owner) {
    bool plain = count <= FIELDS_MOST;
    for (uint32_t i = 0; i < count; i++)
        plain &= !rows[i].name || strcmp(rows[i].name, rows[i].member) == 0;
    Text out;
    text_init(&out, u->arena);
    if (plain) text_printf(&out, "SEAM_FIELDS(%u, %s", count, owner);
    else text_printf(&out, "SEAM_FIELD_ROWS(%u", count);
    for (uint32_t i = 0; i < count; i++) {
        const FieldRow *r = &rows[i];
        const char *type = descriptor_token(u, r->type), *row;
        if (plain) row = arena_printf(u->arena, "%s, %s", r->member, type);
        else if (!r->name || strcmp(r->name, r->member) == 0)
            row = arena_printf(u->arena, "SEAM_FIELD(%s, %s, %s)", owner, r->member, type);
        else
            row = arena_printf(u->arena, "{\"%s\", &seam_type_%s, offsetof(%s, %s)}", r->name, type,
                               owner, r->member);
        put_separated(&out, row, 1);
    }
    text_put(&out, ")");
    return out.chars;
}

const char *describe_fields(Unit *u, const Type *t) {
    bool tuple = t->kind == TYPE_TUPLE;
    uint32_t all = tuple ? t->u.tuple.count : t->u.nominal->fields.len, count = 0;
    FieldRow *rows = ARENA_ARRAY(u->arena, FieldRow, all + 1);
    for (uint32_t i = 0; i < all; i++) {
        const Field *f = tuple ? NULL : &t->u.nominal->fields.items[i];
        if (f && !is_described(f)) continue;
        rows[count++] = (FieldRow){f ? f->name->text : NULL, field_c_name(u, t, i),
                                   f ? f->type : t->u.tuple.items[i]};
    }
    const char *owner = t->kind == TYPE_CLASS ? t->u.nominal->c_name : type_c(u, t);
    return count ? field_rows(u, rows, count, owner) : NULL;
}

static const char *describe_names(Unit *u, const Type *t) {
    const Nominal *n = t->u.nominal;
    if (n->values.len == 0) return NULL;
    Text items;
    text_init(&items, u->arena);
    text_printf(&items, "SEAM_NAMES(%u", n->values.len);
    for (uint32_t i = 0; i < n->values.len; i++) {
        Text value;
        text_init(&value, u->arena);
        put_integer(&value, n->values.items[i].value, type_basic(&u->program->types, I64));
        put_separated(
            &items,
            arena_printf(u->arena, "{\"%s\", %s}", n->values.items[i].name->text, value.chars), 1);
    }
    text_put(&items, ")");
    return items.chars;
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

// What builtin types hold goes by a macro of their own.
static const char *define_builtin(Unit *u, const Type *t, const char *name, const char *text) {
    const char *elem = t->kind == TYPE_INTERFACE ? NULL
                       : t->kind == TYPE_MAP     ? descriptor_token(u, t->u.map.key)
                                                 : descriptor_token(u, t->u.elem);
    switch ((int)t->kind) {
    case TYPE_ARRAY:
    case TYPE_VIEW: return arena_printf(u->arena, "SEAM_ARRAY_TYPE(%s, %s, %s)", name, text, elem);
    case TYPE_SET: return arena_printf(u->arena, "SEAM_SET_TYPE(%s, %s, %s)", name, text, elem);
    case TYPE_MAP:
        return arena_printf(u->arena, "SEAM_MAP_TYPE(%s, %s, %s, %s)", name, text, elem,
                            descriptor_token(u, t->u.map.value));
    case TYPE_OPTION:
        return arena_printf(u->arena, "SEAM_%sOPTION_TYPE(%s, %s, %s, %s)",
                            type_is_counted(t) ? "COUNTED_" : "", name, type_c(u, t), text, elem);
    }
    return arena_printf(u->arena, "SEAM_INTERFACE_TYPE(%s, %s)", name, text);
}

static bool is_builtin(const Type *t) {
    return t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW || t->kind == TYPE_SET ||
           t->kind == TYPE_MAP || t->kind == TYPE_OPTION || t->kind == TYPE_INTERFACE;
}

typedef struct Description {
    const char *kind;
    const char *parts; // `.fields = ..`; NULL
    const Type *elem;
} Description;

static Description describe(Unit *u, const Type *t) {
    if (t->kind == TYPE_TUPLE) return (Description){"TUPLE", describe_fields(u, t), NULL};
    if (t->kind == TYPE_STRUCT) return (Description){"STRUCT", describe_fields(u, t), NULL};
    if (type_is_payload_enum(t)) return (Description){"VARIANT", describe_variants(u, t), NULL};
    if (t->kind == TYPE_ENUM || t->kind == TYPE_CENUM)
        return (Description){"ENUM", describe_names(u, t), t->u.nominal->base};
    if (t->kind != TYPE_CARRAY) return (Description){"UNION", NULL, NULL};
    unsigned long long count = t->u.carray.count;
    return (Description){"CARRAY", arena_printf(u->arena, ".part_count = %llu", count),
                         t->u.carray.elem};
}

static void put_reference(Unit *u, Text *out, const char *member, const Type *t) {
    const char *type = descriptor_token(u, t);
    put_separated(out, arena_printf(u->arena, ".%s = &seam_type_%s", member, type), 1);
}

static const char *define_record_type(Unit *u, const Type *t, const char *name, const char *text) {
    Description d = describe(u, t);
    Text out;
    text_init(&out, u->arena);
    text_printf(&out, "SEAM_SHARED(%s) = {SEAM_%s(%s, %s, %s)", name,
                type_is_counted(t) ? "COUNTED_VALUE" : "VALUE", d.kind, type_c(u, t), text);
    if (d.elem) put_reference(u, &out, "elem", d.elem);
    if (d.parts) put_separated(&out, d.parts, 1);
    const Nominal *box = t->kind == TYPE_STRUCT || t->kind == TYPE_ENUM ? t->u.nominal->box : NULL;
    if (box && asks_tables(box)) put_reference(u, &out, "box", box->type);
    text_put(&out, "}");
    return out.chars;
}

static void define(Unit *u, const Type *t, const char *name) {
    require_type(u, t);
    const char *full = arena_printf(u->arena, "seam_type_%s", name);
    if (may_recur(t))
        declare_late(u, full, arena_printf(u->arena, "extern SEAM_SHARED_TYPE SeamType %s", full));
    Text text;
    text_init(&text, u->arena);
    put_text_of_type(u, &text, t);
    const char *definition = is_builtin(t) ? define_builtin(u, t, name, text.chars)
                                           : define_record_type(u, t, name, text.chars);
    text_put_packed(&u->descriptors,
                    arena_printf(u->arena, "%s;\n", definition)); // after its parts
    unit_mark(u, t, MARK_DEFINED);
    VEC_PUSH(u->arena, &u->defined, full);
}

const char *descriptor_name(Unit *u, const Type *t) {
    const char *known = runtime_descriptor(u, t);
    if (known) return known;
    const char *name = name_of_type(u->arena, t);
    if (is_common(name)) return arena_printf(u->arena, "seam_type_%s", name);
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

const char *descriptor_token(Unit *u, const Type *t) {
    const char *name = descriptor_name(u, t);
    if ((unit_marks(u, t) & (MARK_DESCRIBED | MARK_DEFINED)) == MARK_DESCRIBED)
        VEC_PUSH(u->arena, &u->wanted, name); // it is defined below, or elsewhere
    return name + strlen(strncmp(name, "seam_type_", 10) == 0 ? "seam_type_" : "seam_");
}
