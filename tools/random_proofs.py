#!/usr/bin/env python3
"""Random functions full of indexes and arithmetic that may fail, compared with themselves built with every check left in.

usage: random_proofs.py SEAM COUNT [FIRST_SEED]

What the compiler proves of an index, a sum or a shift must be so: loops count up and down, conditions compare with lengths,
and builtins, functions, closures, finalizers and `equals` make arrays shorter in between. Each function is called with
several arguments; it prints what it gives, or its panic (SEAM_PROVE=off and SEAM_COUNT=plain print the same).
"""
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

PRELUDE = """\
class Cutter {
  constructor(readonly xs: int[]) {}
  finalize() { if (this.xs.length > 0) this.xs.pop() }
}
class Key implements Equatable, Hashable {
  constructor(readonly xs: int[], readonly n: int) {}
  equals(other: Self): bool { this.xs.pop(); return this.n == other.n }
  hash(): u64 { return 1 }
}
class Box { xs: int[] = [1, 2, 3]; data = bytes.alloc(3); n = 1 }
function cut(xs: int[]): int { return xs.pop() ?? 0 }
function grow(xs: int[]): int { xs.push(xs.length); return xs.length }
function look(xs: readonly int[]): int { return xs.length }
function apply(f: () => int): int { return f() }
function death(xs: int[]): int { const c = new Cutter(xs); return c.xs.length }
function same(xs: int[]): bool { return [new Key(xs, 1)] == [new Key(xs, 1)] }
function attempt(name: string, body: () => int) {
  match (catchPanic(body)) {
    Ok(n) => print(name, n)
    Err(p) => print(name, p.message)
  }
}
"""
ARRAYS = ["xs", "ys", "data", "box.xs", "box.data"]


class Writer:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.lines = []
        self.depth = 1
        self.fresh = 0
        self.ints = ["a", "b"]      # may be stored to
        self.counters = []          # may be read
        self.budget = 0

    def put(self, text):
        self.lines.append("  " * self.depth + text)

    def pick(self, *of):
        return self.rng.choice(of)

    def array(self):
        return self.pick("xs", "xs", "xs", "ys", "data", "box.xs", "box.data")

    def number(self):
        return str(self.pick(0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 7, 8, 63, 64, 100, 9223372036854775807))

    def leaf(self):
        name = self.pick(*self.ints, *self.counters, *self.counters)
        return self.pick(name, name, name, self.number(), f"{self.array()}.length", "box.n")

    def expr(self, depth=2):
        kind = self.rng.randrange(12) if depth else 0
        if kind < 4:
            return self.leaf()
        left, right = self.expr(depth - 1), self.expr(depth - 1)
        if right.isdigit() and kind < 9:  # by 0, or too far: an error of the checker's
            right = self.pick(*self.ints)
        if kind < 8:
            return f"({left} {self.pick('+', '-', '+', '-', '*', '%', '/', '&')} {right})"
        if kind == 8:
            return f"({left} {self.pick('<<', '>>', '|', '^')} {right})"
        if kind == 9:
            return f"({self.condition(depth - 1)} ? {left} : {right})"
        return self.pick(self.index(depth - 1), self.index(depth - 1), self.effect(), f"-{self.leaf()}", f"int(u8({left} & 255))", f"int(i8(b + {left}))")

    def index(self, depth=1):
        array = self.array()
        at = self.pick(*self.counters, *self.ints, self.expr(depth), f"{self.leaf()} % {array}.length", f"{array}.length - 1",
                       f"{self.leaf()} - 1", f"{self.leaf()} + 1")
        text = f"{array}[{at}]"
        return f"int({text})" if "data" in array else text

    def effect(self):
        array = self.pick("xs", "ys", "box.xs")
        return self.pick(f"cut({array})", f"grow({array})", f"look({array})", f"apply(() => cut({array}))", f"death({array})",
                         f"(same({array}) ? 1 : 0)", f"({array}.pop() ?? 0)")

    def condition(self, depth=1):
        kind = self.rng.randrange(8)
        if kind < 4:
            left = self.pick(*self.ints, *self.counters, self.leaf())
            right = self.pick(f"{self.array()}.length", self.leaf(), self.expr(depth))
            if self.rng.random() < 0.3:
                left = f"{left} + {self.pick(0, 1, 2)}"
            return f"{left} {self.pick('<', '<', '<=', '>', '>=', '==', '!=')} {right}"
        if kind == 4:
            name = self.pick(*self.ints, *self.counters)
            return f"{name} >= 0 && {name} < {self.array()}.length"
        if kind == 5:
            return f"({self.condition(0)}) {self.pick('&&', '||')} ({self.condition(0)})"
        if kind == 6:
            return f"!({self.condition(0)})"
        return f"{self.index(0)} {self.pick('<', '!=')} {self.leaf()}"

    def block(self, count):
        self.depth += 1
        for _ in range(count):
            self.statement()
        self.depth -= 1

    def shorten(self):
        array = self.array()
        if "data" in array:
            self.put(self.pick(f"{array}.pop()", f"{array}.truncate(0)", f"{array}.push(7)", f"{array}.reverse()",
                               f"{array}.append({self.pick('data', 'box.data')})", f"{array}.clear()"))
        else:
            self.put(self.pick(f"{array}.pop()", f"{array}.push({self.leaf()})", f"{array}.reverse()", f"{array}.sort()",
                               f"{array}.insert(0, {self.leaf()})", f"{array}.clear()", f"cut({array})", f"death({array})",
                               f"same({array})", f"apply(() => cut({array}))", f"{self.array_field()} = [1, 2]"))

    def array_field(self):
        return self.pick("box.xs", "box.xs", "ys")

    def loop(self):
        self.fresh += 1
        name = f"i{self.fresh}"
        kind = self.rng.randrange(5)
        if kind == 0:
            self.put(f"for (const {name} of 0..{self.pick('xs.length', 'ys.length', 'data.length', 'b', '4', 'xs.length - 1')}) {{")
        elif kind == 1:
            self.put(f"for (const {name} of {self.pick('xs', 'ys', 'box.xs')}) {{")
        elif kind == 2:
            self.put(f"let {name} = {self.pick('0', '1', 'a', 'xs.length')}")
            self.put(f"while ({name} < {self.pick('xs.length', 'ys.length', 'data.length', 'box.xs.length')} && tick()) {{")
        elif kind == 3:
            self.put(f"let {name} = {self.pick('xs.length', 'xs.length - 1', 'b', 'ys.length')}")
            self.put(f"while ({name} > {self.pick('0', '-1', 'a')} && tick()) {{")
        else:
            self.put(f"for (const {name} of {self.pick('0..b', 'a..xs.length', '0..5', 'b..xs.length + 1')}) {{")
        self.counters.append(name)
        self.put(f"  if (!tick()) {self.pick('break', 'return a')}")
        self.block(self.rng.randint(1, 3))
        if kind in (2, 3):
            self.put(f"  {name} {'+' if kind == 2 else '-'}= 1")
        self.put("}")
        self.counters.remove(name)

    def statement(self):
        self.budget -= 1
        kind = self.rng.randrange(12) if self.budget > 0 else 0
        if kind < 3:
            self.put(f"{self.pick(*self.ints)} {self.pick('=', '=', '+=', '-=')} {self.expr()}")
        elif kind == 3:
            array = self.array()
            value = "1" if "data" in array else self.expr(1)
            self.put(f"{array}[{self.pick(*self.ints, *self.counters)}] = {value}")
        elif kind < 6:
            self.shorten()
        elif kind < 8:
            self.put(f"if ({self.condition()}) {{")
            self.block(self.rng.randint(1, 3))
            if self.rng.random() < 0.4:
                self.put("} else {")
                self.block(self.rng.randint(1, 2))
            self.put("}")
        elif kind == 8:
            self.put(f"if ({self.condition()}) return {self.expr(1)}")
        elif kind == 9:
            self.put(f"box.n = {self.expr(1)}")
        else:
            self.loop()

    def function(self, number):
        self.put(f"function f{number}(xs: int[], n: int): int {{")
        self.depth += 1
        self.lines += ["  let a = n", "  let b = xs.length", "  let ys = [1, 2, 3, 4]", "  const data = bytes.alloc(4, 9)",
                       "  const box = new Box()", "  let left = 60",
                       "  const tick = () => { left -= 1; return left > 0 }"]
        self.budget = 14
        for _ in range(self.rng.randint(4, 8)):
            self.statement()
        self.put(f"return {self.expr()}")
        self.depth -= 1
        self.put("}")


