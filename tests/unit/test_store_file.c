/* The SQLite file itself, seen with SQLite: that it is what docs/formats/store.md says; that what was put into it by
 * others is ignored or refused; and that the check sees what is wrong with its content. */
#define _GNU_SOURCE /* mkdtemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include <wijkteam/store.h>

#include "journal_make.h"

#if WIJK_HAVE_SQLITE

#include <sqlite3.h>

enum { FRAMES = 5, ROOM = 500, WRITING = WIJK_STORE_WRITE | WIJK_STORE_CREATE };

static wijk_context *context;
static char folder[ROOM - 50], path[ROOM];

/* ---- a store with one dossier, and SQLite beside it ---- */

static void remove_store(void) {
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    char name[ROOM + 10];
    for (size_t i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        unlink(name);
    }
}

static wijk_status open_as(wijk_store_flags flags, wijk_store **out) {
    return wijk_store_open_sqlite(context, path, flags, 0, out, NULL);
}

static wijk_store *open_store(wijk_store_flags flags) {
    wijk_store *store = NULL;
    assert_int_equal(open_as(flags, &store), WIJK_OK);
    return store;
}

static struct make_journal *make_frames(void) {
    struct make_journal *journal = calloc(1, sizeof *journal);
    struct make_act *act = calloc(1, sizeof *act);
    uint64_t seed = 7;
    assert_true(journal && act);
    journal->dossier = make_id(&seed);
    for (int i = 0; i < FRAMES; i++) {
        make_act(&seed, act);
        make_append(journal, &act->view);
        make_seal(journal);
    }
    free(act);
    return journal;
}

static void free_frames(struct make_journal *journal) {
    free(journal->bytes);
    free(journal);
}

static void make_store(void) {
    struct make_journal *journal = make_frames();
    remove_store();
    wijk_store *store = open_store(WRITING);
    assert_int_equal(wijk_store_append(store, &journal->dossier, 0, journal->bytes, journal->size, NULL), WIJK_OK);
    wijk_store_destroy(store);
    free_frames(journal);
}

