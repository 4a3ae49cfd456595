// Builds an interface file in memory. Used by the helper and by tests of the reader.
#ifndef SEAM_IMPORT_C_IFC_BUILD_H
#define SEAM_IMPORT_C_IFC_BUILD_H

#include "base/io.h"
#include "import/c/ifc.h"

// Texts (or any other number but 0) to row numbers.
typedef struct IfcIndex {
    struct IfcIndexSlot {
        uint32_t key;
        uint32_t value;
    } *slots;
    uint32_t cap;
    uint32_t count;
} IfcIndex;

enum { IFC_NONE = UINT32_MAX };

typedef struct IfcBuilder {
    Arena *arena;
    VEC(char) texts;
    uint32_t *text_slots; // interning: offsets into texts
    uint32_t text_cap;
    uint32_t text_count;
    uint32_t *type_slots; // interning: row + 1
    uint32_t type_cap;
    VEC(IfcFile) files;
    VEC(IfcText) absent;
    VEC(IfcText) includes;
    VEC(IfcText) search;
    VEC(IfcType) types;
    VEC(IfcParam) params;
    VEC(IfcRecord) records;
    VEC(IfcField) fields;
    VEC(IfcEnum) enums;
    VEC(IfcValue) values;
    VEC(IfcFunction) functions;
    VEC(IfcConstant) constants;
    VEC(IfcSymbol) symbols; // any order; sorted when the file is made
    VEC(uint32_t) order;    // made at the end
    VEC(IfcProblem) problems;
    IfcIndex by_name; // IfcText -> symbol
} IfcBuilder;

void ifc_init(IfcBuilder *b, Arena *arena);
IfcText ifc_text(IfcBuilder *b, const char *text); // NULL: ""
IfcText ifc_text_len(IfcBuilder *b, const char *text, size_t len);
const char *ifc_get(const IfcBuilder *b, IfcText text); // valid until the next ifc_text
uint32_t ifc_type(IfcBuilder *b, IfcType row);          // equal rows are one
// The symbol of a name, made (all zero) when there is none. Valid until the next call.
IfcSymbol *ifc_symbol(IfcBuilder *b, IfcText name, bool *is_new);
IfcSymbol *ifc_find(IfcBuilder *b, IfcText name);
FileText ifc_finish(IfcBuilder *b);

uint32_t ifc_index_get(const IfcIndex *index, uint32_t key); // IFC_NONE
void ifc_index_put(IfcIndex *index, Arena *arena, uint32_t key, uint32_t value);

#endif
