// The shim of an imported header set: the one unit that includes the real headers. It asserts what
// the slices of user units claim, and wraps what no linker can find: static inline functions,
// macros, typed values. Everything here is spelled as the headers spell it.
#include <string.h>

#include "emit/c/unit/unit.h"
#include "emit/calls.h"
#include "emit/emit.h"

typedef struct Shim {
    Unit u;
    const CImport *import;
    Text out;
    Text records; // asserts that come last
    bool used;
} Shim;

// ---- what is claimed ----

static void put_assert(Shim *s, const char *claim, const char *what) {
    text_printf(&s->out, "_Static_assert(%s, \"%s\");\n", claim, what);
}

// clang spells types that have no name in words.
static bool is_c_text(const char *signature) {
    return signature && *signature && !strstr(signature, "(unnamed") &&
           !strstr(signature, "(anonymous");
}

static void assert_function(Shim *s, const CFacts *c) {
    if (!is_c_text(c->signature)) return;
    const char *claim = arena_printf(s->u.arena, "__builtin_types_compatible_p(__typeof__(%s), %s)",
                                     c->c_name, c->signature);
    put_assert(s, claim, c->c_name);
}

static void assert_constant(Shim *s, const Symbol *symbol) {
    const CFacts *c = symbol->c;
    Text claim;
    text_init(&claim, s->u.arena);
    if (c->constant == CCONST_INT) {
        text_printf(&claim, "(%s) == ", c->c_name);
        put_integer(&claim, c->value.integer, symbol->type);
    } else if (c->constant == CCONST_FLOAT && c->value.number == c->value.number) {
        text_printf(&claim, "(%s) == ", c->c_name);
        put_float(&claim, c->value.number, type_bits(symbol->type) == 32);
    } else if (c->constant == CCONST_STRING) {
        text_printf(&claim, "__builtin_strcmp(%s, ", c->c_name);
        put_c_string(&claim, c->value.text, strlen(c->value.text));
        text_put(&claim, ") == 0");
    }
    if (claim.len) put_assert(s, claim.chars, c->c_name);
}

static void assert_size(Shim *s, const char *of, const Type *t) {
    uint64_t size;
    uint32_t align;
    if (!type_c_layout(t, &size, &align) || size == 0) return;
    put_assert(s, arena_printf(s->u.arena, "sizeof(%s) == %llu", of, (unsigned long long)size), of);
}

// A header may have macros of its fields' names: these asserts come last, without them.
static void assert_field(Shim *s, const char *record, const Field *f, const char *label) {
    text_printf(&s->records, "#undef %s\n_Static_assert(offsetof(%s, %s) == %llu, \"%s\");\n",
                f->name->text, record, f->name->text, (unsigned long long)f->offset, label);
}

// `label` is the record's name for messages. Alignment can belong to a typedef, which is not the
// record's own.
static void assert_record(Shim *s, const Nominal *n, const char *name, const char *label) {
    text_printf(&s->records, "_Static_assert(sizeof(%s) == %llu, \"%s\");\n", name,
                (unsigned long long)n->size, label);
    for (uint32_t i = 0; i < n->fields.len; i++) {
        const Field *f = &n->fields.items[i];
        if (f->bit_width || f->type->kind == TYPE_POISON) continue; // a bit-field has no address
        const char *inner = arena_printf(s->u.arena, "%s.%s", label, f->name->text);
        assert_field(s, name, f, inner);
        const Type *part = f->type;
        const char *place = arena_printf(s->u.arena, "((%s *)0)->%s", name, f->name->text);
        for (; part->kind == TYPE_CARRAY; part = part->u.carray.elem)
            place = arena_printf(s->u.arena, "%s[0]", place);
        // A record without a name of its own is asserted where it stands.
        if (is_c_record(part) && !part->u.nominal->c_header_name)
            assert_record(s, part->u.nominal, arena_printf(s->u.arena, "__typeof__(%s)", place),
                          inner);
    }
}

// ---- wrappers ----

static const char *parameters(Shim *s, const Type *const *types, uint32_t count,
                              const char **args) {
    Text list, names;
    text_init(&list, s->u.arena);
    text_init(&names, s->u.arena);
    for (uint32_t i = 0; i < count; i++) {
        const char *name = arena_printf(s->u.arena, "a%u", i + 1);
        text_printf(&list, "%s%s", i ? ", " : "", declare_c(&s->u, types[i], name));
        text_printf(&names, "%s%s", i ? ", " : "", name);
    }
    *args = names.len ? names.chars : "";
    return list.len ? list.chars : "void";
}

// `R name(A a1, B a2) { return of(a1, a2); }`
static void put_wrapper(Shim *s, const char *name, const char *of, const Type *result,
                        const Type *const *types, uint32_t count) {
    const char *args;
    const char *list = parameters(s, types, count, &args);
    const char *head = arena_printf(s->u.arena, "%s(%s)", name, list);
    if (is_unvalued(result)) text_printf(&s->out, "void %s { %s(%s); }\n", head, of, args);
    else text_printf(&s->out, "%s { return %s(%s); }\n", declare_c(&s->u, result, head), of, args);
}

static void wrap_function(Shim *s, const Symbol *symbol) {
    const FunctionType *f = symbol->type->u.function;
    const Type **types = ARENA_ARRAY(s->u.arena, const Type *, f->param_count);
    for (uint32_t i = 0; i < f->param_count; i++) types[i] = f->params[i].type;
    put_wrapper(s, shim_name(s->u.arena, s->import, symbol->c->c_name), symbol->c->c_name,
                f->result, types, f->param_count);
}

