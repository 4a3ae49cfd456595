#!/usr/bin/env python3
"""Writes a random Seam program: structs, classes with finalizers, strings, arrays, maps, options, try, defer, loops.

usage: random_program.py SEED

Every program is accepted by the checker, ends, and panics nowhere, so that `seam run --leaks` and the sanitizers judge
the counting alone: each object that is made prints when it goes, and at the end none is left. tools/random_programs.sh
runs many of them.
"""
import random
import sys

PRELUDE = """\
let made = 0
let gone = 0
let order = 0
let fuel = 4000
class Oops implements Error {
  constructor(readonly message: string, readonly code: int) {}
}
class Other implements Error {
  constructor(readonly message: string, readonly item: Item) {}
}
class Item {
  next: Item? = null
  items: Item[] = []
  label: string
  constructor(label: string) { this.label = label; made += 1 }
  rename(label: string): string { const old = this.label; this.label = label; return old }
  append(other: Item?) { this.next = other }
  finalize() { gone += 1; order = (order * 31 + this.label.length) % 1_000_003 }
}
class Plain {
  text = "plain"
  names: string[] = []
  other: Plain? = null
  table: Map<string, string> = {}
  constructor(text: string) { this.text = text; if (text.length > 60) throw new Oops("long", text.length) }
}
struct Pair { left: string; right: Item?; count: int = 0
  swap(text: string): string { const old = this.left; this.left = text; this.count += 1; return old }
  total(): int { return this.count + this.left.length } }
struct Deep { pair: Pair; names: string[]; plain: Plain? }
function orItem(x: Item, some: bool): Item? { return some ? x : null }
function orstring(x: string, some: bool): string? { return some ? x : null }
function orPlain(x: Plain, some: bool): Plain? { return some ? x : null }
function orPair(x: Pair, some: bool): Pair? { return some ? x : null }
function noItem(x: Item?): bool { return x == null }
function nostring(x: string?): bool { return x == null }
function noPlain(x: Plain?): bool { return x == null }
function noPair(x: Pair?): bool { return x == null }
function spend(): bool { fuel -= 1; return fuel > 0 }
function short(s: string): string { return s.length > 20 ? s.slice(0, 10) : s }
"""

TYPES = ["string", "Item", "Plain", "Pair", "Deep", "string[]", "Item[]", "Pair[]", "Map<string, Item>",
         "Map<string, string>", "Item?", "string?", "Plain?", "Pair?", "int", "bool"]


class Function:
    def __init__(self, name, params, result, throws):
        self.name, self.params, self.result, self.throws = name, params, result, throws


