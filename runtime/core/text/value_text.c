// Values as print shows them: [1, 2], {"a": 1}, Point { x: 1, y: 2 }, null. Strings within others
// are quoted, with escapes that Seam reads back. What has a `toString` is shown as that says, which
// is code of the user: what it could take away meanwhile is held. Objects may refer to themselves:
// what lies too deep is shown as `...`.
#include "core/text/value_text.h"
#include "core/memory/type.h"
#include "core/memory/weak.h"
#include "core/text/utf8.h"
#include "core/value/boxed.h"
#include "core/value/held.h"
#include "core/value/value.h"
#include <seam/text.h>

#include <string.h>

enum { DEEPEST = 12 };

// Whose `toString` is being called now, in this thread; of values that are no objects NULL.
enum { CALLS_MOST = 64 };
static _Thread_local struct {
    const void *of[CALLS_MOST];
    uint32_t count;
} calls;

static void add(SeamText *t, const SeamType *type, const void *value, int depth);

static void add_c(SeamText *t, const char *text) {
    seam_text_add_chars(t, text, (int64_t)strlen(text));
}

// ---- quoting ----
static const char *escape_of(char c) {
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\0': return "\\0";
    default: return NULL;
    }
}

static bool is_control(char c) { return (uint8_t)c < 0x20 || c == 0x7f; }

static void add_hex(SeamText *t, uint64_t x, int least_digits) {
    char digits[16], *at = digits + sizeof digits;
    for (; x || least_digits > 0; x >>= 4, least_digits--) *--at = "0123456789abcdef"[x & 0xf];
    seam_text_add_chars(t, at, digits + sizeof digits - at);
}

static void add_quoted(SeamText *t, const char *text, int64_t len) {
    add_c(t, "\"");
    int64_t plain = 0;
    for (int64_t i = 0; i < len; i++) {
        const char *escape = escape_of(text[i]);
        if (!escape && !is_control(text[i])) continue;
        seam_text_add_chars(t, text + plain, i - plain);
        plain = i + 1;
        if (escape) {
            add_c(t, escape);
        } else {
            add_c(t, "\\u{");
            add_hex(t, (uint8_t)text[i], 1);
            add_c(t, "}");
        }
    }
    seam_text_add_chars(t, text + plain, len - plain);
    add_c(t, "\"");
}

// As the literal b"..".
static void add_bytes(SeamText *t, SeamBytesRef b) {
    add_c(t, "b\"");
    for (int64_t i = 0; i < b->len; i++) {
        char c = (char)b->data[i];
        const char *escape = escape_of(c);
        if (escape) {
            add_c(t, escape);
        } else if (is_control(c) || (uint8_t)c >= 0x80) {
            add_c(t, "\\x");
            add_hex(t, b->data[i], 2);
        } else {
            seam_text_add_chars(t, &c, 1);
        }
    }
    add_c(t, "\"");
}

static void add_string(SeamText *t, SeamStrRef s, int depth) {
    if (depth == 0) seam_text_add_str(t, s);
    else add_quoted(t, s->data, s->len);
}

static void add_cstring(SeamText *t, const char *text, int depth) {
    if (!text) {
        add_c(t, "null");
        return;
    }
    SeamStr s = seam_cstring_to_string(text);
    add_string(t, s, depth);
    seam_release(s);
}

// ---- toString ----
uint32_t text_calls(void) { return calls.count; }

void text_calls_abandon(uint32_t count) { calls.count = count; }

// False: it would go on for ever, and is shown as `...`.
static bool begin_call(SeamText *t, const void *object) {
    bool again = calls.count == CALLS_MOST;
    for (uint32_t i = 0; object && i < calls.count; i++) again |= calls.of[i] == object;
    if (again) add_c(t, "...");
    else calls.of[calls.count++] = object;
    return !again;
}

static void end_call(SeamText *t, SeamStr text) {
    calls.count--;
    seam_text_add_str(t, text);
    seam_release(text);
}

static void add_by_method(SeamText *t, SeamCode *method, SeamObjectRef *object) {
    if (begin_call(t, object)) end_call(t, ((SeamStr(*)(SeamObjectRef *))method)(object));
}

static void add_boxed(SeamText *t, SeamCode *method, const SeamType *type, const void *value) {
    if (begin_call(t, NULL)) end_call(t, boxed_text(method, type, value));
}

