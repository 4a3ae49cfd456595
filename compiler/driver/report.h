// Diagnostics of the tool chain (E09xx): what went wrong outside Seam's own passes, and what to do
// about it.
#ifndef SEAM_DRIVER_REPORT_H
#define SEAM_DRIVER_REPORT_H

#include "driver/build.h"
#include "driver/jobs.h"

// The C compiler refused what we emitted: our bug. Names the Seam line that it pointed at and the
// kept C file.
void build_report_c_compiler(Build *b, const char *unit, const char *c_file, const Job *job);
void build_report_linker(Build *b, const Job *job);
void build_report_unwritable(Build *b, const char *path); // errno tells why
void build_report_cache(Build *b);                        // a warning: the cache folder is refused

#endif
