/* A store in a SQLite file, and one on a host's own storage. */
#include "sweep.h"

static const char path[] = "oom-sweep.store"; /* in the folder that the test runs in */

/* ---- what both do ---- */

static wijk_status save(struct run *run, int argument) {
    (void)argument;
    wijk_status status = CALL(wijk_store_save)(run->store, run->dossier, run->error);
    MUST(run, status != WIJK_OK || wijk_dossier_saved_sequence(run->dossier) == wijk_dossier_sequence(run->dossier));
    return status;
}

/* The frames of the dossier under the id of another: refused, but only once they were looked at. */
static wijk_status append(struct run *run, int argument) {
    wijk_id other = number_id(77);
    const void *frames;
    size_t length;
    (void)argument;
    wijk_dossier_frames(run->dossier, &frames, &length);
    wijk_status status = CALL(wijk_store_append)(run->store, &other, 0, frames, length, run->error);
    MUST(run, status == WIJK_E_CORRUPT || status == WIJK_E_MEMORY);
    return status == WIJK_E_CORRUPT ? WIJK_OK : status;
}

static wijk_status read_back(struct run *run, int argument) {
    const wijk_id *id = wijk_dossier_id(run->dossier);
    (void)argument;
    wijk_status status = CALL(wijk_store_read)(run->store, id, run->buffer, run->error);
    if (status != WIJK_OK)
        return status;
    status = wijk_dossier_load(run->context, given.policy, wijk_buffer_data(run->buffer),
                               wijk_buffer_size(run->buffer), WIJK_LOAD_VERIFY_CHAIN, &run->other_dossier, run->error);
    if (status != WIJK_OK)
        return status;
    MUST(run, wijk_dossier_acts(run->other_dossier) == wijk_dossier_acts(run->dossier));
    wijk_dossier_destroy(run->other_dossier);
    run->other_dossier = NULL;
    wijk_buffer_clear(run->buffer);
    return status;
}

static wijk_status walk(struct run *run, int argument) {
    wijk_id id = {{0}};
    wijk_status status;
    int count = 0;
    (void)argument;
    while ((status = CALL(wijk_store_next)(run->store, &id, &id, run->error)) == WIJK_OK)
        count++;
    MUST(run, status != WIJK_NONE || count == 1);
    return status == WIJK_NONE ? WIJK_OK : status;
}

static wijk_status check(struct run *run, int argument) {
    (void)argument;
    return CALL(wijk_store_check)(run->store, run->error);
}

static wijk_status append_to_cohort(struct run *run, int argument) {
    wijk_cohort *cohort;
    (void)argument;
    wijk_status status = wijk_cohort_new(run->context, &cohort, run->error);
    if (status != WIJK_OK)
        return status;
    status = CALL(wijk_cohort_append_store)(cohort, run->store, NULL, 0, WIJK_DATE_NONE, WIJK_TIME_NONE, run->error);
    MUST(run, status != WIJK_OK || wijk_cohort_dossiers(cohort) == 1);
    wijk_cohort_unref(cohort);
    return status;
}

/* ---- SQLite ---- */

static void remove_files(void) {
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
    char name[64];
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        remove(name);
    }
}

static wijk_status open_file(struct run *run, int argument) {
    if (argument)
        remove_files();
    CALL(wijk_store_destroy)(run->store);
    run->store = NULL;
    wijk_status status = CALL(wijk_store_open_sqlite)(run->context, path, WIJK_STORE_WRITE | WIJK_STORE_CREATE, 0,
                                                      &run->store, run->error);
    MUST(run, (status == WIJK_OK) == (run->store != NULL));
    return status;
}

static wijk_status put_policy(struct run *run, int argument) {
    (void)argument;
    return CALL(wijk_store_put_policy)(run->store, given.policy, run->error);
}

static wijk_status get_policy(struct run *run, int argument) {
    const wijk_id *id = argument ? wijk_policy_id(given.policy) : NULL;
    wijk_status status = CALL(wijk_store_policy)(run->store, id, run->buffer, run->error);
    MUST(run, status != WIJK_OK || wijk_buffer_size(run->buffer) > 0);
    wijk_buffer_clear(run->buffer);
    return status;
}

