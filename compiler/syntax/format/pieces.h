// What the formatter works on: the tokens of a file as pieces of text, the comments between them,
// and groups, the bracket pairs that lie on one line or are broken over several. Private to this
// folder.
#ifndef SEAM_SYNTAX_FORMAT_PIECES_H
#define SEAM_SYNTAX_FORMAT_PIECES_H

#include "base/io.h"
#include "syntax/lex/lex.h"
#include "syntax/tree.h"

enum { LINE_MAX_COLUMNS = 100, INDENT = 2, NO_PIECE = UINT32_MAX };

// What the tree knows about a piece that its token does not say.
typedef enum Role {
    ROLE_PREFIX = 1 << 0,  // an operator that touches what follows: -x !x &x ++x
    ROLE_POSTFIX = 1 << 1, // one that touches what it follows: x? x! x++ T?
    ROLE_TYPE = 1 << 2,    // `<` and `>` around types
    ROLE_NAME = 1 << 3,    // a word that is a name here, whatever its kind
    ROLE_SPACED = 1 << 4,  // stands apart from what is before it, against the rule for its kind
    ROLE_GLUED = 1 << 5,   // the `;` that is the empty body of an `if` or a loop
    ROLE_HEAD = 1 << 6,    // in the parentheses of `if`, `while`, `for`: continues deeper
    ROLE_NO_SEP = 1 << 7,  // begins an item; nothing is needed to part it from the one before
    ROLE_OUTER = 1 << 8,   // `else`, `catch`, `finally`: never indented as a continuation
} Role;

// What may stand before a piece.
typedef enum Gap {
    GAP_JOIN,      // no line break, unless one belongs to an operator or a chain (print.c)
    GAP_KEEP_BASE, // a line break where the user has one, not indented further
    GAP_BODY,      // the same, indented: a body without braces
    GAP_LINE,      // always a line break: items of the file
    GAP_ITEM,      // of a group: a line break where the group is broken; else its separator
    GAP_CLOSE,     // before a group's closing bracket: likewise, without separator
} Gap;

typedef struct Comment {
    uint32_t start; // bytes of the source
    uint32_t end;
    uint8_t newlines; // before it, since the piece or comment before: 0, 1, 2 for more
    bool line;        // `//`, which ends its line; else a block comment
    bool multiline;
} Comment;

typedef struct Piece {
    uint32_t start; // bytes of the source; templates are one piece
    uint32_t end;
    uint32_t width;      // columns of its first line
    uint32_t last_width; // of its last one
    uint32_t line;       // of the source, from 0
    uint32_t comments;   // index of the first one before it
    uint32_t pair;       // the other bracket; NO_PIECE
    uint32_t group;      // which it opens, or whose gap (ITEM, CLOSE) is before it; 0: none
    uint32_t opens;      // group that it opens; 0: none
    uint16_t role;
    uint8_t kind; // TokenKind
    uint8_t gap;
    uint8_t newlines; // directly before it: 0, 1, 2 for more
    bool broke;       // a newline stands anywhere between it and the piece before
    bool after_space;
    bool multiline;
    bool dropped; // a separator: printed by the group, where it is needed
} Piece;

typedef enum GroupKind {
    GROUP_BLOCK, // items: a block, a body of members, arms
    GROUP_LIST,  // elements between commas
    GROUP_BODY,  // a body without braces: its first and last piece
} GroupKind;

typedef struct Group {
    GroupKind kind;
    uint32_t open; // piece
    uint32_t close;
    uint32_t hug;    // piece that opens the last element's own brackets, which break instead; 0
    char sep;        // between items on one line
    bool line_based; // is indented from its line, not from its statement
    bool rows;       // elements that the user put on one line stay there
    bool literal;    // array, struct or map
    bool solid;      // is not broken to save columns
    bool user_broken;
    bool broken; // print.c: decided
} Group;

typedef struct Layout {
    Session *session;
    Arena *arena;
    const char *text;
    uint32_t len;
    VEC(Piece) pieces; // the last one is TOKEN_END
    VEC(Comment) comments;
    VEC(Group) groups; // [0] is a dummy
} Layout;

// Behind the last comment before a piece.
static inline uint32_t comments_end(const Layout *l, uint32_t piece) {
    bool last = piece + 1 == l->pieces.len;
    return last ? l->comments.len : l->pieces.items[piece + 1].comments;
}

// ---- pieces.c ----
// needs: the tokens as the parser left them (of `>>` it may have taken a `>`) -> makes: pieces,
// comments.
void layout_pieces(Layout *l, const TokenList *tokens);
uint32_t text_columns(const char *text, const char *end);

// ---- mark.c ----
// needs: pieces; a tree without errors -> makes: roles, gaps, groups.
void layout_mark(Layout *l, Node *module);

// ---- space.c ----
bool space_between(const Layout *l, const Piece *before, const Piece *piece);
// Whether the user's line break between the two stays: around operators, before `.` in chains.
bool keeps_break(const Piece *before, const Piece *piece);

// ---- print.c ----
// needs: all of the above -> makes: the text.
FileText layout_print(Layout *l);

// ---- same.c ----
// Whether `b`, a tree of the same session, means what `a` means: all but places is compared.
bool same_tree(const Node *a, const Node *b);
// Whether two layouts have the same comments in the same order, but for white space.
bool same_comments(const Layout *a, const Layout *b);

#endif
