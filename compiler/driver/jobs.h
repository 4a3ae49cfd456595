// Child processes side by side: the C compiler over several units.
#ifndef SEAM_DRIVER_JOBS_H
#define SEAM_DRIVER_JOBS_H

#include "base/io.h"

typedef struct Job {
    const char *const *argv; // argv[0] is searched in PATH; ends with NULL
    int exit_code;           // 128 + signal when killed; 127: could not start, see start_error
    int start_error;         // errno
    FileText output;         // stdout and stderr together
} Job;

// Runs all of them, at most `parallel` at a time (0: as many as there are processors); returns when
// all have ended.
void jobs_run(Arena *arena, Job *jobs, uint32_t count, uint32_t parallel);

#endif
