"""Writes a package of FILES files of 25 functions each; the seed changes the first file alone.
usage: package.py FOLDER FILES SEED"""
import pathlib
import sys

import program


def main():
    folder, files, seed = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) % 1000
    folder.mkdir(exist_ok=True)
    (folder / "seam.toml").write_text('[package]\nname = "many-files"\n')
    for f in range(files):
        functions = (program.SEAM.format(i=i, seed=0 if f else seed) for i in range(f * 25, (f + 1) * 25))
        (folder / f"part{f}.seam").write_text("".join(functions).replace("function", "export function"))
    lines = [f'import * as p{f} from "./part{f}"\n' for f in range(files)] + ["let sum = 0\n"]
    lines += [f"sum = p{f}.work{f * 25}(sum)\n" for f in range(files)] + ["print(sum)\n"]
    (folder / "main.seam").write_text("".join(lines))


if __name__ == "__main__":
    main()
