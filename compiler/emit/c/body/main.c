// C's main: starts the run time with the main file's code.
#include "emit/c/body/body.h"

void put_main(Unit *u, Text *out) {
    const MirFunction *f = u->module->main;
    bool valued = !is_unvalued(f->result);
    text_put(out, "\nstatic SeamObject *seam_start(SeamArray args, int64_t *code) {\n");
    if (u->releases_globals) text_put(out, "    seam_at_exit(seam_release_globals);\n");
    if (f->throws && valued)
        text_printf(
            out, "    %s result = %s(args);\n    *code = result.value;\n    return result.err;\n",
            result_type(u, f->result, true), f->c_name);
    else if (f->throws) text_printf(out, "    (void)code;\n    return %s(args);\n", f->c_name);
    else
        text_printf(out, "    %s%s(args);\n    return NULL;\n",
                    valued ? "*code = " : "(void)code;\n    ", f->c_name);
    text_put(out,
             "}\n\n__attribute__((visibility(\"default\"))) int main(int argc, char **argv) {\n"
             "    return seam_main(argc, argv, seam_start);\n}\n");
}
