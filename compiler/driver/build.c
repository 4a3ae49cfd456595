// Builds a program: units -> objects (cached by text, compiler and flags) -> one link (cached by
// its objects and libraries). Invariant: nothing appears under its final name before it is whole.
// Floor 5: above every pass, below the commands.
#include "driver/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "driver/link.h"
#include "driver/manifest.h"
#include "driver/report.h"
#include "driver/trim.h"

bool build_open(Build *b, const BuildOptions *options) {
    *b = (Build){.options = *options};
    arena_init(&b->arena);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    b->started_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    layout_find(&b->layout, &b->arena);
    if (cache_open(&b->cache, &b->arena)) return true;
    fprintf(stderr, "seam: no folder can be written for the cache; set SEAM_CACHE_DIR\n");
    return false;
}

void build_close(Build *b) {
    if (b->has_pipeline) pipeline_deinit(&b->pipeline);
    cache_close(&b->cache);
    arena_deinit(&b->arena);
}

// An object to be made, or one that is there already.
typedef struct Object {
    const Unit *unit;
    CacheKey key;
    const char *path;
    const char *source;  // kept C file beside the object
    const char *scratch; // the compiler's output until it is whole
    bool cached;
} Object;

static void add_import_flags(Arena *arena, const CImport *import, Words *words) {
    const CImportRequest *request = cimport_request(import);
    for (uint32_t i = 0; i < request->define_count; i++)
        VEC_PUSH(arena, words, arena_printf(arena, "-D%s", request->defines[i]));
    for (uint32_t i = 0; i < request->include_count; i++)
        VEC_PUSH(arena, words, arena_printf(arena, "-I%s", request->includes[i]));
}

static Words unit_words(Build *b, const Unit *unit) {
    Words words = {0};
    VEC_PUSH(&b->arena, &words, b->cc.path);
    cc_unit_flags(&b->cc, b->options.profile, b->layout.include_dir, &b->arena, &words);
    if (b->options.sites) VEC_PUSH(&b->arena, &words, "-DSEAM_LEAKS");
    if (unit->import) add_import_flags(&b->arena, unit->import, &words);
    else cc_line_flags(&b->arena, &words);
    return words;
}

static Object plan_object(Build *b, const Unit *unit) {
    Words words = unit_words(b, unit);
    CacheKey key = key_begin(b->layout.build_id);
    key_add(&key, &b->cc.id, sizeof b->cc.id);
    for (uint32_t i = 0; i < words.len; i++) key_add_text(&key, words.items[i]);
    if (unit->import) { // the text of a shim does not tell the bodies of what it wraps
        uint64_t content = cimport_content(unit->import);
        key_add_text(&key, cimport_key(unit->import));
        key_add(&key, &content, sizeof content);
    }
    key_add(&key, unit->c_text, unit->c_len);
    const char *path = cache_path(&b->cache, &b->arena, "obj", key, ".o");
    return (Object){
        .unit = unit,
        .key = key,
        .path = path,
        .source = cache_path(&b->cache, &b->arena, "obj", key, ".c"),
        .scratch = cache_scratch(&b->arena, path),
        .cached = cache_has(path),
    };
}

static const char *const *compile_argv(Build *b, const Object *object) {
    Words words = unit_words(b, object->unit);
    const char *const tail[] = {"-c", "-o", object->scratch, object->source, NULL};
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) VEC_PUSH(&b->arena, &words, tail[i]);
    return words.items;
}

static void print_command(const char *const *argv) {
    for (; *argv; argv++) fprintf(stderr, "%s%c", *argv, argv[1] ? ' ' : '\n');
}

static bool finish_object(Build *b, const Object *object, const Job *job) {
    if (job->exit_code == 0 && rename(object->scratch, object->path) == 0) return true;
    if (job->exit_code == 0) build_report_unwritable(b, object->path);
    else build_report_c_compiler(b, object->unit->name, object->source, job);
    unlink(object->scratch);
    return false;
}

