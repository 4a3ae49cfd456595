// Seam functions as C function pointers (LANGUAGE 7.1 "Callbacks"). The function has C's
// parameters, or fewer: trailing ones may be left out, and so is the user data where the compiler
// supplies it.
#include "check/foreign/foreign.h"

#include <string.h>

bool c_is_function(Checker *c, const Node *value) {
    value = expr_bare(value);
    if (value->kind == NODE_LAMBDA) return true;
    Symbol *symbol = NULL;
    if (value->kind == NODE_NAME) symbol = scope_find(c->scope, value->u.name.name);
    if (value->kind == NODE_MEMBER) symbol = member_peek(c, value);
    if (!symbol || symbol->c) return false;
    bool variable = symbol->kind == SYMBOL_LOCAL || symbol->kind == SYMBOL_PARAM;
    return symbol->kind == SYMBOL_FUNCTION ||
           (variable && symbol->type && symbol->type->kind == TYPE_FUNCTION);
}

// ---- user data ----

static bool is_user_data(const Type *t) {
    t = type_strip(t);
    return t->kind == TYPE_CVOIDPTR && !t->u.pointer.is_const;
}

// The sole `void *`; of several the first if it leads, else the last.
static int user_data_in(const FunctionType *callback) {
    int last = -1;
    for (uint32_t i = 0; i < callback->param_count; i++) {
        if (!is_user_data(callback->params[i].type)) continue;
        if (i == 0) return 0;
        last = (int)i;
    }
    return last;
}

int c_user_data_of(const FunctionType *f, uint32_t callback) {
    const Type *t = type_strip(f->params[callback].type);
    if (t->kind != TYPE_CFN || user_data_in(t->u.function) < 0) return -1;
    if (callback + 1 < f->param_count && is_user_data(f->params[callback + 1].type))
        return (int)callback + 1;
    bool before = callback > 0 && is_user_data(f->params[callback - 1].type);
    return before ? (int)callback - 1 : -1;
}

// ---- lifetimes ----

bool c_forgets_callbacks(const Symbol *function) {
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

// ---- signatures ----

// What the function is called with: C's parameters without the user data that the compiler
// supplies.
static FunctionType visible(Checker *c, const FunctionType *f, int user_data) {
    FunctionType seen = *f;
    TypeParam *params = ARENA_ARRAY(&c->session->scratch, TypeParam, f->param_count);
    seen.param_count = 0;
    for (uint32_t i = 0; i < f->param_count; i++)
        if ((int)i != user_data) params[seen.param_count++] = f->params[i];
    seen.params = params;
    return seen;
}

static Diag *report(CCall *k, const Node *value, const char *why) {
    Diag *g = diag_error(&k->c->session->diags, E0655, value->span,
                         "this function does not fit %s: %s", "the callback", why);
    if (k->symbol) expr_label_symbol(k->c, g, k->symbol);
    return g;
}

static void report_parameter(CCall *k, const Node *value, const TypeParam *own, const Type *given) {
    Checker *c = k->c;
    Arena *scratch = &c->session->scratch;
    const char *name = own->name ? own->name->text : "it", *text = expr_type_text(c, given);
    bool hides_null = convert_same_representation(own->type, given);
    Diag *g = report(k, value,
                     hides_null ? arena_printf(scratch, "C may pass null for `%s`", name)
                                : arena_printf(scratch, "C passes `%s` where it takes `%s`", text,
                                               expr_type_text(c, own->type)));
    diag_help(g, "declare the parameter `%s: %s%s`", name, text,
              given->kind == TYPE_UNSURE ? "?" : "");
}

// Why it does not fit; false: it does.
static bool report_misfit(CCall *k, const Node *value, const FunctionType *own,
                          const FunctionType *want) {
    Checker *c = k->c;
    Arena *scratch = &c->session->scratch;
    if (convert_function_fits(own, want)) return false;
    if (own->param_count > want->param_count) {
        report(k, value,
               arena_printf(scratch, "C passes %u argument%s, and it takes %u", want->param_count,
                            want->param_count == 1 ? "" : "s", own->param_count));
        return true;
    }
    for (uint32_t i = 0; i < own->param_count; i++) {
        if (convert_parameter_fits(want->params[i].type, own->params[i].type)) continue;
        report_parameter(k, value, &own->params[i], want->params[i].type);
        return true;
    }
    report(k, value,
           arena_printf(scratch, "C wants a `%s`, and it returns `%s`",
                        expr_type_text(c, want->result), expr_type_text(c, own->result)));
    return true;
}

void c_callback_check(CCall *k, uint32_t param, const Type *plain) {
    Checker *c = k->c;
    Node **slot = &c_argument(k, param)->u.arg.value;
    int data_param = c_user_data_of(k->type, param);
    bool supplied = data_param >= 0 && k->hidden[data_param];
    int user_data = supplied ? user_data_in(plain->u.function) : -1;
    FunctionType want = visible(c, plain->u.function, user_data);
    const Type *t = check_expr(c, slot, type_cfn(c->types, &want));
    if (t->kind != TYPE_FUNCTION) return; // poison
    if (mismatch_captures(c, *slot, plain)) {
        mismatch_report(c, *slot, plain, "the callback");
        return;
    }
    const Symbol *named = function_named(*slot); // whose parameters have names
    const Node *bare = expr_bare(*slot);
    if (bare->kind == NODE_LAMBDA) named = bare->u.lambda.symbol;
    if (named && named->type->kind == TYPE_FUNCTION) t = named->type;
    if (report_misfit(k, *slot, t->u.function, &want)) return;
    convert_wrap(c, slot, CONVERT_C_CALLBACK, plain);
    (*slot)->u.convert.user_data = (uint32_t)(user_data + 1);
    (*slot)->u.convert.scoped = k->symbol && c_forgets_callbacks(k->symbol);
    convert_apply(c, slot, k->type->params[param].type);
}
