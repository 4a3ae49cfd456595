// Operands: literals, names, parentheses, arrays, brace literals, templates, lambdas, `new` and
// `match`.
#include "syntax/parse/parse.h"

// ---- literals ----

static Node *parse_int(Parser *p) {
    Node *n = start_node(p, NODE_INT);
    const char *text = p->session->sources.list.items[n->span.source].text + n->span.start;
    n->u.int_.is_char = at(p, TOKEN_CHAR);
    n->u.int_.hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'o' || text[1] == 'b');
    n->u.int_.value = advance(p)->u.integer;
    return n;
}

static Node *parse_float(Parser *p) {
    Node *n = start_node(p, NODE_FLOAT);
    n->u.float_.value = advance(p)->u.number;
    return n;
}

static Node *parse_duration(Parser *p) {
    Node *n = start_node(p, NODE_DURATION);
    n->u.duration.ns = advance(p)->u.ns;
    return n;
}

Node *parse_string(Parser *p) {
    Node *n = start_node(p, at(p, TOKEN_BYTES) ? NODE_BYTES : NODE_STRING);
    const Token *t = advance(p);
    n->u.string.text = t->u.string->text;
    n->u.string.len = t->u.string->len;
    return n;
}

static Node *parse_bool(Parser *p) {
    Node *n = start_node(p, NODE_BOOL);
    n->u.boolean = advance(p)->kind == TOKEN_KEY_TRUE;
    return n;
}

static Node *parse_null(Parser *p) {
    Node *n = start_node(p, NODE_NULL);
    advance(p);
    return n;
}

static Node *parse_this(Parser *p) {
    Node *n = start_node(p, NODE_THIS);
    advance(p);
    return n;
}

static Node *parse_name(Parser *p) {
    Node *n = start_node(p, NODE_NAME);
    n->u.name.name = advance(p)->u.name;
    bool is_super = n->u.name.name == p->words.super && (at(p, TOKEN_DOT) || at(p, TOKEN_LPAREN));
    if (!is_super && n->u.name.name != p->words.undefined) return n;
    habit_report(p->session, is_super ? HABIT_SUPER : HABIT_UNDEFINED, n->span);
    n->kind = NODE_POISON;
    return n;
}

// ---- templates ----

static Node *template_value(Parser *p) { // at `${`
    Node *n = start_node(p, NODE_TEMPLATE_VALUE);
    List l = list_open(p);
    n->u.template_value.expr = parse_expr(p);
    if (at(p, TOKEN_TEMPLATE_FORMAT) && !p->quiet)
        n->u.template_value.format = advance(p)->u.string->text;
    close_or_skip(p, &l);
    return finish(p, n);
}

static Node *parse_template(Parser *p) {
    Node *n = start_node(p, NODE_TEMPLATE);
    NodeList *parts = &n->u.template_.parts;
    advance(p);
    while (!at(p, TOKEN_TEMPLATE_END) && !p->quiet) {
        if (at(p, TOKEN_TEMPLATE_TEXT)) VEC_PUSH(p->arena, parts, parse_string(p));
        else if (at(p, TOKEN_TEMPLATE_OPEN)) VEC_PUSH(p->arena, parts, template_value(p));
        else fail_expected(p, "the rest of the template");
    }
    take(p, TOKEN_TEMPLATE_END);
    return finish(p, n);
}

// ---- brackets ----

static Node *parse_paren(Parser *p) {
    Node *n = start_node(p, NODE_PAREN);
    List l = list_open(p);
    n->u.wrap.operand = parse_expr(p);
    if (at(p, TOKEN_COMMA) && !p->quiet)
        diag_help(fail(p, E0010, p->t->span, "there is no comma operator"),
                  "a tuple is written `[a, b]`");
    close_or_skip(p, &l);
    // `({ x, y } = point)`: the parentheses only keep the braces from being those of a block.
    return n->u.wrap.operand->kind == NODE_ASSIGN ? n->u.wrap.operand : finish(p, n);
}

static Node *parse_spread(Parser *p) { // at `...`
    Node *n = start_node(p, NODE_SPREAD);
    advance(p);
    n->u.wrap.operand = parse_expr(p);
    return finish(p, n);
}

