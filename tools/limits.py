#!/usr/bin/env python3
"""Checks the sizes that the style limits: files, functions, parameters. usage: limits.py [ROOT] [--think]

Over 1,200 lines a file, or 100 a function, or 6 parameters fail. `--think` also lists what should make one think:
files over 700, functions over 60. A flat switch over our own enum may be longer if the line above the function
says why: `// flat switch: <reason>`.
"""
import re
import sys

import tree

FILE_LINES, FILE_THINK = 1200, 700
FUNCTION_LINES, FUNCTION_THINK = 100, 60
PARAMETERS = 6
NO_FUNCTION = re.compile(r"(struct|union|enum|typedef|extern \"C\")[^(]*\{|[^({]*=|[^(]*$")
COMMENT = re.compile(r"//.*")
EXPANSION = re.compile(r"[A-Z][A-Z0-9_]*\(.*\)$")  # `ROW(i8, int8_t)`: a macro makes what stands there
EXEMPT = re.compile(r"^// flat switch: \S")


def functions(lines):
    """(first line, last line, head as one text) of each function. The format check sees to it that a function
    begins in the first column, that its `{` ends a line, and that its `}` stands alone in the first column."""
    start, head = None, ""
    for number, line in enumerate(lines, 1):
        code = COMMENT.sub("", line).rstrip()
        if start is None and re.match(r"[A-Za-z_]", code) and not EXPANSION.match(code):
            start, head = number, ""
        if start is None:
            continue
        if "{" not in head:
            head += " " + code.strip()
        if code == "}":
            if not NO_FUNCTION.match(head.strip()):
                yield start, number, head.partition("{")[0].strip()
            start = None
        elif code.startswith("}") or (code.endswith((";", ":")) and not _opens_function(head)) or _one_line(head, code):
            start = None  # a table or a type; a declaration; a whole function in one line


def _opens_function(head):
    return "{" in head and "=" not in head.partition("{")[0]


def _one_line(head, code):
    return "{" in head and head.strip().endswith(code.strip()) and head.count("{") == head.count("}")


def parameters(head):
    """How many parameters a function's head lists: commas at the first level of its last parentheses."""
    depth = count = 0
    for char in head[head.index("("):]:
        depth += (char in "([{") - (char in ")]}")
        count += char == "," and depth == 1
    return count + 1


def check(name, lines, think):
    file_limit, function_limit = (FILE_THINK, FUNCTION_THINK) if think else (FILE_LINES, FUNCTION_LINES)
    if len(lines) > file_limit:
        yield f"{name}: {len(lines)} lines, more than {file_limit}"
    if not name.endswith((".c", ".h")):
        return
    for first, last, head in functions(lines):
        length = last - first + 1
        exempt = first > 1 and EXEMPT.match(lines[first - 2])
        if length > function_limit and not exempt:
            yield f"{name}:{first}: a function of {length} lines, more than {function_limit}"
        if parameters(head) > PARAMETERS:
            yield f"{name}:{first}: {parameters(head)} parameters, more than {PARAMETERS}"


def main():
    think = "--think" in sys.argv
    if think:
        sys.argv.remove("--think")
    root = tree.root_argument()
    problems = []
    for path in tree.files(root, ".c", ".h", ".def", ".py", ".sh"):
        lines = path.read_text().split("\n")
        problems += check(path.relative_to(root).as_posix(), lines[:-1], think)
    tree.end(problems)


if __name__ == "__main__":
    main()
