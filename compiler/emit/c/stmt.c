// Statements. Each begins on the C line that stands for its Seam line, by #line where that is not
// so anyway. Regions become C's own; only `break` and `continue` of outer loops and error exits are
// gotos.
#include <string.h>

#include "emit/c/body.h"

static void put_stmt(Body *b, const MirStmt *s);

// ---- lines and names ----

// The Seam line that the next C line stands for.
static uint32_t line_now(const Body *b) {
    return b->line ? b->line + (b->out->lines - b->line_at) : 0;
}

static uint32_t line_of(const Body *b, Span span) {
    if (!span.source) return line_now(b);
    return source_line_col(&b->u->program->session->sources, span.source, span.start).line;
}

static void put_line(Body *b, uint32_t line) {
    if (line_now(b) == line) return;
    text_printf(b->out, "#line %u\n", line);
    b->line = line;
    b->line_at = b->out->lines;
}

enum { LINE_MAX_COLUMNS = 100 };

// Makes one line of the last and of what was printed since `start`, if that is one and they fit.
bool join_lines(Body *b, size_t start, uint32_t lines) {
    Text *out = b->out;
    size_t end = start - 1, first = end;
    while (first > 0 && out->chars[first - 1] != '\n') first--;
    bool statement = end > 0 && (out->chars[end - 1] == ';' || out->chars[end - 1] == '{');
    bool fits = out->lines == lines + 1 && out->len - first <= LINE_MAX_COLUMNS;
    if (!statement || !fits || out->chars[first] == '#') return false;
    text_join(out, start, " ");
    return true;
}

const char *new_temp(Body *b, const char *stem) {
    for (;;) {
        const char *name = arena_printf(b->u->arena, "%s%u", stem, ++b->temps);
        bool taken = false;
        for (uint32_t i = 0; i < b->f->locals.len && !taken; i++)
            taken = strcmp(b->f->locals.items[i].c_name, name) == 0;
        if (!taken) return name;
    }
}

const char *new_result(Body *b, const char *stem) {
    const char *name = b->target ? b->target : new_temp(b, stem);
    b->target = NULL;
    return name;
}

// ---- errors ----

static bool is_to_caller(const MirExit *exit) { return !exit || exit->to == MIR_TO_CALLER; }

// Where the error is stored on the way is b->error; a plain return needs no way.
void put_exit(Body *b, const MirExit *exit, const char *error) {
    if (exit) put_block(b, &exit->cleanup);
    if (is_to_caller(exit)) put_error_return(b, error);
    else
        text_printf(b->out, "goto %s_%u;\n", exit->to == MIR_TO_PAD ? "pad" : "catch",
                    exit->target);
}

void put_failure(Body *b, const MirExpr *call, const char *error) {
    const MirExit *exit = call->u.call.unwind;
    size_t start = b->out->len;
    uint32_t lines = b->out->lines;
    bool stored = !is_to_caller(exit);
    text_put(b->out, "if (seam_failed(");
    if (stored) text_printf(b->out, "%s = ", b->error);
    text_printf(b->out, "%s, ", error);
    put_at(b, call->span);
    text_put(b->out, ")) ");
    bool block = exit && exit->cleanup.len > 0;
    if (block) text_put(b->out, "{\n");
    b->out->indent += block;
    put_exit(b, exit, error);
    b->out->indent -= block;
    if (block) text_put(b->out, "}\n");
    join_lines(b, start, lines);
}

static void put_throw(Body *b, const MirStmt *s) {
    const MirExpr *value = s->u.throw_.value;
    const MirExit *exit = s->u.throw_.unwind;
    bool direct = is_to_caller(exit) && (!exit || exit->cleanup.len == 0);
    const char *prelude = put_prelude(b, value);
    const char *object = prelude ? prelude : expr_text(b, value, LEVEL_UNARY);
    if (value->type->kind == TYPE_INTERFACE)
        object = arena_printf(b->u->arena, "%s.object", object);
    Text at, *out = b->out;
    text_init(&at, b->u->arena);
    b->out = &at;
    put_at(b, s->span);
    b->out = out;
    const char *thrown = arena_printf(b->u->arena, "seam_thrown(%s, %s)", object, at.chars);
    if (direct) {
        put_error_return(b, thrown);
        return;
    }
    const char *error = is_to_caller(exit) ? new_temp(b, "e") : b->error;
    text_printf(b->out, "%s%s = %s;\n", is_to_caller(exit) ? "SeamObject *" : "", error, thrown);
    put_exit(b, exit, error);
}

