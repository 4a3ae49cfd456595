// MIR as text, for people and golden tests: one statement a line, blocks indented. `~` marks what
// is unchecked, `?` a local that may be empty; after counting `! ..` says where a call that throws
// leads.
#include <inttypes.h>

#include "mir/build.h"

typedef struct Dump {
    const MirModule *module;
    const MirFunction *function;
    Arena *arena; // for the spelling of types
    FILE *out;
    int depth;
} Dump;

static void dump_expr(Dump *d, const MirExpr *e);
static void dump_block(Dump *d, const MirBlock *block);

static void line(Dump *d) { fprintf(d->out, "%*s", d->depth * 2, ""); }

static const char *type_of(Dump *d, const Type *type) {
    return type ? type_text(d->arena, type) : "any";
}

static const char *local_name(const Dump *d, uint32_t local) {
    return d->function->locals.items[local].c_name;
}

static const char *symbol_name(const Symbol *s) {
    return s->c_name ? s->c_name : s->c ? s->c->c_name : s->name->text;
}

static void dump_text(Dump *d, const char *text, uint32_t len) {
    fputc('"', d->out);
    for (uint32_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\') fprintf(d->out, "\\%c", c);
        else if (c == '\n') fputs("\\n", d->out);
        else if (c < 0x20 || c == 0x7f) fprintf(d->out, "\\x%02x", c);
        else fputc(c, d->out);
    }
    fputc('"', d->out);
}

// ---- expressions ----

static void dump_list(Dump *d, const MirExprs *list) {
    for (uint32_t i = 0; i < list->len; i++) {
        if (i) fputs(", ", d->out);
        dump_expr(d, list->items[i]);
    }
}

static void dump_prefix(Dump *d, const char *what, const MirExpr *operand) {
    fprintf(d->out, "%s ", what);
    dump_expr(d, operand);
}

static void dump_around(Dump *d, const char *what, const MirExpr *operand) {
    fprintf(d->out, "%s(", what);
    dump_expr(d, operand);
    fputc(')', d->out);
}

static const char *const call_text[] = {
    [MIR_CALL_FUNCTION] = "",
    [MIR_CALL_INTERFACE] = "interface ",
    [MIR_CALL_VALUE] = "value",
    [MIR_CALL_BUILTIN] = "",
    [MIR_CALL_C] = "C ",
    [MIR_CALL_C_POINTER] = "C pointer",
    [MIR_CALL_PRINT] = "print",
    [MIR_CALL_PRINT_ERROR] = "print error",
    [MIR_CALL_PANIC] = "panic",
    [MIR_CALL_ASSERT] = "assert",
    [MIR_CALL_CHECK_LENGTH] = "check length",
    [MIR_CALL_FINALIZE] = "finalize",
    [MIR_CALL_APPEND] = "append",
    [MIR_CALL_WEAK_OF] = "weak",
    [MIR_CALL_WEAK_GET] = "strong",
    [MIR_CALL_CLOSURE] = "closure",
    [MIR_CALL_BOX] = "box",
    [MIR_CALL_UNBOX] = "unbox",
    [MIR_CALL_UNBOXER] = "unboxer",
    [MIR_CALL_CONSTRUCTED] = "constructed",
};

static void dump_exit(Dump *d, const MirExit *x) {
    fputs(" ! ", d->out);
    for (uint32_t i = 0; i < x->cleanup.len; i++) {
        const MirStmt *s = x->cleanup.items[i];
        if (s->kind != MIR_RELEASE) {
            fputs("..., ", d->out);
            continue;
        }
        dump_prefix(d, "release", s->u.expr);
        fputs(", ", d->out);
    }
    if (x->to == MIR_TO_CALLER) fputs("caller", d->out);
    else if (x->to == MIR_TO_NOTHING) fputs("left", d->out);
    else fprintf(d->out, "%s %u", x->to == MIR_TO_PAD ? "pad" : "catch", x->target);
}

