// Words of the command line -> arguments: what a parameter of this type can be given. Pointers get
// memory of ours: text, [1, 2], {x: 1}, and `&`, room for what the function writes.
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/call/call.h"

static const char *argument_name(CallCommand *k, const CallArgument *a, uint32_t index) {
    return a->param.name ? arena_printf(k->arena, "argument `%s`", a->param.name)
                         : arena_printf(k->arena, "argument %u", index + 1);
}

static ValueReader reader(CallCommand *k, const CallArgument *a, uint32_t index, const char *word) {
    return (ValueReader){
        .k = k, .text = word, .source = a->span.source, .what = argument_name(k, a, index)};
}

static bool is_pointer(const SeamCType *t) {
    return t->kind == SEAM_C_PTR || t->kind == SEAM_C_STRING;
}

// Aligned for vectors, and with some bytes to spare.
static void *memory_of(CallCommand *k, size_t size) {
    enum { ALIGN = 64, SPARE = 16 };
    char *memory = arena_alloc(k->arena, size + SPARE + ALIGN);
    return memory + (ALIGN - (uintptr_t)memory % ALIGN) % ALIGN;
}

// ---- what a pointer points to ----

// Behind what a pointer points to lie bytes that no function may change. What runs on over those
// meets a lot of memory that is nobody's, and then none. They end text that has no NUL of its own.
enum { CANARY = 4096, NOBODYS = 1 << 20 };

static char canary_byte(size_t at) { return (char)(at % 16 == 15 ? 0 : 0xc5); }

// Zeroed, and aligned to a page; it lives as long as the process. NULL: there is none.
static char *guarded_room(size_t size) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (size > SIZE_MAX / 4) return NULL;
    size_t whole = (size + CANARY + NOBODYS + page - 1) / page * page;
    char *room = mmap(NULL, whole + page, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) return NULL;
    mprotect(room + whole, page, PROT_NONE);
    for (size_t i = 0; i < CANARY; i++) room[size + i] = canary_byte(i);
    return room;
}

static size_t bytes_behind(const CallArgument *a) {
    const char *end = (const char *)a->buffer + a->buffer_type->size;
    size_t changed = CANARY;
    while (changed > 0 && end[changed - 1] == canary_byte(changed - 1)) changed--;
    return changed;
}

bool arguments_kept_room(CallCommand *k) {
    bool kept = true;
    for (uint32_t i = 0; i < k->arguments.len; i++) {
        const CallArgument *a = &k->arguments.items[i];
        size_t behind = a->buffer ? bytes_behind(a) : 0, size = behind ? a->buffer_type->size : 0;
        if (!behind) continue;
        kept = false;
        Diag *g = diag_error(call_diags(k), E0668, a->span, "`%s` wrote past the end of %s",
                             k->function.name, argument_name(k, a, i));
        diag_note(g, "the argument has room for %zu byte%s, and at least %zu more were written",
                  size, size == 1 ? "" : "s", behind);
        diag_help(g, "give it more room: `&[%zu u8]`", size + behind);
    }
    return kept;
}

static bool point_to(ValueReader *r, CallArgument *a, const SeamCType *type) {
    a->buffer_type = type;
    a->buffer = guarded_room(type->size);
    if (!a->buffer) return value_fail(r, "there is no memory for %zu bytes", type->size);
    memcpy(a->value, &a->buffer, sizeof a->buffer);
    return true;
}

static const SeamCType *array_of(CallCommand *k, const SeamCType *elem, size_t count) {
    SeamCType *t = ARENA_NEW(k->arena, SeamCType);
    *t = (SeamCType){.kind = SEAM_C_ARRAY,
                     .abi = elem->abi,
                     .size = elem->size * count,
                     .align = elem->align,
                     .elem = elem,
                     .count = count};
    return t;
}

// Items of `[..]` at the outermost level.
static size_t count_items(const char *text) {
    size_t commas = 0, depth = 0;
    bool any = false;
    for (const char *at = text + 1; *at; at++) {
        if (*at == '"' || *at == '\'') {
            char quote = *at;
            while (*++at && *at != quote)
                if (*at == '\\' && at[1]) at++;
            any = true;
            if (!*at) break;
        } else if (strchr("[{", *at)) {
            depth++;
        } else if (strchr("]}", *at)) {
            if (depth-- == 0) break;
        } else if (*at == ',' && depth == 0) {
            commas++;
        }
        any |= !isspace((unsigned char)*at);
    }
    return any ? commas + 1 : 0;
}

