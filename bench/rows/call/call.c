#include "tick.h"

#include <stdio.h>

int main(void) {
    int n = 1;
    for (long i = 0; i < 200000000; i++) n = tick(n);
    printf("%d\n", n);
    return 0;
}
