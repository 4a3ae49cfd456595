// Richards, as examples/richards.seam has it: handlers behind function pointers, packets freed with
// their simulation.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B };
enum { DEVICE, WORK };

typedef struct Packet {
    struct Packet *link;
    long identity, kind, datum, length;
    long *data;
} Packet;

typedef struct Task Task;
typedef struct Scheduler Scheduler;
typedef struct Handler Handler;
struct Handler {
    Task *(*run)(Handler *self, Scheduler *s, Packet *packet);
    long count, control, destination;
    Packet *work, *devices, *pending;
};

struct Task {
    Task *next;
    long identity, priority;
    Packet *queue;
    Handler *handler;
    bool is_pending, is_waiting, is_holding;
};

struct Scheduler {
    Task *tasks, *current, *table[6];
    Packet *packets[8];
    int task_count, packet_count;
    long queue_count, hold_count;
};

static Packet *append(Packet *packet, Packet *head) {
    packet->link = NULL;
    if (!head) return packet;
    Packet *last = head;
    while (last->link) last = last->link;
    last->link = packet;
    return head;
}

static Packet *packet_new(Scheduler *s, Packet *link, long identity, long kind) {
    Packet *p = malloc(sizeof *p);
    *p = (Packet){link, identity, kind, 0, 4, calloc(4, sizeof(long))};
    return s->packets[s->packet_count++] = p;
}

static void add(Scheduler *s, long identity, long priority, Packet *queue, Handler handler,
                bool is_running) {
    Task *t = malloc(sizeof *t);
    Handler *h = malloc(sizeof *h);
    *h = handler;
    *t = (Task){s->tasks, identity, priority, queue, h, queue != NULL, !is_running, false};
    s->tasks = t;
    s->table[s->task_count++] = t;
}

static Task *task_accept(Task *t, Packet *packet, Task *running) {
    bool was_empty = !t->queue;
    t->queue = append(packet, t->queue);
    if (!was_empty) return running;
    t->is_pending = true;
    return t->priority > running->priority ? t : running;
}

static Task *wait_here(Scheduler *s) {
    s->current->is_waiting = true;
    return s->current;
}

static Task *hold_self(Scheduler *s) {
    s->hold_count++;
    s->current->is_holding = true;
    return s->current->next;
}

static Task *release(Scheduler *s, long identity) {
    Task *t = s->table[identity];
    t->is_holding = false;
    return t->priority > s->current->priority ? t : s->current;
}

static Task *send(Scheduler *s, Packet *packet) {
    s->queue_count++;
    Task *target = s->table[packet->identity];
    packet->link = NULL;
    packet->identity = s->current->identity;
    return task_accept(target, packet, s->current);
}

static Task *idle_run(Handler *h, Scheduler *s, Packet *packet) {
    (void)packet;
    if (--h->count == 0) return hold_self(s);
    if ((h->control & 1) == 0) {
        h->control /= 2;
        return release(s, DEVICE_A);
    }
    h->control = h->control / 2 ^ 0xd008;
    return release(s, DEVICE_B);
}

static Task *worker_run(Handler *h, Scheduler *s, Packet *packet) {
    if (!packet) return wait_here(s);
    h->destination = h->destination == HANDLER_A ? HANDLER_B : HANDLER_A;
    packet->identity = h->destination;
    packet->datum = 0;
    for (long i = 0; i < packet->length; i++) {
        h->count = h->count == 26 ? 1 : h->count + 1;
        packet->data[i] = 'A' + h->count - 1;
    }
    return send(s, packet);
}

static Task *handler_run(Handler *h, Scheduler *s, Packet *packet) {
    if (packet) {
        if (packet->kind == WORK) h->work = append(packet, h->work);
        else h->devices = append(packet, h->devices);
    }
    Packet *work = h->work;
    if (!work) return wait_here(s);
    long count = work->datum;
    if (count >= work->length) {
        h->work = work->link;
        return send(s, work);
    }
    Packet *device = h->devices;
    if (!device) return wait_here(s);
    h->devices = device->link;
    device->datum = work->data[count];
    work->datum = count + 1;
    return send(s, device);
}

static Task *device_run(Handler *h, Scheduler *s, Packet *packet) {
    if (packet) {
        h->pending = packet;
        return hold_self(s);
    }
    Packet *pending = h->pending;
    if (!pending) return wait_here(s);
    h->pending = NULL;
    return send(s, pending);
}

static void schedule(Scheduler *s) {
    s->current = s->tasks;
    while (s->current) {
        Task *t = s->current;
        if (t->is_holding || (!t->is_pending && t->is_waiting)) {
            s->current = t->next;
            continue;
        }
        Packet *packet = NULL;
        if (t->is_pending && t->is_waiting) {
            packet = t->queue;
            t->queue = packet->link;
            t->is_waiting = false;
            t->is_pending = t->queue != NULL;
        }
        s->current = t->handler->run(t->handler, s, packet);
    }
}

static bool simulate(void) {
    Scheduler s = {0};
    add(&s, IDLE, 0, NULL, (Handler){.run = idle_run, .count = 10000, .control = 1}, true);
    Packet *queue = packet_new(&s, NULL, WORKER, WORK);
    queue = packet_new(&s, queue, WORKER, WORK);
    add(&s, WORKER, 1000, queue, (Handler){.run = worker_run, .destination = HANDLER_A}, false);
    for (int i = 0; i < 2; i++) {
        queue = packet_new(&s, NULL, DEVICE_A + i, DEVICE);
        queue = packet_new(&s, queue, DEVICE_A + i, DEVICE);
        queue = packet_new(&s, queue, DEVICE_A + i, DEVICE);
        add(&s, HANDLER_A + i, 2000 + 1000 * i, queue, (Handler){.run = handler_run}, false);
    }
    add(&s, DEVICE_A, 4000, NULL, (Handler){.run = device_run}, false);
    add(&s, DEVICE_B, 5000, NULL, (Handler){.run = device_run}, false);
    schedule(&s);
    for (int i = 0; i < s.packet_count; i++) free(s.packets[i]->data), free(s.packets[i]);
    for (int i = 0; i < s.task_count; i++) free(s.table[i]->handler), free(s.table[i]);
    return s.queue_count == 23246 && s.hold_count == 9297;
}

int main(int argc, char **argv) {
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    for (int round = 0; round < rounds; round++)
        if (!simulate()) return 1;
    printf("%d x 23246 packets sent, 9297 times held\n", rounds);
}
