#!/usr/bin/env bash
# The leak report names the circle by which objects keep each other alive.
. "$(dirname "$0")/lib.sh"

# The program leaks what `make()` makes.
leaking() {
    write main.seam <<END
class Node {
  next: Node? = null
  owner: Owner? = null
  run: (() => void)? = null
  tree: Tree = Tree.Leaf
  pair: [int, Node?] = [1, null]
  spot: Spot = { node: null }
  child: weak Node = null
}
enum Color { Red, Green }
class Key { n = 1 }
class Owner {
  items: Node[] = []
  named: Map<string, Node> = {}
  numbered: Map<int, Node> = new Map()
  chosen: Map<bool, Node> = new Map()
  coloured: Map<Color, Node> = new Map()
  placed: Map<[int, float], Node> = new Map()
  keyed: Map<Key, Node> = new Map()
}
struct Spot { node: Node? }
enum Tree { Leaf, Branch(at: Node, rest: Tree) }
function make() {
  const a = new Node()
  const b = new Node()
  const o = new Owner()
  $1
}
make()
END
    run seam run --leaks main.seam
}

expect_circle() {
    expect_status 23
    expect_err_has "  circle: $1"
}

begin "of objects"
leaking 'a.next = b; b.next = a'
expect_circle "Node.next -> Node.next -> Node"

begin "of one object"
leaking 'a.next = a'
expect_circle "Node.next -> Node"

begin "through an array"
leaking 'a.owner = o; o.items.push(b); o.items.push(a)'
expect_circle "Node.owner -> Owner.items -> Node[][1] -> Node"

begin "through a map"
leaking 'a.owner = o; o.named["ada"] = a'
expect_circle 'Node.owner -> Owner.named -> Map<string, Node>["ada"] -> Node'

begin "through maps with keys of other types"
leaking 'a.owner = o; o.numbered[1] = b; o.numbered[-7] = a'
expect_circle 'Node.owner -> Owner.numbered -> Map<int, Node>[-7] -> Node'
leaking 'a.owner = o; o.chosen[true] = a'
expect_circle 'Node.owner -> Owner.chosen -> Map<bool, Node>[true] -> Node'
leaking 'a.owner = o; o.coloured[Color.Green] = a'
expect_circle 'Node.owner -> Owner.coloured -> Map<Color, Node>[Green] -> Node'
leaking 'a.owner = o; o.placed[[3, 0.5]] = a'
expect_circle 'Node.owner -> Owner.placed -> Map<[int, float], Node>[[3, 0.5]] -> Node'

begin "a key whose class might print itself is there by its position"
leaking 'a.owner = o; o.keyed[new Key()] = b; o.keyed[new Key()] = a'
expect_circle 'Node.owner -> Owner.keyed -> Map<Key, Node>[1] -> Node'

begin "through what a function captured"
leaking 'a.run = () => print(a.next == null)'
expect_circle "Node.run -> closure.a -> Node"

begin "through the payload of an enum"
leaking 'a.tree = Tree.Branch(a, Tree.Leaf)'
expect_circle "Node.tree -> Tree.Branch.at -> Node"

begin "through a struct and a tuple"
leaking 'a.spot = { node: b }; b.pair = [2, a]'
expect_circle "Node.node -> Node.pair -> Node"

begin "a weak reference closes none"
leaking 'a.next = b; b.child = a'
expect_status 0
expect_quiet
