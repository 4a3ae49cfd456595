#include "user_data.h"
#include <stdlib.h>
#include <string.h>

static int (*next)(int n, void *data);
static int (*next_before)(void *data, int n);
static int (*next_apart)(int n);
static int (*next_item)(void *item, void *data);
static void (*next_plain)(void);
static void (*begin)(void *);
static void (*end)(void *);
static void (*end_with)(void *, struct closure *);
static void *user;

void off(void) {
    void (*destroy)(void *) = end;
    if (end_with) end_with(user, NULL);
    next = NULL, next_before = NULL, next_apart = NULL, next_item = NULL, begin = NULL;
    next_plain = NULL, end = NULL, end_with = NULL;
    if (destroy) destroy(user);
}
void on(int (*f)(int, void *), void *data, void (*destroy)(void *)) {
    off();
    next = f, user = data, end = destroy;
}
void on_before(void *arg, int (*f)(void *, int), void (*xDestroy)(void *)) {
    off();
    next_before = f, user = arg, end = xDestroy;
}
void on_both(void (*first)(void *), int (*f)(int, void *), void *data, void (*destroy)(void *)) {
    off();
    begin = first, next = f, user = data, end = destroy;
}
void on_apart(int (*f)(int), void *data, void (*destroy)(void *)) {
    off();
    next_apart = f, user = data, end = destroy;
}
void on_items(int (*f)(void *, void *), void *data, void (*destroy)(void *)) {
    off();
    next_item = f, user = data, end = destroy;
}
void on_closure(void (*f)(void), void *data, void (*destroy)(void *, struct closure *)) {
    off();
    next_plain = f, user = data, end_with = destroy;
}
int fire(int n) {
    if (begin) begin(user);
    if (next_plain) next_plain();
    if (next_item) return next_item(&n, user);
    if (next_apart) return next_apart(n);
    if (next_before) return next_before(user, n);
    return next ? next(n, user) : -1;
}
int keep(int (*f)(int, void *), void *data) {
    next = f, user = data, end = NULL;
    return f(1, data);
}
int tree(int (*compare)(int, void *), void *data, void (*key_destroy)(void *)) {
    if (key_destroy) key_destroy((void *)1);
    return compare(1, data);
}
point move(point (*f)(point, void *), point p, void *data) { return f(p, data); }
point moved(point (*f)(point, void *), void *data, point p) { return f(p, data); }
int low(bits (*f)(bits, void *), void *data) { return f((bits){5, 9}, data).low; }
double half(both (*f)(both, void *), void *data) { return f((both){.d = 3}, data).d; }
int named(const char *(*f)(int, void *), void *data) { return (int)strlen(f(3, data)); }
