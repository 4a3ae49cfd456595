// See make.h.
#include "make.h"

#include <stdio.h>
#include <stdlib.h>

static const Span nowhere = {0, 0, 0};

void make_open(Make *m) {
    *m = (Make){0};
    session_init(&m->session);
    m->arena = &m->session.arena;
    types_init(&m->program.types, m->arena, &m->session.names);
    m->string = type_basic(&m->program.types, STRING);
    m->function.c_name = "f";
    m->function.result = type_basic(&m->program.types, VOID);
    VEC_PUSH(m->arena, &m->module.functions, &m->function);
    Nominal *error = ARENA_NEW(m->arena, Nominal);
    error->name = intern_text(&m->session.names, "Error");
    error->complete = true;
    m->program.types.error_class = type_nominal(&m->program.types, TYPE_CLASS, error);
    FunctionType type = {.result = m->string, .throws = m->program.types.error_class};
    m->callee = symbol_new(m->arena, SYMBOL_FUNCTION, intern_text(&m->session.names, "g"), nowhere);
    m->callee->c_name = "g";
    m->callee->type = type_function(&m->program.types, &type);
}

void make_close(Make *m) { session_deinit(&m->session); }

// ---- expressions ----

uint32_t make_local(Make *m, const char *name, const Type *type) {
    MirLocal local = {.kind = name[0] == 't' ? MIR_TEMP_LOCAL : MIR_USER_LOCAL,
                      .name = name[0] == 't' ? NULL : intern_text(&m->session.names, name),
                      .c_name = name,
                      .type = type};
    VEC_PUSH(m->arena, &m->function.locals, local);
    return m->function.locals.len - 1;
}

MirExpr *make_read(Make *m, uint32_t local) {
    return mir_local(m->arena, &m->function, local, nowhere);
}

MirExpr *make_text(Make *m) {
    MirExpr *e = mir_expr(m->arena, MIR_TEMPLATE, m->string, nowhere);
    e->u.template_.parts = ARENA_NEW(m->arena, MirTemplatePart);
    e->u.template_.parts[0] = (MirTemplatePart){.text = "x", .len = 1};
    e->u.template_.count = 1;
    return e;
}

MirExpr *make_call(Make *m) {
    MirExpr *e = mir_call(m->arena, MIR_CALL_FUNCTION, m->string, nowhere);
    e->u.call.symbol = m->callee;
    e->u.call.throws = true;
    return e;
}

MirExpr *make_of(Make *m, MirExprKind kind, MirExpr *operand) {
    return mir_of(m->arena, kind, operand->type, operand);
}

MirExpr *make_true(Make *m) { return mir_bool(m->arena, &m->program.types, true, nowhere); }

// ---- statements ----

MirStmt *make_let(Make *m, uint32_t local, MirExpr *value) {
    return mir_let(m->arena, local, value, nowhere);
}

MirStmt *make_set(Make *m, uint32_t local, MirExpr *value, bool init) {
    MirStmt *s = mir_set(m->arena, make_read(m, local), value, nowhere);
    s->u.set.init = init;
    return s;
}

MirStmt *make_release(Make *m, uint32_t local) {
    return mir_release(m->arena, make_read(m, local));
}

static MirStmt *with_value(Make *m, MirStmtKind kind, MirExpr *value) {
    MirStmt *s = mir_stmt(m->arena, kind, nowhere);
    s->u.expr = value;
    return s;
}

MirStmt *make_return(Make *m, MirExpr *value) { return with_value(m, MIR_RETURN, value); }

MirStmt *make_if(Make *m, MirBlock then, MirBlock otherwise) {
    MirStmt *s = mir_stmt(m->arena, MIR_IF, nowhere);
    s->u.if_.cond = make_true(m);
    s->u.if_.then = then;
    s->u.if_.otherwise = otherwise;
    return s;
}

MirStmt *make_loop(Make *m, MirBlock body) {
    MirStmt *s = mir_stmt(m->arena, MIR_LOOP, nowhere);
    s->u.loop.id = m->function.loop_count = 1;
    s->u.loop.cond = make_true(m);
    s->u.loop.body = body;
    return s;
}

MirStmt *make_jump(Make *m, MirStmtKind kind) {
    MirStmt *s = mir_stmt(m->arena, kind, nowhere);
    s->u.loop_id = 1;
    return s;
}

MirStmt *make_scope(Make *m, MirBlock body) {
    MirStmt *s = mir_stmt(m->arena, MIR_SCOPE, nowhere);
    s->u.scope.body = body;
    return s;
}

MirStmt *make_defer(Make *m, MirBlock body) {
    MirStmt *s = mir_stmt(m->arena, MIR_DEFER, nowhere);
    s->u.block = body;
    return s;
}

MirStmt *make_use(Make *m, uint32_t local) {
    MirExpr *e = mir_call(m->arena, MIR_CALL_PRINT, type_basic(&m->program.types, VOID), nowhere);
    VEC_PUSH(m->arena, &e->u.call.args, make_read(m, local));
    return with_value(m, MIR_EVAL, e);
}

MirStmt *make_ends(MirStmt *s) {
    s->ends = true;
    return s;
}

MirBlock make_block(Make *m, MirStmt *const statements[]) {
    MirBlock block = {0};
    for (; *statements; statements++) mir_push(m->arena, &block, *statements);
    return block;
}

void make_body(Make *m, MirBlock body) {
    m->function.body = (MirBlock){0};
    mir_push(m->arena, &m->function.body, make_scope(m, body));
}

const char *make_verified(Make *m, bool counted) {
    const char *mistake = mir_verify(&m->module, counted, m->arena);
    return mistake ? mistake : "";
}

const char *make_counted(Make *m) {
    mir_count(&m->program, &m->module, m->arena);
    const char *mistake = mir_verify(&m->module, true, m->arena);
    if (mistake) return mistake;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    mir_dump(&m->module, out);
    fclose(out);
    const char *kept = arena_text(m->arena, text, size);
    free(text);
    return kept;
}
