// Most flips of any permutation of 1..n, and a checksum over all of them.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void fannkuch(long n) {
    int32_t *flipped = calloc((size_t)n, sizeof *flipped);
    int32_t *permutation = calloc((size_t)n, sizeof *permutation);
    int32_t *count = calloc((size_t)n, sizeof *count);
    for (long i = 0; i < n; i++) permutation[i] = (int32_t)i;
    long most = 0;
    long checksum = 0;
    bool even = true;
    long r = n;
    while (true) {
        for (; r != 1; r--) count[r - 1] = (int32_t)r;
        for (long i = 0; i < n; i++) flipped[i] = permutation[i];
        long flips = 0;
        for (int32_t first = flipped[0]; first != 0; first = flipped[0]) {
            for (long low = 0, high = first; low < high; low++, high--) {
                int32_t kept = flipped[low];
                flipped[low] = flipped[high];
                flipped[high] = kept;
            }
            flips++;
        }
        if (flips > most) most = flips;
        checksum += even ? flips : -flips;
        while (true) {
            if (r == n) {
                printf("%ld\nPfannkuchen(%ld) = %ld\n", checksum, n, most);
                free(flipped);
                free(permutation);
                free(count);
                return;
            }
            int32_t head = permutation[0];
            for (long i = 0; i < r; i++) permutation[i] = permutation[i + 1];
            permutation[r] = head;
            if (--count[r] > 0) break;
            r++;
        }
        even = !even;
    }
}

int main(int argc, char **argv) {
    fannkuch(argc > 1 ? atol(argv[1]) : 10);
    return 0;
}
