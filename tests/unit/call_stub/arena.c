// Code that is made at run time, and the memory that it runs in. req in part: T5, T6
#include "../test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "code/machine.h"
#include "memory/arena.h"

typedef int64_t Number(void);

static const Machine *machine; // NULL: none, and no code is made
#define RESULT (machine->results[0])

__attribute__((constructor)) static void find_machine(void) {
    machine = machine_of(seam_ctype(SEAM_ABI_HOST, SEAM_C_PTR)->abi);
}

static bool add(const CodeBuffer *c, void **entry) {
    arena_begin(true);
    bool added = arena_add(c, true, entry);
    arena_end();
    return added;
}

static void begin(CodeBuffer *c) {
    machine->landing(c);
    machine->open_frame(c, 32);
}

// A function that returns the number.
static Number *make(uint32_t number) {
    static CodeBuffer c;
    code_clear(&c);
    if (!machine) return NULL;
    begin(&c);
    machine->set(&c, RESULT, number);
    machine->close_frame(&c);
    void *entry;
    bool made = code_finish(&c) && add(&c, &entry);
    return made ? (Number *)(uintptr_t)entry : NULL;
}

TEST(code_runs_as_soon_as_it_is_added) {
    Number *made[300];
    for (int i = 0; i < 300; i++) {
        made[i] = make((uint32_t)i << 20);
        if (arena_mode() == ARENA_NONE) {
            CHECK(!made[i]);
            return;
        }
        CHECK_EQ(made[i](), i << 20, "new");
    }
    for (int i = 0; i < 300; i++) CHECK_EQ(made[i](), i << 20, "old");
}

TEST(code_calls_functions_near_and_far) {
    static const uintptr_t far = 0x1234567890;
    if (!machine) return;
    static CodeBuffer c;
    code_clear(&c);
    begin(&c);
    machine->call(&c, (const void *)(uintptr_t)getpid);
    machine->close_frame(&c);
    machine->jump_to(&c, (const void *)far); // never run
    CHECK(code_finish(&c));
    void *entry;
    if (add(&c, &entry)) {
        CHECK_EQ(((int (*)(void))(uintptr_t)entry)(), getpid(), NULL);
    } else {
        CHECK_EQ(arena_mode(), ARENA_NONE, NULL);
    }
}

// Writes the loop of `sum of n, n-1 .. 1`, for a jump back, one forward, and memory operands.
TEST(labels_work_both_ways) {
    if (!machine) return;
    static CodeBuffer c;
    code_clear(&c);
    CodeLabel again = code_label(&c), done = code_label(&c);
    CodeMem left = {machine->frame, -8}, sum = {machine->frame, -16};
    begin(&c);
    machine->store(&c, left, machine->entry[0], 8);
    machine->set(&c, RESULT, 0);
    machine->store(&c, sum, RESULT, 8);
    code_bind(&c, again);
    machine->load(&c, RESULT, left, 8, false);
    machine->jump_if_zero(&c, RESULT, done);
    machine->add_to(&c, sum, RESULT);
    machine->add(&c, RESULT, -1);
    machine->store(&c, left, RESULT, 8);
    machine->jump(&c, again);
    code_bind(&c, done);
    machine->load(&c, RESULT, sum, 8, false);
    machine->close_frame(&c);
    CHECK(code_finish(&c));
    void *entry;
    if (add(&c, &entry)) CHECK_EQ(((int64_t (*)(int64_t))(uintptr_t)entry)(100), 5050, NULL);
}

static _Atomic(bool) stop;

static void *keep_calling(void *number) {
    long wrong = 0;
    while (!atomic_load(&stop))
        for (int i = 0; i < 100; i++) wrong += ((Number *)(uintptr_t)number)() != 77;
    return (void *)wrong;
}

TEST(threads_run_code_in_a_page_that_grows) {
    Number *number = make(77);
    if (!number) return;
    pthread_t threads[3];
    atomic_store(&stop, false);
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, keep_calling, (void *)(uintptr_t)number);
    long wrong = 0;
    for (int i = 0; i < 2000; i++) {
        Number *made = make((uint32_t)i);
        wrong += !made || made() != i;
    }
    atomic_store(&stop, true);
    for (int i = 0; i < 3; i++) {
        void *seen;
        pthread_join(threads[i], &seen);
        wrong += (long)seen;
    }
    CHECK_EQ(wrong, 0, NULL);
}

static int ends_with(pid_t child) {
    int status = -1;
    waitpid(child, &status, 0);
    return status;
}

TEST(a_child_of_fork_runs_old_code_and_makes_its_own) {
    Number *before = make(1);
    if (!before) return;
    int ready[2];
    if (pipe(ready) != 0) return;
    pid_t child = fork();
    if (child == 0) {
        Number *mine = make(2);
        bool fine = mine && mine() == 2 && before() == 1;
        char byte = 0;
        fine = fine && read(ready[0], &byte, 1) == 1; // the parent has made its own by now
        _exit(fine && mine() == 2 && before() == 1 ? 0 : 1);
    }
    Number *ours = make(3);
    CHECK_EQ(write(ready[1], "", 1), 1, NULL);
    CHECK_EQ(ends_with(child), 0, "child");
    CHECK_EQ(ours(), 3, NULL);
    close(ready[0]);
    close(ready[1]);
}

TEST(no_memory_is_writable_and_executable) {
    if (!make(5) || getenv("SEAM_TEST_VALGRIND")) return; // which has such pages itself
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    int both = 0, code = 0;
    while (maps && fgets(line, sizeof line, maps)) {
        both += strstr(line, "rwx") != NULL;
        code += strstr(line, "r-x") != NULL;
    }
    if (maps) fclose(maps);
    CHECK_EQ(both, 0, NULL);
    CHECK(code > 0);
}

TEST(what_failed_is_not_run) {
    if (!machine) return;
    static CodeBuffer c;
    code_clear(&c);
    machine->jump(&c, code_label(&c)); // to nowhere
    CHECK(!code_finish(&c));
    void *entry = &c;
    CHECK(!add(&c, &entry) && !entry);
}