static void dump_call(Dump *d, const MirExpr *e) {
    fprintf(d->out, "call %s", call_text[e->u.call.kind]);
    if (e->u.call.kind == MIR_CALL_BUILTIN) {
        const Builtin *b = builtin_get(e->u.call.builtin);
        fputs(b->runtime[0] ? b->runtime : b->signature, d->out);
    } else if (e->u.call.symbol) {
        fputs(symbol_name(e->u.call.symbol), d->out);
    }
    fputc('(', d->out);
    dump_list(d, &e->u.call.args);
    fputc(')', d->out);
    if (e->u.call.text) {
        fputc(' ', d->out);
        dump_text(d, e->u.call.text, (uint32_t)__builtin_strlen(e->u.call.text));
    }
    if (e->u.call.throws && !e->u.call.unwind) fputs(" throws", d->out);
    if (e->u.call.unwind) dump_exit(d, e->u.call.unwind);
}

static void dump_field(Dump *d, const MirExpr *e) {
    dump_expr(d, e->u.field.base);
    const Type *base = type_strip(e->u.field.base->type);
    if (base->kind == TYPE_TUPLE) fprintf(d->out, ".%u", e->u.field.index);
    else fprintf(d->out, ".%s", base->u.nominal->fields.items[e->u.field.index].name->text);
}

static void dump_template(Dump *d, const MirExpr *e) {
    fputs("template", d->out);
    for (uint32_t i = 0; i < e->u.template_.count; i++) {
        const MirTemplatePart *p = &e->u.template_.parts[i];
        fputc(i ? ',' : ' ', d->out);
        if (i) fputc(' ', d->out);
        if (p->value) dump_expr(d, p->value);
        else dump_text(d, p->text, p->len);
        if (p->format) fprintf(d->out, ":%s", p->format);
    }
}

static const char *const convert_text[] = {
    [CONVERT_WIDEN] = "widen",
    [CONVERT_CHECKED] = "checked",
    [CONVERT_WRAP] = "wrap",
    [CONVERT_SATURATE] = "saturate",
    [CONVERT_TRY] = "try",
    [CONVERT_C_RANGE] = "range",
    [CONVERT_OPTION] = "option",
    [CONVERT_NARROW] = "narrow",
    [CONVERT_NULL_CHECK] = "null",
    [CONVERT_INTERFACE] = "interface",
    [CONVERT_DOWNCAST] = "downcast",
    [CONVERT_WEAK_OF] = "weak",
    [CONVERT_WEAK_GET] = "strong",
    [CONVERT_CSTRING] = "cstring",
    [CONVERT_CSTRING_LEN] = "cstring",
    [CONVERT_BUFFER] = "buffer",
    [CONVERT_POINTER] = "pointer",
    [CONVERT_C_CALLBACK] = "callback",
    [CONVERT_FUNCTION] = "function",
    [CONVERT_NEVER] = "never",
};

static void dump_convert(Dump *d, const MirExpr *e) {
    fprintf(d->out, "%s%s<%s>(", convert_text[e->u.convert.kind], e->unchecked ? "~" : "",
            type_of(d, e->type));
    dump_expr(d, e->u.convert.operand);
    fputc(')', d->out);
}

static void dump_binary(Dump *d, const MirExpr *e) {
    const char *op = e->kind == MIR_AND  ? "&&"
                     : e->kind == MIR_OR ? "||"
                                         : token_text(e->u.binary.op);
    fputc('(', d->out);
    dump_expr(d, e->u.binary.left);
    fprintf(d->out, " %s%s%s ", e->kind == MIR_EQUAL ? "equal" : "", op, e->unchecked ? "~" : "");
    dump_expr(d, e->u.binary.right);
    fputc(')', d->out);
}

static void dump_select(Dump *d, const MirExpr *e) {
    fputc('(', d->out);
    dump_expr(d, e->u.select.cond);
    fputs(" ? ", d->out);
    dump_expr(d, e->u.select.then);
    fputs(" : ", d->out);
    dump_expr(d, e->u.select.otherwise);
    fputc(')', d->out);
}

