import std/[os, strutils]

func stays(x, y: float): bool =
  var a, b = 0.0
  for turn in 0 ..< 50:
    let aa = a * a
    let bb = b * b
    if aa + bb > 4.0: return false
    b = 2.0 * a * b + y
    a = aa - bb + x
  true

proc main() =
  let n = if paramCount() > 0: parseInt(paramStr(1)) else: 200
  var inside, checksum = 0
  for row in 0 ..< n:
    let y = 2.0 * float(row) / float(n) - 1.0
    var octet = 0
    for column in 0 ..< n:
      let x = 2.0 * float(column) / float(n) - 1.5
      octet = octet shl 1 and 255
      if stays(x, y):
        inside += 1
        octet = octet or 1
      if column mod 8 == 7: checksum = (checksum * 31 + octet) mod 1000000007
  echo inside, " ", checksum

main()
