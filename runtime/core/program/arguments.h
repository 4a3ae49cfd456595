// What the program was started with.
#ifndef SEAM_CORE_PROGRAM_ARGUMENTS_H
#define SEAM_CORE_PROGRAM_ARGUMENTS_H

#include <seam/array.h>

// A new array, without the program's own name.
SeamArray program_arguments(void);

#endif
