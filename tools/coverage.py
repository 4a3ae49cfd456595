#!/usr/bin/env python3
"""Lists the requirements (docs/requirements.md) that no test names, and the tests that name an unknown one.
A test names them in a comment: `// req: A3.1, A3.4  text` or `# req: A3.1`, and what it proves only a part of as
`// req in part: A3.1`. usage: coverage.py [ROOT]
Only an unknown id is an error: a promise without a test is work to do."""
import re

import tree

ROW = re.compile(r"^\| ([A-Z]\d+(?:\.\d+)?) \| (.*) \|$", re.MULTILINE)
CITED = re.compile(r"(?://|#) req( in part)?: *((?:[A-Z]\d+(?:\.\d+)?[, ]*)+)")
FOLDERS = ("tests/", "std/", "sdk/", "examples/")


def cited(root):
    """id -> names of the tests that name it: those that prove it, those that prove a part of it."""
    whole, part = {}, {}
    for path in tree.files(root, ".seam", ".sh", ".c", ".py"):
        name = path.relative_to(root).as_posix()
        if name.startswith(FOLDERS) and not name.startswith("tests/tools/"):
            for in_part, ids in CITED.findall(path.read_text(errors="replace")):
                for one in re.split(r"[, ]+", ids.strip(" ,")):
                    (part if in_part else whole).setdefault(one, []).append(name)
    return whole, part


def main():
    root = tree.root_argument()
    rows = dict(ROW.findall((root / "docs" / "requirements.md").read_text()))
    whole, part = cited(root)
    for one, promise in rows.items():
        if one not in whole:
            print(f"{one:5} {'(in part) ' if one in part else ''}{promise[:90]}")
    half = sum(one in part and one not in whole for one in rows)
    print(f"{sum(one in whole for one in rows)} of {len(rows)} requirements are named by a test, {half} more in part")
    tree.end(f"{name}: {one} is no requirement" for one, names in sorted([*whole.items(), *part.items()])
             if one not in rows for name in names)


if __name__ == "__main__":
    main()