// Without a word of the parameter's: whole numbers are C's `int`, text is text, others are doubles.
static const SeamCType *guessed_item(const char *text) {
    bool quoted = strchr(text, '"') != NULL;
    bool fraction = strpbrk(text, ".") || (!strstr(text, "0x") && strpbrk(text, "eE"));
    return seam_ctype(SEAM_ABI_HOST, quoted ? SEAM_C_STRING : fraction ? SEAM_C_F64 : SEAM_C_I32);
}

static bool read_buffer(CallCommand *k, CallArgument *a, ValueReader *r) {
    const SeamCType *pointee = a->param.pointee, *type;
    if (*r->text == '{') {
        bool record = pointee && (pointee->kind == SEAM_C_STRUCT || pointee->kind == SEAM_C_UNION);
        if (!record)
            return value_fail(r, "nothing tells the fields: write their types, &{i32, f64}={1, 2}");
        type = pointee;
    } else {
        type = array_of(k, pointee ? pointee : guessed_item(r->text), count_items(r->text));
    }
    if (!point_to(r, a, type)) return false;
    a->shown = !a->param.is_const;
    return value_read(r, type, a->buffer) && value_end(r, type);
}

// `&`, `&i32`, `&=5`, `&[64 u8]`, `&{i32, f64}={1, 2}`.
static bool read_room(CallCommand *k, CallArgument *a, ValueReader *r) {
    const SeamCType *type = a->param.pointee;
    r->at = 1;
    while (isspace((unsigned char)r->text[r->at])) r->at++;
    size_t len = strcspn(r->text + r->at, "=");
    if (len > 0) {
        SeamCallError error;
        const char *text = arena_text(k->arena, r->text + r->at, len);
        if (seam_ctype_parse(SEAM_ABI_HOST, text, &type, &error) != SEAM_CALL_OK) {
            r->at += (uint32_t)error.offset;
            return value_fail(r, "%s", error.text);
        }
        r->at += (uint32_t)len;
    }
    if (!type || type->kind == SEAM_C_VOID || type->size == 0)
        return value_fail(r, "nothing tells how large the room is: &i32, &[64 u8]");
    if (!point_to(r, a, type)) return false;
    a->shown = true;
    if (r->text[r->at] != '=') return true;
    r->at++;
    return value_read(r, type, a->buffer) && value_end(r, type);
}

static bool is_plain_text(CallCommand *k, const CallArgument *a, const char *word) {
    bool chars = a->param.type->kind == SEAM_C_STRING ||
                 (a->param.pointee && a->param.pointee->kind == SEAM_C_I8);
    if (!chars || *word == '"' || strcmp(word, "null") == 0 || strcmp(word, "NULL") == 0)
        return false;
    const Symbol *s = header_symbol(k, word);
    return !s || s->kind != SYMBOL_C_CONSTANT || s->c->constant != CCONST_STRING;
}

// A copy, which the function may write to.
static bool pass_text(CallCommand *k, CallArgument *a, ValueReader *r) {
    size_t len = strlen(r->text);
    if (!point_to(r, a, array_of(k, seam_ctype(SEAM_ABI_HOST, SEAM_C_I8), len + 1))) return false;
    memcpy(a->buffer, r->text, len);
    a->shown = a->param.pointee && !a->param.is_const;
    return true;
}

static bool read_argument(CallCommand *k, CallArgument *a, uint32_t index, const char *word) {
    ValueReader r = reader(k, a, index, word);
    const SeamCType *type = a->param.type;
    a->value = memory_of(k, type->size);
    if (is_pointer(type)) {
        if (*word == '&') return read_room(k, a, &r);
        if (*word == '[' || *word == '{') return read_buffer(k, a, &r);
        if (is_plain_text(k, a, word)) return pass_text(k, a, &r);
        r.pointee = a->param.pointee;
    }
    return value_read(&r, type, a->value) && value_end(&r, type);
}

// ---- behind the dots ----

