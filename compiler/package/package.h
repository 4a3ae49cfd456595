// Packages: a folder with a seam.toml. Reads it, finds the package that a file belongs to, and
// loads the packages that it depends on, each once (docs/packages.md). Reports E0710-E0713.
#ifndef SEAM_PACKAGE_PACKAGE_H
#define SEAM_PACKAGE_PACKAGE_H

#include "base/session.h"

typedef struct Package Package;

typedef struct PackageFile { // named in seam.toml, or usual
    const char *path;        // as written, without `./`
    Span span;               // none: the usual one
} PackageFile;

typedef struct Dependency {
    const char *name; // of the package: what imports begin with
    Span span;
    const char *path; // folder, relative to the package
    Package *package; // NULL: could not be loaded
} Dependency;

struct Package {
    const char *dir;  // as messages show it; "." too
    const char *real; // absolute, without links: tells packages apart
    const char *name; // of letters, digits, `-` and `_`; "?" after an error
    const char *version;
    PackageFile main;         // "main.seam"
    VEC(PackageFile) exports; // files beside index.seam that others may import; no `.seam`
    VEC(Dependency) dependencies;
    Texts defines;          // of all its extern blocks
    Texts includes;         // absolute
    Texts links;            // names, or absolute paths
    int64_t test_timeout_s; // 0: not said
    bool loading;           // its dependencies are being loaded
};

typedef struct Packages {
    Session *session;
    Arena *arena;
    VEC(Package *) list;
    VEC(struct PackageFolder {
        Name dir;
        Package *package; // NULL: in none
    })
    folders;      // what package_of has found
    Texts files;  // every seam.toml that was read
    Texts absent; // every path where one would have been found first
} Packages;

extern const char package_file[];  // "seam.toml"
extern const char package_index[]; // "index": what an import of a folder means

void packages_init(Packages *p, Session *s, Arena *arena);
// The package that the files of a folder belong to: that of the nearest seam.toml upwards; with its
// dependencies. NULL: none.
Package *package_of(Packages *p, const char *dir);
// The nearest folder with a seam.toml from `dir` upwards, or NULL; *absent gets the places where
// none was, if it is given.
const char *package_find(Arena *arena, const char *dir, Texts *absent);
// A dependency by name, or the package itself; NULL: it has none of that name.
Package *package_named(Package *p, const char *name, bool *declared);
bool package_name_fits(const char *name);

#endif
