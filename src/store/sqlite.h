/* What the files of the SQLite store share. Only sqlite*.c includes this. */
#ifndef WIJK_STORE_SQLITE_H
#define WIJK_STORE_SQLITE_H

#include "store/store.h"

#include <sqlite3.h>

/* Every statement that is ever run on a store; the texts stand in sqlite.c. */
enum wijk__sqlite_statement {
    WIJK__SQLITE_RECOGNISE, /* application id, format version, count of all objects, count of our tables */
    WIJK__SQLITE_WRITE_AHEAD,
    WIJK__SQLITE_BEGIN,
    WIJK__SQLITE_COMMIT,
    WIJK__SQLITE_ROLLBACK,
    WIJK__SQLITE_LAST_SEQUENCE,
    WIJK__SQLITE_APPEND,
    WIJK__SQLITE_READ,
    WIJK__SQLITE_NEXT,
    WIJK__SQLITE_PUT_POLICY,
    WIJK__SQLITE_POLICY,
    WIJK__SQLITE_LAST_POLICY,
    WIJK__SQLITE_ALL_POLICIES,
    WIJK__SQLITE_GAP,
    WIJK__SQLITE_INTEGRITY,
    WIJK__SQLITE_STATEMENTS,
};

struct wijk__sqlite { /* what the methods get as userdata */
    wijk_context *context; /* kept alive by the store */
    sqlite3 *db;
    sqlite3_stmt *statements[WIJK__SQLITE_STATEMENTS]; /* prepared at their first use, and kept */
};

wijk_status wijk__sqlite_status(int code); /* DONE is NONE; a code that says nothing to a caller is E_IO */

/* Get a statement ready, with `id` for ?1 unless it is NULL. Also after a failure: wijk__sqlite_finish(*out). */
wijk_status wijk__sqlite_start(struct wijk__sqlite *place, enum wijk__sqlite_statement which, const wijk_id *id,
                               sqlite3_stmt **out);
wijk_status wijk__sqlite_step(sqlite3_stmt *statement); /* OK with a row; NONE at the end */
/* End what was started, and let go of what was bound; NULL is fine. */
void wijk__sqlite_finish(sqlite3_stmt *statement);
/* Start, step once and finish; a row is not wanted. */
wijk_status wijk__sqlite_run(struct wijk__sqlite *place, enum wijk__sqlite_statement which);

void wijk__sqlite_close(struct wijk__sqlite *place); /* close and free; NULL is fine */

extern const wijk_store_methods wijk__sqlite_methods;
extern const struct wijk__store_extras wijk__sqlite_extras;

#endif
