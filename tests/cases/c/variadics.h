#include <stdarg.h>
static inline long add(int count, ...) {
    va_list args;
    long total = 0;
    va_start(args, count);
    for (int i = 0; i < count; i++) total += count == 1 ? va_arg(args, long) : va_arg(args, int);
    va_end(args);
    return total;
}
