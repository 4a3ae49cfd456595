"""Assembly that clang writes for Apple's AArch64, rewritten for an ELF assembler: so the code runs, by Apple's convention,
where Linux runs. Only what compilers make of plain C functions and tables is known here."""
import re

SECTIONS = {"__TEXT,__text": ".text", "__DATA,__mod_init_func": '.section .init_array,"aw"', "__DATA,__data": ".data",
            "__DATA,__const": ".data"}
READ_ONLY = '.section .rodata,"a"'  # what else there is: texts and literals
DROPPED = re.compile(r"\s*\.(build_version|subsections_via_symbols|loh)\b")
RELOCATIONS = [("@GOTPAGEOFF", ":got_lo12:"), ("@GOTPAGE", ":got:"), ("@PAGEOFF", ":lo12:"), ("@PAGE", "")]


def elf_line(line):
    line = line.split(";")[0].rstrip()
    if DROPPED.match(line):
        return ""
    if line.lstrip().startswith(".cfi_"):
        return re.sub(r"\bw(\d+)", r"x\1", line)
    if match := re.match(r"\s*\.section\s+(\w+,\w+)", line):
        return SECTIONS.get(match[1], READ_ONLY)
    if match := re.match(r"\s*\.zerofill\s+\w+,\w+,(\w+),(\d+),(\d+)", line):
        return f".bss\n.p2align {match[3]}\n{match[1][1:]}: .space {match[2]}"
    line = re.sub(r"(?<![\w.])_(\w)", r"\1", line)  # names of C begin with one more `_` there
    for theirs, ours in RELOCATIONS:
        line = re.sub(rf"([\w.]+){theirs}\b", rf"{ours}\1", line)
    return line


def elf(text):
    return "\n".join(elf_line(line) for line in text.splitlines()) + "\n"
