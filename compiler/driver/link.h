// Which libraries a program needs: what its objects leave undefined, looked up in the link index
// (REQUIREMENTS X3).
#ifndef SEAM_DRIVER_LINK_H
#define SEAM_DRIVER_LINK_H

#include "driver/build.h"

// Appends the words for the link command (`-lsqlite3`, or a path with its run path). Reports what
// no library exports (E0640), and what several export with nothing to choose by (E0641).
bool link_libraries(Build *b, const Words *objects, Words *out);

#endif
