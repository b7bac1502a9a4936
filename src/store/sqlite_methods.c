/* The embedded store: what is done with the frames and the policies in a SQLite file. Compiled only with SQLite. */
#include "store/sqlite.h"

/* Copy a blob that must be an id; a file may hold anything. */
static wijk_status column_id(sqlite3_stmt *statement, int column, wijk_id *out) {
    const void *bytes = sqlite3_column_blob(statement, column);
    if (!bytes || sqlite3_column_bytes(statement, column) != (int)sizeof out->bytes)
        return WIJK_E_CORRUPT;
    memcpy(out->bytes, bytes, sizeof out->bytes);
    return WIJK_OK;
}

/* ---- frames ---- */

static wijk_status change_transaction(void *userdata, int32_t what) {
    struct wijk__sqlite *place = userdata;
    if (what == WIJK__BEGIN && sqlite3_db_readonly(place->db, "main"))
        return WIJK_E_READ_ONLY; /* SQLite would begin to read */
    if (what == WIJK__BEGIN)     /* takes the write lock at once: from here on no other writer can be first */
        return wijk__sqlite_run(place, WIJK__SQLITE_BEGIN);
    if (what == WIJK__COMMIT)
        return wijk__sqlite_run(place, WIJK__SQLITE_COMMIT);
    /* After some failures SQLite has rolled back by itself. */
    return sqlite3_get_autocommit(place->db) ? WIJK_OK : wijk__sqlite_run(place, WIJK__SQLITE_ROLLBACK);
}

static wijk_status last_sequence(struct wijk__sqlite *place, const wijk_id *dossier, uint64_t *out) {
    sqlite3_stmt *statement;
    wijk_status status = wijk__sqlite_start(place, WIJK__SQLITE_LAST_SEQUENCE, dossier, &statement);
    if (status == WIJK_OK)
        status = wijk__sqlite_step(statement);
    if (status == WIJK_OK)
        *out = (uint64_t)sqlite3_column_int64(statement, 0); /* NULL, when there is none, reads as 0 */
    wijk__sqlite_finish(statement);
    return status;
}

static wijk_status insert(struct wijk__sqlite *place, const wijk_id *dossier, uint64_t sequence, const void *frame,
                          size_t length) {
    sqlite3_stmt *statement;
    wijk_status status = wijk__sqlite_start(place, WIJK__SQLITE_APPEND, dossier, &statement);
    if (status == WIJK_OK)
        status = wijk__sqlite_status(sqlite3_bind_int64(statement, 2, (sqlite3_int64)sequence));
    if (status == WIJK_OK)
        status = wijk__sqlite_status(sqlite3_bind_blob64(statement, 3, frame, length, SQLITE_STATIC));
    if (status == WIJK_OK)
        status = wijk__sqlite_step(statement);
    wijk__sqlite_finish(statement);
    return status == WIJK_NONE ? WIJK_OK : status;
}

static wijk_status append(void *userdata, const wijk_id *dossier, uint64_t sequence, const void *frame,
                          size_t length) {
    struct wijk__sqlite *place = userdata;
    const bool own = sqlite3_get_autocommit(place->db) != 0;
    wijk_status status = own ? change_transaction(place, WIJK__BEGIN) : WIJK_OK;
    uint64_t last = 0;
    if (status == WIJK_OK)
        status = last_sequence(place, dossier, &last);
    if (status == WIJK_OK && last != sequence - 1)
        status = WIJK_E_CONFLICT;
    if (status == WIJK_OK)
        status = insert(place, dossier, sequence, frame, length);
    if (own && status == WIJK_OK)
        status = change_transaction(place, WIJK__COMMIT);
    if (own && status != WIJK_OK)
        (void)change_transaction(place, WIJK__ROLLBACK); /* the first failure is the one to tell */
    return status;
}

static wijk_status read_frames(void *userdata, const wijk_id *dossier, wijk_buffer *out) {
    struct wijk__sqlite *place = userdata;
    sqlite3_stmt *statement;
    wijk_status status = wijk__sqlite_start(place, WIJK__SQLITE_READ, dossier, &statement);
    while (status == WIJK_OK && (status = wijk__sqlite_step(statement)) == WIJK_OK) {
        const void *frame = sqlite3_column_blob(statement, 0);
        status = frame ? wijk_store_reply(out, frame, (size_t)sqlite3_column_bytes(statement, 0)) : WIJK_E_CORRUPT;
    }
    wijk__sqlite_finish(statement);
    return status == WIJK_NONE ? WIJK_OK : status;
}

static wijk_status next_dossier(void *userdata, const wijk_id *after, wijk_id *out) {
    sqlite3_stmt *statement;
    wijk_status status = wijk__sqlite_start(userdata, WIJK__SQLITE_NEXT, after, &statement);
    if (status == WIJK_OK)
        status = wijk__sqlite_step(statement);
    if (status == WIJK_OK)
        status = column_id(statement, 0, out);
    wijk__sqlite_finish(statement);
    return status;
}

