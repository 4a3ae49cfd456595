// Libraries that every Windows has: `make call-units MACHINE=windows` runs this by wine.
// req: T3  (with load.c)
#include "../test.h"

#if defined(_WIN32)
#include <seam/call.h>
#include <stdio.h>
#include <string.h>

static SeamLibrary *opened(const char *name) {
    SeamLibrary *library = NULL;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_library_open(name, &library, &error), SEAM_CALL_OK, error.text);
    return library;
}

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text), size = strlen(end);
    return len >= size && !_stricmp(text + len - size, end);
}

TEST(bare_names_files_and_paths_find_one_library) {
    SeamLibrary *library = opened("msvcrt");
    if (!library) return;
    CHECK(ends_with(seam_library_path(library), "\\msvcrt.dll"));
    char path[512];
    snprintf(path, sizeof path, "%s", seam_library_path(library));
    const char *const names[] = {"msvcrt.dll", "MSVCRT", path};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        SeamLibrary *same = opened(names[i]);
        CHECK_EQ(same == library, 1, names[i]);
        seam_library_close(same);
    }
    seam_library_close(library);
}

TEST(functions_are_found_called_and_remembered) {
    SeamLibrary *library = opened("msvcrt");
    const SeamSig *sig = NULL;
    void *code = NULL, *again = NULL;
    CHECK_EQ(seam_library_symbol(library, "sqrt", NULL, &code, NULL), SEAM_CALL_OK, NULL);
    CHECK_EQ(seam_sig_parse(SEAM_ABI_HOST, "f64(f64)", &sig, NULL), SEAM_CALL_OK, NULL);
    double x = 2.25, result = 0;
    seam_call(sig, (void (*)(void))(uintptr_t)code, &result, (const void *[]){&x});
    CHECK(result == 1.5);
    CHECK_EQ(seam_library_symbol(library, "sqrt", NULL, &again, NULL), SEAM_CALL_OK, NULL);
    CHECK_EQ(again == code, 1, "remembered");
    seam_library_close(library);
}

TEST(the_last_close_unloads) {
    SeamLibrary *library = opened("dbghelp");
    if (!library) return;
    CHECK_EQ(seam_library_retain(library) == library, 1, NULL);
    seam_library_close(library);
    SeamLibrary *again = opened("dbghelp.dll");
    CHECK_EQ(again == library, 1, "one library, still there");
    seam_library_close(again);
    seam_library_close(library);
    seam_library_close(NULL);
}

TEST(the_program_itself_is_a_library) {
    SeamLibrary *library = opened(NULL);
    if (!library) return;
    CHECK(ends_with(seam_library_path(library), ".exe"));
    seam_library_close(library);
}

TEST(errors_are_in_the_systems_words) {
    SeamLibrary *library = (SeamLibrary *)&opened;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_library_open("seamnone", &library, &error), SEAM_CALL_EOPEN, NULL);
    CHECK(library == NULL && strncmp(error.text, "libseamnone.dll: ", 17) == 0 && error.text[17]);
    CHECK_EQ(seam_library_open("C:\\no\\such\\file.dll", &library, &error), SEAM_CALL_EOPEN, NULL);
    CHECK(strncmp(error.text, "C:\\no\\such\\file.dll: ", 21) == 0);

    library = opened("kernel32");
    void *code = &error;
    CHECK_EQ(seam_library_symbol(library, "SeamNone", NULL, &code, &error), SEAM_CALL_ESYMBOL,
             NULL);
    CHECK(code == NULL && strncmp(error.text, "SeamNone: ", 10) == 0);
    CHECK_EQ(seam_library_symbol(library, "CloseHandle", "1", &code, &error), SEAM_CALL_ESYMBOL,
             NULL);
    CHECK_STR(error.text, "CloseHandle: this system's loader knows no versions", NULL);
    seam_library_close(library);
}
#endif
