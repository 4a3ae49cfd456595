// Function-like macros: the type of a call is asked from clang, which parses the headers and the
// call with arguments of the right types. The answer is kept as an interface of its own beside that
// of the headers.
#include <string.h>

#include "import/c/import.h"

// `deflateInit((*(__typeof__(z_stream *) *)0), (*(__typeof__(int) *)0))`: values of the types,
// never evaluated.
static const char *call_text(Arena *a, const char *macro, const char *const types[],
                             uint32_t count) {
    const char *text = arena_printf(a, "%s(", macro);
    for (uint32_t i = 0; i < count; i++)
        text = arena_printf(a, "%s%s(*(__typeof__(%s) *)0)", text, i ? ", " : "", types[i]);
    return arena_printf(a, "%s)", text);
}

static bool load(CImport *answer, const char *call) {
    CImports *all = answer->all;
    FileText restamped;
    if (answer->path && ifc_map(&answer->ifc, answer->path) &&
        ifc_freshness(&answer->ifc, &all->session->scratch, &restamped) != STALE)
        return true;
    FileText made;
    if (!helper_probe(all, &answer->request, call, &made) ||
        !ifc_read(&answer->ifc, made.text, made.len))
        return false;
    interface_store(answer, made.text, made.len);
    return true;
}

bool cimport_probe(CImport *import, const Symbol *macro, const char *const arg_c_types[],
                   uint32_t count, const Type **result, const char **why) {
    Arena *a = import->all->types->arena;
    const char *call = call_text(a, macro->c->c_name, arg_c_types, count);
    CImport *answer = ARENA_NEW(a, CImport);
    *answer = (CImport){.all = import->all, .request = import->request};
    answer->key = arena_printf(a, "%s-%016llx", import->key,
                               (unsigned long long)hash_bytes(call, strlen(call), 0));
    if (import->path)
        answer->path = arena_printf(a, "%s/%s.ifc", path_dir(a, import->path), answer->key);
    *why = "clang could not be asked";
    if (!load(answer, call)) return false;
    interface_prepare(answer);
    const IfcSymbol *row = ifc_lookup(&answer->ifc, "seam_probe");
    if (!row) return false;
    if (row->kind != IFC_SYMBOL_TYPE) {
        *why = ifc_text_at(&answer->ifc, row->text);
        return false;
    }
    const char *part = NULL;
    *result = ctype_value(answer, row->type, &part);
    ctypes_complete(import->all);
    if (!*result) *why = arena_printf(a, "it has the type %s, which Seam cannot express yet", part);
    return *result != NULL;
}
