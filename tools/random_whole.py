#!/usr/bin/env python3
"""Writes random programs of the whole language together with what they mean in Python (random_model.py).

Each expression and statement is made twice, in Seam and in Python; running the Python tells what the program prints. A
program is a tree of statements, so that compare_whole.py can drop some of them and look whether it still fails.
usage: random_whole.py SEED FOLDER     writes FOLDER/SEED.seam, FOLDER/SEED_lib.seam and FOLDER/SEED.expected
"""
import pathlib
import random
import re
import sys

import random_model as model

INTS = ["int", "u8", "i16", "u32"]
SCALARS = INTS + ["bool", "string", "float"]
SIMPLE = {"bool": ("true", "True"), "string": ('"s"', '"s"'), "float": ("0.5", "0.5"), "Dog": ('new Dog("d")', 'Dog("d")'),
          "P": ('P { a: 1, b: 2, s: "p" }', "P('P', 1, 2, 'p')"), "Shape": ("Shape.Dot", "Variant('Dot')"),
          "Named": ('new Dog("n")', 'Dog("n")')}


# ---- types: a name, or a tuple of a maker and its arguments ----

def text(t):
    if isinstance(t, str):
        return t
    kind, args = t[0], [text(a) for a in t[1:]]
    if kind == "arr":
        return f"({args[0]})[]" if t[1][0] == "fun" else f"{args[0]}[]"
    if kind == "opt":
        return f"({args[0]})?" if t[1][0] == "fun" else f"{args[0]}?"
    if kind == "tup":
        return f"[{', '.join(args)}]"
    if kind == "fun":
        return f"({', '.join(f'{c}: {a}' for c, a in zip('xyz', args[:-1]))}) => {args[-1]}"
    return f"{kind}<{', '.join(args)}>"


def substitute(t, binding):
    if isinstance(t, str):
        return binding.get(t, t)
    return (t[0], *(substitute(a, binding) for a in t[1:]))


def mentions(t, names):
    return t in names if isinstance(t, str) else any(mentions(a, names) for a in t[1:])


def shown(t):
    """Whether it prints, and compares."""
    return t not in ("Folder", "Events") if isinstance(t, str) else t[0] != "fun" and all(map(shown, t[1:]))


def plain_key(t):
    return t in INTS + ["bool", "string", "Color", "P"]


class Statement:
    """Parts are (seam, python) lines or Blocks; `hoisted` are Python lines that come before."""

    def __init__(self, parts, hoisted=(), deferred=None):
        self.parts, self.hoisted, self.deferred, self.dropped = parts, list(hoisted), deferred, False


class Block:
    def __init__(self):
        self.statements = []

    def live(self):
        return [s for s in self.statements if not s.dropped]

    def seam(self, out, depth):
        for s in self.live():
            for part in s.parts:
                if isinstance(part, Block):
                    part.seam(out, depth + 1)
                elif part[0] is not None:
                    out.append("  " * depth + part[0])

    def python(self, out, depth, statements=None):
        statements = self.live() if statements is None else statements
        out.append("    " * depth + "pass")
        for i, s in enumerate(statements):
            out.extend("    " * depth + line for line in s.hoisted)
            if s.deferred:
                out.append("    " * depth + "try:")
                self.python(out, depth + 1, statements[i + 1:])
                out.append("    " * depth + "finally:")
                s.deferred.python(out, depth + 1)
                return
            for part in s.parts:
                if isinstance(part, Block):
                    part.python(out, depth + 1)
                elif part[1] is not None:
                    out.append("    " * depth + part[1])

    def each(self):
        for s in self.statements:
            yield s
            for part in s.parts:
                if isinstance(part, Block):
                    yield from part.each()


