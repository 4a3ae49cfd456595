// MIR: the program over places, with explicit temporaries, calls and cleanup scopes, still
// structured (branches, loops and scopes are regions). Lowering makes it from the checked tree; the
// ownership check reads it; counting makes every retain, release and error exit explicit; the C
// emitter prints it without deciding anything.
//
// Order of evaluation is explicit: of the operands of one expression at most one may panic or have
// effects, and then nothing that it could change is read by another (lowering spills the earlier
// ones to temporaries, left to right; `&&`, `||` and `?:` have an order of their own). So C's
// unspecified order never matters. A SET whose value has effects has a place that a call cannot
// move: a local, a global, or a field of `this`-like locals.
//
// Ownership of values: an expression is either *borrowed* (reads of places) or *owned* (`owned` is
// set: results of calls, NEW, literals of counted types, COPY; string literals and null are both).
// SOME, PAYLOAD, INTERFACE and CONVERT pass on what their operand is. Lowering says what is read
// and what is made; only counting inserts COPY, MOVE and RELEASE. A parameter local is borrowed
// (but for those that a constructor takes: call.takes, and `borrowed` of the local is not set),
// any other local of counted type is owned: by its scope, or if it is a temporary by its source
// statement (MirStmt.ends).
//
// Shape: the blocks of functions, branches, loops, try bodies and catches that come from a block of
// the source hold one MIR_SCOPE, whose braces are those of the block. Blocks that lowering makes
// for `&&`, `??` and the like hold none.
#ifndef SEAM_MIR_MIR_H
#define SEAM_MIR_MIR_H

#include "syntax/tree.h"
#include "types/builtin.h"
#include "types/symbol.h"

typedef struct MirExpr MirExpr;
typedef struct MirStmt MirStmt;
typedef VEC(MirStmt *) MirBlock;
typedef VEC(MirExpr *) MirExprs;

