// The tree: what the parser makes of one file, annotated in place by the checker.
// One node type with a union; the kind decides which member of `u` is live. The parser fills the
// fields above the line "// checker:" of each member, the checker those below it and `type`.
// The whole grammar of the language is here, also what the checker does not support yet (it says
// so, E08xx). Lives in the unit arena; children are never shared between parents, except default
// arguments, which every call that omits them points to.
#ifndef SEAM_SYNTAX_TREE_H
#define SEAM_SYNTAX_TREE_H

#include "base/session.h"
#include "syntax/token.h"

typedef struct Node Node;
typedef struct Type Type;     // types/type.h
typedef struct Symbol Symbol; // types/symbol.h
typedef struct Scope Scope;   // check/scope.h
typedef VEC(Node *) NodeList;
typedef VEC(Symbol *) SymbolList;

typedef enum NodeKind {
#define NODE(name, text) NODE_##name,
#include "node.def"
#undef NODE
    NODE_KIND_COUNT
} NodeKind;

const char *node_kind_text(NodeKind kind);

// Flags of declarations; one word serves all kinds.
typedef enum DeclFlags {
    DECL_EXPORT = 1 << 0,
    DECL_PRIVATE = 1 << 1,
    DECL_STATIC = 1 << 2,
    DECL_READONLY = 1 << 3,
    DECL_LET = 1 << 4, // a variable that may be assigned; else `const`
    DECL_GETTER = 1 << 5,
    DECL_SETTER = 1 << 6,
    DECL_CONSTRUCTOR = 1 << 7, // method `constructor`
    DECL_FINALIZE = 1 << 8,    // method `finalize`
    DECL_REST = 1 << 9,        // parameter `...rest`
    DECL_PROPERTY = 1 << 10,   // constructor parameter that declares a field
    DECL_SHARED = 1 << 11,     // `shared class`
    DECL_WEAK = 1 << 12,       // field `weak T`
    DECL_DECLARE = 1 << 13,    // `declare function`, or in a .d.seam file: no body here
    DECL_UNSAFE = 1 << 14,
} DeclFlags;

// `@name(arg, key: value)` before a declaration or parameter.
typedef struct Attribute {
    Name name;
    Span span;
    NodeList args; // NODE_ARG
} Attribute;
typedef VEC(Attribute) AttributeList;

// How one operand becomes another type; inserted by the checker as NODE_CONVERT, so that lowering
// decides nothing.
typedef enum ConvertKind {
    CONVERT_WIDEN,       // number to a wider number, lossless (also int -> float where exact)
    CONVERT_CHECKED,     // i32(x), int(f): panics where the value does not fit
    CONVERT_WRAP,        // i32.wrap(x)
    CONVERT_SATURATE,    // i32.saturate(x)
    CONVERT_TRY,         // i32.try(x): an option
    CONVERT_C_RANGE,     // C integer <-> Seam integer where the target type is known: range check,
                         // dropped where provable
    CONVERT_OPTION,      // T -> T?
    CONVERT_NARROW,      // T? -> T, known not null by flow: no check
    CONVERT_NULL_CHECK,  // C pointer of unknown nullness used as T: panics on null
    CONVERT_INTERFACE,   // class -> interface value
    CONVERT_DOWNCAST,    // interface value -> what it is, known by flow: no check
    CONVERT_WEAK_OF,     // T? -> weak T
    CONVERT_WEAK_GET,    // weak T, read -> T?
    CONVERT_CSTRING,     // string -> CString, for one call; panics on an inner NUL
    CONVERT_CSTRING_LEN, // the same where a length is paired: no NUL check
    CONVERT_BUFFER,      // bytes or T[] -> pointer to its data, for one call
    CONVERT_POINTER,     // pointer to pointer of the same representation: no code
    CONVERT_C_CALLBACK,  // function -> C function pointer
    CONVERT_FUNCTION,    // a function to a type of function that is called otherwise, or a method
                         // of a value: through a lambda that `adapter` is
    CONVERT_SAME,        // nothing: an operand that is checked already
    CONVERT_NEVER,       // an expression that does not return, where a value is wanted
} ConvertKind;

