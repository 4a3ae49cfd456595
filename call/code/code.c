// Machine code under construction: see code.h.
#include "code/code.h"

#include <string.h>

#define CAP(list) ((uint32_t)(sizeof(list).items / sizeof(list).items[0]))
// Room for one more item; false: the buffer has failed.
#define HAS_ROOM(c, list) (!((c)->failed = (c)->failed || (list).len == CAP(list)))

void code_clear(CodeBuffer *c) {
    c->bytes.len = c->labels.len = c->fixes.len = c->exits.len = c->literals.len = 0;
    c->failed = false;
}

void code_byte(CodeBuffer *c, unsigned byte) {
    if (HAS_ROOM(c, c->bytes)) c->bytes.items[c->bytes.len++] = (unsigned char)byte;
}

void code_bytes(CodeBuffer *c, const void *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) code_byte(c, ((const unsigned char *)bytes)[i]);
}

void code_word(CodeBuffer *c, uint32_t word) { code_bytes(c, &word, sizeof word); }

// ---- labels ----

CodeLabel code_label(CodeBuffer *c) {
    if (!HAS_ROOM(c, c->labels)) return (CodeLabel){0};
    c->labels.items[c->labels.len] = UINT32_MAX;
    return (CodeLabel){c->labels.len++};
}

void code_bind(CodeBuffer *c, CodeLabel label) {
    if (label.index < c->labels.len) c->labels.items[label.index] = c->bytes.len;
}

void code_refer(CodeBuffer *c, CodeFixKind kind, uint32_t at, CodeLabel label) {
    if (HAS_ROOM(c, c->fixes)) c->fixes.items[c->fixes.len++] = (CodeFix){kind, at, label.index};
}

CodeLabel code_literal(CodeBuffer *c, uint64_t word) {
    CodeLabel label = code_label(c);
    if (!HAS_ROOM(c, c->literals)) return label;
    c->literal_labels[c->literals.len] = label.index;
    c->literals.items[c->literals.len++] = word;
    return label;
}

void code_note_exit(CodeBuffer *c, const CodeExitForm *form, const void *target) {
    if (HAS_ROOM(c, c->exits))
        c->exits.items[c->exits.len++] = (CodeExit){form, c->bytes.len, (uintptr_t)target};
}

// ---- finishing ----

static void lay_literals(CodeBuffer *c) {
    while (c->literals.len > 0 && c->bytes.len % 8 != 0 && !c->failed) code_byte(c, 0);
    for (uint32_t i = 0; i < c->literals.len && !c->failed; i++) {
        code_bind(c, (CodeLabel){c->literal_labels[i]});
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
        if (distance > -reach && distance < reach) exit->form->shorten(to + exit->at, distance);
    }
}
