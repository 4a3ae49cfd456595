// Statements (LANGUAGE sections 2 and 4), where they end, and which expressions may stand alone.
#include "syntax/parse/parse.h"
#include "syntax/parser.h"

// ---- expression statements ----

static const bool effects[NODE_KIND_COUNT] = {
    [NODE_CALL] = true,     [NODE_NEW] = true,    [NODE_ASSIGN] = true, [NODE_INCREMENT] = true,
    [NODE_AWAIT] = true,    [NODE_SPAWN] = true,  [NODE_UNWRAP] = true, [NODE_PROPAGATE] = true,
    [NODE_MATCH] = true,    [NODE_RETURN] = true, [NODE_THROW] = true,  [NODE_BREAK] = true,
    [NODE_CONTINUE] = true, [NODE_POISON] = true,
};

// What the author may have meant, by what was written.
static const char *const unused_help[NODE_KIND_COUNT] = {
    [NODE_LOGICAL] = "write `if (..) { .. }` for the side that does something",
    [NODE_CONDITIONAL] = "write `if (..) { .. } else { .. }`",
    [NODE_TRY_EXPR] = "take the `Result`: `const r = try f()`; or leave out `try`, and it throws",
    [NODE_MEMBER] = "to call it, write `()` behind it",
    [NODE_NAME] = "to call it, write `()` behind it",
    [NODE_BINARY] = "to give it to the caller, write `return` before it",
    [NODE_LAMBDA] = "a lambda runs when it is called",
    [NODE_UNARY] = "to go on from the line above, end that line with the operator",
    [NODE_ADDRESS] = "to go on from the line above, end that line with the operator",
};

// `b ? panic("x") : stop()` may be of type `never`: the checker looks.
static bool is_choice_of_calls(const Node *n) {
    while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
    if (n->kind != NODE_CONDITIONAL) return n->kind == NODE_CALL;
    const Node *then = n->u.conditional.then, *otherwise = n->u.conditional.otherwise;
    return is_choice_of_calls(then) && is_choice_of_calls(otherwise);
}

void report_unused(Session *session, const Node *expr) {
    Diag *g = diag_error(&session->diags, E0013, expr->span, "this value is not used");
    g->recovered = true;
    bool equals = expr->kind == NODE_BINARY && expr->u.binary.op == TOKEN_EQ;
    const char *help = equals ? "to assign, write `=`" : unused_help[expr->kind];
    if (help) diag_help(g, "%s", help);
    diag_note(g, "a statement is a call, an assignment, `++`, `--`, `await`, `spawn`, `match`, "
                 "or ends in `!` or `?`");
}

// An expression of which nothing remains is a mistake.
static void check_effect(Parser *p, const Node *expr) {
    while (expr->kind == NODE_PAREN) expr = expr->u.wrap.operand;
    if (!effects[expr->kind] && !is_choice_of_calls(expr)) report_unused(p->session, expr);
}

static Node *parse_expression_statement(Parser *p) {
    Node *n = start_node(p, NODE_EXPR_STMT);
    n->u.stmt.expr = parse_effect(p);
    return finish(p, n);
}

// ---- blocks ----

static void check_items(Parser *p, const NodeList *items, bool value_last) {
    for (uint32_t i = 0; i < items->len; i++) {
        const Node *item = items->items[i];
        bool value = value_last && i + 1 == items->len;
        if (item->kind == NODE_EXPR_STMT && !value) check_effect(p, item->u.stmt.expr);
    }
}

Node *parse_block(Parser *p, NodeKind kind, bool value_last) {
    Node *n = start_node(p, kind);
    List l = brace_open(p);
    while (list_has(p, &l)) {
        Node *item = parse_item(p, false);
        if (item) VEC_PUSH(p->arena, &n->u.block.items, item);
    }
    list_close(p, &l);
    check_items(p, &n->u.block.items, value_last);
    return finish(p, n);
}

static Node *parse_statement(Parser *p);

