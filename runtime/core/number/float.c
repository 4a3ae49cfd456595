// The float operators that need C's libm, which programs without them need not link.
#include <seam/number.h>

#include <math.h>

double seam_pow_f64(double a, double b) { return pow(a, b); }
double seam_rem_f64(double a, double b) { return fmod(a, b); }

bool seam_float_is_integer(double x) { return x - x == 0 && trunc(x) == x; }
