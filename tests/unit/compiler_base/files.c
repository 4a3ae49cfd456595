// Files, paths and child processes.
#include "base/io.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"

static Arena arena;
static char folder[64];

static const char *begin(void) {
    arena_init(&arena);
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.40s/seam-XXXXXX",
             base && strlen(base) <= 40 ? base : "/tmp");
    return mkdtemp(folder);
}

static void end(void) {
    ProcessResult r;
    io_run(&arena, (const char *const[]){"rm", "-rf", folder, NULL}, NULL, &r);
    arena_deinit(&arena);
}

TEST(a_written_file_reads_back) {
    begin();
    const char *path = path_join(&arena, folder, "a/b/file");
    CHECK(!io_write(path, "x", 1));
    CHECK_EQ(errno, ENOENT, "no folder");
    CHECK(io_make_dirs(path_dir(&arena, path)));
    CHECK(io_make_dirs(path_dir(&arena, path)));
    CHECK(io_write(path, "a\0b", 3));
    CHECK(io_write(path, "c\0d", 3));
    FileText text;
    CHECK(io_read(&arena, path, &text));
    CHECK_EQ(text.len, 3, "length");
    CHECK_BYTES(text.text, "c\0d", 4, "with a NUL behind");
    FileStamp stamp;
    CHECK(io_stamp(path, &stamp));
    CHECK_EQ(stamp.size, 3, "size");
    CHECK(io_exists(path));
    end();
}

TEST(what_is_no_file_is_an_error) {
    begin();
    FileText text;
    FileStamp stamp;
    const char *path = path_join(&arena, folder, "none");
    CHECK(!io_read(&arena, path, &text));
    CHECK_EQ(errno, ENOENT, "read");
    CHECK(!io_stamp(path, &stamp));
    CHECK(!io_exists(path));
    CHECK(!io_read(&arena, folder, &text));
    CHECK_EQ(errno, EISDIR, "a folder");
    CHECK(!io_write(folder, "x", 1));
    CHECK(io_write(path, "x", 1));
    CHECK(!io_make_dirs(path_join(&arena, path, "below")));
    CHECK_EQ(errno, ENOTDIR, "a file in the way");
    end();
}

TEST(a_failed_write_leaves_no_temporary) {
    begin();
    CHECK(io_make_dirs(path_join(&arena, folder, "target")));
    CHECK(!io_write(path_join(&arena, folder, "target"), "x", 1));
    ProcessResult r;
    CHECK(io_run(&arena, (const char *const[]){"ls", folder, NULL}, NULL, &r));
    CHECK_STR(r.out.text, "target\n", "files");
    end();
}

TEST(paths) {
    arena_init(&arena);
    CHECK_STR(path_join(&arena, "a", "b"), "a/b", "plain");
    CHECK_STR(path_join(&arena, "a/", "b"), "a/b", "with slash");
    CHECK_STR(path_join(&arena, "", "b"), "b", "empty");
    CHECK_STR(path_join(&arena, "a", "/b"), "/b", "absolute");
    CHECK_STR(path_dir(&arena, "a/b/c"), "a/b", "dir");
    CHECK_STR(path_dir(&arena, "c"), ".", "dir of a name");
    CHECK_STR(path_dir(&arena, "/c"), "/", "dir below the root");
    CHECK_STR(path_base("a/b"), "b", "base");
    CHECK_STR(path_base("b"), "b", "base of a name");
    arena_deinit(&arena);
}

typedef struct ProcessRow {
    const char *script;
    const char *input;
    int code;
    const char *out;
    const char *err;
} ProcessRow;

TEST(processes_give_both_outputs_and_their_end) {
    static const ProcessRow rows[] = {
        {"echo out; echo err >&2; exit 3", NULL, 3, "out\n", "err\n"},
        {"cat", "input", 0, "input", ""},
        {"cat", NULL, 0, "", ""},
        {"exit 0", "unread", 0, "", ""},
        {"kill -9 $$", NULL, 137, "", ""},
    };
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ProcessResult r;
        const char *const argv[] = {"sh", "-c", rows[i].script, NULL};
        CHECK(io_run(&arena, argv, rows[i].input, &r));
        CHECK_EQ(r.exit_code, rows[i].code, rows[i].script);
        CHECK_STR(r.out.text, rows[i].out, rows[i].script);
        CHECK_STR(r.err.text, rows[i].err, rows[i].script);
    }
    arena_deinit(&arena);
}

TEST(a_process_that_fills_both_pipes_does_not_hang) {
    arena_init(&arena);
    ProcessResult r;
    const char *const argv[] = {
        "sh", "-c", "head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero; cat >/dev/null", NULL};
    char *input = arena_alloc(&arena, 500001);
    memset(input, 'x', 500000);
    CHECK(io_run(&arena, argv, input, &r));
    CHECK_EQ(r.out.len, 300000, "out");
    CHECK_EQ(r.err.len, 300000, "err");
    arena_deinit(&arena);
}

TEST(a_process_that_is_not_there_is_an_error) {
    arena_init(&arena);
    ProcessResult r;
    CHECK(!io_run(&arena, (const char *const[]){"no-such-program-at-all", NULL}, NULL, &r));
    CHECK_EQ(errno, ENOENT, "errno");
    arena_deinit(&arena);
}
