// The functions of the name space `math` that are neither C's own nor written out in
// <seam/number.h>.
#include <seam/error.h>
#include <seam/number.h>

#include <math.h>
#include <stdint.h>

void seam_panic_clamp(SEAM_PLACE) { seam_panic("clamp needs low <= high", file, place); }

// floor(x + 0.5) is wrong where the sum is rounded: 0.49999999999999994.
double seam_math_round(double x) {
    double whole = floor(x);
    return copysign(x - whole >= 0.5 ? whole + 1 : whole, x);
}

double seam_math_fract(double x) { return isinf(x) ? copysign(0, x) : x - trunc(x); }

// Exact at both ends.
double seam_math_lerp(double a, double b, double t) { return t == 1 ? b : a + (b - a) * t; }

double seam_math_degrees(double radians) { return radians * (180 / M_PI); }
double seam_math_radians(double degrees) { return degrees * (M_PI / 180); }

static uint64_t size_of(int64_t x) { return x < 0 ? 0 - (uint64_t)x : (uint64_t)x; }

static uint64_t common_divisor(uint64_t a, uint64_t b) {
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

// Never negative; only that of i64.min with itself or 0 does not fit.
int64_t seam_math_gcd(int64_t a, int64_t b, SEAM_PLACE) {
    uint64_t divisor = common_divisor(size_of(a), size_of(b));
    if (divisor > INT64_MAX) seam_panic("overflow: the divisor does not fit i64", file, place);
    return (int64_t)divisor;
}

int64_t seam_math_lcm(int64_t a, int64_t b, SEAM_PLACE) {
    if (a == 0 || b == 0) return 0;
    uint64_t x = size_of(a), y = size_of(b), multiple;
    if (__builtin_mul_overflow(x / common_divisor(x, y), y, &multiple) || multiple > INT64_MAX)
        seam_panic("overflow: the multiple does not fit i64", file, place);
    return (int64_t)multiple;
}
