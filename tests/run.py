#!/usr/bin/env python3
"""Runs the tests, and the checks that are not tests: `make check`, `make bless`, `make asan` call it.

A name is AREA/REST: `own/use_after_transfer` is a case below tests/cases, `docs/language/basics.md-12` an example in the
documentation, `unit/compiler_syntax` a unit test program, `cli/...`, `tools/...` scripts below tests, `check/...`
a check of the sources. All run at once, quietly; the last line is `N passed, N failed`.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "runner"))
sys.dont_write_bytecode = True

import bless as blesser
import case as cases
import docs

CHECKS = {  # checks of the sources; each exits 0, or prints what is wrong
    "check/layers": ["tools/layers.py"],
    "check/format": ["tools/format.sh", "--check"],
    "check/limits": ["tools/limits.py"],
    "check/diagnostics": ["tools/diagcheck.py"],
    "check/documentation": ["tools/doccheck.py"],
    "check/rules": ["tools/rules.py"],
    "check/paths": ["tools/paths.py"],
}
SKIPPED = 77  # the exit status by which a script says that it cannot run here; its last line says why
SCRIPT_SECONDS = 120
COUNTS = re.compile(r"(\d+) passed, (\d+) failed")


class Result:
    def __init__(self, name, passed, failed, text="", skipped=False):
        self.name, self.passed, self.failed, self.text, self.skipped = name, passed, failed, text, skipped


def run_case(case, setup):
    outcome = cases.run(case, setup)
    if not outcome.problems:
        return Result(case.name, 1, 0)
    text = "\n".join(outcome.problems)
    return Result(case.name, 0, 1, f"{text}\nrepeat: {outcome.command or setup.again(case.name)}")


def run_command(name, argv, setup):
    """A program whose exit status says whether it passed; a last line `N passed, N failed` is believed."""
    env = dict(os.environ, SEAM=str(setup.seam), SEAM_BUILD=str(setup.seam.parent.parent),
               SEAM_PATIENCE=str(setup.patience), PYTHONDONTWRITEBYTECODE="1")
    done = cases.execute(argv, env, setup.root, "", SCRIPT_SECONDS * setup.patience)
    text = (done.out + done.err).strip()
    last = text.split("\n")[-1] if text else ""
    if done.status == SKIPPED:
        return Result(name, 0, 0, last, skipped=True)
    counts = COUNTS.fullmatch(last)
    passed, failed = map(int, counts.groups()) if counts else (0, 0)
    if done.status == 0 and not failed:
        return Result(name, passed if counts else 1, 0)
    if done.status is None:
        text += f"\ntakes longer than {SCRIPT_SECONDS * setup.patience:g} s"
    elif not failed:
        text += f"\nends with {done.status}"
    return Result(name, passed, max(failed, 1), f"{text}\nrepeat: {setup.again(name)}")


def commands_of(options, setup):
    """Everything that is not a case, as name -> words of its command; whether it is built or not."""
    commands = dict(CHECKS) if options.checks else {}
    for folder in sorted(path for path in (ROOT / "tests" / "unit").iterdir() if path.is_dir()):
        program = str(options.build / "unit" / folder.name)
        commands[f"unit/{folder.name}"] = [program]
        # The calling engine again with stubs from the first call on, and where executable memory is harder to have.
        for mode in ("mprotect", "memfd", "none") if folder.name.startswith("call_") else ():
            settings = [f"SEAM_CALL_EXEC={mode}", "SEAM_CALL_STUB_AFTER=1"]
            commands[f"unit/{folder.name}@{mode}"] = ["env", *settings, program]
    for script in sorted((ROOT / "tests" / "tools").glob("*.py")) if options.checks else []:
        commands[f"tools/{script.stem}"] = [sys.executable, str(script)]
    for script in sorted((ROOT / "tests" / "cli").glob("*.sh")):
        if script.name != "lib.sh":
            commands[f"cli/{script.stem}"] = ["bash", str(script)]
    return commands


def is_there(name, argv, setup):
    return setup.seam.exists() if name.startswith("cli/") else not name.startswith("unit/") or os.path.exists(argv[-1])


def collect(options, setup):
    """All jobs as name -> function without arguments."""
    jobs = {}
    found = find_cases(options, setup)
    if found and not setup.seam.exists():
        text = f"there is no compiler to run the {len(found)} cases: {setup.seam}"
        jobs[options.filter + "cases"] = lambda: Result("cases", 0, len(found), text)
        found = []
    for case in found:
        jobs[case.name] = lambda case=case: run_case(case, setup)
    if options.cases_only:
        return jobs
    for name, argv in commands_of(options, setup).items():
        if is_there(name, argv, setup):
            jobs[name] = lambda name=name, argv=argv: run_command(name, argv, setup)
    return jobs


def find_cases(options, setup):
    found = cases.find(ROOT / options.cases)
    if not (options.cases_only or options.bless):  # examples in the documentation are blessed by hand
        found += docs.find(ROOT, setup.scratch / "docs")
    return [case for case in found if case.name.startswith(options.filter)]


def report(results, options):
    for result in results:
        if options.tap:
            kind = "not ok" if result.failed else "ok"
            print(f"{kind} - {result.name}{' # SKIP ' + result.text if result.skipped else ''}")
        elif result.skipped:
            print(f"skipped {result.name}: {result.text}")
        if result.failed:
            lead = "# " if options.tap else "    "
            print(("" if options.tap else f"FAILED {result.name}\n") + lead + result.text.replace("\n", "\n" + lead))
        sys.stdout.flush()
        yield result


def run_all(jobs, options):
    """Runs the jobs in parallel and reports each as it ends; returns (passed, failed)."""
    if options.tap:
        print(f"1..{len(jobs)}")
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        futures = {pool.submit(guarded, name, job): name for name, job in jobs.items()}
        ended = (future.result() for future in concurrent.futures.as_completed(futures))
        for result in report(ended, options):
            passed += result.passed
            failed += result.failed
    return passed, failed


def guarded(name, job):
    try:
        return job()
    except Exception as mistake:  # a mistake in the runner fails one test, with its name
        return Result(name, 0, 1, f"the runner failed: {mistake!r}")


def bless(options, setup):
    for case in find_cases(options, setup):
        for name in blesser.bless(case, cases.run(case, setup)):
            print(f"blessed {case.name}: {name}")


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filter", nargs="?", default="", help="only tests whose names begin so")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help="the variant's folder")
    parser.add_argument("--cases", default="tests/cases", help="the folder of the cases")
    parser.add_argument("--cases-only", action="store_true", help="only what is below that folder")
    parser.add_argument("--cc", default=os.environ.get("CC", "cc"), help="C compiler for the C files of cases")
    parser.add_argument("--cflags", default="", help="flags for the C files of cases")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--patience", type=float, default=1.0, help="multiplies all time limits")
    parser.add_argument("--no-checks", dest="checks", action="store_false", help="leave the checks of sources out")
    parser.add_argument("--named", action="store_true", help="only say whether there is such a test, built or not")
    parser.add_argument("--bless", action="store_true", help="rewrite expectations instead of comparing")
    parser.add_argument("--tap", action="store_true", help="report as TAP")
    options = parser.parse_args()
    options.build = options.build.resolve()
    return options


def no_such_test(options):
    print(f"no test is called {options.filter}...", file=sys.stderr)
    return 2


def main():
    options = parse_options()
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="seam-tests-"))
    setup = cases.Setup(root=ROOT, seam=options.build / "bin" / "seam", scratch=scratch, cc=options.cc.split(),
                        cflags=options.cflags.split(), patience=options.patience)
    (scratch / "home").mkdir()
    try:
        if options.named:
            names = [case.name for case in find_cases(options, setup)]
            names += [] if options.cases_only else commands_of(options, setup)
            return 0 if any(name.startswith(options.filter) for name in names) else no_such_test(options)
        if options.bless and setup.seam.exists():
            bless(options, setup)
            return 0
        jobs = {name: job for name, job in collect(options, setup).items() if name.startswith(options.filter)}
        if not jobs:
            return no_such_test(options)
        passed, failed = run_all(jobs, options)
        print(f"{passed} passed, {failed} failed")
        return 1 if failed else 0
    finally:
        subprocess.run(["chmod", "-R", "u+w", str(scratch)], check=False)
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
