#include "c_records.h"

plain make_plain(int a, double b) { return (plain){a, b}; }
struct point make_point(float x, float y) { return (struct point){x, y}; }
struct big make_big(void) { return (struct big){{1, 2, 3, 4}, "big"}; }
struct bits make_bits(void) {
    return (struct bits){.a = 5, .b = -3, .c = 1000, .d = 123456789012, .e = 'e'};
}
struct variant make_variant(double d) { return (struct variant){.tag = 1, .d = d, .end = 'z'}; }
struct packed make_packed(void) { return (struct packed){1, 100000, 3}; }
struct aligned make_aligned(void) { return (struct aligned){1, 2}; }
double sum_variant(struct variant v) { return v.tag + v.d + v.end; }
int sum_bits(struct bits b) { return (int)b.a + b.b + (int)b.c + (int)(b.d % 1000) + b.e; }
int sum_packed(struct packed p) { return p.a + p.b + p.c; }
float sum_nested(struct nested n) {
    return (float)n.first.a + (float)n.inner.in + n.inner.at.x + n.points[1].y;
}
