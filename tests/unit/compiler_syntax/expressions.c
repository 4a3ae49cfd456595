// Expressions: each row is a text and the tree it makes (parsed.h); the names say the rule of
// LANGUAGE section 2 that the rows show.
#include "parsed.h"

#include "../test.h"

typedef struct Row {
    const char *text;
    const char *want;
} Row;

static const Row precedence_rows[] = {
    {"a + b * c", "(binary + a (binary * b c))"},
    {"a * b + c", "(binary + (binary * a b) c)"},
    {"-a ** b", "(binary ** (unary - a) b)"},
    {"a ** b ** c", "(binary ** a (binary ** b c))"},
    {"-a.b", "(unary - (member b a))"},
    {"!a && b || c", "(logical || (logical && (unary ! a) b) c)"},
    {"a < b == c < d", "(binary == (binary < a b) (binary < c d))"},
    {"a & b == c", "(binary == (binary & a b) c)"},
    {"a | b ^ c & d", "(binary | a (binary ^ b (binary & c d)))"},
    {"a << b + c", "(binary << a (binary + b c))"},
    {"a..b + 1", "(range .. a (binary + b int 1))"},
    {"a..b as T", "(as (range .. a b) (type-name T))"},
    {"a as T is P", "(is (as a (type-name T)) (pattern-path P))"},
    {"a is P && b", "(logical && (is a (pattern-path P)) b)"},
    {"a ?? b ?? c", "(logical ?? a (logical ?? b c))"},
    {"a ?? (b || c)", "(logical ?? a (paren (logical || b c)))"},
    {"a == b && c != d", "(logical && (binary == a b) (binary != c d))"},
    {"a +% b * c -| d", "(binary -| (binary +% a (binary * b c)) d)"},
    {"a *% b ** c", "(binary *% a (binary ** b c))"},
    {"&a.b", "(address (member b a))"},
    {"await f(x).y", "(await (member y (call f (arg x))))"},
    {"try f() ?? g", "(logical ?? (try-expr (call f)) g)"},
    {"spawn f(x)", "(spawn (call f (arg x)))"},
    {"move x", "(move x)"},
    {"a ? b : c ? d : e", "(conditional a then: b (else: conditional c then: d else: e))"},
    {"a ? b ? c : d : e", "(conditional a (then: conditional b then: c else: d) else: e)"},
    {"a || b ? c : d", "(conditional (logical || a b) then: c else: d)"},
    {"~a & b", "(binary & (unary ~ a) b)"},
    {"- -a", "(unary - (unary - a))"},
    {"a === b", "(binary === a b)"},
    {"a ?? return", "(logical ?? a return)"},
    {"a ?? throw e", "(logical ?? a (throw e))"},
    {"a % b / c", "(binary / (binary % a b) c)"},
    {0},
};

TEST(operators_bind_as_the_table_says) {
    for (const Row *r = precedence_rows; r->text; r++)
        CHECK_STR(parsed_value(r->text), r->want, r->text);
}

static const Row question_rows[] = {
    {"r?", "(propagate r)"},
    {"r?.x", "(member x optional r)"},
    {"r?.x.y", "(member y (member x optional r))"},
    {"r ? x : y", "(conditional r then: x else: y)"},
    {"r? ? x : y", "(conditional (propagate r) then: x else: y)"},
    {"f?.(1)", "(call optional f (arg int 1))"},
    {"a?.[i]", "(index optional a index: i)"},
    {"a ?? b", "(logical ?? a b)"},
    {"a!.b!", "(unwrap (member b (unwrap a)))"},
    {"r?[0]", "(index (propagate r) index: int 0)"},
    {"f(x)?.y?", "(propagate (member y optional (call f (arg x))))"},
    {"a\n  ? b\n  : c", "(conditional a then: b else: c)"},
    {0},
};

TEST(question_mark_touching_is_postfix_with_space_conditional) {
    for (const Row *r = question_rows; r->text; r++)
        CHECK_STR(parsed_value(r->text), r->want, r->text);
}

