// Four planets and the sun: the energy before and after N steps of a symplectic integrator.
function planets() {
  const pi = 3.141592653589793
  const solar = 4.0 * pi * pi
  const year = 365.24
  return [
    { x: 0.0, y: 0.0, z: 0.0, vx: 0.0, vy: 0.0, vz: 0.0, mass: 1.0 * solar },
    { x: 4.841431442464721, y: -1.1603200440274284, z: -0.10362204447112311, vx: 0.001660076642744037 * year, vy: 0.007699011184197404 * year, vz: -6.90460016972063e-05 * year, mass: 0.0009547919384243266 * solar },
    { x: 8.34336671824458, y: 4.124798564124305, z: -0.4035234171143214, vx: -0.0027674251072641186 * year, vy: 0.004998528012349172 * year, vz: 2.3041729757376393e-05 * year, mass: 0.0002858859806661308 * solar },
    { x: 12.894369562139131, y: -15.111151401698631, z: -0.22330757889265573, vx: 0.002964601375647616 * year, vy: 0.0023784717395948095 * year, vz: -2.9658956854023756e-05 * year, mass: 4.366244043351563e-05 * solar },
    { x: 15.379697114850917, y: -25.919314609987964, z: 0.17925877295037118, vx: 0.0026806777249038932 * year, vy: 0.001628241700382423 * year, vz: -9.515922545197159e-05 * year, mass: 5.1513890204661145e-05 * solar },
  ]
}

function offsetMomentum(bodies) {
  let px = 0.0
  let py = 0.0
  let pz = 0.0
  for (const body of bodies) {
    px += body.vx * body.mass
    py += body.vy * body.mass
    pz += body.vz * body.mass
  }
  const sun = bodies[0].mass
  bodies[0].vx = -px / sun
  bodies[0].vy = -py / sun
  bodies[0].vz = -pz / sun
}

function advance(bodies, dt) {
  const n = bodies.length
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const dx = bodies[i].x - bodies[j].x
      const dy = bodies[i].y - bodies[j].y
      const dz = bodies[i].z - bodies[j].z
      const square = dx * dx + dy * dy + dz * dz
      const magnitude = dt / (square * Math.sqrt(square))
      const mi = bodies[i].mass * magnitude
      const mj = bodies[j].mass * magnitude
      bodies[i].vx -= dx * mj
      bodies[i].vy -= dy * mj
      bodies[i].vz -= dz * mj
      bodies[j].vx += dx * mi
      bodies[j].vy += dy * mi
      bodies[j].vz += dz * mi
    }
  }
  for (let i = 0; i < n; i++) {
    bodies[i].x += dt * bodies[i].vx
    bodies[i].y += dt * bodies[i].vy
    bodies[i].z += dt * bodies[i].vz
  }
}

function energy(bodies) {
  let total = 0.0
  for (let i = 0; i < bodies.length; i++) {
    const a = bodies[i]
    total += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
    for (let j = i + 1; j < bodies.length; j++) {
      const b = bodies[j]
      const dx = a.x - b.x
      const dy = a.y - b.y
      const dz = a.z - b.z
      total -= a.mass * b.mass / Math.sqrt(dx * dx + dy * dy + dz * dz)
    }
  }
  return total
}

const steps = Number(process.argv[2] ?? 1000)
const bodies = planets()
offsetMomentum(bodies)
console.log(energy(bodies).toFixed(9))
for (let i = 0; i < steps; i++) advance(bodies, 0.01)
console.log(energy(bodies).toFixed(9))
