// Errors: the prelude's class, messages, return traces, and what happens to those that nothing
// catches.
#include <seam/error.h>

#include "core/memory/type.h"
#include "core/program/output.h"
#include "core/program/trace.h"

#include <string.h>

// ---- the prelude's Error ----
static SeamStr message_of(SeamObjectRef *error) {
    return seam_string_retain(((SeamError *)(void *)error)->message);
}

static void drop_error(void *object) { seam_release_opt(((SeamError *)object)->message); }

static SeamCode *const error_methods[] = {(SeamCode *)message_of};
static const SeamTable error_tables[] = {{&seam_interface_error, error_methods}};
static const SeamField error_fields[] = {
    {"message", &seam_type_string, offsetof(SeamError, message)}};

SeamType seam_type_error = {.kind = SEAM_KIND_CLASS,
                            .flags = SEAM_COUNTED,
                            .size = sizeof(SeamObject *),
                            .align = _Alignof(SeamObject *),
                            .object_size = sizeof(SeamError),
                            .name = "Error",
                            .fields = error_fields,
                            .part_count = 1,
                            .tables = error_tables,
                            .table_count = 1,
                            .drop = drop_error};

SeamObject *seam_error_new(SeamStrRef message) {
    SeamError *error = seam_object_new(&seam_type_error);
    error->message = seam_string_retain(message);
    return &error->head;
}

SeamStr seam_error_message(SeamObjectRef *error) {
    SeamCode *const *table = seam_table_of(error, &seam_interface_error);
    return ((SeamStr(*)(SeamObjectRef *))table[0])(error);
}

// ---- traces ----
enum { TRACES = 4, FRAMES = 24 };

typedef struct Frame {
    const char *file;
    uint32_t place;
} Frame;

typedef struct Trace {
    const SeamObject *error; // NULL: free
    uint32_t count;          // may exceed FRAMES: the last ones were not kept
    Frame frames[FRAMES];
} Trace;

// The next one to give away goes round; all are empty in most threads for ever.
static _Thread_local struct {
    Trace traces[TRACES];
    uint32_t next;
} kept;

static Trace *find_trace(const SeamObject *error) {
    for (uint32_t i = 0; i < TRACES; i++)
        if (kept.traces[i].error == error) return &kept.traces[i];
    return NULL;
}

void seam_error_frame(SeamObjectRef *error, SEAM_PLACE) {
    Trace *trace = find_trace(error);
    if (!trace) {
        trace = &kept.traces[kept.next++ % TRACES];
        trace->error = error;
        trace->count = 0;
    }
    if (trace->count < FRAMES) trace->frames[trace->count] = (Frame){file, place};
    trace->count++;
}

void trace_forget(const SeamObject *error) {
    Trace *trace = find_trace(error);
    if (trace) trace->error = NULL;
}

void trace_add_place(SeamText *out, SEAM_PLACE) {
    if (!*file) return;
    seam_text_add_chars(out, "  at ", 5);
    seam_text_add_chars(out, file, (int64_t)strlen(file));
    seam_text_add_chars(out, ":", 1);
    seam_text_add_u64(out, place >> 12);
    seam_text_add_chars(out, ":", 1);
    seam_text_add_u64(out, place & 0xfff);
    seam_text_add_chars(out, "\n", 1);
}

void trace_print(SeamText *out, const SeamObject *error) {
    const Trace *trace = find_trace(error);
    if (!trace) return;
    for (uint32_t i = 0; i < trace->count && i < FRAMES; i++)
        trace_add_place(out, trace->frames[i].file, trace->frames[i].place);
    if (trace->count > FRAMES) {
        seam_text_add_chars(out, "  and ", 6);
        seam_text_add_u64(out, trace->count - FRAMES);
        seam_text_add_chars(out, " more\n", 6);
    }
}

// ---- uncaught ----
// The plain Error needs no name before its message.
int seam_uncaught(SeamObject *error) {
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "error: ", 7);
    const SeamType *type = type_of(error);
    if (type != &seam_type_error) {
        seam_text_add_chars(&text, type->name, (int64_t)strlen(type->name));
        seam_text_add_chars(&text, ": ", 2);
    }
    SeamStr message = seam_error_message(error);
    seam_text_add_str(&text, message);
    seam_text_add_chars(&text, "\n", 1);
    seam_release(message);
    trace_print(&text, error);
    output_error(&text);
    seam_release(error);
    return 1;
}