// A macro, or a variadic static inline function, as one call has it.
static void wrap_call(void *shim, const MirExpr *call) {
    Shim *s = shim;
    const Symbol *symbol = call->u.call.symbol;
    if (call->u.call.kind != MIR_CALL_C || !symbol->c || symbol->c->import != s->import) return;
    if (!c_is_typed_by_call(symbol)) return;
    const char *name = macro_wrapper_name(s->u.arena, call);
    if (!unit_declare(&s->u, intern_text(&s->u.program->session->names, name))) return;
    const MirExprs *args = &call->u.call.args;
    const Type **types = ARENA_ARRAY(s->u.arena, const Type *, args->len);
    for (uint32_t i = 0; i < args->len; i++) types[i] = args->items[i]->type;
    put_wrapper(s, name, symbol->c->c_name, call->type, types, args->len);
    s->used = true;
}

// What can be assigned comes by address; see c_name_value.
static void wrap_value(Shim *s, const Symbol *symbol) {
    const CFacts *c = symbol->c;
    const char *expression = c->value.text ? c->value.text : c->c_name;
    const char *head =
        arena_printf(s->u.arena, "%s(void)", shim_name(s->u.arena, s->import, symbol->name->text));
    if (c_value_by_address(symbol))
        text_printf(&s->out, "%s { return (void *)&(%s); }\n",
                    declare_pointer_to(&s->u, symbol->type, head), expression);
    else
        text_printf(&s->out, "%s { return %s; }\n", declare_c(&s->u, symbol->type, head),
                    expression);
}

// ---- names ----

static void put_symbol(Shim *s, const Symbol *symbol) {
    if (!symbol->c || symbol->c->import != s->import || !unit_declare(&s->u, symbol)) return;
    s->used = true;
    switch (symbol->kind) {
    case SYMBOL_C_FUNCTION:
        assert_function(s, symbol->c);
        if (c_is_wrapped(symbol) && !c_is_typed_by_call(symbol)) wrap_function(s, symbol);
        return;
    case SYMBOL_C_CONSTANT:
        if (symbol->c->needs_shim) wrap_value(s, symbol);
        else assert_constant(s, symbol);
        return;
    case SYMBOL_C_GLOBAL:
        if (symbol->c->needs_shim) wrap_value(s, symbol);
        else assert_size(s, symbol->c->c_name, symbol->type);
        return;
    case SYMBOL_C_MACRO: return; // by its calls
    case SYMBOL_LOCAL:
    case SYMBOL_PARAM:
    case SYMBOL_GLOBAL:
    case SYMBOL_FUNCTION:
    case SYMBOL_METHOD:
    case SYMBOL_FIELD:
    case SYMBOL_TYPE:
    case SYMBOL_TYPE_PARAM:
    case SYMBOL_VARIANT:
    case SYMBOL_NAMESPACE:
    case SYMBOL_BUILTIN:
    case SYMBOL_C_UNUSABLE: return;
    }
}

static void put_type(Shim *s, const Type *t) {
    if (!is_c_record(t) || t->u.nominal->is_opaque) return;
    const Nominal *n = t->u.nominal;
    bool ours = n->symbol && n->symbol->c && n->symbol->c->import == s->import;
    if (!ours || !unit_mark(&s->u, t, MARK_COMPLETE)) return;
    s->used = true;
    if (n->c_header_name) assert_record(s, n, n->c_header_name, n->name->text);
}

static void put_includes(Shim *s) {
    const CImportRequest *request = cimport_request(s->import);
    for (uint32_t i = 0; i < request->define_count; i++) {
        const char *define = request->defines[i], *value = strchr(define, '=');
        if (value)
            text_printf(&s->out, "#define %.*s %s\n", (int)(value - define), define, value + 1);
        else text_printf(&s->out, "#define %s 1\n", define);
    }
    for (uint32_t i = 0; i < request->header_count; i++) {
        bool absolute = request->headers[i][0] == '/';
        text_printf(&s->out, "#include %c%s%c\n", absolute ? '"' : '<', request->headers[i],
                    absolute ? '"' : '>');
    }
    text_put(&s->out, "#include <stddef.h>\n#include <stdint.h>\n"
                      "#pragma GCC diagnostic ignored \"-Wdeprecated-declarations\"\n"
                      "#pragma GCC diagnostic ignored \"-Wincompatible-pointer-types\"\n\n");
}

EmitText emit_c_shim(Program *p, const CImport *import, MirModule *const modules[], uint32_t count,
                     Arena *arena) {
    Shim s = {.import = import};
    unit_init(&s.u, p, NULL, arena);
    s.u.is_shim = true;
    text_init(&s.out, arena);
    text_init(&s.records, arena);
    put_includes(&s);
    text_printf(&s.out, "const char %s[] = \"%s\";\n", shim_name(arena, import, NULL),
                cimport_key(import));
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < modules[i]->c_symbols.len; k++)
            put_symbol(&s, modules[i]->c_symbols.items[k]);
        for (uint32_t k = 0; k < modules[i]->types.len; k++)
            put_type(&s, modules[i]->types.items[k]);
        calls_each(modules[i], wrap_call, &s);
    }
    text_append(&s.out, &s.records);
    return s.used ? (EmitText){s.out.chars, s.out.len} : (EmitText){NULL, 0};
}