// How long C may call a captured function that it is given.
typedef enum CallbackLife {
    CALLBACK_EVER,
    CALLBACK_CALL,    // until the call returns
    CALLBACK_DESTROY, // until its destroy parameter runs
} CallbackLife;

// What a call turned out to be.
typedef enum CallKind {
    CALL_UNRESOLVED,
    CALL_FUNCTION,    // symbol: a Seam function or static method
    CALL_METHOD,      // symbol + receiver (class or struct)
    CALL_INTERFACE,   // symbol of the interface's method + receiver: through the table
    CALL_VALUE,       // a function value
    CALL_CONSTRUCTOR, // NODE_NEW
    CALL_VARIANT,     // symbol: makes a value of an enum with payloads
    CALL_BUILTIN,     // types/builtin.def, with or without a receiver
    CALL_C,           // a function, static inline function or macro of a header, or `extern "C"`
} CallKind;

// A buffer argument whose length is another argument (LANGUAGE 7.1 "Safe calls").
typedef struct LengthPair {
    uint32_t buffer; // index into the call's args
    uint32_t length; // likewise
    uint32_t unit;   // bytes that one unit of the length stands for
    bool by_pointer; // the length is passed as a pointer to an integer (in-out)
} LengthPair;

typedef enum LocalUse { // what the checker learns of a variable
    LOCAL_ASSIGNED = 1 << 0,
    LOCAL_CAPTURED = 1 << 1,
    LOCAL_ADDRESS_TAKEN = 1 << 2,
} LocalUse;

struct Node {
    NodeKind kind;
    Span span;
    const Type *type; // checker: of expressions, patterns and type nodes; NULL elsewhere
    union {
        struct { // NODE_MODULE: items are declarations and, in the main file, statements
            NodeList items;
            const char *doc;
        } module;

        // ---- declarations ----
        struct {             // NODE_IMPORT: also `export { a, b as c } from "./file"`
            NodeList names;  // NODE_IMPORT_NAME; empty with `*`
            Name namespace_; // `import * as m`; NULL otherwise
            Name path;       // "./file", "std:fs"
            Span path_span;
            uint32_t flags; // DECL_EXPORT: passes the names on, without names `*`
        } import_;
        struct { // NODE_IMPORT_NAME
            Name name;
            Name alias; // NULL: as it is
        } import_name;
        struct { // NODE_EXTERN_FROM: extern C|Python|wasm|wasi from ... as ... { directives }
            Name world;       // "C", "Python", "wasm", "wasi"
            NodeList sources; // NODE_STRING, or NODE_NAME/NODE_MEMBER for Python's dotted names
            Name alias;       // NULL: the world's default
            Span alias_span;
            NodeList directives; // NODE_DIRECTIVE
            Symbol *symbol;      // checker: the name space
        } extern_from;
        struct { // NODE_DIRECTIVE: define "A", "v"; include "./x"; link "foo"; note ...
            Name name;
            NodeList args;    // NODE_STRING
            const char *text; // of `note`: raw to the end of its line
            Span text_span;
        } directive;
        struct { // NODE_EXTERN_BLOCK: extern "C" function ...  or  extern "C" { ... }
            Name abi;
            NodeList items; // NODE_FUNCTION without body, NODE_STRUCT ...
        } extern_block;
        struct { // NODE_FUNCTION: functions, methods, constructors, accessors; also without a body
            Name name;
            Span name_span;
            NodeList type_params; // NODE_TYPE_PARAM
            NodeList params;      // NODE_PARAM
            Node *result;         // type node; NULL: none written
            Node *throws_type;    // type node after `throws`; NULL
            Node *body;           // NODE_BLOCK; NULL: declared only
            uint32_t flags;       // DeclFlags
            bool throws_written;  // `throws` alone
            AttributeList attributes;
            const char *doc;
            // checker:
            Symbol *symbol;
        } function;
        struct {           // NODE_PARAM: of functions and lambdas
            Node *pattern; // NODE_PATTERN_BIND or a destructuring pattern; NULL: unnamed in types,
                           // and C's `...`
            Node *type;    // NULL in lambdas that take it from the context
            Node *init;    // default value; NULL
            uint32_t flags;
            AttributeList attributes;
            // checker:
            Symbol *symbol;
            SymbolList reads; // parameters before it that `init` reads, as constants with their
                              // index; each call gives them its arguments
        } param;
        struct { // NODE_TYPE_PARAM
            Name name;
            NodeList bounds; // type nodes: `T extends A & B`
        } type_param;
        struct { // NODE_VAR: const/let; statement or top-level declaration
            Node *pattern;
            Node *type;
            Node *init; // NULL: `let x: T`
            uint32_t flags;
            AttributeList attributes;
            const char *doc;
        } var;
        struct { // NODE_ALIAS: type Row = ...
            Name name;
            Span name_span;
            NodeList type_params;
            Node *target;
            uint32_t flags;
            const char *doc;
            Symbol *symbol;
        } alias;
        struct { // NODE_STRUCT NODE_CLASS NODE_INTERFACE; NODE_UNION only inside extern
            Name name;
            Span name_span;
            NodeList type_params;
            NodeList implements; // type nodes; an interface's parents too
            NodeList members;    // NODE_FIELD, NODE_FUNCTION in source order
            uint32_t flags;
            bool is_extern;
            AttributeList attributes;
            const char *doc;
            Symbol *symbol;
        } record;
        struct { // NODE_FIELD
            Name name;
            Span name_span;
            Node *type; // NULL: from init
            Node *init; // NULL
            uint32_t flags;
            AttributeList attributes;
            const char *doc;
            Symbol *symbol;
        } field;
        struct { // NODE_ENUM
            Name name;
            Span name_span;
            NodeList type_params;
            Node *base;          // `: u8`; NULL
            NodeList implements; // type nodes
            NodeList variants;   // NODE_VARIANT
            NodeList members;    // methods
            uint32_t flags;
            bool is_extern;
            const char *doc;
            Symbol *symbol;
        } enum_;
        struct { // NODE_VARIANT
            Name name;
            NodeList params; // NODE_PARAM; empty
            Node *value;     // `= 5`; NULL
            Symbol *symbol;
        } variant;

