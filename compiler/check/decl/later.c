// Names of functions' variables and functions that are used above where they are declared.
#include "check/decl/declare.h"
#include "syntax/walk.h"

typedef struct Search {
    Name name;
    bool found;
} Search;

static void look_for_bind(void *context, Node *n) {
    Search *s = context;
    bool field = n->kind == NODE_PATTERN_FIELD && !n->u.pattern_field.pattern;
    s->found |= n->kind == NODE_PATTERN_BIND && n->u.bind.name == s->name;
    s->found |= field && n->u.pattern_field.name == s->name;
    node_each_child(n, look_for_bind, s);
}

static bool binds(Node *statement, Name name) {
    Search s = {name, false};
    if (statement->kind == NODE_VAR && statement->u.var.pattern)
        look_for_bind(&s, statement->u.var.pattern);
    return s.found;
}

typedef struct Mention {
    Node *var;
    Name name; // of a variable that `var` declares and the function uses
} Mention;

static void look_for_use(void *context, Node *n) {
    Mention *m = context;
    if (n->kind == NODE_NAME && binds(m->var, n->u.name.name)) m->name = n->u.name.name;
    if (!m->name) node_each_child(n, look_for_use, m);
}

// Why the function has not moved up: the first variable below the use that it needs.
static void explain_function(Diag *g, const OpenBlock *b, Node *function) {
    diag_label(g, function->u.function.name_span, "declared here");
    for (uint32_t i = b->at; i < b->items->len && b->items->items[i] != function; i++) {
        Mention m = {.var = b->items->items[i]};
        if (m.var->kind == NODE_VAR) look_for_use(&m, function);
        if (!m.name) continue;
        diag_label(g, m.var->u.var.pattern->span, "it uses `%s`", m.name->text);
        diag_help(g,
                  "move the declaration of `%s` up: a function can be used as soon as all that "
                  "it uses is there",
                  m.name->text);
        return;
    }
}

static void report(Checker *c, const OpenBlock *b, uint32_t at, Name name, Span span) {
    Node *n = b->items->items[at];
    Diag *g = diag_error(&c->session->diags, E0105, span, "`%s` is used before its declaration",
                         name->text);
    if (n->kind == NODE_FUNCTION) {
        explain_function(g, b, n);
    } else if (at == b->at) {
        diag_note(g, "this is part of its own initial value");
        const Node *init = n->u.var.init;
        if (init && init->kind == NODE_LAMBDA)
            diag_help(g, "a `const` that holds a lambda knows its own name: `const %s = ..`",
                      name->text);
    } else {
        diag_label(g, n->u.var.pattern->span, "declared here");
    }
}

bool later_reports(Checker *c, Name name, Span span) {
    for (const Scope *scope = c->scope; scope; scope = scope->outer)
        for (const OpenBlock *b = c->blocks; b; b = b->outer)
            for (uint32_t i = b->at; b->scope == scope && i < b->items->len; i++) {
                Node *n = b->items->items[i];
                bool function = n->kind == NODE_FUNCTION && n->u.function.name == name;
                if (!function && !binds(n, name)) continue;
                report(c, b, i, name, span);
                return true;
            }
    return false;
}
