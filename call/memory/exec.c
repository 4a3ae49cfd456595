#include "memory/exec.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *wanted;

static void look(void) {
    static const char *const words[] = {"file", "mprotect", "memfd", "none"};
    const char *given = getenv("SEAM_CALL_EXEC");
    if (!given || !*given) return;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(given, words[i]) == 0) wanted = words[i];
    if (!wanted)
        fprintf(
            stderr,
            "seam: SEAM_CALL_EXEC is `%s`, which is none of file, mprotect, memfd and none: it is "
            "not heeded\n",
            given);
}

const char *exec_wanted(void) {
    pthread_once(&once, look);
    return wanted;
}