// ---- values ----

static bool allocates(const MirExpr *e) {
    return e && (e->kind == MIR_NEW || e->kind == MIR_ARRAY || e->kind == MIR_MAP ||
                 e->kind == MIR_TEMPLATE || e->kind == MIR_BYTES_TEXT ||
                 (e->kind == MIR_CALL && e->u.call.kind == MIR_CALL_BUILTIN && e->owned &&
                  type_is_counted(e->type)));
}

static void put_site(Body *b, const MirExpr *value, Span span) {
    if (!allocates(value)) return;
    LineCol at = source_line_col(&b->u->program->session->sources, span.source, span.start);
    text_printf(b->out, "SEAM_SITE(%u, %u); ", at.line, at.col);
}

static void put_value(Body *b, const MirExpr *value, const char *prelude) {
    if (prelude) text_put(b->out, prelude);
    else put_expr(b, value, LEVEL_CONDITIONAL);
}

static void put_let(Body *b, const MirStmt *s) {
    const MirLocal *local = &b->f->locals.items[s->u.let.local];
    const MirExpr *value = s->u.let.value;
    require_type(b->u, local->type);
    put_site(b, value, s->span);
    b->target = value && value->type == local->type ? local->c_name : NULL;
    const char *prelude = value ? put_prelude(b, value) : NULL;
    b->target = NULL;
    if (prelude == local->c_name) return; // it is declared and made
    bool copies =
        value && local->type->kind == TYPE_CARRAY && value->kind != MIR_ZERO; // no `=` in C
    text_put(b->out, declare_c(b->u, local->type, local->c_name));
    if (copies) {
        text_printf(b->out, ";\n__builtin_memcpy(%s, ", local->c_name);
        put_expr(b, value, LEVEL_CONDITIONAL);
        text_printf(b->out, ", sizeof %s)", local->c_name);
    } else if (prelude) {
        text_printf(b->out, " = %s", prelude);
    } else if (value) {
        text_put(b->out, " = ");
        put_initializer(b, value);
    } else if (local->zeroed) {
        bool pointer = type_is_reference(local->type) || is_null_option(local->type);
        text_put(b->out, pointer ? " = NULL" : " = {0}");
    }
    text_put(b->out, ";\n");
}

// `x = x + 1` of proven arithmetic as people write it.
static bool put_compound(Body *b, const MirExpr *place, const MirExpr *value) {
    bool steps = place->kind == MIR_LOCAL && value->kind == MIR_BINARY && value->unchecked &&
                 (value->u.binary.op == TOKEN_PLUS || value->u.binary.op == TOKEN_MINUS) &&
                 value->u.binary.left->kind == MIR_LOCAL &&
                 value->u.binary.left->u.local == place->u.local && *name_of_number(value->type);
    if (!steps) return false;
    const char *op = value->u.binary.op == TOKEN_PLUS ? "+" : "-";
    const MirExpr *by = value->u.binary.right;
    put_expr(b, place, LEVEL_POSTFIX);
    if (by->kind == MIR_INT && by->u.integer == 1) {
        text_printf(b->out, "%s%s", op, op);
    } else {
        text_printf(b->out, " %s= ", op);
        put_expr(b, by, LEVEL_CONDITIONAL);
    }
    return true;
}

// The old value goes last: releasing it may run a finalizer, which sees the new one.
static void put_replacing(Body *b, const MirExpr *place, const MirExpr *value,
                          const char *prelude) {
    const Type *t = place->type;
    bool word = type_is_reference(t) || type_is_null_pointer(t);
    const char *target = expr_text(b, place, LEVEL_UNARY);
    if (word) {
        text_printf(b->out, "seam_replace(&%s, ", target);
        put_value(b, value, prelude);
        text_put(b->out, ")");
        return;
    }
    const char *old = new_temp(b, "old");
    text_printf(b->out, "%s = %s;\n%s = ", declare_c(b->u, t, old), target, target);
    put_value(b, value, prelude);
    text_printf(b->out, ";\n%s(%s)", drop_function(b->u, t), old);
}

