// What traces call the functions of a unit, file by file: the section that the runtime reads when a
// panic ends the program (SEAM_FRAMES). Of a file its path and what its C names begin with, and of
// functions only what <seam/frame.h> cannot tell from the C name. Functions that nobody wrote are
// not there, and traces pass over them.
#include <seam/frame.h>

#include <string.h>

#include "emit/c/unit/unit.h"

static bool is_shown(const Piece *piece) {
    return piece->title && piece->source && !piece->same_as;
}

// What stands behind the prefix; NULL: the name does not begin with it.
static const char *rest_of(const char *name, const char *prefix) {
    size_t len = strlen(prefix);
    return strncmp(name, prefix, len) == 0 ? name + len : NULL;
}

static const Module *module_of(const Unit *u, uint32_t source) {
    const Program *p = u->program;
    for (uint32_t i = 0; i < p->modules.len; i++)
        if (p->modules.items[i]->source == source) return p->modules.items[i];
    for (uint32_t i = 0; i < p->library.len; i++)
        if (p->library.items[i]->source == source) return p->library.items[i];
    return NULL;
}

// Some file's C names begin with more of this name.
static bool has_other_prefix(const Unit *u, const char *name, const char *prefix) {
    const Program *p = u->program;
    for (uint32_t i = 0; i < p->modules.len; i++) {
        const char *other = p->modules.items[i]->c_prefix;
        if (strlen(other) > strlen(prefix) && rest_of(name, other)) return true;
    }
    return false;
}

static bool rule_says(const Unit *u, const Piece *piece, const char *prefix) {
    char title[SEAM_FRAME_TITLE];
    const char *rest = rest_of(piece->name, prefix);
    return rest && seam_frame_title(rest, title) >= 0 && strcmp(title, piece->title) == 0 &&
           !has_other_prefix(u, piece->name, prefix);
}

// The rule would show what is not to be shown.
static bool must_be_hidden(const Piece *piece, const char *prefix) {
    char title[SEAM_FRAME_TITLE];
    const char *rest = rest_of(piece->name, prefix);
    return !piece->title && rest && seam_frame_title(rest, title) >= 0;
}

// On lines that are as full as others.
static void put_words(Unit *u, Text *out, const char *words) {
    enum { COLUMNS_MOST = 116 };
    bool fits = text_column(out) + strlen(words) < COLUMNS_MOST;
    text_printf(out, "%s%s", fits ? " " : "\n    ", words);
    (void)u;
}

static void put_pair(Unit *u, Text *out, const Piece *piece, const char *prefix) {
    const char *rest = rest_of(piece->name, prefix);
    put_words(u, out,
              arena_printf(u->arena, "\"%s\\0%s\\0\"", rest ? rest : piece->name,
                           piece->title ? piece->title : "-"));
}

static void put_group(Unit *u, Text *out, uint32_t source) {
    const Module *module = module_of(u, source);
    const char *prefix = module ? module->c_prefix : "";
    put_file_name(u, out, source);
    put_words(u, out, arena_printf(u->arena, "\"\\0%s\\0\"", prefix));
    for (uint32_t i = 0; i < u->pieces.len; i++) {
        const Piece *piece = &u->pieces.items[i];
        bool is_own = is_shown(piece) && piece->source == source;
        if (is_own ? !rule_says(u, piece, prefix) : must_be_hidden(piece, prefix))
            put_pair(u, out, piece, prefix);
    }
    text_put(out, " \"\\0\"");
}

void put_frames(Unit *u, Text *out) {
    PointerSet done = {0};
    Sources *sources = &u->program->session->sources;
    for (uint32_t i = 0; i < u->pieces.len; i++) {
        const Piece *piece = &u->pieces.items[i];
        if (!is_shown(piece)) continue;
        if (!set_add(u->arena, &done, &sources->list.items[piece->source])) continue;
        if (done.count == 1) text_put(out, "SEAM_FRAMES =");
        else if (text_column(out) > 80) text_put(out, "\n   ");
        put_group(u, out, piece->source);
    }
    if (done.count) text_put(out, ";\n");
}
