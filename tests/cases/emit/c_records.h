// Records whose layout C's plain rules do not give, passed and returned by value.
#ifndef C_RECORDS_H
#define C_RECORDS_H

typedef struct {
    int a;
    double b;
} plain;
struct point {
    float x, y;
};
struct big {
    long numbers[4];
    char name[10];
};
struct bits {
    unsigned a : 3;
    int b : 5;
    unsigned : 4;
    unsigned c : 10;
    unsigned long d : 40;
    char e;
};
struct variant {
    int tag;
    union {
        int i;
        double d;
        struct {
            short low, high;
        };
    };
    char end;
};
struct __attribute__((packed)) packed {
    char a;
    int b;
    short c;
};
struct aligned {
    char a;
    int b __attribute__((aligned(16)));
};
struct nested {
    plain first;
    struct {
        int in;
        struct point at;
    } inner;
    struct point points[2];
};

plain make_plain(int a, double b);
struct point make_point(float x, float y);
struct big make_big(void);
struct bits make_bits(void);
struct variant make_variant(double d);
struct packed make_packed(void);
struct aligned make_aligned(void);
double sum_variant(struct variant v);
int sum_bits(struct bits b);
int sum_packed(struct packed p);
float sum_nested(struct nested n);

static inline struct point add_points(struct point a, struct point b) {
    struct point sum = {a.x + b.x, a.y + b.y};
    return sum;
}

#endif
