// The extern family (LANGUAGE section 7): `extern C from "x.h" as x { .. }`, `extern "C" function
// ..`, and C's own aggregates. Worlds and directives are words by place, not reserved.
#include "syntax/parse/parse.h"

#include <string.h>

// ---- extern WORLD from SOURCES as NAME { directives } ----

static const struct {
    const char *name;
    bool dotted;  // the source is a dotted name, not a string
    bool several; // [ .. ] of sources
} worlds[] = {
    {"C", .several = true},
    {"Python", .dotted = true},
    {"wasm", .several = false},
    {"wasi", .several = false},
};

static Node *parse_source(Parser *p, bool dotted) {
    if (dotted && at(p, TOKEN_IDENT)) return parse_path(p, "the name of a module");
    if (at(p, TOKEN_STRING)) return parse_string(p);
    fail_expected(p, dotted ? "the name of a module" : "a file name in quotes");
    return poison(p);
}

static void parse_sources(Parser *p, Node *n, size_t world) {
    NodeList *sources = &n->u.extern_from.sources;
    if (!worlds[world].several || !at(p, TOKEN_LBRACKET)) {
        VEC_PUSH(p->arena, sources, parse_source(p, worlds[world].dotted));
        return;
    }
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) VEC_PUSH(p->arena, sources, parse_source(p, false));
    list_close(p, &l);
}

static Node *parse_directive(Parser *p) {
    Node *n = start_node(p, NODE_DIRECTIVE);
    Name name = at(p, TOKEN_IDENT) ? p->t->u.name : NULL;
    bool known =
        name && (name == p->words.define || name == p->words.include || name == p->words.link);
    if (name && name == p->words.note) {
        n->u.directive.name = advance(p)->u.name;
        n->u.directive.text_span = p->t->span;
        if (at(p, TOKEN_RAW_LINE)) n->u.directive.text = advance(p)->u.string->text;
        else fail_expected(p, "what the note says");
        return finish(p, n);
    }
    if (!known) {
        fail_expected(p, "`define`, `include`, `link` or `note`");
        return n;
    }
    n->u.directive.name = advance(p)->u.name;
    do {
        if (at(p, TOKEN_STRING)) VEC_PUSH(p->arena, &n->u.directive.args, parse_string(p));
        else fail_expected(p, "text in double quotes");
    } while (!p->quiet && take(p, TOKEN_COMMA));
    return finish(p, n);
}

static void end_directive(Parser *p, const Token *start) {
    bool ended = at(p, TOKEN_SEMICOLON) || at(p, TOKEN_RBRACE) ||
                 (p->t->flags & TOKEN_AFTER_NEWLINE) || at(p, TOKEN_END);
    if (!p->quiet && !ended) fail_expected(p, "a new line or `;`");
    if (p->quiet) skip_to_line_end(p, start);
    if (p->t == start && !at(p, TOKEN_RBRACE)) advance(p);
    while (take(p, TOKEN_SEMICOLON)) continue;
}

static void parse_directives(Parser *p, Node *n) {
    List l = brace_open(p);
    while (list_has(p, &l)) {
        const Token *start = p->start = p->t;
        Node *d = parse_directive(p);
        if (d->u.directive.name) VEC_PUSH(p->arena, &n->u.extern_from.directives, d);
        end_directive(p, start);
    }
    list_close(p, &l);
}

static Node *extern_from(Parser *p, Node *n, uint32_t flags) {
    if (flags & DECL_EXPORT)
        fail(p, E0010, p->t[-1].span,
             "foreign names are not exported: each file names its headers");
    n->kind = NODE_EXTERN_FROM;
    n->u.extern_from.world = p->t->u.name;
    size_t world = 0;
    while (world < sizeof worlds / sizeof *worlds &&
           strcmp(worlds[world].name, p->t->u.name->text) != 0)
        world++;
    if (world == sizeof worlds / sizeof *worlds) {
        fail_expected(p, "`C`, `Python`, `wasm` or `wasi`");
        return poison(p);
    }
    advance(p);
    if (!at_word(p, p->words.from)) {
        fail_expected(p, "`from`");
        return finish(p, n);
    }
    advance(p);
    parse_sources(p, n, world);
    if (!p->quiet && !at_new_line(p) && take(p, TOKEN_KEY_AS))
        n->u.extern_from.alias = expect_name(p, "a name", &n->u.extern_from.alias_span);
    if (!p->quiet && !at_new_line(p) && at(p, TOKEN_LBRACE)) parse_directives(p, n);
    return finish(p, n);
}

// ---- extern "C" declarations ----

static void foreign_item(Parser *p, NodeList *items, uint32_t flags) {
    bool outer = p->declarations;
    p->declarations = true; // no bodies
    Node *n = parse_declaration(p, true);
    p->declarations = outer;
    if (!n) fail_expected(p, "the declaration of a function");
    if (!n || n->kind == NODE_POISON) return;
    if (n->kind == NODE_FUNCTION) n->u.function.flags |= flags;
    VEC_PUSH(p->arena, items, n);
}

static Node *extern_block(Parser *p, Node *n, uint32_t flags) {
    n->kind = NODE_EXTERN_BLOCK;
    const Token *abi = advance(p);
    n->u.extern_block.abi = intern(&p->session->names, abi->u.string->text, abi->u.string->len);
    NodeList *items = &n->u.extern_block.items;
    if (!at(p, TOKEN_LBRACE)) {
        foreign_item(p, items, flags);
        return finish(p, n);
    }
    List l = brace_open(p);
    while (list_has(p, &l)) {
        const Token *start = p->start = p->t;
        foreign_item(p, items, flags);
        end_directive(p, start);
    }
    list_close(p, &l);
    return finish(p, n);
}

// ---- all of them ----

static Node *extern_type(Parser *p, Node *n, uint32_t flags) {
    const char *doc = doc_of(p, p->t - 1);
    if (at(p, TOKEN_KEY_ENUM)) {
        n->u.enum_.doc = doc;
        n->u.enum_.flags = flags;
        n->u.enum_.is_extern = true;
        return parse_enum(p, n);
    }
    n->u.record.doc = doc;
    n->u.record.flags = flags;
    n->u.record.is_extern = true;
    return parse_record(p, n);
}

Node *parse_extern(Parser *p, uint32_t flags) {
    Node *n = start_node(p, NODE_POISON);
    advance(p);
    if (at(p, TOKEN_STRING)) return extern_block(p, n, flags);
    bool is_union = at_word(p, p->words.union_);
    if (is_union || at(p, TOKEN_KEY_STRUCT) || at(p, TOKEN_KEY_ENUM))
        return extern_type(p, n, flags);
    if (at(p, TOKEN_IDENT)) return extern_from(p, n, flags);
    fail_expected(p, "`C from`, `\"C\" function`, `struct`, `union` or `enum`");
    return poison(p);
}
