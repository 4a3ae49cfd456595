// libseamcall: calls any C function that is known only at run time, and makes C function pointers
// of closures. Needs libc alone. Types and signatures are interned: made once, equal ones are the
// same pointer, never freed, and any thread may read them. A function that can fail returns a
// SeamCallStatus, sets *out to NULL then, and says what was wrong in SeamCallError, if one is
// given. Whatever is not fit to be an argument (NULL, an unknown kind or convention) is such a
// failure: SEAM_CALL_EARGUMENT. Only the calls themselves check nothing, to be fast;
// seam_call_checked is their form that does.
#ifndef SEAM_CALL_H
#define SEAM_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define SEAM_CALL_API __attribute__((visibility("default")))
#else
#define SEAM_CALL_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

// X(value, NAME, text)
#define SEAM_CALL_STATUS_MAP(X)                               \
    X(0, OK, "success")                                       \
    X(-1, ENOMEM, "out of memory")                            \
    X(-2, ESYNTAX, "malformed type or signature")             \
    X(-3, ETYPE, "a type that C cannot have here")            \
    X(-4, EABI, "a convention that this build cannot call")   \
    X(-5, ELIMIT, "more than the engine is made for")         \
    X(-6, EOPEN, "a library that cannot be opened")           \
    X(-7, ESYMBOL, "a symbol that the library does not have") \
    X(-8, EARGUMENT, "an argument that breaks a rule")

typedef enum SeamCallStatus {
#define SEAM_CALL_STATUS(value, NAME, text) SEAM_CALL_##NAME = value,
    SEAM_CALL_STATUS_MAP(SEAM_CALL_STATUS)
#undef SEAM_CALL_STATUS
} SeamCallStatus;

SEAM_CALL_API const char *seam_call_status_text(SeamCallStatus status);

// What was wrong, for people: NUL-terminated, and where in the text that was parsed.
typedef struct SeamCallError {
    char text[192];
    size_t offset; // bytes; of errors that concern no text 0
} SeamCallError;

// ---- conventions ----
// A calling convention together with the sizes of its target's types.
typedef enum SeamAbi {
    SEAM_ABI_HOST,        // the one that this machine's C compiler uses
    SEAM_ABI_SYSV64,      // x86-64: Linux, BSD, macOS (psABI 1.0)
    SEAM_ABI_WIN64,       // x86-64: Windows; `ms_abi`
    SEAM_ABI_AAPCS64,     // AArch64: Linux
    SEAM_ABI_APPLE64,     // AArch64: macOS, where variadic arguments go to the stack
    SEAM_ABI_AAPCS32,     // ARM with VFP registers (armhf)
    SEAM_ABI_AAPCS32_SOFT // ARM without
} SeamAbi;

// ---- types ----
typedef enum SeamCKind {
    SEAM_C_VOID,
    SEAM_C_BOOL,
    SEAM_C_I8,
    SEAM_C_U8,
    SEAM_C_I16,
    SEAM_C_U16,
    SEAM_C_I32,
    SEAM_C_U32,
    SEAM_C_I64,
    SEAM_C_U64,
    SEAM_C_I128,
    SEAM_C_U128,
    SEAM_C_F32,
    SEAM_C_F64,
    SEAM_C_LONG_DOUBLE,
    SEAM_C_PTR,
    SEAM_C_STRING,  // const char *: a pointer that is shown as text
    SEAM_C_COMPLEX, // elem: F32, F64, LONG_DOUBLE; of integers in gcc and clang
    SEAM_C_VECTOR,  // elem, count: 8 or 16 bytes
    SEAM_C_ARRAY,   // elem, count; only inside of structs and unions
    SEAM_C_STRUCT,  // fields
    SEAM_C_UNION    // fields
} SeamCKind;

typedef struct SeamCType SeamCType;

