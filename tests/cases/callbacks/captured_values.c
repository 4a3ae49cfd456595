#include "captured_values.h"
int32_t apply(int32_t (*f)(int32_t n), int32_t n) { return f(n); }
double many(double (*f)(uint8_t a, int64_t b, float c, double d, int e, long f, short g, unsigned h,
                        int i)) {
    return f(1, 2, 3.5f, 4.5, 5, 6, 7, 8, 9);
}
point move(point (*f)(point p), point p) { return f(p); }
box grow(box (*f)(box b), box b) { return f(b); }
int named(void (*f)(const char *text)) {
    f("hello");
    return 0;
}
