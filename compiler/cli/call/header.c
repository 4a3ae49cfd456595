// What a header says of a function: its parameters' and its result's types as the engine has them,
// and the library that defines it, as the compiler would link it.
#include <string.h>

#include "cli/call/call.h"
#include "import/link/linkindex.h"

// ---- types ----

static SeamCKind number_kind(const Type *t) {
    static const SeamCKind signed_kinds[] = {SEAM_C_I8, SEAM_C_I16, SEAM_C_I32, SEAM_C_I64};
    static const SeamCKind unsigned_kinds[] = {SEAM_C_U8, SEAM_C_U16, SEAM_C_U32, SEAM_C_U64};
    uint32_t bits = type_bits(t);
    uint32_t row = bits == 8 ? 0 : bits == 16 ? 1 : bits == 32 ? 2 : 3;
    if (type_is_float(t)) return bits == 32 ? SEAM_C_F32 : SEAM_C_F64;
    return type_is_signed(t) ? signed_kinds[row] : unsigned_kinds[row];
}

static bool is_chars(const Type *t) {
    return t->kind == TYPE_CPTR && t->u.elem->kind == TYPE_CCHAR;
}

static const SeamCType *record_type(CallCommand *k, const Type *t, const char **why) {
    const Nominal *n = t->u.nominal;
    if (n->is_opaque) {
        *why = "the header does not say what is in it";
        return NULL;
    }
    SeamCType *r = ARENA_NEW(k->arena, SeamCType);
    SeamCField *fields = ARENA_ARRAY(k->arena, SeamCField, n->fields.len + 1);
    *r = (SeamCType){.kind = t->kind == TYPE_UNION ? SEAM_C_UNION : SEAM_C_STRUCT,
                     .abi = seam_ctype(SEAM_ABI_HOST, SEAM_C_I8)->abi,
                     .size = n->size,
                     .align = n->align,
                     .packed = n->is_packed,
                     .fields = fields};
    for (uint32_t i = 0; i < n->fields.len; i++) {
        const Field *f = &n->fields.items[i];
        if (f->type->kind == TYPE_CARRAY && f->type->u.carray.count == 0) continue; // flexible
        const SeamCType *type = header_type(k, f->type, why);
        if (!type) return NULL;
        if (is_chars(type_strip(f->type))) type = seam_ctype(SEAM_ABI_HOST, SEAM_C_STRING);
        fields[r->count++] = (SeamCField){f->name->text, type, f->offset, (uint16_t)f->bit_offset,
                                          (uint16_t)f->bit_width};
    }
    return r;
}

static const SeamCType *array_type(CallCommand *k, const Type *t, const char **why) {
    const SeamCType *elem = header_type(k, t->u.carray.elem, why);
    if (!elem) return NULL;
    SeamCType *array = ARENA_NEW(k->arena, SeamCType);
    *array = (SeamCType){.kind = SEAM_C_ARRAY,
                         .abi = elem->abi,
                         .size = elem->size * t->u.carray.count,
                         .align = elem->align,
                         .elem = elem,
                         .count = t->u.carray.count};
    return array;
}

const SeamCType *header_type(CallCommand *k, const Type *type, const char **why) {
    const Type *t = type_strip(type);
    SeamCKind kind = SEAM_C_VOID;
    if (t->kind == TYPE_CENUM) t = t->u.nominal->base;
    if (t->kind == TYPE_STRUCT || t->kind == TYPE_UNION) return record_type(k, t, why);
    if (t->kind == TYPE_CARRAY) return array_type(k, t, why);
    if (t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL) kind = SEAM_C_BOOL;
    else if (t->kind == TYPE_CSTRING) kind = SEAM_C_STRING;
    else if (type_is_c_pointer(t)) kind = SEAM_C_PTR;
    else if (type_is_number(t)) kind = number_kind(t);
    else if (t->kind != TYPE_VOID && t->kind != TYPE_NEVER) {
        *why = "Seam has no such type";
        return NULL;
    }
    return seam_ctype(SEAM_ABI_HOST, kind);
}

// ---- the function ----

static bool refuse_type(CallCommand *k, const CallParam *p, const Type *type, const char *why) {
    Diag *g = diag_error(call_diags(k), E0666, (Span){0}, "`%s` cannot be called from here",
                         k->function.name);
    const char *text = type_text(k->arena, type);
    if (p->name) diag_note(g, "its parameter `%s` is a `%s`: %s", p->name, text, why);
    else diag_note(g, "it has a `%s`: %s", text, why);
    return false;
}

