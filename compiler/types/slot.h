// The table of an interface: its slots in order. A field takes one for reading and, unless it is
// readonly, one for writing; a method and an accessor take one each. Fields come before methods,
// what an interface takes from the ones that it extends before its own.
#ifndef SEAM_TYPES_SLOT_H
#define SEAM_TYPES_SLOT_H

#include "types/symbol.h"

typedef enum SlotKind { SLOT_CALL, SLOT_GET, SLOT_SET } SlotKind;

typedef struct Slot {
    SlotKind kind;
    Symbol *member; // of the interface: a field, method or accessor
} Slot;

uint32_t slot_count(const Nominal *interface_);
Slot slot_at(const Nominal *interface_, uint32_t index);
// The slot through which `member`, which may be declared by a parent, is called, read or written.
uint32_t slot_index(const Nominal *interface_, const Symbol *member, SlotKind kind);
SlotKind slot_kind(const Symbol *method); // of a method or accessor
// What a slot calls: of fields, the types that their accessors would have.
const Type *slot_result(const Slot *s, TypeTable *types);
uint32_t slot_param_count(const Slot *s);
const Type *slot_param(const Slot *s, uint32_t index);
bool slot_throws(const Slot *s);
// What a type that implements the interface has for the slot: a field, method or accessor; NULL.
Symbol *slot_found(const Nominal *n, const Slot *s);

#endif
