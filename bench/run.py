#!/usr/bin/env python3
"""Measures the rows of bench/rows and prints them beside their peers. usage: bench/run.py [NAME-PREFIX] [--json]

A row is a folder with a row.toml: what is measured, the goal, and the contenders, of which the first is Seam. All
contenders of a row run in turns, so that a busy moment meets them all; what is compared is the median of the CPU time
(user and system, children included), which a busy machine disturbs least. A contender whose tool is missing is left
out with a note. CONTRIBUTING.md tells how to add a row.
"""
import argparse
import json
import os
import pathlib
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROWS = ROOT / "bench" / "rows"
RUN_SECONDS = 60


class Failed(Exception):
    pass


class Contender:
    def __init__(self, facts, work, env):
        self.name = facts["name"]
        self.needs = facts.get("needs", "")    # commands that must exist
        self.prepare = facts.get("prepare")    # shell, once, before the first run
        self.before = facts.get("before")      # shell, before each run, not measured
        self.run = facts["run"]
        self.minus = facts.get("minus")        # a contender whose median is taken off: what both do
        self.hidden = facts.get("hidden", False)  # only there to be taken off
        self.work, self.env = work, env
        self.cpu, self.wall, self.output = [], [], None

    def missing(self):
        return [tool for tool in self.needs.split() if not shutil.which(tool)]

    def execute(self, argv):
        """Runs a command in the row's scratch folder; returns (wall seconds, stdout)."""
        begun = time.perf_counter()
        with subprocess.Popen(argv, cwd=self.work, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            try:
                out, err = process.communicate(timeout=RUN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise Failed(f"takes longer than {RUN_SECONDS} s: {argv}") from None
        if process.returncode != 0:
            raise Failed(f"{argv}\nends with {process.returncode}: {err.decode(errors='replace')[-1000:]}")
        return time.perf_counter() - begun, out.decode(errors="replace")

    def shell(self, command):
        self.execute(["/bin/sh", "-ec", command])

    def measure(self):
        if self.before:
            self.shell(self.before)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall, self.output = self.execute(shlex.split(self.run))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.wall.append(wall)
        self.cpu.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


class Row:
    def __init__(self, folder, scratch):
        self.name = folder.name
        self.facts = tomllib.loads((folder / "row.toml").read_text())
        self.work = scratch / self.name
        shutil.copytree(folder, self.work)
        env = dict(os.environ, BENCH=str(ROOT / "bench"), XDG_CACHE_HOME=str(self.work / "cache"), HOME=str(self.work),
                   PATH=f"{ROOT / 'build' / 'release' / 'bin'}:{os.environ['PATH']}",
                   LIBRARY_PATH=str(self.work), LD_LIBRARY_PATH=str(self.work))
        self.contenders = [Contender(facts, self.work, env) for facts in self.facts["contender"]]
        self.notes = []

    def run(self):
        running = []
        for contender in self.contenders:
            if missing := contender.missing():
                self.notes.append(f"{contender.name}: left out, no {', '.join(missing)}")
                continue
            try:
                if contender.prepare:
                    contender.shell(contender.prepare)
                running.append(contender)
            except Failed as failure:
                self.notes.append(f"{contender.name}: {failure}")
        for _ in range(self.facts.get("runs", 7)):
            for contender in list(running):
                try:
                    contender.measure()
                except Failed as failure:
                    self.notes.append(f"{contender.name}: {failure}")
                    running.remove(contender)
        self.contenders = running
        outputs = {contender.output for contender in running}
        if self.facts.get("same_output", False) and len(outputs) > 1:
            self.notes.append(f"the contenders do not print the same: {sorted(outputs)}")

    def results(self):
        """[(contender, median in the row's unit, median of the wall time in milliseconds)]"""
        scale = self.facts.get("scale", 1000.0)  # CPU seconds -> the row's unit; milliseconds without one
        medians = {c.name: statistics.median(c.cpu) for c in self.contenders}
        found = []
        for contender in self.contenders:
            seconds = medians[contender.name] - medians.get(contender.minus, 0.0)
            seconds = max(seconds, 1e-9)
            value = self.facts["per_second"] / seconds if "per_second" in self.facts else seconds * scale
            if not contender.hidden:
                found.append((contender.name, value, statistics.median(contender.wall) * 1000))
        return found

    def print(self):
        unit = self.facts.get("unit", "ms")
        print(f"{self.name}: {self.facts['what']}; goal: {self.facts['goal']}")
        results = self.results()
        if self.facts.get("shows", False):  # it measures by itself, and prints a table
            results = []
            for contender in self.contenders:
                print("".join(f"    {line}\n" for line in contender.output.splitlines()), end="")
        for number, (name, value, wall) in enumerate(results):
            ratio = ""
            if number > 0 and results[0][0] == self.facts["contender"][0]["name"]:
                ratio = f"Seam is {results[0][1] / value:8.3g} x"
            print(f"    {name:24} {value:14,.2f} {unit:8} (wall {wall:8.1f} ms)  {ratio}")
        for note in self.notes:
            print("    note: " + note.replace("\n", "\n          "))
        print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix", nargs="?", default="", help="only rows whose names begin so")
    parser.add_argument("--json", action="store_true", help="one JSON object a row")
    options = parser.parse_args()
    folders = sorted(p.parent for p in ROWS.glob("*/row.toml") if p.parent.name.startswith(options.prefix))
    if not folders:
        sys.exit(f"bench: no row is called {options.prefix}...")
    if not (ROOT / "build" / "release" / "bin" / "seam").exists():
        sys.exit("bench: there is no build/release/bin/seam")
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="seam-bench-"))
    noted = 0
    try:
        for folder in folders:
            row = Row(folder, scratch)
            row.run()
            noted += len(row.notes)
            if options.json:
                values = {name: round(value, 3) for name, value, _ in row.results()}
                print(json.dumps({"row": row.name, "unit": row.facts.get("unit", "ms"), "values": values}))
            else:
                row.print()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"bench: {len(folders)} rows, {noted} notes")


if __name__ == "__main__":
    main()
