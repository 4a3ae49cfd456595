// `${value:format}`: [[fill]< > ^][+][#][0][width][,][.digits][type]. Numbers are put to the right
// of their width, all else to the left. `.digits` are decimals of floats and the most code points
// of text; `0` fills behind the sign.
#include "core/memory/type.h"
#include "core/program/panic.h"
#include "core/text/number_text.h"
#include "core/text/utf8.h"
#include "core/value/value.h"
#include <seam/error.h>
#include <seam/text.h>

#include <string.h>

typedef struct Format {
    const char *fill; // one code point
    int fill_size;
    char align; // < > ^, or 0
    bool plus;
    bool prefix; // 0x, 0o, 0b
    bool zeros;
    bool commas;
    int64_t width;
    int digits; // -1: not given
    char type;  // 0: not given
} Format;

// A number before it is padded.
typedef struct Digits {
    const char *sign;
    const char *text;
    int64_t len;
    int64_t whole; // digits before the point: where commas go
} Digits;

// ---- reading ----
static int64_t read_count(const char **at) {
    int64_t count = 0;
    for (; **at >= '0' && **at <= '9'; ++*at)
        if (count < 1000000) count = 10 * count + (**at - '0');
    return count;
}

static bool is_align(char c) { return c == '<' || c == '>' || c == '^'; }

static bool read_format(const char *text, Format *f) {
    const char *at = text;
    *f = (Format){.fill = " ", .fill_size = 1, .digits = -1};
    int first = *at ? utf8_size(*at) : 0;
    if (first && is_align(at[first])) {
        f->fill = at;
        f->fill_size = first;
        at += first;
    }
    if (is_align(*at)) f->align = *at++;
    if (*at == '+') f->plus = *at++;
    if (*at == '#') f->prefix = *at++;
    if (*at == '0') f->zeros = *at++;
    f->width = read_count(&at);
    if (*at == ',') f->commas = *at++;
    if (*at == '.') {
        at++;
        if (*at < '0' || *at > '9') return false;
        f->digits = (int)read_count(&at);
    }
    if (*at) f->type = *at++;
    return *at == '\0' && f->width < 1000000;
}

// ---- writing ----
static void add_fill(SeamText *t, const Format *f, int64_t count) {
    for (; count > 0; count--) seam_text_add_chars(t, f->fill, f->fill_size);
}

static void add_padded(SeamText *t, const Format *f, const char *text, int64_t len, char align) {
    int64_t missing = f->width - utf8_count(text, len);
    if (missing < 0) missing = 0;
    int64_t before = align == '>' ? missing : align == '^' ? missing / 2 : 0;
    add_fill(t, f, before);
    seam_text_add_chars(t, text, len);
    add_fill(t, f, missing - before);
}

// The digits before the point in groups of three, `zeros` of them added in front.
static void add_grouped(SeamText *t, const Digits *d, int64_t zeros) {
    for (int64_t left = zeros + d->whole; left > 0; left--) {
        bool added = left > d->whole;
        seam_text_add_chars(t, added ? "0" : d->text + (d->whole - left), 1);
        if (left > 1 && left % 3 == 1) seam_text_add_chars(t, ",", 1);
    }
    seam_text_add_chars(t, d->text + d->whole, d->len - d->whole);
}

static void add_plain(SeamText *t, const Digits *d, int64_t zeros) {
    for (; zeros > 0; zeros--) seam_text_add_chars(t, "0", 1);
    seam_text_add_chars(t, d->text, d->len);
}

static void add_number(SeamText *t, const Format *f, const Digits *d) {
    const char *sign = *d->sign ? d->sign : f->plus ? "+" : "";
    int64_t sign_len = (int64_t)strlen(sign), zeros = 0;
    if (f->zeros && d->whole > 0) { // as many as fit into the width, commas included
        int64_t rest = f->width - sign_len - (d->len - d->whole);
        int64_t all = f->commas ? rest - rest / 4 : rest; // n digits have (n - 1) / 3 commas
        zeros = all > d->whole ? all - d->whole : 0;
    }
    SeamText body;
    seam_text_init(&body);
    seam_text_add_chars(&body, sign, sign_len);
    if (f->commas) add_grouped(&body, d, zeros);
    else add_plain(&body, d, zeros);
    add_padded(t, f, body.data, body.len, f->align ? f->align : '>');
    seam_text_deinit(&body);
}