// Letters, digits and `_` before a colon: 0 if there are none, or it is `12:30`.
static size_t prefix_len(const char *word) {
    size_t len = 0;
    while (isalnum((unsigned char)word[len]) || word[len] == '_') len++;
    return word[len] == ':' && !isdigit((unsigned char)*word) ? len : 0;
}

// `i64:5`: the type of the word, which then begins behind the colon. NULL: it has none.
static const SeamCType *written_type(CallCommand *k, const char **word) {
    size_t len = prefix_len(*word);
    const SeamCType *type;
    const char *text = arena_text(k->arena, *word, len);
    if (len == 0 || seam_ctype_parse(SEAM_ABI_HOST, text, &type, NULL) != SEAM_CALL_OK) return NULL;
    *word += len + 1;
    return type;
}

// `i65:5`, `size_t:5`: not text, which would be passed where a number was meant.
static bool report_prefix(CallCommand *k, Span span, uint32_t index, const char *word) {
    span.end = (uint32_t)prefix_len(word);
    Diag *g = diag_error(call_diags(k), E0664, span, "argument %u: `%.*s` is no type", index + 1,
                         (int)span.end, word);
    diag_note(g,
              "before the colon: bool i8 u8 i16 u16 i32 u32 i64 u64 i128 u128 f32 f64 longdouble "
              "ptr string");
    diag_help(g, "text with a colon keeps its quotes within the shell's: `'\"%s\"'`", word);
    return false;
}

static SeamCKind number_kind(const char *word) {
    const char *digits = word + (*word == '-');
    bool hex = strncmp(digits, "0x", 2) == 0;
    if (!isdigit((unsigned char)*digits) && *digits != '.') return SEAM_C_STRING;
    if (!hex && strpbrk(digits, ".eE")) return SEAM_C_F64;
    char plain[80], *end = plain; // without `_`
    for (const char *at = word; *at && end < plain + sizeof plain - 1; at++)
        if (*at != '_') *end++ = *at;
    *end = 0;
    bool prefixed = *digits == '0' && (digits[1] == 'o' || digits[1] == 'b');
    char *number = plain + (digits - word);
    errno = 0;
    long long value =
        prefixed ? strtoll(number + 2, &end, digits[1] == 'o' ? 8 : 2) : strtoll(plain, &end, 0);
    if (*end && !digits[strspn(digits, "0123456789")]) return SEAM_C_I32; // 08: will be refused
    if (*end) return SEAM_C_STRING;
    if (errno == ERANGE) return SEAM_C_U64;
    return value >= INT32_MIN && value <= INT32_MAX ? SEAM_C_I32 : SEAM_C_I64;
}

static SeamCKind guessed_kind(const CallCommand *k, const char *word) {
    if (strchr("\"&[{", *word) || strcmp(word, "null") == 0) return SEAM_C_PTR;
    if (*word == '\'' || strcmp(word, "true") == 0 || strcmp(word, "false") == 0) return SEAM_C_I32;
    size_t len = strcspn(word, "|"); // flags are what the first one is
    while (len > 0 && word[len] && isspace((unsigned char)word[len - 1])) len--;
    word = arena_text(k->arena, word, len);
    const Symbol *s = header_symbol(k, word);
    if (s && s->kind == SYMBOL_C_FUNCTION) return SEAM_C_PTR;
    if (s && s->kind == SYMBOL_C_CONSTANT) {
        if (s->c->constant == CCONST_FLOAT) return SEAM_C_F64;
        if (s->c->constant == CCONST_STRING) return SEAM_C_PTR;
        return type_bits(s->type->kind == TYPE_CENUM ? s->type->u.nominal->base : s->type) == 64
                   ? SEAM_C_I64
                   : SEAM_C_I32;
    }
    return number_kind(word);
}

// ---- all of them ----

static bool report_count(CallCommand *k, uint32_t given) {
    const CallFunction *f = &k->function;
    Diag *g = diag_error(call_diags(k), E0665, (Span){0}, "`%s` takes %s%u argument%s, not %u",
                         f->name, f->variadic ? "at least " : "", f->params.len,
                         f->params.len == 1 ? "" : "s", given);
    if (f->symbol) diag_note(g, "%s", type_text(k->arena, f->symbol->type));
    for (uint32_t i = given; i < f->params.len; i++) {
        const CallParam *p = &f->params.items[i];
        const char *type = value_type_text(k, p->type);
        if (p->name) diag_note(g, "`%s` is missing, %s `%s`", p->name, value_article(type), type);
    }
    return false;
}

