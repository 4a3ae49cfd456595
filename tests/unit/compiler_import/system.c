// Real headers of the system, whole: what a program finds in them.
// req: A1.1, A1.3
// req in part: A1.4, A8.1
#include "world.h"

TEST(sqlite_functions_have_seam_types) {
    World w;
    world_open(&w);
    CImport *c = world_import(&w, "sqlite3.h");
    CHECK(c != NULL);
    static const struct {
        const char *name, *type;
    } rows[] = {
        {"sqlite3_open", "(filename: CString, ppDb: CPtr<CPtr<sqlite3>>) => CInt"},
        {"sqlite3_libversion", "() => CString"},
        {"sqlite3_exec",
         "(CPtr<sqlite3>, sql: CString, callback: CFn<(CVoidPtr, CInt, CPtr<CPtr<CChar>>, "
         "CPtr<CPtr<CChar>>) => CInt>, CVoidPtr, errmsg: CPtr<CPtr<CChar>>) => CInt"},
        {"SQLITE_OK", "CInt"},
        {"SQLITE_VERSION", "CString"},
        {"sqlite3", "sqlite3"},
        {"sqlite3_int64", "CLongLong"},
        {"SQLITE_TRANSIENT", "CFn<(CVoidPtr) => void> (unsure)"},
        {"sqlite3_column_text", "(CPtr<sqlite3_stmt>, iCol: CInt) => CPtr<const CUChar>"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_STR(world_type(&w, c, rows[i].name), rows[i].type, rows[i].name);
    CHECK_STR(world_errors(&w), "", NULL);
    world_close(&w);
}

// `deflateInit(s, level)` hides a sizeof; its type is that of the call it stands for.
TEST(a_function_like_macro_is_typed_at_its_use) {
    World w;
    world_open(&w);
    CImport *c = world_import(&w, "zlib.h");
    Symbol *macro = world_symbol(&w, c, "deflateInit");
    CHECK(macro && macro->kind == SYMBOL_C_MACRO && macro->c->macro_params == 2);
    for (int run = 0; run < 2; run++) { // asked, then remembered
        const char *types[] = {"z_stream *", "int"}, *why = NULL;
        const Type *type = NULL;
        CHECK(cimport_probe(c, macro, types, 2, &type, &why));
        CHECK(type == type_basic(&w.types, CINT));
        w.imports.paths.helper = "/nowhere";
    }
    world_close(&w);
}