typedef struct SeamCField {
    const char *name; // NULL: none was given
    const SeamCType *type;
    size_t offset;       // bytes
    uint16_t bit_offset; // of bit-fields: from the lowest bit of the byte at `offset`
    uint16_t bit_width;  // 0: no bit-field
} SeamCField;

struct SeamCType {
    SeamCKind kind;
    SeamAbi abi; // whose sizes these are; never SEAM_ABI_HOST
    size_t size; // bytes
    size_t align;
    bool packed;           // fields without padding
    const SeamCType *elem; // COMPLEX VECTOR ARRAY
    size_t count;          // of elements, or of fields
    const SeamCField *fields;
};

// The types without parts. NULL: there is no such kind or convention.
SEAM_CALL_API const SeamCType *seam_ctype(SeamAbi abi, SeamCKind kind);
SEAM_CALL_API SeamCallStatus seam_ctype_complex(const SeamCType *elem, const SeamCType **out,
                                                SeamCallError *error);
SEAM_CALL_API SeamCallStatus seam_ctype_vector(const SeamCType *elem, size_t count,
                                               const SeamCType **out, SeamCallError *error);
SEAM_CALL_API SeamCallStatus seam_ctype_array(const SeamCType *elem, size_t count,
                                              const SeamCType **out, SeamCallError *error);

typedef struct SeamCRecord {
    bool is_union;
    bool packed;  // __attribute__((packed))
    size_t align; // at least this, a power of two; 0: as its fields want
    size_t size;  // at least this, in bytes
} SeamCRecord;

// Lays out a struct or union as C does: the offsets and bit offsets in `fields` are not read.
// Names, if any, are copied.
SEAM_CALL_API SeamCallStatus seam_ctype_record(SeamAbi abi, SeamCRecord how,
                                               const SeamCField fields[], size_t count,
                                               const SeamCType **out, SeamCallError *error);

// Types as text: `i32`, `ptr`, `{i32, f64}`, `union {i64, f64}`, `[4 i32]`, `<4 f32>`, `complex
// f64`, `packed {i8, i32}`, `align(16) {i32}`, `{u32: 3, u32: 5}`, `{x: f64, y: f64}`. The whole
// text has to be one type.
SEAM_CALL_API SeamCallStatus seam_ctype_parse(SeamAbi abi, const char *text, const SeamCType **out,
                                              SeamCallError *error);
// Writes the text and a NUL as far as `size` allows, and returns the whole text's length (as
// snprintf). No type (NULL) has no text.
SEAM_CALL_API size_t seam_ctype_text(const SeamCType *type, char *buffer, size_t size);

// ---- signatures ----
typedef struct SeamSig SeamSig;

#define SEAM_SIG_FIXED SIZE_MAX // the function is not variadic
// What a signature is made of. `fixed`: how many arguments stand before the dots of a variadic
// function, whose other arguments here get C's promotions (C11 6.5.2.2p7); else SEAM_SIG_FIXED.
typedef struct SeamSigParts {
    SeamAbi abi;
    const SeamCType *ret;
    const SeamCType *const *args; // only read during a call
    size_t count;
    size_t fixed;
} SeamSigParts;

SEAM_CALL_API SeamCallStatus seam_sig_new(const SeamSigParts *parts, const SeamSig **out,
                                          SeamCallError *error);
// `i32(f64, {i32, f32}, ptr, ...)`; behind the dots stand the variadic arguments of this call, if
// any: `i32(ptr, ... i32, f64)`.
SEAM_CALL_API SeamCallStatus seam_sig_parse(SeamAbi abi, const char *text, const SeamSig **out,
                                            SeamCallError *error);
SEAM_CALL_API size_t seam_sig_text(const SeamSig *sig, char *buffer, size_t size);
// With the convention resolved. NULL of NULL.
SEAM_CALL_API const SeamSigParts *seam_sig_parts(const SeamSig *sig);

