// Most flips of any permutation of 1..n, and a checksum over all of them.
function fannkuch(n) {
  const flipped = new Int32Array(n)
  const permutation = Int32Array.from({ length: n }, (_, i) => i)
  const count = new Int32Array(n)
  let most = 0
  let checksum = 0
  let even = true
  let r = n
  while (true) {
    for (; r != 1; r--) count[r - 1] = r
    for (let i = 0; i < n; i++) flipped[i] = permutation[i]
    let flips = 0
    for (let first = flipped[0]; first != 0; first = flipped[0]) {
      for (let low = 0, high = first; low < high; low++, high--) {
        const kept = flipped[low]
        flipped[low] = flipped[high]
        flipped[high] = kept
      }
      flips++
    }
    if (flips > most) most = flips
    checksum += even ? flips : -flips
    while (true) {
      if (r == n) {
        console.log(`${checksum}\nPfannkuchen(${n}) = ${most}`)
        return
      }
      const head = permutation[0]
      for (let i = 0; i < r; i++) permutation[i] = permutation[i + 1]
      permutation[r] = head
      if (--count[r] > 0) break
      r++
    }
    even = !even
  }
}
fannkuch(Number(process.argv[2] ?? 10))