static void dump_aggregate(Dump *d, const char *what, const MirExpr *e) {
    fprintf(d->out, "%s %s(", what, type_of(d, e->type));
    dump_list(d, &e->u.aggregate.items);
    fputc(')', d->out);
}

static const char *variant_name(const Type *type, uint32_t index) {
    return type->u.nominal->variants.items[index].name->text;
}

static void dump_variant(Dump *d, const MirExpr *e) {
    fprintf(d->out, "%s.%s", type_of(d, e->type), variant_name(e->type, e->u.variant.index));
    if (!e->u.variant.items.len) return;
    fputc('(', d->out);
    dump_list(d, &e->u.variant.items);
    fputc(')', d->out);
}

static void dump_part(Dump *d, const MirExpr *e) {
    dump_expr(d, e->u.part.base);
    fprintf(d->out, ".%s.%u", variant_name(e->u.part.base->type, e->u.part.variant),
            e->u.part.index);
}

static void dump_element(Dump *d, const MirExpr *e) {
    dump_expr(d, e->u.element.base);
    fputc('[', d->out);
    dump_expr(d, e->u.element.index);
    fputs(e->unchecked ? "]~" : "]", d->out);
}

// flat switch: all expression kinds
static void dump_expr(Dump *d, const MirExpr *e) {
    switch (e->kind) {
    case MIR_INT:
        if (type_is_integer(e->type) && !type_is_signed(e->type))
            fprintf(d->out, "%" PRIu64, (uint64_t)e->u.integer);
        else fprintf(d->out, "%" PRId64, e->u.integer);
        return;
    case MIR_FLOAT: fprintf(d->out, "%.17g", e->u.number); return;
    case MIR_BOOL: fputs(e->u.integer ? "true" : "false", d->out); return;
    case MIR_BYTES_TEXT: fputc('b', d->out); // fall through
    case MIR_STRING: dump_text(d, e->u.string.text, e->u.string.len); return;
    case MIR_CSTRING:
        fputc('c', d->out);
        dump_text(d, e->u.string.text, e->u.string.len);
        return;
    case MIR_NULL: fputs("null", d->out); return;
    case MIR_ZERO: fprintf(d->out, "zero %s", type_of(d, e->type)); return;
    case MIR_C_NAME:
    case MIR_FUNCTION: fputs(symbol_name(e->u.symbol), d->out); return;
    case MIR_SELF: fprintf(d->out, "self %s", symbol_name(e->u.symbol)); return;
    case MIR_LOCAL: fputs(local_name(d, e->u.local), d->out); return;
    case MIR_GLOBAL:
        fprintf(d->out, "%s%s", symbol_name(e->u.symbol), e->unchecked ? "~" : "");
        return;
    case MIR_FIELD: dump_field(d, e); return;
    case MIR_PART: dump_part(d, e); return;
    case MIR_ELEMENT: dump_element(d, e); return;
    case MIR_DEREF:
        dump_expr(d, e->u.operand);
        fputs(".value", d->out);
        return;
    case MIR_PAYLOAD:
        dump_expr(d, e->u.operand);
        fputs(e->unchecked ? "!~" : "!", d->out);
        return;
    case MIR_MAP_KEY: fprintf(d->out, "key %u", e->u.entry.loop_id); return;
    case MIR_MAP_VALUE: fprintf(d->out, "value %u", e->u.entry.loop_id); return;
    case MIR_PENDING: fputs("pending", d->out); return;
    case MIR_UNARY:
        fputs(token_text(e->u.unary.op), d->out);
        dump_expr(d, e->u.unary.operand);
        return;
    case MIR_BINARY:
    case MIR_EQUAL:
    case MIR_AND:
    case MIR_OR: dump_binary(d, e); return;
    case MIR_SELECT: dump_select(d, e); return;
    case MIR_CONVERT: dump_convert(d, e); return;
    case MIR_IS_NULL: dump_around(d, "null?", e->u.operand); return;
    case MIR_SOME: dump_around(d, "some", e->u.operand); return;
    case MIR_TAG: dump_around(d, "tag", e->u.operand); return;
    case MIR_LENGTH: dump_around(d, "length", e->u.operand); return;
    case MIR_IS_CLASS:
        dump_around(d, "is", e->u.is_class.operand);
        fprintf(d->out, " %s", type_of(d, e->u.is_class.class_));
        return;
    case MIR_ADDRESS: dump_prefix(d, "address", e->u.operand); return;
    case MIR_DATA: dump_prefix(d, "data", e->u.operand); return;
    case MIR_CSTR: dump_prefix(d, e->unchecked ? "cstr~" : "cstr", e->u.operand); return;
    case MIR_CALL: dump_call(d, e); return;
    case MIR_NEW: fprintf(d->out, "new %s", type_of(d, e->type)); return;
    case MIR_STRUCT: dump_aggregate(d, "struct", e); return;
    case MIR_VARIANT: dump_variant(d, e); return;
    case MIR_ARRAY: dump_aggregate(d, "array", e); return;
    case MIR_MAP: dump_aggregate(d, "map", e); return;
    case MIR_CLOSURE:
        fprintf(d->out, "closure%s %s(", e->u.closure.on_stack ? "&" : "",
                symbol_name(e->u.closure.function));
        dump_list(d, &e->u.closure.items);
        fputc(')', d->out);
        return;
    case MIR_TEMPLATE: dump_template(d, e); return;
    case MIR_COPY: dump_prefix(d, "copy", e->u.operand); return;
    case MIR_MOVE: dump_prefix(d, "move", e->u.operand); return;
    case MIR_INTERFACE: dump_around(d, "interface", e->u.operand); return;
    }
    unreachable("expression kind");
}

