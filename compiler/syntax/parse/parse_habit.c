// What users of other languages write where no word gives it away: pairs of signs, and words before
// members. The messages are rows of habit.def.
#include "syntax/parse/parse.h"

#include <string.h>

static bool touches(const Token *t) { return !(t->flags & TOKEN_AFTER_SPACE); }

Habit habit_of_signs(const Parser *p) {
    const Token *t = p->t, *before = t - 1;
    if (t <= p->start || t <= p->tokens.items) return HABIT_COUNT;
    if (t->kind == TOKEN_KEY_IF && !at_new_line(p)) return HABIT_IF_VALUE;
    if (!touches(t)) return HABIT_COUNT;
    if (t->kind == TOKEN_GT && before->kind == TOKEN_MINUS) return HABIT_ARROW_MEMBER;
    if (t->kind == TOKEN_COLON && before->kind == TOKEN_COLON) return HABIT_PATH;
    if (t->kind == TOKEN_STRING && before->kind == TOKEN_IDENT) return HABIT_TEXT_PREFIX;
    return HABIT_COUNT;
}

bool skip_member_word(Parser *p) {
    static const char *const methods[] = {"func", "fn", "fun", "def", "mutating"};
    const Token *next = p->t + 1;
    if (at(p, TOKEN_TILDE) || (p->t->kind == TOKEN_IDENT && next->kind == TOKEN_LBRACE &&
                               strcmp(p->t->u.name->text, "deinit") == 0)) {
        fail_habit(p, HABIT_DESTRUCTOR, p->t->span);
        return false;
    }
    if (!is_name(next) || next->flags & TOKEN_AFTER_NEWLINE) return false;
    Habit habit = HABIT_COUNT;
    if (at(p, TOKEN_KEY_FUNCTION)) habit = HABIT_METHOD_WORD;
    if (at(p, TOKEN_KEY_LET)) habit = HABIT_FIELD_WORD;
    for (size_t i = 0; at(p, TOKEN_IDENT) && i < sizeof methods / sizeof *methods; i++)
        if (strcmp(p->t->u.name->text, methods[i]) == 0) habit = HABIT_METHOD_WORD;
    if (at(p, TOKEN_IDENT) && strcmp(p->t->u.name->text, "var") == 0) habit = HABIT_FIELD_WORD;
    if (habit == HABIT_COUNT) return false;
    habit_report(p->session, habit, advance(p)->span);
    return true;
}

// `x int`, `int x`
void skip_param_type(Parser *p) {
    if (p->quiet || !is_name(p->t) || at_new_line(p)) return;
    fail_habit(p, HABIT_PARAM_TYPE, span_join(p->t[-1].span, p->t->span));
}
