// What a macro means, asked from clang: a second parse of the same headers, followed by a function
// a macro
//     #ifdef SQLITE_TRANSIENT
//     static void seam_v7(void) { __auto_type seam_x7 = SQLITE_TRANSIENT; .. }
//     #endif
// whose variable has the type and, if it is constant, the value. Names in doubt get no symbol if no
// probe came back; what is neither an expression nor a type is unusable.
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "import/c/helper/helper.h"

typedef struct Evaluation {
    Helper *h;
    uint32_t row;   // of the macro at hand
    bool *found;    // by macro row: has a symbol now
    bool *no_value; // by macro row: clang complained
    bool *no_type;
} Evaluation;

static const char value_file[] = "seam-value", type_file[] = "seam-type";

// ---- the second main file ----

typedef struct Text {
    char *items;
    uint32_t len;
    uint32_t cap;
} Text;

static void put(Helper *h, Text *out, const char *s) {
    size_t len = strlen(s);
    while (out->cap - out->len < len + 1)
        out->items = vec_grow(h->arena, out->items, out->len, &out->cap, 1);
    memcpy(out->items + out->len, s, len + 1);
    out->len += (uint32_t)len;
}

// Only words and stars: it may be a type.
static bool may_be_type(const Macro *m) {
    for (uint32_t i = 0; i < m->token_count; i++) {
        const char *t = m->tokens[i];
        if (!isalpha((unsigned char)t[0]) && !strchr("_*()", t[0])) return false;
    }
    return m->token_count > 0;
}

// `#line` makes clang's complaints name the macro: its row is the line, of a file that says what
// was tried.
static void put_line(Helper *h, Text *out, uint32_t row, const char *file) {
    put(h, out, arena_printf(h->arena, "#line %u \"%s\"\n", row + 1, file));
}

// The variable gets the value; `choose_expr` takes one expression only, no `1, 2` and no `1; 2`.
static void put_probe(Helper *h, Text *out, uint32_t row) {
    Macro *m = &h->macros.items[row];
    macro_analyse(h, m);
    const char *name = arena_printf(h->arena, "%s", ifc_get(&h->ifc, m->name));
    put(h, out, arena_printf(h->arena, "#ifdef %s\n", name));
    if (m->doubtful) put(h, out, arena_printf(h->arena, "enum { seam_d%u };\n", row));
    if (!m->function_like && m->balanced && !m->too_long && !macro_is_braced(h, m)) {
        put_line(h, out, row, value_file);
        put(h, out,
            arena_printf(h->arena,
                         "static void seam_v%u(void) { __auto_type seam_x%u = %s;"
                         " (void)sizeof __builtin_choose_expr(1, %s, 0); }\n",
                         row, row, name, name));
        put_line(h, out, row, type_file);
        if (may_be_type(m))
            put(h, out, arena_printf(h->arena, "typedef __typeof__(%s) seam_t%u;\n", name, row));
    }
    put(h, out, "#endif\n");
}

// ---- what came back ----

// Gives `symbol` the value of a variable whose initial value is constant.
static bool constant_of(Helper *h, CXCursor variable, IfcSymbol *symbol) {
    CXEvalResult result = clang_Cursor_Evaluate(variable);
    if (!result) return false;
    CXEvalResultKind kind = clang_EvalResult_getKind(result);
    IfcConstant row = {.kind = IFC_CONST_INT};
    if (kind == CXEval_Int) {
        row.bits = (uint64_t)clang_EvalResult_getAsLongLong(result);
        if (clang_EvalResult_isUnsignedInt(result))
            row.bits = clang_EvalResult_getAsUnsigned(result);
    } else if (kind == CXEval_Float) {
        double number = clang_EvalResult_getAsDouble(result);
        memcpy(&row.bits, &number, sizeof row.bits);
        row.kind = IFC_CONST_FLOAT;
    } else if (kind == CXEval_StrLiteral) {
        row.kind = IFC_CONST_STRING;
        row.text = ifc_text(&h->ifc, clang_EvalResult_getAsStr(result));
    }
    clang_EvalResult_dispose(result);
    if (kind != CXEval_Int && kind != CXEval_Float && kind != CXEval_StrLiteral) return false;
    symbol->kind = IFC_SYMBOL_CONSTANT;
    symbol->detail = h->ifc.constants.len;
    VEC_PUSH(h->arena, &h->ifc.constants, row);
    return true;
}

