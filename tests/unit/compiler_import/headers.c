// What becomes of the things that C can declare, each from a small header.
// req: A1.3
// req in part: A1.4
#include <string.h>

#include "world.h"

typedef struct Row {
    const char *name;
    const char *type;
} Row;

static void check_types(World *w, CImport *c, const Row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        CHECK_STR(world_type(w, c, rows[i].name), rows[i].type, rows[i].name);
    CHECK_STR(world_errors(w), "", NULL);
}
#define CHECK_TYPES(w, c, rows) check_types((w), (c), (rows), sizeof(rows) / sizeof *(rows))

TEST(scalars_keep_their_width_and_their_name) {
    World w;
    world_open(&w);
    world_write(
        &w, "t.h",
        "#include <stddef.h>\n#include <stdint.h>\n"
        "extern int a; extern unsigned long b; extern size_t c; extern int32_t d; extern uint8_t e;\n"
        "extern _Bool f; extern char g; extern float h; extern double i; extern intptr_t j;\n"
        "typedef uint16_t mine; extern mine k;\n");
    static const Row rows[] = {{"a", "CInt"},    {"b", "CULong"}, {"c", "CSize"}, {"d", "i32"},
                               {"e", "u8"},      {"f", "CBool"},  {"g", "CChar"}, {"h", "CFloat"},
                               {"i", "CDouble"}, {"j", "isize"},  {"k", "u16"},   {"mine", "u16"}};
    CHECK_TYPES(&w, world_import(&w, "t.h"), rows);
    world_close(&w);
}

TEST(pointers_say_what_they_point_to_and_whether_they_may_be_null) {
    World w;
    world_open(&w);
    world_write(
        &w, "t.h",
        "struct s; extern const char *text; extern char *buffer; extern const void *raw;\n"
        "extern struct s *const *list; extern void *_Nonnull sure; extern void *_Nullable maybe;\n"
        "void take(struct s *a, void *b, int c[4], void f(int)) __attribute__((nonnull(1)));\n");
    static const Row rows[] = {
        {"text", "CString (unsure)"},
        {"buffer", "CPtr<CChar> (unsure)"},
        {"raw", "CPtr<const void> (unsure)"},
        {"list", "CPtr<const CPtr<s>> (unsure)"},
        {"sure", "CVoidPtr"},
        {"maybe", "CVoidPtr?"},
        {"take", "(a: CPtr<s>, b: CVoidPtr, c: CPtr<CInt>, f: CFn<(CInt) => void>) => void"},
    };
    CImport *c = world_import(&w, "t.h");
    CHECK_TYPES(&w, c, rows);
    const TypeParam *p = world_symbol(&w, c, "take")->type->u.function->params;
    CHECK_EQ(p[0].type->kind, TYPE_CPTR, "nonnull");
    CHECK_EQ(p[1].type->kind, TYPE_UNSURE, "no fact");
    world_close(&w);
}

static const Field *field(World *w, CImport *c, const char *type, const char *name) {
    Symbol *symbol = world_symbol(w, c, type);
    return symbol ? nominal_field(symbol->type->u.nominal, intern_text(&w->session.names, name))
                  : NULL;
}

TEST(records_have_the_layout_of_c) {
    World w;
    world_open(&w);
    world_write(
        &w, "t.h",
        "struct s { int a : 3; unsigned b : 5; long double wide; union { int u; struct { short x, y; }; };\n"
        "  struct { int inner; } named; struct s *next; char tail[]; };\n"
        "struct __attribute__((packed)) p { char c; int i; };\n");
    CImport *c = world_import(&w, "t.h");
    const Nominal *s = world_symbol(&w, c, "s")->type->u.nominal;
    CHECK_EQ(s->size, 48, "size");
    CHECK_EQ(s->align, 16, "align");
    CHECK(s->complete && s->is_c && !s->is_opaque);
    static const struct {
        const char *name, *type;
        uint64_t offset;
    } rows[] = {{"a", "CInt", 0},    {"u", "CInt", 32},       {"x", "CShort", 32},
                {"y", "CShort", 34}, {"next", "CPtr<s>", 40}, {"tail", "CArray<CChar, 0>", 48}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Field *f = field(&w, c, "s", rows[i].name);
        if (!CHECK(f != NULL)) continue;
        CHECK_EQ(f->offset, rows[i].offset, rows[i].name);
        CHECK_STR(type_text(&w.session.arena, f->type), rows[i].type, rows[i].name);
    }
    const Field *b = field(&w, c, "s", "b"), *wide = field(&w, c, "s", "wide");
    CHECK(b && b->offset == 0 && b->bit_offset == 3 && b->bit_width == 5);
    CHECK(wide && wide->offset == 16 && wide->symbol && wide->symbol->kind == SYMBOL_C_UNUSABLE);
    CHECK(world_symbol(&w, c, "p")->type->u.nominal->is_packed);
    CHECK(field(&w, c, "s", "next")->type->u.elem->u.pointer.elem == s->type);
    world_close(&w);
}

