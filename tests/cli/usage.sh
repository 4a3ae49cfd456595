#!/usr/bin/env bash
# Commands, options and help: wrong usage is one sentence on stderr and exit code 2.
. "$(dirname "$0")/lib.sh"

begin "without arguments, the overview on stderr"
run seam
expect_status 2
expect_out ""
expect_err_has "Usage: seam COMMAND"

begin "an unknown command is wrong usage"
run seam frobnicate
expect_status 2
expect_out ""
expect_err_has "there is no command \`frobnicate\`"

begin "an unknown option is wrong usage"
run seam run --frobnicate main.seam
expect_status 2
expect_err_has "unknown option \`--frobnicate\`"

begin "a mistyped command or option gets the nearest"
run seam tst
expect_status 2
expect_err_has "did you mean \`test\`?"
run seam run --relase main.seam
expect_status 2
expect_err_has "did you mean \`--release\`?"

begin "a missing file operand is wrong usage"
run seam run
expect_status 2
expect_err_has "is missing"

begin "an option's value is checked"
run seam check --diag=xml main.seam
expect_status 2
expect_err_has "\`xml\`"

begin "a file in the place of a command gets the command"
run seam main.seam
expect_status 2
expect_err_has "seam run main.seam"

begin "the version is one line"
run seam --version
expect_status 0
expect_quiet
expect_out_has "0.1.0"

begin "help lists the commands"
run seam help
expect_status 0
expect_quiet
for command in run build check explain; do expect_out_has "  $command "; done

begin "help of a command lists its options"
run seam help run
expect_status 0
expect_out_has "--leaks"

begin "help of an unknown command is wrong usage"
run seam help frobnicate
expect_status 2

begin "the counts of a program, as a table and as JSON"
write main.seam <<'END'
function twice(s: string): string { return s + s }
print(twice("ab"))
END
run seam build --rc-stats -o program main.seam
expect_status 0
expect_out_has "retains releases    moves  function"
run seam build --rc-stats=json -o program main.seam
expect_status 0
expect_out_has '{"function":"main__twice","retains":0,"releases":0,"moves":0}'
run seam build --rc-stats=xml main.seam
expect_status 2
expect_err_has "takes json or nothing"

begin "a program's name without its end gets the file"
printf 'print(1)\n' > m7.seam
run seam run m7
expect_status 1
expect_err_has "did you mean \`m7.seam\`?"

begin "a folder that is not there gets no program"
printf 'print(1)\n' > m7.seam
run seam build -o nowhere/m7 m7.seam
expect_status 1
expect_err_has "make its folder first"
