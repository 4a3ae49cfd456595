#!/usr/bin/env python3
"""Prints a C file that holds text files as data: the tables of check/library.h.
Files in a folder `std` are modules that programs import. usage: embed.py FILE.."""
import os
import sys

print('#include "check/library.h"\n')
tables = {"library": [], "standard": []}
for number, path in enumerate(sys.argv[1:]):
    with open(path, "rb") as file:
        data = file.read() + b"\0"
    name = os.path.splitext(os.path.basename(path))[0]
    table = "standard" if os.path.basename(os.path.dirname(path)) == "std" else "library"
    tables[table].append(f'    {{"std:{name}", text_{number}, {len(data) - 1}}},')
    print(f"static const char text_{number}[] = {{")
    for at in range(0, len(data), 24):
        print("    " + ",".join(str(byte if byte < 128 else byte - 256) for byte in data[at:at + 24]) + ",")
    print("};")
for table, rows in tables.items():
    print(f"\nconst LibraryFile {table}_files[] = {{")
    print("\n".join(rows))
    print(f"}};\nconst unsigned {table}_file_count = sizeof {table}_files / sizeof *{table}_files;")