static const Row lambda_rows[] = {
    {"x => x", "(lambda (param pattern-bind x) x)"},
    {"(a) => a", "(lambda (param pattern-bind a) a)"},
    {"(a, b) => a + b", "(lambda (param pattern-bind a) (param pattern-bind b) (binary + a b))"},
    {"() => 1", "(lambda int 1)"},
    {"(a: int, b = 2): int => a",
     "(lambda (param pattern-bind a (type-name int)) (param pattern-bind b init: int 2) "
     "(result: type-name int) a)"},
    {"(a): (b: int) => int => f",
     "(lambda (param pattern-bind a) (result: type-function (param pattern-bind b "
     "(type-name int)) (result: type-name int)) f)"},
    {"(a)", "(paren a)"},
    {"(a) + b", "(binary + (paren a) b)"},
    {"c ? (a) : b", "(conditional c (then: paren a) else: b)"},
    {"c ? (a) : (b)", "(conditional c (then: paren a) (else: paren b))"},
    {"c ? (a => a) : b", "(conditional c (then: paren (lambda (param pattern-bind a) a)) else: b)"},
    {"c ? x => x : y", "(conditional c (then: lambda (param pattern-bind x) x) else: y)"},
    {"c ? f((a): int => a) : b",
     "(conditional c (then: call f (arg (lambda (param pattern-bind a) (result: type-name "
     "int) a))) else: b)"},
    {"x => { return x }", "(lambda (param pattern-bind x) (block (expr-stmt (return x))))"},
    {"x => ({ y: x })",
     "(lambda (param pattern-bind x) (paren (struct-literal (field-init y x))))"},
    {"x => y => z", "(lambda (param pattern-bind x) (lambda (param pattern-bind y) z))"},
    {"x => y = 3", "(lambda (param pattern-bind x) (assign = y int 3))"},
    {"x => n++", "(lambda (param pattern-bind x) (increment ++ n))"},
    {"([a, b]) => a", "(lambda (param (pattern-tuple pattern-bind a pattern-bind b)) a)"},
    {"(...xs) => xs", "(lambda (param rest pattern-bind xs) xs)"},
    {"xs.map(x => x + 1).sum()",
     "(call (member sum (call (member map xs) (arg (lambda (param pattern-bind x) (binary + "
     "x int 1))))))"},
    {"() => {}", "(lambda block)"},
    {"(a: T[], b: (c: int) => void): Map<K, V> => a",
     "(lambda (param pattern-bind a (type-array (type-name T))) (param pattern-bind b "
     "(type-function (param pattern-bind c (type-name int)) (result: type-name void))) "
     "(result: type-name Map (arg: type-name K) (arg: type-name V)) a)"},
    {0},
};

TEST(arrow_behind_parentheses_makes_a_lambda) {
    for (const Row *r = lambda_rows; r->text; r++)
        CHECK_STR(parsed_value(r->text), r->want, r->text);
}

static const Row typeargs_rows[] = {
    {"f<A>(x)", "(call f (type: type-name A) (arg x))"},
    {"f<A, B>(x)", "(call f (type: type-name A) (type: type-name B) (arg x))"},
    {"a < b", "(binary < a b)"},
    {"a < b && c > d", "(logical && (binary < a b) (binary > c d))"},
    {"f<A<B<C>>>(x)", "(call f (type: type-name A (arg: type-name B (arg: type-name C))) (arg x))"},
    {"Map<string, int>.from(x)",
     "(call (member from (type-name Map (arg: type-name string) (arg: type-name int))) (arg "
     "x))"},
    {"Pair<A, B> { a: 1 }",
     "(struct-literal (type-name Pair (arg: type-name A) (arg: type-name B)) (field-init a "
     "int 1))"},
    {"a < b > c", "(binary > (binary < a b) c)"},
    {"f(a < b, c > (d))",
     "(call f (arg (call a (type: type-name b) (type: type-name c) (arg d))))"},
    {"f(a < b, c > d)", "(call f (arg (binary < a b)) (arg (binary > c d)))"},
    {"a.b<T>(x)", "(call (member b a) (type: type-name T) (arg x))"},
    {"f<A?[]>(x)", "(call f (type: type-array (type-option (type-name A))) (arg x))"},
    {"f<(A) => B>(x)",
     "(call f (type: type-function (param (type-name A)) (result: type-name B)) (arg x))"},
    {"CArray<u8, 4>.zero", "(member zero (type-name CArray (arg: type-name u8) arg: int 4))"},
    {"a as CPtr<T>", "(as a (type-name CPtr (arg: type-name T)))"},
    {"a as int < b", "(binary < (as a (type-name int)) b)"},
    {"f<[A, B]>(x)", "(call f (type: type-tuple (type-name A) (type-name B)) (arg x))"},
    {0},
};

TEST(type_arguments_need_a_paren_dot_or_brace_behind) {
    for (const Row *r = typeargs_rows; r->text; r++)
        CHECK_STR(parsed_value(r->text), r->want, r->text);
}

