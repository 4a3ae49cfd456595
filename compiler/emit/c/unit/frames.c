// What traces call the functions of a unit, file by file: the section that the runtime reads when a
// panic ends the program (SEAM_FRAMES). Functions that nobody wrote are not there, and traces pass
// over them.
#include <string.h>

#include "emit/c/unit/unit.h"

static bool is_shown(const Piece *piece) {
    return piece->title && piece->source && !piece->same_as;
}

// How many characters all C names of a file begin with, up to a `__`.
static size_t shared_prefix(const Unit *u, uint32_t source) {
    const char *first = NULL;
    size_t len = 0;
    for (uint32_t i = 0; i < u->pieces.len; i++) {
        const Piece *piece = &u->pieces.items[i];
        if (!is_shown(piece) || piece->source != source) continue;
        if (!first) len = strlen(first = piece->name);
        for (size_t k = 0; k < len; k++)
            if (piece->name[k] != first[k]) len = k;
    }
    while (len && !(len > 2 && first[len - 1] == '_' && first[len - 2] == '_')) len--;
    return len;
}

// On lines that are as full as others.
static void put_pair(Unit *u, Text *out, const Piece *piece, size_t prefix) {
    enum { COLUMNS_MOST = 116 };
    const char *name = piece->name + prefix;
    const char *title = strcmp(name, piece->title) == 0 ? "=" : piece->title;
    const char *pair = arena_printf(u->arena, "\"%s\\0%s\\0\"", name, title);
    bool fits = text_column(out) + strlen(pair) < COLUMNS_MOST;
    text_printf(out, "%s%s", fits ? " " : "\n    ", pair);
}

void put_frames(Unit *u, Text *out) {
    uint32_t groups = 0;
    uint32_t count = u->pieces.len;
    bool *done = ARENA_ARRAY(u->arena, bool, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (done[i] || !is_shown(&u->pieces.items[i])) continue;
        uint32_t source = u->pieces.items[i].source;
        text_printf(out, "SEAM_FRAMES(%u) =", ++groups);
        put_file_name(u, out, source);
        size_t prefix = shared_prefix(u, source);
        text_printf(out, " \"\\0%.*s\\0\"", (int)prefix, u->pieces.items[i].name);
        for (uint32_t k = i; k < count; k++) {
            const Piece *piece = &u->pieces.items[k];
            done[k] |= piece->source == source;
            if (is_shown(piece) && piece->source == source) put_pair(u, out, piece, prefix);
        }
        text_put(out, ";\n");
    }
}
