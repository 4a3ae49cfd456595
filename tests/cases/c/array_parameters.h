#include <regex.h>
#include <stddef.h>
#include <stdlib.h>
// Each of these takes a pointer, whatever stands in the brackets.
static inline int sum_counted(size_t count, const int items[count]) {
    int sum = 0;
    for (size_t i = 0; i < count; i++) sum += items[i];
    return sum;
}
static inline void fill_at_least(size_t count, int items[static count], int value) {
    for (size_t i = 0; i < count; i++) items[i] = value;
}
static inline int first_of(const int items[], size_t items_len) { return items_len ? items[0] : 0; }
static inline int visit(size_t count, int (*each)(size_t n, const int items[n])) {
    int items[] = {1, 2, 3};
    return count <= 3 ? each(count, items) : -1;
}
int unnamed_length(size_t, int items[*]);
int of_rows(size_t n, int rows[n][n]);
