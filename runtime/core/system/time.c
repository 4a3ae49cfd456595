// Clocks, durations, and points in time as text (ISO 8601, RFC 3339). Times are nanoseconds in an
// int64_t: from 1677 to 2262.
#include <seam/number.h>
#include <seam/system.h>
#include <seam/text.h>

#include "core/text/number_text.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#define SECOND        1000000000ll
#define SECONDS_A_DAY 86400ll

static int64_t read_clock(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * SECOND + now.tv_nsec;
}

int64_t seam_time_now(void) { return read_clock(CLOCK_REALTIME); }
int64_t seam_time_monotonic(void) { return read_clock(CLOCK_MONOTONIC); }

void seam_time_sleep(int64_t ns) {
    if (ns <= 0) return;
    int saved = errno;
    struct timespec left = {ns / SECOND, ns % SECOND};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
    errno = saved;
}

// ---- durations ----
int64_t seam_duration_from_us(int64_t us, SEAM_PLACE) {
    return seam_mul_i64(us, 1000, file, place);
}
int64_t seam_duration_from_ms(int64_t ms, SEAM_PLACE) {
    return seam_mul_i64(ms, 1000000, file, place);
}

// To the nearest nanosecond.
int64_t seam_duration_from_seconds(double seconds, SEAM_PLACE) {
    double ns = seconds * 1e9;
    return seam_i64_from_f64(__builtin_round(ns), file, place);
}

// In the unit in which it is one at least, with all its digits.
void seam_text_add_duration(SeamText *t, int64_t ns) {
    static const struct {
        uint64_t ns;
        const char *name;
    } units[] = {{SECOND, "s"}, {1000000, "ms"}, {1000, "us"}, {1, "ns"}};
    uint64_t size = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
    int unit = 0;
    while (unit < 3 && size < units[unit].ns) unit++;
    if (size == 0) unit = 0;
    if (ns < 0) seam_text_add_chars(t, "-", 1);
    seam_text_add_u64(t, size / units[unit].ns);
    uint64_t rest = size % units[unit].ns;
    if (rest) seam_text_add_chars(t, ".", 1);
    for (uint64_t digit = units[unit].ns / 10; rest; digit /= 10) {
        char c = (char)('0' + rest / digit);
        seam_text_add_chars(t, &c, 1);
        rest %= digit;
    }
    seam_text_add_chars(t, units[unit].name, (int64_t)strlen(units[unit].name));
}

// ---- the calendar (H. Hinnant, "chrono-compatible low-level date algorithms") ----
typedef struct Date {
    int64_t year;
    int64_t month; // from 1
    int64_t day;   // from 1
} Date;

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

static Date date_of(int64_t days) { // since 1970
    days += 719468;                 // since March 1st of the year 0
    int64_t era = floor_div(days, 146097), day_of_era = days - era * 146097;
    int64_t year =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * day_of_year + 2) / 153; // from March
    Date date = {year + era * 400, month < 10 ? month + 3 : month - 9,
                 day_of_year - (153 * month + 2) / 5 + 1};
    date.year += date.month <= 2;
    return date;
}

static int64_t days_of(Date d) {
    int64_t year = d.year - (d.month <= 2), era = floor_div(year, 400), of_era = year - era * 400;
    int64_t day_of_year = (153 * (d.month > 2 ? d.month - 3 : d.month + 9) + 2) / 5 + d.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719468;
}

static void add_padded(SeamText *t, int64_t x, int digits) {
    int64_t power = 1;
    for (int i = 1; i < digits; i++) power *= 10;
    for (; power; power /= 10) {
        char c = (char)('0' + x / power % 10);
        seam_text_add_chars(t, &c, 1);
    }
}

