#!/usr/bin/env python3
"""Writes a random Seam program that attacks loans: what borrows from fields, arrays and maps over calls and stores that may
end it, in branches that leave by return, throw, break or panic, in loops, beside defers, closures, finalizers and weak
references.

usage: random_loans.py SEED

Most classes have no finalizer, so that counts are elided wherever they can be; some values print when they go, and weak
references are read in between, so that nothing may go early that is seen. Circles are left: the same, however it counts.
`tools/random_programs.sh 100 1 random_loans` runs a hundred.
"""
import random
import sys

PRELUDE = """\
let fuel = 3000
let trail = 0
class Oops implements Error { constructor(readonly message: string) {} }
class Node {
  next: Node? = null
  names: string[] = []
  hits = 0
  constructor(public text: string) {}
  link(to: Node?): Node { this.next = to; return this }
  note(by: string): int { this.hits += by.length; return this.hits }
}
class Watched { seen: Node? = null
  constructor(readonly name: string) {}
  finalize() { trail = (trail * 31 + this.name.length) % 1_000_003; if (trail % 7 == 0) print("gone", this.name) } }
class Target { constructor(readonly name: string) {} }
class Shelf {
  first: Node? = null
  last: Node
  nodes: Node[] = []
  boxes: Map<string, Node> = {}
  name = "shelf"
  watched: Watched? = null
  peek: weak Target = null
  held: Target? = null
  constructor(last: Node) { this.last = last; this.nodes.push(last); last.hits += 1 }
  clear() { this.first = null; this.nodes = [] }
  rename(name: string): string { const old = this.name; this.name = name; return old }
  renew(text: string): Node { const made = new Node(text); this.last = made; made.hits += 1; return made }
  keep(node: Node): int { this.first = node; this.nodes.push(node); return this.nodes.length }
  forget(key: string): bool { return this.boxes.delete(key) }
  take(): Node? { const n = this.first; if (n == null) return null; this.first = n.next; n.next = null; return n }
  lazy(): Node { let n = this.first; if (n == null) { n = new Node("lazy"); this.first = n }
    return n }
  watch(name: string) { this.watched = new Watched(name) }
  aim(name: string): string { const t = new Target(name); this.held = t; this.peek = t; return this.peek?.name ?? "none" }
}
interface Act { act(shelf: Shelf, node: Node): Node? }
class Keep implements Act { last: Node? = null
  act(shelf: Shelf, node: Node): Node? { const old = this.last; this.last = node; shelf.keep(node); return old } }
class Drop implements Act { act(shelf: Shelf, node: Node): Node? { shelf.clear(); return node.next } }
function spend(): bool { fuel -= 1; return fuel > 0 }
function none(n: Node?): bool { return n == null }
function shown(n: Node?): string { return n == null ? "null" : n.text }
function odd(n: int): bool { return n % 2 == 1 }
function twice(f: () => int): int { return f() + f() }
function passed(node: Node, chain: Node?): Node { if (chain == null) return node
  if (node != chain) chain.link(null)
  return node }
function short(s: string): string { return s.length > 12 ? s.slice(0, 6) : s }
"""


