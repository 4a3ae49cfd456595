// `seam fmt`: gives files their canonical layout, in place. A file with syntax errors is left
// alone, and so is one that has the layout already; a changed one is replaced as a whole.
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "syntax/format/format.h"

typedef struct Run {
    const Arguments *args;
    Arena *arena;
    bool failed;
    bool differs; // with --check
} Run;

// ---- one file ----

// A file that nobody may write stays, though its folder would let us replace it. A link's target is
// replaced, not the link; the file's permissions stay.
static bool replace(Arena *a, const char *path, const FileText *text) {
    char *real = realpath(path, NULL);
    if (!real) return false;
    const char *target = arena_text(a, real, strlen(real));
    free(real);
    struct stat st;
    if (stat(target, &st) != 0 || access(target, W_OK) != 0) return false;
    if (!(st.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH))) {
        errno = EACCES; // root may write it, but was asked not to
        return false;
    }
    return io_write(target, text->text, text->len) && chmod(target, st.st_mode & 07777) == 0;
}

static void fail(Session *s, DiagCode code, const char *path, const char *what) {
    diag_error(&s->diags, code, (Span){0}, "`%s` cannot be %s: %s", path, what, strerror(errno));
}

static bool read_stdin(Arena *a, FileText *out) {
    VEC(char) text = {0};
    for (int c; (c = getchar()) != EOF;) VEC_PUSH(a, &text, (char)c);
    VEC_PUSH(a, &text, 0);
    *out = (FileText){text.items, text.len - 1};
    return !ferror(stdin);
}

static void put(Run *run, Session *s, const char *path, const FileText *text, bool changed) {
    bool standard = strcmp(path, "-") == 0;
    run->differs |= changed;
    if (run->args->check) {
        if (changed) puts(path);
    } else if (standard) {
        fwrite(text->text, 1, text->len, stdout);
    } else if (changed && !replace(&s->arena, path, text)) {
        fail(s, E0905, path, "written");
    }
}

static void format_file(Run *run, const char *path) {
    Session s;
    session_init(&s);
    bool standard = strcmp(path, "-") == 0;
    FileText in;
    FileText out;
    if (standard ? !read_stdin(&s.arena, &in) : !io_read(&s.arena, path, &in)) {
        fail(&s, E0904, path, "read");
    } else {
        uint32_t source = source_add(&s.sources, path, in.text, (uint32_t)in.len);
        FormatResult result = format_source(&s, source, &out);
        if (result != FORMAT_ERRORS) put(run, &s, path, &out, result == FORMAT_CHANGED);
    }
    render_diagnostics(&s, run->args);
    run->failed |= s.diags.errors > 0;
    session_deinit(&s);
}

// ---- folders ----

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_seam(const char *name) {
    size_t len = strlen(name);
    return len > 5 && strcmp(name + len - 5, ".seam") == 0;
}

static bool is_folder(const char *path, bool links) {
    struct stat st;
    return (links ? stat(path, &st) : lstat(path, &st)) == 0 && S_ISDIR(st.st_mode);
}

// Hidden ones and links to folders are passed over.
static void format_folder(Run *run, const char *path) {
    VEC(const char *) names = {0};
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (e->d_name[0] != '.')
            VEC_PUSH(run->arena, &names, path_join(run->arena, path, e->d_name));
    if (dir) closedir(dir);
    if (!dir) {
        fprintf(stderr, "seam: `%s` cannot be read: %s\n", path, strerror(errno));
        run->failed = true;
    }
    if (names.len) qsort(names.items, names.len, sizeof *names.items, by_name);
    for (uint32_t i = 0; i < names.len; i++) {
        if (is_folder(names.items[i], false)) format_folder(run, names.items[i]);
        else if (is_seam(names.items[i])) format_file(run, names.items[i]);
    }
}

static void format_operand(Run *run, const char *path) {
    if (is_folder(path, true)) format_folder(run, path);
    else format_file(run, path);
}

int cli_fmt(Arguments *args) {
    Run run = {.args = args, .arena = args->arena};
    for (uint32_t i = 0; i < args->operands.len; i++) format_operand(&run, args->operands.items[i]);
    if (args->operands.len == 0) {
        const char *package = package_find(run.arena, ".", NULL);
        format_folder(&run, package ? package : ".");
    }
    return run.failed || (args->check && run.differs) ? EXIT_SOURCE : EXIT_OK;
}
