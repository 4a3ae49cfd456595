#include "every_type.h"
#include <complex.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

int every_type(void) { return 1; }

typedef union {
    double d;
    int32_t i[2];
} both;
both both_twice(both b) {
    b.d *= 2;
    return b;
}
typedef struct {
    uint32_t low : 3, high : 5;
    int32_t sign : 4;
} bits;
bits bits_up(bits b) { return (bits){b.low + 1, b.high + 1, b.sign - 1}; }
long double half(long double x) { return x / 2; }
__int128 wide(__int128 x, int by) { return x * by; }
unsigned __int128 most(void) { return ~(unsigned __int128)0; }
double complex turned(double complex z) { return z * I; }
typedef struct {
    struct {
        int16_t cell[2][3];
    } grid;
    char name[8];
} nested;
nested flipped(nested n) {
    for (int i = 0; i < 3; i++) {
        int16_t kept = n.grid.cell[0][i];
        n.grid.cell[0][i] = n.grid.cell[1][i];
        n.grid.cell[1][i] = kept;
    }
    memcpy(n.name, "flipped", 8);
    return n;
}
int divide(int a, int b, int *rest, const char **why) {
    if (b == 0) {
        *why = "by zero";
        errno = EDOM;
        return -1;
    }
    *rest = a % b;
    return a / b;
}
int counter = 41;
const char *const greeting = "hello";

typedef struct {
    int32_t x;
    double y;
} point;
point point_map(point (*f)(point p, uint8_t by), point p) { return f(p, 200); }
int64_t sum_of(int64_t (*f)(int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t g,
                            int64_t h, double x)) {
    return f(1, 2, 3, 4, 5, 6, 7, 0.5) + f(0, 0, 0, 0, 0, 0, 0, 0);
}
static void (*kept)(const char *);
void keep(void (*f)(const char *text)) { kept = f; }
void fire(const char *text) { kept(text); }
int64_t depth(int64_t n, int64_t (*f)(int64_t n)) { return f(n); }
