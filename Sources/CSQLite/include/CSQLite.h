// SQLite as Swift needs it: what is variadic or a macro there, one typed line each.
// What may enter here: SQLite's own header, and calls of it that Swift cannot make.
#pragma once

#include <sqlite3.h>

// Text in double quotes is a name and never a text, so that a misspelt column is an error.
static inline int emotunes_sqlite_refuse_quoted_text(sqlite3 *connection) {
    int code = sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
    return code != SQLITE_OK ? code : sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
}

// SQLite keeps a copy of the bytes.
static inline int emotunes_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, int count) {
    return sqlite3_bind_text(statement, index, text, count, SQLITE_TRANSIENT);
}

// SQLite keeps a copy of the bytes.
static inline int emotunes_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
    return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}
