// What errors carry beside what their classes hold: the places that they passed, and the error that
// caused them. Kept in a table of the thread, for errors only that have any of it.
#ifndef SEAM_CORE_TRACE_TRACE_H
#define SEAM_CORE_TRACE_TRACE_H

#include <seam/text.h>

#include "core/trace/rows.h"

// The error dies: gives the cause that it held, owned, or NULL.
SeamObject *trace_forget(const SeamObject *error);
// Borrowed; NULL: none.
SeamObject *trace_cause(const SeamObject *error);
// Retains the cause. An error has one cause for ever: false where it has one already, or where it
// would become a cause of itself.
bool trace_set_cause(const SeamObject *error, SeamObject *cause);
// The places as lines "  at main.seam:3:12\n".
void trace_print(SeamText *out, const SeamObject *error);
// "main.seam:3:12"; nothing for the empty file.
void trace_add_place(SeamText *out, SEAM_PLACE);
// The lines as strings of an array.
void trace_take_lines(SeamArray lines, const Rows *rows);

#endif
