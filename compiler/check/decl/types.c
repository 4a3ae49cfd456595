// Type expressions -> Types. A type is resolved wherever it stands, and then asked whether it may
// stand there: a variable wants a value type, a pointer's target may be opaque, a result may be
// `void`.
#include <string.h>

#include "check/check.h"
#include "check/decl/declare.h"
#include "check/generic/generic.h"

static const Type *resolve(Checker *c, Node *n);
static const Type *value_type(Checker *c, Node *n);

static const Type *poison(Checker *c) { return type_basic(c->types, POISON); }

static const char *text_of(Checker *c, const Type *t) { return type_text(c->arena, t); }

__attribute__((format(printf, 3, 4))) static Diag *not_here(Checker *c, Span span,
                                                            const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(c->arena, format, args);
    va_end(args);
    return diag_error(&c->session->diags, E0203, span, "%s", message);
}

// ---- which types may stand where ----

static bool is_opaque(const Type *t) {
    return (t->kind == TYPE_STRUCT || t->kind == TYPE_UNION) && t->u.nominal->is_c &&
           (t->u.nominal->is_opaque || !t->u.nominal->complete);
}

// A value of it can be held by a variable, a field, an element. Says why not.
static bool is_value_type(Checker *c, const Type *t, Span span) {
    if (t->kind == TYPE_VOID || t->kind == TYPE_NEVER) {
        Diag *g = not_here(c, span, "`%s` has no values: it can only be a function's result",
                           text_of(c, t));
        diag_help(g, "write the type of the value, or leave the declaration out");
        return false;
    }
    if (t->kind == TYPE_WEAK) {
        Diag *g = diag_error(&c->session->diags, E0352, span,
                             "`%s` stands only for a field or a variable", text_of(c, t));
        diag_help(g, "take a `%s?` here; what is weak reads as that", text_of(c, t->u.elem));
        diag_help(g,
                  "to hold many weakly, wrap each: `class Link { constructor(it: %s) { this.it "
                  "= it }  private it: weak %s }`",
                  text_of(c, t->u.elem), text_of(c, t->u.elem));
        return false;
    }
    if (is_opaque(t)) {
        Diag *g = not_here(c, span, "`%s` is opaque: its header does not say what is in it",
                           text_of(c, t));
        diag_help(g, "hold a pointer to it: `CPtr<%s>`", text_of(c, t));
        return false;
    }
    return true;
}

// C can hold a value of it: what pointers, C arrays and C functions speak of.
static bool has_c_form(const Type *t) {
    if (t->kind == TYPE_OPTION) return type_is_c_pointer(t->u.elem);
    if (t->kind == TYPE_STRUCT) return t->u.nominal->is_c || !type_is_counted(t);
    if (t->kind == TYPE_CARRAY) return has_c_form(t->u.carray.elem);
    return type_is_number(t) || t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL ||
           t->kind == TYPE_CENUM || type_is_c_like(t) || t->kind == TYPE_UNION ||
           type_is_c_pointer(t) || t->kind == TYPE_POISON;
}

static const char *c_form_of(const Type *t) {
    if (t->kind == TYPE_STRING) return "CString";
    if (t->kind == TYPE_BUFFER) return "CPtr<u8>";
    if (t->kind == TYPE_CLASS || t->kind == TYPE_ARRAY || t->kind == TYPE_MAP) return "CVoidPtr";
    return NULL;
}

bool check_c_form(Checker *c, const Type *t, Span span) {
    if (has_c_form(t)) return true;
    Diag *g = not_here(c, span, "C knows no values of type `%s`", text_of(c, t));
    if (c_form_of(t)) diag_help(g, "the type that C has for it is `%s`", c_form_of(t));
    return false;
}

// ---- forms: built-in types with parts ----

typedef const Type *FormMaker(Checker *c, Node *n);

static Node *arg_of(Node *n, uint32_t i) { return n->u.type_name.args.items[i]; }

