// Text under construction (templates, print, join) and standard output. Included by
// <seam/runtime.h>. A template is one call: seam_string_format("record %d has %s", (int64_t)3, s).
// A SeamText lives on the stack and holds short text in itself:
//     SeamText t; seam_text_init(&t); seam_text_add_..(&t, ..); SeamStr s = seam_text_finish(&t);
// Output goes through C's own stdout, so that the order with printf and puts of C libraries is
// kept.
#ifndef SEAM_TEXT_H
#define SEAM_TEXT_H

#include <seam/array.h>

enum { SEAM_TEXT_ROOM = 232 };
typedef struct SeamText {
    char *data; // room, or a string under construction on the heap
    int64_t len;
    int64_t cap;
    char room[SEAM_TEXT_ROOM];
} SeamText;

static inline void seam_text_init(SeamText *t) {
    t->data = t->room;
    t->len = 0;
    t->cap = SEAM_TEXT_ROOM;
}
void seam_text_deinit(SeamText *t); // where neither finish nor print comes
SeamStr seam_text_finish(SeamText *t);

void seam_text_add_chars(SeamText *t, const char *text, int64_t len);
void seam_text_add_str(SeamText *t, SeamStrRef s);
void seam_text_add_bool(SeamText *t, bool x);
void seam_text_add_i64(SeamText *t, int64_t x);
void seam_text_add_u64(SeamText *t, uint64_t x);
void seam_text_add_f64(SeamText *t, double x); // the shortest text that reads back: 100, 0.1, 1e+21
void seam_text_add_f32(SeamText *t, float x);
void seam_text_add_duration(SeamText *t, int64_t ns); // 1.5s, 20ms
void seam_text_add_rune(SeamText *t, uint32_t rune);
// Any value as print shows it: a string bare, strings within others quoted.
void seam_text_add_value(SeamText *t, const SeamType *type, const void *value);
// A value of a C-like enum by its name, or its number where it has none.
void seam_text_add_name(SeamText *t, const SeamType *type, const void *value);
// `${value:format}` with [[fill]< > ^][+][0][width][,][.digits][type], type d x X o b of integers,
// f e % of floats. Panics on a format that the type does not take.
void seam_text_add_format(SeamText *t, const SeamType *type, const void *value, const char *format,
                          SEAM_PLACE);

// By a pattern: plain text, and for each value one of
//   %d int64_t  %u uint64_t  %g double  %f double that was a float  %b bool  %s SeamStr
//   %t int64_t, a Duration  %v const SeamType *, const void *: any value  %n the same, by name
//   %F const SeamType *, const void *, const char *format, SEAM_AT(..): as seam_text_add_format
// and %% for a percent sign, %0 for a NUL. The caller casts; narrower types would be read wrongly.
SeamStr seam_string_format(const char *pattern, ...);
void seam_print_format(const char *pattern, ...);       // and a newline
void seam_print_error_format(const char *pattern, ...); // likewise, to stderr

SeamStr seam_float_to_fixed(double x, int64_t digits, SEAM_PLACE);       // digits 0..100
SeamStr seam_float_to_precision(double x, int64_t digits, SEAM_PLACE);   // digits 1..100
SeamStr seam_float_to_exponential(double x, int64_t digits, SEAM_PLACE); // -1: as many as it needs
// Digits and lower-case letters; radix 2..36.
SeamStr seam_i64_to_radix(int64_t x, int64_t radix, SEAM_PLACE);
SeamStr seam_u64_to_radix(uint64_t x, int64_t radix, SEAM_PLACE);
#define seam_i8_to_radix  seam_i64_to_radix
#define seam_i16_to_radix seam_i64_to_radix
#define seam_i32_to_radix seam_i64_to_radix
#define seam_u8_to_radix  seam_u64_to_radix
#define seam_u16_to_radix seam_u64_to_radix
#define seam_u32_to_radix seam_u64_to_radix
SeamStr seam_i64_to_string(int64_t x);
SeamStr seam_u64_to_string(uint64_t x);
SeamStr seam_f64_to_string(double x);
SeamStr seam_f32_to_string(float x);
SeamStr seam_bool_to_string(bool x); // not allocated

// Write the text and a newline, and give the text up. A failing stdout ends the program with a
// message.
void seam_print_text(SeamText *t);
void seam_print_error_text(SeamText *t); // to stderr, after what stdout holds
void seam_print_str(SeamStrRef s);

#endif
