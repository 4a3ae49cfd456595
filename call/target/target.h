// Where the arguments and the result of a call go: the *move list* of a signature, computed once by
// the classifier of its convention. Pure functions over types, so that every target is tested on
// every host. Stub generators, the generic call path and the libffi face all work from this list
// and know no rules of their own.
//
// A value is taken apart into pieces, each in one register or one run of the stack. A value that is
// passed by pointer
// (`indirect`) has one piece, for the pointer to a copy that the caller makes.
#ifndef SEAM_CALL_TARGET_H
#define SEAM_CALL_TARGET_H

#include <seam/call.h>

typedef enum CallBank {
    BANK_GPR,  // general registers, numbered in order of argument passing
    BANK_FPR,  // floating point and vector registers, likewise (AAPCS32: by single words, s0 s1 ..)
    BANK_BOTH, // Windows: variadic floats go into both registers of their slot
    BANK_STACK, // at `at` bytes above the stack pointer at the call
    BANK_X87,   // results of long double: st0, st1
} CallBank;

typedef enum CallExtend { EXTEND_NONE, EXTEND_SIGN, EXTEND_ZERO } CallExtend;

typedef struct CallPiece {
    uint8_t bank;    // CallBank
    uint8_t extend;  // CallExtend: to the whole register or stack word
    uint16_t at;     // register's number; of the stack see `offset`
    uint32_t size;   // bytes of the value in this piece
    uint32_t value;  // where in the value they lie
    uint32_t offset; // BANK_STACK: bytes
} CallPiece;

typedef struct CallPlace {
    uint32_t first; // into CallLayout.pieces
    uint32_t count; // 0: an empty struct takes nothing
    bool indirect;  // the piece is a pointer to a copy
    bool widened;   // a variadic float: the pieces are of its double
} CallPlace;

// Everything that a call of one signature needs to know.
typedef struct CallLayout {
    CallPlace *args; // of the signature's arguments
    CallPlace ret;   // result registers; indirect: memory whose address is passed, see `hidden`
    CallPiece *pieces;
    uint32_t piece_count;
    uint32_t stack_size;  // bytes of arguments on the stack, a multiple of the stack's alignment;
                          // Windows: with the 32 bytes that the callee may use
    uint32_t stack_align; // of the arguments there and of copies: 16 or more
    uint8_t gpr_count;    // registers that carry something
    uint8_t fpr_count;
    uint8_t
        hidden_gpr; // general register of the result's address; only if ret.indirect (AArch64: 8)
    bool vector_count; // System V: %al tells how many vector registers a variadic call uses
    bool callee_pops;  // not on the targets here
} CallLayout;

// The state of placing one signature's arguments.
typedef struct Placer {
    const struct CallTarget *target;
    CallPiece *pieces; // room for all
    uint32_t count;
    uint32_t cap;
    bool overflow;     // there was no room
    uint8_t gpr, fpr;  // next free registers
    uint32_t fpr_free; // AAPCS32: which single words are free, for filling gaps
    uint32_t stack;    // bytes
    uint32_t align;    // that the stack needs so far
    bool variadic;     // the argument being placed is behind the dots
    bool is_variadic;  // the function has variadic arguments
} Placer;

typedef struct CallTarget {
    const char *name;
    SeamAbi abi;
    uint8_t gpr_count; // for arguments
    uint8_t fpr_count;
    uint8_t gpr_size; // bytes
    uint8_t stack_align;
    uint8_t stack_start;  // bytes of the stack before the first argument (Windows: 32)
    uint8_t fixed_hidden; // register of the result's address that counts as no argument (AArch64:
                          // x8); 0: the first
    bool takes_empty;     // an empty struct is an argument; else it is none
    // Adds the pieces of one argument; whether it is passed by pointer.
    bool (*place_argument)(Placer *p, const SeamCType *type);
    // Adds the pieces of the result, in result registers; true: it is returned in memory.
    bool (*place_result)(Placer *p, const SeamCType *type);
} CallTarget;

extern const CallTarget call_target_sysv64, call_target_win64, call_target_aapcs64,
    call_target_apple64, call_target_aapcs32, call_target_aapcs32_soft;

const CallTarget *call_target(SeamAbi abi); // not SEAM_ABI_HOST

// How many pieces the arguments and the result can have at most.
size_t call_piece_bound(const SeamSigParts *parts);
// Fills in the layout, whose `args` and `pieces` (call_piece_bound) the caller has made. Variadic
// arguments are promoted already, and the convention is not SEAM_ABI_HOST. Fails on what the
// convention cannot pass.
SeamCallStatus call_lay_out(const SeamSigParts *parts, CallLayout *out, SeamCallError *error);

// ---- place.c: for the classifiers ----
void place_gpr(Placer *p, const SeamCType *scalar, uint32_t value,
               uint32_t size);                            // in the next general register
void place_fpr(Placer *p, uint32_t value, uint32_t size); // in the next vector register
void place_piece(Placer *p, CallPiece piece);
// The whole value on the stack, aligned at least to `align`; the stack grows by words.
void place_stack(Placer *p, const SeamCType *type, size_t align);
// The same without padding.
void place_packed(Placer *p, const SeamCType *type, size_t align);
bool place_pointer(Placer *p); // an argument by pointer; true
CallExtend place_extend(const SeamCType *type);
bool type_is_float(const SeamCType *type);  // F32 F64
bool type_is_single(const SeamCType *type); // a vector of one f64: x86-64's gcc has it in memory
bool type_is_record(const SeamCType *type); // STRUCT UNION ARRAY COMPLEX: made of members
// Visits the scalar members with their offsets, members of arrays one by one, bit-fields as the
// bytes that hold them; stops when `visit` gives false. false: stopped.
typedef bool MemberVisit(void *context, const SeamCType *scalar, size_t offset,
                         const SeamCField *bits);
bool type_each_member(const SeamCType *type, size_t offset, MemberVisit *visit, void *context);
// One to four members of one floating or vector type and nothing else (AAPCS64 5.9.5,
// AAPCS32 6.1.2.1): how many, and the member's type in *elem. 0: it is none.
uint32_t type_homogeneous(const SeamCType *type, const SeamCType **elem);

#endif
