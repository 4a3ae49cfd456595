// Object-like and function-like macros -> symbols. Literals and other names are settled here; what
// is left goes to evaluate.c in one batch. A macro goes before a declaration of the same name, as
// in C, unless it only names itself
// (`#define stdin stdin`) or takes arguments, when the declaration is what `(name)` means.
#include <ctype.h>
#include <string.h>

#include "import/c/helper/helper.h"
#include "import/c/literal.h"

enum { TOKENS_MAX = 2000, ALIAS_MAX = 32, LEVEL_MAX = 200, EXPANDED_MAX = 100000 };

static bool is_name(const char *token) {
    return isalpha((unsigned char)token[0]) || token[0] == '_';
}

// ---- collecting ----

static uint32_t skip_parameters(Macro *m, const char *const tokens[], uint32_t count) {
    uint32_t i = 1; // at `(`
    while (i < count && strcmp(tokens[i], ")") != 0) {
        if (strcmp(tokens[i], "...") == 0) m->variadic = true;
        else if (is_name(tokens[i])) m->params++;
        i++;
    }
    return i + 1;
}

void macro_add(Helper *h, CXCursor definition) {
    Place place = place_of(h, clang_getCursorLocation(definition));
    if (place.file == 0) return; // predefined
    Macro m = {.file = place.file, .line = place.line, .col = place.col};
    clang_getExpansionLocation(clang_getCursorLocation(definition), NULL, NULL, NULL, &m.offset);
    m.name = take_text(h, clang_getCursorSpelling(definition));
    m.function_like = clang_Cursor_isMacroFunctionLike(definition);
    CXToken *tokens = NULL;
    unsigned count = 0;
    clang_tokenize(h->unit, clang_getCursorExtent(definition), &tokens, &count);
    m.too_long = count > TOKENS_MAX;
    const char **texts = ARENA_ARRAY(h->arena, const char *, m.too_long ? 0 : count);
    uint32_t kept = 0;
    for (unsigned i = 0; i < count && !m.too_long; i++)
        if (clang_getTokenKind(tokens[i]) != CXToken_Comment)
            texts[kept++] = take_chars(h, clang_getTokenSpelling(h->unit, tokens[i]));
    clang_disposeTokens(h->unit, tokens, count);
    uint32_t body = m.function_like && !m.too_long ? skip_parameters(&m, texts, kept) : 1;
    if (body < kept) {
        m.tokens = texts + body;
        m.token_count = kept - body;
    }
    ifc_index_put(&h->macro_names, h->arena, m.name, h->macros.len);
    VEC_PUSH(h->arena, &h->macros, m);
}

static Macro *find_macro(Helper *h, const char *name) {
    uint32_t row = ifc_index_get(&h->macro_names, ifc_text(&h->ifc, name));
    return row == IFC_NONE ? NULL : &h->macros.items[row];
}

// clang records definitions but not their ends: names with an #undef behind their last definition,
// or in another file, have to be looked at again.
static void note_undef(Helper *h, IfcText name, uint32_t file, uint32_t offset) {
    uint32_t row = ifc_index_get(&h->macro_names, name);
    if (row == IFC_NONE) return;
    Macro *m = &h->macros.items[row];
    if (m->file != file || m->offset < offset) m->doubtful = true;
}

static const char *skip_blanks(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    return p;
}

static void note_undefs(Helper *h, uint32_t file, const char *text, size_t size) {
    const char *end = text + size;
    for (const char *at = text; (at = memchr(at, '#', (size_t)(end - at))); at++) {
        const char *p = skip_blanks(at + 1, end);
        if (end - p < 6 || memcmp(p, "undef", 5) != 0) continue;
        const char *name = skip_blanks(p + 5, end);
        for (p = name; p < end && (isalnum((unsigned char)*p) || *p == '_');) p++;
        if (p > name)
            note_undef(h, ifc_text_len(&h->ifc, name, (size_t)(p - name)), file,
                       (uint32_t)(at - text));
    }
}

static void find_undefs(Helper *h) {
    for (uint32_t i = 1; i < h->ifc.files.len; i++) {
        size_t size = 0;
        CXFile file = clang_getFile(h->unit, ifc_get(&h->ifc, h->ifc.files.items[i].path));
        const char *text = file ? clang_getFileContents(h->unit, file, &size) : NULL;
        if (text) note_undefs(h, i, text, size);
    }
}

// ---- questions ----

static bool is_place_name(const char *token) {
    static const char *const names[] = {"__LINE__", "__FILE__", "__COUNTER__", "__func__",
                                        "__FUNCTION__"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], token) == 0) return true;
    return false;
}

static bool brackets_close(Helper *h, const Macro *m) {
    static const char opening[] = "([{", closing[] = ")]}";
    char *stack = arena_alloc(h->arena, m->token_count);
    uint32_t depth = 0;
    for (uint32_t i = 0; i < m->token_count; i++) {
        const char *token = m->tokens[i];
        if (token[1]) continue;
        const char *open = strchr(opening, token[0]), *close = strchr(closing, token[0]);
        if (open) stack[depth++] = closing[open - opening];
        else if (close && (depth == 0 || stack[--depth] != *close)) return false;
    }
    return depth == 0;
}