static bool read_param(CallCommand *k, const char *name, const Type *type, bool result,
                       CallParam *out) {
    const Type *t = type_strip(type);
    const char *why = "", *ignored = "";
    *out = (CallParam){.name = name};
    out->type = header_type(k, t, &why);
    if (!out->type) return refuse_type(k, out, t, why);
    if (result && is_chars(t)) out->type = seam_ctype(SEAM_ABI_HOST, SEAM_C_STRING);
    if (t->kind == TYPE_CPTR) {
        bool opaque = type_strip(t->u.elem)->kind == TYPE_VOID;
        out->pointee = opaque ? NULL : header_type(k, t->u.elem, &ignored);
        if (is_chars(type_strip(t->u.elem))) // `char **`: C leaves text there
            out->pointee = seam_ctype(SEAM_ABI_HOST, SEAM_C_STRING);
        out->is_const = t->u.pointer.is_const;
        const Type *elem = type_strip(t->u.elem);
        out->is_open = (elem->kind == TYPE_STRUCT || elem->kind == TYPE_UNION) &&
                       elem->u.nominal->fields.len &&
                       elem->u.nominal->fields.items[0].name->text[0] != '_'; // as FILE's
    }
    if (t->kind == TYPE_CVOIDPTR) out->is_const = t->u.pointer.is_const;
    if (t->kind == TYPE_CSTRING) {
        out->pointee = seam_ctype(SEAM_ABI_HOST, SEAM_C_I8);
        out->is_const = true;
    }
    if (t->kind == TYPE_CENUM) out->constants = t->u.nominal;
    out->is_code = t->kind == TYPE_CFN;
    return true;
}

static bool read_function(CallCommand *k, const Symbol *symbol) {
    const FunctionType *f = symbol->type->u.function;
    CallFunction *out = &k->function;
    out->symbol = symbol;
    out->linker_name = symbol->c->asm_label ? symbol->c->asm_label : symbol->c->c_name;
    out->variadic = f->variadic;
    if (!read_param(k, NULL, f->result, true, &out->result)) return false;
    for (uint32_t i = 0; i < f->param_count; i++) {
        const TypeParam *p = &f->params[i];
        const char *name = p->name ? p->name->text : NULL;
        while (name && name[0] == '_' && name[1]) name++; // as the C library's own are spelled
        CallParam param;
        if (!read_param(k, name, p->type, false, &param)) return false;
        VEC_PUSH(k->arena, &out->params, param);
    }
    return true;
}

static const char *program_with(CallCommand *k, const char *header) {
    return arena_printf(k->arena,
                        "write a program: `extern C from \"%s\" as c`, and run it with `seam run`",
                        header);
}

static bool refuse_symbol(CallCommand *k, const Symbol *s, const char *header) {
    const char *name = k->function.name;
    if (s->kind == SYMBOL_C_UNUSABLE) {
        diag_error(call_diags(k), E0109, (Span){0}, "`%s` cannot be used: %s", name, s->c->reason);
        return false;
    }
    const char *what = s->kind == SYMBOL_C_MACRO      ? "a macro"
                       : s->kind == SYMBOL_C_FUNCTION ? "an inline function, which no library has"
                       : s->kind == SYMBOL_TYPE       ? "a type"
                       : s->kind == SYMBOL_C_GLOBAL   ? "a variable"
                                                      : "a constant";
    Diag *g = diag_error(call_diags(k), E0666, (Span){0}, "`%s` cannot be called from here", name);
    diag_note(g, "it is %s", what);
    bool compiles = s->kind == SYMBOL_C_MACRO || s->kind == SYMBOL_C_FUNCTION;
    if (compiles) diag_help(g, "%s", program_with(k, header));
    else diag_help(g, "`seam bind %s` shows what the header has", header);
    return false;
}

typedef struct Offer {
    Nearest nearest;
    SymbolKind kind;
} Offer;

static void offer_symbol(void *context, Symbol *s) {
    Offer *offer = context;
    if (s->kind == offer->kind) nearest_offer(&offer->nearest, s->name->text);
}

const char *header_nearest(const CallCommand *k, const char *name, SymbolKind kind) {
    if (!k->import) return NULL;
    Offer offer = {.kind = kind};
    nearest_init(&offer.nearest, name);
    cimport_each(k->import, false, offer_symbol, &offer);
    return offer.nearest.best;
}

