// C's main: starts the run time with the main file's code.
#include "emit/c/body/body.h"

void put_main(Unit *u, Text *out) {
    const MirFunction *f = u->module->main;
    bool valued = !is_unvalued(f->result);
    const char *call = arena_printf(u->arena, "%s(args)", f->c_name);
    if (f->throws && valued)
        call = arena_printf(u->arena, "({ %s r = %s; *code = r.value; r.err; })",
                            result_type(u, f->result, true), call);
    else if (valued) call = arena_printf(u->arena, "(*code = %s, NULL)", call);
    else if (!f->throws) call = arena_printf(u->arena, "(%s, NULL)", call);
    if (u->releases_globals)
        call = arena_printf(u->arena, "(seam_at_exit(seam_release_globals), %s)", call);
    text_put(out, "\n#line 1"); // debuggers show the file's beginning
    put_file_name(u, out, u->module->module->source);
    text_printf(out, "\nSEAM_MAIN(%s)\n", call);
}