static void analyse(Helper *h, Macro *m, uint32_t level) {
    if (m->analysed) return;
    m->analysed = true; // also ends circles, in which C does not expand a name again
    m->balanced = !m->too_long && level < LEVEL_MAX && brackets_close(h, m);
    m->size = m->token_count;
    for (uint32_t i = 0; i < m->token_count && m->balanced; i++) {
        if (is_place_name(m->tokens[i])) m->placed = true;
        Macro *inner = is_name(m->tokens[i]) ? find_macro(h, m->tokens[i]) : NULL;
        if (!inner || inner == m) continue;
        analyse(h, inner, level + 1);
        m->balanced = inner->balanced;
        m->placed = m->placed || inner->placed;
        m->size = m->size + inner->size < EXPANDED_MAX ? m->size + inner->size : EXPANDED_MAX;
    }
    if (m->size == EXPANDED_MAX) m->too_long = true; // macros that double at each step
}

void macro_analyse(Helper *h, Macro *m) { analyse(h, m, 0); }

// `{0}`: in brackets it would be a statement expression.
bool macro_is_braced(Helper *h, const Macro *m) {
    for (int i = 0; i < ALIAS_MAX && m && m->token_count; i++) {
        if (strcmp(m->tokens[0], "{") == 0) return true;
        const Macro *next = find_macro(h, m->tokens[0]);
        m = next == m ? NULL : next;
    }
    return false;
}

// ---- settling ----

IfcSymbol *macro_symbol(Helper *h, const Macro *m, IfcSymbolKind kind) {
    bool is_new;
    IfcSymbol *symbol = ifc_symbol(&h->ifc, m->name, &is_new);
    *symbol = (IfcSymbol){
        .name = m->name, .kind = (uint16_t)kind, .file = m->file, .line = m->line, .col = m->col};
    return symbol;
}

// The one name that a macro consists of, in brackets or not; NULL.
static const char *only_name(const Macro *m) {
    const char *const *tokens = m->tokens;
    uint32_t count = m->token_count;
    while (count > 2 && strcmp(tokens[0], "(") == 0 && strcmp(tokens[count - 1], ")") == 0) {
        tokens++;
        count -= 2;
    }
    return count == 1 && is_name(tokens[0]) ? tokens[0] : NULL;
}

// Follows names of names to the last macro. NULL where one on the way may be undefined.
static const Macro *last_alias(Helper *h, const Macro *m) {
    for (int i = 0; i < ALIAS_MAX; i++) {
        const char *name = only_name(m);
        const Macro *next = name && !m->function_like ? find_macro(h, name) : NULL;
        if (!next || next == m) return m;
        if (next->doubtful) return NULL;
        m = next;
    }
    return NULL;
}

static bool settle_literal(Helper *h, const Macro *m, const Macro *last) {
    Literal literal;
    if (last->too_long || !literal_evaluate(last->tokens, last->token_count, h->arena, &literal))
        return false;
    IfcConstant row = {.kind = literal.kind, .bits = (uint64_t)literal.value.integer};
    if (literal.kind == IFC_CONST_FLOAT) memcpy(&row.bits, &literal.value.number, sizeof row.bits);
    if (literal.kind == IFC_CONST_STRING)
        row = (IfcConstant){.kind = row.kind, .text = ifc_text(&h->ifc, literal.value.text)};
    uint32_t type = literal.type == IFC_POINTER ? type_pointer_to(h, type_plain(h, IFC_CHAR), true)
                                                : type_plain(h, literal.type);
    IfcSymbol *symbol = macro_symbol(h, m, IFC_SYMBOL_CONSTANT);
    symbol->type = type;
    symbol->detail = h->ifc.constants.len;
    VEC_PUSH(h->arena, &h->ifc.constants, row);
    return true;
}

// A name for something declared: the same thing under the macro's name.
static bool settle_alias(Helper *h, const Macro *m, const Macro *last) {
    const char *name = only_name(last);
    IfcSymbol *target = name ? ifc_find(&h->ifc, ifc_text(&h->ifc, name)) : NULL;
    if (!target) return false;
    IfcSymbol found = *target;
    if (found.name == m->name) return true; // itself
    IfcSymbol *symbol = macro_symbol(h, m, found.kind);
    Place place = {symbol->file, symbol->line, symbol->col};
    *symbol = found;
    symbol->name = m->name;
    symbol->file = place.file;
    symbol->line = place.line;
    symbol->col = place.col;
    if (!symbol->c_name) symbol->c_name = found.name;
    return true;
}

static void settle_function_like(Helper *h, const Macro *m, const Macro *last) {
    if (ifc_find(&h->ifc, m->name)) return;
    IfcSymbol *symbol = macro_symbol(h, m, IFC_SYMBOL_MACRO);
    symbol->detail = last->params;
    if (last->variadic) symbol->flags |= IFC_VARIADIC_MACRO;
}

static bool settle(Helper *h, const Macro *m) {
    const Macro *last = last_alias(h, m);
    if (m->doubtful || !last) return false;
    if (last->function_like) {
        settle_function_like(h, m, last);
        return true;
    }
    if (m->token_count == 0 && !m->too_long) {
        if (ifc_find(&h->ifc, m->name)) return true;
        IfcSymbol *symbol = macro_symbol(h, m, IFC_SYMBOL_UNUSABLE);
        symbol->text = ifc_text(&h->ifc, CIMPORT_EMPTY_MACRO);
        return true;
    }
    return settle_literal(h, m, last) || settle_alias(h, m, last);
}

void macros_settle(Helper *h) {
    find_undefs(h);
    VEC(uint32_t) left = {0};
    for (uint32_t i = 0; i < h->macros.len; i++) {
        const Macro *m = &h->macros.items[i];
        if (ifc_index_get(&h->macro_names, m->name) != i) continue; // defined again later
        if (!settle(h, m)) VEC_PUSH(h->arena, &left, i);
    }
    if (left.len) macros_evaluate(h, left.items, left.len);
}