// Values that are equal or not by what they are, and stay so.
static bool is_key_type(const Type *t) {
    if (t->kind == TYPE_OPTION) return is_key_type(t->u.elem);
    for (uint32_t i = 0; t->kind == TYPE_TUPLE && i < t->u.tuple.count; i++)
        if (!is_key_type(t->u.tuple.items[i])) return false;
    return type_is_integer(t) || type_is_float(t) || t->kind == TYPE_BOOL ||
           t->kind == TYPE_STRING || t->kind == TYPE_CENUM || t->kind == TYPE_DURATION ||
           t->kind == TYPE_POISON || t->kind == TYPE_TUPLE || t->kind == TYPE_ENUM ||
           t->kind == TYPE_PARAM || t->kind == TYPE_CLASS || t->kind == TYPE_INTERFACE ||
           (t->kind == TYPE_STRUCT && !t->u.nominal->is_c);
}

// What within a key says when two are equal, but not their hash: the type, or NULL.
static const Type *unhashed_part(Checker *c, const Type *t) {
    if (t->kind == TYPE_OPTION) return unhashed_part(c, t->u.elem);
    for (uint32_t i = 0; t->kind == TYPE_TUPLE && i < t->u.tuple.count; i++) {
        const Type *part = unhashed_part(c, t->u.tuple.items[i]);
        if (part) return part;
    }
    bool own = t->kind == TYPE_CLASS || t->kind == TYPE_STRUCT || t->kind == TYPE_ENUM;
    if (!own || !generic_implements(c, t, KNOWN_EQUATABLE)) return NULL;
    return generic_implements(c, t, KNOWN_HASHABLE) ? NULL : t;
}

static void report_unhashed(Checker *c, const Type *t, const Type *part, Span span) {
    Diag *g = diag_error(&c->session->diags, E0353, span, "`%s` cannot be the key of a map",
                         text_of(c, t));
    const Symbol *s = part->u.nominal->symbol;
    if (s && s->span.source)
        diag_label(g, s->span, "`%s` has an `equals` of its own, but no `hash`", s->name->text);
    diag_note(g, "keys that are equal must have equal hashes");
    diag_help(g, "let `%s` implement `Hashable`: `hash(): u64 { .. }`", text_of(c, part));
}

bool check_key_type(Checker *c, const Type *t, Span span) {
    bool is_key = is_key_type(t);
    const Type *part = is_key ? unhashed_part(c, t) : NULL;
    if (part) {
        report_unhashed(c, t, part, span);
    } else if (!is_key) {
        Diag *g = diag_error(&c->session->diags, E0269, span, "`%s` cannot be the key of a map",
                             text_of(c, t));
        diag_note(g, "keys, and items of sets, can be numbers, `bool`, `string`, enums, objects, "
                     "and structs and tuples of these");
        if (t->kind == TYPE_BUFFER)
            diag_help(g, "a buffer can change: take its text as the key, `data.toString(\"hex\")`");
        if (t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW)
            diag_help(g,
                      "an array can change: take a tuple such as `[%s, %s]`, or text: "
                      "`xs.join(\",\")`",
                      text_of(c, t->u.elem), text_of(c, t->u.elem));
    }
    return is_key && !part;
}

static const Type *make_map(Checker *c, Node *n) {
    const Type *key = value_type(c, arg_of(n, 0));
    const Type *value = value_type(c, arg_of(n, 1));
    check_key_type(c, key, arg_of(n, 0)->span);
    return type_map(c->types, key, value);
}

static const Type *make_set(Checker *c, Node *n) {
    const Type *elem = value_type(c, arg_of(n, 0));
    check_key_type(c, elem, arg_of(n, 0)->span);
    return type_set(c->types, elem);
}

// What `CPtr<..>` points to: opaque types too, which is what handles are.
static const Type *pointee(Checker *c, Node *n) {
    const Type *t = resolve(c, n);
    if (is_opaque(t) || t->kind == TYPE_VOID || has_c_form(t)) return t;
    Diag *g = not_here(c, n->span, "a pointer to `%s` means nothing to C", text_of(c, t));
    if (c_form_of(t)) diag_help(g, "the type that C has for it is `%s`", c_form_of(t));
    return poison(c);
}

