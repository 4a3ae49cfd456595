// Attributes `@name(..)`: known ones are kept in the tree for the passes that read them, others are
// errors.
#include <string.h>

#include "check/check.h"
#include "check/decl/declare.h"

static const struct {
    const char *name;
    const char *unsupported; // what it would do; NULL: it may stand
} attributes[] = {
    {"owned", NULL},
    {"borrowed", NULL},
    {"transfer", NULL},
    {"raw", NULL},
    {"len", NULL},
    {"keeps", NULL},
    {"calls_back", NULL},
    {"deprecated", NULL},
    {"scope", "callbacks with a life of their own are"},
    {"error", "errors made of results are"},
    {"export", "exporting to C is"},
    {"no_panic", "proofs that nothing panics are"},
    {"pymodule", "exporting to Python is"},
    {"pyclass", "exporting to Python is"},
    {"pymethod", "exporting to Python is"},
    {"pyfunction", "exporting to Python is"},
    {"wasm_module", "exporting to WebAssembly is"},
    {"wasm_export", "exporting to WebAssembly is"},
    {"test", "tests in the source are"},
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
}

void check_attributes(Checker *c, const AttributeList *list) {
    for (uint32_t i = 0; i < list->len; i++) {
        const Attribute *a = &list->items[i];
        size_t known = 0;
        while (known < ATTRIBUTE_COUNT && strcmp(attributes[known].name, a->name->text) != 0)
            known++;
        if (known == ATTRIBUTE_COUNT) report_unknown(c, a);
        else if (attributes[known].unsupported)
            diag_error(&c->session->diags, E0801, a->span, "%s not supported yet",
                       attributes[known].unsupported);
    }
}
