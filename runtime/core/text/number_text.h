// Numbers as text: the digits, without anything that allocates.
#ifndef SEAM_CORE_TEXT_NUMBER_TEXT_H
#define SEAM_CORE_TEXT_NUMBER_TEXT_H

#include <seam/object.h>

#include <locale.h>

enum {
    NUMBER_TEXT_SIZE = 32,
    NUMBER_MOST_DIGITS = 100, // behind the point
    NUMBER_FIXED_SIZE = 512,  // 1.8e308 has 309 digits before the point
};

// Each writes at most NUMBER_TEXT_SIZE characters, no NUL, and returns how many.
int number_text_u64(char *out, uint64_t x);
int number_text_i64(char *out, int64_t x);
int number_text_f64(char *out, double x);
int number_text_f32(char *out, float x);

// The C locale: a program may have set another, in which 1.5 is written 1,5.
locale_t number_c_locale(void);
// snprintf of one double in the C locale; conversion: e or f.
int number_print_f64(char *out, size_t size, char conversion, int digits, double x);

#endif
