// The entries of typed closures (closure_*.S), by convention and by the register that their context
// goes to.
#include "closure/closure.h"

#if defined(__x86_64__)
#define FIRST_MAP(X)               \
    X(seam_closure_typed_sysv64_0) \
    X(seam_closure_typed_sysv64_1) \
    X(seam_closure_typed_sysv64_2) \
    X(seam_closure_typed_sysv64_3) X(seam_closure_typed_sysv64_4) X(seam_closure_typed_sysv64_5)
#define SECOND_MAP(X)             \
    X(seam_closure_typed_win64_0) \
    X(seam_closure_typed_win64_1) X(seam_closure_typed_win64_2) X(seam_closure_typed_win64_3)
#elif defined(__aarch64__)
#define FIRST_MAP(X)                \
    X(seam_closure_typed_aapcs64_0) \
    X(seam_closure_typed_aapcs64_1) \
    X(seam_closure_typed_aapcs64_2) \
    X(seam_closure_typed_aapcs64_3) \
    X(seam_closure_typed_aapcs64_4) \
    X(seam_closure_typed_aapcs64_5) X(seam_closure_typed_aapcs64_6) X(seam_closure_typed_aapcs64_7)
#elif defined(__arm__)
#define FIRST_MAP(X)                \
    X(seam_closure_typed_aapcs32_0) \
    X(seam_closure_typed_aapcs32_1) X(seam_closure_typed_aapcs32_2) X(seam_closure_typed_aapcs32_3)
#endif
#if !defined(SECOND_MAP)
#define SECOND_MAP(X)
#endif

typedef struct TypedEntry {
    CallCode *any;
    CallCode *same; // looks at the thread; NULL: the general entry has to
} TypedEntry;

#if defined(__linux__) && !defined(__arm__)
#define DECLARE(name) CallCode name, name##_same;
#define ENTRY(name)   {name, name##_same},
#else
#define DECLARE(name) CallCode name;
#define ENTRY(name)   {name, NULL},
#endif
FIRST_MAP(DECLARE)
SECOND_MAP(DECLARE)
static const TypedEntry first[] = {FIRST_MAP(ENTRY)};
static const TypedEntry second[] = {SECOND_MAP(ENTRY){NULL, NULL}};

CallCode *closure_typed_entry(SeamAbi abi, unsigned gpr, bool same_thread) {
    if (!closure_entry(abi)) return NULL;
    bool is_second = abi == SEAM_ABI_WIN64;
    size_t count = is_second ? sizeof second / sizeof *second : sizeof first / sizeof *first;
    if (gpr >= count) return NULL;
    const TypedEntry *e = is_second ? &second[gpr] : &first[gpr];
    return same_thread ? e->same : e->any;
}
