// Evaluates the text of an object-like macro that is one literal, as four in five are: the rest is
// left to clang.
#ifndef SEAM_IMPORT_C_LITERAL_H
#define SEAM_IMPORT_C_LITERAL_H

#include "base/arena.h"
#include "import/c/ifc.h"

typedef struct Literal {
    IfcTypeKind type; // IFC_INT .. IFC_ULONGLONG, IFC_FLOAT, IFC_DOUBLE; of strings IFC_POINTER
    IfcConstantKind kind;
    union {
        int64_t integer; // sign- or zero-extended from the type
        double number;
        const char *text; // in the arena
    } value;
} Literal;

// `tokens` are C tokens as spelled: `(`, `-`, `0x10UL`, `"text"`. False: nothing that is understood
// here (no error: wide strings, character constants of several letters, sizeof, names, operators).
bool literal_evaluate(const char *const tokens[], uint32_t count, Arena *arena, Literal *out);

#endif
