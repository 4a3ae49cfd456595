// Chooses libraries for the names that a program leaves undefined. Most have one owner; among
// several the evidence is asked in the order that linkindex.h gives, each time narrowing what is
// left.
#include <stdlib.h>
#include <string.h>

#include "import/c/import.h"
#include "import/link/index.h"

typedef struct Candidates {
    uint16_t *rows;
    uint32_t count;
} Candidates;

typedef struct Score { // of an import: how many of its functions each library defines
    const CImport *import;
    uint32_t *by_library;
} Score;

typedef struct Chooser {
    LinkIndex *index;
    bool *needed; // by library: some name has it alone
    VEC(Score) scores;
} Chooser;

static const LinkLibrary *library_at(LinkIndex *index, uint32_t row) {
    LinkLibrary *l = &index->libraries[row];
    if (l->word) return l;
    bool standard = index->view.dirs[index->view.libraries[row].dir].standard;
    l->word = standard ? arena_printf(index->arena, "-l%s", l->name) : l->path;
    return l;
}

// In libc_nonshared.a, which the linker script libc.so brings along.
bool link_is_in_programs(const char *symbol) {
    static const char *const names[] = {"atexit", "at_quick_exit", "pthread_atfork"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(symbol, names[i]) == 0) return true;
    return false;
}

static Candidates libc_alone(LinkIndex *index) {
    Candidates c = {ARENA_ARRAY(index->arena, uint16_t, 1), 0};
    for (uint32_t i = 0; i < index->view.header->library_count && !c.count; i++)
        if (index->libraries[i].always) c.rows[c.count++] = (uint16_t)i;
    return c;
}

static Candidates candidates_of(LinkIndex *index, const char *symbol) {
    if (link_is_in_programs(symbol)) return libc_alone(index);
    uint32_t count;
    uint32_t first = index_find(&index->view, symbol, &count);
    Candidates c = {ARENA_ARRAY(index->arena, uint16_t, count), count};
    if (count) memcpy(c.rows, index->view.owners + first, count * sizeof *c.rows);
    return c;
}

// Keeps those for which the evidence speaks, unless it speaks for none.
static void narrow(Candidates *c, bool (*speaks)(void *context, uint32_t row), void *context) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        if (!speaks(context, c->rows[i])) continue;
        uint16_t row = c->rows[i];
        memmove(c->rows + kept + 1, c->rows + kept, (i - kept) * sizeof *c->rows);
        c->rows[kept++] = row;
    }
    if (kept) c->count = kept;
}

// ---- the evidence ----

typedef struct Case {
    Chooser *chooser;
    CImport *import; // NULL
    uint32_t best;   // score
    uint32_t *scores;
} Case;

static const char *bare_name(Arena *a, const char *link) {
    if (strncmp(link, "-l", 2) == 0) return link + 2;
    size_t len = strlen(link);
    bool file = len > 6 && strncmp(link, "lib", 3) == 0 && strcmp(link + len - 3, ".so") == 0;
    return file ? arena_text(a, link + 3, len - 6) : link;
}

static bool is_noted(void *context, uint32_t row) {
    const Case *c = context;
    const CImportRequest *r = &c->import->request;
    const LinkLibrary *l = library_at(c->chooser->index, row);
    for (uint32_t i = 0; i < r->link_count; i++)
        if (strcmp(bare_name(c->chooser->index->arena, r->links[i]), l->name) == 0 ||
            strcmp(r->links[i], l->path) == 0)
            return true;
    return false;
}

static bool is_libc(void *context, uint32_t row) {
    static const char *const family[] = {"c", "m", "pthread", "dl", "rt", "util"};
    const Case *c = context;
    for (size_t i = 0; i < sizeof family / sizeof *family; i++)
        if (strcmp(c->chooser->index->libraries[row].name, family[i]) == 0) return true;
    return false;
}

static bool is_needed(void *context, uint32_t row) {
    return ((const Case *)context)->chooser->needed[row];
}

static bool has_best_score(void *context, uint32_t row) {
    const Case *c = context;
    return c->scores[row] == c->best && c->best > 0;
}

// openssl/ssl.h: `ssl` or `openssl`.
static bool is_called_like(const char *header, const char *library) {
    const char *base = path_base(header);
    size_t stem = strcspn(base, ".");
    if (strlen(library) == stem && strncmp(base, library, stem) == 0) return true;
    if (base == header) return false;
    const char *folder = base - 1;
    while (folder > header && folder[-1] != '/') folder--;
    size_t len = (size_t)(base - 1 - folder);
    return strlen(library) == len && strncmp(folder, library, len) == 0;
}

