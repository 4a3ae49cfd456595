// The circles among objects that are left at exit.
#ifndef SEAM_CORE_MEMORY_CYCLE_H
#define SEAM_CORE_MEMORY_CYCLE_H

#include <seam/object.h>

// Prints the first circles that are reached from these objects to stderr, each as a line:
// "  circle: Node.next -> Owner.items -> Node[][0] -> Node". `total`: how many objects there are.
void cycles_report(const SeamHead *const *objects, size_t count, size_t total);

#endif
