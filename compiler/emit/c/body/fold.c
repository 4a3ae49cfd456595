// A temporary that the next statement reads, once and before all else that could notice, needs no
// name: its value stands where it is read, if the line stays short.
#include <string.h>

#include "emit/c/body/body.h"

// What nothing that a value does can change.
static bool is_inert(const Body *b, const MirExpr *e) {
    switch ((int)e->kind) {
    case MIR_LOCAL: {
        const MirLocal *local = local_of(b, e);
        return !local->address_taken && !local->by_address && !b->folded[e->u.local];
    }
    case MIR_MOVE: return is_inert(b, e->u.operand) && !local_of(b, e->u.operand)->zeroed;
    case MIR_INT:
    case MIR_FLOAT:
    case MIR_BOOL:
    case MIR_STRING:
    case MIR_NULL:
    case MIR_ZERO:
    case MIR_CSTRING:
    case MIR_FUNCTION: return true;
    }
    return false;
}

typedef struct Path {
    Body *b;
    uint32_t local;
    bool found;
    bool fits; // nothing else is evaluated that could notice
} Path;

// Of a call into C, which then is several statements.
static bool calls_back(const MirExpr *call) {
    return call->u.call.throws || call->u.call.calls_back;
}

// Kinds that evaluate their operands each once, whatever the values are.
static bool is_plain(const MirExpr *e) {
    switch ((int)e->kind) {
    case MIR_CALL:
        return e->u.call.kind == MIR_CALL_FUNCTION || e->u.call.kind == MIR_CALL_PRINT ||
               e->u.call.kind == MIR_CALL_PRINT_ERROR ||
               (e->u.call.kind == MIR_CALL_C && !calls_back(e));
    case MIR_STRUCT:
    case MIR_VARIANT:
    case MIR_ARRAY:
    case MIR_TEMPLATE:
    case MIR_SOME:
    case MIR_MOVE:
    case MIR_TAG:
    case MIR_UNARY:
    case MIR_EQUAL: return true;
    }
    return false;
}

static void follow(void *context, MirExpr **slot) {
    Path *p = context;
    const MirExpr *e = *slot;
    if (e->kind == MIR_LOCAL && e->u.local == p->local) {
        p->found = true;
    } else if (mir_mentions(e, p->local)) {
        if (is_plain(e)) mir_each_operand(*slot, follow, p);
        else p->fits = false;
    } else if (!is_inert(p->b, e)) {
        p->fits = false;
    }
}

static bool is_place_still(const Body *b, const MirExpr *place) {
    if (place->kind == MIR_FIELD && place->u.field.base->type->kind == TYPE_CLASS)
        place = place->u.field.base;
    return place->kind == MIR_LOCAL && is_inert(b, place);
}

// The old value of an aggregate is put aside before the new one is made.
static bool keeps_old(const MirStmt *set) {
    const Type *t = set->u.set.place->type;
    bool word = type_is_reference(t) || type_is_null_pointer(t);
    return type_is_counted(t) && !word && !set->u.set.init;
}

// Does the statement read the local where its value may stand?
static bool reads_first(Body *b, MirStmt *s, uint32_t local) {
    Path p = {b, local, false, true};
    switch ((int)s->kind) {
    case MIR_LET:
        if (!s->u.let.value) return false;
        follow(&p, &s->u.let.value);
        break;
    case MIR_SET:
        if (!is_place_still(b, s->u.set.place) || keeps_old(s)) return false;
        follow(&p, &s->u.set.value);
        break;
    case MIR_EVAL: follow(&p, &s->u.expr); break;
    case MIR_RETURN:
        if (!s->u.expr) return false;
        follow(&p, &s->u.expr);
        break;
    case MIR_THROW: follow(&p, &s->u.throw_.value); break;
    case MIR_IF: follow(&p, &s->u.if_.cond); break;
    }
    return p.found && p.fits;
}

// A value that is one expression in C, and of its own type there.
static bool is_expression(const MirExpr *e) {
    if (e->kind == MIR_CLOSURE) return false;
    if (e->kind == MIR_MAP) return e->u.aggregate.items.len == 0;
    if (e->kind == MIR_INT || e->kind == MIR_SELECT || e->kind == MIR_CONVERT) return false;
    if (e->kind == MIR_LENGTH || is_bit_field(e)) return false;
    if (e->kind != MIR_CALL) return true;
    MirCallKind kind = e->u.call.kind;
    if (calls_back(e) || constructs(e)) return false;
    return kind != MIR_CALL_BUILTIN || !builtin_has_prelude(e);
}

const MirExpr *folds_into(Body *b, const MirStmt *let, MirStmt *next) {
    if (let->kind != MIR_LET || !let->u.let.value || !is_expression(let->u.let.value)) return NULL;
    const MirLocal *local = &b->f->locals.items[let->u.let.local];
    bool plain = local->kind == MIR_TEMP_LOCAL && !local->address_taken && !local->assigned &&
                 !local->on_stack && !local->zeroed && !local->is_env;
    if (!plain || b->uses[let->u.let.local] != 1 || local->type != let->u.let.value->type)
        return NULL;
    bool same = line_of(b, let->span) == line_of(b, next->span);
    bool sited = next->kind == MIR_LET    ? constructs(next->u.let.value)
                 : next->kind == MIR_EVAL ? constructs(next->u.expr)
                                          : false;
    return same && !sited && reads_first(b, next, let->u.let.local) ? let->u.let.value : NULL;
}
