package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

type body struct{ x, y, z, vx, vy, vz, mass float64 }

const (
	solar = 4.0 * math.Pi * math.Pi
	year  = 365.24
)

func planets() []body {
	return []body{
		{0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0 * solar},
		{4.841431442464721, -1.1603200440274284, -0.10362204447112311, 0.001660076642744037 * year, 0.007699011184197404 * year, -6.90460016972063e-05 * year, 0.0009547919384243266 * solar},
		{8.34336671824458, 4.124798564124305, -0.4035234171143214, -0.0027674251072641186 * year, 0.004998528012349172 * year, 2.3041729757376393e-05 * year, 0.0002858859806661308 * solar},
		{12.894369562139131, -15.111151401698631, -0.22330757889265573, 0.002964601375647616 * year, 0.0023784717395948095 * year, -2.9658956854023756e-05 * year, 4.366244043351563e-05 * solar},
		{15.379697114850917, -25.919314609987964, 0.17925877295037118, 0.0026806777249038932 * year, 0.001628241700382423 * year, -9.515922545197159e-05 * year, 5.1513890204661145e-05 * solar},
	}
}

func offsetMomentum(bodies []body) {
	px, py, pz := 0.0, 0.0, 0.0
	for _, b := range bodies {
		px += b.vx * b.mass
		py += b.vy * b.mass
		pz += b.vz * b.mass
	}
	sun := &bodies[0]
	sun.vx, sun.vy, sun.vz = -px/sun.mass, -py/sun.mass, -pz/sun.mass
}

func advance(bodies []body, dt float64) {
	for i := range bodies {
		a := &bodies[i]
		for j := i + 1; j < len(bodies); j++ {
			b := &bodies[j]
			dx, dy, dz := a.x-b.x, a.y-b.y, a.z-b.z
			square := dx*dx + dy*dy + dz*dz
			magnitude := dt / (square * math.Sqrt(square))
			mi, mj := a.mass*magnitude, b.mass*magnitude
			a.vx -= dx * mj
			a.vy -= dy * mj
			a.vz -= dz * mj
			b.vx += dx * mi
			b.vy += dy * mi
			b.vz += dz * mi
		}
	}
	for i := range bodies {
		a := &bodies[i]
		a.x += dt * a.vx
		a.y += dt * a.vy
		a.z += dt * a.vz
	}
}

func energy(bodies []body) float64 {
	total := 0.0
	for i, a := range bodies {
		total += 0.5 * a.mass * (a.vx*a.vx + a.vy*a.vy + a.vz*a.vz)
		for _, b := range bodies[i+1:] {
			dx, dy, dz := a.x-b.x, a.y-b.y, a.z-b.z
			total -= a.mass * b.mass / math.Sqrt(dx*dx+dy*dy+dz*dz)
		}
	}
	return total
}

func main() {
	steps := 1000
	if len(os.Args) > 1 {
		steps, _ = strconv.Atoi(os.Args[1])
	}
	bodies := planets()
	offsetMomentum(bodies)
	fmt.Printf("%.9f\n", energy(bodies))
	for i := 0; i < steps; i++ {
		advance(bodies, 0.01)
	}
	fmt.Printf("%.9f\n", energy(bodies))
}
