#!/usr/bin/env python3
"""Runs libffi's own test suite against our libffi.so.8. Nothing of the suite is part of this project.

usage: libffi_suite.py SUITE LIBRARY_FOLDER [--machine aarch64|arm|windows] [--filter TEXT] [--level=-O0] [--jobs N] [--verbose]

SUITE is the folder `testsuite` of libffi's sources (`apt-get source libffi`). Each file is compiled at -O0 and -O2, those
that name ABI_NUM for Windows' convention too, the two large files of libffi.bhaible once for each of their tests, as
libffi's own driver does; a test passes when it ends with 0 and prints what its `dg-output` lines want. For another machine
the library is built here by a cross compiler, into the programs, which qemu or wine runs; LIBRARY_FOLDER is not looked at.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import wine

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
PATIENCE = 300  # seconds; the machine may be busy
LARGE = {"test-call.c": 81, "test-callback.c": 80}


class Machine:
    """How the tests are compiled and run; {library} is the library's folder."""

    def __init__(self, compilers, flags, link, execute=()):
        self.compilers, self.flags, self.link, self.execute = compilers, flags, link, list(execute)
        self.is_cross = bool(execute)


MACHINES = {
    "host": Machine({".c": "gcc", ".cc": "g++"}, [], ["-L{library}", "-l:libffi.so.8"]),
    "aarch64": Machine({".c": "aarch64-linux-gnu-gcc", ".cc": "aarch64-linux-gnu-g++"}, ["-static"],
                       ["{library}/libffi.a"], ["qemu-aarch64"]),
    "arm": Machine({".c": "arm-linux-gnueabihf-gcc", ".cc": "arm-linux-gnueabihf-g++"}, ["-static", "-marm"],
                   ["{library}/libffi.a"], ["qemu-arm"]),
    "windows": Machine({".c": "x86_64-w64-mingw32-gcc", ".cc": "x86_64-w64-mingw32-g++"},
                       ["-static", "-D__USE_MINGW_ANSI_STDIO=1"], ["{library}/libffi.a"], [wine.WINE]),
}


def build_library(machine, folder):
    """libffi.a of the whole engine, for another machine."""
    compiler, objects = machine.compilers[".c"], []
    for source in sorted([*ROOT.glob("call/**/*.c"), *ROOT.glob("call/**/*.S")]):
        objects.append(folder / f"{source.parent.name}_{source.stem}_{source.suffix[1:]}.o")
        flags = [f for f in machine.flags if f != "-static"]
        subprocess.run([compiler, "-O2", "-g", "-w", "-fexceptions", "-std=c11", "-D_GNU_SOURCE", *flags, f"-I{ROOT / 'include'}",
                        "-iquote", ROOT / "call", "-c", "-o", objects[-1], source], check=True)
    subprocess.run([compiler.removesuffix("gcc") + "ar", "rcs", folder / "libffi.a", *objects], check=True)


def cases(suite, levels, machine):
    """(name, source, flags)"""
    for source in sorted([*suite.glob("libffi.*/*.c"), *suite.glob("libffi.*/*.cc")]):
        text = source.read_text(errors="replace")
        if "dg-do run" not in text or (machine.is_cross and not shutil.which(machine.compilers[source.suffix])):
            continue
        has_windows = "ABI_NUM" in text and not machine.is_cross and os.uname().machine == "x86_64"
        for variant in [[], WINDOWS] if has_windows else [[]]:
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


def run(case, folder, library, machine):
    name, source, flags = case
    program = pathlib.Path(tempfile.mkdtemp(dir=folder)) / "test.exe"
    quiet = ["-w", "-Wno-psabi"] + (["-funwind-tables", "-fexceptions"] if source.suffix == ".cc" else [])
    link = [part.format(library=library) for part in machine.link]
    built = subprocess.run([machine.compilers[source.suffix], *quiet, *machine.flags, *flags, f"-I{folder}",
                            f"-I{ROOT / 'call' / 'ffi'}", f"-I{source.parent}",
                            f"-I{source.parent.parent / 'libffi.call'}",
                            f"-I{source.parent.parent.parent / 'include'}", "-o", program, source, *link,
                            "-lm", "-pthread"], capture_output=True, text=True)
    if built.returncode:
        return name, "does not compile: " + built.stderr[:300]
    try:
        ran = subprocess.run([*machine.execute, program], capture_output=True, text=True, errors="replace", timeout=PATIENCE,
                             env=wine.ENVIRONMENT | {"LD_LIBRARY_PATH": str(library)})
    except subprocess.TimeoutExpired:
        return name, f"takes longer than {PATIENCE} s"
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
    parser.add_argument("--machine", choices=sorted(MACHINES), default="host")
    parser.add_argument("--filter", default="", help="only cases whose names contain this")
    parser.add_argument("--level", action="append", help="-O0 and -O2 without it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if not (options.suite / "libffi.call").is_dir():
        sys.exit(f"libffi_suite: there is no libffi.call in {options.suite}")
    machine = MACHINES[options.machine]
    todo = [c for c in cases(options.suite, options.level or ["-O0", "-O2"], machine) if options.filter in c[0]]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="libffi-suite-") as name, \
            concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        folder = pathlib.Path(name)
        (folder / "fficonfig.h").write_text(CONFIG)
        library = options.library.resolve()
        if machine.is_cross:
            build_library(machine, folder)
            library = folder
        if machine.execute == [wine.WINE]:
            wine.keep_server()
        for case, problem in pool.map(lambda c: run(c, folder, library, machine), todo):
            if problem:
                failed += 1
                print(f"FAILED {case}: {problem}")
            elif options.verbose:
                print(f"passed {case}")
    print(f"{len(todo) - failed} passed, {failed} failed")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
