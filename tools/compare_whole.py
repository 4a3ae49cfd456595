#!/usr/bin/env python3
"""Runs random programs of the whole language (random_whole.py) and compares what they print with what they mean.

usage: compare_whole.py [COUNT [FIRST]]
Each is built by gcc, by gcc for release, by gcc with counting unelided and no check proven
away (SEAM_COUNT=plain, SEAM_PROVE=off), and, if build/fuzz/bin/seam is
there, by clang with AddressSanitizer and UBSan. All print what the model says, exit alike, and leak nothing. Of a program
that fails statements are dropped while it fails in the same way; the rest is left in build/random/.
SEAM is the compiler (build/release/bin/seam); SANITIZED the one of the last way.
"""
import os
import pathlib
import re
import subprocess
import sys

import random_model as model
import random_whole as whole

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEAM = os.environ.get("SEAM", ROOT / "build/release/bin/seam")
SANITIZED = pathlib.Path(os.environ.get("SANITIZED", ROOT / "build/fuzz/bin/seam"))
WORK = ROOT / "build/random"
TELLING = {"E0327", "E0328"}  # an arm or a test that says nothing new: no mistake of ours


def ways():
    yield "gcc", [SEAM, "run", "--leaks"], {}
    yield "plain", [SEAM, "run", "--leaks"], {"SEAM_COUNT": "plain", "SEAM_PROVE": "off"}
    yield "release", [SEAM, "run", "--release", "--leaks"], {}
    if SANITIZED.exists():
        yield "sanitized", [SANITIZED, "run", "--release"], {
            "SEAM_CC": os.environ.get("OTHER_CC", "clang-19"), "SEAM_ALLOC": "malloc",
            "ASAN_OPTIONS": "detect_leaks=0:exitcode=99", "UBSAN_OPTIONS": "print_stacktrace=1:exitcode=99"}


def reason(way, name, wanted):
    """How the program fails this way, in few words; None: it does not."""
    _, command, extra = way
    try:
        done = subprocess.run([*map(str, command), str(WORK / f"{name}.seam")], env=os.environ | {"SEAM_VERIFY": "1"} | extra,
                              capture_output=True, text=True, timeout=60, errors="replace")
    except subprocess.TimeoutExpired:
        return "takes more than 60 s"
    error = re.search(r"error\[(E\d+)\]", done.stderr)
    if error:
        return None if error[1] in TELLING else f"refused with {error[1]}"
    # (Tables of interfaces hold functions that take the object by its own type: clang calls that another type.)
    told = re.search(r"panic: [a-z ]+|internal error at \S+|ERROR: AddressSanitizer: \S+|runtime error: (?!call to function)[a-z ]+|leaks: ", done.stderr)
    if told:
        return told[0]
    if done.returncode:
        return f"exit {done.returncode}"
    return None if done.stdout == wanted else "prints otherwise"


def write(block, name):
    """The program in build/random/, and what it should print; None: it has no meaning."""
    try:
        wanted = whole.expected(block) + "0\n"
    except (Exception, RecursionError):
        return None
    (WORK / f"{name}.seam").write_text(whole.seam_text(block, f"{name}_lib"))
    (WORK / f"{name}_lib.seam").write_text(model.LIBRARY)
    (WORK / f"{name}.expected").write_text(wanted)
    return wanted


def same(block, name, way, why):
    wanted = write(block, name)
    return wanted is not None and reason(way, name, wanted) == why


def shrink(block, name, way, why):
    """Drops runs of statements, long ones first, while the program fails in the same way."""
    every = list(block.each())
    size = max(1, len(every) // 2)
    while True:
        i = 0
        while i < len(every):
            run = [s for s in every[i:i + size] if not s.dropped]
            for s in run:
                s.dropped = True
            if run and not same(block, name, way, why):
                for s in run:
                    s.dropped = False
            i += size
        every = [s for s in block.each() if not s.dropped]
        if size == 1:
            break
        size //= 2
    write(block, name)


def main():
    count, first = (int(a) for a in (sys.argv[1:] + ["100", "1"][len(sys.argv) - 1:])[:2])
    WORK.mkdir(parents=True, exist_ok=True)
    failed, without = 0, 0
    for seed in range(first, first + count):
        name = f"whole{seed}"
        block = whole.Writer(seed).program()
        wanted = write(block, name)
        without += wanted is None
        for way in ways() if wanted is not None else ():
            why = reason(way, name, wanted)
            if why:
                failed += 1
                shrink(block, name, way, why)
                print(f"seed {seed}: {way[0]}: {why}; see {WORK / name}.seam", flush=True)
                break
        else:
            for path in WORK.glob(f"{name}[._]*"):
                path.unlink()
    print(f"{count - failed} passed{f' ({without} without a meaning)' if without else ''}, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
