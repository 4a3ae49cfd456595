// What dropping a map needs to know of it.
#ifndef SEAM_CORE_COLLECT_MAP_H
#define SEAM_CORE_COLLECT_MAP_H

#include <seam/array.h>

void map_release_entries(SeamMapRef m); // what the entries hold, in order
void map_free_tables(SeamMapRef m);

#endif
