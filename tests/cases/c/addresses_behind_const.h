#include <string.h>
struct entry {
    int kind;
    char name[16];
    int counts[2];
    const struct entry *next;
};
static inline const struct entry *first_entry(void) {
    static const struct entry second = {2, "second", {3, 4}, NULL};
    static const struct entry first = {1, "first", {1, 2}, &second};
    return &first;
}
static inline int sum_of(const int *items, size_t items_len) {
    int sum = 0;
    for (size_t i = 0; i < items_len; i++) sum += items[i];
    return sum;
}
static inline void set_to(int *place, int value) { *place = value; }
