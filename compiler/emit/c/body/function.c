// Functions: signatures, and the frame around a body. A function that can fail gives its value and
// its error in one struct, or the error alone; one that C calls has C's signature and holds its
// errors.
#include <string.h>

#include "emit/c/body/body.h"

// ---- signatures ----

// A borrowed parameter says so by its type's name.
static const char *parameter(Unit *u, const MirLocal *p) {
    if (p->is_env) return arena_printf(u->arena, "SeamObjectRef *%s", p->c_name);
    const char *name = p->by_address ? arena_printf(u->arena, "*%s", p->c_name) : p->c_name;
    TypeKind k = p->type->kind;
    bool named = k == TYPE_STRING || k == TYPE_BUFFER || k == TYPE_ARRAY || k == TYPE_VIEW ||
                 k == TYPE_MAP || k == TYPE_SET;
    if (named && p->borrowed) return arena_printf(u->arena, "%sRef %s", type_c(u, p->type), name);
    return declare_c(u, p->type, name);
}

static bool fails(const MirFunction *f) { return f->throws && !f->is_callback; }

// What another module calls, or C does by its name.
static bool is_external(const MirFunction *f) {
    return f->is_exported || (f->symbol && f->symbol->flags & SYMBOL_SHARED);
}

static const char *head(Unit *u, const MirFunction *f) {
    Text list;
    text_init(&list, u->arena);
    for (uint32_t i = 0; i < f->param_count; i++) {
        require_type(u, f->locals.items[i].type);
        text_printf(&list, "%s%s", i ? ", " : "", parameter(u, &f->locals.items[i]));
    }
    const char *call = arena_printf(u->arena, "%s(%s)", f->c_name, list.len ? list.chars : "void");
    require_type(u, f->result);
    const char *declared = call;
    if (!fails(f) && !is_unvalued(f->result)) {
        declared = declare_c(u, f->result, call);
    } else {
        const char *result = result_type(u, f->result, fails(f));
        bool pointer = result[strlen(result) - 1] == '*';
        declared = arena_printf(u->arena, "%s%s%s", result, pointer ? "" : " ", call);
    }
    return is_external(f) ? declared : arena_printf(u->arena, "static %s", declared);
}

// Of a function in another module: its symbol and the call say all.
void declare_function(Unit *u, const MirExpr *call) {
    const Symbol *symbol = call->u.call.symbol;
    if (symbol_unit(symbol) == u->module->module || !unit_declare(u, symbol)) return;
    const FunctionType *f = symbol->type->u.function;
    bool method = call->u.call.args.len > f->param_count;
    Text list;
    text_init(&list, u->arena);
    if (method) {
        const MirExpr *this_ = call->u.call.args.items[0];
        bool by_address = this_->kind == MIR_ADDRESS;
        text_printf(&list, "%s", declare_c(u, this_->type, by_address ? "*" : ""));
    }
    for (uint32_t i = 0; i < f->param_count; i++)
        text_printf(&list, "%s%s", list.len ? ", " : "", type_c(u, f->params[i].type));
    const char *name =
        arena_printf(u->arena, "%s(%s)", symbol->c_name, list.len ? list.chars : "void");
    bool throws = call->u.call.fallible;
    if (!throws && !is_unvalued(call->type))
        text_printf(&u->prototypes, "%s;\n", declare_c(u, call->type, name));
    else text_printf(&u->prototypes, "%s %s;\n", result_type(u, call->type, throws), name);
}

// ---- bodies ----

void put_error_return(Body *b, const char *error) {
    const MirFunction *f = b->f;
    if (!f->is_callback) {
        if (is_unvalued(f->result)) text_printf(b->out, "return %s;\n", error);
        else
            text_printf(b->out, "return (%s){.err = %s};\n", result_type(b->u, f->result, true),
                        error);
        return;
    }
    text_printf(b->out, "{ seam_callback_fail(&seam_guard, %s); return", error);
    MirExpr zero = {.kind = MIR_ZERO, .type = f->result};
    if (!is_unvalued(f->result)) {
        text_put(b->out, " ");
        put_expr(b, &zero, LEVEL_ANY);
    }
    text_put(b->out, "; }\n");
}

static bool has_try(const MirBlock *block);

