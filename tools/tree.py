"""What the checks share: which files belong to the tree, and how a check ends."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def files(root, *suffixes):
    """The tree's own files (tracked, or new and not ignored) with one of the suffixes, sorted; all without one."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, check=False)
    if listed.returncode == 0:
        found = [root / name for name in listed.stdout.decode().split("\0") if name]
    else:  # an unpacked archive
        found = [path for path in root.rglob("*") if "build" not in path.relative_to(root).parts]
    return sorted(path for path in found if path.is_file() and (not suffixes or path.suffix in suffixes))


def end(problems):
    """Prints the problems; the exit status says whether there were any."""
    problems = list(problems)
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


def root_argument():
    """The checks look at the tree that they are part of, or at another that is given (their tests do that)."""
    return pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT
