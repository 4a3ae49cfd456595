// The link index: which library has a symbol, and which of several is meant.
// req: X3
#include "import/link/linkindex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "import/link/library.h"
#include "world.h"

// Builds lib<name>.so in the world's folder from C text.
static bool build(World *w, const char *name, const char *text) {
    Arena *a = &w->session.arena;
    const char *source = world_write(w, arena_printf(a, "%s.c", name), text);
    const char *library = arena_printf(a, "%s/lib%s.so", w->dir, name);
    const char *const argv[] = {"cc", "-shared", "-fPIC", "-nostdlib", "-o", library, source, NULL};
    ProcessResult result;
    return io_run(a, argv, NULL, &result) && CHECK_EQ(result.exit_code, 0, name);
}

static LinkIndex *open_index(World *w) {
    const char *dirs[] = {w->dir};
    return link_open(&w->session.arena, w->cache, dirs, 1);
}

// "left", or "left right ?" where it cannot be decided, or "".
static const char *choice(World *w, LinkIndex *index, const char *symbol, CImport *import) {
    LinkWanted wanted = {symbol, import};
    LinkAnswer answer;
    link_choose(index, &wanted, 1, &answer);
    if (answer.library) return answer.library->name;
    const char *text = "";
    for (uint32_t i = 0; i < answer.candidate_count; i++)
        text = arena_printf(&w->session.arena, "%s%s ", text, answer.candidates[i]->name);
    return answer.candidate_count ? arena_printf(&w->session.arena, "%s?", text) : text;
}

TEST(libraries_of_the_system_are_found) {
    World w;
    world_open(&w);
    LinkIndex *index = open_index(&w);
    CHECK_STR(choice(&w, index, "sqlite3_open", NULL), "sqlite3", NULL);
    CHECK_STR(choice(&w, index, "deflate", NULL), "z", NULL);
    CHECK_STR(choice(&w, index, "printf", NULL), "c", NULL);
    CHECK_STR(choice(&w, index, "cos", NULL), "m", NULL);
    CHECK_STR(choice(&w, index, "atexit", NULL), "c", "in no shared library");
    CHECK_STR(choice(&w, index, "__tsan_init", NULL), "", "sanitizers are not for linking");
    CHECK_STR(choice(&w, index, "__asan_init", NULL), "", "sanitizers are not for linking");
    CHECK_STR(choice(&w, index, "no_such_function_anywhere", NULL), "", NULL);
    CHECK(link_forced(index, "c")->always);
    CHECK_STR(link_forced(index, "libsqlite3.so")->word, "-lsqlite3", NULL);
    CHECK_STR(link_forced(index, "unheard_of")->word, "-lunheard_of", NULL);
    CHECK_STR(link_forced(index, "/opt/x/libx.so")->word, "/opt/x/libx.so", NULL);
    world_close(&w);
}

TEST(one_among_several_is_chosen_by_evidence) {
    World w;
    world_open(&w);
    build(&w, "left",
          "int both(void){return 1;} int left_only(void){return 1;} int twin(void){return 1;}");
    build(
        &w, "right",
        "int both(void){return 2;} int twin(void){return 2;} int more1(void){return 2;} int more2(void){return 2;}");
    LinkIndex *index = open_index(&w);
    CHECK_STR(choice(&w, index, "both", NULL), "left right ?", "nothing to choose by");
    CHECK_STR(choice(&w, index, "left_only", NULL), "left", "unique");

    world_write(&w, "most.h",
                "int both(void); int more1(void); int more2(void); int left_only(void);\n");
    CHECK_STR(choice(&w, index, "both", world_import(&w, "most.h")), "right",
              "has most of the header");
    world_write(&w, "left.h", "int both(void); int twin(void);\n");
    CHECK_STR(choice(&w, index, "twin", world_import(&w, "left.h")), "left",
              "called like the header");
    world_write(&w, "even.h", "int both(void); int twin(void);\n");
    CHECK_STR(choice(&w, index, "twin", world_import(&w, "even.h")), "left right ?", "even");

    const char *headers[] = {"even.h"}, *links[] = {"right"};
    CImportRequest request = {
        .headers = headers, .header_count = 1, .links = links, .link_count = 1, .base_dir = w.dir};
    CHECK_STR(choice(&w, index, "twin", cimport_load(&w.imports, &request)), "right",
              "link decides");

    LinkWanted wanted[] = {{"both", NULL}, {"left_only", NULL}};
    LinkAnswer answers[2];
    link_choose(index, wanted, 2, answers);
    CHECK_STR(answers[0].library ? answers[0].library->name : NULL, "left", "needed anyway");
    CHECK_STR(answers[0].library ? answers[0].library->word : NULL,
              arena_printf(&w.session.arena, "%s/libleft.so", w.dir),
              "a path off the linker's own folders");
    world_close(&w);
}

