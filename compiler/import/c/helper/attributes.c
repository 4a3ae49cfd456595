// Attributes of functions. libclang exposes few of them, but clang prints all when it prints a
// declaration: so the declaration is printed (only if it has attributes at all) and its
// `__attribute__((..))` parts are read. What clang would drop (malloc(dealloc), access) parse.c
// has made annotations of.
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "import/c/helper/helper.h"

static const char *after_bracket(const char *at) { // `at` is at `(`: behind its `)`
    int depth = 0;
    for (bool quoted = false; *at; at++) {
        if (*at == '\\' && at[1]) at++;
        else if (*at == '"') quoted = !quoted;
        else if (!quoted && *at == '(') depth++;
        else if (!quoted && *at == ')' && --depth == 0) return at + 1;
    }
    return at;
}

static bool is_attribute(const char *name, size_t len, const char *wanted) {
    return strlen(wanted) == len && memcmp(name, wanted, len) == 0;
}

// `(1, 2)` -> bits 0 and 1; nothing: all.
static void read_nonnull(Attributes *a, const char *args) {
    if (*args != '(' || args[1] == ')') {
        a->nonnull_all = true;
        return;
    }
    for (const char *p = args + 1; isdigit((unsigned char)*p);) {
        char *end;
        unsigned long index = strtoul(p, &end, 10);
        if (index >= 1 && index <= 64) a->nonnull |= (uint64_t)1 << (index - 1);
        p = end + strspn(end, ", ");
    }
}

// `(printf, 1, 2)` -> 1.
static void read_format(Attributes *a, const char *args) {
    if (strncmp(args, "(printf,", 8) == 0 || strncmp(args, "(gnu_printf,", 12) == 0)
        a->format_param = (uint32_t)strtoul(strchr(args, ',') + 1, NULL, 10);
}

static void read_attribute(Attributes *a, const char *name, size_t len, const char *args) {
    if (is_attribute(name, len, "noreturn")) a->noreturn = true;
    else if (is_attribute(name, len, "returns_nonnull")) a->returns_nonnull = true;
    else if (is_attribute(name, len, "returns_twice")) a->returns_twice = true;
    else if (is_attribute(name, len, "nonnull")) read_nonnull(a, args);
    else if (is_attribute(name, len, "format")) read_format(a, args);
}

// `name(args), name` up to the brackets' end.
static void read_list(Attributes *a, const char *at, const char *end) {
    while (at < end) {
        if (!isalpha((unsigned char)*at) && *at != '_') {
            at++;
            continue;
        }
        const char *name = at;
        while (isalnum((unsigned char)*at) || *at == '_') at++;
        read_attribute(a, name, (size_t)(at - name), at);
        if (*at == '(') at = after_bracket(at);
    }
}

// Attributes inside of the parameter list are the parameters' own.
static void read_printed(Attributes *a, const char *text) {
    static const char start[] = "__attribute__((";
    for (const char *at = text; *at;) {
        if (strncmp(at, start, sizeof start - 1) == 0) {
            const char *list = at + sizeof start - 2;
            const char *end = after_bracket(list);
            read_list(a, list + 1, end - 1);
            at = end;
        } else {
            at = *at == '(' ? after_bracket(at) : at + 1;
        }
    }
}

typedef struct AttributeWalk {
    Helper *h;
    bool any;
    const char *facts;
} AttributeWalk;

static enum CXChildVisitResult visit_attribute(CXCursor child, CXCursor parent, CXClientData data) {
    (void)parent;
    AttributeWalk *w = data;
    enum CXCursorKind kind = clang_getCursorKind(child);
    if (clang_isAttribute(kind)) w->any = true;
    if (kind != CXCursor_AnnotateAttr) return CXChildVisit_Continue;
    const char *text = take_chars(w->h, clang_getCursorSpelling(child));
    if (strncmp(text, "seam.", 5) == 0)
        w->facts = arena_printf(w->h->arena, "%s%s%s", w->facts, *w->facts ? " " : "", text + 5);
    return CXChildVisit_Continue;
}

Attributes attributes_of(Helper *h, CXCursor function) {
    AttributeWalk walk = {.h = h, .facts = ""};
    clang_visitChildren(function, visit_attribute, &walk);
    Attributes a = {.facts = walk.facts};
    const char *type = take_chars(h, clang_getTypeSpelling(clang_getCursorType(function)));
    a.noreturn = strstr(type, "__attribute__((noreturn))") != NULL;
    if (!walk.any) return a;
    CXPrintingPolicy policy = clang_getCursorPrintingPolicy(function);
    clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_TerseOutput, 1);
    read_printed(&a, take_chars(h, clang_getCursorPrettyPrinted(function, policy)));
    clang_PrintingPolicy_dispose(policy);
    return a;
}