static const Type *make_cptr(Checker *c, Node *n) {
    Node *arg = arg_of(n, 0);
    bool is_const = arg->kind == NODE_TYPE_CONST;
    const Type *elem = pointee(c, is_const ? arg->u.type_of.elem : arg);
    arg->type = elem;
    if (elem->kind == TYPE_POISON) return elem;
    if (elem->kind == TYPE_VOID) return type_cvoidptr(c->types, is_const);
    return type_cptr(c->types, elem, is_const);
}

static const Type *make_cfn(Checker *c, Node *n) {
    const Type *t = resolve(c, arg_of(n, 0));
    if (t->kind == TYPE_POISON) return t;
    if (t->kind != TYPE_FUNCTION) {
        Diag *g = not_here(c, arg_of(n, 0)->span, "`CFn` takes the type of a function, not `%s`",
                           text_of(c, t));
        diag_help(g, "write `CFn<(a: CInt, b: CInt) => CInt>`");
        return poison(c);
    }
    FunctionType f = *t->u.function;
    f.throws = NULL; // an error of a callback is held until the C call returns
    bool ok = f.result->kind == TYPE_VOID || check_c_form(c, f.result, arg_of(n, 0)->span);
    for (uint32_t i = 0; i < f.param_count; i++)
        ok = check_c_form(c, f.params[i].type, arg_of(n, 0)->span) && ok;
    return ok ? type_cfn(c->types, &f) : poison(c);
}

// The length of a `CArray<T, N>`: a number or a header's constant. -1 for anything else.
static int64_t array_length(Checker *c, Node *n) {
    int64_t count = -1;
    if (n->kind == NODE_TYPE_NAME) n = n->u.type_name.path; // parsed where a type may stand
    bool dotted = n->kind == NODE_MEMBER && n->u.member.object->kind == NODE_NAME;
    Symbol *space = dotted ? scope_find(c->scope, n->u.member.object->u.name.name) : NULL;
    if (n->kind != NODE_INT && !(space && space->kind == SYMBOL_NAMESPACE)) return -1;
    if (check_expr(c, &n, NULL)->kind == TYPE_POISON) return 0; // reported
    return check_constant_int(c, n, &count) && count > 0 && count <= INT32_MAX ? count : -1;
}

static const Type *make_carray(Checker *c, Node *n) {
    Node *elem_node = arg_of(n, 0), *length = arg_of(n, 1);
    const Type *elem = value_type(c, elem_node);
    int64_t count = array_length(c, length);
    if (count < 0) {
        Diag *g = not_here(c, length->span, "the length of a `CArray` is a constant from 1 to %d",
                           INT32_MAX);
        diag_help(g, "write a number, or a header's constant: `CArray<u8, C.BUFSIZ>`");
    }
    if (count <= 0 || elem->kind == TYPE_POISON || !check_c_form(c, elem, elem_node->span))
        return poison(c);
    return type_carray(c->types, elem, (uint64_t)count);
}

// Inside of a type: itself, or in an interface the type that implements it.
static const Type *make_self(Checker *c, Node *n) {
    if (c->self) return generic_self(c, c->self);
    not_here(c, n->span, "`Self` is the type around it, and there is none");
    return poison(c);
}

