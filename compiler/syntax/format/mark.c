// What the tree says about pieces: which operators are prefix or postfix, which `<` holds types,
// which brackets are blocks and which are lists, where items begin. One rule a kind of node, run
// after its children's, so that inner brackets are paired and inner separators known.
#include "syntax/format/pieces.h"

#include "syntax/walk.h"

typedef void MarkRule(Layout *l, const Node *n);

// ---- finding pieces ----

// The first piece that begins at or behind `offset`.
static uint32_t piece_at(const Layout *l, uint32_t offset) {
    uint32_t low = 0;
    uint32_t high = l->pieces.len - 1; // the end of the file begins behind everything
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (l->pieces.items[middle].start < offset) low = middle + 1;
        else high = middle;
    }
    return low;
}

static uint32_t first_of(const Layout *l, const Node *n) { return piece_at(l, n->span.start); }
static uint32_t after(const Layout *l, const Node *n) { return piece_at(l, n->span.end); }
static uint32_t last_of(const Layout *l, const Node *n) { return after(l, n) - 1; }

static Piece *piece(const Layout *l, uint32_t index) { return &l->pieces.items[index]; }

static bool is_kind(const Layout *l, uint32_t index, TokenKind kind) {
    return piece(l, index)->kind == kind;
}

static void add_role(const Layout *l, uint32_t index, Role role) {
    piece(l, index)->role = (uint16_t)(piece(l, index)->role | role);
}

static void set_gap(const Layout *l, uint32_t index, Gap gap, uint32_t group) {
    piece(l, index)->gap = (uint8_t)gap;
    piece(l, index)->group = group;
}

// A separator goes; a line break at it stays known.
static void drop(const Layout *l, uint32_t index) {
    Piece *p = piece(l, index);
    p->dropped = true;
    Piece *next = p + 1;
    next->broke |= p->broke;
    bool comments = next->comments < comments_end(l, index + 1);
    if (p->newlines > next->newlines && !comments) next->newlines = p->newlines;
}

// ---- groups ----

static Group *new_group(Layout *l, GroupKind kind, uint32_t open, char sep) {
    Group g = {.kind = kind, .open = open, .close = piece(l, open)->pair, .sep = sep};
    piece(l, open)->opens = l->groups.len;
    VEC_PUSH(l->arena, &l->groups, g);
    return &l->groups.items[l->groups.len - 1];
}

static bool is_separator(const Layout *l, uint32_t index) {
    const Piece *p = piece(l, index);
    bool separator = p->kind == TOKEN_SEMICOLON || p->kind == TOKEN_COMMA;
    return separator && !(p->role & ROLE_GLUED);
}

static uint32_t drop_separators(const Layout *l, uint32_t index) {
    for (; is_separator(l, index); index++) drop(l, index);
    return index;
}

// Kinds behind whose `}` the next item may follow on the same line.
static bool parts_itself(const Layout *l, const Node *n, uint32_t last) {
    return is_kind(l, last, TOKEN_RBRACE) && n->kind != NODE_EXPR_STMT && n->kind != NODE_VAR &&
           n->kind != NODE_ALIAS && n->kind != NODE_IMPORT && n->kind != NODE_ARM;
}

// Marks where each item begins; `at` is the first piece that may. Returns where the next one would.
static uint32_t mark_items(Layout *l, uint32_t at, uint32_t group, const NodeList *items) {
    bool parted = true;
    for (uint32_t i = 0; i < items->len; i++) {
        at = drop_separators(l, at);
        set_gap(l, at, group ? GAP_ITEM : GAP_LINE, group);
        if (parted) add_role(l, at, ROLE_NO_SEP);
        uint32_t last = last_of(l, items->items[i]);
        if (piece(l, last + 1)->role & ROLE_GLUED) last++;
        parted = piece(l, last)->role & ROLE_GLUED || parts_itself(l, items->items[i], last);
        at = last + 1;
    }
    return drop_separators(l, at);
}

