// Sets are maps without values; what maps do not have is here. New sets keep the order of the first
// operand, then of the second.
#include "core/collect/map.h"

SeamMap seam_set_of(SeamArrayRef items) {
    SeamMap set = seam_map_new(items->elem, NULL, items->len);
    for (int64_t i = 0; i < items->len; i++)
        seam_map_set(set, (const char *)items->data + (size_t)i * items->elem->size, NULL);
    return set;
}

// Of an array of tuples, each a key and a value.
SeamMap seam_map_of(SeamArrayRef entries) {
    const SeamField *key = &entries->elem->fields[0], *value = &entries->elem->fields[1];
    SeamMap map = seam_map_new(key->type, value->type, entries->len);
    for (int64_t i = 0; i < entries->len; i++) {
        const char *entry = (const char *)entries->data + (size_t)i * entries->elem->size;
        seam_map_set(map, entry + key->offset, entry + value->offset);
    }
    return map;
}

bool seam_set_add(SeamMapRef set, const void *item) {
    int64_t before = set->len;
    seam_map_set(set, item, NULL);
    return set->len != before;
}

// Adds those items of `from` of which `in` says `wanted`; `in` NULL: all.
static void add_items(SeamMapRef set, SeamMapRef from, SeamMapRef in, bool wanted) {
    SeamMapIter it = seam_map_iter(from);
    const void *item, *unused;
    while (seam_map_next(&it, &item, &unused, "", 0))
        if (!in || seam_map_has(in, item) == wanted) seam_map_set(set, item, NULL);
}

SeamMap seam_set_union(SeamMapRef a, SeamMapRef b) {
    SeamMap set = seam_map_new(a->key, NULL, a->len);
    add_items(set, a, NULL, true);
    add_items(set, b, NULL, true);
    return set;
}

SeamMap seam_set_intersection(SeamMapRef a, SeamMapRef b) {
    SeamMap set = seam_map_new(a->key, NULL, 0);
    add_items(set, a, b, true);
    return set;
}

SeamMap seam_set_difference(SeamMapRef a, SeamMapRef b) {
    SeamMap set = seam_map_new(a->key, NULL, 0);
    add_items(set, a, b, false);
    return set;
}

SeamMap seam_set_symmetric_difference(SeamMapRef a, SeamMapRef b) {
    SeamMap set = seam_map_new(a->key, NULL, 0);
    add_items(set, a, b, false);
    add_items(set, b, a, false);
    return set;
}

// Does `in` say `wanted` of each item of `set`?
static bool all_items(SeamMapRef set, SeamMapRef in, bool wanted) {
    SeamMapIter it = seam_map_iter(set);
    const void *item, *unused;
    while (seam_map_next(&it, &item, &unused, "", 0))
        if (seam_map_has(in, item) != wanted) return false;
    return true;
}

bool seam_set_is_subset(SeamMapRef a, SeamMapRef b) {
    return a->len <= b->len && all_items(a, b, true);
}

bool seam_set_is_superset(SeamMapRef a, SeamMapRef b) { return seam_set_is_subset(b, a); }

bool seam_set_is_disjoint(SeamMapRef a, SeamMapRef b) { return all_items(a, b, false); }
