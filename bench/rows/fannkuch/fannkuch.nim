import std/[os, strutils]

proc fannkuch(n: int) =
  var flipped, permutation, count = newSeq[int32](n)
  for i in 0 ..< n: permutation[i] = int32(i)
  var most, checksum = 0
  var even = true
  var r = n
  while true:
    while r != 1:
      count[r - 1] = int32(r)
      dec r
    for i in 0 ..< n: flipped[i] = permutation[i]
    var flips = 0
    var first = flipped[0]
    while first != 0:
      var low = 0
      var high = int(first)
      while low < high:
        let kept = flipped[low]
        flipped[low] = flipped[high]
        flipped[high] = kept
        inc low
        dec high
      inc flips
      first = flipped[0]
    if flips > most: most = flips
    checksum += (if even: flips else: -flips)
    while true:
      if r == n:
        echo checksum
        echo "Pfannkuchen(", n, ") = ", most
        return
      let head = permutation[0]
      for i in 0 ..< r: permutation[i] = permutation[i + 1]
      permutation[r] = head
      dec count[r]
      if count[r] > 0: break
      inc r
    even = not even

fannkuch(if paramCount() > 0: parseInt(paramStr(1)) else: 10)
