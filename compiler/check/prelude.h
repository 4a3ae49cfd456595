// The prelude: what every file knows without importing it. Outermost scope of all modules.
#ifndef SEAM_CHECK_PRELUDE_H
#define SEAM_CHECK_PRELUDE_H

#include "check/module.h"

// needs: initialised types -> makes: the scope, and the types behind `Error`
// (TypeTable.error_interface, error_class). Generic built-in types (Map, CPtr) are forms that
// types.c knows, no symbols.
Scope *prelude_new(Program *p);

#endif
