// Libraries that every Linux has; windows.c beside this has Windows' own.
// req in part: T3
#include "../test.h"

#if !defined(_WIN32)

#include <dlfcn.h>
#include <pthread.h>
#include <seam/call.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static SeamLibrary *opened(const char *name) {
    SeamLibrary *library = NULL;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_library_open(name, &library, &error), SEAM_CALL_OK, error.text);
    return library;
}

static double call_sqrt(SeamLibrary *library) {
    void *code = NULL;
    const SeamSig *sig = NULL;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_library_symbol(library, "sqrt", NULL, &code, &error), SEAM_CALL_OK, error.text);
    if (!code) return 0;
    seam_sig_parse(SEAM_ABI_HOST, "f64(f64)", &sig, NULL);
    double x = 2.25, result = 0;
    seam_call(sig, (void (*)(void))(uintptr_t)code, &result, (const void *[]){&x});
    return result;
}

TEST(bare_names_find_the_newest_version) {
    static const char *const names[] = {"libm.so.6", "libm", "m"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        SeamLibrary *library = opened(names[i]);
        if (!library) continue;
        CHECK_EQ(call_sqrt(library) == 1.5, 1, names[i]);
        CHECK(strstr(seam_library_path(library), "libm.so") != NULL); // where that is no text
        seam_library_close(library);
    }
}

TEST(a_path_opens_that_file) {
    SeamLibrary *library = opened("libm.so.6"), *same = NULL;
    if (!library) return;
    char path[256];
    snprintf(path, sizeof path, "%s", seam_library_path(library));
    same = opened(path);
    CHECK_EQ(same == library, 1, "one library, however it is named");
    seam_library_close(same);
    CHECK_EQ(call_sqrt(library) == 1.5, 1, "one owner is left");
    seam_library_close(library);
}

static bool is_loaded(const char *name) {
    void *handle = dlopen(name, RTLD_NOW | RTLD_NOLOAD);
    if (handle) dlclose(handle);
    return handle != NULL;
}

TEST(the_last_close_unloads) {
    SeamLibrary *library = opened("libutil.so.1");
    if (!library) return;
    CHECK_EQ(seam_library_retain(library) == library, 1, NULL);
    seam_library_close(library);
    CHECK_EQ(is_loaded("libutil.so.1"), 1, "retained");
    seam_library_close(library);
    CHECK_EQ(is_loaded("libutil.so.1"), 0, "closed");
    seam_library_close(NULL);
}

TEST(a_closed_library_says_so) {
    SeamLibrary *library = opened("libm.so.6");
    if (!library) return;
    void *code;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_library_symbol(library, "cos", NULL, &code, NULL), SEAM_CALL_OK, NULL);
    char text[256], path[200];
    snprintf(path, sizeof path, "%s", seam_library_path(library));
    snprintf(text, sizeof text, "the library was closed: %s", path);
    seam_library_close(library);
    for (int i = 0; i < 2; i++) {
        const char *name = i ? "cos" : "sin"; // that was found before, and another one
        SeamCallStatus status = seam_library_symbol(library, name, NULL, &code, &error);
        CHECK_EQ(status, SEAM_CALL_EARGUMENT, name);
        CHECK_STR(error.text, text, name);
        CHECK(code == NULL);
    }
    CHECK(seam_library_retain(library) == NULL);
    seam_library_close(library);
    CHECK_STR(seam_library_path(library), path, "closed");
    SeamLibrary *again = opened(path);
    CHECK(again == library);
    CHECK_EQ(seam_library_symbol(again, "cos", NULL, &code, NULL), SEAM_CALL_OK, "open again");
    seam_library_close(again);
}

TEST(the_program_itself_is_a_library) {
    SeamLibrary *library = opened(NULL);
    void *code = NULL;
    CHECK_EQ(seam_library_symbol(library, "strlen", NULL, &code, NULL), SEAM_CALL_OK, NULL);
    CHECK_EQ(((size_t (*)(const char *))(uintptr_t)code)("four"), 4, NULL);
    CHECK_STR(seam_library_path(library), "", NULL);
    seam_library_close(library);
}

