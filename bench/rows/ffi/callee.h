typedef struct Pair {
    double x, y;
} Pair;
typedef struct Four {
    long a, b, c, d;
} Four;
typedef int Compare(const void *a, const void *b);

int add(int a, int b);
int six(int a, int b, int c, int d, int e, int f);
#define TEN_LONGS     long a, long b, long c, long d, long e, long f, long g, long h, long i, long j
#define EIGHT_DOUBLES double a, double b, double c, double d, double e, double f, double g, double h
long ten(TEN_LONGS);
double eight(EIGHT_DOUBLES);
Pair turn(Pair p);
Four shift(Four f);
void nothing(void);
long call_back(Compare *compare, const void *a, const void *b, long n);
