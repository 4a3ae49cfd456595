// The forms of a diagnostic that programs read: one JSON object a line, and the short form of
// compilers. Columns are bytes from 1; a diagnostic without a place has the file "" and line 0.
#include "base/diag_render.h"

#include "base/text.h"

#include <string.h>

const char *diag_severity_text(Severity severity) {
    switch (severity) {
    case SEVERITY_ERROR: return "error";
    case SEVERITY_WARNING: return "warning";
    }
    unreachable("severity");
}

static void write_string(const char *text, FILE *out) {
    fputc('"', out);
    const char *end = text + strlen(text);
    for (Rune r; text < end; text += r.size) {
        r = rune_at(text, end);
        if (*text == '"' || *text == '\\') fprintf(out, "\\%c", *text);
        else if (*text == '\n') fputs("\\n", out);
        else if (r.code < 0x20) fprintf(out, "\\u%04x", r.code);
        else if (!r.valid) fputs("\\ufffd", out); // a path may hold any bytes, JSON may not
        else fwrite(text, 1, r.size, out);
    }
    fputc('"', out);
}

static void write_place(const Diags *d, Span span, FILE *out) {
    LineCol start = source_line_col(d->sources, span.source, span.start);
    LineCol end = source_line_col(d->sources, span.source, span.end);
    fputs("\"file\":", out);
    write_string(d->sources->list.items[span.source].path, out);
    fprintf(out, ",\"line\":%u,\"col\":%u,\"end_line\":%u,\"end_col\":%u", start.line, start.col,
            end.line, end.col);
}

static void write_list(const char *key, const char *const *items, uint32_t len, FILE *out) {
    fprintf(out, ",\"%s\":[", key);
    for (uint32_t i = 0; i < len; i++) {
        if (i > 0) fputc(',', out);
        write_string(items[i], out);
    }
    fputc(']', out);
}

void diag_render_json(const Diag *g, FILE *out) {
    fprintf(out, "{\"code\":\"%s\",\"severity\":\"%s\",\"message\":", diag_code_text(g->code),
            diag_severity_text(g->severity));
    write_string(g->message, out);
    fputc(',', out);
    write_place(g->bag, g->span, out);
    fputs(",\"labels\":[", out);
    for (uint32_t i = 0; i < g->labels.len; i++) {
        fputs(i > 0 ? ",{" : "{", out);
        write_place(g->bag, g->labels.items[i].span, out);
        fputs(",\"message\":", out);
        write_string(g->labels.items[i].text, out);
        fputc('}', out);
    }
    fputc(']', out);
    write_list("notes", g->notes.items, g->notes.len, out);
    write_list("help", g->help.items, g->help.len, out);
    fputs("}\n", out);
}

void diag_render_short(const Diag *g, FILE *out) {
    if (g->span.source != 0) {
        LineCol at = source_line_col(g->bag->sources, g->span.source, g->span.start);
        fprintf(out, "%s:%u:%u: ", g->bag->sources->list.items[g->span.source].path, at.line,
                at.col);
    }
    fprintf(out, "%s %s: %s\n", diag_severity_text(g->severity), diag_code_text(g->code),
            g->message);
}
