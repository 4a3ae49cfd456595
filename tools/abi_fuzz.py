#!/usr/bin/env python3
"""Calls random C functions through the calling engine, and its closures from C: do all arguments and results arrive?

usage: abi_fuzz.py [--count N] [--seed S] [--abi sysv64|win64|windows|aapcs64|aapcs32] [--cc gcc,clang-19] [--keep]

Each function takes random arguments (numbers, pointers, complex numbers, vectors, nested structs, unions, arrays in
structs, bit-fields, packed and aligned ones, variadic tails), compares every member with a constant that only the
caller's side and the callee's side of the generated program know, and returns a value that is compared likewise. The
callee is compiled by each of the compilers; the caller knows the function by its signature's text alone, and calls it in
every way there is (by pointers, by slots, bound, as a batch). Then the other way: compiled code calls a closure of the
same signature. All that with generated code from the first call on, and again without any.
"""
import argparse
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BATCH = 50
WINE = shutil.which("wine64") or "/usr/lib/wine/wine64"  # Debian has it outside of PATH
WINE_HOME = os.environ | {"WINEPREFIX": str(ROOT / "build/wine"), "WINEDEBUG": "-all"}
SETTINGS = [{"SEAM_CALL_STUB_AFTER": "1"}, {"SEAM_CALL_EXEC": "none"}]
WAYS = """
#include <stdlib.h>
static void call(int way, const SeamSig *sig, void (*code)(void), void *ret, const void *const *args) {
    const SeamSigParts *parts = seam_sig_parts(sig);
    uint64_t slots[2048];
    SeamColumn columns[64];
    SeamBound *bound;
    SeamCallError error;
    size_t at = 0;
    for (size_t i = 0; i < parts->count; i++) {
        columns[i] = (SeamColumn){(void *)args[i], 0};
        memcpy(slots + at, args[i], parts->args[i]->size);
        at += (parts->args[i]->size + 7) / 8;
    }
    if (way == 0) seam_call(sig, code, ret, args);
    else if (way == 1) seam_call_slots(sig, code, ret, slots);
    else if (way == 2) seam_call_batch(sig, code, 5, columns, (SeamColumn){ret, 0});
    else if (seam_bind(sig, code, way == 4 ? SEAM_BIND_ERRNO : 0, &bound, &error) != SEAM_CALL_OK) bad(error.text);
    else seam_bound_entry(bound)(slots, ret), seam_bound_free(bound);
}
"""


class Machine:
    """Where functions of a convention are compiled and run."""

    def __init__(self, abi, compilers, run=(), flags=()):
        self.abi, self.compilers, self.run, self.flags = abi, compilers, list(run), list(flags)


MACHINES = {
    "sysv64": Machine("sysv64", "gcc,clang-19"),
    "win64": Machine("win64", "gcc,clang-19"),
    "windows": Machine("win64", "x86_64-w64-mingw32-gcc", [WINE], ["-static", "-D__USE_MINGW_ANSI_STDIO=1"]),
    "aapcs64": Machine("aapcs64", "aarch64-linux-gnu-gcc", ["qemu-aarch64"], ["-static"]),
    "aapcs32": Machine("aapcs32", "arm-linux-gnueabihf-gcc", ["qemu-arm"], ["-static", "-marm"]),
}

INTEGERS = [("i8", "signed char", 8), ("u8", "unsigned char", 8), ("i16", "short", 16), ("u16", "unsigned short", 16),
            ("i32", "int", 32), ("u32", "unsigned", 32), ("i64", "long long", 64), ("u64", "unsigned long long", 64)]
FLOATS = [("f32", "float"), ("f64", "double"), ("longdouble", "long double")]


class Type:
    """text: as the engine reads it; c: a C type name; leaves: [(path, kind, bits)] to compare, of unions one member."""

    def __init__(self, text, c, leaves):
        self.text, self.c, self.leaves = text, c, leaves