static bool report_no_function(CallCommand *k, const char *headers) {
    Diag *g = diag_error(call_diags(k), E0108, (Span){0}, "`%s` declares no `%s`", headers,
                         k->function.name);
    const char *name = k->function.name, *nearest = header_nearest(k, name, SYMBOL_C_FUNCTION);
    if (cimport_would_declare(k->import, CIMPORT_HIDES, name)) {
        diag_help(g, "with `-D %s` it does", CIMPORT_HIDES);
        return false;
    }
    if (!nearest) nearest = header_nearest(k, name, SYMBOL_C_CONSTANT);
    if (nearest) diag_help(g, "did you mean `%s`?", nearest);
    else diag_help(g, "`seam bind %s` shows what it has", headers);
    return false;
}

const Symbol *header_symbol(const CallCommand *k, const char *name) {
    return k->import ? cimport_lookup(k->import, intern_text(&k->session->names, name)) : NULL;
}

// ---- the library ----

static bool report_library(CallCommand *k, const LinkAnswer *answer) {
    Diag *g;
    if (answer->candidate_count) {
        g = diag_error(call_diags(k), E0641, (Span){0}, "several libraries export `%s`",
                       k->function.linker_name);
        for (uint32_t i = 0; i < answer->candidate_count; i++)
            diag_note(g, "%s: %s", answer->candidates[i]->name, answer->candidates[i]->path);
        diag_help(g, "name one: `--library %s`", answer->candidates[0]->name);
    } else {
        g = diag_error(call_diags(k), E0640, (Span){0}, "no library exports `%s`",
                       k->function.linker_name);
        diag_help(g, "name the library: `--library ./libname.so`");
    }
    return false;
}

static bool find_library(CallCommand *k) {
    k->library_name = k->args->library;
    if (k->library_name) return true;
    const char *cache = k->build->cache.temporary ? NULL : k->build->cache.dir;
    const CImportRequest *request = cimport_request(k->import);
    VEC(const char *) own = {0};
    for (uint32_t i = 0; i < request->header_count; i++) {
        const char *dir = path_dir(k->arena, request->headers[i]);
        if (request->headers[i][0] == '/' && link_has_libraries(dir)) VEC_PUSH(k->arena, &own, dir);
    }
    LinkIndex *index = link_open(k->arena, cache, own.items, own.len);
    LinkWanted wanted = {k->function.linker_name, k->import};
    LinkAnswer answer = {0};
    link_choose(index, &wanted, 1, &answer);
    if (!answer.library) return report_library(k, &answer);
    // A library in a folder of the linker's is called by its name: its file may be a script.
    bool standard = answer.library->word[0] == '-';
    k->library_name = standard ? answer.library->name : answer.library->path;
    return true;
}

bool header_find(CallCommand *k, const char *headers, const char *function) {
    VEC(const char *) list = {0};
    for (const char *at = headers; *at;) {
        size_t len = strcspn(at, ",");
        if (len) VEC_PUSH(k->arena, &list, arena_text(k->arena, at, len));
        at += len + (at[len] != 0);
    }
    CImportRequest request = {.headers = list.items,
                              .header_count = list.len,
                              .defines = k->args->defines.items,
                              .define_count = k->args->defines.len,
                              .includes = k->args->includes.items,
                              .include_count = k->args->includes.len,
                              .base_dir = "."};
    k->import = cimport_load(&k->build->pipeline.program.cimports, &request);
    if (!k->import || k->session->diags.errors) return false;
    k->function.name = function;
    const Symbol *symbol = header_symbol(k, function);
    if (!symbol) return report_no_function(k, headers);
    if (symbol->kind == SYMBOL_C_CONSTANT && symbol->c->constant != CCONST_POINTER_EXPR) {
        k->constant = symbol;
        return true;
    }
    bool callable = symbol->kind == SYMBOL_C_FUNCTION && !symbol->c->is_inline;
    if (callable && link_is_in_programs(symbol->c->c_name)) {
        Diag *g = diag_error(call_diags(k), E0666, (Span){0}, "`%s` cannot be called from here",
                             function);
        diag_note(g, "it is linked into each program, and no library exports it");
        diag_help(g, "%s", program_with(k, list.items[0]));
        return false;
    }
    bool spelled = symbol->kind == SYMBOL_C_UNUSABLE && spelled_read(k, symbol);
    if (spelled) return find_library(k);
    if (!callable) return refuse_symbol(k, symbol, list.items[0]);
    return read_function(k, symbol) && find_library(k);
}
