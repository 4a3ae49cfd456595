// Finds the installation from /proc/self/exe, so that a moved or copied tree works unchanged.
// Floor 5; used by build.c (runtime, headers), pipeline.c (helper) and the `explain` command
// (pages).
#include "driver/layout.h"

#include <limits.h>
#include <unistd.h>

#include "base/intern.h"

static uint64_t stamp_hash(const char *path, uint64_t seed) {
    FileStamp stamp;
    if (!io_stamp(path, &stamp)) return seed;
    uint64_t parts[3] = {stamp.size, (uint64_t)stamp.changed_ns, stamp.inode};
    return hash_bytes(parts, sizeof parts, seed);
}

void layout_find(Layout *layout, Arena *arena) {
    char exe[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    const char *path = len > 0 ? arena_text(arena, exe, (size_t)len) : "./bin/seam";
    const char *root = path_dir(arena, path_dir(arena, path));
    *layout = (Layout){
        .root = root,
        .runtime_lib = path_join(arena, root, "lib/seam/libseamrt.a"),
        .call_lib = path_join(arena, root, "lib/libseamcall.a"),
        .include_dir = path_join(arena, root, "include"),
        .helper = path_join(arena, root, "libexec/seam/seam-cimport"),
        .pages_dir = path_join(arena, root, "share/seam/errors"),
    };
    layout->build_id = stamp_hash(layout->runtime_lib, stamp_hash(path, 0));
    layout->build_id = stamp_hash(layout->call_lib, layout->build_id);
}
