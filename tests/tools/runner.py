"""The test runner passes what is as expected, and fails every other case: with a compiler that does as it is told."""
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "runner"))
import selftest


class Runner(selftest.ToolTest):
    def setUp(self):
        super().setUp()
        fake = self.root / "build" / "bin" / "seam"
        fake.parent.mkdir(parents=True)
        shutil.copy(selftest.ROOT / "tests" / "runner" / "fake_seam.py", fake)

    def run_cases(self, *options):
        return self.run_tool("tests/run.py", "--build", self.root / "build", "--cases", self.root / "cases",
                             "--cases-only", *options)

    def passes(self, text, *options):
        path = self.write("cases/area/one.seam", text)
        result = self.run_cases(*options)
        self.assert_passes(result)
        self.assertTrue(result[1].endswith("1 passed, 0 failed\n"), result[1])
        return path

    def fails(self, text, *texts):
        self.write("cases/area/one.seam", text)
        result = self.run_cases()
        self.assert_fails(result, "FAILED area/one", "repeat: ", "0 passed, 1 failed\n", *texts)


class Output(Runner):
    def test_expected_lines_pass(self):
        self.passes("print one  //= one\nprint\n//=\nprint three//x\n//= three\n")

    def test_a_wrong_missing_or_additional_line_fails(self):
        self.fails("print one  //= two\n", "-two", "+one")
        self.fails("//= one\n", "-one")
        self.fails("print one\nprint two  //= two\n", "+one")

    def test_exit_status_must_be_expected(self):
        self.passes("exit 3  //? exit 3\n")
        self.fails("exit 3\n", "ends with 3, not 0")
        self.fails("print x  //= x\n//? exit 3\n", "ends with 0, not 3")

    def test_stderr_must_be_expected(self):
        self.passes("warn a long text  //~ long\n")
        self.fails("warn text\n", "stderr:\n", "text")
        self.fails("warn text  //~ other\n", "stderr lacks: other")

    def test_arguments_environment_and_stdin_arrive(self):
        self.passes("//? args a 'b c'\necho-args  //= a b c\n//? env K=v=w\necho-env K  //= v=w\n"
                    "//? stdin hello\necho-stdin  //= hello\n")

    def test_a_case_that_hangs_fails(self):
        self.fails("//? timeout 1\nsleep 20\n", "takes longer than 1 s")

    def test_an_unknown_directive_fails(self):
        self.fails("//? exits 3\n", "//? wants one of")

    def test_c_beside_a_case_is_built_and_found(self):
        self.write("cases/area/one.c", "int answer(void);\nint answer(void) { return 42; }\n")
        self.passes("call libone.so answer  //= 42\n")
        self.write("cases/area/one.c", "int answer(void) { return }\n")
        self.fails("call libone.so answer  //= 42\n", "one.c does not compile")

    def test_a_folder_with_main_is_one_case(self):
        self.write("cases/area/one/main.seam", "print a  //= a\n")
        self.write("cases/area/one/deep/other.seam", "print b\n")
        self.assertEqual(self.run_cases()[1], "1 passed, 0 failed\n")

    def test_the_filter_is_a_prefix(self):
        self.write("cases/area/one.seam", "")
        self.write("cases/other/one.seam", "exit 1\n")
        self.assertEqual(self.run_cases("area/")[1], "1 passed, 0 failed\n")


    def test_a_name_is_known_before_anything_is_built(self):
        self.write("cases/area/one.seam", "")
        nothing = ("--build", self.root / "none", "--cases", self.root / "cases", "--named")
        for name in ("area/", "area/one", "unit/call_stub@none", "cli/fmt", "docs/language/errors", ""):
            self.assert_passes(self.run_tool("tests/run.py", *nothing, name))
        for name in ("bad/", "area/two", "unit/nothing"):
            done = selftest.subprocess.run([sys.executable, selftest.ROOT / "tests" / "run.py", *nothing, name],
                                           capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (2, f"no test is called {name}...\n"))


