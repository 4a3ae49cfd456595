// Weak references (LANGUAGE 6). All those to one object share a small counted cell that knows the
// object; a table beside the heap leads from the object to its cell, so that objects without weak
// references pay nothing: a bit of their head says that there is a cell. The cell is emptied when
// the object begins to die, before its finalize.
#ifndef SEAM_CORE_MEMORY_WEAK_H
#define SEAM_CORE_MEMORY_WEAK_H

#include <seam/object.h>

struct SeamWeakCell {
    SeamHead head;
    SeamObject *target; // NULL: it is gone
};

void weak_clear(SeamHead *object);               // it begins to die; it has a cell
void weak_forget(struct SeamWeakCell *cell);     // the last weak reference went
const SeamObject *weak_target(SeamWeakRef weak); // for looking at; NULL

#endif
