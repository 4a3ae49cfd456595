// Expressions (LANGUAGE section 2 "Precedence"): binary operators by a table, prefixes, postfixes,
// conditionals, lambdas, and assignments where a statement may stand. Trees of long chains are as
// high as the chains are long, so their steps count against the depth limit.
#include "syntax/parse/parse.h"

// ---- binary operators ----

typedef enum Level { // loosest first
    LEVEL_NONE,
    LEVEL_COALESCE,
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_EQUAL,
    LEVEL_COMPARE,
    LEVEL_IS,
    LEVEL_RANGE,
    LEVEL_BIT_OR,
    LEVEL_BIT_XOR,
    LEVEL_BIT_AND,
    LEVEL_SHIFT,
    LEVEL_ADD,
    LEVEL_MULTIPLY,
    LEVEL_POWER,
    LEVEL_PREFIX,
} Level;

typedef struct Operator {
    Level level;
    NodeKind kind;
    bool right; // associates to the right
    bool inner; // begins no line: it could begin a statement, too
} Operator;

#define OPERATOR(token, level, kind)     [TOKEN_##token] = {LEVEL_##level, NODE_##kind, false, false}
#define ANYWHERE_BUT_FIRST(token, level) [TOKEN_##token] = {LEVEL_##level, NODE_BINARY, false, true}
#define RIGHT(token, level, kind)        [TOKEN_##token] = {LEVEL_##level, NODE_##kind, true, false}
static const Operator operators[TOKEN_KIND_COUNT] = {
    RIGHT(QUESTION_QUESTION, COALESCE, LOGICAL),
    OPERATOR(OR, OR, LOGICAL),
    OPERATOR(AND, AND, LOGICAL),
    OPERATOR(EQ, EQUAL, BINARY),
    OPERATOR(NE, EQUAL, BINARY),
    OPERATOR(SAME, EQUAL, BINARY),
    OPERATOR(NOT_SAME, EQUAL, BINARY),
    OPERATOR(LT, COMPARE, BINARY),
    OPERATOR(LE, COMPARE, BINARY),
    OPERATOR(GT, COMPARE, BINARY),
    OPERATOR(GE, COMPARE, BINARY),
    OPERATOR(KEY_AS, IS, AS),
    OPERATOR(KEY_IS, IS, IS),
    OPERATOR(DOT_DOT, RANGE, RANGE),
    OPERATOR(PIPE, BIT_OR, BINARY),
    OPERATOR(CARET, BIT_XOR, BINARY),
    ANYWHERE_BUT_FIRST(AMP, BIT_AND),
    OPERATOR(SHL, SHIFT, BINARY),
    OPERATOR(SHR, SHIFT, BINARY),
    ANYWHERE_BUT_FIRST(PLUS, ADD),
    ANYWHERE_BUT_FIRST(MINUS, ADD),
    OPERATOR(PLUS_WRAP, ADD, BINARY),
    OPERATOR(MINUS_WRAP, ADD, BINARY),
    OPERATOR(PLUS_SAT, ADD, BINARY),
    OPERATOR(MINUS_SAT, ADD, BINARY),
    ANYWHERE_BUT_FIRST(STAR, MULTIPLY),
    OPERATOR(SLASH, MULTIPLY, BINARY),
    OPERATOR(PERCENT, MULTIPLY, BINARY),
    OPERATOR(STAR_WRAP, MULTIPLY, BINARY),
    OPERATOR(STAR_SAT, MULTIPLY, BINARY),
    RIGHT(STAR_STAR, POWER, BINARY),
};
#undef OPERATOR
#undef ANYWHERE_BUT_FIRST
#undef RIGHT

static Node *parse_binary(Parser *p, Level least);

static bool is_and_or(const Node *n) {
    return n->kind == NODE_LOGICAL && n->u.binary.op != TOKEN_QUESTION_QUESTION;
}

static void check_mixed(Parser *p, Node *n, const Token *sign) {
    if (sign->kind != TOKEN_QUESTION_QUESTION) return;
    const Node *side = is_and_or(n->u.binary.left) ? n->u.binary.left : n->u.binary.right;
    if (!is_and_or(side) || p->quiet) return;
    Diag *g = diag_error(&p->session->diags, E0014, sign->span,
                         "`??` beside `%s` needs parentheses", token_text(side->u.binary.op));
    diag_label(g, side->span, "put this in parentheses, or the `??`");
    diag_help(g, "write `(a ?? b) %s c`, or `a ?? (b %s c)`", token_text(side->u.binary.op),
              token_text(side->u.binary.op));
    n->kind = NODE_POISON;
}

