// Regions: branches, loops, scopes with their error exits, tries. They become C's own; only `break`
// and `continue` of outer loops and error exits are gotos.
#include <string.h>

#include "emit/c/body/body.h"

// ---- branches ----

static void put_braced(Body *b, const MirBlock *block) {
    if (put_block_on_line(b, block)) return;
    text_put(b->out, "{\n");
    b->out->indent++;
    put_block(b, block);
    b->out->indent--;
    text_put(b->out, "}");
}

void put_if(Body *b, const MirStmt *s) {
    text_put(b->out, "if (");
    put_expr(b, s->u.if_.cond, LEVEL_ANY);
    text_put(b->out, ") ");
    put_braced(b, &s->u.if_.then);
    const MirBlock *otherwise = &s->u.if_.otherwise;
    if (otherwise->len == 0) {
        text_put(b->out, "\n");
    } else if (otherwise->len == 1 && otherwise->items[0]->kind == MIR_IF) {
        b->last = line_of(b, otherwise->items[0]->span);
        text_put(b->out, line_now(b) + 1 == b->last ? "\nelse " : " else ");
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
    text_put(b->out, ");\n");
    size_t start = b->out->len;
    uint32_t lines = b->out->lines;
    text_printf(b->out, "const void *%s, *%s;\n", here->key, here->value);
    join_lines(b, start, lines);
    text_printf(b->out, "while (seam_map_next(&%s, &%s, &%s, ", it, here->key, here->value);
    put_at(b, s->span);
    text_put(b->out, ")) ");
}

void put_loop(Body *b, const MirStmt *s, const char *counter) {
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

void put_jump(Body *b, const MirStmt *s, bool is_break) {
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

// ---- counted loops ----

static bool is_counter(const Body *b, const MirStmt *s) {
    return s->kind == MIR_LET && s->u.let.value && s->u.let.value->kind != MIR_CALL &&
           *name_of_number(b->f->locals.items[s->u.let.local].type);
}

// `int64_t i = 0, t1 = n`: the variables of a loop that ends its block, in its head. 0: they stay
// outside.
uint32_t counters_before(const Body *b, const MirBlock *block, uint32_t loop) {
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

void put_counted_loop(Body *b, const MirBlock *block, uint32_t first, uint32_t count) {
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

// ---- scopes and tries ----

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

void put_try(Body *b, const MirStmt *s) {
    put_block(b, &s->u.try_.body);
    text_printf(b->out, "if (0) {\ncatch_%u:;\n", s->u.try_.id);
    b->out->indent++;
    bool all = false;
    for (uint32_t i = 0; i < s->u.try_.catch_count && !all; i++) {
        const MirCatch *c = &s->u.try_.catches[i];
        if (i) text_put(b->out, " else ");
        all = !c->type;
        if (!all)
            text_printf(b->out, "if (%s(%s, %s)) ",
                        c->type->kind == TYPE_INTERFACE ? "seam_table_of" : "seam_is_class",
                        b->error, descriptor(b->u, c->type));
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
