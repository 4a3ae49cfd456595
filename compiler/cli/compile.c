// What run, build and check share: options for the driver, diagnostics, and `--emit`.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "driver/target.h"
#include "syntax/parser.h"
#include "syntax/token.h"

static int report_no_package(const Arguments *args, Session *s) {
    if (args->file) {
        Diag *g = diag_error(&s->diags, E0904, (Span){0}, "`%s` cannot be read: %s", args->file,
                             strerror(EISDIR));
        diag_note(g, "it is no package: no folder from there upwards has a seam.toml");
        return EXIT_SOURCE;
    }
    fprintf(stderr,
            "seam: FILE is missing, and no folder from here upwards has a seam.toml; see `seam "
            "help %s`\n",
            args->command->name);
    return EXIT_USAGE;
}

int find_program(Arguments *args) {
    const char *folder = target_folder(args->file);
    if (!folder) return EXIT_OK;
    Session s;
    session_init(&s);
    Packages packages;
    packages_init(&packages, &s, args->arena);
    const Package *package = package_of(&packages, folder);
    int code = package ? EXIT_OK : report_no_package(args, &s);
    if (package) args->file = target_main(&packages, package);
    render_diagnostics(&s, args);
    if (s.diags.errors) code = EXIT_SOURCE;
    if (package) args->package = arena_text(args->arena, package->name, strlen(package->name));
    session_deinit(&s);
    return code;
}

int find_package(Arguments *args, Build *b, Package **out) {
    *out = NULL;
    const char *folder = target_folder(args->file);
    if (!folder) return EXIT_OK;
    *out = package_of(&b->pipeline.program.packages, folder);
    return *out ? EXIT_OK : report_no_package(args, &b->pipeline.session);
}

BuildOptions build_options(const Arguments *args) {
    return (BuildOptions){.path = args->file,
                          .profile = args->profile,
                          .sites = args->leaks,
                          .verbose = args->verbose};
}

void render_diagnostics(Session *s, const Arguments *args) {
    bool colour = isatty(STDERR_FILENO) && args->format == DIAG_TEXT;
    diags_render(&s->diags, args->format, colour, stderr);
}

void print_diagnostics(Build *b, const Arguments *args) {
    if (b->has_pipeline) render_diagnostics(&b->pipeline.session, args);
}

static int emit_tokens(Arguments *args) {
    Session s;
    session_init(&s);
    FileText file;
    if (!io_read(&s.arena, args->file, &file)) {
        diag_error(&s.diags, E0904, (Span){0}, "`%s` cannot be read: %s", args->file,
                   strerror(errno));
    } else {
        uint32_t source = source_add(&s.sources, args->file, file.text, (uint32_t)file.len);
        tokens_dump(&s, source, stdout);
    }
    render_diagnostics(&s, args);
    int code = s.diags.errors ? EXIT_SOURCE : EXIT_OK;
    session_deinit(&s);
    return code;
}

static void print_stage(Pipeline *p, const char *stage) {
    uint32_t index = p->main ? p->main->order : 0;
    if (!p->main) return;
    if (strcmp(stage, "tree") == 0) tree_dump(p->main->tree, &p->session, NULL, stdout);
    if (strcmp(stage, "types") == 0) tree_dump(p->main->tree, &p->session, type_text, stdout);
    if (strcmp(stage, "mir") == 0) mir_dump(p->mir.items[index], stdout);
    if (strcmp(stage, "c") == 0)
        fwrite(p->units.items[index].c_text, 1, p->units.items[index].c_len, stdout);
}

int emit_stage(Arguments *args) {
    int found = find_program(args);
    if (found != EXIT_OK) return found;
    static const struct {
        const char *name;
        Stage stage;
    } stages[] = {{"tree", STAGE_TREE}, {"types", STAGE_TYPES}, {"mir", STAGE_MIR}, {"c", STAGE_C}};
    if (strcmp(args->emit, "tokens") == 0) return emit_tokens(args);
    Build b;
    BuildOptions options = build_options(args);
    if (!build_open(&b, &options)) return EXIT_SOURCE;
    build_front(&b);
    bool ok = false;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (strcmp(stages[i].name, args->emit) == 0)
            ok = pipeline_run(&b.pipeline, &(Root){.path = args->file, .kind = ROOT_PROGRAM}, 1,
                              stages[i].stage);
    // The tree is worth seeing even when it has errors; later stages do not exist then.
    if (ok || strcmp(args->emit, "tree") == 0) print_stage(&b.pipeline, args->emit);
    print_diagnostics(&b, args);
    build_close(&b);
    return ok ? EXIT_OK : EXIT_SOURCE;
}