class Writer:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.scopes, self.names, self.block, self.hoisted = [{}], 0, Block(), []
        self.functions = []       # (name, type parameters, parameters, result, throws)
        self.loops, self.level, self.result, self.params = 0, 0, None, []
        self.throws, self.lambdas, self.cleanup = True, 0, False

    # ---- names ----

    def fresh(self, stem="v"):
        self.names += 1
        return f"{stem}{self.names}"

    def chance(self, percent):
        return self.r.randrange(100) < percent

    def known(self, t, kinds=("const", "let")):
        return [(n, k) for scope in self.scopes for n, (u, k) in scope.items() if u == t and k in kinds]

    def read(self, name, kind):
        return name, f"cp({name}.v)" if kind == "let" else f"cp({name})"

    def any_type(self, depth=0):
        """A random type, of the type parameters in sight too."""
        k = self.r.randrange(22 if depth < 2 else 10)
        if self.params and self.chance(30):
            return self.r.choice(self.params)
        if k < 8:
            return self.r.choice(SCALARS)
        if k < 10:
            return self.r.choice(["P", "Shape", "Color", "Dog", "Named"])
        inner = lambda: self.any_type(depth + 1)
        if k < 13:
            return ("arr", inner())
        if k < 15:
            t = inner()
            return t if t[0] == "opt" or t in self.params else ("opt", t)
        if k == 15:
            return ("Map", self.r.choice(["string", "int", "Color", ("tup", "int", "string")]), inner())
        if k == 16:
            return ("Set", self.r.choice(["string", "int", "u8", "Color"]))
        if k == 17:
            return ("tup", inner(), inner())
        if k == 18:
            return ("Pair", inner(), inner())
        if k == 19:
            return ("Box", inner())
        if k == 20:
            return ("Tree", inner())
        return ("fun", self.r.choice(["int", "string"]), self.r.choice(["int", "string", "P"]))

    # ---- expressions: (seam, python) ----

    def value(self, t, depth=0):
        names = self.known(t)
        if t in self.params:
            if depth < 2 and self.chance(25):
                boxes = self.known(("Box", t))
                if boxes:
                    s, p = self.read(*self.r.choice(boxes))
                    return f"{s}.v", f"cp({p}.v)"
            return self.read(*self.r.choice(names))
        if names and (depth > 2 or self.chance(40)):
            return self.read(*self.r.choice(names))
        if depth < 2 and self.chance(20):
            called = self.call(t, depth)
            if called:
                return called
        if depth < 3 and self.chance(12):
            got = self.part(t, depth)
            if got:
                return got
        if depth < 2 and self.chance(6):
            c, a, b = self.value("bool", depth + 1), self.value(t, depth + 2), self.value(t, depth + 2)
            if t[0] not in ("opt", "fun"):
                return f"({c[0]} ? {a[0]} : {b[0]})", f"({a[1]} if {c[1]} else {b[1]})"
        if depth < 2 and self.chance(8) and t[0] != "fun":
            return self.match_value(t, depth)
        if t in INTS:
            return self.integer(t, depth + 1) if depth < 4 else self.number(t)
        if depth > 4 and t in SIMPLE:
            return SIMPLE[t]
        made = getattr(self, "make_" + (t if isinstance(t, str) else t[0]))
        return made(t, depth + 1)

    def call(self, t, depth):
        fitting = []
        for f in self.functions:
            binding = match_types(f[3], t, f[1])
            if binding is not None and (self.throws or not f[4]) and all(map(shown, binding.values())):
                fitting.append((f, binding))
        funs = [(n, k, u) for scope in self.scopes for n, (u, k) in scope.items()
                if u[0] == "fun" and u[-1] == t and len(u) == 3] if self.throws else []
        if funs and (not fitting or self.chance(50)):
            n, k, u = self.r.choice(funs)
            a = self.value(u[1], depth + 1)
            return f"{n}({a[0]})", f"{self.read(n, k)[1]}({a[1]})"
        if not fitting:
            return None
        (name, params, args, _, _), binding = self.r.choice(fitting)
        binding = {q: binding.get(q) or self.r.choice(["int", "string", "P", ("arr", "int"), ("opt", "string"),
                                                       ("tup", "int", "P"), "Named"]) for q in params}
        values = [self.value(substitute(a, binding), depth + 1) for a in args]
        simple = all(b in SCALARS + ["P", "Color", "Shape"] for b in binding.values())
        given = f"<{', '.join(text(binding[q]) for q in params)}>" if params and not (simple and self.chance(50)) else ""
        types = [repr(text(binding[q])) for q in params]
        return (f"{name}{given}({', '.join(v[0] for v in values)})",
                f"{name}({', '.join(self.py_types(types) + [v[1] for v in values])})")

    def py_types(self, types):
        return types

    def part(self, t, depth):
        """Out of something that holds one."""
        found = []
        for scope in self.scopes:
            for n, (u, k) in scope.items():
                s, p = self.read(n, k)
                if u[0] == "Pair" and u[1] == t:
                    found.append((f"{s}.a", f"cp({p}.a)"))
                if u[0] == "Pair" and u[2] == t:
                    found.append((f"{s}.flip().a", f"cp({p}.flip().a)"))
                if u[0] == "Box" and u[1] == t:
                    found.append((f"{s}.v", f"cp({p}.v)"))
                if u[0] == "tup" and u[1] == t:
                    found.append((f"{s}[0]", f"cp({p}[0])"))
                if u == ("arr", t):
                    i = self.r.randrange(9)
                    if t[0] != "fun":
                        d = self.value(t, depth + 1)
                        found.append((f"({s}.length > 0 ? at<{text(t)}>({s}, {i}) : {d[0]})",
                                      f"(at({p}, {i}) if len({p}) > 0 else {d[1]})"))
                if u == ("opt", t):
                    d = self.value(t, depth + 1)
                    found.append((f"({s} ?? {d[0]})", f"orelse({p}, lambda: {d[1]})"))
                if u == t == ("arr", "int"):
                    found.append((f"{s}.map((x, i) => x +% i)", f"mapped({p}, lambda x, i: wrap('int', x + i))"))
        return self.r.choice(found) if found else None

    def integer(self, t, d):
        k = self.r.randrange(12)
        if k < 3:
            a, b = self.value(t, d), self.value(t, d)
            op = self.r.choice("+-*")
            how = self.r.choice([("%", "wrap"), ("|", "saturate")])
            return f"({a[0]} {op}{how[0]} {b[0]})", f"{how[1]}('{t}', {a[1]} {op} {b[1]})"
        if k == 3:
            a, b = self.value(t, d), self.value(t, d)
            op, f = self.r.choice([("/", "quotient"), ("%", "remainder")])
            return (f"({a[0]} {op} (({b[0]} & {t}(62)) | {t}(2)))", f"{f}({a[1]}, ({b[1]} & 62) | 2)")
        if k == 4:
            a, b = self.value(t, d), self.value(t, d)
            op = self.r.choice("&|^")
            return f"({a[0]} {op} {b[0]})", f"({a[1]} {op} {b[1]})"
        if k == 5:
            other = self.r.choice([u for u in INTS if u != t])
            a = self.value(other, d)
            how = self.r.choice(["wrap", "saturate"])
            return f"{t}.{how}({a[0]})", f"{how}('{t}', {a[1]})"
        if k == 6:
            a, b = self.value("int" if t != "int" else "u32", d), self.value(t, d)
            return f"({t}.try({a[0]}) ?? {b[0]})", f"orelse(attempt('{t}', {a[1]}), lambda: {b[1]})"
        if k == 7 and t == "int":
            return self.measure(d)
        if k == 8 and t == "int":
            p = self.value("P", d)
            return self.r.choice([(f"{p[0]}.a", f"{p[1]}.a"), (f"{p[0]}.sum", f"{p[1]}.sum")]) if "{" not in p[0] else p_a(p)
        if k == 9 and t == "int":
            n = self.value("Named", d)
            a = self.value("int", d)
            held = self.known("Named")
            if held:
                s, p = self.read(*self.r.choice(held))
                return f"{s}.score({a[0]})", f"{p}.score({a[1]})"
            return f"named({n[0]}).score({a[0]})", f"{n[1]}.score({a[1]})"
        return self.number(t)

    def number(self, t):
        low, high = model.limits(t)
        n = self.r.choice([low, high, 0, 1, 2, 3, self.r.randint(low, high), self.r.randint(0, 100)])
        return (f"int({n})" if not 0 <= n <= 100 else str(n), f"({n})") if t == "int" else (f"{t}({n})", f"({n})")

    def measure(self, d):
        kinds = [u for scope in self.scopes for u, _ in scope.values() if u[0] in ("arr", "Map", "Set", "Tree")]
        if not kinds:
            s = self.value("string", d)
            return f"{s[0]}.length", f"len({s[1]})"
        t = self.r.choice(kinds)
        s, p = self.read(*self.r.choice(self.known(t)))
        if t[0] == "Tree":
            return f"{s}.size()", f"size({p})"
        return f"{s}.{'length' if t[0] == 'arr' else 'size'}", f"len({p})"

    def make_bool(self, _, d):
        k = self.r.randrange(5)
        if k == 0:
            a, b = self.value("bool", d), self.value("bool", d)
            s, p = self.r.choice([("&&", "and"), ("||", "or"), ("==", "=="), ("!=", "!=")])
            return f"({a[0]} {s} {b[0]})", f"({a[1]} {p} {b[1]})"
        if k == 1:
            a, b = self.value(self.r.choice(INTS), d), self.value(self.r.choice(INTS), d)
            op = self.r.choice(["<", "<=", "==", "!=", ">", ">="])
            return f"({a[0]} {op} {b[0]})", f"({a[1]} {op} {b[1]})"
        if k == 2:
            typed = [(n, q, u) for scope in self.scopes for n, (u, q) in scope.items() if shown(u)]
            if typed:
                n, q, t = self.r.choice(typed)
                a, b = self.read(n, q), self.value(t, d)
                op = self.r.choice(["==", "!="])
                if "{" not in b[0] and t not in ("Dog", "Named") and not holds_objects(t):
                    return f"({a[0]} {op} {b[0]})", f"({a[1]} {op} {b[1]})"
        if k == 3:
            t = self.r.choice(["Shape", ("opt", "Shape"), ("Tree", "int")])
            held = self.known(t)
            if held:
                s, p = self.read(*self.r.choice(held))
                pattern, test, names = self.pattern(t, "m", simple=True)
                return f"({s} is {pattern})", f"(lambda m: bool({test}))({p})"
        a, b = self.value("string", d), self.value("string", d)
        op = self.r.choice(["<", "==", ">="])
        return f"({a[0]} {op} {b[0]})", f"({a[1]} {op} {b[1]})"

    def make_string(self, _, d):
        k = self.r.randrange(5)
        if k == 0:
            a, b = self.value("string", d), self.value("string", d)
            return f"cut({a[0]} + {b[0]})", f"cut({a[1]} + {b[1]})"
        if k == 1:
            t = self.r.choice([u for scope in self.scopes for u, _ in scope.values() if shown(u)] or ["int"])
            a, b = self.value(t, d), self.value("string", d)
            if '"' not in a[0] and "`" not in a[0] and "{" not in a[0] + b[0]:
                return f"cut(`{b[0].join(['${', '}'])}<${{{a[0]}}}>`)", f"cut({b[1]} + '<' + show({a[1]}) + '>')"
        if k == 2:
            a = self.value(("arr", "string"), d)
            return f"cut({a[0]}.join(\"-\"))" if a[0][0] != "[" else f"cut(strings({a[0]}).join(\"-\"))", f"cut('-'.join({a[1]}))"
        if k == 3 and self.throws:
            e = self.value("int", d)
            n = self.known("Folder")
            if n:
                s, p = self.read(*self.r.choice(n))
                return f"{s}.add(`f${{{e[0]}}}`).path()", f"{p}.add('f' + show({e[1]})).path()"
        s = self.r.choice(["", "abc", "q", "x y"])
        return f'"{s}"', f'"{s}"'

    def make_float(self, _, d):
        k = self.r.randrange(3)
        if k == 0:
            t = self.r.choice(INTS)
            a = self.value(t, d)
            return f"float(as<{t}>({a[0]}))", f"float({a[1]})"
        if k == 1:
            a, b = self.value("float", d), self.value("float", d)
            op = self.r.choice("+-")
            return f"({a[0]} {op} {b[0]} / 2.0)", f"({a[1]} {op} {b[1]} / 2.0)"
        n = self.r.choice([0.5, 0.1, 2.25, 1e10, 3.0])
        return repr(n), repr(n)

    def make_P(self, _, d):
        lets = self.known("P", ("let",))
        if lets and self.chance(40):
            n, _ = self.r.choice(lets)
            a = self.value("int", d)
            return f"{n}.twist({a[0]})", f"{n}.v.twist({a[1]})"
        a, b, s = self.value("int", d), self.value("u8", d), self.value("string", d)
        return f"P {{ a: {a[0]}, b: {b[0]}, s: {s[0]} }}", f"P('P', {a[1]}, {b[1]}, {s[1]})"

    def make_Color(self, *_):
        c = self.r.choice(["Red", "Green", "Blue"])
        return f"Color.{c}", f"Variant('{c}')"

    def make_Shape(self, t, d):
        k = self.r.randrange(5)
        if k == 0 or d > 3:
            return "Shape.Dot", "Variant('Dot')"
        if k == 4:
            a, b = self.value("Shape", d + 1), self.value("P", d + 1)
            return f"shallow(Shape.Group({a[0]}, {b[0]}))", f"shallow(Variant('Group', {a[1]}, {b[1]}))"
        types = {1: ["int"], 2: ["int", "u8"], 3: ["string"]}[k]
        values = [self.value(u, d) for u in types]
        name = ["", "Circle", "Rect", "Label"][k]
        return f"Shape.{name}({', '.join(v[0] for v in values)})", f"Variant('{name}', {', '.join(v[1] for v in values)})"

    def make_Dog(self, _, d):
        s = self.value("string", d)
        return f"new Dog({s[0]})", f"Dog({s[1]})"

    def make_Named(self, _, d):
        if self.chance(50):
            return self.value("Dog", d)
        p = self.value("P", d)
        return p[0], f"Boxed({p[1]})"

    def make_arr(self, t, d):
        values = [self.value(t[1], d) for _ in range(self.r.randrange(0 if t[1][0] != "fun" else 1, 4))]
        if values or not self.chance(50):
            return f"list<{text(t[1])}>([{', '.join(v[0] for v in values)}])", f"[{', '.join(v[1] for v in values)}]"
        return f"list<{text(t[1])}>([])", "[]"

    def make_opt(self, t, d):
        if t[1] not in self.params and self.chance(40):
            return f"some<{text(t[1])}>(null)", "None"
        v = self.value(t[1], d)
        return f"some<{text(t[1])}>({v[0]})", v[1]

    def make_Map(self, t, d):
        items = [(self.value(t[1], d), self.value(t[2], d)) for _ in range(self.r.randrange(3))]
        s = ", ".join(f"[{k[0]}, {v[0]}]" for k, v in items)
        p = ", ".join(f"({k[1]}, {v[1]})" for k, v in items)
        return f"new Map<{text(t[1])}, {text(t[2])}>([{s}])", f"dict([{p}])"

    def make_Set(self, t, d):
        held = self.known(t)
        if len(held) > 1 and self.chance(50):
            (a, p), (b, q) = (self.read(*self.r.choice(held)) for _ in range(2))
            s, f = self.r.choice([("union", "joined"), ("intersection", "common"), ("difference", "without")])
            return f"{a}.{s}({b})", f"{f}({p}, {q})"
        xs = self.make_arr(("arr", t[1]), d)
        return f"new Set<{text(t[1])}>({xs[0]})", f"set_of({xs[1]})"

    def make_tup(self, t, d):
        a, b = self.value(t[1], d), self.value(t[2], d)
        return f"two<{text(t[1])}, {text(t[2])}>([{a[0]}, {b[0]}])", f"Tup([{a[1]}, {b[1]}])"

    def py_name(self, t):
        """The name of a type as it prints: type parameters are known at run time only."""
        name = text(t)
        if not mentions(t, self.params):
            return repr(name)
        for q in self.params:
            name = re.sub(rf"\b{q}\b", "{t_" + q + "}", name)
        return f"f'{name}'"

    def make_Pair(self, t, d):
        a, b = self.value(t[1], d), self.value(t[2], d)
        return f"{text(t)} {{ a: {a[0]}, b: {b[0]} }}", f"Pair({self.py_name(t)}, {a[1]}, {b[1]})"

    def make_Box(self, t, d):
        a = self.value(t[1], d)
        return f"new {text(t)}({a[0]})", f"Box({self.py_name(t)}, {a[1]})"

    def make_Tree(self, t, d):
        if d > 3 or self.chance(30):
            return f"{text(t)}.Leaf", "LEAF"
        a, b = self.value(t, d + 1), self.value(t[1], d)
        return f"grow<{text(t[1])}>({a[0]}, {b[0]})", f"grow({a[1]}, {b[1]})"

    def make_fun(self, t, d):
        s, p = self.lambda_(t[1:-1], t[-1], d)
        return f"fun<{', '.join(map(text, t[1:]))}>({s})", p

    def captured(self):
        """All that is in sight is bound when the lambda is made: a loop makes its variables anew."""
        names = {n: 0 for scope in self.scopes[1:] for n in scope}
        return (", *" + "".join(f", {n}={n}" for n in names)) if names else ""

    def lambda_(self, params, result, depth, may_throw=True):
        names = [self.fresh() for _ in params]
        head, captured = ", ".join(names), self.captured()
        saved = self.throws
        self.throws = self.throws and may_throw
        self.scopes.append({n: (t, "const") for n, t in zip(names, params)})
        if self.lambdas or self.chance(60):
            self.lambdas += 1
            body = self.value(result, max(depth, 1)) if result else ("print(1)", "say(1)")
            self.lambdas -= 1
            made = f"({head}) => {body[0]}" if body[0][0] != "{" else f"({head}) => ({body[0]})"
            self.scopes.pop()
            self.throws = saved
            return made, f"(lambda {head}, _=None{captured}: {body[1]})"
        name = self.fresh("l")
        state = self.block, self.hoisted, self.loops, self.result, self.level
        self.loops, self.result, self.level = 0, result, self.level + 1
        block = self.inner(self.r.randrange(1, 3))
        if result:
            self.block, self.hoisted = block, []
            last = self.value(result, 1)
            block.statements.append(Statement([(f"return {last[0]}", f"return {last[1]}")], self.hoisted))
        self.block, self.hoisted, self.loops, self.result, self.level = state
        self.scopes.pop()
        self.throws = saved
        seam, python = [], []
        block.seam(seam, 1)
        block.python(python, 1)
        self.hoisted.append(f"def {name}({head}, _=None{captured}):")
        self.hoisted.extend(python)
        return f"({head}) => {{\n" + "\n".join(seam) + "\n}", name

    # ---- patterns ----

    def pattern(self, t, access, simple=False, depth=0):
        """(seam, python test, names): binds by `:=`."""
        if not simple and self.chance(20 if depth else 0):
            if self.chance(50):
                return "_", "True", {}
            n = self.fresh()
            return n, f"((({n} := cp({access})),),)", {n: (t, "const")}
        if t[0] == "opt":
            if self.chance(30):
                return "null", f"({access} is None)", {}
            s, p, names = self.pattern(t[1], access, simple, depth)
            if s == "_" or s in names:
                return "null", f"({access} is None)", {}
            return s, f"({access} is not None and {p})", names
        if t == "Shape":
            name, types = self.r.choice([("Dot", []), ("Circle", ["int"]), ("Rect", ["int", "u8"]), ("Label", ["string"]),
                                         ("Group", ["Shape", "P"])])
            return self.variant(name, types, access, simple, depth)
        if t[0] == "Tree":
            name, types = self.r.choice([("Leaf", []), ("Node", [t, t[1], t])])
            return self.variant(name, types, access, simple, depth)
        if t == "Color":
            c = self.r.choice(["Red", "Green", "Blue"])
            return c, f"({access}.name == '{c}')", {}
        if t == "bool":
            b = self.r.choice([True, False])
            return str(b).lower(), f"({access} is {b})", {}
        if t in INTS:
            n = self.r.randrange(100)
            return self.r.choice([(str(n), f"({access} == {n})", {}), (f"{n}..{n + 9}", f"({n} <= {access} < {n + 9})", {}),
                                  (f"{n} | {n + 1}", f"({access} in ({n}, {n + 1}))", {})])
        if t == "string":
            s = self.r.choice(["", "abc", "q"])
            return f'"{s}"', f"({access} == '{s}')", {}
        if t[0] == "tup" and depth < 2:
            a, p, x = self.pattern(t[1], f"{access}[0]", simple, depth + 1)
            b, q, y = self.pattern(t[2], f"{access}[1]", simple, depth + 1)
            return f"[{a}, {b}]", f"({p} and {q})", {**x, **y}
        if t[0] in ("P", "Pair") and depth < 2 or t == "P":
            f, u = self.r.choice([("a", "int"), ("s", "string")] if t == "P" else [("a", t[1]), ("b", t[2])])
            s, p, names = self.pattern(u, f"{access}.{f}", simple, depth + 1)
            return f"{{ {f}: {s} }}", p, names
        if simple:
            return "_", "True", {}
        n = self.fresh()
        return n, f"((({n} := cp({access})),),)", {n: (t, "const")}

    def variant(self, name, types, access, simple, depth):
        if depth > 2 or not types:
            return name, f"({access}.name == '{name}')", {}
        made, tests, names = [], [f"{access}.name == '{name}'"], {}
        for i, t in enumerate(types):
            s, p, more = self.pattern(t, f"{access}.parts[{i}]", simple, depth + 1)
            made.append(s)
            tests.append(p)
            names.update(more)
        return f"{name}({', '.join(made)})", f"({' and '.join(tests)})", names

    def subject(self):
        t = self.r.choice(["Shape", ("opt", "Shape"), ("Tree", "int"), ("Tree", "P"), "int", "string", ("tup", "int", "Shape"), "P",
                           ("tup", ("opt", "int"), "Color"), ("Pair", "Shape", "string")])
        return t, self.value(t, 1)

    def match_value(self, t, depth):
        u, (s, p) = self.subject()
        self.lambdas += 1
        arms, tests = [], []
        m = self.fresh("m")
        for _ in range(self.r.randrange(1, 4)):
            pattern, test, names = self.pattern(u, m)
            if pattern in names or pattern == "_" or any(pattern == a[0] for a in arms):
                continue
            self.scopes.append(names)
            guard = self.value("bool", 2)
            v = self.value(t, depth + 2)
            self.scopes.pop()
            arms.append((pattern, f"  {pattern} if {guard[0]} => {brace(v[0])}"))
            tests.append(f"{v[1]} if {test} and {guard[1]} else ")
        v = self.value(t, depth + 2)
        self.lambdas -= 1
        whole = "\n".join([a[1] for a in arms] + [f"  _ => {brace(v[0])}"])
        return f"as<{text(t)}>(match ({s}) {{\n{whole}\n}})", f"(lambda {m}: {''.join(tests)}{v[1]})({p})"

    # ---- statements ----

    def emit(self, *parts, deferred=None):
        self.block.statements.append(Statement(list(parts), self.hoisted, deferred))
        self.hoisted = []

    def inner(self, count, names=()):
        """A block of its own."""
        saved, self.block, hoisted, self.hoisted = self.block, Block(), self.hoisted, []
        self.scopes.append(dict(names))
        self.level += 1
        for _ in range(count):
            self.statement()
        self.level -= 1
        self.scopes.pop()
        made, self.block, self.hoisted = self.block, saved, hoisted
        return made

    def declare(self, t=None):
        t = t or self.any_type()
        n = self.fresh()
        v = self.value(t)
        if self.chance(60):
            self.emit((f"let {n}: {text(t)} = {v[0]}", f"{n} = Cell({v[1]})"))
            self.scopes[-1][n] = (t, "let")
        else:
            self.emit((f"const {n}{f': {text(t)}' if t == 'Named' or t[0] == 'opt' or self.chance(70) else ''} = {v[0]}",
                       f"{n} = {v[1]}"))
            self.scopes[-1][n] = (t, "const")

    def statement(self):
        k = self.r.randrange(30)
        deep = self.level > 4 or self.lambdas
        if k < 6:
            return self.declare()
        if k < 10:
            return self.assign()
        if k < 14:
            return self.change()
        if deep or k < 17:
            return self.say()
        [self.branch, self.branch, self.loop, self.loop, self.loop, self.attempt, self.defer, self.leave, self.leave, self.take,
         self.matching, self.matching, self.nested][k - 17]()

    def say(self):
        typed = [(n, q) for scope in self.scopes for n, (u, q) in scope.items() if shown(u)]
        values = [self.read(*self.r.choice(typed)) for _ in range(2) if typed]
        values.append(self.value(self.r.choice(SCALARS)))
        self.emit((f"print({', '.join(v[0] for v in values)})", f"say({', '.join(v[1] for v in values)})"))

    def assign(self):
        lets = [(n, t) for scope in self.scopes for n, (t, k) in scope.items() if k == "let" and not holds_functions(t)]
        if not lets:
            return self.declare()
        n, t = self.r.choice(lets)
        v = self.value(t)
        if t in INTS and self.chance(60):
            op = self.r.choice("+-*")
            w, how = self.r.choice([("%", "wrap"), ("|", "saturate")])
            return self.emit((f"{n} {op}{w}= {v[0]}", f"{n}.v = {how}('{t}', {n}.v {op} {v[1]})"))
        if t == "string" and self.chance(40):
            return self.emit((f"{n} += {v[0]}", f"{n}.v = {n}.v + {v[1]}"), (f"{n} = cut({n})", f"{n}.v = cut({n}.v)"))
        if t == "P" and self.chance(70):
            a, s = self.value("int"), self.value("string")
            return self.emit(self.r.choice([(f"{n}.a = {a[0]}", f"{n}.v.a = {a[1]}"), (f"{n}.s = {s[0]}", f"{n}.v.s = {s[1]}"),
                                            (f"{n}.sum = {a[0]}", f"{n}.v.sum = {a[1]}"),
                                            (f"{n}.twist({a[0]})", f"{n}.v.twist({a[1]})")]))
        if t[0] == "tup" and self.chance(50):
            v = self.value(t[1])
            return self.emit((f"{n}[0] = {v[0]}", f"{n}.v[0] = {v[1]}"))
        if t[0] == "Pair" and self.chance(50):
            v = self.value(t[2])
            return self.emit((f"{n}.b = {v[0]}", f"{n}.v.b = {v[1]}"))
        self.emit((f"{n} = {v[0]}", f"{n}.v = {v[1]}"))

    def change(self):
        held = [(n, t, k) for scope in self.scopes for n, (t, k) in scope.items() if t[0] in ("arr", "Map", "Set", "Box")
                and not holds_functions(t)]
        if not held:
            return self.declare()
        n, t, k = self.r.choice(held)
        _, p = self.read(n, k)
        if t[0] == "Box":
            v = self.value(t[1])
            return self.emit(self.r.choice([(f"{n}.v = {v[0]}", f"{p}.v = {v[1]}"), (f"{n}.swap({v[0]})", f"{p}.swap({v[1]})")]))
        if t[0] == "Set":
            v = self.value(t[1])
            return self.emit(self.r.choice([(f"{n}.add({v[0]})", f"added({p}, {v[1]})"),
                                            (f"{n}.delete({v[0]})", f"{p}.pop({v[1]}, None)")]))
        if t[0] == "Map":
            key, v = self.value(t[1]), self.value(t[2])
            return self.emit(self.r.choice([(f"{n}.set({key[0]}, {v[0]})", f"put({p}, {key[1]}, {v[1]})"),
                                            (f"{n}.delete({key[0]})", f"{p}.pop({key[1]}, None)"),
                                            (f"if ({n}.has({key[0]})) {n}.clear()", f"{p}.clear() if {key[1]} in {p} else 0")]))
        v = self.value(t[1])
        kinds = [(f"{n}.push({v[0]})", f"{p}.append({v[1]})"), (f"{n}.pop()", f"{p}.pop() if {p} else 0"),
                 (f"if ({n}.length > 0) {n}[0] = {v[0]}", f"if {p}: put({p}, 0, {v[1]})"),
                 (f"{n}.reverse()", f"{p}.reverse()"), (f"if ({n}.length > 9) {n}.clear()", f"if len({p}) > 9: {p}.clear()"),
                 (f"{n}.insert(0, {v[0]})", f"{p}.insert(0, {v[1]})")]
        if t[1] == "P":
            a = self.value("int")
            kinds += 3 * [(f"if ({n}.length > 0) {n}[0].a = {a[0]}", f"if {p}: {p}[0].a = {a[1]}"),
                          (f"if ({n}.length > 0) {n}[0].twist({a[0]})", f"if {p}: {p}[0].twist({a[1]})")]
        if t[1] in SCALARS[:4] + ["string"]:
            kinds += 2 * [(f"{n}.sort()", f"{p}.sort()")]
        self.emit(self.r.choice(kinds))

    def branch(self):
        options = [(n, t) for scope in self.scopes for n, (t, k) in scope.items() if t[0] == "opt" and k == "const"
                   and n[0] == "v"]  # a parameter might be assigned before a lambda runs
        shapes = [(n, t, k) for scope in self.scopes for n, (t, k) in scope.items() if t in ("Shape", "Named") or t[0] == "Tree"]
        if options and self.chance(40):
            n, t = self.r.choice(options)
            parts = [(f"if ({n} != null) {{", f"if {n} is not None:"), self.inner(2, {n: (t[1], "const")})]
        elif shapes and self.chance(60):
            n, t, k = self.r.choice(shapes)
            s, p = self.read(n, k)
            if t == "Named":
                u = self.r.choice(["Dog", "P"])
                test = f"isinstance({p}, Dog)" if u == "Dog" else f"isinstance({p}, Boxed)"
                names = {n: ("Dog", "const")} if u == "Dog" and k == "const" and n[0] == "v" else {}
                parts = [(f"if ({n} is {u}) {{", f"if {test}:"), self.inner(2, names)]
            else:
                pattern, test, names = self.pattern(t, "m_")
                parts = [(f"if ({s} is {pattern}) {{", f"if (m_ := {p}, {test})[1]:"), self.inner(2, names)]
        else:
            c = self.value("bool")
            parts = [(f"if ({c[0]}) {{", f"if {c[1]}:"), self.inner(2)]
        if self.chance(40):
            parts += [("} else {", "else:"), self.inner(1)]
        self.emit(*parts, ("}", None))

    def loop(self):
        self.loops += 1
        hold = [(n, t, k) for scope in self.scopes for n, (t, k) in scope.items() if t[0] in ("arr", "Map", "Set")]
        i = self.fresh()
        guard = ("  if (spend()) break", "    if spend(): break")
        if hold and self.chance(60):
            n, t, k = self.r.choice(hold)
            s, p = self.read(n, k)
            if t[0] == "Map":
                j = self.fresh()
                parts = [(f"for (const [{i}, {j}] of {s}.entries()) {{", f"for {i}, {j} in list({p}.items()):"), guard,
                         self.inner(2, {i: (t[1], "const"), j: (t[2], "const")})]
            else:
                over = f"{s}.slice(0)" if t[0] == "arr" else f"{s}.values()"
                parts = [(f"for (const {i} of {over}) {{", f"for {i} in list(map(cp, {p})):"), guard,
                         self.inner(2, {i: (t[1], "const")})]
        elif self.chance(70):
            parts = [(f"for (const {i} of 0..{self.r.randrange(1, 4)}) {{", None), guard, self.inner(3, {i: ("int", "const")})]
            parts[0] = (parts[0][0], f"for {i} in range({parts[0][0].split('..')[1].split(')')[0]}):")
        else:
            c = self.value("bool")
            parts = [(f"while ({c[0]}) {{", f"while {c[1]}:"), guard, self.inner(3)]
        self.loops -= 1
        self.emit(*parts, ("}", None))

    def attempt(self):
        n = self.value("int")
        saved, self.throws = self.throws, True
        body = self.inner(2)
        self.throws = saved
        parts = [("try {", "try:"), (f"  risky({n[0]})", f"    risky({n[1]})"), body]
        if self.chance(50):
            e = self.fresh("e")
            parts += [(f"}} catch ({e}: Bad) {{", f"except Bad as {e}:"),
                      (f"  print(\"bad\", {e}.message, {e}.code)", f"    say('bad', {e}.message, {e}.code)"), self.inner(1)]
        e = self.fresh("e")
        parts += [(f"}} catch ({e}) {{", f"except Thrown as {e}:"),
                  (f"  print({e}.message)", f"    say({e}.message)"), self.inner(1)]
        if self.throws and self.chance(30):
            parts += [(f"  throw {e}", f"    raise {e}")]
        if self.chance(40):
            parts += [("} finally {", "finally:"), self.careful()]
        self.emit(*parts, ("}", None))

    def careful(self):
        saved = self.throws, self.loops, self.cleanup
        self.throws, self.loops, self.cleanup = False, 0, True
        made = self.inner(1)
        self.throws, self.loops, self.cleanup = saved
        return made

    def defer(self):
        block = self.careful()
        self.emit(("defer {", None), block, ("}", None), deferred=block)

    def leave(self):
        kinds = []
        if self.loops:
            kinds += [("break", "break"), ("continue", "continue")]
        if self.throws:
            n = self.value("int")
            kinds.append((f"throw new Bad(\"thrown\", {n[0]})", f"raise Bad('thrown', {n[1]})"))
        if self.result and not self.cleanup:
            v = self.value(self.result)
            kinds.append((f"return {v[0]}", f"return {v[1]}"))
        if not kinds:
            return self.say()
        c, (s, p) = self.value("bool"), self.r.choice(kinds)
        self.emit((f"if ({c[0]}) {{", f"if {c[1]}:"), (f"  {s}", f"    {p}"), ("}", None))

    def take(self):
        t = self.r.choice([("tup", self.any_type(1), self.any_type(1)), ("Pair", self.any_type(1), self.any_type(1)), "P"])
        v, a, b = self.value(t), self.fresh(), self.fresh()
        m = self.fresh("m")
        if t[0] == "tup":
            s, access, types = f"[{a}, {b}]", ("[0]", "[1]"), t[1:]
        elif t == "P":
            s, access, types = f"{{ a: {a}, s: {b} }}", (".a", ".s"), ("int", "string")
        else:
            s, access, types = f"{{ a: {a}, b: {b} }}", (".a", ".b"), t[1:]
        self.emit((f"const {s} = {v[0]}", f"{m} = {v[1]}"), (None, f"{a} = {m}{access[0]}"), (None, f"{b} = {m}{access[1]}"))
        self.scopes[-1].update({a: (types[0], "const"), b: (types[1], "const")})

    def matching(self):
        t, (s, p) = self.subject()
        m = self.fresh("m")
        parts, word, seen = [(f"match ({s}) {{", f"{m} = {p}")], "if", set()
        for _ in range(self.r.randrange(1, 4)):
            pattern, test, names = self.pattern(t, m)
            if pattern in names or pattern == "_" or pattern in seen:
                continue
            seen.add(pattern)
            self.scopes.append(names)
            self.lambdas += 1
            guard = self.value("bool", 2)
            self.lambdas -= 1
            self.scopes.pop()
            parts += [(f"  {pattern} if {guard[0]} => {{", f"{word} {test} and {guard[1]}:"), self.inner(2, names), ("}", None)]
            word = "elif"
        parts += [("  _ => {", "else:" if word == "elif" else "if True:"), self.inner(1), ("  }", None), ("}", None)]
        self.emit(*parts)

    def nested(self):
        """A closure that counts, or a call with a lambda."""
        if not self.throws or self.lambdas:
            return self.say()
        ints = self.known(("arr", "int"))
        if ints and self.chance(60):
            s, p = self.read(*self.r.choice(ints))
            t = self.any_type(1)
            n, u = self.fresh(), ("arr", t)
            f = self.lambda_(["int"], t, 1)
            kind = self.r.randrange(3)
            if kind == 0:
                f = self.lambda_(["int"], "bool", 1)
                self.emit((f"const {n} = {s}.filter({f[0]})", f"{n} = filtered({p}, {f[1]})"))
                u = ("arr", "int")
            elif kind == 1:
                f, v = self.lambda_(["string", "int"], "string", 1), self.value("string")
                self.emit((f"const {n} = {s}.reduce({f[0]}, {v[0]})", f"{n} = reduced({p}, {f[1]}, {v[1]})"))
                u = "string"
            else:
                self.emit((f"const {n} = {s}.map<{text(t)}>({f[0]})", f"{n} = mapped({p}, {f[1]})"))
            self.scopes[-1][n] = (u, "const")
            return
        trees = [(n, t, k) for scope in self.scopes for n, (t, k) in scope.items() if t[0] == "Tree"]
        if trees and self.chance(50):
            n, t, k = self.r.choice(trees)
            s, p = self.read(n, k)
            f = self.lambda_([t[1]], None, 1)
            return self.emit((f"walk<{text(t[1])}>({s}, {f[0]})", f"walk({p}, {f[1]})"))
        kind, n = self.r.randrange(2), self.fresh()
        if kind:
            self.emit((f"const {n} = new Events()", f"{n} = Events()"))
            for _ in range(2):
                f = self.lambda_(["int"], "int", 1)
                self.emit((f"{n}.on({f[0]})", f"{n}.on({f[1]})"))
            v = self.value("int")
            self.emit((f"print({n}.fire({v[0]}))", f"say({n}.fire({v[1]}))"))
        else:
            self.emit((f"const {n} = new Folder(\"root\")", f"{n} = Folder('root')"))
            self.scopes[-1][n] = ("Folder", "const")

    # ---- functions ----

    def function(self):
        self.params = self.r.choice([[], ["T"], ["T", "U"]])
        params = [*self.params] + [self.any_type() for _ in range(self.r.randrange(3))]
        result, throws = self.any_type(), self.chance(60)
        name, names = self.fresh("f"), [self.fresh("p") for _ in params]
        self.scopes.append({n: (t, "const") for n, t in zip(names, params)})
        self.throws, self.result, self.loops, self.level = throws, None, 0, 1
        saved, self.block = self.block, Block()
        n = self.value(result, 2)
        self.emit((f"if (spend()) return {n[0]}", f"if spend(): return {n[1]}"))
        self.result = result
        for _ in range(self.r.randrange(3, 9)):
            self.statement()
        v = self.value(result)
        self.emit((f"return {v[0]}", f"return {v[1]}"))
        body, self.block = self.block, saved
        self.scopes.pop()
        generic = f"<{', '.join(self.params)}>" if self.params else ""
        arguments = [f"t_{q}" for q in self.params] + names
        self.emit((f"function {name}{generic}({', '.join(f'{n}: {text(t)}' for n, t in zip(names, params))}): {text(result)} {{",
                   f"def {name}({', '.join(arguments)}):"), body, ("}", None))
        self.functions.append((name, self.params, params, result, throws))
        self.params, self.result = [], None

    def py_type(self, t):
        return self.py_name(t)

    def program(self):
        for _ in range(self.r.randrange(2, 6)):
            self.function()
        for _ in range(2):
            self.throws = False
            t = self.r.choice(["int", "string", "P", ("arr", "int")])
            self.declare(t)
        self.throws, self.level = True, 1
        body = self.inner(12)
        self.emit(("function run() {", "def run():"), body, ("}", None))
        self.emit(("try { risky(2); run() } catch (e) { print(\"main\", e.message) }",
                   "try: run()\nexcept Thrown as e: say('main', e.message)"))
        return self.block


