// Types as C spells them, and their declarations. A pointer needs its target's name only, a value
// the whole type, so the structs come out in dependency order whatever order they are asked for in.
#include <assert.h>
#include <string.h>

#include "emit/c/unit/unit.h"

bool is_c_record(const Type *t) {
    return (t->kind == TYPE_STRUCT || t->kind == TYPE_UNION) && t->u.nominal->is_c;
}

bool is_unvalued(const Type *t) { return t->kind == TYPE_VOID || t->kind == TYPE_NEVER; }

bool is_null_option(const Type *t) {
    return type_is_null_pointer(t) || type_is_c_pointer(t) || t->kind == TYPE_UNSURE ||
           t->kind == TYPE_NULL;
}

// ---- spelling ----

// Declared by <seam/runtime.h>.
bool is_runtime_class(const Type *t) {
    return t->kind == TYPE_CLASS && !t->u.nominal->is_c && !t->u.nominal->symbol->module;
}

void require_name(Unit *u, const Type *t) {
    const Nominal *n = t->u.nominal;
    if (!unit_mark(u, t, MARK_NAMED) || (u->is_shim && n->is_c) || is_runtime_class(t)) return;
    if (t->kind == TYPE_CLASS && !n->is_c) VEC_PUSH(u->arena, &u->classes, n->c_name);
    const char *tag = t->kind == TYPE_UNION ? "union" : "struct";
    bool tagged = strchr(n->c_name, ' ') != NULL; // `struct sqlite3`
    const char *line =
        tagged ? n->c_name : arena_printf(u->arena, "typedef %s %s %s", tag, n->c_name, n->c_name);
    VEC_PUSH(u->arena, &u->forwards, ((Late){n->c_name, line}));
}

static const char *nominal_c(Unit *u, const Type *t) {
    const Nominal *n = t->u.nominal;
    if (u->is_shim && n->is_c) return n->c_header_name ? n->c_header_name : "void";
    require_name(u, t);
    return n->c_name;
}

// The specifier of a type that is neither a pointer nor an array nor a function pointer.
static const char *base_c(Unit *u, const Type *t) {
    if (t->kind == TYPE_STRUCT || t->kind == TYPE_UNION || type_is_payload_enum(t))
        return nominal_c(u, t);
    if (t->kind == TYPE_CLASS) return arena_printf(u->arena, "%s *", nominal_c(u, t));
    if (t->kind == TYPE_ENUM || t->kind == TYPE_CENUM) return type_c(u, t->u.nominal->base);
    if (t->kind == TYPE_CSIZE) return "size_t";             // the runtime's header has it
    if (t->kind == TYPE_BOOL && u->is_shim) return "_Bool"; // which needs no header
    if (t->kind == TYPE_OPTION) return option_type(u, t);
    if (t->kind == TYPE_TUPLE)
        return arena_printf(u->arena, "SeamTuple_%s", name_of_type(u->arena, t) + strlen("tuple"));
    return type_info[t->kind].c;
}

// `T name` where `name` may already be a declarator such as `*p`.
static const char *declare(Unit *u, const Type *t, const char *name, bool is_const);

static const char *declare_pointer(Unit *u, const Type *t, const char *name) {
    const Type *elem = t->u.pointer.elem;
    bool wrapped = elem->kind == TYPE_CARRAY; // `(*p)[4]`
    return declare(u, elem, arena_printf(u->arena, wrapped ? "(*%s)" : "*%s", name),
                   t->u.pointer.is_const);
}

static const char *declare_function_pointer(Unit *u, const Type *t, const char *name) {
    const FunctionType *f = t->u.function;
    Text params;
    text_init(&params, u->arena);
    for (uint32_t i = 0; i < f->param_count; i++)
        text_printf(&params, "%s%s", i ? ", " : "", type_c(u, f->params[i].type));
    if (f->variadic) text_put(&params, f->param_count ? ", ..." : "...");
    const char *list = params.len ? params.chars : "void";
    return declare(u, f->result, arena_printf(u->arena, "(*%s)(%s)", name, list), false);
}

