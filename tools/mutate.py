#!/usr/bin/env python3
"""Feeds the compiler with broken and twisted versions of all cases and examples. `make fuzz-mutate` calls it.

A mutant is a program cut off somewhere, or with tokens dropped, doubled, swapped, replaced or taken from another
program, or with lines that changed places. It is checked; one without errors is compiled too, but never run. Whatever
it is, the compiler must say yes or no: a crash, a hang, a failed verification of MIR, or C that the C compiler
refuses (E0902) is a failure, and the mutant is kept. The same --seed makes the same mutants.
"""
import argparse
import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECONDS = 20  # that a mutant may take
TOKEN = re.compile(r"""\s+|//[^\n]*|[A-Za-z_]\w*|\d[\w.]*|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|'(?:\\.|[^'\\\n])*'"""
                   r"""|[=!<>]==?|=>|\?\?=?|\?\.|\.\.\.?|&&|\|\||\*\*|\+\+|--|[-+*/%&|^]=|<<=?|>>=?|.""", re.S)
EXTRA = """( ) { } [ ] , ; : ? . ?. ! = == != => + - * / % ** & | ^ ~ << >> && || ?? .. ... < > += ++ -- @ # $ ` " ' null
true this new class struct interface enum function const let if else while for return throw try catch finally defer
break continue import export extern unsafe match as is static private readonly get throws async await spawn 0 1 -1
9223372036854775807 1e400 0x "" "\\u{41}" `${x}` 'c' int u8 float string bytes bool Map<string,int> int[] int? CPtr<int>
CString print main Error finalize constructor""".split()


def pieces(text):
    return TOKEN.findall(text)


def solid(tokens):
    """Indexes of the tokens that are not blank."""
    return [i for i, t in enumerate(tokens) if not t.isspace()]


def cut(rng, tokens, _):
    text = "".join(tokens)
    return [text[:rng.randrange(len(text) + 1)]]


def drop(rng, tokens, _):
    i = rng.choice(solid(tokens))
    return tokens[:i] + tokens[i + 1:]


def drop_run(rng, tokens, _):
    i = rng.choice(solid(tokens))
    return tokens[:i] + tokens[i + rng.randrange(2, 12):]


def double(rng, tokens, _):
    i = rng.choice(solid(tokens))
    return tokens[:i + 1] + [" "] + tokens[i:]


def swap(rng, tokens, _):
    i, j = rng.choice(solid(tokens)), rng.choice(solid(tokens))
    changed = list(tokens)
    changed[i], changed[j] = changed[j], changed[i]
    return changed


def replace(rng, tokens, other):
    i = rng.choice(solid(tokens))
    new = rng.choice([rng.choice(EXTRA), tokens[rng.choice(solid(tokens))], other[rng.choice(solid(other))]])
    return tokens[:i] + [new] + tokens[i + 1:]


def kind(token):
    if re.match(r"[A-Za-z_]", token):
        return "name"
    return "number" if token[0].isdigit() else "text" if token[0] in "\"`'" else "sign" if len(token) < 4 else "comment"


def replace_alike(rng, tokens, _):
    """A name for a name, a number for a number: what may well be a program still."""
    i = rng.choice(solid(tokens))
    alike = [t for t in tokens if not t.isspace() and kind(t) == kind(tokens[i])]
    return tokens[:i] + [rng.choice(alike)] + tokens[i + 1:]


def insert(rng, tokens, other):
    i = rng.randrange(len(tokens) + 1)
    j = rng.randrange(len(other))
    new = [rng.choice(EXTRA)] if rng.random() < 0.5 else other[j:j + rng.randrange(1, 20)]
    return tokens[:i] + [" "] + new + [" "] + tokens[i:]


def move_lines(rng, tokens, _):
    lines = "".join(tokens).splitlines(keepends=True)
    i, n, j = rng.randrange(len(lines)), rng.randrange(1, 6), rng.randrange(len(lines))
    moved, rest = lines[i:i + n], lines[:i] + lines[i + n:]
    return rest[:j] + moved + rest[j:]


def drop_lines(rng, tokens, _):
    lines = "".join(tokens).splitlines(keepends=True)
    i = rng.randrange(len(lines))
    return lines[:i] + lines[i + rng.randrange(1, 4):]


