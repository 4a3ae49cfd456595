__attribute__((deprecated("call after"))) static inline int before(int x) { return x; }
static inline int after(int x) { return x; }