static const char *declare(Unit *u, const Type *t, const char *name, bool is_const) {
    if (t->kind == TYPE_UNSURE || type_is_null_pointer(t)) t = t->u.elem;
    bool pointer = t->kind == TYPE_CPTR || t->kind == TYPE_CFN || t->kind == TYPE_CVOIDPTR ||
                   t->kind == TYPE_CSTRING;
    if (pointer && is_const) name = arena_printf(u->arena, "const %s", name);
    if (t->kind == TYPE_CPTR) return declare_pointer(u, t, name);
    if (t->kind == TYPE_CFN) return declare_function_pointer(u, t, name);
    if (t->kind == TYPE_CARRAY) {
        unsigned long long count = t->u.carray.count;
        const char *bounds = count ? arena_printf(u->arena, "[%llu]", count) : "[]";
        return declare(u, t->u.carray.elem, arena_printf(u->arena, "%s%s", name, bounds), is_const);
    }
    const char *base =
        t->kind == TYPE_CVOIDPTR && t->u.pointer.is_const ? "const void *" : base_c(u, t);
    bool joined = !*name || *name == '[' || base[strlen(base) - 1] == '*';
    return arena_printf(u->arena, "%s%s%s%s", is_const && !pointer ? "const " : "", base,
                        joined ? "" : " ", name);
}

const char *declare_raw(Unit *u, const Type *t, const char *name) {
    return declare(u, t, name, false);
}

const char *declare_pointer_to(Unit *u, const Type *t, const char *name) {
    bool array = t->kind == TYPE_CARRAY; // `(*p)[4]`
    return declare_raw(u, t, arena_printf(u->arena, array ? "(*%s)" : "*%s", name));
}

// A CArray as a value is a struct around C's array, since that can be neither assigned nor
// returned.
static const char *array_value(Unit *u, const Type *t) {
    return arena_printf(u->arena, "SeamCArray%s", name_of_type(u->arena, t) + strlen("carray"));
}

const char *declare_c(Unit *u, const Type *t, const char *name) {
    if (t->kind != TYPE_CARRAY) return declare(u, t, name, false);
    bool joined = !*name || *name == '[';
    return arena_printf(u->arena, "%s%s%s", array_value(u, t), joined ? "" : " ", name);
}

const char *type_c(Unit *u, const Type *t) { return declare_c(u, t, ""); }

// ---- fields ----

const char *field_c_name(Unit *u, const Type *record, uint32_t index) {
    if (record->kind == TYPE_TUPLE) return arena_printf(u->arena, "f%u", index);
    const Nominal *n = record->u.nominal;
    const Field *f = &n->fields.items[index];
    if (!f->name) return arena_printf(u->arena, "seam_%u", index);
    return u->is_shim && n->is_c ? f->name->text : name_of_field(u->arena, f->name);
}

void require_parts(Unit *u, const Type *t) {
    while (t->kind == TYPE_CARRAY) t = t->u.carray.elem;
    require_type(u, t);
}

// Seam's structs and classes: C lays them out.
static void define_nominal(Unit *u, const Type *t) {
    const Nominal *n = t->u.nominal;
    require_name(u, t);
    for (uint32_t i = 0; i < n->fields.len; i++) require_type(u, n->fields.items[i].type);
    Text body;
    text_init(&body, u->arena);
    if (t->kind == TYPE_CLASS) text_put(&body, "SeamHead seam_head;\n");
    for (uint32_t i = 0; i < n->fields.len; i++)
        text_printf(&body, "%s;\n", declare_c(u, n->fields.items[i].type, field_c_name(u, t, i)));
    if (!body.len) text_put(&body, "char seam_empty;\n"); // C has no structs without fields
    // After those of its parts.
    text_put_braced(&u->types, arena_printf(u->arena, "struct %s", n->c_name), body.chars, ";");
}

static void define_c_record(Unit *u, const Type *t) {
    const Nominal *n = t->u.nominal;
    require_name(u, t);
    if (n->symbol && n->symbol->c) use_shim(u, n->symbol->c->import);
    define_record(u, n);
}

static void define_array(Unit *u, const Type *t) {
    require_parts(u, t);
    // `at[]` may not stand alone: a flexible array is no member to begin with.
    bool flexible = t->u.carray.count == 0;
    const char *at = declare_raw(u, flexible ? t->u.carray.elem : t, flexible ? "at[0]" : "at");
    text_printf(&u->types, "typedef struct { %s; } %s;\n", at, array_value(u, t));
}

static void define_tuple(Unit *u, const Type *t) {
    const char *name = base_c(u, t);
    for (uint32_t i = 0; i < t->u.tuple.count; i++) require_type(u, t->u.tuple.items[i]);
    text_printf(&u->types, "typedef struct %s {", name);
    for (uint32_t i = 0; i < t->u.tuple.count; i++)
        text_printf(&u->types, " %s;", declare_c(u, t->u.tuple.items[i], field_c_name(u, t, i)));
    text_printf(&u->types, " } %s;\n", name);
}

// Options that the runtime's own functions give, which it has declared.
static const char *runtime_option(const Type *elem) {
    if (elem->kind == TYPE_BOOL) return "SeamOptBool";
    if (elem->kind == TYPE_I64) return "SeamOptI64";
    return elem->kind == TYPE_F64 ? "SeamOptF64" : NULL;
}

