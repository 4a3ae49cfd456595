#!/usr/bin/env python3
"""Checks the tables of the language's rules, docs/language/rules/*.md, and counts them. A row is
`| L3.12 the rule | case, case | case |`: the cases under tests/cases (without extension; `cli/NAME` is a script of
tests/cli, `unit/NAME` a program of tests/unit) that show that it holds, and those in which something is refused, or
`-`. Ids with `P` are rules of the library and the tools. Every named case exists, every rule has one that shows it,
what refuses expects an error or a panic, and ids are unique and rise. usage: rules.py [ROOT]"""
import re

import tree

ROW = re.compile(r"^\| ([LP](\d+)\.(\d+)) (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
NAME = re.compile(r"`([^`]+)`")
REFUSES = re.compile(r"//!\^* [EW]\d|//\? exit [1-9]")


def case_text(root, name):
    """What the case says, all its files; None where there is none."""
    folder, script = root / "tests" / "cases" / name, root / "tests" / (name + ".sh")
    if (folder / "main.seam").exists():
        return "\n".join(path.read_text(errors="replace") for path in sorted(folder.rglob("*.seam")))
    if (name.startswith("cli/") and script.exists()) or (name.startswith("unit/") and (root / "tests" / name).is_dir()):
        return "//? exit 1 or another: what a script expects is its own"
    one = folder.with_name(folder.name + ".seam")
    return one.read_text(errors="replace") if one.exists() else None


def page_problems(root, path, seen):
    page = path.relative_to(root).as_posix()
    text, last = path.read_text(), (0, 0)
    for line in text.split("\n"):
        if re.match(r"\| [LP]\d", line) and not ROW.match(line):
            yield f"{page}: no row of three cells: {line[:60]}"
    for one, section, number, _, holds, refused in ROW.findall(text.replace("\\|", "/")):
        if one in seen:
            yield f"{page}: {one} stands twice"
        if (int(section), int(number)) < last:
            yield f"{page}: {one} is not in order"
        last = (int(section), int(number))
        seen[one] = refused != "-"
        if not NAME.findall(holds):
            yield f"{page}: {one} has no case that shows it"
        for name in NAME.findall(holds) + NAME.findall(refused):
            if case_text(root, name) is None:
                yield f"{page}: {one}: there is no case {name}"
        if refused != "-" and not NAME.findall(refused):
            yield f"{page}: {one}: the last cell is neither `-` nor a case"
        for name in NAME.findall(refused):
            if not REFUSES.search(case_text(root, name) or "//! E0000"):
                yield f"{page}: {one}: {name} refuses nothing"


def main():
    root, seen = tree.root_argument(), {}
    pages = sorted((root / "docs" / "language" / "rules").glob("*.md"))
    problems = [problem for path in pages for problem in page_problems(root, path, seen)]
    print(f"{len(seen)} rules, {sum(seen.values())} with a refusal")
    tree.end(problems)


if __name__ == "__main__":
    main()
