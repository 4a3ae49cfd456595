// What the system would end without a word: a stack that is used up, and crashes in C's code.
#ifndef SEAM_CORE_PROGRAM_CRASH_H
#define SEAM_CORE_PROGRAM_CRASH_H

// From here on, calls of the main thread that are nested too deeply end the program with a panic,
// and a crash is told with its trace before the system ends the program as it always does.
void crash_watch(void);

#endif
