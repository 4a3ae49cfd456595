// Structs and enums that implement Equatable, Hashable, Ordered or Printable.
#ifndef SEAM_CORE_VALUE_BOXED_H
#define SEAM_CORE_VALUE_BOXED_H

#include <seam/string.h>

// The type's own method for that interface, which has one; NULL: it has none.
SeamCode *boxed_method(const SeamType *type, const SeamType *interface_);

bool boxed_equals(SeamCode *method, const SeamType *type, const void *a, const void *b);
int64_t boxed_compare(SeamCode *method, const SeamType *type, const void *a, const void *b);
SeamStr boxed_text(SeamCode *method, const SeamType *type, const void *value); // owned
uint64_t boxed_hash(SeamCode *method, const SeamType *type, const void *value);

#endif
