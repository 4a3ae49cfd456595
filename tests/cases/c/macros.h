#define SQUARE(x)    ((x) * (x))
#define LARGER(a, b) ((a) > (b) ? (a) : (b))
#define NAME         "seam"
#define LIMIT        (1 << 12)
#define RATIO        0.5
#define SET(p, v)   \
    do {            \
        *(p) = (v); \
    } while (0)
#define IS_SET(v) ((v) != 0)
