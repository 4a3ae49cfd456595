#!/usr/bin/env python3
"""Stands in for the compiler where the runner itself is tested: a line of a case is a command to it.

    print TEXT | warn TEXT | exit N | sleep N | crash | error CODE TEXT | warning CODE TEXT |
    label TEXT | echo-args | echo-env NAME | echo-stdin
"""
import ctypes
import json
import os
import pathlib
import sys
import time


def commands(path):
    for number, line in enumerate(path.read_text().split("\n"), 1):
        word, _, rest = line.partition("//")[0].strip().partition(" ")
        yield number, word, rest.strip()


def check(path):
    found = []
    for number, word, rest in commands(path):
        if word == "crash":
            os.kill(os.getpid(), 11)
        place = {"file": str(path), "line": number, "col": 1}
        if word in ("error", "warning"):
            code, _, message = rest.partition(" ")
            found.append({**place, "code": code, "severity": word, "message": message, "labels": [], "notes": []})
        elif word == "label":
            found[-1]["labels"].append({**place, "message": rest})
    for diagnostic in found:
        print(json.dumps(diagnostic))
    return 1 if any(one["severity"] == "error" for one in found) else 0


def run(path, args):
    if any(word == "error" for _, word, _ in commands(path)):
        return 1
    for _, word, rest in commands(path):
        if word == "print":
            print(rest)
        elif word == "warn":
            print(rest, file=sys.stderr)
        elif word == "exit":
            return int(rest)
        elif word == "sleep":
            time.sleep(float(rest))
        elif word == "echo-args":
            print(*args)
        elif word == "echo-env":
            print(os.environ.get(rest))
        elif word == "echo-stdin":
            print(sys.stdin.read(), end="")
        elif word == "call":
            library, name = rest.split()
            print(getattr(ctypes.CDLL(library), name)())
    return 0


def main():
    command, *words = sys.argv[1:]
    at = next(i for i, word in enumerate(words) if word.endswith(".seam"))
    path = pathlib.Path(words[at])
    if command == "check":
        return check(path)
    if command == "build":
        print(f"{words[0]} of {path}")
        return 0
    return run(path, words[at + 1:])


if __name__ == "__main__":
    sys.exit(main())
