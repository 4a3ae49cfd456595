import std/[math, os, strutils]

type Body = object
  x, y, z, vx, vy, vz, mass: float

const solar = 4.0 * PI * PI
const year = 365.24

func body(x, y, z, vx, vy, vz, mass: float): Body =
  Body(x: x, y: y, z: z, vx: vx, vy: vy, vz: vz, mass: mass)

proc planets(): seq[Body] =
  @[
    body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0 * solar),
    body(4.841431442464721, -1.1603200440274284, -0.10362204447112311, 0.001660076642744037 * year, 0.007699011184197404 * year, -6.90460016972063e-05 * year, 0.0009547919384243266 * solar),
    body(8.34336671824458, 4.124798564124305, -0.4035234171143214, -0.0027674251072641186 * year, 0.004998528012349172 * year, 2.3041729757376393e-05 * year, 0.0002858859806661308 * solar),
    body(12.894369562139131, -15.111151401698631, -0.22330757889265573, 0.002964601375647616 * year, 0.0023784717395948095 * year, -2.9658956854023756e-05 * year, 4.366244043351563e-05 * solar),
    body(15.379697114850917, -25.919314609987964, 0.17925877295037118, 0.0026806777249038932 * year, 0.001628241700382423 * year, -9.515922545197159e-05 * year, 5.1513890204661145e-05 * solar),
  ]

proc offsetMomentum(bodies: var seq[Body]) =
  var px, py, pz = 0.0
  for b in bodies:
    px += b.vx * b.mass
    py += b.vy * b.mass
    pz += b.vz * b.mass
  let sun = bodies[0].mass
  bodies[0].vx = -px / sun
  bodies[0].vy = -py / sun
  bodies[0].vz = -pz / sun

proc advance(bodies: var seq[Body], dt: float) =
  for i in 0 ..< bodies.len:
    for j in i + 1 ..< bodies.len:
      let dx = bodies[i].x - bodies[j].x
      let dy = bodies[i].y - bodies[j].y
      let dz = bodies[i].z - bodies[j].z
      let square = dx * dx + dy * dy + dz * dz
      let magnitude = dt / (square * sqrt(square))
      let mi = bodies[i].mass * magnitude
      let mj = bodies[j].mass * magnitude
      bodies[i].vx -= dx * mj
      bodies[i].vy -= dy * mj
      bodies[i].vz -= dz * mj
      bodies[j].vx += dx * mi
      bodies[j].vy += dy * mi
      bodies[j].vz += dz * mi
  for b in bodies.mitems:
    b.x += dt * b.vx
    b.y += dt * b.vy
    b.z += dt * b.vz

func energy(bodies: seq[Body]): float =
  for i in 0 ..< bodies.len:
    let a = bodies[i]
    result += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
    for j in i + 1 ..< bodies.len:
      let b = bodies[j]
      let dx = a.x - b.x
      let dy = a.y - b.y
      let dz = a.z - b.z
      result -= a.mass * b.mass / sqrt(dx * dx + dy * dy + dz * dz)

proc main() =
  let steps = if paramCount() > 0: parseInt(paramStr(1)) else: 1000
  var bodies = planets()
  offsetMomentum(bodies)
  echo formatFloat(energy(bodies), ffDecimal, 9)
  for i in 0 ..< steps: advance(bodies, 0.01)
  echo formatFloat(energy(bodies), ffDecimal, 9)

main()
