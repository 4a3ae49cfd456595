class Tree {
  constructor(left, right) {
    this.left = left
    this.right = right
  }
  check() {
    return this.left === null ? 1 : 1 + this.left.check() + this.right.check()
  }
}

const grow = (depth) => (depth == 0 ? new Tree(null, null) : new Tree(grow(depth - 1), grow(depth - 1)))

const least = 4
const most = Number(process.argv[2] ?? 10)
console.log(`stretch tree of depth ${most + 1} check: ${grow(most + 1).check()}`)
const long = grow(most)
for (let depth = least; depth <= most; depth += 2) {
  const turns = 1 << (most - depth + least)
  let nodes = 0
  for (let i = 0; i < turns; i++) nodes += grow(depth).check()
  console.log(`${turns} trees of depth ${depth} check: ${nodes}`)
}
console.log(`long lived tree of depth ${most} check: ${long.check()}`)
