#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static bool stays(double x, double y) {
    double a = 0.0, b = 0.0;
    for (int turn = 0; turn < 50; turn++) {
        double aa = a * a, bb = b * b;
        if (aa + bb > 4.0) return false;
        b = 2.0 * a * b + y;
        a = aa - bb + x;
    }
    return true;
}

int main(int argc, char **argv) {
    int64_t n = argc > 1 ? atol(argv[1]) : 200, inside = 0, checksum = 0;
    for (int64_t row = 0; row < n; row++) {
        double y = 2.0 * (double)row / (double)n - 1.0;
        int64_t byte = 0;
        for (int64_t column = 0; column < n; column++) {
            double x = 2.0 * (double)column / (double)n - 1.5;
            byte = byte << 1 & 255;
            if (stays(x, y)) {
                inside++;
                byte |= 1;
            }
            if (column % 8 == 7) checksum = (checksum * 31 + byte) % 1000000007;
        }
    }
    printf("%lld %lld\n", (long long)inside, (long long)checksum);
    return 0;
}