static const struct {
    const char *name;
    uint32_t args;
    FormMaker *make; // NULL: not supported yet, `help` says what to do instead
    const char *help;
} forms[] = {
    {"Map", 2, make_map, "Map<string, int>"},
    {"CPtr", 1, make_cptr, "CPtr<u8>"},
    {"CFn", 1, make_cfn, "CFn<(a: CInt) => CInt>"},
    {"CArray", 2, make_carray, "CArray<u8, 16>"},
    {"Set", 1, make_set, "Set<string>"},
    {"Task", 1, NULL, "tasks come with `spawn` and `await`"},
    {"Channel", 1, NULL, "channels come with tasks"},
    {"Mutex", 1, NULL, "locks come with tasks"},
    {"RwLock", 1, NULL, "locks come with tasks"},
    {"Atomic", 1, NULL, "atomic values come with tasks"},
    {"Panic", 0, NULL, "a panic ends the program"},
    {"ForeignError", 0, NULL, "test the result and throw an error of your own"},
    {"PyObject", 0, NULL, "`extern Python` comes later"},
    {"PyArray", 1, NULL, "`extern Python` comes later"},
    {"PyArrayView", 1, NULL, "`extern Python` comes later"},
    {"Json", 0, NULL, "JSON comes with the standard modules"},
    {"Value", 0, NULL, "native modules come later"},
    {"Self", 0, make_self, "Self"},
};
enum { FORM_COUNT = sizeof forms / sizeof *forms };

// How TypeScript, C and others call what Seam calls differently (what cannot be a name at all, the
// parser says).
static const struct {
    const char *name;
    const char *help;
} habits[] = {
    {"bigint", "write `int` (64 bits, checked)"},
    {"Boolean", "write `bool`"},
    {"Number", "write `int` or `float`"},
    {"String", "write `string`"},
    {"str", "write `string`"},
    {"object", "declare a struct or a class"},
    {"Object", "declare a struct or a class"},
    {"Function", "write `(a: A) => R`; C's function pointers are `CFn<(a: CInt) => CInt>`"},
    {"Array", "write `T[]`: `[]` is an empty one, and `[0].repeat(n)` has n items"},
    {"Option", "write `T?`"},
    {"Maybe", "write `T?`"},
    {"Vector", "write `T[]`"},
    {"Box", "leave it out: classes are references, and an enum may hold itself"},
    {"Rc", "leave it out: objects of classes are counted references"},
    {"Arc", "leave it out: objects of classes are counted references"},
    {"i128", "write `i64`, or two of them"},
    {"u128", "write `u64`, or two of them"},
    {"CustomStringConvertible", "write `Printable`, or just the method `toString(): string`"},
    {"Display", "write `Printable`, or just the method `toString(): string`"},
    {"Sequence", "write `Iterable<T>`"},
    {"Partial", "declare a struct whose fields are optional: `name: T? = null`"},
    {"Readonly", "mark the fields: `readonly name: T`; a view of an array is `readonly T[]`"},
    {"symbol", "declare an enum"},
    {"ReadonlyArray", "write `readonly T[]`"},
    {"Record", "write `Map<K, V>`"},
    {"Dictionary", "write `Map<K, V>`"},
    {"Dict", "write `Map<K, V>`"},
    {"HashMap", "write `Map<K, V>`"},
    {"HashSet", "write `Set<T>`"},
    {"List", "write `T[]`"},
    {"Vec", "write `T[]`"},
    {"Int", "write `int`"},
    {"Double", "write `float`"},
    {"Float", "write `float`, or `f32`"},
    {"Bool", "write `bool`"},
    {"Void", "write `void`, or no result type"},
    {"Character", "write `u32` for a code point"},
    {"Comparable", "write `Ordered`"},
    {"Symbol", "write a class that implements `Iterable<T>`"},
    {"TypeError", "write `Error`, or a class that implements it"},
    {"RangeError", "write `Error`, or a class that implements it"},
    {"Exception", "write `Error`"},
    {"Promise", "nothing is coloured async: write the type of the result alone"},
    {"Optional", "write `T?`"},
    {"Date", "a moment is an `int`, nanoseconds since 1970: `time.now()`, `time.toISO(t)`"},
    {"RegExp", "regular expressions are not supported yet: `find` and `split` are"},
    {"WeakMap", "write `Map<K, V>` with `weak T` in what it holds"},
    {"WeakRef", "write `weak T`"},
    {"Buffer", "write `bytes`"},
    {"Uint8Array", "write `bytes`"},
    {"ArrayBuffer", "write `bytes`"},
    {"Pointer", "write `CPtr<T>`"},
    {"integer", "write `int`"},
    {"double", "write `float`, or `CDouble` for C's"},
    {"char", "write `u8` for a byte, `u32` for a character, `CChar` for C's"},
    {"byte", "write `u8`"},
    {"short", "write `i16`, or `CShort` for C's"},
    {"long", "write `int`, or `CLong` for C's"},
    {"unsigned", "write `u32`, or `CUInt` for C's"},
    {"uint", "write `u64`, or `CUInt` for C's"},
    {"size_t", "write `CSize`"},
    {"ssize_t", "write `isize`"},
    {"int8_t", "write `i8`"},
    {"int16_t", "write `i16`"},
    {"int32_t", "write `i32`"},
    {"int64_t", "write `i64`"},
    {"uint8_t", "write `u8`"},
    {"uint16_t", "write `u16`"},
    {"uint32_t", "write `u32`"},
    {"uint64_t", "write `u64`"},
    {"CVoid", "write `CVoidPtr` for a pointer to anything"},
};

