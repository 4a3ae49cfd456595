// The registers and the stack of one call, filled from the move list and entered by a few lines of
// assembly (enter_*.S). This is the path without generated code: it works wherever a classifier and
// its assembly do, and needs no executable memory. The layout is known to the assembly:
// image_offsets.h has the numbers, and image.c asserts them.
#ifndef SEAM_CALL_IMAGE_H
#define SEAM_CALL_IMAGE_H

#include "enter/assembly.h"
#include "sig/sig.h"

enum { IMAGE_GPRS = 8, IMAGE_FPRS = 8, IMAGE_RESULT_GPRS = 4, IMAGE_RESULT_FPRS = 4 };

typedef struct CallImage {
    CallCode *code;
    const void *stack;   // stack_size bytes to be copied below the frame
    uint64_t stack_size; // a multiple of 16
    uint64_t hidden;     // AArch64's x8
    uint64_t chain;      // the static chain register: r10, x18, ip
    uint32_t vectors;    // System V: for %al, and whether vector registers are loaded
    int32_t stack_mask;  // x86-64: rounds the stack pointer down to what the arguments need
    uint64_t x87;        // results to take from the x87 stack: 0, 1 or 2
    uint64_t gpr[IMAGE_GPRS];
    _Alignas(16) unsigned char fpr[IMAGE_FPRS][16]; // AAPCS32: sixteen singles, side by side
    uint64_t result_gpr[IMAGE_RESULT_GPRS];
    _Alignas(16) unsigned char result_fpr[IMAGE_RESULT_FPRS][16];
    _Alignas(16) unsigned char result_x87[2][16];
} CallImage;

// Loads the registers, calls, and stores the result registers. C++ exceptions pass through.
typedef CALL_ASSEMBLY void CallEnter(CallImage *image);
CallEnter seam_call_enter_sysv64, seam_call_enter_win64, seam_call_enter_aapcs64,
    seam_call_enter_aapcs32;

// seam_call and seam_call_slots by the move list: what is done without a stub.
CallPath call_by_pointers, call_by_slots;
// The former with the image's `chain` given.
void call_chained(const SeamSig *sig, CallCode *code, void *ret, const void *const args[],
                  uint64_t chain);
// NULL: this machine cannot enter functions of the convention.
CallEnter *call_enter(SeamAbi abi);

#endif
