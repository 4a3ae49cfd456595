#!/usr/bin/env python3
"""Random nesting of try, catch, finally, defer, loops, jumps, objects and closures, compared with a model in Python.

usage: random_throws.py SEAM COUNT [FIRST_SEED]

Each program prints every step that it takes; the model runs the same tree and must print the same lines, with the
causes of every error. `--leaks` must find nothing.
"""
import random
import subprocess
import sys
import tempfile
from pathlib import Path

PRELUDE = """\
class A implements Error { constructor(readonly message: string) {} }
class B implements Error { constructor(readonly message: string, readonly more: string) {} }
class Item {
  constructor(readonly name: string) {}
  finalize() { print("gone", this.name) }
}
let ticks = 0
function tick(): int { ticks += 1; return ticks }
function chain(e: Error): string {
  const cause = e.cause
  return cause == null ? e.message : `${e.message} < ${chain(cause)}`
}
function run(f: () => void) { f() }
"""
STEPS = 3000


class Leave(Exception):
    pass


class Throw(Leave):
    pass


class Jump(Leave):
    pass


class Return(Leave):
    pass


class TooLong(Exception):
    pass


class Err:
    def __init__(self, kind, message):
        self.kind, self.message, self.cause = kind, message, None

    def causes(self):
        at, chain = self, []
        while at:
            chain.append(at)
            at = at.cause
        return chain

    def chain(self):
        return " < ".join(e.message for e in self.causes())


class Model:
    def __init__(self, functions):
        self.functions, self.ticks, self.lines, self.steps = functions, 0, [], 0

    def tick(self):
        self.ticks += 1
        return self.ticks

    def block(self, items, caught):
        cleanups = []
        try:
            for item in items:
                self.steps += 1
                if self.steps > STEPS:
                    raise TooLong
                self.stmt(item, caught, cleanups)
        finally:
            for cleanup in reversed(cleanups):
                cleanup()

    def stmt(self, s, caught, cleanups):
        kind = s[0]
        if kind == "print":
            self.lines.append(f"{s[1]} {self.tick()}")
        elif kind == "item":
            name = f"{s[1]}.{self.tick()}"
            cleanups.append(lambda: self.lines.append("gone " + name))
        elif kind == "defer":
            cleanups.append(lambda: self.block(s[1], caught))
        elif kind == "throw":
            error = Err(s[1], f"{s[2]}.{self.tick()}")
            if caught:
                error.cause = caught
            raise Throw(error)
        elif kind == "rethrow":
            raise Throw(caught)
        elif kind == "if":
            if self.tick() % s[1] == s[2]:
                self.block(s[3], caught)
            elif s[4]:
                self.block(s[4], caught)
        elif kind == "call":
            self.lines.append(f"={self.call(s[1])}")
        elif kind == "closure":
            try:
                self.block(s[2], None)
            except Return:
                pass
        elif kind == "loop":
            self.loop(s, caught)
        elif kind == "jump":
            raise Jump(s[1], s[2])
        elif kind == "return":
            raise Return(self.tick())
        elif kind == "try":
            self.try_(s, caught)

    def call(self, index):
        try:
            self.block(self.functions[index], None)
        except Return as r:
            return r.args[0]
        return 0

    def loop(self, s, caught):
        for _ in range(s[2]):
            try:
                self.block(s[3], caught)
            except Jump as j:
                if j.args[1] != s[1]:
                    raise
                if j.args[0] == "break":
                    break

    def try_(self, s, caught):
        _, body, catches, finally_ = s
        try:
            try:
                self.block(body, caught)
            except Throw as t:
                error = t.args[0]
                for kind, items in catches:
                    if kind in (None, error.kind):
                        break
                else:
                    raise
                self.lines.append("caught " + error.chain())
                self.block(items, error)
        finally:
            if finally_ is not None:
                self.block(finally_, caught)


