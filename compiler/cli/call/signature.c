// `f64 pow(x: f64, y: f64)`: the engine's text of a signature with a name in it. Parameters may
// have names.
#include <ctype.h>
#include <string.h>

#include "cli/call/call.h"

typedef struct SignatureReader {
    CallCommand *k;
    const char *text;
    uint32_t source;
} SignatureReader;

static bool fail(SignatureReader *r, size_t at, size_t len, const char *why) {
    Span span = {r->source, (uint32_t)at, (uint32_t)(at + len)};
    Diag *g = diag_error(call_diags(r->k), E0663, span, "this signature cannot be read");
    diag_label(g, span, "%s", why);
    diag_help(g, "write the result, the name and the parameters: `f64 pow(f64, f64)`");
    diag_note(g, "types: void bool i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 longdouble ptr string, "
                 "{i32, f64}, [4 u8]");
    return false;
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

// The parenthesis behind the name: the first one outside of braces, but that of `align(`.
static const char *find_open(const char *text) {
    int depth = 0;
    for (const char *at = text; *at; at++) {
        if (*at == '{') depth++;
        if (*at == '}') depth--;
        if (*at != '(' || depth > 0) continue;
        const char *end = at;
        while (end > text && isspace((unsigned char)end[-1])) end--;
        if (end - text >= 5 && strncmp(end - 5, "align", 5) == 0 &&
            (end - text == 5 || !is_word(end[-6])))
            continue;
        return at;
    }
    return NULL;
}

static bool read_type(SignatureReader *r, const char *from, const char *to, const SeamCType **out) {
    const char *text = arena_text(r->k->arena, from, (size_t)(to - from));
    SeamCallError error;
    if (seam_ctype_parse(SEAM_ABI_HOST, text, out, &error) == SEAM_CALL_OK) return true;
    size_t at = (size_t)(from - r->text) + error.offset;
    return fail(r, at, r->text[at] != 0, error.text);
}

static const char *skip_space(const char *at) {
    while (isspace((unsigned char)*at)) at++;
    return at;
}

static const char *skip_back(const char *from, const char *end) {
    while (end > from && isspace((unsigned char)end[-1])) end--;
    return end;
}

// Where a parameter ends: at a comma or parenthesis outside of brackets.
static const char *param_end(const char *at) {
    int depth = 0;
    for (; *at; at++) {
        if (strchr("{[<(", *at)) depth++;
        else if (depth > 0 && strchr("}]>)", *at)) depth--;
        else if (depth == 0 && (*at == ',' || *at == ')')) break;
    }
    return at;
}

// The name behind a type, as C has it: `f64 x`. NULL: there is none.
static const char *name_behind(const SignatureReader *r, const char *at, const char *end) {
    const char *name = end = skip_back(at, end);
    while (name > at && is_word(name[-1])) name--;
    if (name == end || name == at || isdigit((unsigned char)*name)) return NULL;
    const SeamCType *type;
    const char *before = arena_text(r->k->arena, at, (size_t)(name - at));
    return seam_ctype_parse(SEAM_ABI_HOST, before, &type, NULL) == SEAM_CALL_OK ? name : NULL;
}

static bool read_param(SignatureReader *r, const char *at, const char *end) {
    CallParam param = {0};
    const char *word = at;
    while (is_word(*word)) word++;
    const char *colon = skip_space(word);
    if (word > at && *colon == ':' && colon < end) {
        param.name = arena_text(r->k->arena, at, (size_t)(word - at));
        at = skip_space(colon + 1);
    }
    const char *behind = name_behind(r, at, end);
    if (behind) {
        size_t len = strcspn(behind, " \t\n,)");
        const char *why = arena_printf(r->k->arena, "names stand before: `%.*s: %.*s`", (int)len,
                                       behind, (int)(skip_back(at, behind) - at), at);
        return fail(r, (size_t)(behind - r->text), len, why);
    }
    if (!read_type(r, at, end, &param.type)) return false;
    if (param.type->kind == SEAM_C_STRING) {
        param.pointee = seam_ctype(SEAM_ABI_HOST, SEAM_C_I8);
        param.is_const = true;
    }
    VEC_PUSH(r->k->arena, &r->k->function.params, param);
    return true;
}

static bool read_params(SignatureReader *r, const char *at) {
    CallFunction *f = &r->k->function;
    at = skip_space(at);
    if (*at == ')') return true;
    while (true) {
        at = skip_space(at);
        const char *end = param_end(at);
        bool lone = f->params.len == 0 && *end == ')' && strncmp(at, "void", 4) == 0 &&
                    skip_space(at + 4) == end;
        if (!*end) return fail(r, strlen(r->text), 0, "expected `)`");
        if (strncmp(at, "...", 3) == 0) {
            f->variadic = true;
            if (skip_space(at + 3) == end && *end == ')') return true;
            return fail(r, (size_t)(at - r->text), (size_t)(end - at),
                        "the types behind the dots are told by the arguments: `i64:5`");
        }
        if (!lone && !read_param(r, at, end)) return false;
        if (*end == ')') return true;
        at = end + 1;
    }
}

bool signature_read(CallCommand *k, const char *text) {
    SignatureReader r = {k, text, 0};
    r.source = source_add(&k->session->sources, "signature", text, (uint32_t)strlen(text));
    const char *open = find_open(text);
    if (!open) return fail(&r, 0, strlen(text), "there are no parameters");
    const char *end = open;
    while (end > text && isspace((unsigned char)end[-1])) end--;
    const char *name = end;
    while (name > text && is_word(name[-1])) name--;
    if (name == end) return fail(&r, (size_t)(open - text), 1, "there is no name before it");
    if (skip_space(text) == name)
        return fail(&r, (size_t)(name - text), (size_t)(end - name),
                    "there is no result before it");
    k->function.name = k->function.linker_name = arena_text(k->arena, name, (size_t)(end - name));
    if (!read_type(&r, text, name, &k->function.result.type)) return false;
    if (!read_params(&r, open + 1)) return false;
    const char *close = strrchr(text, ')');
    const char *rest = skip_space(close + 1);
    return !*rest || fail(&r, (size_t)(rest - text), strlen(rest), "expected the end");
}
