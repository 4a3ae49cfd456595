#include "to_c.h"

int twice(unsigned short x) { return 2 * x; }
int of_enum(Kind kind) { return 100 + (int)kind; }
long sum(Pair pair) { return pair.first + pair.second; }
int small(signed char x) { return x; }
