package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

func item(i, j int) float64 { return 1.0 / float64((i+j)*(i+j+1)/2+i+1) }

func multiply(v, out []float64) {
	for i := range v {
		sum := 0.0
		for j, x := range v {
			sum += item(i, j) * x
		}
		out[i] = sum
	}
}

func multiplyTransposed(v, out []float64) {
	for i := range v {
		sum := 0.0
		for j, x := range v {
			sum += item(j, i) * x
		}
		out[i] = sum
	}
}

func main() {
	n := 100
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	u, v, between := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range u {
		u[i] = 1.0
	}
	for turn := 0; turn < 10; turn++ {
		multiply(u, between)
		multiplyTransposed(between, v)
		multiply(v, between)
		multiplyTransposed(between, u)
	}
	uv, vv := 0.0, 0.0
	for i := range u {
		uv += u[i] * v[i]
		vv += v[i] * v[i]
	}
	fmt.Printf("%.9f\n", math.Sqrt(uv/vv))
}
