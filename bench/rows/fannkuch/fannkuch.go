package main

import (
	"fmt"
	"os"
	"strconv"
)

func fannkuch(n int) {
	flipped, permutation, count := make([]int32, n), make([]int32, n), make([]int32, n)
	for i := range permutation {
		permutation[i] = int32(i)
	}
	most, checksum, even, r := 0, 0, true, n
	for {
		for ; r != 1; r-- {
			count[r-1] = int32(r)
		}
		copy(flipped, permutation)
		flips := 0
		for first := flipped[0]; first != 0; first = flipped[0] {
			for low, high := 0, int(first); low < high; low, high = low+1, high-1 {
				flipped[low], flipped[high] = flipped[high], flipped[low]
			}
			flips++
		}
		if flips > most {
			most = flips
		}
		if even {
			checksum += flips
		} else {
			checksum -= flips
		}
		for {
			if r == n {
				fmt.Printf("%d\nPfannkuchen(%d) = %d\n", checksum, n, most)
				return
			}
			head := permutation[0]
			for i := 0; i < r; i++ {
				permutation[i] = permutation[i+1]
			}
			permutation[r] = head
			count[r]--
			if count[r] > 0 {
				break
			}
			r++
		}
		even = !even
	}
}

func main() {
	n := 10
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	fannkuch(n)
}