bool arguments_make(CallCommand *k, const char *const words[], uint32_t count) {
    const CallFunction *f = &k->function;
    if (count < f->params.len || (count > f->params.len && !f->variadic))
        return report_count(k, count);
    for (uint32_t i = 0; i < count; i++) {
        const char *word = words[i];
        CallArgument a = {0};
        if (i < f->params.len) {
            a.param = f->params.items[i];
        } else {
            a.param.type = written_type(k, &word);
            if (!a.param.type) a.param.type = seam_ctype(SEAM_ABI_HOST, guessed_kind(k, word));
        }
        const char *path = arena_printf(k->arena, "argument %u", i + 1);
        uint32_t len = (uint32_t)strlen(word);
        a.span = (Span){source_add(&k->session->sources, path, word, len), 0, len};
        if (i >= f->params.len && word == words[i] && prefix_len(word))
            return report_prefix(k, a.span, i, word);
        if (!read_argument(k, &a, i, word)) return false;
        VEC_PUSH(k->arena, &k->arguments, a);
    }
    return true;
}

// ---- the signature ----

static const SeamCType *interned(CallCommand *k, const SeamCType *t, SeamCallError *error);

static const SeamCType *interned_record(CallCommand *k, const SeamCType *t, SeamCallError *error) {
    SeamCField *fields = ARENA_ARRAY(k->arena, SeamCField, t->count + 1);
    for (size_t i = 0; i < t->count; i++) {
        fields[i] = t->fields[i];
        fields[i].type = interned(k, t->fields[i].type, error);
        if (!fields[i].type) return NULL;
    }
    const SeamCType *made;
    SeamCRecord how = {t->kind == SEAM_C_UNION, t->packed, t->packed ? 0 : t->align, t->size};
    if (seam_ctype_record(SEAM_ABI_HOST, how, fields, t->count, &made, error) != SEAM_CALL_OK)
        return NULL;
    bool same = made->size == t->size && made->align == t->align;
    for (size_t i = 0; i < t->count; i++)
        same &= made->fields[i].offset * 8 + made->fields[i].bit_offset ==
                t->fields[i].offset * 8 + t->fields[i].bit_offset;
    if (same) return made;
    snprintf(error->text, sizeof error->text,
             "it has parts that lie where C's rules alone would not put them");
    return NULL;
}

// The engine's own of a type that header.c put together. NULL and *error: it has none.
static const SeamCType *interned(CallCommand *k, const SeamCType *t, SeamCallError *error) {
    const SeamCType *made = t, *elem;
    if (t->kind == SEAM_C_STRUCT || t->kind == SEAM_C_UNION) return interned_record(k, t, error);
    if (t->kind == SEAM_C_ARRAY) {
        elem = interned(k, t->elem, error);
        if (!elem || seam_ctype_array(elem, t->count, &made, error) != SEAM_CALL_OK) return NULL;
    }
    return made;
}

const SeamSig *arguments_sig(CallCommand *k) {
    k->result = memory_of(k, k->function.result.type->size);
    uint32_t count = k->arguments.len;
    const SeamCType **types = ARENA_ARRAY(k->arena, const SeamCType *, count + 1);
    SeamCallError error = {{0}, 0};
    const SeamSig *sig = NULL;
    bool ok = true;
    for (uint32_t i = 0; i < count && ok; i++)
        ok = (types[i] = interned(k, k->arguments.items[i].param.type, &error)) != NULL;
    const SeamCType *ret = interned(k, k->function.result.type, &error);
    SeamSigParts parts = {SEAM_ABI_HOST, ret, types, count,
                          k->function.variadic ? k->function.params.len : SEAM_SIG_FIXED};
    if (ok && ret && seam_sig_new(&parts, &sig, &error) == SEAM_CALL_OK) return sig;
    diag_note(diag_error(call_diags(k), E0666, (Span){0}, "`%s` cannot be called from here",
                         k->function.name),
              "%s", error.text);
    return NULL;
}
