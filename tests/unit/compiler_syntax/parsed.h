// What the parser makes of a text, as one line: `a + b * c` is "(expr-stmt (binary + a (binary * b
// c)))". Names and type names stand for themselves; `role: ` of dumps is kept, places are left out.
#ifndef SEAM_TESTS_UNIT_PARSED_H
#define SEAM_TESTS_UNIT_PARSED_H

// The items of the module, separated by spaces. Valid until the next call.
const char *parsed(const char *text);
// The expression behind `const x = `.
const char *parsed_value(const char *text);
// The errors of a text: "1:5 E0010, 2:1 E0012"; "" for none. Valid until the next call.
const char *errors_of(const char *text);
const char *errors_of_bytes(const char *text, unsigned len);
// `LINE:COL KIND VALUE` of each token, separated by ", "; without the end of the file.
const char *tokens_of(const char *text);

#endif
