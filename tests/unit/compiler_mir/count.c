// Counting, on shapes that the language does not write (yet), or that need to be exact; the rest is
// in tests/cases.
#include "../test.h"
#include "make.h"

TEST(count_moves_the_last_use_and_copies_the_others) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string), b = make_local(&m, "b", m.string),
             c = make_local(&m, "c", m.string);
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)), make_let(&m, b, make_read(&m, a)),
                        make_let(&m, c, make_read(&m, a))));
    CHECK_STR(make_counted(&m),
              "function f(): void\n"
              "  scope\n"
              "    let a: string = template \"x\"\n"
              "    let b: string = copy a\n"
              "    let c: string = move a\n"
              "    release c\n"
              "    release b\n",
              NULL);
    CHECK_EQ(m.function.stats.copies, 1, "copies");
    CHECK_EQ(m.function.stats.moved, 1, "moved");
    make_close(&m);
}

TEST(count_keeps_what_c_was_lent) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string), b = make_local(&m, "b", m.string);
    m.function.locals.items[a].address_taken = true;
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)), make_let(&m, b, make_read(&m, a))));
    CHECK_STR(make_counted(&m),
              "function f(): void\n"
              "  scope\n"
              "    let a: string = template \"x\"\n"
              "    let b: string = copy a\n"
              "    release b\n"
              "    release a\n",
              NULL);
    make_close(&m);
}

TEST(count_ends_temporaries_with_their_statement) {
    Make m;
    make_open(&m);
    uint32_t t = make_local(&m, "t1", m.string), u = make_local(&m, "t2", m.string),
             a = make_local(&m, "a", m.string);
    make_body(&m, BLOCK(&m, make_let(&m, t, make_text(&m)), make_let(&m, u, make_call(&m)),
                        make_ends(make_use(&m, t)), make_let(&m, a, make_call(&m))));
    CHECK_STR(make_counted(&m),
              "function f(): void\n"
              "  scope\n"
              "    let t1: string = template \"x\"\n"
              "    let t2: string = call g() ! release t1, caller\n"
              "    eval call print(t1)\n"
              "    release t2\n"
              "    release t1\n"
              "    let a: string = call g() ! caller\n"
              "    release a\n",
              NULL);
    make_close(&m);
}

// Moved on the way to the break only: elsewhere it is released, so it may be empty where the paths
// meet.
TEST(count_zeroes_a_local_that_one_path_moves) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string), b = make_local(&m, "b", m.string);
    MirBlock leave = BLOCK(
        &m, make_scope(&m, BLOCK(&m, make_let(&m, b, make_read(&m, a)), make_jump(&m, MIR_BREAK))));
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)),
                        make_loop(&m, BLOCK(&m, make_if(&m, leave, NOTHING)))));
    CHECK_STR(make_counted(&m),
              "function f(): void\n"
              "  scope\n"
              "    let a?: string = template \"x\"\n"
              "    loop 1 while true\n"
              "      if true\n"
              "        scope\n"
              "          let b: string = move a\n"
              "          release b\n"
              "          break 1\n"
              "    release a\n",
              NULL);
    make_close(&m);
}

TEST(count_stores_to_an_empty_local_without_a_release) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string), b = make_local(&m, "b", m.string);
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)), make_let(&m, b, make_read(&m, a)),
                        make_set(&m, a, make_text(&m), false), make_use(&m, a)));
    CHECK_STR(make_counted(&m),
              "function f(): void\n"
              "  scope\n"
              "    let a: string = template \"x\"\n"
              "    let b: string = move a\n"
              "    init a = template \"x\"\n"
              "    eval call print(a)\n"
              "    release b\n"
              "    release a\n",
              NULL);
    make_close(&m);
}

// Each copy of a deferred block declares locals of its own.
TEST(count_writes_a_defer_at_every_way_out) {
    Make m;
    make_open(&m);
    uint32_t a = make_local(&m, "a", m.string), b = make_local(&m, "b", m.string);
    MirBlock deferred =
        BLOCK(&m, make_scope(&m, BLOCK(&m, make_let(&m, b, make_read(&m, a)), make_use(&m, b))));
    make_body(&m, BLOCK(&m, make_let(&m, a, make_text(&m)), make_defer(&m, deferred),
                        make_if(&m, BLOCK(&m, make_return(&m, NULL)), NOTHING)));
    CHECK_STR(make_counted(&m),
              "function f(): void\n"
              "  scope\n"
              "    let a: string = template \"x\"\n"
              "    if true\n"
              "      scope\n"
              "        let b: string = copy a\n"
              "        eval call print(b)\n"
              "        release b\n"
              "      release a\n"
              "      return\n"
              "    scope\n"
              "      let b_2: string = copy a\n"
              "      eval call print(b_2)\n"
              "      release b_2\n"
              "    release a\n",
              NULL);
    make_close(&m);
}
