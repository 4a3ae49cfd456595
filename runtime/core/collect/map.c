// Insertion-ordered hash maps, and sets. Entries lie in order of insertion in one array; a table of
// slots, with open addressing and linear probing, finds them by hash. A deleted entry and its slot
// stay dead until the tables are rebuilt. Invariant: an entry, alive or dead, has exactly one slot;
// at most 5/8 of the slots are in use.
#include "core/collect/map.h"
#include "core/memory/alloc.h"
#include "core/value/value.h"
#include <seam/error.h>

#include <string.h>

typedef struct SeamSlot {
    uint32_t hash;
    uint32_t entry; // its number + 1; 0: free
} Slot;

enum { DEAD = 0 }; // hash of a deleted entry and of its slot; others are never 0
enum { FEWEST_SLOTS = 8, MOST_ENTRIES = 0x40000000 };

// ---- entries ----
static char *entry_at(SeamMapRef m, uint32_t number) {
    return m->entries + (size_t)number * m->stride;
}
static void *key_of(SeamMapRef m, char *entry) { return entry + m->key_offset; }
static void *value_of(SeamMapRef m, char *entry) { return entry + m->value_offset; }

static uint32_t entry_hash(const char *entry) {
    uint32_t hash;
    memcpy(&hash, entry, sizeof hash);
    return hash;
}

static void set_entry_hash(char *entry, uint32_t hash) { memcpy(entry, &hash, sizeof hash); }

static uint32_t entries_for(uint32_t slots) { return slots / 8 * 5; }
static size_t tables_size(SeamMapRef m) {
    return ((size_t)m->mask + 1) * sizeof(Slot) + (size_t)m->cap * m->stride;
}

// ---- making ----
static uint32_t round_up(uint32_t offset, uint32_t align) {
    return (offset + align - 1) / align * align;
}

// Slots and entries in one block, the slots first.
static void make_tables(SeamMapRef m, uint32_t slots) {
    m->mask = slots - 1;
    m->cap = entries_for(slots);
    m->used = 0;
    m->slots = memory_alloc(tables_size(m));
    m->entries = (char *)(m->slots + slots);
    memset(m->slots, 0, slots * sizeof(Slot));
}

void map_free_tables(SeamMapRef m) {
    if (m->slots) memory_free(m->slots, tables_size(m));
}

static uint32_t slots_for(int64_t entries) {
    uint32_t slots = FEWEST_SLOTS;
    if (entries > MOST_ENTRIES) seam_panic("the map is too large", "", 0);
    while (entries_for(slots) < entries) slots *= 2;
    return slots;
}

SeamMap seam_map_new(const SeamType *key, const SeamType *value, int64_t cap) {
    SeamMap m = memory_new_object(sizeof *m, value ? SEAM_KIND_MAP : SEAM_KIND_SET);
    uint32_t align = key->align > 4 ? key->align : 4;
    uint32_t key_offset = round_up(sizeof(uint32_t), align), end = key_offset + key->size;
    uint32_t value_offset = end;
    if (value) {
        if (value->align > align) align = value->align;
        value_offset = round_up(end, value->align);
        end = value_offset + value->size;
    }
    *m = (struct SeamMap){.head = m->head,
                          .key = key,
                          .value = value,
                          .stride = round_up(end, align),
                          .key_offset = (uint16_t)key_offset,
                          .value_offset = (uint16_t)value_offset};
    if (cap > 0) make_tables(m, slots_for(cap));
    return m;
}

// ---- finding ----
static uint32_t hash_key(SeamMapRef m, const void *key) {
    uint64_t hash;
    if (m->key->kind == SEAM_KIND_I64 || m->key->kind == SEAM_KIND_U64) {
        memcpy(&hash, key, sizeof hash);
        hash = hash_word(hash);
    } else if (m->key->kind == SEAM_KIND_STRING) {
        SeamStrRef s = value_pointer(key);
        hash = hash_bytes(s->data, (size_t)s->len);
    } else {
        hash = seam_value_hash(m->key, key);
    }
    uint32_t short_hash = (uint32_t)(hash >> 32);
    return short_hash == DEAD ? 1 : short_hash;
}

