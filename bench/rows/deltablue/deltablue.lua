-- DeltaBlue, as examples/deltablue.seam has it.
local REQUIRED, PREFERRED, STRONG_DEFAULT, NORMAL, WEAKEST = 0, 2, 3, 4, 6
local STAY, EDIT, EQUAL, SCALE = 0, 1, 2, 3
local NONE, FORWARD, BACKWARD = 0, 1, 2

local function variable(value)
  return { value = value, constraints = {}, determinedBy = nil, strength = WEAKEST, mark = 0, isStay = true }
end

local function consumers(v, into)
  local writer = v.determinedBy
  for _, c in ipairs(v.constraints) do
    if c ~= writer and c.flow ~= NONE then into[#into + 1] = c end
  end
end

local function variables(c)
  if c.relation <= EDIT then return { c.a } end
  if c.relation == EQUAL then return { c.a, c.b } end
  return { c.a, c.b, c.factor, c.offset }
end

local function output(c)
  if c.relation <= EDIT or c.flow ~= FORWARD then return c.a end
  return c.b
end

local function input(c) return c.flow == FORWARD and c.a or c.b end

local function choose(c, mark)
  local a, b = c.a, c.b
  local backward = a.mark ~= mark and c.strength < a.strength
  if c.relation <= EDIT then
    c.flow = backward and FORWARD or NONE
    return
  end
  local forward = b.mark ~= mark and c.strength < b.strength
  if forward and backward then c.flow = a.strength > b.strength and BACKWARD or FORWARD
  else c.flow = forward and FORWARD or backward and BACKWARD or NONE end
end

local function execute(c)
  if c.relation == EQUAL then
    if c.flow == FORWARD then c.b.value = c.a.value else c.a.value = c.b.value end
  elseif c.relation == SCALE then
    if c.flow == FORWARD then c.b.value = c.a.value * c.factor.value + c.offset.value
    else c.a.value = math.floor((c.b.value - c.offset.value) / c.factor.value) end
  end
end

local function recalculate(c)
  local out = output(c)
  if c.relation <= EDIT then
    out.strength = c.strength
    out.isStay = c.relation ~= EDIT
  else
    local from = input(c)
    out.strength = math.max(c.strength, from.strength)
    out.isStay = from.isStay and (c.relation == EQUAL or (c.factor.isStay and c.offset.isStay))
  end
  if out.isStay then execute(c) end
end

local function inputsKnown(c, mark)
  if c.relation <= EDIT then return true end
  local v = input(c)
  return v.mark == mark or v.isStay or v.determinedBy == nil
end

local Planner = {}
Planner.__index = Planner

function Planner:propagate(from, mark)
  local todo = { from }
  while #todo > 0 do
    local c = table.remove(todo)
    local out = output(c)
    if out.mark == mark then return false end
    recalculate(c)
    consumers(out, todo)
  end
  return true
end

function Planner:satisfy(c, mark)
  choose(c, mark)
  if c.flow == NONE then
    assert(c.strength ~= REQUIRED, "a required constraint cannot be satisfied")
    return nil
  end
  if c.relation > EDIT then
    input(c).mark = mark
    if c.relation == SCALE then c.factor.mark = mark; c.offset.mark = mark end
  end
  local out = output(c)
  local displaced = out.determinedBy
  if displaced then displaced.flow = NONE end
  out.determinedBy = c
  assert(self:propagate(c, mark), "the constraints form a circle")
  out.mark = mark
  return displaced
end

function Planner:satisfyAll(c)
  self.mark = self.mark + 1
  local mark = self.mark
  while c do c = self:satisfy(c, mark) end
end

function Planner:add(relation, strength, a, b, factor, offset)
  local c = { relation = relation, strength = strength, a = a, b = b, factor = factor, offset = offset, flow = NONE }
  for _, v in ipairs(variables(c)) do v.constraints[#v.constraints + 1] = c end
  self:satisfyAll(c)
  return c
end

function Planner:propagateRemoval(from)
  from.determinedBy = nil
  from.strength = WEAKEST
  from.isStay = true
  local unsatisfied, todo = {}, { from }
  while #todo > 0 do
    local v = table.remove(todo)
    for _, c in ipairs(v.constraints) do
      if c.flow == NONE then unsatisfied[#unsatisfied + 1] = c end
    end
    local readers = {}
    consumers(v, readers)
    for _, c in ipairs(readers) do
      recalculate(c)
      todo[#todo + 1] = output(c)
    end
  end
  return unsatisfied
end

function Planner:remove(c)
  local out = output(c)
  for _, v in ipairs(variables(c)) do
    for i, other in ipairs(v.constraints) do
      if other == c then table.remove(v.constraints, i) break end
    end
    if v.determinedBy == c then v.determinedBy = nil end
  end
  c.flow = NONE
  local unsatisfied = self:propagateRemoval(out)
  for strength = REQUIRED, WEAKEST - 1 do
    for _, u in ipairs(unsatisfied) do
      if u.strength == strength then self:satisfyAll(u) end
    end
  end
end

function Planner:plan(source)
  self.mark = self.mark + 1
  local mark, plan, todo = self.mark, {}, {}
  if source.relation == EDIT and source.flow ~= NONE then todo[1] = source end
  while #todo > 0 do
    local c = table.remove(todo)
    local out = output(c)
    if out.mark ~= mark and inputsKnown(c, mark) then
      plan[#plan + 1] = c
      out.mark = mark
      consumers(out, todo)
    end
  end
  return plan
end

local function run(plan) for _, c in ipairs(plan) do execute(c) end end

local function chain(size)
  local planner = setmetatable({ mark = 0 }, Planner)
  local all = { variable(0) }
  for i = 1, size do
    all[i + 1] = variable(0)
    planner:add(EQUAL, REQUIRED, all[i], all[i + 1])
  end
  local first, last = all[1], all[size + 1]
  planner:add(STAY, STRONG_DEFAULT, last)
  local edit = planner:add(EDIT, PREFERRED, first)
  local plan = planner:plan(edit)
  for i = 0, 99 do
    first.value = i
    run(plan)
    assert(last.value == i, "the chain broke")
  end
  planner:remove(edit)
end

local function change(planner, v, value)
  local edit = planner:add(EDIT, PREFERRED, v)
  local plan = planner:plan(edit)
  for _ = 1, 10 do
    v.value = value
    run(plan)
  end
  planner:remove(edit)
end

local function projection(size)
  local planner = setmetatable({ mark = 0 }, Planner)
  local factor, offset = variable(10), variable(1000)
  local sources, targets = {}, {}
  for i = 0, size - 1 do
    sources[i], targets[i] = variable(i), variable(i)
    planner:add(STAY, NORMAL, sources[i])
    planner:add(SCALE, REQUIRED, sources[i], targets[i], factor, offset)
  end
  local source, target = sources[size - 1], targets[size - 1]
  change(planner, source, 17)
  assert(target.value == 1170, "forwards")
  change(planner, target, 1050)
  assert(source.value == 5, "backwards")
  change(planner, factor, 5)
  for i = 0, size - 2 do assert(targets[i].value == i * 5 + 1000, "another factor") end
  change(planner, offset, 2000)
  for i = 0, size - 2 do assert(targets[i].value == i * 5 + 2000, "another offset") end
end

local size = tonumber(arg[1] or 100)
chain(size)
projection(size)
print("a chain and a projection of " .. size .. ": solved")
