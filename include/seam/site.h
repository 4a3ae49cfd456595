// Names the line that allocates, for the leak report. <seam/runtime.h> includes it last in units
// compiled with -DSEAM_LEAKS: each function that makes a counted value is then a macro that notes
// its line first. Objects of classes are noted where they are made, by SEAM_SITE before the
// constructor's call.
#ifndef SEAM_SITE_H
#define SEAM_SITE_H

#define SEAM_NOTED(call) (seam_site(SEAM_FILE, (uint32_t)__LINE__ << 12), call)

#define seam_array_concat(...)            SEAM_NOTED(seam_array_concat(__VA_ARGS__))
#define seam_array_join(...)              SEAM_NOTED(seam_array_join(__VA_ARGS__))
#define seam_array_new(...)               SEAM_NOTED(seam_array_new(__VA_ARGS__))
#define seam_array_of(...)                SEAM_NOTED(seam_array_of(__VA_ARGS__))
#define seam_array_slice(...)             SEAM_NOTED(seam_array_slice(__VA_ARGS__))
#define seam_bytes_alloc(...)             SEAM_NOTED(seam_bytes_alloc(__VA_ARGS__))
#define seam_bytes_new(...)               SEAM_NOTED(seam_bytes_new(__VA_ARGS__))
#define seam_bytes_slice(...)             SEAM_NOTED(seam_bytes_slice(__VA_ARGS__))
#define seam_bytes_to_string(...)         SEAM_NOTED(seam_bytes_to_string(__VA_ARGS__))
#define seam_cstring_to_string(...)       SEAM_NOTED(seam_cstring_to_string(__VA_ARGS__))
#define seam_error_new(...)               SEAM_NOTED(seam_error_new(__VA_ARGS__))
#define seam_float_to_exponential(...)    SEAM_NOTED(seam_float_to_exponential(__VA_ARGS__))
#define seam_float_to_fixed(...)          SEAM_NOTED(seam_float_to_fixed(__VA_ARGS__))
#define seam_float_to_precision(...)      SEAM_NOTED(seam_float_to_precision(__VA_ARGS__))
#define seam_i64_to_radix(...)            SEAM_NOTED(seam_i64_to_radix(__VA_ARGS__))
#define seam_map_keys(...)                SEAM_NOTED(seam_map_keys(__VA_ARGS__))
#define seam_map_new(...)                 SEAM_NOTED(seam_map_new(__VA_ARGS__))
#define seam_map_values(...)              SEAM_NOTED(seam_map_values(__VA_ARGS__))
#define seam_string_append(...)           SEAM_NOTED(seam_string_append(__VA_ARGS__))
#define seam_string_bytes(...)            SEAM_NOTED(seam_string_bytes(__VA_ARGS__))
#define seam_string_concat(...)           SEAM_NOTED(seam_string_concat(__VA_ARGS__))
#define seam_string_debug(...)            SEAM_NOTED(seam_string_debug(__VA_ARGS__))
#define seam_string_from_bytes(...)       SEAM_NOTED(seam_string_from_bytes(__VA_ARGS__))
#define seam_string_from_rune(...)        SEAM_NOTED(seam_string_from_rune(__VA_ARGS__))
#define seam_string_from_runes(...)       SEAM_NOTED(seam_string_from_runes(__VA_ARGS__))
#define seam_string_lines(...)            SEAM_NOTED(seam_string_lines(__VA_ARGS__))
#define seam_string_pad_end(...)          SEAM_NOTED(seam_string_pad_end(__VA_ARGS__))
#define seam_string_pad_start(...)        SEAM_NOTED(seam_string_pad_start(__VA_ARGS__))
#define seam_string_remove_prefix(...)    SEAM_NOTED(seam_string_remove_prefix(__VA_ARGS__))
#define seam_string_remove_suffix(...)    SEAM_NOTED(seam_string_remove_suffix(__VA_ARGS__))
#define seam_string_repeat(...)           SEAM_NOTED(seam_string_repeat(__VA_ARGS__))
#define seam_string_replace(...)          SEAM_NOTED(seam_string_replace(__VA_ARGS__))
#define seam_string_replace_all(...)      SEAM_NOTED(seam_string_replace_all(__VA_ARGS__))
#define seam_string_reverse(...)          SEAM_NOTED(seam_string_reverse(__VA_ARGS__))
#define seam_string_runes(...)            SEAM_NOTED(seam_string_runes(__VA_ARGS__))
#define seam_string_slice(...)            SEAM_NOTED(seam_string_slice(__VA_ARGS__))
#define seam_string_split(...)            SEAM_NOTED(seam_string_split(__VA_ARGS__))
#define seam_string_split_whitespace(...) SEAM_NOTED(seam_string_split_whitespace(__VA_ARGS__))
#define seam_string_to_lower(...)         SEAM_NOTED(seam_string_to_lower(__VA_ARGS__))
#define seam_string_to_upper(...)         SEAM_NOTED(seam_string_to_upper(__VA_ARGS__))
#define seam_string_trim(...)             SEAM_NOTED(seam_string_trim(__VA_ARGS__))
#define seam_string_trim_end(...)         SEAM_NOTED(seam_string_trim_end(__VA_ARGS__))
#define seam_string_trim_start(...)       SEAM_NOTED(seam_string_trim_start(__VA_ARGS__))
#define seam_u64_to_radix(...)            SEAM_NOTED(seam_u64_to_radix(__VA_ARGS__))
#define seam_text_init(...)               SEAM_NOTED(seam_text_init(__VA_ARGS__)) // seam_text_finish makes it

#endif