TEST(two_names_of_one_file_are_one_library) {
    World w;
    world_open(&w);
    build(&w, "same16", "int same(void){return 1;}");
    Arena *a = &w.session.arena;
    CHECK(symlink("libsame16.so", path_join(a, w.dir, "libsame.so")) == 0);
    CHECK_STR(choice(&w, open_index(&w), "same", NULL), "same", NULL);
    world_close(&w);
}

TEST(linker_scripts_are_followed) {
    World w;
    world_open(&w);
    build(&w, "part", "int part(void){return 1;}");
    build(&w, "whole", "int whole(void){return 1;}");
    Arena *a = &w.session.arena;
    CHECK(rename(path_join(a, w.dir, "libwhole.so"), path_join(a, w.dir, "libwhole.so.1")) == 0);
    world_write(
        &w, "libwhole.so",
        "/* GNU ld script */ OUTPUT_FORMAT(elf64-x86-64)\nGROUP ( libwhole.so.1 AS_NEEDED ( -lpart ) )\n");
    LinkIndex *index = open_index(&w);
    CHECK_STR(choice(&w, index, "whole", NULL), "whole", "through the script");
    CHECK_STR(choice(&w, index, "part", NULL), "part", "its own library");
    world_close(&w);
}

TEST(hidden_local_and_foreign_symbols_are_no_exports) {
    World w;
    world_open(&w);
    build(
        &w, "vis",
        "__attribute__((visibility(\"hidden\"))) int hidden_one(void){return 1;} static int local_one(void){return 1;}"
        "int open_one(void){return local_one() + hidden_one();} extern int elsewhere(void); int (*p)(void) = elsewhere;");
    LinkIndex *index = open_index(&w);
    CHECK_STR(choice(&w, index, "open_one", NULL), "vis", NULL);
    CHECK_STR(choice(&w, index, "hidden_one", NULL), "", NULL);
    CHECK_STR(choice(&w, index, "local_one", NULL), "", NULL);
    CHECK_STR(choice(&w, index, "elsewhere", NULL), "", NULL);
    world_close(&w);
}

TEST(a_library_that_comes_to_exist_is_seen) {
    World w;
    world_open(&w);
    CHECK_STR(choice(&w, open_index(&w), "late_one", NULL), "", "before");
    build(&w, "late", "int late_one(void){return 1;}");
    CHECK_STR(choice(&w, open_index(&w), "late_one", NULL), "late", "after");
    world_close(&w);
}

static void count_name(void *context, const char *name) {
    (void)name;
    ++*(int *)context;
}

TEST(damaged_libraries_have_no_exports_and_do_no_harm) {
    World w;
    world_open(&w);
    build(&w, "good", "int good_one(void){return 1;} int good_two(void){return 2;}");
    FileText file;
    CHECK(io_read(&w.session.arena, path_join(&w.session.arena, w.dir, "libgood.so"), &file));
    char *bad = malloc(file.len);
    for (size_t size = 0; size < file.len; size += 61) { // read-only past its end: ASan would tell
        char *cut = malloc(size ? size : 1);
        memcpy(cut, file.text, size);
        int count = 0;
        library_exports((FileView){cut, size}, count_name, &count);
        free(cut);
    }
    uint64_t random = 88172645463325252u;
    for (int round = 0; round < 2000; round++) {
        memcpy(bad, file.text, file.len);
        for (int flips = 0; flips < 8; flips++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            size_t half = round % 2 ? file.len : 64; // the header is the interesting part
            bad[random % half] = (char)(random >> 32);
        }
        int count = 0;
        library_exports((FileView){bad, file.len}, count_name, &count);
    }
    free(bad);
    world_write(&w, "libempty.so", "");
    world_write(&w, "libtext.so", "this is no library (and (no script");
    CHECK_STR(choice(&w, open_index(&w), "good_two", NULL), "good", NULL);
    world_close(&w);
}

TEST(a_damaged_index_is_built_anew) {
    World w;
    world_open(&w);
    build(&w, "good", "int good_one(void){return 1;}");
    CHECK_STR(choice(&w, open_index(&w), "good_one", NULL), "good", NULL);
    Arena *a = &w.session.arena;
    const char *const argv[] = {
        "sh", "-c",
        arena_printf(a,
                     "for f in %s/link/*; do printf x | dd of=$f bs=1 seek=200 conv=notrunc; done",
                     w.cache),
        NULL};
    ProcessResult result;
    CHECK(io_run(a, argv, NULL, &result) && result.exit_code == 0);
    CHECK_STR(choice(&w, open_index(&w), "good_one", NULL), "good", NULL);
    world_close(&w);
}
