// Inside the engine: how types are made. See <seam/call.h> for what they are.
#ifndef SEAM_CALL_TYPE_H
#define SEAM_CALL_TYPE_H

#include <seam/call.h>

#include <stdio.h>

// The convention itself: SEAM_ABI_HOST becomes the machine's own.
SeamAbi abi_resolve(SeamAbi abi);
bool abi_is_known(SeamAbi abi);
SeamCallStatus abi_unknown(SeamAbi abi, SeamCallError *error);
// SEAM_C_PTR has this size on the target: 4 or 8.
size_t abi_pointer_size(SeamAbi abi);

// The alignment that a struct's or union's fields alone would give (AAPCS 5.6, "natural
// alignment"); else the type's own.
size_t type_natural_align(const SeamCType *type);

// C99's formats, which Microsoft's printf does not have: mingw brings its own.
#if defined(__MINGW32__)
#define CALL_PRINTF __MINGW_PRINTF_FORMAT
#else
#define CALL_PRINTF printf
#endif

// Notes what was wrong and gives `status` back.
SeamCallStatus call_fail(SeamCallError *error, SeamCallStatus status, size_t offset,
                         const char *format, ...) __attribute__((format(CALL_PRINTF, 4, 5)));

// For functions that give something by `*out`: sets it to NULL, or fails if nobody takes it.
#define CALL_TAKES(out, error)                                \
    do {                                                      \
        if (!(out))                                           \
            return call_fail((error), SEAM_CALL_EARGUMENT, 0, \
                             "nobody takes the result: "      \
                             "`out` is NULL");                \
        *(out) = NULL;                                        \
    } while (0)

// ---- permanent memory: everything that is interned lives here until the process ends ----
// NULL when there is none. Zeroed; aligned for any type. The caller holds the table's lock.
void *keep_alloc(size_t size);
void keep_lock(void);
void keep_unlock(void);

// ---- text.c: a reader that types and signatures share ----
typedef struct TypeReader {
    const char *text;
    size_t at;
    SeamAbi abi;
    SeamCallError *error;
    uint32_t depth;
} TypeReader;

SeamCallStatus reader_begin(TypeReader *r, SeamAbi abi, const char *text, SeamCallError *error);
SeamCallStatus reader_type(TypeReader *r, const SeamCType **out);
bool reader_take(TypeReader *r,
                 const char *token); // skips space, then takes the token if it stands there
bool reader_at_end(TypeReader *r);
SeamCallStatus reader_fail(TypeReader *r, const char *what); // "expected WHAT"

// Text under construction, as snprintf: counts on when the buffer is full.
typedef struct TypeWriter {
    char *buffer;
    size_t size;
    size_t len;
} TypeWriter;

void writer_put(TypeWriter *w, const char *format, ...) __attribute__((format(CALL_PRINTF, 2, 3)));
void writer_type(TypeWriter *w, const SeamCType *type);

#endif