// curses.h: `ncurses`.
static bool ends_like(const char *header, const char *library) {
    const char *base = path_base(header);
    size_t stem = strcspn(base, "."), len = strlen(library);
    return stem <= len && strncmp(library + len - stem, base, stem) == 0;
}

static bool is_relative(void *context, uint32_t row) {
    const Case *c = context;
    const CImportRequest *r = &c->import->request;
    for (uint32_t i = 0; i < r->header_count; i++)
        if (ends_like(r->headers[i], c->chooser->index->libraries[row].name)) return true;
    return false;
}

static bool is_namesake(void *context, uint32_t row) {
    const Case *c = context;
    const CImportRequest *r = &c->import->request;
    for (uint32_t i = 0; i < r->header_count; i++)
        if (is_called_like(r->headers[i], c->chooser->index->libraries[row].name)) return true;
    return false;
}

static uint32_t *scores_of(Chooser *ch, const CImport *import) {
    for (uint32_t i = 0; i < ch->scores.len; i++)
        if (ch->scores.items[i].import == import) return ch->scores.items[i].by_library;
    LinkIndex *index = ch->index;
    uint32_t *by_library = ARENA_ARRAY(index->arena, uint32_t, index->view.header->library_count);
    const Ifc *ifc = &import->ifc;
    for (uint32_t i = 0; i < ifc->symbols_count; i++) {
        const IfcSymbol *s = &ifc->symbols[i];
        if (s->kind != IFC_SYMBOL_FUNCTION || (s->flags & IFC_INLINE) || !ifc->files[s->file].own)
            continue;
        uint32_t count;
        uint32_t first = index_find(&index->view, ifc_text_at(ifc, s->name), &count);
        for (uint32_t k = 0; k < count; k++) by_library[index->view.owners[first + k]]++;
    }
    VEC_PUSH(index->arena, &ch->scores, ((Score){import, by_library}));
    return by_library;
}

static void decide(Chooser *ch, CImport *import, Candidates *c) {
    Case evidence = {.chooser = ch, .import = import};
    if (c->count > 1 && import) narrow(c, is_noted, &evidence);
    if (c->count > 1) narrow(c, is_libc, &evidence);
    if (c->count > 1) narrow(c, is_needed, &evidence);
    if (c->count > 1 && import) {
        evidence.scores = scores_of(ch, import);
        for (uint32_t i = 0; i < c->count; i++)
            if (evidence.scores[c->rows[i]] > evidence.best)
                evidence.best = evidence.scores[c->rows[i]];
        narrow(c, has_best_score, &evidence);
    }
    if (c->count > 1 && import) narrow(c, is_namesake, &evidence);
    if (c->count > 1 && import) narrow(c, is_relative, &evidence);
}

// ---- the answers ----

static LinkAnswer answer(LinkIndex *index, const Candidates *c) {
    LinkAnswer a = {.candidate_count = c->count};
    a.candidates = ARENA_ARRAY(index->arena, const LinkLibrary *, c->count);
    for (uint32_t i = 0; i < c->count; i++) a.candidates[i] = library_at(index, c->rows[i]);
    if (c->count == 1) a.library = a.candidates[0];
    return a;
}

void link_choose(LinkIndex *index, const LinkWanted wanted[], uint32_t count,
                 LinkAnswer answers[]) {
    Chooser ch = {.index = index};
    ch.needed = ARENA_ARRAY(index->arena, bool, index->view.header->library_count);
    Candidates *all = ARENA_ARRAY(index->arena, Candidates, count);
    for (uint32_t i = 0; i < count; i++) {
        all[i] = candidates_of(index, wanted[i].name);
        if (all[i].count == 1) ch.needed[all[i].rows[0]] = true;
    }
    for (uint32_t i = 0; i < count; i++) {
        decide(&ch, wanted[i].import, &all[i]);
        answers[i] = answer(index, &all[i]);
    }
}

const LinkLibrary *link_forced(LinkIndex *index, const char *link) {
    Arena *a = index->arena;
    const char *name = bare_name(a, link);
    for (uint32_t i = 0; i < index->view.header->library_count; i++)
        if (strcmp(index->libraries[i].name, name) == 0 ||
            strcmp(index->libraries[i].path, link) == 0)
            return library_at(index, i);
    LinkLibrary *l = ARENA_NEW(a, LinkLibrary);
    *l = (LinkLibrary){.name = name, .path = link};
    l->word = strchr(link, '/') ? link : arena_printf(a, "-l%s", name);
    return l;
}