static bool is_key(SeamMapRef m, const void *a, const void *b) {
    const SeamType *type = m->key;
    if (type->kind == SEAM_KIND_I64 || type->kind == SEAM_KIND_U64) return memcmp(a, b, 8) == 0;
    if (type->kind == SEAM_KIND_STRING)
        return seam_string_equals(value_pointer(a), value_pointer(b));
    uint32_t version = m->version;
    bool same = value_equals_as_key(type, a, b);
    if (SEAM_UNLIKELY(version != m->version))
        seam_panic(m->value ? "the map's keys changed while `equals` compared one of them"
                            : "the set changed while `equals` compared one of its members",
                   "", 0);
    return same;
}

// The slot of a key; NULL when the map does not have it.
static Slot *find_slot(SeamMapRef m, const void *key, uint32_t hash) {
    if (!m->slots) return NULL;
    for (uint32_t i = hash & m->mask;; i = (i + 1) & m->mask) {
        Slot *slot = &m->slots[i];
        if (slot->entry == 0) return NULL;
        if (slot->hash == hash && is_key(m, key_of(m, entry_at(m, slot->entry - 1)), key))
            return slot;
    }
}

static char *find_entry(SeamMapRef m, const void *key) {
    if (m->len == 0) return NULL;
    Slot *slot = find_slot(m, key, hash_key(m, key));
    return slot ? entry_at(m, slot->entry - 1) : NULL;
}

bool seam_map_has(SeamMapRef m, const void *key) { return find_entry(m, key) != NULL; }

void *seam_map_find(SeamMapRef m, const void *key) {
    char *entry = find_entry(m, key);
    return entry ? value_of(m, entry) : NULL;
}

bool seam_map_get(SeamMapRef m, const void *key, void *out) {
    char *entry = find_entry(m, key);
    if (!entry) return false;
    memcpy(out, value_of(m, entry), m->value->size);
    seam_value_retain(m->value, out);
    return true;
}

// ---- changing ----
static void insert_slot(SeamMapRef m, uint32_t hash, uint32_t number) {
    uint32_t i = hash & m->mask;
    while (m->slots[i].entry != 0) i = (i + 1) & m->mask;
    m->slots[i] = (Slot){hash, number + 1};
}

// Into new tables with room for one entry more; the dead are left behind. Returns the map with its
// old tables, for the caller to free: what is being added may lie in them.
static struct SeamMap rebuild(SeamMapRef m) {
    struct SeamMap old = *m;
    make_tables(m, slots_for(m->len + m->len / 2 + 1));
    for (uint32_t i = 0; i < old.used; i++) {
        const char *entry = entry_at(&old, i);
        uint32_t hash = entry_hash(entry);
        if (hash == DEAD) continue;
        memcpy(entry_at(m, m->used), entry, m->stride);
        insert_slot(m, hash, m->used++);
    }
    return old;
}

static void add_entry(SeamMapRef m, uint32_t hash, const void *key, const void *value) {
    struct SeamMap old = {.slots = NULL};
    if (m->used == m->cap) old = rebuild(m);
    char *entry = entry_at(m, m->used);
    set_entry_hash(entry, hash);
    memcpy(key_of(m, entry), key, m->key->size);
    seam_value_retain(m->key, key);
    if (m->value) {
        memcpy(value_of(m, entry), value, m->value->size);
        seam_value_retain(m->value, value);
    }
    insert_slot(m, hash, m->used++);
    m->len++;
    m->version++;
    map_free_tables(&old);
}

