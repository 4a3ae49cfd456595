typedef enum Kind { KIND_NONE, KIND_SOME } Kind;
typedef struct Pair {
    int first;
    long second;
} Pair;
int twice(unsigned short x);
int of_enum(Kind kind);
long sum(Pair pair);
int small(signed char x);
