#include <stdbool.h>
#include <stdint.h>
typedef struct {
    int32_t x, y;
} point;
typedef struct {
    double a, b, c, d;
} box;
int32_t apply(int32_t (*f)(int32_t n), int32_t n);
double many(double (*f)(uint8_t a, int64_t b, float c, double d, int e, long f, short g, unsigned h,
                        int i));
point move(point (*f)(point p), point p);
box grow(box (*f)(box b), box b);
int named(void (*f)(const char *text));
