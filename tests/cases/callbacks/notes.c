#include "notes.h"
int visit_all(int (*visit)(int), int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) sum += visit(i);
    return sum;
}
int visit_some(int (*visit)(int, void *), void *data, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) sum += visit(i, data);
    return sum;
}
static int (*kept)(int);
void later(int (*visit)(int)) { kept = visit; }
int go(int n) { return kept(n) + kept(n + 1); }
int plain(int n) { return n; }
static int (*kept_then)(int, void *);
static void *kept_data;
void now_and_then(int (*now)(int, void *), int (*then)(int, void *), void *data) {
    now(1, data);
    kept_then = then;
    kept_data = data;
}
int then_go(int n) { return kept_then(n, kept_data); }
static void (*kept_destroy)(void *);
void ended(int (*visit)(int, void *), void *data, void (*destroy)(void *)) {
    visit(1, data);
    kept_destroy = destroy;
    kept_data = data;
}
void end(void) { kept_destroy(kept_data); }