static void mark_block(Layout *l, uint32_t open, char sep, const NodeList *items) {
    new_group(l, GROUP_BLOCK, open, sep);
    uint32_t group = l->groups.len - 1;
    uint32_t close = mark_items(l, open + 1, group, items);
    set_gap(l, close, GAP_CLOSE, group);
    Group *g = &l->groups.items[group];
    bool comments = piece(l, open + 1)->comments < comments_end(l, close);
    g->user_broken = (items->len > 0 || comments) && piece(l, close)->line > piece(l, open)->line;
    g->solid = items->len == 0;
}

// Words that end parentheses when they begin a line (lex.c): no element may begin so.
static bool ends_parentheses(TokenKind kind) {
    return kind == TOKEN_KEY_CONST || kind == TOKEN_KEY_TYPE;
}

// The last element ends with a block or a literal that may be broken in place of the whole list.
static uint32_t find_hug(const Layout *l, const Group *g, uint32_t elements) {
    uint32_t open = piece(l, g->close - 1)->pair;
    if (open == NO_PIECE || open <= g->open || !piece(l, open)->opens) return 0;
    const Group *inner = &l->groups.items[piece(l, open)->opens];
    bool block = inner->kind == GROUP_BLOCK && inner->line_based;
    return block || (elements == 1 && inner->literal) ? open : 0;
}

// Elements between the bracket `open` and its partner.
static Group *mark_list(Layout *l, uint32_t open) {
    Group *g = new_group(l, GROUP_LIST, open, ',');
    uint32_t group = l->groups.len - 1;
    uint32_t elements = 0;
    bool begins = true;
    for (uint32_t i = open + 1; i < g->close; i++) {
        if (is_kind(l, i, TOKEN_COMMA)) {
            drop(l, i);
            begins = true;
            continue;
        }
        if (begins) {
            set_gap(l, i, GAP_ITEM, group);
            if (elements++ == 0) add_role(l, i, ROLE_NO_SEP);
            g->user_broken |= piece(l, i)->broke;
            g->solid |= ends_parentheses(piece(l, i)->kind) && !is_kind(l, open, TOKEN_LBRACE);
        }
        begins = false;
        if (piece(l, i)->pair != NO_PIECE) i = piece(l, i)->pair;
    }
    set_gap(l, g->close, GAP_CLOSE, group);
    g->user_broken |= piece(l, g->close)->broke && elements > 0;
    g->user_broken &= !g->solid;
    g->solid |= elements == 0 || (elements == 1 && open + 2 == g->close);
    g->hug = g->user_broken ? 0 : find_hug(l, g, elements);
    return g;
}

static Group *mark_list_ending(Layout *l, const Node *n) {
    return mark_list(l, piece(l, last_of(l, n))->pair);
}

// ---- types ----

// Pairs the `<` with its `>`; only types stand between them.
static uint32_t mark_angles(Layout *l, uint32_t open) {
    if (piece(l, open)->pair != NO_PIECE) return piece(l, open)->pair;
    uint32_t i = open + 1;
    for (; !is_kind(l, i, TOKEN_GT); i++) {
        if (is_kind(l, i, TOKEN_LT)) i = mark_angles(l, i);
        else if (piece(l, i)->pair != NO_PIECE) i = piece(l, i)->pair;
    }
    piece(l, open)->pair = i;
    piece(l, i)->pair = open;
    add_role(l, open, ROLE_TYPE);
    add_role(l, i, ROLE_TYPE);
    return i;
}

static uint32_t pass_type_params(Layout *l, Span name) {
    uint32_t i = piece_at(l, name.end);
    return is_kind(l, i, TOKEN_LT) ? mark_angles(l, i) + 1 : i;
}

static void mark_type_name(Layout *l, const Node *n) {
    if (n->u.type_name.args.len > 0) mark_angles(l, after(l, n->u.type_name.path));
}

static void mark_type_option(Layout *l, const Node *n) {
    for (uint32_t i = after(l, n->u.type_of.elem); i < after(l, n); i++)
        if (is_kind(l, i, TOKEN_QUESTION) || is_kind(l, i, TOKEN_QUESTION_QUESTION))
            add_role(l, i, ROLE_POSTFIX);
}

