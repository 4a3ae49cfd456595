// Every call in a module's counted MIR, those of error exits too: macros of C headers are typed by
// their calls.
#ifndef SEAM_EMIT_CALLS_H
#define SEAM_EMIT_CALLS_H

#include "mir/mir.h"

typedef void CallVisit(void *context, const MirExpr *call);
void calls_each(const MirModule *m, CallVisit *visit, void *context);

#endif
