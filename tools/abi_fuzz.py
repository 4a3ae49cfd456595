#!/usr/bin/env python3
"""Calls random C functions through the calling engine, and its closures from C: do all arguments and results arrive?

usage: abi_fuzz.py [--count N] [--seed S] [--abi NAME] [--cc gcc,clang-19] [--stats] [--progress] [--plain] [--peer]
                   [--keep]

Each function takes random arguments (numbers, pointers, complex numbers, vectors, nested structs, unions, arrays in
structs, bit-fields, packed and aligned ones, variadic tails), notes what it found, and returns a random value; every bit
of a value that its type gives a meaning to has to arrive, and each callee and handler looks back through all frames of the
engine, as exceptions do. The functions are compiled by each compiler, three programs of
four at -O0 and one at -O1. The driver (abi/driver.c) knows them by their signatures' texts alone and calls them in every
way there is: by pointers, by slots, bound, as a batch, with errno, checked, and where libffi has such types by ffi_call.
Then the other way: compiled code calls closures of the same signature. All that with generated code from the first call
on, and again without any.

A seed stands for one program of at most 400 signatures; N signatures are the seeds from S on. --peer asks the system's
libffi instead and counts what it gets wrong. --stats prints how many of the signatures have what in them.
"""
import argparse
import collections
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import abi_program
import wine
from abi import macho

ROOT = pathlib.Path(__file__).resolve().parent.parent
DRIVER = ROOT / "tools/abi"
BATCH = 400
SETTINGS = [{"SEAM_CALL_STUB_AFTER": "1"}, {"SEAM_CALL_EXEC": "none", "SEAM_CALL_STUB_AFTER": "1000000"}]


class Machine:
    """Where functions of a convention are compiled and run. `compilers` make the functions, the first one the rest as
    well; `face`: libffi's name of the convention; `apple`: a compiler for Apple's systems, which makes all functions."""

    def __init__(self, abi, compilers, run=(), flags=(), convention="", face="", link=(), has_int128=True, apple=""):
        self.abi, self.compilers, self.run, self.apple = abi, compilers, list(run), apple
        self.flags, self.link = [*flags, *([f"-DCONVENTION_{convention}"] if convention else [])], list(link)
        self.face, self.has_int128 = face, has_int128
        self.is_foreign = convention == "MS"  # than the compiler's own


CLANG_WINDOWS = "clang-19 --target=x86_64-w64-windows-gnu"
CLANG_ARM64 = "clang-19 --target=aarch64-linux-gnu"
CLANG_ARM32 = "clang-19 --target=armv7-linux-gnueabihf -mfpu=neon"
ARM32 = dict(run=["qemu-arm"], flags=["-marm"], link=["-static"], has_int128=False)
MACHINES = {
    "sysv64": Machine("sysv64", "gcc,clang-19", face="FFI_UNIX64"),
    "win64": Machine("win64", "gcc,clang-19", convention="MS", face="FFI_GNUW64"),
    "windows": Machine("win64", f"x86_64-w64-mingw32-gcc,{CLANG_WINDOWS}", [wine.WINE], ["-D__USE_MINGW_ANSI_STDIO=1"],
                       face="FFI_GNUW64", link=["-static"]),
    "aapcs64": Machine("aapcs64", f"aarch64-linux-gnu-gcc,{CLANG_ARM64}", ["qemu-aarch64"], face="FFI_SYSV",
                       link=["-static"]),
    "apple64": Machine("apple64", "aarch64-linux-gnu-gcc", ["qemu-aarch64"], link=["-static"],
                       apple="clang-19 --target=arm64-apple-macos13 -mllvm -aarch64-neon-syntax=generic"),
    "aapcs32": Machine("aapcs32", f"arm-linux-gnueabihf-gcc,{CLANG_ARM32}", face="FFI_VFP", **ARM32),
    "aapcs32_soft": Machine("aapcs32_soft", f"arm-linux-gnueabihf-gcc,{CLANG_ARM32}", convention="SOFT", face="FFI_SYSV",
                            **ARM32),
}


