"""Random C functions for abi_fuzz.py: their types and the file that defines them; see abi/driver.h for what is in it."""
import collections
import itertools
import math

INTEGERS = [("i8", "signed char", 8), ("u8", "unsigned char", 8), ("i16", "short", 16), ("u16", "unsigned short", 16),
            ("i32", "int", 32), ("u32", "unsigned", 32), ("i64", "long long", 64), ("u64", "unsigned long long", 64)]
FLOATS = [("f32", "float", "F32"), ("f64", "double", "F64"), ("longdouble", "long double", "LONG_DOUBLE")]
PROMOTED = {"float": "double", "signed char": "int", "unsigned char": "int", "short": "int", "unsigned short": "int",
            "_Bool": "int"}
NARROW = {"i8": -1, "i16": -1, "u8": 1, "u16": 1, "bool": 1}
MAX_SIZE = 1024  # ROOM
MAX_LEAVES = 60

Leaf = collections.namedtuple("Leaf", "path count c kind")  # `count` numbers of type `c` at `path`
Bits = collections.namedtuple("Bits", "path")


class Type:
    """text: as the engine reads it; c: a C type name; parts: leaves and bit-fields, of unions those of one member;
    bound: it has at most so many bytes; what: the kinds of types in it, for statistics."""

    def __init__(self, text, c, parts, bound, what):
        self.text, self.c, self.parts, self.bound, self.what = text, c, parts, bound, frozenset(what)

    def is_empty(self):
        return all(isinstance(part, Leaf) and part.count == 0 for part in self.parts)