// What the platform says, beside the rule of ours.
TEST(errors_are_the_loaders_own) {
    static const struct {
        const char *name, *text;
    } rows[] = {
        {"./no/such.so", "./no/such.so: cannot open shared object file: No such file or directory"},
        {"libseamnone",
         "libseamnone.so: cannot open shared object file: No such file or directory"},
        {"/etc/passwd", "/etc/passwd: file too short"},
        {"", "the library has no name"},
        {"/", "/: cannot read file data: Is a directory"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SeamLibrary *library = (SeamLibrary *)&rows;
        SeamCallError error = {{0}, 0};
        CHECK_EQ(seam_library_open(rows[i].name, &library, &error), SEAM_CALL_EOPEN, rows[i].name);
        CHECK(library == NULL);
        if (strstr(error.text, "too short") || strstr(error.text, "invalid ELF")) continue;
        CHECK_STR(error.text, rows[i].text, rows[i].name);
    }
}

TEST(missing_symbols_are_named) {
    SeamLibrary *library = opened("libm.so.6");
    if (!library) return;
    void *code = &library;
    SeamCallError error = {{0}, 0};
    SeamCallStatus status = seam_library_symbol(library, "sqroot", NULL, &code, &error);
    CHECK_EQ(status, SEAM_CALL_ESYMBOL, NULL);
    CHECK(code == NULL);
    CHECK(strstr(error.text, "undefined symbol: sqroot") != NULL);
    CHECK_EQ(seam_library_symbol(library, "", NULL, &code, NULL), SEAM_CALL_ESYMBOL, "no name");
    seam_library_close(library);
}

TEST(versions_are_different_symbols) {
    SeamLibrary *library = opened("libc.so.6");
    if (!library) return;
    void *plain = NULL, *again = NULL, *other = NULL;
#if defined(__x86_64__)
    SeamCallError error = {{0}, 0};
    seam_library_symbol(library, "pthread_cond_init", NULL, &plain, NULL);
    SeamCallStatus status =
        seam_library_symbol(library, "pthread_cond_init", "GLIBC_2.3.2", &again, &error);
    CHECK_EQ(status, SEAM_CALL_OK, error.text);
    seam_library_symbol(library, "pthread_cond_init", "GLIBC_2.2.5", &other, NULL);
    CHECK_EQ(plain == again, 1, "the default version");
    CHECK_EQ(plain != other && other, 1, "the old version");
    seam_library_symbol(library, "pthread_cond_init", "GLIBC_2.2.5", &again, NULL);
    CHECK_EQ(again == other, 1, "remembered by version");
#endif
    SeamCallStatus none = seam_library_symbol(library, "strlen", "SEAM_1", &plain, NULL);
    CHECK_EQ(none, SEAM_CALL_ESYMBOL, NULL);
    seam_library_close(library);
    (void)again, (void)other;
}

TEST(what_was_missing_is_looked_for_again) {
    SeamLibrary *program = opened(NULL);
    void *code = NULL;
    SeamCallStatus before = seam_library_symbol(program, "XML_ExpatVersion", NULL, &code, NULL);
    CHECK_EQ(before, SEAM_CALL_ESYMBOL, "not loaded");
    void *handle = dlopen("libexpat.so.1", RTLD_NOW | RTLD_GLOBAL);
    if (handle) { // where it is not installed, there is nothing to see
        CHECK_EQ(seam_library_symbol(program, "XML_ExpatVersion", NULL, &code, NULL), SEAM_CALL_OK,
                 NULL);
    }
    seam_library_close(program);
    if (handle) dlclose(handle);
}

TEST(many_names_are_remembered) {
    static const char *const names[] = {
        "abs",    "atof",   "atoi",   "atol",    "bsearch", "calloc",  "div",     "exit",
        "fclose", "fflush", "fgetc",  "fgets",   "fopen",   "fputc",   "fputs",   "fread",
        "free",   "fscanf", "fseek",  "ftell",   "fwrite",  "getc",    "getenv",  "isalnum",
        "labs",   "malloc", "memchr", "memcmp",  "memcpy",  "memset",  "perror",  "printf",
        "putc",   "puts",   "qsort",  "rand",    "realloc", "remove",  "rename",  "rewind",
        "srand",  "strcat", "strchr", "strcmp",  "strcpy",  "strlen",  "strncat", "strncmp",
        "strtod", "strtok", "strtol", "strtoul", "time",    "tmpfile", "ungetc",  "vprintf"};
    enum { COUNT = sizeof names / sizeof *names };
    SeamLibrary *library = opened("libc.so.6");
    void *first[COUNT], *again = NULL;
    for (size_t i = 0; i < COUNT; i++)
        CHECK_EQ(seam_library_symbol(library, names[i], NULL, &first[i], NULL), SEAM_CALL_OK,
                 names[i]);
    for (size_t i = 0; i < COUNT; i++) {
        seam_library_symbol(library, names[i], NULL, &again, NULL);
        CHECK_EQ(again == first[i], 1, names[i]);
        CHECK(again != NULL);
    }
    seam_library_close(library);
}

static void *use_much(void *done) {

    for (int i = 0; i < 2000; i++) {
        SeamLibrary *library = NULL;
        if (seam_library_open(i % 2 ? "m" : "libc.so.6", &library, NULL) != SEAM_CALL_OK)
            return NULL;
        void *code = NULL;
        const char *name = i % 4 == 0 ? "strlen" : i % 4 == 2 ? "strcmp" : "sqrt";
        seam_library_symbol(library, name, NULL, &code, NULL);
        seam_library_close(library);
        if (!code) return NULL;
    }
    return done;
}

TEST(threads_open_look_up_and_close) {
    enum { THREADS = 8 };
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, use_much, threads);
    for (int i = 0; i < THREADS; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        CHECK(result != NULL);
    }
}

