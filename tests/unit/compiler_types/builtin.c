// The promises in types/builtin.def, as far as the signatures beside them can tell.
#include "types/builtin.h"

#include <string.h>

#include "../test.h"

static bool mentions(const Builtin *row, const char *text) {
    return strstr(row->signature, text) != NULL;
}

TEST(only_what_has_no_runtime_function_is_lowered) {
    for (BuiltinId id = BUILTIN_NONE + 1; id < BUILTIN_COUNT; id++) {
        const Builtin *row = builtin_get(id);
        CHECK_EQ(row->effect == EFFECT_LOWERED, row->runtime[0] == 0, row->signature);
    }
}

TEST(pure_ones_know_numbers_only) {
    static const char *const others[] = {"string", "bytes", "[]", "Map", "Set", "T", "=>", "Error"};
    for (BuiltinId id = BUILTIN_NONE + 1; id < BUILTIN_COUNT; id++) {
        const Builtin *row = builtin_get(id);
        if (row->effect != EFFECT_PURE) continue;
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            CHECK_EQ(mentions(row, others[i]), false, row->signature);
        CHECK_EQ(row->code, CODE_QUIET, row->signature);
    }
}

// What is void was called for what it changes; of the world outside that is not said.
TEST(what_gives_nothing_changes_its_receiver) {
    for (BuiltinId id = BUILTIN_NONE + 1; id < BUILTIN_COUNT; id++) {
        const Builtin *row = builtin_get(id);
        bool is_void = !builtin_is_property(id) && !strstr(strrchr(row->signature, ')'), ":");
        if (is_void && builtin_has_receiver(id) && row->runtime[0])
            CHECK_EQ(row->effect >= EFFECT_CHANGES, true, row->signature);
    }
}

TEST(properties_change_nothing) {
    for (BuiltinId id = BUILTIN_NONE + 1; id < BUILTIN_COUNT; id++)
        if (builtin_is_property(id))
            CHECK_EQ(builtin_get(id)->effect <= EFFECT_READS && builtin_get(id)->code == CODE_QUIET,
                     true, builtin_get(id)->signature);
}

// A key or item is compared to be found.
TEST(what_takes_a_key_may_run_its_equals) {
    for (BuiltinId id = BUILTIN_NONE + 1; id < BUILTIN_COUNT; id++) {
        const Builtin *row = builtin_get(id);
        bool hashes = (row->receiver == ON_MAP && mentions(row, ": K")) ||
                      (row->receiver == ON_SET && mentions(row, "(item: T)")) ||
                      (row->receiver == ON_SET && mentions(row, "other: Set"));
        if (hashes && !builtin_is_property(id) && row->runtime[0] && !mentions(row, "()"))
            CHECK_EQ(row->code >= CODE_COMPARES, true, row->signature);
    }
}

TEST(functions_that_are_given_may_run) {
    for (BuiltinId id = BUILTIN_NONE + 1; id < BUILTIN_COUNT; id++)
        if (mentions(builtin_get(id), "=>"))
            CHECK_EQ(builtin_get(id)->code, CODE_DROPS, builtin_get(id)->signature);
}

// What takes items out is known by its name.
TEST(what_takes_out_shortens_or_drops) {
    static const char *const words[] = {"function pop(",      "function clear(",
                                        "function remove(",   "function delete(",
                                        "function removeAt(", "function truncate("};
    for (BuiltinId id = BUILTIN_NONE + 1; id < BUILTIN_COUNT; id++) {
        const Builtin *row = builtin_get(id);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (builtin_has_receiver(id) && mentions(row, words[i]))
                CHECK_EQ(row->effect == EFFECT_SHORTENS || row->code == CODE_DROPS, true,
                         row->signature);
    }
}
