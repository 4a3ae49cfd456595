// C's main: starts the run time with the main file's code.
#include "emit/c/body/body.h"

void put_main(Unit *u, Text *out) {
    const MirFunction *f = u->module->main;
    bool valued = !is_unvalued(f->result);
    Text body;
    text_init(&body, u->arena);
    if (u->releases_globals) text_put(&body, "seam_at_exit(seam_release_globals);\n");
    if (f->throws && valued)
        text_printf(&body, "%s result = %s(args);\n*code = result.value;\nreturn result.err;\n",
                    result_type(u, f->result, true), f->c_name);
    else if (f->throws) text_printf(&body, "(void)code;\nreturn %s(args);\n", f->c_name);
    else
        text_printf(&body, "%s%s(args);\nreturn NULL;\n", valued ? "*code = " : "(void)code;\n",
                    f->c_name);
    text_put(out, "\n");
    text_put_braced(out, "static SeamObject *seam_start(SeamArray args, int64_t *code)", body.chars,
                    "");
    text_put_braced(out, "__attribute__((visibility(\"default\"))) int main(int argc, char **argv)",
                    "return seam_main(argc, argv, seam_start);\n", "");
}
