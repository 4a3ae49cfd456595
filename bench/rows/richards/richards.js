// Richards, as examples/richards.seam has it.
const IDLE = 0, WORKER = 1, HANDLER_A = 2, HANDLER_B = 3, DEVICE_A = 4, DEVICE_B = 5;
const DEVICE = 0, WORK = 1;

class Packet {
  constructor(link, identity, kind) {
    this.link = link; this.identity = identity; this.kind = kind;
    this.datum = 0; this.data = [0, 0, 0, 0];
  }
}

function append(packet, head) {
  packet.link = null;
  if (head === null) return packet;
  let last = head;
  while (last.link !== null) last = last.link;
  last.link = packet;
  return head;
}

class Task {
  constructor(next, identity, priority, queue, handler) {
    this.next = next; this.identity = identity; this.priority = priority; this.queue = queue;
    this.handler = handler; this.isPending = queue !== null; this.isWaiting = false; this.isHolding = false;
  }
  get isHoldingOrWaiting() { return this.isHolding || (!this.isPending && this.isWaiting); }
  resume(scheduler) {
    let packet = null;
    if (this.isPending && this.isWaiting) {
      packet = this.queue;
      this.queue = packet.link;
      this.isWaiting = false;
      this.isPending = this.queue !== null;
    }
    return this.handler.run(scheduler, packet);
  }
  accept(packet, running) {
    const wasEmpty = this.queue === null;
    this.queue = append(packet, this.queue);
    if (!wasEmpty) return running;
    this.isPending = true;
    return this.priority > running.priority ? this : running;
  }
}

class Scheduler {
  constructor() { this.tasks = null; this.current = null; this.table = []; this.queueCount = 0; this.holdCount = 0; }
  add(identity, priority, queue, handler, isRunning) {
    const task = new Task(this.tasks, identity, priority, queue, handler);
    task.isWaiting = !isRunning;
    this.tasks = task;
    this.table.push(task);
  }
  schedule() {
    this.current = this.tasks;
    while (this.current !== null) {
      const task = this.current;
      this.current = task.isHoldingOrWaiting ? task.next : task.resume(this);
    }
  }
  wait() { this.current.isWaiting = true; return this.current; }
  holdSelf() { this.holdCount++; this.current.isHolding = true; return this.current.next; }
  release(identity) {
    const task = this.table[identity];
    task.isHolding = false;
    return task.priority > this.current.priority ? task : this.current;
  }
  send(packet) {
    this.queueCount++;
    const target = this.table[packet.identity];
    packet.link = null;
    packet.identity = this.current.identity;
    return target.accept(packet, this.current);
  }
}

class IdleTask {
  constructor(count) { this.count = count; this.control = 1; }
  run(scheduler, packet) {
    this.count--;
    if (this.count === 0) return scheduler.holdSelf();
    if ((this.control & 1) === 0) { this.control = this.control >> 1; return scheduler.release(DEVICE_A); }
    this.control = (this.control >> 1) ^ 0xd008;
    return scheduler.release(DEVICE_B);
  }
}

class WorkerTask {
  constructor() { this.destination = HANDLER_A; this.count = 0; }
  run(scheduler, packet) {
    if (packet === null) return scheduler.wait();
    this.destination = this.destination === HANDLER_A ? HANDLER_B : HANDLER_A;
    packet.identity = this.destination;
    packet.datum = 0;
    for (let i = 0; i < packet.data.length; i++) {
      this.count = this.count === 26 ? 1 : this.count + 1;
      packet.data[i] = 65 + this.count - 1;
    }
    return scheduler.send(packet);
  }
}

class HandlerTask {
  constructor() { this.work = null; this.devices = null; }
  run(scheduler, packet) {
    if (packet !== null) {
      if (packet.kind === WORK) this.work = append(packet, this.work);
      else this.devices = append(packet, this.devices);
    }
    const work = this.work;
    if (work === null) return scheduler.wait();
    const count = work.datum;
    if (count >= work.data.length) { this.work = work.link; return scheduler.send(work); }
    const device = this.devices;
    if (device === null) return scheduler.wait();
    this.devices = device.link;
    device.datum = work.data[count];
    work.datum = count + 1;
    return scheduler.send(device);
  }
}

class DeviceTask {
  constructor() { this.pending = null; }
  run(scheduler, packet) {
    if (packet !== null) { this.pending = packet; return scheduler.holdSelf(); }
    const pending = this.pending;
    if (pending === null) return scheduler.wait();
    this.pending = null;
    return scheduler.send(pending);
  }
}

function simulate() {
  const scheduler = new Scheduler();
  scheduler.add(IDLE, 0, null, new IdleTask(10000), true);
  let queue = new Packet(null, WORKER, WORK);
  queue = new Packet(queue, WORKER, WORK);
  scheduler.add(WORKER, 1000, queue, new WorkerTask(), false);
  for (const [handler, device, priority] of [[HANDLER_A, DEVICE_A, 2000], [HANDLER_B, DEVICE_B, 3000]]) {
    queue = new Packet(null, device, DEVICE);
    queue = new Packet(queue, device, DEVICE);
    queue = new Packet(queue, device, DEVICE);
    scheduler.add(handler, priority, queue, new HandlerTask(), false);
  }
  scheduler.add(DEVICE_A, 4000, null, new DeviceTask(), false);
  scheduler.add(DEVICE_B, 5000, null, new DeviceTask(), false);
  scheduler.schedule();
  return scheduler;
}

const rounds = Number(process.argv[2] || 1);
for (let round = 0; round < rounds; round++) {
  const done = simulate();
  if (done.queueCount !== 23246 || done.holdCount !== 9297) throw new Error("the simulation went wrong");
}
console.log(`${rounds} x 23246 packets sent, 9297 times held`);
