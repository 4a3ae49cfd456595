// Looks symbols of libm up by name, 20 million times: through the engine's cache, or by dlsym.
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <seam/call.h>

static const char *const names[] = {"sqrt",  "cos",    "pow",  "floor",
                                    "hypot", "lround", "cbrt", "erfc"};

int main(int argc, char **argv) {
    SeamLibrary *library = NULL;
    SeamCallError error;
    if (argc < 2 || seam_library_open("libm.so.6", &library, &error) != SEAM_CALL_OK) return 1;
    void *plain = dlopen("libm.so.6", RTLD_NOW);
    int cached = strcmp(argv[1], "seam") == 0, found = 0;
    for (int i = 0; i < 20000000; i++) {
        void *code = NULL;
        const char *name = names[i & 7];
        if (cached) seam_library_symbol(library, name, NULL, &code, NULL);
        else code = dlsym(plain, name);
        found += code != NULL;
    }
    printf("%d\n", found);
    return 0;
}