static void put_set(Body *b, const MirStmt *s) {
    const MirExpr *place = s->u.set.place, *value = s->u.set.value;
    require_type(b->u, place->type);
    put_site(b, value, s->span);
    if (place->kind == MIR_ELEMENT && place->u.element.base->type->kind == TYPE_MAP) {
        put_map_store(b, place, value);
        return;
    }
    const char *prelude = put_prelude(b, value);
    if (type_is_counted(place->type) && !s->u.set.init) {
        put_replacing(b, place, value, prelude);
    } else if (place->type->kind == TYPE_CARRAY) {
        text_put(b->out, "__builtin_memcpy(");
        put_expr(b, place, LEVEL_CONDITIONAL);
        text_put(b->out, ", ");
        put_expr(b, value, LEVEL_CONDITIONAL);
        text_put(b->out, ", sizeof ");
        put_expr(b, place, LEVEL_UNARY);
        text_put(b->out, ")");
    } else if (prelude || !put_compound(b, place, value)) {
        put_expr(b, place, LEVEL_UNARY);
        text_put(b->out, " = ");
        put_value(b, value, prelude);
    }
    const char *ready =
        place->kind == MIR_GLOBAL && s->u.set.init ? ready_flag(b->u, place->u.symbol) : NULL;
    if (ready) text_printf(b->out, "; %s = true", ready);
    text_put(b->out, ";\n");
}

static void put_eval(Body *b, const MirStmt *s) {
    put_site(b, s->u.expr, s->span);
    if (put_prelude(b, s->u.expr)) return; // all is done; a value that there is, is not wanted
    put_expr(b, s->u.expr, LEVEL_ANY);
    text_put(b->out, ";\n");
}

static void put_return(Body *b, const MirStmt *s) {
    const MirExpr *value = s->u.expr;
    bool fails = b->f->throws && !b->f->is_callback;
    put_site(b, value, s->span);
    const char *prelude = value ? put_prelude(b, value) : NULL;
    if (!value || is_unvalued(value->type)) {
        if (value && !prelude) {
            put_expr(b, value, LEVEL_ANY);
            text_put(b->out, ";\n");
        }
        text_put(b->out, fails ? "return NULL;\n" : "return;\n");
        return;
    }
    text_put(b->out, "return ");
    if (fails) {
        text_printf(b->out, "(%s){.value = ", result_type(b->u, b->f->result, true));
        if (prelude) text_put(b->out, prelude);
        else put_initializer(b, value);
        text_put(b->out, "};\n");
    } else {
        put_value(b, value, prelude);
        text_put(b->out, ";\n");
    }
}

static void put_release(Body *b, const MirExpr *place) {
    const Type *t = place->type;
    bool word = type_is_reference(t) || type_is_null_pointer(t) || place->kind == MIR_PENDING;
    bool zeroed = place->kind == MIR_LOCAL && b->f->locals.items[place->u.local].zeroed;
    const char *name = expr_text(b, place, LEVEL_POSTFIX);
    if (place->kind == MIR_GLOBAL && word) {
        text_printf(b->out, "seam_release_opt(seam_taken(&%s));\n", name);
    } else if (word) {
        bool maybe = zeroed || type_is_null_pointer(t);
        text_printf(b->out, "%s(%s);\n", maybe ? "seam_release_opt" : "seam_release", name);
    } else if (type_is_counted(t)) {
        text_printf(b->out, "%s(%s);\n", drop_function(b->u, t), name);
        if (place->kind == MIR_GLOBAL)
            text_printf(b->out, "%s = (%s){0};\n", name, type_c(b->u, t));
    }
}

// ---- branches ----

// After a block that began when there were `lines` lines: one that joined its opening line is
// closed there.
void close_brace(Body *b, uint32_t lines) {
    if (b->out->lines == lines) { // its one newline stands behind the whole
        text_cut(b->out, b->out->len - 1, b->out->lines - 1);
        text_put(b->out, " }");
    } else {
        text_put(b->out, "}");
    }
}

static void put_braced(Body *b, const MirBlock *block) {
    text_put(b->out, "{\n");
    uint32_t lines = b->out->lines;
    b->out->indent++;
    put_block(b, block);
    b->out->indent--;
    close_brace(b, lines);
}

