#ifndef FROM_PACKAGE
#error "FROM_PACKAGE is missing"
#endif
#ifndef OWN
#define OWN 0
#endif
static inline int scaled(int n) { return n * SCALE + OWN; }