        // ---- type expressions ----
        struct {           // NODE_TYPE_NAME: sqlite.sqlite3, Map<K, V>
            Node *path;    // NODE_NAME or NODE_MEMBER chain
            NodeList args; // type nodes; NODE_INT for CArray's length
        } type_name;
        struct { // NODE_TYPE_ARRAY NODE_TYPE_OPTION NODE_TYPE_READONLY NODE_TYPE_WEAK
                 // NODE_TYPE_CONST (CPtr<const T>)
            Node *elem;
        } type_of;
        struct { // NODE_TYPE_TUPLE
            NodeList items;
        } type_tuple;
        struct {             // NODE_TYPE_FUNCTION
            NodeList params; // NODE_PARAM
            Node *result;
            Node *throws_type;
            bool throws_written;
            bool nothrow;
        } type_function;

        // ---- statements ----
        struct { // NODE_BLOCK NODE_UNSAFE NODE_TASKS
            NodeList items;
        } block;
        struct { // NODE_EXPR_STMT NODE_DEFER (expression or block)
            Node *expr;
        } stmt;
        struct { // NODE_IF
            Node *cond;
            Node
                *then; // NODE_BLOCK, also where no braces are written; likewise the bodies of loops
            Node *otherwise; // block or NODE_IF; NULL
        } if_;
        struct {        // NODE_WHILE
            Name label; // NULL
            Node *cond;
            Node *body;
            bool has_break; // checker: something leaves it by `break`
        } while_;
        struct { // NODE_FOR: for (const pattern of iterable)
            Name label;
            Node *pattern;
            bool is_let;
            Node *iterable;
            Node *body;
            // checker: array, map, range, string...: lowering switches on the iterable's type
        } for_;
        struct { // NODE_TRY: the statement
            Node *body;
            NodeList catches; // NODE_CATCH
            Node *finally_;   // NULL
        } try_;
        struct {       // NODE_CATCH
            Name name; // NULL: `catch { }`
            Span name_span;
            Node *type; // NULL: any
            Node *body;
            Symbol *symbol; // checker
        } catch_;