// ---- integers ----
static bool add_integer(SeamText *t, const Format *f, bool negative, uint64_t x) {
    char digits[64], *end = digits + sizeof digits, *at = end;
    uint64_t base = f->type == 'x' || f->type == 'X' ? 16
                    : f->type == 'o'                 ? 8
                    : f->type == 'b'                 ? 2
                                                     : 10;
    if (f->type && !strchr("dxXob", f->type)) return false;
    if (f->digits >= 0 || (f->commas && base != 10)) return false;
    const char *numerals = f->type == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    do {
        *--at = numerals[x % base];
        x /= base;
    } while (x);
    if (f->prefix && base == 10) return false;
    const char prefix[] = {f->prefix ? '0' : '\0', f->type, '\0'};
    char sign[4] = "";
    if (negative || f->plus) strcat(sign, negative ? "-" : "+");
    strcat(sign, prefix);
    add_number(t, f, &(Digits){sign, at, end - at, end - at});
    return true;
}

// ---- floats ----
static int64_t whole_digits(const char *text, int64_t len) {
    int64_t count = 0;
    while (count < len && text[count] >= '0' && text[count] <= '9') count++;
    return count;
}

static bool add_float(SeamText *t, const Format *f, double x, bool is_f32) {
    char text[NUMBER_FIXED_SIZE];
    int len;
    if ((f->type && !strchr("fe%", f->type)) || f->prefix) return false;
    if (f->digits > NUMBER_MOST_DIGITS) return false;
    if (f->type == '%') x *= 100;
    bool finite = x - x == 0;
    if (!finite || (!f->type && f->digits < 0))
        len = is_f32 ? number_text_f32(text, (float)x) : number_text_f64(text, x);
    else
        len = number_print_f64(text, sizeof text, f->type == 'e' ? 'e' : 'f',
                               f->digits < 0 ? 6 : f->digits, x);
    if (f->type == '%') text[len++] = '%';
    bool negative = text[0] == '-';
    const char *digits = text + negative;
    int64_t digits_len = len - negative;
    add_number(
        t, f, &(Digits){negative ? "-" : "", digits, digits_len, whole_digits(digits, digits_len)});
    return true;
}

// ---- everything else ----
static bool add_text(SeamText *t, const Format *f, const SeamType *type, const void *value) {
    if ((f->type && f->type != 's') || f->plus || f->prefix || f->zeros || f->commas) return false;
    SeamText whole;
    seam_text_init(&whole);
    seam_text_add_value(&whole, type, value);
    int64_t len = 0;
    for (int left = f->digits; len < whole.len && left != 0; left--)
        len += utf8_size(whole.data[len]);
    add_padded(t, f, whole.data, len, f->align ? f->align : '<');
    seam_text_deinit(&whole);
    return true;
}

static bool add_formatted(SeamText *t, const Format *f, const SeamType *type, const void *value) {
    if (type->kind == SEAM_KIND_OPTION) {
        const void *inside = type_option_value(type, value);
        if (inside) return add_formatted(t, f, type->elem, inside);
        const Format plain = {f->fill, f->fill_size, f->align, .width = f->width, .digits = -1};
        return add_text(t, &plain, type, value);
    } else if (type == &seam_type_duration) {
        return add_text(t, f, type, value);
    } else if (type_is_signed(type)) {
        int64_t x = type_load_signed(type, value);
        return add_integer(t, f, x < 0, x < 0 ? 0 - (uint64_t)x : (uint64_t)x);
    } else if (type_is_unsigned(type)) {
        return add_integer(t, f, false, type_load_unsigned(type, value));
    } else if (type->kind == SEAM_KIND_F64) {
        double x;
        memcpy(&x, value, sizeof x);
        return add_float(t, f, x, false);
    } else if (type->kind == SEAM_KIND_F32) {
        float x;
        memcpy(&x, value, sizeof x);
        return add_float(t, f, (double)x, true);
    } else if (type->kind == SEAM_KIND_ENUM && f->type && f->type != 's') {
        return add_formatted(t, f, type->elem, value);
    }
    return add_text(t, f, type, value);
}

void seam_text_add_format(SeamText *t, const SeamType *type, const void *value, const char *format,
                          SEAM_PLACE) {
    Format f;
    if (read_format(format, &f) && add_formatted(t, &f, type, value)) return;
    SeamText message;
    seam_text_init(&message);
    seam_text_add_chars(&message, "the format `", 12);
    seam_text_add_chars(&message, format, (int64_t)strlen(format));
    seam_text_add_chars(&message, "` does not suit ", 16);
    seam_text_add_chars(&message, type->name, (int64_t)strlen(type->name));
    panic_text(&message, file, place);
}
