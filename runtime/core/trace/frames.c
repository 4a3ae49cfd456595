// Walks the stack by the unwind tables that every program has, with the system's backtrace(), and
// keeps what is written in Seam; between it, of C's code the function that Seam called. For the
// cold paths only: the program itself does nothing for it.
#include "core/trace/frames.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/trace/symbols.h"

#if __has_include(<execinfo.h>)
#include <execinfo.h>
#else
static int backtrace(void **buffer, int size) {
    (void)buffer, (void)size;
    return 0;
}
#endif

enum { FEW_CALLS = 250, CALLS_MOST = 1 << 20 };

// ---- the walk ----

typedef struct Walk {
    Rows *rows;
    Sites *sites;
    Origin from;
    Row c_code;       // what Seam called, as far as it is known; name NULL: none
    bool has_started; // some row of Seam's is there
} Walk;

// The innermost row is the place itself, which has a column too. One in a default value lies in the
// caller's code, and the caller's line comes behind it.
static void begin(Walk *walk, Row *first) {
    walk->has_started = true;
    if (!*walk->from.file) return;
    Row here = {.file = walk->from.file, .place = walk->from.place};
    bool is_default = here.place & SEAM_IN_DEFAULT;
    if (is_default) here.name = "a default value";
    bool same = first && first->file && strcmp(first->file, here.file) == 0;
    if (same && !is_default) first->place = here.place;
    else rows_add(walk->rows, &here);
}

static void add_row(Walk *walk, Row row) {
    if (!walk->has_started) begin(walk, &row);
    rows_add(walk->rows, &row);
}

static void add_site(Walk *walk, const Site *site) {
    bool in_panic = !walk->has_started && !walk->from.trampoline; // no code of C led here yet
    if (site->place == PLACE_C) walk->c_code = site->rows[0];
    if (site->place == PLACE_RUNTIME && in_panic) walk->c_code = (Row){0}; // (a sanitizer's own)
    if (site->place != PLACE_SEAM) return;
    if (walk->c_code.name) add_row(walk, walk->c_code);
    walk->c_code = (Row){0};
    for (uint32_t i = 0; i < site->count; i++) add_row(walk, site->rows[i]);
}

static const char *why_it_ends(const Walk *walk, void *const *calls, int count) {
    if (count == 0) return NULL;
    if (count == CALLS_MOST) return "there are more calls than are looked at";
    bool is_stripped = !symbols_are_known() || (!walk->has_started && *walk->from.file);
    if (is_stripped && symbols_can_be_read())
        return walk->has_started ? "lines and inlined calls are not known: the program was stripped"
                                 : "who called this is not known: the program was stripped";
    if (symbols_at(walk->sites, (uintptr_t)calls[count - 1] - 1)->place <= PLACE_RUNTIME)
        return NULL;
    return "further calls are not known: this code of C does not tell who called it";
}

// The first address behind those of a signal's handler.
static int first_call(void *const *calls, int count, uintptr_t trampoline) {
    for (int i = 0; trampoline && i < count; i++)
        if ((uintptr_t)calls[i] == trampoline) return i + 1;
    return 0;
}

static const char *add_calls(Walk walk, void *const *calls, int count) {
    int first = first_call(calls, count, walk.from.trampoline);
    for (int i = first; i < count; i++) { // what was interrupted, and where the calls return to
        uintptr_t at = (uintptr_t)calls[i];
        add_site(&walk, symbols_at(walk.sites, first > 0 && i == first ? at : at - 1));
    }
    const char *end = why_it_ends(&walk, calls, count);
    if (!walk.has_started) begin(&walk, NULL);
    return end;
}

// Zeroed pages, which neither the heap nor a small stack has to hold; NULL: there are none.
static void *pages_open(size_t size) {
    void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

const char *frames_add(Rows *rows, Origin from) {
    void *few[FEW_CALLS], **calls = NULL;
    size_t size = CALLS_MOST * sizeof(void *);
    Walk walk = {.rows = rows, .from = from, .sites = pages_open(sizeof(Sites))};
    if (!walk.sites) {
        begin(&walk, NULL);
        return "who called this is not known: there is no memory left";
    }
    int count = backtrace(few, FEW_CALLS);
    if (count == FEW_CALLS) calls = pages_open(size);
    const char *end =
        calls ? add_calls(walk, calls, backtrace(calls, CALLS_MOST)) : add_calls(walk, few, count);
    if (calls) munmap(calls, size);
    munmap(walk.sites, sizeof(Sites));
    return end;
}

// ---- output ----

static void write_text(const char *text, size_t len) {
    while (len > 0) {
        ssize_t written = write(STDERR_FILENO, text, len);
        if (written <= 0) return;
        text += written;
        len -= (size_t)written;
    }
}

void frames_message(const char *message) {
    write_text(message, strlen(message));
    write_text("\n", 1);
}

static void print_line(void *context, const char *line, bool is_note) {
    (void)context;
    write_text(is_note ? "  " : "  at ", is_note ? 2 : 5);
    write_text(line, strlen(line));
    write_text("\n", 1);
}

void frames_print(const Rows *rows, const char *end) {
    rows_each(rows, print_line, NULL);
    if (end) print_line(NULL, end, true);
}
