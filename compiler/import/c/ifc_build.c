// Builds an interface file: texts and types are interned while rows are added, and at the end
// symbols are sorted and the tables laid one after the other. Invariant: the same headers give the
// same bytes, whatever the order of hash tables.
#include "import/c/ifc_build.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "import/checksum.h"

static uint32_t mix_key(uint32_t key) { return (key * 0x9e3779b1u) ^ (key >> 15); }

static struct IfcIndexSlot *index_slot(const IfcIndex *index, uint32_t key) {
    for (uint32_t i = mix_key(key);; i++) {
        struct IfcIndexSlot *slot = &index->slots[i & (index->cap - 1)];
        if (slot->key == key || slot->key == 0) return slot;
    }
}

uint32_t ifc_index_get(const IfcIndex *index, uint32_t key) {
    if (index->cap == 0) return IFC_NONE;
    const struct IfcIndexSlot *slot = index_slot(index, key);
    return slot->key ? slot->value : IFC_NONE;
}

void ifc_index_put(IfcIndex *index, Arena *arena, uint32_t key, uint32_t value) {
    assert(key != 0);
    if (index->count * 2 >= index->cap) {
        IfcIndex old = *index;
        index->cap = old.cap ? old.cap * 2 : 64;
        index->slots = ARENA_ARRAY(arena, struct IfcIndexSlot, index->cap);
        for (uint32_t i = 0; i < old.cap; i++)
            if (old.slots[i].key) *index_slot(index, old.slots[i].key) = old.slots[i];
    }
    struct IfcIndexSlot *slot = index_slot(index, key);
    if (slot->key == 0) index->count++;
    *slot = (struct IfcIndexSlot){key, value};
}

void ifc_init(IfcBuilder *b, Arena *arena) {
    *b = (IfcBuilder){.arena = arena};
    VEC_PUSH(arena, &b->texts, '\0');
}

const char *ifc_get(const IfcBuilder *b, IfcText text) { return b->texts.items + text; }

static uint32_t *text_slot(const IfcBuilder *b, const char *text, size_t len) {
    for (uint32_t i = (uint32_t)hash_bytes(text, len, 0);; i++) {
        uint32_t *slot = &b->text_slots[i & (b->text_cap - 1)];
        const char *there = b->texts.items + *slot;
        if (*slot == 0 || (strncmp(there, text, len) == 0 && there[len] == 0)) return slot;
    }
}

static void grow_text_slots(IfcBuilder *b) {
    const uint32_t *old = b->text_slots;
    uint32_t old_cap = b->text_cap;
    b->text_cap = old_cap ? old_cap * 2 : 1024;
    b->text_slots = ARENA_ARRAY(b->arena, uint32_t, b->text_cap);
    for (uint32_t i = 0; i < old_cap; i++) {
        const char *text = b->texts.items + old[i];
        if (old[i]) *text_slot(b, text, strlen(text)) = old[i];
    }
}

static void append_text(IfcBuilder *b, const char *text, size_t len) {
    while (b->texts.cap - b->texts.len < len + 1)
        b->texts.items = vec_grow(b->arena, b->texts.items, b->texts.len, &b->texts.cap, 1);
    memcpy(b->texts.items + b->texts.len, text, len);
    b->texts.len += (uint32_t)len;
    b->texts.items[b->texts.len++] = 0;
}

IfcText ifc_text_len(IfcBuilder *b, const char *text, size_t len) {
    len = strnlen(text, len);
    if (len == 0) return 0;
    if (b->text_count * 2 >= b->text_cap) grow_text_slots(b);
    uint32_t *slot = text_slot(b, text, len);
    if (*slot) return *slot;
    *slot = b->texts.len;
    b->text_count++;
    append_text(b, text, len);
    return *slot;
}

IfcText ifc_text(IfcBuilder *b, const char *text) {
    return text ? ifc_text_len(b, text, strlen(text)) : 0;
}

static uint32_t *type_slot(const IfcBuilder *b, const IfcType *row) {
    for (uint32_t i = (uint32_t)hash_bytes(row, sizeof *row, 0);; i++) {
        uint32_t *slot = &b->type_slots[i & (b->type_cap - 1)];
        if (*slot == 0 || memcmp(&b->types.items[*slot - 1], row, sizeof *row) == 0) return slot;
    }
}