class Program:
    def __init__(self, rng, abi, gcc_only):
        self.rng, self.abi, self.gcc_only = rng, abi, gcc_only
        self.declarations = []
        self.count = 0

    def scalar(self):
        pick = self.rng.random()
        if pick < 0.55:
            text, c, bits = self.rng.choice(INTEGERS)
            return Type(text, c, [("", "int" if text[0] == "i" else "uint", bits)])
        if pick < 0.62:
            return Type("ptr", "void *", [("", "ptr", 64)])
        if pick < 0.66:
            return Type("bool", "_Bool", [("", "uint", 1)])
        wide = self.rng.random() < 0.15 and self.has_specials()
        text, c = self.rng.choice(FLOATS if wide else FLOATS[:2])
        return Type(text, c, [("", "float", 0)])

    # Of ms_abi functions with these types clang and gcc have different opinions; gcc is who compiles mingw's libraries.
    def has_specials(self):
        return self.gcc_only or self.abi != "win64"

    def special(self):
        pick = self.rng.randrange(4)
        if pick == 0:
            text, c = self.rng.choice(FLOATS)
            return Type(f"complex {text}", f"{c} _Complex", [("", "complex", 0)])
        # clang leaves the last register unused behind an __int128 that did not fit, against psABI 3.2.3
        if pick == 1 and self.gcc_only and self.abi != "aapcs32":
            return Type("i128", "__int128", [("", "int", 100)])
        elem, c, count = self.rng.choice([("f32", "float", 4), ("f64", "double", 2), ("i32", "int", 4), ("f32", "float", 2)])
        size = {"f32": 4, "f64": 8, "i32": 4}[elem] * count
        name = self.name("V")
        self.declarations.append(f"typedef {c} {name} __attribute__((vector_size({size})));")
        kind = ("float", 0) if elem[0] == "f" else ("int", 32)
        return Type(f"<{count} {elem}>", name, [(f"[{i}]", *kind) for i in range(count)])

    def name(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def record(self, depth):
        union = self.rng.random() < 0.12
        packed = not union and self.rng.random() < 0.08
        aligned = self.rng.random() < 0.05
        uniform = self.scalar() if self.rng.random() < 0.35 else None
        texts, members, leaves = [], [], []
        for i in range(self.rng.choice([1, 1, 2, 2, 2, 3, 3, 4, 5, 7])):
            field = f"m{i}"
            bits = not uniform and self.abi == "sysv64" and self.rng.random() < 0.12
            if bits:
                text, c, width = self.rng.choice(INTEGERS)
                used = self.rng.randrange(1, width + 1)
                texts.append(f"{text}: {used}")
                members.append(f"{c} {field} : {used};")
                found = [(f".{field}", "int" if text[0] == "i" else "uint", used)]
            elif self.rng.random() < 0.15:
                inner, length = uniform or self.scalar(), self.rng.randrange(1, 5)
                texts.append(f"[{length} {inner.text}]")
                members.append(f"{inner.c} {field}[{length}];")
                found = [(f".{field}[{k}]" + path, kind, bit) for k in range(length) for path, kind, bit in inner.leaves]
            else:
                inner = uniform or self.type(depth + 1, member=True)
                texts.append(inner.text)
                members.append(f"{inner.c} {field};")
                found = [(f".{field}" + path, kind, bit) for path, kind, bit in inner.leaves]
            leaves = found if union and (not leaves or self.rng.random() < 0.5) else leaves if union else leaves + found
        name = self.name("S")
        attributes = "__attribute__((packed)) " if packed else "__attribute__((aligned(16))) " if aligned else ""
        self.declarations.append(f"typedef {'union' if union else 'struct'} {attributes}{{ {' '.join(members)} }} {name};")
        text = ("packed " if packed else "align(16) " if aligned else "") + ("union {" if union else "{")
        return Type(text + ", ".join(texts) + "}", name, leaves)

    def type(self, depth=0, member=False):
        pick = self.rng.random()
        if pick < (0.3 if depth == 0 else 0.2) and depth < 3:
            return self.record(depth)
        if pick < 0.36 and not member and self.has_specials():
            return self.special()
        return self.scalar()

    def value(self, leaf):
        _, kind, bits = leaf
        if kind == "ptr":
            return f"(void *){self.rng.randrange(1, 1 << 40)}ull"
        if kind == "float":
            return f"{self.rng.randrange(-4000, 4000) / 8}"
        if kind == "complex":
            return f"({self.rng.randrange(-400, 400) / 8} + {self.rng.randrange(1, 400) / 8} * 1.0i)"
        if kind == "int":
            low = -(1 << min(bits, 63) - 1)
            number = self.rng.randrange(low, -low)
            return f"({number}ll)" if bits <= 64 else f"((__int128){number}ll * 1000003)"
        number = self.rng.randrange(1 << min(bits, 64))
        return f"{number}ull"

    def values(self, t):
        return [(path, self.value((path, kind, bits))) for path, kind, bits in t.leaves]


PRELUDE = """
#include <complex.h>
#include <stdio.h>
#include <string.h>
extern int failures;
static inline void bad(const char *what) { if (failures++ < 20) printf("  %s\\n", what); }
"""


PROMOTED = {"float": "double", "signed char": "int", "unsigned char": "int", "short": "int", "unsigned short": "int",
            "_Bool": "int"}


def setting(variable, c, values):
    """Code that declares a variable and sets all that is compared; what is between members is not zero."""
    return f"{c} {variable}; memset(&{variable}, 0x5a, sizeof {variable});" + "".join(
        f" {variable}{path} = {value};" for path, value in values)


def comparing(what, place, c, values, text):
    """Code that compares each member of what `place` names."""
    return " ".join(f"{{ {c} w; w{path} = {value}; if ({place}{path} != w{path}) bad(\"{what}{path}: {text}\"); }}"
                    for path, value in values)


class Function:
    """The C texts of one random function: called by the engine, and of a closure that is called by C."""

    def __init__(self, program, number):
        rng = program.rng
        args = [program.type() for _ in range(rng.choice([0, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 14, rng.randrange(41)]))]
        ret = None if rng.random() < 0.1 else program.type()
        # clang has no va_arg of its own for functions of another convention
        fixed = rng.randrange(1, len(args) + 1) if args and rng.random() < 0.15 and program.abi != "win64" else None
        named, tail = (args, []) if fixed is None else (args[:fixed], args[fixed:])
        convention = "__attribute__((ms_abi)) " if program.abi == "win64" else ""
        text = ", ".join(a.text for a in named)
        if fixed is not None:
            text += ", ... " + ", ".join(a.text for a in tail)
        text = f"{ret.text if ret else 'void'}({text})"
        params = ", ".join(f"{a.c} a{i}" for i, a in enumerate(named)) + (", ..." if fixed is not None else "")
        types = ", ".join(a.c for a in named) + (", ..." if fixed is not None else "")
        result = ret.c if ret else "void"
        given = [program.values(a) for a in args]
        results = program.values(ret) if ret else []
        giving = " ".join(setting(f"a{i}", a.c, given[i]) for i, a in enumerate(args))
        returning = f"{setting('r', result, results)}" if ret else ""

        # the function, which the engine calls
        body = f"__builtin_va_list va; __builtin_va_start(va, a{fixed - 1}); " if fixed is not None else ""
        for i, a in enumerate(args):
            if i >= len(named):
                body += f"{a.c} a{i} = ({a.c})__builtin_va_arg(va, {PROMOTED[a.c]}); " if a.c in PROMOTED else \
                    f"{a.c} a{i} = __builtin_va_arg(va, {a.c}); "
            body += comparing(f"f{number}: argument {i}", f"a{i}", a.c, given[i], text)
        body += (" __builtin_va_end(va);" if fixed is not None else "") + returning + (" return r;" if ret else "")
        self.head = f"{convention}{result} f{number}({params or 'void'})"
        self.body = body
        pointers = ", ".join(f"&a{i}" for i in range(len(args))) or "NULL"
        check = "" if not ret else (
            f"struct {{ {result} r; unsigned char guard[16]; }} out; memset(&out, 0x5a, sizeof out); {{CALL}} "
            + comparing(f"f{number}: result", "out.r", result, results, text)
            + f" for (int i = 0; i < 16; i++) if (out.guard[i] != 0x5a) bad(\"f{number}: written behind the result\");"
            + f" if (seam_sig_parts(sig)->ret->size != sizeof({result})) bad(\"f{number}: size of {ret.text}\");")
        call = f"call(way, sig, (void (*)(void))f{number}, {'&out.r' if ret else 'NULL'}, args);"
        self.caller = (f"{giving} const void *args[] = {{{pointers}}}; const SeamSig *sig = parse(\"{text}\");"
                       f" if (!sig) return; for (int way = 0; way < 5; way++) {{ {check.replace('{CALL}', call) or call} }}")

        # the closure, which compiled code calls
        self.handler = " ".join(comparing(f"c{number}: argument {i}", f"(*({a.c} *)args[{i}])", a.c, given[i], text)
                                for i, a in enumerate(args))
        if ret:
            self.handler += f" {returning} memcpy(ret, &r, sizeof r);"
        names = ", ".join(f"a{i}" for i in range(len(args)))
        made = f"(({convention}{result} (*)({types or 'void'}))code)({names})"
        if convention:
            made = f"(({result} ({convention}*)({types or 'void'}))code)({names})"
        self.user = f"{giving} " + (f"{result} r = {made}; " + comparing(f"c{number}: result", "r", result, results, text)
                                    if ret else f"{made};")
        self.number, self.text = number, text

    def callee(self):
        return f"{self.head} {{ {self.body} }}\nvoid u{self.number}(void (*code)(void)) {{ {self.user} }}\n"

    def declaration(self):
        return f"{self.head};\nvoid u{self.number}(void (*code)(void));\n"

    def test(self):
        return (f"static void h{self.number}(void *context, void *ret, void *const args[]) {{ {self.handler} }}\n"
                f"__attribute__((noinline)) static void t{self.number}(void) {{ {self.caller} "
                f"SeamClosure *closure = close_over(sig, h{self.number}); if (!closure) return; "
                f"u{self.number}(seam_closure_code(closure)); seam_closure_free(closure); }}\n")


def batch(rng, machine, folder, compilers, library):
    gcc_only = rng.random() < 0.3 or all("clang" not in c for c in compilers)
    if gcc_only:
        compilers = [c for c in compilers if "clang" not in c] or compilers
    program = Program(rng, machine.abi, gcc_only)
    functions = [Function(program, n) for n in range(BATCH)]
    types = "\n".join(program.declarations) + "\n"
    callee = PRELUDE + types + "".join(f.callee() for f in functions)
    caller = (PRELUDE + "#include <seam/call.h>\n" + types + "int failures;\n" + WAYS +
              "static const SeamSig *parse(const char *text) { const SeamSig *sig; SeamCallError e;\n"
              f"  if (seam_sig_parse(SEAM_ABI_{machine.abi.upper()}, text, &sig, &e) == SEAM_CALL_OK) return sig;\n"
              "  printf(\"%s: %s\", text, e.text); bad(\"refused\"); return NULL; }\n"
              "static SeamClosure *close_over(const SeamSig *sig, SeamHandler *handler) {\n"
              "  SeamClosureParts parts = {.sig = sig, .handler = handler}; SeamClosure *out; SeamCallError e;\n"
              "  if (seam_closure_new(&parts, &out, &e) == SEAM_CALL_OK) return out; bad(e.text); return NULL; }\n"
              + "".join(f.declaration() for f in functions) + "".join(f.test() for f in functions)
              + "int main(void) { " + " ".join(f"t{n}();" for n in range(BATCH)) + " return failures != 0; }\n")
    (folder / "callee.c").write_text(callee)
    (folder / "caller.c").write_text(caller)
    quiet = ["-w", "-std=gnu11", "-Wno-psabi", f"-I{ROOT / 'include'}"]
    for compiler in compilers:
        for level in ["-O0", "-O2"]:
            program_file = folder / "program.exe"
            built = subprocess.run([compiler, *quiet, *machine.flags, level, "-o", program_file, folder / "callee.c",
                                    folder / "caller.c", library, "-pthread", "-lm"], capture_output=True, text=True)
            if built.returncode:
                return f"{compiler} {level}: {built.stderr[:2000]}"
            for setting in SETTINGS:
                ran = subprocess.run([*machine.run, program_file], capture_output=True, text=True,
                                     env=WINE_HOME | setting)
                if ran.returncode:
                    return (f"{compiler} {level} {setting}: ends with {ran.returncode}\n{ran.stdout[:3000]}"
                            f"{ran.stderr[:500]}")
    return None


def build_library(compiler, machine, folder):
    """The engine's archive for the machine, made by one of its compilers."""
    objects = []
    for source in sorted([*ROOT.glob("call/**/*.c"), *ROOT.glob("call/**/*.S")]):
        if source.parent.name == "ffi" or source.stem == "windows":
            continue
        objects.append(folder / f"{source.parent.name}_{source.stem}_{source.suffix[1:]}.o")
        flags = [f for f in machine.flags if f != "-static"]
        subprocess.run([compiler, "-O2", "-g", "-std=c11", "-D_GNU_SOURCE", *flags, f"-I{ROOT / 'include'}", "-iquote",
                        ROOT / "call", "-c", "-o", objects[-1], source], check=True)
    archive = folder / "libseamcall.a"
    prefix = compiler[:-3] if compiler.endswith("-gcc") else ""
    subprocess.run([f"{prefix}ar", "rcs", archive, *objects], check=True)
    return archive


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500, help="signatures")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--abi", choices=sorted(MACHINES), default="sysv64")
    parser.add_argument("--cc", help="compilers, with commas between")
    parser.add_argument("--keep", action="store_true", help="keep the program that failed")
    options = parser.parse_args()
    machine = MACHINES[options.abi]
    compilers = [c for c in (options.cc or machine.compilers).split(",") if shutil.which(c)]
    if missing := [tool for tool in machine.run if not shutil.which(tool)] or not compilers:
        print(f"abi_fuzz: {options.abi}: left out, no {missing[0] if missing is not True else machine.compilers}")
        return
    with tempfile.TemporaryDirectory(prefix="abi-fuzz-") as built:
        fuzz(options, compilers, build_library(compilers[0], machine, pathlib.Path(built)))


def fuzz(options, compilers, library):
    for number in range((options.count + BATCH - 1) // BATCH):
        rng = random.Random(options.seed * 1000003 + number)
        with tempfile.TemporaryDirectory(prefix="abi-fuzz-") as name:
            folder = pathlib.Path(name)
            problem = batch(rng, MACHINES[options.abi], folder, compilers, library)
            if problem and options.keep:
                shutil.copytree(folder, ROOT / "build/abi-fuzz-failure", dirs_exist_ok=True)
            if problem:
                sys.exit(f"abi_fuzz: {options.abi}, seed {options.seed}, batch {number}:\n{problem}")
    print(f"abi_fuzz: {options.abi}: {options.count} signatures, {' and '.join(compilers)} at -O0 and -O2: all arrive")


if __name__ == "__main__":
    main()
