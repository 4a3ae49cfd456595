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
        text_printf(&body, "        struct %s {", plain_box_name(u, t, i));
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
    descriptor(u, t); // which has that of the box
    return name;
}

// ---- copying and dropping ----

enum { CASE_MOST = 104 }; // characters of a case on one line

static void put_case_parts(Unit *u, Text *out, const Type *t, uint32_t variant, bool is_copy) {
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

static void put_case(Text *out, uint32_t tag, const Text *parts) {
    bool one = parts->len <= CASE_MOST;
    text_printf(out, "case %u:", tag);
    for (const char *at = parts->chars, *end; (end = strchr(at, '\n')); at = end + 1)
        text_printf(out, one ? " %.*s" : "\n    %.*s", (int)(end - at), at);
    text_put(out, one ? " break;\n" : "\n    break;\n");
}

void put_variant_parts(Unit *u, Text *out, const Type *t, bool is_copy) {
    text_put(out, "switch (v.tag) {\n");
    for (uint32_t i = 0; i < t->u.nominal->variants.len; i++) {
        Text parts;
        text_init(&parts, u->arena);
        put_case_parts(u, &parts, t, i, is_copy);
        if (parts.len) put_case(out, i, &parts);
    }
    text_put(out, "}\n");
}

// ---- descriptors ----

static const char *describe_payload(Unit *u, const Type *t, uint32_t variant, bool boxed) {
    const Variant *v = variant_of(t, variant);
    FieldRow *rows = ARENA_ARRAY(u->arena, FieldRow, v->fields.len);
    for (uint32_t i = 0; i < v->fields.len; i++)
        rows[i] = (FieldRow){v->fields.items[i].name ? v->fields.items[i].name->text : NULL,
                             variant_field(u, t, variant, i), v->fields.items[i].type};
    const char *owner = plain_box_name(u, t, variant);
    return field_rows(u, rows, v->fields.len,
                      boxed ? owner : arena_printf(u->arena, "struct %s", owner));
}

static void describe_box(Unit *u, const Type *t, uint32_t variant) {
    const Variant *v = variant_of(t, variant);
    const char *box = box_name(u, t, variant);
    Text drop, out;
    text_init(&drop, u->arena);
    text_init(&out, u->arena);
    for (uint32_t i = 0; i < v->fields.len; i++)
        put_part(u, &drop, v->fields.items[i].type,
                 arena_printf(u->arena, "self->%s", variant_field(u, t, variant, i)), false);
    text_printf(&out, "SEAM_SHARED(%s) = {SEAM_CLASS(%s, \"%s.%s\")", box, box,
                type_text(u->arena, t), v->name->text);
    put_separated(&out, describe_payload(u, t, variant, true), 1);
    if (drop.len) {
        put_destructor(u, "SEAM_DROP", box, &drop);
        put_separated(&out, arena_printf(u->arena, ".drop = seam_destroy_%s", box), 1);
    }
    text_printf(&u->descriptors, "%s};\n", out.chars);
}

static const char *describe_variant(Unit *u, const Type *t, uint32_t variant) {
    const Variant *v = variant_of(t, variant);
    const char *c_name = t->u.nominal->c_name, *name = v->name->text;
    const char *member = name_of_field(u->arena, v->name);
    if (v->fields.len == 0) return arena_printf(u->arena, "SEAM_EMPTY(%s)", name);
    bool boxed = variant_is_boxed(t->u.nominal, variant);
    if (boxed) describe_box(u, t, variant);
    if (boxed)
        return arena_printf(u->arena, "SEAM_BOXED(%s, %s, %s, %s__%s)", c_name, name, member,
                            c_name, name);
    const char *fields = describe_payload(u, t, variant, false), head[] = "SEAM_FIELDS(";
    if (strcmp(name, member) == 0 && strncmp(fields, head, strlen(head)) == 0)
        return arena_printf(u->arena, "SEAM_PAYLOAD(%s, %s, %u%s", c_name, name, v->fields.len,
                            strchr(strchr(fields, ',') + 1, ','));
    return arena_printf(u->arena, "SEAM_PAYLOAD_ROWS(%s, %s, %s,%s%s)", c_name, name, member,
                        strchr(fields, '\n') ? "\n    " : " ", fields);
}

const char *describe_variants(Unit *u, const Type *t) {
    const Nominal *n = t->u.nominal;
    Text items;
    text_init(&items, u->arena);
    text_printf(&items, "SEAM_VARIANTS(%u", n->variants.len);
    for (uint32_t i = 0; i < n->variants.len; i++)
        put_separated(&items, describe_variant(u, t, i), 1);
    text_put(&items, ")");
    return items.chars;
}
