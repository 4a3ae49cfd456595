// What generated C includes, and all that it includes: Seam's run time (libseamrt), version by
// version the same ABI as the compiler that ships with it. No libc header is behind it, and it is
// kept short, for every unit reads it. Threads: what one thread owns is its own; objects with
// negative counts and immortal ones belong to all. errno: no function here changes it, except those
// that write output or end the program.
#ifndef SEAM_RUNTIME_H
#define SEAM_RUNTIME_H

#include <seam/array.h>
#include <seam/bytes.h>
#include <seam/describe.h>
#include <seam/error.h>
#include <seam/number.h>
#include <seam/object.h>
#include <seam/string.h>
#include <seam/system.h>
#include <seam/text.h>

// A unit declares C's functions without their headers, and says what its user wrote.
#pragma GCC diagnostic ignored "-Wtautological-compare"
#ifdef __clang__
#pragma clang diagnostic ignored "-Wbuiltin-requires-header"
#endif

#ifdef SEAM_LEAKS
#include <seam/site.h>
#endif

#endif
