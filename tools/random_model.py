"""What the programs of random_whole.py mean, in Python: values, numbers, text, and the declarations of its prelude.

A Seam class is a Python class, an array a list, a map a dict, a variable that may be assigned a Cell; structs and tuples
are copied by cp() wherever one is read. show() is `print`.
"""

TRACE = []


class Fuel:
    left = 1500
    live = 0


class Cell:
    def __init__(self, v):
        self.v = v


class Struct:
    fields = ()

    def __init__(self, type_, *values):
        self.type_ = type_
        for name, value in zip(self.fields, values):
            setattr(self, name, value)

    def key(self):
        return tuple(getattr(self, f) for f in self.fields)

    def __eq__(self, other):
        return isinstance(other, Struct) and self.key() == other.key()

    def __hash__(self):
        return hash(self.key())


class Tup(list):
    def __hash__(self):
        return hash(tuple(self))


class Set(dict):
    def __eq__(self, other):
        return set(self) == set(other)

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return 0


class Variant:
    def __init__(self, name, *parts):
        self.name, self.parts = name, parts

    def __eq__(self, other):
        return isinstance(other, Variant) and self.name == other.name and self.parts == other.parts

    def __hash__(self):
        return hash((self.name, self.parts))


class Object:
    pass


def cp(x):
    if isinstance(x, Struct):
        return type(x)(x.type_, *(cp(v) for v in x.key()))
    if isinstance(x, Tup):
        return Tup(cp(v) for v in x)
    return x


# ---- text ----

def number(x):
    if x != x:
        return "NaN"
    if x in (float("inf"), float("-inf")):
        return "Infinity" if x > 0 else "-Infinity"
    if x == int(x) and abs(x) < 1e21:
        return "-0" if x == 0 and str(x)[0] == "-" else str(int(float(repr(x)))) if abs(x) < 2**53 else plain(x)
    text = repr(x)
    if "e" in text:
        digits, power = text.split("e")
        if -7 <= int(power) < 0:
            return plain(x)
        return f"{digits.removesuffix('.0')}e{'+' if int(power) > 0 else '-'}{abs(int(power))}"
    return text


def plain(x):
    """Of a large whole number JavaScript shows the shortest digits, then zeros."""
    digits, power = repr(x).split("e") if "e" in repr(x) else (repr(x).removesuffix(".0"), "0")
    sign, digits, power = "-" * (digits[0] == "-"), digits.lstrip("-"), int(power)
    whole, _, part = digits.partition(".")
    if power >= 0:
        return sign + whole + part + "0" * (power - len(part))
    return sign + "0." + "0" * (-power - 1) + whole + part


def show(x, inside=False):
    if x is None:
        return "null"
    if isinstance(x, bool):
        return "true" if x else "false"
    if isinstance(x, int):
        return str(x)
    if isinstance(x, float):
        return number(x)
    if isinstance(x, str):
        return f'"{x}"' if inside else x
    if isinstance(x, Struct):
        return f"{x.type_} {{ " + ", ".join(f"{f}: {show(getattr(x, f), True)}" for f in x.fields) + " }"
    if isinstance(x, Boxed):
        return show(x.it)
    if isinstance(x, Variant):
        return x.name + (f"({', '.join(show(p, True) for p in x.parts)})" if x.parts else "")
    if isinstance(x, Set):
        return f"Set {{{', '.join(show(k, True) for k in x)}}}"
    if isinstance(x, dict):
        return f"{{{', '.join(f'{show(k, True)}: {show(v, True)}' for k, v in x.items())}}}"
    if isinstance(x, list):
        return f"[{', '.join(show(v, True) for v in x)}]"
    return f"{x.type_} {{ " + ", ".join(f"{f}: {show(getattr(x, f), True)}" for f in x.fields) + " }"


def say(*values):
    TRACE.append(" ".join(show(v) for v in values))
    if len(TRACE) > 20000:
        raise OverflowError("too much text")


def cut(s):
    return f"#{len(s)}" if len(s) > 24 else s


# ---- numbers ----

def limits(t):
    bits = {"int": 64, "i16": 16, "u8": 8, "u32": 32}[t]
    return (0, (1 << bits) - 1) if t[0] == "u" else (-(1 << bits - 1), (1 << bits - 1) - 1)


def wrap(t, n):
    low, high = limits(t)
    return (n - low) % (high - low + 1) + low


