// Making MIR: constructors that keep the invariants of mir.h (what an expression may panic on,
// whether it is owned, integer constants folded), and walks over what was made. Used by lowering
// and by counting.
#ifndef SEAM_MIR_BUILD_H
#define SEAM_MIR_BUILD_H

#include "mir/mir.h"

// ---- expressions ----
MirExpr *mir_expr(Arena *a, MirExprKind kind, const Type *type, Span span);
MirExpr *mir_int(Arena *a, const Type *type, int64_t value, Span span);
MirExpr *mir_bool(Arena *a, const TypeTable *t, bool value, Span span);
MirExpr *mir_string(Arena *a, const TypeTable *t, const char *text, uint32_t len, Span span);
MirExpr *mir_local(Arena *a, const MirFunction *f, uint32_t local, Span span);
MirExpr *mir_field(Arena *a, MirExpr *base, uint32_t index, const Type *type, Span span);
MirExpr *mir_part(Arena *a, MirExpr *base, uint32_t variant, uint32_t index, Span span);
MirExpr *mir_element(Arena *a, MirExpr *base, MirExpr *index, const Type *type, Span span);
// The kinds that have `u.operand` only: PAYLOAD SOME INTERFACE IS_NULL LENGTH TAG ADDRESS DATA CSTR
// DEREF COPY MOVE.
MirExpr *mir_of(Arena *a, MirExprKind kind, const Type *type, MirExpr *operand);
MirExpr *mir_unary(Arena *a, TokenKind op, const Type *type, MirExpr *operand, Span span);
// The slot of its table that a call by an interface takes.
uint32_t mir_called_slot(const MirExpr *call);
MirExpr *mir_copy(Arena *a, const MirExpr *e); // of the node; it shares the operands
// BINARY, EQUAL, AND, OR.
MirExpr *mir_binary(Arena *a, MirExprKind kind, TokenKind op, const Type *type, MirExpr *left,
                    MirExpr *right);
MirExpr *mir_not(Arena *a, MirExpr *condition);
MirExpr *mir_select(Arena *a, const Type *type, MirExpr *cond, MirExpr *then, MirExpr *otherwise);
MirExpr *mir_convert(Arena *a, ConvertKind kind, const Type *type, MirExpr *operand, Span span);
MirExpr *mir_call(Arena *a, MirCallKind kind, const Type *result, Span span);

// Does the callee take this argument over?
bool mir_takes(const MirExpr *call, uint32_t arg);
// Has to be the whole value of a statement (mir.h, "makers").
bool mir_is_maker(const MirExpr *e);
bool mir_is_place(const MirExpr *e);
bool mir_is_aggregate(const MirExpr *e); // made of u.aggregate.items, ..
bool mir_takes_items(const MirExpr *e);  // .. which it takes over
// Does a value consist of constants, and of readonly paths that begin with locals of which `test`
// holds? Nobody else can change what it gives.
typedef bool MirRootTest(const void *context, uint32_t local);
bool mir_is_fixed(const MirExpr *value, MirRootTest *test, const void *context);
// A constant that a static initialiser may hold.
bool mir_is_constant(const MirExpr *e);
// The local in which a place of struct fields and payloads lies; UINT32_MAX when it is behind a
// reference or pointer.
uint32_t mir_root(const MirExpr *e);

// A path is a read through fields, parts, payloads and items of arrays: what the last step of it is
// read from. NULL: it begins here.
MirExpr *mir_step(const MirExpr *e);

// ---- statements ----
MirStmt *mir_stmt(Arena *a, MirStmtKind kind, Span span);
MirStmt *mir_let(Arena *a, uint32_t local, MirExpr *value, Span span);
MirStmt *mir_set(Arena *a, MirExpr *place, MirExpr *value, Span span);
MirStmt *mir_release(Arena *a, MirExpr *place);
bool mir_leaves(const MirStmt *s); // control does not come to the statement after it
void mir_push(Arena *a, MirBlock *block, MirStmt *s);
void mir_insert(Arena *a, MirBlock *block, uint32_t at, MirStmt *s);

// ---- walks ----
typedef void MirVisit(void *context, MirExpr **slot);
typedef void MirVisitBlock(void *context, MirBlock *block);
// The direct operands of an expression, in order of evaluation.
void mir_each_operand(MirExpr *e, MirVisit *visit, void *context);
// The statement's own expressions, and the blocks inside it (not those of exits).
void mir_each_value(MirStmt *s, MirVisit *visit, void *context);
void mir_each_block(MirStmt *s, MirVisitBlock *visit, void *context);
// An error may come out of the statement itself, not out of the blocks in it.
bool mir_throws(MirStmt *s);
// How often an expression mentions a local.
uint32_t mir_mentions(const MirExpr *e, uint32_t local);
// A deep copy before counting. Loops and tries inside get new ids; with `renames` the locals that
// it declares become new ones, for each local has one declaration in a function.
MirBlock mir_clone(Arena *a, MirFunction *f, const MirBlock *block, bool renames);
// A C name that no local has: `base_2`, or a temporary's where base is NULL.
const char *mir_fresh_name(Arena *a, MirFunction *f, const char *base);

#endif