def run_tool(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", **more)
    return done.returncode, done.stdout + done.stderr


class Workshop:
    """The engine and the driver, compiled once for a machine."""

    def __init__(self, machine, compilers, folder, peer):
        self.machine, self.compilers, self.folder = machine, compilers, folder
        first = compilers[0].split()
        includes = [f"-I{ROOT / 'include'}", f"-I{ROOT / 'call/ffi'}", "-iquote", ROOT / "call"]
        self.objects = []
        for source in sorted([*ROOT.glob("call/**/*.c"), *ROOT.glob("call/**/*.S"), DRIVER / "driver.c"]):
            if source.stem == ("posix" if wine.WINE in machine.run else "windows") or (source.parent.name == "ffi" and (peer or not machine.face)):
                continue
            self.objects.append(folder / f"{source.parent.name}_{source.stem}_{source.suffix[1:]}.o")
            face = [f"-DFACE_ABI={machine.face}"] if machine.face else []
            status, said = run_tool([*first, "-O2", "-g", "-w", "-fexceptions", "-std=gnu11", "-D_GNU_SOURCE", *machine.flags, *includes,
                                     f"-DABI=SEAM_ABI_{machine.abi.upper()}", *face, *(["-DPEER"] if peer else []), "-c",
                                     "-o", self.objects[-1], source])
            if status:
                sys.exit(f"abi_fuzz: {source}: {said[:2000]}")
        self.libraries = ["-pthread", "-lm", *(["-l:libffi.so.8"] if peer else [])]
        self.settings = SETTINGS[:1] if peer else SETTINGS

    def compile(self, compiler, level, source, made):
        """Whether that works, and what was said."""
        ms = ["-DMS_STRUCT=__attribute__((ms_struct))" if self.machine.abi == "win64" else "-DMS_STRUCT="]
        name = f'-DCOMPILER="{compiler} {level}"'
        command = [*compiler.split(), *self.machine.flags, *ms, "-w", "-std=gnu11", "-fexceptions", "-Wno-psabi", f"-I{DRIVER}", name,
                   level]
        if compiler != self.machine.apple:
            return run_tool([*command, "-c", "-o", made, source])
        assembly = made.with_suffix(".s")
        status, said = run_tool([*command, "-fno-stack-protector", "-S", "-o", assembly, source])
        if status:
            return status, said
        assembly.write_text(macho.elf(assembly.read_text()))
        return run_tool([self.compilers[0], "-c", "-o", made, assembly])

    def build(self, program, level):
        """The program of these functions by all compilers. (path, None) or (None, what went wrong)"""
        source = self.folder / "functions.c"
        source.write_text(program.source())
        compilers = [c for c in self.compilers if not program.gcc_only or "clang" not in c]
        made = []
        for compiler in [self.machine.apple] if self.machine.apple else compilers:
            made.append(self.folder / f"functions{len(made)}.o")
            status, said = self.compile(compiler, level, source, made[-1])
            if status:
                return None, f"{compiler} {level}: {said[:2000]}"
        path = self.folder / "program.exe"
        status, said = run_tool([*self.compilers[0].split(), *self.machine.flags, *self.machine.link, "-o", path, *made,
                                 *self.objects, *self.libraries])
        return (path, None) if status == 0 else (None, said[:2000])

    def run(self, path):
        """The last line said in each setting, or what went wrong."""
        said = []
        for setting in self.settings:
            status, text = run_tool([*self.machine.run, path], env=wine.ENVIRONMENT | setting)
            if status:
                return None, f"{setting}: ends with {status}\n{text[:3000]}"
            said.append(text)
        return said, None


def gather(stats, program):
    for f in program.functions:
        stats.update(f.what())
        count = len(f.args)
        stats["arguments: " + ("0" if count == 0 else "1-4" if count < 5 else "5-10" if count < 11 else "11-40")] += 1


def fuzz(options, shop):
    stats, done, seed, wrong, face = collections.Counter(), 0, options.seed, 0, 0
    while done < options.count:
        count = min(BATCH, options.count - done)
        rng = random.Random(f"{options.abi} {seed}")
        gcc_only = rng.random() < 0.3 or not any("clang" in c for c in shop.compilers)
        program = abi_program.Program(rng, shop.machine, gcc_only, count, options.plain)
        gather(stats, program)
        path, problem = shop.build(program, "-O0" if seed % 4 else "-O1")
        if not problem:
            said, problem = shop.run(path)
        if problem:
            if options.keep:
                shutil.copytree(shop.folder, ROOT / "build/abi-fuzz-failure", dirs_exist_ok=True)
            sys.exit(f"abi_fuzz: {options.abi}, seed {seed}:\n{problem}")
        numbers = said[0].splitlines()[-1].split()
        face, wrong = face + int(numbers[0]), wrong + int(numbers[5])
        if options.peer:
            print(f"seed {seed}: {said[0]}", end="", flush=True)
        done, seed = done + count, seed + 1
        if options.progress:
            print(f"abi_fuzz: {options.abi}: {done} signatures, to seed {seed - 1}", flush=True)
    seeds = f"seeds {options.seed} to {seed - 1}"
    if options.stats:
        for what, number in sorted(stats.items()):
            print(f"  {what}: {number}")
    if options.peer:
        print(f"abi_fuzz: {options.abi}, {seeds}: of {face} calls of the system's libffi {wrong} signatures fail")
    else:
        print(f"abi_fuzz: {options.abi}: {done} signatures, {seeds}, {shop.machine.apple or ' and '.join(shop.compilers)} at -O0 and -O1, "
              f"{face} of them by libffi's interface too: all arrive", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=400, help="signatures")
    parser.add_argument("--seed", type=int, default=1, help="of the first program")
    parser.add_argument("--abi", choices=sorted(MACHINES), default="sysv64")
    parser.add_argument("--cc", help="compilers, with commas between")
    parser.add_argument("--stats", action="store_true", help="print what was in the signatures")
    parser.add_argument("--progress", action="store_true", help="print a line for each program")
    parser.add_argument("--peer", action="store_true", help="count what the system's libffi gets wrong")
    parser.add_argument("--plain", action="store_true", help="only types that libffi has")
    parser.add_argument("--keep", action="store_true", help="keep the program that failed, in build/abi-fuzz-failure")
    options = parser.parse_args()
    machine = MACHINES[options.abi]
    compilers = [c for c in (options.cc or machine.compilers).split(",") if shutil.which(c.split()[0])]
    if missing := [tool for tool in machine.run if not shutil.which(tool)] or not compilers:
        print(f"abi_fuzz: {options.abi}: left out, no {missing[0] if missing is not True else machine.compilers}")
        return
    if machine.run == [wine.WINE]:
        wine.keep_server()
    with tempfile.TemporaryDirectory(prefix="abi-fuzz-") as name:
        fuzz(options, Workshop(machine, compilers, pathlib.Path(name), options.peer))


if __name__ == "__main__":
    main()
