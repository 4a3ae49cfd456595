// toUpperCase and toLowerCase: Unicode's full mappings, without those that depend on a language or
// on a word's end.
#include "core/text/string.h"
#include "core/text/utf8.h"
#include <seam/text.h>

typedef struct CaseRange { // every step-th code point of [first, last] changes by delta
    uint32_t first;
    uint32_t last;
    uint32_t step;
    int32_t delta;
} CaseRange;

typedef struct CaseText { // one code point becomes up to three
    uint32_t rune;
    uint32_t text[3];
} CaseText;

#include "core/text/case.inc"

typedef struct CaseTables {
    const CaseRange *ranges;
    size_t range_count;
    const CaseText *texts;
    size_t text_count;
    char first, last; // of ASCII's letters of the other case
} CaseTables;

#define LENGTH(table) (sizeof(table) / sizeof *(table))
static const CaseTables to_upper = {
    upper_ranges, LENGTH(upper_ranges), upper_texts, LENGTH(upper_texts), 'a', 'z'};
static const CaseTables to_lower = {
    lower_ranges, LENGTH(lower_ranges), lower_texts, LENGTH(lower_texts), 'A', 'Z'};

static uint32_t changed_by_range(const CaseTables *tables, uint32_t rune) {
    size_t low = 0, high = tables->range_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (tables->ranges[middle].last < rune) low = middle + 1;
        else high = middle;
    }
    if (low == tables->range_count) return rune;
    const CaseRange *range = &tables->ranges[low];
    if (rune < range->first || (rune - range->first) % range->step) return rune;
    return (uint32_t)((int32_t)rune + range->delta);
}

static void add_changed(SeamText *text, const CaseTables *tables, uint32_t rune) {
    for (size_t i = 0; i < tables->text_count && tables->texts[i].rune <= rune; i++) {
        if (tables->texts[i].rune != rune) continue;
        for (int k = 0; k < 3 && tables->texts[i].text[k]; k++)
            seam_text_add_rune(text, tables->texts[i].text[k]);
        return;
    }
    seam_text_add_rune(text, changed_by_range(tables, rune));
}

static SeamStr changed(SeamStrRef s, const CaseTables *tables) {
    SeamText text;
    seam_text_init(&text);
    const char *at = s->data, *end = s->data + s->len;
    while (at < end) {
        if ((uint8_t)*at >= 0x80) {
            add_changed(&text, tables, utf8_next(&at));
            continue;
        }
        char c = *at++;
        if (c >= tables->first && c <= tables->last) c = (char)(c ^ 0x20);
        seam_text_add_chars(&text, &c, 1);
    }
    return seam_text_finish(&text);
}

SeamStr seam_string_to_upper(SeamStrRef s) { return changed(s, &to_upper); }
SeamStr seam_string_to_lower(SeamStrRef s) { return changed(s, &to_lower); }

// Both in lower case, as toLowerCase gives it.
bool seam_string_equals_ignore_case(SeamStrRef s, SeamStrRef other) {
    SeamStr a = changed(s, &to_lower), b = changed(other, &to_lower);
    bool equal = seam_string_equals(a, b);
    seam_release(a);
    seam_release(b);
    return equal;
}