// ---- expressions ----
typedef enum MirExprKind {
    // constants
    MIR_INT,        // u.integer, of the expression's type (also char, enum, Duration)
    MIR_FLOAT,      // u.number
    MIR_BOOL,       // u.integer
    MIR_STRING,     // u.string: an immortal literal
    MIR_BYTES_TEXT, // u.string: initial content of a `b""` literal (owned)
    MIR_NULL,       // of an option or pointer type
    MIR_CSTRING,    // u.string: a C string constant
    MIR_ZERO,       // all fields zero: `z.z_stream {}`
    MIR_C_NAME,   // u.symbol: a C global, a constant kept by name, or a typed macro value (through
                  // the shim)
    MIR_FUNCTION, // u.symbol: address of a function
    MIR_SELF, // u.symbol: the function value of that lambda's code, this function's own or one of
              // its circle, with this function's environment; borrowed
    // places (reads are borrowed)
    MIR_LOCAL,   // u.local
    MIR_GLOBAL,  // u.symbol; its initialisation is checked unless `unchecked` (constants, stores)
    MIR_FIELD,   // u.field: of a struct value, a class object, a C record; `base` decides
    MIR_ELEMENT, // u.element: T[], bytes, CArray, or p[i] of a C pointer
    MIR_DEREF,   // u.operand: p.value of a C pointer
    MIR_PAYLOAD, // u.operand: the value inside an option or UNSURE; panics on null unless
                 // `unchecked`
    MIR_PART,    // u.part: a field of a variant's payload; only where the tag was tested. Enum
                 // values change as a whole, so that a part is as lasting as its base
    MIR_MAP_KEY, // u.entry: of the entry at which a LOOP over a map or set is
    MIR_MAP_VALUE,
    MIR_PENDING, // the error under way in a pad, a counted SeamObject *: only counting makes it,
                 // around defers that may throw
    // operations
    MIR_UNARY,  // u.unary: TOKEN_MINUS TOKEN_BANG TOKEN_TILDE
    MIR_BINARY, // u.binary: arithmetic, bits, comparison of numbers, bools, pointers, enums, `<` of
                // strings too;
                // TOKEN_SAME TOKEN_NOT_SAME: identity of references and interface values
    MIR_EQUAL,  // u.binary: structural equality by type (strings, arrays, maps, structs, options);
                // `<`: its order
    MIR_AND,    // u.binary: short circuit, both sides free of statements
    MIR_OR,
    MIR_SELECT,   // u.select: cond ? then : otherwise, free of statements
    MIR_CONVERT,  // u.convert
    MIR_IS_NULL,  // u.operand
    MIR_SOME,     // u.operand: T -> T?
    MIR_LENGTH,   // u.operand: of string, bytes, array, map, set
    MIR_TAG,      // u.operand: which variant an enum value is, as an i64 to compare: the index, or
                  // the value of a C-like one
    MIR_IS_CLASS, // u.is_class: an error or interface value against a class, another interface, or
                  // a
                  // struct or enum that implements one
    MIR_ADDRESS, // u.operand: &place, a C pointer; as receiver of a struct's mutating method of the
                 // struct's type
    MIR_DATA,    // u.operand: data pointer of string (const), bytes, array, CArray, lent to C
    MIR_CSTR,    // u.operand: string -> CString; checks for an inner NUL unless `unchecked`
    // makers; each is the whole value of a LET, SET, RETURN, THROW or EVAL (never nested, so that
    // cleanups see them). But COPY and MOVE stand where something is consumed: also below SOME,
    // INTERFACE, STRUCT, VARIANT, ARRAY, MAP; a STRUCT or VARIANT of an uncounted type, and a
    // VARIANT without a payload, stand anywhere; and so does a CALL that is `light`: it cannot
    // throw, gives a number, bool or pointer, and needs no clean-up.
    MIR_CALL,   // u.call
    MIR_NEW,    // u.object: a class instance, fields zeroed; the constructor is called by lowering
    MIR_STRUCT, // u.aggregate: a struct, tuple or range value, all fields in order; nested operands
                // are consumed
    MIR_VARIANT,  // u.variant: a value of an enum with payloads; `items` are its payload
    MIR_ARRAY,    // u.aggregate: an array literal
    MIR_MAP,      // u.aggregate: keys and values alternate
    MIR_CLOSURE,  // u.closure: a function value that captures; the items become its environment's
                  // fields: consumed, or if it is on the stack borrowed, and then it is the value
                  // of a LET alone
    MIR_TEMPLATE, // u.template_: the finished string
    MIR_COPY,     // u.operand: retain and yield (counting only)
    MIR_MOVE, // u.operand: a local given away at its last use (counting and `move x`): no retain,
              // no later release
    MIR_INTERFACE, // u.operand: class reference -> interface value {object, table}; stands
                   // anywhere, like SOME
} MirExprKind;

typedef enum MirCallKind {
    MIR_CALL_FUNCTION,  // symbol
    MIR_CALL_INTERFACE, // args[0] is the interface value, symbol the interface's method
    MIR_CALL_VALUE,     // args[0] is the function value
    MIR_CALL_BUILTIN,   // builtin: the runtime function of its row, args[0] the receiver if it has
                        // one
    MIR_CALL_C,         // symbol: a C function, static inline function or macro
    MIR_CALL_C_POINTER, // args[0] is a C function pointer
    MIR_CALL_PRINT,     // print/console.log: args are the values
    MIR_CALL_PRINT_ERROR,
    MIR_CALL_PANIC,        // args[0] a string
    MIR_CALL_ASSERT,       // args[0] cond (args[1] message); text: the source of the condition
    MIR_CALL_CHECK_LENGTH, // args: length, unit, bytes of the buffer
    MIR_CALL_FINALIZE,     // the user's finalize of a class, from its drop function
    MIR_CALL_APPEND,       // args[0] a place of type string, lengthened in place by args[1]
    MIR_CALL_WEAK_OF,      // args[0]: T?; gives a weak T
    MIR_CALL_WEAK_GET,     // args[0]: weak T; gives a T?
    MIR_CALL_CLOSURE, // args[0] a function value, symbol the callback that takes it: a C function
                      // pointer. Light; one that is not kept stands in the arguments of a call
                      // into C, and so does one with a BOX as args[1], where it has the `slot`
    MIR_CALL_BOX,     // args: function values, or ZERO: user data that callbacks find them by.
                      // One that is not kept is light and stands in the arguments of a call into C
    MIR_CALL_UNBOX,   // args[0]: user data; gives the function value in the `slot`
    MIR_CALL_UNBOXER, // the C function that ends a BOX
    MIR_CALL_CONSTRUCTED, // args[0] an object: its constructor completed, so its finalize may run
                          // from now on
} MirCallKind;

