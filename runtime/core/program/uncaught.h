// Errors that nobody can catch any more.
#ifndef SEAM_CORE_PROGRAM_UNCAUGHT_H
#define SEAM_CORE_PROGRAM_UNCAUGHT_H

#include <seam/object.h>

// Takes the error over, to the handler of onUncaught, after which the program goes on. Without one
// the program ends.
void error_handle(SeamObject *error);
// Forgets the handler, at the end of the program.
void error_forget_handler(void);

#endif