static Node *parse_array(Parser *p) {
    Node *n = start_node(p, NODE_ARRAY);
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) {
        Node *item = at(p, TOKEN_ELLIPSIS) ? parse_spread(p) : parse_expr(p);
        VEC_PUSH(p->arena, &n->u.array.items, item);
    }
    list_close(p, &l);
    return finish(p, n);
}

// `{ x = 1 }`: C's; or, where `=` follows the literal, the default value in a pattern of
// TypeScript's. What the field is then; NULL: the variable of its name.
static Node *assigned_field(Parser *p) {
    const Token *end = p->t;
    while (end->kind != TOKEN_RBRACE && end->kind != TOKEN_END) end++;
    bool pattern = end->kind == TOKEN_RBRACE && end[1].kind == TOKEN_ASSIGN;
    habit_report(p->session, pattern ? HABIT_PATTERN_DEFAULT : HABIT_FIELD_ASSIGN,
                 advance(p)->span);
    Node *value = parse_expr(p);
    return pattern ? NULL : value;
}

static Node *field_init(Parser *p) {
    if (at(p, TOKEN_ELLIPSIS)) return parse_spread(p);
    Node *n = start_node(p, NODE_FIELD_INIT);
    bool key = at(p, TOKEN_STRING) || at(p, TOKEN_LBRACKET) || at(p, TOKEN_INT);
    if (key) {
        diag_help(
            fail_expected(p, "the name of a field"),
            "this literal is a struct; all keys of a map are strings in quotes or `[expression]`");
        return poison(p);
    }
    n->u.field_init.name = expect_any_word(p, "the name of a field", NULL);
    if (!n->u.field_init.name) return poison(p);
    bool method = at(p, TOKEN_LPAREN) || (is_name(p->t) && !at_new_line(p)); // `get x() { .. }`
    if (method) fail_habit(p, HABIT_OBJECT_METHOD, p->t[-1].span);
    if (take(p, TOKEN_COLON)) n->u.field_init.value = parse_expr(p);
    else if (at(p, TOKEN_ASSIGN) && !p->quiet) n->u.field_init.value = assigned_field(p);
    if (!n->u.field_init.value) { // `x` alone takes the variable of that name
        Node *value = start_at(p, NODE_NAME, n->span);
        value->u.name.name = n->u.field_init.name;
        n->u.field_init.value = value;
    }
    return finish(p, n);
}

Node *parse_struct_fields(Parser *p, Node *type, Span from) {
    Node *n = start_at(p, NODE_STRUCT_LITERAL, from);
    n->u.struct_literal.type = type;
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) {
        Node *field = field_init(p);
        if (field->kind != NODE_POISON) VEC_PUSH(p->arena, &n->u.struct_literal.fields, field);
    }
    list_close(p, &l);
    return finish(p, n);
}

static Node *map_entry(Parser *p) {
    if (at(p, TOKEN_ELLIPSIS)) return parse_spread(p);
    Node *n = start_node(p, NODE_ENTRY);
    if (at(p, TOKEN_STRING)) {
        n->u.entry.key = parse_string(p);
    } else if (at(p, TOKEN_LBRACKET)) {
        List l = list_open(p);
        n->u.entry.key = parse_expr(p);
        list_close(p, &l);
    } else {
        diag_help(fail_expected(p, "a key"),
                  "this literal is a map: its keys are strings in quotes or `[expression]`");
        return poison(p);
    }
    if (!p->quiet && expect(p, TOKEN_COLON)) n->u.entry.value = parse_expr(p);
    return p->quiet ? poison(p) : finish(p, n);
}

// `{ ...a, "b": 1 }` is a map, `{ ...a, b: 1 }` a struct: the first key tells, and the checker
// where there is none.
static Node *parse_spread_literal(Parser *p) {
    Node *n = start_node(p, NODE_STRUCT_LITERAL);
    NodeList items = {0};
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) {
        if (at(p, TOKEN_STRING) || at(p, TOKEN_LBRACKET)) n->kind = NODE_MAP;
        Node *item = n->kind == NODE_MAP ? map_entry(p) : field_init(p);
        if (item->kind != NODE_POISON) VEC_PUSH(p->arena, &items, item);
    }
    list_close(p, &l);
    if (n->kind == NODE_MAP) n->u.map.entries = items;
    else n->u.struct_literal.fields = items;
    return finish(p, n);
}

