/* The embedded store: one SQLite file. docs/formats/store.md specifies it. Here: the format, and how a file is opened.
 *
 * The file is opened in write-ahead mode with synchronous=FULL: a commit has reached the disk when it returns. Nothing
 * of SQLite that is shared by a process is touched, and nothing that a file brings along (triggers, views, functions in
 * its schema) is run. */
#include "store/store.h"

#if WIJK_HAVE_SQLITE

#include "store/sqlite.h"

#include <limits.h>

/* ---- the format ---- */

enum {
    APPLICATION_ID = 0x574B5453, /* "WKTS" in the header of the file */
    FORMAT_VERSION = 1,          /* user_version */
};

/* SQLite keeps these texts in the file and a store is known by them: within a format version they never change.
 *
 * A table with row ids, because frames of one dossier are appended between those of others: measured, a table without
 * row ids takes 1.5 to 4 times as long to write, and saves a look-up per frame in reading that a replay does not
 * notice. */
#define FRAMES_TABLE \
    "CREATE TABLE frames (dossier BLOB NOT NULL CHECK (length(dossier) = 16), " \
    "sequence INTEGER NOT NULL CHECK (sequence > 0), frame BLOB NOT NULL, PRIMARY KEY (dossier, sequence)) STRICT"
#define POLICIES_TABLE \
    "CREATE TABLE policies (policy BLOB NOT NULL PRIMARY KEY CHECK (length(policy) = 16), " \
    "ordinal INTEGER NOT NULL, document TEXT NOT NULL) STRICT"

static const char create_sql[] =
    FRAMES_TABLE "; " POLICIES_TABLE "; PRAGMA application_id = 0x574B5453; PRAGMA user_version = 1";

/* Pages of 8 KiB: measured, frames of 70 KB are written a quarter faster than with 4 KiB, and frames of 200 bytes as
 * fast; with 16 KiB single small commits are slower. Only a file without content takes the size. */
static const char page_size_sql[] = "PRAGMA page_size = 8192";

/* For every connection. A mapped file would turn a truncation by others into a signal; cells are checked because a file
 * may be damaged. */
static const char settings_sql[] = "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; "
                                   "PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL";

static const char *const statement_sql[WIJK__SQLITE_STATEMENTS] = {
    [WIJK__SQLITE_RECOGNISE] =
        "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), "
        "(SELECT count(*) FROM sqlite_schema), (SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND "
        "(name = 'frames' AND sql = '" FRAMES_TABLE "' OR name = 'policies' AND sql = '" POLICIES_TABLE "'))",
    [WIJK__SQLITE_WRITE_AHEAD] = "PRAGMA journal_mode = WAL",
    [WIJK__SQLITE_BEGIN] = "BEGIN IMMEDIATE",
    [WIJK__SQLITE_COMMIT] = "COMMIT",
    [WIJK__SQLITE_ROLLBACK] = "ROLLBACK",
    [WIJK__SQLITE_LAST_SEQUENCE] = "SELECT max(sequence) FROM frames WHERE dossier = ?1",
    [WIJK__SQLITE_APPEND] = "INSERT INTO frames (dossier, sequence, frame) VALUES (?1, ?2, ?3)",
    [WIJK__SQLITE_READ] = "SELECT frame FROM frames WHERE dossier = ?1 ORDER BY sequence",
    [WIJK__SQLITE_NEXT] = "SELECT dossier FROM frames WHERE dossier > ?1 ORDER BY dossier LIMIT 1",
    /* Putting the last one again changes nothing. */
    [WIJK__SQLITE_PUT_POLICY] =
        "INSERT INTO policies (policy, ordinal, document) "
        "VALUES (?1, (SELECT coalesce(max(ordinal), 0) + 1 FROM policies), ?2) "
        "ON CONFLICT (policy) DO UPDATE SET ordinal = excluded.ordinal WHERE ordinal <> excluded.ordinal - 1",
    [WIJK__SQLITE_POLICY] = "SELECT policy, document FROM policies WHERE policy = ?1",
    [WIJK__SQLITE_LAST_POLICY] = "SELECT policy, document FROM policies ORDER BY ordinal DESC LIMIT 1",
    [WIJK__SQLITE_ALL_POLICIES] = "SELECT policy, document FROM policies",
    /* A dossier with a gap, or with a name that is no id and that going from id to id would never meet. */
    [WIJK__SQLITE_GAP] = ("SELECT 1 FROM frames GROUP BY dossier HAVING min(sequence) <> 1 OR "
                          "max(sequence) <> count(*) OR length(dossier) <> 16 OR dossier = zeroblob(16) LIMIT 1"),
    [WIJK__SQLITE_INTEGRITY] = "PRAGMA integrity_check(1)",
};