// ---- statements ----

static void dump_value_line(Dump *d, const char *what, const MirExpr *value) {
    fputs(what, d->out);
    if (value) {
        fputc(' ', d->out);
        dump_expr(d, value);
    }
    fputc('\n', d->out);
}

static void dump_inner(Dump *d, const MirBlock *block) {
    d->depth++;
    dump_block(d, block);
    d->depth--;
}

static void dump_titled(Dump *d, const char *title, const MirBlock *block) {
    if (!block->len) return;
    line(d);
    fprintf(d->out, "%s\n", title);
    dump_inner(d, block);
}

static void dump_let(Dump *d, const MirStmt *s) {
    const MirLocal *local = &d->function->locals.items[s->u.let.local];
    fprintf(d->out, "let %s%s%s%s: %s", local->c_name, local->zeroed ? "?" : "",
            local->borrowed ? "&" : "", local->on_stack ? "#" : "", type_of(d, local->type));
    dump_value_line(d, s->u.let.value ? " =" : "", s->u.let.value);
}

static void dump_loop(Dump *d, const MirStmt *s) {
    fprintf(d->out, "%s %u", s->u.loop.once ? "once" : "loop", s->u.loop.id);
    if (s->u.loop.cond) dump_value_line(d, " while", s->u.loop.cond);
    else dump_value_line(d, s->u.loop.map ? " over" : "", s->u.loop.map);
    dump_inner(d, &s->u.loop.body);
    dump_titled(d, "step", &s->u.loop.step);
}

static void dump_scope(Dump *d, const MirStmt *s) {
    fputs("scope\n", d->out);
    dump_inner(d, &s->u.scope.body);
    for (uint32_t i = 0; i < s->u.scope.pad_count; i++) {
        const MirPad *pad = &s->u.scope.pads[i];
        line(d);
        fprintf(d->out, "pad %u", pad->id);
        dump_exit(d, &pad->next);
        fputc('\n', d->out);
        dump_inner(d, &pad->cleanup);
    }
}

