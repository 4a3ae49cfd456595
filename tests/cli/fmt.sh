#!/usr/bin/env bash
# seam fmt: in place, --check, stdin, folders; what cannot be formatted is left alone.
# The layout itself is tested by tests/unit/compiler_syntax/format.c with the pairs of tests/format.
# req in part: X7
. "$(dirname "$0")/lib.sh"

expect_file() { # FILE TEXT
    over || [ "$(cat "$1")" = "$2" ] || fail "$1 is: $(cat "$1")"
}

begin "a file is formatted in place"
printf 'const a=1;print( a )' >main.seam
run seam fmt main.seam
expect_status 0
expect_out ""
expect_quiet
expect_file main.seam $'const a = 1\nprint(a)'

begin "a file that has the layout is not touched"
printf 'print(1)\n' >main.seam
touch -d 2001-01-01 main.seam
run seam fmt main.seam
expect_status 0
over || [ "$(stat -c %Y main.seam)" -eq "$(date -d 2001-01-01 +%s)" ] || fail "main.seam is written"

begin "permissions and links stay"
printf '#!/usr/bin/env -S seam run\nprint( 1 )\n' >main.seam
chmod 755 main.seam
ln -s main.seam link.seam
run seam fmt link.seam
expect_status 0
expect_file main.seam $'#!/usr/bin/env -S seam run\nprint(1)'
over || [ "$(stat -c %a main.seam)" = 755 ] || fail "the permissions are $(stat -c %a main.seam)"
over || [ -L link.seam ] || fail "the link is replaced"

begin "--check lists the files that would change, and changes nothing"
printf 'print( 1 )\n' >a.seam
printf 'print(1)\n' >b.seam
run seam fmt --check a.seam b.seam
expect_status 1
expect_out "a.seam"
expect_quiet
expect_file a.seam 'print( 1 )'
run seam fmt a.seam b.seam
run seam fmt --check a.seam b.seam
expect_status 0
expect_out ""

begin "- reads stdin and writes stdout"
printf 'print( 1 )' >in
run seam fmt - <in
expect_status 0
expect_out "print(1)"
run seam fmt --check - <in
expect_status 1
expect_out "-"

begin "a file with syntax errors is left alone; the others are formatted"
printf 'print( 1 \nprint(2 )\n' >bad.seam
printf 'print( 1 )\n' >good.seam
run seam fmt --diag=short bad.seam good.seam
expect_status 1
expect_out ""
expect_err_has "bad.seam:2:1: error E0010"
expect_file bad.seam $'print( 1 \nprint(2 )'
expect_file good.seam "print(1)"

begin "what only the checker rejects is formatted"
printf 'print( missing )\n' >main.seam
run seam fmt main.seam
expect_status 0
expect_quiet
expect_file main.seam "print(missing)"

begin "a read-only file stays, with E0905"
printf 'print( 1 )\n' >main.seam
chmod 444 main.seam
run seam fmt main.seam
expect_status 1
expect_err_has "E0905"
expect_err_has "main.seam"
expect_file main.seam "print( 1 )"
over || [ "$(ls)" = main.seam ] || fail "leaves $(ls)"

begin "a missing file"
run seam fmt missing.seam
expect_status 1
expect_err_has "E0904"
expect_err_has "missing.seam"

begin "a folder stands for its Seam files, hidden ones left out"
mkdir -p one/two one/.hidden
for file in one/a.seam one/two/b.seam one/.hidden/c.seam one/.d.seam one/e.txt; do
    printf 'print( 1 )\n' >"$file"
done
ln -s .. one/two/up
run seam fmt --check one
expect_status 1
expect_out $'one/a.seam\none/two/b.seam'
run seam fmt
expect_status 0
expect_file one/a.seam "print(1)"
expect_file one/two/b.seam "print(1)"
expect_file one/.hidden/c.seam "print( 1 )"
expect_file one/.d.seam "print( 1 )"
expect_file one/e.txt "print( 1 )"

begin "CRLF, a byte order mark, tabs and empty lines at the end go"
printf '\xef\xbb\xbfif (a) {\r\n\tprint(`b\r\nc`)\r\n}\r\n\r\n\r\n' >main.seam
run seam fmt main.seam
expect_status 0
printf 'if (a) {\n  print(`b\nc`)\n}\n' >want
over || cmp -s main.seam want || fail "main.seam is: $(od -c main.seam)"

begin "an empty file stays empty"
: >main.seam
run seam fmt --check main.seam
expect_status 0
printf '\n\n' >main.seam
run seam fmt main.seam
expect_status 0
over || [ ! -s main.seam ] || fail "main.seam is not empty"

begin "declaration files have functions without bodies"
printf 'export function f( ):int;export class A{ g( ):int }\n' >a.d.seam
run seam fmt a.d.seam
expect_status 0
expect_file a.d.seam $'export function f(): int\nexport class A { g(): int }'

begin "nesting up to the parser's limit, and beyond it a clear error"
{ printf 'const x = '; printf '(%.0s' {1..900}; printf 1; printf ')%.0s' {1..900}; } >main.seam
run seam fmt main.seam
expect_status 0
{ printf 'const x = '; printf '[%.0s' {1..400}; printf 1; printf ']%.0s' {1..400}; } >main.seam
run seam fmt main.seam
expect_status 0
run seam fmt --check main.seam
expect_status 0
{ printf 'const x = '; printf '(%.0s' {1..5000}; printf 1; printf ')%.0s' {1..5000}; } >main.seam
run seam fmt --diag=short main.seam
expect_status 1
expect_err_has "E0011"

begin "a bug of the formatter's own has a page: E0906"
run seam explain E0906
expect_status 0
expect_out_has "nothing is written"

begin "the help names the ways to call it"
run seam help fmt
expect_status 0
expect_out_has "--check"
expect_out_has "stdin"

begin "the examples have the canonical layout"
run seam fmt --check "$ROOT/examples"
expect_status 0
expect_out ""
