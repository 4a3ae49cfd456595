#!/usr/bin/env python3
"""Prints runtime/core/text/powers.inc: 10^k for k of -292..324 as 128 bits with the highest one set, rounded up.
usage: powers_of_ten.py > runtime/core/text/powers.inc"""
import sys

FIRST, LAST = -292, 324


def significand(k):
    """The least 128-bit integer g with g * 2^e >= 10^k, for the e that makes its highest bit one."""
    numerator, denominator = (10**k, 1) if k >= 0 else (1, 10**-k)
    shift = 127 - (numerator.bit_length() - denominator.bit_length())
    for s in (shift, shift + 1):  # the estimate is at most one too small
        n, d = (numerator << s, denominator) if s >= 0 else (numerator, denominator << -s)
        g = -(-n // d)
        if g.bit_length() == 128:
            return g
    raise ValueError(k)


def main():
    print("// Made by tools/powers_of_ten.py. Do not edit.")
    print("// clang-format off")
    print(f"enum {{ FIRST_POWER = {FIRST}, LAST_POWER = {LAST} }};")
    print("static const Power powers[] = {")
    cells = [f"{{0x{g >> 64:016x}, 0x{g & (1 << 64) - 1:016x}}}," for g in map(significand, range(FIRST, LAST + 1))]
    for i in range(0, len(cells), 2):
        print("    " + " ".join(cells[i:i + 2]))
    print("};")
    return 0


if __name__ == "__main__":
    sys.exit(main())