static enum CXChildVisitResult first_child(CXCursor child, CXCursor parent, CXClientData data) {
    (void)parent;
    *(CXCursor *)data = child;
    return CXChildVisit_Break;
}

// `__auto_type x = (place)` reads the place: clang's conversion is the only child without a face.
static bool is_place(CXCursor variable) {
    CXCursor initial = clang_getNullCursor();
    clang_visitChildren(variable, first_child, &initial);
    return clang_getCursorKind(initial) == CXCursor_UnexposedExpr;
}

// The literal inside of `("text")`.
static CXCursor string_literal(CXCursor variable) {
    CXCursor at = variable;
    for (int i = 0; i < 8 && clang_getCursorKind(at) != CXCursor_StringLiteral; i++) {
        CXCursor child = clang_getNullCursor();
        enum CXCursorKind kind = clang_getCursorKind(at);
        if (i > 0 && kind != CXCursor_UnexposedExpr && kind != CXCursor_ParenExpr) return child;
        clang_visitChildren(at, first_child, &child);
        at = child;
    }
    return at;
}

// A text that a C string holds whole: of bytes, without a NUL inside.
static bool is_plain_text(Helper *h, CXCursor literal, const IfcSymbol *symbol) {
    const IfcConstant *c = &h->ifc.constants.items[symbol->detail];
    uint32_t part = h->ifc.types.items[symbol->type].part;
    long long size = clang_getArraySize(clang_getCursorType(literal));
    return h->ifc.types.items[part].kind == IFC_CHAR &&
           size == (long long)strlen(ifc_get(&h->ifc, c->text)) + 1;
}

static void settle_value(Helper *h, const Macro *m, CXCursor variable) {
    CXCursor literal = string_literal(variable);
    bool is_text = clang_getCursorKind(literal) == CXCursor_StringLiteral;
    uint32_t type = type_of(h, clang_getCursorType(variable));
    if (is_text) // C gives literals the type char[], and nobody may write there
        type = type_pointer_to(h, h->ifc.types.items[type].part, true);
    IfcSymbol *symbol = macro_symbol(h, m, IFC_SYMBOL_EXPR);
    symbol->type = type;
    if (!m->placed && constant_of(h, variable, symbol) &&
        (!is_text || is_plain_text(h, literal, symbol)))
        return;
    symbol->kind = IFC_SYMBOL_EXPR;
    bool place = !is_text && is_place(variable);
    uint16_t kind = h->ifc.types.items[type].kind;
    if (!place) symbol->flags |= IFC_READONLY;
    if (!place && kind == IFC_POINTER) symbol->kind = IFC_SYMBOL_CONSTANT; // ((destructor)-1)
    symbol->detail = h->ifc.constants.len;
    VEC_PUSH(h->arena, &h->ifc.constants, ((IfcConstant){.kind = IFC_CONST_EXPR, .text = m->name}));
}

static enum CXChildVisitResult visit_body(CXCursor child, CXCursor parent, CXClientData data) {
    (void)parent;
    Evaluation *e = data;
    if (clang_getCursorKind(child) != CXCursor_VarDecl) return CXChildVisit_Recurse;
    char *name = take_chars(e->h, clang_getCursorSpelling(child));
    if (strncmp(name, "seam_x", 6) != 0)
        return CXChildVisit_Recurse; // of a statement expression in the macro
    settle_value(e->h, &e->h->macros.items[e->row], child);
    e->found[e->row] = true;
    return CXChildVisit_Break;
}

static void settle_type(Helper *h, const Macro *m, CXCursor typedef_) {
    uint32_t type = type_of(h, clang_getTypedefDeclUnderlyingType(typedef_));
    IfcSymbol *symbol = macro_symbol(h, m, IFC_SYMBOL_TYPE);
    symbol->type = type;
}

