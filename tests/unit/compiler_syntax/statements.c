// Statements, their ends, and match: a text and the tree it makes (parsed.h).
#include "parsed.h"

#include "../test.h"

typedef struct Row {
    const char *text;
    const char *want;
} Row;

static const Row statement_rows[] = {
    {"a.b()", "(expr-stmt (call (member b a)))"},
    {"x = 1", "(expr-stmt (assign = x int 1))"},
    {"x += 1; y *= 2", "(expr-stmt (assign += x int 1)) (expr-stmt (assign *= y int 2))"},
    {"x ?\?= y", "(expr-stmt (assign ?\?= x y))"},
    {"x +%= 1", "(expr-stmt (assign +%= x int 1))"},
    {"x++", "(expr-stmt (increment ++ x))"},
    {"--x", "(expr-stmt (increment -- x))"},
    {"await f()", "(expr-stmt (await (call f)))"},
    {"spawn f()", "(expr-stmt (spawn (call f)))"},
    {"r?", "(expr-stmt (propagate r))"},
    {"x!", "(expr-stmt (unwrap x))"},
    {"a\n  .b()\n  .c()", "(expr-stmt (call (member c (call (member b a)))))"},
    {"f(\n  a,\n  b\n)", "(expr-stmt (call f (arg a) (arg b)))"},
    {"f()\n(a).b()", "(expr-stmt (call f)) (expr-stmt (call (member b (paren a))))"},
    {"f()\n[a].b()", "(expr-stmt (call f)) (expr-stmt (call (member b (array a))))"},
    {"a\n  ?? b()", "(expr-stmt (logical ?? a (call b))) !E0013"},
    {"x = a\n+ b()", "(expr-stmt (assign = x a)) (expr-stmt poison) !E0010"},
    {"x = a +\n  b", "(expr-stmt (assign = x (binary + a b)))"},
    {"x = a\n  == b", "(expr-stmt (assign = x (binary == a b)))"},
    {"const x =\n  1", "(var pattern-bind x init: int 1)"},
    {"return", "(expr-stmt return)"},
    {"f()", "(expr-stmt (call f))"},
    {"return f()", "(expr-stmt (return (call f)))"},
    {"throw e", "(expr-stmt (throw e))"},
    {"break; continue", "(expr-stmt break) (expr-stmt continue)"},
    {"outer: while (a) { break outer }", "(while label outer a (block (expr-stmt break outer)))"},
    {"{ f() }", "(block (expr-stmt (call f)))"},
    {"{ x: 1 }", "(block poison) !E0010"},
    {"unsafe { f() }", "(unsafe (expr-stmt (call f)))"},
    {"tasks { spawn a(); spawn b() }",
     "(tasks (expr-stmt (spawn (call a))) (expr-stmt (spawn (call b))))"},
    {"defer close(x)", "(defer (call close (arg x)))"},
    {"defer { a(); b() }", "(defer (block (expr-stmt (call a)) (expr-stmt (call b))))"},
    {"if (a) f()", "(if a (then: block (expr-stmt (call f))))"},
    {"if (a) f(); else g()",
     "(if a (then: block (expr-stmt (call f))) (else: block (expr-stmt (call g))))"},
    {"if (a) { f() } else if (b) { g() } else { h() }",
     "(if a (then: block (expr-stmt (call f))) (else: if b (then: block (expr-stmt (call "
     "g))) (else: block (expr-stmt (call h)))))"},
    {"if (a)\n  f()\nelse\n  g()",
     "(if a (then: block (expr-stmt (call f))) (else: block (expr-stmt (call g))))"},
    {"while (a) f()", "(while a (block (expr-stmt (call f))))"},
    {"for (const x of xs) f(x)",
     "(for pattern-bind x of: xs (block (expr-stmt (call f (arg x)))))"},
    {"for (let [k, v] of m) {}",
     "(for let (pattern-tuple pattern-bind k pattern-bind v) of: m block)"},
    {"for (const i of 0..n) {}", "(for pattern-bind i (of: range .. int 0 n) block)"},
    {"try { f() } catch (e: E) { g() } catch (e) { h() } finally { i() }",
     "(try (block (expr-stmt (call f))) (catch e (type-name E) (block (expr-stmt (call "
     "g)))) (catch e (block (expr-stmt (call h)))) (finally: block (expr-stmt (call i))))"},
    {"try { f() }\ncatch { g() }",
     "(try (block (expr-stmt (call f))) (catch (block (expr-stmt (call g)))))"},
    {"try f()", "(expr-stmt (try-expr (call f))) !E0013"},
    {"const [a, b] = p", "(var (pattern-tuple pattern-bind a pattern-bind b) init: p)"},
    {"const { x, y: z } = p",
     "(var (pattern-struct pattern-field x (pattern-field y pattern-bind z)) init: p)"},
    {"let x: int?", "(var let pattern-bind x (type-option (type-name int)))"},
    {"let x: weak T? = null",
     "(var let pattern-bind x (type-weak (type-option (type-name T))) init: null)"},
    {"const f = (a) => {\n  g(a)\n}",
     "(var pattern-bind f (init: lambda (param pattern-bind a) (block (expr-stmt (call g "
     "(arg a))))))"},
    {"x is Circle(r) && f()",
     "(expr-stmt (logical && (is x (pattern-variant path: Circle pattern-bind r)) (call "
     "f))) !E0013"},
    {"if (!(x is P)) return",
     "(if (unary ! (paren (is x (pattern-path P)))) (then: block (expr-stmt return)))"},
    {"match (x) { A => f(), B => { g() } }",
     "(expr-stmt (match x (arm (pattern-path A) (call f)) (arm (pattern-path B) (block "
     "(expr-stmt (call g))))))"},
    {"this.x = 1", "(expr-stmt (assign = (member x this) int 1))"},
    {"xs[i].x = 1", "(expr-stmt (assign = (member x (index xs index: i)) int 1))"},
    {"print(a) print(b)", "(expr-stmt poison) !E0010"},
    {"if (a) {} if (b) {}", "(if a then: block) (if b then: block)"},
    {"function f() {} function g() {}", "(function f block) (function g block)"},
    {";;f();;", "(expr-stmt (call f))"},
    {0},
};

