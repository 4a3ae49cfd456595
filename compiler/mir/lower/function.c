// Functions, their locals, and the C names of these. A parameter that the body assigns becomes a
// local of the user's name, so that counting may take every parameter for borrowed.
#include <string.h>

#include "mir/lower/lower.h"

// ---- locals ----

static uint32_t add_local(Lower *l, MirLocal local) {
    MirFunction *f = l->at.function;
    VEC_PUSH(l->arena, &f->locals, local);
    return f->locals.len - 1;
}

uint32_t lower_local(Lower *l, MirLocalKind kind, Name name, const Type *type, Symbol *symbol) {
    lower_use_type(l, type);
    if (name && strchr(name->text, ' ')) name = NULL; // the checker's own, which nobody can write
    uint32_t index =
        add_local(l, (MirLocal){.kind = kind, .name = name, .type = type, .symbol = symbol});
    if (symbol) {
        symbol->local = index;
        l->at.function->locals.items[index].assigned = symbol->flags & SYMBOL_ASSIGNED;
        l->at.function->locals.items[index].address_taken =
            symbol->flags & (SYMBOL_ADDRESS_TAKEN | SYMBOL_LENT);
    }
    return index;
}

uint32_t lower_param(Lower *l, Symbol *symbol, Name name, const Type *type) {
    uint32_t index = lower_local(l, MIR_PARAM_LOCAL, name, type, symbol);
    l->at.function->locals.items[index].borrowed = true;
    l->at.function->param_count++;
    return index;
}

// ---- C names ----

static const char *const c_reserved[] = {
    "NULL",      "asm",      "auto",      "bool",     "break",   "case",     "char",     "const",
    "continue",  "default",  "do",        "double",   "else",    "enum",     "err",      "extern",
    "false",     "float",    "for",       "goto",     "if",      "inline",   "int",      "int16_t",
    "int32_t",   "int64_t",  "int8_t",    "intptr_t", "linux",   "long",     "main",     "offsetof",
    "ptrdiff_t", "register", "restrict",  "return",   "short",   "signed",   "size_t",   "sizeof",
    "static",    "struct",   "switch",    "true",     "typedef", "typeof",   "uint16_t", "uint32_t",
    "uint64_t",  "uint8_t",  "uintptr_t", "union",    "unix",    "unsigned", "void",     "volatile",
    "wchar_t",   "while",
};

static bool is_reserved(const char *name) {
    for (size_t i = 0; i < sizeof c_reserved / sizeof *c_reserved; i++)
        if (strcmp(c_reserved[i], name) == 0) return true;
    return name[0] == '_' || strstr(name, "__") || strncmp(name, "seam_", 5) == 0 ||
           strncmp(name, "Seam", 4) == 0 || strncmp(name, "SEAM_", 5) == 0;
}

// A user's name that looks like a temporary's.
static bool looks_temporary(const char *name) {
    return name[0] == 't' && name[1] && strspn(name + 1, "0123456789") == strlen(name + 1);
}

typedef struct Naming {
    Lower *lower;
    PointerSet taken; // Name: C names of this function's locals so far
} Naming;

static Name numbered(Naming *n, const char *base, uint32_t number) {
    return intern_text(&n->lower->program->session->names,
                       arena_printf(n->lower->arena, "%s_%u", base, number));
}

// The numbers in use are mostly 2, 3, .. some last one: a free one behind a used one is found by
// halving.
static Name free_number(Naming *n, const char *base) {
    uint32_t used = 1, free = 2;
    while (set_has(&n->taken, numbered(n, base, free))) {
        used = free;
        free *= 2;
    }
    while (free - used > 1) {
        uint32_t middle = used + (free - used) / 2;
        if (set_has(&n->taken, numbered(n, base, middle))) used = middle;
        else free = middle;
    }
    return numbered(n, base, free);
}

static const char *name_of(Naming *n, Name name) {
    Lower *l = n->lower;
    const char *text = name->text;
    bool reserved = is_reserved(text) || looks_temporary(text) || set_has(&l->c_names, name);
    const char *end = text[0] == '_' ? "_seam" : reserved ? "_" : ""; // `_X_` may be a macro too
    if (*end)
        name = intern_text(&l->program->session->names, arena_printf(l->arena, "%s%s", text, end));
    if (set_has(&n->taken, name)) name = free_number(n, name->text);
    set_add(l->arena, &n->taken, name);
    return name->text;
}

