#!/usr/bin/env python3
"""Checks that the documentation leaves nothing out: every row of compiler/types/builtin.def stands in its receiver's
section of docs/library.md, what library/*.seam exports in that of its file, every command and option of `seam help` in
docs/cli.md; and that its links lead somewhere. `$SEAM` names the compiler (without it, that of build/release); where
there is none, commands are not checked. usage: doccheck.py [ROOT]"""
import os
import re
import subprocess

import tree

ROW = re.compile(r'^BUILTIN\(\w+, (\w+), "(?:function )?(\w+)', re.MULTILINE)
SECTIONS = {  # receiver -> page and heading
    "ON_GLOBAL": ("library.md", "Functions"),
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
    "ON_ARRAY": ("library.md", "Arrays"),
    "ON_MAP": ("library.md", "Maps"),
    "ON_SET": ("library.md", "Sets"),
    "ON_INT": ("library.md", "Numbers"),
    "ON_FLOAT": ("library.md", "Numbers"),
    "ON_BOOL": ("library.md", "Numbers"),
    "ON_INT_TYPE": ("library.md", "Numbers"),
    "ON_FLOAT_TYPE": ("library.md", "Numbers"),
    "ON_ENUM": ("language/patterns.md", "Enums"),
    "ON_ENUM_TYPE": ("language/patterns.md", "Enums"),
    "ON_ERROR": ("language/errors.md", "Causes and traces"),
    "ON_CSTRING": ("c.md", "Strings"),
    "ON_CSTRING_TYPE": ("c.md", "Strings"),
}
FILES = {  # file of library/ -> heading in docs/library.md
    "array": "Arrays",
    "builder": "StringBuilder",
    "iterate": "Arrays",
    "map": "Maps",
    "panic": "Functions",
    "prelude": "Interfaces and enums",
    "random": "random",
    "result": "Interfaces and enums",
    "range": "Ranges",
    "set": "Sets",
    "string": "Strings",
}
EXPORT = re.compile(r"^(.*)\n(export (?:async )?(?:function|class|struct|interface|enum) (\w+))", re.MULTILINE)
MEMBER = re.compile(r"^  (?!private\b|constructor\b|finalize\b)(?:static |get |set )*(\w+)(?:<.*?>)?\(", re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([\w-]+))?\)")
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


def library_problems(root):
    for path in tree.files(root, ".seam"):
        if path.parent != root / "library":
            continue
        if path.stem not in FILES:
            yield f"tools/doccheck.py: no section for library/{path.name}"
            continue
        page = section((root / "docs" / "library.md").read_text(), FILES[path.stem])
        mentioned = " ".join(INLINE.findall(page or ""))
        text = "\n" + path.read_text()
        types = re.findall(r"^export (?:class|struct|interface|enum) .*?^}", text, re.MULTILINE | re.DOTALL)
        names = [name for _, _, name in EXPORT.findall(text)] + MEMBER.findall("\n".join(types))
        for name in dict.fromkeys(names):
            if not re.search(rf"\b{name}\b", mentioned):
                yield f"docs/library.md, section `{FILES[path.stem]}`: `{name}` of library/{path.name} is missing"
        for before, declaration, _ in EXPORT.findall(text):
            if not before.startswith("///"):
                yield f"library/{path.name}: no `///` comment before `{declaration}`"


def anchors(path):
    """The anchors of a page's headings, as GitHub makes them."""
    text = re.sub(r"^```.*?^```", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def link_problems(root):
    for path in tree.files(root, ".md"):
        text = re.sub(r"^```.*?^```", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
        for target, anchor in LINK.findall(text):
            page = path.parent / target if target else path
            if not page.exists():
                yield f"{path.relative_to(root)}: the link to {target} leads nowhere"
            elif anchor and page.suffix == ".md" and anchor not in anchors(page):
                yield f"{path.relative_to(root)}: {target} has no heading for #{anchor}"


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
    found = (*builtin_problems(root), *library_problems(root), *link_problems(root), *command_problems(root))
    tree.end([*dict.fromkeys(found)])


if __name__ == "__main__":
    main()
