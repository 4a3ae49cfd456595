// Members that are computed: getters and setters, and the fields of an interface, which each class
// may have either way. Reading is a call without arguments, assigning one with the value; `op=`
// and `++` do both, which lowering writes out.
#include "check/expr/expr.h"

static Node *bare(Node *n) {
    while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
    return n;
}

bool accessor_is_computed(const Node *n) {
    n = expr_bare(n);
    return n->kind == NODE_MEMBER && n->u.member.is_computed;
}

void accessor_mark_target(Node *target) {
    target = bare(target);
    if (target->kind == NODE_MEMBER) target->u.member.is_target = true;
}

static const Type *report_write_only(Checker *c, const Node *member, const Symbol *setter) {
    const char *name = setter->name->text;
    Diag *g = diag_error(&c->session->diags, E0351, member->u.member.name_span,
                         "`%s` has no getter: it can only be assigned", name);
    expr_label_symbol(c, g, setter);
    const Type *t = setter->type;
    if (t && t->kind == TYPE_FUNCTION && t->u.function->param_count == 1)
        diag_help(g, "write `get %s(): %s { .. }` beside it", name,
                  expr_type_text(c, t->u.function->params[0].type));
    return expr_poison(c);
}

// A target without a setter keeps its getter, which place_check refuses.
const Type *accessor_type(Checker *c, Node *member, Symbol *symbol, const Type *base) {
    Symbol *setter = symbol_setter(symbol), *getter = symbol_getter(symbol);
    bool sets = member->u.member.is_target && setter;
    Symbol *wanted = sets ? setter : getter;
    if (!wanted) return report_write_only(c, member, setter);
    check_symbol(c, wanted);
    member_check_access(c, member->u.member.name_span, wanted);
    member->u.member.symbol = wanted;
    member->u.member.is_computed = true;
    if (!member->u.member.is_target) check_note_accessor(c, wanted, member->span);
    if (base) member_check_receiver(c, member->u.member.object, base, wanted);
    const Type *t = wanted->type;
    if (!t || t->kind != TYPE_FUNCTION) return expr_poison(c);
    if (!sets) return t->u.function->result;
    return t->u.function->param_count == 1 ? t->u.function->params[0].type : expr_poison(c);
}

bool accessor_want_getter(Checker *c, const Node *target) {
    const Node *member = expr_bare(target);
    Symbol *setter = member->u.member.symbol;
    if (setter->kind == SYMBOL_FIELD) return true;
    Symbol *getter = symbol_getter(setter);
    if (!getter) {
        report_write_only(c, member, setter);
        return false;
    }
    check_note_accessor(c, getter, member->span);
    check_note_accessor(c, setter, member->span);
    return true;
}

void accessor_store(Checker *c, Node *n) {
    Node *member = bare(n->u.assign.target), *value = n->u.assign.value;
    Symbol *setter = member->u.member.symbol;
    Node *arg = node_new(c->arena, NODE_ARG, value->span);
    arg->u.arg.value = value;
    arg->type = value->type;
    bool is_static = setter->flags & SYMBOL_STATIC;
    bool through = !is_static && type_strip(member->u.member.object->type)->kind == TYPE_INTERFACE;
    Node call = {.kind = NODE_CALL, .span = n->span};
    call.u.call.callee = member;
    call.u.call.call = is_static ? CALL_FUNCTION : through ? CALL_INTERFACE : CALL_METHOD;
    call.u.call.symbol = setter;
    call.u.call.receiver = is_static ? NULL : member->u.member.object;
    call.u.call.param_count = 1;
    VEC_PUSH(c->arena, &call.u.call.args, arg);
    *n = call;
    if (setter->kind == SYMBOL_METHOD) check_note_call(c, n);
}
