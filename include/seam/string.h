// Strings. Included by <seam/runtime.h>.
// A string is immutable UTF-8 and always ends in a NUL that `len` does not count; its address is
// stable, so C may read it while a reference is held. Owned and borrowed are two names in every
// signature (STYLE, Memory). Functions that can panic take SEAM_PLACE last;
// compiler/types/builtin.def marks them with `!`.
#ifndef SEAM_STRING_H
#define SEAM_STRING_H

#include <seam/object.h>

typedef struct SeamString {
    SeamHead head;
    int64_t len;
    char data[];
} SeamString;
typedef SeamString *SeamStr;    // owned
typedef SeamString *SeamStrRef; // borrowed

typedef struct SeamBuffer {
    SeamHead head;
    int64_t len;
    int64_t cap;
    uint8_t *data;
    int32_t lent; // C calls that hold `data`: it must not move
} SeamBuffer;
typedef SeamBuffer *SeamBytes;
typedef SeamBuffer *SeamBytesRef;

// SEAM_STRING_LITERAL(text_1, "hello", 5); then SEAM_STR(text_1) is a SeamStr, in static
// initialisers too.
#define SEAM_STRING_LITERAL(name, text, n) \
    __extension__ static const SeamString name = {{0, SEAM_KIND_STRING}, (n), {text}}
#define SEAM_STR(name) ((SeamStr)(uintptr_t)&(name))

// A literal where it is used: SEAM_TEXT("hello"). In functions only.
#define SEAM_TEXT(text)                                                                        \
    __extension__({                                                                            \
        static const SeamString seam_text = {{0, SEAM_KIND_STRING}, sizeof(text) - 1, {text}}; \
        SEAM_STR(seam_text);                                                                   \
    })

// ---- making strings ----
SeamStr seam_string_new(const char *text, int64_t len); // copies; well-formed UTF-8
SeamStr seam_string_from_utf8(const char *text,
                              int64_t len); // copies; what is ill-formed becomes U+FFFD
SeamStr seam_string_concat(SeamStrRef a, SeamStrRef b);
// *text += tail: in place when nothing else refers to *text, so that a loop of them is linear.
void seam_string_append(SeamStr *text, SeamStrRef tail);

static inline SeamStr seam_string_retain(SeamStrRef s) {
    seam_retain(s);
    return s;
}

// ---- comparing ----
bool seam_string_equals_slow(SeamStrRef a, SeamStrRef b);
static inline bool seam_string_equals(SeamStrRef a, SeamStrRef b) {
    return a == b || (a->len == b->len && seam_string_equals_slow(a, b));
}
int64_t seam_string_compare(SeamStrRef a,
                            SeamStrRef b); // < 0, 0, > 0, by bytes, which is by code points

// ---- methods: positions count bytes and lie at the boundaries of code points ----
SeamStr seam_string_slice(SeamStrRef s, int64_t from, int64_t to,
                          SEAM_PLACE); // to INT64_MAX: the end
SeamOptI64 seam_string_find(SeamStrRef s, SeamStrRef needle, int64_t from);
SeamOptI64 seam_string_find_last(SeamStrRef s, SeamStrRef needle,
                                 int64_t from);             // starts there or before
