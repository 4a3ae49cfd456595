#!/usr/bin/env python3
"""Prints how many lines of C a program becomes, against its own. usage: tools/c_lines.py [FILE...]

Without files: examples/*.seam and tests/cases/programs. Both sides count lines that are neither empty nor only a
comment; of the C, `#line` is left out as well, and shown beside. The goal is at most 2.5.
"""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEAM = ROOT / "build" / "release" / "bin" / "seam"
GOAL = 2.5


def code_lines(text):
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("//")]


def measure(path):
    """(lines of Seam, lines of C, `#line`s), or None where there is no C to see."""
    made = subprocess.run([SEAM, "build", "--emit=c", path], capture_output=True, text=True, timeout=60)
    if made.returncode != 0:
        return None
    c = code_lines(made.stdout)
    numbered = sum(line.startswith("#line") for line in c)
    return len(code_lines(path.read_text())), len(c) - numbered, numbered


def main():
    paths = [pathlib.Path(p) for p in sys.argv[1:]]
    paths = paths or sorted([*ROOT.glob("examples/*.seam"), *ROOT.glob("tests/cases/programs/*.seam")])
    total = [0, 0]
    for path in paths:
        if not (found := measure(path)):
            print(f"  -    {path.name}: does not compile")
            continue
        seam, c, numbered = found
        total = [total[0] + seam, total[1] + c]
        print(f"{c / seam:5.2f}  {path.name}: {seam} lines, {c} of C and {numbered} #line")
    print(f"{total[1] / max(total[0], 1):5.2f}  all; the goal is {GOAL}")


if __name__ == "__main__":
    main()
