import std/[os, strutils, strformat]

type Tree {.acyclic.} = ref object
  left, right: Tree

proc grow(depth: int): Tree =
  if depth == 0: Tree() else: Tree(left: grow(depth - 1), right: grow(depth - 1))

proc check(t: Tree): int =
  if t.left == nil: 1 else: 1 + check(t.left) + check(t.right)

let least = 4
let most = if paramCount() > 0: parseInt(paramStr(1)) else: 10
echo &"stretch tree of depth {most + 1} check: {check(grow(most + 1))}"
let long = grow(most)
for depth in countup(least, most, 2):
  let turns = 1 shl (most - depth + least)
  var nodes = 0
  for i in 0 ..< turns: nodes += check(grow(depth))
  echo &"{turns} trees of depth {depth} check: {nodes}"
echo &"long lived tree of depth {most} check: {check(long)}"