static void settle_failure(Helper *h, const Macro *m) {
    if (ifc_find(&h->ifc, m->name)) return; // a declaration that the macro decorates
    if (m->function_like) {
        IfcSymbol *macro = macro_symbol(h, m, IFC_SYMBOL_MACRO);
        macro->detail = m->params;
        if (m->variadic) macro->flags |= IFC_VARIADIC_MACRO;
        return;
    }
    bool empty = m->token_count == 0 && !m->too_long;
    const char *reason = m->too_long ? "is a macro too long to be looked at"
                         : empty     ? CIMPORT_EMPTY_MACRO
                         : macro_is_braced(h, m)
                             ? "is a macro for an initial value in braces"
                             : "is a macro that is neither an expression nor a type";
    IfcSymbol *symbol = macro_symbol(h, m, IFC_SYMBOL_UNUSABLE);
    symbol->text = ifc_text(&h->ifc, reason);
}

static enum CXChildVisitResult visit_probe(CXCursor cursor, CXCursor parent, CXClientData data) {
    (void)parent;
    Evaluation *e = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    if (kind == CXCursor_EnumDecl) return CXChildVisit_Recurse;
    if (kind != CXCursor_FunctionDecl && kind != CXCursor_TypedefDecl &&
        kind != CXCursor_EnumConstantDecl)
        return CXChildVisit_Continue;
    char *name = take_chars(e->h, clang_getCursorSpelling(cursor));
    if (strncmp(name, "seam_", 5) != 0 || !isdigit((unsigned char)name[5 + (name[5] != 0)]))
        return CXChildVisit_Continue;
    e->row = (uint32_t)strtoul(name + 6, NULL, 10);
    if (e->row >= e->h->macros.len) return CXChildVisit_Continue;
    const Macro *m = &e->h->macros.items[e->row];
    if (name[5] == 'd') settle_failure(e->h, m); // defined at least; a value may follow
    if (name[5] == 'v' && !e->no_value[e->row]) clang_visitChildren(cursor, visit_body, e);
    if (name[5] == 't' && !e->found[e->row] && !e->no_type[e->row]) {
        settle_type(e->h, m, cursor);
        e->found[e->row] = true;
    }
    return CXChildVisit_Continue;
}

static void read_complaints(Evaluation *e, CXTranslationUnit unit) {
    unsigned count = clang_getNumDiagnostics(unit);
    for (unsigned i = 0; i < count; i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
        CXString file;
        unsigned line = 0;
        clang_getPresumedLocation(clang_getDiagnosticLocation(diagnostic), &file, &line, NULL);
        const char *name = take_chars(e->h, file);
        bool error = clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error;
        if (error && line >= 1 && line <= e->h->macros.len) {
            if (strcmp(name, value_file) == 0) e->no_value[line - 1] = true;
            if (strcmp(name, type_file) == 0) e->no_type[line - 1] = true;
        }
        clang_disposeDiagnostic(diagnostic);
    }
}

void macros_evaluate(Helper *h, const uint32_t *rows, uint32_t count) {
    Text text = {0};
    put(h, &text, unit_text(h));
    for (uint32_t i = 0; i < count; i++) put_probe(h, &text, rows[i]);
    CXTranslationUnit unit = unit_parse(h, text.items, 0);
    h->last_file = NULL;
    Evaluation e = {.h = h,
                    .found = ARENA_ARRAY(h->arena, bool, h->macros.len),
                    .no_value = ARENA_ARRAY(h->arena, bool, h->macros.len),
                    .no_type = ARENA_ARRAY(h->arena, bool, h->macros.len)};
    if (unit) read_complaints(&e, unit);
    if (unit) clang_visitChildren(clang_getTranslationUnitCursor(unit), visit_probe, &e);
    for (uint32_t i = 0; i < count; i++) {
        const Macro *m = &h->macros.items[rows[i]];
        if (!e.found[rows[i]] && !m->doubtful) settle_failure(h, m);
    }
    records_complete(h);
}
