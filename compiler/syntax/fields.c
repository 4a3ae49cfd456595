// The table of what nodes hold: one row a kind, one entry a member of Node.u that the parser fills,
// in the order of the source. The dump prints values and children from it, the walk visits the
// children. A label "" prints nothing beside the value. A kind without a row holds nothing.
#include "syntax/fields.h"

#define F(shape, member, label) {SHAPE_##shape, offsetof(Node, u.member), label}
#define ROW(...) \
    (const Field[]) { __VA_ARGS__, {SHAPE_END, 0, ""} }

#define RECORD_ROW                                                                                 \
    ROW(F(NAME, record.name, ""), F(FLAGS, record.flags, ""), F(BOOL, record.is_extern, "extern"), \
        F(ATTRIBUTES, record.attributes, ""), F(LIST, record.type_params, ""),                     \
        F(LIST, record.implements, "implements"), F(LIST, record.members, ""))
#define BINARY_ROW ROW(F(OP, binary.op, ""), F(NODE, binary.left, ""), F(NODE, binary.right, ""))
#define WRAP_ROW   ROW(F(NODE, wrap.operand, ""))

const Field *const node_fields[NODE_KIND_COUNT] = {
    [NODE_MODULE] = ROW(F(LIST, module.items, "")),
    [NODE_IMPORT] = ROW(F(NAME, import_.path, "from"), F(MAYBE_NAME, import_.namespace_, "as"),
                        F(FLAGS, import_.flags, ""), F(LIST, import_.names, "")),
    [NODE_IMPORT_NAME] = ROW(F(NAME, import_name.name, ""), F(MAYBE_NAME, import_name.alias, "as")),
    [NODE_EXTERN_FROM] = ROW(F(NAME, extern_from.world, ""), F(MAYBE_NAME, extern_from.alias, "as"),
                             F(LIST, extern_from.sources, ""), F(LIST, extern_from.directives, "")),
    [NODE_DIRECTIVE] =
        ROW(F(NAME, directive.name, ""), F(TEXT, directive.text, ""), F(LIST, directive.args, "")),
    [NODE_EXTERN_BLOCK] = ROW(F(NAME, extern_block.abi, ""), F(LIST, extern_block.items, "")),
    [NODE_FUNCTION] = ROW(F(NAME, function.name, ""), F(FLAGS, function.flags, ""),
                          F(BOOL, function.throws_written, "throws"),
                          F(ATTRIBUTES, function.attributes, ""), F(LIST, function.type_params, ""),
                          F(LIST, function.params, ""), F(MAYBE, function.result, "result"),
                          F(MAYBE, function.throws_type, "throws"), F(MAYBE, function.body, "")),
    [NODE_PARAM] =
        ROW(F(FLAGS, param.flags, ""), F(ATTRIBUTES, param.attributes, ""),
            F(MAYBE, param.pattern, ""), F(MAYBE, param.type, ""), F(MAYBE, param.init, "init")),
    [NODE_TYPE_PARAM] = ROW(F(NAME, type_param.name, ""), F(LIST, type_param.bounds, "bound")),
    [NODE_VAR] = ROW(F(FLAGS, var.flags, ""), F(ATTRIBUTES, var.attributes, ""),
                     F(NODE, var.pattern, ""), F(MAYBE, var.type, ""), F(MAYBE, var.init, "init")),
    [NODE_ALIAS] = ROW(F(NAME, alias.name, ""), F(FLAGS, alias.flags, ""),
                       F(LIST, alias.type_params, ""), F(NODE, alias.target, "")),
    [NODE_STRUCT] = RECORD_ROW,
    [NODE_UNION] = RECORD_ROW,
    [NODE_CLASS] = RECORD_ROW,
    [NODE_INTERFACE] = RECORD_ROW,
    [NODE_FIELD] =
        ROW(F(NAME, field.name, ""), F(FLAGS, field.flags, ""), F(ATTRIBUTES, field.attributes, ""),
            F(MAYBE, field.type, ""), F(MAYBE, field.init, "init")),
    [NODE_ENUM] = ROW(F(NAME, enum_.name, ""), F(FLAGS, enum_.flags, ""),
                      F(BOOL, enum_.is_extern, "extern"), F(LIST, enum_.type_params, ""),
                      F(MAYBE, enum_.base, "base"), F(LIST, enum_.implements, "implements"),
                      F(LIST, enum_.variants, ""), F(LIST, enum_.members, "")),
    [NODE_VARIANT] = ROW(F(NAME, variant.name, ""), F(LIST, variant.params, ""),
                         F(MAYBE, variant.value, "value")),
    [NODE_TYPE_NAME] = ROW(F(NODE, type_name.path, ""), F(LIST, type_name.args, "arg")),
    [NODE_TYPE_ARRAY] = ROW(F(NODE, type_of.elem, "")),
    [NODE_TYPE_OPTION] = ROW(F(NODE, type_of.elem, "")),
    [NODE_TYPE_READONLY] = ROW(F(NODE, type_of.elem, "")),
    [NODE_TYPE_WEAK] = ROW(F(NODE, type_of.elem, "")),
    [NODE_TYPE_CONST] = ROW(F(NODE, type_of.elem, "")),
    [NODE_TYPE_TUPLE] = ROW(F(LIST, type_tuple.items, "")),
    [NODE_TYPE_FUNCTION] =
        ROW(F(BOOL, type_function.throws_written, "throws"),
            F(BOOL, type_function.nothrow, "nothrow"), F(LIST, type_function.params, ""),
            F(NODE, type_function.result, "result"), F(MAYBE, type_function.throws_type, "throws")),
    [NODE_BLOCK] = ROW(F(LIST, block.items, "")),
    [NODE_UNSAFE] = ROW(F(LIST, block.items, "")),
    [NODE_TASKS] = ROW(F(LIST, block.items, "")),
    [NODE_EXPR_STMT] = ROW(F(NODE, stmt.expr, "")),
    [NODE_DEFER] = ROW(F(NODE, stmt.expr, "")),
    [NODE_IF] =
        ROW(F(NODE, if_.cond, ""), F(NODE, if_.then, "then"), F(MAYBE, if_.otherwise, "else")),
    [NODE_WHILE] = ROW(F(MAYBE_NAME, while_.label, "label"), F(NODE, while_.cond, ""),
                       F(NODE, while_.body, "")),
    [NODE_FOR] =
        ROW(F(MAYBE_NAME, for_.label, "label"), F(BOOL, for_.is_let, "let"),
            F(NODE, for_.pattern, ""), F(NODE, for_.iterable, "of"), F(NODE, for_.body, "")),
    [NODE_TRY] =
        ROW(F(NODE, try_.body, ""), F(LIST, try_.catches, ""), F(MAYBE, try_.finally_, "finally")),
    [NODE_CATCH] =
        ROW(F(MAYBE_NAME, catch_.name, ""), F(MAYBE, catch_.type, ""), F(NODE, catch_.body, "")),
    [NODE_PATTERN_BIND] = ROW(F(NAME, bind.name, "")),
    [NODE_PATTERN_LITERAL] = ROW(F(NODE, pattern_expr.expr, "")),
    [NODE_PATTERN_PATH] = ROW(F(NODE, pattern_expr.expr, "")),
    [NODE_PATTERN_RANGE] = ROW(F(NODE, pattern_range.from, ""), F(NODE, pattern_range.to, "")),
    [NODE_PATTERN_OR] = ROW(F(LIST, pattern_list.items, "")),
    [NODE_PATTERN_TUPLE] = ROW(F(LIST, pattern_list.items, "")),
    [NODE_PATTERN_REST] = WRAP_ROW,
    [NODE_PATTERN_VARIANT] =
        ROW(F(NODE, pattern_variant.path, "path"), F(LIST, pattern_variant.items, "")),
    [NODE_PATTERN_STRUCT] =
        ROW(F(MAYBE, pattern_variant.path, "path"), F(LIST, pattern_variant.items, "")),
    [NODE_PATTERN_FIELD] =
        ROW(F(NAME, pattern_field.name, ""), F(MAYBE, pattern_field.pattern, "")),
    [NODE_PATTERN_SOME] = WRAP_ROW,
    [NODE_INT] =
        ROW(F(INT, int_.value, ""), F(BOOL, int_.is_char, "char"), F(BOOL, int_.hex, "hex")),
    [NODE_FLOAT] = ROW(F(FLOAT, float_.value, "")),
    [NODE_DURATION] = ROW(F(DURATION, duration.ns, "")),
    [NODE_STRING] = ROW(F(STRING, string, "")),
    [NODE_BYTES] = ROW(F(STRING, string, "")),
    [NODE_BOOL] = ROW(F(BOOL, boolean, "true")),
    [NODE_TEMPLATE] = ROW(F(LIST, template_.parts, "")),
    [NODE_TEMPLATE_VALUE] =
        ROW(F(TEXT, template_value.format, ""), F(NODE, template_value.expr, "")),
    [NODE_NAME] = ROW(F(NAME, name.name, "")),
    [NODE_MEMBER] = ROW(F(NAME, member.name, ""), F(BOOL, member.optional, "optional"),
                        F(NODE, member.object, "")),
    [NODE_INDEX] = ROW(F(BOOL, index.optional, "optional"), F(NODE, index.object, ""),
                       F(NODE, index.index, "index")),
    [NODE_CALL] = ROW(F(BOOL, call.optional, "optional"), F(NODE, call.callee, ""),
                      F(LIST, call.type_args, "type"), F(LIST, call.args, "")),
    [NODE_NEW] = ROW(F(NODE, call.callee, ""), F(LIST, call.args, "")),
    [NODE_ARG] = ROW(F(MAYBE_NAME, arg.name, ""), F(NODE, arg.value, "")),
    [NODE_UNARY] = ROW(F(OP, unary.op, ""), F(NODE, unary.operand, "")),
    [NODE_BINARY] = BINARY_ROW,
    [NODE_LOGICAL] = BINARY_ROW,
    [NODE_RANGE] = BINARY_ROW,
    [NODE_ASSIGN] =
        ROW(F(OP, assign.op, ""), F(NODE, assign.target, ""), F(NODE, assign.value, "")),
    [NODE_INCREMENT] = ROW(F(OP, increment.op, ""), F(NODE, increment.target, "")),
    [NODE_CONDITIONAL] = ROW(F(NODE, conditional.cond, ""), F(NODE, conditional.then, "then"),
                             F(NODE, conditional.otherwise, "else")),
    [NODE_ARRAY] = ROW(F(LIST, array.items, "")),
    [NODE_MAP] = ROW(F(LIST, map.entries, "")),
    [NODE_ENTRY] = ROW(F(NODE, entry.key, ""), F(NODE, entry.value, "")),
    [NODE_STRUCT_LITERAL] =
        ROW(F(MAYBE, struct_literal.type, ""), F(LIST, struct_literal.fields, "")),
    [NODE_FIELD_INIT] = ROW(F(NAME, field_init.name, ""), F(NODE, field_init.value, "")),
    [NODE_LAMBDA] = ROW(F(LIST, lambda.params, ""), F(MAYBE, lambda.result, "result"),
                        F(NODE, lambda.body, "")),
    [NODE_MATCH] = ROW(F(NODE, match.subject, ""), F(LIST, match.arms, "")),
    [NODE_ARM] = ROW(F(NODE, arm.pattern, ""), F(MAYBE, arm.guard, "if"), F(NODE, arm.body, "")),
    [NODE_IS] = ROW(F(NODE, is.expr, ""), F(NODE, is.pattern, "")),
    [NODE_AS] = ROW(F(NODE, as.expr, ""), F(NODE, as.target, "")),
    [NODE_UNWRAP] = WRAP_ROW,
    [NODE_PROPAGATE] = WRAP_ROW,
    [NODE_TRY_EXPR] = WRAP_ROW,
    [NODE_AWAIT] = WRAP_ROW,
    [NODE_SPAWN] = WRAP_ROW,
    [NODE_MOVE] = WRAP_ROW,
    [NODE_ADDRESS] = WRAP_ROW,
    [NODE_SPREAD] = WRAP_ROW,
    [NODE_PAREN] = WRAP_ROW,
    [NODE_RETURN] = ROW(F(MAYBE, leave.value, "")),
    [NODE_THROW] = ROW(F(NODE, leave.value, "")),
    [NODE_BREAK] = ROW(F(MAYBE_NAME, jump.label, "")),
    [NODE_CONTINUE] = ROW(F(MAYBE_NAME, jump.label, "")),
    [NODE_CONVERT] = ROW(F(MAYBE, convert.operand, "")),
};

const void *field_at(const Node *n, const Field *f) { return (const char *)n + f->offset; }
