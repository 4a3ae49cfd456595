// LoadLibrary and its kin. Built where Windows is the host. A bare name `z` or `libz` means z.dll
// or libz.dll; where they are searched is Windows' own rule, without the current folder.
#include "load/platform.h"

#if defined(_WIN32)
#include <stdio.h>
#include <string.h>

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

static void note_error(char text[LOAD_TEXT], const char *name) {
    DWORD code = GetLastError();
    char why[LOAD_TEXT - 32];
    DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
    DWORD len = FormatMessageA(flags, NULL, code, 0, why, sizeof why, NULL);
    while (len && (why[len - 1] == '\n' || why[len - 1] == '\r' || why[len - 1] == '.'))
        why[--len] = 0;
    snprintf(text, LOAD_TEXT, "%.40s: %s", name, len ? why : "cannot be opened");
}

void *platform_open(const char *name, char text[LOAD_TEXT]) {
    HMODULE module = NULL;
    DWORD flags = LOAD_LIBRARY_SEARCH_DEFAULT_DIRS;
    if (name && strpbrk(name, "/\\")) flags = LOAD_WITH_ALTERED_SEARCH_PATH;
    if (name) module = LoadLibraryExA(name, NULL, flags);
    else if (!GetModuleHandleExA(0, NULL, &module)) module = NULL;
    if (!module) note_error(text, name ? name : "this program");
    return (void *)module;
}

void platform_close(void *handle) { FreeLibrary((HMODULE)handle); }

void *platform_symbol(void *handle, const char *name, const char *version, char text[LOAD_TEXT]) {
    if (version) {
        snprintf(text, LOAD_TEXT, "%.80s: this system's loader knows no versions", name);
        return NULL;
    }
    void *address = (void *)(uintptr_t)GetProcAddress((HMODULE)handle, name);
    if (!address) note_error(text, name);
    return address;
}

size_t platform_path(void *handle, char *buffer, size_t size) {
    char path[MAX_PATH];
    DWORD len = GetModuleFileNameA((HMODULE)handle, path, sizeof path);
    return len ? (size_t)snprintf(buffer, size, "%s", path) : 0;
}

bool platform_find(const char *name, LoadVisit *visit, void *context) {
    if (strpbrk(name, "/\\.")) return false; // no bare name
    char file[MAX_PATH];
    snprintf(file, sizeof file, "%s.dll", name);
    if (visit(context, file)) return true;
    snprintf(file, sizeof file, "lib%s.dll", name);
    return strncmp(name, "lib", 3) != 0 && visit(context, file);
}
#endif