static bool compile_objects(Build *b, Object *objects, uint32_t count) {
    Job *jobs = ARENA_ARRAY(&b->arena, Job, count);
    Object **of_job = ARENA_ARRAY(&b->arena, Object *, count);
    uint32_t job_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        Object *o = &objects[i];
        if (o->cached) continue;
        if (!io_write(o->source, o->unit->c_text, o->unit->c_len)) {
            build_report_unwritable(b, o->source);
            return false;
        }
        jobs[job_count].argv = compile_argv(b, o);
        if (b->options.verbose) print_command(jobs[job_count].argv);
        of_job[job_count++] = o;
    }
    jobs_run(&b->arena, jobs, job_count, 0);
    bool ok = true;
    for (uint32_t i = 0; i < job_count; i++) ok = finish_object(b, of_job[i], &jobs[i]) && ok;
    return ok;
}

static bool link_objects(Build *b, const Object *objects, uint32_t count) {
    Words paths = {0};
    for (uint32_t i = 0; i < count; i++) VEC_PUSH(&b->arena, &paths, objects[i].path);
    Words libraries = {0};
    if (!link_libraries(b, &paths, &libraries)) return false;

    CacheKey key = key_begin(b->layout.build_id);
    for (uint32_t i = 0; i < count; i++) key_add(&key, &objects[i].key, sizeof objects[i].key);
    for (uint32_t i = 0; i < libraries.len; i++) key_add_text(&key, libraries.items[i]);
    for (uint32_t i = 0; i < b->library_files.len; i++) {
        FileStamp stamp;
        io_stamp(b->library_files.items[i], &stamp);
        key_add(&key, &stamp, sizeof stamp);
    }
    b->program = cache_path(&b->cache, &b->arena, "bin", key, "");
    if (cache_has(b->program)) return true;

    const char *scratch = cache_scratch(&b->arena, b->program);
    Words words = {0};
    VEC_PUSH(&b->arena, &words, b->cc.path);
    cc_link_flags(&b->cc, &b->arena, &words);
    VEC_PUSH(&b->arena, &words, "-o");
    VEC_PUSH(&b->arena, &words, scratch);
    for (uint32_t i = 0; i < paths.len; i++) VEC_PUSH(&b->arena, &words, paths.items[i]);
    VEC_PUSH(&b->arena, &words, b->layout.runtime_lib);
    VEC_PUSH(&b->arena, &words, b->layout.call_lib); // of which most programs use nothing
    for (uint32_t i = 0; i < libraries.len; i++) VEC_PUSH(&b->arena, &words, libraries.items[i]);
    const char *const last[] = {"-lm", "-pthread", NULL};
    for (size_t i = 0; i < sizeof last / sizeof *last; i++) VEC_PUSH(&b->arena, &words, last[i]);
    if (b->options.verbose) print_command(words.items);
    Job job = {.argv = words.items};
    jobs_run(&b->arena, &job, 1, 1);
    if (job.exit_code == 0 && rename(scratch, b->program) == 0) return true;
    if (job.exit_code == 0) build_report_unwritable(b, b->program);
    else build_report_linker(b, &job);
    unlink(scratch);
    return false;
}

void build_front(Build *b) {
    CImportPaths paths = {b->layout.helper, b->cache.temporary ? NULL : b->cache.dir};
    pipeline_init(&b->pipeline, paths);
    b->has_pipeline = true;
    if (b->cache.refused) build_report_cache(b);
}

bool build_program(Build *b) {
    if (!b->has_pipeline) build_front(b);
    Diags *diags = &b->pipeline.session.diags;
    const Root main = {.path = b->options.path, .kind = ROOT_PROGRAM};
    const Root *roots = b->options.path ? &main : b->options.roots;
    uint32_t root_count = b->options.path ? 1 : b->options.root_count;
    b->pipeline.makes_tests = !b->options.path;
    if (!pipeline_run(&b->pipeline, roots, root_count, STAGE_C)) return false;
    if (!cc_find(&b->cc, &b->arena, diags)) return false;

    uint32_t count = b->pipeline.units.len;
    Object *objects = ARENA_ARRAY(&b->arena, Object, count);
    for (uint32_t i = 0; i < count; i++) objects[i] = plan_object(b, &b->pipeline.units.items[i]);
    if (!compile_objects(b, objects, count) || !link_objects(b, objects, count)) return false;
    manifest_write(b);
    cache_trim(&b->cache, &b->arena);
    return diags->errors == 0;
}