static bool stmt_has_try(const MirStmt *s) {
    switch (s->kind) {
    case MIR_TRY: return true;
    case MIR_IF: return has_try(&s->u.if_.then) || has_try(&s->u.if_.otherwise);
    case MIR_LOOP: return has_try(&s->u.loop.body);
    case MIR_SCOPE: return has_try(&s->u.scope.body);
    case MIR_LET:
    case MIR_SET:
    case MIR_EVAL:
    case MIR_BREAK:
    case MIR_CONTINUE:
    case MIR_DEFER:
    case MIR_RETURN:
    case MIR_THROW:
    case MIR_RELEASE:
    case MIR_LEAVE:
    case MIR_UNREACHABLE: return false;
    }
    return false;
}

static bool has_try(const MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++)
        if (stmt_has_try(block->items[i])) return true;
    return false;
}

static const char *error_name(Unit *u, const MirFunction *f) {
    const char *name = "error";
    for (uint32_t i = 0; i < f->locals.len; i++)
        if (strcmp(f->locals.items[i].c_name, name) == 0) {
            name = arena_printf(u->arena, "%s_", name);
            i = (uint32_t)-1; // look again
        }
    return name;
}

static void put_frame_begin(Body *b) {
    b->error = error_name(b->u, b->f);
    if (b->stores_error) text_printf(b->out, "SeamObject *%s;\n", b->error);
    if (!b->f->is_callback) return;
    MirExpr zero = {.kind = MIR_ZERO, .type = b->f->result};
    text_put(b->out, "SeamGuard seam_guard;\nif (!seam_callback_begin(&seam_guard)) return");
    if (!is_unvalued(b->f->result)) text_printf(b->out, " %s", expr_text(b, &zero, LEVEL_ANY));
    text_put(b->out, ";\n");
}

// Control that comes to the end of a function without a value has nothing to say but success.
void put_open_end(Body *b) {
    if (b->f->is_callback) text_put(b->out, "seam_callback_end(&seam_guard);\n");
    text_put(b->out, fails(b->f) ? "return NULL;\n" : "return;\n");
}

static bool needs_end(const Body *b) {
    bool ended = fails(b->f) || b->f->is_callback;
    bool open = ended && is_unvalued(b->f->result) && ends_open(&b->f->body);
    bool one = b->f->body.len == 1 && has_shared_pads(b, b->f->body.items[0]);
    return open && !one; // before its pads, a scope has it
}

// Is there anything around the body's own statements?
static bool has_frame(const Body *b) {
    return b->f->is_callback || b->stores_error || needs_end(b);
}

static void put_body(Body *b) {
    Text *out = b->out;
    if (!has_frame(b) && put_block_on_line(b, &b->f->body)) {
        text_put(out, "\n");
        return;
    }
    text_put(out, "{\n");
    out->indent = 1;
    put_frame_begin(b);
    put_block(b, &b->f->body);
    if (needs_end(b)) put_open_end(b);
    out->indent = 0;
    text_put(out, "}\n");
}

static const char *arguments(Unit *u, const MirFunction *f) {
    Text list;
    text_init(&list, u->arena);
    for (uint32_t i = 0; i < f->param_count; i++)
        text_printf(&list, "%s%s", i ? ", " : "", f->locals.items[i].c_name);
    return list.len ? list.chars : "";
}

// The time that C compilers take to optimise grows with the square of it.
enum { LOCALS_MOST = 1500 };

void put_function(Unit *u, const MirFunction *f) {
    Body b = {.u = u, .f = f, .out = &u->code};
    look_over(&b);
    b.stores_error |= has_try(&f->body);
    Piece piece = {.name = f->c_name,
                   .prototype = head(u, f),
                   .arguments = arguments(u, f),
                   .title = f->title,
                   .signature = f->signature,
                   .source = f->span.source,
                   .start = f->span.start,
                   .from = u->code.len};
    if (f->span.source) {
        Sources *sources = &u->program->session->sources;
        b.line = b.last = source_line_col(sources, f->span.source, f->span.start).line;
        b.line_at = u->code.lines;
        piece.line = b.line;
    }
    bool huge = f->locals.len > LOCALS_MOST;
    text_printf(&u->code, "%s%s ", huge ? "SEAM_HUGE " : "", piece.prototype);
    put_body(&b);
    piece.to = u->code.len;
    for (uint32_t i = 0; i < b.touched.len; i++)
        VEC_PUSH(u->arena, &piece.touched, b.touched.items[i]->c_name);
    VEC_PUSH(u->arena, &u->pieces, piece);
}