typedef struct Numbering {
    Lower *lower;
    MirFunction *function;
} Numbering;

// Temporaries are numbered in the order in which they stand.
static void number_temps(void *context, MirBlock *block) {
    Numbering *n = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        MirLocal *local = s->kind == MIR_LET ? &n->function->locals.items[s->u.let.local] : NULL;
        if (local && !local->name && !local->c_name)
            local->c_name = arena_printf(n->lower->arena, "t%u", ++n->function->temp_count);
        mir_each_block(s, number_temps, n);
    }
}

void lower_name_locals(Lower *l, MirFunction *f) {
    Numbering n = {.lower = l, .function = f};
    number_temps(&n, &f->body);
    Naming naming = {.lower = l};
    for (uint32_t i = 0; i < f->locals.len; i++) {
        MirLocal *local = &f->locals.items[i];
        if (local->name) local->c_name = name_of(&naming, local->name);
        else if (!local->c_name) local->c_name = arena_printf(l->arena, "t%u", ++f->temp_count);
    }
}

// ---- functions ----

MirFunction *lower_function_new(Lower *l, const char *c_name, const FunctionType *type, Span span) {
    MirFunction *f = ARENA_NEW(l->arena, MirFunction);
    f->c_name = c_name;
    f->span = span;
    f->result = type_basic(l->types, VOID);
    if (type) {
        f->result = type->result->kind == TYPE_NEVER ? type_basic(l->types, VOID) : type->result;
        f->throws = type->throws;
    }
    lower_use_type(l, f->result);
    VEC_PUSH(l->arena, &l->out->functions, f);
    return f;
}

// `greet`, `Point.length`, `new Point`, `a lambda in greet`.
static const char *title_of(Lower *l, const MirFunction *f) {
    const Symbol *s = f->symbol;
    if (f->is_callback || f->value_of) return NULL;
    if (!s) return "";
    const Node *lambda = s->node && s->node->kind == NODE_LAMBDA ? s->node : NULL;
    if (lambda && !lambda->u.lambda.declaration) {
        const char *outer = l->at.function ? l->at.function->title : NULL;
        if (!outer || !*outer) return "a lambda";
        if (strncmp(outer, "a lambda", 8) == 0) return outer;
        return arena_printf(l->arena, "a lambda in %s", outer);
    }
    const char *name = s->name->text;
    if (s->kind != SYMBOL_METHOD || !s->owner) return name;
    const char *owner = s->owner->name->text;
    if (strcmp(name, "constructor") == 0) return arena_printf(l->arena, "new %s", owner);
    return arena_printf(l->arena, "%s.%s", owner, name);
}

LowerState lower_enter(Lower *l, MirFunction *f) {
    LowerState saved = l->at;
    if (!f->title) f->title = title_of(l, f);
    l->at = (LowerState){.function = f, .block = &f->body};
    return saved;
}

void lower_leave(Lower *l, LowerState saved) {
    l->at.function->loop_count = l->at.loop_count;
    l->at.function->try_count = l->at.try_count;
    l->at = saved;
}

// `function greet(name: string): string`, from the source up to the body.
static const char *signature_text(Lower *l, const Node *node) {
    if (node->kind != NODE_FUNCTION || !node->u.function.body || !node->span.source) return NULL;
    const Source *source = &l->program->session->sources.list.items[node->span.source];
    uint32_t start = node->span.start, end = node->u.function.body->span.start;
    while (end > start && strchr(" \t\r\n", source->text[end - 1])) end--;
    char *text = arena_text(l->arena, source->text + start, end - start);
    uint32_t len = 0;
    for (const char *p = text; *p; p++) { // one line, and no end of a comment
        bool space = strchr(" \t\r\n", *p) != NULL;
        if (space && len && text[len - 1] == ' ') continue;
        text[len++] = space ? ' ' : *p == '*' && p[1] == '/' ? ' ' : *p;
    }
    text[len] = 0;
    return text;
}

// A parameter's own symbol, or for a pattern none.
static void declare_param(Lower *l, Node *param) {
    Symbol *symbol = param->u.param.symbol;
    Node *pattern = param->u.param.pattern;
    Name name = pattern && pattern->kind == NODE_PATTERN_BIND ? pattern->u.bind.name : NULL;
    if (symbol && !name) name = symbol->name;
    lower_param(l, symbol, name, symbol ? symbol->type : param->type);
}

