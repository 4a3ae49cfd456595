// `seam test`: makes one program of all tests and starts it once for each. What is printed comes in
// the order of the files, whichever test ends first.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"
#include "driver/target.h"
#include "driver/testrun.h"

enum { TIMEOUT_S = 60, EXIT_INTERRUPTED = 130 };

typedef struct Report {
    Arguments *args;
    Build *build;
    TestRun *runs;
    uint32_t count;
    double timeout_s;
    uint32_t number; // of results so far
    uint32_t passed;
    uint32_t failed;
    uint32_t skipped;
} Report;

// ---- which ----

static bool is_test_file(const char *operand) {
    size_t len = strlen(operand), end = strlen("_test.seam");
    return len >= end && strcmp(operand + len - end, "_test.seam") == 0;
}

static bool is_file(const char *operand) {
    size_t len = strlen(operand);
    return len > 5 && strcmp(operand + len - 5, ".seam") == 0;
}

static int report_no_tests(Session *s, const Package *package) {
    Diag *g =
        diag_error(&s->diags, E0719, (Span){0}, "the package `%s` has no tests", package->name);
    diag_help(g, "write functions marked `@test` in a file called `name_test.seam`");
    return EXIT_SOURCE;
}

static int add_package(Arguments *args, Build *b, const char *operand, Roots *roots) {
    args->file = operand;
    Package *package;
    int code = find_package(args, b, &package);
    if (code != EXIT_OK) return code;
    uint32_t before = roots->len;
    target_tests(&b->pipeline.program.packages, package, roots);
    return roots->len == before ? report_no_tests(&b->pipeline.session, package) : EXIT_OK;
}

// Operands are files, folders, or words that names have to have.
static int find_roots(Arguments *args, Build *b, Roots *roots, Texts *filters) {
    bool named = false;
    for (uint32_t i = 0; i < args->operands.len; i++) {
        const char *operand = args->operands.items[i];
        int code = EXIT_OK;
        if (is_test_file(operand)) {
            VEC_PUSH(&b->arena, roots, ((Root){.path = operand, .kind = ROOT_MODULE}));
        } else if (is_file(operand)) {
            fprintf(stderr,
                    "seam: `%s` holds no tests: those stand in files called name_test.seam\n",
                    operand);
            return EXIT_USAGE;
        } else if (target_folder(operand)) {
            code = add_package(args, b, operand, roots);
        } else {
            VEC_PUSH(&b->arena, filters, operand);
            continue;
        }
        named = true;
        if (code != EXIT_OK) return code;
    }
    return named ? EXIT_OK : add_package(args, b, NULL, roots);
}

// ---- names ----

static const TestCase *test_of(const Report *r, const TestRun *run) {
    return &r->build->pipeline.program.tests.items[run->index];
}

static const char *name_of(const Report *r, const TestRun *run) {
    const TestCase *t = test_of(r, run);
    return arena_printf(&r->build->arena, "%s: %s", t->module->path, t->title);
}

static bool is_wanted(const char *name, const Texts *filters) {
    for (uint32_t i = 0; i < filters->len; i++)
        if (strstr(name, filters->items[i])) return true;
    return filters->len == 0;
}

static void choose(Report *r, const Texts *filters) {
    uint32_t all = r->build->pipeline.program.tests.len;
    r->runs = ARENA_ARRAY(&r->build->arena, TestRun, all + 1);
    for (uint32_t i = 0; i < all; i++) {
        TestRun run = {.index = i, .panics = r->build->pipeline.program.tests.items[i].panics};
        if (is_wanted(name_of(r, &run), filters)) r->runs[r->count++] = run;
    }
}

// ---- results ----

static void print_indented(const char *text, size_t len, const char *indent) {
    for (const char *end = text + len; text < end;) {
        const char *line = memchr(text, '\n', (size_t)(end - text));
        size_t size = line ? (size_t)(line - text) : (size_t)(end - text);
        printf("%s%.*s\n", indent, (int)size, text);
        text += size + (line != NULL);
    }
}

static void print_pretty(const Report *r, const TestRun *run) {
    bool colour = isatty(STDOUT_FILENO), ok = run->outcome == TEST_PASSED;
    const char *word = ok ? "ok    " : run->outcome == TEST_NOT_RUN ? "-     " : "FAILED";
    const char *paint = !colour ? "" : ok ? "\033[32m" : "\033[31m";
    printf("%s%s%s %s", paint, word, colour ? "\033[0m" : "", name_of(r, run));
    if (run->outcome == TEST_NOT_RUN) printf(" (not run)\n");
    else if (ok) printf(" (%.0f ms)\n", run->seconds * 1000);
    else
        printf(" (%.0f ms): %s\n", run->seconds * 1000,
               test_reason(&r->build->arena, run, r->timeout_s));
    if (!ok) print_indented(run->output.text, run->output.len, "       ");
}

static void print_tap(const Report *r, const TestRun *run) {
    bool ok = run->outcome == TEST_PASSED || run->outcome == TEST_NOT_RUN;
    printf("%s %u - ", ok ? "ok" : "not ok", r->number);
    for (const char *c = name_of(r, run); *c; c++) { // TAP 14: `#` begins a directive
        if (*c == '#' || *c == '\\') putchar('\\');
        putchar(*c == '\n' ? ' ' : *c);
    }
    printf("%s\n", run->outcome == TEST_NOT_RUN ? " # SKIP not run" : "");
    if (run->outcome == TEST_NOT_RUN) return;
    printf("  ---\n  duration_ms: %.3f\n", run->seconds * 1000);
    if (!ok) {
        const TestCase *t = test_of(r, run);
        LineCol at = source_line_col(&r->build->pipeline.session.sources, t->function->span.source,
                                     t->function->span.start);
        printf("  message: ");
        const char *reason = test_reason(&r->build->arena, run, r->timeout_s);
        text_write_quoted(reason, (uint32_t)strlen(reason), stdout);
        printf("\n  at: \"%s:%u\"\n  output: |\n", t->module->path, at.line);
        print_indented(run->output.text, run->output.len, "    ");
    }
    printf("  ...\n");
}

