#!/usr/bin/env bash
# Formats all C files in place; with --check only says which files would change, and fails if there are any.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v clang-format-19 >/dev/null || {
    echo "clang-format-19 is missing: tools/setup.sh check" >&2
    exit 1
}

files() {
    git ls-files -z --cached --others --exclude-standard '*.c' '*.h' |
        while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done
}

if [ "${1:-}" != --check ]; then
    files | xargs -0 -r -n 20 -P 2 clang-format-19 -i
    exit
fi
if ! wrong=$(files | xargs -0 -r clang-format-19 -n --Werror 2>&1); then
    sed -n 's/^\([^:]*\):[0-9]*:[0-9]*: error: code should be.*/\1/p' <<<"$wrong" | sort | uniq -c |
        while read -r count file; do echo "$file: $count places are not formatted: make format"; done
    exit 1
fi
