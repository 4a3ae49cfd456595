// `seam explain E0253`: prints the page of a diagnostic, from the installed docs/errors/.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static bool is_code(const char *text) {
    for (int i = 0; i < DIAG_COUNT; i++)
        if (strcmp(diag_code_text((DiagCode)i), text) == 0) return true;
    return false;
}

int cli_explain(Arguments *args) {
    char code[8] = {0};
    for (size_t i = 0; i < sizeof code - 1 && args->file[i]; i++)
        code[i] = (char)toupper((unsigned char)args->file[i]);
    if (!is_code(code)) {
        fprintf(stderr, "seam: there is no diagnostic `%s`; codes look like E0253\n", args->file);
        return EXIT_USAGE;
    }
    Layout layout;
    layout_find(&layout, args->arena);
    const char *path = arena_printf(args->arena, "%s/%s.md", layout.pages_dir, code);
    FileText page;
    if (!io_read(args->arena, path, &page)) {
        fprintf(stderr, "seam: the page of %s is not installed (%s)\n", code, path);
        return EXIT_SOURCE;
    }
    fwrite(page.text, 1, page.len, stdout);
    return EXIT_OK;
}