// `>>>`, `&&=`, `||=`, `..=` and `..<` are two tokens here.
static void check_foreign(Parser *p, const Token *sign) {
    if (p->t->flags & TOKEN_AFTER_SPACE) return;
    Habit habit = HABIT_COUNT;
    if (sign->kind == TOKEN_SHR && (at(p, TOKEN_GT) || at(p, TOKEN_GE)))
        habit = HABIT_UNSIGNED_SHIFT;
    if ((sign->kind == TOKEN_AND || sign->kind == TOKEN_OR) && at(p, TOKEN_ASSIGN))
        habit = HABIT_LOGICAL_ASSIGN;
    if (sign->kind == TOKEN_DOT_DOT && at(p, TOKEN_ASSIGN)) habit = HABIT_INCLUSIVE;
    if (sign->kind == TOKEN_DOT_DOT && at(p, TOKEN_LT)) habit = HABIT_HALF_OPEN;
    if (habit != HABIT_COUNT) fail_habit(p, habit, span_join(sign->span, p->t->span));
}

// At the operator; `left` is what stands before it.
static Node *binary_operation(Parser *p, const Operator *op, Node *left) {
    Node *n = start_at(p, op->kind, left->span);
    const Token *sign = advance(p);
    check_foreign(p, sign);
    if (op->kind == NODE_AS) {
        n->u.as.expr = left;
        if (at(p, TOKEN_KEY_CONST)) {
            fail_habit(p, HABIT_AS_CONST, span_join(sign->span, p->t->span));
            advance(p);
            return poison(p);
        }
        bool test = at(p, TOKEN_BANG) || at(p, TOKEN_QUESTION); // `as!`, `as?`
        if (test) fail_habit(p, HABIT_AS_TEST, span_join(sign->span, p->t->span));
        n->u.as.target = test ? poison(p) : parse_type_in_expr(p);
    } else if (op->kind == NODE_IS) {
        n->u.is.expr = left;
        n->u.is.pattern = parse_pattern(p);
    } else {
        n->u.binary.op = sign->kind;
        n->u.binary.left = left;
        n->u.binary.right =
            enter(p) ? parse_binary(p, op->right ? op->level : op->level + 1) : poison(p);
        leave(p);
        check_mixed(p, n, sign);
    }
    return finish(p, n);
}

static Node *parse_binary(Parser *p, Level least) {
    uint32_t outer = chain_begin(p);
    Node *left = parse_unary(p);
    for (;;) {
        const Operator *op = &operators[p->t->kind];
        if (op->level < least || op->level == LEVEL_NONE || p->quiet) break;
        if (op->inner && at_new_line(p)) break;
        uint32_t before = p->deepest; // the chain so far becomes the left side, one level deeper
        p->deepest = p->depth;
        left = binary_operation(p, op, left);
        if (p->deepest < before) p->deepest = before;
        if (!chain_step(p)) break;
    }
    chain_end(p, outer);
    return left;
}

// ---- prefixes ----

static Node *parse_prefix(Parser *p) {
    Node *n = start_node(p, NODE_UNARY);
    n->u.unary.op = advance(p)->kind;
    n->u.unary.operand = parse_unary(p);
    return finish(p, n);
}

static Node *wrap(Parser *p, NodeKind kind) {
    Node *n = start_node(p, kind);
    advance(p);
    n->u.wrap.operand = parse_unary(p);
    return finish(p, n);
}

static Node *parse_address(Parser *p) { return wrap(p, NODE_ADDRESS); }

static Node *parse_await(Parser *p) { return wrap(p, NODE_AWAIT); }

static Node *parse_try(Parser *p) {
    if (p->t[1].kind == TOKEN_LBRACE)
        diag_help(fail(p, E0010, p->t->span, "`try { }` is a statement and gives no value"),
                  "the expression is `try f()`: its value is a `Result`");
    return wrap(p, NODE_TRY_EXPR);
}

static Node *parse_spawn(Parser *p) { return wrap(p, NODE_SPAWN); }

static Node *parse_move(Parser *p) { return wrap(p, NODE_MOVE); }

static Node *parse_plus(Parser *p) {
    Diag *g = fail(p, E0010, p->t->span, "there is no prefix `+`");
    if (at_new_line(p)) diag_help(g, "to go on from the line above, end that line with the `+`");
    else diag_help(g, "text becomes a number with `text.toInt()` or `text.toFloat()`");
    advance(p);
    return parse_unary(p);
}

