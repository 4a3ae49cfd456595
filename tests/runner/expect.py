"""What a case expects, read from comments in its source. The grammar is in CONTRIBUTING.md ("a test").

    //! E0501 text        this line has a diagnostic with that code whose message contains the text
    //! note: text        ... a label, note or help of a diagnostic on this line contains the text
    //!^ E0003 text       the same for the line above; one more ^ is one more line up
    //= text              the next line that the program prints
    //~ text              the program's stderr contains the text
    //? exit 3            and other facts: see DIRECTIVES
"""
import dataclasses
import pathlib
import re
import shlex

MARK = re.compile(r"(?:^|(?<=\s))//([=!~?])(\^*)(?=\s|$)")
STAGES = ("tokens", "tree", "types", "mir", "c")
DIRECTIVES = ("args", "env", "exit", "flags", "stage", "stdin", "timeout")


@dataclasses.dataclass
class Mark:
    """One expectation comment: `start` is its column in the line, `text` what follows its mark."""
    kind: str
    line: int
    start: int
    up: int
    text: str


@dataclasses.dataclass
class Wanted:
    """A diagnostic (`code`), or with code None a label, note or help, that a line of a file must have."""
    path: pathlib.Path
    line: int
    code: str | None
    text: str
    mark: Mark

    def __str__(self):
        return f"{self.code or 'note:'} {self.text}"


@dataclasses.dataclass
class Expected:
    wanted: list = dataclasses.field(default_factory=list)
    output: list = dataclasses.field(default_factory=list)  # Marks of //=
    stderr: list = dataclasses.field(default_factory=list)
    args: list = dataclasses.field(default_factory=list)
    env: dict = dataclasses.field(default_factory=dict)
    exit: int | None = None
    flags: list = dataclasses.field(default_factory=list)
    stages: list = dataclasses.field(default_factory=list)
    stdin: str = ""
    timeout: float = 10.0
    mistakes: list = dataclasses.field(default_factory=list)  # malformed expectations

    def runs(self):
        """A case that only expects diagnostics, or only pins stages, is compiled and not run."""
        says_what_it_does = self.output or self.stderr or self.exit is not None
        return bool(says_what_it_does or not (self.wanted or self.stages))


def marks(lines):
    """All expectation comments of a file's lines, in order."""
    found = []
    for number, line in enumerate(lines, 1):
        at = MARK.search(line)
        if not at:
            continue
        if at.group(1) != "!":
            found.append(Mark(at.group(1), number, at.start(), 0, line[at.end() + 1:]))
            continue
        all_in_line = list(MARK.finditer(line))
        ends = [m.start() for m in all_in_line[1:]] + [len(line)]
        for m, end in zip(all_in_line, ends):
            found.append(Mark("!", number, m.start(), len(m.group(2)), line[m.end():end].strip()))
    return found


def read(path, into=None, main=True):
    """Reads one source file's expectations; `main` is the file whose output and directives count."""
    expected = into or Expected()
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    for mark in marks(lines):
        if mark.kind == "!":
            _read_diagnostic(expected, path, mark)
        elif not main:
            expected.mistakes.append(f"{path.name}:{mark.line}: only main.seam may have //{mark.kind}")
        elif mark.kind == "=":
            expected.output.append(mark)
        elif mark.kind == "~":
            expected.stderr.append(mark.text.strip())
        else:
            _read_directive(expected, path, mark)
    return expected


def _read_diagnostic(expected, path, mark):
    match = re.fullmatch(r"(note:|[EW]\d{4})\s*(.*)", mark.text)
    if not match:
        expected.mistakes.append(f"{path.name}:{mark.line}: //! wants `E0000 text` or `note: text`")
        return
    code = None if match.group(1) == "note:" else match.group(1)
    expected.wanted.append(Wanted(path, mark.line - mark.up, code, match.group(2), mark))


def _read_directive(expected, path, mark):
    word, _, rest = mark.text.strip().partition(" ")
    where = f"{path.name}:{mark.line}"
    if word == "args":
        expected.args += shlex.split(rest)
    elif word == "flags":
        expected.flags += shlex.split(rest)
    elif word == "env" and "=" in rest:
        key, _, value = rest.partition("=")
        expected.env[key] = value
    elif word == "exit" and rest.isdigit():
        expected.exit = int(rest)
    elif word == "timeout" and rest.isdigit():
        expected.timeout = float(rest)
    elif word == "stdin":
        expected.stdin += rest + "\n"
    elif word == "stage" and rest in STAGES:
        expected.stages.append(rest)
    else:
        expected.mistakes.append(f"{where}: //? wants one of {', '.join(DIRECTIVES)} with its value")
