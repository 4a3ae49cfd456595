// `seam check`: the front half of the pipeline, for its diagnostics.
#include "cli/cli.h"

int cli_check(Arguments *args) {
    if (args->emit) return emit_stage(args);
    Build b;
    BuildOptions options = build_options(args);
    if (!build_open(&b, &options)) return EXIT_SOURCE;
    build_front(&b);
    bool ok = pipeline_run(&b.pipeline, args->file, STAGE_MIR); // ownership is checked on MIR
    print_diagnostics(&b, args);
    build_close(&b);
    return ok ? EXIT_OK : EXIT_SOURCE;
}