// ---- types with parts ----
// What lies in an array, a map or an object.
static void add_held(SeamText *t, const SeamType *type, const void *value, int depth) {
    Held held;
    add(t, type, held_begin(&held, type, value), depth);
    held_end(&held);
}

static void add_items(SeamText *t, const SeamType *elem, const void *data, int64_t len, int depth) {
    add_c(t, "[");
    for (int64_t i = 0; i < len; i++) {
        if (i) add_c(t, ", ");
        add(t, elem, (const char *)data + (size_t)i * elem->size, depth + 1);
    }
    add_c(t, "]");
}

static void add_array(SeamText *t, SeamArrayRef a, int depth) {
    seam_retain(a);
    add_c(t, "[");
    for (int64_t i = 0; i < a->len; i++) {
        if (i) add_c(t, ", ");
        add_held(t, a->elem, (const char *)a->data + (size_t)i * a->elem->size, depth + 1);
    }
    add_c(t, "]");
    seam_release(a);
}

static void add_map(SeamText *t, SeamMapRef m, int depth) {
    add_c(t, m->value ? "{" : "Set {");
    seam_retain(m);
    SeamMapIter it = seam_map_iter(m);
    const void *key, *value;
    for (int64_t i = 0; it.version == m->version && seam_map_next(&it, &key, &value, "", 0); i++) {
        if (i) add_c(t, ", ");
        add_held(t, m->key, key, depth + 1);
        if (!value || it.version != m->version) continue;
        add_c(t, ": ");
        add_held(t, m->value, value, depth + 1);
    }
    add_c(t, "}");
    seam_release(m);
}

static void add_tuple(SeamText *t, const SeamType *type, const void *value, int depth) {
    add_c(t, "[");
    for (uint32_t i = 0; i < type->part_count; i++) {
        if (i) add_c(t, ", ");
        add(t, type->fields[i].type, (const char *)value + type->fields[i].offset, depth + 1);
    }
    add_c(t, "]");
}

static void add_variant(SeamText *t, const SeamType *type, const void *value, int depth) {
    const SeamVariant *v = type_variant(type, value);
    const char *payload = type_payload(v, value);
    add_c(t, v->name);
    uint32_t count;
    const SeamField *fields = type_payload_fields(v, &count);
    for (uint32_t i = 0; i < count; i++) {
        add_c(t, i ? ", " : "(");
        add(t, fields[i].type, payload + fields[i].offset, depth + 1);
    }
    if (count) add_c(t, ")");
}

// `base` is a struct, or an object of a class.
static void add_fields(SeamText *t, const SeamType *type, const void *base, int depth) {
    add_c(t, type->name);
    add_c(t, type->part_count ? " { " : " {");
    for (uint32_t i = 0; i < type->part_count; i++) {
        if (i) add_c(t, ", ");
        add_c(t, type->fields[i].name);
        add_c(t, ": ");
        add_held(t, type->fields[i].type, (const char *)base + type->fields[i].offset, depth + 1);
    }
    add_c(t, type->part_count ? " }" : "}");
}

static void add_object(SeamText *t, SeamObjectRef *object, int depth) {
    if (!object) {
        add_c(t, "null");
        return;
    }
    const SeamType *type = type_of(object);
    seam_retain(object);
    SeamCode *const *table =
        type->flags & SEAM_BOX ? NULL : seam_table_of(object, &seam_interface_printable);
    if (type->flags & SEAM_BOX)
        add(t, type->fields->type, (const char *)object + type->fields->offset, depth);
    else if (table) add_by_method(t, table[0], object);
    else add_fields(t, type, object, depth);
    seam_release(object);
}

static void add_enum(SeamText *t, const SeamType *type, const void *value) {
    int64_t number = type_is_signed(type->elem) ? type_load_signed(type, value)
                                                : (int64_t)type_load_unsigned(type, value);
    for (uint32_t i = 0; i < type->part_count; i++) {
        if (type->names[i].value != number) continue;
        add_c(t, type->names[i].name);
        return;
    }
    add(t, type->elem, value, 1);
}

static void add_pointer(SeamText *t, const void *pointer) {
    if (!pointer) {
        add_c(t, "null");
        return;
    }
    add_c(t, "0x");
    add_hex(t, (uint64_t)(uintptr_t)pointer, 1);
}

