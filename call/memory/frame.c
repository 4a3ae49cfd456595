// Frame descriptions (DWARF 5, 6.4.1; LSB Core 10.6.1 for .eh_frame).
#include "memory/frame.h"

#if !defined(_WIN32)
#include <dlfcn.h>
#include <stdatomic.h>
#include <string.h>

#include "memory/rules.h"

#if defined(RULES)

#if defined(__x86_64__)
enum { RETURN_ADDRESS = 16 };
#else
enum { RETURN_ADDRESS = 30 };
#endif
enum { WORD = 0x78 }; // -8, as sleb128
static const uint8_t rules[] = {RULES};

typedef struct FrameCie {
    uint32_t size; // of what follows
    uint32_t id;
    uint8_t version;
    uint8_t augmentation; // the empty text
    uint8_t code_align, data_align;
    uint8_t return_address;
    uint8_t padding[3]; // zeros are no instructions
} FrameCie;

typedef struct FrameFde {
    uint32_t size;
    uint32_t cie; // distance back to it, from here
    uint64_t begin, range;
    uint8_t rules[(sizeof rules + 7) & ~(size_t)7];
} FrameFde;

typedef struct Frames {
    FrameCie cie;
    FrameFde fde;
    uint32_t end;
} Frames;

_Static_assert(sizeof(Frames) <= sizeof(FrameTable), "frame.h");
_Static_assert(sizeof(FrameCie) == 16 && offsetof(FrameFde, rules) == 24, "as DWARF lays them");

static const FrameCie cie = {.size = sizeof(FrameCie) - 4,
                             .version = 1,
                             .code_align = 1,
                             .data_align = WORD,
                             .return_address = RETURN_ADDRESS};

// The unwinder is that of the compiler's run-time library, which may not be loaded yet; loading it
// is not for us, since whoever calls may be a constructor whose library is being loaded.
typedef void Register(void *table);
extern void __register_frame(void *table) __attribute__((weak));
extern void __unw_add_dynamic_fde(uintptr_t fde) __attribute__((weak)); // LLVM's
extern __typeof__(dlsym) dlsym __attribute__((weak));                   // not in a static program

static _Atomic(Register *) known;

void frame_begin(void) {
    if (frame_can_register()) return;
    Register *found = __register_frame;
    if (!found && dlsym) found = (Register *)(uintptr_t)dlsym(RTLD_DEFAULT, "__register_frame");
    atomic_store_explicit(&known, found, memory_order_release);
}

bool frame_can_register(void) { return atomic_load_explicit(&known, memory_order_acquire) != NULL; }

void frame_register(FrameTable *table, const void *code, size_t size) {
    Frames *t = (Frames *)(void *)table;
    *t = (Frames){.cie = cie,
                  .fde = {.size = sizeof(FrameFde) - 4,
                          .cie = sizeof(FrameCie) + 4,
                          .begin = (uint64_t)(uintptr_t)code,
                          .range = size}};
    memcpy(t->fde.rules, rules, sizeof rules);
    // LLVM's takes one description, the GNU compiler's a table that ends with a zero.
    Register *add = atomic_load_explicit(&known, memory_order_relaxed);
    add(__unw_add_dynamic_fde ? (void *)&t->fde : (void *)t);
}

#else
void frame_begin(void) {}
bool frame_can_register(void) { return false; }
void frame_register(FrameTable *table, const void *code, size_t size) {
    (void)table, (void)code, (void)size;
}
#endif
#endif