// `{ "a": 1, [k]: 2 }` is a map, `{ x: 1 }` and `{}` take their type from the context.
Node *parse_brace_literal(Parser *p) {
    if (p->t[1].kind == TOKEN_ELLIPSIS) return parse_spread_literal(p);
    bool map = p->t[1].kind == TOKEN_STRING || p->t[1].kind == TOKEN_LBRACKET;
    if (!map) return parse_struct_fields(p, NULL, p->t->span);
    Node *n = start_node(p, NODE_MAP);
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) {
        Node *entry = map_entry(p);
        if (entry->kind != NODE_POISON) VEC_PUSH(p->arena, &n->u.map.entries, entry);
    }
    list_close(p, &l);
    return finish(p, n);
}

// ---- lambdas, new, match ----

Node *parse_lambda(Parser *p) {
    Node *n = start_node(p, NODE_LAMBDA);
    if (at(p, TOKEN_IDENT)) {
        Node *param = start_node(p, NODE_PARAM);
        param->u.param.pattern = parse_binding(p);
        VEC_PUSH(p->arena, &n->u.lambda.params, param);
    } else {
        n->u.lambda.params = parse_params(p);
        if (take(p, TOKEN_COLON)) n->u.lambda.result = parse_type(p);
    }
    if (p->quiet || !expect(p, TOKEN_ARROW)) return poison(p);
    n->u.lambda.body = at(p, TOKEN_LBRACE) ? parse_block(p, NODE_BLOCK, false) : parse_effect(p);
    return finish(p, n);
}

static Node *parse_new(Parser *p) {
    Node *n = start_node(p, NODE_NEW);
    advance(p);
    n->u.call.callee = parse_type_in_expr(p);
    if (p->quiet) return n;
    if (at(p, TOKEN_LPAREN)) {
        n->u.call.args = parse_args(p);
    } else {
        Diag *g = fail_expected(p, "`(`");
        diag_help(g, at(p, TOKEN_LBRACE) ? "a struct is written without `new`"
                                         : "write `new Name()`, also without arguments");
    }
    return finish(p, n);
}

static Node *parse_arm(Parser *p) {
    Node *n = start_node(p, NODE_ARM);
    n->u.arm.pattern = parse_pattern(p);
    if (!p->quiet && take(p, TOKEN_KEY_IF)) {
        p->context.in_guard = true;
        n->u.arm.guard = parse_expr(p);
        p->context.in_guard = false;
    }
    if (at(p, TOKEN_COLON) && !p->quiet) // `1: "one"`
        habit_report(p->session, HABIT_ARM_COLON, advance(p)->span);
    else if (p->quiet || !expect(p, TOKEN_ARROW)) return n;
    bool statement = at(p, TOKEN_KEY_IF) || at(p, TOKEN_KEY_WHILE) || at(p, TOKEN_KEY_FOR);
    if (statement)
        diag_help(fail_expected(p, "an expression"),
                  "a statement stands in a block: `=> { %s (..) .. }`", token_text(p->t->kind));
    if (statement) return n;
    n->u.arm.body = at(p, TOKEN_LBRACE) ? parse_block(p, NODE_BLOCK, true) : parse_effect(p);
    return finish(p, n);
}

static void end_arm(Parser *p, const Token *start) {
    bool ended = at(p, TOKEN_COMMA) || at(p, TOKEN_RBRACE) || at_new_line(p);
    if (!p->quiet && !ended) fail_expected(p, "`,` or a new line after the arm");
    if (p->quiet) skip_until(p, start, TOKEN_COMMA);
    if (p->t == start && !at(p, TOKEN_RBRACE)) advance(p); // a token that belongs nowhere
    while (take(p, TOKEN_COMMA) || take(p, TOKEN_SEMICOLON)) continue;
}

