// Four planets and the sun: the energy before and after N steps of a symplectic integrator.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct Body {
    double x, y, z, vx, vy, vz, mass;
} Body;

enum { COUNT = 5 };

static Body *planets(void) {
    const double pi = 3.141592653589793;
    const double solar = 4.0 * pi * pi;
    const double year = 365.24;
    const Body start[COUNT] = {
        {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0 * solar},
        {4.841431442464721, -1.1603200440274284, -0.10362204447112311, 0.001660076642744037 * year,
         0.007699011184197404 * year, -6.90460016972063e-05 * year, 0.0009547919384243266 * solar},
        {8.34336671824458, 4.124798564124305, -0.4035234171143214, -0.0027674251072641186 * year,
         0.004998528012349172 * year, 2.3041729757376393e-05 * year, 0.0002858859806661308 * solar},
        {12.894369562139131, -15.111151401698631, -0.22330757889265573, 0.002964601375647616 * year,
         0.0023784717395948095 * year, -2.9658956854023756e-05 * year,
         4.366244043351563e-05 * solar},
        {15.379697114850917, -25.919314609987964, 0.17925877295037118, 0.0026806777249038932 * year,
         0.001628241700382423 * year, -9.515922545197159e-05 * year,
         5.1513890204661145e-05 * solar},
    };
    Body *bodies = malloc(sizeof start);
    for (int i = 0; i < COUNT; i++) bodies[i] = start[i];
    return bodies;
}

static void offset_momentum(Body *bodies, long n) {
    double px = 0.0, py = 0.0, pz = 0.0;
    for (long i = 0; i < n; i++) {
        px += bodies[i].vx * bodies[i].mass;
        py += bodies[i].vy * bodies[i].mass;
        pz += bodies[i].vz * bodies[i].mass;
    }
    bodies[0].vx = -px / bodies[0].mass;
    bodies[0].vy = -py / bodies[0].mass;
    bodies[0].vz = -pz / bodies[0].mass;
}

static void advance(Body *bodies, long n, double dt) {
    for (long i = 0; i < n; i++) {
        for (long j = i + 1; j < n; j++) {
            double dx = bodies[i].x - bodies[j].x;
            double dy = bodies[i].y - bodies[j].y;
            double dz = bodies[i].z - bodies[j].z;
            double square = dx * dx + dy * dy + dz * dz;
            double magnitude = dt / (square * sqrt(square));
            double mi = bodies[i].mass * magnitude;
            double mj = bodies[j].mass * magnitude;
            bodies[i].vx -= dx * mj;
            bodies[i].vy -= dy * mj;
            bodies[i].vz -= dz * mj;
            bodies[j].vx += dx * mi;
            bodies[j].vy += dy * mi;
            bodies[j].vz += dz * mi;
        }
    }
    for (long i = 0; i < n; i++) {
        bodies[i].x += dt * bodies[i].vx;
        bodies[i].y += dt * bodies[i].vy;
        bodies[i].z += dt * bodies[i].vz;
    }
}

static double energy(const Body *bodies, long n) {
    double total = 0.0;
    for (long i = 0; i < n; i++) {
        Body a = bodies[i];
        total += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz);
        for (long j = i + 1; j < n; j++) {
            Body b = bodies[j];
            double dx = a.x - b.x, dy = a.y - b.y, dz = a.z - b.z;
            total -= a.mass * b.mass / sqrt(dx * dx + dy * dy + dz * dz);
        }
    }
    return total;
}

int main(int argc, char **argv) {
    long steps = argc > 1 ? atol(argv[1]) : 1000;
    long n = COUNT;
    Body *bodies = planets();
    offset_momentum(bodies, n);
    printf("%.9f\n", energy(bodies, n));
    for (long i = 0; i < steps; i++) advance(bodies, n, 0.01);
    printf("%.9f\n", energy(bodies, n));
    free(bodies);
    return 0;
}
