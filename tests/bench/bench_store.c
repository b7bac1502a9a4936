/* What the store costs above SQLite: frames of 1,000 acts are appended through wijk_store_append(), and the same bytes
 * are inserted by a bare loop into the same table with the same settings. The two take turns, so that both meet the
 * same moods of the disk; the best time of each is compared. In batches the limit is 1.3; a commit for every frame is
 * mostly waiting for the disk, and is told without a limit. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include <wijkteam/acts.h>
#include <wijkteam/wijkteam.h>

enum {
    DOSSIERS = 10,
    FRAMES_A_DOSSIER = 30,
    FRAMES = DOSSIERS * FRAMES_A_DOSSIER,
    ACTS_A_FRAME = 1000,
    ROUNDS = 7,
};
static const double limit = 1.3;

struct frame {
    wijk_id dossier;
    uint64_t sequence;
    const uint8_t *bytes;
    size_t length;
};

static char folder[400], store_path[450], bare_path[450], schema[1000];

static void demand(int holds, const char *what) {
    if (holds)
        return;
    fprintf(stderr, "bench_store: %s\n", what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void remove_files(const char *path) {
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        char name[470];
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        unlink(name);
    }
}

/* ---- frames, as a dossier makes them ---- */

static wijk_id number_id(uint32_t kind, uint32_t number) {
    wijk_id id = {{(uint8_t)kind, 0x5A, 0x13}};
    for (uint32_t i = 0; i < 12; i++)
        id.bytes[4 + i] = (uint8_t)(number * 2654435761u >> (i % 4 * 8));
    memcpy(id.bytes + 12, &number, sizeof number);
    return id;
}

/* One batch: an act that opens the dossier, or else somebody joins; about 70 bytes each. */
static void submit_batch(wijk_dossier *dossier, wijk_act **acts, uint32_t *number) {
    const wijk_id professional = number_id(1, 1), organisation = number_id(2, 1);
    for (uint32_t i = 0; i < ACTS_A_FRAME; i++) {
        const wijk_id id = number_id(3, ++*number), person = number_id(4, *number);
        const wijk_time recorded = INT64_C(1780000000000000) + *number * INT64_C(61000000);
        wijk_status status;
        if (i == 0 && wijk_dossier_sequence(dossier) == 0)
            status = wijk_act_dossier_open(acts[i], &id, 20000, recorded, "Overvecht", NULL, NULL);
        else
            status = wijk_act_member_join(acts[i], &id, 20000, recorded, &person, WIJK_MEMBER_ROLE_OTHER,
                                          "Iemand met een lange dubbele naam", WIJK_DATE_NONE, NULL);
        demand(status == WIJK_OK && wijk_act_set_actor(acts[i], &professional, &organisation, "team-worker",
                                                       WIJK_NUL_TERMINATED, NULL) == WIJK_OK, "acts");
    }
    const wijk_act *const *batch = (const wijk_act *const *)acts;
    demand(wijk_dossier_submit_all(dossier, batch, ACTS_A_FRAME, NULL, NULL) == WIJK_OK, "submit");
}

/* All frames, in the order in which they are appended: each dossier in turn. The dossiers keep the bytes. */
static void make_frames(wijk_context *context, wijk_dossier **dossiers, struct frame *frames) {
    wijk_policy *policy = NULL;
    wijk_act *acts[ACTS_A_FRAME];
    uint32_t number = 0;
    demand(wijk_policy_load_default(context, &policy, NULL) == WIJK_OK, "policy");
    for (uint32_t i = 0; i < ACTS_A_FRAME; i++)
        demand(wijk_act_new(context, &acts[i], NULL) == WIJK_OK, "act");
    for (uint32_t i = 0; i < DOSSIERS; i++) {
        const wijk_id id = number_id(5, i);
        const void *bytes;
        size_t left;
        demand(wijk_dossier_new(context, policy, &id, &dossiers[i], NULL) == WIJK_OK, "dossier");
        for (uint32_t j = 0; j < FRAMES_A_DOSSIER; j++)
            submit_batch(dossiers[i], acts, &number);
        wijk_dossier_frames(dossiers[i], &bytes, &left);
        for (uint32_t j = 0; j < FRAMES_A_DOSSIER; j++) {
            struct frame *frame = &frames[j * DOSSIERS + i];
            uint64_t length;
            *frame = (struct frame){id, 0, bytes, 0};
            demand(wijk_journal_frame(bytes, left, &length, &frame->sequence, NULL) == WIJK_OK, "frame");
            frame->length = length;
            bytes = frame->bytes + length;
            left -= length;
        }
    }
    for (uint32_t i = 0; i < ACTS_A_FRAME; i++)
        wijk_act_destroy(acts[i]);
    wijk_policy_unref(policy);
}

/* ---- the two loops ---- */

static wijk_store *new_store(wijk_context *context) {
    const wijk_store_flags flags = WIJK_STORE_WRITE | WIJK_STORE_CREATE;
    wijk_store *store = NULL;
    remove_files(store_path);
    demand(wijk_store_open_sqlite(context, store_path, flags, 0, &store, NULL) == WIJK_OK, "open");
    return store;
}

