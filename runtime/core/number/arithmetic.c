// What arithmetic does out of line: powers, wrapping floats, and the panics with their operands.
#include <seam/number.h>

#include "core/memory/type.h"
#include "core/program/panic.h"
#include <seam/error.h>
#include <seam/text.h>

#include <string.h>

// ---- powers ----
static int kind_bits(uint32_t kind) {
    bool is_signed = kind <= SEAM_KIND_I64;
    return 8 << (kind - (is_signed ? SEAM_KIND_I8 : SEAM_KIND_U8));
}

int64_t seam_pow_signed(int64_t a, int64_t b, uint32_t what, SEAM_PLACE) {
    int64_t result = 1, base = a;
    bool overflow = b < 0;
    for (int64_t left = b; left > 0 && !overflow;) {
        if (left & 1) overflow = __builtin_mul_overflow(result, base, &result);
        left >>= 1;
        if (left && !overflow) overflow = __builtin_mul_overflow(base, base, &base);
    }
    int unused = 64 - kind_bits(what >> 8);
    int64_t narrow = (int64_t)((uint64_t)result << unused) >> unused;
    if (overflow || narrow != result) seam_panic_arithmetic(a, b, what, file, place);
    return result;
}

uint64_t seam_pow_unsigned(uint64_t a, uint64_t b, uint32_t what, SEAM_PLACE) {
    uint64_t result = 1, base = a;
    bool overflow = false;
    for (uint64_t left = b; left > 0 && !overflow;) {
        if (left & 1) overflow = __builtin_mul_overflow(result, base, &result);
        left >>= 1;
        if (left && !overflow) overflow = __builtin_mul_overflow(base, base, &base);
    }
    if (overflow || result >> (kind_bits(what >> 8) - 1) > 1)
        seam_panic_arithmetic((int64_t)a, (int64_t)b, what, file, place);
    return result;
}

uint64_t seam_wrap_f64(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int shift = (int)(bits >> 52 & 0x7ff) - 1075; // of the significand
    uint64_t significand = (bits & 0xfffffffffffff) | (uint64_t)1 << 52;
    if (shift >= 64 || shift <= -53) return 0; // NaN and the infinities too
    uint64_t value = shift >= 0 ? significand << shift : significand >> -shift;
    return bits >> 63 ? 0 - value : value;
}

// ---- panics ----
static void add_c(SeamText *t, const char *text) {
    seam_text_add_chars(t, text, (int64_t)strlen(text));
}

static void add_operand(SeamText *t, int64_t x, uint32_t kind) {
    if (kind <= SEAM_KIND_I64) seam_text_add_i64(t, x);
    else seam_text_add_u64(t, (uint64_t)x);
}

static void add_operation(SeamText *t, int64_t a, int64_t b, uint32_t kind, char op) {
    if (op == 'n' || op == 'a') {
        add_c(t, op == 'a' ? "abs(" : a < 0 ? "-(" : "-");
        add_operand(t, a, kind);
        if (op == 'a' || a < 0) add_c(t, ")");
        return;
    }
    char plain[] = {' ', op, ' ', '\0'};
    add_operand(t, a, kind);
    add_c(t, op == 'p' ? " ** " : plain);
    add_operand(t, b, kind);
}

static void add_misfit(SeamText *t, uint32_t kind) {
    add_c(t, " does not fit ");
    add_c(t, type_kind_name(kind));
}

static void add_shift(SeamText *t, int64_t count, uint32_t kind) {
    add_c(t, "shift count ");
    seam_text_add_i64(t, count);
    add_c(t, " is out of range for ");
    add_c(t, type_kind_name(kind));
    add_c(t, " (0 to ");
    seam_text_add_i64(t, kind_bits(kind) - 1);
    add_c(t, ")");
}

void seam_panic_arithmetic(int64_t a, int64_t b, uint32_t what, SEAM_PLACE) {
    uint32_t kind = what >> 8;
    char op = (char)(what & 0xff);
    SeamText t;
    seam_text_init(&t);
    if (op == '<' || op == '>') {
        add_shift(&t, b, kind);
    } else if ((op == '/' || op == '%') && b == 0) {
        add_c(&t, "division by zero: ");
        add_operation(&t, a, b, kind, op);
    } else if (op == 'p' && kind <= SEAM_KIND_I64 && b < 0) {
        add_c(&t, "negative exponent: ");
        add_operation(&t, a, b, kind, op);
    } else {
        add_c(&t, "overflow: ");
        add_operation(&t, a, b, kind, op);
        add_misfit(&t, kind);
    }
    panic_text(&t, file, place);
}

void seam_panic_convert_i64(int64_t x, uint32_t kind, SEAM_PLACE) {
    SeamText t;
    seam_text_init(&t);
    seam_text_add_i64(&t, x);
    add_misfit(&t, kind);
    panic_text(&t, file, place);
}

void seam_panic_convert_u64(uint64_t x, uint32_t kind, SEAM_PLACE) {
    SeamText t;
    seam_text_init(&t);
    seam_text_add_u64(&t, x);
    add_misfit(&t, kind);
    panic_text(&t, file, place);
}

void seam_panic_convert_f64(double x, uint32_t kind, SEAM_PLACE) {
    SeamText t;
    seam_text_init(&t);
    seam_text_add_f64(&t, x);
    add_misfit(&t, kind);
    panic_text(&t, file, place);
}
