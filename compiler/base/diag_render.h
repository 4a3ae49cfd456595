// The renderers of one diagnostic; diags_render (diag.h) chooses. Private to this room.
#ifndef SEAM_BASE_DIAG_RENDER_H
#define SEAM_BASE_DIAG_RENDER_H

#include "base/diag.h"

void diag_render_text(const Diag *g, bool colour, FILE *out);
void diag_render_json(const Diag *g, FILE *out);  // one object on one line
void diag_render_short(const Diag *g, FILE *out); // FILE:LINE:COL: error E0501: text
const char *diag_severity_text(Severity severity);

#endif
