// Constructors: constants are folded, and what cannot panic is known not to.
#include "../test.h"
#include "make.h"

typedef struct Row {
    const char *name;
    TokenKind op;
    int64_t left, right;
    bool folds;
    int64_t value;
} Row;

TEST(build_folds_integers_that_fit) {
    static const Row rows[] = {
        {"sum", TOKEN_PLUS, 2, 3, true, 5},
        {"sum that overflows", TOKEN_PLUS, INT64_MAX, 1, false, 0},
        {"difference", TOKEN_MINUS, 2, 3, true, -1},
        {"product that overflows", TOKEN_STAR, INT64_MAX, 2, false, 0},
        {"quotient", TOKEN_SLASH, 7, 2, true, 3},
        {"division by zero", TOKEN_SLASH, 7, 0, false, 0},
        {"least by minus one", TOKEN_SLASH, INT64_MIN, -1, false, 0},
        {"shift", TOKEN_SHL, 1, 10, true, 1024},
        {"shift into the sign", TOKEN_SHL, 1, 63, false, 0},
    };
    Make m;
    make_open(&m);
    const Type *type = type_basic(&m.program.types, I64);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Row *r = &rows[i];
        Span span = {0, 0, 0};
        MirExpr *e =
            mir_binary(m.arena, MIR_BINARY, r->op, type, mir_int(m.arena, type, r->left, span),
                       mir_int(m.arena, type, r->right, span));
        CHECK_EQ(e->kind == MIR_INT, r->folds, r->name);
        if (e->kind == MIR_INT) CHECK_EQ(e->u.integer, r->value, r->name);
    }
    make_close(&m);
}

TEST(build_knows_what_cannot_panic) {
    Make m;
    make_open(&m);
    const Span span = {0, 0, 0};
    const Type *i64 = type_basic(&m.program.types, I64), *u8 = type_basic(&m.program.types, U8),
               *f64 = type_basic(&m.program.types, F64);
    MirExpr *x = make_read(&m, make_local(&m, "x", i64)),
            *y = make_read(&m, make_local(&m, "y", f64)),
            *b = make_read(&m, make_local(&m, "b", u8)), *two = mir_int(m.arena, i64, 2, span);
    CHECK(mir_binary(m.arena, MIR_BINARY, TOKEN_PLUS, i64, x, two)->can_panic);
    CHECK(!mir_binary(m.arena, MIR_BINARY, TOKEN_PLUS_WRAP, i64, x, two)->can_panic);
    CHECK(!mir_binary(m.arena, MIR_BINARY, TOKEN_SLASH, i64, x, two)->can_panic);
    CHECK(!mir_binary(m.arena, MIR_BINARY, TOKEN_SHL, i64, x, two)->can_panic);
    CHECK(!mir_binary(m.arena, MIR_BINARY, TOKEN_PLUS, f64, y, y)->can_panic);
    CHECK(mir_convert(m.arena, CONVERT_CHECKED, u8, x, span)->can_panic);
    CHECK(!mir_convert(m.arena, CONVERT_C_RANGE, i64, b, span)->can_panic);
    CHECK(mir_convert(m.arena, CONVERT_CHECKED, i64, y, span)->can_panic);
    MirExpr *small = mir_convert(m.arena, CONVERT_CHECKED, u8, two, span);
    CHECK(small->kind == MIR_INT && small->type == u8);
    make_close(&m);
}
