// A system that refuses executable memory, for the tests of a child of fork.
#ifndef TESTS_UNIT_REFUSE_H
#define TESTS_UNIT_REFUSE_H

#if defined(__linux__)
#include <sys/syscall.h>
#endif
#if defined(__linux__)
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#if defined(SYS_mmap)
enum { MMAP_NUMBER = SYS_mmap };
#else
enum { MMAP_NUMBER = SYS_mmap2 }; // ARM
#endif

#define LOAD(field)  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, what)
// Skips so many lines unless the loaded word is (BPF_JEQ), or has (BPF_JSET), the number.
#define UNLESS(test, number, skipped) BPF_JUMP(BPF_JMP | test | BPF_K, number, 0, skipped)

static inline bool install(struct sock_filter *lines, size_t count) {
    struct sock_fprog program = {(unsigned short)count, lines};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

// mprotect with PROT_EXEC is refused, and nothing else.
static inline bool refuse_sealing(void) {
    struct sock_filter lines[] = {
        LOAD(nr),
        UNLESS(BPF_JEQ, SYS_mprotect, 3),
        LOAD(args[2]),
        UNLESS(BPF_JSET, PROT_EXEC, 1),
        RETURN(SECCOMP_RET_ERRNO | EACCES),
        RETURN(SECCOMP_RET_ALLOW),
    };
    return install(lines, sizeof lines / sizeof lines[0]);
}

// As SELinux without execmem: mprotect and mmap with PROT_EXEC, and memfd_create, are refused.
static inline bool refuse_code(void) {
    struct sock_filter lines[] = {
        LOAD(nr),
        UNLESS(BPF_JEQ, SYS_memfd_create, 1),
        RETURN(SECCOMP_RET_ERRNO | EACCES),
        UNLESS(BPF_JEQ, SYS_mprotect, 1),
        BPF_STMT(BPF_JMP | BPF_JA, 3), // to the third argument
        UNLESS(BPF_JEQ, MMAP_NUMBER, 1),
        BPF_STMT(BPF_JMP | BPF_JA, 1), // likewise
        RETURN(SECCOMP_RET_ALLOW),
        LOAD(args[2]),
        UNLESS(BPF_JSET, PROT_EXEC, 1),
        RETURN(SECCOMP_RET_ERRNO | EACCES),
        RETURN(SECCOMP_RET_ALLOW),
    };
    return install(lines, sizeof lines / sizeof lines[0]);
}
#endif
#endif