class Writer:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = []
        self.names = 0
        self.functions = []
        self.scopes = []    # [(name, type, mutable)]
        self.loops = []     # labels of the loops that may be left here; "" for those without
        self.depth = 0
        self.result = None  # of the function being written; None: top level
        self.may_throw = True
        self.cleanup = False

    def emit(self, text):
        self.lines.append("  " * self.depth + text)

    def fresh(self, stem="v"):
        self.names += 1
        return f"{stem}{self.names}"

    def chance(self, percent):
        return self.r.randrange(100) < percent

    # ---- expressions ----

    def variables(self, type_, mutable=False):
        return [n for scope in self.scopes for n, t, m in scope if t == type_ and (m or not mutable)]

    def variable(self, type_, mutable=False):
        found = self.variables(type_, mutable)
        return self.r.choice(found) if found else None

    def call(self, type_, depth):
        fitting = [f for f in self.functions if f.result == type_ and (self.may_throw or not f.throws)]
        if not fitting:
            return None
        f = self.r.choice(fitting)
        return f"{f.name}({', '.join(self.value(t, depth + 1) for _, t in f.params)})"

    def value(self, type_, depth=0):
        if depth < 3 and self.chance(25):
            called = self.call(type_, depth)
            if called:
                return called
        name = self.variable(type_)
        if name and self.chance(55 if depth < 3 else 85):
            return name
        if depth < 3 and type_ != "bool" and self.chance(8):
            return f"({self.condition(depth + 1)} ? {self.value(type_, depth + 1)} : {self.value(type_, depth + 1)})"
        if type_.endswith("?"):
            return self.option(type_, depth)
        return getattr(self, "make_" + {"string[]": "array", "Item[]": "array", "Pair[]": "array"}.get(
            type_, type_.split("<")[0].lower()))(type_, depth)

    def option(self, type_, depth):
        inner = type_[:-1]
        if inner == "Item":
            item = self.variable("Item")
            if item and self.chance(40):
                return f"{item}.next"
        if inner == "Plain" and self.variable("Plain") and self.chance(40):
            return f"{self.variable('Plain')}.other"
        if inner == "string" and self.chance(30):
            item = self.variable("Item?")
            if item:
                return self.r.choice([f"{item}?.label", f"{item}?.next?.label"])
        for key in ("Item", "string"):
            m = self.variable(f"Map<string, {key}>")
            if inner == key and m and self.chance(40):
                return f"{m}.get({self.value('string', depth + 2)})"
        # never a value that is known to be null or not, which `??` and `== null` would refuse
        return f"or{inner}({self.value(inner, depth + 1)}, {self.value('bool', depth + 2)})"

    def make_int(self, type_, depth):
        s = self.variable("string")
        a = self.variable("string[]")
        p = self.variable("Pair")
        choices = [str(self.r.randrange(9))]
        if s:
            choices.append(f"{s}.length")
        if a:
            choices.append(f"{a}.length")
        if p:
            choices.append(f"{p}.total()")
        return self.r.choice(choices)

    def make_bool(self, type_, depth):
        return self.condition(depth)

    def condition(self, depth=0):
        if depth < 2 and self.chance(25):
            op = self.r.choice(["&&", "||"])
            return f"({self.condition(depth + 1)} {op} {self.condition(depth + 1)})"
        type_ = self.r.choice(["Item?", "string?", "Plain?", "Pair?"])
        if self.variable(type_) and self.chance(40):
            return f"no{type_[:-1]}({self.variable(type_)})"
        if self.chance(30):
            return f"{self.value('string', depth + 2)} == {self.value('string', depth + 2)}"
        return f"{self.value('int', depth + 2)} {self.r.choice(['<', '>', '==', '!='])} {self.r.randrange(12)}"

    def make_string(self, type_, depth):
        kind = self.r.randrange(9)
        if kind == 0:
            return f"short({self.value('string', depth + 1)} + {self.value('string', depth + 1)})"
        if kind == 1:
            return f"`<${{{self.value('int', depth + 1)}}}>`"
        if kind == 2 and self.variable("Item"):
            return f"{self.variable('Item')}.label"
        if kind == 3 and self.variable("Pair"):
            return f"{self.variable('Pair')}.left"
        if kind == 4 and self.variable("Plain"):
            return f"{self.variable('Plain')}.text"
        if kind == 5:
            return f"({self.value('string?', depth + 1)} ?? {self.value('string', depth + 1)})"
        if kind == 6 and self.variable("Item"):
            return f"{self.variable('Item')}.rename({self.value('string', depth + 1)})"
        if kind == 7 and self.variable("Deep"):
            return f"{self.variable('Deep')}.pair.left"
        return f"\"{self.r.choice(['a', 'bc', 'def', '', 'long text'])}\""

    def make_item(self, type_, depth):
        if depth < 2 and self.chance(20):
            return f"({self.value('Item?', depth + 1)} ?? {self.value('Item', depth + 1)})"
        return f"new Item({self.value('string', depth + 1)})"

    def make_plain(self, type_, depth):
        if not self.may_throw:
            found = self.variable("Plain")
            return found if found else "quiet()"
        return f"new Plain({self.value('string', depth + 1)})"

    def make_pair(self, type_, depth):
        deep = self.variable("Deep")
        if deep and self.chance(30):
            return f"{deep}.pair"
        return f"Pair {{ left: {self.value('string', depth + 1)}, right: {self.value('Item?', depth + 1)} }}"

    def make_deep(self, type_, depth):
        return (f"Deep {{ pair: {self.value('Pair', depth + 1)}, names: {self.value('string[]', depth + 1)}, "
                f"plain: {self.value('Plain?', depth + 1)} }}")

    def make_array(self, type_, depth):
        inner = type_[:-2]
        if inner == "string" and self.variable("Plain") and self.chance(30):
            return f"{self.variable('Plain')}.names"
        if inner == "Item" and self.variable("Item") and self.chance(30):
            return f"{self.variable('Item')}.items"
        items = [self.value(inner, depth + 1) for _ in range(self.r.randrange(1, 3))]
        return f"[{', '.join(items)}]"

    def make_map(self, type_, depth):
        inner = type_[:-1].split(", ")[1]
        if inner == "string" and self.variable("Plain") and self.chance(40):
            return f"{self.variable('Plain')}.table"
        if depth > 1:
            return f"empty{inner}()"
        return f"{{ \"k\": {self.value(inner, depth + 1)}, [{self.value('string', depth + 1)}]: " \
               f"{self.value(inner, depth + 1)} }}"

    # ---- statements ----

    def declare(self):
        type_ = self.r.choice(TYPES)
        name = self.fresh()
        mutable = self.chance(40)
        self.emit(f"{'let' if mutable else 'const'} {name}: {type_} = {self.value(type_)}")
        self.scopes[-1].append((name, type_, mutable))

    def declare_late(self):
        type_ = self.r.choice(["string", "Item", "Pair", "string[]"])
        name = self.fresh()
        self.emit(f"let {name}: {type_}")
        self.emit(f"if ({self.condition()}) {{ {name} = {self.value(type_)} }} else {{ {name} = {self.value(type_)} }}")
        self.scopes[-1].append((name, type_, True))

    def assign(self):
        type_ = self.r.choice(TYPES)
        name = self.variable(type_, mutable=True)
        if not name:
            return self.declare()
        if type_ == "string" and self.chance(40):
            return self.emit(f"{name} = short({name}); {name} += {self.value('string')}")
        if type_.endswith("?") and self.chance(20):
            self.emit(f"{name} ??= {self.value(type_[:-1])}")
            return self.emit(f"{name} = {self.option(type_, 1)}")
        self.emit(f"{name} = {self.value(type_)}")

    def mutate(self):
        item, plain = self.variable("Item"), self.variable("Plain")
        choices = []
        if item:
            choices += [f"{item}.label = {self.value('string')}", f"{item}.append({self.acyclic('Item?')})",
                        f"{item}.label += {self.value('string')}; {item}.label = short({item}.label)",
                        f"{item}.next = {self.acyclic('Item?')}"]
        if plain:
            choices += [f"{plain}.text = {self.value('string')}", f"{plain}.names = {self.value('string[]')}",
                        f"{plain}.names.push({self.value('string')})", f"{plain}.other = {self.acyclic('Plain?')}",
                        f"{plain}.table.set({self.value('string')}, {self.value('string')})",
                        f"{plain}.text += {plain}.text; {plain}.text = short({plain}.text)"]
        for type_ in ("Pair", "Deep"):
            place = self.variable(type_, mutable=True)
            if place:
                place += ".pair" if type_ == "Deep" else ""
                choices += [f"{place}.left = {self.value('string')}", f"{place}.right = {self.value('Item?')}",
                            f"{place}.swap({self.value('string')})", f"{place}.swap({place}.left)",
                            f"{place}.count += 1"]
        deep = self.variable("Deep", mutable=True)
        if deep:
            choices += [f"{deep}.pair = {self.value('Pair')}", f"{deep}.names = {self.value('string[]')}",
                        f"{deep}.names.push({deep}.pair.left)"]
        for type_, inner in (("string[]", "string"), ("Pair[]", "Pair")):
            a = self.variable(type_)
            if a:
                choices += [f"{a}.push({self.value(inner)})", f"{a}.pop()",
                            f"if ({a}.length > 0) {{ {a}[0] = {self.value(inner)} }}",
                            f"if ({a}.length > 1) {{ {a}[1] = {a}[0] }}", f"{a}.reverse()",
                            f"if ({a}.length > 30) {a}.clear()"]
                if inner == "Pair":
                    choices += [f"if ({a}.length > 0) {{ {a}[0].left = {self.value('string')} }}",
                                f"if ({a}.length > 0) {{ {a}[0].swap({self.value('string')}) }}"]
        for inner in ("Item", "string"):
            m = self.variable(f"Map<string, {inner}>")
            if m:
                choices += [f"{m}.set({self.value('string')}, {self.acyclic(inner)})", f"{m}.delete({self.value('string')})",
                            f"if ({m}.size > 20) {m}.clear()"]
        if not choices:
            return self.declare()
        self.emit(self.r.choice(choices))

    def acyclic(self, type_):
        """A new value, so that objects form no circles (which would be reported as leaks)."""
        if type_ == "string":
            return self.value("string")
        if type_.startswith("Item"):
            return f"new Item({self.value('string')})" if self.chance(70) or type_ == "Item" else "null"
        return "quiet()" if self.chance(70) else "null"

    def use(self):
        kind = self.r.randrange(4)
        if kind == 0:
            called = self.call(self.r.choice(TYPES), 0)
            if called:
                return self.emit(called)
        if kind == 1:
            name = self.variable("Item?")
            if name:
                return self.emit(f"print({name}?.label, {name}?.next == null)")
        self.emit(f"print({self.value('string')}, {self.value('int')})")

    def block(self, statements, loops=None):
        self.depth += 1
        self.scopes.append([])
        saved = self.loops
        if loops is not None:
            self.loops = loops
        for _ in range(statements):
            if not self.statement():
                break
        self.loops = saved
        self.scopes.pop()
        self.depth -= 1

    def branch(self):
        option = self.variable(self.r.choice(["Item?", "string?", "Plain?", "Pair?"]))
        if option and self.chance(40):
            type_ = next(t for scope in self.scopes for n, t, _ in scope if n == option)
            name = self.fresh()
            self.emit(f"const {name} = {option}")
            self.emit(f"if ({name} != null) {{")
            self.scopes.append([(name, type_[:-1], False)])
            self.block(self.r.randrange(1, 4))
            self.scopes.pop()
        else:
            self.emit(f"if ({self.condition()}) {{")
            self.block(self.r.randrange(1, 4))
        if self.chance(40):
            self.emit("} else {")
            self.block(self.r.randrange(1, 4))
        self.emit("}")

    def loop(self):
        kind = self.r.randrange(4)
        name = self.fresh()
        label = self.fresh("loop") if self.chance(40) else ""
        here = self.loops + [label]
        label += ": " if label else ""
        if kind == 0:
            self.emit(f"{label}for (const {name} of 0..{self.r.randrange(1, 4)}) {{")
            binding = (name, "int", False)
        elif kind == 1:
            type_ = self.r.choice(["string[]", "Item[]", "Pair[]"])
            fixed = [n for n in self.variables(type_)]
            source = self.r.choice(fixed) + ".slice(0)" if fixed else self.value(type_, 1)
            self.emit(f"{label}for (const {name} of {source}) {{")
            binding = (name, type_[:-2], False)
        elif kind == 2:
            inner = self.r.choice(["Item", "string"])
            key = self.fresh()
            self.emit(f"{label}for (const [{key}, {name}] of {{ \"x\": {self.value(inner, 1)}, \"y\": "
                      f"{self.value(inner, 1)} }}) {{")
            binding = (name, inner, False)
        else:
            self.emit(f"{label}while (spend() && {self.condition()}) {{")
            binding = (name, "unused", False)
        self.scopes.append([binding])
        self.block(self.r.randrange(1, 5), loops=here)
        self.scopes.pop()
        self.emit("}")

    def attempt(self):
        saved = self.may_throw
        self.may_throw = True
        self.emit("try {")
        self.depth += 1
        self.emit("maybe()")  # a body that cannot throw makes its catch an error
        self.depth -= 1
        self.block(self.r.randrange(1, 5))
        self.may_throw = saved
        if self.chance(40):
            name = self.fresh("e")
            self.emit(f"}} catch ({name}: Oops) {{")
            self.scopes.append([])
            self.block(self.r.randrange(1, 3))
            self.scopes.pop()
        name = self.fresh("e")
        self.emit(f"}} catch ({name}) {{")
        self.depth += 1
        self.emit(f"print({name}.message)")
        if self.may_throw and self.chance(20):
            self.emit(f"throw {name}")
            self.depth -= 1
        else:
            self.depth -= 1
            self.block(self.r.randrange(0, 3))
        if self.chance(40):
            self.emit("} finally {")
            self.cleanup_block()
        self.emit("}")

    def cleanup_block(self):
        state = self.cleanup, self.may_throw, self.loops
        self.cleanup, self.may_throw, self.loops = True, False, []
        self.block(self.r.randrange(1, 3))
        self.cleanup, self.may_throw, self.loops = state

    def defer(self):
        self.emit("defer {")
        self.cleanup_block()
        self.emit("}")

    def leave(self):
        """Leaves the block; False where it cannot."""
        kinds = []
        if self.loops:
            kinds += ["break", "continue"]
        if not self.cleanup:
            if self.result:
                kinds.append("return")
            if self.may_throw:
                kinds.append("throw")
        if not kinds or len(self.scopes) < 3:
            return False
        kind = self.r.choice(kinds)
        if kind == "return":
            self.emit(f"return {self.value(self.result)}")
        elif kind == "throw":
            if self.chance(30):
                self.emit(f"throw new Other(\"other\", {self.value('Item')})")
            else:
                self.emit(f"throw new Oops({self.value('string')}, {self.r.randrange(9)})")
        else:
            label = self.r.choice(self.loops)
            self.emit(f"{kind} {label}".rstrip())
        return True

    def statement(self):
        if len(self.lines) > 700:
            return False
        kind = self.r.randrange(100)
        if kind < 24:
            self.declare()
        elif kind < 28:
            self.declare_late()
        elif kind < 42:
            self.assign()
        elif kind < 60:
            self.mutate()
        elif kind < 70:
            self.use()
        elif self.depth > 4:
            self.use()
        elif kind < 79:
            self.branch()
        elif kind < 86:
            self.loop()
        elif kind < 91:
            self.attempt()
        elif kind < 95 and not self.cleanup:
            self.defer()
        elif self.leave():
            return False
        return True

    def function(self):
        name = self.fresh("f")
        params = [(self.fresh("p"), self.r.choice(TYPES)) for _ in range(self.r.randrange(0, 4))]
        self.result = self.r.choice(TYPES)
        throws = self.chance(60)
        self.may_throw = throws
        self.emit(f"function {name}({', '.join(f'{n}: {t}' for n, t in params)}): {self.result} {{")
        self.depth += 1
        if throws:
            self.emit("if (!spend()) throw new Oops(\"fuel\", 0)")
        else:
            self.emit(f"if (!spend()) return {self.simple(self.result)}")
        self.depth -= 1
        mutable = self.chance(30)
        self.scopes = [[], [(n, t, mutable) for n, t in params]]
        self.block(self.r.randrange(2, 8))
        self.depth += 1
        self.emit(f"return {self.value(self.result)}")
        self.depth -= 1
        self.emit("}")
        self.functions.append(Function(name, params, self.result, throws))
        self.result = None

    def simple(self, type_):
        if type_.endswith("?"):
            return "null"
        if type_.endswith("[]"):
            return "[]"
        return {"string": "\"s\"", "Item": "new Item(\"s\")", "Plain": "quiet()", "int": "1", "bool": "true",
                "Pair": "Pair { left: \"l\", right: null }", "Map<string, Item>": "emptyItem()",
                "Map<string, string>": "emptystring()",
                "Deep": "Deep { pair: Pair { left: \"d\", right: null }, names: [], plain: null }"}[type_]

    def program(self):
        self.lines = PRELUDE.rstrip("\n").split("\n")
        self.emit("function emptyItem(): Map<string, Item> { return {} }")
        self.emit("function emptystring(): Map<string, string> { return {} }")
        self.emit("function maybe() { if (fuel % 3 == 0) throw new Oops(\"maybe\", fuel) }")
        self.emit("function quiet(): Plain {")
        self.emit("  try { return new Plain(\"quiet\") } catch (e) { panic(e.message) }")
        self.emit("}")
        for _ in range(self.r.randrange(3, 9)):
            self.function()
        self.emit("function start() {")
        self.may_throw = False
        self.scopes = [[], []]
        for _ in range(3):
            self.depth = 1
            self.attempt()
        self.depth = 0
        self.emit("}")
        self.emit("start()")
        self.emit("print(made, order)")
        self.emit("print(made == gone)")
        return "\n".join(self.lines) + "\n"


if __name__ == "__main__":
    print(Writer(int(sys.argv[1])).program(), end="")
