// C calls that may call back, for those who leave them by another way.
#ifndef SEAM_CORE_PROGRAM_CALLBACK_H
#define SEAM_CORE_PROGRAM_CALLBACK_H

#include <seam/object.h>

// A callback that cannot run leaves C with a result that means nothing: prints the text and ends
// the program with 134. Any thread.
SEAM_NORETURN void callback_stop(const char *text);
// All but the first `calls` were left by a panic; so was the error that they held.
void callback_abandon(int32_t calls);

#endif
