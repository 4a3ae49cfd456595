local function fannkuch(n)
  local flipped, permutation, count = {}, {}, {}
  for i = 0, n - 1 do flipped[i], permutation[i], count[i] = 0, i, 0 end
  local most, checksum, even, r = 0, 0, true, n
  while true do
    while r ~= 1 do
      count[r - 1] = r
      r = r - 1
    end
    for i = 0, n - 1 do flipped[i] = permutation[i] end
    local flips, first = 0, flipped[0]
    while first ~= 0 do
      local low, high = 0, first
      while low < high do
        flipped[low], flipped[high] = flipped[high], flipped[low]
        low, high = low + 1, high - 1
      end
      flips = flips + 1
      first = flipped[0]
    end
    if flips > most then most = flips end
    checksum = checksum + (even and flips or -flips)
    while true do
      if r == n then
        print(checksum)
        print(string.format("Pfannkuchen(%d) = %d", n, most))
        return
      end
      local head = permutation[0]
      for i = 0, r - 1 do permutation[i] = permutation[i + 1] end
      permutation[r] = head
      count[r] = count[r] - 1
      if count[r] > 0 then break end
      r = r + 1
    end
    even = not even
  end
end
fannkuch(tonumber(arg[1] or 10))