// Where control goes when a call throws, or with a LEAVE; counting fills it in.
typedef struct MirExit {
    MirBlock
        cleanup; // RELEASEs and inlined defers of this edge alone (temporaries of the statement)
    enum {
        MIR_TO_CALLER,
        MIR_TO_PAD,
        MIR_TO_CATCH,
        MIR_TO_NOTHING, // the cleanup ends with the RETURN that this is about
    } to;
    uint32_t target; // pad id or try id
} MirExit;

typedef struct MirTemplatePart {
    MirExpr *value;   // NULL: plain text
    const char *text; // literal text
    uint32_t len;
    const char *format; // after the colon; NULL
    bool by_name;       // of a C-like enum, whatever its `toString` says
} MirTemplatePart;

struct MirExpr {
    MirExprKind kind;
    bool owned;     // carries a count of its own
    bool unchecked; // proven: no bounds, overflow, range or NUL check (loop counters, constants)
    bool can_panic; // it, or something inside it, may
    bool effects;   // it, or something inside it, is a CALL that does something
    bool light;     // CALL: one that may stand in a tree
    const Type *type;
    Span span;
    union {
        int64_t integer; // bits
        double number;
        struct {
            const char *text;
            uint32_t len;
        } string;
        uint32_t local;
        struct {
            MirExpr *map; // the loop's, once more: that keeps the entry
            uint32_t loop_id;
        } entry;
        Symbol *symbol;
        MirExpr *operand;
        struct {
            MirExpr *base;
            uint32_t index; // into Nominal.fields, or of a tuple
        } field;
        struct {
            MirExpr *base;
            uint32_t variant;
            uint32_t index; // into Variant.fields
        } part;
        struct {
            MirExpr *base;
            MirExpr *index;
        } element;
        struct {
            TokenKind op;
            MirExpr *operand;
        } unary;
        struct {
            TokenKind op; // operand types are equal, except shifts
            MirExpr *left;
            MirExpr *right;
        } binary;
        struct {
            MirExpr *cond;
            MirExpr *then;
            MirExpr *otherwise;
        } select;
        struct {
            ConvertKind kind;
            MirExpr *operand;
        } convert;
        struct {
            MirExpr *operand;
            const Type *class_;
        } is_class;
        struct {
            MirCallKind kind;
            Symbol *symbol;
            BuiltinId builtin;
            MirExprs args; // receiver or `this` first; in parameter order; variadic ones after
            bool throws;
            bool calls_back; // C is passed a function: what that throws is looked for afterwards
            bool keeps;     // CLOSURE BOX: for ever, and not for the call that it is an argument of
            uint32_t slot;  // CLOSURE UNBOX: which of a BOX
            uint64_t takes; // by argument: constructors take over what they store
            bool fallible;  // its C function gives an error too, be it always NULL; is set where
                            // `throws` is
            MirExit *unwind;  // counting; NULL unless `throws`
            const char *text; // ASSERT
        } call;
        struct {
            Nominal *nominal;
        } object;
        struct {
            MirExprs items;
        } aggregate;
        struct {
            MirExprs items; // first: an aggregate too
            uint32_t index;
        } variant;
        struct {
            MirExprs items; // likewise
            Symbol *function;
            Nominal *env;
            bool on_stack;
        } closure;
        struct {
            MirTemplatePart *parts;
            uint32_t count;
        } template_;
    } u;
};