// Can an expression begin here, on this line?
static bool starts_value(const Parser *p) {
    TokenKind k = p->t->kind;
    bool closes = k == TOKEN_RPAREN || k == TOKEN_RBRACKET || k == TOKEN_RBRACE ||
                  k == TOKEN_TEMPLATE_CLOSE || k == TOKEN_TEMPLATE_FORMAT || k == TOKEN_COMMA ||
                  k == TOKEN_SEMICOLON || k == TOKEN_COLON || k == TOKEN_END || k == TOKEN_KEY_ELSE;
    return !closes && !at_new_line(p);
}

static Node *parse_return(Parser *p) {
    Node *n = start_node(p, NODE_RETURN);
    advance(p);
    if (starts_value(p)) n->u.leave.value = parse_expr(p);
    return finish(p, n);
}

static Node *parse_throw(Parser *p) {
    Node *n = start_node(p, NODE_THROW);
    advance(p);
    n->u.leave.value = parse_expr(p);
    return finish(p, n);
}

static Node *parse_jump(Parser *p) {
    Node *n = start_node(p, at(p, TOKEN_KEY_BREAK) ? NODE_BREAK : NODE_CONTINUE);
    advance(p);
    if (at(p, TOKEN_IDENT) && !at_new_line(p)) n->u.jump.label = advance(p)->u.name;
    return finish(p, n);
}

static Node *parse_early_increment(Parser *p) {
    Diag *g =
        fail(p, E0015, p->t->span, "`%s` is a statement: it has no value", token_text(p->t->kind));
    diag_help(g, "count in a statement of its own, before or after this one");
    advance(p);
    return parse_unary(p);
}

static Rule *const prefix_rules[TOKEN_KIND_COUNT] = {
    [TOKEN_MINUS] = parse_prefix,
    [TOKEN_BANG] = parse_prefix,
    [TOKEN_TILDE] = parse_prefix,
    [TOKEN_AMP] = parse_address,
    [TOKEN_KEY_AWAIT] = parse_await,
    [TOKEN_KEY_TRY] = parse_try,
    [TOKEN_KEY_SPAWN] = parse_spawn,
    [TOKEN_KEY_MOVE] = parse_move,
    [TOKEN_PLUS] = parse_plus,
    [TOKEN_KEY_RETURN] = parse_return,
    [TOKEN_KEY_THROW] = parse_throw,
    [TOKEN_KEY_BREAK] = parse_jump,
    [TOKEN_KEY_CONTINUE] = parse_jump,
    [TOKEN_PLUS_PLUS] = parse_early_increment,
    [TOKEN_MINUS_MINUS] = parse_early_increment,
};

Node *parse_unary(Parser *p) {
    Rule *rule = prefix_rules[p->t->kind];
    if (!rule) return parse_postfix(p);
    Node *n = enter(p) ? rule(p) : poison(p);
    leave(p);
    return n;
}

// ---- conditionals and lambdas ----

static Node *parse_conditional(Parser *p);

static Node *deeper(Parser *p, Rule *rule) {
    Node *n = enter(p) ? rule(p) : poison(p);
    leave(p);
    return n;
}

static Node *parse_choice(Parser *p, Node *cond) { // at `?`
    Node *n = start_at(p, NODE_CONDITIONAL, cond->span);
    const Token *question = advance(p);
    bool outer = p->context.in_middle;
    p->context.in_middle = true;
    n->u.conditional.cond = cond;
    n->u.conditional.then = deeper(p, parse_conditional);
    p->context.in_middle = outer;
    if (!take(p, TOKEN_COLON)) {
        diag_label(fail_expected(p, "`:` and the other value"), question->span,
                   "of this conditional");
        n->u.conditional.otherwise = poison(p);
        return finish(p, n);
    }
    n->u.conditional.otherwise = deeper(p, parse_conditional);
    return finish(p, n);
}

static bool skip_async(Parser *p) {
    if (!at_word(p, p->words.async) || (p->t[1].flags & TOKEN_AFTER_NEWLINE)) return false;
    const Token *next = p->t + 1;
    bool lambda =
        next->kind == TOKEN_IDENT || (next->kind == TOKEN_LPAREN && is_closed(p, next) &&
                                      p->tokens.items[next->u.match + 1].kind == TOKEN_ARROW);
    if (!lambda) return false;
    habit_report(p->session, HABIT_ASYNC, advance(p)->span);
    return true;
}

static Node *parse_conditional(Parser *p) {
    bool async = skip_async(p);
    if (scan_lambda(p)) {
        Node *lambda = deeper(p, parse_lambda);
        return async ? poison(p) : lambda;
    }
    Node *n = parse_binary(p, LEVEL_COALESCE);
    if (at(p, TOKEN_QUESTION) && !p->quiet) n = parse_choice(p, n);
    if (at(p, TOKEN_ARROW) && !p->context.in_guard && !p->quiet)
        diag_help(fail_expected(p, "an operator or the end of the expression"),
                  "a lambda after an operator needs parentheses: `f ?? (x => x)`");
    return n;
}

