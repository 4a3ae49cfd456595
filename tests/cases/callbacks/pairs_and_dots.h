typedef int (*cb)(void *data);
int plain_dots(int (*f)(const char *format, ...), int n);
int data_dots(int (*f)(void *data, ...), void *data);
int two(cb f, void *data, cb g, void *more);
int own_end(cb f, void *data, void (*free_func)(void *p));
int chosen(cb (*get)(int which, void *data), void *data);
