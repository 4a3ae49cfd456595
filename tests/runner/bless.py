"""Rewrites a case's expectations to what it does now. The diff is read by a person before it is committed.

Expectations that hold stay as they are, wherever they stand; changed ones are rewritten in place; new lines of
output follow the last one that was expected before them, each on a line of its own.
"""
import difflib

import case as cases
import expect


def bless(case, outcome):
    """Returns the names of the files that changed."""
    changed = []
    for stage, text in outcome.stages.items():
        changed += _write(case.golden(stage), text)
    edits = {path: _Edits(path) for path in case.sources()}
    if outcome.expected.wanted and not any("not JSON" in p for p in outcome.problems):
        _diagnostics(case, outcome, edits)
    if outcome.stdout is not None:
        _output(outcome, edits[case.main])
        _exit(outcome, edits[case.main])
    for path, edit in edits.items():
        changed += _write(path, edit.text())
    return changed


def _write(path, text):
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return []
    path.write_text(text, encoding="utf-8")
    return [path.name]


class _Edits:
    """A file's lines with comments to drop, replace and add; the line numbers are those of the old text."""

    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        self.lines = text.removesuffix("\n").split("\n")
        self.replaced = {}  # (line, column) -> new comment, or None to drop it
        self.added = {}     # line -> comments to append to it
        self.below = {}     # line -> new lines after it; 0: before the first

    def text(self):
        marks = {}
        for mark in expect.marks(self.lines):
            marks.setdefault(mark.line, []).append(mark)
        out = list(self.below.get(0, []))
        for number, line in enumerate(self.lines, 1):
            ours = marks.get(number, [])
            new = self._line(number, line, ours)
            if new or not ours:  # a line that held only dropped comments goes
                out.append(new)
            out += self.below.get(number, [])
        return "\n".join(out) + "\n"

    def _line(self, number, line, marks):
        if not marks and number not in self.added:
            return line
        code = line[:marks[0].start] if marks else line
        comments = []
        for mark, end in zip(marks, [m.start for m in marks[1:]] + [len(line)]):
            old = line[mark.start:end].rstrip() if mark.kind != "=" else line[mark.start:end]
            comments.append(self.replaced.get((number, mark.start), old))
        comments = [c for c in comments if c is not None] + self.added.get(number, [])
        if not comments:
            return code.rstrip()
        gap = code if marks or not code.strip() else code.rstrip() + "  "
        return gap + " ".join(comments)


def _diagnostics(case, outcome, edits):
    unmet, left = cases.match(case, outcome.expected.wanted, outcome.diagnostics)
    for one in unmet:
        edits[one.path].replaced[(one.mark.line, one.mark.start)] = None
    for d in left:
        for path, edit in edits.items():
            line = cases._line_of(d, path)
            if line:
                edit.added.setdefault(line, []).append(f"//! {d['code']} {d['message']}")


def _comment(text):
    return f"//= {text}" if text else "//="


def _output(outcome, edit):
    marks = outcome.expected.output
    want, got = [m.text for m in marks], outcome.stdout
    indent = min((m.start for m in marks), default=0)
    for what, a, b, c, d in difflib.SequenceMatcher(None, want, got, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        pairs = min(b - a, d - c)
        for i in range(pairs):
            edit.replaced[(marks[a + i].line, marks[a + i].start)] = _comment(got[c + i])
        for i in range(a + pairs, b):
            edit.replaced[(marks[i].line, marks[i].start)] = None
        new = [" " * indent + _comment(text) for text in got[c + pairs:d]]
        if new:
            after = a + pairs
            line = marks[after - 1].line if after > 0 else (marks[0].line - 1 if marks else len(edit.lines))
            edit.below.setdefault(line, []).extend(new)


def _exit(outcome, edit):
    if outcome.status == (outcome.expected.exit or 0):
        return
    for mark in expect.marks(edit.lines):
        if mark.kind == "?" and mark.text.strip().startswith("exit"):
            edit.replaced[(mark.line, mark.start)] = f"//? exit {outcome.status}" if outcome.status else None
            return
    edit.below.setdefault(0, []).append(f"//? exit {outcome.status}")