// ---- names ----

static const Type *unknown_type(Checker *c, Node *at, Name name) {
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (strcmp(habits[i].name, name->text) != 0) continue;
        Diag *g =
            diag_error(&c->session->diags, E0201, at->span, "Seam has no type `%s`", name->text);
        diag_help(g, "%s", habits[i].help);
        return poison(c);
    }
    Diag *g = diag_error(&c->session->diags, E0103, at->span, "unknown type `%s`", name->text);
    if (!may_suggest(c)) return poison(c);
    Nearest nearest;
    nearest_init(&nearest, name->text);
    for (const Scope *s = c->scope; s; s = s->outer)
        for (uint32_t i = 0; i < s->entries.len; i++)
            if (s->entries.items[i].symbol->kind == SYMBOL_TYPE)
                nearest_offer(&nearest, s->entries.items[i].name->text);
    for (size_t i = 0; i < FORM_COUNT; i++)
        if (forms[i].make) nearest_offer(&nearest, forms[i].name);
    if (nearest.best) diag_help(g, "did you mean `%s`?", nearest.best);
    else diag_help(g, "declare it, or import it: `import { %s } from \"./file\"`", name->text);
    return poison(c);
}

static const Type *make_form(Checker *c, Node *n, Name name) {
    for (size_t i = 0; i < FORM_COUNT; i++) {
        if (strcmp(forms[i].name, name->text) != 0) continue;
        if (!forms[i].make) {
            check_unsupported(c, n->span, arena_printf(c->arena, "the type `%s` is", name->text),
                              forms[i].help);
            return poison(c);
        }
        if (n->u.type_name.args.len == forms[i].args) return forms[i].make(c, n);
        Diag *g = diag_error(&c->session->diags, E0202, n->span,
                             "`%s` takes %u type argument%s, not %u", name->text, forms[i].args,
                             forms[i].args == 1 ? "" : "s", n->u.type_name.args.len);
        diag_help(g, "write for example `%s`", forms[i].help);
        return poison(c);
    }
    return unknown_type(c, n, name);
}

static const char *kind_of(SymbolKind kind) {
    switch (kind) {
    case SYMBOL_LOCAL: return "a variable";
    case SYMBOL_PARAM: return "a parameter";
    case SYMBOL_GLOBAL: return "a variable";
    case SYMBOL_FUNCTION: return "a function";
    case SYMBOL_METHOD: return "a method";
    case SYMBOL_FIELD: return "a field";
    case SYMBOL_TYPE: return "a type";
    case SYMBOL_TYPE_PARAM: return "a type parameter";
    case SYMBOL_VARIANT: return "a variant";
    case SYMBOL_NAMESPACE: return "a name space";
    case SYMBOL_BUILTIN: return "a built-in function";
    case SYMBOL_C_FUNCTION: return "a C function";
    case SYMBOL_C_CONSTANT: return "a C constant";
    case SYMBOL_C_GLOBAL: return "a C variable";
    case SYMBOL_C_MACRO: return "a C macro";
    case SYMBOL_C_UNUSABLE: return "a C name";
    }
    unreachable("symbol kind");
}