// The fraction has 0, 3, 6 or 9 digits.
SeamStr seam_time_to_iso(int64_t ns) {
    int64_t seconds = floor_div(ns, SECOND),
            fraction = ns % SECOND; // no product: of the least it overflows
    if (fraction < 0) fraction += SECOND;
    int64_t days = floor_div(seconds, SECONDS_A_DAY), second = seconds - days * SECONDS_A_DAY;
    Date date = date_of(days);
    SeamText t;
    seam_text_init(&t);
    const int64_t parts[] = {date.year,     date.month,       date.day,
                             second / 3600, second / 60 % 60, second % 60};
    for (int i = 0; i < 6; i++) {
        if (i) seam_text_add_chars(&t, &"--T::"[i - 1], 1);
        add_padded(&t, parts[i], i ? 2 : 4);
    }
    if (fraction) {
        int digits = fraction % 1000000 == 0 ? 3 : fraction % 1000 == 0 ? 6 : 9;
        seam_text_add_chars(&t, ".", 1);
        add_padded(&t,
                   digits == 3   ? fraction / 1000000
                   : digits == 6 ? fraction / 1000
                                 : fraction,
                   digits);
    }
    seam_text_add_chars(&t, "Z", 1);
    return seam_text_finish(&t);
}

// ---- reading ----
typedef struct Reader { // the text ends with a NUL, at which nothing goes on
    const char *at;
    bool good;
} Reader;

static int64_t take_number(Reader *r, int digits) {
    int64_t value = 0;
    for (; digits > 0; digits--) {
        if (*r->at < '0' || *r->at > '9') r->good = false;
        if (!r->good) return 0;
        value = 10 * value + (*r->at++ - '0');
    }
    return value;
}

static bool take(Reader *r, char c) {
    if (!r->good || *r->at != c) return false;
    r->at++;
    return true;
}

static void want(Reader *r, char c) { r->good = take(r, c) && r->good; }

static Date take_date(Reader *r) {
    Date d = {.year = take_number(r, 4)};
    want(r, '-');
    d.month = take_number(r, 2);
    want(r, '-');
    d.day = take_number(r, 2);
    if (!r->good || d.month < 1 || d.month > 12 || d.day < 1) return r->good = false, d;
    Date next = {d.year + (d.month == 12), d.month == 12 ? 1 : d.month + 1, 1};
    if (d.day > days_of(next) - days_of((Date){d.year, d.month, 1})) r->good = false;
    return d;
}

static int64_t take_fraction(Reader *r) { // of a second, in nanoseconds
    int64_t value = take_number(r, 1) * (SECOND / 10);
    for (int64_t digit = SECOND / 100; *r->at >= '0' && *r->at <= '9'; digit /= 10)
        value += (*r->at++ - '0') * digit; // what is finer than a nanosecond counts nothing
    return value;
}

static int64_t take_clock(Reader *r) { // hh:mm
    int64_t hours = take_number(r, 2);
    want(r, ':');
    int64_t minutes = take_number(r, 2);
    if (hours > 23 || minutes > 59) r->good = false;
    return hours * 3600 + minutes * 60;
}

static int64_t take_zone(Reader *r) { // seconds before UTC
    if (take(r, 'Z') || take(r, 'z')) return 0;
    bool behind = take(r, '-');
    if (!behind) want(r, '+');
    int64_t offset = take_clock(r);
    return behind ? -offset : offset;
}

SeamOptI64 seam_time_parse(SeamStrRef text) {
    Reader r = {text->data, true};
    int64_t seconds = days_of(take_date(&r)) * SECONDS_A_DAY, fraction = 0, ns;
    if (take(&r, 'T') || take(&r, 't') || take(&r, ' ')) {
        seconds += take_clock(&r);
        if (take(&r, ':')) {
            int64_t second = take_number(&r, 2);
            if (second > 59) r.good = false;
            seconds += second;
            if (take(&r, '.')) fraction = take_fraction(&r);
        }
        seconds -= take_zone(&r);
    }
    if (!r.good || r.at != text->data + text->len || __builtin_mul_overflow(seconds, SECOND, &ns) ||
        __builtin_add_overflow(ns, fraction, &ns))
        return (SeamOptI64){false, 0};
    return (SeamOptI64){true, ns};
}
