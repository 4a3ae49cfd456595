// What the tests of the runtime share: short spellings, classes to count, and programs that end.
#ifndef SEAM_TESTS_UNIT_RUNTIME_CORE_HELPERS_H
#define SEAM_TESTS_UNIT_RUNTIME_CORE_HELPERS_H

#include "../test.h"
#include <seam/runtime.h>

#include <stdint.h>

// A place, as SEAM_AT gives it in generated C.
#define TEST_AT(line, col) "test.seam", ((uint32_t)(line) << 12 | (uint32_t)(col))
#define HERE               TEST_AT(7, 9)

// A string from C text, owned.
SeamStr text_of(const char *text);
// Whether a string has this text; releases it.
#define CHECK_TEXT(string, want, what)     \
    do {                                   \
        SeamStr got_ = (string);           \
        CHECK_STR(got_->data, want, what); \
        seam_release(got_);                \
    } while (0)

// A value as print shows it, owned.
SeamStr shown(const SeamType *type, const void *value);
extern SeamType type_i64_array, type_f64_array, type_text_map, type_number_map;

// class Node { next: Node?; id: int; other: Node? }, which notes who is finalized, in order.
typedef struct Node {
    SeamHead head;
    struct Node *next;
    int64_t id;
    struct Node *other;
} Node;
extern SeamType type_node;                           // finalizes
extern SeamType type_plain_node;                     // does not
Node *node_new(int64_t id, Node *next, Node *other); // takes both over; constructed
extern int64_t node_log[64];                         // ids of the finalized
extern int64_t node_log_count;                       // how many ever; the first 64 are in the log

// Runs `body` in a process of its own, and says how it ended: its exit code and what it wrote to
// both outputs.
typedef struct Ending {
    int code; // 128 + the signal when a signal ended it
    char out[4096];
    char err[4096];
} Ending;
Ending ending_of(void (*body)(void));
// `body` panics with this message at HERE.
#define CHECK_PANIC(body, message) check_panic(UNIT_HERE, body, message)
void check_panic(UnitPlace at, void (*body)(void), const char *message);

// A fixed sequence of numbers that look random.
typedef struct Random {
    uint64_t state;
} Random;
uint64_t random_next(Random *r);
uint64_t random_below(Random *r, uint64_t limit);

#endif