        // ---- patterns ----
        struct { // NODE_PATTERN_BIND
            Name name;
            Symbol *symbol; // checker
        } bind;
        struct { // NODE_PATTERN_LITERAL (expression), NODE_PATTERN_PATH (dotted name)
            Node *expr;
            Symbol *symbol; // checker
        } pattern_expr;
        struct { // NODE_PATTERN_RANGE
            Node *from;
            Node *to;
        } pattern_range;
        struct { // NODE_PATTERN_OR; NODE_PATTERN_TUPLE, of arrays too, with a REST at the end
            NodeList items;
        } pattern_list;
        struct { // NODE_PATTERN_VARIANT: path(items); NODE_PATTERN_STRUCT: path { fields }, path
                 // may be NULL
            Node *path;
            NodeList items; // patterns, or NODE_PATTERN_FIELD
            Symbol *symbol;
        } pattern_variant;
        struct { // NODE_PATTERN_FIELD: { x } or { x: pattern }
            Name name;
            Node *pattern; // NULL: `{ x }` binds x
            Symbol *symbol;
        } pattern_field;

        // ---- expressions ----
        struct { // NODE_INT (also 'c'): the value before a context type is chosen
            uint64_t value;
            bool is_char;
            bool hex; // written 0x, 0b or 0o
        } int_;
        struct { // NODE_FLOAT
            double value;
        } float_;
        struct { // NODE_DURATION
            int64_t ns;
        } duration;
        struct { // NODE_STRING NODE_BYTES: decoded
            const char *text;
            uint32_t len;
        } string;
        bool boolean;       // NODE_BOOL
        struct {            // NODE_TEMPLATE: parts alternate as written
            NodeList parts; // NODE_STRING or NODE_TEMPLATE_VALUE
        } template_;
        struct { // NODE_TEMPLATE_VALUE: ${expr:format}
            Node *expr;
            const char *format; // NULL
        } template_value;
        struct { // NODE_NAME
            Name name;
            // checker:
            Symbol *symbol;
        } name;
        struct { // NODE_MEMBER: object.name, object?.name
            Node *object;
            Name name;
            Span name_span;
            bool optional;
            // checker:
            Symbol *symbol;    // field, getter, static member, constant, enum variant, C name; NULL
                               // with a builtin
            uint32_t builtin;  // BuiltinId of a property such as `length`; 0
            bool is_target;    // it is assigned: `symbol` is a setter, or a field
            bool is_computed;  // an accessor, or an interface's field: calls read and write it
            const Type *plain; // what it is before `?.` makes an option of it; NULL without `?.`
        } member;
        struct { // NODE_INDEX
            Node *object;
            Node *index; // NODE_ARRAY where several are written: a[i, k]
            bool optional;
            // checker:
            const Type *plain; // as of a member
        } index;
        struct { // NODE_CALL and NODE_NEW (callee is a type node there)
            Node *callee;
            NodeList type_args;
            NodeList args; // NODE_ARG in source order; the checker appends default arguments
            bool optional; // f?.()
            // checker:
            CallKind call;
            Symbol *symbol; // function, method, constructor (NULL: the implicit one), C function or
                            // macro
            Node *receiver; // of methods and builtins; NULL
            uint32_t builtin;     // BuiltinId; 0
            const Type *plain;    // as of a member
            uint32_t skip;        // the callee's parameters before those: `this` of the library's
            uint32_t param_count; // arguments by `param` index: 0..param_count-1, more are variadic
                                  // or rest
            LengthPair *pairs;
            uint32_t pair_count;
            bool throws;
        } call;
        struct {       // NODE_ARG
            Name name; // NULL: by position
            Node *value;
            // checker:
            uint32_t param;
            bool checked;    // its type was asked for already, to find type arguments
            Node *defaulted; // NODE_PARAM whose default value this is; NULL
        } arg;
        struct { // NODE_UNARY: - ! ~
            TokenKind op;
            Node *operand;
        } unary;
        struct { // NODE_BINARY (arithmetic, comparison, shifts, == ===) NODE_LOGICAL (&& || ??)
                 // NODE_RANGE (..)
            TokenKind op;
            Node *left;
            Node *right;
        } binary;
        struct { // NODE_ASSIGN: = += ... ??=
            TokenKind op;
            Node *target;
            Node *value;
        } assign;
        struct { // NODE_INCREMENT: x++ x--, ++x --x (a statement: its value is not used)
            TokenKind op;
            Node *target;
        } increment;
        struct { // NODE_CONDITIONAL
            Node *cond;
            Node *then;
            Node *otherwise;
        } conditional;
        struct {            // NODE_ARRAY: [a, b, ...xs]
            NodeList items; // NODE_SPREAD allowed
        } array;
        struct {              // NODE_MAP
            NodeList entries; // NODE_ENTRY, NODE_SPREAD
        } map;
        struct { // NODE_ENTRY
            Node *key;
            Node *value;
        } entry;
        struct {             // NODE_STRUCT_LITERAL: Point { x: 1 } or { x: 1 }; `{}` has no fields
            Node *type;      // type node; NULL: from the context
            NodeList fields; // NODE_FIELD_INIT; a NODE_SPREAD may come first
        } struct_literal;
        struct { // NODE_FIELD_INIT: x: 1, or x alone
            Name name;
            Node *value;
            Symbol *symbol;
            bool checked; // as in arg
        } field_init;
        struct { // NODE_LAMBDA
            NodeList params;
            Node *result; // written result type; NULL
            Node *body;   // NODE_BLOCK or expression
            // checker:
            Symbol *symbol;      // a function of its own
            Node *declaration;   // NODE_FUNCTION that it was, inside of a function; NULL
            Symbol *self;        // the constant that holds it, which it knows by name; NULL
            const Type *hint;    // what the call it is an argument of would like it to give; NULL
            const Type *told[2]; // .. where that is a Result: the halves that are known
            NodeList *group;     // functions that call each other in a circle: they share what they
                                 // capture; NULL: it stands alone
        } lambda;
        struct { // NODE_MATCH
            Node *subject;
            NodeList arms; // NODE_ARM
        } match;
        struct { // NODE_ARM
            Node *pattern;
            Node *guard; // NULL
            Node *body;
        } arm;
        struct { // NODE_IS
            Node *expr;
            Node *pattern;
        } is;
        struct { // NODE_AS
            Node *expr;
            Node *target; // type node
        } as;
        struct { // NODE_UNWRAP x!  NODE_PROPAGATE r?  NODE_TRY_EXPR  NODE_AWAIT  NODE_SPAWN
                 // NODE_MOVE  NODE_ADDRESS &x
            // NODE_SPREAD ...xs  NODE_PAREN (kept for the formatter)
            // NODE_PATTERN_REST: a BIND or WILDCARD that takes what the others leave
            // NODE_PATTERN_SOME (checker only): what the value inside of an option is matched with
            Node *operand;
        } wrap;
        struct {         // NODE_RETURN NODE_THROW: expressions of type never
            Node *value; // NULL: plain return
        } leave;
        struct {        // NODE_BREAK NODE_CONTINUE: of type never too
            Name label; // NULL: the innermost loop
        } jump;
        // NODE_THIS NODE_NULL NODE_POISON have no members
        struct { // NODE_CONVERT: checker only
            ConvertKind kind;
            Node *operand;
            uint32_t user_data; // C_CALLBACK: 1 + index of C's parameter that the function lacks;
                                // 0: none
            CallbackLife life;  // C_CALLBACK
            uint32_t data;      // C_CALLBACK: 1 + the call's parameter for its user data; 0: none
            uint32_t destroy;   // C_CALLBACK: likewise, of the function that ends it
            uint32_t slot;      // C_CALLBACK: among those that share the user data
            bool by_data;       // C_CALLBACK: what it captured is found by the user data
            uint32_t local;     // lowering: the function value, if it captured; else UINT32_MAX
            Node *adapter;      // FUNCTION: NODE_LAMBDA, which captures `bound`
            Symbol *bound;      // FUNCTION: the constant that holds `operand`
        } convert;
    } u;
};

Node *node_new(Arena *a, NodeKind kind, Span span);
// A copy with copies of all children, of a tree as the parser made it (clone.c).
Node *node_clone(Arena *a, const Node *node);
// One indented line a node: kind, name or value, `line:col`, and `: type` once checked. Stable:
// golden tests read it.
typedef const char *(*TypeText)(
    Arena *a, const Type *type); // so that floor 2 rooms do not include each other
void tree_dump(const Node *root, Session *s, TypeText type_text, FILE *out);

#endif
