// Types and declarations: a text and the tree it makes (parsed.h).
#include "parsed.h"

#include "../test.h"

typedef struct Row {
    const char *text;
    const char *want;
} Row;

static const Row type_rows[] = {
    {"let a: int[]", "(var let pattern-bind a (type-array (type-name int)))"},
    {"let a: int[][]?",
     "(var let pattern-bind a (type-option (type-array (type-array (type-name int)))))"},
    {"let a: int?[]", "(var let pattern-bind a (type-array (type-option (type-name int))))"},
    {"let a: T??", "(var let pattern-bind a (type-option (type-name T)))"},
    {"let a: readonly T[]", "(var let pattern-bind a (type-readonly (type-array (type-name T))))"},
    {"let a: weak T", "(var let pattern-bind a (type-weak (type-name T)))"},
    {"let a: Map<string, Set<int>>",
     "(var let pattern-bind a (type-name Map (arg: type-name string) (arg: type-name Set "
     "(arg: type-name int))))"},
    {"let a: [int, string]",
     "(var let pattern-bind a (type-tuple (type-name int) (type-name string)))"},
    {"let a: (a: A, b: B) => R",
     "(var let pattern-bind a (type-function (param pattern-bind a (type-name A)) (param "
     "pattern-bind b (type-name B)) (result: type-name R)))"},
    {"let a: () => void", "(var let pattern-bind a (type-function (result: type-name void)))"},
    {"let a: (A, B) => R throws E",
     "(var let pattern-bind a (type-function throws (param (type-name A)) (param (type-name "
     "B)) (result: type-name R) (throws: type-name E)))"},
    {"let a: () => R nothrow",
     "(var let pattern-bind a (type-function nothrow (result: type-name R)))"},
    {"let a: (() => R)?",
     "(var let pattern-bind a (type-option (type-function (result: type-name R))))"},
    {"let a: (() => R)[]",
     "(var let pattern-bind a (type-array (type-function (result: type-name R))))"},
    {"let a: CPtr<const u8>",
     "(var let pattern-bind a (type-name CPtr (arg: type-const (type-name u8))))"},
    {"let a: CFn<(CInt) => CInt>",
     "(var let pattern-bind a (type-name CFn (arg: type-function (param (type-name CInt)) "
     "(result: type-name CInt))))"},
    {"let a: CArray<u8, 16>",
     "(var let pattern-bind a (type-name CArray (arg: type-name u8) arg: int 16))"},
    {"let a: lib.T", "(var let pattern-bind a (type-name (member T lib)))"},
    {"let a: Map<K, V>= x",
     "(var let pattern-bind a (type-name Map (arg: type-name K) (arg: type-name V)) init: x)"},
    {"let a: A<B<C>>= x",
     "(var let pattern-bind a (type-name A (arg: type-name B (arg: type-name C))) init: x)"},
    {"let a: (a: A) => (b: B) => C",
     "(var let pattern-bind a (type-function (param pattern-bind a (type-name A)) (result: "
     "type-function (param pattern-bind b (type-name B)) (result: type-name C))))"},
    {"let a: T ? b", "(var let pattern-bind a (type-name T) init: poison) !E0010"},
    {0},
};

TEST(types) {
    for (const Row *r = type_rows; r->text; r++) CHECK_STR(parsed(r->text), r->want, r->text);
}