static void put_if(Body *b, const MirStmt *s) {
    text_put(b->out, "if (");
    put_expr(b, s->u.if_.cond, LEVEL_ANY);
    text_put(b->out, ") ");
    put_braced(b, &s->u.if_.then);
    const MirBlock *otherwise = &s->u.if_.otherwise;
    if (otherwise->len == 0) {
        text_put(b->out, "\n");
    } else if (otherwise->len == 1 && otherwise->items[0]->kind == MIR_IF) {
        uint32_t line = line_of(b, otherwise->items[0]->span);
        text_put(b->out, line_now(b) == line ? " else " : " else\n");
        if (line_now(b) != line) put_line(b, line);
        put_if(b, otherwise->items[0]);
    } else {
        text_put(b->out, " else ");
        put_braced(b, otherwise);
        text_put(b->out, "\n");
    }
}

// ---- loops ----

static const char *loop_name(Body *b, const MirStmt *s) {
    const char *label = s->u.loop.label ? s->u.loop.label->text : "loop";
    return arena_printf(b->u->arena, "%s_%u", label, s->u.loop.id);
}

// A step that fits into the head of a `for`.
static bool is_plain_step(const MirBlock *step) {
    if (step->len != 1 || step->items[0]->kind != MIR_SET) return false;
    const MirExpr *place = step->items[0]->u.set.place, *value = step->items[0]->u.set.value;
    return place->kind == MIR_LOCAL && !type_is_counted(place->type) &&
           (value->kind == MIR_BINARY || value->kind == MIR_LOCAL || value->kind == MIR_INT);
}

static void put_loop_head(Body *b, const MirStmt *s, const char *counter) {
    const MirBlock *step = &s->u.loop.step;
    bool plain = is_plain_step(step);
    if (!plain && s->u.loop.cond && !counter) {
        text_put(b->out, "while (");
        put_expr(b, s->u.loop.cond, LEVEL_ANY);
        text_put(b->out, ") ");
        return;
    }
    text_printf(b->out, "for (%s;", counter ? counter : "");
    if (s->u.loop.cond) text_put(b->out, " ");
    if (s->u.loop.cond) put_expr(b, s->u.loop.cond, LEVEL_ANY);
    text_put(b->out, plain ? "; " : ";");
    const MirStmt *set = plain ? step->items[0] : NULL;
    if (set && !put_compound(b, set->u.set.place, set->u.set.value)) {
        put_expr(b, set->u.set.place, LEVEL_UNARY);
        text_put(b->out, " = ");
        put_expr(b, set->u.set.value, LEVEL_CONDITIONAL);
    }
    text_put(b->out, ") ");
}

static void put_map_head(Body *b, const MirStmt *s, LoopLabels *here) {
    const char *it = new_temp(b, "it");
    here->key = new_temp(b, "key");
    here->value = new_temp(b, "value");
    text_printf(b->out, "SeamMapIter %s = seam_map_iter(", it);
    put_expr(b, s->u.loop.map, LEVEL_ANY);
    text_printf(b->out, ");\nconst void *%s, *%s;\n", here->key, here->value);
    text_printf(b->out, "while (seam_map_next(&%s, &%s, &%s, ", it, here->key, here->value);
    put_at(b, s->span);
    text_put(b->out, ")) ");
}

static void put_loop(Body *b, const MirStmt *s, const char *counter) {
    LoopLabels here = {.id = s->u.loop.id, .name = loop_name(b, s), .outer = b->loops};
    const MirBlock *step = &s->u.loop.step;
    here.has_step_label = step->len > 0 && !is_plain_step(step);
    if (s->u.loop.map) put_map_head(b, s, &here);
    else put_loop_head(b, s, counter);
    b->loops = &here;
    text_put(b->out, "{\n");
    b->out->indent++;
    put_block(b, &s->u.loop.body);
    if (here.continues) text_printf(b->out, "continue_%s:;\n", here.name);
    if (here.has_step_label) put_block(b, step);
    b->out->indent--;
    text_put(b->out, "}\n");
    b->loops = here.outer;
    if (here.breaks) text_printf(b->out, "break_%s:;\n", here.name);
}

static void put_jump(Body *b, const MirStmt *s, bool is_break) {
    LoopLabels *loop = b->loops;
    while (loop->id != s->u.loop_id) loop = loop->outer;
    bool plain = loop == b->loops && (is_break || !loop->has_step_label);
    if (plain) {
        text_put(b->out, is_break ? "break;\n" : "continue;\n");
        return;
    }
    *(is_break ? &loop->breaks : &loop->continues) = true;
    text_printf(b->out, "goto %s_%s;\n", is_break ? "break" : "continue", loop->name);
}