// The body of if, while and for: always a block in the tree.
static Node *parse_branch(Parser *p) {
    if (p->quiet) return empty_block(p);
    if (at(p, TOKEN_LBRACE)) return parse_block(p, NODE_BLOCK, false);
    Node *n = start_node(p, NODE_BLOCK);
    if (at(p, TOKEN_KEY_CONST) || at(p, TOKEN_KEY_LET) || at(p, TOKEN_KEY_FUNCTION))
        fail(p, E0010, p->t->span,
             "a declaration here needs braces around it: nothing else could see it");
    Node *only = at(p, TOKEN_SEMICOLON) ? NULL : parse_statement(p);
    if (only) VEC_PUSH(p->arena, &n->u.block.items, only);
    check_items(p, &n->u.block.items, false);
    return finish(p, n);
}

static Node *parse_plain_block(Parser *p) { return parse_block(p, NODE_BLOCK, false); }

static Node *parse_keyword_block(Parser *p) { // unsafe, tasks
    Node *n = start_node(p, at(p, TOKEN_KEY_UNSAFE) ? NODE_UNSAFE : NODE_TASKS);
    advance(p);
    Node *block = parse_block(p, n->kind, false);
    n->u.block.items = block->u.block.items;
    return finish(p, n);
}

// ---- conditions and loops ----

// A condition without parentheses is reported and read to the `{`.
static Node *bare_condition(Parser *p, const char *after) {
    const Token *start = p->t;
    if (at(p, TOKEN_KEY_LET) || at(p, TOKEN_KEY_CONST)) { // `if let x = y {`
        fail_habit(p, HABIT_IF_LET, span_join(p->t[-1].span, p->t->span));
        while (!at(p, TOKEN_LBRACE) && !at(p, TOKEN_END) && (p->t == start || !at_new_line(p)))
            advance(p);
        p->quiet = !at(p, TOKEN_LBRACE);
        return poison(p);
    }
    diag_help(fail_expected(p, "`(`"), "the condition of `%s` stands in parentheses", after);
    p->quiet = false;
    if (at(p, TOKEN_LBRACE)) return poison(p);
    Context outer = p->context;
    p->context.no_struct = true;
    Node *cond = parse_expr(p);
    p->context = outer;
    if (!at(p, TOKEN_LBRACE)) skip_to_line_end(p, start);
    return cond;
}

static Node *parse_condition(Parser *p, const char *after) {
    if (!at(p, TOKEN_LPAREN)) return bare_condition(p, after);
    uint32_t errors = p->errors;
    List l = list_open(p);
    if (at(p, TOKEN_KEY_LET) || at(p, TOKEN_KEY_CONST)) // `if (let x = y)`
        fail_habit(p, HABIT_IF_LET, span_join(p->t[-2].span, p->t->span));
    p->context.no_struct = !is_closed(p, l.open); // then the `{` is the body's
    Node *cond = p->quiet ? poison(p) : parse_expr(p);
    close_or_skip(p, &l);
    if (!is_closed(p, l.open) && at(p, TOKEN_LBRACE)) p->quiet = false;
    return p->errors > errors ? poison(p) : cond;
}

// One `if` of a chain; *ends: nothing follows it.
static Node *parse_one_if(Parser *p, bool *ends) {
    Node *n = start_node(p, NODE_IF);
    advance(p);
    n->u.if_.cond = parse_condition(p, "if");
    n->u.if_.then = parse_branch(p);
    if (at(p, TOKEN_SEMICOLON) && p->t[1].kind == TOKEN_KEY_ELSE) advance(p);
    *ends = p->quiet || !take(p, TOKEN_KEY_ELSE);
    if (*ends || at(p, TOKEN_KEY_IF)) return n;
    n->u.if_.otherwise = parse_branch(p);
    *ends = true;
    return n;
}

static Node *parse_if(Parser *p) {
    uint32_t outer = chain_begin(p);
    bool ends;
    Node *first = parse_one_if(p, &ends);
    for (Node *last = first; !ends; last = last->u.if_.otherwise) {
        if (!chain_step(p)) ends = true;
        last->u.if_.otherwise = ends ? poison(p) : parse_one_if(p, &ends);
    }
    chain_end(p, outer);
    for (Node *n = first; n && n->kind == NODE_IF; n = n->u.if_.otherwise) finish(p, n);
    return first;
}

