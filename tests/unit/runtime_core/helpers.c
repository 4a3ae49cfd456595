// See helpers.h.
#include "helpers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

SeamStr text_of(const char *text) { return seam_cstring_to_string(text); }

SeamStr shown(const SeamType *type, const void *value) {
    SeamText t;
    seam_text_init(&t);
    seam_text_add_value(&t, type, value);
    return seam_text_finish(&t);
}

#define REFERENCE(KIND, text, ...) \
    {.kind = SEAM_KIND_##KIND,     \
     .flags = SEAM_COUNTED,        \
     .size = sizeof(void *),       \
     .align = _Alignof(void *),    \
     .name = text,                 \
     __VA_ARGS__}
SeamType type_i64_array = REFERENCE(ARRAY, "int[]", .elem = &seam_type_i64);
SeamType type_f64_array = REFERENCE(ARRAY, "float[]", .elem = &seam_type_f64);
SeamType type_text_map =
    REFERENCE(MAP, "Map<string, string>", .elem = &seam_type_string, .value = &seam_type_string);
SeamType type_number_map =
    REFERENCE(MAP, "Map<int, int>", .elem = &seam_type_i64, .value = &seam_type_i64);

// ---- nodes ----
int64_t node_log[64];
int64_t node_log_count;

static void finalize_node(void *object) {
    Node *node = object;
    seam_retain(node); // as code that works with `this` does
    if (node_log_count < 64) node_log[node_log_count] = node->id;
    node_log_count++;
    seam_release(node);
}

static const SeamField node_fields[] = {{"next", &type_plain_node, offsetof(Node, next)},
                                        {"id", &seam_type_i64, offsetof(Node, id)},
                                        {"other", &type_plain_node, offsetof(Node, other)}};
SeamType type_plain_node =
    REFERENCE(CLASS, "Node", .object_size = sizeof(Node), .fields = node_fields, .part_count = 3);
SeamType type_node = REFERENCE(CLASS, "Node", .object_size = sizeof(Node), .fields = node_fields,
                               .part_count = 3, .finalize = finalize_node);

Node *node_new(int64_t id, Node *next, Node *other) {
    Node *node = seam_object_new(&type_node);
    node->id = id;
    node->next = next;
    node->other = other;
    seam_object_constructed(node);
    return node;
}

// ---- programs that end ----
static void read_all(int fd, char *into, size_t size) {
    size_t len = 0;
    for (ssize_t got; len + 1 < size && (got = read(fd, into + len, size - 1 - len)) > 0;)
        len += (size_t)got;
    into[len] = '\0';
    close(fd);
}

Ending ending_of(void (*body)(void)) {
    Ending ending = {0};
    int out[2], err[2], status = 0;
    fflush(stdout);
    if (pipe(out) != 0 || pipe(err) != 0) abort();
    pid_t child = fork();
    if (child == 0) {
        dup2(out[1], STDOUT_FILENO);
        dup2(err[1], STDERR_FILENO);
        close(out[0]), close(err[0]);
        body();
        _exit(77);
    }
    close(out[1]), close(err[1]);
    read_all(out[0], ending.out, sizeof ending.out);
    read_all(err[0], ending.err, sizeof ending.err);
    waitpid(child, &status, 0);
    ending.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ending;
}

void check_panic(UnitPlace at, void (*body)(void), const char *message) {
    char want[512];
    snprintf(want, sizeof want, "panic: %s\n  at test.seam:7:9\n", message);
    Ending ending = ending_of(body);
    unit_check_text(at, ending.err, want, "what it writes to stderr");
    unit_check_int(at, ending.code, 134, message);
}

// ---- numbers that look random ----
uint64_t random_next(Random *r) { // xorshift64*
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return r->state * 0x2545f4914f6cdd1d;
}

uint64_t random_below(Random *r, uint64_t limit) { return random_next(r) % limit; }