// ---- scopes and tries ----

// The error exits of a scope, which the normal way passes by. Each runs its cleanup and falls into
// the next.
static void put_pads(Body *b, const MirStmt *s) {
    if (s->u.scope.pad_count == 0) return;
    text_put(b->out, "if (0) {\n");
    for (uint32_t i = 0; i < s->u.scope.pad_count; i++) {
        const MirPad *pad = &s->u.scope.pads[i];
        text_printf(b->out, "pad_%u:;\n", pad->id);
        b->out->indent++;
        bool falls = i + 1 < s->u.scope.pad_count && pad->next.to == MIR_TO_PAD &&
                     pad->next.target == s->u.scope.pads[i + 1].id;
        if (falls) put_block(b, &pad->next.cleanup);
        put_block(b, &pad->cleanup);
        if (!falls) put_exit(b, &pad->next, b->error);
        b->out->indent--;
    }
    text_put(b->out, "}\n");
}

static void put_scope_body(Body *b, const MirStmt *s) {
    put_block(b, &s->u.scope.body);
    put_pads(b, s);
}

static uint32_t counters_before(const Body *b, const MirBlock *block, uint32_t loop);

// Does it hold variables that no loop takes into its head?
static bool declares(const Body *b, const MirBlock *block) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < block->len; i++) count += block->items[i]->kind == MIR_LET;
    return count && count != counters_before(b, block, block->len - 1);
}

static void put_scope(Body *b, const MirStmt *s) {
    bool braces = declares(b, &s->u.scope.body);
    if (braces) text_put(b->out, "{\n");
    b->out->indent += braces;
    put_scope_body(b, s);
    b->out->indent -= braces;
    if (braces) text_put(b->out, "}\n");
}

static void put_catch_body(Body *b, const MirCatch *c) {
    text_put(b->out, "{\n");
    b->out->indent++;
    if (c->local == UINT32_MAX) {
        text_printf(b->out, "seam_release(%s);\n", b->error);
    } else {
        const MirLocal *local = &b->f->locals.items[c->local];
        text_put(b->out, declare_c(b->u, local->type, local->c_name));
        if (local->type->kind == TYPE_INTERFACE)
            text_printf(b->out, " = seam_interface_of(%s, %s);\n", b->error,
                        descriptor(b->u, local->type));
        else text_printf(b->out, " = (%s)%s;\n", type_c(b->u, local->type), b->error);
    }
    put_block(b, &c->body);
    b->out->indent--;
    text_put(b->out, "}");
}

static void put_try(Body *b, const MirStmt *s) {
    put_block(b, &s->u.try_.body);
    text_printf(b->out, "if (0) {\ncatch_%u:;\n", s->u.try_.id);
    b->out->indent++;
    bool all = false;
    for (uint32_t i = 0; i < s->u.try_.catch_count && !all; i++) {
        const MirCatch *c = &s->u.try_.catches[i];
        if (i) text_put(b->out, " else ");
        all = !c->type;
        if (!all)
            text_printf(b->out, "if (seam_is_class(%s, %s)) ", b->error, descriptor(b->u, c->type));
        put_catch_body(b, c);
    }
    if (!all && s->u.try_.rethrow) {
        text_put(b->out, s->u.try_.catch_count ? " else {\n" : "{\n");
        b->out->indent++;
        put_exit(b, s->u.try_.rethrow, b->error);
        b->out->indent--;
        text_put(b->out, "}");
    }
    text_put(b->out, "\n");
    b->out->indent--;
    text_put(b->out, "}\n");
}

// ---- blocks ----

static void put_kind(Body *b, const MirStmt *s) {
    switch (s->kind) {
    case MIR_LET: put_let(b, s); return;
    case MIR_SET: put_set(b, s); return;
    case MIR_EVAL: put_eval(b, s); return;
    case MIR_IF: put_if(b, s); return;
    case MIR_LOOP: put_loop(b, s, NULL); return;
    case MIR_BREAK: put_jump(b, s, true); return;
    case MIR_CONTINUE: put_jump(b, s, false); return;
    case MIR_SCOPE: put_scope(b, s); return;
    case MIR_RETURN: put_return(b, s); return;
    case MIR_THROW: put_throw(b, s); return;
    case MIR_TRY: put_try(b, s); return;
    case MIR_RELEASE: put_release(b, s->u.expr); return;
    case MIR_UNREACHABLE: text_put(b->out, "__builtin_unreachable();\n"); return;
    case MIR_DEFER: unreachable("counting has placed every defer");
    }
}