static Node *parse_while(Parser *p) {
    Node *n = start_node(p, NODE_WHILE);
    advance(p);
    n->u.while_.cond = parse_condition(p, "while");
    n->u.while_.body = parse_branch(p);
    return finish(p, n);
}

// Which other language's `for` this is.
static Habit for_habit(const Parser *p, const Token *open) {
    const Token *end = p->tokens.items + open->u.match;
    for (const Token *t = open + 1; t < end; t++) {
        if (t->kind == TOKEN_SEMICOLON) return HABIT_FOR_CLASSIC;
        if (t->kind == TOKEN_IDENT && t->u.name == p->words.in) return HABIT_FOR_IN;
        if (t->kind == TOKEN_IDENT && t->u.name == p->words.of) return HABIT_FOR_BARE;
    }
    return HABIT_COUNT;
}

// `const pattern of iterable`; reports what else it may be and goes on behind the `)`.
static void parse_for_head(Parser *p, Node *n) {
    List l = list_open(p);
    bool declares = at(p, TOKEN_KEY_CONST) || at(p, TOKEN_KEY_LET);
    n->u.for_.is_let = at(p, TOKEN_KEY_LET);
    if (declares) advance(p);
    bool known = declares && (at(p, TOKEN_IDENT) || at(p, TOKEN_LBRACKET) || at(p, TOKEN_LBRACE) ||
                              token_is_keyword(p->t->kind)); // a reserved word: says so
    if (known) n->u.for_.pattern = parse_binding(p);
    if (known && at_word(p, p->words.of)) {
        advance(p);
        n->u.for_.iterable = parse_expr(p);
    } else if (!p->quiet) {
        Habit habit = is_closed(p, l.open) ? for_habit(p, l.open) : HABIT_COUNT;
        if (habit != HABIT_COUNT) {
            Span head = {l.open->span.source, l.open->span.start,
                         p->tokens.items[l.open->u.match].span.end};
            fail_habit(p, habit, head);
        } else {
            fail_expected(p, declares ? "`of` and what to iterate over" : "`const` or `let`");
        }
    }
    close_or_skip(p, &l);
}

static Node *parse_for(Parser *p) {
    Node *n = start_node(p, NODE_FOR);
    advance(p);
    if (at(p, TOKEN_KEY_AWAIT)) fail_habit(p, HABIT_FOR_AWAIT, advance(p)->span), p->quiet = false;
    if (!at(p, TOKEN_LPAREN)) {
        diag_help(fail_expected(p, "`(`"), "write `for (const x of xs)`");
    } else {
        parse_for_head(p, n);
    }
    n->u.for_.body = parse_branch(p);
    if (!n->u.for_.pattern) n->u.for_.pattern = poison(p);
    if (!n->u.for_.iterable) n->u.for_.iterable = poison(p);
    return finish(p, n);
}

static Node *parse_labelled(Parser *p) { // NAME : loop
    Span span = p->t->span;
    Name label = advance(p)->u.name;
    advance(p);
    if (at(p, TOKEN_ASSIGN) && !(p->t->flags & TOKEN_AFTER_SPACE)) {
        fail_habit(p, HABIT_WALRUS, span_join(p->t[-1].span, p->t->span));
        return poison(p);
    }
    if (!at(p, TOKEN_KEY_WHILE) && !at(p, TOKEN_KEY_FOR)) {
        Diag *g = fail_expected(p, "a loop: only `for` and `while` have labels");
        diag_help(g, "write `outer: for (const x of xs) { break outer }`");
        diag_help(g, "fields at the start of a statement stand in parentheses, `({ x: 1 })`, or "
                     "behind their struct's name, `Point { x: 1 }`");
        return poison(p);
    }
    Node *loop = at(p, TOKEN_KEY_WHILE) ? parse_while(p) : parse_for(p);
    if (loop->kind == NODE_WHILE) loop->u.while_.label = label;
    else if (loop->kind == NODE_FOR) loop->u.for_.label = label;
    loop->span = span_join(span, loop->span);
    return loop;
}

// ---- try and defer ----

