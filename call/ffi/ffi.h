/* The interface of libffi 3.4 (libffi.so.8), served by Seam's calling engine: names, values and
   layouts are those of libffi, so that what was compiled against it runs unchanged. What a function
   does beyond libffi's documentation is said at its definition. */
#ifndef LIBFFI_H
#define LIBFFI_H

#include <limits.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FFI_API __attribute__((visibility("default")))

/* ---- the target (ffitarget.h of libffi) ---- */
#if defined(_WIN64)
typedef unsigned long long ffi_arg;
typedef signed long long ffi_sarg;
#else
typedef unsigned long ffi_arg;
typedef signed long ffi_sarg;
#endif

typedef enum ffi_abi {
#if defined(_WIN64)
    FFI_FIRST_ABI = 0,
    FFI_WIN64 = 1, /* Microsoft's: here with the same long double as the other */
    FFI_GNUW64 = 2,
    FFI_LAST_ABI = 3,
    FFI_DEFAULT_ABI = FFI_GNUW64
#elif defined(__x86_64__)
    FFI_FIRST_ABI = 1,
    FFI_UNIX64 = 2,
    FFI_WIN64 = 3,
    FFI_EFI64 = FFI_WIN64,
    FFI_GNUW64 = 4,
    FFI_LAST_ABI = 5,
    FFI_DEFAULT_ABI = FFI_UNIX64
#elif defined(__aarch64__)
    FFI_FIRST_ABI = 1,
    FFI_SYSV = 1,
    FFI_WIN64 = 2,
    FFI_LAST_ABI = 3,
    FFI_DEFAULT_ABI = FFI_SYSV
#elif defined(__arm__)
    FFI_FIRST_ABI = 1,
    FFI_SYSV = 1,
    FFI_VFP = 2,
    FFI_LAST_ABI = 3,
#if defined(__ARM_PCS_VFP)
    FFI_DEFAULT_ABI = FFI_VFP
#else
    FFI_DEFAULT_ABI = FFI_SYSV
#endif
#endif
} ffi_abi;

#define FFI_CLOSURES                1
#define FFI_NATIVE_RAW_API          0
#define FFI_TRAMPOLINE_SIZE         32
#define FFI_TARGET_HAS_COMPLEX_TYPE 1
#if defined(__x86_64__)
#define X86_64 1
#endif
#if !(defined(__aarch64__) && defined(__APPLE__))
#define FFI_GO_CLOSURES 1
#endif

/* ---- types ---- */
#define FFI_TYPE_VOID       0
#define FFI_TYPE_INT        1
#define FFI_TYPE_FLOAT      2
#define FFI_TYPE_DOUBLE     3
#define FFI_TYPE_LONGDOUBLE 4
#define FFI_TYPE_UINT8      5
#define FFI_TYPE_SINT8      6
#define FFI_TYPE_UINT16     7
#define FFI_TYPE_SINT16     8
#define FFI_TYPE_UINT32     9
#define FFI_TYPE_SINT32     10
#define FFI_TYPE_UINT64     11
#define FFI_TYPE_SINT64     12
#define FFI_TYPE_STRUCT     13
#define FFI_TYPE_POINTER    14
#define FFI_TYPE_COMPLEX    15
#define FFI_TYPE_LAST       FFI_TYPE_COMPLEX

typedef struct _ffi_type {
    size_t size; /* of structs 0, until a cif was prepared with it */
    unsigned short alignment;
    unsigned short type;
    struct _ffi_type **elements; /* of structs: NULL at the end; of complex numbers: one */
} ffi_type;

FFI_API extern ffi_type ffi_type_void, ffi_type_uint8, ffi_type_sint8, ffi_type_uint16,
    ffi_type_sint16, ffi_type_uint32, ffi_type_sint32, ffi_type_uint64, ffi_type_sint64,
    ffi_type_float, ffi_type_double, ffi_type_longdouble, ffi_type_pointer, ffi_type_complex_float,
    ffi_type_complex_double, ffi_type_complex_longdouble;

#define ffi_type_uchar  ffi_type_uint8
#define ffi_type_schar  ffi_type_sint8
#define ffi_type_ushort ffi_type_uint16
#define ffi_type_sshort ffi_type_sint16
#define ffi_type_uint   ffi_type_uint32
#define ffi_type_sint   ffi_type_sint32
#if LONG_MAX == 2147483647L
#define ffi_type_ulong ffi_type_uint32
#define ffi_type_slong ffi_type_sint32
#else
#define ffi_type_ulong ffi_type_uint64
#define ffi_type_slong ffi_type_sint64
#endif

/* ---- calls ---- */
typedef enum ffi_status { FFI_OK = 0, FFI_BAD_TYPEDEF, FFI_BAD_ABI, FFI_BAD_ARGTYPE } ffi_status;

typedef struct ffi_cif {
    ffi_abi abi;
    unsigned nargs;
    ffi_type **arg_types;
    ffi_type *rtype;
    unsigned bytes;
    unsigned flags;
} ffi_cif;

#define FFI_FN(f) ((void (*)(void))f)

FFI_API ffi_status ffi_prep_cif(ffi_cif *cif, ffi_abi abi, unsigned int nargs, ffi_type *rtype,
                                ffi_type **atypes);
FFI_API ffi_status ffi_prep_cif_var(ffi_cif *cif, ffi_abi abi, unsigned int nfixedargs,
                                    unsigned int ntotalargs, ffi_type *rtype, ffi_type **atypes);
