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
int tree_full(int (*compare)(int n, void *), void *data, void (*key_destroy)(void *),
              void (*value_destroy)(void *)) {
    static int things[2];
    int result = compare(1, data);
    if (key_destroy) key_destroy(things);
    if (value_destroy) value_destroy(things + 1);
    return result;
}
int memory(void *ptr, void *(*make)(int n), int (*take)(int n, void *memory)) {
    return take(ptr != NULL, make(3));
}
int job(int (*f)(void *args), void *args, size_t size) { return f(args) + (int)size; }
int between(int (*f)(int n, void *data), void *data, int (*g)(void *thing, int n)) {
    int thing = 3;
    return f(1, data) * 100 + g(&thing, 2);
}
