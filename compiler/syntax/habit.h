// What TypeScript users write by habit (LANGUAGE section 4, last bullet): a table of messages that
// give Seam's form.
#ifndef SEAM_SYNTAX_HABIT_H
#define SEAM_SYNTAX_HABIT_H

#include "syntax/token.h"

typedef enum Habit {
#define HABIT(name, message, help) HABIT_##name,
#define HABIT_WORD(name, word, next)
#define HABIT_TYPE(name, word)
#define HABIT_AFTER(name, word)
#include "habit.def"
#undef HABIT
#undef HABIT_WORD
#undef HABIT_TYPE
#undef HABIT_AFTER
    HABIT_COUNT // none
} Habit;

// Reports E0012, once a file: further places are labels of the first one.
Diag *habit_report(Session *s, Habit habit, Span span);

// The words of the table, interned: comparing them costs a pointer comparison.
typedef struct HabitWord {
    Habit habit;
    Name word;
    TokenKind next;
} HabitWord;
enum { HABIT_WORDS_MAX = 80 }; // one more than the longest list has
typedef struct HabitWords {
    HabitWord statements[HABIT_WORDS_MAX];
    HabitWord types[HABIT_WORDS_MAX];
    HabitWord after[HABIT_WORDS_MAX];
} HabitWords;
void habit_words_init(HabitWords *w, Interner *names);
// HABIT_COUNT: no habit.
Habit habit_of_statement(const HabitWords *w, Name word, TokenKind next);
Habit habit_of_type(const HabitWords *w, Name word);
Habit habit_of_operator(const HabitWords *w, Name word);

#endif
