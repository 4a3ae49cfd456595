// `seam check`: the front half of the pipeline, for its diagnostics; of a package every file.
#include "cli/cli.h"
#include "driver/target.h"

int cli_check(Arguments *args) {
    if (args->emit) return emit_stage(args);
    Build b;
    BuildOptions options = build_options(args);
    if (!build_open(&b, &options)) return EXIT_SOURCE;
    build_front(&b);
    Package *package;
    int code = find_package(args, &b, &package);
    Roots roots = {0};
    if (package) target_files(&b.pipeline.program.packages, package, &roots);
    else VEC_PUSH(&b.arena, &roots, ((Root){.path = args->file, .kind = ROOT_PROGRAM}));
    // Ownership is checked on MIR.
    bool ok = code == EXIT_OK && pipeline_run(&b.pipeline, roots.items, roots.len, STAGE_CHECKED);
    print_diagnostics(&b, args);
    build_close(&b);
    return code != EXIT_OK ? code : ok ? EXIT_OK : EXIT_SOURCE;
}
