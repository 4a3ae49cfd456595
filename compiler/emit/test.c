// The unit that makes a program of tests: a table of all, and C's main. Functions that throw
// nothing get one that says so.
#include "check/module.h"
#include "emit/emit.h"
#include "emit/text.h"

static bool throws(const TestCase *t) { return t->function->type->u.function->throws != NULL; }

static void put_declaration(const TestCase *t, uint32_t index, Text *out) {
    const char *name = t->function->c_name;
    text_printf(out, "%s%s(void);\n", throws(t) ? "SeamObject *" : "void ", name);
    if (throws(t)) return;
    text_printf(out, "static SeamObject *run_%u(void) {\n    %s();\n    return NULL;\n}\n", index,
                name);
}

// The descriptor of the class that it has to throw.
static const char *error_descriptor(const Program *p, const Type *t, Arena *arena) {
    if (t == p->types.error_interface) return "seam_interface_error";
    if (t == p->types.error_class) return "seam_type_error";
    return arena_printf(arena, "seam_type_%s", t->u.nominal->c_name);
}

EmitText emit_c_tests(struct Program *p, Arena *arena) {
    Text out;
    text_init(&out, arena);
    text_put(&out, "#include <seam/test.h>\n\n#pragma GCC visibility push(hidden)\n");
    for (uint32_t i = 0; i < p->tests.len; i++) {
        const TestCase *t = &p->tests.items[i];
        put_declaration(t, i, &out);
        if (t->throws)
            text_printf(&out, "extern SeamType %s;\n", error_descriptor(p, t->throws, arena));
    }
    text_put(&out, "\nstatic const SeamTest tests[] = {\n");
    for (uint32_t i = 0; i < p->tests.len; i++) {
        const TestCase *t = &p->tests.items[i];
        const char *run = throws(t) ? t->function->c_name : arena_printf(arena, "run_%u", i);
        const char *error = t->throws ? error_descriptor(p, t->throws, arena) : NULL;
        text_printf(&out, "    {%s, %s%s},\n", run, error ? "&" : "", error ? error : "NULL");
    }
    text_put(&out, "};\n#pragma GCC visibility pop\n\n"
                   "__attribute__((visibility(\"default\"))) int main(int argc, char **argv) {\n"
                   "    return seam_test_main(argc, argv, tests);\n}\n");
    return (EmitText){out.chars, out.len};
}
