// The shared state of one invocation: everything long-lived hangs on the session arena.
#include "base/session.h"

void session_init(Session *s) {
    arena_init(&s->arena);
    arena_init(&s->scratch);
    intern_init(&s->names, &s->arena);
    sources_init(&s->sources, &s->arena);
    diags_init(&s->diags, &s->arena, &s->sources);
}

void session_deinit(Session *s) {
    arena_deinit(&s->scratch);
    arena_deinit(&s->arena);
}
