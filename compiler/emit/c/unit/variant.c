// Enums with payloads: a tag and a union of the payloads. The payload of a variant that holds its
// own enum is a counted object, the box, to which the union has a pointer; the runtime treats it
// like an object of a class, so that chains of boxes of any length are dropped without C stack.
#include <string.h>

#include "emit/c/unit/unit.h"

static const Variant *variant_of(const Type *t, uint32_t variant) {
    return &t->u.nominal->variants.items[variant];
}

static const char *plain_box_name(Unit *u, const Type *t, uint32_t variant) {
    return arena_printf(u->arena, "%s__%s", t->u.nominal->c_name,
                        variant_of(t, variant)->name->text);
}

const char *variant_member(Unit *u, const Type *t, uint32_t variant) {
    return arena_printf(u->arena, "u.%s", name_of_field(u->arena, variant_of(t, variant)->name));
}

const char *variant_field(Unit *u, const Type *t, uint32_t variant, uint32_t index) {
    Name name = variant_of(t, variant)->fields.items[index].name;
    return name ? name_of_field(u->arena, name) : arena_printf(u->arena, "seam_%u", index);
}

static void put_fields(Unit *u, Text *out, const Type *t, uint32_t variant) {
    const Variant *v = variant_of(t, variant);
    for (uint32_t i = 0; i < v->fields.len; i++)
        text_printf(out, " %s;",
                    declare_c(u, v->fields.items[i].type, variant_field(u, t, variant, i)));
}

void define_enum(Unit *u, const Type *t) {
    const Nominal *n = t->u.nominal;
    require_name(u, t);
    Text body;
    text_init(&body, u->arena);
    text_printf(&body, "struct %s {\n    uint32_t tag;\n    union {\n", n->c_name);
    for (uint32_t i = 0; i < n->variants.len; i++) {
        const Variant *v = &n->variants.items[i];
        const char *member = name_of_field(u->arena, v->name);
        if (v->fields.len == 0) continue;
        if (variant_is_boxed(n, i)) {
            text_printf(&body, "        struct %s *%s;\n", plain_box_name(u, t, i), member);
            continue;
        }
        for (uint32_t k = 0; k < v->fields.len; k++) require_type(u, v->fields.items[k].type);
        text_put(&body, "        struct {");
        put_fields(u, &body, t, i);
        text_printf(&body, " } %s;\n", member);
    }
    text_put(&body, "    } u;\n};\n");
    text_append(&u->types, &body); // after those of its parts
}

// ---- boxes ----

const char *box_name(Unit *u, const Type *t, uint32_t variant) {
    const Variant *v = variant_of(t, variant);
    const char *name = plain_box_name(u, t, variant);
    if (!unit_declare(u, v)) return name;
    require_type(u, t);
    for (uint32_t i = 0; i < v->fields.len; i++) require_type(u, v->fields.items[i].type);
    text_printf(&u->types, "typedef struct %s { SeamHead seam_head;", name);
    put_fields(u, &u->types, t, variant);
    text_printf(&u->types, " } %s;\n", name);
    text_printf(&u->prototypes, "extern SEAM_SHARED_TYPE SeamType seam_type_%s;\n", name);
    return name;
}

const char *box_function(Unit *u, const Type *t, uint32_t variant) {
    const Variant *v = variant_of(t, variant);
    const char *box = box_name(u, t, variant);
    const char *name = arena_printf(u->arena, "seam_box_%s", box);
    descriptor(u, t);
    if (!unit_declare(u, v->symbol)) return name;
    Text params, body;
    text_init(&params, u->arena);
    text_init(&body, u->arena);
    for (uint32_t i = 0; i < v->fields.len; i++) {
        const char *field = variant_field(u, t, variant, i);
        text_printf(&params, "%s%s", i ? ", " : "", declare_c(u, v->fields.items[i].type, field));
        text_printf(&body, "    seam_box->%s = %s;\n", field, field);
    }
    text_printf(&u->helpers,
                "static inline %s *%s(%s) {\n"
                "    %s *seam_box = seam_object_new(&seam_type_%s);\n%s    return seam_box;\n}\n",
                box, name, params.chars, box, box, body.chars);
    return name;
}

// ---- copying and dropping ----

enum { CASE_MOST = 80 }; // characters of a case on one line

static void put_case(Unit *u, Text *out, const Type *t, uint32_t variant, bool is_copy) {
    const Variant *v = variant_of(t, variant);
    const char *member = arena_printf(u->arena, "v.%s", variant_member(u, t, variant));
    if (variant_is_boxed(t->u.nominal, variant)) {
        text_printf(out, "%s(%s);\n", is_copy ? "seam_retain_opt" : "seam_release_opt", member);
        return;
    }
    for (uint32_t i = 0; i < v->fields.len; i++)
        put_part(u, out, v->fields.items[i].type,
                 arena_printf(u->arena, "%s.%s", member, variant_field(u, t, variant, i)), is_copy);
}

