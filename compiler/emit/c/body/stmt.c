// Statements with values, and errors on their way out.
#include <string.h>

#include "emit/c/body/body.h"

// ---- names ----

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

static void put_throw(Body *b, const MirStmt *s) {
    const MirExpr *value = s->u.throw_.value;
    const MirExit *exit = s->u.throw_.unwind;
    bool stored = !leaves_directly(b, exit);
    bool direct = !exit || (exit->to == MIR_TO_CALLER && exit->cleanup.len == 0);
    const char *prelude = put_prelude(b, value);
    const char *object = prelude ? prelude : expr_text(b, value, LEVEL_UNARY);
    if (value->type->kind == TYPE_INTERFACE)
        object = arena_printf(b->u->arena, "%s.object", object);
    Text at, *out = b->out;
    text_init(&at, b->u->arena);
    b->out = &at;
    put_at(b, s->span);
    b->out = out;
    const char *thrown = s->u.throw_.again
                             ? object
                             : arena_printf(b->u->arena, "seam_thrown(%s, %s)", object, at.chars);
    if (direct) {
        put_error_return(b, thrown);
        return;
    }
    const char *error = stored ? b->error : new_temp(b, "e");
    text_printf(b->out, "%s%s = %s;\n", stored ? "" : "SeamObject *", error, thrown);
    put_exit(b, exit, error);
}

// ---- values ----

// `new X(..)`: the object is made inside its constructor, but this is the place to report.
bool constructs(const MirExpr *e) {
    if (e && e->kind == MIR_CLOSURE) return !e->u.closure.on_stack;
    if (e && e->kind == MIR_NEW) return !e->u.object.nominal->symbol->node; // a cell
    if (!e || e->kind != MIR_CALL || e->u.call.kind != MIR_CALL_FUNCTION) return false;
    const Symbol *symbol = e->u.call.symbol;
    return symbol->module && symbol->kind == SYMBOL_METHOD &&
           strcmp(symbol->name->text, "constructor") == 0;
}

static void put_site_of(Body *b, const MirExpr *value, Span span) {
    if (!constructs(value)) return;
    put_site(b, span);
    text_put(b->out, "; ");
}

static void put_value(Body *b, const MirExpr *value, const char *prelude) {
    if (prelude) text_put(b->out, prelude);
    else put_expr(b, value, LEVEL_CONDITIONAL);
}

// An object in the frame, which is never counted.
static void put_object_on_stack(Body *b, const MirLocal *local) {
    const char *name = new_temp(b, "cell"), *type = local->type->u.nominal->c_name;
    require_object(b->u, local->type);
    text_printf(b->out, "%s %s = {{0, 0}}, *%s = &%s;\n", type, name, local->c_name, name);
}

static void put_let(Body *b, const MirStmt *s) {
    const MirLocal *local = &b->f->locals.items[s->u.let.local];
    const MirExpr *value = s->u.let.value;
    if (local->on_stack) {
        put_object_on_stack(b, local);
        return;
    }
    require_type(b->u, local->type);
    put_site_of(b, value, s->span);
    b->target = value && value->type == local->type ? local->c_name : NULL;
    b->is_fresh = false;
    b->named = local->kind == MIR_TEMP_LOCAL ? NULL : local;
    const char *prelude = value ? put_prelude(b, value) : NULL;
    b->target = NULL;
    b->named = NULL;
    if (prelude == local->c_name) return; // it is declared and made
    if (b->is_fresh && value->type == local->type) {
        b->names[s->u.let.local] = prelude; // as part of the result
        return;
    }
    text_put(b->out, declare_c(b->u, local->type, local->c_name));
    if (prelude) {
        text_printf(b->out, " = %s", without_cast(b, local->type, prelude));
    } else if (value) {
        text_put(b->out, " = ");
        put_initializer(b, value);
    } else if (local->zeroed || local->carried) { // carried: gcc cannot see when it is read
        bool pointer = type_is_reference(local->type) || is_null_option(local->type);
        text_put(b->out, pointer ? " = NULL" : " = {0}");
    }
    text_put(b->out, ";\n");
}

