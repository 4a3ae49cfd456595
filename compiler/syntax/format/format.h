// The formatter (`seam fmt`): one canonical layout of a file. Comments and literals stay as they
// are written, and the program stays the same: the result is parsed again and compared.
// Pipeline: pieces.c (tokens and comments) -> mark.c (what the tree says about them) -> print.c
// (text) -> same.c (the check). docs/fmt.md tells users the rules.
#ifndef SEAM_SYNTAX_FORMAT_H
#define SEAM_SYNTAX_FORMAT_H

#include "base/io.h"
#include "base/session.h"

typedef enum FormatResult {
    FORMAT_SAME,    // the file has the canonical layout
    FORMAT_CHANGED, // `out` is another text
    FORMAT_ERRORS,  // syntax errors, reported in the session: nothing is formatted
} FormatResult;

// needs: a source of the session -> makes: its canonical text in the session's arena. That a text
// would come out as another program is our bug: reported as E0906, and FORMAT_ERRORS.
FormatResult format_source(Session *s, uint32_t source, FileText *out);

#endif
