"""Prints a program of COUNT functions of ten lines in Seam, C or JavaScript. usage: program.py LANGUAGE COUNT SEED"""
import sys

SEAM = """
function work{i}(start: int): int {{
  let total = start
  for (const k of 0..10) {{
    if (k % 3 == 0) total += k * {i}
    else total -= {seed}
  }}
  const text = `${{total}}`
  return total + text.length
}}
"""
JS = SEAM.replace(": int", "").replace("for (const k of 0..10)", "for (let k = 0; k < 10; k++)")
C = """
static long work{i}(long start) {{
    long total = start;
    for (long k = 0; k < 10; k++) {{
        if (k % 3 == 0) total += k * {i};
        else total -= {seed};
    }}
    char text[32];
    int length = snprintf(text, sizeof text, "%ld", total);
    return total + length;
}}
"""
FORMS = {  # language: (before, function, a call in main, after)
    "seam": ("let sum = 0\n", SEAM, "sum = work{i}(sum)\n", "print(sum)\n"),
    "js": ("let sum = 0\n", JS, "sum = work{i}(sum)\n", "console.log(sum)\n"),
    "c": ("#include <stdio.h>\n", C, "    sum = work{i}(sum);\n", '    printf("%ld\\n", sum);\n    return 0;\n}\n'),
}


def main():
    language, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) % 1000
    before, function, call, after = FORMS[language]
    parts = [before]
    parts += [function.format(i=i, seed=seed) for i in range(count)]
    parts += ["int main(void) {\n    long sum = 0;\n"] if language == "c" else []
    parts += [call.format(i=i) for i in range(count)]
    print("".join(parts) + after, end="")


if __name__ == "__main__":
    main()
