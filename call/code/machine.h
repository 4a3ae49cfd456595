// What those who write machine code (stub/emit.c, closure/thunk.c) know of a machine: which
// registers play which part, and its instructions, one function each. A machine is one table in one
// file (x86_64.c, aarch64.c), which knows no move lists; they know no encodings. Every machine's
// code can be made on every host.
#ifndef SEAM_CALL_MACHINE_H
#define SEAM_CALL_MACHINE_H

#include <seam/call.h>

#include "code/code.h"

// A frame begins with the caller's frame pointer and the return address; then the caller's stack.
enum { MACHINE_FRAME_HEAD = 16 };

typedef struct Machine {
    // ---- registers ----
    uint8_t frame, stack;
    uint8_t entry[4]; // C functions of this system get their first arguments there
    uint8_t results[2];
    uint8_t vectors; // System V: tells how many vector registers a call uses
    // None of these five carries an argument. `work` may, so it is for before the arguments are
    // loaded and for after the call, and so are the loop's.
    uint8_t args; // points to the arguments
    uint8_t callee;
    uint8_t value; // points to the argument at hand; in thunks for the work
    uint8_t data;  // what a trampoline leaves: its data
    uint8_t self;  // in thunks: the closure
    uint8_t work;
    uint8_t odd; // one more for the work, while the arguments are loaded; may be `value`
    uint8_t loop_from, loop_to, loop_left;
    uint8_t home; // bytes of its caller's stack that a C function of this system may use
    // The registers that carry arguments, by the numbers of the move list. NULL: no such
    // convention, or one whose callers want more kept than stubs keep.
    const uint8_t *(*arguments)(SeamAbi abi);

    // ---- frames ----
    void (*landing)(CodeBuffer *c); // an indirect call may come here
    // push the frame pointer, and `size` bytes, each page of which is touched on the way down, so
    // that none jumps over a guard page.
    void (*open_frame)(CodeBuffer *c, uint32_t size);
    void (*close_frame)(CodeBuffer *c); // and return
    void (*leave_frame)(CodeBuffer *c); // for a jump_to
    // What the convention's callers want kept and C functions of this system do not keep: how many
    // bytes, and storing them right below the frame pointer, or loading them back.
    uint32_t (*kept_size)(SeamAbi abi);
    void (*keep)(CodeBuffer *c, SeamAbi abi, bool back);

    // ---- general registers; the destination first, sizes in bytes ----
    void (*move)(CodeBuffer *c, CodeReg to, CodeReg from);
    void (*set)(CodeBuffer *c, CodeReg to, uint32_t value);
    void (*address)(CodeBuffer *c, CodeReg to, CodeMem of);
    // Of 1, 2, 4 or 8 bytes, extended to 64 bits with the sign or with zeros.
    void (*load)(CodeBuffer *c, CodeReg to, CodeMem from, unsigned size, bool is_signed);
    void (*store)(CodeBuffer *c, CodeMem to, CodeReg from, unsigned size);
    void (*extend)(CodeBuffer *c, CodeReg to, CodeReg from, unsigned size, bool is_signed);
    void (*add)(CodeBuffer *c, CodeReg to, int32_t value);
    void (*add_to)(CodeBuffer *c, CodeMem to, CodeReg from);                    // a word in memory
    void (*or_shifted)(CodeBuffer *c, CodeReg to, CodeReg from, unsigned bits); // `from` is lost
    void (*shift_right)(CodeBuffer *c, CodeReg r, unsigned bits);
    // The word at a distance from where the thread's control block is; NULL: not on this system.
    void (*load_thread)(CodeBuffer *c, CodeReg to, int32_t offset);

    // ---- vector registers, by number; of 4, 8 or 16 bytes ----
    void (*load_vector)(CodeBuffer *c, unsigned to, CodeMem from, unsigned size);
    void (*store_vector)(CodeBuffer *c, CodeMem to, unsigned from, unsigned size);
    void (*widen_float)(CodeBuffer *c, unsigned to, CodeMem from); // a float to a double
    void (*copy_low)(CodeBuffer *c, CodeReg to, unsigned from);    // 8 bytes
    // The x87 stack; NULL on machines without one.
    void (*pop_x87)(CodeBuffer *c, CodeMem to);
    void (*push_x87)(CodeBuffer *c, CodeMem from);
    void (*drop_x87)(CodeBuffer *c);

    // ---- control ----
    void (*jump)(CodeBuffer *c, CodeLabel to);
    void (*jump_if_zero)(CodeBuffer *c, CodeReg r, CodeLabel to);
    void (*jump_if_not_zero)(CodeBuffer *c, CodeReg r, CodeLabel to);
    void (*jump_if_same)(CodeBuffer *c, CodeReg a, CodeMem b, CodeLabel to); // `a` is lost
    void (*count_down)(CodeBuffer *c, CodeMem left, CodeLabel again); // again until it is zero
    void (*call_register)(CodeBuffer *c, CodeReg r);
    void (*call_at)(CodeBuffer *c, CodeMem at); // the address is in memory
    // A function at a fixed address; calls are relative when the code comes to lie in its reach.
    void (*call)(CodeBuffer *c, const void *function);
    void (*jump_to)(CodeBuffer *c, const void *function);
} Machine;

extern const Machine machine_x86_64, machine_aarch64;

// That of this host, if it has one and functions of the convention are made for it; else NULL.
const Machine *machine_of(SeamAbi abi);

#endif