def p_a(p):
    return f"twice({p[0]}).a", f"{p[1]}.a"


def brace(s):
    return f"({s})" if s[0] == "{" else s


def holds_objects(t):
    """Compared by identity, which Python's interpreter may do otherwise."""
    return t in ("Dog", "Named") or t[0] in ("Box", "fun") or not isinstance(t, str) and any(map(holds_objects, t[1:]))


def holds_functions(t):
    """One that is assigned later might hold a closure that holds the variable: a circle, which is never freed."""
    return t[0] == "fun" or not isinstance(t, str) and any(map(holds_functions, t[1:]))


def match_types(pattern, t, params):
    """What the type parameters are so that `pattern` is `t`; None: it never is."""
    if pattern in params:
        return {pattern: t}
    if isinstance(pattern, str) or isinstance(t, str) or len(pattern) != len(t) or pattern[0] != t[0]:
        return {} if pattern == t else None
    binding = {}
    for a, b in zip(pattern[1:], t[1:]):
        inner = match_types(a, b, params)
        if inner is None or any(binding.get(q, v) != v for q, v in inner.items()):
            return None
        binding.update(inner)
    return binding


HELPERS = """\
function some<T>(x: T?): T? { return x }
function list<T>(x: T[]): T[] { return x }
function two<T, U>(x: [T, U]): [T, U] { return x }
function fun<T, U>(f: (x: T) => U): (x: T) => U { return f }
function as_<T>(x: T): T { return x }
function strings(x: string[]): string[] { return x }
function twice(p: P): P { return p }
function named(n: Named): Named { return n }
function shallow(s: Shape): Shape { return s is Group(Group(Group(_, _), _), _) ? Shape.Dot : s }
"""

