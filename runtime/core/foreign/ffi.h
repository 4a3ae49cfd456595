// What std:ffi (library/std/ffi.seam) calls: the calling engine with pointers for everything.
// Types are `const SeamCType *`, signatures `const SeamSig *`, libraries SeamLibrary *.
#ifndef SEAM_CORE_FOREIGN_FFI_H
#define SEAM_CORE_FOREIGN_FFI_H

#include <stdbool.h>
#include <stdint.h>

// ---- libraries; NULL: seam_ffi_error says why ----
void *seam_ffi_open(const char *name); // NULL: the program itself
void seam_ffi_close(void *library);
const char *seam_ffi_path(void *library);
void *seam_ffi_symbol(void *library, const char *name, const char *version); // version NULL: any
const char *seam_ffi_error(void);                                            // of this thread

// ---- signatures and types ----
void *seam_ffi_sig(const char *text); // NULL: seam_ffi_error
int64_t seam_ffi_arg_count(void *sig);
void *seam_ffi_arg_type(void *sig, int64_t index); // index -1: the result's
typedef enum FfiKind {                             // as std:ffi has them
    FFI_KIND_VOID,
    FFI_KIND_BOOL,
    FFI_KIND_INT,
    FFI_KIND_FLOAT,
    FFI_KIND_POINTER,
    FFI_KIND_STRING,
    FFI_KIND_STRUCT, // with parts; arrays too
    FFI_KIND_UNION,
    FFI_KIND_WIDE // integers of 128 bits
} FfiKind;
int32_t seam_ffi_kind(void *type);
const char *seam_ffi_type_text(void *type); // until the next call in this thread
int64_t seam_ffi_part_count(void *type);
void *seam_ffi_part_type(void *type, int64_t index);
void *seam_ffi_part(void *type, void *data, int64_t index);
const char *seam_ffi_part_name(void *type, int64_t index); // NULL: it has none
bool seam_ffi_is_bits(void *type, int64_t index);          // a bit-field
bool seam_ffi_is_signed(void *type);
bool seam_ffi_holds_text(void *type); // that loading follows pointers to
int64_t seam_ffi_size(void *type);
void *seam_ffi_address(void *data);    // of a buffer that the caller keeps
void *seam_ffi_type(const char *text); // NULL: seam_ffi_error

// ---- calls ----
void *seam_ffi_begin(void *sig); // room for arguments and result, zeroed; seam_ffi_end
void *seam_ffi_arg(void *frame, int64_t index); // index -1: the result
// `held` is not called: with it, an error of a callback is thrown when the function returns.
void seam_ffi_run(void *frame, void *code, void (*held)(void));
int32_t seam_ffi_errno(void); // after the last run of this thread
void seam_ffi_end(void *frame);

// ---- callbacks ----
// A C function pointer of a signature. The handler gets `data`, zeroed room for the result, and
// pointers to the arguments. NULL: seam_ffi_error.
typedef void SeamFfiHandler(void *data, char *ret, void **args);
void *seam_ffi_closure(void *sig, SeamFfiHandler *handler, void *data, void (*destroy)(void *data));
void *seam_ffi_closure_code(void *closure);
void seam_ffi_closure_end(void *closure); // calls `destroy`

// ---- values ----
bool seam_ffi_store_int(void *type, void *data, int64_t value); // false: does not fit
void seam_ffi_store_float(void *type, void *data, double value);
void seam_ffi_store_pointer(void *data, void *value);
bool seam_ffi_store_bits(void *type, void *data, int64_t index, int64_t value); // likewise
int64_t seam_ffi_load_bits(void *type, void *data, int64_t index);
bool seam_ffi_fits_int(void *type, void *data); // false: above what an int holds
int64_t seam_ffi_load_int(void *type, void *data);
double seam_ffi_load_float(void *type, void *data);
void *seam_ffi_load_pointer(void *data);

#endif
