// The world outside: clocks, chance, the process, standard input, files. Included by
// <seam/runtime.h>. What fails gives an owned error through its last parameter, NULL before.
#ifndef SEAM_SYSTEM_H
#define SEAM_SYSTEM_H

#include <seam/bytes.h>

// ---- console ----
void seam_console_write(SeamStrRef text);
void seam_console_write_error(SeamStrRef text);
void seam_console_flush(void);
SeamStr seam_read_line(void); // without its end; NULL: there is none any more
SeamStr seam_read_all(void);
SeamBytes seam_read_all_bytes(void);

// ---- time: nanoseconds ----
int64_t seam_time_now(void); // since 1970 in UTC
int64_t seam_time_monotonic(void);
void seam_time_sleep(int64_t ns);
SeamStr seam_time_to_iso(int64_t ns);
SeamOptI64 seam_time_parse(SeamStrRef text);

static inline int64_t seam_duration_ns(int64_t ns) { return ns; }
static inline int64_t seam_duration_us(int64_t ns) { return ns / 1000; }
static inline int64_t seam_duration_ms(int64_t ns) { return ns / 1000000; }
static inline double seam_duration_seconds(int64_t ns) { return (double)ns / 1e9; }
int64_t seam_duration_from_us(int64_t us, SEAM_PLACE);
int64_t seam_duration_from_ms(int64_t ms, SEAM_PLACE);
int64_t seam_duration_from_seconds(double seconds, SEAM_PLACE);

// ---- chance: one generator a thread ----
void seam_random_seed(int64_t seed);
uint64_t seam_random_bits(void);
int64_t seam_random_int(int64_t from, int64_t to, SEAM_PLACE); // from <= it < to
double seam_random_float(void);                                // 0 <= it < 1
bool seam_random_bool(void);
SeamBytes seam_random_bytes(int64_t len, SEAM_PLACE);
void seam_array_shuffle(SeamArrayRef a);
bool seam_array_pick(SeamArrayRef a, void *out);

// ---- the process ----
SeamArray seam_process_args(void);
int64_t seam_process_id(void);
SeamStr seam_process_cwd(SeamObject **error);
SeamStr seam_env_get(SeamStrRef name); // NULL: it is not set
void seam_env_set(SeamStrRef name, SeamStrRef value, SEAM_PLACE);
void seam_env_delete(SeamStrRef name, SEAM_PLACE);
SeamMap seam_env_all(void);

// ---- files ----
SeamStr seam_fs_read_file(SeamStrRef path, SeamObject **error); // ill-formed UTF-8 becomes U+FFFD
SeamBytes seam_fs_read_bytes(SeamStrRef path, SeamObject **error);
void seam_fs_write_file(SeamStrRef path, SeamStrRef text, SeamObject **error);
void seam_fs_write_bytes(SeamStrRef path, SeamBytesRef data, SeamObject **error);
void seam_fs_append_file(SeamStrRef path, SeamStrRef text, SeamObject **error);
bool seam_fs_exists(SeamStrRef path);
void seam_fs_remove(SeamStrRef path, SeamObject **error);        // a file, or an empty folder
SeamArray seam_fs_read_dir(SeamStrRef path, SeamObject **error); // names, in order
void seam_fs_make_dir(SeamStrRef path, SeamObject **error);      // and those above it

#endif
