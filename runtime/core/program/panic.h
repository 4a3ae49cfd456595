// Panics of the runtime's own with a text that they make.
#ifndef SEAM_CORE_PROGRAM_PANIC_H
#define SEAM_CORE_PROGRAM_PANIC_H

#include <seam/text.h>

// Takes the text.
SEAM_COLD SEAM_NORETURN void panic_text(SeamText *text, SEAM_PLACE);

#endif