class Writer:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = []
        self.names = 0
        self.functions = []  # (name, result)
        self.depth = 0

    def emit(self, text):
        self.lines.append("  " * self.depth + text)

    def fresh(self, base):
        self.names += 1
        return f"{base}{self.names}"

    def chance(self, percent):
        return self.r.randrange(100) < percent

    def pick(self, kind, mutable=False):
        found = [n for scope in self.scopes for (n, k, m) in scope if k == kind and (m or not mutable)]
        return self.r.choice(found) if found else None

    def declare(self, name, kind, mutable=False):
        self.scopes[-1].append((name, kind, mutable))

    # ---- values ----

    def shelf(self):
        return self.pick("Shelf")

    def text(self):
        node, s = self.pick("Node"), self.pick("string")
        options = [f'"t{self.r.randrange(9)}"']
        if node:
            options += [f"{node}.text"] * 3
        if s:
            options += [s] * 2
        options += [f"{self.shelf()}.name", f"{self.shelf()}.last.text"]
        return self.r.choice(options)

    def node(self):
        s, node = self.shelf(), self.pick("Node")
        options = [f"new Node(short({self.text()}))", f"{s}.last", f"{s}.lazy()", f"{s}.renew({self.text()})",
                   f"({s}.nodes.isEmpty ? {s}.last : {s}.nodes[0])", f"({s}.first ?? {s}.last)"]
        if node:
            options += [node] * 4 + [f"passed({node}, {s}.first)", f"{node}.link({s}.take())", f"({node}.next ?? {node})"]
        callees = [n for n, result in self.functions if result == "Node"]
        if callees and self.may_throw and self.chance(30):
            return self.call(self.r.choice(callees))
        return self.r.choice(options)

    def maybe(self):
        s, node = self.shelf(), self.pick("Node")
        options = ["null", f"{s}.first", f"{s}.take()", f'{s}.boxes["k{self.r.randrange(3)}"]']
        if node:
            options += [node, f"{node}.next", f"acts[{self.r.randrange(2)}].act({s}, {node})"]
        return self.r.choice(options)

    def number(self):
        node, n = self.pick("Node"), self.pick("int")
        options = [str(self.r.randrange(9)), f"{self.text()}.length", f"{self.shelf()}.nodes.length", "fuel % 5"]
        if node:
            options += [f"{node}.hits % 100", f"{node}.note({self.text()}) % 100"]
        if n:
            options.append(n)
        return self.r.choice(options)

    def condition(self):
        return self.r.choice([f"odd({self.number()})", f"{self.number()} > {self.number()}",
                              f"none({self.maybe()})", f"{self.text()} == {self.text()}", "spend()"])

    def call(self, name):
        return f"{name}({self.shelf()}, {self.node()}, {self.maybe()}, {self.number()})"

    def value(self, kind):
        return {"Node": self.node, "Node?": self.maybe, "int": self.number, "string": self.text}[kind]()

    # ---- statements ----

    def effect(self):
        s, node = self.shelf(), self.pick("Node")
        key = f'"k{self.r.randrange(3)}"'
        options = [f"{s}.clear()", f"{s}.rename({self.text()})", f"{s}.renew({self.text()})", f"{s}.forget({key})",
                   f"{s}.keep({self.node()})", f"{s}.take()", f"{s}.boxes[{key}] = {self.node()}",
                   f"{s}.first = {self.maybe()}", f"{s}.last = {self.node()}", f"{s}.name = short({self.text()})",
                   f"{s}.nodes.push({self.node()})", f"if (!{s}.nodes.isEmpty) {s}.nodes.pop()"]
        if self.seen:
            options += [f'{s}.watch("w" + {self.text()})', f"{s}.watched = null", f"print({s}.aim({self.text()}))",
                        f"{s}.held = null", f'print({s}.peek?.name ?? "none")']
        if node:
            options += [f"{node}.next = null", f"{node}.link({self.maybe()})", f"{node}.text = short({self.text()} + \"x\")",
                        f"{node}.names.push({self.text()})"] * 2
        if self.functions and self.may_throw:
            options += [self.call(self.r.choice(self.functions)[0])] * 3
        self.emit(self.r.choice(options))

    def let(self):
        kind = self.r.choice(["Node", "Node", "Node?", "Node?", "string", "int", "Watched"])
        if kind == "Watched" and not self.seen:
            kind = "Node"
        name = self.fresh("x")
        if kind == "Watched":
            self.emit(f'const {name} = new Watched("local" + {self.text()})')
            return
        mutable = self.chance(35)
        word = "let" if mutable else "const"
        written = f": {kind}" if kind == "Node?" else ""
        self.emit(f"{word} {name}{written} = {self.value(kind)}")
        if kind == "Node?" and not mutable and self.chance(70):  # the guard of an early exit
            self.emit(f"if ({name} == null) {{")
            self.block(self.r.randrange(0, 2), True)
            self.emit("}")
            self.declare(name, "Node")
        elif kind == "Node?" and not mutable:
            self.declare(name, "Node?")
        elif kind != "Node?":
            self.declare(name, kind, mutable)
        else:
            self.declare(name, "option", True)

    def assign(self):
        kind = self.r.choice(["Node", "option", "string"])
        name = self.pick(kind, mutable=True)
        if not name:
            return self.let()
        value = self.value("Node?" if kind == "option" else kind)
        self.emit(f"{name} = {value}")
        if self.chance(50) and kind == "Node":
            self.emit(f"{self.shelf()}.last = {name}")
        if self.chance(50) and kind == "option":
            self.emit(f"{self.shelf()}.first = {name}")
        if kind == "option" and self.chance(50):
            self.emit(f'print(shown({name}))')

    def use(self):
        what = [self.text(), self.number()]
        if self.pick("Node"):
            what.append(f"{self.pick('Node')}.text")
        self.emit(f"print({', '.join(what)})")

    def leave(self):
        kinds = ["return", "return"]
        if self.may_throw:
            kinds += ["throw", "throw"]
        if self.loops:
            kinds += ["break", "continue"]
        kind = self.r.choice(kinds)
        if kind == "return":
            self.emit(f"return {self.value(self.result)}")
        elif kind == "throw":
            self.emit(f"throw new Oops({self.text()})")
        else:
            self.emit(f"{kind} {self.r.choice(self.loops)}")

    def block(self, count, leaves):
        self.depth += 1
        self.scopes.append([])
        for _ in range(count):
            self.statement()
        if leaves:
            self.leave()
        self.scopes.pop()
        self.depth -= 1

    def branch(self):
        self.emit(f"if ({self.condition()}) {{")
        self.block(self.r.randrange(1, 4), self.chance(60))
        if self.chance(25):
            self.emit("} else {")
            self.block(self.r.randrange(1, 3), self.chance(20))
        self.emit("}")

    def loop(self):
        label = self.fresh("l")
        kind = self.r.randrange(3)
        name = self.fresh("i")
        if kind == 0:
            self.emit(f"{label}: for (const {name} of {self.shelf()}.nodes) {{")
            self.scopes.append([(name, "Node", False)])
        elif kind == 1:
            self.emit(f"{label}: for (const {name} of 0..{self.r.randrange(1, 4)}) {{")
            self.scopes.append([(name, "int", False)])
        else:
            self.emit(f"{label}: while (spend() && {self.condition()}) {{")
            self.scopes.append([])
        self.loops.append(label)
        self.depth += 1
        self.emit("if (!spend()) break")
        self.depth -= 1
        self.block(self.r.randrange(1, 5), self.chance(15))
        self.loops.pop()
        self.scopes.pop()
        self.emit("}")

    def attempt(self):
        saved, self.may_throw = self.may_throw, True
        self.emit("try {")
        self.depth += 1
        self.emit('if (!spend()) throw new Oops("fuel")')
        self.depth -= 1
        self.block(self.r.randrange(1, 4), self.chance(20))
        self.may_throw = saved
        name = self.fresh("e")
        self.emit(f"}} catch ({name}) {{")
        self.depth += 1
        self.emit(f"print({name}.message)")
        self.depth -= 1
        self.block(self.r.randrange(0, 3), False)
        self.emit("}")

    def closure(self):
        node = self.pick("Node")
        if not node:
            return self.use()
        constant = self.fresh("c")
        self.emit(f"const {constant} = {node}")
        s = self.shelf()
        if self.chance(50):
            self.emit(f"print(twice(() => {{ {s}.clear(); return {constant}.text.length }}))")
        else:
            self.emit(f"const {constant}f = () => {constant}.note({s}.rename(\"closed\"))")
            self.emit(f"print({constant}f() % 100)")
        self.declare(constant, "Node")

    def defer(self):
        what = self.r.choice([f'{self.shelf()}.rename("deferred")', f"print({self.text()})", f"{self.shelf()}.clear()"])
        self.emit(f"defer {what}")

    def statement(self):
        if len(self.lines) > 600:
            return
        kind = self.r.randrange(100)
        deep = self.depth > 4
        if kind < 26:
            self.let()
        elif kind < 46:
            self.effect()
        elif kind < 54:
            self.assign()
        elif kind < 66 or deep:
            self.use()
        elif kind < 82:
            self.branch()
        elif kind < 90:
            self.loop()
        elif kind < 94:
            self.attempt()
        elif kind < 98:
            self.closure()
        elif self.seen:
            self.defer()

    def function(self):
        name = self.fresh("f")
        self.result = self.r.choice(["Node", "Node", "Node?", "int", "string"])
        self.seen = self.chance(25)  # deaths that are seen
        self.may_throw, self.loops = True, []
        self.emit(f"function {name}(shelf: Shelf, node: Node, other: Node?, n: int): {self.result} {{")
        self.scopes = [[("shelf", "Shelf", False), ("node", "Node", False), ("other", "Node?", False), ("n", "int", False)]]
        self.depth += 1
        self.emit('if (!spend()) throw new Oops("fuel")')
        self.depth -= 1
        self.block(self.r.randrange(4, 12), True)
        self.emit("}")
        self.functions.append((name, self.result))

    def program(self):
        self.lines = PRELUDE.rstrip("\n").split("\n")
        self.emit("const acts: Act[] = [new Keep(), new Drop()]")
        for _ in range(self.r.randrange(3, 8)):
            self.function()
        self.emit("function start() {")
        self.depth = 1
        self.emit('const shelf = new Shelf(new Node("first"))')
        for i in range(12):
            name, result = self.r.choice(self.functions)
            self.emit(f'try {{ const r{i} = {name}(shelf, new Node("n{i}"), shelf.first, {i})')
            shown = {"Node": f"r{i}.text", "Node?": f'r{i}?.text ?? "null"'}.get(result, f"r{i}")
            self.emit(f"  print({shown}) }} catch (e) {{ print(\"caught\", e.message) }}")
        self.emit("for (const node of shelf.nodes) node.next = null  // circles would stay")
        self.emit("shelf.first?.link(null)")
        self.depth = 0
        self.emit("}")
        self.emit("start()")
        self.emit("print(trail)")
        self.emit("print(true)")
        return "\n".join(self.lines) + "\n"


if __name__ == "__main__":
    print(Writer(int(sys.argv[1])).program(), end="")
