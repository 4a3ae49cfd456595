#include <errno.h>
#include <stdio.h>
static const int internal_const = 7;
struct mix {
    int a : 3;
    unsigned b : 5;
    union {
        int u;
        float f;
        struct {
            short s1, s2;
        };
    };
    struct {
        int x;
    } in;
};
struct __attribute__((packed)) pk {
    char c;
    int i;
};
typedef struct {
    double x, y;
} point;
enum color { RED, GREEN = 5 };
static inline point add(point a, point b) {
    point r = {a.x + b.x, a.y + b.y};
    return r;
}
static inline int sum_pk(struct pk p) { return p.c + p.i; }
static inline int color_of(enum color c) { return (int)c; }
static inline int bits(const struct mix *m) { return m->a * 100 + (int)m->b; }
#define SQUARE(x) ((x) * (x))
#define GREETING \
    "hi"         \
    " there"
static inline int set_errno(void) {
    errno = 33;
    return 1;
}
