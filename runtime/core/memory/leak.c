// Tracked objects carry a link in front of their head; all links form one ring under a lock.
// The place is that of the statement that ran last (SEAM_SITE), known in units compiled with
// -DSEAM_LEAKS.
#include "core/memory/leak.h"
#include "core/memory/alloc.h"
#include "core/memory/count.h"
#include "core/memory/cycle.h"
#include "core/memory/type.h"
#include <seam/error.h>

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Link {
    struct Link *prev;
    struct Link *next;
    const char *file; // NULL: unknown
    uint32_t place;
    uint32_t abandoned; // a caught panic may have left the frame that held it
} Link;

typedef struct Row {
    const SeamHead *object;
    const char *file;
    uint32_t place;
    int64_t count;
} Row;

static bool is_on;
static Link ring = {.prev = &ring, .next = &ring};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local struct {
    const char *file;
    uint32_t place;
} site;

static void read_environment(void) {
    const char *wanted = getenv("SEAM_LEAKS");
    is_on = wanted && strcmp(wanted, "1") == 0;
}

bool leak_is_on(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static bool is_known;
    if (SEAM_LIKELY(__atomic_load_n(&is_known, __ATOMIC_ACQUIRE))) return is_on;
    pthread_once(&once, read_environment);
    __atomic_store_n(&is_known, true, __ATOMIC_RELEASE);
    return is_on;
}

void seam_site(SEAM_PLACE) {
    site.file = file;
    site.place = place;
}

void *leak_alloc(size_t size) {
    int saved = errno;
    Link *link = malloc(sizeof *link + size);
    if (!link) memory_fail();
    *link = (Link){.file = site.file, .place = site.place};
    pthread_mutex_lock(&lock);
    link->prev = ring.prev;
    link->next = &ring;
    ring.prev->next = link;
    ring.prev = link;
    pthread_mutex_unlock(&lock);
    errno = saved;
    return link + 1;
}

void leak_free(void *object) {
    Link *link = (Link *)object - 1;
    pthread_mutex_lock(&lock);
    link->prev->next = link->next;
    link->next->prev = link->prev;
    pthread_mutex_unlock(&lock);
    free(link);
}

size_t leak_room(void *object) { return malloc_usable_size((Link *)object - 1) - sizeof(Link); }

static const SeamHead *head_of(const Link *link) { return (const SeamHead *)(link + 1); }

int64_t leak_count(void) {
    int64_t count = 0;
    for (Link *link = ring.next; link != &ring; link = link->next)
        count += count_lives(head_of(link)->count);
    return count;
}

static int compare_groups(const void *a, const void *b) {
    const Row *x = a, *y = b;
    int order = strcmp(type_object_name(x->object).text, type_object_name(y->object).text);
    if (order == 0 && x->file != y->file)
        order = !x->file ? -1 : !y->file ? 1 : strcmp(x->file, y->file);
    if (order == 0) order = x->place < y->place ? -1 : x->place > y->place;
    return order;
}

static int compare_counts(const void *a, const void *b) {
    const Row *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return compare_groups(a, b);
}

// Joins equal neighbours; returns how many rows are left.
static size_t join_rows(Row *rows, size_t count) {
    size_t joined = 0;
    for (size_t i = 0; i < count; i++) {
        if (joined && compare_groups(&rows[joined - 1], &rows[i]) == 0) rows[joined - 1].count++;
        else rows[joined++] = rows[i];
    }
    return joined;
}

static void print_row(const Row *row) {
    fprintf(stderr, "%7lld x %s", (long long)row->count, type_object_name(row->object).text);
    unsigned col = row->place & 0xfff;
    if (row->file) fprintf(stderr, "  at %s:%u", row->file, (unsigned)(row->place >> 12));
    if (row->file && col) fprintf(stderr, ":%u", col); // of most places the line alone is known
    fputc('\n', stderr);
}

void leak_abandon(void) {
    if (!leak_is_on()) return;
    pthread_mutex_lock(&lock);
    for (Link *link = ring.next; link != &ring; link = link->next) link->abandoned = 1;
    pthread_mutex_unlock(&lock);
}

// Returns how many there are, all rows of one kind.
static int64_t report_kind(Row *rows, bool abandoned) {
    enum { SHOWN = 40 };
    int64_t count = 0;
    size_t used = 0;
    for (Link *link = ring.next; link != &ring; link = link->next) {
        if (!count_lives(head_of(link)->count) || (link->abandoned != 0) != abandoned) continue;
        rows[used++] = (Row){head_of(link), link->file, link->place, 1};
        count++;
    }
    if (count == 0) return 0;
    qsort(rows, used, sizeof *rows, compare_groups);
    used = join_rows(rows, used);
    qsort(rows, used, sizeof *rows, compare_counts);
    const char *plural = count == 1 ? " is" : "s are";
    if (abandoned)
        fprintf(stderr, "abandoned by caught panics: %lld object%s still alive\n", (long long)count,
                plural);
    else fprintf(stderr, "leaks: %lld object%s still alive at exit\n", (long long)count, plural);
    for (size_t i = 0; i < used && i < SHOWN; i++) print_row(&rows[i]);
    if (used > SHOWN) fprintf(stderr, "        and %zu kinds more\n", used - SHOWN);
    return count;
}

static void report_circles(int64_t total) {
    const SeamHead **objects = calloc((size_t)total, sizeof *objects);
    size_t used = 0;
    for (Link *link = ring.next; objects && link != &ring; link = link->next)
        if (count_lives(head_of(link)->count) && !link->abandoned) objects[used++] = head_of(link);
    if (objects) cycles_report(objects, used, (size_t)total);
    free(objects);
}

int64_t leak_report(void) {
    int64_t total = leak_count(), count;
    Row *rows = total ? calloc((size_t)total, sizeof *rows) : NULL;
    if (!rows) return total;
    count = report_kind(rows, false);
    if (count) report_circles(total);
    report_kind(rows, true);
    free(rows);
    return count;
}
