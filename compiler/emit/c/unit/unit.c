// A module's unit, from its parts. Functions are printed first, since they tell what has to be
// declared; in the text they come last.
#include <string.h>

#include "emit/c/body/body.h"
#include "emit/emit.h"

// ---- what has been said ----

bool unit_declare(Unit *u, const void *symbol) { return set_add(u->arena, &u->declared, symbol); }

bool unit_mark(Unit *u, const Type *t, TypeMark mark) {
    if (t->id >= u->mark_cap) {
        uint32_t cap = t->id * 2 + 64;
        uint8_t *marks = arena_alloc(u->arena, cap);
        if (u->mark_cap) memcpy(marks, u->marks, u->mark_cap);
        u->marks = marks;
        u->mark_cap = cap;
    }
    if (u->marks[t->id] & mark) return false;
    u->marks[t->id] = (uint8_t)(u->marks[t->id] | mark);
    return true;
}

unsigned unit_marks(const Unit *u, const Type *t) {
    return t->id < u->mark_cap ? u->marks[t->id] : 0;
}

void unit_init(Unit *u, Program *p, const MirModule *m, Arena *arena) {
    *u = (Unit){.program = p, .module = m, .arena = arena};
    Text *const sections[] = {&u->types,   &u->slice,   &u->prototypes,  &u->literals, &u->tables,
                              &u->globals, &u->helpers, &u->descriptors, &u->code,     &u->bodies};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) text_init(sections[i], arena);
}

// ---- the text ----

void put_file_name(Unit *u, Text *out, uint32_t source) {
    const char *path = u->program->session->sources.list.items[source].path;
    text_put(out, " ");
    put_c_string(out, path, strlen(path));
}

static void put_section(Text *out, const Text *section) {
    if (section->len == 0) return;
    text_put(out, "\n");
    text_append(out, section);
}

// What few units use has headers of its own; a unit that mentions a name from one includes it.
static const struct {
    const char *header;
    const char *names[6];
} rare_headers[] = {
    {"bits.h",
     {"seam_popcount_", "seam_leading_zeros_", "seam_trailing_zeros_", "seam_rotate_",
      "seam_byte_swap_"}},
    {"closure.h",
     {"seam_callback_open", "seam_callback_keep", "seam_callback_box", "seam_callback_unbox"}},
    {"bytes_numbers.h", {"seam_bytes_read_", "seam_bytes_write_"}},
};

static void put_includes(Unit *u, Text *out) {
    text_put(out, "#include <seam/runtime.h>\n");
    for (size_t i = 0; i < sizeof rare_headers / sizeof *rare_headers; i++) {
        bool used = false;
        for (const char *const *name = rare_headers[i].names; *name && !used; name++)
            used = u->code.len && strstr(u->code.chars, *name);
        if (used) text_printf(out, "#include <seam/%s>\n", rare_headers[i].header);
    }
}

void declare_late(Unit *u, const char *name, const char *prototype) {
    VEC_PUSH(u->arena, &u->lates, ((Late){name, prototype}));
}

static bool is_own(const Unit *u, const char *line) {
    static const char *const heads[] = {"static ", "#define ", "extern SEAM_SHARED_TYPE "};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (strncmp(line, heads[i], strlen(heads[i])) == 0) return true;
    static const char head[] = "extern SeamType ";
    for (uint32_t i = 0; strncmp(line, head, strlen(head)) == 0 && i < u->defined.len; i++) {
        size_t len = strlen(u->defined.items[i]);
        const char *name = line + strlen(head);
        if (strncmp(name, u->defined.items[i], len) == 0 && name[len] == ';') return true;
    }
    return false;
}

// What other units define is in the same program: found without a table.
static void put_prototypes(Unit *u, Text *out) {
    Text own, foreign;
    text_init(&own, u->arena);
    text_init(&foreign, u->arena);
    for (const char *line = u->prototypes.chars, *end; line && *line; line = end) {
        end = strchr(line, '\n') + 1;
        text_put_len(is_own(u, line) ? &own : &foreign, line, (size_t)(end - line));
    }
    if (foreign.len) {
        text_put(out, "\n#pragma GCC visibility push(hidden)\n");
        text_append(out, &foreign);
        text_put(out, "#pragma GCC visibility pop\n");
    }
    put_section(out, &own);
}

static EmitText assemble(Unit *u) {
    Text out;
    text_init(&out, u->arena);
    put_in_order(u);
    put_string_literals(u);
    put_includes(u, &out);
    put_types(u, &out);
    put_section(&out, &u->slice);
    put_prototypes(u, &out);
    put_section(&out, &u->literals);
    put_section(&out, &u->helpers);
    put_section(&out, &u->descriptors);
    put_section(&out, &u->tables);
    put_section(&out, &u->globals);
    text_append(&out, &u->bodies);
    put_frames(u, &out);
    if (u->module->main) put_main(u, &out);
    return (EmitText){out.chars, out.len};
}

EmitText emit_c_module(Program *p, const MirModule *m, Arena *arena) {
    Unit u;
    unit_init(&u, p, m, arena);
    for (uint32_t i = 0; i < m->functions.len; i++)
        if (m->functions.items[i]->symbol) unit_declare(&u, m->functions.items[i]->symbol);
    for (uint32_t i = 0; i < m->nominals.len; i++)
        if (m->nominals.items[i]->type->kind == TYPE_CLASS) define_class(&u, m->nominals.items[i]);
    for (uint32_t i = 0; i < m->functions.len; i++) put_function(&u, m->functions.items[i]);
    put_globals(&u);
    return assemble(&u);
}
