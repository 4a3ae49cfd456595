// DeltaBlue, as examples/deltablue.seam has it; what a planner makes is freed with it.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REQUIRED = 0, PREFERRED = 2, STRONG_DEFAULT = 3, NORMAL = 4, WEAKEST = 6 };
enum { STAY, EDIT, EQUAL, SCALE };
enum { NONE, FORWARD, BACKWARD };

typedef struct Variable Variable;
typedef struct Constraint {
    int relation, strength, flow;
    Variable *a, *b, *factor, *offset;
} Constraint;

typedef struct List {
    void **items;
    long len, cap;
} List;

struct Variable {
    long value, mark;
    int strength;
    bool is_stay;
    Constraint *determined_by;
    List constraints;
};

static void push(List *l, void *item) {
    if (l->len == l->cap) {
        l->cap = l->cap ? 2 * l->cap : 4;
        l->items = realloc(l->items, sizeof(void *) * (size_t)l->cap);
    }
    l->items[l->len++] = item;
}

static void *pop(List *l) { return l->len ? l->items[--l->len] : NULL; }

static void check(bool condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static Variable *variable_new(long value) {
    Variable *v = calloc(1, sizeof *v);
    v->value = value;
    v->strength = WEAKEST;
    v->is_stay = true;
    return v;
}

static void consumers(Variable *v, List *into) {
    for (long i = 0; i < v->constraints.len; i++) {
        Constraint *c = v->constraints.items[i];
        if (c != v->determined_by && c->flow != NONE) push(into, c);
    }
}

static int variables(Constraint *c, Variable *out[4]) {
    out[0] = c->a, out[1] = c->b, out[2] = c->factor, out[3] = c->offset;
    return c->relation <= EDIT ? 1 : c->relation == EQUAL ? 2 : 4;
}

static Variable *output(Constraint *c) {
    return c->relation <= EDIT || c->flow != FORWARD ? c->a : c->b;
}

static Variable *input(Constraint *c) { return c->flow == FORWARD ? c->a : c->b; }

static void choose(Constraint *c, long mark) {
    bool backward = c->a->mark != mark && c->strength < c->a->strength;
    if (c->relation <= EDIT) {
        c->flow = backward ? FORWARD : NONE;
        return;
    }
    bool forward = c->b->mark != mark && c->strength < c->b->strength;
    if (forward && backward) c->flow = c->a->strength > c->b->strength ? BACKWARD : FORWARD;
    else c->flow = forward ? FORWARD : backward ? BACKWARD : NONE;
}

static void execute(Constraint *c) {
    if (c->relation == EQUAL) {
        if (c->flow == FORWARD) c->b->value = c->a->value;
        else c->a->value = c->b->value;
    } else if (c->relation == SCALE) {
        if (c->flow == FORWARD) c->b->value = c->a->value * c->factor->value + c->offset->value;
        else c->a->value = (c->b->value - c->offset->value) / c->factor->value;
    }
}

static void recalculate(Constraint *c) {
    Variable *out = output(c);
    if (c->relation <= EDIT) {
        out->strength = c->strength;
        out->is_stay = c->relation != EDIT;
    } else {
        Variable *from = input(c);
        out->strength = c->strength > from->strength ? c->strength : from->strength;
        out->is_stay =
            from->is_stay && (c->relation == EQUAL || (c->factor->is_stay && c->offset->is_stay));
    }
    if (out->is_stay) execute(c);
}

static bool inputs_known(Constraint *c, long mark) {
    if (c->relation <= EDIT) return true;
    Variable *v = input(c);
    return v->mark == mark || v->is_stay || !v->determined_by;
}

typedef struct Planner {
    long mark;
    List constraints, variables;
} Planner;

static bool propagate(Constraint *from, long mark) {
    List todo = {0};
    push(&todo, from);
    bool fine = true;
    for (Constraint *c; fine && (c = pop(&todo));) {
        Variable *out = output(c);
        fine = out->mark != mark;
        if (!fine) break;
        recalculate(c);
        consumers(out, &todo);
    }
    free(todo.items);
    return fine;
}

static Constraint *satisfy(Constraint *c, long mark) {
    choose(c, mark);
    if (c->flow == NONE) {
        check(c->strength != REQUIRED, "a required constraint cannot be satisfied");
        return NULL;
    }
    if (c->relation > EDIT) {
        input(c)->mark = mark;
        if (c->relation == SCALE) c->factor->mark = c->offset->mark = mark;
    }
    Variable *out = output(c);
    Constraint *displaced = out->determined_by;
    if (displaced) displaced->flow = NONE;
    out->determined_by = c;
    check(propagate(c, mark), "the constraints form a circle");
    out->mark = mark;
    return displaced;
}

static void satisfy_all(Planner *p, Constraint *c) {
    long mark = ++p->mark;
    while (c) c = satisfy(c, mark);
}

static Constraint *add(Planner *p, Constraint facts) {
    Constraint *c = malloc(sizeof *c);
    *c = facts;
    push(&p->constraints, c);
    Variable *vs[4];
    for (int i = 0, count = variables(c, vs); i < count; i++) push(&vs[i]->constraints, c);
    satisfy_all(p, c);
    return c;
}

static List propagate_removal(Variable *from) {
    from->determined_by = NULL;
    from->strength = WEAKEST;
    from->is_stay = true;
    List unsatisfied = {0}, todo = {0};
    push(&todo, from);
    for (Variable *v; (v = pop(&todo));) {
        for (long i = 0; i < v->constraints.len; i++)
            if (((Constraint *)v->constraints.items[i])->flow == NONE)
                push(&unsatisfied, v->constraints.items[i]);
        List readers = {0};
        consumers(v, &readers);
        for (long i = 0; i < readers.len; i++) {
            recalculate(readers.items[i]);
            push(&todo, output(readers.items[i]));
        }
        free(readers.items);
    }
    free(todo.items);
    return unsatisfied;
}

static void remove_constraint(Planner *p, Constraint *c) {
    Variable *out = output(c), *vs[4];
    for (int i = 0, count = variables(c, vs); i < count; i++) {
        List *l = &vs[i]->constraints;
        long at = 0;
        while (at < l->len && l->items[at] != c) at++;
        if (at < l->len)
            memmove(l->items + at, l->items + at + 1, sizeof(void *) * (size_t)(--l->len - at));
        if (vs[i]->determined_by == c) vs[i]->determined_by = NULL;
    }
    c->flow = NONE;
    List unsatisfied = propagate_removal(out);
    for (int strength = REQUIRED; strength < WEAKEST; strength++)
        for (long i = 0; i < unsatisfied.len; i++)
            if (((Constraint *)unsatisfied.items[i])->strength == strength)
                satisfy_all(p, unsatisfied.items[i]);
    free(unsatisfied.items);
}

static List plan_of(Planner *p, Constraint *source) {
    long mark = ++p->mark;
    List plan = {0}, todo = {0};
    if (source->relation == EDIT && source->flow != NONE) push(&todo, source);
    for (Constraint *c; (c = pop(&todo));) {
        Variable *out = output(c);
        if (out->mark == mark || !inputs_known(c, mark)) continue;
        push(&plan, c);
        out->mark = mark;
        consumers(out, &todo);
    }
    free(todo.items);
    return plan;
}

static void run(const List *plan) {
    for (long i = 0; i < plan->len; i++) execute(plan->items[i]);
}

static Variable *own(Planner *p, long value) {
    Variable *v = variable_new(value);
    push(&p->variables, v);
    return v;
}

static void planner_free(Planner *p) {
    for (long i = 0; i < p->constraints.len; i++) free(p->constraints.items[i]);
    for (long i = 0; i < p->variables.len; i++) {
        free(((Variable *)p->variables.items[i])->constraints.items);
        free(p->variables.items[i]);
    }
    free(p->constraints.items);
    free(p->variables.items);
}

static void chain(long size) {
    Planner p = {0};
    Variable *first = own(&p, 0), *last = first;
    for (long i = 0; i < size; i++) {
        Variable *v = own(&p, 0);
        add(&p, (Constraint){EQUAL, REQUIRED, NONE, last, v, NULL, NULL});
        last = v;
    }
    add(&p, (Constraint){STAY, STRONG_DEFAULT, NONE, last, NULL, NULL, NULL});
    Constraint *edit = add(&p, (Constraint){EDIT, PREFERRED, NONE, first, NULL, NULL, NULL});
    List plan = plan_of(&p, edit);
    for (long i = 0; i < 100; i++) {
        first->value = i;
        run(&plan);
        check(last->value == i, "the chain broke");
    }
    free(plan.items);
    remove_constraint(&p, edit);
    planner_free(&p);
}

static void change(Planner *p, Variable *v, long value) {
    Constraint *edit = add(p, (Constraint){EDIT, PREFERRED, NONE, v, NULL, NULL, NULL});
    List plan = plan_of(p, edit);
    for (int i = 0; i < 10; i++) {
        v->value = value;
        run(&plan);
    }
    free(plan.items);
    remove_constraint(p, edit);
}

static void projection(long size) {
    Planner p = {0};
    Variable *factor = own(&p, 10), *offset = own(&p, 1000), *source = NULL, *target = NULL;
    List targets = {0};
    for (long i = 0; i < size; i++) {
        source = own(&p, i);
        target = own(&p, i);
        add(&p, (Constraint){STAY, NORMAL, NONE, source, NULL, NULL, NULL});
        add(&p, (Constraint){SCALE, REQUIRED, NONE, source, target, factor, offset});
        push(&targets, target);
    }
    change(&p, source, 17);
    check(target->value == 1170, "forwards");
    change(&p, target, 1050);
    check(source->value == 5, "backwards");
    change(&p, factor, 5);
    for (long i = 0; i < size - 1; i++)
        check(((Variable *)targets.items[i])->value == i * 5 + 1000, "another factor");
    change(&p, offset, 2000);
    for (long i = 0; i < size - 1; i++)
        check(((Variable *)targets.items[i])->value == i * 5 + 2000, "another offset");
    free(targets.items);
    planner_free(&p);
}

int main(int argc, char **argv) {
    long size = argc > 1 ? atol(argv[1]) : 100;
    chain(size);
    projection(size);
    printf("a chain and a projection of %ld: solved\n", size);
}
