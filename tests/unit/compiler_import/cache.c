// The interface cache: what is kept, when it is made anew, and what damage does to it.
// req: A1.2
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "world.h"

#include "import/c/ifc_read.h"
#include "import/checksum.h"

static const char *interface_path(World *w) {
    glob_t found;
    const char *pattern = path_join(&w->session.arena, w->cache, "c/*.ifc");
    if (glob(pattern, 0, NULL, &found) != 0) return NULL;
    const char *path = arena_text(&w->session.arena, found.gl_pathv[0], strlen(found.gl_pathv[0]));
    globfree(&found);
    return path;
}

static int64_t interface_time(World *w) {
    FileStamp stamp = {0};
    const char *path = interface_path(w);
    if (path) io_stamp(path, &stamp);
    return stamp.changed_ns;
}

static long value_of(World *w, const char *header, const char *name) {
    Symbol *symbol = world_symbol(w, world_import(w, header), name);
    return symbol && symbol->c ? (long)symbol->c->value.integer : -1;
}

TEST(an_interface_is_kept_and_used_again) {
    World w;
    world_open(&w);
    world_write(&w, "t.h", "#define VALUE 1\n");
    CHECK_EQ(value_of(&w, "t.h", "VALUE"), 1, "made");
    int64_t made = interface_time(&w);
    world_restart(&w);
    CHECK_EQ(value_of(&w, "t.h", "VALUE"), 1, "kept");
    CHECK(interface_time(&w) == made);
    world_close(&w);
}

TEST(a_header_that_changes_is_read_again) {
    World w;
    world_open(&w);
    world_write(&w, "inner.h", "#define VALUE 1\n");
    world_write(&w, "t.h", "#include \"inner.h\"\n");
    CHECK_EQ(value_of(&w, "t.h", "VALUE"), 1, "before");
    world_restart(&w);
    world_write(&w, "inner.h", "#define VALUE 2\n"); // of the same size
    CHECK_EQ(value_of(&w, "t.h", "VALUE"), 2, "after");
    world_close(&w);
}

TEST(a_header_that_is_only_touched_is_stamped_anew) {
    World w;
    world_open(&w);
    const char *path = world_write(&w, "t.h", "#define VALUE 1\n");
    value_of(&w, "t.h", "VALUE");
    struct utimbuf old = {1000000000, 1000000000};
    CHECK(utime(path, &old) == 0);
    Ifc ifc;
    FileStamp stamp;
    // The clock behind a file's times may still settle by a tick: then the next load stamps again.
    for (int load = 0; load < 20; load++) {
        if (load) usleep(5000);
        world_restart(&w);
        CHECK_EQ(value_of(&w, "t.h", "VALUE"), 1, NULL);
        CHECK(ifc_map(&ifc, interface_path(&w)));
        CHECK(io_stamp(path, &stamp));
        if (ifc.files[1].changed_ns == stamp.changed_ns) break;
    }
    CHECK_EQ(ifc.files[1].changed_ns, stamp.changed_ns, "stamp");
    world_close(&w);
}

TEST(a_header_that_comes_to_stand_before_another_is_seen) {
    World w;
    world_open(&w);
    world_write(&w, "second/x.h", "#define VALUE 2\n");
    world_write(&w, "first/other.h", "");
    const char *headers[] = {"x.h"}, *includes[] = {"first", "second"};
    CImportRequest request = {.headers = headers,
                              .header_count = 1,
                              .includes = includes,
                              .include_count = 2,
                              .base_dir = w.dir};
    CHECK_EQ(world_symbol(&w, cimport_load(&w.imports, &request), "VALUE")->c->value.integer, 2,
             "second");
    world_restart(&w);
    world_write(&w, "first/x.h", "#define VALUE 1\n");
    request.base_dir = w.dir;
    CHECK_EQ(world_symbol(&w, cimport_load(&w.imports, &request), "VALUE")->c->value.integer, 1,
             "first");
    world_close(&w);
}

TEST(a_header_that_is_removed_is_missed) {
    World w;
    world_open(&w);
    const char *path = world_write(&w, "t.h", "#define VALUE 1\n");
    value_of(&w, "t.h", "VALUE");
    remove(path);
    world_restart(&w);
    CHECK(world_import(&w, "./t.h") == NULL);
    CHECK_STR(world_errors(&w), "E0601", NULL);
    world_close(&w);
}

