// Calls of `toString` under way in this thread, for panics that leave them behind.
#ifndef SEAM_CORE_TEXT_VALUE_TEXT_H
#define SEAM_CORE_TEXT_VALUE_TEXT_H

#include <seam/object.h>

uint32_t text_calls(void);
void text_calls_abandon(uint32_t count); // all but the first of them

#endif
