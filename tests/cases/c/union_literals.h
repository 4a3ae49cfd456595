typedef union {
    double d;
    int i[2];
    void *p;
} both;
static inline double d_of(both b) { return b.d; }
