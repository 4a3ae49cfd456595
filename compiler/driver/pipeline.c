// The table of contents of the compiler: every pass, in order. A pass reports all errors that it
// finds; the next one runs on a program without errors, so that one mistake is one message. Floor
// 5; build.c makes a program of the units.
#include "driver/pipeline.h"

#include <stdlib.h>

#include <string.h>

#include "emit/emit.h"

void pipeline_init(Pipeline *p, CImportPaths paths) {
    *p = (Pipeline){0};
    session_init(&p->session);
    arena_init(&p->arena);
    program_init(&p->program, &p->session, &p->arena, paths);
    p->program.check_library = getenv("SEAM_VERIFY");
}

void pipeline_deinit(Pipeline *p) {
    arena_deinit(&p->arena);
    session_deinit(&p->session);
}

static bool clean(const Pipeline *p) { return p->session.diags.errors == 0; }

// Checking the tree of a broken text would tell of names and types that nobody wrote. (E00: lexical
// and syntax.)
static bool parsed(const Pipeline *p) {
    for (uint32_t i = 0; i < p->session.diags.list.len; i++) {
        const Diag *g = p->session.diags.list.items[i];
        if (!g->recovered && strncmp(diag_code_text(g->code), "E00", 3) == 0) return false;
    }
    return true;
}

// Tests have our own work checked between passes (SEAM_VERIFY=1).
static void verify(const Pipeline *p, Arena *scratch, bool counted) {
    if (!getenv("SEAM_VERIFY")) return;
    for (uint32_t i = 0; i < p->mir.len; i++) {
        const char *mistake = mir_verify(p->mir.items[i], counted, scratch);
        if (mistake) unreachable(mistake);
    }
}

static void lower_modules(Pipeline *p) {
    for (uint32_t i = 0; i < p->program.modules.len; i++)
        VEC_PUSH(&p->arena, &p->mir,
                 mir_lower(&p->program, p->program.modules.items[i], &p->arena));
    verify(p, &p->session.scratch, false);
}

static void prove_checks(Pipeline *p) {
    for (uint32_t i = 0; i < p->mir.len; i++) mir_prove(p->mir.items[i], &p->arena);
}

static void check_ownership(Pipeline *p) {
    for (uint32_t i = 0; i < p->mir.len; i++) mir_check_ownership(&p->program, p->mir.items[i]);
}

static void count_references(Pipeline *p) {
    for (uint32_t i = 0; i < p->mir.len; i++) mir_count(&p->program, p->mir.items[i], &p->arena);
    verify(p, &p->session.scratch, true);
}

static void emit_modules(Pipeline *p) {
    for (uint32_t i = 0; i < p->mir.len; i++) {
        const Module *module = p->program.modules.items[i];
        EmitText c = emit_c_module(&p->program, p->mir.items[i], &p->arena);
        VEC_PUSH(
            &p->arena, &p->units,
            ((Unit){.module = module, .name = module->path, .c_text = c.text, .c_len = c.len}));
    }
}

static void emit_shims(Pipeline *p) {
    for (uint32_t i = 0; i < p->program.cimports.list.len; i++) {
        const CImport *import = p->program.cimports.list.items[i];
        EmitText c = emit_c_shim(&p->program, import, p->mir.items, p->mir.len, &p->arena);
        if (!c.text) continue;
        const char *header = cimport_request(import)->headers[0];
        VEC_PUSH(&p->arena, &p->units,
                 ((Unit){.import = import,
                         .name = arena_printf(&p->arena, "the shim of %s", header),
                         .c_text = c.text,
                         .c_len = c.len}));
    }
}

static void emit_tests(Pipeline *p) {
    if (!p->makes_tests || p->program.tests.len == 0) return;
    EmitText c = emit_c_tests(&p->program, &p->arena);
    VEC_PUSH(&p->arena, &p->units,
             ((Unit){.name = "the list of tests", .c_text = c.text, .c_len = c.len}));
}

static const Symbol *first_value(const Module *m) {
    for (uint32_t i = 0; i < m->scope->entries.len; i++) {
        const Symbol *s = m->scope->entries.items[i].symbol;
        if (s->module != m) continue;
        if (s->kind == SYMBOL_FUNCTION || s->kind == SYMBOL_GLOBAL) return s;
        if (s->kind == SYMBOL_TYPE && s->type && s->type->kind == TYPE_CLASS) return s;
    }
    return NULL;
}

// A file of declarations alone can be checked against, but there is nothing to call.
static void check_implemented(Pipeline *p) {
    for (uint32_t i = 0; i < p->program.modules.len; i++) {
        const Module *m = p->program.modules.items[i];
        const Symbol *s = m->is_declarations && m->is_imported ? first_value(m) : NULL;
        if (!s) continue;
        Diag *g = diag_error(&p->session.diags, E0717, s->span,
                             "`%s` is declared in `%s`, but nothing implements it", s->name->text,
                             m->path);
        diag_note(g, "a native library may, but native modules are not supported yet");
        diag_help(g, "write the file without `.d`; `seam check` needs only the declarations");
    }
}

bool pipeline_run(Pipeline *p, const Root *roots, uint32_t count, Stage last) {
    p->main =
        program_load(&p->program, roots, count); // reads and parses them, and what they import
    if (!p->main || !parsed(p) || last == STAGE_TREE) return clean(p);

    check_program(&p->program); // foreign headers, names, types, throws
    if (last == STAGE_C) check_implemented(p);
    if (!clean(p) || last == STAGE_TYPES) return clean(p);

    lower_modules(p);
    check_ownership(p);
    if (!clean(p) || last == STAGE_CHECKED) return clean(p);

    prove_checks(p);
    count_references(p);
    if (last == STAGE_MIR) return true;

    emit_modules(p);
    emit_shims(p);
    emit_tests(p);
    return true;
}
