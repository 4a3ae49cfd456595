// What happens to errors that nobody catches: the handler of onUncaught, or the report.
#include "core/program/uncaught.h"

#include <seam/error.h>

#include <stdlib.h>
#include <string.h>

#include "core/memory/type.h"
#include "core/program/output.h"
#include "core/trace/trace.h"

// "error: DbError: message" and its places. The plain Error needs no name before its message.
static void add_error(SeamText *text, const char *title, SeamObjectRef *error) {
    seam_text_add_chars(text, title, (int64_t)strlen(title));
    const SeamType *type = type_of(error);
    if (type != &seam_type_error) {
        seam_text_add_chars(text, type->name, (int64_t)strlen(type->name));
        seam_text_add_chars(text, ": ", 2);
    }
    SeamStr message = seam_error_message(error);
    seam_text_add_str(text, message);
    seam_text_add_chars(text, "\n", 1);
    seam_release(message);
    trace_print(text, error);
}

static void print_report(SeamObjectRef *error) {
    enum { CAUSES = 100 };
    SeamText text;
    seam_text_init(&text);
    add_error(&text, "error: ", error);
    SeamObject *cause = trace_cause(error);
    for (int i = 0; cause && i < CAUSES; i++, cause = trace_cause(cause))
        add_error(&text, "caused by: ", cause);
    if (cause) seam_text_add_chars(&text, "caused by more\n", 15);
    output_error(&text);
}

// ---- the handler ----
// One for the program; the main thread sets it.
static SeamFunction handler;

void error_forget_handler(void) {
    handler.code = NULL;
    seam_release_opt(seam_taken(&handler.env));
}

void seam_on_uncaught(SeamFunction f) {
    seam_retain_opt(f.env);
    SeamObject *old = handler.env;
    handler = f;
    seam_release_opt(old);
}

// False: there is none. The error goes with it.
static bool is_handled(SeamObject *error) {
    typedef SeamObject *Handler(SeamInterface error, SeamObjectRef * env);
    SeamFunction f = handler; // which may set another one
    if (!f.code) return false;
    seam_retain_opt(f.env);
    ((Handler *)f.code)(seam_interface_of(error, &seam_interface_error), f.env);
    seam_release_opt(f.env);
    seam_release(error);
    return true;
}

void error_handle(SeamObject *error) {
    if (is_handled(error)) return;
    print_report(error);
    seam_release(error);
    exit(1);
}

int seam_uncaught(SeamObject *error) {
    print_report(error);
    seam_release(error);
    return 1;
}
