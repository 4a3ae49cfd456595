#!/usr/bin/env python3
"""Runs libffi's own test suite against our libffi.so.8. Nothing of the suite is part of this project.

usage: libffi_suite.py SUITE LIBRARY_FOLDER [--filter TEXT] [--level -O0] [--jobs N] [--verbose]

SUITE is the folder `testsuite` of libffi's sources (`apt-get source libffi`). Each file is compiled at -O0 and -O2, those
that name ABI_NUM for Windows' convention too, the two large files of libffi.bhaible once for each of their tests, as
libffi's own driver does; a test passes when it ends with 0 and prints what its `dg-output` lines want.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONFIG = """
#define HAVE_STDINT_H 1
#define HAVE_INTTYPES_H 1
#define HAVE_LONG_DOUBLE 1
#define HAVE_MMAP 1
#define HAVE_MEMCPY 1
#define STDC_HEADERS 1
#define FFI_HIDDEN __attribute__((visibility("hidden"))) // one test includes a private header
#define FFI_EXEC_STATIC_TRAMP 1 // a closure's code is elsewhere than the closure
"""
WINDOWS = ["-DABI_NUM=FFI_GNUW64", "-DABI_ATTR=__MSABI__"]
LARGE = {"test-call.c": 81, "test-callback.c": 80}


def cases(suite, levels):
    """(name, source, flags)"""
    for source in sorted([*suite.glob("libffi.*/*.c"), *suite.glob("libffi.*/*.cc")]):
        text = source.read_text(errors="replace")
        if "dg-do run" not in text:
            continue
        for variant in [[], WINDOWS] if "ABI_NUM" in text and os.uname().machine == "x86_64" else [[]]:
            for level in levels:
                name = f"{source.parent.name[7:]}/{source.name} {level}{' ms_abi' if variant else ''}"
                for number in range(1, LARGE.get(source.name, 0) + 1):
                    yield f"{name} {number}", source, [level, *variant, f"-DDGTEST={number}"]
                if source.name not in LARGE:
                    yield name, source, [level, *variant]


def expected_output(source):
    """dg-output's patterns, joined as dejagnu does; None: there are none."""
    found = re.findall(r'dg-output\s+"((?:[^"\\]|\\.)*)"', source.read_text(errors="replace"))
    if not found:
        return None
    text = "".join(found)  # Tcl's escapes; what comes out is a regular expression
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), text)


def run(case, folder, library):
    name, source, flags = case
    program = pathlib.Path(tempfile.mkdtemp(dir=folder)) / "test"
    compiler = "g++" if source.suffix == ".cc" else "gcc"
    quiet = ["-w", "-Wno-psabi"] + (["-funwind-tables", "-fexceptions"] if source.suffix == ".cc" else [])
    built = subprocess.run([compiler, *quiet, *flags, f"-I{folder}", f"-I{ROOT / 'call' / 'ffi'}", f"-I{source.parent}",
                            f"-I{source.parent.parent / 'libffi.call'}",
                            f"-I{source.parent.parent.parent / 'include'}", "-o", program, source, f"-L{library}",
                            "-l:libffi.so.8", "-lm", "-pthread"], capture_output=True, text=True)
    if built.returncode:
        return name, "does not compile: " + built.stderr[:300]
    try:
        ran = subprocess.run([program], capture_output=True, text=True, errors="replace", timeout=120,
                             env=dict(os.environ, LD_LIBRARY_PATH=str(library)))
    except subprocess.TimeoutExpired:
        return name, "takes longer than 120 s"
    if ran.returncode:
        return name, f"ends with {ran.returncode}: {(ran.stdout + ran.stderr)[-200:]}"
    wanted = expected_output(source)
    if wanted is not None and not re.search(wanted, ran.stdout):
        return name, f"prints {ran.stdout[:200]!r}, not {wanted[:200]!r}"
    return name, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", type=pathlib.Path)
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("--filter", default="", help="only cases whose names contain this")
    parser.add_argument("--level", action="append", help="-O0 and -O2 without it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if not (options.suite / "libffi.call").is_dir():
        sys.exit(f"libffi_suite: there is no libffi.call in {options.suite}")
    todo = [c for c in cases(options.suite, options.level or ["-O0", "-O2"]) if options.filter in c[0]]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="libffi-suite-") as name, \
            concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        folder = pathlib.Path(name)
        (folder / "fficonfig.h").write_text(CONFIG)
        for case, problem in pool.map(lambda c: run(c, folder, options.library.resolve()), todo):
            if problem:
                failed += 1
                print(f"FAILED {case}: {problem}")
            elif options.verbose:
                print(f"passed {case}")
    print(f"{len(todo) - failed} passed, {failed} failed")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