static Node *parse_catch(Parser *p) {
    Node *n = start_node(p, NODE_CATCH);
    advance(p);
    if (at(p, TOKEN_LPAREN)) {
        List l = list_open(p);
        n->u.catch_.name = expect_name(p, "a name for the error", &n->u.catch_.name_span);
        if (!p->quiet && take(p, TOKEN_COLON)) n->u.catch_.type = parse_caught_type(p);
        if (!p->quiet && at(p, TOKEN_IDENT)) fail_habit(p, HABIT_CATCH_FORM, p->t->span);
        list_close(p, &l);
    }
    if (!p->quiet && at(p, TOKEN_IDENT)) fail_habit(p, HABIT_CATCH_FORM, p->t->span);
    n->u.catch_.body = p->quiet ? empty_block(p) : parse_block(p, NODE_BLOCK, false);
    return finish(p, n);
}

static Node *parse_try_statement(Parser *p) {
    if (p->t[1].kind != TOKEN_LBRACE) return parse_expression_statement(p);
    Node *n = start_node(p, NODE_TRY);
    const Token *keyword = advance(p);
    n->u.try_.body = parse_block(p, NODE_BLOCK, false);
    while (at(p, TOKEN_KEY_CATCH) && !p->quiet)
        VEC_PUSH(p->arena, &n->u.try_.catches, parse_catch(p));
    if (!p->quiet && take(p, TOKEN_KEY_FINALLY))
        n->u.try_.finally_ = parse_block(p, NODE_BLOCK, false);
    if (!p->quiet && at_word(p, p->words.except)) fail_habit(p, HABIT_CATCH_FORM, p->t->span);
    if (!p->quiet && n->u.try_.catches.len == 0 && !n->u.try_.finally_) {
        Diag *g = diag_error(&p->session->diags, E0010, keyword->span,
                             "this `try` has neither `catch` nor `finally`");
        diag_help(g, "add `catch (e) { }`");
    }
    return finish(p, n);
}

static Node *parse_defer(Parser *p) {
    Node *n = start_node(p, NODE_DEFER);
    advance(p);
    n->u.stmt.expr = at(p, TOKEN_LBRACE) ? parse_block(p, NODE_BLOCK, false) : parse_effect(p);
    if (n->u.stmt.expr->kind != NODE_BLOCK && !p->quiet) check_effect(p, n->u.stmt.expr);
    return finish(p, n);
}

// ---- what begins no statement ----

static Node *parse_stray(Parser *p) {
    if (p->too_deep) { // its `if` is in the chain that was given up
        p->quiet = true;
        return poison(p);
    }
    const char *of = at(p, TOKEN_KEY_ELSE) ? "if" : "try";
    fail(p, E0010, p->t->span, "this `%s` belongs to no `%s`", token_text(p->t->kind), of);
    return poison(p);
}

// `switch (x) { .. }`, `do { .. } while (..)`: reported, and its brackets passed.
static Node *skip_foreign_statement(Parser *p, Habit habit) {
    fail_habit(p, habit, p->t->span);
    if (habit == HABIT_VAR) { // the rest is a `let`
        p->quiet = false;
        p->t->kind = TOKEN_KEY_LET;
        return parse_var(p);
    }
    if (habit == HABIT_ASYNC || habit == HABIT_ABSTRACT || habit == HABIT_MODIFIER) {
        p->quiet = false;
        advance(p);
        Node *declared = parse_declaration(p, true);
        if (declared) return declared;
        p->quiet = true; // another language's word follows
    }
    return poison(p);
}

// `private function`, `static function`
static Node *parse_modified(Parser *p) {
    TokenKind next = p->t[1].kind;
    if (next == TOKEN_KEY_FUNCTION || next == TOKEN_KEY_CLASS || next == TOKEN_KEY_STRUCT ||
        next == TOKEN_KEY_CONST || next == TOKEN_KEY_LET || next == TOKEN_KEY_ENUM)
        return skip_foreign_statement(p, HABIT_MODIFIER);
    return parse_expression_statement(p);
}