class Maker:
    """Makes the tree. `safe`: no error, jump or return may leave; `loops`: labels to jump to; `caught`: in a catch."""

    def __init__(self, rng):
        self.rng, self.ids = rng, 0

    def next(self):
        self.ids += 1
        return self.ids

    def block(self, depth, at, least=1):
        return [self.stmt(depth, at) for _ in range(self.rng.randint(least, 3))]

    def stmt(self, depth, at):
        r = self.rng
        kinds = ["print", "item"]
        if depth > 0:
            kinds += ["try"] * 4 + ["if", "if", "loop", "defer", "closure"]
        if not at["safe"]:
            kinds += ["throw"] * 2 + ["return"]
            kinds += ["call"] * 2 if at["callees"] else []
            kinds += ["rethrow"] if at["caught"] else []
            kinds += ["jump"] * 2 if at["loops"] else []
        kind = r.choice(kinds)
        if kind in ("throw", "rethrow", "return", "jump"):  # behind a test, so that what follows is reached
            inner = {"throw": lambda: ("throw", r.choice("AB"), f"e{self.next()}"),
                     "rethrow": lambda: ("rethrow",), "return": lambda: ("return",),
                     "jump": lambda: ("jump", r.choice(["break", "continue"]), r.choice(at["loops"]))}[kind]()
            m = r.randint(2, 4)
            return ("if", m, r.randrange(m), [inner], None)
        if kind in ("print", "item"):
            return (kind, f"{kind[0]}{self.next()}")
        if kind == "call":
            return ("call", r.choice(at["callees"]))
        if kind == "if":
            m = r.randint(2, 3)
            return ("if", m, r.randrange(m), self.block(depth - 1, at), self.block(depth - 1, at) if r.random() < .5 else None)
        if kind == "loop":
            label = f"l{self.next()}"
            return ("loop", label, r.randint(1, 3), self.block(depth - 1, {**at, "safe": at["safe"], "loops": [] if at["safe"] else at["loops"] + [label]}))
        if kind == "defer":
            return ("defer", self.block(depth - 1, {**at, "safe": True, "loops": []}))
        if kind == "closure":
            inner = {**at, "loops": [], "caught": False}
            return ("closure", r.random() < .5, self.block(depth - 1, inner))
        return self.try_(depth, at)

    def try_(self, depth, at):
        r = self.rng
        catches = [(k, None) for k in r.sample("AB", r.randint(0, 2))]
        if at["safe"] or r.random() < .5 or not catches:
            catches.append((None, None))
        finally_ = r.random() < .5
        if not at["safe"] and finally_ and r.random() < .3:
            catches = []
        body = at
        if at["safe"]:  # errors may leave the body, but nothing else: its catch takes all
            body = {**at, "safe": False, "loops": [], "no_return": True}
        items = self.block(depth - 1, body, 2)
        if body.get("no_return"):
            items = [without_return(i) for i in items]
        catches = [(k, self.block(depth - 1, {**at, "caught": True})) for k, _ in catches]
        cleanup = self.block(depth - 1, {**at, "safe": True, "loops": []}) if finally_ else None
        return ("try", items, catches, cleanup)


def without_return(s):
    """Cleanup code cannot be left by `return`; within closures it is theirs."""
    if s[0] == "return":
        return ("print", "r")
    if s[0] == "closure":
        return s
    return tuple(without_list(x) if isinstance(x, list) else x for x in s)


def without_list(items):
    if items and isinstance(items[0], tuple) and len(items[0]) == 2 and (items[0][0] is None or items[0][0] in "AB"):
        return [(k, [without_return(i) for i in body]) for k, body in items]
    return [without_return(i) if isinstance(i, tuple) else i for i in items]


