/* The store in a SQLite file, through public functions only: opening, appending, reading, transactions, two writers,
 * policies. Hosts' own storage stands in test_store_host.c, damaged files in test_store_damage.c. */
#define _GNU_SOURCE /* folders, processes */
#include "store_support.h"

#include <sys/wait.h>

/* ---- opening ---- */

static wijk_status try_open(struct world *world, const char *path, wijk_store_flags flags) {
    wijk_store *store = (wijk_store *)(void *)world;
    wijk_status status = wijk_store_open_sqlite(world->context, path, flags, 0, &store, world->error);
    assert_int_equal(status == WIJK_OK, store != NULL);
    assert_int_equal(wijk_error_code(world->error), status);
    wijk_store_destroy(store);
    return status;
}

static void test_without_sqlite(void **state) {
    struct world *world = *state;
    if (wijk_feature_supported(WIJK_FEATURE_SQLITE))
        skip();
    assert_int_equal(try_open(world, world->path, WRITING), WIJK_E_UNSUPPORTED);
}

static void test_null(void **state) {
    struct world *world = *state;
    const wijk_id id = make_id(1, 1);
    wijk_id out = id;
    wijk_error *error = world->error;
    assert_int_equal(wijk_store_append(NULL, &id, 0, "x", 1, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_error_code(error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_save(NULL, NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_read(NULL, &id, world->buffer, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_next(NULL, &id, &out, error), WIJK_E_ARGUMENT);
    assert_true(memcmp(&out, &(wijk_id){{0}}, sizeof out) == 0);
    assert_int_equal(wijk_store_begin(NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_commit(NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_rollback(NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_put_policy(NULL, world->policy, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_policy(NULL, NULL, world->buffer, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_check(NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_reply(NULL, "x", 1), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_reply(world->buffer, NULL, 1), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_reply(world->buffer, NULL, 0), WIJK_OK);
    wijk_store_destroy(NULL);

    NEEDS_SQLITE();
    wijk_store *store = NULL;
    assert_int_equal(wijk_store_open_sqlite(NULL, world->path, WRITING, 0, &store, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_open_sqlite(world->context, NULL, WRITING, 0, &store, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_open_sqlite(world->context, world->path, WRITING, 0, NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_open_sqlite(world->context, world->path, WRITING, -1, &store, error), WIJK_E_ARGUMENT);
    assert_int_equal(access(world->path, F_OK), -1);
    store = open_store(world, WRITING);
    assert_int_equal(wijk_store_append(store, NULL, 0, "x", 1, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_append(store, &id, 0, NULL, 1, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_append(store, &id, 0, "x", 0, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_append(store, &id, 0, "x", 1, NULL), WIJK_E_CORRUPT);
    assert_int_equal(wijk_store_save(store, NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_read(store, NULL, world->buffer, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_read(store, &id, NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_next(store, NULL, &out, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_next(store, &id, NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_put_policy(store, NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_policy(store, NULL, NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_commit(store, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_rollback(store, error), WIJK_OK);
    wijk_store_destroy(store);
}

static void test_open(void **state) {
    NEEDS_SQLITE();
    struct world *world = *state;
    char name[PATH_ROOM];
    static const wijk_store_flags existing[] = {WIJK_STORE_READ, WIJK_STORE_WRITE};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(try_open(world, world->path, existing[i]), WIJK_E_NOT_FOUND);
        assert_int_equal(access(world->path, F_OK), -1);
    }
    name_file(name, world, "no-such-folder/store.db");
    assert_int_equal(try_open(world, name, WRITING), WIJK_E_NOT_FOUND);
    assert_int_equal(try_open(world, world->folder, WRITING), WIJK_E_IO);
    assert_int_equal(try_open(world, world->path, WIJK_STORE_CREATE), WIJK_E_ARGUMENT);
    assert_int_equal(try_open(world, world->path, WRITING | 4), WIJK_E_UNSUPPORTED);
    assert_int_equal(try_open(world, "", WRITING), WIJK_E_ARGUMENT);
    assert_int_equal(try_open(world, ":memory:", WRITING), WIJK_E_ARGUMENT);
    assert_int_equal(try_open(world, "file:store.db?mode=memory", WRITING), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "path");
    assert_int_equal(try_open(world, world->path, WRITING), WIJK_OK);
    assert_int_equal(try_open(world, world->path, WRITING), WIJK_OK);
    assert_int_equal(try_open(world, world->path, WIJK_STORE_WRITE), WIJK_OK);
    assert_int_equal(try_open(world, world->path, WIJK_STORE_READ), WIJK_OK);
}

/* Where the header of the file holds what the store is known by; big-endian. */
enum { AT_USER_VERSION = 60, AT_APPLICATION_ID = 68 };

static void test_files_that_are_no_store(void **state) {
    NEEDS_SQLITE();
    struct world *world = *state;
    /* An empty file is a store in the making, and only for who may make one. */
    write_file(world->path, "", 0);
    assert_int_equal(try_open(world, world->path, WIJK_STORE_READ), WIJK_E_FORMAT);
    assert_int_equal(try_open(world, world->path, WIJK_STORE_WRITE), WIJK_E_FORMAT);
    assert_int_equal(try_open(world, world->path, WRITING), WIJK_OK);
    struct bytes store = read_file(world->path);
    /* Another application's database, one of a newer version, one without our tables. */
    static const struct {
        const char *what;
        size_t at;
        uint8_t byte;
    } changes[] = {{"application", AT_APPLICATION_ID, 0x41}, {"newer", AT_USER_VERSION + 3, 2},
                   {"older", AT_USER_VERSION + 3, 0}, {"table", 0, '1'}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        size_t at = changes[i].at;
        for (size_t j = 0; at == 0 && j + 12 < store.size; j++) /* a zero in the text of the schema */
            at = memcmp(store.data + j, "sequence > 0", 12) == 0 ? j + 11 : 0;
        const uint8_t old = store.data[at];
        store.data[at] = changes[i].byte;
        write_file(world->path, store.data, store.size);
        store.data[at] = old;
        for (wijk_store_flags flags = 0; flags < 4; flags += flags ? 2 : 1)
            assert_int_equal(try_open(world, world->path, flags), WIJK_E_FORMAT);
    }
    static const char text[] = "Dit is geen database, maar een brief van meer dan honderd bytes aan het wijkteam, en "
                               "dat moet ook zo blijven.";
    write_file(world->path, text, sizeof text);
    for (wijk_store_flags flags = 0; flags < 4; flags += flags ? 2 : 1)
        assert_int_equal(try_open(world, world->path, flags), WIJK_E_FORMAT);
    struct bytes after = read_file(world->path);
    assert_int_equal(after.size, sizeof text);
    assert_memory_equal(after.data, text, sizeof text);
    free(after.data);
    free(store.data);
}

/* ---- appending and reading ---- */

static void test_save_and_load(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_store *store = open_store(world, WRITING);
    wijk_dossier *dossier = new_dossier(world, 1, 3);
    assert_int_equal(stored_frames(world, store, 1), 0);
    assert_true(unsaved_bytes(dossier) > 0);
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    assert_int_equal(wijk_error_code(world->error), WIJK_OK);
    assert_int_equal(unsaved_bytes(dossier), 0);
    assert_int_equal(wijk_dossier_saved_sequence(dossier), 3);
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK); /* nothing to do */
    add_act(world, dossier, 1, "Daan");
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    wijk_store_destroy(store);

    store = open_store(world, WIJK_STORE_READ);
    assert_int_equal(stored_frames(world, store, 1), 4);
    wijk_dossier *again = load_dossier(world, store, 1);
    assert_same_dossier(dossier, again);
    assert_int_equal(wijk_store_check(store, world->error), WIJK_OK);
    wijk_dossier_destroy(again);
    wijk_dossier_destroy(dossier);
    wijk_store_destroy(store);
}

static void test_next(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    static const uint32_t order[] = {300, 2, 65536, 1, 255};
    static const uint32_t sorted[] = {1, 2, 255, 300, 65536};
    wijk_store *store = open_store(world, WRITING);
    wijk_id at = {{0}};
    assert_int_equal(wijk_store_next(store, &at, &at, world->error), WIJK_NONE);
    for (size_t i = 0; i < 5; i++) {
        wijk_dossier *dossier = new_dossier(world, order[i], 2);
        assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
        wijk_dossier_destroy(dossier);
    }
    for (size_t i = 0; i < 5; i++) {
        const wijk_id wanted = make_id(1, sorted[i]);
        assert_int_equal(wijk_store_next(store, &at, &at, world->error), WIJK_OK);
        assert_memory_equal(&at, &wanted, sizeof at);
    }
    assert_int_equal(wijk_store_next(store, &at, &at, world->error), WIJK_NONE);
    assert_true(memcmp(&at, &(wijk_id){{0}}, sizeof at) == 0);
    wijk_store_destroy(store);
}

/* Whatever is wrong with a run of frames, nothing of it is taken. */
static void test_append_refuses(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_store *store = open_store(world, WRITING);
    wijk_dossier *dossier = new_dossier(world, 1, 3);
    const wijk_id id = make_id(1, 1), other = make_id(1, 2);
    const void *frames;
    size_t length;
    wijk_dossier_frames(dossier, &frames, &length);
    uint64_t first, sequence;
    assert_int_equal(wijk_journal_frame(frames, length, &first, &sequence, NULL), WIJK_OK);
    uint8_t *bad = malloc(length + 1);
    assert_non_null(bad);
    for (size_t bit = 0; bit < length * 8; bit++) {
        memcpy(bad, frames, length);
        bad[bit / 8] ^= (uint8_t)(1u << bit % 8);
        const wijk_status status = wijk_store_append(store, &id, 0, bad, length, world->error);
        assert_true(status == WIJK_E_CORRUPT || status == WIJK_E_FORMAT);
    }
    for (size_t cut = 1; cut < length; cut++) {
        uint8_t *piece = malloc(cut); /* so that a tool sees a read past its end */
        assert_non_null(piece);
        memcpy(piece, frames, cut);
        uint64_t at = 0, size = 0;
        while (at < cut && wijk_journal_frame(piece + at, cut - at, &size, &sequence, NULL) == WIJK_OK)
            at += size;
        if (at != cut)
            assert_int_equal(wijk_store_append(store, &id, 0, piece, cut, world->error), WIJK_E_CORRUPT);
        free(piece);
    }
    memcpy(bad, frames, length);
    bad[length] = 0;
    assert_int_equal(wijk_store_append(store, &id, 0, bad, length + 1, world->error), WIJK_E_CORRUPT);
    assert_int_equal(wijk_error_offset(world->error), (int64_t)length);
    assert_int_equal(wijk_store_append(store, &other, 0, frames, length, world->error), WIJK_E_CORRUPT);
    assert_int_equal(wijk_store_append(store, &id, 1, frames, length, world->error), WIJK_E_CORRUPT);
    assert_int_equal(wijk_error_offset(world->error), 0);
    assert_int_equal(wijk_store_append(store, &id, UINT64_MAX, frames, length, world->error), WIJK_E_LIMIT);
    assert_int_equal(wijk_store_append(store, &id, 0, (const uint8_t *)frames + first, length - first, world->error),
                     WIJK_E_CORRUPT);
    /* Frames that do follow, but on what is not there. */
    assert_int_equal(wijk_store_append(store, &id, 1, (const uint8_t *)frames + first, length - first, world->error),
                     WIJK_E_CONFLICT);
    assert_int_equal(stored_frames(world, store, 1), 0);
    assert_int_equal(stored_frames(world, store, 2), 0);
    assert_int_equal(wijk_store_append(store, &id, 0, frames, length, world->error), WIJK_OK);
    assert_int_equal(wijk_store_append(store, &id, 0, frames, length, world->error), WIJK_E_CONFLICT);
    assert_int_equal(stored_frames(world, store, 1), 3);
    free(bad);
    wijk_dossier_destroy(dossier);
    wijk_store_destroy(store);
}

static void test_limits(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_store *store = open_store(world, WRITING);
    wijk_dossier *dossier = new_dossier(world, 1, 4);
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    wijk_store_destroy(store);
    const wijk_id id = make_id(1, 1);
    wijk_context *narrow = NULL;
    wijk_buffer *out = NULL;
    wijk_limits limits = {.struct_size = sizeof limits, .frame_bytes = 100, .journal_bytes = 200};
    assert_int_equal(wijk_context_new(NULL, &limits, &narrow), WIJK_OK);
    assert_int_equal(wijk_buffer_new(narrow, &out), WIJK_OK);
    assert_int_equal(wijk_store_open_sqlite(narrow, world->path, WIJK_STORE_WRITE, 0, &store, NULL), WIJK_OK);
    assert_int_equal(wijk_store_read(store, &id, out, world->error), WIJK_E_LIMIT);
    assert_int_equal(wijk_buffer_size(out), 0);
    add_act(world, dossier, 1, "Noor");
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_E_LIMIT);
    assert_int_equal(wijk_dossier_saved_sequence(dossier), 4);
    wijk_buffer_destroy(out);
    wijk_store_destroy(store);
    wijk_context_unref(narrow);
    wijk_dossier_destroy(dossier);
}

/* ---- two writers ---- */

static void test_conflict(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_store *one = open_store(world, WRITING), *two = open_store(world, WIJK_STORE_WRITE);
    wijk_dossier *dossier = new_dossier(world, 1, 2);
    assert_int_equal(wijk_store_save(one, dossier, world->error), WIJK_OK);
    wijk_dossier *mine = load_dossier(world, one, 1), *theirs = load_dossier(world, two, 1);
    add_act(world, mine, 1, "Sterre");
    add_act(world, theirs, 2, "Fenna");
    add_act(world, theirs, 2, "Jip");
    assert_int_equal(wijk_store_save(one, mine, world->error), WIJK_OK);
    const size_t unsaved = unsaved_bytes(theirs);
    assert_int_equal(wijk_store_save(two, theirs, world->error), WIJK_E_CONFLICT);
    assert_int_equal(wijk_error_code(world->error), WIJK_E_CONFLICT);
    assert_int_equal(unsaved_bytes(theirs), unsaved);
    assert_int_equal(wijk_dossier_saved_sequence(theirs), 2);
    assert_int_equal(stored_frames(world, two, 1), 3);
    /* Load again and submit again. */
    wijk_dossier_destroy(theirs);
    theirs = load_dossier(world, two, 1);
    add_act(world, theirs, 2, "Fenna");
    assert_int_equal(wijk_store_save(two, theirs, world->error), WIJK_OK);
    assert_int_equal(stored_frames(world, one, 1), 4);
    wijk_dossier_destroy(theirs);
    wijk_dossier_destroy(mine);
    wijk_dossier_destroy(dossier);
    wijk_store_destroy(two);
    wijk_store_destroy(one);
}

static void test_busy(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_store *one = open_store(world, WRITING), *two = open_store(world, WIJK_STORE_WRITE);
    wijk_dossier *dossier = new_dossier(world, 1, 2);
    assert_int_equal(wijk_store_begin(one, world->error), WIJK_OK);
    assert_int_equal(wijk_store_begin(two, world->error), WIJK_E_BUSY);
    assert_int_equal(wijk_store_save(two, dossier, world->error), WIJK_E_BUSY);
    assert_int_equal(wijk_dossier_saved_sequence(dossier), 0);
    assert_int_equal(wijk_store_put_policy(two, world->policy, world->error), WIJK_E_BUSY);
    assert_int_equal(stored_frames(world, two, 1), 0); /* reading goes on */
    wijk_store_destroy(one);                           /* ends the transaction */
    assert_int_equal(wijk_store_save(two, dossier, world->error), WIJK_OK);
    assert_int_equal(stored_frames(world, two, 1), 2);
    wijk_dossier_destroy(dossier);
    wijk_store_destroy(two);
}

/* ---- transactions ---- */

static void test_transactions(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_store *store = open_store(world, WRITING), *other = open_store(world, WIJK_STORE_READ);
    wijk_dossier *first = new_dossier(world, 1, 2), *second = new_dossier(world, 2, 3);
    assert_int_equal(wijk_store_begin(store, world->error), WIJK_OK);
    assert_int_equal(wijk_store_begin(store, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_save(store, first, world->error), WIJK_OK);
    assert_int_equal(wijk_store_save(store, second, world->error), WIJK_OK);
    add_act(world, first, 1, "Mees");
    assert_int_equal(wijk_store_save(store, first, world->error), WIJK_OK);
    assert_int_equal(stored_frames(world, store, 1), 3);
    assert_int_equal(stored_frames(world, other, 1), 0); /* not yet */
    /* A conflict takes nothing away from the transaction. */
    wijk_dossier *stale = new_dossier(world, 1, 1);
    assert_int_equal(wijk_store_save(store, stale, world->error), WIJK_E_CONFLICT);
    wijk_dossier_destroy(stale);
    assert_int_equal(wijk_store_commit(store, world->error), WIJK_OK);
    assert_int_equal(wijk_store_commit(store, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(stored_frames(world, other, 1), 3);
    assert_int_equal(stored_frames(world, other, 2), 3);

    assert_int_equal(wijk_store_begin(store, world->error), WIJK_OK);
    add_act(world, first, 1, "Lotte");
    assert_int_equal(wijk_store_save(store, first, world->error), WIJK_OK);
    assert_int_equal(wijk_store_put_policy(store, world->policy, world->error), WIJK_OK);
    assert_int_equal(wijk_store_rollback(store, world->error), WIJK_OK);
    assert_int_equal(stored_frames(world, store, 1), 3);
    assert_int_equal(wijk_store_policy(store, NULL, world->buffer, world->error), WIJK_NONE);
    /* The dossier believes to be saved, and the store knows better. */
    add_act(world, first, 1, "Bram");
    assert_int_equal(wijk_store_save(store, first, world->error), WIJK_E_CONFLICT);
    wijk_dossier_destroy(second);
    wijk_dossier_destroy(first);
    wijk_store_destroy(other);
    wijk_store_destroy(store);
}

/* After a dropped transaction another writer comes just as far: sequence numbers fit, the chain does not. */
static void test_dropped_and_overtaken(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_store *store = open_store(world, WRITING), *other = open_store(world, WIJK_STORE_WRITE);
    wijk_dossier *dossier = new_dossier(world, 1, 2), *bystander = new_dossier(world, 2, 1);
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    wijk_dossier *theirs = load_dossier(world, other, 1);
    assert_int_equal(wijk_store_begin(store, world->error), WIJK_OK);
    add_act(world, dossier, 1, "Sterre");
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    assert_int_equal(wijk_store_rollback(store, world->error), WIJK_OK);
    add_act(world, theirs, 2, "Fenna");
    assert_int_equal(wijk_store_save(other, theirs, world->error), WIJK_OK);
    add_act(world, dossier, 1, "Jip");
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_E_CONFLICT);
    assert_int_equal(stored_frames(world, store, 1), 3);
    /* Whoever did not take part is not hindered: a new dossier, and one that was loaded again. */
    assert_int_equal(wijk_store_save(store, bystander, world->error), WIJK_OK);
    wijk_dossier_destroy(dossier);
    dossier = load_dossier(world, store, 1);
    add_act(world, dossier, 1, "Jip");
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    assert_int_equal(stored_frames(world, store, 1), 4);
    wijk_dossier_destroy(theirs);
    wijk_dossier_destroy(bystander);
    wijk_dossier_destroy(dossier);
    wijk_store_destroy(other);
    wijk_store_destroy(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_without_sqlite, store_gone),
        cmocka_unit_test_teardown(test_null, store_gone),
        cmocka_unit_test_teardown(test_open, store_gone),
        cmocka_unit_test_teardown(test_files_that_are_no_store, store_gone),
        cmocka_unit_test_teardown(test_save_and_load, store_gone),
        cmocka_unit_test_teardown(test_next, store_gone),
        cmocka_unit_test_teardown(test_append_refuses, store_gone),
        cmocka_unit_test_teardown(test_limits, store_gone),
        cmocka_unit_test_teardown(test_conflict, store_gone),
        cmocka_unit_test_teardown(test_busy, store_gone),
        cmocka_unit_test_teardown(test_transactions, store_gone),
        cmocka_unit_test_teardown(test_dropped_and_overtaken, store_gone),
    };
    return cmocka_run_group_tests_name("store", tests, world_begin, world_end);
}