static void mark_bracket_first(Layout *l, const Node *n) {
    if (is_kind(l, first_of(l, n), TOKEN_LPAREN) || is_kind(l, first_of(l, n), TOKEN_LBRACKET))
        mark_list(l, first_of(l, n));
}

static void mark_type_param(Layout *l, const Node *n) {
    for (uint32_t i = 0; i < n->u.type_param.bounds.len; i++)
        add_role(l, first_of(l, n->u.type_param.bounds.items[i]), ROLE_SPACED);
}

// ---- declarations ----

static void mark_node(void *context, Node *n);

static void mark_attributes(Layout *l, const AttributeList *list) {
    for (uint32_t i = 0; i < list->len; i++) {
        const Attribute *a = &list->items[i];
        for (uint32_t k = 0; k < a->args.len; k++) mark_node(l, a->args.items[k]);
        uint32_t open = piece_at(l, a->span.start) + 2;
        uint32_t next = piece_at(l, a->span.end);
        if (is_kind(l, open, TOKEN_LPAREN) && open < next) mark_list(l, open);
        set_gap(l, next, GAP_KEEP_BASE, 0);
    }
}

static void mark_import(Layout *l, const Node *n) {
    uint32_t open = first_of(l, n) + 1;
    if (is_kind(l, open, TOKEN_LBRACE)) mark_list(l, open);
}

static void mark_extern_from(Layout *l, const Node *n) {
    uint32_t open = first_of(l, n->u.extern_from.sources.items[0]) - 1;
    if (is_kind(l, open, TOKEN_LBRACKET)) {
        mark_list(l, open);
        add_role(l, open, ROLE_SPACED);
    }
    uint32_t last = last_of(l, n);
    if (is_kind(l, last, TOKEN_RBRACE))
        mark_block(l, piece(l, last)->pair, ';', &n->u.extern_from.directives);
}

static void mark_extern_block(Layout *l, const Node *n) {
    uint32_t open = first_of(l, n) + 2;
    if (is_kind(l, open, TOKEN_LBRACE)) mark_block(l, open, ';', &n->u.extern_block.items);
}

static void mark_function(Layout *l, const Node *n) {
    mark_attributes(l, &n->u.function.attributes);
    add_role(l, piece_at(l, n->u.function.name_span.start), ROLE_NAME);
    mark_list(l, pass_type_params(l, n->u.function.name_span));
}

static void mark_var(Layout *l, const Node *n) { mark_attributes(l, &n->u.var.attributes); }
static void mark_field(Layout *l, const Node *n) { mark_attributes(l, &n->u.field.attributes); }
static void mark_alias(Layout *l, const Node *n) { pass_type_params(l, n->u.alias.name_span); }

static void mark_param(Layout *l, const Node *n) {
    mark_attributes(l, &n->u.param.attributes);
    for (uint32_t i = 0; i < n->u.param.attributes.len; i++)
        set_gap(l, piece_at(l, n->u.param.attributes.items[i].span.end), GAP_JOIN, 0);
}

static void mark_record(Layout *l, const Node *n) {
    mark_attributes(l, &n->u.record.attributes);
    pass_type_params(l, n->u.record.name_span);
    mark_block(l, piece(l, last_of(l, n))->pair, ';', &n->u.record.members);
}

static void mark_variant(Layout *l, const Node *n) {
    uint32_t open = first_of(l, n) + 1;
    if (is_kind(l, open, TOKEN_LPAREN)) mark_list(l, open);
}

// Variants and methods may stand in any order.
static void mark_enum(Layout *l, const Node *n) {
    pass_type_params(l, n->u.enum_.name_span);
    const NodeList *variants = &n->u.enum_.variants;
    const NodeList *members = &n->u.enum_.members;
    NodeList items = {0};
    for (uint32_t v = 0, m = 0; v < variants->len || m < members->len;) {
        bool variant =
            v < variants->len &&
            (m == members->len || variants->items[v]->span.start < members->items[m]->span.start);
        VEC_PUSH(l->arena, &items, variant ? variants->items[v++] : members->items[m++]);
    }
    mark_block(l, piece(l, last_of(l, n))->pair, ',', &items);
}

