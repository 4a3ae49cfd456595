// The leak report: what is alive is counted, by type and place; after the stress tests nothing is.
#define SEAM_LEAKS
#include "../runtime_core/helpers.c"
#include "../runtime_core/stress_test.c"
#include "core/memory/leak.h"

#include <stdlib.h>
#include <unistd.h>

// Before the first allocation asks for it.
__attribute__((constructor)) static void track(void) { setenv("SEAM_LEAKS", "1", 1); }

TEST(tracked_objects_come_and_go) {
    int64_t before = leak_count();
    SeamStr s = text_of("a string");
    Node *node = node_new(1, node_new(2, NULL, NULL), NULL);
    CHECK_EQ(leak_count() - before, 3, "alive");
    seam_release(s);
    seam_release(node);
    CHECK_EQ(leak_count() - before, 0, "alive");
}

static SeamObject *forget(SeamArrayRef args, int64_t *code) {
    (void)args, (void)code;
    // Places name the file of the last `#line`, as in a unit.
#line 5 "test.seam"
    for (int i = 0; i < 3; i++) SEAM_SITE(5, 3), node_new(1, NULL, NULL);
    // What makes a collection notes its own line (seam/site.h).
#line 6
    seam_map_new(&seam_type_string, &seam_type_i64, 0), seam_array_new(&seam_type_f64, 3);
#line 32 "tests/unit/runtime_leaks/leaks_test.c"
    return NULL;
}
static void forgets(void) { _exit(seam_main(1, NULL, forget)); }

static SeamObject *forget_and_exit(SeamArrayRef args, int64_t *code) {
    (void)args, (void)code;
    node_new(1, NULL, NULL);
    seam_exit(0);
}
static void exits(void) { _exit(seam_main(1, NULL, forget_and_exit)); }

static SeamObject *forget_and_fail(SeamArrayRef args, int64_t *code) {
    *code = 5;
    return forget(args, code);
}
static void fails(void) { _exit(seam_main(1, NULL, forget_and_fail)); }

TEST(leaks_are_listed_with_their_places) {
    CHECK_EQ(leak_count(), 0, "nothing is left of the tests before");
    Ending ending = ending_of(forgets);
    CHECK_STR(ending.err,
              "leaks: 5 objects are still alive at exit\n"
              "      3 x Node  at test.seam:5:3\n"
              "      1 x Map<string, int>  at test.seam:6\n"
              "      1 x float[]  at test.seam:6\n",
              "report");
    CHECK_EQ(ending.code, 23, "exit code");
    CHECK_EQ(ending_of(exits).code, 0, "what exit() abandons is no leak");
    CHECK_EQ(ending_of(fails).code, 5, "the program's own code");
}

TEST(z_last_nothing_is_left) { CHECK_EQ(leak_count(), 0, "objects"); }
