// `seam build`: makes an executable and puts it where the user wants it.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "driver/report.h"

// The package's name, or the file's without `.seam`; in the current folder.
static const char *default_out(const Arguments *args) {
    if (args->package) return args->package;
    const char *base = path_base(args->file);
    size_t len = strlen(base);
    if (len > 5 && strcmp(base + len - 5, ".seam") == 0) len -= 5;
    return arena_text(args->arena, base, len);
}

// A copy, so that the cache may be cleaned while the program lives on.
static bool deliver(Build *b, const char *out) {
    FileText program;
    if (!io_read(&b->arena, b->program, &program)) return false;
    const char *scratch = cache_scratch(&b->arena, out);
    if (!io_write(scratch, program.text, program.len)) return false;
    if (chmod(scratch, 0755) == 0 && rename(scratch, out) == 0) return true;
    int error = errno;
    unlink(scratch);
    errno = error;
    return false;
}

static void print_rc_stats(const Pipeline *p, bool json) {
    if (!json) printf("%8s %8s %8s  %s\n", "retains", "releases", "moves", "function");
    for (uint32_t i = 0; i < p->mir.len; i++) {
        const MirModule *m = p->mir.items[i];
        for (uint32_t k = 0; k < m->functions.len; k++) {
            const MirFunction *f = m->functions.items[k];
            uint32_t retains = f->stats.copies, releases = f->stats.releases;
            if (json)
                printf("{\"function\":\"%s\",\"retains\":%u,\"releases\":%u,\"moves\":%u}\n",
                       f->c_name, retains, releases, f->stats.moved);
            else printf("%8u %8u %8u  %s\n", retains, releases, f->stats.moved, f->c_name);
        }
    }
}

int cli_build(Arguments *args) {
    if (args->emit) return emit_stage(args);
    int found = find_program(args);
    if (found != EXIT_OK) return found;
    Build b;
    BuildOptions options = build_options(args);
    if (!build_open(&b, &options)) return EXIT_SOURCE;
    const char *out = args->out ? args->out : default_out(args);
    bool ok = build_program(&b);
    if (ok && !deliver(&b, out)) {
        build_report_unwritable(&b, out);
        ok = false;
    }
    print_diagnostics(&b, args);
    if (ok && args->rc_stats) print_rc_stats(&b.pipeline, args->rc_stats_json);
    build_close(&b);
    return ok ? EXIT_OK : EXIT_SOURCE;
}
