local function item(i, j) return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1) end

local function multiply(n, v, out)
  for i = 0, n - 1 do
    local sum = 0.0
    for j = 0, n - 1 do sum = sum + item(i, j) * v[j] end
    out[i] = sum
  end
end

local function multiply_transposed(n, v, out)
  for i = 0, n - 1 do
    local sum = 0.0
    for j = 0, n - 1 do sum = sum + item(j, i) * v[j] end
    out[i] = sum
  end
end

local n = tonumber(arg[1] or 100)
local u, v, between = {}, {}, {}
for i = 0, n - 1 do u[i], v[i], between[i] = 1.0, 0.0, 0.0 end
for turn = 1, 10 do
  multiply(n, u, between)
  multiply_transposed(n, between, v)
  multiply(n, v, between)
  multiply_transposed(n, between, u)
end
local uv, vv = 0.0, 0.0
for i = 0, n - 1 do
  uv = uv + u[i] * v[i]
  vv = vv + v[i] * v[i]
end
print(string.format("%.9f", math.sqrt(uv / vv)))
