package main

import (
	"fmt"
	"os"
	"strconv"
)

func stays(x, y float64) bool {
	a, b := 0.0, 0.0
	for turn := 0; turn < 50; turn++ {
		aa, bb := a*a, b*b
		if aa+bb > 4.0 {
			return false
		}
		b = 2.0*a*b + y
		a = aa - bb + x
	}
	return true
}

func main() {
	n := 200
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	inside, checksum := 0, 0
	for row := 0; row < n; row++ {
		y := 2.0*float64(row)/float64(n) - 1.0
		octet := 0
		for column := 0; column < n; column++ {
			x := 2.0*float64(column)/float64(n) - 1.5
			octet = octet << 1 & 255
			if stays(x, y) {
				inside++
				octet |= 1
			}
			if column%8 == 7 {
				checksum = (checksum*31 + octet) % 1000000007
			}
		}
	}
	fmt.Println(inside, checksum)
}
