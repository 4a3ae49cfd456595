#!/usr/bin/env bash
# The three forms of diagnostics, and the pages behind their codes.
# req in part: A6.3
. "$(dirname "$0")/lib.sh"

two_errors() {
    write main.seam <<'END'
const one = missing
print(absent)
END
}

begin "check is silent about a good file"
write main.seam <<'END'
print("fine")
END
run seam check main.seam
expect_status 0
expect_out ""
expect_quiet

begin "all errors of a file come in one run"
two_errors
run seam check main.seam
expect_status 1
expect_err_has "main.seam:1:13"
expect_err_has "main.seam:2:7"

begin "the short form is one line an error"
two_errors
run seam check --diag=short main.seam
expect_status 1
cat "$WORK/out" "$WORK/err" >"$WORK/both"
over || [ "$(grep -cE '^main\.seam:[12]:[0-9]+: error E[0-9]{4}: .' "$WORK/both")" -eq 2 ] || fail "not two short lines"

begin "the JSON form is one object a line with every field"
two_errors
run seam check --diag=json main.seam
expect_status 1
cat "$WORK/out" "$WORK/err" >"$WORK/both"
over || python3 - "$WORK/both" <<'END' || fail "not as documented"
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1]) if line.strip()]
assert len(lines) == 2, lines
for line in lines:
    for field in "code severity message file line col end_line end_col labels notes help".split():
        assert field in line, (field, line)
    assert line["severity"] == "error" and line["code"][0] == "E"
END

begin "no colours unless it is a terminal"
two_errors
run seam check main.seam
expect_err_lacks "$(printf '\033')"

begin "explain prints the page of a code"
run seam explain E0902
expect_status 0
expect_quiet
expect_out_has "E0902"

begin "explain of what is no code is wrong usage"
run seam explain nonsense
expect_status 2
expect_err_has "nonsense"
