"""Runs one case: a .seam file, or a folder with main.seam, beside the C files that it needs.

A case is compiled and run in a folder of its own; the caches are shared by the whole run, as they are for a user.
Every run is `seam run --leaks`, so a leak fails it. What a case prints must be expected, on both streams.
"""
import dataclasses
import difflib
import json
import os
import pathlib
import signal
import subprocess

import expect


@dataclasses.dataclass
class Setup:
    """What all cases of a run share."""
    root: pathlib.Path     # of the tree
    seam: pathlib.Path     # the compiler
    scratch: pathlib.Path  # temporary: caches, libraries, working folders
    cc: list
    cflags: list           # for the C files of cases: the variant's sanitizers
    patience: float        # timeouts are multiplied by it

    def again(self, name):
        """The command that repeats one test in this variant."""
        return f"make {self.seam.parent.parent.name} T={name}"


@dataclasses.dataclass
class Outcome:
    problems: list = dataclasses.field(default_factory=list)
    command: str = ""      # repeats the run that failed
    expected: expect.Expected = None
    diagnostics: list = dataclasses.field(default_factory=list)  # what check reported; None: it did not run
    stdout: list = None    # lines; None: the case did not run
    status: int = 0
    stages: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Done:
    status: int  # None: it took too long
    out: str
    err: str


class Case:
    def __init__(self, name, path, fails=None):
        self.name = name
        self.fails = fails  # a code that it must report, on whatever line
        self.folder = path if path.is_dir() else None
        self.main = path / "main.seam" if path.is_dir() else path

    def sources(self):
        return sorted(self.folder.rglob("*.seam")) if self.folder else [self.main]

    def libraries(self):
        """C files to build into shared libraries of the same names."""
        if self.folder:
            return sorted(self.folder.rglob("*.c"))
        beside = self.main.with_suffix(".c")
        return [beside] if beside.exists() else []

    def golden(self, stage):
        suffix = ".c.txt" if stage == "c" else f".{stage}"  # a .c file beside a case is a library of it
        return (self.folder / stage if self.folder else self.main).with_suffix(suffix)


def execute(argv, env, cwd, stdin, timeout):
    """Runs a command in a process group of its own, so that a timeout ends its children too."""
    with subprocess.Popen(argv, env=env, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, start_new_session=True) as process:
        try:
            out, err = process.communicate(stdin.encode(), timeout)
            status = process.returncode if process.returncode >= 0 else 128 - process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            status = None
    return Done(status, _text(out), _text(err))


def _text(data):
    return data.decode("utf-8", "backslashreplace")


def find(root):
    """All cases below a folder, in order of their names."""
    cases = []
    for path in sorted(root.rglob("*.seam")):
        if path.name == "main.seam":
            cases.append(Case(str(path.parent.relative_to(root)), path.parent))
        elif not any((parent / "main.seam").exists() for parent in path.parents if parent != root):
            cases.append(Case(str(path.relative_to(root).with_suffix("")), path))
    return cases


def run(case, setup):
    outcome = Outcome()
    expected = outcome.expected = expect.Expected()
    for source in case.sources():
        expect.read(source, expected, main=source == case.main)
    outcome.problems += expected.mistakes
    work = setup.scratch / "work" / case.name
    work.mkdir(parents=True, exist_ok=True)
    env = _environment(case, setup, expected, work)
    if not _build_libraries(case, setup, work, outcome):
        return outcome

    def seam(*arguments, stdin=""):
        argv = [str(setup.seam), *arguments]
        done = execute(argv, env, work, stdin, expected.timeout * setup.patience)
        if done.status is None:
            outcome.problems.append(f"takes longer than {expected.timeout * setup.patience:g} s: {arguments[0]}")
        return done

    if expected.wanted or case.fails:
        _check(case, expected, outcome, seam("check", "--diag=json", str(case.main)))
    for stage in expected.stages if not _unoptimised() else ():
        _stage(case, stage, outcome, seam("build", f"--emit={stage}", *expected.flags, str(case.main)))
    if expected.runs() and not case.fails:
        _run(expected, outcome,
             seam("run", "--leaks", *expected.flags, str(case.main), *expected.args, stdin=expected.stdin))
    if outcome.problems and not outcome.command:
        outcome.command = _repeat(case, setup, expected)
    return outcome


def _unoptimised():
    """SEAM_COUNT=plain, SEAM_DEFER=share and SEAM_PROVE=off change what passes make, and nothing that a program does."""
    return "SEAM_COUNT" in os.environ or "SEAM_PROVE" in os.environ


def _environment(case, setup, expected, work):
    libraries = str(work / "lib")
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith("SEAM_") or name in ("SEAM_ALLOC", "SEAM_CC", "SEAM_COUNT", "SEAM_DEFER", "SEAM_PROVE")}
    env = dict(kept, HOME=str(setup.scratch / "home"), XDG_CACHE_HOME=str(setup.scratch / "cache"),
               TMPDIR=str(work), LC_ALL="C.UTF-8", SEAM_VERIFY="1")
    if case.libraries():
        for name in ("LIBRARY_PATH", "LD_LIBRARY_PATH"):
            env[name] = ":".join(filter(None, [libraries, os.environ.get(name)]))
    return env | expected.env


def _build_libraries(case, setup, work, outcome):
    (work / "lib").mkdir(exist_ok=True)
    for source in case.libraries():
        library = work / "lib" / f"lib{source.stem}.so"
        argv = [*setup.cc, *setup.cflags, "-shared", "-fPIC", "-g", "-O1", "-o", str(library), str(source)]
        done = execute(argv, os.environ, work, "", 60)
        if done.status != 0:
            outcome.problems.append(f"{source.name} does not compile:\n{done.err}")
            return False
    return True


