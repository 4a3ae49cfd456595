// What is called, in a library of its own as C's libraries are.
#include "callee.h"

int add(int a, int b) { return a + b; }
int six(int a, int b, int c, int d, int e, int f) { return a + b + c + d + e + f; }
long ten(TEN_LONGS) { return a + b + c + d + e + f + g + h + i + j; }
double eight(EIGHT_DOUBLES) { return a + b + c + d + e + f + g + h; }
Pair turn(Pair p) { return (Pair){p.y, -p.x}; }
Four shift(Four f) { return (Four){f.b, f.c, f.d, f.a}; }
void nothing(void) {}

long call_back(Compare *compare, const void *a, const void *b, long n) {
    long sum = 0;
    for (long i = 0; i < n; i++) sum += compare(a, b);
    return sum;
}