// ---- calling ----
// Calls `code`. args[i] points to a value of the i-th argument's type, and is only read; `ret`
// points to room for a value of the result's type, and may be NULL. Nothing can fail: what the
// convention cannot pass was refused with the signature. Nothing is checked either: `sig` and
// `code` are not NULL, seam_abi_can_call says yes to the signature's convention, and each value is
// whole (its alignment does not matter). Any thread, and any signal handler: a call waits for no
// lock. C++ exceptions and pthread_cancel pass through, errno is the callee's.
SEAM_CALL_API void seam_call(const SeamSig *sig, void (*code)(void), void *ret,
                             const void *const args[]);
// The same with the values side by side: each begins a slot of 8 bytes and takes as many as it
// needs.
SEAM_CALL_API void seam_call_slots(const SeamSig *sig, void (*code)(void), void *ret,
                                   const uint64_t *slots);
// The same, with errno kept apart: the function finds *saved in errno (give 0 to functions that set
// it only on failure), and *saved gets what it left there, before anything else can change it. This
// thread's own errno stays as it was. (On Windows this is C's errno; GetLastError is not changed by
// the engine between the function's return and that of seam_call.)
SEAM_CALL_API void seam_call_errno(const SeamSig *sig, void (*code)(void), void *ret,
                                   const void *const args[], int *saved);

// A value for the checked form: what type its maker thinks it has (NULL: is not compared; `ptr` and
// `string` count as one), and the memory that it is in.
typedef struct SeamCallValue {
    const SeamCType *type;
    const void *data;
    size_t size; // bytes that may be read
} SeamCallValue;
typedef struct SeamCallRoom {
    const SeamCType *type;
    void *data; // NULL: nobody wants the result
    size_t size;
} SeamCallRoom;

// The debug form of seam_call. Calls only if all is right: a signature and a function are there, as
// many arguments as the signature has (`count`), each of its type, whole, aligned, and if a bool 0
// or 1; and the same about the room for the result. Else SEAM_CALL_EARGUMENT, SEAM_CALL_ETYPE or
// SEAM_CALL_EABI, and the error names the argument (from 1) and the rule. Never ends the program.
SEAM_CALL_API SeamCallStatus seam_call_checked(const SeamSig *sig, void (*code)(void),
                                               SeamCallRoom ret, const SeamCallValue args[],
                                               size_t count, SeamCallError *error);
// The same for each of n rows: columns[i] has the values of the i-th argument, `stride` bytes from
// one to the next (0: the same one for all rows), and `result` takes the results, if it has data.
typedef struct SeamColumn {
    void *data;
    ptrdiff_t stride;
} SeamColumn;
SEAM_CALL_API void seam_call_batch(const SeamSig *sig, void (*code)(void), size_t n,
                                   const SeamColumn columns[], SeamColumn result);

// One function with its signature, for calling it as fast as can be: `entry(slots, ret)` does what
// seam_call_slots does. The caller owns *out (seam_bound_free).
typedef struct SeamBound SeamBound;
typedef void SeamBoundEntry(const uint64_t *slots, void *ret);
enum { SEAM_BIND_ERRNO = 1 }; // each call's errno is kept for seam_bound_errno
SEAM_CALL_API SeamCallStatus seam_bind(const SeamSig *sig, void (*code)(void), unsigned flags,
                                       SeamBound **out, SeamCallError *error);
// NULL of NULL.
SEAM_CALL_API SeamBoundEntry *seam_bound_entry(const SeamBound *bound);
// errno behind this thread's last call of a function bound with SEAM_BIND_ERRNO; whatever ran
// since. 0 of NULL.
SEAM_CALL_API int seam_bound_errno(const SeamBound *bound);
// NULL is fine. The entry is not to be called afterwards: some ways still call the function, others
// report it, give registers of zero and leave a result in memory as it is.
SEAM_CALL_API void seam_bound_free(SeamBound *bound);
// Whether functions of this convention can be called in this process.
SEAM_CALL_API bool seam_abi_can_call(SeamAbi abi);