// ---- statements ----
typedef enum MirStmtKind {
    MIR_LET, // u.let: a local begins, with its value (NULL: uninitialised `let x: T`, definitely
             // assigned later)
    MIR_SET, // u.set: place = value; after counting the value is owned and the SET releases the old
             // one, last
    MIR_EVAL,     // u.expr: a call for its effect
    MIR_IF,       // u.if_
    MIR_LOOP,     // u.loop
    MIR_BREAK,    // u.loop_id
    MIR_CONTINUE, // u.loop_id
    MIR_SCOPE,    // u.scope: locals and defers end with it, in reverse order
    MIR_DEFER, // u.block: runs at the end of the enclosing scope on every path; gone after counting
    MIR_RETURN,      // u.expr or NULL
    MIR_THROW,       // u.throw_
    MIR_TRY,         // u.try_
    MIR_RELEASE,     // u.expr: a LOCAL, a GLOBAL (which is zeroed then), PENDING (counting only)
    MIR_LEAVE,       // u.leave: on to a pad, on the way of a return (counting only)
    MIR_UNREACHABLE, // after a call that does not return
} MirStmtKind;

typedef struct MirCatch {
    const Type *type; // class, or an interface that the error's class implements; NULL: any
    uint32_t local; // receives the error, owned by the body's scope: of `type`, or of the interface
                    // Error
    MirBlock body;
} MirCatch;

typedef struct MirPad { // a way out of a scope: cleanup, then on to `next`
    uint32_t id;
    MirBlock cleanup;
    MirExit next;
} MirPad;

struct MirStmt {
    MirStmtKind kind;
    bool ends; // the last of its source statement: temporaries made since the one before end here
               // (for counting)
    Span span;
    union {
        struct {
            uint32_t local;
            MirExpr *value;
            bool moves; // `move x`: its value is not used again, whatever its type
        } let;
        struct {
            MirExpr *place;
            MirExpr *value;
            bool init; // first store into a field or uninitialised local: nothing to release
        } set;
        MirExpr *expr;
        struct {
            MirExpr *cond;
            MirBlock then;
            MirBlock otherwise;
        } if_;
        struct {
            uint32_t id;
            Name label;
            MirExpr *cond; // pure; NULL: for ever
            MirExpr *map;  // not NULL: a turn for each entry (cond NULL, no step); panics when keys
                           // come or go meanwhile
            bool once;     // it never turns: every path leaves its body, a BREAK to behind it
            MirBlock step; // runs after the body and at `continue`
            MirBlock body;
        } loop;
        uint32_t loop_id;
        MirExit *leave;
        struct {
            MirBlock body;
            MirPad *pads; // counting; in the order of falling through: last registered first
            uint32_t pad_count;
        } scope;
        MirBlock block;
        struct {
            MirExpr *value; // owned: a class reference or a value of the interface Error
            bool again;     // it was on its way already: no new place in its trace
            MirExit *unwind;
        } throw_;
        struct {
            uint32_t id;
            MirBlock body;
            MirCatch *catches; // errors that none takes go on outwards through `rethrow`
            uint32_t catch_count;
            MirExit *rethrow;
        } try_;
    } u;
};

// ---- functions ----
typedef enum MirLocalKind { MIR_PARAM_LOCAL, MIR_USER_LOCAL, MIR_TEMP_LOCAL } MirLocalKind;

typedef struct MirLocal {
    MirLocalKind kind;
    Name name;          // NULL for temporaries
    const char *c_name; // unique in the function, no C keyword, no C name of the slice
    const Type *type;
    Symbol *symbol; // NULL for temporaries
    bool assigned;  // after its LET
    bool address_taken;
    bool borrowed;   // parameters that are not taken; and counting's borrowed temporaries
    bool by_address; // `this` of a struct's mutating method: the parameter is a pointer, reads and
                     // SETs go through it
    bool is_new;     // `this` of a constructor, which may store to readonly fields more than once
    bool on_stack;   // of a class: the object lies in the frame; RELEASE gives up what it holds
    bool is_env;     // the last parameter of a function value's code: comes as an object of any
                     // class, and is one of the type, or if that is a CVOIDPTR not looked at
    bool carried;    // a result or an error that waits for a deferred block: no scope gives it up,
                     // only a MOVE in the RETURN or THROW behind that, wherever it was stored to
    bool parted;     // `move x` gives it away before the end of its scope
    bool late;       // `zeroed`; where it is read it holds something, but that only the number of a
                     // way out tells (lower/ways.c)
    bool zeroed;     // counting: may be empty. LET without a value zeroes it, MOVE leaves it zero,
                     // RELEASE and the SET's release of the old value accept zero
} MirLocal;

