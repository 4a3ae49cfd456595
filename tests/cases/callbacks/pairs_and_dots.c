#include "pairs_and_dots.h"
int plain_dots(int (*f)(const char *format, ...), int n) { return f("%d", n); }
int data_dots(int (*f)(void *data, ...), void *data) { return f(data, 1); }
int two(cb f, void *data, cb g, void *more) { return f(data) * 10 + g(more); }
int own_end(cb f, void *data, void (*free_func)(void *p)) {
    int result = f(data);
    if (free_func) free_func(data);
    return result;
}
int chosen(cb (*get)(int which, void *data), void *data) { return get(1, data)(data); }
