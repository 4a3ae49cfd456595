// Tests: functions marked `@test` in files called `name_test.seam` (docs/packages.md "Tests").
// Needs complete signatures -> makes Program.tests.
#include <string.h>

#include "check/check.h"
#include "check/decl/declare.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

static const Attribute *test_attribute(const Node *n) {
    const AttributeList *list = &n->u.function.attributes;
    for (uint32_t i = 0; i < list->len; i++)
        if (strcmp(list->items[i].name->text, "test") == 0) return &list->items[i];
    return NULL;
}

// ---- what the attribute says ----

static const char *text_of(Checker *c, const Node *arg, const char *what) {
    const Node *value = arg->u.arg.value;
    if (value->kind == NODE_STRING) return value->u.string.text;
    diag_error(diags(c), E0718, value->span, "%s is a text in quotes", what);
    return NULL;
}

static const Type *error_of(Checker *c, const Node *arg) {
    Node *value = arg->u.arg.value;
    Node *type = node_new(c->arena, NODE_TYPE_NAME, value->span);
    type->u.type_name.path = value;
    if (value->kind == NODE_NAME || value->kind == NODE_MEMBER) return check_throws_type(c, type);
    diag_error(diags(c), E0718, value->span, "`throws` takes the type of an error");
    return NULL;
}

static void read_argument(Checker *c, const Node *arg, TestCase *test) {
    const char *name = arg->u.arg.name ? arg->u.arg.name->text : NULL;
    if (!name) {
        const char *title = text_of(c, arg, "what a test is called");
        if (title) test->title = title;
    } else if (strcmp(name, "throws") == 0) {
        test->throws = error_of(c, arg);
    } else if (strcmp(name, "panics") == 0) {
        test->panics = text_of(c, arg, "what a test panics with");
    } else {
        Diag *g = diag_error(diags(c), E0718, arg->span, "`@test` has no `%s`", name);
        diag_help(g, "write `@test`, `@test(\"what it shows\")`, `@test(throws: Error)` or "
                     "`@test(panics: \"part of the message\")`");
    }
}

// ---- the function ----

static void check_form(Checker *c, const Symbol *s) {
    const Node *n = s->node;
    if (s->type->kind != TYPE_FUNCTION) return;
    const FunctionType *f = s->type->u.function;
    if (f->param_count || n->u.function.type_params.len) {
        Diag *g = diag_error(diags(c), E0718, s->span, "a test takes nothing");
        diag_help(g, "write `function %s()`, and call a function that takes something in it",
                  s->name->text);
    } else if (f->result->kind != TYPE_VOID && f->result->kind != TYPE_POISON &&
               f->result->kind != TYPE_NEVER) {
        Diag *g = diag_error(diags(c), E0718, n->u.function.result->span, "a test has no result");
        diag_help(g, "it passes when it returns: say with `assert` what has to be true");
    }
}

static void add_test(Checker *c, Node *n, const Attribute *a) {
    Symbol *s = n->u.function.symbol;
    TestCase test = {.module = c->module, .function = s, .title = s->name->text};
    for (uint32_t i = 0; i < a->args.len; i++) read_argument(c, a->args.items[i], &test);
    check_form(c, s);
    VEC_PUSH(c->arena, &c->program->tests, test);
}

void check_tests(Checker *c) {
    const NodeList *items = &c->module->tree->u.module.items;
    for (uint32_t i = 0; i < items->len; i++) {
        Node *n = items->items[i];
        const Attribute *a = n->kind == NODE_FUNCTION ? test_attribute(n) : NULL;
        if (!a || !n->u.function.symbol) continue;
        if (c->module->is_test) {
            add_test(c, n, a);
            continue;
        }
        Diag *g = diag_error(diags(c), E0718, a->span,
                             "tests stand in files that are called `name_test.seam`");
        diag_note(g, "so that a program does not carry them along");
    }
}
