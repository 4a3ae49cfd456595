/* What libffi keeps here is in ffi.h. */
#ifndef LIBFFI_TARGET_H
#define LIBFFI_TARGET_H
#include <ffi.h>
#endif
