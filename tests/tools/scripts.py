"""The shell tests' own words fail where they must, and the benchmarks and the set-up say what they leave out."""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "runner"))
import selftest


class ShellWords(selftest.ToolTest):
    def script(self, body):
        lib = selftest.ROOT / "tests" / "cli" / "lib.sh"
        path = self.write("test.sh", f". {lib}\n{body}\n")
        done = subprocess.run(["bash", path], capture_output=True, text=True, check=False,
                              env=dict(os.environ, SEAM=str(self.write("seam", "")), SEAM_PATIENCE="0.05"))
        return done.returncode, done.stdout + done.stderr

    def test_met_expectations_pass(self):
        result = self.script("begin one\nrun sh -c 'echo a; echo b >&2; exit 3'\nexpect_status 3\nexpect_out a\n"
                             "expect_out_has a\nexpect_err_has b\nexpect_err_lacks c\nbegin two\nrun true\nexpect_quiet")
        self.assert_passes(result)
        self.assertTrue(result[1].endswith("2 passed, 0 failed\n"), result[1])

    def test_each_expectation_can_fail(self):
        for line in ("expect_status 0", "expect_out b", "expect_out_has b", "expect_err_has a", "expect_err_lacks b",
                     "expect_quiet"):
            result = self.script(f"begin one\nrun sh -c 'echo a; echo b >&2; exit 3'\n{line}")
            self.assert_fails(result, "FAILED: one", "0 passed, 1 failed")

    def test_a_hang_and_a_crash_fail(self):
        self.assert_fails(self.script("begin one\nrun sleep 20"), "takes longer than 1 s")
        self.assert_fails(self.script("begin one\nrun sh -c 'kill -SEGV $$'"), "ended by signal 11")

    def test_a_failure_counts_once_and_the_next_test_runs(self):
        result = self.script("begin one\nrun false\nexpect_status 0\nexpect_out x\nbegin two\nrun true")
        self.assert_fails(result, "1 passed, 1 failed")

    def test_a_skipped_test_counts_as_neither(self):
        self.assert_passes(self.script("begin one\nskip 'no disk'\nrun false\nexpect_status 0"))


class Coverage(selftest.ToolTest):
    def test_unnamed_promises_are_listed_and_unknown_ones_fail(self):
        self.write("docs/requirements.md", "| id | promise |\n|---|---|\n| A1.1 | one |\n| X2 | two |\n")
        self.write("tests/cases/a.seam", "// req: X2   text\n")
        result = self.run_tool("tools/coverage.py", self.root)
        self.assert_passes(result)
        self.assertEqual(result[1], "A1.1  one\n1 of 2 requirements are named by a test, 0 more in part\n")
        self.write("tests/cases/c.seam", "// req in part: A1.1, X2\n")
        result = self.run_tool("tools/coverage.py", self.root)
        self.assertEqual(result[1], "A1.1  (in part) one\n1 of 2 requirements are named by a test, 1 more in part\n")
        self.write("tests/cli/b.sh", "# req: A1.1, B9\n")
        self.assert_fails(self.run_tool("tools/coverage.py", self.root), "2 of 2", "tests/cli/b.sh: B9 is no requirement")


class Setup(selftest.ToolTest):
    """On a machine where nothing is installed, and with apt-get, sudo and id that only note what they are told."""

    def setUp(self):
        super().setUp()
        self.bin = self.root / "bin"
        self.bin.mkdir()
        for name in ("uname", "mktemp", "cat", "rm", "env"):
            (self.bin / name).symlink_to(f"/usr/bin/{name}")

    def fake(self, name, body):
        self.write(f"bin/{name}", f"#!/bin/sh\n{body}\n").chmod(0o755)

    def install(self, *uses, path=None):
        done = subprocess.run(["/bin/sh", str(selftest.ROOT / "tools" / "setup.sh"), *uses], capture_output=True,
                              text=True, check=False, env={"PATH": path or str(self.bin), "NOTES": str(self.root / "notes")})
        return done.returncode, done.stdout + done.stderr

    def notes(self):
        return (self.root / "notes").read_text()

    def test_nothing_is_done_when_all_is_there(self):
        self.assertEqual(self.install("check", path=os.environ["PATH"]), (0, ""))

    def test_without_apt_it_says_what_is_missing(self):
        self.assert_fails(self.install(), "no apt-get", "gcc", "mold")

    def test_root_installs_what_is_missing_and_says_why(self):
        self.fake("id", "echo 0")
        self.fake("apt-get", 'echo "$DEBIAN_FRONTEND: $*" >>$NOTES')
        self.assert_passes(self.install("run"))
        self.assertRegex(self.notes(), r"^noninteractive: install -y --no-install-recommends gcc .*mold\n$")
        self.assertNotIn("clang-format-19", self.notes())

    def test_package_lists_are_fetched_when_the_first_try_fails(self):
        self.fake("id", "echo 0")
        self.fake("apt-get", 'echo "$1" >>$NOTES; [ "$1" = update ] || [ -e $NOTES.updated ] || { >$NOTES.updated; exit 1; }')
        self.assert_passes(self.install("run"))
        self.assertEqual(self.notes(), "install\nupdate\ninstall\n")

    def test_a_failure_of_apt_is_shown(self):
        self.fake("id", "echo 0")
        self.fake("apt-get", 'echo "no space"; [ "$1" = update ]')
        self.assert_fails(self.install("run"), "no space", "apt-get install failed")

    def test_others_go_through_sudo_or_are_told_what_to_type(self):
        self.fake("id", "echo 1000")
        self.fake("apt-get", 'echo "$*" >>$NOTES')
        self.assert_fails(self.install("run"), "neither root nor sudo", "apt-get install gcc")
        self.fake("sudo", 'echo sudo >>$NOTES; exec "$@"')
        self.assert_passes(self.install("run"))
        self.assertTrue(self.notes().startswith("sudo\ninstall"), self.notes())


if __name__ == "__main__":
    selftest.main()