def saturate(t, n):
    low, high = limits(t)
    return max(low, min(high, n))


def attempt(t, n):
    low, high = limits(t)
    return n if low <= n <= high else None


def quotient(a, b):
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def remainder(a, b):
    return a - b * quotient(a, b)


# ---- methods of the builtin types ----

def mapped(xs, f):
    return [f(x, i) for i, x in enumerate(list(map(cp, xs)))]


def filtered(xs, f):
    return [x for i, x in enumerate(list(map(cp, xs))) if f(x, i)]


def reduced(xs, f, start):
    for x in list(map(cp, xs)):
        start = f(start, x)
    return start


def ordered(xs, key):
    return sorted(map(cp, xs), key=key)


def grouped(xs, key):
    result = {}
    for x in list(map(cp, xs)):
        result.setdefault(key(x), []).append(cp(x))
    return result


def set_of(xs):
    return Set((x, None) for x in xs)


def added(s, x):
    new = x not in s
    s[x] = None
    return new


def joined(a, b):
    return Set((x, None) for x in [*a, *b])


def common(a, b):
    return Set((x, None) for x in a if x in b)


def without(a, b):
    return Set((x, None) for x in a if x not in b)


def at(xs, i):
    return cp(xs[remainder(i & 0xffff, len(xs))])


# ---- the prelude ----

class Thrown(Exception):
    pass


class Bad(Thrown):
    def __init__(self, message, code):
        self.message, self.code = message, code


class Worse(Thrown):
    def __init__(self, message, box):
        self.message, self.box = message, box


def risky(n):
    if remainder(n, 3) == 0:
        raise Bad("bad", n)
    if remainder(n, 3) == 1:
        raise Worse("worse", Box("Box<string>", "w"))
    return n


def spend():
    Fuel.left -= 1
    return Fuel.left < 0


class P(Struct):
    fields = ("a", "b", "s")

    def twist(self, by):
        self.a, self.b, self.s = wrap("int", self.a + by), wrap("u8", self.b + 1), cut(self.s + "t")
        return cp(self)

    @property
    def sum(self):
        return wrap("int", self.a + self.b)

    @sum.setter
    def sum(self, v):
        self.a = v

    @property
    def name(self):
        return self.s

    def score(self, n):
        self.a = wrap("int", self.a + n)
        return self.a


class Pair(Struct):
    fields = ("a", "b")

    def flip(self):
        inner = parts(self.type_)
        return Pair(f"Pair<{inner[1]}, {inner[0]}>", cp(self.b), cp(self.a))


def parts(type_):
    """`Pair<A, B>` -> [A, B]"""
    found, depth, start = [], 0, type_.index("<") + 1
    for i, c in enumerate(type_):
        depth += (c in "<[(") - (c in ")]" or c == ">" and type_[i - 1] != "=")
        if c == "," and depth == 1 or i == len(type_) - 1:
            found.append(type_[start:i].strip())
            start = i + 1
    return found


class Box(Object):
    fields = ("v",)

    def __init__(self, type_, v):
        self.type_, self.v = type_, v
        Fuel.live += 1

    def swap(self, v):
        old, self.v = self.v, v
        return old

    def then(self, type_, f):
        return Box(type_, f(cp(self.v)))

    def __del__(self):
        Fuel.live -= 1


class Boxed:
    """A struct as an interface value: a copy that all who hold it share."""

    def __init__(self, struct):
        self.it = cp(struct)

    @property
    def name(self):
        return self.it.name

    def score(self, n):
        return self.it.score(n)

    def __eq__(self, other):
        return isinstance(other, Boxed) and self.it == other.it

    __hash__ = None


class Dog(Object):
    type_, fields = "Dog", ("age", "name")

    def __init__(self, name):
        self.name, self.age = name, 3

    def score(self, n):
        self.age = wrap("int", self.age + n)
        return self.age


def best(x, y, n):
    return x if x.score(n) > y.score(wrap("int", n + 1)) else y


LEAF = Variant("Leaf")


def size(t):
    return 0 if t.name == "Leaf" else size(t.parts[0]) + 1 + size(t.parts[2])


def grow(t, v):
    if size(t) > 5:
        return t.parts[0]
    return Variant("Node", t, cp(v), LEAF) if size(t) % 2 == 0 else Variant("Node", LEAF, cp(v), t)


