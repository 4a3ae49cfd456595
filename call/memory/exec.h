// Inside the engine: SEAM_CALL_EXEC in the environment, which names the only way to be tried to
// make memory executable.
#ifndef SEAM_CALL_EXEC_H
#define SEAM_CALL_EXEC_H

// `file`, `mprotect`, `memfd` or `none`; NULL: the system decides. Another word is reported on
// stderr, once, and is NULL.
const char *exec_wanted(void);

#endif