typedef struct MirFunction {
    Symbol *symbol; // NULL: a module's initialiser
    const char *c_name;
    const char *title;     // what traces call it; "": the main file's code; NULL: nobody wrote it
    const char *signature; // Seam's signature, printed as a comment
    VEC(MirLocal) locals;  // parameters first (`this` is the first of a method)
    uint32_t param_count;
    const Type *result;
    const Type *throws; // NULL: cannot
    bool is_exported;
    bool is_callback; // C calls it: plain C signature, errors stopped at the boundary; it calls
                      // `callback_of`
    const Symbol *callback_of;
    const Type *callback_type; // a CFN
    const char *closure_text;  // a function value is one more parameter, the last: C's signature as
                               // the calling engine reads it; NULL: of others
    bool is_value;          // the code of a function value: may fail, and its last parameter is ..
    Nominal *env;           // .. the environment, of this class; NULL: nothing is captured
    const Symbol *value_of; // it calls that function; NULL: a lambda
    MirBlock body;
    uint32_t pad_count;
    bool has_error_pad;  // some pad is on the way of an error
    uint32_t loop_count; // ids of loops and tries are from 1
    uint32_t try_count;
    uint32_t temp_count; // temporaries are named t1, t2 ...
    Span span;
    struct { // for --rc-stats
        uint32_t copies;
        uint32_t releases;
        uint32_t moved;
    } stats;
} MirFunction;

// A module-level variable that lives in static storage (used by functions, or exported).
typedef struct MirGlobal {
    Symbol *symbol;
    MirFunction *init; // of imported files' lazy constants: runs at first use; NULL where main's
                       // init sets it, or constant
    MirExpr *constant; // a constant initialiser; NULL
} MirGlobal;

typedef struct MirModule {
    Module *module;
    VEC(MirFunction *) functions;
    VEC(MirGlobal) globals;
    VEC(Nominal *)
    nominals; // structs, classes, interfaces, enums declared here, in dependency order
    VEC(const Type *) types; // every type that needs a C declaration or a descriptor in this unit
    VEC(Symbol *) c_symbols; // every C name used: what the slice declares and the shim asserts
    MirFunction *main;      // top-level statements, or the call of main(args); one parameter, args:
                            // string[]; its result is the exit code or void. NULL in imported files
    bool main_returns_code; // `function main(): int`
} MirModule;

// ---- passes and printing ----
struct Program; // check/module.h
// needs: a checked module without errors -> makes: MIR without counting.
MirModule *mir_lower(struct Program *program, Module *module, Arena *arena);
// needs: MIR of mir_lower -> reports E05xx. Changes nothing.
void mir_check_ownership(struct Program *program, MirModule *m);
// needs: MIR of mir_lower -> marks the checks that can never fail as `unchecked`.
void mir_prove(MirModule *m, Arena *arena);
// needs: MIR of mir_lower -> makes every COPY, MOVE, RELEASE, exit and pad explicit; no DEFER is
// left.
void mir_count(struct Program *program, MirModule *m, Arena *arena);
// Stable text, one statement a line: golden tests read it. Works before and after counting.
void mir_dump(const MirModule *m, FILE *out);
// Our own check after each pass: shape and types, and after counting that every owned local is
// given up exactly once on every path. NULL, or what is wrong (a bug of ours, with the function's
// name).
const char *mir_verify(const MirModule *m, bool counted, Arena *arena);

#endif
