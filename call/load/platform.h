// What each system's loader gives; one file a system implements it. Errors are the system's own
// words.
#ifndef SEAM_CALL_LOAD_PLATFORM_H
#define SEAM_CALL_LOAD_PLATFORM_H

#include <seam/call.h>

enum { LOAD_TEXT = 192 };

// `name` as the system takes it: a path, or a file's name that it searches for; NULL: the process
// itself. Opening what is open gives the same handle. NULL: `text` says why.
void *platform_open(const char *name, char text[LOAD_TEXT]);
void platform_close(void *handle);
// `version` may be NULL. NULL: there is none, or it has the address NULL; `text` says which.
void *platform_symbol(void *handle, const char *name, const char *version, char text[LOAD_TEXT]);
// The file of a library, as snprintf; 0: unknown.
size_t platform_path(void *handle, char *buffer, size_t size);
// Files that a bare name (`m`, `libm`) may mean, best first, until `visit` returns true; whether it
// did.
typedef bool LoadVisit(void *context, const char *file);
bool platform_find(const char *name, LoadVisit *visit, void *context);

#endif