def walk(t, f):
    if t.name == "Node":
        walk(t.parts[0], f)
        f(cp(t.parts[1]))
        walk(t.parts[2], f)


class Events:
    def __init__(self):
        self.handlers = []

    def on(self, f):
        if len(self.handlers) < 4:
            self.handlers.append(f)

    def fire(self, n):
        for f in list(self.handlers):
            n = f(n)
        return n


class Folder:
    def __init__(self, name):
        self.name, self.children, self.parent = name, [], None

    def add(self, name):
        if len(self.children) < 5:
            child = Folder(cut(name))
            child.parent = self
            self.children.append(child)
        return self.children[-1]

    def path(self):
        return cut(f"{self.parent.path()}/{self.name}") if self.parent else self.name


LIBRARY = """\
export class Bad implements Error { constructor(readonly message: string, readonly code: int) {} }
export struct Pair<A, B> { a: A; b: B
  flip(): Pair<B, A> { return { a: this.b, b: this.a } } }
export enum Tree<T> { Leaf, Node(l: Tree<T>, v: T, r: Tree<T>)
  size(): int { return match (this) { Leaf => 0, Node(l, _, r) => l.size() + 1 + r.size() } } }
export function grow<T>(t: Tree<T>, v: T): Tree<T> {
  if (t.size() > 5 && t is Node(l, _, _)) return l
  if (t.size() % 2 == 0) return Tree<T>.Node(t, v, Tree<T>.Leaf)
  return Tree<T>.Node(Tree<T>.Leaf, v, t)
}
export function walk<T>(t: Tree<T>, f: (v: T) => void) {
  match (t) {
    Leaf => {}
    Node(l, v, r) => { walk<T>(l, f); f(v); walk<T>(r, f) }
  }
}
export enum Shape { Dot, Circle(r: int), Rect(w: int, h: u8), Label(string), Group(Shape, P) }
export enum Color { Red, Green = 5, Blue }
export interface Named { readonly name: string; score(n: int): int }
export function cut(s: string): string { return s.length > 24 ? `#${s.length}` : s }
export struct P implements Named { a: int; b: u8; s: string
  twist(by: int): P { this.a = this.a +% by; this.b = this.b +% 1; this.s = cut(this.s + "t")
    return this }
  get sum(): int { return this.a +% this.b }
  set sum(v: int) { this.a = v }
  get name(): string { return this.s }
  score(n: int): int { this.a = this.a +% n
    return this.a } }
export class Dog implements Named { age = 3
  constructor(readonly name: string) {}
  score(n: int): int { this.age = this.age +% n
    return this.age } }
export function best<T extends Named>(x: T, y: T, n: int): T { return x.score(n) > y.score(n +% 1) ? x : y }
export function at<T>(xs: readonly T[], i: int): T { return xs[(i & 0xffff) % xs.length] }
export class Events {
  private handlers: ((n: int) => int)[] = []
  on(f: (n: int) => int) { if (this.handlers.length < 4) this.handlers.push(f) }
  fire(n: int): int throws { let m = n
    for (const f of this.handlers.slice(0)) m = f(m)
    return m } }
export class Folder { children: Folder[] = []
  parent: weak Folder = null
  constructor(readonly name: string) {}
  add(name: string): Folder {
    if (this.children.length < 5) {
      const child = new Folder(cut(name))
      child.parent = this
      this.children.push(child)
    }
    return this.children[this.children.length - 1] }
  path(): string { const up = this.parent
    return up == null ? this.name : cut(`${up.path()}/${this.name}`) } }
"""

PRELUDE = """\
import { Bad, Pair, Tree, grow, walk, Shape, Color, Named, cut, P, Dog, best, at, Events, Folder } from "./LIBRARY"
let fuel = 1500
let live = 0
function spend(): bool { fuel -= 1; return fuel < 0 }
class Box<T> { constructor(public v: T) { live += 1 }
  swap(v: T): T { const old = this.v; this.v = v; return old }
  then<U>(f: (v: T) => U): Box<U> { return new Box<U>(f(this.v)) }
  finalize() { live -= 1 } }
class Worse implements Error { constructor(readonly message: string, readonly box: Box<string>) {} }
function risky(n: int): int { if (n % 3 == 0) throw new Bad("bad", n)
  if (n % 3 == 1) throw new Worse("worse", new Box<string>("w"))
  return n }
"""