// By the name of its class alone: what it refers to often refers back.
static void add_weak(SeamText *t, SeamWeakRef weak) {
    const SeamObject *object = weak_target(weak);
    if (object) add_c(t, "weak ");
    add_c(t, object ? type_of(object)->name : "null");
}

static void add_option(SeamText *t, const SeamType *type, const void *value, int depth) {
    const void *inside = type_option_value(type, value);
    if (inside) add(t, type->elem, inside, depth);
    else add_c(t, "null");
}

static void add_float(SeamText *t, const SeamType *type, const void *value) {
    if (type->kind == SEAM_KIND_F32) {
        float x;
        memcpy(&x, value, sizeof x);
        seam_text_add_f32(t, x);
    } else {
        double x;
        memcpy(&x, value, sizeof x);
        seam_text_add_f64(t, x);
    }
}

static bool may_be_circular(const SeamType *type) {
    return (type->kind >= SEAM_KIND_ARRAY && type->kind <= SEAM_KIND_INTERFACE) ||
           type->kind == SEAM_KIND_VARIANT; // not circular, but any height
}

static void add(SeamText *t, const SeamType *type, const void *value, int depth) {
    if (depth > DEEPEST && may_be_circular(type)) {
        add_c(t, "...");
        return;
    }
    SeamCode *method = boxed_method(type, &seam_interface_printable);
    if (method) {
        add_boxed(t, method, type, value);
        return;
    }
    switch ((SeamKind)type->kind) {
    case SEAM_KIND_BOOL: seam_text_add_bool(t, type_load_unsigned(type, value) != 0); break;
    case SEAM_KIND_I8:
    case SEAM_KIND_I16:
    case SEAM_KIND_I32:
    case SEAM_KIND_I64:
        if (type == &seam_type_duration) seam_text_add_duration(t, type_load_signed(type, value));
        else seam_text_add_i64(t, type_load_signed(type, value));
        break;
    case SEAM_KIND_U8:
    case SEAM_KIND_U16:
    case SEAM_KIND_U32:
    case SEAM_KIND_U64: seam_text_add_u64(t, type_load_unsigned(type, value)); break;
    case SEAM_KIND_F32:
    case SEAM_KIND_F64: add_float(t, type, value); break;
    case SEAM_KIND_STRING: add_string(t, value_pointer(value), depth); break;
    case SEAM_KIND_BYTES: add_bytes(t, value_pointer(value)); break;
    case SEAM_KIND_ARRAY: add_array(t, value_pointer(value), depth); break;
    case SEAM_KIND_MAP:
    case SEAM_KIND_SET: add_map(t, value_pointer(value), depth); break;
    case SEAM_KIND_CLASS:
    case SEAM_KIND_INTERFACE: add_object(t, value_pointer(value), depth); break;
    case SEAM_KIND_FUNCTION: add_c(t, "function"); break;
    case SEAM_KIND_OPTION: add_option(t, type, value, depth); break;
    case SEAM_KIND_STRUCT: add_fields(t, type, value, depth); break;
    case SEAM_KIND_TUPLE: add_tuple(t, type, value, depth); break;
    case SEAM_KIND_VARIANT: add_variant(t, type, value, depth); break;
    case SEAM_KIND_UNION: add_c(t, type->name); break;
    case SEAM_KIND_ENUM: add_enum(t, type, value); break;
    case SEAM_KIND_POINTER: add_pointer(t, value_pointer(value)); break;
    case SEAM_KIND_CSTRING: add_cstring(t, value_pointer(value), depth); break;
    case SEAM_KIND_WEAK: add_weak(t, value_pointer(value)); break;
    case SEAM_KIND_CARRAY: add_items(t, type->elem, value, type->part_count, depth); break;
    }
}

void seam_text_add_name(SeamText *t, const SeamType *type, const void *value) {
    add_enum(t, type, value);
}

void seam_text_add_value(SeamText *t, const SeamType *type, const void *value) {
    add(t, type, value, 0);
}

SeamStr seam_string_debug(SeamStrRef s) {
    SeamText text;
    seam_text_init(&text);
    add_quoted(&text, s->data, s->len);
    return seam_text_finish(&text);
}
