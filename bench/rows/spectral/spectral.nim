import std/[math, os, strutils]

func item(i, j: int): float = 1.0 / float((i + j) * (i + j + 1) div 2 + i + 1)

proc multiply(v: seq[float], o: var seq[float]) =
  for i in 0 ..< v.len:
    var sum = 0.0
    for j in 0 ..< v.len: sum += item(i, j) * v[j]
    o[i] = sum

proc multiplyTransposed(v: seq[float], o: var seq[float]) =
  for i in 0 ..< v.len:
    var sum = 0.0
    for j in 0 ..< v.len: sum += item(j, i) * v[j]
    o[i] = sum

proc main() =
  let n = if paramCount() > 0: parseInt(paramStr(1)) else: 100
  var u = newSeq[float](n)
  for x in u.mitems: x = 1.0
  var v, between = newSeq[float](n)
  for turn in 1 .. 10:
    multiply(u, between)
    multiplyTransposed(between, v)
    multiply(v, between)
    multiplyTransposed(between, u)
  var uv, vv = 0.0
  for i in 0 ..< n:
    uv += u[i] * v[i]
    vv += v[i] * v[i]
  echo formatFloat(sqrt(uv / vv), ffDecimal, 9)

main()