// ---- statements ----

static void mark_module(Layout *l, const Node *n) {
    uint32_t end = mark_items(l, 0, 0, &n->u.module.items);
    set_gap(l, end, GAP_LINE, 0);
}

// A body without braces: a block in the tree, a scope of indentation here.
static void mark_bare_body(Layout *l, const Node *n) {
    uint32_t first = first_of(l, n);
    if (n->u.block.items.len == 0) {
        add_role(l, first, ROLE_GLUED);
        return;
    }
    Group g = {.kind = GROUP_BODY, .open = first, .close = last_of(l, n)};
    if (piece(l, g.close + 1)->role & ROLE_GLUED) g.close++;
    set_gap(l, first, GAP_BODY, l->groups.len);
    VEC_PUSH(l->arena, &l->groups, g);
}

static void mark_block_node(Layout *l, const Node *n) {
    uint32_t open = first_of(l, n) + (n->kind != NODE_BLOCK); // behind `unsafe` and `tasks`
    bool braces = is_kind(l, open, TOKEN_LBRACE) && piece(l, open)->pair == last_of(l, n);
    if (braces) mark_block(l, open, ';', &n->u.block.items);
    else mark_bare_body(l, n);
}

static void mark_head(const Layout *l, uint32_t open) {
    for (uint32_t i = open + 1; i < piece(l, open)->pair; i++) add_role(l, i, ROLE_HEAD);
}

static void mark_if(Layout *l, const Node *n) {
    mark_head(l, first_of(l, n) + 1);
    if (!n->u.if_.otherwise) return;
    uint32_t last = last_of(l, n->u.if_.then);
    uint32_t word = last + 1;
    if (piece(l, word)->role & ROLE_GLUED) word++;
    word = drop_separators(l, word);
    add_role(l, word, ROLE_OUTER);
    const Node *inner = n->u.if_.then;
    bool braces = piece(l, first_of(l, inner))->pair == last;
    if (!braces) set_gap(l, word, GAP_KEEP_BASE, 0);
}

static void mark_while(Layout *l, const Node *n) {
    mark_head(l, first_of(l, n->u.while_.cond) - 1);
}

static void mark_for(Layout *l, const Node *n) {
    uint32_t open = first_of(l, n);
    while (!is_kind(l, open, TOKEN_LPAREN)) open++; // past a label
    mark_head(l, open);
    add_role(l, first_of(l, n->u.for_.iterable), ROLE_SPACED);
}

static void mark_try(Layout *l, const Node *n) {
    for (uint32_t i = 0; i < n->u.try_.catches.len; i++)
        add_role(l, first_of(l, n->u.try_.catches.items[i]), ROLE_OUTER);
    if (n->u.try_.finally_) add_role(l, first_of(l, n->u.try_.finally_) - 1, ROLE_OUTER);
}

// ---- expressions ----

static void mark_prefix(Layout *l, const Node *n) { add_role(l, first_of(l, n), ROLE_PREFIX); }
static void mark_postfix(Layout *l, const Node *n) { add_role(l, last_of(l, n), ROLE_POSTFIX); }

static void mark_increment(Layout *l, const Node *n) {
    uint32_t first = first_of(l, n);
    bool prefix = is_kind(l, first, TOKEN_PLUS_PLUS) || is_kind(l, first, TOKEN_MINUS_MINUS);
    if (prefix) mark_prefix(l, n);
    else mark_postfix(l, n);
}

static void mark_call(Layout *l, const Node *n) {
    if (n->u.call.type_args.len > 0) mark_angles(l, after(l, n->u.call.callee));
    mark_list_ending(l, n);
}

static void mark_literal(Layout *l, const Node *n) { mark_list_ending(l, n)->literal = true; }

