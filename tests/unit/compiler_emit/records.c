// C's records are laid out as their header says, whatever it takes; the C compiler is the judge, by
// the assertions that come with each.
#include "../test.h"

#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "world.h"

typedef struct Member {
    const char *name;
    TypeKind kind;
    uint64_t offset;
    uint32_t bit_offset;
    uint32_t bit_width;
} Member;

typedef struct Row {
    const char *c_name;
    uint64_t size;
    uint32_t align;
    bool packed;
    const char *want; // in the text
    const char *lacks;
    Member members[7]; // the last has no name
} Row;

static const Row rows[] = {
    {"struct plain",
     16,
     8,
     false,
     "double b;",
     "packed",
     {{"a", TYPE_CINT, 0, 0, 0}, {"b", TYPE_CDOUBLE, 8, 0, 0}}},
    {"struct packed",
     7,
     1,
     true,
     "packed",
     NULL,
     {{"a", TYPE_CCHAR, 0, 0, 0}, {"b", TYPE_CINT, 1, 0, 0}, {"c", TYPE_CSHORT, 5, 0, 0}}},
    {"struct gap",
     32,
     16,
     false,
     "seam_gap",
     "packed",
     {{"a", TYPE_CCHAR, 0, 0, 0}, {"b", TYPE_CINT, 16, 0, 0}}},
    {"struct overlap",
     24,
     8,
     false,
     "union {",
     "packed",
     {{"tag", TYPE_CINT, 0, 0, 0},
      {"i", TYPE_CINT, 8, 0, 0},
      {"d", TYPE_CDOUBLE, 8, 0, 0},
      {"p", TYPE_CSHORT, 8, 0, 0},
      {"q", TYPE_CSHORT, 10, 0, 0},
      {"z", TYPE_CCHAR, 16, 0, 0}}},
    {"struct bits",
     12,
     4,
     false,
     "unsigned char : 4;",
     "packed",
     {{"a", TYPE_CUINT, 0, 0, 3},
      {"b", TYPE_CINT, 0, 3, 5},
      {"c", TYPE_CUINT, 0, 12, 10},
      {"d", TYPE_CUINT, 4, 0, 30},
      {"e", TYPE_CCHAR, 8, 0, 0}}},
    {"struct tail", 64, 4, false, "seam_gap", "packed", {{"a", TYPE_CINT, 0, 0, 0}}},
    {"struct unknown",
     32,
     16,
     false,
     "seam_gap",
     NULL, // `long double` between them
     {{"a", TYPE_CINT, 0, 0, 0}, {"x", TYPE_POISON, 16, 0, 0}}},
    {"union either",
     8,
     8,
     false,
     "double b;",
     "gap",
     {{"a", TYPE_CINT, 0, 0, 0}, {"b", TYPE_CDOUBLE, 0, 0, 0}}},
    {"union halves",
     8,
     8,
     false,
     "struct {",
     "gap",
     {{"whole", TYPE_U64, 0, 0, 0}, {"low", TYPE_U32, 0, 0, 0}, {"high", TYPE_U16, 4, 0, 0}}},
    {"union wide", 16, 4, false, "seam_gap", "packed", {{"a", TYPE_CINT, 0, 0, 0}}},
};

static void add_members(World *w, Nominal *n, const Row *r) {
    for (const Member *m = r->members; m->name; m++) {
        world_field(w, n, m->name, w->program.types.basic[m->kind], m->offset);
        n->fields.items[n->fields.len - 1].bit_offset = m->bit_offset;
        n->fields.items[n->fields.len - 1].bit_width = m->bit_width;
    }
}

TEST(records_lie_as_their_header_says) {
    World *w = world_begin();
    Text all;
    text_init(&all, &w->session.arena);
    text_put(&all, "#include <stddef.h>\n#include <stdint.h>\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Row *r = &rows[i];
        Nominal *n = world_struct(w, r->c_name, r->size, r->align);
        n->is_packed = r->packed;
        add_members(w, n, r);
        size_t before = w->unit.types.len;
        require_type(&w->unit, n->type);
        const char *text = w->unit.types.chars + before;
        if (r->want) CHECK_EQ(strstr(text, r->want) != NULL, true, r->c_name);
        if (r->lacks) CHECK_EQ(strstr(text, r->lacks) == NULL, true, r->c_name);
    }
    text_append(&all, &w->unit.types);
    ProcessResult done;
    const char *cc = getenv("CC") ? getenv("CC") : "gcc";
    const char *const argv[] = {cc, "-std=gnu11", "-x", "c", "-fsyntax-only", "-", NULL};
    if (CHECK(io_run(&w->session.arena, argv, all.chars, &done)))
        CHECK_STR(done.err.text, "", "what the C compiler says");
    world_end(w);
}