// A declared type is one before its members are known. So circles of any length go no deeper here.
static bool is_declared(const Symbol *s) {
    return s->kind == SYMBOL_TYPE && s->type && s->node && s->node->kind != NODE_ALIAS;
}

static const Type *instance_type(Checker *c, Node *n, Symbol *generic) {
    Symbol *s = generic_explicit(c, generic, &n->u.type_name.args, n->span);
    if (!s) return poison(c);
    if (s->node->kind == NODE_ALIAS) check_symbol(c, s);
    return s->type ? s->type : poison(c);
}

static const Type *type_of_symbol(Checker *c, Node *n, Symbol *s) {
    if (!is_declared(s)) check_symbol(c, s);
    s->flags |= SYMBOL_USED;
    if (s->type && s->type->kind == TYPE_POISON) return s->type;
    if (s->generic && s->kind == SYMBOL_TYPE) return instance_type(c, n, s);
    if (s->kind != SYMBOL_TYPE && s->kind != SYMBOL_TYPE_PARAM) {
        Diag *g = diag_error(&c->session->diags, E0107, n->span, "`%s` is %s, no type",
                             s->name->text, kind_of(s->kind));
        diag_label(g, s->span, "declared here");
        bool typed = s->kind != SYMBOL_FUNCTION && s->kind != SYMBOL_NAMESPACE && s->type &&
                     s->type->kind != TYPE_POISON;
        if (typed) diag_help(g, "its type is `%s`", text_of(c, s->type));
        else diag_help(g, "write the name of a type; `type Name = ..` gives one another name");
        return poison(c);
    }
    if (n->u.type_name.args.len) {
        diag_help(diag_error(&c->session->diags, E0202, n->span, "`%s` takes no type arguments",
                             s->name->text),
                  "write `%s` alone", s->name->text);
        return poison(c);
    }
    return s->type;
}

// `sqlite.sqlite3`, `module.Type`.
static const Type *dotted_type(Checker *c, Node *n, Node *path) {
    Node *head = path->u.member.object;
    if (head->kind != NODE_NAME) {
        diag_help(
            diag_error(&c->session->diags, E0107, path->span, "a type's name has at most one dot"),
            "types do not stand inside of types: write `%s`, or `space.%s`",
            path->u.member.name->text, path->u.member.name->text);
        return poison(c);
    }
    Symbol *space = check_name(c, head->u.name.name, head->span);
    if (!space) return poison(c);
    if (space->kind != SYMBOL_NAMESPACE) {
        if (space->type && space->type->kind == TYPE_POISON) return poison(c);
        Diag *g = diag_error(&c->session->diags, E0107, head->span, "`%s` is %s, no name space",
                             space->name->text, kind_of(space->kind));
        diag_label(g, space->span, "declared here");
        diag_help(g, "a type behind a dot is one of an import: `import * as m from \"./file\"`");
        return poison(c);
    }
    head->u.name.symbol = space;
    Symbol *s = check_namespace_member(c, space, path->u.member.name, path->u.member.name_span);
    path->u.member.symbol = s;
    return s ? type_of_symbol(c, n, s) : poison(c);
}

static const Type *named_type(Checker *c, Node *n) {
    Node *path = n->u.type_name.path;
    if (path->kind == NODE_MEMBER) return dotted_type(c, n, path);
    if (path->kind != NODE_NAME) return poison(c);
    Symbol *s = scope_find(c->scope, path->u.name.name);
    if (!s) return make_form(c, n, path->u.name.name);
    path->u.name.symbol = s;
    return type_of_symbol(c, n, s);
}

