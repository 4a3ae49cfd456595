#include "E0341_unknown_layouts.h"
void with_nested(void (*f)(nested n)) { f((nested){0}); }
void with_bits(bits (*f)(int n)) { f(1); }
void with_dots(int (*f)(int n, ...)) { f(1, 2); }
