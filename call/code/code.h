// Machine code under construction: bytes, labels, and calls of functions at fixed
// addresses. The code is position independent but for those calls, which are written when its place
// is known (code_place). The machines (machine.h) stand on this.
#ifndef SEAM_CALL_CODE_H
#define SEAM_CALL_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef unsigned CodeReg; // by the machine's number

// Bytes at a register plus a distance.
typedef struct CodeMem {
    CodeReg base;
    int32_t offset;
} CodeMem;

// How a place in the code refers to a label.
typedef enum CodeFixKind {
    FIX_X86_REL32,  // four bytes, counted from behind them
    FIX_ARM64_IMM19 // bits 5 to 23 of a word, counted in words from it
} CodeFixKind;

typedef struct CodeFix {
    uint32_t kind; // CodeFixKind
    uint32_t at;
    uint32_t label;
} CodeFix;

// A call out of the code: room for the machine's longest form, whose target is in a literal, until
// it turns out that the short one reaches.
typedef struct CodeExit CodeExit;
typedef struct CodeExitForm {
    uint64_t reach; // of the short form
    void (*shorten)(unsigned char *at, int64_t distance);
} CodeExitForm;

struct CodeExit {
    const CodeExitForm *form;
    uint32_t at;
    uintptr_t target;
};

// All of it has room for what a stub or a thunk needs: making one takes no memory from anywhere.
enum { CODE_MAX = 16 << 10, CODE_MAX_LABELS = 128, CODE_MAX_FIXES = 256, CODE_MAX_EXITS = 8 };

#define CODE_LIST(T, cap) \
    struct {              \
        T items[cap];     \
        uint32_t len;     \
    }

typedef struct CodeBuffer {
    CODE_LIST(unsigned char, CODE_MAX) bytes;
    CODE_LIST(uint32_t, CODE_MAX_LABELS) labels; // where they are
    CODE_LIST(CodeFix, CODE_MAX_FIXES) fixes;
    CODE_LIST(CodeExit, CODE_MAX_EXITS) exits;
    CODE_LIST(uint64_t, CODE_MAX_EXITS) literals; // behind the code, each with a label
    uint32_t literal_labels[CODE_MAX_EXITS];
    bool failed; // no room, or out of reach: nothing that was made of it may run
} CodeBuffer;

typedef struct CodeLabel {
    uint32_t index;
} CodeLabel;

void code_clear(CodeBuffer *c); // a buffer of zeros is clear
void code_byte(CodeBuffer *c, unsigned byte);
void code_bytes(CodeBuffer *c, const void *bytes, size_t size);
void code_word(CodeBuffer *c, uint32_t word); // little endian

CodeLabel code_label(CodeBuffer *c);
void code_bind(CodeBuffer *c, CodeLabel label); // it is here
// The machine code at `at` refers to the label; resolved by code_finish.
void code_refer(CodeBuffer *c, CodeFixKind kind, uint32_t at, CodeLabel label);
// A word of eight bytes behind the code.
CodeLabel code_literal(CodeBuffer *c, uint64_t word);
void code_note_exit(CodeBuffer *c, const CodeExitForm *form, const void *target);

// Lays the literals behind the code and resolves the labels; nothing is added afterwards. false: it
// has failed.
bool code_finish(CodeBuffer *c);
// Copies finished code to `to`, for running at `address`.
void code_place(const CodeBuffer *c, unsigned char *to, uintptr_t address);

#endif
