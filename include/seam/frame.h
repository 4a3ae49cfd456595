// What traces call a function that C calls `name`, wherever a rule can tell: the compiler writes
// down (SEAM_FRAMES) only what the rule does not say, and the runtime reads both.
//
//     greet                    greet
//     first_of_int             first          an instance of a generic function
//     Point__length            Point.length
//     Box_of_int__new          new Box
//     greet__lambda_2          a lambda in greet
//     lambda_1                 a lambda       of the file's own code, which is
//     _main                                   nameless
#ifndef SEAM_FRAME_H
#define SEAM_FRAME_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { SEAM_FRAME_TITLE = 800 };

// Up to `__` or the end; C compilers name parts and copies of a function `f.part.0`, `f.cold`.
static inline int seam_frame_part(const char *at) {
    int len = 0;
    while (at[len] && at[len] != '.' && !(len > 0 && at[len] == '_' && at[len + 1] == '_')) len++;
    return len;
}

// `name` is what stands behind its file's prefix. Gives the title's length; -1: the rule says
// nothing.
static inline int seam_frame_title(const char *name, char title[SEAM_FRAME_TITLE]) {
    const char *parts[4];
    int lens[4], count = 0, whole;
    for (const char *at = name;; at += whole + 2) {
        if (count == 4) return -1;
        whole = seam_frame_part(at);
        parts[count] = at;
        lens[count] = whole;
        for (int i = 1; i + 4 < whole && lens[count] == whole; i++)
            if (strncmp(at + i, "_of_", 4) == 0) lens[count] = i;
        if (whole == 0) return -1;
        count++;
        if (at[whole] != '_') break;
    }
    bool is_lambda = strncmp(parts[count - 1], "lambda_", 7) == 0;
    const char *in = is_lambda ? count > 1 ? "a lambda in " : "a lambda" : "";
    count -= is_lambda;
    if (count == 1 && !is_lambda && strcmp(name, "_main") == 0) return title[0] = 0;
    if (count > 2 || (count == 0 && !is_lambda)) return -1;
    if (count == 0) return snprintf(title, SEAM_FRAME_TITLE, "%s", in);
    if (count == 1) return snprintf(title, SEAM_FRAME_TITLE, "%s%.*s", in, lens[0], parts[0]);
    if (lens[1] == 3 && strncmp(parts[1], "new", 3) == 0)
        return snprintf(title, SEAM_FRAME_TITLE, "%snew %.*s", in, lens[0], parts[0]);
    return snprintf(title, SEAM_FRAME_TITLE, "%s%.*s.%.*s", in, lens[0], parts[0], lens[1],
                    parts[1]);
}

#endif
