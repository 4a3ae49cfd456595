// Richards, as examples/richards.seam has it.
package main

import (
	"fmt"
	"os"
	"strconv"
)

const (
	idle = iota
	worker
	handlerA
	handlerB
	deviceA
	deviceB
)

const (
	device = iota
	work
)

type packet struct {
	link     *packet
	identity int
	kind     int
	datum    int
	data     []int
}

func newPacket(link *packet, identity, kind int) *packet {
	return &packet{link: link, identity: identity, kind: kind, data: make([]int, 4)}
}

func appendTo(p, head *packet) *packet {
	p.link = nil
	if head == nil {
		return p
	}
	last := head
	for last.link != nil {
		last = last.link
	}
	last.link = p
	return head
}

type handler interface {
	run(s *scheduler, p *packet) *task
}

type task struct {
	next                            *task
	identity, priority              int
	queue                           *packet
	handler                         handler
	isPending, isWaiting, isHolding bool
}

func (t *task) isHoldingOrWaiting() bool { return t.isHolding || (!t.isPending && t.isWaiting) }

func (t *task) resume(s *scheduler) *task {
	var p *packet
	if t.isPending && t.isWaiting {
		p = t.queue
		t.queue = p.link
		t.isWaiting = false
		t.isPending = t.queue != nil
	}
	return t.handler.run(s, p)
}

func (t *task) accept(p *packet, running *task) *task {
	wasEmpty := t.queue == nil
	t.queue = appendTo(p, t.queue)
	if !wasEmpty {
		return running
	}
	t.isPending = true
	if t.priority > running.priority {
		return t
	}
	return running
}

type scheduler struct {
	tasks, current        *task
	table                 []*task
	queueCount, holdCount int
}

func (s *scheduler) add(identity, priority int, queue *packet, h handler, isRunning bool) {
	t := &task{next: s.tasks, identity: identity, priority: priority, queue: queue, handler: h,
		isPending: queue != nil, isWaiting: !isRunning}
	s.tasks = t
	s.table = append(s.table, t)
}

func (s *scheduler) schedule() {
	s.current = s.tasks
	for s.current != nil {
		t := s.current
		if t.isHoldingOrWaiting() {
			s.current = t.next
		} else {
			s.current = t.resume(s)
		}
	}
}

func (s *scheduler) wait() *task {
	s.current.isWaiting = true
	return s.current
}

func (s *scheduler) holdSelf() *task {
	s.holdCount++
	s.current.isHolding = true
	return s.current.next
}

func (s *scheduler) release(identity int) *task {
	t := s.table[identity]
	t.isHolding = false
	if t.priority > s.current.priority {
		return t
	}
	return s.current
}

func (s *scheduler) send(p *packet) *task {
	s.queueCount++
	target := s.table[p.identity]
	p.link = nil
	p.identity = s.current.identity
	return target.accept(p, s.current)
}

type idleTask struct{ count, control int }

func (h *idleTask) run(s *scheduler, p *packet) *task {
	h.count--
	if h.count == 0 {
		return s.holdSelf()
	}
	if h.control&1 == 0 {
		h.control /= 2
		return s.release(deviceA)
	}
	h.control = h.control/2 ^ 0xd008
	return s.release(deviceB)
}

type workerTask struct{ destination, count int }

func (h *workerTask) run(s *scheduler, p *packet) *task {
	if p == nil {
		return s.wait()
	}
	if h.destination == handlerA {
		h.destination = handlerB
	} else {
		h.destination = handlerA
	}
	p.identity = h.destination
	p.datum = 0
	for i := range p.data {
		if h.count == 26 {
			h.count = 1
		} else {
			h.count++
		}
		p.data[i] = 'A' + h.count - 1
	}
	return s.send(p)
}

type handlerTask struct{ work, devices *packet }

func (h *handlerTask) run(s *scheduler, p *packet) *task {
	if p != nil {
		if p.kind == work {
			h.work = appendTo(p, h.work)
		} else {
			h.devices = appendTo(p, h.devices)
		}
	}
	w := h.work
	if w == nil {
		return s.wait()
	}
	count := w.datum
	if count >= len(w.data) {
		h.work = w.link
		return s.send(w)
	}
	d := h.devices
	if d == nil {
		return s.wait()
	}
	h.devices = d.link
	d.datum = w.data[count]
	w.datum = count + 1
	return s.send(d)
}

type deviceTask struct{ pending *packet }

func (h *deviceTask) run(s *scheduler, p *packet) *task {
	if p != nil {
		h.pending = p
		return s.holdSelf()
	}
	pending := h.pending
	if pending == nil {
		return s.wait()
	}
	h.pending = nil
	return s.send(pending)
}

func simulate() *scheduler {
	s := &scheduler{}
	s.add(idle, 0, nil, &idleTask{10000, 1}, true)
	queue := newPacket(nil, worker, work)
	queue = newPacket(queue, worker, work)
	s.add(worker, 1000, queue, &workerTask{handlerA, 0}, false)
	for i := 0; i < 2; i++ {
		queue = newPacket(nil, deviceA+i, device)
		queue = newPacket(queue, deviceA+i, device)
		queue = newPacket(queue, deviceA+i, device)
		s.add(handlerA+i, 2000+1000*i, queue, &handlerTask{}, false)
	}
	s.add(deviceA, 4000, nil, &deviceTask{}, false)
	s.add(deviceB, 5000, nil, &deviceTask{}, false)
	s.schedule()
	return s
}

func main() {
	rounds := 1
	if len(os.Args) > 1 {
		rounds, _ = strconv.Atoi(os.Args[1])
	}
	for round := 0; round < rounds; round++ {
		done := simulate()
		if done.queueCount != 23246 || done.holdCount != 9297 {
			panic("the simulation went wrong")
		}
	}
	fmt.Printf("%d x 23246 packets sent, 9297 times held\n", rounds)
}