def rename(rng, tokens, _):
    """One name for another, everywhere: types and meanings no longer fit."""
    names = sorted({t for t in tokens if re.match(r"[A-Za-z_]", t)})
    if not names:
        return tokens
    old, new = rng.choice(names), rng.choice(names)
    return [new if t == old else t for t in tokens]


MUTATIONS = [cut, drop, drop, drop_run, double, swap, replace, replace, replace, insert, insert, move_lines, move_lines,
             drop_lines, drop_lines, rename, rename] + 8 * [replace_alike]


def mutate(rng, sources):
    path = rng.choice(sources)
    tokens, other = pieces(path.read_text()), pieces(rng.choice(sources).read_text())
    for _ in range(rng.choice([1, 1, 1, 2, 3, 8])):
        if not solid(tokens):
            break
        tokens = pieces("".join(rng.choice(MUTATIONS)(rng, tokens, other)))
    return path, "".join(tokens)


class Runner:
    def __init__(self, options, work):
        self.seam, self.work = options.seam.resolve(), work
        self.env = dict(os.environ, XDG_CACHE_HOME=str(work / "cache"), HOME=str(work), SEAM_VERIFY="1",
                        ASAN_OPTIONS="detect_leaks=0:exitcode=99", UBSAN_OPTIONS="halt_on_error=1:exitcode=99")

    def seam_does(self, *arguments):
        """What is wrong with how it ended, or None; and whether it was content."""
        argv = [str(self.seam), *map(str, arguments)]
        with subprocess.Popen(argv, env=self.env, cwd=self.work, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, start_new_session=True) as process:
            try:
                out = process.communicate(timeout=SECONDS)[0].decode("utf-8", "replace")
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return f"takes longer than {SECONDS} s", False
        if process.returncode not in (0, 1):
            return f"ends with {process.returncode}: {out.strip().splitlines()[-1:]}", False
        if "E0902" in out or "internal error" in out:
            return next(line for line in out.splitlines() if "E0902" in line or "internal error" in line), False
        return None, process.returncode == 0

    def try_one(self, number, path, text):
        """A folder of its own, with what lies beside the original, so that its imports are found."""
        folder = self.work / f"m{number}"
        folder.mkdir()
        beside = path.parent.iterdir() if path.name == "main.seam" else path.parent.glob(f"{path.stem}.*")
        for other in beside:
            if other != path:
                (folder / other.name).symlink_to(other)
        mutant = folder / path.name
        mutant.write_text(text)
        wrong, content = self.seam_does("check", mutant)
        if content:
            wrong, _ = self.seam_does("build", "-o", folder / "program", mutant)
        if not wrong:
            shutil.rmtree(folder)
        return wrong, mutant, content


def keep(mutant, number, kept):
    kept.mkdir(parents=True, exist_ok=True)
    return shutil.copy(mutant, kept / f"{number}_{mutant.parent.name}_{mutant.name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seam", type=pathlib.Path, default=ROOT / "build/check/bin/seam")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--kept", type=pathlib.Path, default=ROOT / "build/mutants")
    parser.add_argument("filter", nargs="?", default="", help="only programs whose path contains this")
    options = parser.parse_args()
    sources = sorted(p for folder in ("tests/cases", "examples") for p in (ROOT / folder).rglob("*.seam")
                     if options.filter in str(p) and readable(p))
    rng, end, failed, tried, contents = random.Random(options.seed), time.time() + options.seconds, 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="seam-mutate-") as work, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runner = Runner(options, pathlib.Path(work))
        while time.time() < end:
            batch = [pool.submit(runner.try_one, tried + i, *mutate(rng, sources)) for i in range(64)]
            for future in batch:
                wrong, mutant, content = future.result()
                contents += content
                if wrong:
                    failed += 1
                    print(f"{keep(mutant, options.seed, options.kept)}: {wrong}", flush=True)
            tried += len(batch)
    print(f"{tried} mutants (--seed {options.seed}), {contents} of them programs")
    print(f"{tried - failed} passed, {failed} failed")
    return 1 if failed else 0


def readable(path):
    try:
        return bool(path.read_text(encoding="utf-8").strip())
    except UnicodeDecodeError:
        return False


if __name__ == "__main__":
    sys.exit(main())
