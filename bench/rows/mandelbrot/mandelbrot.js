function stays(x, y) {
  let a = 0.0
  let b = 0.0
  for (let turn = 0; turn < 50; turn++) {
    const aa = a * a
    const bb = b * b
    if (aa + bb > 4.0) return false
    b = 2.0 * a * b + y
    a = aa - bb + x
  }
  return true
}

const n = Number(process.argv[2] ?? 200)
let inside = 0
let checksum = 0
for (let row = 0; row < n; row++) {
  const y = (2.0 * row) / n - 1.0
  let byte = 0
  for (let column = 0; column < n; column++) {
    const x = (2.0 * column) / n - 1.5
    byte = (byte << 1) & 255
    if (stays(x, y)) {
      inside++
      byte |= 1
    }
    if (column % 8 == 7) checksum = (checksum * 31 + byte) % 1000000007
  }
}
console.log(inside, checksum)
