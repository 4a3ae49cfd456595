#!/usr/bin/env python3
"""Prints a C file that holds text files as data: the table `library_files` of check/library.h. usage: embed.py FILE.."""
import os
import sys

print('#include "check/library.h"\n')
rows = []
for number, path in enumerate(sys.argv[1:]):
    with open(path, "rb") as file:
        data = file.read() + b"\0"
    name = os.path.splitext(os.path.basename(path))[0]
    rows.append(f'    {{"std:{name}", text_{number}, {len(data) - 1}}},')
    print(f"static const char text_{number}[] = {{")
    for at in range(0, len(data), 24):
        print("    " + ",".join(str(byte if byte < 128 else byte - 256) for byte in data[at:at + 24]) + ",")
    print("};")
print("\nconst LibraryFile library_files[] = {")
print("\n".join(rows))
print("};\nconst unsigned library_file_count = sizeof library_files / sizeof *library_files;")
