// With -DFREE_LIST nodes come from and go to a list of free ones, cut from large chunks; else from
// malloc.
#include <stdio.h>
#include <stdlib.h>

typedef struct Tree {
    struct Tree *left, *right;
} Tree;

#ifdef FREE_LIST
static Tree *spare;

static Tree *cut_chunk(void) {
    enum { COUNT = 16384 };
    Tree *chunk = malloc(COUNT * sizeof *chunk);
    if (!chunk) abort();
    for (int i = 0; i + 1 < COUNT; i++) chunk[i].left = &chunk[i + 1];
    chunk[COUNT - 1].left = NULL;
    return chunk;
}

static Tree *make(void) {
    if (!spare) spare = cut_chunk();
    Tree *t = spare;
    spare = t->left;
    return t;
}

static void give(Tree *t) {
    t->left = spare;
    spare = t;
}
#else
static Tree *make(void) {
    Tree *t = malloc(sizeof *t);
    if (!t) abort();
    return t;
}
static void give(Tree *t) { free(t); }
#endif

static Tree *grow(long depth) {
    Tree *t = make();
    t->left = depth ? grow(depth - 1) : NULL;
    t->right = depth ? grow(depth - 1) : NULL;
    return t;
}

static long check(const Tree *t) { return t->left ? 1 + check(t->left) + check(t->right) : 1; }

static void drop(Tree *t) {
    if (t->left) drop(t->left);
    if (t->right) drop(t->right);
    give(t);
}

static long check_once(long depth) {
    Tree *t = grow(depth);
    long nodes = check(t);
    drop(t);
    return nodes;
}

int main(int argc, char **argv) {
    long least = 4, most = argc > 1 ? atol(argv[1]) : 10;
    printf("stretch tree of depth %ld check: %ld\n", most + 1, check_once(most + 1));
    Tree *kept = grow(most);
    for (long depth = least; depth <= most; depth += 2) {
        long turns = 1L << (most - depth + least), nodes = 0;
        for (long i = 0; i < turns; i++) nodes += check_once(depth);
        printf("%ld trees of depth %ld check: %ld\n", turns, depth, nodes);
    }
    printf("long lived tree of depth %ld check: %ld\n", most, check(kept));
    drop(kept);
    return 0;
}
