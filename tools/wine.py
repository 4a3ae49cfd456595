"""Windows programs on this machine, for the tools that compile for Windows."""
import os
import pathlib
import shutil
import subprocess

WINE = shutil.which("wine64") or "/usr/lib/wine/wine64"  # Debian has it outside of PATH
SERVER = shutil.which("wineserver") or "/usr/lib/wine/wineserver"
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "build/wine"
ENVIRONMENT = os.environ | {"WINEPREFIX": str(FOLDER), "WINEDEBUG": "-all"}


def keep_server(seconds=60):
    """Wine's server ends with its last program, and a program that begins just then is told `Connection reset by peer`.
    Kept alive so long behind the last one, it is there for all of a run."""
    FOLDER.parent.mkdir(exist_ok=True)
    if shutil.which(SERVER):
        # It outlives us: a pipe that it has would not end.
        subprocess.run([SERVER, f"-p{seconds}"], env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