static wijk_status transaction(struct run *run, int argument) {
    wijk_status status = CALL(wijk_store_begin)(run->store, run->error);
    if (status == WIJK_OK)
        status = put_policy(run, 0);
    if (status == WIJK_OK && argument)
        return CALL(wijk_store_commit)(run->store, run->error);
    wijk_status dropped = CALL(wijk_store_rollback)(run->store, run->error);
    if (status == WIJK_OK)
        return dropped;
    MUST(run, dropped == WIJK_OK || dropped == WIJK_E_MEMORY);
    return CALL(wijk_store_begin)(run->store, run->error) == WIJK_OK
               ? (CALL(wijk_store_rollback)(run->store, run->error), WIJK_E_MEMORY)
               : WIJK_E_MEMORY;
}

static wijk_status clean_up(struct run *run, int argument) {
    (void)argument;
    CALL(wijk_store_destroy)(run->store);
    run->store = NULL;
    remove_files();
    return WIJK_OK;
}

static const struct step sqlite_steps[] = {
    BEGINNING,
    {"dossier", make_dossier, 500, 0},
    {"story", submit_story, 12, 0},
    {"create", open_file, 1, 0},
    {"append", append, 0, 0},
    {"save", save, 0, 0},
    {"put policy", put_policy, 0, 0},
    {"dropped transaction", transaction, 0, NO_ERROR},
    {"transaction", transaction, 1, NO_ERROR},
    {"open", open_file, 0, 0},
    {"read", read_back, 0, FILLS_BUFFER},
    {"walk", walk, 0, 0},
    {"into a cohort", append_to_cohort, 0, 0},
    {"policy", get_policy, 1, FILLS_BUFFER},
    {"last policy", get_policy, 0, FILLS_BUFFER},
    {"check", check, 0, 0},
    {"clean up", clean_up, 0, 0},
};
const struct scenario sqlite_scenario = SCENARIO("a store in a SQLite file", sqlite_steps);

/* ---- a host's own storage: one dossier, in memory that never fails ---- */

struct shelf {
    wijk_id dossier;
    uint8_t bytes[1 << 16];
    size_t size;
    uint64_t sequence;
};
static struct shelf shelf;

static wijk_status shelf_append(void *userdata, const wijk_id *dossier, uint64_t sequence, const void *frame,
                                size_t length) {
    struct shelf *to = userdata;
    if (sequence != to->sequence + 1 || length > sizeof to->bytes - to->size)
        return WIJK_E_CONFLICT;
    to->dossier = *dossier;
    memcpy(to->bytes + to->size, frame, length);
    to->size += length;
    to->sequence = sequence;
    return WIJK_OK;
}

static wijk_status shelf_read(void *userdata, const wijk_id *dossier, wijk_buffer *out) {
    const struct shelf *from = userdata;
    (void)dossier;
    return CALL(wijk_store_reply)(out, from->bytes, from->size);
}

static wijk_status shelf_next(void *userdata, const wijk_id *after, wijk_id *out) {
    const struct shelf *from = userdata;
    if (from->size == 0 || memcmp(after, &from->dossier, sizeof *after) >= 0)
        return WIJK_NONE;
    *out = from->dossier;
    return WIJK_OK;
}

static wijk_status open_shelf(struct run *run, int argument) {
    static const wijk_store_methods methods = {.struct_size = sizeof methods,
                                               .append = shelf_append,
                                               .read = shelf_read,
                                               .next = shelf_next};
    (void)argument;
    memset(&shelf, 0, sizeof shelf);
    wijk_status status = CALL(wijk_store_new)(run->context, &methods, &shelf, &run->store, run->error);
    MUST(run, (status == WIJK_OK) == (run->store != NULL));
    return status;
}

static const struct step host_steps[] = {
    BEGINNING,
    {"dossier", make_dossier, 501, 0},
    {"story", submit_story, 12, 0},
    {"new", open_shelf, 0, 0},
    {"append", append, 0, 0},
    {"save", save, 0, 0},
    {"read", read_back, 0, FILLS_BUFFER},
    {"walk", walk, 0, 0},
    {"check", check, 0, 0},
};
const struct scenario host_scenario = SCENARIO("a store of a host", host_steps);
