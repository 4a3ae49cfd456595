// Threads by number: see closure.h.
#include "closure/closure.h"

_Thread_local THREAD_MODEL uintptr_t seam_thread_number;

uintptr_t thread_number(void) {
    static uintptr_t last;
    if (!seam_thread_number) seam_thread_number = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
    return seam_thread_number;
}

int32_t thread_number_offset(void) {
    uintptr_t thread = 0;
#if defined(__x86_64__) && !defined(_WIN32)
    __asm__("movq %%fs:0, %0" : "=r"(thread)); // System V 3.4.6: its own address
#elif defined(__aarch64__)
    __asm__("mrs %0, tpidr_el0" : "=r"(thread));
#endif
    return (int32_t)((intptr_t)&seam_thread_number - (intptr_t)thread);
}
