// Copying and dropping values: the runtime's functions for what is one counted word, generated ones
// for aggregates that hold such. Fields of a zeroed or unfinished value are NULL, so that drops
// test for it.
#include <assert.h>

#include "emit/c/unit/unit.h"

static const char *field_place(Unit *u, const Type *t, uint32_t i) {
    return arena_printf(u->arena, "v.%s", field_c_name(u, t, i));
}

// One statement for each counted part of the value `v`.
static void put_parts(Unit *u, Text *out, const Type *t, bool is_copy) {
    if (t->kind == TYPE_OPTION) {
        text_put(out, "if (v.has) ");
        put_part(u, out, t->u.elem, "v.v", is_copy);
    } else if (t->kind == TYPE_ENUM) {
        put_variant_parts(u, out, t, is_copy);
    } else {
        bool tuple = t->kind == TYPE_TUPLE;
        uint32_t count = tuple ? t->u.tuple.count : t->u.nominal->fields.len;
        for (uint32_t i = 0; i < count; i++) {
            const Type *part = tuple ? t->u.tuple.items[i] : t->u.nominal->fields.items[i].type;
            put_part(u, out, part, field_place(u, t, i), is_copy);
        }
    }
}

void put_part(Unit *u, Text *out, const Type *t, const char *place, bool is_copy) {
    if (!type_is_counted(t)) return;
    if (type_is_reference(t) || type_is_null_pointer(t))
        text_printf(out, "%s(%s);\n", is_copy ? "seam_retain_opt" : "seam_release_opt", place);
    else text_printf(out, "%s(%s);\n", is_copy ? copy_function(u, t) : drop_function(u, t), place);
}

// The runtime has them.
static bool is_known(const Type *t) {
    if (t->kind == TYPE_OPTION) t = t->u.elem;
    return t->kind == TYPE_INTERFACE || t->kind == TYPE_FUNCTION;
}

static const char *helper(Unit *u, const Type *t, bool is_copy) {
    assert(type_is_counted(t));
    const char *name =
        arena_printf(u->arena, is_copy ? "seam_copy_%s" : "seam_drop_%s", name_of_value(u, t));
    if (!unit_mark(u, t, is_copy ? MARK_COPY : MARK_DROP) || is_known(t)) return name;
    if (!unit_say(u, name)) return name;
    require_type(u, t);
    Text body;
    text_init(&body, u->arena);
    put_parts(u, &body, t, is_copy);
    if (is_copy) text_put(&body, "return v;\n");
    const char *head = arena_printf(u->arena, "static inline %s %s(%s)",
                                    is_copy ? type_c(u, t) : "void", name, declare_c(u, t, "v"));
    text_put_braced(&u->helpers, head, body.chars, ""); // after those of its parts
    return name;
}

const char *copy_function(Unit *u, const Type *t) {
    if (t->kind == TYPE_WEAK) return "seam_retained_opt"; // of nothing, NULL
    if (type_is_reference(t)) return "seam_retained";
    if (type_is_null_pointer(t)) return "seam_retained_opt";
    return helper(u, t, true);
}

const char *drop_function(Unit *u, const Type *t) {
    if (t->kind == TYPE_WEAK) return "seam_release_opt";
    if (type_is_reference(t)) return "seam_release";
    if (type_is_null_pointer(t)) return "seam_release_opt";
    return helper(u, t, false);
}
