"""The checks of the sources fail on what they are there to find, and pass on the rest."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "runner"))
import selftest


class Layers(selftest.ToolTest):
    def setUp(self):
        super().setUp()
        self.write("LAYERS", "include/seam:\nruntime/core:\ncompiler/base:\ncompiler/syntax: compiler/base\n")
        self.write("include/seam/api.h", "")
        self.write("compiler/base/arena.h", "")
        self.write("compiler/syntax/lex.h", "")
        self.write("runtime/core/text.h", "")

    def layers(self):
        return self.run_tool("tools/layers.py", self.root)

    def test_arrows_downward_pass(self):
        self.write("compiler/syntax/lex.c", '#include "lex.h"\n#include "base/arena.h"\n#include "seam/api.h"\n')
        self.assert_passes(self.layers())

    def test_an_arrow_upward_fails(self):
        self.write("compiler/base/arena.c", '#include <stdio.h>\n#include "syntax/lex.h"\n')
        self.assert_fails(self.layers(), "compiler/base/arena.c:2: compiler/base may not include compiler/syntax/lex.h")

    def test_the_compiler_may_not_include_the_runtime(self):
        for name in ("core/text.h", "../../runtime/core/text.h"):
            self.write("compiler/syntax/lex.c", f'#include "{name}"\n')
            self.assert_fails(self.layers(), "compiler/syntax may not include runtime/core/text.h")

    def test_a_folder_without_a_line_fails(self):
        self.write("compiler/extra/x.c", "")
        self.assert_fails(self.layers(), "compiler/extra/x.c: no line of LAYERS")

    def test_a_folder_below_has_the_line_of_its_parent(self):
        self.write("compiler/syntax/deep/x.c", '#include "base/arena.h"\n')
        self.assert_passes(self.layers())

    def test_a_circle_of_files_fails(self):
        self.write("compiler/base/a.h", '#include "b.h"\n')
        self.write("compiler/base/b.h", '#include "a.h"\n')
        self.assert_fails(self.layers(), "circle of files: compiler/base/a.h -> compiler/base/b.h")

    def test_a_circle_of_folders_fails(self):
        self.write("LAYERS", "include/seam:\nruntime/core:\ncompiler/base: compiler/syntax\n"
                             "compiler/syntax: compiler/base\n")
        self.assert_fails(self.layers(), "circle of folders")

    def test_an_include_of_nothing_fails(self):
        self.write("compiler/base/arena.c", '#include "gone.h"\n')
        self.assert_fails(self.layers(), "compiler/base/arena.c:1: there is no file gone.h")


def function(lines, head="static int f(int a)"):
    return head + " {\n" + "    a();\n" * (lines - 2) + "}\n"


class Limits(selftest.ToolTest):
    def limits(self, text, *options):
        self.write("compiler/x.c", text)
        return self.run_tool("tools/limits.py", self.root, *options)

    def test_what_is_within_the_limits_passes(self):
        self.assert_passes(self.limits(function(100) + function(100)))

    def test_a_long_function_fails(self):
        self.assert_fails(self.limits("int x;\n" + function(101)), "compiler/x.c:2: a function of 101 lines")

    def test_a_long_function_with_a_head_of_two_lines_fails(self):
        text = function(101, "static int f(int a,\n             int b)")
        self.assert_fails(self.limits(text), "compiler/x.c:1: a function of 102 lines")

    def test_a_long_test_fails(self):
        self.assert_fails(self.limits(function(101, "TEST(rule)")), "compiler/x.c:1")

    def test_a_flat_switch_with_a_reason_passes(self):
        self.assert_passes(self.limits("// flat switch: one case a node kind\n" + function(300)))

    def test_a_flat_switch_without_a_reason_fails(self):
        self.assert_fails(self.limits("// flat switch:\n" + function(300)), "compiler/x.c:2")

    def test_tables_and_structs_are_no_functions(self):
        rows = "    {1, f(2)},\n" * 200
        self.assert_passes(self.limits("static const Row rows[] = {\n" + rows + "};\nstruct S {\n" + rows + "};\n"))

    def test_a_declaration_before_a_function_is_not_its_head(self):
        self.assert_passes(self.limits("int g(int a, int b, int c,\n      int d);\n" + function(20)))

    def test_prototypes_and_functions_of_one_line_are_no_heads(self):
        short = "int g(int x); // of f\nstatic inline int h(int x) { return x; }\n"
        self.assert_passes(self.limits("ROW(i8, int, 1, 2)\nROW(i16, int, 3, 4)\n" + function(99)))
        self.assert_passes(self.limits(short + "#define M(x) \\\n    x\n" * 60 + function(20)))
        self.assert_fails(self.limits(short + function(101)), "compiler/x.c:3: a function of 101 lines")

    def test_an_initialised_call_is_no_function(self):
        self.assert_passes(self.limits("static const Row rows[] = {\n    {f(1)},\n" + "    {2},\n" * 150 + "};\n"))
        self.assert_fails(self.limits("static const Row row = {\n    1, f(2)};\n" + function(101)), "compiler/x.c:3")

    def test_a_long_file_fails(self):
        self.assert_fails(self.limits("int x;\n" * 1201), "compiler/x.c: 1201 lines, more than 1200")

    def test_seven_parameters_fail_and_six_pass(self):
        self.assert_passes(self.limits(function(3, "int f(int a, int b, int c, int d, int e, int (*g)(int, int))")))
        seven = function(3, "int f(int a, int b, int c, int d, int e, int f, int g)")
        self.assert_fails(self.limits(seven), "compiler/x.c:1: 7 parameters")

    def test_think_lists_what_is_large(self):
        self.assert_fails(self.limits(function(61), "--think"), "a function of 61 lines, more than 60")


class Diagnostics(selftest.ToolTest):
    def setUp(self):
        super().setUp()
        self.write("compiler/base/diag.def", '// rows\nDIAG(E0001, "bad character")\n')
        self.write("docs/errors/E0001.md", "# E0001: bad character\n\ntext\n")
        self.write("tests/cases/diag/bad.seam", "let # = 1 //! E0001 bad\n")

    def check(self):
        return self.run_tool("tools/diagcheck.py", self.root)

    def test_agreement_passes(self):
        self.assert_passes(self.check())

    def test_a_row_without_page_or_case_fails(self):
        self.write("compiler/base/diag.def", 'DIAG(E0001, "bad character")\nDIAG(E0002, "other")\n')
        self.assert_fails(self.check(), "E0002 has no page", "E0002 has no case")

    def test_a_page_and_a_case_without_row_fail(self):
        self.write("docs/errors/E0009.md", "# E0009: x\n")
        self.write("tests/cases/diag/other.seam", "//!^ E0008 x\n")
        self.assert_fails(self.check(), "docs/errors/E0009.md: E0009 has no row", "E0008 has no row")

    def test_another_title_fails(self):
        self.write("docs/errors/E0001.md", "# E0001: worse character\n")
        self.assert_fails(self.check(), "docs/errors/E0001.md does not begin with")

    def test_a_row_of_another_form_fails(self):
        self.write("compiler/base/diag.def", 'DIAG(E0001, "bad character")\nDIAG(E0002,\n')
        self.assert_fails(self.check(), "diag.def:2: not of the form")


class Documentation(selftest.ToolTest):
    def setUp(self):
        super().setUp()
        self.write("compiler/types/builtin.def", 'BUILTIN(A, ON_STRING, "function trim(): string", "f")\n'
                                                 'BUILTIN(B, ON_MAP, "size: int", "")\n')
        self.write("docs/library.md", "## Strings\n`trim()`\n## Maps\n| `size`, `length` | x |\n")

    def check(self):
        return self.run_tool("tools/doccheck.py", self.root)

    def test_what_is_mentioned_in_its_section_passes(self):
        self.assert_passes(self.check())

    def test_what_only_another_section_or_an_example_mentions_fails(self):
        self.write("docs/library.md", "## Strings\n`size`\n```ts run\n`trim`\n```\n## Maps\n`trim`\n")
        self.assert_fails(self.check(), "section `Strings`: `trim` is missing", "section `Maps`: `size`")

    def test_a_receiver_without_a_section_fails(self):
        self.write("compiler/types/builtin.def", 'BUILTIN(A, ON_NEW, "x: int", "")\n')
        self.assert_fails(self.check(), "no section for ON_NEW")

    def test_what_the_library_exports_has_its_place_and_a_comment(self):
        self.write("library/map.seam", "/// x\nexport function all<K>(this: K) {\n  if (x) {}\n}\n"
                                       "export class Box {\n  open() {}\n  private shut() {}\n}\n")
        self.assert_fails(self.check(), "`all` of library/map.seam is missing", "`Box` of", "`open` of",
                          "no `///` comment before `export class Box`")
        self.write("library/map.seam", "/// x\nexport function size() {\n}\n")
        self.assert_passes(self.check())

    def test_a_link_that_leads_nowhere_fails(self):
        self.write("docs/a.md", "[x](b.md), [y](library.md#maps), [z](library.md#sets), [w](https://example.com/)\n")
        self.assert_fails(self.check(), "docs/a.md: the link to b.md leads nowhere", "no heading for #sets")


class Paths(selftest.ToolTest):
    def test_a_path_of_the_machine_fails(self):
        self.write("docs/a.md", f"see {self.root}/docs\n")
        self.assert_fails(self.run_tool("tools/paths.py", self.root), "docs/a.md:1")

    def test_other_paths_pass(self):
        self.write("docs/a.md", "/usr/include and /tmp\n")
        self.assert_passes(self.run_tool("tools/paths.py", self.root))


class Rules(selftest.ToolTest):
    def rules(self, *rows):
        self.write("docs/language/rules/a.md", "| rule | holds | refused |\n|---|---|---|\n" + "\n".join(rows) + "\n")
        return self.run_tool("tools/rules.py", self.root)

    def setUp(self):
        super().setUp()
        self.write("tests/cases/loops/labels.seam", "print(1) //= 1\n")
        self.write("tests/cases/diag/E0104.seam", "break a //! E0104 label\n")
        self.write("tests/cases/modules/two/main.seam", "print(1)\n")

    def test_rules_are_counted(self):
        result = self.rules("| L2.1 loops `a \\| b` | `loops/labels`, `modules/two` | `diag/E0104` |",
                            "| L2.2 more | `loops/labels` | - |")
        self.assert_passes(result)
        self.assertEqual(result[1], "2 rules, 1 with a refusal\n")

    def test_a_rule_without_its_case_fails(self):
        for row, text in (("| L2.1 a | `loops/none` | - |", "L2.1: there is no case loops/none"),
                          ("| L2.1 a | - | `diag/E0104` |", "L2.1 has no case that shows it"),
                          ("| L2.1 a | `loops/labels` | `diag/none` |", "L2.1: there is no case diag/none"),
                          ("| L2.1 a | `loops/labels` | later |", "L2.1: the last cell"),
                          ("| L2.1 a | `loops/labels` | `modules/two` |", "L2.1: modules/two refuses nothing"),
                          ("| L2.1 a | `loops/labels` |", "no row of three cells")):
            self.assert_fails(self.rules(row), text)

    def test_ids_are_unique_and_rise(self):
        row = "| L2.%d a | `loops/labels` | - |"
        self.assert_passes(self.rules(row % 9, row % 10))
        self.assert_fails(self.rules(row % 1, row % 1), "L2.1 stands twice")
        self.assert_fails(self.rules(row % 2, row % 1), "L2.1 is not in order")


if __name__ == "__main__":
    selftest.main()
