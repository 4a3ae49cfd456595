// Attributes `@name(..)`: known ones are kept in the tree for the passes that read them, others are
// errors.
#include <string.h>

#include "check/check.h"
#include "check/decl/declare.h"

static const struct {
    const char *name;
    const char *unsupported; // what it would do; NULL: it may stand
    bool unchecked;          // it may stand, but nothing acts on it yet: a warning
} attributes[] = {
    {"owned", NULL, true},
    {"borrowed", NULL, true},
    {"transfer", NULL, true},
    {"raw", NULL, true},
    {"len", NULL, true},
    {"keeps", NULL, true},
    {"calls_back", NULL, true},
    {"deprecated", NULL, true},
    {"scope", "callbacks with a life of their own are", false},
    {"error", "errors made of results are", false},
    {"export", "exporting to C is", false},
    {"no_panic", "proofs that nothing panics are", false},
    {"pymodule", "exporting to Python is", false},
    {"pyclass", "exporting to Python is", false},
    {"pymethod", "exporting to Python is", false},
    {"pyfunction", "exporting to Python is", false},
    {"wasm_module", "exporting to WebAssembly is", false},
    {"wasm_export", "exporting to WebAssembly is", false},
    {"unsafe", NULL, false}, // expr/call.c
    {"test", NULL, false},   // test.c
};
enum { ATTRIBUTE_COUNT = sizeof attributes / sizeof *attributes };

static void report_unknown(Checker *c, const Attribute *a) {
    Diag *g =
        diag_error(&c->session->diags, E0110, a->span, "unknown attribute `@%s`", a->name->text);
    if (!may_suggest(c)) return;
    Nearest nearest;
    nearest_init(&nearest, a->name->text);
    for (size_t i = 0; i < ATTRIBUTE_COUNT; i++) nearest_offer(&nearest, attributes[i].name);
    if (nearest.best) diag_help(g, "did you mean `@%s`?", nearest.best);
    else diag_help(g, "leave it out; there are `@test`, `@unsafe`, and those of C's functions");
}

static void warn_unchecked(Checker *c, const Attribute *a) {
    Diag *g =
        diag_warning(&c->session->diags, E0802, a->span, "`@%s` is not checked yet", a->name->text);
    diag_note(g, "it is read and kept, but nothing is freed, forbidden or reported because of it");
}

static void report_no_test(Checker *c, const Attribute *a) {
    Diag *g = diag_error(&c->session->diags, E0718, a->span,
                         "only a function at the top of a file can be a test");
    diag_help(g, "write `@test` before a function there, in a file called `name_test.seam`");
}

void check_attributes(Checker *c, const AttributeList *list) {
    check_function_attributes(c, list);
    for (uint32_t i = 0; i < list->len; i++)
        if (strcmp(list->items[i].name->text, "test") == 0) report_no_test(c, &list->items[i]);
}

void check_function_attributes(Checker *c, const AttributeList *list) {
    for (uint32_t i = 0; i < list->len; i++) {
        const Attribute *a = &list->items[i];
        size_t known = 0;
        while (known < ATTRIBUTE_COUNT && strcmp(attributes[known].name, a->name->text) != 0)
            known++;
        if (known == ATTRIBUTE_COUNT) report_unknown(c, a);
        else if (attributes[known].unsupported)
            diag_error(&c->session->diags, E0801, a->span, "%s not supported yet",
                       attributes[known].unsupported);
        else if (attributes[known].unchecked) warn_unchecked(c, a);
    }
}
