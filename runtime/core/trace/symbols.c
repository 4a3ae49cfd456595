// needs: an address -> makes: its rows. What was looked up is kept in a small table of the walk's,
// so that a recursion is looked up once, and threads do not meet. Allocates nothing on the heap,
// which may be damaged: libbacktrace maps pages of its own.
#include "core/trace/symbols.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <seam/frame.h>
#include <string.h>
#include <sys/auxv.h>

#if __has_include(<backtrace.h>) && !defined(SEAM_NO_BACKTRACE)
#include <backtrace.h>
#define HAS_BACKTRACE 1
#else
#define HAS_BACKTRACE 0
#endif

static bool no_lines; // the program has no line tables

// ---- the names ----
// Groups of a file's path, what its C names begin with, and for what <seam/frame.h> cannot tell
// pairs of the rest of C's name and Seam's name (`-`: not shown); each NUL-terminated, with one NUL
// more behind the last pair (SEAM_FRAMES in <seam/error.h>).
extern const char __start_seam_frames[] __attribute__((weak, visibility("hidden")));
extern const char __stop_seam_frames[] __attribute__((weak, visibility("hidden")));

bool symbols_can_be_read(void) {
    return HAS_BACKTRACE && &__start_seam_frames[0] < &__stop_seam_frames[0];
}
bool symbols_are_known(void) { return !__atomic_load_n(&no_lines, __ATOMIC_RELAXED); }

// C compilers name parts and copies of a function `f.part.0`, `f.cold`.
static bool is_named(const char *name, const char *c_name, size_t len) {
    return strncmp(name, c_name, len) == 0 && (name[len] == 0 || name[len] == '.');
}

static bool give_pair(Row *row, const char *file, const char *title) {
    *row = (Row){.file = file, .name = *title ? title : NULL, .place = row->place};
    return strcmp(title, "-") != 0;
}

// By a pair, else by the rule in the file whose prefix is the longest.
static bool find_name(const char *name, Row *row) {
    const char *at = __start_seam_frames, *end = __stop_seam_frames;
    size_t longest = 0;
    while (at < end) {
        if (!*at) { // between groups
            at++;
            continue;
        }
        const char *file = at, *prefix = at + strlen(at) + 1;
        size_t shared = strlen(prefix);
        bool has_prefix = strncmp(name, prefix, shared) == 0;
        for (at = prefix + shared + 1; at < end && *at;) {
            size_t len = strlen(at);
            const char *title = at + len + 1;
            if (has_prefix && is_named(name + shared, at, len)) return give_pair(row, file, title);
            if (is_named(name, at, len)) return give_pair(row, file, title);
            at = title + strlen(title) + 1;
        }
        if (!has_prefix || shared <= longest) continue;
        longest = shared;
        *row = (Row){.file = file, .name = name + shared, .is_c_name = true, .place = row->place};
    }
    char title[SEAM_FRAME_TITLE];
    return longest > 0 && seam_frame_title(row->name, title) >= 0;
}

// ---- lines ----

#if HAS_BACKTRACE
// What libbacktrace calls for dl_iterate_phdr: the program alone. Of the libraries it would read
// all that is installed of their own line tables, 50 ms of the C library's.
__attribute__((used)) int symbols_iterate(int (*visit)(struct dl_phdr_info *, size_t, void *),
                                          void *data);
int symbols_iterate(int (*visit)(struct dl_phdr_info *, size_t, void *), void *data) {
    const ElfW(Phdr) *headers = (const ElfW(Phdr) *)getauxval(AT_PHDR);
    struct dl_phdr_info info = {
        .dlpi_name = "", .dlpi_phdr = headers, .dlpi_phnum = (ElfW(Half))getauxval(AT_PHNUM)};
    for (ElfW(Half) i = 0; headers && i < info.dlpi_phnum; i++)
        if (headers[i].p_type == PT_PHDR) info.dlpi_addr = (uintptr_t)headers - headers[i].p_vaddr;
    return visit(&info, sizeof info, data);
}

static void miss_lines(void) { __atomic_store_n(&no_lines, true, __ATOMIC_RELAXED); }

static void note_failure(void *site, const char *message, int code) {
    (void)site, (void)message;
    if (code <= 0) miss_lines(); // -1: no line tables
}

// One for all threads, which it knows of; a second one that is made meanwhile is left alone.
static struct backtrace_state *the_state(void) {
    static struct backtrace_state *known;
    struct backtrace_state *state = __atomic_load_n(&known, __ATOMIC_ACQUIRE);
    if (state) return state;
    state = backtrace_create_state(NULL, 1, note_failure, NULL);
    __atomic_store_n(&known, state, __ATOMIC_RELEASE);
    return state;
}

static void add_row(Site *site, const char *function, int line) {
    Row row = {.place = line > 0 ? (uint32_t)line << 12 : 0};
    if (!function || site->count == SYMBOL_ROWS || !find_name(function, &row)) return;
    if (line <= 0) miss_lines();
    site->rows[site->count++] = row;
    site->place = PLACE_SEAM;
}

static int take_frame(void *site, uintptr_t pc, const char *file, int line, const char *function) {
    (void)pc, (void)file;
    add_row(site, function, line);
    return 0;
}

static void take_symbol(void *site, uintptr_t pc, const char *name, uintptr_t start,
                        uintptr_t size) {
    (void)pc, (void)start, (void)size;
    add_row(site, name, 0);
}

// Where the line tables say nothing, the symbol table may still know the function.
static void look_up(Site *site) {
    struct backtrace_state *state = the_state();
    if (!state) return;
    backtrace_pcinfo(state, site->pc, take_frame, note_failure, site);
    if (site->count == 0) backtrace_syminfo(state, site->pc, take_symbol, note_failure, site);
}
#else
static void look_up(Site *site) { (void)site; }
#endif

// ---- sites ----

static void find_site(Site *site) {
    static const char here;
    Dl_info own, info;
    site->place = PLACE_UNKNOWN;
    if (!dladdr((void *)site->pc, &info) || !dladdr(&here, &own)) return;
    if (info.dli_fbase == own.dli_fbase) {
        site->place = PLACE_RUNTIME;
        look_up(site);
        return;
    }
    site->place = PLACE_C;
    const char *slash = info.dli_fname ? strrchr(info.dli_fname, '/') : NULL;
    const char *library = slash ? slash + 1 : info.dli_fname;
    const char *name = info.dli_sname ? info.dli_sname : library ? library : "code";
    site->rows[site->count++] = (Row){.name = name};
}

const Site *symbols_at(Sites *sites, uintptr_t pc) {
    Site *site = &sites->items[(pc * 0x9e3779b97f4a7c15u >> 32) % SITES];
    if (site->pc == pc) return site;
    *site = (Site){.pc = pc};
    find_site(site);
    return site;
}
