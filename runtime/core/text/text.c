// Text under construction. It begins in the SeamText itself and moves to the heap when it outgrows
// that.
#include <seam/text.h>

#include "core/memory/alloc.h"
#include "core/text/number_text.h"
#include "core/text/string.h"
#include "core/text/utf8.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

void seam_text_deinit(SeamText *t) {
    if (t->data != t->room) memory_free(t->data, (size_t)t->cap);
    seam_text_init(t);
}

SeamStr seam_text_finish(SeamText *t) {
    SeamStr s = seam_string_new(t->data, t->len);
    seam_text_deinit(t);
    return s;
}

static SEAM_COLD void grow(SeamText *t, int64_t more) {
    if (more > memory_most - t->len) memory_fail();
    int64_t cap = memory_grown(t->cap, t->len + more, 0);
    if (t->data == t->room) {
        t->data = memory_alloc((size_t)cap);
        memcpy(t->data, t->room, (size_t)t->len);
    } else {
        t->data = memory_resize(t->data, (size_t)t->cap, (size_t)t->len, (size_t)cap);
    }
    t->cap = cap;
}

// Room for `more` bytes behind the text.
static char *reserve(SeamText *t, int64_t more) {
    if (SEAM_UNLIKELY(t->cap - t->len < more)) grow(t, more);
    return t->data + t->len;
}

void seam_text_add_chars(SeamText *t, const char *text, int64_t len) {
    memcpy(reserve(t, len), text, (size_t)len);
    t->len += len;
}

void seam_text_add_str(SeamText *t, SeamStrRef s) { seam_text_add_chars(t, s->data, s->len); }

void seam_text_add_bool(SeamText *t, bool x) {
    seam_text_add_chars(t, x ? "true" : "false", x ? 4 : 5);
}

void seam_text_add_i64(SeamText *t, int64_t x) {
    t->len += number_text_i64(reserve(t, NUMBER_TEXT_SIZE), x);
}

void seam_text_add_u64(SeamText *t, uint64_t x) {
    t->len += number_text_u64(reserve(t, NUMBER_TEXT_SIZE), x);
}

void seam_text_add_f64(SeamText *t, double x) {
    t->len += number_text_f64(reserve(t, NUMBER_TEXT_SIZE), x);
}

void seam_text_add_f32(SeamText *t, float x) {
    t->len += number_text_f32(reserve(t, NUMBER_TEXT_SIZE), x);
}

void seam_text_add_rune(SeamText *t, uint32_t rune) { t->len += utf8_put(reserve(t, 4), rune); }

// ---- by a pattern ----
// The compiler alone writes patterns, so that an unknown directive is our own bug.
static void add_formatted(SeamText *t, va_list *values) {
    const SeamType *type = va_arg(*values, const SeamType *);
    const void *value = va_arg(*values, const void *);
    const char *format = va_arg(*values, const char *);
    const char *file = va_arg(*values, const char *);
    seam_text_add_format(t, type, value, format, file, va_arg(*values, uint32_t));
}

static void add_value(SeamText *t, va_list *values) {
    const SeamType *type = va_arg(*values, const SeamType *);
    seam_text_add_value(t, type, va_arg(*values, const void *));
}

static void add_name(SeamText *t, va_list *values) {
    const SeamType *type = va_arg(*values, const SeamType *);
    seam_text_add_name(t, type, va_arg(*values, const void *));
}

static void add_directive(SeamText *t, char directive, va_list *values) {
    switch (directive) {
    case 'd': seam_text_add_i64(t, va_arg(*values, int64_t)); return;
    case 'u': seam_text_add_u64(t, va_arg(*values, uint64_t)); return;
    case 'g': seam_text_add_f64(t, va_arg(*values, double)); return;
    case 'f': seam_text_add_f32(t, (float)va_arg(*values, double)); return;
    case 'b': seam_text_add_bool(t, va_arg(*values, int) != 0); return;
    case 's': seam_text_add_str(t, va_arg(*values, SeamStr)); return;
    case 't': seam_text_add_duration(t, va_arg(*values, int64_t)); return;
    case 'v': add_value(t, values); return;
    case 'n': add_name(t, values); return;
    case 'F': add_formatted(t, values); return;
    case '%': seam_text_add_chars(t, "%", 1); return;
    case '0': seam_text_add_chars(t, "", 1); return;
    }
    assert(!"a directive that the compiler does not write");
}

static void build(SeamText *t, const char *pattern, va_list *values) {
    seam_text_init(t);
    for (const char *at = pattern; *at; at++) {
        if (*at == '%') {
            add_directive(t, *++at, values);
            continue;
        }
        *reserve(t, 1) = *at;
        t->len++;
    }
}

SeamStr seam_string_format(const char *pattern, ...) {
    SeamText t;
    va_list values;
    va_start(values, pattern);
    build(&t, pattern, &values);
    va_end(values);
    return seam_text_finish(&t);
}

void seam_print_format(const char *pattern, ...) {
    SeamText t;
    va_list values;
    va_start(values, pattern);
    build(&t, pattern, &values);
    va_end(values);
    seam_print_text(&t);
}

void seam_print_error_format(const char *pattern, ...) {
    SeamText t;
    va_list values;
    va_start(values, pattern);
    build(&t, pattern, &values);
    va_end(values);
    seam_print_error_text(&t);
}

// ---- toString ----
SeamStr seam_i64_to_string(int64_t x) {
    char text[NUMBER_TEXT_SIZE];
    return seam_string_new(text, number_text_i64(text, x));
}

SeamStr seam_u64_to_string(uint64_t x) {
    char text[NUMBER_TEXT_SIZE];
    return seam_string_new(text, number_text_u64(text, x));
}

SeamStr seam_f64_to_string(double x) {
    char text[NUMBER_TEXT_SIZE];
    return seam_string_new(text, number_text_f64(text, x));
}

SeamStr seam_f32_to_string(float x) {
    char text[NUMBER_TEXT_SIZE];
    return seam_string_new(text, number_text_f32(text, x));
}

SeamStr seam_bool_to_string(bool x) {
    SEAM_STRING_LITERAL(yes, "true", 4);
    SEAM_STRING_LITERAL(no, "false", 5);
    return x ? SEAM_STR(yes) : SEAM_STR(no);
}