const char *name_of_value(Unit *u, const Type *t) {
    if (type_is_null_pointer(t)) t = t->u.elem;
    switch ((int)t->kind) {
    case TYPE_ARRAY:
    case TYPE_VIEW: return "array";
    case TYPE_MAP:
    case TYPE_SET: return "map";
    case TYPE_INTERFACE: return "interface";
    case TYPE_FUNCTION: return "function";
    case TYPE_OPTION: return arena_printf(u->arena, "opt_%s", name_of_value(u, t->u.elem));
    }
    return name_of_type(u->arena, t);
}

// A definition by a macro, beside others: share.c reads them.
static void put_macro(Unit *u, const char *line) {
    const char *last = u->types.chars + u->types.len;
    if (u->types.len)
        for (last--; last > u->types.chars && last[-1] != '\n';) last--;
    if (u->types.len && strncmp(last, "SEAM_", 5) == 0) text_put_packed(&u->types, line);
    else text_put(&u->types, line);
}

// Is it one of those that the runtime has declared?
static bool is_among(const char *name, const char *const *names) {
    while (*names && strcmp(name, *names) != 0) names++;
    return *names;
}

const char *option_type(Unit *u, const Type *t) {
    assert(t->kind == TYPE_OPTION && !type_is_null_pointer(t));
    const char *known = runtime_option(t->u.elem);
    return known ? known : arena_printf(u->arena, "SeamOpt_%s", name_of_value(u, t->u.elem));
}

static void define_option(Unit *u, const Type *t) {
    static const char *const known[] = {"SeamOptBool",      "SeamOptI64",  "SeamOptF64",
                                        "SeamOpt_u8",       "SeamOpt_u32", "SeamOpt_interface",
                                        "SeamOpt_function", NULL};
    require_type(u, t->u.elem);
    const char *name = option_type(u, t);
    if (!is_among(name, known) && unit_say(u, name))
        put_macro(u, arena_printf(u->arena, "SEAM_OPT(%s, %s);\n", name, type_c(u, t->u.elem)));
}

void require_type(Unit *u, const Type *t) {
    if (t->kind == TYPE_CARRAY) {
        if (unit_mark(u, t, MARK_COMPLETE)) define_array(u, t);
    } else if (t->kind == TYPE_OPTION && !type_is_null_pointer(t)) {
        if (unit_mark(u, t, MARK_COMPLETE)) define_option(u, t);
    } else if (t->kind == TYPE_TUPLE) {
        if (unit_mark(u, t, MARK_COMPLETE)) define_tuple(u, t);
    } else if (type_is_payload_enum(t)) {
        if (unit_mark(u, t, MARK_COMPLETE)) define_enum(u, t);
    } else if (t->kind == TYPE_STRUCT || t->kind == TYPE_UNION) {
        bool known = t->u.nominal->is_opaque || (u->is_shim && t->u.nominal->is_c);
        if (known || !unit_mark(u, t, MARK_COMPLETE)) return;
        if (t->u.nominal->is_c) define_c_record(u, t);
        else define_nominal(u, t);
    }
}

void require_object(Unit *u, const Type *class_) {
    if (!is_runtime_class(class_) && unit_mark(u, class_, MARK_COMPLETE)) define_nominal(u, class_);
}

static void put_result_type(Unit *u, const Type *value, const char *name) {
    const char *type = type_c(u, value);
    bool simple = strchr(type, '(') == NULL && strchr(type, '[') == NULL; // else a declarator
    if (simple) put_macro(u, arena_printf(u->arena, "SEAM_RESULT(%s, %s);\n", name, type));
    else
        text_printf(&u->types, "typedef struct %s { %s; SeamObject *err; } %s;\n", name,
                    declare_c(u, value, "value"), name);
}

const char *result_type(Unit *u, const Type *value, bool throws) {
    if (!throws) return value->kind == TYPE_NEVER ? "void" : type_c(u, value);
    if (is_unvalued(value)) return "SeamObject *";
    static const char *const known[] = {"bool",    "i64",     "f64",      "string",
                                        "bytes",   "array",   "map",      "interface",
                                        "opt_i64", "opt_f64", "function", NULL};
    const char *of = name_of_value(u, value);
    const char *name = arena_printf(u->arena, "SeamResult_%s", of);
    require_type(u, value);
    if (unit_mark(u, value, MARK_RESULT) && !is_among(of, known) && unit_say(u, name))
        put_result_type(u, value, name);
    return name;
}
