// Stubs: machine code that calls by one move list, so that a call is a few loads, the call itself
// and a store. Signatures of the same move list share theirs, and it lives as long as the process.
// What a stub cannot do (see stub_emit) goes the way without generated code (enter/).
#ifndef SEAM_CALL_STUB_H
#define SEAM_CALL_STUB_H

#include "code/machine.h"
#include "sig/sig.h"

typedef enum StubKind {
    STUB_POINTERS, // CallPath with args = const void *const[]
    STUB_SLOTS,    // CallPath with args = const uint64_t[]
    STUB_FFI,      // as POINTERS, but narrow integer results fill a word
    STUB_BOUND,    // SeamBoundEntry of one callee
    STUB_BATCH     // StubBatch
} StubKind;

// n calls with arguments and results in columns; a result column without data takes none, and its
// stride is 0 then.
typedef void StubBatch(CallCode *code, size_t n, const SeamColumn columns[],
                       const SeamColumn *result);

typedef struct StubPlan {
    const SeamSig *sig;
    StubKind kind;
    CallCode *callee; // BOUND
    CallCode *after;  // BOUND: is called behind the callee, when the result is stored; NULL
} StubPlan;

// To be called before the first call of a new signature; not in a signal handler.
void stub_begin(void);
// Machine code of the plan, made at most once; NULL: this machine, this convention or this system
// has none, or the call is too large for one. Any thread, but not in a signal handler.
void *stub_for(const StubPlan *plan);
// The same for those who are in a call, maybe in a signal handler: waits for nobody. false: not
// now, but maybe later.
bool stub_in_call(const StubPlan *plan, void **out);
// What the calls of a new signature go by: a stub that was loaded with the library (static.h).
CallPath *stub_first(const SeamSig *sig, StubKind kind, CallPath *otherwise);

// After how many calls of a signature its stub is made; SEAM_CALL_STUB_AFTER in the environment.
uint32_t stub_after(void);

// One more call by this path; what it goes by. `without` is the way without a stub (enter/path.c).
CallPath *call_choose(const SeamSig *sig, SigPath path, StubKind kind, CallPath *without);

// How many stubs were made, and how many plans were refused.
typedef struct StubCounts {
    size_t made;
    size_t refused;
} StubCounts;
StubCounts stub_counts(void);

// Writes the code of a plan. false: its frame does not fit, or the convention is another machine's.
bool stub_emit(const StubPlan *plan, const Machine *machine, CodeBuffer *c);

// ---- frame.c ----
enum { STUB_FRAME_MAX = 8192 };
// Where things lie in a stub's frame; bytes below the frame pointer (`below`) or above the stack
// pointer.
typedef struct StubFrame {
    uint32_t size;    // to be taken off the stack pointer: a multiple of 16
    uint32_t below;   // local words, copies and result memory: this much below the frame pointer
    uint32_t copies;  // end of the copies of values that go by pointer, each rounded to 16
    uint32_t ignored; // end of the memory for a result in memory that nobody wants
    uint32_t current; // BATCH: end of the pointers to the current row
    bool fits;        // else the call is too large, or too strange, for a stub
} StubFrame;

enum { FRAME_RET = 8, FRAME_LEFT = 16, FRAME_COLUMNS = 24, FRAME_CODE = 32, FRAME_STRIDE = 40 };

StubFrame stub_frame(const StubPlan *plan);
// The result has pieces in registers.
bool stub_has_result(const SeamSig *sig);
// The slots form: which slot argument `index` begins.
uint32_t stub_slot(const SeamSig *sig, size_t index);
static inline uint32_t stub_round_16(size_t size) { return (uint32_t)((size + 15) & ~(size_t)15); }

#endif
