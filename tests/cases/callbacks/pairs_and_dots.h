typedef int (*cb)(void *data);
int plain_dots(int (*f)(const char *format, ...), int n);
int data_dots(int (*f)(void *data, ...), void *data);
int two(cb f, void *data, cb g, void *more);
int own_end(cb f, void *data, void (*free_func)(void *p));
int chosen(cb (*get)(int which, void *data), void *data);
#include <stddef.h>
int tree_full(int (*compare)(int n, void *), void *compare_data, void (*key_destroy)(void *),
              void (*value_destroy)(void *));
int memory(void *ptr, void *(*make)(int n), int (*take)(int n, void *memory));
int job(int (*f)(void *args), void *args, size_t size);
int between(int (*f)(int n, void *data), void *data, int (*g)(void *thing, int n));
