// Errors: the prelude's class, messages and causes.
#include <seam/error.h>

#include "core/memory/type.h"
#include "core/trace/trace.h"

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

SeamObject *seam_error_new(SeamStrRef message, SeamObjectRef *cause) {
    SeamError *error = seam_object_new(&seam_type_error);
    error->message = seam_string_retain(message);
    if (cause) trace_set_cause(&error->head, cause);
    return &error->head;
}

SeamStr seam_error_message(SeamObjectRef *error) {
    SeamCode *const *table = seam_table_of(error, &seam_interface_error);
    return ((SeamStr(*)(SeamObjectRef *))table[0])(error);
}

// ---- causes ----
bool seam_error_cause(SeamInterface error, SeamInterface *out) {
    SeamObject *cause = trace_cause(error.object);
    if (!cause) return false;
    seam_retain(cause);
    *out = seam_interface_of(cause, &seam_interface_error);
    return true;
}

void seam_error_add_cause(SeamInterface error, SeamInterface cause) {
    trace_set_cause(error.object, cause.object);
}
