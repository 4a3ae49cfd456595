#!/usr/bin/env python3
"""Checks that diagnostics agree in their three places: the row `DIAG(E0501, "title")` of compiler/base/diag.def,
the page docs/errors/E0501.md whose first line is `# E0501: title`, and at least one case that expects it.
No page and no case may name a code that has no row. usage: diagcheck.py [ROOT]"""
import re

import tree

ROW = re.compile(r'^DIAG\((\w+),\s*"((?:[^"\\]|\\.)*)"\)')
EXPECTED = re.compile(r"(?:^|\s)//!\^*\s+([EW]\d{4})\b", re.MULTILINE)
FAILING = re.compile(r"^```ts fails ([EW]\d{4})\s*$", re.MULTILINE)
SCRIPTED = re.compile(r"\b([EW]\d{4})\b")  # a test of the command line that names a code


def rows(root):
    table = root / "compiler" / "base" / "diag.def"
    lines = table.read_text().split("\n") if table.exists() else []
    found, problems = {}, []
    for number, line in enumerate(lines, 1):
        row = ROW.match(line)
        if row and row.group(1) in found:
            problems.append(f"compiler/base/diag.def:{number}: {row.group(1)} has a row already")
        elif row:
            found[row.group(1)] = row.group(2)
        elif line.startswith("DIAG"):
            problems.append(f'compiler/base/diag.def:{number}: not of the form DIAG(E0501, "title")')
    return found, problems


def cited(root):
    """code -> where it is expected first."""
    places = {}
    for folder, suffixes, pattern in (("tests/cases", (".seam",), EXPECTED), ("tests/cli", (".sh",), SCRIPTED),
                                      ("docs", (".md",), FAILING)):
        for path in tree.files(root, *suffixes):
            name = path.relative_to(root).as_posix()
            if name.startswith(folder + "/"):
                for code in pattern.findall(path.read_text(errors="replace")):
                    places.setdefault(code, name)
    return places


def main():
    root = tree.root_argument()
    table, problems = rows(root)
    expected = cited(root)
    pages = {path.stem: path for path in sorted((root / "docs" / "errors").glob("[EW]*.md"))}
    for code, title in table.items():
        if code not in pages:
            problems.append(f"{code} has no page docs/errors/{code}.md")
        elif not pages[code].read_text().startswith(f"# {code}: {title}\n"):
            problems.append(f"docs/errors/{code}.md does not begin with `# {code}: {title}`")
        if code not in expected:
            problems.append(f"{code} has no case that expects it")
    problems += [f"docs/errors/{code}.md: {code} has no row" for code in pages if code not in table]
    problems += [f"{where}: {code} has no row" for code, where in expected.items() if code not in table]
    tree.end(problems)


if __name__ == "__main__":
    main()
