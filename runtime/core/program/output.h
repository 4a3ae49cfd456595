// Standard output and standard error, through C's stdio.
#ifndef SEAM_CORE_PROGRAM_OUTPUT_H
#define SEAM_CORE_PROGRAM_OUTPUT_H

#include <seam/text.h>

// Writes the text to stderr as it is, behind what stdout holds; gives the text up.
void output_error(SeamText *t);
// Everything printed is out, or the program has ended with a message.
void output_flush(void);
// As far as it goes: for a program that ends with a panic anyway.
void output_flush_quietly(void);

#endif