// ---- closures: C function pointers with a context ----
// args[i] points to the i-th argument, valid until the handler returns; `ret` to room for the
// result (never NULL, of at least 8 bytes, zeroed if it is not in the caller's memory). Whatever
// leaves a handler in another way than by returning (C++ exceptions, pthread_cancel, longjmp)
// passes through the engine as through a C function with unwind tables; whether it may pass through
// the code that called the closure is for that code to say. Where it may not, C++ ends the program
// (std::terminate), as it does for a plain function in the closure's place.
typedef void SeamHandler(void *context, void *ret, void *const args[]);

typedef enum SeamClosurePolicy {
    SEAM_CLOSURE_ANY_THREAD,
    SEAM_CLOSURE_SAME_THREAD // called on another than that which made it, it is reported and gives
                             // zero
} SeamClosurePolicy;

typedef struct SeamClosure SeamClosure;

typedef struct SeamClosureParts {
    const SeamSig *sig;
    SeamHandler *handler;
    void *context; // not owned
    // Instead of a handler: a function of the signature's own shape with the context as one more,
    // last argument, `int (const void *a, const void *b, void *context)` for `i32(ptr, ptr)`. That
    // is the fastest form; the signature is not variadic then.
    void (*typed)(void);
    SeamClosurePolicy policy;
    const char *name; // for reports; NULL. Copied
} SeamClosureParts;

// The caller owns *out (seam_closure_free). Any thread; there is no limit on their number but
// memory.
SEAM_CALL_API SeamCallStatus seam_closure_new(const SeamClosureParts *parts, SeamClosure **out,
                                              SeamCallError *error);
// What C calls. Valid until the closure is freed. NULL of NULL.
SEAM_CALL_API void (*seam_closure_code(const SeamClosure *closure))(void);
// Any thread, but not while it is being called. A call afterwards is reported and gives zero, until
// its place is used again, which is put off as long as possible. NULL is fine.
SEAM_CALL_API void seam_closure_free(SeamClosure *closure);
// Who gets reports of calls that a closure cannot serve; NULL: they go to stderr. Returns the one
// before.
typedef void SeamCallReport(const char *text);
SEAM_CALL_API SeamCallReport *seam_call_on_report(SeamCallReport *report);

// ---- libraries ----
// A loaded library, counted: opening one that is open gives the same SeamLibrary. All functions may
// be called by any thread.
typedef struct SeamLibrary SeamLibrary;

// `name`: a path (`./libx.so`), a file that the system's loader searches for (`libm.so.6`), or a
// bare name: `m` and `libm` find libm.so, else its newest version in the linker's cache and in the
// usual folders. NULL: this program with all that it is linked with. The caller owns *out
// (seam_library_close). Runs the library's constructors. Errors are in the loader's own words.
SEAM_CALL_API SeamCallStatus seam_library_open(const char *name, SeamLibrary **out,
                                               SeamCallError *error);
// The address of a function or variable, of the library or of those that it needs; `version`
// (`GLIBC_2.2.5`) may be NULL: the default one. Names that were found are remembered, and looking
// them up again takes no lock; those that were not are looked for anew each time. *out is valid
// while the library is open.
SEAM_CALL_API SeamCallStatus seam_library_symbol(SeamLibrary *library, const char *name,
                                                 const char *version, void **out,
                                                 SeamCallError *error);
// One more owner, which calls seam_library_close as well. NULL of NULL, and of one that is closed.
SEAM_CALL_API SeamLibrary *seam_library_retain(SeamLibrary *library);
// The last owner's unloads it, as far as the system does. NULL is fine, and so is one that is
// closed. Looking up in that is an error; its functions are gone.
SEAM_CALL_API void seam_library_close(SeamLibrary *library);
// Its file; "" for the program itself and where the system does not tell. NULL of NULL.
SEAM_CALL_API const char *seam_library_path(const SeamLibrary *library);

#ifdef __cplusplus
}
#endif

#endif
