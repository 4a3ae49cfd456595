// Structs are values, so a variable that was given one holds a copy. Who changes a part of it and
// then never reads it meant the original, most likely: a warning. needs: checked bodies without
// errors. Reads count by where they stand in the text: one that is not behind the store may come
// after it only in a loop around both, in a deferred block, or in a function, and then all is well.
#include "check/body/body.h"
#include "check/expr/expr.h"
#include "syntax/walk.h"

// ---- stores ----

// What the place is a part of, in the same value; NULL: nothing.
static const Node *whole_of(const Node *place) {
    const Node *object = place->kind == NODE_MEMBER  ? place->u.member.object
                         : place->kind == NODE_INDEX ? place->u.index.object
                         : place->kind == NODE_PAREN ? place->u.wrap.operand
                                                     : NULL;
    if (!object || !object->type || place->kind == NODE_PAREN) return object;
    TypeKind k = object->type->kind;
    return k == TYPE_STRUCT || k == TYPE_TUPLE || k == TYPE_CARRAY ? object : NULL;
}

// The name that a place, which is a part of the variable or all of it, begins with; NULL: another
// place.
static const Node *name_of(const Node *place) {
    for (const Node *n = place; n; n = whole_of(n))
        if (n->kind == NODE_NAME) return n;
    return NULL;
}

void copies_note(Checker *c, const Node *target) {
    if (target->kind == NODE_NAME) return;
    const Node *name = name_of(target);
    Symbol *s = name ? name->u.name.symbol : NULL;
    if (!s || s->flags & SYMBOL_CHANGED || c->instance || c->module->is_library) return;
    if (s->kind != SYMBOL_LOCAL && s->kind != SYMBOL_PARAM && s->kind != SYMBOL_GLOBAL) return;
    s->flags |= SYMBOL_CHANGED;
    const Symbol *function = c->function->symbol;
    ChangedCopy changed = {s, function ? function->node : c->module->tree};
    VEC_PUSH(c->arena, &c->program->changed, changed);
}

// ---- the function around ----

typedef struct Copy {
    const Symbol *symbol;
    const Node *declaration; // NODE_VAR, NODE_FOR, NODE_PARAM
    const Node *store;       // the target of the first one
    uint32_t behind;         // reads from there on may see what it stored
    uint32_t last_read;
    uint32_t loop; // where the outermost loop behind the declaration begins; 0: in none
} Copy;

static void walk(void *context, Node *n);

static bool declares(const Copy *copy, const Node *pattern) {
    return pattern && pattern->kind == NODE_PATTERN_BIND && pattern->u.bind.symbol == copy->symbol;
}

static void note_declaration(Copy *copy, const Node *n) {
    const Node *pattern = n->kind == NODE_VAR     ? n->u.var.pattern
                          : n->kind == NODE_FOR   ? n->u.for_.pattern
                          : n->kind == NODE_PARAM ? n->u.param.pattern
                                                  : NULL;
    if (declares(copy, pattern)) copy->declaration = n;
}

static void note_read(Copy *copy, uint32_t at) {
    if (copy->last_read < at) copy->last_read = at;
}

// The indexes on the way to a place are read.
static void walk_target(Copy *copy, const Node *target) {
    for (const Node *n = target; n; n = whole_of(n))
        if (n->kind == NODE_INDEX) walk(copy, n->u.index.index);
}

static bool walk_store(Copy *copy, Node *n, const Node *target, Node *value) {
    const Node *name = name_of(target);
    if (!name || name->u.name.symbol != copy->symbol) return false;
    if (value) walk(copy, value);
    walk_target(copy, target);
    if (copy->store || target->kind == NODE_NAME) return true;
    copy->store = target;
    copy->behind = copy->loop ? copy->loop : n->span.end;
    return true;
}

