#include "abort_in_c.h"
#include <stdlib.h>

void end_it(void) { abort(); }
int visit(int (*f)(int x)) { return f(1) + 1; }
