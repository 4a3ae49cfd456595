// The text that is being printed: lines with their indentation, and the alignment of comments
// behind code. Private to this folder.
#ifndef SEAM_SYNTAX_FORMAT_OUTPUT_H
#define SEAM_SYNTAX_FORMAT_OUTPUT_H

#include "syntax/format/pieces.h"

typedef struct Trailing { // a comment behind code
    uint32_t at;          // of the text: where its spaces go
    uint32_t line;        // of the text
    uint32_t column;      // behind the code
    uint32_t gap;         // spaces before it in the source
    uint32_t source_column;
} Trailing;

typedef struct Output {
    Arena *arena;
    VEC(char) text;
    VEC(Trailing) trailing;
    uint32_t line;
    uint32_t column;
    uint32_t indent; // of the current line
} Output;

void output_newline(Output *o, uint32_t indent, bool blank);
// `columns` is the width of its last line.
void output_text(Output *o, const char *text, uint32_t len, uint32_t columns, bool multiline);
void output_char(Output *o, char c);
void output_comment(Output *o, const Layout *l, const Comment *c);
// Before a comment behind code: its distance is decided at the end.
void output_trailing(Output *o, const Layout *l, const Comment *c);
// Whether a line comment goes on below the one before it, in the same column.
bool output_continues(const Layout *l, const Comment *c);
// The whole text, with one newline at its end.
FileText output_end(Output *o, Arena *arena);

#endif
