// Headers and requests that are not as they should be: each is a diagnostic, none a crash.
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "world.h"

static const char *help_of(World *w) {
    Diags *d = &w->session.diags;
    return d->list.len && d->list.items[0]->help.len ? d->list.items[0]->help.items[0] : NULL;
}

TEST(a_missing_header_is_explained) {
    World w;
    world_open(&w);
    world_write(&w, "mine.h", "");
    static const struct {
        const char *header, *help;
    } rows[] = {{"mime.h", "did you mean `mine.h`?"},
                {"strin.h", "did you mean `string.h`?"},
                {"sys/sockett.h", "did you mean `sys/socket.h`?"},
                {"qwertzuiop.h", "say where it lies: `-I FOLDER`"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK(world_import(&w, rows[i].header) == NULL);
        CHECK_STR(help_of(&w), rows[i].help, rows[i].header);
        CHECK_STR(world_errors(&w), "E0601", rows[i].header);
    }
    world_close(&w);
}

TEST(a_broken_header_shows_its_line_and_the_rest_is_usable) {
    World w;
    world_open(&w);
    world_write(&w, "t.h", "int fine(void);\nunknown_type broken(void);\nint also_fine(void);\n");
    CImport *c = world_import(&w, "t.h");
    Diag *g = w.session.diags.list.items[0];
    CHECK_EQ(g->labels.len, 1, "labels");
    CHECK_STR(g->labels.items[0].text, "unknown type name 'unknown_type'", NULL);
    CHECK_EQ(source_line_col(&w.session.sources, g->labels.items[0].span.source,
                             g->labels.items[0].span.start)
                 .line,
             2, "line");
    CHECK_STR(world_errors(&w), "E0602", NULL);
    CHECK_STR(world_type(&w, c, "fine"), "() => CInt", NULL);
    CHECK_STR(world_type(&w, c, "also_fine"), "() => CInt", NULL);
    CHECK_STR(world_reason(&w, c, "broken"), "has a declaration that does not parse", NULL);
    world_close(&w);
}

TEST(hostile_headers_are_survived) {
    World w;
    world_open(&w);
    world_write(&w, "endless.h", "#include \"endless.h\"\n");
    world_write(&w, "error.h", "#error \"no\"\n");
    world_write(&w, "binary.h",
                "\x7f"
                "ELF\x01\xff\xfe\x80;;{{{\n");
    world_write(&w, "folder.h/inner.h", "");
    char *deep = malloc(200001);
    memset(deep, '(', 200000);
    deep[200000] = 0;
    world_write(&w, "deep.h", deep);
    memset(deep, 'x', 200000);
    memcpy(deep, "int ", 4);
    deep[199999] = ';';
    world_write(&w, "long.h", deep);
    free(deep);
    static const struct {
        const char *header, *errors;
    } rows[] = {{"endless.h", "E0602"}, {"error.h", "E0602"}, {"binary.h", "E0602"},
                {"folder.h", "E0601"},  {"deep.h", "E0602"},  {"long.h", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world_import(&w, rows[i].header);
        CHECK_STR(world_errors(&w), rows[i].errors, rows[i].header);
    }
    world_close(&w);
}

TEST(macros_that_double_at_each_step_are_left_alone) {
    World w;
    world_open(&w);
    const char *text = "#define M0 1+1\nint fine(void);\n";
    for (int i = 1; i < 60; i++)
        text = arena_printf(&w.session.arena, "%s#define M%d M%d+M%d\n", text, i, i - 1, i - 1);
    world_write(&w, "t.h", text);
    CImport *c = world_import(&w, "t.h");
    CHECK_STR(world_type(&w, c, "fine"), "() => CInt", NULL);
    CHECK_EQ(world_symbol(&w, c, "M3")->c->value.integer, 16, "M3");
    CHECK_STR(world_reason(&w, c, "M59"), "is a macro too long to be looked at", NULL);
    CHECK_STR(world_errors(&w), "", NULL);
    world_close(&w);
}

TEST(a_helper_that_is_missing_fails_or_crashes_is_told_apart) {
    World w;
    world_open(&w);
    world_write(&w, "t.h", "int x;\n");
    world_write(&w, "fails", "#!/bin/sh\necho trouble >&2\nexit 3\n");
    world_write(&w, "crashes", "#!/bin/sh\nkill -SEGV $$\n");
    world_write(&w, "babbles", "#!/bin/sh\necho hello\n");
    static const struct {
        const char *helper, *errors;
    } rows[] = {
        {"absent", "E0603"}, {"fails", "E0604"}, {"crashes", "E0604"}, {"babbles", "E0604"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *path = path_join(&w.session.arena, w.dir, rows[i].helper);
        chmod(path, 0755);
        w.imports.paths.helper = path;
        CHECK(world_import(&w, "t.h") == NULL);
        CHECK_STR(world_errors(&w), rows[i].errors, rows[i].helper);
    }
    world_close(&w);
}

TEST(a_define_must_be_one) {
    World w;
    world_open(&w);
    world_write(&w, "t.h", "#ifdef GOOD\n#define SEEN GOOD\n#endif\n");
    const char *headers[] = {"t.h"};
    static const struct {
        const char *define, *errors;
    } rows[] = {{"GOOD=5", ""},   {"GOOD", ""},  {"9", "E0605"},
                {"a b", "E0605"}, {"", "E0605"}, {"A=1\n2", "E0605"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *defines[] = {rows[i].define};
        CImportRequest request = {.headers = headers,
                                  .header_count = 1,
                                  .defines = defines,
                                  .define_count = 1,
                                  .base_dir = w.dir};
        CImport *c = cimport_load(&w.imports, &request);
        CHECK_STR(world_errors(&w), rows[i].errors, rows[i].define);
        if (c) CHECK(world_symbol(&w, c, "SEEN") != NULL);
    }
    world_close(&w);
}