class Errors(Runner):
    def test_expected_errors_pass(self):
        self.passes("error E0501 `a` is used  //! E0501 is used\nlabel given away  //! note: given\n"
                    "error E0003 unterminated\n//!^ E0003 unterm\n")

    def test_two_errors_on_a_line_are_two_expectations(self):
        self.fails("error E0501 x  //! E0501 x //! E0502 y\n", "one.seam:1: not reported: E0502 y")

    def test_an_error_that_is_not_reported_fails(self):
        self.fails("print x  //! E0501 x\n", "one.seam:1: not reported: E0501 x")

    def test_an_error_that_is_not_expected_fails(self):
        self.fails("error E0501 x  //! E0501 x\nerror E0502 y\n", "one.seam:2: not expected: E0502 y")

    def test_another_code_text_or_line_fails(self):
        for wanted in ("E0502 x", "E0501 y"):
            self.fails(f"error E0501 x  //! {wanted}\n", f"not reported: {wanted}", "not expected: E0501 x")
        self.fails("error E0501 x\n//! E0501 x\n", "one.seam:2: not reported")

    def test_a_note_that_is_not_there_fails(self):
        self.fails("error E0501 x  //! E0501 x //! note: y\n", "one.seam:1: not reported: note: y")

    def test_warnings_and_output_can_be_expected_together(self):
        self.passes("warning E0905 x  //! E0905 x\nprint y  //= y\n")
        self.fails("warning E0905 x  //! E0905 x\nprint y  //= z\n", "-z", "+y")

    def test_output_of_a_case_with_errors_fails(self):
        self.fails("error E0501 x  //! E0501 x\nprint y  //= y\n", "-y")

    def test_a_crash_is_called_a_crash(self):
        self.fails("crash  //! E0501 x\n", "crashes: signal 11")

    def test_a_malformed_expectation_fails(self):
        self.fails("error E0501 x  //! error x\n", "//! wants")


class Stages(Runner):
    def test_a_golden_file_is_compared_without_paths(self):
        self.write("cases/area/one.mir", "--emit=mir of one.seam\n")
        self.passes("//? stage mir\nprint not run\n")
        self.write("cases/area/one.mir", "other\n")
        self.fails("//? stage mir\n", "-other", "+--emit=mir of one.seam")

    def test_a_missing_golden_file_fails(self):
        self.fails("//? stage c\n", "one.c.txt is missing")


class Bless(Runner):
    def bless(self, before, after):
        path = self.write("cases/area/one.seam", before)
        self.run_cases("--bless")
        self.assertEqual(path.read_text(), after)
        self.assert_passes(self.run_cases())
        self.run_cases("--bless")
        self.assertEqual(path.read_text(), after, "blessing twice changes nothing")

    def test_what_holds_is_left_alone(self):
        for text in ("print one   //= one\n\n// text\n", "error E0001 x \n//!^ E0001\n"):
            self.bless(text, text)

    def test_output_is_rewritten_in_place(self):
        self.bless("print one    //= two\nprint x\n//= x\n", "print one    //= one\nprint x\n//= x\n")

    def test_new_lines_follow_the_last_one_and_gone_ones_go(self):
        self.bless("print a  //= a\nprint b\nprint c  //= c\n", "print a  //= a\n         //= b\nprint b\nprint c  //= c\n")
        self.bless("print a  //= a\nx  //= b\n//= c\n", "print a  //= a\nx\n")

    def test_output_without_any_expectation_goes_to_the_end(self):
        self.bless("print a\nprint b\n", "print a\nprint b\n//= a\n//= b\n")

    def test_the_exit_status_is_rewritten(self):
        self.bless("exit 4  //? exit 3\n", "exit 4  //? exit 4\n")

    def test_errors_are_rewritten(self):
        self.bless("error E0501 x  //! E0502 y\nerror E0503 z\n",
                   "error E0501 x  //! E0501 x\nerror E0503 z  //! E0503 z\n")

    def test_goldens_are_written(self):
        self.write("cases/area/one.seam", "//? stage tree\n")
        self.run_cases("--bless")
        self.assert_passes(self.run_cases())


if __name__ == "__main__":
    selftest.main()