static void close_place(void *userdata) { wijk__sqlite_close(userdata); }

/* ---- policies ---- */

static wijk_status put_policy(void *userdata, const wijk_id *policy, const char *json, size_t length) {
    sqlite3_stmt *statement;
    wijk_status status = wijk__sqlite_start(userdata, WIJK__SQLITE_PUT_POLICY, policy, &statement);
    if (status == WIJK_OK)
        status = wijk__sqlite_status(sqlite3_bind_text64(statement, 2, json, length, SQLITE_STATIC, SQLITE_UTF8));
    if (status == WIJK_OK)
        status = wijk__sqlite_step(statement);
    wijk__sqlite_finish(statement);
    return status == WIJK_NONE ? WIJK_OK : status;
}

/* The document of a row of policies, borrowed until the next step. Its name is its hash, so that damage shows. */
static wijk_status column_policy(sqlite3_stmt *statement, const char **document, size_t *length) {
    wijk_id id;
    wijk_status status = column_id(statement, 0, &id);
    if (status == WIJK_OK && sqlite3_column_type(statement, 1) != SQLITE_TEXT)
        status = WIJK_E_CORRUPT;
    if (status != WIJK_OK)
        return status;
    *document = (const char *)sqlite3_column_text(statement, 1);
    if (!*document)
        return WIJK_E_MEMORY;
    *length = (size_t)sqlite3_column_bytes(statement, 1);
    uint8_t hash[WIJK_HASH_SIZE];
    wijk__sha256(*document, *length, hash);
    return memcmp(hash, id.bytes, sizeof id.bytes) == 0 ? WIJK_OK : WIJK_E_CORRUPT;
}

static wijk_status read_policy(void *userdata, const wijk_id *policy, wijk_buffer *out) {
    sqlite3_stmt *statement;
    const char *document = NULL;
    size_t length = 0;
    wijk_status status =
        wijk__sqlite_start(userdata, policy ? WIJK__SQLITE_POLICY : WIJK__SQLITE_LAST_POLICY, policy, &statement);
    if (status == WIJK_OK)
        status = wijk__sqlite_step(statement);
    if (status == WIJK_OK)
        status = column_policy(statement, &document, &length);
    if (status == WIJK_OK)
        status = wijk__buffer_append(out, document, length);
    wijk__sqlite_finish(statement);
    return status;
}

/* ---- the check ---- */

static wijk_status check_integrity(struct wijk__sqlite *place) {
    sqlite3_stmt *statement;
    wijk_status status = wijk__sqlite_start(place, WIJK__SQLITE_INTEGRITY, NULL, &statement);
    if (status == WIJK_OK)
        status = wijk__sqlite_step(statement);
    const unsigned char *verdict = status == WIJK_OK ? sqlite3_column_text(statement, 0) : NULL;
    if (status == WIJK_OK && (!verdict || strcmp((const char *)verdict, "ok") != 0))
        status = WIJK_E_CORRUPT;
    wijk__sqlite_finish(statement);
    return status;
}

static wijk_status check_gaps(struct wijk__sqlite *place) {
    sqlite3_stmt *statement;
    wijk_status status = wijk__sqlite_start(place, WIJK__SQLITE_GAP, NULL, &statement);
    if (status == WIJK_OK)
        status = wijk__sqlite_step(statement);
    wijk__sqlite_finish(statement);
    if (status == WIJK_OK)
        return WIJK_E_CORRUPT; /* the row is one that is not right */
    return status == WIJK_NONE ? WIJK_OK : status;
}

static wijk_status check_policies(struct wijk__sqlite *place) {
    sqlite3_stmt *statement;
    const char *document;
    size_t length;
    wijk_status status = wijk__sqlite_start(place, WIJK__SQLITE_ALL_POLICIES, NULL, &statement);
    while (status == WIJK_OK && (status = wijk__sqlite_step(statement)) == WIJK_OK)
        status = column_policy(statement, &document, &length);
    wijk__sqlite_finish(statement);
    return status == WIJK_NONE ? WIJK_OK : status;
}

static wijk_status check(void *userdata) {
    wijk_status status = check_integrity(userdata);
    if (status == WIJK_OK)
        status = check_gaps(userdata);
    if (status == WIJK_OK)
        status = check_policies(userdata);
    return status;
}

const wijk_store_methods wijk__sqlite_methods = {
    .struct_size = sizeof(wijk_store_methods),
    .append = append,
    .read = read_frames,
    .next = next_dossier,
    .transaction = change_transaction,
    .destroy = close_place,
};

const struct wijk__store_extras wijk__sqlite_extras = {
    .put_policy = put_policy,
    .policy = read_policy,
    .check = check,
};
