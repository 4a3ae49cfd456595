// See weak.h. One lock guards the table and the cells: a reference is read and counted in one step,
// while another thread may give up the object's last one.
#include "core/memory/weak.h"

#include "core/memory/alloc.h"
#include "core/memory/count.h"
#include "core/memory/type.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

typedef struct SeamWeakCell Cell;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

// ---- the table: open addressing, by the object's address ----
static struct {
    Cell **slots;
    size_t cap; // a power of two; 0: none yet
    size_t used;
} table;

static size_t slot_of(const void *object) {
    uint64_t x = (uint64_t)(uintptr_t)object >> 3;
    return (size_t)(x * 0x9e3779b97f4a7c15u >> 20) & (table.cap - 1);
}

static size_t find(const SeamObject *object) {
    size_t i = slot_of(object);
    while (table.slots[i] && table.slots[i]->target != object) i = (i + 1) & (table.cap - 1);
    return i;
}

static void grow(void) {
    Cell **old = table.slots;
    size_t old_cap = table.cap;
    table.cap = old_cap ? 2 * old_cap : 64;
    table.slots = calloc(table.cap, sizeof *table.slots);
    if (!table.slots) memory_fail();
    for (size_t i = 0; i < old_cap; i++)
        if (old[i]) table.slots[find(old[i]->target)] = old[i];
    free(old);
}

// Takes a cell out and closes the gap, so that every search still ends at a free slot.
static void take_out(size_t gap) {
    table.used--;
    table.slots[gap] = NULL;
    for (size_t i = (gap + 1) & (table.cap - 1); table.slots[i]; i = (i + 1) & (table.cap - 1)) {
        Cell *cell = table.slots[i];
        table.slots[i] = NULL;
        table.slots[find(cell->target)] = cell;
    }
}

// ---- cells ----

static Cell *cell_of(SeamObject *object) {
    if (object->type & SEAM_HAS_WEAK) {
        size_t i = find(object);
        Cell *cell = table.slots[i];
        if (__atomic_load_n(&cell->head.count, __ATOMIC_RELAXED) != 0) {
            seam_retain(cell);
            return cell;
        }
        take_out(i); // another thread is giving it up
        cell->target = NULL;
    }
    if (2 * (table.used + 1) > table.cap) grow();
    Cell *cell = memory_new_object(sizeof *cell, SEAM_KIND_WEAK);
    if (object->count < 0) cell->head.count = -1; // of several threads
    cell->target = object;
    table.slots[find(object)] = cell;
    table.used++;
    __atomic_fetch_or(&object->type, SEAM_HAS_WEAK, __ATOMIC_RELAXED);
    return cell;
}

SeamWeak seam_weak_of(SeamObjectRef *object) {
    if (!object) return NULL;
    int saved = errno;
    pthread_mutex_lock(&lock);
    Cell *cell = NULL;
    bool lives = count_lives(__atomic_load_n(&object->count, __ATOMIC_RELAXED));
    if (lives) cell = cell_of(object);
    pthread_mutex_unlock(&lock);
    errno = saved;
    return cell;
}

// One reference more, unless the last one is being given up.
static bool retain_live(SeamObject *object) {
    int32_t count = __atomic_load_n(&object->count, __ATOMIC_RELAXED);
    if (count > 0) {
        seam_retain(object);
        return true;
    }
    while (count != 0)
        if (__atomic_compare_exchange_n(&object->count, &count, count - 1, false, __ATOMIC_ACQUIRE,
                                        __ATOMIC_RELAXED))
            return true;
    return false;
}

void *seam_weak_get(SeamWeakRef weak) {
    if (!weak || !weak->target) return NULL;
    pthread_mutex_lock(&lock);
    SeamObject *object = weak->target;
    if (object && !retain_live(object)) object = NULL;
    pthread_mutex_unlock(&lock);
    return object;
}

const SeamObject *weak_target(SeamWeakRef weak) { return weak ? weak->target : NULL; }

void weak_clear(SeamHead *object) {
    pthread_mutex_lock(&lock);
    size_t i = find(object);
    Cell *cell = table.slots[i];
    if (cell) {
        take_out(i);
        cell->target = NULL;
    }
    __atomic_fetch_and(&object->type, ~SEAM_HAS_WEAK, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&lock);
}

void weak_forget(Cell *cell) {
    pthread_mutex_lock(&lock);
    if (cell->target) {
        take_out(find(cell->target));
        __atomic_fetch_and(&cell->target->type, ~SEAM_HAS_WEAK, __ATOMIC_RELAXED);
        cell->target = NULL;
    }
    pthread_mutex_unlock(&lock);
}
