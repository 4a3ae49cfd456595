// Between the files of libffi's face.
#ifndef SEAM_CALL_FACE_H
#define SEAM_CALL_FACE_H

#include "ffi/ffi.h"
#include "sig/sig.h"

// ffi_cif.flags is the index of the interned signature: a copy of a cif keeps working, whatever
// became of its types.
static inline const SeamSig *face_sig(const ffi_cif *cif) { return sig_at(cif->flags); }

// Widens an integer result of less than a word to ffi_arg, as libffi has it: `from` is of the
// result's type.
void face_widen(const SeamCType *type, const void *from, void *rvalue);

// ffi_call without a stub.
CallPath face_call_by_list;

#endif