FFI_API void ffi_call(ffi_cif *cif, void (*fn)(void), void *rvalue, void **avalue);
FFI_API ffi_status ffi_get_struct_offsets(ffi_abi abi, ffi_type *struct_type, size_t *offsets);

/* Plans: calls of one signature without ffi_call's look at the cif. Any thread may invoke one. */
typedef struct ffi_call_plan ffi_call_plan;
FFI_API ffi_call_plan *ffi_call_plan_alloc(ffi_cif *cif); /* NULL: no memory */
FFI_API void ffi_call_plan_invoke(ffi_call_plan *plan, void (*fn)(void), void *rvalue,
                                  void **avalue);
FFI_API void ffi_call_plan_free(ffi_call_plan *plan);
FFI_API size_t ffi_call_plan_size(ffi_call_plan *plan); /* in bytes */

#define FFI_VERSION_STRING "3.5.2"
#define FFI_VERSION_NUMBER 30502
FFI_API const char *ffi_get_version(void);
FFI_API unsigned long ffi_get_version_number(void);
FFI_API unsigned int ffi_get_default_abi(void);
FFI_API size_t ffi_get_closure_size(void);

/* ---- closures ---- */
typedef struct ffi_closure {
    union {
        char tramp[FFI_TRAMPOLINE_SIZE];
        void *ftramp;
    };
    ffi_cif *cif;
    void (*fun)(ffi_cif *, void *, void **, void *);
    void *user_data;
} ffi_closure __attribute__((aligned(8)));

FFI_API void *ffi_closure_alloc(size_t size, void **code);
FFI_API void ffi_closure_free(void *closure);
FFI_API ffi_status ffi_prep_closure(ffi_closure *closure, ffi_cif *cif,
                                    void (*fun)(ffi_cif *, void *, void **, void *),
                                    void *user_data);
FFI_API ffi_status ffi_prep_closure_loc(ffi_closure *closure, ffi_cif *cif,
                                        void (*fun)(ffi_cif *, void *, void **, void *),
                                        void *user_data, void *codeloc);

/* ---- Go's closures: a pointer to a pointer to code, which finds itself in the static chain
 * register ---- */
typedef struct ffi_go_closure {
    void *tramp;
    ffi_cif *cif;
    void (*fun)(ffi_cif *, void *, void **, void *);
} ffi_go_closure;

FFI_API ffi_status ffi_prep_go_closure(ffi_go_closure *closure, ffi_cif *cif,
                                       void (*fun)(ffi_cif *, void *, void **, void *));
FFI_API void ffi_call_go(ffi_cif *cif, void (*fn)(void), void *rvalue, void **avalue,
                         void *closure);

/* ---- raw arguments: words side by side ---- */
#if LONG_MAX == 2147483647L && !defined(_WIN64)
#define FFI_SIZEOF_ARG 4
#else
#define FFI_SIZEOF_ARG 8
#endif
#define FFI_SIZEOF_JAVA_RAW FFI_SIZEOF_ARG

typedef union ffi_raw {
    ffi_sarg sint;
    ffi_arg uint;
    float flt;
    char data[sizeof(ffi_arg)];
    void *ptr;
} ffi_raw;
typedef ffi_raw ffi_java_raw;

typedef struct ffi_raw_closure {
    union {
        char tramp[FFI_TRAMPOLINE_SIZE];
        void *ftramp;
    };
    ffi_cif *cif;
    void (*translate_args)(ffi_cif *, void *, void **, void *);
    void *this_closure;
    void (*fun)(ffi_cif *, void *, ffi_raw *, void *);
    void *user_data;
} ffi_raw_closure;
typedef ffi_raw_closure ffi_java_raw_closure;

FFI_API size_t ffi_raw_size(ffi_cif *cif);
FFI_API void ffi_raw_call(ffi_cif *cif, void (*fn)(void), void *rvalue, ffi_raw *avalue);
FFI_API void ffi_ptrarray_to_raw(ffi_cif *cif, void **args, ffi_raw *raw);
FFI_API void ffi_raw_to_ptrarray(ffi_cif *cif, ffi_raw *raw, void **args);
FFI_API ffi_status ffi_prep_raw_closure(ffi_raw_closure *closure, ffi_cif *cif,
                                        void (*fun)(ffi_cif *, void *, ffi_raw *, void *),
                                        void *user_data);
FFI_API ffi_status ffi_prep_raw_closure_loc(ffi_raw_closure *closure, ffi_cif *cif,
                                            void (*fun)(ffi_cif *, void *, ffi_raw *, void *),
                                            void *user_data, void *codeloc);
FFI_API size_t ffi_java_raw_size(ffi_cif *cif);
FFI_API void ffi_java_raw_call(ffi_cif *cif, void (*fn)(void), void *rvalue, ffi_java_raw *avalue);
FFI_API void ffi_java_ptrarray_to_raw(ffi_cif *cif, void **args, ffi_java_raw *raw);
FFI_API void ffi_java_raw_to_ptrarray(ffi_cif *cif, ffi_java_raw *raw, void **args);
FFI_API ffi_status ffi_prep_java_raw_closure(ffi_java_raw_closure *closure, ffi_cif *cif,
                                             void (*fun)(ffi_cif *, void *, ffi_java_raw *, void *),
                                             void *user_data);
FFI_API ffi_status ffi_prep_java_raw_closure_loc(ffi_java_raw_closure *closure, ffi_cif *cif,
                                                 void (*fun)(ffi_cif *, void *, ffi_java_raw *,
                                                             void *),
                                                 void *user_data, void *codeloc);

#ifdef __cplusplus
}
#endif

#endif