static void mark_array(Layout *l, const Node *n) {
    Group *g = mark_list_ending(l, n);
    g->literal = true;
    g->rows = g->user_broken;
}

static void mark_pattern(Layout *l, const Node *n) { mark_list_ending(l, n); }

static void mark_conditional(Layout *l, const Node *n) {
    add_role(l, first_of(l, n->u.conditional.otherwise) - 1, ROLE_SPACED);
}

static void mark_lambda(Layout *l, const Node *n) {
    mark_bracket_first(l, n);
    uint32_t body = first_of(l, n->u.lambda.body);
    if (n->u.lambda.body->kind == NODE_BLOCK)
        l->groups.items[piece(l, body)->opens].line_based = true;
}

static void mark_match(Layout *l, const Node *n) {
    uint32_t open = piece(l, last_of(l, n))->pair;
    mark_block(l, open, ',', &n->u.match.arms);
    l->groups.items[piece(l, open)->opens].line_based = true;
}

static MarkRule *const rules[NODE_KIND_COUNT] = {
    [NODE_MODULE] = mark_module,
    [NODE_IMPORT] = mark_import,
    [NODE_EXTERN_FROM] = mark_extern_from,
    [NODE_EXTERN_BLOCK] = mark_extern_block,
    [NODE_FUNCTION] = mark_function,
    [NODE_PARAM] = mark_param,
    [NODE_TYPE_PARAM] = mark_type_param,
    [NODE_VAR] = mark_var,
    [NODE_ALIAS] = mark_alias,
    [NODE_STRUCT] = mark_record,
    [NODE_UNION] = mark_record,
    [NODE_CLASS] = mark_record,
    [NODE_INTERFACE] = mark_record,
    [NODE_FIELD] = mark_field,
    [NODE_ENUM] = mark_enum,
    [NODE_VARIANT] = mark_variant,
    [NODE_TYPE_NAME] = mark_type_name,
    [NODE_TYPE_OPTION] = mark_type_option,
    [NODE_TYPE_TUPLE] = mark_bracket_first,
    [NODE_TYPE_FUNCTION] = mark_bracket_first,
    [NODE_BLOCK] = mark_block_node,
    [NODE_UNSAFE] = mark_block_node,
    [NODE_TASKS] = mark_block_node,
    [NODE_IF] = mark_if,
    [NODE_WHILE] = mark_while,
    [NODE_FOR] = mark_for,
    [NODE_TRY] = mark_try,
    [NODE_PATTERN_VARIANT] = mark_pattern,
    [NODE_PATTERN_STRUCT] = mark_pattern,
    [NODE_PATTERN_TUPLE] = mark_pattern,
    [NODE_CALL] = mark_call,
    [NODE_NEW] = mark_call,
    [NODE_UNARY] = mark_prefix,
    [NODE_ADDRESS] = mark_prefix,
    [NODE_INCREMENT] = mark_increment,
    [NODE_CONDITIONAL] = mark_conditional,
    [NODE_ARRAY] = mark_array,
    [NODE_MAP] = mark_literal,
    [NODE_STRUCT_LITERAL] = mark_literal,
    [NODE_LAMBDA] = mark_lambda,
    [NODE_MATCH] = mark_match,
    [NODE_UNWRAP] = mark_postfix,
    [NODE_PROPAGATE] = mark_postfix,
};

static void mark_node(void *context, Node *n) {
    Layout *l = context;
    if (n->kind == NODE_TEMPLATE) return; // one piece
    node_each_child(n, mark_node, l);
    if (rules[n->kind]) rules[n->kind](l, n);
}

void layout_mark(Layout *l, Node *module) {
    for (uint32_t i = 1; i < l->pieces.len; i++) {
        TokenKind before = l->pieces.items[i - 1].kind;
        if (before == TOKEN_DOT || before == TOKEN_QUESTION_DOT || before == TOKEN_AT)
            add_role(l, i, ROLE_NAME);
    }
    VEC_PUSH(l->arena, &l->groups, ((Group){0}));
    mark_node(l, module);
}