uint32_t ifc_type(IfcBuilder *b, IfcType row) {
    if (b->types.len * 2 >= b->type_cap) {
        b->type_cap = b->type_cap ? b->type_cap * 2 : 512;
        b->type_slots = ARENA_ARRAY(b->arena, uint32_t, b->type_cap);
        for (uint32_t i = 0; i < b->types.len; i++) *type_slot(b, &b->types.items[i]) = i + 1;
    }
    uint32_t *slot = type_slot(b, &row);
    if (*slot == 0) {
        VEC_PUSH(b->arena, &b->types, row);
        *slot = b->types.len;
    }
    return *slot - 1;
}

IfcSymbol *ifc_find(IfcBuilder *b, IfcText name) {
    uint32_t index = ifc_index_get(&b->by_name, name);
    return index == IFC_NONE ? NULL : &b->symbols.items[index];
}

IfcSymbol *ifc_symbol(IfcBuilder *b, IfcText name, bool *is_new) {
    IfcSymbol *found = ifc_find(b, name);
    *is_new = !found;
    if (found) return found;
    ifc_index_put(&b->by_name, b->arena, name, b->symbols.len);
    VEC_PUSH(b->arena, &b->symbols, ((IfcSymbol){.name = name}));
    return &b->symbols.items[b->symbols.len - 1];
}

// ---- the file ----

static int compare_names(const void *left, const void *right, void *builder) {
    const IfcSymbol *a = left, *b = right;
    return strcmp(ifc_get(builder, a->name), ifc_get(builder, b->name));
}

static int compare_numbers(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

static int compare_places(const void *left, const void *right, void *builder) {
    const IfcSymbol *symbols = ((const IfcBuilder *)builder)->symbols.items;
    uint32_t i = *(const uint32_t *)left, j = *(const uint32_t *)right;
    int order = compare_numbers(symbols[i].file, symbols[j].file);
    if (order == 0) order = compare_numbers(symbols[i].line, symbols[j].line);
    if (order == 0) order = compare_numbers(symbols[i].col, symbols[j].col);
    return order ? order : compare_numbers(i, j);
}

typedef struct Part {
    const void *items;
    uint32_t count;
    size_t row_size;
} Part;

static FileText lay_out(Arena *arena, const Part parts[IFC_TABLE_COUNT]) {
    size_t size = sizeof(IfcHeader);
    for (int i = 0; i < IFC_TABLE_COUNT; i++)
        size = ((size + 7) & ~(size_t)7) + parts[i].count * parts[i].row_size;
    char *file = arena_alloc(arena, size + 1);
    IfcHeader header = {
        .magic = IFC_MAGIC, .version = IFC_VERSION, .endian = IFC_ENDIAN, .size = size};
    size_t at = sizeof header;
    for (int i = 0; i < IFC_TABLE_COUNT; i++) {
        at = (at + 7) & ~(size_t)7;
        header.tables[i] = (IfcSlice){(uint32_t)at, parts[i].count};
        if (parts[i].count) memcpy(file + at, parts[i].items, parts[i].count * parts[i].row_size);
        at += parts[i].count * parts[i].row_size;
    }
    header.checksum = checksum(file + sizeof header, size - sizeof header, IFC_VERSION);
    memcpy(file, &header, sizeof header);
    return (FileText){file, size};
}

static void sort_symbols(IfcBuilder *b) {
    if (b->symbols.len == 0) return; // qsort takes no NULL
    qsort_r(b->symbols.items, b->symbols.len, sizeof(IfcSymbol), compare_names, b);
    for (uint32_t i = 0; i < b->symbols.len; i++) VEC_PUSH(b->arena, &b->order, i);
    qsort_r(b->order.items, b->order.len, sizeof *b->order.items, compare_places, b);
}

FileText ifc_finish(IfcBuilder *b) {
    sort_symbols(b);
#define TABLE(NAME, name, row) {b->name.items, b->name.len, sizeof(row)},
    const Part parts[IFC_TABLE_COUNT] = {IFC_TABLES(TABLE)};
#undef TABLE
    return lay_out(b->arena, parts);
}
