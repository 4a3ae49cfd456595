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

// `void (*)(void *)`, with GLib's closure or libxml2's name of the thing behind the data.
static bool has_destroy_shape(const FunctionType *f) {
    if (!f || f->variadic || f->result->kind != TYPE_VOID) return false;
    if (f->param_count == 0 || f->param_count > 2 || !is_user_data(f->params[0].type)) return false;
    if (f->param_count == 1) return true;
    const Type *second = type_strip(f->params[1].type);
    if (second->kind != TYPE_CPTR) return second->kind == TYPE_CSTRING;
    return !second->u.pointer.is_const || convert_is_integral(second->u.elem);
}

// `set(void *what, void (*free)(void *))`: it ends what stands before it, and is no callback.
static bool is_end(const FunctionType *f, int param) {
    return param > 0 && is_user_data(f->params[param - 1].type) &&
           has_destroy_shape(function_in(f, param));
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

static bool is_callback(const FunctionType *f, int param) {
    return function_in(f, param) && !is_end(f, param);
}

static bool is_length(const TypeParam *p) {
    static const char *const names[] = {"size", "len", "length", "n", "nbytes", NULL};
    return p->name && type_is_integer(type_strip(p->type)) &&
           is_word(p->name->text, strlen(p->name->text), names);
}

// The `void *` behind a row of functions, or before it if no other row has it. One with a length is
// a buffer.
static int data_of(const FunctionType *f, int first, int end) {
    if ((uint32_t)end < f->param_count && is_user_data(f->params[end].type)) {
        bool buffer = (uint32_t)end + 1 < f->param_count && is_length(&f->params[end + 1]);
        return buffer ? -1 : end;
    }
    bool before = first > 0 && is_user_data(f->params[first - 1].type);
    return before && !is_callback(f, first - 2) ? first - 1 : -1;
}

// The functions in a row share the data only if each gets it: `png_set_mem_fn` takes one that makes
// memory, and one whose `void *` is that memory. In `g_tree_new_full`, one that ends keys and one
// that ends values stand behind the data of a third.
static bool all_get_data(const FunctionType *f, int data, int first, int end) {
    int own;
    for (int i = first; i < end; i++) {
        if (is_destroy(f, i)) continue;
        if (data < first && has_destroy_shape(function_in(f, i))) return false;
        if (data_count(function_in(f, i), &own) != 1) return false;
    }
    return true;
}

CCallback c_callback_of(const FunctionType *f, uint32_t param) {
    CCallback out = {.data = -1, .destroy = -1, .own = -1};
    int first = (int)param, end = first + 1;
    if (!is_callback(f, first)) return out;
    while (first > 0 && is_callback(f, first - 1)) first--;
    while (is_callback(f, end)) end++;
    int data = data_of(f, first, end);
    if (data < 0 || (data < first && is_destroy(f, (int)param))) return out;
    out.destroy = destroy_of(f, data, param);
    uint32_t count = data_count(function_in(f, (int)param), &out.own);
    if (!all_get_data(f, data, first, end)) out.own = -1;
    bool alone = count > 1 && end - first == 1;
    if (out.own < 0 && !alone && out.destroy < 0) return out;
    out.data = data;
    out.slot = param - (uint32_t)first;
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