int64_t seam_string_count(SeamStrRef s, SeamStrRef needle); // that do not overlap
bool seam_string_contains(SeamStrRef s, SeamStrRef needle);
bool seam_string_starts_with(SeamStrRef s, SeamStrRef prefix);
bool seam_string_ends_with(SeamStrRef s, SeamStrRef suffix);
SeamStr seam_string_remove_prefix(SeamStrRef s, SeamStrRef prefix);
SeamStr seam_string_remove_suffix(SeamStrRef s, SeamStrRef suffix);
int64_t seam_string_order(SeamStrRef s, SeamStrRef other); // -1, 0 or 1
bool seam_string_equals_ignore_case(SeamStrRef s, SeamStrRef other);
// At most `limit` parts, the last of them the whole rest; separator "": into code points.
struct SeamArray *seam_string_split(SeamStrRef s, SeamStrRef separator, int64_t limit, SEAM_PLACE);
struct SeamArray *seam_string_split_whitespace(SeamStrRef s);
struct SeamArray *seam_string_lines(SeamStrRef s);
SeamStr seam_string_trim(SeamStrRef s, SeamStrRef characters); // NULL: white space
SeamStr seam_string_trim_start(SeamStrRef s, SeamStrRef characters);
SeamStr seam_string_trim_end(SeamStrRef s, SeamStrRef characters);
SeamStr seam_string_replace(SeamStrRef s, SeamStrRef what, SeamStrRef by);
SeamStr seam_string_replace_all(SeamStrRef s, SeamStrRef what, SeamStrRef by);
SeamStr seam_string_repeat(SeamStrRef s, int64_t times, SEAM_PLACE);
SeamStr seam_string_reverse(SeamStrRef s); // by code points
// The width is in code points.
SeamStr seam_string_pad_start(SeamStrRef s, int64_t width, SeamStrRef fill, SEAM_PLACE);
SeamStr seam_string_pad_end(SeamStrRef s, int64_t width, SeamStrRef fill, SEAM_PLACE);
SeamStr seam_string_to_upper(SeamStrRef s);
SeamStr seam_string_to_lower(SeamStrRef s);
SeamBytes seam_string_bytes(SeamStrRef s);
SeamStr seam_string_debug(SeamStrRef s); // as a literal

// ---- code points ----
struct SeamArray *seam_string_runes(SeamStrRef s);
int64_t seam_string_rune_count(SeamStrRef s);
bool seam_string_code_point_at(SeamStrRef s, int64_t at, uint32_t *out, SEAM_PLACE);
bool seam_string_is_ascii(SeamStrRef s);
SeamStr seam_string_from_rune(uint32_t rune, SEAM_PLACE);
SeamStr seam_string_from_runes(struct SeamArray *runes, SEAM_PLACE);
SeamStr seam_string_from_bytes(SeamBytesRef b); // NULL: ill-formed
// Loops over a string's code points and bytes: `at` lies inside, at a code point's beginning.
uint32_t seam_string_rune_here_slow(SeamStrRef s, int64_t at);
static inline uint32_t seam_string_rune_here(SeamStrRef s, int64_t at) {
    uint8_t first = (uint8_t)s->data[at];
    return SEAM_LIKELY(first < 0x80) ? first : seam_string_rune_here_slow(s, at);
}
static inline int64_t seam_string_rune_end(SeamStrRef s, int64_t at) {
    uint8_t first = (uint8_t)s->data[at];
    return at + (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
}
static inline uint8_t seam_string_byte_here(SeamStrRef s, int64_t at) {
    return (uint8_t)s->data[at];
}

// ---- numbers from text: all of it, or none ----
SeamOptI64 seam_string_parse_int(SeamStrRef s, int64_t radix, SEAM_PLACE);
SeamOptF64 seam_string_parse_float(SeamStrRef s);
bool seam_parse_i8(SeamStrRef s, int64_t radix, int8_t *out, SEAM_PLACE);
bool seam_parse_i16(SeamStrRef s, int64_t radix, int16_t *out, SEAM_PLACE);
bool seam_parse_i32(SeamStrRef s, int64_t radix, int32_t *out, SEAM_PLACE);
bool seam_parse_i64(SeamStrRef s, int64_t radix, int64_t *out, SEAM_PLACE);
bool seam_parse_u8(SeamStrRef s, int64_t radix, uint8_t *out, SEAM_PLACE);
bool seam_parse_u16(SeamStrRef s, int64_t radix, uint16_t *out, SEAM_PLACE);
bool seam_parse_u32(SeamStrRef s, int64_t radix, uint32_t *out, SEAM_PLACE);
bool seam_parse_u64(SeamStrRef s, int64_t radix, uint64_t *out, SEAM_PLACE);
bool seam_parse_f32(SeamStrRef s, float *out);
bool seam_parse_f64(SeamStrRef s, double *out);

// ---- C strings ----
SeamStr seam_cstring_to_string(const char *text); // ill-formed UTF-8 becomes U+FFFD
int64_t seam_cstring_length(const char *text);
// A string as `const char *` for a call; panics when it holds a NUL, at which C would cut it off.
const char *seam_cstring(SeamStrRef s, SEAM_PLACE);

#endif