class Writer:
    def __init__(self):
        self.out, self.names = [], 0

    def line(self, indent, text):
        self.out.append("  " * indent + text)

    def block(self, items, indent, result, caught):
        for s in items:
            self.stmt(s, indent, result, caught)

    def stmt(self, s, i, result, caught):
        kind = s[0]
        if kind == "print":
            self.line(i, f'print("{s[1]}", tick())')
        elif kind == "item":
            self.line(i, f'const {s[1]} = new Item(`{s[1]}.${{tick()}}`)')
        elif kind == "throw":
            more = ', "more"' if s[1] == "B" else ""
            self.line(i, f'throw new {s[1]}(`{s[2]}.${{tick()}}`{more})')
        elif kind == "rethrow":
            self.line(i, f"throw {caught}")
        elif kind == "return":
            self.line(i, "return tick()" if result else "{ tick(); return }")
        elif kind == "jump":
            self.line(i, f"{s[1]} {s[2]}")
        elif kind == "call":
            self.line(i, f"print(`=${{f{s[1]}()}}`)")
        elif kind == "defer":
            self.nested("defer {", s[1], "}", i, result, caught)
        elif kind == "if":
            self.nested(f"if (tick() % {s[1]} == {s[2]}) {{", s[3], "} else {" if s[4] else "}", i, result, caught)
            if s[4]:
                self.nested(None, s[4], "}", i, result, caught)
        elif kind == "loop":
            self.names += 1
            self.nested(f"{s[1]}: for (const _ of 0..{s[2]}) {{", s[3], "}", i, result, caught)
        elif kind == "closure":
            self.names += 1
            name = f"c{self.names}"
            if s[1]:
                self.nested("run(() => {", s[2], "})", i, False, None)
            else:
                self.nested(f"const {name} = () => {{", s[2], "}", i, False, None)
                self.line(i, f"{name}()")
        elif kind == "try":
            self.nested("try {", s[1], None, i, result, caught)
            for k, body in s[2]:
                self.names += 1
                e = f"x{self.names}"
                self.line(i, f"}} catch ({e}{': ' + k if k else ''}) {{")
                self.line(i + 1, f'print("caught", chain({e}))')
                self.block(body, i + 1, result, e)
            if s[3] is not None:
                self.nested("} finally {", s[3], None, i, result, caught)
            self.line(i, "}")

    def nested(self, head, items, foot, i, result, caught):
        if head:
            self.line(i, head)
        self.block(items, i + 1, result, caught)
        if foot:
            self.line(i, foot)


def make(seed):
    for attempt in range(1000):
        rng = random.Random(f"{seed}.{attempt}")
        maker, functions = Maker(rng), {}
        count = rng.randint(2, 4)
        for k in reversed(range(count)):
            at = {"safe": False, "loops": [], "caught": False, "callees": list(range(k + 1, count))}
            functions[k] = maker.block(rng.randint(2, 4), at, 2)
        model = Model(functions)
        try:
            for k in range(count):
                for _ in range(3):
                    try:
                        model.lines.append(f"done {model.call(k)}")
                    except Throw as t:
                        model.lines.append("out " + t.args[0].chain())
        except TooLong:
            continue
        writer = Writer()
        for k in reversed(range(count)):
            writer.line(0, f"function f{k}(): int {{")
            writer.block(functions[k], 1, True, None)
            writer.line(1, "return 0")
            writer.line(0, "}")
        for k in range(count):
            writer.line(0, f'for (const _ of 0..3) {{ try {{ print("done", f{k}()) }} catch (e) {{ print("out", chain(e)) }} }}')
        return PRELUDE + "\n".join(writer.out) + "\n", "\n".join(model.lines) + "\n"
    raise SystemExit("no program that ends soon")


def main():
    seam, count = sys.argv[1], int(sys.argv[2])
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            program, expected = make(seed)
            path = Path(folder) / f"throws{seed}.seam"
            path.write_text(program)
            ran = subprocess.run([seam, "run", "--leaks", str(path)], capture_output=True, text=True, timeout=120)
            if ran.returncode == 0 and ran.stdout == expected:
                continue
            failed += 1
            kept = Path(tempfile.gettempdir()) / f"random_throws_{seed}.seam"
            kept.write_text(program)
            Path(str(kept) + ".expected").write_text(expected)
            print(f"seed {seed}: exit {ran.returncode}, kept in {kept}\n{ran.stderr[-1500:]}")
    print(f"throws: {count - failed} of {count} agree with the model")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