Node *parse_match(Parser *p) {
    Node *n = start_node(p, NODE_MATCH);
    advance(p);
    if (!at(p, TOKEN_LPAREN)) {
        diag_help(fail_expected(p, "`(` and the value to match"),
                  "write `match (x) { .. }`, with parentheses around the value");
        return poison(p);
    }
    n->u.match.subject = parse_paren(p)->u.wrap.operand;
    List l = brace_open(p);
    while (list_has(p, &l)) {
        const Token *start = p->start = p->t;
        Node *arm = parse_arm(p);
        if (arm->u.arm.body) VEC_PUSH(p->arena, &n->u.match.arms, arm);
        end_arm(p, start);
    }
    list_close(p, &l);
    return finish(p, n);
}

// ---- what is no operand ----

static Node *parse_function_expression(Parser *p) {
    fail_habit(p, HABIT_FUNCTION_EXPRESSION, p->t->span);
    return poison(p);
}

static Node *parse_class_expression(Parser *p) {
    fail_habit(p, HABIT_CLASS_EXPRESSION, p->t->span);
    return poison(p);
}

static Node *parse_angle(Parser *p) {
    fail_habit(p, HABIT_ANGLE_CAST, p->t->span);
    return poison(p);
}

static Node *parse_slash(Parser *p) {
    fail_habit(p, HABIT_REGEX, p->t->span);
    return poison(p);
}

static Node *parse_dot(Parser *p) {
    bool number = p->t[1].kind == TOKEN_INT && !(p->t[1].flags & TOKEN_AFTER_SPACE);
    if (number)
        diag_help(fail(p, E0004, p->t->span, "a number has a digit before the point"),
                  "write `0.5`");
    else if (is_name(p->t + 1) && !(p->t[1].flags & TOKEN_AFTER_SPACE))
        fail_habit(p, HABIT_DOT_SHORTHAND, span_join(p->t->span, p->t[1].span));
    else fail_expected(p, "an expression");
    return poison(p);
}

static Node *parse_block_expression(Parser *p) {
    Diag *g = fail(p, E0010, p->t->span, "`%s { }` is a statement and gives no value",
                   token_text(p->t->kind));
    if (p->t->kind == TOKEN_KEY_UNSAFE)
        diag_help(g, "put the statement into the block; what it assigns is declared before");
    return poison(p);
}

static Rule *const primary_rules[TOKEN_KIND_COUNT] = {
    [TOKEN_INT] = parse_int,
    [TOKEN_CHAR] = parse_int,
    [TOKEN_FLOAT] = parse_float,
    [TOKEN_DURATION] = parse_duration,
    [TOKEN_STRING] = parse_string,
    [TOKEN_BYTES] = parse_string,
    [TOKEN_TEMPLATE_BEGIN] = parse_template,
    [TOKEN_KEY_TRUE] = parse_bool,
    [TOKEN_KEY_FALSE] = parse_bool,
    [TOKEN_KEY_NULL] = parse_null,
    [TOKEN_KEY_THIS] = parse_this,
    [TOKEN_IDENT] = parse_name,
    [TOKEN_LPAREN] = parse_paren,
    [TOKEN_LBRACKET] = parse_array,
    [TOKEN_LBRACE] = parse_brace_literal,
    [TOKEN_KEY_NEW] = parse_new,
    [TOKEN_KEY_MATCH] = parse_match,
    [TOKEN_KEY_FUNCTION] = parse_function_expression,
    [TOKEN_KEY_CLASS] = parse_class_expression,
    [TOKEN_LT] = parse_angle,
    [TOKEN_SLASH] = parse_slash,
    [TOKEN_DOT] = parse_dot,
    [TOKEN_KEY_UNSAFE] = parse_block_expression,
    [TOKEN_KEY_TASKS] = parse_block_expression,
};

Node *parse_primary(Parser *p) {
    Rule *rule = primary_rules[p->t->kind];
    if (rule) return rule(p);
    bool behind_block = p->t > p->tokens.items && p->t[-1].kind == TOKEN_RBRACE;
    Diag *g = fail_expected(p, "an expression");
    if (at(p, TOKEN_ASSIGN) && behind_block)
        diag_help(g, "fields are assigned to variables in parentheses: `({ x, y } = point)`");
    return poison(p);
}
