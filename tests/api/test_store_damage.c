/* Stores that were cut off, changed, or may not be written: an answer, never a crash, and never wrong frames that pass
 * for right ones. */
#define _GNU_SOURCE /* folders, processes */
#include "store_support.h"

#include <sys/wait.h>

enum { DOSSIERS = 3, FRAMES = 6 };

struct original {
    struct bytes file;
    struct bytes journals[DOSSIERS]; /* what the store holds of dossiers 1, 2, 3 */
};

/* A store with a few frames that fill more than a page each, and a policy. */
static void make_original(struct world *world, struct original *original) {
    static char name[3000];
    memset(name, 'x', sizeof name - 1);
    wijk_store *store = open_store(world, WRITING);
    assert_int_equal(wijk_store_put_policy(store, world->policy, world->error), WIJK_OK);
    for (uint32_t i = 0; i < DOSSIERS; i++) {
        wijk_dossier *dossier = new_dossier(world, i + 1, 1);
        for (uint32_t j = 1; j < FRAMES; j++)
            add_act(world, dossier, 1, j % 3 == 0 ? name : "Sterre");
        const void *frames;
        size_t length;
        wijk_dossier_frames(dossier, &frames, &length);
        original->journals[i] = (struct bytes){malloc(length), length};
        assert_non_null(original->journals[i].data);
        memcpy(original->journals[i].data, frames, length);
        assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
        wijk_dossier_destroy(dossier);
    }
    wijk_store_destroy(store);
    original->file = read_file(world->path);
    assert_non_null(original->file.data);
}

static void free_original(struct original *original) {
    for (size_t i = 0; i < DOSSIERS; i++)
        free(original->journals[i].data);
    free(original->file.data);
}

static bool is_status(wijk_status status) { return wijk_status_name(status)[0] != 0; }

/* Do with a store all that can be done. Answers whether it opened and passed its check; then all in it must be right:
 * every dossier there as it was or, if `prefixes`, as it was at some earlier commit. */
static bool use_store(struct world *world, const struct original *original, wijk_store_flags flags, bool prefixes) {
    wijk_store *store = NULL;
    wijk_status status = wijk_store_open_sqlite(world->context, world->path, flags, 0, &store, world->error);
    assert_true(is_status(status) && status <= 0);
    assert_int_equal(status == WIJK_OK, store != NULL);
    if (!store)
        return false;
    const wijk_status verdict = wijk_store_check(store, world->error);
    assert_true(is_status(verdict) && verdict <= 0);
    for (uint32_t i = 0; i < DOSSIERS; i++) {
        const wijk_id id = make_id(1, i + 1);
        const struct bytes *journal = &original->journals[i];
        status = wijk_store_read(store, &id, world->buffer, world->error);
        const size_t size = wijk_buffer_size(world->buffer);
        assert_true(is_status(status) && (status == WIJK_OK) == (size > 0));
        if (verdict == WIJK_OK && prefixes) {
            assert_true(status == WIJK_OK || status == WIJK_NONE);
            assert_true(size <= journal->size && memcmp(wijk_buffer_data(world->buffer), journal->data, size) == 0);
        } else if (verdict == WIJK_OK) {
            assert_int_equal(status, WIJK_OK);
            assert_int_equal(size, journal->size);
            assert_memory_equal(wijk_buffer_data(world->buffer), journal->data, size);
        }
    }
    status = wijk_store_policy(store, NULL, world->buffer, world->error);
    assert_true(is_status(status));
    if (status == WIJK_OK)
        assert_string_equal(wijk_buffer_data(world->buffer), wijk_policy_json(world->policy, NULL));
    wijk_id at = {{0}};
    for (int i = 0; i < DOSSIERS * 3 && wijk_store_next(store, &at, &at, world->error) == WIJK_OK; i++)
        assert_true(is_status(wijk_store_read(store, &at, world->buffer, NULL)));
    if (flags & WIJK_STORE_WRITE) {
        wijk_dossier *dossier = new_dossier(world, 9, 2);
        status = wijk_store_save(store, dossier, world->error);
        assert_true(is_status(status) && status <= 0);
        assert_int_equal(wijk_dossier_saved_sequence(dossier), status == WIJK_OK ? 2 : 0);
        wijk_dossier_destroy(dossier);
    }
    wijk_store_destroy(store);
    return verdict == WIJK_OK;
}

static void put_file(struct world *world, const char *suffix, const void *data, size_t size) {
    char name[PATH_ROOM + 8];
    snprintf(name, sizeof name, "%s%s", world->path, suffix);
    write_file(name, data, size);
}

static bool full_run(void) { return getenv("WIJK_TEST_FULL") != NULL; }

/* ---- the file ---- */

