// Interned types, the questions about them, and their texts.
#include "types/type.h"

#include "../test.h"

typedef struct Fixture {
    Arena arena;
    Interner names;
    TypeTable types;
} Fixture;

static void open_fixture(Fixture *f) {
    arena_init(&f->arena);
    intern_init(&f->names, &f->arena);
    types_init(&f->types, &f->arena, &f->names);
}

static Nominal *new_nominal(Fixture *f, const char *name, TypeKind kind) {
    Nominal *n = ARENA_NEW(&f->arena, Nominal);
    n->name = intern_text(&f->names, name);
    type_nominal(&f->types, kind, n);
    return n;
}

TEST(equal_types_are_one_pointer) {
    Fixture f;
    open_fixture(&f);
    TypeTable *t = &f.types;
    const Type *text = type_basic(t, STRING), *number = type_basic(t, I64);
    const Type *pair[] = {text, number}, *turned[] = {number, text};
    CHECK(type_array(t, text) == type_array(t, text));
    CHECK(type_array(t, text) != type_array(t, number));
    CHECK(type_array(t, text) != type_view(t, text));
    CHECK(type_map(t, text, number) == type_map(t, text, number));
    CHECK(type_map(t, text, number) != type_map(t, number, text));
    CHECK(type_tuple(t, pair, 2) == type_tuple(t, pair, 2));
    CHECK(type_tuple(t, pair, 2) != type_tuple(t, turned, 2));
    CHECK(type_cptr(t, number, true) != type_cptr(t, number, false));
    CHECK(type_cvoidptr(t, false) == type_basic(t, CVOIDPTR));
    CHECK(type_carray(t, number, 3) != type_carray(t, number, 4));
    arena_deinit(&f.arena);
}

TEST(ten_thousand_types_stay_apart) {
    Fixture f;
    open_fixture(&f);
    const Type *made[10000];
    for (uint32_t i = 0; i < 10000; i++)
        made[i] = type_carray(&f.types, type_basic(&f.types, U8), i);
    for (uint32_t i = 0; i < 10000; i++) {
        CHECK(type_carray(&f.types, type_basic(&f.types, U8), i) == made[i]);
        CHECK_EQ(made[i]->u.carray.count, i, NULL);
    }
    arena_deinit(&f.arena);
}

TEST(an_option_of_an_option_is_one_option) {
    Fixture f;
    open_fixture(&f);
    TypeTable *t = &f.types;
    const Type *p = type_basic(t, CVOIDPTR), *maybe = type_option(t, p);
    CHECK(type_option(t, maybe) == maybe);
    CHECK(type_option(t, type_unsure(t, p)) == maybe);
    CHECK(type_unsure(t, maybe) == maybe);
    CHECK(type_unsure(t, type_unsure(t, p)) == type_unsure(t, p));
    CHECK(type_option(t, type_basic(t, POISON)) == type_basic(t, POISON));
    CHECK(type_strip(type_unsure(t, p)) == p && type_strip(maybe) == p && type_strip(p) == p);
    CHECK(type_is_null_pointer(maybe) && !type_is_null_pointer(type_option(t, type_basic(t, I64))));
    arena_deinit(&f.arena);
}

TEST(parameter_names_count_in_functions_but_not_in_c_pointers) {
    Fixture f;
    open_fixture(&f);
    TypeParam a = {.name = intern_text(&f.names, "a"), .type = type_basic(&f.types, I64)};
    TypeParam b = {.name = intern_text(&f.names, "b"), .type = type_basic(&f.types, I64)};
    FunctionType fa = {.params = &a, .param_count = 1, .result = type_basic(&f.types, VOID)},
                 fb = fa;
    fb.params = &b;
    const Type *with_a = type_function(&f.types, &fa), *with_b = type_function(&f.types, &fb);
    CHECK(with_a != with_b && type_same_function(with_a, with_b));
    CHECK(type_cfn(&f.types, &fa) == type_cfn(&f.types, &fb));
    a.name = NULL; // the table keeps its own copy
    CHECK_STR(with_a->u.function->params[0].name->text, "a", NULL);
    fb.variadic = true;
    CHECK(!type_same_function(with_a, type_function(&f.types, &fb)));
    arena_deinit(&f.arena);
}

TEST(a_struct_is_counted_when_a_field_is_even_if_that_is_learnt_later) {
    Fixture f;
    open_fixture(&f);
    Nominal *n = new_nominal(&f, "S", TYPE_STRUCT);
    const Type *option = type_option(&f.types, n->type), *array = type_carray(&f.types, n->type, 2);
    CHECK(!type_is_counted(n->type) && !type_is_counted(option));
    VEC_PUSH(&f.arena, &n->fields,
             ((Field){.name = n->name, .type = type_basic(&f.types, STRING)}));
    CHECK(type_is_counted(n->type) && type_is_counted(option) && type_is_counted(array));
    CHECK(type_is_counted(type_weak(&f.types, n->type)) &&
          !type_is_counted(type_basic(&f.types, CSTRING)));
    arena_deinit(&f.arena);
}