PYTHON_HELPERS = """\
def orelse(x, other): return other() if x is None else x
def put(xs, k, v): xs[k] = v
def shallow(s):
    deep = s
    for _ in range(3):
        if deep.name != 'Group': return s
        deep = deep.parts[0]
    return Variant('Dot')
"""


def seam_text(block, library):
    out = (model.PRELUDE.replace("LIBRARY", library) + HELPERS).splitlines()
    block.seam(out, 0)
    return "\n".join(out).replace("as<", "as_<") + "\nprint(live)\n"


def expected(block):
    """What the program prints; None: the model has none (a variable was dropped, too much text)."""
    lines = []
    block.python(lines, 0)
    space = {k: v for k, v in vars(model).items() if not k.startswith("__")}
    model.TRACE.clear()
    model.Fuel.left, model.Fuel.live = 1500, 0
    exec(compile(PYTHON_HELPERS + "\n".join(lines), "model", "exec"), space)
    return "".join(line + "\n" for line in model.TRACE)


if __name__ == "__main__":
    made, folder, name = Writer(int(sys.argv[1])).program(), pathlib.Path(sys.argv[2]), sys.argv[1]
    (folder / f"{name}.seam").write_text(seam_text(made, f"{name}_lib"))
    (folder / f"{name}_lib.seam").write_text(model.LIBRARY)
    (folder / f"{name}.expected").write_text(expected(made))
