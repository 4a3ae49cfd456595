// Standard input, and output without a newline.
#include <seam/system.h>

#include "core/program/output.h"
#include "core/text/string.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void seam_console_write(SeamStrRef text) {
    if (fwrite(text->data, 1, (size_t)text->len, stdout) != (size_t)text->len) output_flush();
}

void seam_console_write_error(SeamStrRef text) {
    SeamText t;
    seam_text_init(&t);
    seam_text_add_str(&t, text);
    output_error(&t);
}

void seam_console_flush(void) { output_flush(); }

// A question that was written before stands on the terminal when the answer is waited for.
static void before_reading(void) {
    if (isatty(STDIN_FILENO)) output_flush();
}

SeamStr seam_read_line(void) {
    int saved = errno;
    before_reading();
    char *line = NULL;
    size_t cap = 0;
    ssize_t len = getline(&line, &cap, stdin); // a closed or unreadable stdin has no lines
    SeamStr s = NULL;
    if (len >= 0) {
        if (len && line[len - 1] == '\n') len--;
        if (len && line[len - 1] == '\r') len--;
        s = seam_string_from_utf8(line, len);
    }
    free(line);
    errno = saved;
    return s;
}

static void read_all(SeamText *t) {
    int saved = errno;
    before_reading();
    char block[4096];
    size_t count;
    while ((count = fread(block, 1, sizeof block, stdin)) > 0)
        seam_text_add_chars(t, block, (int64_t)count);
    errno = saved;
}

SeamStr seam_read_all(void) {
    SeamText t;
    seam_text_init(&t);
    read_all(&t);
    SeamStr s = seam_string_from_utf8(t.data, t.len);
    seam_text_deinit(&t);
    return s;
}

SeamBytes seam_read_all_bytes(void) {
    SeamText t;
    seam_text_init(&t);
    read_all(&t);
    SeamBytes b = seam_bytes_new(t.data, t.len);
    seam_text_deinit(&t);
    return b;
}