static Node *parse_word_statement(Parser *p) {
    const Token *next = p->t + 1;
    if (next->kind == TOKEN_COLON) return parse_labelled(p);
    Habit habit = next->flags & TOKEN_AFTER_NEWLINE
                      ? HABIT_COUNT
                      : habit_of_statement(&p->habits, p->t->u.name, next->kind);
    bool call = next->kind == TOKEN_LPAREN &&
                !(is_closed(p, next) && p->tokens.items[next->u.match + 1].kind == TOKEN_LBRACE);
    if (habit != HABIT_COUNT && !call) return skip_foreign_statement(p, habit);
    return parse_expression_statement(p);
}

static Rule *const statement_rules[TOKEN_KIND_COUNT] = {
    [TOKEN_LBRACE] = parse_plain_block,      [TOKEN_KEY_UNSAFE] = parse_keyword_block,
    [TOKEN_KEY_TASKS] = parse_keyword_block, [TOKEN_KEY_IF] = parse_if,
    [TOKEN_KEY_WHILE] = parse_while,         [TOKEN_KEY_FOR] = parse_for,
    [TOKEN_KEY_TRY] = parse_try_statement,   [TOKEN_KEY_DEFER] = parse_defer,
    [TOKEN_KEY_CONST] = parse_var,           [TOKEN_KEY_LET] = parse_var,
    [TOKEN_IDENT] = parse_word_statement,    [TOKEN_KEY_ELSE] = parse_stray,
    [TOKEN_KEY_CATCH] = parse_stray,         [TOKEN_KEY_FINALLY] = parse_stray,
    [TOKEN_KEY_PRIVATE] = parse_modified,    [TOKEN_KEY_STATIC] = parse_modified,
};

static Node *parse_statement(Parser *p) {
    Rule *rule = statement_rules[p->t->kind];
    Node *n = enter(p) ? (rule ? rule : parse_expression_statement)(p) : poison(p);
    leave(p);
    return n;
}

// ---- items ----

// Kinds that end with their own `}`: nothing need follow them on the line.
static bool ends_itself(const Parser *p, const Node *n) {
    if (n->kind == NODE_EXPR_STMT || n->kind == NODE_VAR || n->kind == NODE_ALIAS ||
        n->kind == NODE_IMPORT)
        return false;
    return p->t[-1].kind == TOKEN_RBRACE;
}

static void end_item(Parser *p, const Node *n, const Token *start) {
    if (!p->quiet && p->t > start) {
        bool ended = at(p, TOKEN_SEMICOLON) || at(p, TOKEN_RBRACE) || at(p, TOKEN_END) ||
                     (p->t->flags & TOKEN_AFTER_NEWLINE) || (n && ends_itself(p, n));
        Diag *g = ended ? NULL : fail_expected(p, "a new line or `;`");
        if (g && at(p, TOKEN_COMMA))
            diag_help(g, "there is no `,` operator: write `a = 1; b = 2`, or two lines");
    }
    if (p->quiet) skip_to_line_end(p, start);
    while (take(p, TOKEN_SEMICOLON)) continue;
}

// After an error in a statement there is nothing more to say about its value.
static void poison_value(Parser *p, Node *n) {
    if (n->kind == NODE_EXPR_STMT) n->u.stmt.expr = start_at(p, NODE_POISON, n->span);
    if (n->kind == NODE_VAR) n->u.var.init = start_at(p, NODE_POISON, n->span);
}

Node *parse_item(Parser *p, bool top) {
    const Token *start = p->start = p->t;
    uint32_t outer = chain_begin(p);
    uint32_t errors = p->errors;
    if (top && statement_rules[p->t->kind] != parse_stray) p->too_deep = false;
    Node *n = at(p, TOKEN_SEMICOLON) ? NULL : parse_declaration(p, top);
    if (!n && !at(p, TOKEN_SEMICOLON) && !p->quiet) n = parse_statement(p);
    end_item(p, n, start);
    if (n && p->errors > errors) poison_value(p, n);
    if (top && n && n->kind == NODE_EXPR_STMT) check_effect(p, n->u.stmt.expr);
    if (p->t == start) { // a token that begins nothing, reported above
        if (at(p, TOKEN_RBRACE) && !top) return n;
        if (at(p, TOKEN_RBRACE))
            diag_error(&p->session->diags, E0010, p->t->span, "this `}` closes nothing");
        advance(p);
    }
    chain_end(p, outer);
    return n;
}