// `x = x + 1` of proven arithmetic as people write it.
bool put_compound(Body *b, const MirExpr *place, const MirExpr *value) {
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

// A line, on the one before it where they fit.
void put_joined(Body *b, const char *line) {
    size_t start = b->out->len;
    uint32_t lines = b->out->lines;
    text_put(b->out, line);
    join_lines(b, start, lines);
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
    text_printf(b->out, "%s = %s;\n", declare_c(b->u, t, old), target);
    put_joined(b, arena_printf(b->u->arena, "%s = %s;\n", target,
                               prelude ? prelude : expr_text(b, value, LEVEL_CONDITIONAL)));
    text_printf(b->out, "%s(%s)", drop_function(b->u, t), old);
}

// `x = y; y = NULL;`: a register stays one, where seam_taken would take the address of y.
static bool put_handover(Body *b, const MirStmt *s) {
    const MirExpr *value = s->u.set.value;
    bool moves = s->u.set.init && s->u.set.place->kind == MIR_LOCAL && value->kind == MIR_MOVE &&
                 value->u.operand->kind == MIR_LOCAL && local_of(b, value->u.operand)->zeroed;
    if (!moves || !type_is_reference(value->type)) return false;
    const char *from = name_of_local(b, value->u.operand);
    text_printf(b->out, "%s = %s; %s = NULL;\n", name_of_local(b, s->u.set.place), from, from);
    return true;
}

static void put_set(Body *b, const MirStmt *s) {
    const MirExpr *place = s->u.set.place, *value = s->u.set.value;
    require_type(b->u, place->type);
    put_site_of(b, value, s->span);
    if (place->kind == MIR_ELEMENT && place->u.element.base->type->kind == TYPE_MAP) {
        put_map_store(b, place, value);
        return;
    }
    if (put_handover(b, s)) return;
    const char *prelude = put_prelude(b, value);
    if (type_is_counted(place->type) && !s->u.set.init) {
        put_replacing(b, place, value, prelude);
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
    put_site_of(b, s->u.expr, s->span);
    if (put_prelude(b, s->u.expr)) return; // all is done; a value that there is, is not wanted
    put_expr(b, s->u.expr, LEVEL_ANY);
    text_put(b->out, ";\n");
}

// Out of a function that C called: the value is there before the way out is.
static void put_callback_return(Body *b, const MirExpr *value, const char *prelude) {
    const char *result = new_temp(b, "r");
    text_printf(b->out, "%s = ", declare_c(b->u, value->type, result));
    put_value(b, value, prelude);
    text_printf(b->out, ";\nseam_callback_end(&seam_guard);\nreturn %s;\n", result);
}

static void put_return(Body *b, const MirStmt *s) {
    const MirExpr *value = s->u.expr;
    bool fails = b->f->throws && !b->f->is_callback;
    if (fails && value && passes_result(b, value)) {
        put_passed_result(b, value);
        return;
    }
    put_site_of(b, value, s->span);
    const char *prelude = value ? put_prelude(b, value) : NULL;
    if (!value || is_unvalued(value->type)) {
        if (value && !prelude) {
            put_expr(b, value, LEVEL_ANY);
            text_put(b->out, ";\n");
        }
        if (b->f->is_callback) text_put(b->out, "seam_callback_end(&seam_guard);\n");
        text_put(b->out, fails ? "return NULL;\n" : "return;\n");
        return;
    }
    if (b->f->is_callback) {
        put_callback_return(b, value, prelude);
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

static void put_contents_release(Body *b, const MirLocal *local) {
    const Nominal *n = local->type->u.nominal;
    for (uint32_t i = 0; i < n->fields.len; i++) {
        const char *field = field_c_name(b->u, local->type, i);
        put_part(b->u, b->out, n->fields.items[i].type,
                 arena_printf(b->u->arena, "%s->%s", local->c_name, field), false);
    }
}

static void put_release(Body *b, const MirExpr *place) {
    const Type *t = place->type;
    if (place->kind == MIR_LOCAL && local_of(b, place)->on_stack) {
        put_contents_release(b, local_of(b, place));
        return;
    }
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

// ---- blocks ----

void put_stmt_kind(Body *b, const MirStmt *s) {
    b->here = s->span;
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
    case MIR_LEAVE: put_exit(b, s->u.leave, b->error); return;
    case MIR_UNREACHABLE: text_put(b->out, "__builtin_unreachable();\n"); return;
    case MIR_DEFER: unreachable("counting has placed every defer");
    }
}

void put_stmt(Body *b, const MirStmt *s) {
    uint32_t now = line_now(b);
    bool follows = s->kind == MIR_RELEASE;
    uint32_t line = follows && now ? now - 1 : line_of(b, s->span);
    bool same = follows || line == b->last;
    b->last = line;
    if (same && now == line + 1 && put_on_last_line(b, s)) return;
    if (s->kind != MIR_SCOPE && s->kind != MIR_TRY && !follows) put_line(b, line);
    put_stmt_kind(b, s);
}

// One statement, or several that become one; gives the index of the last.
uint32_t put_some_of(Body *b, const MirBlock *block, uint32_t i) {
    const MirStmt *let = block->items[i];
    uint32_t made = put_fresh_object(b, block, i);
    if (made) return made;
    const MirExpr *value = i + 1 < block->len ? folds_into(b, let, block->items[i + 1]) : NULL;
    uint32_t last = value ? put_folded(b, block, i, value) : 0;
    if (!last) put_stmt(b, let);
    return last ? last : i;
}

// A call that only fails: the way out follows it.
static bool leaves(const MirStmt *s) {
    const MirExpr *call = s->kind == MIR_EVAL ? s->u.expr : NULL;
    return call && call->kind == MIR_CALL && call->u.call.throws && call->type->kind == TYPE_NEVER;
}

void put_block(Body *b, const MirBlock *block) {
    if (block->len == 1 && block->items[0]->kind == MIR_SCOPE) {
        put_scope(b, block->items[0]);
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
        bool dead =
            block->items[i]->kind == MIR_UNREACHABLE && i > 0 && leaves(block->items[i - 1]);
        if (!dead) i = put_some_of(b, block, i);
    }
}
