typedef struct {
    struct {
        long a, b;
    };
    union {
        int c;
        float d;
    };
} nested;
typedef struct {
    unsigned low : 3;
} bits;
void with_nested(void (*f)(nested n));
void with_bits(bits (*f)(int n));
void with_dots(int (*f)(int n, ...));
