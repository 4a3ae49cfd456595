#include <stddef.h>
#include <stdlib.h>
#include <string.h>
struct node {
    int value;
};
typedef struct node node;
struct pair {
    int first;
    int second;
};
typedef struct pair pair;
static inline int measure(const char *text, int *count, double *ratio) {
    *count = (int)strlen(text);
    *ratio = 1.0 / *count;
    return 1;
}
static inline int fill(unsigned char *data, size_t len, int value) {
    memset(data, value, len);
    return (int)len;
}
static inline long sum(const long *values, size_t n) {
    long s = 0;
    for (size_t i = 0; i < n; i++) s += values[i];
    return s;
}
static inline int total(const char *text, int text_len) {
    int s = 0;
    for (int i = 0; i < text_len; i++) s += text[i];
    return s;
}
static inline void halve(unsigned char *data, size_t *data_len) {
    (void)data;
    *data_len /= 2;
}
static inline void swap(pair *p) {
    int t = p->first;
    p->first = p->second;
    p->second = t;
}
static inline int first(pair p) { return p.first; }
static inline pair make(int a, int b) { return (pair){a, b}; }
static inline void open(node **out) {
    *out = malloc(sizeof **out);
    (*out)->value = 11;
}
static inline int value(node *n) { return n->value; }
static inline void close(node *n) { free(n); }
