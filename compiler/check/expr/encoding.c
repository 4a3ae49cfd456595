// Names of encodings (`data.toString("hex")`): what is written as a literal is known here already.
#include <string.h>

#include "check/expr/expr.h"

// As runtime/core/text/encoding.c has them, with what else they are called.
static const struct {
    const char *name;
    const char *other;
} encodings[] = {
    {"utf8", "utf-8"},           {"hex", "base16"},    {"base64", "base-64"},
    {"base64url", "base64-url"}, {"latin1", "binary"}, {"ascii", "us-ascii"},
    {"utf16le", "utf-16le"},
};
enum { ENCODINGS = sizeof encodings / sizeof *encodings };

static bool is_text(const Node *n, const char *text) {
    return n->u.string.len == strlen(text) && memcmp(n->u.string.text, text, strlen(text)) == 0;
}

void encoding_check(Checker *c, const Node *name) {
    if (name->kind != NODE_STRING) return;
    Nearest near;
    nearest_init(&near, name->u.string.text);
    for (uint32_t i = 0; i < ENCODINGS; i++) {
        if (is_text(name, encodings[i].name)) return;
        nearest_offer(&near, encodings[i].name);
    }
    Diag *g = diag_error(&c->session->diags, E0280, name->span, "there is no encoding `%s`",
                         name->u.string.text);
    const char *meant = near.best;
    for (uint32_t i = 0; i < ENCODINGS; i++)
        if (is_text(name, encodings[i].other)) meant = encodings[i].name;
    if (meant) diag_help(g, "write `\"%s\"`", meant);
    else diag_note(g, "there are utf8, hex, base64, base64url, latin1, ascii and utf16le");
}
