// The type of one expression over the headers: how a call of a function-like macro is typed at its
// use. The answer is an interface as well, with the one name `seam_probe`: a type, or a name that
// is unusable for the reason that clang gave.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/c/helper/helper.h"

// Parses the headers and then `format` around the expression. Gives clang's first complaint about
// that; NULL: none.
static const char *try_form(Helper *h, const char *before, const char *expression,
                            const char *after) {
    h->unit = unit_parse(
        h, arena_printf(h->arena, "%s%s%s%s", unit_text(h), before, expression, after), 0);
    if (!h->unit) return "the header cannot be read";
    unsigned count = clang_getNumDiagnostics(h->unit);
    for (unsigned i = 0; i < count; i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(h->unit, i);
        if (clang_getDiagnosticSeverity(diagnostic) < CXDiagnostic_Error) continue;
        CXFile file;
        clang_getExpansionLocation(clang_getDiagnosticLocation(diagnostic), &file, NULL, NULL,
                                   NULL);
        if (file && strcmp(take_chars(h, clang_getFileName(file)), unit_name) == 0)
            return take_chars(h, clang_getDiagnosticSpelling(diagnostic));
    }
    return NULL;
}

static enum CXChildVisitResult find_answer(CXCursor cursor, CXCursor parent, CXClientData data) {
    (void)parent;
    Helper *h = data;
    if (clang_getCursorKind(cursor) != CXCursor_TypedefDecl) return CXChildVisit_Continue;
    if (strcmp(take_chars(h, clang_getCursorSpelling(cursor)), "seam_probe") != 0)
        return CXChildVisit_Continue;
    uint32_t type = type_of(h, clang_getTypedefDeclUnderlyingType(cursor));
    declare(h, ifc_text(&h->ifc, "seam_probe"), IFC_SYMBOL_TYPE, (Place){0})->type = type;
    return CXChildVisit_Break;
}

int probe_run(Helper *h, const char *expression) {
    const char *why = try_form(h, "typedef __typeof__(", expression, ") seam_probe;\n");
    bool is_statement = why && !try_form(h, "static void seam_probe(void) { ", expression, "; }\n");
    files_collect(h);
    if (is_statement) {
        declare(h, ifc_text(&h->ifc, "seam_probe"), IFC_SYMBOL_TYPE, (Place){0})->type =
            type_plain(h, IFC_VOID);
    } else if (why) {
        declare(h, ifc_text(&h->ifc, "seam_probe"), IFC_SYMBOL_UNUSABLE, (Place){0})->text =
            ifc_text(&h->ifc, why);
    } else {
        clang_visitChildren(clang_getTranslationUnitCursor(h->unit), find_answer, h);
        records_complete(h);
    }
    h->ifc.problems.len = 0; // the headers' own were reported when they were imported
    return write_interface(h);
}