def make(seed):
    writer = Writer(seed)
    writer.depth = 0
    for number in range(4):
        writer.function(number)
    for number in range(4):
        for given in ("[]", "[3]", "[5, 1]", "[2, 7, 1, 8, 2, 8]"):
            for n in (0, 1, 3, -1):
                writer.put(f'attempt("f{number} {given} {n}", () => f{number}({given}, {n}))')
    return PRELUDE + "\n".join(writer.lines) + "\n"


def run(seam, path, extra):
    done = subprocess.run([seam, "run", str(path)], env=os.environ | {"SEAM_VERIFY": "1"} | extra, capture_output=True, text=True,
                          timeout=120, errors="replace")
    return done.returncode, done.stdout, done.stderr


def main():
    seam, count = sys.argv[1], int(sys.argv[2])
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    failed = refused = panics = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "proofs.seam"
        for seed in range(first, first + count):
            path.write_text(make(seed))
            proven = run(seam, path, {})
            if "error[" in proven[2]:
                refused += 1  # what always panics is an error
                continue
            whole = run(seam, path, {"SEAM_PROVE": "off", "SEAM_COUNT": "plain"})
            panics += whole[1].count("out of bounds") + whole[1].count("overflow")
            if proven == whole and proven[0] == 0:
                continue
            failed += 1
            kept = Path(tempfile.gettempdir()) / f"random_proofs_{seed}.seam"
            kept.write_text(path.read_text())
            print(f"seed {seed}: exit {proven[0]} and {whole[0]}, kept in {kept}\n{proven[2][-500:]}")
    print(f"proofs: {count - failed - refused} of {count} do what they do with every check, {panics} panics among them"
          f"{f', {refused} not compiled' if refused else ''}, {failed} failed")
    return 1 if failed or refused > count // 4 else 0


if __name__ == "__main__":
    sys.exit(main())
