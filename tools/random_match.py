#!/usr/bin/env python3
"""Random matches against a brute force. usage: random_match.py SEAM [N] [--seed S] [--keep]

Each program has types whose values can be listed (bools, small ranges, enums, tuples, structs, options), random arms over
them, and a function that gives the number of the arm that takes a value. Python tries every value: what no arm takes must be
reported (E0326), an arm that no value needs too (E0327), and a program without errors must print what Python found.
"""
import argparse
import itertools
import pathlib
import random
import subprocess
import sys
import tempfile


class Bool:
    text = "bool"
    values = [False, True]

    def literal(self, value):
        return "true" if value else "false"

    def pattern(self, rng, depth):
        value = rng.random() < 0.5
        return self.literal(value), lambda v: v == value


class Int:
    text = "u8"
    values = [0, 1, 2, 3, 50, 99, 100, 254, 255]  # between them nothing happens

    def literal(self, value):
        return str(value)

    def pattern(self, rng, depth):
        low, high = sorted(rng.sample([0, 1, 2, 3, 100, 255], 2))
        if rng.random() < 0.5:
            return f"{low}..{high}", lambda v: low <= v < high
        return str(low), lambda v: v == low


class Tuple:
    def __init__(self, parts):
        self.parts = parts
        self.text = "[" + ", ".join(p.text for p in parts) + "]"
        self.values = list(itertools.product(*(p.values for p in parts)))

    def literal(self, value):
        return "[" + ", ".join(p.literal(v) for p, v in zip(self.parts, value)) + "]"

    def pattern(self, rng, depth):
        parts = [pattern(p, rng, depth - 1) for p in self.parts]
        return "[" + ", ".join(t for t, _ in parts) + "]", lambda v: all(f(x) for (_, f), x in zip(parts, v))


class Struct(Tuple):
    def __init__(self, name, parts):
        super().__init__(parts)
        self.text = name
        self.declaration = f"struct {name} {{ " + "; ".join(f"f{i}: {p.text}" for i, p in enumerate(parts)) + " }"

    def literal(self, value):
        fields = ", ".join(f"f{i}: {p.literal(v)}" for i, (p, v) in enumerate(zip(self.parts, value)))
        return f"{self.text} {{ {fields} }}"

    def pattern(self, rng, depth):
        chosen = [(i, *pattern(p, rng, depth - 1)) for i, p in enumerate(self.parts) if rng.random() < 0.7]
        if not chosen:
            chosen = [(0, "_", lambda v: True)]
        fields = ", ".join(f"f{i}: {t}" for i, t, _ in chosen)
        name = self.text + " " if rng.random() < 0.5 else ""
        return f"{name}{{ {fields} }}", lambda v: all(f(v[i]) for i, _, f in chosen)


class Enum:
    def __init__(self, name, variants):  # [(name, [part])]
        self.text, self.variants = name, variants
        listed = [n + ("(" + ", ".join(f"p{i}: {p.text}" for i, p in enumerate(ps)) + ")" if ps else "") for n, ps in variants]
        self.declaration = f"enum {name} {{ " + ", ".join(listed) + " }"
        self.values = [(i, v) for i, (_, ps) in enumerate(variants) for v in itertools.product(*(p.values for p in ps))]

    def literal(self, value):
        name, parts = self.variants[value[0]]
        payload = "(" + ", ".join(p.literal(v) for p, v in zip(parts, value[1])) + ")" if parts else ""
        return f"{self.text}.{name}{payload}"

    def pattern(self, rng, depth):
        index = rng.randrange(len(self.variants))
        name, ps = self.variants[index]
        if not ps or rng.random() < 0.2:
            return name, lambda v: v[0] == index
        parts = [pattern(p, rng, depth - 1) for p in ps]
        text = f"{name}(" + ", ".join(t for t, _ in parts) + ")"
        return text, lambda v: v[0] == index and all(f(x) for (_, f), x in zip(parts, v[1]))


class Option:
    def __init__(self, inner):
        self.inner, self.text = inner, inner.text + "?"
        self.values = [None] + inner.values

    def literal(self, value):
        return "null" if value is None else self.inner.literal(value)

    def pattern(self, rng, depth):
        if rng.random() < 0.3:
            return "null", lambda v: v is None
        text, fits = self.inner.pattern(rng, depth)
        return text, lambda v: v is not None and fits(v)


