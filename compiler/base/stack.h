// A stack for trees that are high. A chain `a + b + c + ..` is a tree as high as the chain is long,
// and passes walk trees by recursion: so the whole command runs on a stack of its own, of which the
// system gives only what is touched, and the parser lets trees be as high as that stack allows.
#ifndef SEAM_BASE_STACK_H
#define SEAM_BASE_STACK_H

#include <stdint.h>

// On the largest stack that can be had, or on this one.
int stack_run(int (*run)(void *context), void *context);

// How high trees may be for what runs here.
uint32_t stack_tree_height(void);

#endif
