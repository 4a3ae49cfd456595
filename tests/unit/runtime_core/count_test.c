// Counting: who is finalized, when and in which order; shared, immortal and overflowing counts.
#include "helpers.h"

#include <errno.h>
#include <pthread.h>

TEST(the_last_release_finalizes_and_then_releases_the_fields_in_order) {
    Node *tree = node_new(1, node_new(2, node_new(3, NULL, NULL), node_new(4, NULL, NULL)),
                          node_new(5, node_new(6, NULL, NULL), NULL));
    node_log_count = 0;
    seam_retain(tree);
    seam_release(tree);
    CHECK_EQ(node_log_count, 0, "still referred to");
    seam_release(tree);
    CHECK_EQ(node_log_count, 6, "all are gone");
    for (int64_t i = 0; i < 6; i++) CHECK_EQ(node_log[i], i + 1, "order");
}

TEST(a_list_of_a_million_needs_no_c_stack) {
    Node *list = NULL;
    for (int64_t i = 0; i < 1000000; i++) list = node_new(i, list, NULL);
    node_log_count = 0;
    seam_release(list);
    CHECK_EQ(node_log_count, 1000000, "finalized");
    CHECK_EQ(node_log[0], 999999, "from the first on");
}

TEST(a_field_that_another_holds_survives) {
    Node *kept = node_new(7, NULL, NULL);
    seam_retain(kept);
    Node *owner = node_new(8, kept, NULL);
    node_log_count = 0;
    seam_release(owner);
    CHECK_EQ(node_log_count, 1, "only the owner");
    CHECK_EQ(kept->head.count, 1, "count");
    seam_release(kept);
}

TEST(an_object_that_was_not_constructed_is_not_finalized) {
    Node *node = seam_object_new(&type_node);
    node->next = node_new(9, NULL, NULL);
    CHECK(seam_is_class(&node->head, &type_node));
    node_log_count = 0;
    seam_release(node);
    CHECK_EQ(node_log_count, 1, "the field is");
    CHECK_EQ(node_log[0], 9, "the field");
}

TEST(immortal_objects_are_not_counted) {
    SEAM_STRING_LITERAL(literal, "text", 4);
    SeamStr s = SEAM_STR(literal);
    seam_retain(s);
    seam_release(s);
    seam_release(s);
    CHECK_EQ(s->head.count, 0, "count");
}

TEST(counts_that_overflow_become_immortal) {
    Node *node = node_new(1, NULL, NULL);
    node->head.count = INT32_MAX;
    seam_retain(node);
    int32_t stuck = node->head.count;
    CHECK(stuck < 0);
    for (int i = 0; i < 10; i++) seam_release(node);
    seam_retain(node);
    CHECK_EQ(node->head.count, stuck, "unchanged");
    node->head.count = 1;
    seam_release(node);
}

enum { ROUNDS = 20000 };

static void *retain_and_release(void *object) {
    for (int i = 0; i < ROUNDS; i++) {
        seam_retain(object);
        seam_release(object);
    }
    seam_release(object);
    return NULL;
}

TEST(shared_objects_are_counted_atomically) {
    Node *node = node_new(3, NULL, NULL);
    node->head.count = -4; // shared, four references
    node_log_count = 0;
    pthread_t threads[3];
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, retain_and_release, node);
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    CHECK_EQ(node->head.count, -1, "one is left");
    CHECK_EQ(node_log_count, 0, "alive");
    seam_release(node);
    CHECK_EQ(node_log_count, 1, "finalized once");
}

static void *make_strings(void *unused) {
    (void)unused;
    SeamArray a = seam_array_new(&seam_type_string, 0);
    for (int64_t i = 0; i < 2000; i++) SEAM_ARRAY_PUSH(SeamStr, a, seam_i64_to_string(i), HERE);
    return a;
}

TEST(blocks_move_between_threads) {
    for (int round = 0; round < 8; round++) {
        pthread_t thread;
        void *made = NULL;
        pthread_create(&thread, NULL, make_strings, NULL);
        pthread_join(thread, &made);
        SeamArray a = made;
        CHECK_EQ(a->len, 2000, "strings of a thread that has ended");
        CHECK_STR(SEAM_ITEM(SeamStr, a, 1999, HERE)->data, "1999", "the last");
        seam_release(a);
    }
}

static void set_errno(void *object) {
    (void)object;
    errno = EBADF;
}

TEST(errno_survives_counting_and_allocation) {
    static SeamType type = {.kind = SEAM_KIND_CLASS,
                            .flags = SEAM_COUNTED,
                            .size = sizeof(void *),
                            .align = _Alignof(void *),
                            .object_size = sizeof(SeamHead),
                            .name = "Careless",
                            .finalize = set_errno};
    errno = ENOENT;
    void *object = seam_object_new(&type);
    seam_object_constructed(object);
    seam_release(object);
    SeamArray a = seam_array_new(&seam_type_i64, 100000);
    seam_release(a);
    CHECK_EQ(errno, ENOENT, "errno");
}

static int64_t finalized_below;
static void finalize_with_garbage(void *object) {
    (void)object;
    seam_release(node_new(50, node_new(51, NULL, NULL), NULL));
    finalized_below = node_log_count;
}

TEST(what_a_finalizer_makes_and_drops_goes_at_once) {
    static SeamType type = {.kind = SEAM_KIND_CLASS,
                            .flags = SEAM_COUNTED,
                            .size = sizeof(void *),
                            .align = _Alignof(void *),
                            .object_size = sizeof(SeamHead),
                            .name = "Maker",
                            .finalize = finalize_with_garbage};
    Node *owner = node_new(1, NULL, NULL);
    void *maker = seam_object_new(&type);
    seam_object_constructed(maker);
    owner->next = maker; // dies while its owner's fields are released
    owner->other = node_new(2, NULL, NULL);
    node_log_count = 0;
    seam_release(owner);
    CHECK_EQ(finalized_below, 3, "within the finalizer: owner, 50, 51");
    CHECK_EQ(node_log_count, 4, "then the owner's other field");
    CHECK_EQ(node_log[3], 2, "last");
}
