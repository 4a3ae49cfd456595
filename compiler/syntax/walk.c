// The table of children: one row a kind, one entry a member of Node.u, in source order.
// A kind without a row has no children.
#include "syntax/walk.h"

typedef struct Child {
    enum { END, ONE, LIST } what;
    size_t offset; // in Node: of a `Node *` or a NodeList
} Child;

#define ONE(member)  {ONE, offsetof(Node, u.member)}
#define LIST(member) {LIST, offsetof(Node, u.member)}
#define ROW(...) \
    (const Child[]) { __VA_ARGS__, {END, 0} }

#define RECORD_ROW ROW(LIST(record.type_params), LIST(record.implements), LIST(record.members))
#define WRAP_ROW   ROW(ONE(wrap.operand))
#define BINARY_ROW ROW(ONE(binary.left), ONE(binary.right))

static const Child *const children[NODE_KIND_COUNT] = {
    [NODE_MODULE] = ROW(LIST(module.items)),
    [NODE_IMPORT] = ROW(LIST(import_.names)),
    [NODE_EXTERN_FROM] = ROW(LIST(extern_from.sources), LIST(extern_from.directives)),
    [NODE_DIRECTIVE] = ROW(LIST(directive.args)),
    [NODE_EXTERN_BLOCK] = ROW(LIST(extern_block.items)),
    [NODE_FUNCTION] = ROW(LIST(function.type_params), LIST(function.params), ONE(function.result),
                          ONE(function.throws_type), ONE(function.body)),
    [NODE_PARAM] = ROW(ONE(param.pattern), ONE(param.type), ONE(param.init)),
    [NODE_TYPE_PARAM] = ROW(ONE(type_param.bound)),
    [NODE_VAR] = ROW(ONE(var.pattern), ONE(var.type), ONE(var.init)),
    [NODE_ALIAS] = ROW(LIST(alias.type_params), ONE(alias.target)),
    [NODE_STRUCT] = RECORD_ROW,
    [NODE_UNION] = RECORD_ROW,
    [NODE_CLASS] = RECORD_ROW,
    [NODE_INTERFACE] = RECORD_ROW,
    [NODE_FIELD] = ROW(ONE(field.type), ONE(field.init)),
    [NODE_ENUM] =
        ROW(LIST(enum_.type_params), ONE(enum_.base), LIST(enum_.variants), LIST(enum_.members)),
    [NODE_VARIANT] = ROW(LIST(variant.params), ONE(variant.value)),
    [NODE_TYPE_NAME] = ROW(ONE(type_name.path), LIST(type_name.args)),
    [NODE_TYPE_ARRAY] = ROW(ONE(type_of.elem)),
    [NODE_TYPE_OPTION] = ROW(ONE(type_of.elem)),
    [NODE_TYPE_READONLY] = ROW(ONE(type_of.elem)),
    [NODE_TYPE_WEAK] = ROW(ONE(type_of.elem)),
    [NODE_TYPE_CONST] = ROW(ONE(type_of.elem)),
    [NODE_TYPE_TUPLE] = ROW(LIST(type_tuple.items)),
    [NODE_TYPE_FUNCTION] =
        ROW(LIST(type_function.params), ONE(type_function.result), ONE(type_function.throws_type)),
    [NODE_BLOCK] = ROW(LIST(block.items)),
    [NODE_UNSAFE] = ROW(LIST(block.items)),
    [NODE_TASKS] = ROW(LIST(block.items)),
    [NODE_EXPR_STMT] = ROW(ONE(stmt.expr)),
    [NODE_DEFER] = ROW(ONE(stmt.expr)),
    [NODE_IF] = ROW(ONE(if_.cond), ONE(if_.then), ONE(if_.otherwise)),
    [NODE_WHILE] = ROW(ONE(while_.cond), ONE(while_.body)),
    [NODE_FOR] = ROW(ONE(for_.pattern), ONE(for_.iterable), ONE(for_.body)),
    [NODE_TRY] = ROW(ONE(try_.body), LIST(try_.catches), ONE(try_.finally_)),
    [NODE_CATCH] = ROW(ONE(catch_.type), ONE(catch_.body)),
    [NODE_PATTERN_LITERAL] = ROW(ONE(pattern_expr.expr)),
    [NODE_PATTERN_PATH] = ROW(ONE(pattern_expr.expr)),
    [NODE_PATTERN_RANGE] = ROW(ONE(pattern_range.from), ONE(pattern_range.to)),
    [NODE_PATTERN_OR] = ROW(LIST(pattern_list.items)),
    [NODE_PATTERN_TUPLE] = ROW(LIST(pattern_list.items)),
    [NODE_PATTERN_VARIANT] = ROW(ONE(pattern_variant.path), LIST(pattern_variant.items)),
    [NODE_PATTERN_STRUCT] = ROW(ONE(pattern_variant.path), LIST(pattern_variant.items)),
    [NODE_PATTERN_FIELD] = ROW(ONE(pattern_field.pattern)),
    [NODE_TEMPLATE] = ROW(LIST(template_.parts)),
    [NODE_TEMPLATE_VALUE] = ROW(ONE(template_value.expr)),
    [NODE_MEMBER] = ROW(ONE(member.object)),
    [NODE_INDEX] = ROW(ONE(index.object), ONE(index.index)),
    [NODE_CALL] = ROW(ONE(call.callee), LIST(call.type_args), LIST(call.args)),
    [NODE_NEW] = ROW(ONE(call.callee), LIST(call.type_args), LIST(call.args)),
    [NODE_ARG] = ROW(ONE(arg.value)),
    [NODE_UNARY] = ROW(ONE(unary.operand)),
    [NODE_BINARY] = BINARY_ROW,
    [NODE_LOGICAL] = BINARY_ROW,
    [NODE_RANGE] = BINARY_ROW,
    [NODE_ASSIGN] = ROW(ONE(assign.target), ONE(assign.value)),
    [NODE_INCREMENT] = ROW(ONE(increment.target)),
    [NODE_CONDITIONAL] =
        ROW(ONE(conditional.cond), ONE(conditional.then), ONE(conditional.otherwise)),
    [NODE_ARRAY] = ROW(LIST(array.items)),
    [NODE_SPREAD] = WRAP_ROW,
    [NODE_MAP] = ROW(LIST(map.entries)),
    [NODE_ENTRY] = ROW(ONE(entry.key), ONE(entry.value)),
    [NODE_STRUCT_LITERAL] = ROW(ONE(struct_literal.type), LIST(struct_literal.fields)),
    [NODE_FIELD_INIT] = ROW(ONE(field_init.value)),
    [NODE_LAMBDA] = ROW(LIST(lambda.params), ONE(lambda.result), ONE(lambda.body)),
    [NODE_MATCH] = ROW(ONE(match.subject), LIST(match.arms)),
    [NODE_ARM] = ROW(ONE(arm.pattern), ONE(arm.guard), ONE(arm.body)),
    [NODE_IS] = ROW(ONE(is.expr), ONE(is.pattern)),
    [NODE_AS] = ROW(ONE(as.expr), ONE(as.target)),
    [NODE_UNWRAP] = WRAP_ROW,
    [NODE_PROPAGATE] = WRAP_ROW,
    [NODE_TRY_EXPR] = WRAP_ROW,
    [NODE_AWAIT] = WRAP_ROW,
    [NODE_SPAWN] = WRAP_ROW,
    [NODE_MOVE] = WRAP_ROW,
    [NODE_ADDRESS] = WRAP_ROW,
    [NODE_PAREN] = WRAP_ROW,
    [NODE_RETURN] = ROW(ONE(leave.value)),
    [NODE_THROW] = ROW(ONE(leave.value)),
    [NODE_CONVERT] = ROW(ONE(convert.operand)),
};

static void visit_list(const NodeList *list, NodeVisit *visit, void *context) {
    for (uint32_t i = 0; i < list->len; i++)
        if (list->items[i]) visit(context, list->items[i]);
}

void node_each_child(const Node *node, NodeVisit *visit, void *context) {
    const Child *child = children[node->kind];
    if (!child) return;
    for (; child->what != END; child++) {
        const void *at = (const char *)node + child->offset;
        if (child->what == LIST) {
            visit_list(at, visit, context);
        } else {
            Node *one = *(Node *const *)at;
            if (one) visit(context, one);
        }
    }
}