static void walk(void *context, Node *n) {
    Copy *copy = context;
    if (n->kind == NODE_NAME && n->u.name.symbol == copy->symbol) note_read(copy, n->span.start);
    if (n->kind == NODE_ASSIGN && walk_store(copy, n, n->u.assign.target, n->u.assign.value))
        return;
    if (n->kind == NODE_INCREMENT && walk_store(copy, n, n->u.increment.target, NULL)) return;
    Copy before = *copy;
    bool loops = n->kind == NODE_FOR || n->kind == NODE_WHILE;
    if (loops && copy->declaration && !copy->loop) copy->loop = n->span.start;
    note_declaration(copy, n);
    node_each_child(n, walk, copy);
    copy->loop = before.loop;
    if (n->kind == NODE_DEFER && copy->last_read != before.last_read) note_read(copy, UINT32_MAX);
}

// ---- what is said ----

static const Node *source_of(const Copy *copy) {
    const Node *n = copy->declaration;
    if (n->kind == NODE_VAR) return n->u.var.init;
    return n->kind == NODE_FOR ? n->u.for_.iterable : NULL;
}

static bool is_copied(const Copy *copy) {
    const Node *source = source_of(copy);
    if (!source) return copy->declaration->kind == NODE_PARAM;
    TypeKind k = source->type ? source->type->kind : TYPE_POISON;
    if (copy->declaration->kind == NODE_FOR) return k == TYPE_ARRAY || k == TYPE_VIEW;
    bool computed = source->kind == NODE_MEMBER && symbol_is_accessor(source->u.member.symbol);
    return (source->kind == NODE_NAME || source->kind == NODE_INDEX ||
            source->kind == NODE_MEMBER || place_reads_collection(source)) &&
           !computed && source->type == copy->symbol->type;
}

// Something that can be stored to itself.
static bool is_place(const Node *n) {
    const Symbol *s = n->kind == NODE_NAME ? n->u.name.symbol : NULL;
    if (s) return s->flags & SYMBOL_LET || s->kind == SYMBOL_PARAM || s->type->kind == TYPE_ARRAY;
    return n->kind == NODE_INDEX || n->kind == NODE_MEMBER;
}

static void help(Checker *c, Diag *g, const Copy *copy) {
    const Node *source = source_of(copy), *store = copy->store;
    if (source && place_reads_collection(source)) {
        place_help_collection(c, g, source);
        return;
    }
    const char *place = expr_source(c, store->span);
    const Type *t = copy->symbol->type;
    const char *name = t->kind == TYPE_STRUCT ? type_text(c->arena, t) : NULL;
    const char *from = source && is_place(source) ? expr_source(c, source->span) : NULL;
    const char *part = place ? place + (name_of(store)->span.end - store->span.start) : NULL;
    if (from && part && copy->declaration->kind == NODE_FOR)
        diag_help(g, "to change the items, count: `for (const i of 0..%s.length) %s[i]%s = ..`",
                  from, from, part);
    else if (from && part) diag_help(g, "`%s%s = ..` changes the original", from, part);
    else if (name) diag_help(g, "return the changed `%s`, or declare it as a `class`", name);
}

static void check_copy(Checker *c, const ChangedCopy *changed) {
    const Symbol *s = changed->symbol;
    uint32_t elsewhere = SYMBOL_CAPTURED | SYMBOL_EXPORTED | SYMBOL_ADDRESS_TAKEN | SYMBOL_LENT;
    TypeKind k = s->type->kind;
    if (s->flags & elsewhere || (k != TYPE_STRUCT && k != TYPE_TUPLE)) return;
    Copy copy = {.symbol = s};
    walk(&copy, (Node *)(uintptr_t)changed->around);
    if (!copy.store || !copy.declaration || copy.last_read >= copy.behind || !is_copied(&copy))
        return;
    Diag *g = diag_warning(&c->session->diags, E0304, copy.store->span,
                           "this changes a copy that nothing reads afterwards");
    diag_label(g, s->span, "`%s` is a copy: a struct is a value", s->name->text);
    help(c, g, &copy);
}

void check_copies(Checker *c) {
    for (uint32_t i = 0; i < c->program->changed.len; i++)
        check_copy(c, &c->program->changed.items[i]);
}