TEST(numbers_know_their_width_and_range) {
    static const struct {
        TypeKind kind;
        uint32_t bits;
        int64_t min;
        uint64_t max;
    } rows[] = {{TYPE_I8, 8, INT8_MIN, INT8_MAX},     {TYPE_U8, 8, 0, UINT8_MAX},
                {TYPE_I32, 32, INT32_MIN, INT32_MAX}, {TYPE_I64, 64, INT64_MIN, INT64_MAX},
                {TYPE_U64, 64, 0, UINT64_MAX},        {TYPE_CINT, 32, INT32_MIN, INT32_MAX},
                {TYPE_CULONG, 64, 0, UINT64_MAX},     {TYPE_CCHAR, 8, INT8_MIN, INT8_MAX},
                {TYPE_USIZE, 64, 0, UINT64_MAX}};
    Fixture f;
    open_fixture(&f);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Type *t = f.types.basic[rows[i].kind];
        const char *name = type_info[rows[i].kind].text;
        int64_t min = 1;
        uint64_t max = 0;
        CHECK_EQ(type_bits(t), rows[i].bits, name);
        CHECK(type_int_range(t, &min, &max));
        CHECK_EQ(min, rows[i].min, name);
        CHECK(max == rows[i].max);
        CHECK_EQ(type_is_signed(t), rows[i].min < 0, name);
    }
    int64_t min;
    uint64_t max;
    CHECK(!type_int_range(type_basic(&f.types, F64), &min, &max));
    CHECK(!type_is_integer(type_basic(&f.types, BOOL)) &&
          type_bits(type_basic(&f.types, BOOL)) == 8);
    arena_deinit(&f.arena);
}

TEST(a_seam_struct_of_plain_fields_has_the_layout_of_c) {
    Fixture f;
    open_fixture(&f);
    Nominal *n = new_nominal(&f, "S", TYPE_STRUCT);
    const Type *fields[] = {type_basic(&f.types, U8), type_basic(&f.types, I64),
                            type_basic(&f.types, CSHORT)};
    for (size_t i = 0; i < 3; i++)
        VEC_PUSH(&f.arena, &n->fields, ((Field){.name = n->name, .type = fields[i]}));
    uint64_t size;
    uint32_t align;
    CHECK(!type_c_layout(n->type, &size, &align)); // not complete yet
    n->complete = true;
    CHECK(type_c_layout(n->type, &size, &align) && size == 24 && align == 8);
    CHECK(type_c_layout(type_carray(&f.types, n->type, 3), &size, &align) && size == 72);
    VEC_PUSH(&f.arena, &n->fields,
             ((Field){.name = n->name, .type = type_basic(&f.types, STRING)}));
    CHECK(!type_c_layout(n->type, &size, &align));
    arena_deinit(&f.arena);
}

TEST(texts_are_what_the_user_writes) {
    Fixture f;
    open_fixture(&f);
    TypeTable *t = &f.types;
    const Type *text = type_basic(t, STRING), *number = type_basic(t, I64);
    const Type *pair[] = {text, number};
    TypeParam params[] = {{.name = intern_text(&f.names, "a"), .type = number},
                          {.name = intern_text(&f.names, "b"), .type = text, .has_default = true}};
    FunctionType function = {.params = params, .param_count = 2, .result = text};
    Nominal *error = new_nominal(&f, "DbError", TYPE_CLASS);
    FunctionType throwing = {.result = type_basic(t, VOID), .throws = error->type};
    FunctionType callback = {
        .params = params, .param_count = 1, .result = number, .variadic = true};
    const struct {
        const Type *type;
        const char *text;
    } rows[] = {
        {number, "int"},
        {type_option(t, text), "string?"},
        {type_array(t, type_option(t, number)), "int?[]"},
        {type_option(t, type_array(t, number)), "int[]?"},
        {type_view(t, text), "readonly string[]"},
        {type_option(t, type_view(t, text)), "(readonly string[])?"},
        {type_map(t, text, type_array(t, number)), "Map<string, int[]>"},
        {type_tuple(t, pair, 2), "[string, int]"},
        {type_weak(t, error->type), "weak DbError"},
        {type_function(t, &function), "(a: int, b?: string) => string nothrow"},
        {type_option(t, type_function(t, &function)), "((a: int, b?: string) => string nothrow)?"},
        {type_function(t, &throwing), "() => void throws DbError"},
        {type_cfn(t, &callback), "CFn<(int, ...) => int>"},
        {type_cptr(t, type_basic(t, CCHAR), true), "CPtr<const CChar>"},
        {type_cvoidptr(t, true), "CPtr<const void>"},
        {type_cvoidptr(t, false), "CVoidPtr"},
        {type_carray(t, type_basic(t, U8), 16), "CArray<u8, 16>"},
        {type_array(t, type_unsure(t, type_basic(t, CSTRING))), "CString[]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_STR(type_text(&f.arena, rows[i].type), rows[i].text, NULL);
    arena_deinit(&f.arena);
}