TEST(names_of_records_are_those_that_users_say) {
    World w;
    world_open(&w);
    world_write(
        &w, "t.h",
        "typedef struct z_s { int a; } z; typedef struct { int b; } bare; struct plain; typedef struct plain plain;\n"
        "typedef struct _hidden { int c; } Shown;\n"
        "struct stat { int d; }; int stat(struct stat *s);\n");
    CImport *c = world_import(&w, "t.h");
    static const struct {
        const char *name, *shown, *c_name, *header_name;
    } rows[] = {{"z", "z", "struct z_s", "struct z_s"},
                {"z_s", "z", "struct z_s", "struct z_s"},
                {"bare", "bare", "struct seam_anon_bare", "bare"},
                {"plain", "plain", "struct plain", "struct plain"},
                {"Shown", "Shown", "struct _hidden", "struct _hidden"},
                {"struct_stat", "stat", "struct stat", "struct stat"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Symbol *symbol = world_symbol(&w, c, rows[i].name);
        if (!CHECK(symbol && symbol->kind == SYMBOL_TYPE)) continue;
        const Nominal *n = symbol->type->u.nominal;
        CHECK_STR(n->name->text, rows[i].shown, rows[i].name);
        CHECK_STR(n->c_name, rows[i].c_name, rows[i].name);
        CHECK_STR(n->c_header_name, rows[i].header_name, rows[i].name);
        CHECK(n->symbol && n->symbol->c && n->symbol->type == symbol->type);
    }
    CHECK(world_symbol(&w, c, "z")->type == world_symbol(&w, c, "z_s")->type);
    CHECK_EQ(world_symbol(&w, c, "stat")->kind, SYMBOL_C_FUNCTION, "stat");
    CHECK(world_symbol(&w, c, "plain")->type->u.nominal->is_opaque);
    world_close(&w);
}

TEST(enums_are_types_and_their_constants_too) {
    World w;
    world_open(&w);
    world_write(
        &w, "t.h",
        "enum e { A, B = -1 }; typedef enum { C = 7 } f; enum { PLAIN = 3, WIDE = 5000000000 };\n"
        "void g(enum e x, f y);\n#define ALSO_C C\n");
    CImport *c = world_import(&w, "t.h");
    static const Row rows[] = {
        {"A", "e"},        {"B", "e"},         {"C", "f"}, {"ALSO_C", "f"},
        {"PLAIN", "CInt"}, {"WIDE", "CULong"}, {"e", "e"}, {"g", "(x: e, y: f) => void"}};
    CHECK_TYPES(&w, c, rows);
    CHECK_EQ(world_symbol(&w, c, "B")->c->value.integer, -1, "B");
    CHECK_EQ(world_symbol(&w, c, "e")->type->u.nominal->base->kind, TYPE_CINT, "base of e");
    CHECK_EQ(world_symbol(&w, c, "f")->type->u.nominal->values.len, 1, "values of f");
    world_close(&w);
}

TEST(functions_carry_what_the_header_says_of_them) {
    World w;
    world_open(&w);
    world_write(
        &w, "t.h",
        "static inline int twice(int x) { return 2 * x; }\n"
        "_Noreturn void die(void); void leave(void) __attribute__((noreturn));\n"
        "int old(void) __attribute__((deprecated(\"use new\")));\n"
        "int log_it(int level, const char *format, ...) __attribute__((format(printf, 2, 3)));\n"
        "int renamed(void) __asm__(\"other\");\n"
        "char *must(void) __attribute__((returns_nonnull));\n"
        "int setjmp(void *buffer); long double wide(int x); void list(__builtin_va_list rest);\n");
    CImport *c = world_import(&w, "t.h");
    CHECK(world_symbol(&w, c, "twice")->c->is_inline);
    CHECK(world_symbol(&w, c, "die")->c->is_noreturn);
    CHECK(world_symbol(&w, c, "leave")->c->is_noreturn);
    CHECK_STR(world_symbol(&w, c, "old")->c->deprecated, "use new", NULL);
    CHECK_EQ(world_symbol(&w, c, "log_it")->c->format_param, 2, "format");
    CHECK(world_symbol(&w, c, "log_it")->c->is_variadic);
    CHECK_STR(world_symbol(&w, c, "renamed")->c->asm_label, "other", NULL);
    CHECK_STR(world_symbol(&w, c, "old")->c->asm_label, NULL, NULL);
    CHECK_STR(world_symbol(&w, c, "log_it")->c->signature, "int (int, const char *, ...)", NULL);
    CHECK_EQ(world_symbol(&w, c, "must")->type->u.function->result->kind, TYPE_CPTR,
             "returns_nonnull");
    CHECK_STR(world_reason(&w, c, "setjmp"), "returns twice: Seam's cleanup cannot hold across it",
              NULL);
    CHECK_STR(world_reason(&w, c, "wide"),
              "its result has the type long double, which Seam cannot express yet", NULL);
    CHECK_STR(world_reason(&w, c, "list"),
              "its parameter `rest` has the type va_list, which Seam cannot express yet", NULL);
    world_close(&w);
}

TEST(object_like_macros) {
    World w;
    world_open(&w);
    world_write(
        &w, "t.h",
        "#define TEXT \"a\" \"b\"\n#define JOINED TEXT \"c\"\n#define SHIFTED (1u << 31)\n#define SIZE sizeof(long)\n"
        "#define HALF 0.5f\n#define GONE 1\n#undef GONE\n#define AGAIN 1\n#undef AGAIN\n#define AGAIN 2\n"
        "#define WORD unsigned long\n#define CAST ((void (*)(int))-1)\n#define LISTED 1, 2\n#define BRACED {0}\n"
        "#define LOOP LOOP2\n#define LOOP2 LOOP\n#define OPEN (\n#define EMPTY\n#define LINE __LINE__\n"
        "int real(int x);\n#define alias real\n#define CALL(x, ...) real(x)\n"
        "extern int *cell(void);\n#define place (*cell())\n#define twice_place (place * 2)\n");
    CImport *c = world_import(&w, "t.h");
    static const Row rows[] = {{"TEXT", "CString"},
                               {"JOINED", "CString"},
                               {"SHIFTED", "CUInt"},
                               {"SIZE", "CULong"},
                               {"HALF", "CFloat"},
                               {"AGAIN", "CInt"},
                               {"WORD", "CULong"},
                               {"alias", "(x: CInt) => CInt"},
                               {"place", "CInt"},
                               {"twice_place", "CInt"},
                               {"CAST", "CFn<(CInt) => void> (unsure)"},
                               {"LINE", "CInt"}};
    CHECK_TYPES(&w, c, rows);
    CHECK_STR(world_symbol(&w, c, "JOINED")->c->value.text, "abc", NULL);
    CHECK_EQ(world_symbol(&w, c, "SHIFTED")->c->value.integer, 0x80000000, "SHIFTED");
    CHECK_EQ(world_symbol(&w, c, "AGAIN")->c->value.integer, 2, "AGAIN");
    CHECK_STR(world_symbol(&w, c, "alias")->c->c_name, "real", NULL);
    CHECK_EQ(world_symbol(&w, c, "CALL")->kind, SYMBOL_C_MACRO, "CALL");
    CHECK(world_symbol(&w, c, "CALL")->c->macro_params == 1 &&
          world_symbol(&w, c, "CALL")->c->is_variadic);
    CHECK(world_symbol(&w, c, "GONE") == NULL);
    const Symbol *place = world_symbol(&w, c, "place"), *value = world_symbol(&w, c, "twice_place");
    CHECK(place->kind == SYMBOL_C_GLOBAL && place->c->needs_shim &&
          !(place->flags & SYMBOL_READONLY));
    CHECK(value->kind == SYMBOL_C_GLOBAL && (value->flags & SYMBOL_READONLY));
    CHECK_EQ(world_symbol(&w, c, "CAST")->c->constant, CCONST_POINTER_EXPR, "CAST");
    CHECK(world_symbol(&w, c, "LINE")->c->needs_shim);
    CHECK_STR(world_reason(&w, c, "EMPTY"), CIMPORT_EMPTY_MACRO, NULL);
    CHECK_STR(world_reason(&w, c, "BRACED"), "is a macro for an initial value in braces", NULL);
    static const char *const none[] = {"LISTED", "LOOP", "OPEN"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        CHECK_STR(world_reason(&w, c, none[i]),
                  "is a macro that is neither an expression nor a type", none[i]);
    world_close(&w);
}

TEST(one_c_type_is_one_type_whatever_header_it_came_through) {
    World w;
    world_open(&w);
    world_write(&w, "thing.h", "struct thing { int a; };\n");
    world_write(&w, "one.h", "#include \"thing.h\"\nvoid one(struct thing *t);\n");
    world_write(&w, "two.h", "struct thing; void two(struct thing *t);\n");
    CImport *two = world_import(&w, "two.h"); // opaque here, completed by the next
    Symbol *in_two = world_symbol(&w, two, "thing");
    CHECK(in_two->type->u.nominal->is_opaque);
    CImport *one = world_import(&w, "one.h");
    CHECK(world_symbol(&w, one, "thing")->type == in_two->type);
    CHECK(!in_two->type->u.nominal->is_opaque && in_two->type->u.nominal->size == 4);
    CHECK(world_import(&w, "one.h") == one);
    world_close(&w);
}

TEST(the_same_tag_with_another_layout_is_another_type) {
    World w;
    world_open(&w);
    world_write(&w, "t.h", "struct t { int a;\n#ifdef MORE\n  int b;\n#endif\n};\n");
    const char *headers[] = {"t.h"}, *defines[] = {"MORE"};
    CImportRequest request = {
        .headers = headers, .header_count = 1, .defines = defines, .base_dir = w.dir};
    CImport *small = cimport_load(&w.imports, &request);
    request.define_count = 1;
    CImport *big = cimport_load(&w.imports, &request);
    CHECK(small != big && strcmp(cimport_key(small), cimport_key(big)) != 0);
    const Nominal *a = world_symbol(&w, small, "t")->type->u.nominal,
                  *b = world_symbol(&w, big, "t")->type->u.nominal;
    CHECK(a != b);
    CHECK_STR(b->c_name, "struct t__2", NULL);
    world_close(&w);
}
