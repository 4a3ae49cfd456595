#!/usr/bin/env bash
# Whatever it is fed: a clear error, never a crash, never a hang.
. "$(dirname "$0")/lib.sh"

begin "a missing file"
run seam run missing.seam
expect_status 1
expect_err_has "missing.seam"

begin "a folder in the place of a file"
mkdir folder.seam
run seam run folder.seam
expect_status 1
expect_err_has "folder.seam"

begin "a file of another kind"
echo "a,b" >data.csv
run seam check data.csv
expect_status 1
expect_err_has "E0702"

begin "an unreadable file"
write main.seam <<'END'
print("x")
END
chmod 000 main.seam
if [ "$(id -u)" -eq 0 ]; then
    # Root reads everything: so another user runs the compiler, if that is possible here.
    chmod 755 "$SCRATCH" "$WORK" "$WORK/dir"
    if ! setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$SEAM" 2>/dev/null; then
        skip "root can read every file, and no other user can reach $SEAM"
    fi
    run setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent "$SEAM" check main.seam
else
    run seam check main.seam
fi
expect_status 1
expect_err_has "main.seam"

begin "an empty file is an empty program"
: >main.seam
run seam run main.seam
expect_status 0
expect_out ""
expect_quiet

begin "a file that is not UTF-8"
printf 'print("\xff\xfe")\n' >main.seam
run seam check --diag=short main.seam
expect_status 1
expect_err_has "E0002"

begin "a file of NUL bytes"
head -c 1000 /dev/zero >main.seam
run seam check main.seam
expect_status 1

begin "random bytes"
head -c 100000 /dev/urandom >main.seam
run seam check main.seam
expect_status 1

begin "a comment and a string that do not end"
printf '/* no end' >main.seam
run seam check --diag=short main.seam
expect_status 1
expect_err_has "E0003"
printf 'print("no end' >main.seam
run seam check --diag=short main.seam
expect_status 1
expect_err_has "E0003"

begin "a line of 10 MB"
{
    printf 'const text = "'
    head -c 10000000 /dev/zero | tr '\0' x
    printf '"\nprint(missing)\n'
} >main.seam
run seam check --diag=short main.seam
expect_status 1
expect_err_has "main.seam:2:7"

begin "an error in a line of 10 MB is shown in part"
{
    printf 'const text = missing + "'
    head -c 10000000 /dev/zero | tr '\0' x
    printf '"\n'
} >main.seam
run seam check main.seam
expect_status 1
over || [ "$(stat -c %s "$WORK/err")" -lt 10000 ] || fail "prints the whole line"

repeated() { # COUNT TEXT
    local i
    for ((i = 0; i < $1; i++)); do printf '%s' "$2"; done
}

begin "10,000 parentheses"
{
    printf 'const x = '
    repeated 10000 '('
    printf '1'
    repeated 10000 ')'
    printf '\nprint(x)\n'
} >main.seam
run seam check --diag=short main.seam
expect_status 1
expect_err_has "E0011"

for pair in '[ ]' '{ }' '-( )' 'f(x=> )' '!( )' 'if(true){ }'; do
    begin "10,000 times ${pair% *}"
    {
        repeated 10000 "${pair% *}"
        repeated 10000 "${pair#* }"
        echo
    } >main.seam
    run seam check --diag=short main.seam
    expect_status 1
done

begin "a sum of 10,000 terms"
{
    printf 'print(0'
    repeated 10000 ' + 1'
    echo ')'
} >main.seam
run seam check --diag=short main.seam
over || [ "$STATUS" -eq 0 ] || expect_err_has "E0011"

begin "types that nest deeply"
{
    printf 'function f(x: '
    repeated 10000 'Map<string, '
    printf 'int'
    repeated 10000 '>'
    echo ') {}'
} >main.seam
run seam check --diag=short main.seam
expect_status 1
expect_err_has "E0011"

begin "an endless chain of else-ifs is said once"
{
    echo 'let x = 5'
    echo 'if (x == 0) { print(0) }'
    for i in $(seq 1 25500); do echo "else if (x == $i) { print($i) }"; done
} >main.seam
run seam check --diag=short main.seam
expect_status 1
over || [ "$(wc -l <"$WORK/err")" -eq 1 ] || fail "more than one line of errors"
expect_err_has "E0011"
