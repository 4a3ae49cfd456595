local bit = require("bit")

local function stays(x, y)
  local a, b = 0.0, 0.0
  for turn = 1, 50 do
    local aa, bb = a * a, b * b
    if aa + bb > 4.0 then return false end
    b = 2.0 * a * b + y
    a = aa - bb + x
  end
  return true
end

local n = tonumber(arg[1] or 200)
local inside, checksum = 0, 0
for row = 0, n - 1 do
  local y = 2.0 * row / n - 1.0
  local byte = 0
  for column = 0, n - 1 do
    local x = 2.0 * column / n - 1.5
    byte = bit.band(bit.lshift(byte, 1), 255)
    if stays(x, y) then
      inside = inside + 1
      byte = bit.bor(byte, 1)
    end
    if column % 8 == 7 then checksum = (checksum * 31 + byte) % 1000000007 end
  end
end
print(inside .. " " .. checksum)
