static inline void each(int n, void (*visit)(int value)) {
    for (int i = 1; visit && i <= n; i++) visit(i);
}
static inline int apply(int (*f)(int), int x) { return f(x); }
static inline void with_data(void (*f)(int value, void *data), void *data, int value) {
    f(value, data);
}
static inline void data_first(void (*f)(void *data, int value), void *data) { f(data, 9); }
