#include "captured_everywhere.h"
#include <stdarg.h>
#include <stddef.h>
int apply(int (*f)(int n), int n) { return f(n); }
int maybe(int (*f)(int n), int n) { return f ? f(n) : -1; }
int run(const ops *o, int n) { return o->f(n) + o->k; }
int dots(int n, ...) {
    va_list l;
    va_start(l, n);
    int (*f)(int) = va_arg(l, int (*)(int));
    va_end(l);
    return f(n);
}
static int twice(int n) { return 2 * n; }
getter chooser(int n) { return twice; }
