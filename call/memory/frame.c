// Frame descriptions (DWARF 5, 6.4.1; LSB Core 10.6.1 for .eh_frame): the canonical frame address
// is 16 bytes above the frame pointer, below which the return address and the caller's frame
// pointer are.
#include "memory/frame.h"

#if !defined(_WIN32)
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) || defined(__aarch64__)

enum { CFA_DEF = 0x0c, CFA_OFFSET = 0x80, CFA_NOP = 0, FRAME_SIZE = 16 };
#if defined(__x86_64__)
enum { FRAME_POINTER = 6, RETURN_ADDRESS = 16 };
#else
enum { FRAME_POINTER = 29, RETURN_ADDRESS = 30 };
#endif
enum { WORD = 0x78 }; // -8, as sleb128

typedef struct FrameCie {
    uint32_t size; // of what follows
    uint32_t id;
    uint8_t version;
    uint8_t augmentation; // the empty text
    uint8_t code_align, data_align;
    uint8_t return_address;
    uint8_t def_cfa[3];
    uint8_t return_at[2], frame_pointer_at[2];
    uint8_t padding[4];
} FrameCie;

typedef struct FrameFde {
    uint32_t size;
    uint32_t cie; // distance back to it, from here
    uint64_t begin, range;
    uint8_t padding[8];
} FrameFde;

typedef struct FrameTable {
    FrameCie cie;
    FrameFde fde;
    uint32_t end;
} FrameTable;

_Static_assert(sizeof(FrameCie) == 24 && sizeof(FrameFde) == 32, "as DWARF lays them");

static const FrameCie cie = {.size = sizeof(FrameCie) - 4,
                             .version = 1,
                             .code_align = 1,
                             .data_align = WORD,
                             .return_address = RETURN_ADDRESS,
                             .def_cfa = {CFA_DEF, FRAME_POINTER, FRAME_SIZE},
                             .return_at = {CFA_OFFSET | RETURN_ADDRESS, 1},
                             .frame_pointer_at = {CFA_OFFSET | FRAME_POINTER, 2}};

// The unwinder is that of the compiler's run-time library. A process without C++ may load it later:
// then it is the same one that is loaded here.
typedef void Register(void *table);
extern void __register_frame(void *table) __attribute__((weak));
extern void __unw_add_dynamic_fde(uintptr_t fde) __attribute__((weak)); // LLVM's
extern __typeof__(dlopen) dlopen __attribute__((weak));
extern __typeof__(dlsym) dlsym __attribute__((weak));

static Register *find_register(void) {
    if (__register_frame) return __register_frame;
    if (!dlopen || !dlsym) return NULL; // a static program
    void *unwinder = dlopen("libgcc_s.so.1", RTLD_LAZY | RTLD_LOCAL);
    void *found = unwinder ? dlsym(unwinder, "__register_frame") : NULL;
    return (Register *)(uintptr_t)found;
}

static _Atomic(Register *) found_register;
static _Atomic(bool) has_looked;

void frame_begin(void) {
    if (atomic_load_explicit(&has_looked, memory_order_acquire)) return;
    atomic_store_explicit(&found_register, find_register(), memory_order_relaxed);
    atomic_store_explicit(&has_looked, true, memory_order_release);
}

void frame_register(const void *code, size_t size) {
    frame_begin();
    Register *add = atomic_load_explicit(&found_register, memory_order_relaxed);
    FrameTable *table = add ? calloc(1, sizeof *table) : NULL; // the unwinder keeps it
    if (!table) return;
    table->cie = cie;
    table->fde.size = sizeof(FrameFde) - 4;
    table->fde.cie = sizeof(FrameCie) + 4;
    table->fde.begin = (uint64_t)(uintptr_t)code;
    table->fde.range = size;
    // LLVM's takes one description, the GNU compiler's a table that ends with a zero.
    add(__unw_add_dynamic_fde ? (void *)&table->fde : (void *)table);
}

#else
void frame_begin(void) {}
void frame_register(const void *code, size_t size) { (void)code, (void)size; }
#endif
#endif