/* Run SQL on the file, as somebody else would; the texts of the schema may be changed too. */
static void change(const char *sql) {
    sqlite3 *db = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void ask(const char *sql, char *out, size_t size) { /* the first value of the first row */
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    const int code = sqlite3_step(statement);
    assert_true(code == SQLITE_ROW || code == SQLITE_DONE);
    const unsigned char *text = code == SQLITE_ROW ? sqlite3_column_text(statement, 0) : NULL;
    snprintf(out, size, "%s", text ? (const char *)text : "");
    sqlite3_finalize(statement);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static wijk_status check(void) {
    wijk_store *store = open_store(WIJK_STORE_READ);
    wijk_status status = wijk_store_check(store, NULL);
    wijk_store_destroy(store);
    return status;
}

/* ---- the document ---- */

static char *read_document(void) {
    char name[ROOM];
    const char *root = getenv("WIJK_SOURCE_ROOT");
    snprintf(name, sizeof name, "%s/docs/formats/store.md", root ? root : ".");
    FILE *file = fopen(name, "rb");
    char *text = calloc(1, 100000);
    assert_true(file && text);
    assert_true(fread(text, 1, 99999, file) > 0);
    fclose(file);
    return text;
}

/* The SQL of the document's nth block, from 0, without the last newline. */
static char *sql_block(char *document, int n) {
    char *block = document;
    for (; n >= 0; n--) {
        block = strstr(block, "```sql\n");
        assert_non_null(block);
        block += strlen("```sql\n");
    }
    char *end = strstr(block, "```");
    assert_non_null(end);
    return strndup(block, (size_t)(end - block));
}

static void test_document(void **state) {
    (void)state;
    char *document = read_document(), *sql = sql_block(document, 0), text[2000];
    make_store();
    static const struct {
        const char *question, *answer;
    } facts[] = {{"PRAGMA application_id", "1464554579"}, {"PRAGMA user_version", "1"}, {"PRAGMA page_size", "8192"},
                 {"PRAGMA journal_mode", "wal"}, {"SELECT count(*) FROM sqlite_schema WHERE sql IS NOT NULL", "2"},
                 {"SELECT group_concat(sequence) FROM frames", "1,2,3,4,5"},
                 {"SELECT count(*) FROM frames WHERE substr(frame, 25, 16) = dossier", "5"}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        ask(facts[i].question, text, sizeof text);
        assert_string_equal(text, facts[i].answer);
    }
    ask("SELECT sql FROM sqlite_schema WHERE name = 'frames'", text, sizeof text);
    assert_non_null(strstr(sql, text));
    ask("SELECT sql FROM sqlite_schema WHERE name = 'policies'", text, sizeof text);
    assert_non_null(strstr(sql, text));
    /* The questions of the document: the second and the third must find nothing. */
    char *questions = sql_block(document, 2), *next = questions;
    for (int i = 0; i < 4; i++) {
        char *end = strchr(next, ';');
        assert_non_null(end);
        *end = 0;
        ask(next, text, sizeof text);
        assert_int_equal(text[0] == 0, i > 0);
        next = end + 1;
    }
    /* Whoever makes a store by hand has made a store. */
    remove_store();
    change(sql);
    assert_int_equal(check(), WIJK_OK);
    wijk_store_destroy(open_store(WIJK_STORE_WRITE));
    assert_int_equal(check(), WIJK_OK);
    free(questions);
    free(sql);
    free(document);
}

/* ---- what is no store ---- */

static void test_databases_of_others(void **state) {
    (void)state;
    wijk_store *store = NULL;
    static const char *const others[] = {
        "PRAGMA application_id = 5", "PRAGMA user_version = 7", "CREATE TABLE cats (name)",
        "CREATE TABLE frames (dossier, sequence, frame); PRAGMA application_id = 1464554579; PRAGMA user_version = 1"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char before[100], after[100];
        remove_store();
        change(others[i]);
        ask("SELECT count(*) FROM sqlite_schema", before, sizeof before);
        for (wijk_store_flags flags = 0; flags < 4; flags += flags ? 2 : 1)
            assert_int_equal(open_as(flags, &store), WIJK_E_FORMAT);
        ask("SELECT count(*) FROM sqlite_schema", after, sizeof after);
        assert_string_equal(before, after);
        ask("PRAGMA journal_mode", after, sizeof after);
        assert_string_equal(after, "delete");
    }
    make_store();
    change("ALTER TABLE frames RENAME TO others; CREATE VIEW frames AS SELECT * FROM others");
    assert_int_equal(open_as(WIJK_STORE_READ, &store), WIJK_E_FORMAT);
}

/* ---- what may stand beside the tables, or is not run ---- */

static void test_what_others_add(void **state) {
    (void)state;
    char text[100];
    make_store();
    change("CREATE TABLE notes (text); CREATE INDEX by_length ON frames (length(frame));"
           "CREATE VIEW sizes AS SELECT sum(length(frame)) FROM frames;"
           "CREATE TRIGGER takes AFTER INSERT ON frames BEGIN INSERT INTO notes VALUES ('seen'); END;"
           "CREATE TRIGGER stops BEFORE INSERT ON policies BEGIN SELECT raise(ABORT, 'no'); END");
    struct make_journal *journal = make_frames();
    journal->dossier.bytes[0] ^= 1;
    journal->size = journal->sequence = 0;
    memset(journal->head, 0, sizeof journal->head);
    uint64_t seed = 9;
    struct make_act *act = calloc(1, sizeof *act);
    make_act(&seed, act);
    make_append(journal, &act->view);
    make_seal(journal);
    wijk_store *store = open_store(WIJK_STORE_WRITE);
    assert_int_equal(wijk_store_append(store, &journal->dossier, 0, journal->bytes, journal->size, NULL), WIJK_OK);
    assert_int_equal(wijk_store_check(store, NULL), WIJK_OK);
    wijk_store_destroy(store);
    ask("SELECT count(*) FROM notes", text, sizeof text);
    assert_string_equal(text, "0");
    ask("SELECT count(*) FROM frames", text, sizeof text);
    assert_string_equal(text, "6");
    free(act);
    free_frames(journal);
}

/* A copy made by SQLite is in another mode, and a database may hold its texts in UTF-16. */
static void test_copies(void **state) {
    (void)state;
    char sql[ROOM + 100], copy[ROOM + 10], text[100];
    make_store();
    snprintf(copy, sizeof copy, "%s-copy", path);
    snprintf(sql, sizeof sql, "VACUUM INTO '%s'", copy);
    change(sql);
    remove_store();
    assert_int_equal(rename(copy, path), 0);
    ask("PRAGMA journal_mode", text, sizeof text);
    assert_string_equal(text, "delete");
    assert_int_equal(check(), WIJK_OK);
    wijk_store_destroy(open_store(WIJK_STORE_WRITE));
    ask("PRAGMA journal_mode", text, sizeof text);
    assert_string_equal(text, "wal");
    remove_store();
    char *document = read_document(), *block = sql_block(document, 0);
    change("PRAGMA encoding = 'UTF-16'; CREATE TABLE t (x); DROP TABLE t");
    change(block);
    change("INSERT INTO policies VALUES (x'BA7816BF8F01CFEA414140DE5DAE2223', 1, 'abc')");
    wijk_store *store = open_store(WIJK_STORE_WRITE);
    wijk_buffer *out = NULL;
    assert_int_equal(wijk_buffer_new(context, &out), WIJK_OK);
    assert_int_equal(wijk_store_policy(store, NULL, out, NULL), WIJK_OK);
    assert_string_equal(wijk_buffer_data(out), "abc");
    wijk_buffer_destroy(out);
    wijk_store_destroy(store);
    free(block);
    free(document);
}

/* ---- content that is not right ---- */

static void set_byte(long at, int byte) {
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    assert_int_equal(fputc(byte, file), byte);
    assert_int_equal(fclose(file), 0);
}

/* Make a table forget and then remember what may stand in it. */
#define UNGUARDED(table, sql) \
    "PRAGMA writable_schema = ON; CREATE TEMP TABLE kept AS SELECT name, sql FROM sqlite_schema; " \
    "UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), 'NOT NULL', '') WHERE name = '" table "'; " \
    "PRAGMA writable_schema = RESET; " sql "; PRAGMA writable_schema = ON; " \
    "UPDATE sqlite_schema SET sql = (SELECT k.sql FROM kept AS k WHERE k.name = '" table "') " \
    "WHERE name = '" table "'; " \
    "PRAGMA writable_schema = RESET"

static void test_wrong_content(void **state) {
    (void)state;
    static const char *const changes[] = {
        "DELETE FROM frames WHERE sequence = 3",
        "DELETE FROM frames WHERE sequence = 1",
        "UPDATE frames SET sequence = 6 WHERE sequence = 5",
        "UPDATE frames SET dossier = x'00000000000000000000000000000001' WHERE sequence = 5",
        "UPDATE frames SET frame = (SELECT frame FROM frames WHERE sequence = 2) WHERE sequence = 3",
        "UPDATE frames SET frame = substr(frame, 1, length(frame) - 1) WHERE sequence = 5",
        "UPDATE frames SET frame = x'' WHERE sequence = 5",
        "UPDATE frames SET frame = CAST(frame || x'00' AS BLOB) WHERE sequence = 5",
        "PRAGMA ignore_check_constraints = ON; UPDATE frames SET sequence = sequence - 1",
        "PRAGMA ignore_check_constraints = ON; INSERT INTO frames VALUES (x'01', 1, x'01')",
        "PRAGMA ignore_check_constraints = ON; INSERT INTO frames VALUES (x'', 1, x'01')",
        "INSERT INTO frames VALUES (zeroblob(16), 1, (SELECT frame FROM frames WHERE sequence = 1))",
        "PRAGMA ignore_check_constraints = ON; INSERT INTO policies VALUES (x'BA7816', 1, 'abc')",
        "INSERT INTO policies VALUES (x'BA7816BF8F01CFEA414140DE5DAE2224', 1, 'abc')",
        UNGUARDED("frames", "UPDATE frames SET frame = NULL WHERE sequence = 2"),
        UNGUARDED("frames", "UPDATE frames SET frame = 12 WHERE sequence = 2"),
        UNGUARDED("policies", "INSERT INTO policies VALUES (x'BA7816BF8F01CFEA414140DE5DAE2223', 1, x'616263')"),
        UNGUARDED("policies", "INSERT INTO policies VALUES (x'BA7816BF8F01CFEA414140DE5DAE2223', 1, NULL)"),
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        make_store();
        assert_int_equal(check(), WIJK_OK);
        change(changes[i]);
        const wijk_status seen = check();
        if (seen != WIJK_E_CORRUPT)
            fail_msg("%s: %s", changes[i], wijk_status_name(seen));
        /* Whatever stands there, asking for it does no harm. */
        wijk_store *store = open_store(WIJK_STORE_WRITE);
        wijk_buffer *out = NULL;
        wijk_id at = {{0}};
        assert_int_equal(wijk_buffer_new(context, &out), WIJK_OK);
        for (int j = 0; j < 5 && wijk_store_next(store, &at, &at, NULL) == WIJK_OK; j++)
            (void)wijk_store_read(store, &at, out, NULL);
        const wijk_status status = wijk_store_policy(store, NULL, out, NULL);
        assert_true(status == WIJK_NONE || status == WIJK_E_CORRUPT);
        wijk_buffer_destroy(out);
        wijk_store_destroy(store);
    }
    /* Going from id to id stops where there is none. */
    make_store();
    change("PRAGMA ignore_check_constraints = ON; INSERT INTO frames VALUES (x'FFFFFF', 1, x'01')");
    wijk_store *store = open_store(WIJK_STORE_READ);
    wijk_id at = {{0}};
    assert_int_equal(wijk_store_next(store, &at, &at, NULL), WIJK_OK);
    assert_int_equal(wijk_store_next(store, &at, &at, NULL), WIJK_E_CORRUPT);
    wijk_store_destroy(store);
    /* Only SQLite's own check sees a count of free pages that is not right. */
    make_store();
    set_byte(39, 1);
    assert_int_equal(check(), WIJK_E_CORRUPT);
    /* The newest frame can be taken away without a trace: why a head is kept elsewhere. */
    make_store();
    change("DELETE FROM frames WHERE sequence = 5");
    assert_int_equal(check(), WIJK_OK);
}

static int begin(void **state) {
    (void)state;
    const char *root = getenv("WIJK_BUILD_ROOT");
    snprintf(folder, sizeof folder, "%s/store-XXXXXX", root ? root : ".");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/store.db", folder);
    assert_int_equal(wijk_context_new(NULL, NULL, &context), WIJK_OK);
    return 0;
}

static int end(void **state) {
    (void)state;
    remove_store();
    wijk_context_unref(context);
    assert_int_equal(rmdir(folder), 0);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document),
        cmocka_unit_test(test_databases_of_others),
        cmocka_unit_test(test_what_others_add),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_wrong_content),
    };
    return cmocka_run_group_tests_name("file of a store", tests, begin, end);
}

#else

int main(void) { return 77; }

#endif