void lower_params(Lower *l, const NodeList *params) {
    for (uint32_t i = 0; i < params->len; i++) declare_param(l, params->items[i]);
}

// Those that are counted, or shared with closures, become locals of their own.
void lower_own_params(Lower *l) {
    MirFunction *f = l->at.function;
    for (uint32_t i = 0; i < f->param_count; i++) {
        MirLocal param = f->locals.items[i];
        bool shared = param.symbol && lower_is_shared(param.symbol);
        bool own = shared || (param.assigned && type_is_counted(param.type));
        if (!own || param.by_address) continue;
        MirExpr *value = mir_local(l->arena, f, i, f->span);
        f->locals.items[i].assigned = false;
        lower_bind(l, param.symbol, param.type, value, f->span);
    }
}

static void lower_body_items(Lower *l, Node *body) {
    if (body->kind == NODE_BLOCK) {
        for (uint32_t i = 0; i < body->u.block.items.len; i++)
            lower_stmt(l, body->u.block.items.items[i]);
        return;
    }
    uint32_t start = lower_mark(l); // a lambda's expression
    lower_hoist(l, body, MIR_TEMP_LOCAL);
    if (l->at.function->result->kind == TYPE_VOID) {
        lower_effect(l, body);
    } else {
        MirStmt *s = mir_stmt(l->arena, MIR_RETURN, body->span);
        s->u.expr = lower_value(l, body);
        lower_emit(l, s);
    }
    lower_end(l, start);
}

// Those that are taken apart.
void lower_bind_params(Lower *l, const NodeList *params, uint32_t first) {
    for (uint32_t i = 0; i < params->len; i++) {
        const Node *pattern = params->items[i]->u.param.pattern;
        if (pattern && pattern->kind != NODE_PATTERN_BIND)
            lower_bind_pattern(l, pattern,
                               mir_local(l->arena, l->at.function, first + i, pattern->span));
    }
}

void lower_body(Lower *l, MirFunction *f, Node *function) {
    bool lambda = function->kind == NODE_LAMBDA;
    const NodeList *params = lambda ? &function->u.lambda.params : &function->u.function.params;
    uint32_t first = f->locals.len;
    lower_params(l, params);
    if (f->is_value) lower_env_param(l, f, f->symbol->type->u.function, f->param_count);
    f->signature = signature_text(l, function);
    MirBlock body = {0};
    LowerSaved saved = lower_open(l, &body);
    lower_own_params(l);
    lower_bind_params(l, params, first);
    lower_body_items(l, lambda ? function->u.lambda.body : function->u.function.body);
    lower_close(l, saved);
    lower_scope(l, body, f->span);
}

// Whether other units may call it. Where they can, does not depend on whether they do: so an edit
// of one module leaves the C text of the others, and with it their objects, as they are.
// (Where instances go does depend on it: those say SYMBOL_SHARED.)
bool lower_is_external(const Symbol *symbol) {
    if (symbol_instance(symbol)) return false;
    if (!symbol->module->is_main) return !(symbol->flags & SYMBOL_PRIVATE);
    const Symbol *outermost = symbol->owner ? symbol->owner : symbol;
    return outermost->flags & SYMBOL_EXPORTED;
}

void lower_function(Lower *l, Node *node) {
    Symbol *symbol = node->u.function.symbol;
    if (!node->u.function.body || symbol->generic) return;
    const FunctionType *type = symbol->type->u.function;
    MirFunction *f = lower_function_new(l, symbol->c_name, type, node->span);
    f->symbol = symbol;
    f->is_exported = lower_is_external(symbol);
    LowerState saved = lower_enter(l, f);
    if (symbol_is_fallible(symbol) && !f->throws) f->throws = l->types->error_interface;
    if (symbol->kind == SYMBOL_METHOD && !(symbol->flags & SYMBOL_STATIC)) {
        const Type *owner = symbol->owner->type;
        Name this_name = intern_text(&l->program->session->names, "this");
        uint32_t this_ = lower_param(l, NULL, this_name, owner);
        f->locals.items[this_].by_address = lower_mutates(symbol);
        f->locals.items[this_].assigned = f->locals.items[this_].by_address;
    }
    lower_body(l, f, node);
    lower_leave(l, saved);
}
