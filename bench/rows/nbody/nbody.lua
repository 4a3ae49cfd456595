local solar, year = 4.0 * math.pi * math.pi, 365.24

local function body(x, y, z, vx, vy, vz, mass)
  return { x = x, y = y, z = z, vx = vx, vy = vy, vz = vz, mass = mass }
end

local bodies = {
  body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0 * solar),
  body(4.841431442464721, -1.1603200440274284, -0.10362204447112311, 0.001660076642744037 * year, 0.007699011184197404 * year, -6.90460016972063e-05 * year, 0.0009547919384243266 * solar),
  body(8.34336671824458, 4.124798564124305, -0.4035234171143214, -0.0027674251072641186 * year, 0.004998528012349172 * year, 2.3041729757376393e-05 * year, 0.0002858859806661308 * solar),
  body(12.894369562139131, -15.111151401698631, -0.22330757889265573, 0.002964601375647616 * year, 0.0023784717395948095 * year, -2.9658956854023756e-05 * year, 4.366244043351563e-05 * solar),
  body(15.379697114850917, -25.919314609987964, 0.17925877295037118, 0.0026806777249038932 * year, 0.001628241700382423 * year, -9.515922545197159e-05 * year, 5.1513890204661145e-05 * solar),
}
local n = #bodies

local px, py, pz = 0.0, 0.0, 0.0
for _, b in ipairs(bodies) do
  px, py, pz = px + b.vx * b.mass, py + b.vy * b.mass, pz + b.vz * b.mass
end
local sun = bodies[1]
sun.vx, sun.vy, sun.vz = -px / sun.mass, -py / sun.mass, -pz / sun.mass

local function advance(dt)
  for i = 1, n do
    local a = bodies[i]
    for j = i + 1, n do
      local b = bodies[j]
      local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
      local square = dx * dx + dy * dy + dz * dz
      local magnitude = dt / (square * math.sqrt(square))
      local mi, mj = a.mass * magnitude, b.mass * magnitude
      a.vx, a.vy, a.vz = a.vx - dx * mj, a.vy - dy * mj, a.vz - dz * mj
      b.vx, b.vy, b.vz = b.vx + dx * mi, b.vy + dy * mi, b.vz + dz * mi
    end
  end
  for i = 1, n do
    local a = bodies[i]
    a.x, a.y, a.z = a.x + dt * a.vx, a.y + dt * a.vy, a.z + dt * a.vz
  end
end

local function energy()
  local total = 0.0
  for i = 1, n do
    local a = bodies[i]
    total = total + 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
    for j = i + 1, n do
      local b = bodies[j]
      local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
      total = total - a.mass * b.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
    end
  end
  return total
end

print(string.format("%.9f", energy()))
for _ = 1, tonumber(arg[1] or 1000) do advance(0.01) end
print(string.format("%.9f", energy()))
