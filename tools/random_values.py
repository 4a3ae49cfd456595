#!/usr/bin/env python3
"""Writes a random Seam program of arithmetic, text, arrays, structs, loops and errors that prints what it computes.

usage: random_values.py SEED

Every operation that may panic is written so that it cannot (remainders of ranges, wrapping and saturating operators,
`try` conversions), so that a difference between two C compilers, or a report of a sanitizer, is a bug of ours.
tools/compare_programs.sh runs many of them.
"""
import random
import sys

INTS = ["i8", "i16", "i32", "int", "u8", "u16", "u32", "u64"]
BITS = {"i8": 8, "i16": 16, "i32": 32, "int": 64, "u8": 8, "u16": 16, "u32": 32, "u64": 64}


class Writer:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines, self.scopes, self.depth, self.names, self.loops = [], [{}], 0, 0, 0
        self.functions = []

    def emit(self, text):
        self.lines.append("  " * self.depth + text)

    def fresh(self):
        self.names += 1
        return f"v{self.names}"

    def known(self, type_):
        return [n for scope in self.scopes for n, (t, _) in scope.items() if t == type_]

    def changeable(self):
        return [(n, t) for scope in self.scopes for n, (t, m) in scope.items() if m]

    def declare(self, type_, mutable=True):
        name = self.fresh()
        value = self.value(type_, 0)
        self.emit(f"{'let' if mutable else 'const'} {name}: {type_} = {value}")
        self.scopes[-1][name] = (type_, mutable)

    # ---- values ----

    def value(self, type_, depth):
        names = self.known(type_)
        if names and (depth > 3 or self.r.random() < 0.35):
            return self.r.choice(names)
        if depth > 3:
            return self.literal(type_)
        calls = [f for f in self.functions if f[2] == type_]
        if calls and depth < 2 and self.r.random() < 0.2:
            name, params, _ = self.r.choice(calls)
            return f"{name}({', '.join(self.value(t, depth + 1) for t in params)})"
        if self.r.random() < 0.08:
            condition, yes, no = (self.value(t, depth + 1) for t in ("bool", type_, type_))
            return f"({condition} ? {yes} : {no})"
        if type_ in INTS:
            return self.integer(type_, depth + 1)
        return getattr(self, {"bool": "boolean", "string": "text", "float": "real", "f32": "real", "int[]": "array",
                              "P": "struct"}[type_])(type_, depth + 1)

    def literal(self, type_):
        if type_ in INTS:
            bits, signed = BITS[type_], not type_.startswith("u")
            low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
            number = self.r.choice([low, high, 0, 1, 2, self.r.randint(low, high), self.r.randint(0, 100)])
            return f"{type_}({number})"
        return {"bool": "true", "string": '"x\\0y"', "float": self.r.choice(["0.5", "1e300", "-2.25", "0.1"]),
                "f32": self.r.choice(["0.5", "-3.0"]), "int[]": "[1, 2]", "P": 'P { a: 1, b: 2, s: "s" }'}[type_]

    def integer(self, t, d):
        kind = self.r.randrange(9)
        a, b = self.value(t, d), self.value(t, d)
        if kind < 3:
            return f"({a} {self.r.choice(['+%', '-%', '*%', '+|', '-|', '*|', '&', '|', '^'])} {b})"
        if kind == 3:  # neither zero nor -1
            return f"({a} {self.r.choice(['/', '%'])} (({b} & {t}(62)) | {t}(2)))"
        if kind == 4:
            return f"({a} {self.r.choice(['<<', '>>'])} ({b} & {t}({BITS[t] - 1})))"
        if kind == 5:
            other = self.r.choice(INTS)
            return f"{t}.{self.r.choice(['wrap', 'saturate'])}({self.value(other, d)})" if other != t else f"(~{a})"
        if kind == 6:
            return f"({t}.try({self.value(self.r.choice(['float', 'int' if t != 'int' else 'u64']), d)}) ?? {b})"
        if kind == 7 and t == "int":
            xs = self.known("int[]")
            if xs:
                x = self.r.choice(xs)
                return f"at({x}, {a})"
            return f"{self.value('string', d)}.length"
        if kind == 8 and t == "int":
            ps = self.known("P")
            return f"{self.r.choice(ps)}.a" if ps else self.literal(t)
        return self.literal(t)

    def boolean(self, _, d):
        kind = self.r.randrange(4)
        if kind == 0:
            return f"({self.value('bool', d)} {self.r.choice(['&&', '||', '=='])} {self.value('bool', d)})"
        if kind == 1:
            t, u = self.r.choice(INTS), self.r.choice(INTS)
            return f"({self.value(t, d)} {self.r.choice(['<', '<=', '==', '!=', '>', '>='])} {self.value(u, d)})"
        t = self.r.choice(["float", "string"])
        return f"({self.value(t, d)} {self.r.choice(['<', '<=', '==', '!=', '>', '>='])} {self.value(t, d)})"

    def real(self, t, d):
        kind = self.r.randrange(4)
        if kind == 0 and t == "float":
            return f"float({self.value(self.r.choice(INTS), d)})"
        if kind == 1 and t == "float":
            return f"float({self.value('f32', d)})"
        if kind == 2:
            return self.literal(t)
        return f"({self.value(t, d)} {self.r.choice(['+', '-', '*', '/'])} {self.value(t, d)})"

    def text(self, _, d):
        kind = self.r.randrange(4)
        if kind == 0:
            return f"cut({self.value('string', d)} + {self.value('string', d)})"
        if kind == 1:
            t = self.r.choice(INTS + ["float", "bool", "P", "f32"])
            return f"cut(`<${{{self.value(t, d)}}}|${{{self.value('string', d)}}}>`)"
        if kind == 2 and self.known("P"):
            return f"{self.r.choice(self.known('P'))}.s"
        return self.r.choice(['""', '"abc"', '"a\\0b"', '"é"'])

    def array(self, _, d):
        return f"[{', '.join(self.value('int', d) for _ in range(self.r.randrange(1, 4)))}]"

    def struct(self, _, d):
        ps = [n for n, t in self.changeable() if t == "P"]
        if ps and self.r.random() < 0.4:
            return f"{self.r.choice(ps)}.twist({self.value('int', d)})"
        names = ["a", "b", "s"]
        self.r.shuffle(names)
        kinds = {"a": "int", "b": "u8", "s": "string"}
        return "P { " + ", ".join(f"{n}: {self.value(kinds[n], d)}" for n in names) + " }"

    # ---- statements ----

    def block(self, count, extra=()):
        self.scopes.append(dict(extra))
        self.depth += 1
        for _ in range(count):
            self.statement()
        self.depth -= 1
        self.scopes.pop()

    def statement(self):
        kind = self.r.randrange(12)
        names = self.changeable()
        if self.depth > 4 and kind in (3, 4, 5, 6, 7):
            kind = 2
        if kind < 2 or not names:
            self.declare(self.r.choice(INTS + ["bool", "string", "float", "f32", "int[]", "P"]), self.r.random() < 0.7)
        elif kind == 2:
            self.assign(*self.r.choice(names))
        elif kind == 3:
            self.emit(f"if ({self.value('bool', 1)}) {{")
            self.block(2)
            self.emit("} else {")
            self.block(1)
            self.emit("}")
        elif kind == 4:
            i = self.fresh()
            self.emit(f"for ({self.r.choice(['let', 'const'])} {i} of 0..{self.r.randrange(1, 4)}) {{")
            self.loops += 1
            self.block(2, {i: ("int", False)})
            self.loops -= 1
            self.emit("}")
        elif kind == 5:
            x = self.fresh()
            self.emit(f"for (const {x} of {self.array('int[]', 1)}) {{")  # no variable: it might grow for ever
            self.loops += 1
            self.block(2, {x: ("int", False)})
            self.loops -= 1
            self.emit("}")
        elif kind == 6:
            self.emit("try {")
            self.block(2)
            self.emit(f"  risky({self.value('int', 1)})")
            self.emit("} catch (e) {")
            self.emit("  print(\"caught\", e.message)")
            self.block(1)
            self.emit("} finally {")
            loops, self.loops = self.loops, 0
            self.block(1)
            self.loops = loops
            self.emit("}")
        elif kind == 7 and self.loops:
            self.emit(f"if ({self.value('bool', 1)}) {self.r.choice(['continue', 'break'])}")
        elif kind == 8:
            self.emit(f"defer print(\"left\", {self.value(self.r.choice(INTS + ['string', 'P']), 2)})")
        else:
            types = [self.r.choice(INTS + ["float", "f32", "bool", "string", "P", "int[]"]) for _ in range(3)]
            self.emit(f"print({', '.join(self.value(t, 1) for t in types)})")

    def assign(self, name, type_):
        if type_ in INTS and self.r.random() < 0.5:
            self.emit(f"{name} {self.r.choice(['+%=', '-%=', '*%=', '+|=', '-|=', '&=', '|=', '^='])} "
                      f"{self.value(type_, 1)}")
        elif type_ == "P":
            self.emit(self.r.choice([f"{name}.a = {self.value('int', 1)}", f"{name}.s = {self.value('string', 1)}",
                                     f"{name}.b +%= {self.value('u8', 1)}", f"{name} = {self.value('P', 1)}",
                                     f"print({name}.a, {name}.twist({self.value('int', 2)}), {name})"]))
        elif type_ == "int[]" and self.r.random() < 0.6:
            self.emit(self.r.choice([f"{name}.push({self.value('int', 1)})", f"{name}[0] +%= {self.value('int', 1)}",
                                     f"{name}[{name}.length - 1] = {name}[0]"]))
        else:
            self.emit(f"{name} = {self.value(type_, 1)}")

    def function(self):
        params = [self.r.choice(INTS + ["string", "float", "P", "bool"]) for _ in range(self.r.randrange(1, 4))]
        result = self.r.choice(INTS + ["string", "float", "P"])
        name = f"f{len(self.functions)}"
        names = [self.fresh() for _ in params]
        self.emit(f"function {name}({', '.join(f'{n}: {t}' for n, t in zip(names, params))}): {result} {{")
        self.scopes.append({n: (t, True) for n, t in zip(names, params)})
        self.depth += 1
        self.declare(result)
        last = self.names
        for _ in range(5):
            self.statement()
        self.emit(f"return v{last}")
        self.depth -= 1
        self.scopes.pop()
        self.emit("}")
        self.functions.append((name, params, result))


PRELUDE = """\
struct P { a: int; b: u8; s: string
  twist(by: int): P { this.a = this.a +% by; this.b = this.b +% 1; this.s = this.s + "t"
    if (this.s.length > 12) this.s = ""
    return this } }
function at(xs: int[], i: int): int { return xs[(i & 0xffff) % xs.length] }
function cut(s: string): string { return s.length > 30 ? `${s.length}` : s }
function risky(n: int): int { if (n % 2 == 0) throw new Error(`even ${n}`)
  return n }
"""


def main():
    w = Writer(int(sys.argv[1]))
    for line in PRELUDE.splitlines():
        w.emit(line)
    for _ in range(5):
        w.function()
    w.emit("function run() {")
    w.block(12)
    w.emit("}")
    w.emit("run()")
    print("\n".join(w.lines))


main()