static void run(sqlite3 *db, const char *sql) { demand(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql); }

/* The table as a store has it, from a store. */
static void read_schema(wijk_context *context) {
    static const char sql[] = "SELECT 'PRAGMA page_size = ' || (SELECT page_size FROM pragma_page_size) || "
                              "'; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; "
                              "PRAGMA cell_size_check = ON; ' || sql FROM sqlite_schema WHERE name = 'frames'";
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    wijk_store_destroy(new_store(context));
    demand(sqlite3_open(store_path, &db) == SQLITE_OK, "open bare");
    demand(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW,
           "schema");
    snprintf(schema, sizeof schema, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static double bare_loop(const struct frame *frames, uint32_t frames_a_commit) {
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    remove_files(bare_path);
    demand(sqlite3_open(bare_path, &db) == SQLITE_OK, "open bare");
    run(db, schema);
    demand(sqlite3_prepare_v2(db, "INSERT INTO frames VALUES (?1, ?2, ?3)", -1, &statement, NULL) == SQLITE_OK, "bare");
    const double begun = now();
    for (uint32_t i = 0; i < FRAMES; i++) {
        if (frames_a_commit > 1 && i % frames_a_commit == 0)
            run(db, "BEGIN IMMEDIATE");
        sqlite3_bind_blob(statement, 1, frames[i].dossier.bytes, sizeof frames[i].dossier, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 2, (sqlite3_int64)frames[i].sequence);
        sqlite3_bind_blob64(statement, 3, frames[i].bytes, frames[i].length, SQLITE_STATIC);
        demand(sqlite3_step(statement) == SQLITE_DONE, "insert");
        sqlite3_reset(statement);
        if (frames_a_commit > 1 && i % frames_a_commit == frames_a_commit - 1)
            run(db, "COMMIT");
    }
    const double taken = now() - begun;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return taken;
}

static double store_loop(wijk_context *context, const struct frame *frames, uint32_t frames_a_commit) {
    wijk_store *store = new_store(context);
    const double begun = now();
    for (uint32_t i = 0; i < FRAMES; i++) {
        if (frames_a_commit > 1 && i % frames_a_commit == 0)
            demand(wijk_store_begin(store, NULL) == WIJK_OK, "begin");
        demand(wijk_store_append(store, &frames[i].dossier, frames[i].sequence - 1, frames[i].bytes, frames[i].length,
                                 NULL) == WIJK_OK, "append");
        if (frames_a_commit > 1 && i % frames_a_commit == frames_a_commit - 1)
            demand(wijk_store_commit(store, NULL) == WIJK_OK, "commit");
    }
    const double taken = now() - begun;
    wijk_store_destroy(store);
    return taken;
}

/* The best time of each, and how often longer the store takes. */
static double compare(wijk_context *context, const struct frame *frames, uint32_t frames_a_commit) {
    double bare_best = 1e9, store_best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double bare = 0, store = 0;
        if (round % 2) /* who goes first changes */
            bare = bare_loop(frames, frames_a_commit);
        store = store_loop(context, frames, frames_a_commit);
        if (round % 2 == 0)
            bare = bare_loop(frames, frames_a_commit);
        bare_best = bare < bare_best ? bare : bare_best;
        store_best = store < store_best ? store : store_best;
    }
    const double acts = (double)FRAMES * ACTS_A_FRAME, ratio = store_best / bare_best;
    printf("%3u frames a commit: store %9.0f acts/s, bare loop %9.0f acts/s; ratio %.2f\n", (unsigned)frames_a_commit,
           acts / store_best, acts / bare_best, ratio);
    return ratio;
}

int main(void) {
    if (!wijk_feature_supported(WIJK_FEATURE_SQLITE) || !wijk_feature_supported(WIJK_FEATURE_JSON))
        return 77;
    const char *root = getenv("WIJK_BUILD_ROOT");
    snprintf(folder, sizeof folder, "%s/bench-XXXXXX", root ? root : ".");
    demand(mkdtemp(folder) != NULL, "folder");
    snprintf(store_path, sizeof store_path, "%s/store.db", folder);
    snprintf(bare_path, sizeof bare_path, "%s/bare.db", folder);
    static struct frame frames[FRAMES];
    wijk_dossier *dossiers[DOSSIERS];
    wijk_context *context = NULL;
    demand(wijk_context_new(NULL, NULL, &context) == WIJK_OK, "context");
    make_frames(context, dossiers, frames);
    read_schema(context);
    printf("%d frames of %d acts, %zu bytes each\n", (int)FRAMES, (int)ACTS_A_FRAME, frames[FRAMES - 1].length);
    const double ratio = compare(context, frames, 50);
    printf("limit %.1f: %s\n", limit, ratio <= limit ? "kept" : "not kept");
    (void)compare(context, frames, 1);
    for (uint32_t i = 0; i < DOSSIERS; i++)
        wijk_dossier_destroy(dossiers[i]);
    wijk_context_unref(context);
    remove_files(store_path);
    remove_files(bare_path);
    rmdir(folder);
    return ratio <= limit ? 0 : 1;
}
