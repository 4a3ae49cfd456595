// What a command works on: a file, or the package of a folder.
#ifndef SEAM_DRIVER_TARGET_H
#define SEAM_DRIVER_TARGET_H

#include "check/module.h"

typedef VEC(Root) Roots;

// The folder that `operand` names, a folder or NULL for the current one, as `package_of` takes it;
// NULL: a file.
const char *target_folder(const char *operand);
// The main file of a package. NULL after a diagnostic (E0719).
const char *target_main(Packages *p, const Package *package);
// Every Seam file of a package, sorted, without those of packages inside of it and of hidden
// folders: main, index and exports, tests, the rest.
void target_files(Packages *p, const Package *package, Roots *out);
// Its `*_test.seam` files alone.
void target_tests(Packages *p, const Package *package, Roots *out);

#endif
