// Patterns: so far names and `_`. Taking values apart comes with tuples, enums and `match`.
#include "check/body/body.h"
#include "check/decl/declare.h"
#include "syntax/walk.h"

// The names inside are declared all the same, so that their uses are no errors of their own.
typedef struct Names {
    Checker *checker;
    uint32_t flags;
} Names;

static void declare_inside(void *context, Node *child) {
    const Names *names = context;
    if (child->kind == NODE_PATTERN_BIND)
        check_pattern(names->checker, child, type_basic(names->checker->types, POISON),
                      names->flags);
    else node_each_child(child, declare_inside, context);
}

void check_pattern(Checker *c, Node *pattern, const Type *subject, uint32_t flags) {
    pattern->type = subject;
    if (pattern->kind == NODE_PATTERN_BIND) {
        pattern->u.bind.symbol =
            check_declare(c, SYMBOL_LOCAL, pattern->u.bind.name, pattern->span, subject, flags);
        return;
    }
    if (pattern->kind == NODE_PATTERN_WILDCARD || pattern->kind == NODE_POISON) return;
    if (subject->kind != TYPE_POISON)
        check_unsupported(c, pattern->span, "patterns that take a value apart are",
                          "name the whole and read its parts");
    node_each_child(pattern, declare_inside, &(Names){c, flags});
}
