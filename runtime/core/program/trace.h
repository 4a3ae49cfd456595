// Return traces of errors in flight: kept per thread beside the errors, a few of them, the newest.
#ifndef SEAM_CORE_PROGRAM_TRACE_H
#define SEAM_CORE_PROGRAM_TRACE_H

#include <seam/text.h>

// The error is gone: another may get its address.
void trace_forget(const SeamObject *error);
void trace_print(SeamText *out, const SeamObject *error);
// "  at main.seam:3:12\n"; nothing for the empty file.
void trace_add_place(SeamText *out, SEAM_PLACE);

#endif
