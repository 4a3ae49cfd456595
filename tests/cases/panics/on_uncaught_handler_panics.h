// A library that calls back later, when nobody waits for it.
static int (*later_function)(int);
static inline void later_keep(int (*f)(int)) { later_function = f; }
static inline int later_fire(int value) { return later_function(value); }