static void test_cut_off(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    struct original original;
    make_original(world, &original);
    size_t passed = 0, tried = 0;
    for (size_t size = 0; size < original.file.size; size += full_run() ? 97 : 1009) {
        remove_store(world->path);
        put_file(world, "", original.file.data, size);
        passed += use_store(world, &original, size % 2 ? WIJK_STORE_WRITE : WIJK_STORE_READ, false);
        tried++;
    }
    print_message("%zu lengths, %zu pass their check\n", tried, passed);
    assert_int_equal(passed, 0);
    remove_store(world->path);
    put_file(world, "", original.file.data, original.file.size);
    assert_true(use_store(world, &original, WIJK_STORE_WRITE, false));
    free_original(&original);
}

static uint64_t random_number(uint64_t *seed) {
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static void test_flipped_bits(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    struct original original;
    make_original(world, &original);
    uint64_t seed = 20260301;
    const size_t bits = original.file.size * 8, rounds = full_run() ? 20000 : 600;
    size_t passed = 0;
    for (size_t round = 0; round < rounds; round++) {
        /* Half of them where the file's structure stands: the header, the schema, the heads of pages. */
        size_t bit = (size_t)random_number(&seed) % bits;
        if (round % 2)
            bit = (bit / 65536 * 65536 + bit % 1024) % bits;
        original.file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        remove_store(world->path);
        put_file(world, "", original.file.data, original.file.size);
        original.file.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        passed += use_store(world, &original, round % 3 ? WIJK_STORE_READ : WIJK_STORE_WRITE, false);
    }
    print_message("%zu flipped bits: %zu lie where nothing stands, all others are seen\n", rounds, passed);
    assert_true(passed < rounds);
    free_original(&original);
}

/* ---- the write-ahead log: what is lost there is the newest commits, and never half of one ---- */

static void test_damaged_log(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    struct original original;
    char name[PATH_ROOM + 8];
    make_original(world, &original);
    /* The same content once more, of which all commits still stand in the log. */
    remove_store(world->path);
    wijk_store *store = open_store(world, WRITING);
    for (uint32_t i = 0; i < DOSSIERS; i++) {
        const wijk_id id = make_id(1, i + 1);
        uint64_t length = 0, sequence = 0;
        for (size_t at = 0; at < original.journals[i].size; at += length) {
            const uint8_t *frame = original.journals[i].data + at;
            assert_int_equal(wijk_journal_frame(frame, original.journals[i].size - at, &length, &sequence, NULL),
                             WIJK_OK);
            assert_int_equal(wijk_store_append(store, &id, sequence - 1, frame, length, world->error), WIJK_OK);
        }
    }
    struct bytes file = read_file(world->path);
    snprintf(name, sizeof name, "%s-wal", world->path);
    struct bytes log = read_file(name);
    assert_true(log.size > file.size);
    wijk_store_destroy(store);
    uint64_t seed = 20260302;
    size_t passed = 0, opened = 0;
    const size_t rounds = full_run() ? 5000 : 300;
    for (size_t round = 0; round < rounds; round++) {
        const size_t bit = (size_t)random_number(&seed) % (log.size * 8);
        const bool cut = round % 2;
        remove_store(world->path);
        put_file(world, "", file.data, file.size);
        log.data[bit / 8] ^= (uint8_t)(cut ? 0 : 1u << bit % 8);
        put_file(world, "-wal", log.data, cut ? bit / 8 : log.size);
        log.data[bit / 8] ^= (uint8_t)(cut ? 0 : 1u << bit % 8);
        passed += use_store(world, &original, WIJK_STORE_WRITE, true);
        opened += access(world->path, F_OK) == 0;
    }
    print_message("%zu damaged logs, %zu stores are whole up to an earlier commit\n", rounds, passed);
    assert_int_equal(opened, rounds);
    assert_true(passed > rounds / 2);
    free(log.data);
    free(file.data);
    free_original(&original);
}

/* ---- what only a look at the content shows ---- */

static void test_changed_content(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    struct original original;
    make_original(world, &original);
    /* A byte of a frame's text, and one of the policy: both stand where SQLite's own check sees nothing. */
    static const char *const texts[] = {"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "\"valid_from\""};
    for (size_t i = 0; i < 2; i++) {
        size_t at = 0;
        while (at + 64 < original.file.size && memcmp(original.file.data + at, texts[i], strlen(texts[i])) != 0)
            at++;
        assert_true(at + 64 < original.file.size);
        original.file.data[at + 1] ^= 1;
        remove_store(world->path);
        put_file(world, "", original.file.data, original.file.size);
        original.file.data[at + 1] ^= 1;
        wijk_store *store = open_store(world, WIJK_STORE_READ);
        assert_int_equal(wijk_store_check(store, world->error), WIJK_E_CORRUPT);
        assert_int_equal(wijk_store_policy(store, NULL, world->buffer, world->error), i ? WIJK_E_CORRUPT : WIJK_OK);
        wijk_store_destroy(store);
    }
    free_original(&original);
}

/* ---- reading where nothing may be written ---- */

static void refuse_writing(struct world *world, const struct original *original, wijk_store *store) {
    wijk_dossier *dossier = new_dossier(world, 9, 1);
    const wijk_id id = make_id(1, 1);
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_E_READ_ONLY);
    assert_int_equal(wijk_store_append(store, &id, 0, original->journals[0].data, original->journals[0].size, NULL),
                     WIJK_E_READ_ONLY);
    assert_int_equal(wijk_store_begin(store, world->error), WIJK_E_READ_ONLY);
    assert_int_equal(wijk_store_put_policy(store, world->policy, world->error), WIJK_E_READ_ONLY);
    assert_int_equal(stored_frames(world, store, 1), FRAMES);
    wijk_dossier_destroy(dossier);
}

