#!/usr/bin/env python3
"""Runs the calling engine's unit tests on other machines: AArch64 and ARM by qemu, Windows by wine.

usage: call_units.py [MACHINE...]

The engine and the tests are compiled for the machine by Debian's cross compilers and linked with its own C library, so
that libraries can be loaded there. Prints a line for each unit; a machine whose tools are missing is left out with a note.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

import wine

ROOT = pathlib.Path(__file__).resolve().parent.parent
FLAGS = ["-O1", "-g", "-w", "-std=gnu11", "-D_GNU_SOURCE", "-fexceptions", f"-I{ROOT / 'include'}", "-iquote", ROOT / "call"]
# Threads, forks, signals and the memory of stubs: POSIX alone. tools/abi_fuzz.py calls stubs and closures on Windows.
POSIX_UNITS = ["call_types", "call_targets", "call_enter", "call_stub", "call_closure", "call_load"]
WINDOWS_UNITS = ["call_types", "call_targets", "call_enter", "call_load"]
PATIENCE = 300  # seconds


class Machine:
    def __init__(self, compiler, run, flags=(), link=(), units=POSIX_UNITS, root=""):
        self.compiler, self.flags, self.link, self.units = compiler, list(flags), list(link), units
        # The loader is found below `root`, and what it loads by true paths, which the tests compare.
        self.run = [run, "-L", root, "-E", f"LD_LIBRARY_PATH={root}/lib"] if root else [run]


MACHINES = {
    "aarch64": Machine("aarch64-linux-gnu-gcc", "qemu-aarch64", ["-fstack-clash-protection"], root="/usr/aarch64-linux-gnu"),
    "arm": Machine("arm-linux-gnueabihf-gcc", "qemu-arm", ["-marm", "-fstack-clash-protection"],
                   root="/usr/arm-linux-gnueabihf"),
    "windows": Machine("x86_64-w64-mingw32-gcc", wine.WINE, ["-D__USE_MINGW_ANSI_STDIO=1"], ["-static"], WINDOWS_UNITS),
}


def compiled(machine, sources, target, *more):
    subprocess.run([machine.compiler, *FLAGS, *machine.flags, "-o", target, *sources, *more], check=True)


def run_machine(name, machine, folder):
    """How many units failed."""
    objects = []
    if machine.run == [wine.WINE]:
        wine.keep_server()
    for source in sorted([*ROOT.glob("call/**/*.c"), *ROOT.glob("call/**/*.S")]):
        if source.parent.name != "ffi":
            objects.append(folder / f"{source.parent.name}_{source.stem}_{source.suffix[1:]}.o")
            compiled(machine, [source], objects[-1], "-c")
    failed = 0
    for unit in machine.units:
        program = folder / f"{unit}.exe"
        sources = [*sorted((ROOT / "tests/unit" / unit).glob("*.c")), ROOT / "tests/unit/test.c", *objects]
        compiled(machine, sources, program, *machine.link, "-pthread", "-lm")
        try:
            ran = subprocess.run([*machine.run, program], capture_output=True, text=True, errors="replace",
                                 timeout=PATIENCE, env=wine.ENVIRONMENT)
            lines, status = (ran.stdout + ran.stderr).splitlines() or [""], ran.returncode
        except subprocess.TimeoutExpired:
            lines, status = [f"takes longer than {PATIENCE} s"], 1
        failed += status != 0
        print("\n".join(f"{name} {unit}: {line}" for line in (lines if status else lines[-1:])), flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("machines", nargs="*", metavar="MACHINE", help=f"of {', '.join(MACHINES)}; all without one")
    names = parser.parse_args().machines or list(MACHINES)
    if wrong := [name for name in names if name not in MACHINES]:
        sys.exit(f"call_units: there is no machine {wrong[0]}; there are {', '.join(MACHINES)}")
    failed = 0
    for name in names:
        machine = MACHINES[name]
        if missing := [tool for tool in (machine.compiler, machine.run[0]) if not shutil.which(tool)]:
            print(f"call_units: {name}: left out, no {missing[0]}")
            continue
        with tempfile.TemporaryDirectory(prefix="call-units-") as folder:
            failed += run_machine(name, machine, pathlib.Path(folder))
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
