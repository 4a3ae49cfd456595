"""Examples in the documentation are cases: a block that is marked ```ts run has the same expectations as a case,
and one that is marked ```ts fails E0301 must report that code."""
import re

import case as cases

FENCE = re.compile(r"^```ts (run|fails (E\d{4}))\s*$")


def extract(root, documents, folder):
    """Writes each block to a file of its own below `folder`; yields its case."""
    for document in documents:
        lines = document.read_text(encoding="utf-8").split("\n")
        number = 0
        while number < len(lines):
            fence = FENCE.match(lines[number])
            number += 1
            if not fence:
                continue
            start, block = number, []
            while number < len(lines) and not lines[number].startswith("```"):
                block.append(lines[number])
                number += 1
            name = f"{document.relative_to(root).as_posix()}-{start}"
            path = folder / name.removeprefix("docs/") / "example.seam"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(block) + "\n", encoding="utf-8")
            yield cases.Case(name if name.startswith("docs/") else f"docs/{name}", path, fence.group(2))


def find(root, folder):
    documents = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    return list(extract(root, [d for d in documents if d.exists()], folder))
