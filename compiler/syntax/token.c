// What the token kinds are called, and the dump of `--emit=tokens`.
#include "syntax/token.h"

#include "base/text.h"
#include "syntax/lex/lex.h"

#include <assert.h>
#include <inttypes.h>

static const char *const texts[] = {
#define TOKEN(name, text)   [TOKEN_##name] = text,
#define KEYWORD(name, text) [TOKEN_KEY_##name] = text,
#include "token.def"
#undef TOKEN
#undef KEYWORD
};

const char *token_text(TokenKind kind) {
    assert(kind < TOKEN_KIND_COUNT);
    return texts[kind];
}

TokenKind token_operator_of(TokenKind assign) {
    static const TokenKind pairs[][2] = {
        {TOKEN_PLUS_ASSIGN, TOKEN_PLUS},
        {TOKEN_MINUS_ASSIGN, TOKEN_MINUS},
        {TOKEN_STAR_ASSIGN, TOKEN_STAR},
        {TOKEN_SLASH_ASSIGN, TOKEN_SLASH},
        {TOKEN_PERCENT_ASSIGN, TOKEN_PERCENT},
        {TOKEN_STAR_STAR_ASSIGN, TOKEN_STAR_STAR},
        {TOKEN_AMP_ASSIGN, TOKEN_AMP},
        {TOKEN_PIPE_ASSIGN, TOKEN_PIPE},
        {TOKEN_CARET_ASSIGN, TOKEN_CARET},
        {TOKEN_SHL_ASSIGN, TOKEN_SHL},
        {TOKEN_SHR_ASSIGN, TOKEN_SHR},
        {TOKEN_PLUS_WRAP_ASSIGN, TOKEN_PLUS_WRAP},
        {TOKEN_MINUS_WRAP_ASSIGN, TOKEN_MINUS_WRAP},
        {TOKEN_STAR_WRAP_ASSIGN, TOKEN_STAR_WRAP},
        {TOKEN_PLUS_SAT_ASSIGN, TOKEN_PLUS_SAT},
        {TOKEN_MINUS_SAT_ASSIGN, TOKEN_MINUS_SAT},
        {TOKEN_STAR_SAT_ASSIGN, TOKEN_STAR_SAT},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == assign) return pairs[i][1];
    return assign;
}

bool token_is_keyword(TokenKind kind) { return kind >= TOKEN_KEY_AS; }

static void print_value(const Token *t, FILE *out) {
    fputc(' ', out);
    if (t->kind == TOKEN_IDENT) fputs(t->u.name->text, out);
    else if (t->kind == TOKEN_INT) fprintf(out, "%" PRIu64, t->u.integer);
    else if (t->kind == TOKEN_CHAR) fprintf(out, "U+%04" PRIX64, t->u.integer);
    else if (t->kind == TOKEN_FLOAT) fprintf(out, "%.17g", t->u.number);
    else if (t->kind == TOKEN_DURATION) fprintf(out, "%" PRId64 "ns", t->u.ns);
    else text_write_quoted(t->u.string->text, t->u.string->len, out);
}

static bool has_value(TokenKind kind) {
    return (kind >= TOKEN_IDENT && kind <= TOKEN_BYTES) || kind == TOKEN_TEMPLATE_TEXT ||
           kind == TOKEN_TEMPLATE_FORMAT || kind == TOKEN_RAW_LINE;
}

void tokens_dump(Session *s, uint32_t source, FILE *out) {
    Arena arena;
    arena_init(&arena);
    TokenList list = lex_source(s, &arena, &arena, source);
    for (uint32_t i = 0; i < list.len; i++) {
        const Token *t = &list.items[i];
        LineCol at = source_line_col(&s->sources, source, t->span.start);
        fprintf(out, "%u:%u %s", at.line, at.col, token_text(t->kind));
        if (has_value(t->kind)) print_value(t, out);
        fputc('\n', out);
    }
    arena_deinit(&arena);
}