static const Row declaration_rows[] = {
    {"function f() {}", "(function f block)"},
    {"function f<T>(a: T): T { return a }",
     "(function f type-param T (param pattern-bind a (type-name T)) (result: type-name T) "
     "(block (expr-stmt (return a))))"},
    {"function f<T extends Ordered, U>() {}",
     "(function f (type-param T (bound: type-name Ordered)) type-param U block)"},
    {"function f(a: int, b = 2, ...c: int[]): int throws E {}",
     "(function f throws (param pattern-bind a (type-name int)) (param pattern-bind b init: "
     "int 2) (param rest pattern-bind c (type-array (type-name int))) (result: type-name "
     "int) (throws: type-name E) block)"},
    {"function f() throws {}", "(function f throws block)"},
    {"function f([a, b]: [int, int], { x }: P) {}",
     "(function f (param (pattern-tuple pattern-bind a pattern-bind b) (type-tuple "
     "(type-name int) (type-name int))) (param (pattern-struct pattern-field x) (type-name "
     "P)) block)"},
    {"export function f() {}", "(function f export block)"},
    {"declare function f(a: int): int",
     "(function f declare (param pattern-bind a (type-name int)) (result: type-name int))"},
    {"type A = B", "(alias A (type-name B))"},
    {"type A<T> = Map<string, T>",
     "(alias A type-param T (type-name Map (arg: type-name string) (arg: type-name T)))"},
    {"export type A = B", "(alias A export (type-name B))"},
    {"struct S { a: int; b: int = 1 }",
     "(struct S (field a (type-name int)) (field b (type-name int) init: int 1))"},
    {"struct S { a: int, b: int }",
     "(struct S (field a (type-name int)) (field b (type-name int)))"},
    {"struct S<T> implements I { a: T }",
     "(struct S type-param T (implements: type-name I) (field a (type-name T)))"},
    {"struct S { m() {} }", "(struct S (function m block))"},
    {"class C {}", "class C"},
    {"class C implements A, B { x = 1 }",
     "(class C (implements: type-name A) (implements: type-name B) (field x init: int 1))"},
    {"shared class C {}", "class C shared"},
    {"class C { private x: int; readonly y = 1; static z: int = 2 }",
     "(class C (field x private (type-name int)) (field y readonly init: int 1) (field z "
     "static (type-name int) init: int 2))"},
    {"class C { constructor(private a: int, readonly b: int, c: int) {} }",
     "(class C (function constructor constructor (param private property pattern-bind a "
     "(type-name int)) (param readonly property pattern-bind b (type-name int)) (param "
     "pattern-bind c (type-name int)) block))"},
    {"class C { private constructor() {} }",
     "(class C (function constructor private constructor block))"},
    {"class C { finalize() { f() } }",
     "(class C (function finalize finalize (block (expr-stmt (call f)))))"},
    {"class C { get x(): int { return 1 } set x(v: int) {} }",
     "(class C (function x get (result: type-name int) (block (expr-stmt (return int 1)))) "
     "(function x set (param pattern-bind v (type-name int)) block))"},
    {"class C { get: int; set(): int { return 1 } static: bool }",
     "(class C (field get (type-name int)) (function set (result: type-name int) (block "
     "(expr-stmt (return int 1)))) (field static (type-name bool)))"},
    {"class C { parent: weak C }", "(class C (field parent weak (type-weak (type-name C))))"},
    {"class C { m<T>(a: T): T throws E { return a } }",
     "(class C (function m throws type-param T (param pattern-bind a (type-name T)) "
     "(result: type-name T) (throws: type-name E) (block (expr-stmt (return a)))))"},
    {"interface I { readonly message: string; m(a: int): int throws E }",
     "(interface I (field message readonly (type-name string)) (function m throws (param "
     "pattern-bind a (type-name int)) (result: type-name int) (throws: type-name E)))"},
    {"interface I extends A, B {}",
     "(interface I (implements: type-name A) (implements: type-name B))"},
    {"enum E { A, B = 2, C }", "(enum E variant A (variant B value: int 2) variant C)"},
    {"enum E: u8 { A }", "(enum E (base: type-name u8) variant A)"},
    {"enum E<T> { A(x: T), B(T, U), C }",
     "(enum E type-param T (variant A (param pattern-bind x (type-name T))) (variant B "
     "(param (type-name T)) (param (type-name U))) variant C)"},
    {"enum E {\n  A\n  B(x: int)\n  m(): int { return 1 }\n  static n() {}\n}",
     "(enum E variant A (variant B (param pattern-bind x (type-name int))) (function m "
     "(result: type-name int) (block (expr-stmt (return int 1)))) (function n static block))"},
    {"import { a, b as c } from \"./x\"", "(import from ./x import-name a import-name b as c)"},
    {"import * as m from \"std:fs\"", "import from std:fs as m"},
    {"import { type, match } from \"x\"", "(import from x import-name type import-name match)"},
    {"@raw function f() {}", "(function f @raw block)"},
    {"@export(abi: \"C\", name: \"x\") function f() {}",
     "(function f (@export (arg abi string \"C\") (arg name string \"x\")) block)"},
    {"@owned(free_with: free) @borrowed function f(@transfer p: P) {}",
     "(function f (@owned (arg free_with free)) @borrowed (param @transfer pattern-bind p "
     "(type-name P)) block)"},
    {"export const x = 1", "(var export pattern-bind x init: int 1)"},
    {"extern C from \"a.h\"", "(extern-from C string \"a.h\")"},
    {"extern C from \"a.h\" as a", "(extern-from C as a string \"a.h\")"},
    {"extern C from [\"a.h\", \"b.h\"] as lib { define \"A\", \"1\"; include \"x\"; link \"y\" }",
     "(extern-from C as lib string \"a.h\" string \"b.h\" (directive define string \"A\" "
     "string \"1\") (directive include string \"x\") (directive link string \"y\"))"},
    {"extern C from \"a.h\" {\n  note a: @owned(free_with: b)   // why\n  note b_*: @error(result < 0, \"//\")\n  link \"z\"\n}",
     "(extern-from C string \"a.h\" directive note \"a: @owned(free_with: b)\" directive "
     "note \"b_*: @error(result < 0, \\\"//\\\")\" (directive link string \"z\"))"},
    {"extern Python from numpy.linalg as np", "(extern-from Python as np (member linalg numpy))"},
    {"extern wasm from \"x.wasm\" as x", "(extern-from wasm as x string \"x.wasm\")"},
    {"extern wasi from \"wasi:clocks/wall-clock@0.2.0\" as c",
     "(extern-from wasi as c string \"wasi:clocks/wall-clock@0.2.0\")"},
    {"extern \"C\" function f(a: CInt): CInt",
     "(extern-block C (function f declare (param pattern-bind a (type-name CInt)) (result: "
     "type-name CInt)))"},
    {"extern \"C\" { function f(a: CInt, ...): CInt; @borrowed function g(): CString? }",
     "(extern-block C (function f declare (param pattern-bind a (type-name CInt)) param "
     "rest (result: type-name CInt)) (function g declare @borrowed (result: type-option "
     "(type-name CString))))"},
    {"extern \"ms_abi\" function f()", "(extern-block ms_abi function f declare)"},
    {"extern struct S { a: CInt }", "(struct S extern (field a (type-name CInt)))"},
    {"extern union U { a: CInt; b: CFloat }",
     "(union U extern (field a (type-name CInt)) (field b (type-name CFloat)))"},
    {"extern enum E { A, B = 3 }", "(enum E extern variant A (variant B value: int 3))"},
    {"const from = 1; const of = 2; const get = from + of",
     "(var pattern-bind from init: int 1) (var pattern-bind of init: int 2) (var "
     "pattern-bind get (init: binary + from of))"},
    {"const define = link + note", "(var pattern-bind define (init: binary + link note))"},
    {"export extern struct S { a: CInt }", "(struct S export extern (field a (type-name CInt)))"},
    {"export extern \"C\" function f()", "(extern-block C function f export declare)"},
    {"export extern C from \"a.h\"", "(extern-from C string \"a.h\") !E0010"},
    {"@x extern \"C\" function f()", "extern-block C !E0010"},
    {"@x enum E { A }", "(enum E variant A) !E0010"},
    {0},
};

TEST(declarations) {
    for (const Row *r = declaration_rows; r->text; r++)
        CHECK_STR(parsed(r->text), r->want, r->text);
}
