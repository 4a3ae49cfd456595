// `seam new NAME` and `seam init`: a package to begin with, which runs, passes its tests and is
// formatted. A new folder is made beside its place and renamed, so that it is there whole or not at
// all; in an existing folder seam.toml comes last.
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "package/package.h"

typedef struct Template {
    const char *path;
    const char *text; // NAME stands for the package's name
} Template;

#define GREETING                                         \
    "/// What to say to somebody.\n"                     \
    "export function greeting(name: string): string {\n" \
    "  return `Hello, ${name}!`\n"                       \
    "}\n"
#define GREETING_TEST(file)                              \
    "import { greeting } from \"./" file "\"\n\n"        \
    "@test(\"greets by name\")\n"                        \
    "function greets() {\n"                              \
    "  assert(greeting(\"Seam\") == \"Hello, Seam!\")\n" \
    "}\n"
#define SETTINGS "[package]\nname = \"NAME\"\nversion = \"0.1.0\"\n"
#define IGNORED  "/NAME\n"

static const Template program[] = {
    {"main.seam", "import { greeting } from \"./greeting\"\n\n"
                  "function main(args: string[]) {\n"
                  "  print(greeting(args.isEmpty ? \"world\" : args[0]))\n"
                  "}\n"},
    {"greeting.seam", GREETING},
    {"greeting_test.seam", GREETING_TEST("greeting")},
    {".gitignore", IGNORED},
    {package_file, SETTINGS},
    {NULL, NULL},
};

static const Template library[] = {
    {"index.seam", GREETING},
    {"index_test.seam", GREETING_TEST("index")},
    {package_file, SETTINGS},
    {NULL, NULL},
};

// ---- writing ----

static const char *filled(Arena *a, const char *text, const char *name) {
    const char *at = strstr(text, "NAME");
    return at ? arena_printf(a, "%.*s%s%s", (int)(at - text), text, name, at + 4) : text;
}

static bool write_files(Arena *a, const Template *files, const char *dir, const char *name) {
    for (; files->path; files++) {
        const char *path = path_join(a, dir, files->path);
        const char *text = filled(a, files->text, name);
        if (io_exists(path)) continue; // of `init`: what is there stays
        if (!io_write(path, text, strlen(text))) return false;
    }
    return true;
}

static void remove_files(Arena *a, const Template *files, const char *dir) {
    for (; files->path; files++) unlink(path_join(a, dir, files->path));
    rmdir(dir);
}

static int refuse(const char *path, const char *why) {
    fprintf(stderr, "seam: `%s` %s\n", path, why);
    return EXIT_SOURCE;
}

static int refuse_name(const char *name) {
    fprintf(stderr,
            "seam: `%s` is no name for a package: it begins with a lower-case letter and goes on "
            "with those, digits, `-` and `_`\n",
            name);
    return EXIT_USAGE;
}

// ---- the commands ----

static bool is_empty_folder(const char *path) {
    DIR *dir = opendir(path);
    uint32_t count = 0;
    for (struct dirent *e; dir && (e = readdir(dir));)
        count += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    if (dir) closedir(dir);
    return dir && count == 0;
}

int cli_new(Arguments *args) {
    Arena *a = args->arena;
    const char *path = path_normalise(a, args->file);
    const char *name = path_base(path);
    if (!package_name_fits(name)) return refuse_name(name);
    if (io_exists(path) && !is_empty_folder(path))
        return refuse(path, "is there already; `seam init` makes a package of a folder");
    const Template *files = args->lib ? library : program;
    const char *scratch = arena_printf(a, "%s.%ld.tmp", path, (long)getpid());
    if (!io_make_dirs(path_dir(a, path)) || mkdir(scratch, 0777) != 0)
        return refuse(path, strerror(errno));
    if (!write_files(a, files, scratch, name) || rename(scratch, path) != 0) {
        const char *why = strerror(errno);
        remove_files(a, files, scratch);
        return refuse(path, why);
    }
    printf("made the package `%s`: cd %s && seam %s\n", name, path, args->lib ? "test" : "run");
    return EXIT_OK;
}

int cli_init(Arguments *args) {
    Arena *a = args->arena;
    const char *dir = args->file ? args->file : ".";
    char real[PATH_MAX];
    if (!realpath(dir, real)) return refuse(dir, strerror(errno));
    if (io_exists(path_join(a, dir, package_file))) return refuse(dir, "is a package already");
    const char *name = path_base(real);
    if (!package_name_fits(name)) return refuse_name(name);
    // Of somebody's own program only the settings are missing.
    bool begun =
        io_exists(path_join(a, dir, "main.seam")) || io_exists(path_join(a, dir, "index.seam"));
    const Template *files = args->lib ? library : program;
    while (begun && files[1].path) files++;
    if (!write_files(a, files, dir, name)) return refuse(dir, strerror(errno));
    printf("made the package `%s`\n", name);
    return EXIT_OK;
}
