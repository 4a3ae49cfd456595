// The end of the stack, told as what it is.
#ifndef SEAM_CORE_PROGRAM_STACK_H
#define SEAM_CORE_PROGRAM_STACK_H

// From here on, calls of the main thread that are nested too deeply end the program with a panic.
void stack_watch(void);

#endif
