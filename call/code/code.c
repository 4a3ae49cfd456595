// Machine code under construction: see code.h.
#include "code/code.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_SIZE = 1 << 20 };

// Room for one more item; false: the buffer has failed.
#define GROW(c, list) \
    ((list).len < (list).cap || grow(c, (void **)&(list).items, &(list).cap, sizeof *(list).items))

static bool grow(CodeBuffer *c, void **items, uint32_t *cap, size_t size) {
    uint32_t wanted = *cap ? *cap * 2 : 64;
    void *fresh = c->failed || wanted > MAX_SIZE ? NULL : realloc(*items, wanted * size);
    if (!fresh) {
        c->failed = true;
        return false;
    }
    *items = fresh;
    *cap = wanted;
    return true;
}

void code_deinit(CodeBuffer *c) {
    free(c->bytes.items);
    free(c->labels.items);
    free(c->fixes.items);
    free(c->exits.items);
    free(c->literals.items);
    free(c->literal_labels.items);
    *c = (CodeBuffer){0};
}

void code_byte(CodeBuffer *c, unsigned byte) {
    if (GROW(c, c->bytes)) c->bytes.items[c->bytes.len++] = (unsigned char)byte;
}

void code_bytes(CodeBuffer *c, const void *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) code_byte(c, ((const unsigned char *)bytes)[i]);
}

void code_word(CodeBuffer *c, uint32_t word) { code_bytes(c, &word, sizeof word); }

// ---- labels ----

CodeLabel code_label(CodeBuffer *c) {
    if (!GROW(c, c->labels)) return (CodeLabel){0};
    c->labels.items[c->labels.len] = UINT32_MAX;
    return (CodeLabel){c->labels.len++};
}

void code_bind(CodeBuffer *c, CodeLabel label) {
    if (label.index < c->labels.len) c->labels.items[label.index] = c->bytes.len;
}

void code_refer(CodeBuffer *c, CodeFixKind kind, uint32_t at, CodeLabel label) {
    if (GROW(c, c->fixes)) c->fixes.items[c->fixes.len++] = (CodeFix){kind, at, label.index};
}

CodeLabel code_literal(CodeBuffer *c, uint64_t word) {
    CodeLabel label = code_label(c);
    if (GROW(c, c->literals) && GROW(c, c->literal_labels)) {
        c->literals.items[c->literals.len++] = word;
        c->literal_labels.items[c->literal_labels.len++] = label.index;
    }
    return label;
}

void code_note_exit(CodeBuffer *c, const CodeExitForm *form, bool is_call, const void *target) {
    if (GROW(c, c->exits))
        c->exits.items[c->exits.len++] = (CodeExit){form, c->bytes.len, is_call, (uintptr_t)target};
}

// ---- finishing ----

static void lay_literals(CodeBuffer *c) {
    while (c->literals.len > 0 && c->bytes.len % 8 != 0 && !c->failed) code_byte(c, 0);
    for (uint32_t i = 0; i < c->literals.len && !c->failed; i++) {
        code_bind(c, (CodeLabel){c->literal_labels.items[i]});
        code_bytes(c, &c->literals.items[i], sizeof c->literals.items[i]);
    }
}

static bool resolve(CodeBuffer *c, const CodeFix *f) {
    if (f->label >= c->labels.len || c->labels.items[f->label] == UINT32_MAX) return false;
    unsigned char *at = c->bytes.items + f->at;
    int64_t distance = (int64_t)c->labels.items[f->label] - (int64_t)f->at;
    uint32_t word;
    switch ((CodeFixKind)f->kind) {
    case FIX_X86_REL32: word = (uint32_t)(distance - 4); break;
    case FIX_ARM64_IMM19:
        if (distance < -(1 << 20) || distance >= 1 << 20) return false;
        memcpy(&word, at, sizeof word);
        word |= ((uint32_t)(distance / 4) & 0x7ffff) << 5;
        break;
    default: return false;
    }
    memcpy(at, &word, sizeof word);
    return true;
}

bool code_finish(CodeBuffer *c) {
    lay_literals(c);
    for (uint32_t i = 0; i < c->fixes.len && !c->failed; i++)
        if (!resolve(c, &c->fixes.items[i])) c->failed = true;
    return !c->failed;
}

void code_place(const CodeBuffer *c, unsigned char *to, uintptr_t address) {
    memcpy(to, c->bytes.items, c->bytes.len);
    for (uint32_t i = 0; i < c->exits.len; i++) {
        const CodeExit *exit = &c->exits.items[i];
        int64_t distance = (int64_t)(exit->target - (address + exit->at));
        int64_t reach = (int64_t)exit->form->reach;
        if (distance > -reach && distance < reach)
            exit->form->shorten(to + exit->at, distance, exit->is_call);
    }
}
