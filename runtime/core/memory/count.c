// Counting's slow paths, objects, and how they die. An object that dies is finalized, then its
// fields are released in order, then its memory goes. What dies with its fields waits on a stack of
// the thread until the object is gone, so that a list of any length needs no C stack; the order of
// finalizers is that of plain recursion.
#include "core/memory/count.h"
#include "core/collect/map.h"
#include "core/memory/alloc.h"
#include "core/memory/type.h"
#include "core/memory/weak.h"
#include "core/program/panic.h"
#include "core/trace/trace.h"
#include <seam/array.h>

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// ---- counts ----
// Counts below have grown past what the field holds: they are never changed again.
static const int32_t stuck = -0x40000000;

void seam_retain_slow(SeamHead *head) {
    int32_t count = __atomic_load_n(&head->count, __ATOMIC_RELAXED);
    if (count == 0 || count <= stuck) return;
    __atomic_fetch_sub(&head->count, 1, __ATOMIC_RELAXED);
}

void seam_release_slow(SeamHead *head) {
    int32_t count = __atomic_load_n(&head->count, __ATOMIC_RELAXED);
    if (count == 1) {
        head->count = 0; // immortal while it dies: what its fields finalize may look at it
        count_drop(head);
    } else if (count < 0 && count > stuck) {
        if (__atomic_fetch_add(&head->count, 1, __ATOMIC_ACQ_REL) == -1) count_drop(head);
    }
}

// ---- dying ----
typedef struct Dying {
    SeamHead **items;
    size_t len;
    size_t cap;
    bool collecting; // the fields of an object are being released: what dies waits
    bool registered;
} Dying;
static _Thread_local Dying dying __attribute__((tls_model("initial-exec")));

static pthread_key_t thread_end;
static void free_stack(void *unused) {
    (void)unused;
    free(dying.items);
    dying = (Dying){0};
}
static void make_key(void) { pthread_key_create(&thread_end, free_stack); }

static SEAM_COLD void grow_stack(Dying *d) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!d->registered) {
        pthread_once(&once, make_key);
        pthread_setspecific(thread_end, d);
        d->registered = true;
    }
    size_t cap = d->cap ? 2 * d->cap : 64;
    SeamHead **items = realloc(d->items, cap * sizeof *items);
    if (!items) memory_fail();
    d->items = items;
    d->cap = cap;
}

static void push(Dying *d, SeamHead *head) {
    if (d->len == d->cap) grow_stack(d);
    d->items[d->len++] = head;
}

static void reverse(SeamHead **items, size_t len) {
    for (size_t i = 0, j = len; i + 1 < j; i++) {
        SeamHead *last = items[--j];
        items[j] = items[i];
        items[i] = last;
    }
}

static SEAM_COLD SEAM_NORETURN void panic_escaped(const SeamType *type) {
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "`finalize` of `", 15);
    seam_text_add_chars(&text, type->name, (int64_t)strlen(type->name));
    static const char rest[] = "` let `this` escape: it ends now, and something still refers to it";
    seam_text_add_chars(&text, rest, sizeof rest - 1);
    panic_text(&text, "", 0);
}

// What its finalize retains it also releases, or `this` has escaped: to a place that would go on
// referring to it.
static void run_finalize(const SeamType *type, SeamHead *head) {
    int saved = errno;
    __atomic_store_n(&head->count, COUNT_FINALIZING, __ATOMIC_RELAXED);
    type->finalize(head);
    if (__atomic_load_n(&head->count, __ATOMIC_RELAXED) != COUNT_FINALIZING) panic_escaped(type);
    __atomic_store_n(&head->count, 0, __ATOMIC_RELAXED);
    errno = saved;
}

static void release_fields(const SeamType *type, const void *base) {
    for (uint32_t i = 0; i < type->part_count; i++) {
        const SeamField *field = &type->fields[i];
        seam_value_release(field->type, (const char *)base + field->offset);
    }
}

static void release_items(const SeamType *elem, const void *data, int64_t len) {
    if (!(elem->flags & SEAM_COUNTED)) return;
    if (elem->size == sizeof(SeamHead *) && elem->kind != SEAM_KIND_STRUCT) {
        SeamHead *const *items = data;
        for (int64_t i = 0; i < len; i++) seam_release_opt(items[i]);
        return;
    }
    for (int64_t i = 0; i < len; i++)
        seam_value_release(elem, (const char *)data + (size_t)i * elem->size);
}

