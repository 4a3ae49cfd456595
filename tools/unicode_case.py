#!/usr/bin/env python3
"""Prints runtime/core/text/case.inc: how code points above ASCII change their case, from Python's Unicode data.
usage: unicode_case.py > runtime/core/text/case.inc"""
import sys
import unicodedata


def mappings(change):
    """[(code point, text)] of all that change."""
    points = (c for c in range(0x80, 0x110000) if not 0xD800 <= c < 0xE000)
    return [(c, change(chr(c))) for c in points if change(chr(c)) != chr(c)]


def ranges(pairs):
    """Rows [first, last, step, delta] of those that become one code point."""
    rows = []
    for c, text in pairs:
        delta = ord(text) - c
        if rows and rows[-1][3] == delta:
            first, last, step, _ = rows[-1]
            if c - last == (step or c - last) and c - last <= 2:
                rows[-1] = [first, c, c - last, delta]
                continue
        rows.append([c, c, 0, delta])
    return [[first, last, step or 1, delta] for first, last, step, delta in rows]


def table(kind, name, rows):
    print(f"static const {kind} {name}[] = {{")
    line = "   "
    for row in rows:
        if len(line) + len(row) + 2 > 100:
            print(line)
            line = "   "
        line += f" {row},"
    print(line + "\n};")


def main():
    print(f"// Made by tools/unicode_case.py from Unicode {unicodedata.unidata_version}. Do not edit.")
    print("// clang-format off")
    for name, change in (("upper", str.upper), ("lower", str.lower)):
        pairs = mappings(change)
        single = ranges([p for p in pairs if len(p[1]) == 1])
        several = [p for p in pairs if len(p[1]) > 1]
        table("CaseRange", f"{name}_ranges", [f"{{{a:#x}, {b:#x}, {s}, {d}}}" for a, b, s, d in single])
        table("CaseText", f"{name}_texts",
              [f"{{{c:#x}, {{{', '.join(hex(ord(r)) for r in text)}}}}}" for c, text in several])
    return 0


if __name__ == "__main__":
    sys.exit(main())
