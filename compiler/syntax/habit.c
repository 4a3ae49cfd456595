// The table of habits, from habit.def.
#include "syntax/habit.h"

#include <assert.h>

static const struct {
    const char *message;
    const char *help;
} rows[] = {
#define HABIT(name, message, help) {message, help},
#define HABIT_WORD(name, word, next)
#define HABIT_TYPE(name, word)
#define HABIT_AFTER(name, word)
#include "habit.def"
#undef HABIT
#undef HABIT_WORD
#undef HABIT_TYPE
#undef HABIT_AFTER
};

typedef enum WordPlace { PLACE_STATEMENT, PLACE_TYPE, PLACE_AFTER } WordPlace;

static const struct {
    WordPlace place;
    Habit habit;
    const char *word;
    TokenKind next;
} words[] = {
#define HABIT(name, message, help)
#define HABIT_WORD(name, word, next) {PLACE_STATEMENT, HABIT_##name, word, TOKEN_##next},
#define HABIT_TYPE(name, word)       {PLACE_TYPE, HABIT_##name, word, TOKEN_END},
#define HABIT_AFTER(name, word)      {PLACE_AFTER, HABIT_##name, word, TOKEN_END},
#include "habit.def"
#undef HABIT
#undef HABIT_WORD
#undef HABIT_TYPE
#undef HABIT_AFTER
};

// Of these something is missing in the tree that other code would miss.
static bool leaves_gap(Habit habit) {
    return habit == HABIT_EXTENDS || habit == HABIT_SUPER || habit == HABIT_OPTIONAL_MEMBER ||
           habit == HABIT_HASH || habit == HABIT_GENERATOR;
}

Diag *habit_report(Session *s, Habit habit, Span span) {
    Diag *again = diag_repeated(&s->diags, E0012, span, rows[habit].message);
    if (again) {
        again->recovered = again->recovered && !leaves_gap(habit);
        return again;
    }
    Diag *g = diag_error(&s->diags, E0012, span, "%s", rows[habit].message);
    g->recovered = !leaves_gap(habit);
    return diag_help(g, "%s", rows[habit].help);
}

void habit_words_init(HabitWords *w, Interner *names) {
    *w = (HabitWords){0};
    HabitWord *lists[] = {w->statements, w->types, w->after};
    uint32_t lens[] = {0, 0, 0};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        WordPlace place = words[i].place;
        assert(lens[place] + 1 < HABIT_WORDS_MAX); // the last row stays empty
        lists[place][lens[place]++] =
            (HabitWord){words[i].habit, intern_text(names, words[i].word), words[i].next};
    }
}

// Lists end with a row without a word.
Habit habit_of_statement(const HabitWords *w, Name word, TokenKind next) {
    for (const HabitWord *row = w->statements; row->word; row++)
        if (row->word == word && row->next == next) return row->habit;
    return HABIT_COUNT;
}

Habit habit_of_type(const HabitWords *w, Name word) {
    for (const HabitWord *row = w->types; row->word; row++)
        if (row->word == word) return row->habit;
    return HABIT_COUNT;
}

Habit habit_of_operator(const HabitWords *w, Name word) {
    for (const HabitWord *row = w->after; row->word; row++)
        if (row->word == word) return row->habit;
    return HABIT_COUNT;
}