/* ---- talking to SQLite ---- */

wijk_status wijk__sqlite_status(int code) {
    static const struct {
        int code;
        wijk_status status;
    } map[] = {
        {SQLITE_OK, WIJK_OK},
        {SQLITE_ROW, WIJK_OK},
        {SQLITE_DONE, WIJK_NONE},
        {SQLITE_BUSY, WIJK_E_BUSY},
        {SQLITE_LOCKED, WIJK_E_BUSY},
        {SQLITE_PROTOCOL, WIJK_E_BUSY}, /* too many others at the same moment */
        {SQLITE_NOMEM, WIJK_E_MEMORY},
        {SQLITE_READONLY, WIJK_E_READ_ONLY},
        {SQLITE_CORRUPT, WIJK_E_CORRUPT},
        {SQLITE_CONSTRAINT, WIJK_E_CORRUPT}, /* what a look-up just before did not find stands there after all */
        {SQLITE_NOTADB, WIJK_E_FORMAT},
        {SQLITE_TOOBIG, WIJK_E_LIMIT},
    };
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if (map[i].code == (code & 0xFF)) /* without the details of an extended code */
            return map[i].status;
    return WIJK_E_IO;
}

wijk_status wijk__sqlite_start(struct wijk__sqlite *place, enum wijk__sqlite_statement which, const wijk_id *id,
                               sqlite3_stmt **out) {
    sqlite3_stmt **kept = &place->statements[which];
    int code = SQLITE_OK;
    if (!*kept)
        code = sqlite3_prepare_v3(place->db, statement_sql[which], -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
    *out = *kept;
    if (code == SQLITE_OK && id)
        code = sqlite3_bind_blob(*kept, 1, id->bytes, (int)sizeof id->bytes, SQLITE_STATIC);
    return wijk__sqlite_status(code);
}

wijk_status wijk__sqlite_step(sqlite3_stmt *statement) { return wijk__sqlite_status(sqlite3_step(statement)); }

void wijk__sqlite_finish(sqlite3_stmt *statement) {
    if (!statement)
        return;
    (void)sqlite3_reset(statement); /* repeats the failure of the step before */
    (void)sqlite3_clear_bindings(statement);
}

wijk_status wijk__sqlite_run(struct wijk__sqlite *place, enum wijk__sqlite_statement which) {
    sqlite3_stmt *statement;
    wijk_status status = wijk__sqlite_start(place, which, NULL, &statement);
    if (status == WIJK_OK)
        status = wijk__sqlite_step(statement);
    wijk__sqlite_finish(statement);
    return status == WIJK_NONE ? WIJK_OK : status;
}

static wijk_status run_text(struct wijk__sqlite *place, const char *sql) {
    return wijk__sqlite_status(sqlite3_exec(place->db, sql, NULL, NULL, NULL));
}

static void disconnect(struct wijk__sqlite *place) {
    for (size_t i = 0; i < WIJK__SQLITE_STATEMENTS; i++) {
        (void)sqlite3_finalize(place->statements[i]);
        place->statements[i] = NULL;
    }
    (void)sqlite3_close(place->db);
    place->db = NULL;
}

void wijk__sqlite_close(struct wijk__sqlite *place) {
    if (!place)
        return;
    disconnect(place);
    wijk__release(place->context, place, sizeof *place);
}

/* ---- opening ---- */

/* The longest value that this connection reads or writes: a frame or a policy, with room for the row around it. What a
 * file claims beyond it is E_LIMIT, before memory is taken for it. */
static int length_limit(const wijk_limits *limits) {
    const uint64_t longest = limits->frame_bytes > limits->json_bytes ? limits->frame_bytes : limits->json_bytes;
    return longest < INT_MAX - 65536 ? (int)longest + 65536 : INT_MAX;
}

static wijk_status connect(struct wijk__sqlite *place, const char *name, int mode, int32_t busy_milliseconds) {
    const int flags = mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    const int code = sqlite3_open_v2(name, &place->db, flags, NULL);
    if (code != SQLITE_OK)
        return wijk__sqlite_status(code);
    static const struct {
        int what, on;
    } settings[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        (void)sqlite3_db_config(place->db, settings[i].what, settings[i].on, (int *)NULL);
    (void)sqlite3_limit(place->db, SQLITE_LIMIT_LENGTH, length_limit(&place->context->limits));
    return wijk__sqlite_status(sqlite3_busy_timeout(place->db, busy_milliseconds));
}

/* OK for a store of our format; NONE for a file without anything in it; FORMAT for anything else. */
static wijk_status recognise(struct wijk__sqlite *place) {
    sqlite3_stmt *statement;
    wijk_status status = wijk__sqlite_start(place, WIJK__SQLITE_RECOGNISE, NULL, &statement);
    if (status == WIJK_OK)
        status = wijk__sqlite_step(statement);
    if (status == WIJK_OK) {
        const int application = sqlite3_column_int(statement, 0), version = sqlite3_column_int(statement, 1);
        const int objects = sqlite3_column_int(statement, 2), tables = sqlite3_column_int(statement, 3);
        if (application == 0 && version == 0 && objects == 0)
            status = WIJK_NONE;
        else if (application != APPLICATION_ID || version != FORMAT_VERSION || tables != 2)
            status = WIJK_E_FORMAT;
    }
    wijk__sqlite_finish(statement);
    return status;
}

static wijk_status try_write_ahead(struct wijk__sqlite *place) {
    sqlite3_stmt *statement;
    wijk_status status = wijk__sqlite_start(place, WIJK__SQLITE_WRITE_AHEAD, NULL, &statement);
    if (status == WIJK_OK)
        status = wijk__sqlite_step(statement);
    const unsigned char *mode = status == WIJK_OK ? sqlite3_column_text(statement, 0) : NULL;
    if (status == WIJK_OK && (!mode || strcmp((const char *)mode, "wal") != 0))
        status = WIJK_E_IO; /* a file system without shared memory, for one */
    wijk__sqlite_finish(statement);
    return status;
}

/* Changing the mode does not wait for others who do the same. Beginning to write does: whoever was busy is ready then,
 * and the mode is as it should be. It has to be tried once more only when that other one was stopped. */
static wijk_status write_ahead(struct wijk__sqlite *place) {
    wijk_status status = try_write_ahead(place);
    for (int again = 0; status == WIJK_E_BUSY && again < 10; again++) {
        status = wijk__sqlite_run(place, WIJK__SQLITE_BEGIN);
        if (status == WIJK_OK)
            status = wijk__sqlite_run(place, WIJK__SQLITE_ROLLBACK);
        if (status != WIJK_OK)
            return status;
        status = try_write_ahead(place);
    }
    return status;
}

/* Make the tables, unless somebody else made them since we looked. */
static wijk_status create(struct wijk__sqlite *place) {
    wijk_status status = run_text(place, page_size_sql);
    if (status == WIJK_OK)
        status = write_ahead(place);
    if (status == WIJK_OK)
        status = wijk__sqlite_run(place, WIJK__SQLITE_BEGIN);
    if (status != WIJK_OK)
        return status;
    status = recognise(place);
    if (status == WIJK_NONE)
        status = run_text(place, create_sql);
    if (status == WIJK_OK)
        status = wijk__sqlite_run(place, WIJK__SQLITE_COMMIT);
    if (status != WIJK_OK && !sqlite3_get_autocommit(place->db))
        (void)wijk__sqlite_run(place, WIJK__SQLITE_ROLLBACK);
    return status;
}

static wijk_status open_store(struct wijk__sqlite *place, const char *name, int mode, wijk_store_flags flags,
                              int32_t busy_milliseconds) {
    wijk_status status = connect(place, name, mode, busy_milliseconds);
    /* SQLite opens a file that it may not write to read only, without a word. */
    if (status == WIJK_OK && (flags & WIJK_STORE_WRITE) && sqlite3_db_readonly(place->db, "main"))
        status = WIJK_E_READ_ONLY;
    if (status == WIJK_OK)
        status = run_text(place, settings_sql);
    if (status == WIJK_OK)
        status = recognise(place);
    if (status == WIJK_NONE)
        return flags & WIJK_STORE_CREATE ? create(place) : WIJK_E_FORMAT;
    if (status == WIJK_OK && (flags & WIJK_STORE_WRITE))
        status = write_ahead(place);
    return status;
}

/* ---- what SQLite does not tell: is the file there, and may it be read where nothing may be written ---- */

/* Put a name together: `before`, the path, with what means something in a URI escaped if asked, `after`. */
static char *make_name(wijk_context *context, const char *before, const char *path, bool escape, const char *after,
                       size_t *size) {
    static const char digits[] = "0123456789ABCDEF";
    if (!wijk__multiply(strlen(path), 3, size) || !wijk__add(*size, strlen(before) + strlen(after) + 1, size))
        return NULL;
    char *name = wijk__allocate(context, *size);
    if (!name)
        return NULL;
    char *to = name;
    for (; *before; before++)
        *to++ = *before;
    for (; *path; path++) {
        const bool plain = !escape || !strchr("%?#", *path);
        *to++ = plain ? *path : '%';
        if (!plain) {
            *to++ = digits[(unsigned char)*path >> 4];
            *to++ = digits[(unsigned char)*path & 15];
        }
    }
    for (; *after; after++)
        *to++ = *after;
    *to = 0;
    return name;
}

static bool file_exists(wijk_context *context, const char *path, const char *suffix) {
    sqlite3_vfs *files = sqlite3_vfs_find(NULL);
    size_t size;
    char *name = make_name(context, "", path, false, suffix, &size);
    int exists = 0;
    if (!files || !name || files->xAccess(files, name, SQLITE_ACCESS_EXISTS, &exists) != SQLITE_OK)
        exists = 1; /* then nothing is made of it */
    wijk__release(context, name, size);
    return exists != 0;
}

/* Reading in write-ahead mode needs files beside the store. Where those cannot be made (a read-only folder or medium),
 * a store that was closed well is read as a file that nobody changes. */
static wijk_status open_unchanging(struct wijk__sqlite *place, const char *path, wijk_store_flags flags) {
    size_t size;
    char *name = make_name(place->context, path[0] == '/' ? "file://" : "file:", path, true, "?immutable=1", &size);
    if (!name)
        return WIJK_E_MEMORY;
    disconnect(place);
    wijk_status status = open_store(place, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, flags, 0);
    wijk__release(place->context, name, size);
    return status;
}

static wijk_status open_path(struct wijk__sqlite *place, const char *path, wijk_store_flags flags,
                             int32_t busy_milliseconds) {
    int mode = flags & WIJK_STORE_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (flags & WIJK_STORE_CREATE)
        mode |= SQLITE_OPEN_CREATE;
    wijk_status status = open_store(place, path, mode, flags, busy_milliseconds);
    if (status == WIJK_OK || !place->db)
        return status;
    const int code = sqlite3_errcode(place->db) & 0xFF;
    if (code == SQLITE_CANTOPEN && !file_exists(place->context, path, ""))
        return WIJK_E_NOT_FOUND;
    if ((code == SQLITE_CANTOPEN || code == SQLITE_READONLY) && flags == WIJK_STORE_READ &&
        !file_exists(place->context, path, "-wal"))
        return open_unchanging(place, path, flags);
    return status;
}

/* Names that mean something else than a file to SQLite: "" and ":memory:" are passing databases, "file:" begins a URI
 * when a process has so chosen. */
static bool names_a_file(const char *path) {
    return path[0] != 0 && path[0] != ':' && strncmp(path, "file:", 5) != 0;
}

wijk_status wijk_store_open_sqlite(wijk_context *context, const char *path, wijk_store_flags flags,
                                   int32_t busy_milliseconds, wijk_store **out, wijk_error *error) {
    if (out)
        *out = NULL;
    if (!context || !path || !out || busy_milliseconds < 0)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    if (!names_a_file(path))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "path");
    if (flags & ~(WIJK_STORE_WRITE | WIJK_STORE_CREATE))
        return wijk__fail_path(error, WIJK_E_UNSUPPORTED, "flags");
    if (flags == WIJK_STORE_CREATE)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "flags");
    struct wijk__sqlite *place = wijk__allocate_zeroed(context, sizeof *place);
    if (!place)
        return wijk__fail(error, WIJK_E_MEMORY);
    place->context = context;
    wijk_status status = open_path(place, path, flags, busy_milliseconds);
    if (status == WIJK_OK)
        status = wijk__store_make(context, &wijk__sqlite_methods, &wijk__sqlite_extras, place, out);
    if (status != WIJK_OK) {
        wijk__sqlite_close(place);
        return wijk__fail_path(error, status, "path");
    }
    wijk__error_clear(error);
    return WIJK_OK;
}

#else

wijk_status wijk_store_open_sqlite(wijk_context *context, const char *path, wijk_store_flags flags,
                                   int32_t busy_milliseconds, wijk_store **out, wijk_error *error) {
    (void)context;
    (void)path;
    (void)flags;
    (void)busy_milliseconds;
    if (out)
        *out = NULL;
    return wijk__fail(error, WIJK_E_UNSUPPORTED);
}

#endif