def _repeat(case, setup, expected):
    only_checked = case.fails or (expected.wanted and not expected.runs())
    words = ["check"] if only_checked else ["run --leaks", *expected.flags]
    words += [os.path.relpath(case.main, setup.root)]
    alone = not (case.libraries() or expected.stdin or expected.env or expected.stages)
    if not alone or setup.root not in case.main.parents:
        return setup.again(case.name)
    return " ".join([os.path.relpath(setup.seam, setup.root), *words, *expected.args])


# ---- diagnostics ----------------------------------------------------------------------------------

def _check(case, expected, outcome, done):
    outcome.diagnostics, noise = _read_diagnostics(done)
    outcome.problems += noise
    if done.status not in (0, 1, None):
        how = f"crashes: signal {done.status - 128}" if done.status > 128 else f"ends with {done.status}"
        outcome.problems = [f"`seam check` {how}\n{done.err}".rstrip("\n")]
        return
    want = 1 if any(d.get("severity") == "error" for d in outcome.diagnostics) else 0
    if done.status not in (None, want):
        outcome.problems.append(f"`seam check` ends with {done.status}, not {want}")
    unmet, left = match(case, expected.wanted, outcome.diagnostics)
    if case.fails and not any(d.get("code") == case.fails for d in outcome.diagnostics):
        outcome.problems.append(f"not reported: {case.fails}")
    outcome.problems += [f"{one.path.name}:{one.line}: not reported: {one}" for one in unmet]
    outcome.problems += [_unexpected(d) for d in left if d.get("code") != case.fails]


def _unexpected(diagnostic):
    name = pathlib.Path(diagnostic.get("file") or "?").name
    return f"{name}:{diagnostic.get('line')}: not expected: {diagnostic.get('code')} {diagnostic.get('message')}"


def _read_diagnostics(done):
    diagnostics, noise = [], []
    for line in (done.out + "\n" + done.err).split("\n"):
        if line.startswith("{"):
            try:
                diagnostics.append(json.loads(line))
            except json.JSONDecodeError as mistake:
                noise.append(f"not JSON ({mistake}): {line}")
        elif line.strip():
            noise.append(f"unexpected text beside the diagnostics: {line}")
    return diagnostics, noise


def _line_of(diagnostic, path):
    """The line where a diagnostic is shown in `path`; one past the end counts as the last. None: elsewhere."""
    if not _same_file(diagnostic.get("file"), path):
        return None
    lines = path.read_text(encoding="utf-8", errors="replace").rstrip("\n").count("\n") + 1
    return min(diagnostic.get("line", 0), lines)


def _same_file(name, path):
    return bool(name) and (path == pathlib.Path(name) or path.as_posix().endswith("/" + name.removeprefix("./")))


def _says(text, wanted):
    return wanted in (text or "")


def _meets(diagnostic, wanted, ours):
    if diagnostic.get("code") != wanted.code or not _says(diagnostic.get("message"), wanted.text):
        return False
    in_case = any(_same_file(diagnostic.get("file"), path) for path in ours)
    return _line_of(diagnostic, wanted.path) == wanted.line or not in_case  # a header's line cannot carry a comment


def _is_noted(diagnostics, wanted):
    for diagnostic in diagnostics:
        for label in diagnostic.get("labels", []):
            if _line_of(label, wanted.path) == wanted.line and _says(label.get("message"), wanted.text):
                return True
        here = _line_of(diagnostic, wanted.path) == wanted.line
        if here and any(_says(text, wanted.text) for text in diagnostic.get("notes", []) + diagnostic.get("help", [])):
            return True
    return False


def match(case, wanted, diagnostics):
    """Pairs diagnostics with expectations; returns the expectations that are not met and the diagnostics left."""
    left, unmet = list(diagnostics), []
    for one in wanted:
        if one.code is None:
            if not _is_noted(diagnostics, one):
                unmet.append(one)
            continue
        met = next((d for d in left if _meets(d, one, case.sources())), None)
        if met is None:
            unmet.append(one)
        else:
            left.remove(met)
    return unmet, left


# ---- output ---------------------------------------------------------------------------------------

def lines_of(text):
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _diff(what, want, got):
    lines = difflib.unified_diff(want, got, f"{what} expected", f"{what} got", lineterm="", n=2)
    return "\n".join(lines)


def _stage(case, stage, outcome, done):
    if done.status not in (0, None):
        outcome.problems.append(f"--emit={stage} ends with {done.status}:\n{done.err}")
        return
    got = outcome.stages[stage] = done.out.replace(f"{case.main.parent}/", "")  # goldens hold no path of a machine
    golden = case.golden(stage)
    if not golden.exists():
        outcome.problems.append(f"{golden.name} is missing: make bless T={case.name}")
        return
    want = golden.read_text(encoding="utf-8")
    if got != want:
        outcome.problems.append(_diff(golden.name, lines_of(want), lines_of(got)))


def _run(expected, outcome, done):
    if done.status is None:
        return
    outcome.stdout, outcome.status = lines_of(done.out), done.status
    want = [mark.text for mark in expected.output]
    if outcome.stdout != want:
        outcome.problems.append(_diff("stdout", want, outcome.stdout))
    if done.status != (expected.exit or 0):
        outcome.problems.append(f"ends with {done.status}, not {expected.exit or 0}")
    for text in expected.stderr:
        if text not in done.err:
            outcome.problems.append(f"stderr lacks: {text}")
    unexplained = done.err and not expected.stderr and not expected.wanted
    if unexplained or (done.err and outcome.problems):
        outcome.problems.append("stderr:\n" + done.err.rstrip("\n"))