Symbol *check_bare_generic(Checker *c, Node *n) {
    if (n->kind != NODE_TYPE_NAME || n->u.type_name.args.len) return NULL;
    Node *path = n->u.type_name.path;
    Symbol *s = NULL;
    if (path->kind == NODE_NAME) {
        s = scope_find(c->scope, path->u.name.name);
        path->u.name.symbol = s;
    } else if (path->kind == NODE_MEMBER && path->u.member.object->kind == NODE_NAME) {
        const Symbol *space = scope_find(c->scope, path->u.member.object->u.name.name);
        bool module = space && space->kind == SYMBOL_NAMESPACE && space->target;
        s = module ? scope_find_here(space->target->scope, path->u.member.name) : NULL;
        if (s && !(s->flags & SYMBOL_EXPORTED)) s = NULL; // resolving says so
    }
    return s && s->generic && s->kind == SYMBOL_TYPE ? s : NULL;
}

// ---- the other kinds ----

static const Type *option_type(Checker *c, Node *n) {
    const Type *elem = value_type(c, n->u.type_of.elem);
    return elem->kind == TYPE_POISON ? elem : type_option(c->types, elem);
}

static const Type *array_type(Checker *c, Node *n) {
    const Type *elem = value_type(c, n->u.type_of.elem);
    return elem->kind == TYPE_POISON ? elem : type_array(c->types, elem);
}

static const Type *readonly_type(Checker *c, Node *n) {
    const Type *t = value_type(c, n->u.type_of.elem);
    if (t->kind == TYPE_POISON || t->kind == TYPE_VIEW) return t;
    if (t->kind == TYPE_ARRAY) return type_view(c->types, t->u.elem);
    if (t->kind == TYPE_MAP || t->kind == TYPE_SET) return type_readonly(c->types, t);
    Diag *g = not_here(c, n->span,
                       "`readonly` makes a view of an array, a map or a set, and `%s` is none",
                       text_of(c, t));
    diag_help(g, "write `readonly T[]`");
    return poison(c);
}

static const Type *function_type(Checker *c, Node *n) {
    const NodeList *params = &n->u.type_function.params;
    TypeParam *made = ARENA_ARRAY(c->arena, TypeParam, params->len);
    bool ok = true;
    for (uint32_t i = 0; i < params->len; i++) {
        Node *p = params->items[i];
        if (p->kind != NODE_PARAM || !p->u.param.type) return poison(c);
        made[i].type = value_type(c, p->u.param.type);
        made[i].is_rest = p->u.param.flags & DECL_REST;
        ok = ok && made[i].type->kind != TYPE_POISON;
    }
    Node *result = n->u.type_function.result;
    FunctionType f = {.params = made, .param_count = params->len};
    f.result = result ? check_result_type(c, result) : type_basic(c->types, VOID);
    if (n->u.type_function.throws_type)
        f.throws = check_throws_type(c, n->u.type_function.throws_type);
    else if (!n->u.type_function.nothrow)
        f.throws = c->types->error_interface; // unless its type says otherwise
    f.open = !n->u.type_function.throws_type && !n->u.type_function.throws_written &&
             !n->u.type_function.nothrow;
    return ok && f.result->kind != TYPE_POISON ? type_function(c->types, &f) : poison(c);
}

static const Type *tuple_type(Checker *c, Node *n) {
    const NodeList *items = &n->u.type_tuple.items;
    const Type **types = ARENA_ARRAY(c->arena, const Type *, items->len);
    bool ok = true;
    for (uint32_t i = 0; i < items->len; i++) {
        types[i] = value_type(c, items->items[i]);
        ok = ok && types[i]->kind != TYPE_POISON;
    }
    if (items->len == 0) not_here(c, n->span, "a tuple has at least one part");
    return ok && items->len ? type_tuple(c->types, types, items->len) : poison(c);
}

static const Type *weak_type(Checker *c, Node *n) {
    const Type *t = value_type(c, n->u.type_of.elem);
    if (t->kind == TYPE_OPTION) t = t->u.elem; // it may be null anyway
    if (t->kind == TYPE_POISON) return t;
    if (t->kind == TYPE_CLASS || t->kind == TYPE_INTERFACE) {
        t->u.nominal->is_weak_target = true;
        return type_weak(c->types, t);
    }
    Diag *g = diag_error(&c->session->diags, E0352, n->span, "there is no weak reference to `%s`",
                         text_of(c, t));
    diag_note(g,
              "only objects of classes and interface values can go while something refers to them");
    diag_help(g, "leave `weak` out; or make a class of it");
    return poison(c);
}

