#!/usr/bin/env bash
# The examples do what their first lines say.
# req: X3
. "$(dirname "$0")/lib.sh"

begin "every example passes seam check"
for example in "$ROOT"/examples/*.seam "$ROOT"/examples/*/main.seam; do
    run seam check "$example"
    expect_status 0
    expect_quiet
done

begin "the packages example counts and sums by section"
write status <<'END'
Package: left
Status: install ok installed
Section: libs
Installed-Size: 2048
Description: a field that goes on
 Section: games

Package: gone
Status: deinstall ok config-files
Section: libs
Installed-Size: 4096

Package: right
Status: install ok installed
Section: libs
Installed-Size: 1024

Package: bare
Status: install ok installed
END
run seam run --leaks "$ROOT/examples/packages/main.seam" status
expect_status 0
expect_quiet
expect_out_has "libs                     2       3.0  left"
expect_out_has "unknown                  1       0.0  bare"
expect_out_has "3 packages read"

begin "the packages example says what it cannot read"
run seam run --leaks "$ROOT/examples/packages/main.seam" missing/status
expect_status 1
expect_out ""
expect_err_has "packages: missing/status: No such file or directory"
