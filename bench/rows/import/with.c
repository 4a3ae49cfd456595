#include <sqlite3.h>
int ok = SQLITE_OK;
