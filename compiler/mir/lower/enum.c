// Values of enums: variants with and without payloads, and C-like ones from numbers.
#include "mir/lower/lower.h"

MirExpr *lower_variant(Lower *l, Symbol *variant, const MirExprs *payload, Span span) {
    const Type *type = variant->owner->type;
    const Nominal *n = type->u.nominal;
    lower_use_type(l, type);
    if (n->base) return mir_int(l->arena, type, n->variants.items[variant->index].value, span);
    MirExpr *e = lower_aggregate(l, MIR_VARIANT, type, span);
    e->u.variant.index = variant->index;
    for (uint32_t i = 0; i < payload->len; i++) lower_push_item(l, e, payload->items[i]);
    return e;
}

MirExpr *lower_enum_values(Lower *l, const Type *array, Span span) {
    const Nominal *n = array->u.elem->u.nominal;
    MirExpr *e = lower_aggregate(l, MIR_ARRAY, array, span);
    for (uint32_t i = 0; i < n->variants.len; i++)
        lower_push_item(l, e, mir_int(l->arena, array->u.elem, n->variants.items[i].value, span));
    return e;
}

// ---- from a number ----

__extension__ typedef __int128 Wide;

static Wide wide_value(const Type *base, int64_t bits) {
    return type_is_signed(base) ? (Wide)bits : (Wide)(uint64_t)bits;
}

static MirExpr *compare(Lower *l, TokenKind op, MirExpr *number, Wide with) {
    return mir_binary(l->arena, MIR_BINARY, op, type_basic(l->types, BOOL), number,
                      mir_int(l->arena, number->type, (int64_t)with, number->span));
}

static MirExpr *logical(Lower *l, MirExprKind kind, MirExpr *a, MirExpr *b) {
    TokenKind op = kind == MIR_AND ? TOKEN_AND : TOKEN_OR;
    return mir_binary(l->arena, kind, op, type_basic(l->types, BOOL), a, b);
}

// Is the number from `first` to `last`? NULL: its type has no such number.
static MirExpr *in_run(Lower *l, MirExpr *number, Wide first, Wide last) {
    int64_t min;
    uint64_t max;
    type_int_range(number->type, &min, &max);
    if (last < min || first > (Wide)max) return NULL;
    if (first == last) return compare(l, TOKEN_EQ, number, first);
    MirExpr *above = first > min ? compare(l, TOKEN_GE, number, first) : NULL;
    MirExpr *below = last < (Wide)max ? compare(l, TOKEN_LE, number, last) : NULL;
    if (above && below) return logical(l, MIR_AND, above, below);
    return above ? above : below ? below : mir_bool(l->arena, l->types, true, number->span);
}

// One test for each run of variants whose values follow each other.
MirExpr *lower_enum_try(Lower *l, const Type *option, MirExpr *number) {
    const Type *type = option->u.elem;
    const Nominal *n = type->u.nominal;
    MirExpr *fits = NULL;
    number = lower_reusable(l, number);
    lower_use_type(l, option);
    for (uint32_t i = 0, next; i < n->variants.len; i = next) {
        Wide first = wide_value(n->base, n->variants.items[i].value), last = first;
        for (next = i + 1; next < n->variants.len; next++, last++)
            if (wide_value(n->base, n->variants.items[next].value) != last + 1) break;
        MirExpr *run = in_run(l, number, first, last);
        if (run) fits = fits ? logical(l, MIR_OR, fits, run) : run;
    }
    MirExpr *null = mir_expr(l->arena, MIR_NULL, option, number->span);
    if (!fits) return null;
    MirExpr *value = mir_convert(l->arena, CONVERT_WRAP, type, number, number->span);
    return mir_select(l->arena, option, fits, mir_of(l->arena, MIR_SOME, option, value), null);
}
