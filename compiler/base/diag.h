// Diagnostics: one value (code, message, one primary span, labels, notes, help), three renderers.
// Codes are rows of diag.def; each has a page in docs/errors/ and a case (tools check that they
// agree). A pass reports every error it finds and goes on; nothing here exits.
#ifndef SEAM_BASE_DIAG_H
#define SEAM_BASE_DIAG_H

#include <stdio.h>

#include "source.h"

typedef enum DiagCode {
#define DIAG(code, title) code,
#include "diag.def"
#undef DIAG
    DIAG_COUNT
} DiagCode;

typedef enum Severity { SEVERITY_ERROR, SEVERITY_WARNING } Severity;

typedef struct DiagLabel {
    Span span;
    const char *text;
} DiagLabel;

typedef struct Diag {
    DiagCode code;
    Severity severity;
    Span span;
    const char *message;
    VEC(DiagLabel) labels; // secondary spans
    VEC(const char *) notes;
    VEC(const char *) help;
    struct Diags *bag;
    uint32_t order; // of reporting: keeps sorting stable
    bool recovered; // a syntax error of which the tree says what was meant: checking goes on
} Diag;

typedef struct Diags {
    Arena *arena;
    Sources *sources;
    VEC(Diag *) list;
    uint32_t errors;
    Diag **by_span; // hash table of the errors in `list` that have a place
    uint32_t by_span_cap;
    uint32_t by_span_count;
} Diags;

typedef enum DiagFormat { DIAG_TEXT, DIAG_JSON, DIAG_SHORT } DiagFormat;

void diags_init(Diags *d, Arena *arena, Sources *sources);
// Reports an error. The result takes labels, notes and help; it is never NULL.
// Where the same span already has an error, the new one is dropped silently (one error per root
// cause). A label on the primary span itself is the text beside its carets.
__attribute__((format(printf, 4, 5))) Diag *diag_error(Diags *d, DiagCode code, Span span,
                                                       const char *format, ...);
// For what is written wrongly all over a file: the error of this code and message that its file
// has already, which gets a label here; NULL: there is none yet.
Diag *diag_repeated(Diags *d, DiagCode code, Span span, const char *message);
__attribute__((format(printf, 4, 5))) Diag *diag_warning(Diags *d, DiagCode code, Span span,
                                                         const char *format, ...);
__attribute__((format(printf, 3, 4))) Diag *diag_label(Diag *g, Span span, const char *format, ...);
__attribute__((format(printf, 2, 3))) Diag *diag_note(Diag *g, const char *format, ...);
__attribute__((format(printf, 2, 3))) Diag *diag_help(Diag *g, const char *format, ...);

// Sorted by source and place. `colour` only concerns DIAG_TEXT.
void diags_render(Diags *d, DiagFormat format, bool colour, FILE *out);
const char *diag_code_text(DiagCode code);  // "E0501"
const char *diag_code_title(DiagCode code); // the row's short title

// Did you mean? Feed candidates, read the best one within a third of the wanted text's length.
typedef struct Nearest {
    const char *wanted;
    const char *best; // NULL: none near enough
    uint32_t distance;
} Nearest;
void nearest_init(Nearest *n, const char *wanted);
void nearest_offer(Nearest *n, const char *candidate);

#endif
