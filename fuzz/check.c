// Fuzzes the whole compiler in process, from a text to C: it says yes, or no with diagnostics that
// render, and what it makes passes its own verification. There are no other files, and no other
// programs: what asks for one is told that it is not there (the linker puts these in the place of
// base/io.h's, see the Makefile).
#include "base/io.h"
#include "driver/pipeline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
bool __wrap_io_read(Arena *a, const char *path, FileText *out);
bool __wrap_io_write(const char *path, const void *data, size_t len);
bool __wrap_io_make_dirs(const char *path);
bool __wrap_io_exists(const char *path);
bool __wrap_io_is_file(const char *path);
bool __wrap_io_run(Arena *a, const char *const argv[], const char *stdin_text, ProcessResult *out);

static const char main_path[] = "fuzz.seam";
static FileText input;

static bool is_input(const char *path) {
    if (strcmp(path, main_path) == 0) return true;
    errno = ENOENT;
    return false;
}

bool __wrap_io_read(Arena *a, const char *path, FileText *out) {
    if (!is_input(path)) return false;
    *out = (FileText){arena_text(a, input.text, input.len), input.len};
    return true;
}

bool __wrap_io_exists(const char *path) { return is_input(path); }

bool __wrap_io_is_file(const char *path) { return is_input(path); }

bool __wrap_io_write(const char *path, const void *data, size_t len) {
    (void)path, (void)data, (void)len;
    errno = EROFS;
    return false;
}

bool __wrap_io_make_dirs(const char *path) { return __wrap_io_write(path, NULL, 0); }

bool __wrap_io_run(Arena *a, const char *const argv[], const char *stdin_text, ProcessResult *out) {
    (void)a, (void)argv, (void)stdin_text, (void)out;
    errno = ENOENT;
    return false;
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    return setenv("SEAM_VERIFY", "1", 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FILE *sink;
    if (!sink) sink = fopen("/dev/null", "w");
    input = (FileText){(const char *)data, size};
    Pipeline p;
    pipeline_init(&p, (CImportPaths){.helper = "none"});
    p.program.check_library = false; // it is the same every time
    pipeline_run(&p, &(Root){.path = main_path, .kind = ROOT_PROGRAM}, 1, STAGE_C);
    diags_render(&p.session.diags, DIAG_TEXT, true, sink);
    diags_render(&p.session.diags, DIAG_JSON, false, sink);
    pipeline_deinit(&p);
    return 0;
}