TEST(without_a_cache_folder_everything_works) {
    World w;
    world_open(&w);
    world_write(&w, "t.h", "#define VALUE 1\n");
    w.imports.paths.cache_dir = NULL;
    CHECK_EQ(value_of(&w, "t.h", "VALUE"), 1, NULL);
    CHECK(interface_path(&w) == NULL);
    CHECK_STR(world_errors(&w), "", NULL);
    world_close(&w);
}

TEST(a_cache_that_cannot_be_written_is_said_once) {
    World w;
    world_open(&w);
    world_write(&w, "cache", "a file where the folder should be");
    world_write(&w, "a.h", "#define VALUE 1\n");
    world_write(&w, "b.h", "#define VALUE 2\n");
    CHECK_EQ(value_of(&w, "a.h", "VALUE"), 1, "a.h");
    CHECK_EQ(value_of(&w, "b.h", "VALUE"), 2, "b.h");
    CHECK_STR(world_errors(&w), "E0606", NULL);
    world_close(&w);
}

// ---- damage ----

// An interface of the system's own with everything in it.
static FileText sample(World *w) {
    world_write(
        w, "t.h",
        "#include <stdio.h>\n#include <time.h>\nenum e { A, B }; struct s { enum e e; union { int u; }; };\n"
        "static inline struct s *f(struct s *x, ...) { return x; }\n#define M(x) x\n#define T \"text\"\n");
    CHECK(world_import(w, "t.h") != NULL);
    FileText file = {0};
    const char *path = interface_path(w);
    CHECK(path && io_read(&w->session.arena, path, &file));
    return file;
}

// Follows everything that an interface says, as its users do.
static void use(World *w, const char *name, const char *data, size_t size) {
    Ifc ifc;
    if (!ifc_read(&ifc, data, size)) return;
    for (uint32_t i = 0; i < ifc.symbols_count; i++)
        ifc_lookup(&ifc, ifc_text_at(&ifc, ifc.symbols[i].name));
    CHECK(io_write(name, data, size));
    world_restart(w);
    CImport *c = world_import(w, "t.h");
    for (uint32_t i = 0; c && i < ifc.symbols_count; i++)
        world_symbol(w, c, ifc_text_at(&ifc, ifc.symbols[i].name));
}

static void seal(char *data, size_t size) {
    IfcHeader header;
    memcpy(&header, data, sizeof header);
    header.checksum = checksum(data + sizeof header, size - sizeof header, IFC_VERSION);
    memcpy(data, &header, sizeof header);
}

TEST(a_damaged_interface_is_made_anew) {
    World w;
    world_open(&w);
    FileText good = sample(&w);
    const char *path = interface_path(&w);
    char *bad = malloc(good.len);
    for (size_t at = 0; at < good.len; at += 997) {
        memcpy(bad, good.text, good.len);
        bad[at] = (char)(bad[at] ^ 0x40);
        Ifc ifc;
        CHECK_EQ(ifc_read(&ifc, bad, good.len), false, "one bit");
    }
    for (size_t size = 0; size < good.len; size += 4093) {
        Ifc ifc;
        memcpy(bad, good.text, good.len);
        CHECK_EQ(ifc_read(&ifc, bad, size), false, "cut off");
    }
    CHECK(io_write(path, bad, good.len / 2));
    world_restart(&w);
    CHECK(world_symbol(&w, world_import(&w, "t.h"), "f") != NULL);
    FileText again;
    CHECK(io_read(&w.session.arena, interface_path(&w), &again) && again.len == good.len);
    free(bad);
    world_close(&w);
}

// Damage under a right checksum: the reader refuses it, or it is harmless. Run under ASan this is a
// fuzzer.
TEST(no_index_of_an_interface_leads_outside) {
    World w;
    world_open(&w);
    FileText file = sample(&w);
    size_t size = file.len;
    char *good = malloc(size), *bad = malloc(size);
    memcpy(good, file.text, size);
    char path[256];
    snprintf(path, sizeof path, "%s", interface_path(&w));
    uint64_t random = 88172645463325252u;
    for (int round = 0; round < 300; round++) {
        memcpy(bad, good, size);
        for (int flips = 0; flips < 4; flips++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            size_t at = sizeof(uint64_t) * 2 + random % (size - sizeof(uint64_t) * 2);
            bad[at] = (char)(random >> 32);
        }
        seal(bad, size);
        use(&w, path, bad, size);
    }
    free(good);
    free(bad);
    world_close(&w);
}
