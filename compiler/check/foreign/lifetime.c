// How long C may call a function that it is given, and what it finds it by (LANGUAGE 7.1
// "Callbacks"): headers pair a function with a `void *`, its user data, which they pass back to it,
// and often with a function that they call when they are done with that. The types show the pair,
// and the destroy function its name, which is believed only if nothing else is in it: in
// `g_tree_new_full`, `key_destroy_func` stands behind the data of another function.
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "check/foreign/foreign.h"

// ---- user data ----

static bool is_user_data(const Type *t) {
    t = type_strip(t);
    return t->kind == TYPE_CVOIDPTR && !t->u.pointer.is_const;
}

static const FunctionType *function_in(const FunctionType *f, int param) {
    if (param < 0 || (uint32_t)param >= f->param_count) return NULL;
    const Type *t = type_strip(f->params[param].type);
    return t->kind == TYPE_CFN ? t->u.function : NULL;
}

static uint32_t data_count(const FunctionType *callback, int *first) {
    uint32_t count = 0;
    *first = -1;
    for (uint32_t i = 0; i < callback->param_count; i++) {
        if (!is_user_data(callback->params[i].type)) continue;
        if (count++ == 0) *first = (int)i;
    }
    return count;
}

// `void (*)(void *)`, and GLib's with a closure behind the data.
static bool has_destroy_shape(const FunctionType *f) {
    if (!f || f->result->kind != TYPE_VOID || f->param_count == 0 || f->param_count > 2)
        return false;
    return is_user_data(f->params[0].type) &&
           (f->param_count == 1 || type_is_c_pointer(type_strip(f->params[1].type)));
}

// ---- the destroy function ----

static bool is_word(const char *word, size_t len, const char *const *words) {
    for (; *words; words++)
        if (strlen(*words) == len && strncasecmp(word, *words, len) == 0) return true;
    return false;
}

// Of `xDestroy`, `user_data_free_func`: all words say that the data is ended.
static bool says_destroy(Name name) {
    static const char *const ends[] = {"destroy", "notify",     "free",  "release",
                                       "delete",  "dtor",       "drop",  "cleanup",
                                       "dispose", "destructor", "unref", NULL};
    static const char *const fillers[] = {
        "x",  "p",        "user",    "data", "userdata", "func",    "fn",     "function",
        "cb", "callback", "context", "ctx",  "arg",      "closure", "opaque", NULL};
    bool found = false;
    for (const char *at = name ? name->text : ""; *at;) {
        size_t len = 1;
        if (*at == '_') {
            at++;
            continue;
        }
        while (at[len] && at[len] != '_' && !isupper((unsigned char)at[len])) len++;
        bool end = is_word(at, len, ends);
        if (!end && !is_word(at, len, fillers)) return false;
        found |= end;
        at += len;
    }
    return found;
}

static bool is_destroy(const FunctionType *f, int param) {
    return has_destroy_shape(function_in(f, param)) && says_destroy(f->params[param].name);
}

static int destroy_of(const FunctionType *f, int data, uint32_t callback) {
    if (data > (int)callback) return is_destroy(f, data + 1) ? data + 1 : -1;
    int last = (int)callback;
    while (function_in(f, last + 1)) last++;
    return last > (int)callback && is_destroy(f, last) ? last : -1;
}

// ---- pairs ----

// The `void *` behind a row of functions, or before it.
static int data_of(const FunctionType *f, uint32_t callback) {
    int at = (int)callback;
    while (function_in(f, at)) at++;
    if ((uint32_t)at < f->param_count && is_user_data(f->params[at].type)) return at;
    at = (int)callback;
    while (function_in(f, at)) at--;
    return at >= 0 && is_user_data(f->params[at].type) ? at : -1;
}

// `set(void *what, void (*free)(void *))` gives a thing with its end, and no callback.
static bool ends_the_data(const FunctionType *f, uint32_t param) {
    int at = (int)param;
    while (function_in(f, at)) at--;
    if (at < 0 || !is_user_data(f->params[at].type)) return false;
    bool behind = at == (int)param - 1 && has_destroy_shape(function_in(f, (int)param));
    return behind || is_destroy(f, (int)param);
}

CCallback c_callback_of(const FunctionType *f, uint32_t param) {
    CCallback out = {.data = -1, .destroy = -1, .own = -1};
    const FunctionType *callback = function_in(f, (int)param);
    int data = callback ? data_of(f, param) : -1;
    if (data < 0 || ends_the_data(f, param)) return out;
    out.destroy = destroy_of(f, data, param);
    uint32_t count = data_count(callback, &out.own);
    if (count > 1) out.own = -1;
    if (count == 0 && out.destroy < 0) return out;
    out.data = data;
    for (int i = (int)param - 1; i >= 0 && function_in(f, i); i--) out.slot++;
    return out;
}

// ---- lifetimes ----

bool c_forgets_callback(const Symbol *function, uint32_t param) {
    if (param < 32 && function->scoped_params >> param & 1) return true;
    static const char *const names[] = {
        // C and POSIX
        "qsort", "qsort_r", "bsearch", "lfind", "lsearch", "tsearch", "tfind", "tdelete", "twalk",
        "twalk_r", "tdestroy", "ftw", "nftw", "glob", "scandir", "dl_iterate_phdr",
        // SQLite, zlib
        "sqlite3_exec", "inflateBack",
        // GLib
        "g_list_foreach", "g_list_sort", "g_list_sort_with_data", "g_list_find_custom",
        "g_list_insert_sorted", "g_slist_foreach", "g_slist_sort", "g_slist_sort_with_data",
        "g_slist_find_custom", "g_hash_table_foreach", "g_hash_table_find",
        "g_hash_table_foreach_remove", "g_hash_table_foreach_steal", "g_array_sort",
        "g_array_sort_with_data", "g_ptr_array_foreach", "g_ptr_array_sort",
        "g_ptr_array_sort_with_data", "g_ptr_array_find_with_equal_func", "g_queue_foreach",
        "g_queue_sort", "g_queue_find_custom", "g_tree_foreach", "g_tree_search",
        "g_qsort_with_data", "g_node_traverse", "g_datalist_foreach", "g_string_replace"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(function->name->text, names[i]) == 0) return true;
    return false;
}
