// mir_verify finds each kind of miscount and of misshapen MIR, in programs that are right but for
// that.
#include "../test.h"
#include "make.h"

#include <string.h>

static void expect(Make *m, bool counted, const char *mistake) {
    const char *found = make_verified(m, counted);
    CHECK_STR(*mistake && strstr(found, mistake) ? mistake : found, mistake, NULL);
}

TEST(verify_accepts_what_is_released_once) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string);
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)), make_release(&m, a)));
    expect(&m, true, "");
    make_close(&m);
}

TEST(verify_finds_a_leak_at_the_end_of_a_scope) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string);
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m))));
    expect(&m, true, "f: `a` is not given up at the end of its block");
    make_close(&m);
}

TEST(verify_finds_a_leak_at_a_return) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string);
    make_body(&m,
              BLOCK(&m, make_let(&m, a, make_text(&m)),
                    make_if(&m, BLOCK(&m, make_return(&m, NULL)), NOTHING), make_release(&m, a)));
    expect(&m, true, "`a` is not given up at a return");
    make_close(&m);
}

TEST(verify_finds_a_leak_on_one_branch) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string);
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)),
                        make_if(&m, BLOCK(&m, make_release(&m, a)), NOTHING)));
    expect(&m, true, "`a` is not given up");
    make_close(&m);
}

TEST(verify_finds_a_second_release) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string);
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)),
                        make_if(&m, BLOCK(&m, make_release(&m, a)), NOTHING), make_release(&m, a)));
    expect(&m, true, "`a` is released, but may be gone");
    make_close(&m);
}

TEST(verify_finds_a_release_in_a_loop) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string);
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)),
                        make_loop(&m, BLOCK(&m, make_release(&m, a)))));
    expect(&m, true, "`a` is released, but may be gone");
    make_close(&m);
}

TEST(verify_finds_a_use_after_a_move) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string), b = make_local(&m, "b", m.string);
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)),
                        make_let(&m, b, make_of(&m, MIR_MOVE, make_read(&m, a))), make_use(&m, a),
                        make_release(&m, b)));
    expect(&m, true, "`a` is read, but may be empty or gone");
    make_close(&m);
}

TEST(verify_finds_a_count_that_is_missing) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string), b = make_local(&m, "b", m.string);
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)), make_let(&m, b, make_read(&m, a)),
                        make_release(&m, b), make_release(&m, a)));
    expect(&m, true, "what b takes over has no count");
    make_close(&m);
}

TEST(verify_lets_a_zeroed_local_be_empty) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string);
    make_body(&m, BLOCK(&m, make_let(&m, a, NULL),
                        make_if(&m, BLOCK(&m, make_set(&m, a, make_text(&m), true)), NOTHING),
                        make_release(&m, a)));
    expect(&m, true, "`a` is released, but may be gone");
    m.function.locals.items[a].zeroed = true;
    expect(&m, true, "");
    make_close(&m);
}

TEST(verify_follows_errors) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string), b = make_local(&m, "b", m.string);
    MirExpr *call = make_call(&m);
    call->u.call.unwind = ARENA_NEW(m.arena, MirExit);
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)), make_let(&m, b, call),
                        make_release(&m, b), make_release(&m, a)));
    expect(&m, true, "`a` is not given up when an error leaves");
    mir_push(m.arena, &call->u.call.unwind->cleanup, make_release(&m, a));
    expect(&m, true, "");
    call->u.call.unwind = NULL;
    expect(&m, true, "a call that throws leads nowhere");
    make_close(&m);
}

TEST(verify_finds_misshapen_trees) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string), b = make_local(&m, "b", m.string);
    MirExpr *nested = make_of(&m, MIR_SOME, make_text(&m));
    make_body(&m, BLOCK(&m, make_let(&m, a, nested)));
    expect(&m, false, "inside a tree");
    make_body(&m, BLOCK(&m, make_use(&m, a)));
    expect(&m, false, "`a` is used before its declaration");
    make_body(
        &m, BLOCK(&m, make_scope(&m, BLOCK(&m, make_let(&m, b, make_text(&m)))), make_use(&m, b)));
    expect(&m, false, "`b` is used before its declaration");
    make_body(&m, BLOCK(&m, make_jump(&m, MIR_BREAK)));
    expect(&m, false, "a jump out of loop 1, which is not around it");
    make_body(&m, BLOCK(&m, make_return(&m, NULL), make_let(&m, a, make_text(&m))));
    expect(&m, false, "statements that are never reached");
    make_body(&m, BLOCK(&m, make_let(&m, a, make_true(&m))));
    expect(&m, false, "a: `string` is given `bool`");
    make_close(&m);
}