static const Row brace_rows[] = {
    {"{}", "struct-literal"},
    {"{ x: 1, y: 2 }", "(struct-literal (field-init x int 1) (field-init y int 2))"},
    {"{ x, y }", "(struct-literal (field-init x x) (field-init y y))"},
    {"{ \"a\": 1, \"b\": 2 }", "(map (entry string \"a\" int 1) (entry string \"b\" int 2))"},
    {"{ [k]: v }", "(map (entry k v))"},
    {"Point { x: 1 }", "(struct-literal (type-name Point) (field-init x int 1))"},
    {"z.z_stream {}", "(struct-literal (type-name (member z_stream z)))"},
    {"{ type: 1, match: 2 }", "(struct-literal (field-init type int 1) (field-init match int 2))"},
    {"[{ x: 1 }, {}]", "(array (struct-literal (field-init x int 1)) struct-literal)"},
    {"{ x: 1, }", "(struct-literal (field-init x int 1))"},
    {0},
};

TEST(braces_are_maps_by_string_keys_structs_by_names) {
    for (const Row *r = brace_rows; r->text; r++)
        CHECK_STR(parsed_value(r->text), r->want, r->text);
}

static const Row literal_rows[] = {
    {"1_000", "int 1000"},
    {"0xff", "int 255 hex"},
    {"0b101", "int 5 hex"},
    {"0o17", "int 15 hex"},
    {"1.5", "float 1.5"},
    {"1e9", "float 1000000000"},
    {"1.5e-3", "float 0.0015"},
    {"'c'", "int 99 char"},
    {"'\\n'", "int 10 char"},
    {"'\\u{1F600}'", "int 128512 char"},
    {"\"text\\n\\x41\\u{e9}\"", "string \"text\\nAé\""},
    {"r\"a\\n\"", "string \"a\\\\n\""},
    {"b\"\\x80\\xff\"", "bytes \"\\x80\\xff\""},
    {"10ms", "duration 10000000ns"},
    {"5s", "duration 5000000000ns"},
    {"2min", "duration 120000000000ns"},
    {"1.5s", "duration 1500000000ns"},
    {"1h", "duration 3600000000000ns"},
    {"true", "bool true"},
    {"null", "null"},
    {"this", "this"},
    {"[1, 2, ...xs]", "(array int 1 int 2 (spread xs))"},
    {"[]", "array"},
    {"`plain`", "(template string \"plain\")"},
    {"`a ${b} c`", "(template string \"a \" (template-value b) string \" c\")"},
    {"`${a}${b}`", "(template (template-value a) (template-value b))"},
    {"`${v:.2f}`", "(template (template-value \".2f\" v))"},
    {"`${a ? b : c}`", "(template (template-value (conditional a then: b else: c)))"},
    {"`${a ? b : c:x>5}`", "(template (template-value \"x>5\" (conditional a then: b else: c)))"},
    {"`${f({ a: 1 })}`",
     "(template (template-value (call f (arg (struct-literal (field-init a int 1))))))"},
    {"`${`inner ${x}`}`",
     "(template (template-value (template string \"inner \" (template-value x))))"},
    {"`\\`\\${x}`", "(template string \"`${x}\")"},
    {"0..10", "(range .. int 0 int 10)"},
    {"1.max", "(member max int 1)"},
    {"18446744073709551615", "int 18446744073709551615"},
    {0},
};

TEST(literals_are_decoded) {
    for (const Row *r = literal_rows; r->text; r++)
        CHECK_STR(parsed_value(r->text), r->want, r->text);
}

static const Row member_rows[] = {
    {"a.match.type.new", "(member new (member type (member match a)))"},
    {"f(type: 1, is: 2)", "(call f (arg type int 1) (arg is int 2))"},
    {"f(...xs)", "(call f (arg (spread xs)))"},
    {"a[i, k]", "(index a (index: array i k))"},
    {"new Map<string, int>()",
     "(new (type-name Map (arg: type-name string) (arg: type-name int)))"},
    {"new lib.Db(\"x\")", "(new (type-name (member Db lib)) (arg string \"x\"))"},
    {"new Db()", "(new (type-name Db))"},
    {"match (x) { 1 => 2, _ => 3 }",
     "(match x (arm (pattern-literal int 1) int 2) (arm pattern-any int 3))"},
    {"match (x) {}", "(match x)"},
    {0},
};

TEST(reserved_words_are_names_behind_a_dot_and_as_arguments) {
    for (const Row *r = member_rows; r->text; r++)
        CHECK_STR(parsed_value(r->text), r->want, r->text);
}