static void print_json_text(const char *key, const char *text, size_t len) {
    printf(",\"%s\":\"", key);
    for (const char *end = text + len; text < end;) {
        Rune rune = rune_at(text, end);
        if (!rune.valid) fputs("\\ufffd", stdout);
        else if (rune.code < 0x20) printf("\\u%04x", rune.code);
        else printf("%s%.*s", *text == '"' || *text == '\\' ? "\\" : "", (int)rune.size, text);
        text += rune.size;
    }
    putchar('"');
}

static void print_json(const Report *r, const TestRun *run) {
    static const char *const outcomes[] = {[TEST_NOT_RUN] = "skipped",
                                           [TEST_PASSED] = "passed",
                                           [TEST_FAILED] = "failed",
                                           [TEST_TIMEOUT] = "timeout",
                                           [TEST_NOISY] = "failed"};
    const TestCase *t = test_of(r, run);
    LineCol at = source_line_col(&r->build->pipeline.session.sources, t->function->span.source,
                                 t->function->span.start);
    printf("{\"outcome\":\"%s\"", outcomes[run->outcome]);
    print_json_text("file", t->module->path, strlen(t->module->path));
    printf(",\"line\":%u", at.line);
    print_json_text("title", t->title, strlen(t->title));
    printf(",\"ms\":%.3f", run->seconds * 1000);
    if (run->outcome > TEST_PASSED) {
        const char *reason = test_reason(&r->build->arena, run, r->timeout_s);
        print_json_text("reason", reason, strlen(reason));
    }
    print_json_text("output", run->output.text ? run->output.text : "", run->output.len);
    puts("}");
}

static void ended(void *context, const TestRun *run) {
    Report *r = context;
    r->number++;
    r->passed += run->outcome == TEST_PASSED;
    r->skipped += run->outcome == TEST_NOT_RUN;
    r->failed += run->outcome > TEST_PASSED;
    switch (r->args->test_format) {
    case TESTS_PRETTY: print_pretty(r, run); break;
    case TESTS_TAP: print_tap(r, run); break;
    case TESTS_JSON: print_json(r, run); break;
    }
    fflush(stdout);
}

// ---- the run ----

static void print_end(const Report *r, bool whole) {
    if (r->args->test_format == TESTS_TAP) {
        if (!whole) puts("Bail out! interrupted");
    } else if (r->args->test_format == TESTS_JSON) {
        printf("{\"passed\":%u,\"failed\":%u,\"skipped\":%u,\"interrupted\":%s}\n", r->passed,
               r->failed, r->skipped, whole ? "false" : "true");
    } else {
        printf("%u passed, %u failed", r->passed, r->failed);
        if (r->skipped) printf(", %u not run", r->skipped);
        puts(whole ? "" : ", interrupted");
    }
}

static int run_tests(Report *r) {
    const Package *package = r->build->pipeline.main->package;
    bool says = package && package->test_timeout_s;
    r->timeout_s = r->args->timeout_s > 0 ? r->args->timeout_s
                   : says                 ? (double)package->test_timeout_s
                                          : TIMEOUT_S;
    TestOptions options = {r->args->jobs, r->timeout_s, r->args->fail_fast, ended, r};
    if (r->args->test_format == TESTS_TAP) printf("TAP version 14\n1..%u\n", r->count);
    bool whole = tests_run(&r->build->arena, r->build->program, r->runs, r->count, &options);
    print_end(r, whole);
    return !whole ? EXIT_INTERRUPTED : r->failed ? EXIT_SOURCE : EXIT_OK;
}

static int list_tests(const Report *r) {
    for (uint32_t i = 0; i < r->count; i++) puts(name_of(r, &r->runs[i]));
    return EXIT_OK;
}

// Compiles; *r has the tests that are wanted then.
static int prepare(Report *r, Texts *filters) {
    Build *b = r->build;
    Roots roots = {0};
    int code = find_roots(r->args, b, &roots, filters);
    if (code != EXIT_OK) return code;
    b->options.roots = roots.items;
    b->options.root_count = roots.len;
    bool ok = r->args->list ? pipeline_run(&b->pipeline, roots.items, roots.len, STAGE_TYPES)
                            : build_program(b);
    if (ok) choose(r, filters);
    return ok ? EXIT_OK : EXIT_SOURCE;
}

static int run_or_list(Report *r, const Texts *filters) {
    if (r->count == 0) {
        fprintf(stderr, "seam: no test %s\n",
                filters->len ? "has that in its name" : "is marked `@test`");
        return EXIT_SOURCE;
    }
    return r->args->list ? list_tests(r) : run_tests(r);
}

int cli_test(Arguments *args) {
    Build b;
    BuildOptions options = build_options(args);
    options.path = NULL;
    options.sites = true;
    if (!build_open(&b, &options)) return EXIT_SOURCE;
    build_front(&b);
    Report r = {.args = args, .build = &b};
    Texts filters = {0};
    int code = prepare(&r, &filters);
    print_diagnostics(&b, args);
    if (code == EXIT_OK) code = run_or_list(&r, &filters);
    build_close(&b);
    return code;
}
