// MIR made by hand: one function over locals of type string, whose statements the tests write down.
#ifndef SEAM_TESTS_COMPILER_MIR_MAKE_H
#define SEAM_TESTS_COMPILER_MIR_MAKE_H

#include "check/module.h"
#include "mir/build.h"

typedef struct Make {
    Session session;
    Program program; // its types alone
    Arena *arena;
    const Type *string;
    MirModule module;
    MirFunction function;
    Symbol *callee; // throws; gives a string
} Make;

void make_open(Make *m);
void make_close(Make *m);

uint32_t make_local(Make *m, const char *name, const Type *type);
MirExpr *make_read(Make *m, uint32_t local);
MirExpr *make_text(Make *m); // a new string: an owned maker
MirExpr *make_call(Make *m); // ... of a call that throws
MirExpr *make_of(Make *m, MirExprKind kind, MirExpr *operand);
MirExpr *make_true(Make *m);

// Statements; those with blocks take them as NULL-terminated lists.
MirStmt *make_let(Make *m, uint32_t local, MirExpr *value);
MirStmt *make_set(Make *m, uint32_t local, MirExpr *value, bool init);
MirStmt *make_release(Make *m, uint32_t local);
MirStmt *make_return(Make *m, MirExpr *value);
MirStmt *make_if(Make *m, MirBlock then, MirBlock otherwise);
MirStmt *make_loop(Make *m, MirBlock body);
MirStmt *make_jump(Make *m, MirStmtKind kind);
MirStmt *make_scope(Make *m, MirBlock body);
MirStmt *make_defer(Make *m, MirBlock body);
MirStmt *make_use(Make *m, uint32_t local); // prints it
MirStmt *make_ends(MirStmt *s);             // ends its source statement
MirBlock make_block(Make *m, MirStmt *const statements[]);
#define BLOCK(m, ...) make_block((m), (MirStmt *const[]){__VA_ARGS__, NULL})
#define NOTHING       ((MirBlock){0})

void make_body(Make *m, MirBlock body);           // in one scope
const char *make_verified(Make *m, bool counted); // what mir_verify says; "" for nothing
const char *make_counted(Make *m); // counts, verifies, and gives the dump, or the mistake

#endif
