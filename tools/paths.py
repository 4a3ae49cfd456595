#!/usr/bin/env python3
"""Checks that no file of the tree holds a path of the machine that it was written on. usage: paths.py [ROOT]"""
import os
import re

import tree

FOREIGN = re.compile(r"(?<!\w)/" + r"(work/(main|shared)\b|tmp/seam/)")  # put together, so that this file holds none


def main():
    root = tree.root_argument()
    own = os.fsencode(root).decode() + "/"
    problems = []
    for path in tree.files(root):
        try:
            lines = path.read_text().split("\n")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            if FOREIGN.search(line) or own in line:
                problems.append(f"{path.relative_to(root)}:{number}: holds a path of a machine")
    tree.end(problems)


if __name__ == "__main__":
    main()
