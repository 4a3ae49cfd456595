// What a cached program was made from: `seam run` of an unchanged program is these stats and an
// exec. A text file: a version line, the program's path, then `size changed_ns path` of the C
// compiler, of the libraries and of every file that was read, and `absent path` of every place
// where a header, a module or a seam.toml would be found first.
#ifndef SEAM_DRIVER_MANIFEST_H
#define SEAM_DRIVER_MANIFEST_H

#include "driver/build.h"

// The program of an earlier build, when nothing that it was made from has changed; NULL otherwise.
const char *manifest_find(Build *b);
// Remembers the finished build. A failure only costs the next run its short cut.
void manifest_write(Build *b);

#endif