static void test_read_only(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    struct original original;
    make_original(world, &original); /* and its log is gone: it was closed */
    wijk_store *store = open_store(world, WIJK_STORE_READ);
    refuse_writing(world, &original, store);
    /* Beside a writer, and seeing what it has done. */
    wijk_store *writer = open_store(world, WIJK_STORE_WRITE);
    wijk_dossier *dossier = load_dossier(world, writer, 1);
    add_act(world, dossier, 1, "Sterre");
    assert_int_equal(wijk_store_save(writer, dossier, world->error), WIJK_OK);
    assert_int_equal(stored_frames(world, store, 1), FRAMES + 1);
    wijk_dossier_destroy(dossier);
    wijk_store_destroy(writer);
    wijk_store_destroy(store);
    free_original(&original);
}

/* In a process without rights: exits 0 when all is as it should be. */
static void use_without_rights(struct world *world, const struct original *original, bool no_index) {
    wijk_store *store = NULL;
    if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        _exit(77);
    if (access(world->path, R_OK) != 0)
        _exit(77); /* the folders above may not be entered */
    if (access(world->path, W_OK) == 0)
        _exit(2);
    if (wijk_store_open_sqlite(world->context, world->path, WIJK_STORE_WRITE, 0, &store, NULL) != WIJK_E_READ_ONLY)
        _exit(3);
    wijk_status status = wijk_store_open_sqlite(world->context, world->path, WIJK_STORE_READ, 0, &store, NULL);
    if (no_index) /* what stands in the log cannot be read, and must not be passed over */
        _exit(status == WIJK_E_IO ? 0 : 6);
    if (status != WIJK_OK)
        _exit(4);
    refuse_writing(world, original, store);
    if (wijk_store_check(store, NULL) != WIJK_OK)
        _exit(5);
    wijk_store_destroy(store);
    _exit(0);
}

/* A store that may not be written; in a folder in which files may be made, or may not; with its log and the log's
 * index, or without. */
static int without_rights(struct world *world, mode_t folder, const char *const *logs) {
    static const uint8_t zeros[32768];
    struct original original;
    int result = -1;
    name_file(world->path, world, "100%?#.db"); /* what means something in a URI */
    make_original(world, &original);
    for (const char *const *log = logs; *log; log++)
        put_file(world, *log, zeros, sizeof zeros);
    assert_int_equal(chmod(world->path, 0444), 0);
    assert_int_equal(chmod(world->folder, folder), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        use_without_rights(world, &original, logs[0] && !logs[1]);
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(chmod(world->folder, 0755), 0);
    remove_store(world->path);
    name_file(world->path, world, "store.db");
    free_original(&original);
    assert_true(WIFEXITED(result));
    return WEXITSTATUS(result);
}

static void test_without_rights(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    static const char *const logs[][3] = {{NULL}, {NULL}, {"-wal", NULL}, {"-wal", "-shm", NULL}};
    for (int i = 0; i < 4; i++) {
        const int result = without_rights(*state, i == 0 ? 0777 : 0555, logs[i]);
        if (result == 77)
            skip();
        assert_int_equal(result, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_cut_off, store_gone),
        cmocka_unit_test_teardown(test_flipped_bits, store_gone),
        cmocka_unit_test_teardown(test_damaged_log, store_gone),
        cmocka_unit_test_teardown(test_changed_content, store_gone),
        cmocka_unit_test_teardown(test_read_only, store_gone),
        cmocka_unit_test_teardown(test_without_rights, store_gone),
    };
    return cmocka_run_group_tests_name("damaged stores", tests, world_begin, world_end);
}