static void release_parts(const SeamType *type, SeamHead *head) {
    if (type->kind == SEAM_KIND_CLASS) {
        if (type->drop) type->drop(head);
        else release_fields(type, head);
    } else if (type->kind == SEAM_KIND_ARRAY) {
        SeamArray array = (void *)head;
        release_items(array->elem, array->data, array->len);
    } else {
        map_release_entries((void *)head);
    }
}

// Of the built-in kinds: frees what belongs to the object, and gives the object's own size.
static size_t free_data(const SeamType *type, SeamHead *head) {
    if (type->kind == SEAM_KIND_STRING)
        return sizeof(SeamString) + (size_t)((SeamStr)(void *)head)->len + 1;
    if (type->kind == SEAM_KIND_WEAK) {
        weak_forget((void *)head);
        return sizeof(struct SeamWeakCell);
    }
    if (type->kind == SEAM_KIND_BYTES) {
        SeamBytes bytes = (void *)head;
        if (bytes->data) memory_free(bytes->data, (size_t)bytes->cap);
        return sizeof *bytes;
    }
    if (type->kind == SEAM_KIND_ARRAY) {
        SeamArray array = (void *)head;
        if (array->data) memory_free(array->data, (size_t)array->cap * array->elem->size);
        return sizeof *array;
    }
    map_free_tables((void *)head);
    return sizeof(struct SeamMap);
}

static void free_memory(const SeamType *type, SeamHead *head) {
    bool is_class = type->kind == SEAM_KIND_CLASS;
    memory_free_object(head, is_class ? type->object_size : free_data(type, head));
}

// What dies with the object's fields is left on the stack, the first on top.
static void destroy(Dying *d, const SeamType *type, SeamHead *head) {
    if (head->type & SEAM_HAS_WEAK) weak_clear(head);
    if (type->destroy && !(head->type & SEAM_HEAD_FLAGS)) { // what it leaves dies in any order
        d->collecting = true;
        type->destroy(head, 0);
        d->collecting = false;
        return;
    }
    if (type->finalize && !(head->type & SEAM_UNDER_CONSTRUCTION)) run_finalize(type, head);
    SeamObject *cause = type->flags & TYPE_ERROR ? trace_forget(head) : NULL;
    size_t mark = d->len;
    d->collecting = true;
    release_parts(type, head);
    if (cause) seam_release(cause);
    d->collecting = false;
    if (d->len - mark > 1) reverse(d->items + mark, d->len - mark);
    free_memory(type, head);
}

void count_drop(SeamHead *head) {
    const SeamType *type = type_of(head);
    if (type->flags & TYPE_LEAF) {
        if (head->type & SEAM_HAS_WEAK) weak_clear(head);
        free_memory(type, head);
        return;
    }
    Dying *d = &dying;
    if (d->collecting) {
        push(d, head);
        return;
    }
    size_t base = d->len; // not 0 in a finalizer that runs from below
    destroy(d, type, head);
    while (d->len > base) {
        head = d->items[--d->len];
        destroy(d, type_of(head), head);
    }
    if (d->len == 0 && d->cap > 4096) {
        free(d->items);
        d->items = NULL;
        d->cap = 0;
    }
}

// ---- objects ----
// Most objects are small: word by word beats a call of memset, which the empty asm keeps the
// compiler from making.
static inline void clear(uint64_t *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        words[i] = 0;
        __asm__ volatile("");
    }
}

void *seam_object_new(SeamType *type) {
    uint32_t index = __atomic_load_n(&type->index, __ATOMIC_ACQUIRE);
    if (SEAM_UNLIKELY(index == 0)) index = seam_type_register(type);
    if (type->finalize) index |= SEAM_UNDER_CONSTRUCTION;
    size_t words = (type->object_size + sizeof(uint64_t) - 1) / sizeof(uint64_t);
    SeamHead *head = memory_new_object(words * sizeof(uint64_t), index);
    clear((uint64_t *)(void *)(head + 1), words - 1);
    return head;
}
