// The first arena's addresses (home.S), for C and for the assembly: HOME_SIZE bytes from the first
// whole page on.
#ifndef SEAM_CALL_HOME_H
#define SEAM_CALL_HOME_H

#define HOME_SIZE     0x100000
#define HOME_MAX_PAGE 0x10000

#if !defined(__ASSEMBLER__)
#include "enter/assembly.h"
extern CALL_HIDDEN unsigned char seam_code_home[HOME_SIZE + HOME_MAX_PAGE];
#endif

#endif
