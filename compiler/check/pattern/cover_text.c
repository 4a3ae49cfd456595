// Examples of cover.c, as they would be typed.
#include <inttypes.h>
#include <string.h>

#include "check/pattern/pattern.h"

static const char *int_text(Arena *a, CoverInt value) {
    if (value < 0) return arena_printf(a, "%" PRId64, (int64_t)value);
    return arena_printf(a, "%" PRIu64, (uint64_t)value);
}

// One number is an example as good as another: of a range that ends with the type, the number next
// to those that are taken.
static const char *range_text(Arena *a, const CoverPattern *p, const Type *t) {
    CoverInt from = 0, to = 0;
    cover_int_range(t, &from, &to);
    if (p->from == from && p->to == to) return "_";
    if (p->from == from || p->from == p->to) return int_text(a, p->to);
    if (p->to == to) return int_text(a, p->from);
    return arena_printf(a, "%s..%s", int_text(a, p->from), int_text(a, p->to + 1));
}

static const char *list_text(Arena *a, const CoverPattern *p, const Type *t, const char *brackets) {
    const char *text = arena_printf(a, "%c", brackets[0]);
    for (uint32_t i = 0; i < p->count; i++)
        text = arena_printf(a, "%s%s%s", text, i ? ", " : "",
                            cover_text(a, p->parts[i], cover_part_type(t, p->index, i)));
    return arena_printf(a, "%s%c", text, brackets[1]);
}

static const char *struct_text(Arena *a, const CoverPattern *p, const Type *t) {
    const Nominal *n = t->u.nominal;
    const char *text = n->name ? arena_printf(a, "%s {", type_text(a, t)) : "{", *between = " ";
    if (t->u.nominal->is_c) text = "{"; // its name stands under the header's
    for (uint32_t i = 0; i < p->count; i++) {
        if (p->parts[i]->kind == COVER_ANY || !n->fields.items[i].name) continue;
        text = arena_printf(a, "%s%s%s: %s", text, between, n->fields.items[i].name->text,
                            cover_text(a, p->parts[i], n->fields.items[i].type));
        between = ", ";
    }
    return arena_printf(a, "%s }", text);
}

static const char *elements_text(Arena *a, const CoverPattern *p, const Type *t) {
    const char *text = "[";
    for (; p->kind == COVER_PART && p->index; p = p->parts[1])
        text = arena_printf(a, "%s%s, ", text, cover_text(a, p->parts[0], t->u.elem));
    if (p->kind == COVER_PART && text[1]) // nothing behind the last comma
        return arena_printf(a, "%.*s]", (int)strlen(text) - 2, text);
    return arena_printf(a, "%s%s]", text, p->kind == COVER_PART ? "" : "..._");
}

static const char *part_text(Arena *a, const CoverPattern *p, const Type *t) {
    switch ((int)t->kind) {
    case TYPE_BOOL:
    case TYPE_CBOOL: return p->index ? "true" : "false";
    case TYPE_OPTION:
    case TYPE_UNSURE: return p->index ? cover_text(a, p->parts[0], t->u.elem) : "null";
    case TYPE_ARRAY:
    case TYPE_VIEW: return elements_text(a, p, t);
    case TYPE_TUPLE: return list_text(a, p, t, "[]");
    case TYPE_ENUM: {
        const char *name = t->u.nominal->variants.items[p->index].name->text;
        return p->count ? arena_printf(a, "%s%s", name, list_text(a, p, t, "()")) : name;
    }
    }
    return struct_text(a, p, t);
}

const char *cover_text(Arena *a, const CoverPattern *p, const Type *t) {
    if (p->kind == COVER_RANGE) return range_text(a, p, t);
    return p->kind == COVER_PART ? part_text(a, p, t) : "_";
}
