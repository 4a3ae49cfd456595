const item = (i, j) => 1.0 / (((i + j) * (i + j + 1)) / 2 + i + 1)

function multiply(v, out) {
  for (let i = 0; i < v.length; i++) {
    let sum = 0.0
    for (let j = 0; j < v.length; j++) sum += item(i, j) * v[j]
    out[i] = sum
  }
}

function multiplyTransposed(v, out) {
  for (let i = 0; i < v.length; i++) {
    let sum = 0.0
    for (let j = 0; j < v.length; j++) sum += item(j, i) * v[j]
    out[i] = sum
  }
}

const n = Number(process.argv[2] ?? 100)
const u = new Float64Array(n).fill(1.0)
const v = new Float64Array(n)
const between = new Float64Array(n)
for (let turn = 0; turn < 10; turn++) {
  multiply(u, between)
  multiplyTransposed(between, v)
  multiply(v, between)
  multiplyTransposed(between, u)
}
let uv = 0.0
let vv = 0.0
for (let i = 0; i < n; i++) {
  uv += u[i] * v[i]
  vv += v[i] * v[i]
}
console.log(Math.sqrt(uv / vv).toFixed(9))
