// `seam call`: what the function is, then all that may run its library's code in a child, so that a
// crash of it is told as one.
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/call/call.h"

enum { EXIT_CRASHED = 3 };

typedef enum CallStage { STAGE_OURS, STAGE_LOADS, STAGE_CALLS, STAGE_PRINTS } CallStage;

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text), end_len = strlen(end);
    return len > end_len && strcmp(text + len - end_len, end) == 0;
}

static bool is_header(const char *operand) {
    return ends_with(operand, ".h") || ends_with(operand, ".hpp") || ends_with(operand, ".hh");
}

static bool find_function(CallCommand *k) {
    const Arguments *args = k->args;
    if (is_header(args->file)) return header_find(k, args->file, args->rest[0]);
    k->library_name = args->file;
    return signature_read(k, args->rest[0]);
}

// ---- in the child ----

static bool find_code(CallCommand *k) {
    SeamCallError error;
    if (seam_library_open(k->library_name, &k->library, &error) != SEAM_CALL_OK) {
        Diag *g =
            diag_error(call_diags(k), E0661, (Span){0}, "`%s` cannot be opened", k->library_name);
        diag_note(g, "%s", error.text);
        diag_help(g, "name it as the loader does (`libm.so.6`), bare (`m`), or by a path "
                     "(`./libm.so`); or name a header: `seam call math.h sqrt 2`");
        return false;
    }
    const char *name = k->function.linker_name;
    const char *at = strchr(name, '@'), *version = at ? at + 1 + (at[1] == '@') : NULL;
    const char *bare = at ? arena_text(k->arena, name, (size_t)(at - name)) : name;
    void *code;
    if (seam_library_symbol(k->library, bare, version, &code, &error) != SEAM_CALL_OK) {
        Diag *g =
            diag_error(call_diags(k), E0662, (Span){0}, "`%s` has no `%s`", k->library_name, name);
        diag_note(g, "%s", error.text);
        return false;
    }
    k->function.code = (void (*)(void))(uintptr_t)code;
    return true;
}

static bool call_it(CallCommand *k, volatile int *stage) {
    *stage = STAGE_LOADS;
    if (!find_code(k)) return false;
    *stage = STAGE_OURS;
    if (!arguments_make(k, (const char *const *)k->args->rest + 1, k->args->rest_count - 1))
        return false;
    const SeamSig *sig = arguments_sig(k);
    if (!sig) return false;
    const void **values = ARENA_ARRAY(k->arena, const void *, k->arguments.len + 1);
    for (uint32_t i = 0; i < k->arguments.len; i++) values[i] = k->arguments.items[i].value;
    *stage = STAGE_CALLS;
    errno = 0;
    seam_call(sig, k->function.code, k->result, values);
    k->error_number = errno;
    if (!arguments_kept_room(k)) return false;
    *stage = STAGE_PRINTS;
    print_call(k);
    *stage = STAGE_CALLS; // what it has printed or left to be run
    return true;
}

static _Noreturn void child(CallCommand *k, volatile int *stage) {
    bool ok = call_it(k, stage);
    print_diagnostics(k->build, k->args);
    if (fflush(stdout) != 0 && ok) {
        perror("seam: stdout");
        ok = false;
    }
    fflush(NULL);
    _exit(ok ? EXIT_OK : EXIT_SOURCE);
}

// ---- in the parent ----

static int report_crash(CallCommand *k, int number, CallStage stage) {
    if (stage == STAGE_OURS) {
        signal(number, SIG_DFL);
        raise(number);
    }
    static const char *const when[] = {[STAGE_OURS] = "",
                                       [STAGE_LOADS] = "while its library was loaded",
                                       [STAGE_CALLS] =
                                           "in the call, which was made with what the command "
                                           "line says",
                                       [STAGE_PRINTS] = "while its results were read"};
    const char *name = sigabbrev_np(number);
    Diag *g = diag_error(call_diags(k), E0667, (Span){0}, "`%s` crashed: SIG%s, %s",
                         k->function.name, name ? name : "?", strsignal(number));
    diag_note(g, "it was ended %s", when[stage]);
    if (stage == STAGE_PRINTS) diag_note(g, "a pointer to text that is none crashes so");
    diag_help(g, "compare the signature and the arguments with the function's documentation");
    print_diagnostics(k->build, k->args);
    return EXIT_CRASHED;
}

static int call_in_child(CallCommand *k) {
    volatile int *stage =
        mmap(NULL, sizeof *stage, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    fflush(NULL);
    pid_t self = getpid(), pid = stage == MAP_FAILED ? -1 : fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); // who ends `seam call` ends the function
        if (getppid() != self) _exit(EXIT_SOURCE);
        child(k, stage);
    }
    int status = 0;
    if (pid < 0) {
        fprintf(stderr, "seam: cannot start a process for the call: %s\n", strerror(errno));
        return EXIT_SOURCE;
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    return WIFSIGNALED(status) ? report_crash(k, WTERMSIG(status), (CallStage)*stage)
                               : WEXITSTATUS(status);
}

static int show_constant(CallCommand *k) {
    if (k->args->rest_count > 1) {
        diag_error(call_diags(k), E0665, (Span){0}, "`%s` is a constant, and takes no arguments",
                   k->constant->name->text);
        print_diagnostics(k->build, k->args);
        return EXIT_SOURCE;
    }
    print_constant(k, k->constant);
    if (fflush(stdout) == 0) return EXIT_OK;
    perror("seam: stdout");
    return EXIT_SOURCE;
}

int cli_call(Arguments *args) {
    if (args->rest_count == 0) {
        fprintf(stderr, "seam: the function is missing; see `seam help call`\n");
        return EXIT_USAGE;
    }
    Build b;
    BuildOptions options = build_options(args);
    if (!build_open(&b, &options)) return EXIT_SOURCE;
    build_front(&b);
    CallCommand k = {.args = args, .build = &b, .session = &b.pipeline.session, .arena = &b.arena};
    bool found = find_function(&k);
    if (!found) print_diagnostics(&b, args);
    int code = !found ? EXIT_SOURCE : k.constant ? show_constant(&k) : call_in_child(&k);
    build_close(&b);
    return code;
}