class Program:
    """`count` random functions in one C file. gcc_only: with types that clang passes in ways of its own; plain: only
    with types that libffi has."""

    def __init__(self, rng, machine, gcc_only, count, plain=False):
        self.rng, self.machine, self.gcc_only, self.plain = rng, machine, gcc_only, plain
        self.declarations = []
        self.pool = []
        self.names = 0
        self.types = {}
        self.functions = [Function(self, number) for number in range(count)]

    def name(self, prefix):
        self.names += 1
        return f"{prefix}{self.names}"

    # ---- types ----

    def integer(self):
        text, c, _ = self.rng.choice(INTEGERS)
        return Type(text, c, [Leaf("", 1, c, "BITS")], 8, [])

    def scalar(self):
        pick = self.rng.random()
        if pick < 0.5:
            return self.integer()
        if pick < 0.57:
            return Type("ptr", "void *", [Leaf("", 1, "void *", "BITS")], 8, ["pointer"])
        if pick < 0.61:
            return Type("bool", "_Bool", [Leaf("", 1, "_Bool", "BOOL")], 1, ["bool"])
        wide = self.rng.random() < 0.12 and self.has_specials()
        text, c, kind = self.rng.choice(FLOATS if wide else FLOATS[:2])
        return Type(text, c, [Leaf("", 1, c, kind)], 16, ["long double" if text == "longdouble" else "float"])

    def has_specials(self):
        return self.gcc_only or self.machine.abi != "win64"  # of ms_abi functions the compilers have different opinions

    def special(self):
        pick = self.rng.randrange(4)
        if pick == 3 and not self.plain and self.rng.random() < 0.4:
            text, c, _ = self.rng.choice(INTEGERS)  # gcc's complex integers
            return Type(f"complex {text}", f"_Complex {c}", [Leaf("", 2, c, "BITS")], 16, ["complex integer"])
        if pick == 0 or self.plain:
            text, c, kind = self.rng.choice(FLOATS)
            return Type(f"complex {text}", f"_Complex {c}", [Leaf("", 2, c, kind)], 32, ["complex"])
        # clang leaves the last register unused behind an __int128 that did not fit, against psABI 3.2.3
        if pick == 1 and self.machine.has_int128 and self.gcc_only:
            text = self.rng.choice(["i128", "u128"])
            c = "__int128" if text == "i128" else "unsigned __int128"
            return Type(text, c, [Leaf("", 1, c, "BITS")], 16, ["__int128"])
        total = self.rng.choice([8, 16])
        elem, c, kind, size = self.rng.choice([("f32", "float", "F32", 4), ("f64", "double", "F64", 8),
                                               ("i32", "int", "BITS", 4), ("u8", "unsigned char", "BITS", 1),
                                               ("i64", "long long", "BITS", 8)])
        if size == total and elem == "f64" and not self.gcc_only:
            elem, c, kind, size = "f32", "float", "F32", 4  # of one f64 the compilers have different opinions on System V
        name = self.name("V")
        self.declarations.append(f"typedef {c} {name} __attribute__((vector_size({total})));")
        return Type(f"<{total // size} {elem}>", name, [Leaf("", total // size, c, kind)], 16, ["vector"])

    def bit_field(self, field):
        text, c, width = self.rng.choice(INTEGERS + [("bool", "_Bool", 1)])
        used = self.rng.randrange(1, width + 1)
        return f"{text}: {used}", f"{c} {field} : {used};", Type(text, c, [Bits(f".{field}")], 8, ["bit-field"])

    def lengths(self):
        """Of an array, those of its elements' arrays behind; 0: what C declares as `[]` at the end."""
        rng = self.rng
        if not self.plain and rng.random() < 0.1:
            return [0] if rng.random() < 0.4 else [rng.randrange(1, 4), rng.randrange(1, 4)]
        return [rng.randrange(1, 5) if rng.random() < 0.9 else rng.randrange(5, 40)]

    def array(self, field, uniform):
        inner = uniform or (self.type(2, True) if self.rng.random() < 0.2 else self.scalar())
        lengths = self.lengths()
        total = math.prod(lengths)
        # Its elements have a say in gcc: in the middle of a word on System V, and where they are floats by ARM's `[0]`,
        # though not by `[]`. In clang they have none.
        if total == 0 and self.machine.abi != "win64":
            inner = Type("i64", "long long", [Leaf("", 1, "long long", "BITS")], 8, [])
        text = inner.text
        for length in reversed(lengths):
            text = f"[{length} {text}]"
        if len(inner.parts) == 1 and isinstance(inner.parts[0], Leaf) and not inner.parts[0].path:
            parts = [inner.parts[0]._replace(path=f".{field}", count=total * inner.parts[0].count)]
        else:
            places = itertools.product(*[range(length) for length in lengths])
            parts = [p._replace(path=f".{field}{''.join(f'[{i}]' for i in place)}{p.path}")
                     for place in places for p in inner.parts]
        what = inner.what | {"array", *(["array of arrays"] if len(lengths) > 1 else []), *(["array of none"] if total == 0 else [])}
        dimensions = "".join(f"[{length}]" for length in lengths)
        return text, f"{inner.c} {field}{dimensions};", Type("", inner.c, parts, inner.bound * total, what)

    def field(self, field, uniform, depth, has_bits):
        pick = self.rng.random()
        if has_bits and pick < 0.35:
            return self.bit_field(field)
        if pick < 0.15:
            return self.array(field, uniform)
        inner = uniform or self.type(depth + 1, True)
        parts = [p._replace(path=f".{field}{p.path}") for p in inner.parts]
        what = inner.what | ({"nested"} if inner.text[-1] == "}" else set())
        return inner.text, f"{inner.c} {field};", Type("", inner.c, parts, inner.bound, what)

    def record(self, depth):
        rng = self.rng
        union = rng.random() < 0.12 and not self.plain
        packed = not union and rng.random() < 0.08
        align = rng.choice([2, 4, 8, 16, 16, 32, 64]) if not packed and rng.random() < 0.06 else 0
        uniform = self.scalar() if rng.random() < 0.3 else None
        has_bits = not uniform and rng.random() < 0.25
        if self.machine.abi == "win64" and not self.gcc_only and (union or packed):
            has_bits = False  # clang lays them out in ways of its own
        if self.plain:
            packed, align, has_bits = False, 0, False
        if packed and self.machine.abi.startswith("aapcs"):
            has_bits = has_bits and not self.machine.abi.startswith("aapcs32")  # their types' alignment counts in gcc
            packed = self.gcc_only  # that of floats counts in clang
        count = 0 if not self.plain and rng.random() < 0.02 else rng.choice([1, 1, 2, 2, 2, 3, 3, 4, 5, 7])
        made = [self.field(f"m{i}", uniform, depth, has_bits) for i in range(count)]
        parts = []
        for _, _, field in made:
            if not union:
                parts = parts + field.parts
            elif not parts or rng.random() < 0.5:
                parts = field.parts
        what = frozenset().union(*[field.what for _, _, field in made])
        what |= {"union" if union else "struct"} | ({"empty"} if count == 0 else set()) | ({"packed"} if packed else set()) | ({"aligned"} if align else set())
        bound = sum(field.bound + 16 for _, _, field in made) + align
        if bound > MAX_SIZE // 2 or len(parts) > MAX_LEAVES:
            return self.scalar()
        if packed and self.machine.abi == "sysv64" and "array of none" in what:
            return self.scalar()
        if packed and not self.gcc_only and any({"bit-field", "struct"} <= field.what for _, _, field in made):
            return self.scalar()  # an unaligned struct of bit-fields is an unaligned field in clang, and none in gcc
        if "array of none" in what and all(isinstance(part, Leaf) and part.count == 0 for part in parts):
            return self.scalar()  # nothing that has an alignment
        name = self.name("S")
        attributes = "__attribute__((packed)) " if packed else f"__attribute__((aligned({align}))) " if align else ""
        if "bit-field" in what:
            attributes += "MS_STRUCT "
        self.declarations.append(f"typedef {'union' if union else 'struct'} {attributes}"
                                 f"{{ {' '.join(member for _, member, _ in made)} }} {name};")
        text = ("packed " if packed else f"align({align}) " if align else "") + ("union {" if union else "{")
        return Type(text + ", ".join(text for text, _, _ in made) + "}", name, parts, bound, what)

    def type(self, depth=0, member=False):
        pick = self.rng.random()
        if pick < (0.32 if depth == 0 else 0.2) and depth < 3:
            return self.record(depth)
        if pick < (0.4 if depth == 0 else 0.24) and self.has_specials():
            return self.special()
        return self.scalar()

    def argument(self):
        """A new type, or one that this file has: compiling few types with many functions is quick."""
        if len(self.pool) > 20 and self.rng.random() < 0.6:
            return self.rng.choice(self.pool)
        made = self.type()
        if made.text[-1] in "}>":
            self.pool.append(made)
        return made

    # ---- the file ----

    def table(self, t):
        """The name of the type's table, with the table itself made at first use."""
        key = (t.text, t.c)
        if key in self.types:
            return self.types[key]
        number = self.types[key] = f"&t{len(self.types)}"
        name = number[1:]
        leaves = [f"{{{f'__builtin_offsetof({t.c}, {p.path[1:]})' if p.path else 0}, {p.count}, sizeof({p.c}), "
                  f"LEAF_{p.kind}}}" for p in t.parts if isinstance(p, Leaf)]
        bits = [p.path for p in t.parts if isinstance(p, Bits)]
        if leaves:
            self.declarations.append(f"static const Leaf l_{name}[] = {{{', '.join(leaves)}}};")
        if bits:
            self.declarations.append(f"static void b_{name}(void *v) {{ {t.c} *t = v; "
                                     + " ".join(f"t->{path[1:]} = -1;" for path in bits) + " }")
        self.declarations.append(
            f"static Type {name} = {{sizeof({t.c}), __alignof__({t.c}), {NARROW.get(t.text, 0)}, "
            f"{f'l_{name}' if leaves else 0}, {len(leaves)}, {f'b_{name}' if bits else 0}, 0}};")
        return number

    def source(self):
        code, rows = [], []
        for f in self.functions:
            code.append(f.code())
            rows.append(f.row(self))
        return "\n".join(['#include "driver.h"', *self.declarations, *code, "static const Case cases[] = {", *rows, "};",
                          "static Program program = {COMPILER, cases, sizeof cases / sizeof *cases, 0};",
                          "__attribute__((constructor)) static void enter(void) {",
                          "    program.next = programs;", "    programs = &program;", "}", ""])


class Function:
    """One random signature: a function of it, the same with a context behind, and a caller of it."""

    def __init__(self, program, number):
        rng = program.rng
        self.number = number
        count = rng.choice([0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 14, rng.randrange(41)])
        self.args = [program.argument() for _ in range(count)]
        self.ret = None if rng.random() < 0.1 else program.argument()
        if self.ret and self.ret.is_empty() and program.machine.abi == "win64" and not program.gcc_only:
            self.ret = None  # clang gives it memory, gcc nothing
        self.fixed = rng.randrange(1, len(self.args) + 1) if self.args and rng.random() < 0.15 else None
        if self.fixed is not None and program.machine.is_foreign:
            # gcc reads what ms_abi passes by pointer as if it were passed by System V
            self.args[self.fixed:] = [program.integer() for _ in self.args[self.fixed:]]
        self.has_typed = self.fixed is None and rng.random() < 0.25
        named, tail = self.split()
        text = ", ".join(a.text for a in named)
        if self.fixed is not None:
            text += ", ... " + ", ".join(a.text for a in tail)
        self.text = f"{self.ret.text if self.ret else 'void'}({text.strip()})"

    def split(self):
        return (self.args, []) if self.fixed is None else (self.args[:self.fixed], self.args[self.fixed:])

    def what(self):
        found = frozenset().union(*[t.what for t in self.args], self.ret.what if self.ret else ())
        return found | ({"variadic"} if self.fixed is not None else set()) | \
            ({"tail of structs"} if any("struct" in t.what for t in self.split()[1]) else set()) | \
            ({"typed closure"} if self.has_typed else set()) | \
            ({"struct result"} if self.ret and self.ret.what & {"struct", "union"} else set())

    def body(self, extra=""):
        named, tail = self.split()
        lines = ["Row *r = row++; look_back();", extra]
        if self.fixed is not None:
            lines.append(f"VA_LIST va; VA_START(va, a{self.fixed - 1});")
        for i, t in enumerate(self.args):
            place = f"*({'long long' if t.text in NARROW else t.c} *)r->got[{i}] = "
            if i < len(named):
                lines.append(f"{place}a{i};")
            else:
                lines.append(f"{place}({t.c})__builtin_va_arg(va, {PROMOTED[t.c]});" if t.c in PROMOTED
                             else f"{place}__builtin_va_arg(va, {t.c});")
        if self.fixed is not None:
            lines.append("VA_END(va);")
        return " ".join(lines + ([f"return *({self.ret.c} *)r->ret;"] if self.ret else []))

    def code(self):
        named, _ = self.split()
        dots = [] if self.fixed is None else ["..."]
        result = self.ret.c if self.ret else "void"
        params = [f"{t.c} a{i}" for i, t in enumerate(named)] + dots
        types = ", ".join([t.c for t in named] + dots) or "void"
        values = ", ".join(f"*({t.c} *)r->in[{i}]" for i, t in enumerate(self.args))
        store = f"*({result} *)r->result = " if self.ret else ""
        n = self.number
        code = f"static CONVENTION {result} f{n}({', '.join(params) or 'void'}) {{ {self.body()} }}\n"
        if self.has_typed:
            code += (f"static CONVENTION {result} g{n}({', '.join([*params, 'void *context'])}) "
                     f"{{ {self.body('typed_context = context;')} }}\n")
        return code + (f"static void u{n}(Code *code, Row *r) {{ "
                       f"{store}(({result} (CONVENTION *)({types}))code)({values}); }}\n")

    def row(self, program):
        args = [program.table(t) for t in self.args]
        ret = program.table(self.ret) if self.ret else "0"
        n = self.number
        list_ = f"(Type *const[]){{{', '.join(args)}}}" if args else "0"
        return (f'    {{"{self.text}", (Code *)f{n}, {f"(Code *)g{n}" if self.has_typed else "0"}, u{n}, {ret}, '
                f"{list_}, {len(args)}}},")
