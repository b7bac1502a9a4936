/* What the store costs above SQLite: frames of 1,000 acts are appended through wijk_store_append(), and the same bytes
 * are inserted by a bare loop into the same table with the same settings. The two take turns, commit by commit, so that
 * both meet the same moods of the machine; told is the median of how many times as long the store takes. In batches the
 * limit is 1.3; a commit for every frame is mostly waiting for the disk, and is told without a limit. */
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
    ROUNDS = 8, /* each with new files */
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

struct bare {
    sqlite3 *db;
    sqlite3_stmt *insert;
};

static struct bare new_bare(void) {
    struct bare bare = {NULL, NULL};
    remove_files(bare_path);
    demand(sqlite3_open(bare_path, &bare.db) == SQLITE_OK, "open bare");
    run(bare.db, schema);
    demand(sqlite3_prepare_v2(bare.db, "INSERT INTO frames VALUES (?1, ?2, ?3)", -1, &bare.insert, NULL) == SQLITE_OK,
           "bare");
    return bare;
}

/* Both append so many frames in one commit, and answer how long it took. */

static double bare_commit(struct bare bare, const struct frame *frames, uint32_t count) {
    const double begun = now();
    if (count > 1)
        run(bare.db, "BEGIN IMMEDIATE");
    for (const struct frame *frame = frames; frame < frames + count; frame++) {
        sqlite3_bind_blob(bare.insert, 1, frame->dossier.bytes, sizeof frame->dossier, SQLITE_STATIC);
        sqlite3_bind_int64(bare.insert, 2, (sqlite3_int64)frame->sequence);
        sqlite3_bind_blob64(bare.insert, 3, frame->bytes, frame->length, SQLITE_STATIC);
        demand(sqlite3_step(bare.insert) == SQLITE_DONE, "insert");
        sqlite3_reset(bare.insert);
    }
    if (count > 1)
        run(bare.db, "COMMIT");
    return now() - begun;
}

static double store_commit(wijk_store *store, const struct frame *frames, uint32_t count) {
    const double begun = now();
    wijk_status status = count > 1 ? wijk_store_begin(store, NULL) : WIJK_OK;
    for (const struct frame *frame = frames; frame < frames + count && status == WIJK_OK; frame++)
        status = wijk_store_append(store, &frame->dossier, frame->sequence - 1, frame->bytes, frame->length, NULL);
    if (count > 1 && status == WIJK_OK)
        status = wijk_store_commit(store, NULL);
    demand(status == WIJK_OK, "append");
    return now() - begun;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double compare(wijk_context *context, const struct frame *frames, uint32_t frames_a_commit) {
    static double ratios[ROUNDS * FRAMES];
    double bare_total = 0, store_total = 0;
    uint32_t pairs = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct bare bare = new_bare();
        wijk_store *store = new_store(context);
        for (uint32_t i = 0; i < FRAMES; i += frames_a_commit, pairs++) {
            double bare_time = 0;
            if (pairs % 2) /* who goes first changes */
                bare_time = bare_commit(bare, frames + i, frames_a_commit);
            const double store_time = store_commit(store, frames + i, frames_a_commit);
            if (pairs % 2 == 0)
                bare_time = bare_commit(bare, frames + i, frames_a_commit);
            ratios[pairs] = store_time / bare_time;
            bare_total += bare_time;
            store_total += store_time;
        }
        wijk_store_destroy(store);
        sqlite3_finalize(bare.insert);
        sqlite3_close(bare.db);
    }
    qsort(ratios, pairs, sizeof *ratios, ascending);
    const double acts = (double)FRAMES * ACTS_A_FRAME * ROUNDS;
    printf("%3u frames a commit: store %9.0f acts/s, bare loop %9.0f acts/s; ratio %.2f (median of %u pairs; a quarter "
           "below %.2f, a quarter above %.2f)\n", (unsigned)frames_a_commit, acts / store_total, acts / bare_total,
           ratios[pairs / 2], (unsigned)pairs, ratios[pairs / 4], ratios[pairs * 3 / 4]);
    return ratios[pairs / 2];
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
    const double ratio = compare(context, frames, 25);
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
