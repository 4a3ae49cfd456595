# Richards, as examples/richards.seam has it.
import std/[os, strutils]

const
  IDLE = 0
  WORKER = 1
  HANDLER_A = 2
  HANDLER_B = 3
  DEVICE_A = 4
  DEVICE_B = 5

type
  Kind = enum Device, Work
  Packet = ref object
    link: Packet
    identity: int
    kind: Kind
    datum: int
    data: array[4, int]
  Handler = ref object of RootObj
  Task = ref object
    next: Task
    identity, priority: int
    queue: Packet
    handler: Handler
    isPending, isWaiting, isHolding: bool
  Scheduler = ref object
    tasks, current: Task
    table: seq[Task]
    queueCount, holdCount: int
  IdleTask = ref object of Handler
    count, control: int
  WorkerTask = ref object of Handler
    destination, count: int
  HandlerTask = ref object of Handler
    work, devices: Packet
  DeviceTask = ref object of Handler
    pending: Packet

method run(h: Handler, s: Scheduler, p: Packet): Task {.base.} = nil

proc append(p, head: Packet): Packet =
  p.link = nil
  if head == nil: return p
  var last = head
  while last.link != nil: last = last.link
  last.link = p
  head

proc add(s: Scheduler, identity, priority: int, queue: Packet, handler: Handler, isRunning = false) =
  let task = Task(next: s.tasks, identity: identity, priority: priority, queue: queue, handler: handler,
                  isPending: queue != nil, isWaiting: not isRunning)
  s.tasks = task
  s.table.add(task)

proc resume(t: Task, s: Scheduler): Task =
  var p: Packet = nil
  if t.isPending and t.isWaiting:
    p = t.queue
    t.queue = p.link
    t.isWaiting = false
    t.isPending = t.queue != nil
  t.handler.run(s, p)

proc schedule(s: Scheduler) =
  s.current = s.tasks
  while s.current != nil:
    let t = s.current
    s.current = if t.isHolding or (not t.isPending and t.isWaiting): t.next else: t.resume(s)

proc wait(s: Scheduler): Task =
  s.current.isWaiting = true
  s.current

proc holdSelf(s: Scheduler): Task =
  inc s.holdCount
  s.current.isHolding = true
  s.current.next

proc release(s: Scheduler, identity: int): Task =
  let t = s.table[identity]
  t.isHolding = false
  if t.priority > s.current.priority: t else: s.current

proc accept(t: Task, p: Packet, running: Task): Task =
  let wasEmpty = t.queue == nil
  t.queue = append(p, t.queue)
  if not wasEmpty: return running
  t.isPending = true
  if t.priority > running.priority: t else: running

proc send(s: Scheduler, p: Packet): Task =
  inc s.queueCount
  let target = s.table[p.identity]
  p.link = nil
  p.identity = s.current.identity
  target.accept(p, s.current)

method run(h: IdleTask, s: Scheduler, p: Packet): Task =
  dec h.count
  if h.count == 0: return s.holdSelf()
  if (h.control and 1) == 0:
    h.control = h.control div 2
    return s.release(DEVICE_A)
  h.control = (h.control div 2) xor 0xd008
  s.release(DEVICE_B)

method run(h: WorkerTask, s: Scheduler, p: Packet): Task =
  if p == nil: return s.wait()
  h.destination = if h.destination == HANDLER_A: HANDLER_B else: HANDLER_A
  p.identity = h.destination
  p.datum = 0
  for i in 0 ..< p.data.len:
    h.count = if h.count == 26: 1 else: h.count + 1
    p.data[i] = ord('A') + h.count - 1
  s.send(p)

method run(h: HandlerTask, s: Scheduler, p: Packet): Task =
  if p != nil:
    if p.kind == Work: h.work = append(p, h.work)
    else: h.devices = append(p, h.devices)
  let work = h.work
  if work == nil: return s.wait()
  let count = work.datum
  if count >= work.data.len:
    h.work = work.link
    return s.send(work)
  let device = h.devices
  if device == nil: return s.wait()
  h.devices = device.link
  device.datum = work.data[count]
  work.datum = count + 1
  s.send(device)

method run(h: DeviceTask, s: Scheduler, p: Packet): Task =
  if p != nil:
    h.pending = p
    return s.holdSelf()
  let pending = h.pending
  if pending == nil: return s.wait()
  h.pending = nil
  s.send(pending)

proc simulate(): Scheduler =
  let s = Scheduler()
  s.add(IDLE, 0, nil, IdleTask(count: 10000, control: 1), true)
  var queue = Packet(identity: WORKER, kind: Work)
  queue = Packet(link: queue, identity: WORKER, kind: Work)
  s.add(WORKER, 1000, queue, WorkerTask(destination: HANDLER_A))
  for i in 0 .. 1:
    queue = Packet(identity: DEVICE_A + i, kind: Device)
    queue = Packet(link: queue, identity: DEVICE_A + i, kind: Device)
    queue = Packet(link: queue, identity: DEVICE_A + i, kind: Device)
    s.add(HANDLER_A + i, 2000 + 1000 * i, queue, HandlerTask())
  s.add(DEVICE_A, 4000, nil, DeviceTask())
  s.add(DEVICE_B, 5000, nil, DeviceTask())
  s.schedule()
  s

let rounds = if paramCount() > 0: parseInt(paramStr(1)) else: 1
for round in 0 ..< rounds:
  let done = simulate()
  doAssert done.queueCount == 23246 and done.holdCount == 9297
echo rounds, " x 23246 packets sent, 9297 times held"