TEST(bare_names_are_found_in_the_library_path) {
    char dir[] = "/tmp/seam-load-XXXXXX", link_name[64], newer[64];
    SeamLibrary *library = opened("libutil.so.1");
    if (!library || !mkdtemp(dir)) return;
    snprintf(link_name, sizeof link_name, "%s/libseamload.so.9", dir);
    snprintf(newer, sizeof newer, "%s/libseamload.so.10", dir);
    CHECK_EQ(symlink("/no/such/file", link_name), 0, NULL);
    CHECK_EQ(symlink(seam_library_path(library), newer), 0, NULL);
    const char *before = getenv("LD_LIBRARY_PATH");
    char *kept = before ? strdup(before) : NULL;
    setenv("LD_LIBRARY_PATH", dir, 1);
    SeamLibrary *found = opened("seamload");
    CHECK_EQ(found == library, 1, "the same file");
    seam_library_close(found);
    if (kept) setenv("LD_LIBRARY_PATH", kept, 1);
    else unsetenv("LD_LIBRARY_PATH");
    free(kept);
    unlink(link_name);
    unlink(newer);
    rmdir(dir);
    seam_library_close(library);
}

TEST(libraries_refuse_what_is_no_argument) {
    SeamLibrary *library = opened(NULL);
    SeamCallError error = {{0}, 0};
    void *code = &error;
    CHECK_EQ(seam_library_open(NULL, NULL, &error), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(error.text, "nobody takes the result: `out` is NULL", NULL);
    CHECK_EQ(seam_library_symbol(NULL, "strlen", NULL, &code, &error), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(error.text, "there is no library: it is NULL", NULL);
    CHECK_EQ(seam_library_symbol(library, NULL, NULL, &code, &error), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(error.text, "there is no name: it is NULL", NULL);
    CHECK_EQ(seam_library_symbol(library, "strlen", NULL, NULL, &error), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(error.text, "nobody takes the result: `out` is NULL", NULL);
    CHECK(!code && !seam_library_retain(NULL) && !seam_library_path(NULL));
    seam_library_close(library);
}

static bool is_done;

static void *retain_and_close(void *library) {
    while (!__atomic_load_n(&is_done, __ATOMIC_RELAXED))
        seam_library_close(seam_library_retain(library));
    return NULL;
}

TEST(a_child_of_fork_finds_no_lock_taken) {
    SeamLibrary *library = opened("libm.so.6");
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, retain_and_close, library);
    int stuck = 0;
    for (int i = 0; i < 200 && !stuck; i++) {
        pid_t child = fork();
        if (child == 0) {
            alarm(10);
            seam_library_close(seam_library_retain(library));
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        stuck += status != 0;
    }
    CHECK_EQ(stuck, 0, NULL);
    __atomic_store_n(&is_done, true, __ATOMIC_RELAXED);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    seam_library_close(library);
}
#endif
