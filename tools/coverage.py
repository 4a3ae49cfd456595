#!/usr/bin/env python3
"""Lists the requirements (docs/requirements.md) that no test names, and the tests that name an unknown one.
A test names them in a comment: `// req: A3.1, A3.4  text` or `# req: A3.1`. usage: coverage.py [ROOT]
Only an unknown id is an error: a promise without a test is work to do."""
import re

import tree

ROW = re.compile(r"^\| ([A-Z]\d+(?:\.\d+)?) \| (.*) \|$", re.MULTILINE)
CITED = re.compile(r"(?://|#) req: *((?:[A-Z]\d+(?:\.\d+)?[, ]*)+)")
FOLDERS = ("tests/", "std/", "sdk/", "examples/")


def cited(root):
    """id -> names of the tests that name it."""
    found = {}
    for path in tree.files(root, ".seam", ".sh", ".c", ".py"):
        name = path.relative_to(root).as_posix()
        if name.startswith(FOLDERS) and not name.startswith("tests/tools/"):
            for ids in CITED.findall(path.read_text(errors="replace")):
                for one in re.split(r"[, ]+", ids.strip(" ,")):
                    found.setdefault(one, []).append(name)
    return found


def main():
    root = tree.root_argument()
    rows = dict(ROW.findall((root / "docs" / "requirements.md").read_text()))
    tests = cited(root)
    for one, promise in rows.items():
        if one not in tests:
            print(f"{one:5} {promise[:90]}")
    print(f"{sum(one in tests for one in rows)} of {len(rows)} requirements are named by a test")
    tree.end(f"{name}: {one} is no requirement" for one, names in sorted(tests.items()) if one not in rows
             for name in names)


if __name__ == "__main__":
    main()
