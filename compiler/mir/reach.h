// What a value leads to, for those who may move or end it early (LANGUAGE 6).
#ifndef SEAM_MIR_REACH_H
#define SEAM_MIR_REACH_H

#include "types/type.h"

// Dropping a value of this type may run a `finalize` or clear a weak reference, so its time of
// death can be seen. Open interfaces, function values and type parameters may hold anything and
// count as reaching.
bool reaches_finalize(const Type *type);

// Of what class the objects behind values of the interface can be: those of the program that
// implement it. But the library's interfaces are open: the run time has classes for them, too.
bool interface_is_open(const Nominal *interface_);
// What is behind values of it? false: a draft, an interface, or what is in a box then.
bool interface_holds(const Nominal *implementer);

// Comparing values of this type may run code of the user: `equals` of classes and structs.
// Interfaces and function values count as reaching, and so do all classes that implement something.
bool reaches_equals(const Type *type);

// Making text of values of this type may run code of the user: `toString` of what is in them.
bool reaches_text(const Type *type);

#endif
