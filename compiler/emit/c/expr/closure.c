// Captured functions as C function pointers. The runtime makes the pointer, by a
// static site: for ever, or around the C call that it is an argument of.
#include <string.h>

#include "base/io.h"
#include "emit/c/body/body.h"

static const char *signature_of(const Unit *u, const Symbol *callback) {
    for (uint32_t i = 0; i < u->module->functions.len; i++)
        if (u->module->functions.items[i]->symbol == callback)
            return u->module->functions.items[i]->closure_text;
    unreachable("a closure without its callback");
}

// `&site, `: the site is named by the place of the function, for messages.
static void put_callback_site(Body *b, const MirExpr *closure) {
    Unit *u = b->u;
    Sources *sources = &u->program->session->sources;
    LineCol at = source_line_col(sources, closure->span.source, closure->span.start);
    const char *callback = closure->u.call.symbol->c_name;
    const char *file = path_base(sources->list.items[closure->span.source].path);
    const char *place = arena_printf(u->arena, "%s:%u", file, at.line);
    const char *name = arena_printf(u->arena, "%s__site_%u", callback, ++u->site_count);
    text_printf(&u->tables, "static SeamCallbackSite %s = {\"%s\", (SeamCode *)%s, ", name,
                signature_of(u, closure->u.call.symbol), callback);
    put_c_string(&u->tables, place, strlen(place));
    text_put(&u->tables, "};\n");
    text_printf(b->out, "&%s, ", name);
}

static void put_site_and_value(Body *b, const MirExpr *closure) {
    put_callback_site(b, closure);
    put_expr(b, closure->u.call.args.items[0], LEVEL_CONDITIONAL);
    text_put(b->out, ")");
}

// ---- around a C call ----

// To a box, which ends it.
static bool is_tied(const MirExpr *closure) {
    return closure->u.call.kind == MIR_CALL_CLOSURE &&
           closure->u.call.args.items[0]->type->kind == TYPE_CVOIDPTR;
}

// `{f, g}`
static void put_functions(Body *b, const MirExpr *box) {
    for (uint32_t i = 0; i < box->u.call.args.len; i++) {
        text_put(b->out, i ? ", " : "{");
        put_expr(b, box->u.call.args.items[i], LEVEL_CONDITIONAL);
    }
    text_put(b->out, "}");
}

static const MirExpr *scoped_closure(const MirExpr *arg) {
    while (arg->kind == MIR_CONVERT || arg->kind == MIR_SOME)
        arg = arg->kind == MIR_CONVERT ? arg->u.convert.operand : arg->u.operand;
    if (arg->kind != MIR_CALL || arg->u.call.keeps || is_tied(arg)) return NULL;
    MirCallKind kind = arg->u.call.kind;
    return kind == MIR_CALL_CLOSURE || kind == MIR_CALL_BOX ? arg : NULL;
}

void put_closures_open(Body *b, const MirExpr *call) {
    for (uint32_t i = 0; i < call->u.call.args.len; i++) {
        const MirExpr *closure = scoped_closure(call->u.call.args.items[i]);
        if (!closure) continue;
        const char *name = arena_printf(b->u->arena, "c%u", ++b->temps);
        if (closure->u.call.kind == MIR_CALL_BOX) {
            text_printf(b->out, "SeamFunction %s[] = ", name);
            put_functions(b, closure);
        } else {
            text_printf(b->out, "SeamCallback %s; seam_callback_open(&%s, ", name, name);
            put_site_and_value(b, closure);
        }
        text_put(b->out, ";\n");
        VEC_PUSH(b->u->arena, &b->closures, ((OpenClosure){closure, name}));
    }
}

static const char *open_name(const Body *b, const MirExpr *closure) {
    for (uint32_t i = 0; i < b->closures.len; i++)
        if (b->closures.items[i].closure == closure) return b->closures.items[i].name;
    return NULL;
}

void put_closures_close(Body *b, const MirExpr *call) {
    for (uint32_t i = call->u.call.args.len; i-- > 0;) {
        const MirExpr *closure = scoped_closure(call->u.call.args.items[i]);
        bool box = closure && closure->u.call.kind == MIR_CALL_BOX;
        const char *name = closure && !box ? open_name(b, closure) : NULL;
        if (name) text_printf(b->out, "seam_callback_close(&%s);\n", name);
    }
}

// ---- the pointer ----

void put_closure_pointer(Body *b, const MirExpr *closure, Level least) {
    const char *name = open_name(b, closure);
    bool parens = least > LEVEL_UNARY;
    require_type(b->u, closure->type);
    text_printf(b->out, "%s(%s)", parens ? "(" : "", type_c(b->u, closure->type));
    if (name) {
        text_printf(b->out, "%s.code", name);
    } else if (is_tied(closure)) {
        text_put(b->out, "seam_callback_tie(");
        put_callback_site(b, closure);
        put_expr(b, closure->u.call.args.items[0], LEVEL_CONDITIONAL);
        text_printf(b->out, ", %u)", closure->u.call.slot);
    } else {
        text_put(b->out, "seam_callback_keep(");
        put_site_and_value(b, closure);
    }
    if (parens) text_put(b->out, ")");
}

// ---- boxes ----

void put_box(Body *b, const MirExpr *box) {
    const char *name = open_name(b, box);
    if (name) {
        text_put(b->out, name);
        return;
    }
    text_printf(b->out, "seam_callback_box(%u, (SeamFunction[])", box->u.call.args.len);
    put_functions(b, box);
    text_put(b->out, ")");
}

void put_unbox(Body *b, const MirExpr *unbox) {
    text_put(b->out, "seam_callback_unbox(");
    put_expr(b, unbox->u.call.args.items[0], LEVEL_CONDITIONAL);
    text_printf(b->out, ", %u)", unbox->u.call.slot);
}

void put_unboxer(Body *b, const MirExpr *unboxer, Level least) {
    bool parens = least > LEVEL_UNARY;
    uint32_t count = type_strip(unboxer->type)->u.function->param_count;
    require_type(b->u, unboxer->type);
    text_printf(b->out, "%s(%s)seam_callback_done%s%s", parens ? "(" : "",
                type_c(b->u, unboxer->type), count > 1 ? "_with" : "", parens ? ")" : "");
}
