package main

import (
	"fmt"
	"os"
	"strconv"
)

type tree struct{ left, right *tree }

func grow(depth int) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{grow(depth - 1), grow(depth - 1)}
}

func (t *tree) check() int {
	if t.left == nil {
		return 1
	}
	return 1 + t.left.check() + t.right.check()
}

func main() {
	least, most := 4, 10
	if len(os.Args) > 1 {
		most, _ = strconv.Atoi(os.Args[1])
	}
	fmt.Printf("stretch tree of depth %d check: %d\n", most+1, grow(most+1).check())
	long := grow(most)
	for depth := least; depth <= most; depth += 2 {
		turns, nodes := 1<<(most-depth+least), 0
		for i := 0; i < turns; i++ {
			nodes += grow(depth).check()
		}
		fmt.Printf("%d trees of depth %d check: %d\n", turns, depth, nodes)
	}
	fmt.Printf("long lived tree of depth %d check: %d\n", most, long.check())
}