TEST(statements_end_at_newlines_that_can_end_them) {
    for (const Row *r = statement_rows; r->text; r++) CHECK_STR(parsed(r->text), r->want, r->text);
}

static const Row match_rows[] = {
    {"match (x) { 1 => a, 2 | 3 => b, _ => c }",
     "(match x (arm (pattern-literal int 1) a) (arm (pattern-or (pattern-literal int 2) "
     "(pattern-literal int 3)) b) (arm pattern-any c))"},
    {"match (x) { 'a'..'z' => a, -1 => b, 1.5 => c }",
     "(match x (arm (pattern-range int 97 char int 122 char) a) (arm (pattern-literal "
     "(unary - int 1)) b) (arm (pattern-literal float 1.5) c))"},
    {"match (x) { Circle(r) => r, Rect(w, _) => w }",
     "(match x (arm (pattern-variant path: Circle pattern-bind r) r) (arm (pattern-variant "
     "path: Rect pattern-bind w pattern-any) w))"},
    {"match (x) { A.B => a, a.b => b, name => name }",
     "(match x (arm (pattern-path (member B A)) a) (arm (pattern-path (member b a)) b) (arm "
     "pattern-bind name name))"},
    {"match (x) { [a, Circle(r)] => a, { x, y: 1 } => x, P { x } => x }",
     "(match x (arm (pattern-tuple pattern-bind a (pattern-variant path: Circle "
     "pattern-bind r)) a) (arm (pattern-struct pattern-field x (pattern-field y "
     "(pattern-literal int 1))) x) (arm (pattern-struct path: P pattern-field x) x))"},
    {"match (x) { a if a > 1 => b, b if f(x => x) => c }",
     "(match x (arm pattern-bind a (if: binary > a int 1) b) (arm pattern-bind b (if: call "
     "f (arg (lambda (param pattern-bind x) x))) c))"},
    {"match (x) { a if (a) => b }", "(match x (arm pattern-bind a (if: paren a) b))"},
    {"match (x) {\n  A => a\n  B => b\n  -1 => c\n  [a] => d\n  (Q) => e\n}",
     "(match x (arm (pattern-path A) a) (arm (pattern-path B) b) (arm (pattern-literal "
     "(unary - int 1)) c) (arm (pattern-tuple pattern-bind a) d) (arm (pattern-path Q) e))"},
    {"match (x) { A => { f(); v }, B => w }",
     "(match x (arm (pattern-path A) (block (expr-stmt (call f)) (expr-stmt v))) (arm "
     "(pattern-path B) w))"},
    {"match (x) { \"s\" => 1, null => 2, true => 3, 10ms => 4, b\"x\" => 5 }",
     "(match x (arm (pattern-literal string \"s\") int 1) (arm (pattern-literal null) int "
     "2) (arm (pattern-literal bool true) int 3) (arm (pattern-literal duration 10000000ns) "
     "int 4) (arm (pattern-literal bytes \"x\") int 5))"},
    {"match (x) { Ok(Some(v)) => v, Err(e) => throw e }",
     "(match x (arm (pattern-variant path: Ok (pattern-variant path: Some pattern-bind v)) "
     "v) (arm (pattern-variant path: Err pattern-bind e) (throw e)))"},
    {"match (x) { A => { 1 } }", "(match x (arm (pattern-path A) (block (expr-stmt int 1))))"},
    {"match (x) { A\n | B => c }",
     "(match x (arm (pattern-or (pattern-path A) (pattern-path B)) c))"},
    {"match (x) { 0..9 => a, N..M => b }",
     "(match x (arm (pattern-range int 0 int 9) a) (arm (pattern-range N M) b))"},
    {"x is A | B", "(is x (pattern-or (pattern-path A) (pattern-path B)))"},
    {"x is 1..5", "(is x (pattern-range int 1 int 5))"},
    {0},
};

TEST(patterns_and_match_arms) {
    for (const Row *r = match_rows; r->text; r++)
        CHECK_STR(parsed_value(r->text), r->want, r->text);
}
