// The end of a program, for parts that only some programs are linked with.
#ifndef SEAM_CORE_PROGRAM_PROGRAM_H
#define SEAM_CORE_PROGRAM_PROGRAM_H

// Releases what C was given for ever, after the main file's variables; NULL: nothing was.
extern void (*program_release_kept)(void);

#endif
