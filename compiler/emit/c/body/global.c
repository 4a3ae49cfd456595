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

// A function that releases variables, of statements without indentation.
static void put_releaser(Unit *u, const char *name, const Text *body) {
    const char *head = arena_printf(u->arena, "static void %s(void)", name);
    text_put_braced(&u->globals, head, body->chars, "");
}

static void put_computed(Unit *u, const MirGlobal *g, bool exported) {
    const char *name = g->symbol->c_name, *release = "";
    if (type_is_counted(g->symbol->type)) {
        Text body;
        text_init(&body, u->arena);
        put_release(u, &body, g);
        put_releaser(u, arena_printf(u->arena, "seam_release_%s", name), &body);
        release = arena_printf(u->arena, "seam_at_exit(seam_release_%s)", name);
    }
    text_printf(&u->globals, "SEAM_COMPUTED_GLOBAL(%s, %s, \"%s\", %s, %s)\n",
                exported ? "" : "static inline", name, g->symbol->name->text, g->init->c_name,
                release);
}

static void put_accessor(Unit *u, const MirGlobal *g) {
    const Symbol *symbol = g->symbol;
    bool exported = symbol->flags & (SYMBOL_EXPORTED | SYMBOL_SHARED);
    if (g->init) {
        put_computed(u, g, exported);
    } else if (!g->constant) {
        text_cut(&u->globals, u->globals.len - 1, u->globals.lines - 1); // behind its declaration
        text_printf(&u->globals, " SEAM_CHECKED_GLOBAL(%s, \"%s\")\n", symbol->c_name,
                    symbol->name->text);
    } else if (exported) {
        const char *head = arena_printf(u->arena, "*%s(SEAM_PLACE)", accessor_name(u, symbol));
        text_put_braced(
            &u->globals, declare_c(u, symbol->type, head),
            arena_printf(u->arena, "(void)file, (void)place;\nreturn &%s;\n", symbol->c_name), "");
    }
}

// The main file's variables, in reverse order of declaration.
static void put_release_all(Unit *u) {
    Text body;
    text_init(&body, u->arena);
    for (uint32_t i = u->module->globals.len; i-- > 0;) {
        const MirGlobal *g = &u->module->globals.items[i];
        if (is_checked(g) && type_is_counted(g->symbol->type)) put_release(u, &body, g);
    }
    if (!body.len) return;
    put_releaser(u, "seam_release_globals", &body);
    u->releases_globals = true;
}

void put_globals(Unit *u) {
    for (uint32_t i = 0; i < u->module->globals.len; i++) {
        put_variable(u, &u->module->globals.items[i]);
        put_accessor(u, &u->module->globals.items[i]);
    }
    put_release_all(u);
}
