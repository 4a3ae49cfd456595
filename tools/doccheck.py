#!/usr/bin/env python3
"""Checks that the documentation leaves nothing out: every row of compiler/types/builtin.def stands in its receiver's
section, every command and option of `seam help` in docs/cli.md. `$SEAM` names the compiler (without it, that of
build/release); where there is none, only the rows are checked. usage: doccheck.py [ROOT]"""
import os
import re
import subprocess

import tree

ROW = re.compile(r'^BUILTIN\(\w+, (\w+), "(?:function )?(\w+)', re.MULTILINE)
SECTIONS = {  # receiver -> page and heading
    "ON_GLOBAL": ("language.md", "Variables and types"),
    "ON_CONSOLE": ("library.md", "console"),
    "ON_TIME": ("library.md", "time"),
    "ON_RANDOM": ("library.md", "random"),
    "ON_PROCESS": ("library.md", "process and env"),
    "ON_ENV": ("library.md", "process and env"),
    "ON_FS": ("library.md", "fs"),
    "ON_DURATION": ("library.md", "Durations"),
    "ON_DURATION_TYPE": ("library.md", "Durations"),
    "ON_MATH": ("library.md", "math"),
    "ON_STRING": ("library.md", "Strings"),
    "ON_STRING_TYPE": ("library.md", "Strings"),
    "ON_BYTES": ("library.md", "Buffers"),
    "ON_BYTES_TYPE": ("library.md", "Buffers"),
    "ON_ARRAY": ("language.md", "Members of arrays"),
    "ON_MAP": ("language.md", "Members of maps"),
    "ON_SET": ("language.md", "Sets"),
    "ON_INT": ("library.md", "Numbers"),
    "ON_FLOAT": ("library.md", "Numbers"),
    "ON_BOOL": ("library.md", "Numbers"),
    "ON_INT_TYPE": ("library.md", "Numbers"),
    "ON_FLOAT_TYPE": ("library.md", "Numbers"),
    "ON_ENUM": ("language.md", "Enums"),
    "ON_ENUM_TYPE": ("language.md", "Enums"),
    "ON_ERROR": ("language.md", "Errors"),
    "ON_CSTRING": ("c.md", "Strings"),
    "ON_CSTRING_TYPE": ("c.md", "Strings"),
}
INLINE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"^  (\w+) {2,}", re.MULTILINE)
OPTION = re.compile(r"^  (?:(-\w), )?(--[\w-]+)", re.MULTILINE)


def section(text, heading):
    """What stands between this heading and the next one; None without such a heading."""
    found = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    return found and re.sub(r"^```.*?^```", "", found.group(1), flags=re.MULTILINE | re.DOTALL)


def builtin_problems(root):
    for receiver, name in ROW.findall((root / "compiler" / "types" / "builtin.def").read_text()):
        if receiver.startswith("ON_HIDDEN") or receiver == "ON_LIBRARY":  # only the compiler or the library calls them
            continue
        if receiver not in SECTIONS:
            yield f"tools/doccheck.py: no section for {receiver}"
            continue
        page, heading = SECTIONS[receiver]
        text = section((root / "docs" / page).read_text(), heading)
        if text is None:
            yield f"docs/{page} has no section `{heading}`"
        elif not any(re.search(rf"\b{name}\b", code) for code in INLINE.findall(text)):
            yield f"docs/{page}, section `{heading}`: `{name}` is missing"


def command_problems(root):
    seam = os.environ.get("SEAM", str(root / "build" / "release" / "bin" / "seam"))
    if root != tree.ROOT or not os.path.exists(seam):  # what this compiler says is about its own tree
        return

    def help_of(*words):
        return subprocess.run([seam, "help", *words], capture_output=True, text=True, check=True).stdout

    page = (root / "docs" / "cli.md").read_text()
    mentioned = " ".join(INLINE.findall(re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)))
    for command in COMMAND.findall(help_of()):
        if f"### `seam {command}" not in page:
            yield f"docs/cli.md: the command `{command}` is missing"
        for names in OPTION.findall(help_of(command)):
            for option in filter(None, names):
                if not re.search(rf"(?<![\w-]){option}(?![\w-])", mentioned):
                    yield f"docs/cli.md: the option `{option}` of `seam {command}` is missing"


def main():
    root = tree.root_argument()
    tree.end([*dict.fromkeys([*builtin_problems(root), *command_problems(root)])])


if __name__ == "__main__":
    main()
