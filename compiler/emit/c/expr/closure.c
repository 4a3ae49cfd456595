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

// `&site, value)`: the site is named by the place of the function, for messages.
static void put_site_and_value(Body *b, const MirExpr *closure) {
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
    put_expr(b, closure->u.call.args.items[0], LEVEL_CONDITIONAL);
    text_put(b->out, ")");
}

// ---- around a C call ----

static const MirExpr *scoped_closure(const MirExpr *arg) {
    while (arg->kind == MIR_CONVERT || arg->kind == MIR_SOME)
        arg = arg->kind == MIR_CONVERT ? arg->u.convert.operand : arg->u.operand;
    bool closure = arg->kind == MIR_CALL && arg->u.call.kind == MIR_CALL_CLOSURE;
    return closure && !arg->u.call.keeps ? arg : NULL;
}

void put_closures_open(Body *b, const MirExpr *call) {
    for (uint32_t i = 0; i < call->u.call.args.len; i++) {
        const MirExpr *closure = scoped_closure(call->u.call.args.items[i]);
        if (!closure) continue;
        const char *name = arena_printf(b->u->arena, "c%u", ++b->temps);
        text_printf(b->out, "SeamCallback %s; seam_callback_open(&%s, ", name, name);
        put_site_and_value(b, closure);
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
        const char *name = closure ? open_name(b, closure) : NULL;
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
    } else {
        text_put(b->out, "seam_callback_keep(");
        put_site_and_value(b, closure);
    }
    if (parens) text_put(b->out, ")");
}
