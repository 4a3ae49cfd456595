// Offsets into SeamClosure (closure.h) for the assembly; bytes.
#ifndef SEAM_CALL_ENTRY_OFFSETS_H
#define SEAM_CALL_ENTRY_OFFSETS_H

#define CLOSURE_HANDLER 0
#if defined(__arm__)
#define CLOSURE_CONTEXT 4
#define CLOSURE_MAKER   8
#else
#define CLOSURE_CONTEXT 8
#define CLOSURE_MAKER   16
#endif

#endif