static bool is_simple(const MirStmt *s) {
    return s->kind != MIR_IF && s->kind != MIR_LOOP && s->kind != MIR_SCOPE && s->kind != MIR_TRY;
}

// What belongs to the Seam line of the statement before goes on that one's C line, if it is short.
static bool put_on_last_line(Body *b, const MirStmt *s) {
    Text *out = b->out, *tables = &b->u->tables;
    size_t len = out->len, table_len = tables->len;
    uint32_t lines = out->lines, temps = b->temps, table_lines = tables->lines,
             count = b->u->table_count;
    put_kind(b, s);
    if (out->len == len || join_lines(b, len, lines)) return true;
    text_cut(out, len, lines);
    text_cut(tables, table_len, table_lines);
    b->temps = temps;
    b->u->table_count = count;
    return false;
}

static void put_stmt(Body *b, const MirStmt *s) {
    uint32_t now = line_now(b);
    bool follows = s->kind == MIR_RELEASE;
    uint32_t line = follows && now ? now - 1 : line_of(b, s->span);
    bool same = follows || line == b->last;
    b->last = line;
    if (same && now == line + 1 && is_simple(s) && put_on_last_line(b, s)) return;
    if (s->kind != MIR_SCOPE && s->kind != MIR_TRY && !follows) put_line(b, line);
    put_kind(b, s);
}

static bool is_counter(const Body *b, const MirStmt *s) {
    return s->kind == MIR_LET && s->u.let.value && s->u.let.value->kind != MIR_CALL &&
           *name_of_number(b->f->locals.items[s->u.let.local].type);
}

// `int64_t i = 0, t1 = n`: the variables of a loop that ends its block, in its head. 0: they stay
// outside.
static uint32_t counters_before(const Body *b, const MirBlock *block, uint32_t loop) {
    if (loop + 1 != block->len || block->items[loop]->kind != MIR_LOOP) return 0;
    if (block->items[loop]->u.loop.map || !is_plain_step(&block->items[loop]->u.loop.step))
        return 0;
    uint32_t step = block->items[loop]->u.loop.step.items[0]->u.set.place->u.local;
    for (uint32_t n = 1; n <= 2 && n <= loop; n++) {
        const MirStmt *let = block->items[loop - n];
        if (!is_counter(b, let)) return 0;
        if (let->u.let.local != step) continue;
        const Type *t = b->f->locals.items[step].type;
        const Type *last = b->f->locals.items[block->items[loop - 1]->u.let.local].type;
        return t == last ? n : 0;
    }
    return 0;
}

static void put_counted_loop(Body *b, const MirBlock *block, uint32_t first, uint32_t count) {
    Text *out = b->out, head;
    text_init(&head, b->u->arena);
    b->out = &head;
    for (uint32_t i = 0; i < count; i++) {
        const MirStmt *let = block->items[first + i];
        const MirLocal *local = &b->f->locals.items[let->u.let.local];
        text_put(&head, i ? ", " : type_c(b->u, local->type));
        text_printf(&head, "%s%s = ", i ? "" : " ", local->c_name);
        put_expr(b, let->u.let.value, LEVEL_CONDITIONAL);
    }
    b->out = out;
    put_line(b, line_of(b, block->items[first + count]->span));
    put_loop(b, block->items[first + count], head.chars);
}

// The braces of a scope that is all of a block are the block's.
void put_block(Body *b, const MirBlock *block) {
    if (block->len == 1 && block->items[0]->kind == MIR_SCOPE) {
        put_scope_body(b, block->items[0]);
        return;
    }
    for (uint32_t i = 0; i < block->len; i++) {
        uint32_t count = 0;
        for (uint32_t ahead = 2; ahead > 0 && !count; ahead--)
            if (i + ahead < block->len && counters_before(b, block, i + ahead) == ahead)
                count = ahead;
        if (count) {
            put_counted_loop(b, block, i, count);
            return;
        }
        put_stmt(b, block->items[i]);
    }
}
