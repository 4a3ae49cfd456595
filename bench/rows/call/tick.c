#include "tick.h"

int tick(int n) { return (n * 5 + 1) & 0xffff; }