// The old value is released last: its finalizer may look at the map, or change it.
static void replace_value(SeamMapRef m, char *entry, const void *value) {
    enum { ROOM = 64 };
    char room[ROOM], *old = m->value->size <= ROOM ? room : memory_alloc(m->value->size);
    seam_value_retain(m->value, value);
    memcpy(old, value_of(m, entry), m->value->size);
    memcpy(value_of(m, entry), value, m->value->size);
    seam_value_release(m->value, old);
    if (old != room) memory_free(old, m->value->size);
}

void seam_map_set(SeamMapRef m, const void *key, const void *value) {
    uint32_t hash = hash_key(m, key);
    Slot *slot = find_slot(m, key, hash);
    if (!slot) add_entry(m, hash, key, value);
    else if (m->value) replace_value(m, entry_at(m, slot->entry - 1), value);
}

// A copy is released, because a finalizer may change the map or let go of it.
static void release_deleted(SeamMapRef m, const char *entry) {
    const struct SeamMap layout = *m;
    char *copy = memory_alloc(layout.stride);
    memcpy(copy, entry, layout.stride);
    seam_value_release(layout.key, copy + layout.key_offset);
    if (layout.value) seam_value_release(layout.value, copy + layout.value_offset);
    memory_free(copy, layout.stride);
}

bool seam_map_delete(SeamMapRef m, const void *key) {
    Slot *slot = find_slot(m, key, hash_key(m, key));
    if (!slot) return false;
    char *entry = entry_at(m, slot->entry - 1);
    slot->hash = DEAD;
    set_entry_hash(entry, DEAD);
    m->len--;
    m->version++;
    if ((m->key->flags | (m->value ? m->value->flags : 0)) & SEAM_COUNTED)
        release_deleted(m, entry);
    return true;
}

void map_release_entries(SeamMapRef m) {
    for (uint32_t i = 0; i < m->used; i++) {
        char *entry = entry_at(m, i);
        if (entry_hash(entry) == DEAD) continue;
        seam_value_release(m->key, key_of(m, entry));
        if (m->value) seam_value_release(m->value, value_of(m, entry));
    }
}

void seam_map_clear(SeamMapRef m) {
    struct SeamMap old = *m;
    m->len = 0;
    m->used = m->cap = m->mask = 0;
    m->slots = NULL;
    m->entries = NULL;
    m->version++;
    map_release_entries(&old);
    map_free_tables(&old);
}

// ---- reading whole maps ----
bool seam_map_next(SeamMapIter *it, const void **key, const void **value, SEAM_PLACE) {
    SeamMapRef m = it->map;
    if (SEAM_UNLIKELY(it->version != m->version))
        seam_panic(m->value ? "the map's keys changed while it was being iterated over"
                            : "the set changed while it was being iterated over",
                   file, place);
    while (it->at < m->used) {
        char *entry = entry_at(m, it->at++);
        if (entry_hash(entry) == DEAD) continue;
        *key = key_of(m, entry);
        *value = m->value ? value_of(m, entry) : NULL;
        return true;
    }
    return false;
}

SeamArray seam_map_keys(SeamMapRef m) {
    SeamArray keys = seam_array_new(m->key, m->len);
    SeamMapIter it = seam_map_iter(m);
    const void *key, *value;
    while (seam_map_next(&it, &key, &value, "", 0)) seam_array_push(keys, key, "", 0);
    return keys;
}

SeamArray seam_map_values(SeamMapRef m) {
    SeamArray values = seam_array_new(m->value, m->len);
    SeamMapIter it = seam_map_iter(m);
    const void *key, *value;
    while (seam_map_next(&it, &key, &value, "", 0)) seam_array_push(values, value, "", 0);
    return values;
}

bool seam_map_equals(SeamMapRef a, SeamMapRef b) {
    if (a == b) return true;
    if (a->len != b->len) return false;
    SeamMapIter it = seam_map_iter(a);
    const void *key, *value;
    while (seam_map_next(&it, &key, &value, "", 0)) {
        char *entry = find_entry(b, key);
        if (!entry) return false;
        if (it.version == a->version && value &&
            !value_equals_item(b->value, value, value_of(b, entry)))
            return false;
    }
    return true;
}