static const Type *stray_const(Checker *c, Node *n) {
    Diag *g = not_here(c, n->span, "`const` belongs into a pointer type");
    diag_help(g, "write `CPtr<const T>`");
    return poison(c);
}

static const Type *stray_number(Checker *c, Node *n) {
    not_here(c, n->span, "a number is no type; only `CArray<T, N>` takes one");
    return poison(c);
}

static FormMaker *const makers[NODE_KIND_COUNT] = {
    [NODE_TYPE_NAME] = named_type,    [NODE_TYPE_ARRAY] = array_type,
    [NODE_TYPE_OPTION] = option_type, [NODE_TYPE_READONLY] = readonly_type,
    [NODE_TYPE_WEAK] = weak_type,     [NODE_TYPE_CONST] = stray_const,
    [NODE_TYPE_TUPLE] = tuple_type,   [NODE_TYPE_FUNCTION] = function_type,
    [NODE_INT] = stray_number,
};

static const Type *resolve(Checker *c, Node *n) {
    FormMaker *make = makers[n->kind]; // none: the parser left a poison node
    n->type = make ? make(c, n) : poison(c);
    return n->type;
}

static const Type *value_type(Checker *c, Node *n) {
    const Type *t = resolve(c, n);
    if (!is_value_type(c, t, n->span)) n->type = poison(c);
    return n->type;
}

// ---- for the rest of the checker ----

const Type *check_type(Checker *c, Node *type_node) { return value_type(c, type_node); }

const Type *check_stored_type(Checker *c, Node *type_node) {
    const Type *t = resolve(c, type_node);
    return t->kind == TYPE_WEAK ? t : check_type(c, type_node);
}

const Type *check_declared_type(Checker *c, Node *type_node) { return resolve(c, type_node); }

const Type *check_result_type(Checker *c, Node *type_node) {
    const Type *t = resolve(c, type_node);
    bool ok = t->kind == TYPE_VOID || t->kind == TYPE_NEVER || is_value_type(c, t, type_node->span);
    if (!ok) type_node->type = poison(c);
    return type_node->type;
}

bool type_is_error(const Checker *c, const Type *t) {
    return t == c->types->error_interface ||
           ((t->kind == TYPE_CLASS || t->kind == TYPE_INTERFACE) &&
            nominal_implements(t->u.nominal, c->types->error_interface));
}

bool type_is_error_value(Checker *c, const Type *t) {
    return (t->kind == TYPE_STRUCT || t->kind == TYPE_ENUM || t->kind == TYPE_PARAM) &&
           generic_satisfies(c, t, c->types->error_interface);
}

const Type *check_throws_type(Checker *c, Node *type_node) {
    const Type *t = resolve(c, type_node);
    bool interface_ = t->kind == TYPE_INTERFACE && t != c->types->error_interface;
    if (t->kind == TYPE_POISON || (type_is_error(c, t) && !interface_)) return t;
    if (interface_ || type_is_error_value(c, t)) {
        Diag *g = diag_error(&c->session->diags, E0403, type_node->span,
                             "`throws` names one class, and `%s` is %s", text_of(c, t),
                             interface_ ? "an interface" : "none");
        diag_help(g, "name `Error`, for any error");
        return poison(c);
    }
    Diag *g = diag_error(&c->session->diags, E0403, type_node->span,
                         "`%s` is no error: it does not implement `Error`", text_of(c, t));
    if (t->kind == TYPE_CLASS) diag_help(g, "write `class %s implements Error`", text_of(c, t));
    else diag_help(g, "name a class that implements `Error`, or `Error` itself, for any error");
    return poison(c);
}
