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