void put_variant_parts(Unit *u, Text *out, const Type *t, bool is_copy) {
    text_put(out, "switch (v.tag) {\n");
    for (uint32_t i = 0; i < t->u.nominal->variants.len; i++) {
        Text parts;
        text_init(&parts, u->arena);
        put_case(u, &parts, t, i, is_copy);
        if (parts.len == 0) continue;
        text_put(&parts, "break;\n");
        for (char *end = parts.chars; parts.len <= CASE_MOST && *end; end++)
            if (*end == '\n' && end[1]) *end = ' ';
        text_printf(out, "case %u:%s%s", i, parts.len <= CASE_MOST ? " " : "\n", parts.chars);
    }
    text_put(out, "}\n");
}

// ---- descriptors ----

// What follows `{"Circle", `: the fields in a table of their own.
static const char *describe_payload(Unit *u, const Type *t, uint32_t variant, const char *owner) {
    const Variant *v = variant_of(t, variant);
    bool boxed = variant_is_boxed(t->u.nominal, variant);
    const char *member = boxed ? "" : arena_printf(u->arena, "%s.", variant_member(u, t, variant));
    const char *table = arena_printf(u->arena, "seam_fields_%s", plain_box_name(u, t, variant));
    Text items;
    text_init(&items, u->arena);
    for (uint32_t i = 0; i < v->fields.len; i++) {
        const Field *f = &v->fields.items[i];
        const char *name = f->name ? arena_printf(u->arena, "\"%s\"", f->name->text) : "NULL";
        put_separated(&items,
                      arena_printf(u->arena, "{%s, %s, offsetof(%s, %s%s)}", name,
                                   descriptor(u, f->type), owner, member,
                                   variant_field(u, t, variant, i)),
                      i);
    }
    put_item_table(u, "SeamField", table, &items);
    return table;
}

static bool define_box_drop(Unit *u, const Type *t, uint32_t variant, const char *box) {
    const Variant *v = variant_of(t, variant);
    Text body;
    text_init(&body, u->arena);
    body.indent = 1;
    for (uint32_t i = 0; i < v->fields.len; i++)
        put_part(u, &body, v->fields.items[i].type,
                 arena_printf(u->arena, "self->%s", variant_field(u, t, variant, i)), false);
    if (body.len == 0) return false;
    text_printf(&u->descriptors,
                "static void seam_destroy_%s(void *object) {\n    %s *self = object;\n%s}\n", box,
                box, body.chars);
    return true;
}

static const char *describe_box(Unit *u, const Type *t, uint32_t variant) {
    const Variant *v = variant_of(t, variant);
    const char *box = box_name(u, t, variant);
    const char *fields = describe_payload(u, t, variant, box);
    bool drops = define_box_drop(u, t, variant, box);
    text_printf(&u->descriptors,
                "SEAM_SHARED_TYPE SeamType seam_type_%s = {.kind = SEAM_KIND_CLASS, .name = "
                "\"%s.%s\",\n    .size = 8, .align = 8, .flags = SEAM_COUNTED, .object_size = "
                "sizeof(%s),\n    .fields = %s, .part_count = %u",
                box, type_text(u->arena, t), v->name->text, box, fields, v->fields.len);
    if (drops) text_printf(&u->descriptors, ",\n    .drop = seam_destroy_%s", box);
    text_put(&u->descriptors, "};\n");
    return arena_printf(u->arena, "%s, %u, offsetof(%s, %s), &seam_type_%s", fields, v->fields.len,
                        t->u.nominal->c_name, variant_member(u, t, variant), box);
}

static const char *describe_variant(Unit *u, const Type *t, uint32_t variant) {
    const Variant *v = variant_of(t, variant);
    if (v->fields.len == 0) return "NULL, 0, 0, NULL";
    if (variant_is_boxed(t->u.nominal, variant)) return describe_box(u, t, variant);
    const char *fields = describe_payload(u, t, variant, t->u.nominal->c_name);
    return arena_printf(u->arena, "%s, %u, 0, NULL", fields, v->fields.len);
}

const char *describe_variants(Unit *u, const Type *t, const char *name) {
    const Nominal *n = t->u.nominal;
    Text items;
    text_init(&items, u->arena);
    for (uint32_t i = 0; i < n->variants.len; i++)
        put_separated(&items,
                      arena_printf(u->arena, "{\"%s\", %s}", n->variants.items[i].name->text,
                                   describe_variant(u, t, i)),
                      i);
    put_item_table(u, "SeamVariant", arena_printf(u->arena, "seam_variants_%s", name), &items);
    return arena_printf(u->arena, ".variants = seam_variants_%s, .part_count = %u", name,
                        n->variants.len);
}
