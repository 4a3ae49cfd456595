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
