// `seam call`: calls a C function from the command line, through libseamcall. header.c and
// signature.c find out what the function is; argument.c makes its arguments of words, and value.c
// values of text; print.c shows results; command.c has the whole in order. The call itself happens
// in a process of its own, since nothing is known of what the function does.
#ifndef SEAM_CLI_CALL_CALL_H
#define SEAM_CLI_CALL_CALL_H

#include <seam/call.h>

#include "cli/cli.h"

typedef struct CallParam {
    const char *name;         // NULL: none is known
    const SeamCType *type;    // of what is passed
    const SeamCType *pointee; // of pointers to what is known; NULL
    const Nominal *constants; // of an enum, printed by name; NULL
    bool is_const;            // the pointee
    bool is_open;             // the pointee is a struct or union of the header's for its users
    bool is_code;             // a function pointer
} CallParam;

typedef struct CallFunction {
    const char *name;
    const char *linker_name;
    const Symbol *symbol; // in its header; NULL: it was told by a signature
    CallParam result;
    VEC(CallParam) params;
    bool variadic;
    void (*code)(void);
} CallFunction;

typedef struct CallArgument {
    CallParam param; // of variadic ones: by what the word says
    void *value;
    const SeamCType *buffer_type; // of what the pointer in `value` was made to point to; NULL
    void *buffer;
    bool shown; // it may have been written to
    Span span;
} CallArgument;

typedef struct CallCommand {
    Arguments *args;
    Build *build;
    Session *session;
    Arena *arena;
    CImport *import; // NULL: a library was named
    CImport *const *imports;
    SeamLibrary *library; // of the function
    const char *library_name;
    const Symbol *constant; // that was asked for instead of a function; NULL
    CallFunction function;
    VEC(CallArgument) arguments;
    void *result;
    int error_number; // errno after the call
} CallCommand;

static inline Diags *call_diags(const CallCommand *k) { return &k->session->diags; }

// ---- header.c ----
// Reads the headers (`a.h`, `a.h,b.h`) and finds the function; the library is k->library_name.
// False after diagnostics.
// A constant is no function: then k->constant is it.
bool header_find(CallCommand *k, const char *headers, const char *function);
// A constant or function of the header by its name; NULL: there is none, or no header.
const Symbol *header_symbol(const CallCommand *k, const char *name);
// Its function or constant of the nearest name; NULL: none is near, or there is no header.
const char *header_nearest(const CallCommand *k, const char *name, SymbolKind kind);
// Why C cannot have a value of it here: NULL and *why.
const SeamCType *header_type(CallCommand *k, const Type *type, const char **why);

// ---- spelled.c ----
// What Seam has no types for, by its C signature. False: that is told by no simple words.
bool spelled_read(CallCommand *k, const Symbol *symbol);

// ---- signature.c ----
// `f64 sqrt(f64)` -> k->function. False after diagnostics.
bool signature_read(CallCommand *k, const char *text);

// ---- argument.c ----
bool arguments_make(CallCommand *k, const char *const words[], uint32_t count);
// After the call: nothing was written behind what the pointers point to. False after diagnostics.
bool arguments_kept_room(CallCommand *k);
// With the arguments as they are: also the types behind the dots.
const SeamSig *arguments_sig(CallCommand *k);

// ---- value.c ----
// Text -> a value of a type at `out`, which is zeroed. Reports E0664 with the place in the word.
typedef struct ValueReader {
    CallCommand *k;
    const char *text;
    uint32_t at;
    uint32_t source;
    const char *what;         // "argument `x`"
    const SeamCType *pointee; // of a pointer that is read, where text goes; NULL: bytes
} ValueReader;
bool value_read(ValueReader *r, const SeamCType *type, void *out);
bool value_end(ValueReader *r, const SeamCType *type); // nothing but space is left
bool value_fail(ValueReader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *value_type_text(const CallCommand *k, const SeamCType *type);
const char *value_article(const char *type); // "an" before i32 and f64
uint64_t value_bits(const SeamCField *field, const void *record);

// ---- print.c ----
typedef enum PrintForm { PRINT_CUT, PRINT_ALL, PRINT_JSON } PrintForm; // CUT: long arrays are
void print_value(FILE *out, const SeamCType *type, const void *value, PrintForm form);
void print_constant(const CallCommand *k, const Symbol *constant);
void print_call(const CallCommand *k);

#endif
