local function grow(depth)
  if depth == 0 then return { left = false, right = false } end
  return { left = grow(depth - 1), right = grow(depth - 1) }
end

local function check(t)
  if not t.left then return 1 end
  return 1 + check(t.left) + check(t.right)
end

local least, most = 4, tonumber(arg[1] or 10)
print(string.format("stretch tree of depth %d check: %d", most + 1, check(grow(most + 1))))
local long = grow(most)
for depth = least, most, 2 do
  local turns, nodes = 2 ^ (most - depth + least), 0
  for i = 1, turns do nodes = nodes + check(grow(depth)) end
  print(string.format("%d trees of depth %d check: %d", turns, depth, nodes))
end
print(string.format("long lived tree of depth %d check: %d", most, check(long)))