// ---- assignments ----

static bool is_assign(TokenKind kind) {
    return kind >= TOKEN_ASSIGN && kind <= TOKEN_QUESTION_QUESTION_ASSIGN;
}

static bool is_increment(TokenKind kind) {
    return kind == TOKEN_PLUS_PLUS || kind == TOKEN_MINUS_MINUS;
}

static void check_place(Parser *p, const Node *n) {
    while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
    bool place = n->kind == NODE_NAME || n->kind == NODE_INDEX || n->kind == NODE_THIS ||
                 n->kind == NODE_POISON || n->kind == NODE_MEMBER;
    bool optional = (n->kind == NODE_MEMBER && n->u.member.optional) ||
                    (n->kind == NODE_INDEX && n->u.index.optional);
    if ((place && !optional) || p->quiet) return;
    Diag *g = diag_error(&p->session->diags, E0016, n->span, "this cannot be assigned to");
    if (optional) diag_help(g, "test first: `if (x != null) x.y = ..`");
    else if (n->kind == NODE_ARRAY) diag_help(g, "assign to each of them: `a += 1`");
    else if (n->kind == NODE_STRUCT_LITERAL || n->kind == NODE_MAP)
        diag_help(g, "assign to each of them: `[a, b] = [whole.a, whole.b]`");
    else if (n->kind == NODE_SPREAD)
        diag_help(g, "a declaration takes the rest of an array: `const [first, ...rest] = xs`");
    else if (n->kind == NODE_UNWRAP) diag_help(g, "assign without the `!`");
}

static bool is_fields(const Node *n) {
    return n->kind == NODE_STRUCT_LITERAL && !n->u.struct_literal.type &&
           n->u.struct_literal.fields.len > 0;
}

// `[a, [b, c]] = ..` and `({ x, y: b } = ..)` assign to several.
static void check_places(Parser *p, const Node *n) {
    while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
    bool several = n->kind == NODE_ARRAY && n->u.array.items.len > 0;
    if (!several && !is_fields(n)) check_place(p, n);
    for (uint32_t i = 0; is_fields(n) && i < n->u.struct_literal.fields.len; i++) {
        const Node *field = n->u.struct_literal.fields.items[i];
        if (field->kind == NODE_FIELD_INIT) check_places(p, field->u.field_init.value);
        else check_place(p, field);
    }
    for (uint32_t i = 0; several && i < n->u.array.items.len; i++)
        check_places(p, n->u.array.items.items[i]);
}

static Node *parse_assignment(Parser *p, Node *target) { // at the operator
    if (at(p, TOKEN_ASSIGN)) check_places(p, target);
    else check_place(p, target);
    Node *n = start_at(p, NODE_ASSIGN, target->span);
    n->u.assign.op = advance(p)->kind;
    n->u.assign.target = target;
    n->u.assign.value = parse_expr(p);
    return finish(p, n);
}

Node *parse_expr(Parser *p) {
    Node *n = deeper(p, parse_conditional);
    if (p->quiet || !(is_assign(p->t->kind) || (is_increment(p->t->kind) && !at_new_line(p))))
        return n;
    if (at(p, TOKEN_ASSIGN) && is_fields(n)) return parse_assignment(p, n);
    Diag *g =
        fail(p, E0015, p->t->span, "`%s` is a statement: it has no value", token_text(p->t->kind));
    if (at(p, TOKEN_ASSIGN)) diag_help(g, "to compare, write `==`");
    else diag_help(g, "change the variable in a statement of its own");
    return n;
}

static Node *parse_increment(Parser *p) { // `++x`
    Node *n = start_node(p, NODE_INCREMENT);
    n->u.increment.op = advance(p)->kind;
    n->u.increment.target = parse_unary(p);
    check_place(p, n->u.increment.target);
    return finish(p, n);
}

static Node *effect(Parser *p) {
    if (is_increment(p->t->kind)) return parse_increment(p);
    Node *n = parse_conditional(p);
    if (p->quiet) return n;
    if (is_assign(p->t->kind)) return parse_assignment(p, n);
    if (!is_increment(p->t->kind) || at_new_line(p)) return n;
    check_place(p, n);
    Node *step = start_at(p, NODE_INCREMENT, n->span);
    step->u.increment.op = advance(p)->kind;
    step->u.increment.target = n;
    return finish(p, step);
}

Node *parse_effect(Parser *p) { return deeper(p, effect); }