def pattern(kind, rng, depth):
    roll = rng.random()
    if roll < 0.3 or depth < 0:
        return "_", lambda v: True
    if roll < 0.45:
        sides = [kind.pattern(rng, depth - 1) for _ in range(rng.randint(2, 3))]
        return "(" + " | ".join(t for t, _ in sides) + ")", lambda v: any(f(v) for _, f in sides)
    return kind.pattern(rng, depth)


def make_type(rng, declared, depth):
    roll = rng.randrange(7 if depth > 0 else 2)
    if roll == 0:
        return Bool()
    if roll == 1:
        return Int()
    parts = [make_type(rng, declared, depth - 1) for _ in range(rng.randint(1, 2))]
    if roll in (2, 3):
        kind = Tuple(parts + [Bool()])
    elif roll == 4:
        inner = parts[0]
        return inner if isinstance(inner, Option) else Option(inner)
    elif roll == 5:
        kind = Struct(f"S{len(declared)}", parts)
        declared.append(kind.declaration)
    else:
        kind = Enum(f"E{len(declared)}", [("Empty", []), ("One", parts[:1]), ("All", parts), ("Last", [])][: rng.randint(2, 4)])
        declared.append(kind.declaration)
    return kind


def program(rng):
    """The text, the arm of each value (None: it has none), and whether some arm is useless."""
    while True:
        declared = []
        kind = make_type(rng, declared, 2)
        if len(kind.values) <= 300:
            break
    arms = [pattern(kind, rng, 3) for _ in range(rng.randint(1, 7))]
    if rng.random() < 0.5:
        arms.append(("_", lambda v: True))
    guards = [rng.random() < 0.15 for _ in arms]
    taken = [next((i for i, (_, fits) in enumerate(arms) if fits(v) and not guards[i]), None) for v in kind.values]
    useless = any(
        not any(fits(v) and not any(f(v) for k, (_, f) in enumerate(arms[:i]) if not guards[k]) for v in kind.values)
        for i, (_, fits) in enumerate(arms))
    body = ", ".join(f"{t}{' if never()' if g else ''} => {i}" for i, ((t, _), g) in enumerate(zip(arms, guards)))
    lines = declared + ["function never(): bool { return false }", f"function arm(x: {kind.text}): int {{", f"  return match (x) {{ {body} }}", "}"]
    lines += [f"print(arm({kind.literal(v)}))" for v in kind.values]
    return "\n".join(lines) + "\n", taken, useless


def judge(seam, path, taken, useless):
    """What is wrong; None: nothing."""
    checked = subprocess.run([seam, "check", "--diag=short", path], capture_output=True, text=True, timeout=60)
    codes = {line.split("error ", 1)[1][:5] for line in checked.stderr.splitlines() if "error " in line}
    text = checked.stderr
    missing = None in taken
    if ("E0326" in codes) != missing:
        return f"missing: Python says {missing}\n{text}"
    arm_useless = "this arm is never reached" in text
    if arm_useless != useless:
        return f"useless: Python says {useless}\n{text}"
    if codes - {"E0326", "E0327"}:
        return text
    if codes:
        return None
    ran = subprocess.run([seam, "run", path], capture_output=True, text=True, timeout=120)
    wanted = "".join(f"{i}\n" for i in taken)
    return None if ran.stdout == wanted else f"printed\n{ran.stdout}{ran.stderr}\nwanted\n{wanted}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("seam")
    parser.add_argument("count", nargs="?", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**9))
    options = parser.parse_args()
    rng = random.Random(options.seed)
    runs = 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "main.seam"
        for number in range(options.count):
            text, taken, useless = program(rng)
            path.write_text(text)
            wrong = judge(options.seam, str(path), taken, useless)
            runs += None not in taken and not useless
            if wrong:
                print(f"random_match: seed {options.seed}, program {number}\n{text}\n{wrong}")
                sys.exit(1)
    print(f"{options.count} matches, {runs} of them run: as expected (seed {options.seed})")


if __name__ == "__main__":
    main()
