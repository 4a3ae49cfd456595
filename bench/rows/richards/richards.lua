-- Richards, as examples/richards.seam has it.
local IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = 1, 2, 3, 4, 5, 6
local DEVICE, WORK = 0, 1
local bit = require("bit")

local function packet(link, identity, kind)
  return { link = link, identity = identity, kind = kind, datum = 0, data = { 0, 0, 0, 0 } }
end

local function append(p, head)
  p.link = nil
  if not head then return p end
  local last = head
  while last.link do last = last.link end
  last.link = p
  return head
end

local Scheduler = {}
Scheduler.__index = Scheduler

function Scheduler:add(identity, priority, queue, handler, isRunning)
  local task = {
    next = self.tasks, identity = identity, priority = priority, queue = queue, handler = handler,
    isPending = queue ~= nil, isWaiting = not isRunning, isHolding = false,
  }
  self.tasks = task
  self.table[#self.table + 1] = task
end

local function resume(task, s)
  local p = nil
  if task.isPending and task.isWaiting then
    p = task.queue
    task.queue = p.link
    task.isWaiting = false
    task.isPending = task.queue ~= nil
  end
  return task.handler:run(s, p)
end

function Scheduler:schedule()
  self.current = self.tasks
  while self.current do
    local task = self.current
    if task.isHolding or (not task.isPending and task.isWaiting) then
      self.current = task.next
    else
      self.current = resume(task, self)
    end
  end
end

function Scheduler:wait()
  self.current.isWaiting = true
  return self.current
end

function Scheduler:holdSelf()
  self.holdCount = self.holdCount + 1
  self.current.isHolding = true
  return self.current.next
end

function Scheduler:release(identity)
  local task = self.table[identity]
  task.isHolding = false
  return task.priority > self.current.priority and task or self.current
end

local function accept(task, p, running)
  local wasEmpty = task.queue == nil
  task.queue = append(p, task.queue)
  if not wasEmpty then return running end
  task.isPending = true
  return task.priority > running.priority and task or running
end

function Scheduler:send(p)
  self.queueCount = self.queueCount + 1
  local target = self.table[p.identity]
  p.link = nil
  p.identity = self.current.identity
  return accept(target, p, self.current)
end

local Idle = {}
Idle.__index = Idle
function Idle:run(s, p)
  self.count = self.count - 1
  if self.count == 0 then return s:holdSelf() end
  if bit.band(self.control, 1) == 0 then
    self.control = bit.rshift(self.control, 1)
    return s:release(DEVICE_A)
  end
  self.control = bit.bxor(bit.rshift(self.control, 1), 0xd008)
  return s:release(DEVICE_B)
end

local Worker = {}
Worker.__index = Worker
function Worker:run(s, p)
  if not p then return s:wait() end
  self.destination = self.destination == HANDLER_A and HANDLER_B or HANDLER_A
  p.identity = self.destination
  p.datum = 0
  for i = 1, 4 do
    self.count = self.count == 26 and 1 or self.count + 1
    p.data[i] = 65 + self.count - 1
  end
  return s:send(p)
end

local Handler = {}
Handler.__index = Handler
function Handler:run(s, p)
  if p then
    if p.kind == WORK then self.work = append(p, self.work)
    else self.devices = append(p, self.devices) end
  end
  local work = self.work
  if not work then return s:wait() end
  local count = work.datum
  if count >= 4 then
    self.work = work.link
    return s:send(work)
  end
  local device = self.devices
  if not device then return s:wait() end
  self.devices = device.link
  device.datum = work.data[count + 1]
  work.datum = count + 1
  return s:send(device)
end

local Device = {}
Device.__index = Device
function Device:run(s, p)
  if p then
    self.pending = p
    return s:holdSelf()
  end
  local pending = self.pending
  if not pending then return s:wait() end
  self.pending = nil
  return s:send(pending)
end

local function simulate()
  local s = setmetatable({ table = {}, queueCount = 0, holdCount = 0 }, Scheduler)
  s:add(IDLE, 0, nil, setmetatable({ count = 10000, control = 1 }, Idle), true)
  local queue = packet(nil, WORKER, WORK)
  queue = packet(queue, WORKER, WORK)
  s:add(WORKER, 1000, queue, setmetatable({ destination = HANDLER_A, count = 0 }, Worker), false)
  for i = 0, 1 do
    queue = packet(nil, DEVICE_A + i, DEVICE)
    queue = packet(queue, DEVICE_A + i, DEVICE)
    queue = packet(queue, DEVICE_A + i, DEVICE)
    s:add(HANDLER_A + i, 2000 + 1000 * i, queue, setmetatable({}, Handler), false)
  end
  s:add(DEVICE_A, 4000, nil, setmetatable({}, Device), false)
  s:add(DEVICE_B, 5000, nil, setmetatable({}, Device), false)
  s:schedule()
  return s
end

local rounds = tonumber(arg[1] or 1)
for round = 1, rounds do
  local done = simulate()
  assert(done.queueCount == 23246 and done.holdCount == 9297, "the simulation went wrong")
end
print(rounds .. " x 23246 packets sent, 9297 times held")
