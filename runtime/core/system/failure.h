// Errors of the system, as the program catches them.
#ifndef SEAM_CORE_SYSTEM_FAILURE_H
#define SEAM_CORE_SYSTEM_FAILURE_H

#include <seam/system.h>

// `error` becomes "cannot WHAT `path`: reason of the errno". path may be NULL.
void system_fail(SeamObject **error, const char *what, SeamStrRef path, int number);
// The path for C, or NULL with an error: a NUL inside would cut it off.
const char *system_path(SeamObject **error, const char *what, SeamStrRef path);

#endif