static void dump_try(Dump *d, const MirStmt *s) {
    fprintf(d->out, "try %u", s->u.try_.id);
    if (s->u.try_.rethrow) dump_exit(d, s->u.try_.rethrow);
    fputc('\n', d->out);
    dump_inner(d, &s->u.try_.body);
    for (uint32_t i = 0; i < s->u.try_.catch_count; i++) {
        const MirCatch *c = &s->u.try_.catches[i];
        line(d);
        fprintf(d->out, "catch %s: %s\n", local_name(d, c->local), type_of(d, c->type));
        dump_inner(d, &c->body);
    }
}

static void dump_set(Dump *d, const MirStmt *s) {
    fputs(s->u.set.init ? "init " : "set ", d->out);
    dump_expr(d, s->u.set.place);
    dump_value_line(d, " =", s->u.set.value);
}

static void dump_throw(Dump *d, const MirStmt *s) {
    dump_prefix(d, s->u.throw_.again ? "throw again" : "throw", s->u.throw_.value);
    if (s->u.throw_.unwind) dump_exit(d, s->u.throw_.unwind);
    fputc('\n', d->out);
}

static void dump_stmt(Dump *d, const MirStmt *s) {
    line(d);
    switch (s->kind) {
    case MIR_LET: dump_let(d, s); return;
    case MIR_SET: dump_set(d, s); return;
    case MIR_EVAL: dump_value_line(d, "eval", s->u.expr); return;
    case MIR_RELEASE: dump_value_line(d, "release", s->u.expr); return;
    case MIR_RETURN: dump_value_line(d, "return", s->u.expr); return;
    case MIR_THROW: dump_throw(d, s); return;
    case MIR_IF:
        dump_value_line(d, "if", s->u.if_.cond);
        dump_inner(d, &s->u.if_.then);
        dump_titled(d, "else", &s->u.if_.otherwise);
        return;
    case MIR_LOOP: dump_loop(d, s); return;
    case MIR_BREAK: fprintf(d->out, "break %u\n", s->u.loop_id); return;
    case MIR_CONTINUE: fprintf(d->out, "continue %u\n", s->u.loop_id); return;
    case MIR_SCOPE: dump_scope(d, s); return;
    case MIR_DEFER:
        fputs("defer\n", d->out);
        dump_inner(d, &s->u.block);
        return;
    case MIR_TRY: dump_try(d, s); return;
    case MIR_LEAVE:
        fputs("leave", d->out);
        dump_exit(d, s->u.leave);
        fputc('\n', d->out);
        return;
    case MIR_UNREACHABLE: fputs("unreachable\n", d->out); return;
    }
    unreachable("statement kind");
}

static void dump_block(Dump *d, const MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) dump_stmt(d, block->items[i]);
}

static void dump_function(Dump *d, const MirFunction *f) {
    d->function = f;
    fprintf(d->out, "%s %s(", f->is_callback ? "callback" : "function", f->c_name);
    for (uint32_t i = 0; i < f->param_count; i++) {
        const MirLocal *p = &f->locals.items[i];
        fprintf(d->out, "%s%s%s: %s", i ? ", " : "", p->by_address ? "&" : "", p->c_name,
                type_of(d, p->type));
    }
    fprintf(d->out, "): %s", type_of(d, f->result));
    if (f->throws) fprintf(d->out, " throws %s", type_of(d, f->throws));
    fputc('\n', d->out);
    dump_inner(d, &f->body);
}

void mir_dump(const MirModule *m, FILE *out) {
    Arena arena;
    arena_init(&arena);
    Dump d = {.module = m, .arena = &arena, .out = out};
    for (uint32_t i = 0; i < m->globals.len; i++) {
        const MirGlobal *g = &m->globals.items[i];
        fprintf(out, "global %s: %s", symbol_name(g->symbol), type_of(&d, g->symbol->type));
        dump_value_line(&d, g->constant ? " =" : "", g->constant);
    }
    for (uint32_t i = 0; i < m->functions.len; i++) {
        if (i || m->globals.len) fputc('\n', out);
        dump_function(&d, m->functions.items[i]);
    }
    arena_deinit(&arena);
}
