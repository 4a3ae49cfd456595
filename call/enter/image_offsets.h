// Offsets into CallImage (image.h) for the assembly, and its size; bytes. On 32-bit ARM pointers
// are 4 bytes and the fields that follow are aligned to 8.
#ifndef SEAM_CALL_IMAGE_OFFSETS_H
#define SEAM_CALL_IMAGE_OFFSETS_H

#define IMAGE_CODE 0
#if defined(__arm__)
#define IMAGE_STACK      4
#define IMAGE_STACK_SIZE 8
#define IMAGE_HIDDEN     16
#define IMAGE_CHAIN      24
#define IMAGE_VECTORS    32
#define IMAGE_X87        40
#define IMAGE_GPR        48
#define IMAGE_FPR        112
#else
#define IMAGE_STACK      8
#define IMAGE_STACK_SIZE 16
#define IMAGE_HIDDEN     24
#define IMAGE_CHAIN      32
#define IMAGE_VECTORS    40
#define IMAGE_X87        48
#define IMAGE_GPR        56
#define IMAGE_FPR        128
#endif
#define IMAGE_RESULT_GPR (IMAGE_FPR + 128)
#define IMAGE_RESULT_FPR (IMAGE_RESULT_GPR + 32)
#define IMAGE_RESULT_X87 (IMAGE_RESULT_FPR + 64)
#define IMAGE_SIZE       (IMAGE_RESULT_X87 + 32)
#define IMAGE_STACK_MASK (IMAGE_VECTORS + 4)

#endif
