// What a program was started with and in, and how it says that the system refused something.
#include <seam/system.h>
#include <seam/text.h>

#include "core/program/arguments.h"
#include "core/system/failure.h"
#include "core/text/string.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

// ---- refused ----
static void add_c(SeamText *t, const char *text) {
    seam_text_add_chars(t, text, (int64_t)strlen(text));
}

static void fail(SeamObject **error, const char *what, SeamStrRef path, const char *reason) {
    SeamText t;
    seam_text_init(&t);
    add_c(&t, "cannot ");
    add_c(&t, what);
    if (path) {
        add_c(&t, " `");
        seam_text_add_str(&t, path);
        add_c(&t, "`");
    }
    add_c(&t, ": ");
    add_c(&t, reason);
    SeamStr message = seam_text_finish(&t);
    *error = seam_error_new(message, NULL);
    seam_release(message);
}

void system_fail(SeamObject **error, const char *what, SeamStrRef path, int number) {
    fail(error, what, path, strerror(number));
}

const char *system_path(SeamObject **error, const char *what, SeamStrRef path) {
    if (!memchr(path->data, '\0', (size_t)path->len)) return path->data;
    fail(error, what, path, "a path has no NUL inside");
    return NULL;
}

// ---- the process ----
SeamArray seam_process_args(void) { return program_arguments(); }
int64_t seam_process_id(void) { return getpid(); }

SeamStr seam_process_cwd(SeamObject **error) {
    int saved = errno;
    char *path = getcwd(NULL, 0);
    SeamStr s = path ? seam_cstring_to_string(path) : NULL;
    if (!path) system_fail(error, "tell the current folder", NULL, errno);
    free(path);
    errno = saved;
    return s;
}

// ---- the environment ----
static bool is_name(SeamStrRef name) {
    return name->len && !memchr(name->data, '=', (size_t)name->len) &&
           !memchr(name->data, '\0', (size_t)name->len);
}

static void want_name(SeamStrRef name, SEAM_PLACE) {
    if (!is_name(name))
        seam_panic("the name of an environment variable has neither `=` nor NUL", file, place);
}

SeamStr seam_env_get(SeamStrRef name) {
    const char *value = is_name(name) ? getenv(name->data) : NULL;
    return value ? seam_cstring_to_string(value) : NULL;
}

void seam_env_set(SeamStrRef name, SeamStrRef value, SEAM_PLACE) {
    want_name(name, file, place);
    setenv(name->data, seam_cstring(value, file, place), 1);
}

void seam_env_delete(SeamStrRef name, SEAM_PLACE) {
    want_name(name, file, place);
    unsetenv(name->data);
}

SeamMap seam_env_all(void) {
    SeamMap all = seam_map_new(&seam_type_string, &seam_type_string, 16);
    for (char **at = environ; at && *at; at++) {
        const char *equals = strchr(*at, '=');
        if (!equals) continue;
        SeamStr name = seam_string_from_utf8(*at, equals - *at);
        SeamStr value = seam_cstring_to_string(equals + 1);
        seam_map_set(all, &name, &value);
        seam_release(name);
        seam_release(value);
    }
    return all;
}
