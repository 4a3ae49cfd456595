// Module-level variables. A constant is initialised statically; an imported file's other constants
// are computed at first use; the main file's variables are set by its main function, and reading
// one before that panics. What the main file's variables hold goes at exit, in exit(n) too
// (LANGUAGE 9).
#include <string.h>

#include "emit/c/body/body.h"

static const MirGlobal *own_global(const Unit *u, const Symbol *symbol) {
    if (symbol->module != u->module->module) return NULL;
    for (uint32_t i = 0; i < u->module->globals.len; i++)
        if (u->module->globals.items[i].symbol == symbol) return &u->module->globals.items[i];
    return NULL;
}

static bool is_checked(const MirGlobal *g) { return !g->constant && !g->init; }

static const char *accessor_name(Unit *u, const Symbol *symbol) {
    return arena_printf(u->arena, "seam_global_%s", symbol->c_name);
}

const char *ready_flag(Unit *u, const Symbol *symbol) {
    const MirGlobal *g = own_global(u, symbol);
    return g && is_checked(g) ? arena_printf(u->arena, "seam_ready_%s", symbol->c_name) : NULL;
}

const char *global_accessor(Unit *u, const Symbol *symbol, bool checked) {
    const MirGlobal *g = own_global(u, symbol);
    if (g && !g->init && (!checked || g->constant)) return NULL;
    if (!g && unit_declare(u, symbol)) {
        require_type(u, symbol->type);
        text_printf(
            &u->prototypes, "%s(SEAM_PLACE);\n",
            declare_c(u, symbol->type, arena_printf(u->arena, "*%s", accessor_name(u, symbol))));
    }
    return accessor_name(u, symbol);
}

// ---- definitions ----

static void put_variable(Unit *u, const MirGlobal *g) {
    const Symbol *symbol = g->symbol;
    require_type(u, symbol->type);
    Body b = {.u = u, .out = &u->globals};
    text_printf(&u->globals, "static %s", declare_c(u, symbol->type, symbol->c_name));
    if (g->constant) {
        text_put(&u->globals, " = ");
        put_initializer(&b, g->constant);
    }
    text_put(&u->globals, ";\n");
    if (is_checked(g)) text_printf(&u->globals, "static bool %s;\n", ready_flag(u, symbol));
}

static void put_computed(Unit *u, const MirGlobal *g, const char *name) {
    const MirFunction *init = g->init;
    const Type *t = g->symbol->type;
    text_printf(
        &u->globals,
        "    static SeamOnce once;\n    if (seam_once_begin(&once, \"%s\", file, place)) {\n",
        g->symbol->name->text);
    text_printf(&u->globals, "        %s = %s();\n", name, init->c_name);
    if (type_is_counted(t))
        text_printf(&u->globals, "        seam_at_exit(seam_release_%s);\n", name);
    text_put(&u->globals, "        seam_once_end(&once);\n    }\n");
}

// Releases a variable and leaves it empty.
static void put_release(Unit *u, Text *out, const MirGlobal *g) {
    const char *name = g->symbol->c_name, *type = type_c(u, g->symbol->type);
    if (type_is_reference(g->symbol->type) || type_is_null_pointer(g->symbol->type))
        text_printf(out, "seam_release_opt(seam_taken(&%s));\n", name);
    else
        text_printf(out, "%s(%s);\n%s = (%s){0};\n", drop_function(u, g->symbol->type), name, name,
                    type);
}

static void put_accessor(Unit *u, const MirGlobal *g) {
    const Symbol *symbol = g->symbol;
    const char *name = symbol->c_name;
    bool exported = symbol->flags & (SYMBOL_EXPORTED | SYMBOL_SHARED);
    if (g->constant && !exported) return;
    Text *out = &u->globals;
    if (g->init && type_is_counted(symbol->type)) {
        text_printf(out, "static void seam_release_%s(void) {\n    ", name);
        put_release(u, out, g);
        text_put(out, "}\n");
    }
    const char *head = arena_printf(u->arena, "*%s(SEAM_PLACE)", accessor_name(u, symbol));
    text_printf(out, "%s%s {\n", exported ? "" : "static inline ",
                declare_c(u, symbol->type, head));
    if (g->init) put_computed(u, g, name);
    else if (!g->constant)
        text_printf(
            out,
            "    if (SEAM_UNLIKELY(!%s)) seam_panic(\"`%s` is used before it has a value\", file, place);\n",
            ready_flag(u, symbol), symbol->name->text);
    else text_put(out, "    (void)file, (void)place;\n");
    text_printf(out, "    return &%s;\n}\n", name);
}

// The main file's variables, in reverse order of declaration.
static void put_release_all(Unit *u) {
    Text body;
    text_init(&body, u->arena);
    body.indent = 1;
    for (uint32_t i = u->module->globals.len; i-- > 0;) {
        const MirGlobal *g = &u->module->globals.items[i];
        if (is_checked(g) && type_is_counted(g->symbol->type)) put_release(u, &body, g);
    }
    if (!body.len) return;
    text_printf(&u->globals, "static void seam_release_globals(void) {\n%s}\n", body.chars);
    u->releases_globals = true;
}

void put_globals(Unit *u) {
    for (uint32_t i = 0; i < u->module->globals.len; i++) {
        put_variable(u, &u->module->globals.items[i]);
        put_accessor(u, &u->module->globals.items[i]);
    }
    put_release_all(u);
}
