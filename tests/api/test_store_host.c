/* A host's own storage behind the store: that it keeps frames, what follows when one of its functions fails at any
 * call, and when one answers nonsense. */
#define _GNU_SOURCE /* folders, processes */
#include "store_host.h"

#include "fail_alloc.h"

/* ---- making ---- */

static void test_new(void **state) {
    struct world *world = *state;
    struct host host = {0};
    wijk_store *store = (wijk_store *)(void *)world;
    assert_int_equal(wijk_store_new(NULL, &host_methods, &host, &store, world->error), WIJK_E_ARGUMENT);
    assert_null(store);
    assert_int_equal(wijk_store_new(world->context, NULL, &host, &store, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_new(world->context, &host_methods, &host, NULL, world->error), WIJK_E_ARGUMENT);
    static const size_t required[] = {offsetof(wijk_store_methods, append), offsetof(wijk_store_methods, read),
                                      offsetof(wijk_store_methods, next)};
    for (size_t i = 0; i < 3; i++) {
        wijk_store_methods methods = host_methods;
        memset((char *)&methods + required[i], 0, sizeof methods.read);
        assert_int_equal(wijk_store_new(world->context, &methods, &host, &store, world->error), WIJK_E_ARGUMENT);
        assert_string_equal(wijk_error_path(world->error), "methods");
    }
    wijk_store_methods methods = host_methods;
    methods.reserved = 1;
    assert_int_equal(wijk_store_new(world->context, &methods, &host, &store, world->error), WIJK_E_STRUCT_NEWER);
    methods = host_methods;
    methods.struct_size = 8;
    assert_int_equal(wijk_store_new(world->context, &methods, &host, &store, world->error), WIJK_E_STRUCT_OLDER);
    methods.struct_size = 0;
    assert_int_equal(wijk_store_new(world->context, &methods, &host, &store, world->error), WIJK_E_STRUCT_SIZE);
    assert_int_equal(host.destroyed, 0);
    methods = host_methods;
    methods.transaction = NULL;
    methods.destroy = NULL;
    assert_int_equal(wijk_store_new(world->context, &methods, &host, &store, world->error), WIJK_OK);
    assert_int_equal(wijk_store_begin(store, world->error), WIJK_E_UNSUPPORTED);
    assert_int_equal(wijk_store_commit(store, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_store_policy(store, NULL, world->buffer, world->error), WIJK_E_UNSUPPORTED);
    assert_int_equal(wijk_store_check(store, world->error), WIJK_OK);
    wijk_store_destroy(store);
    NEEDS_JSON();
    store = host_store(world, &host, true);
    assert_int_equal(wijk_store_put_policy(store, world->policy, world->error), WIJK_E_UNSUPPORTED);
    wijk_store_destroy(store);
    end_host(&host);
}

/* ---- what it does when all goes well ---- */

static void test_keeps_frames(void **state) {
    NEEDS_JSON();
    struct world *world = *state;
    for (int transactions = 0; transactions < 2; transactions++) {
        struct host host = {0};
        wijk_store *store = host_store(world, &host, transactions);
        wijk_dossier *dossier = new_dossier(world, 7, 3), *second = new_dossier(world, 3, 1);
        assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
        assert_int_equal(wijk_store_save(store, second, world->error), WIJK_OK);
        assert_int_equal(host.count, 4); /* a run was cut into its frames */
        assert_int_equal(host.commits, transactions); /* one frame alone needs no transaction of the host */
        wijk_dossier *again = load_dossier(world, store, 7);
        assert_same_dossier(dossier, again);
        add_act(world, again, 1, "Milan");
        assert_int_equal(wijk_store_save(store, again, world->error), WIJK_OK);
        add_act(world, dossier, 1, "Milan");
        assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_E_CONFLICT);
        wijk_id at = {{0}};
        assert_int_equal(wijk_store_next(store, &at, &at, world->error), WIJK_OK);
        assert_int_equal(at.bytes[15], 3);
        assert_int_equal(wijk_store_next(store, &at, &at, world->error), WIJK_OK);
        assert_int_equal(at.bytes[15], 7);
        assert_int_equal(wijk_store_next(store, &at, &at, world->error), WIJK_NONE);
        assert_int_equal(wijk_store_check(store, world->error), WIJK_OK);
        /* Damage and gaps in a host's storage are seen as well. */
        host.rows[1].frame.data[100] ^= 1;
        assert_int_equal(wijk_store_check(store, world->error), WIJK_E_CORRUPT);
        assert_int_equal(wijk_error_offset(world->error), (int64_t)host.rows[0].frame.size);
        host.rows[1].frame.data[100] ^= 1;
        host.rows[1].dossier.bytes[0] ^= 1;
        assert_int_equal(wijk_store_check(store, world->error), WIJK_E_CORRUPT);
        wijk_dossier_destroy(again);
        wijk_dossier_destroy(second);
        wijk_dossier_destroy(dossier);
        wijk_store_destroy(store);
        end_host(&host);
    }
}

static void test_open_transaction_ends_with_the_store(void **state) {
    NEEDS_JSON();
    struct world *world = *state;
    struct host host = {0};
    wijk_store *store = host_store(world, &host, true);
    wijk_dossier *dossier = new_dossier(world, 7, 2);
    assert_int_equal(wijk_store_begin(store, world->error), WIJK_OK);
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    wijk_store_destroy(store);
    assert_int_equal(host.rollbacks, 1);
    assert_int_equal(host.count, 0);
    wijk_dossier_destroy(dossier);
    end_host(&host);
}

/* ---- faults ---- */

/* One call fails; the dossier stays unsaved and exactly as it was, and a second try does it. */
static bool save_with_fault(struct world *world, uint32_t fail_at, wijk_status answer) {
    struct host host = {.fail_at = fail_at, .answer = answer};
    wijk_store *store = host_store(world, &host, true);
    wijk_dossier *dossier = new_dossier(world, 9, 3);
    wijk_dossier *twin = NULL;
    const void *before, *after;
    size_t length, length_after;
    wijk_dossier_frames(dossier, &before, &length);
    assert_int_equal(wijk_dossier_load(world->context, NULL, before, length, 0, &twin, NULL), WIJK_OK);
    const wijk_status status = wijk_store_save(store, dossier, world->error);
    const bool reached = host.calls >= fail_at;
    host.fail_at = 0;
    if (reached) {
        assert_int_equal(status, answer);
        assert_int_equal(wijk_error_code(world->error), answer);
        assert_int_equal(wijk_dossier_saved_sequence(dossier), 0);
        wijk_dossier_frames(dossier, &after, &length_after);
        assert_ptr_equal(after, before);
        assert_int_equal(length_after, length);
        assert_same_dossier(dossier, twin);
        assert_int_equal(host.count, 0);
        assert_false(host.open);
        assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    } else {
        assert_int_equal(status, WIJK_OK);
    }
    assert_int_equal(wijk_dossier_saved_sequence(dossier), 3);
    assert_int_equal(stored_frames(world, store, 9), 3);
    wijk_dossier_destroy(twin);
    wijk_dossier_destroy(dossier);
    wijk_store_destroy(store);
    end_host(&host);
    return reached;
}

static void test_faults_while_saving(void **state) {
    NEEDS_JSON();
    static const wijk_status answers[] = {WIJK_E_IO, WIJK_E_BUSY, WIJK_E_MEMORY, WIJK_E_CONFLICT, WIJK_E_READ_ONLY};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        uint32_t fail_at = 1;
        while (save_with_fault(*state, fail_at, answers[i]))
            fail_at++;
        assert_int_equal(fail_at, 6); /* begin, three frames, commit */
    }
}

/* In the caller's own transaction: what failed halfway can only be dropped, and commit says so. */
static void test_faults_in_a_transaction(void **state) {
    NEEDS_JSON();
    struct world *world = *state;
    for (uint32_t fail_at = 1; fail_at <= 7; fail_at++) {
        struct host host = {.fail_at = fail_at, .answer = WIJK_E_IO};
        wijk_store *store = host_store(world, &host, true);
        wijk_dossier *first = new_dossier(world, 1, 2), *second = new_dossier(world, 2, 2);
        const wijk_status begun = wijk_store_begin(store, world->error);
        assert_int_equal(begun, fail_at == 1 ? WIJK_E_IO : WIJK_OK);
        if (begun == WIJK_OK) { /* calls 2 and 3, 4 and 5, 6 */
            assert_int_equal(wijk_store_save(store, first, world->error), fail_at <= 3 ? WIJK_E_IO : WIJK_OK);
            assert_int_equal(wijk_store_save(store, second, world->error), fail_at <= 5 ? WIJK_E_IO : WIJK_OK);
            assert_int_equal(wijk_store_commit(store, world->error), fail_at <= 6 ? WIJK_E_IO : WIJK_OK);
            assert_int_equal(wijk_error_code(world->error), fail_at <= 6 ? WIJK_E_IO : WIJK_OK);
            assert_int_equal(wijk_store_commit(store, world->error), WIJK_E_ARGUMENT); /* it is over, either way */
            assert_int_equal(host.rollbacks, fail_at <= 6);
        }
        assert_int_equal(host.count, fail_at == 7 ? 4 : 0);
        wijk_dossier_destroy(second);
        wijk_dossier_destroy(first);
        wijk_store_destroy(store);
        end_host(&host);
    }
}

/* A conflict before anything was written leaves the transaction as it was; one halfway does not. */
static void test_conflicts_in_a_transaction(void **state) {
    NEEDS_JSON();
    struct world *world = *state;
    for (uint32_t fail_at = 2; fail_at <= 4; fail_at++) {
        struct host host = {.fail_at = fail_at, .answer = WIJK_E_CONFLICT};
        wijk_store *store = host_store(world, &host, true);
        wijk_dossier *dossier = new_dossier(world, 1, 3);
        const bool halfway = fail_at > 2;
        assert_int_equal(wijk_store_begin(store, world->error), WIJK_OK);
        assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_E_CONFLICT);
        assert_int_equal(wijk_store_save(store, dossier, world->error), halfway ? WIJK_E_CONFLICT : WIJK_OK);
        assert_int_equal(wijk_store_commit(store, world->error), halfway ? WIJK_E_CONFLICT : WIJK_OK);
        assert_int_equal(host.count, halfway ? 0 : 3);
        wijk_dossier_destroy(dossier);
        wijk_store_destroy(store);
        end_host(&host);
    }
}

/* Without transactions a run may stop halfway: whole frames stay, the dossier stays unsaved, and it is told. */
static void test_faults_without_transactions(void **state) {
    NEEDS_JSON();
    struct world *world = *state;
    struct host host = {.fail_at = 2, .answer = WIJK_E_IO};
    wijk_store *store = host_store(world, &host, false);
    wijk_dossier *dossier = new_dossier(world, 9, 3);
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_E_IO);
    assert_int_equal(wijk_dossier_saved_sequence(dossier), 0);
    assert_int_equal(stored_frames(world, store, 9), 1);
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_E_CONFLICT);
    wijk_dossier_destroy(dossier);
    wijk_store_destroy(store);
    end_host(&host);
}

static void test_faults_while_reading(void **state) {
    NEEDS_JSON();
    struct world *world = *state;
    struct host host = {0};
    const wijk_id id = make_id(1, 9);
    wijk_store *store = host_store(world, &host, true);
    wijk_dossier *dossier = new_dossier(world, 9, 3);
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    for (uint32_t call = 1; call <= 4; call++) {
        host.fail_at = host.calls + call;
        host.answer = WIJK_E_IO;
        assert_int_equal(wijk_store_read(store, &id, world->buffer, world->error), WIJK_E_IO);
        assert_int_equal(wijk_buffer_size(world->buffer), 0);
        host.fail_at = host.calls + 1 + call; /* the first call is next() */
        assert_int_equal(wijk_store_check(store, world->error), WIJK_E_IO);
    }
    wijk_id at = {{0}};
    host.fail_at = host.calls + 1;
    assert_int_equal(wijk_store_next(store, &at, &at, world->error), WIJK_E_IO);
    assert_true(memcmp(&at, &(wijk_id){{0}}, sizeof at) == 0);
    host.backwards = true;
    assert_int_equal(wijk_store_next(store, &at, &at, world->error), WIJK_E_CORRUPT);
    assert_int_equal(wijk_store_check(store, world->error), WIJK_E_CORRUPT);
    host.backwards = false;
    host.fail_at = host.calls + 2; /* a dossier that is there, and of which nothing is there */
    host.answer = WIJK_NONE;
    assert_int_equal(wijk_store_check(store, world->error), WIJK_E_CORRUPT);
    assert_int_equal(stored_frames(world, store, 9), 3);
    wijk_dossier_destroy(dossier);
    wijk_store_destroy(store);
    end_host(&host);
}

/* Answers that mean nothing are failures, never success. */
static void test_nonsense(void **state) {
    NEEDS_JSON();
    struct world *world = *state;
    static const wijk_status nonsense[] = {WIJK_REFUSED, WIJK_DUPLICATE, WIJK_TAIL_CUT, WIJK_NONE, 12345, -1,
                                           INT32_MIN};
    const wijk_id id = make_id(1, 9);
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        struct host host = {.answer = nonsense[i]};
        wijk_store *store = host_store(world, &host, true);
        wijk_dossier *dossier = new_dossier(world, 9, 1);
        const bool none = nonsense[i] == WIJK_NONE;
        wijk_id at = {{0}};
        host.fail_at = 1;
        assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_E_IO);
        assert_int_equal(wijk_dossier_saved_sequence(dossier), 0);
        host.fail_at = host.calls + 1;
        assert_int_equal(wijk_store_read(store, &id, world->buffer, world->error), none ? WIJK_NONE : WIJK_E_IO);
        host.fail_at = host.calls + 1;
        assert_int_equal(wijk_store_next(store, &at, &at, world->error), none ? WIJK_NONE : WIJK_E_IO);
        host.fail_at = host.calls + 1;
        assert_int_equal(wijk_store_begin(store, world->error), WIJK_E_IO);
        wijk_dossier_destroy(dossier);
        wijk_store_destroy(store);
        end_host(&host);
    }
}

/* ---- memory ---- */

struct saved { /* frames to append, made beforehand */
    wijk_id id;
    const void *frames;
    size_t length;
};

static wijk_status scenario(struct fail_alloc *alloc, void *userdata) {
    const struct saved *saved = userdata;
    struct host host = {0};
    wijk_context *context = NULL;
    wijk_store *store = NULL;
    wijk_buffer *out = NULL;
    wijk_status status = fail_alloc_context(alloc, NULL, &context);
    if (status == WIJK_OK)
        status = wijk_store_new(context, &host_methods, &host, &store, NULL);
    if (status == WIJK_OK)
        status = wijk_buffer_new(context, &out);
    if (status == WIJK_OK)
        status = wijk_store_append(store, &saved->id, 0, saved->frames, saved->length, NULL);
    if (status == WIJK_OK) {
        status = wijk_store_read(store, &saved->id, out, NULL);
        assert_int_equal(wijk_buffer_size(out), status == WIJK_OK ? saved->length : 0);
    }
    if (status == WIJK_OK)
        status = wijk_store_check(store, NULL);
    assert_int_equal(host.destroyed, 0);
    const bool made = store != NULL;
    wijk_store_destroy(store);
    assert_int_equal(host.destroyed, made);
    wijk_buffer_destroy(out);
    wijk_context_unref(context);
    cut_rows(&host, 0);
    return status;
}

static void test_no_memory(void **state) {
    NEEDS_JSON();
    struct world *world = *state;
    wijk_dossier *dossier = new_dossier(world, 9, 3);
    struct saved saved = {.id = make_id(1, 9)};
    wijk_dossier_frames(dossier, &saved.frames, &saved.length);
    assert_in_range(fail_alloc_sweep(scenario, &saved, 1000), 5, 1000);
    wijk_dossier_destroy(dossier);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new),
        cmocka_unit_test(test_keeps_frames),
        cmocka_unit_test(test_open_transaction_ends_with_the_store),
        cmocka_unit_test(test_faults_while_saving),
        cmocka_unit_test(test_faults_in_a_transaction),
        cmocka_unit_test(test_conflicts_in_a_transaction),
        cmocka_unit_test(test_faults_without_transactions),
        cmocka_unit_test(test_faults_while_reading),
        cmocka_unit_test(test_nonsense),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests_name("store on a host's own storage", tests, world_begin, world_end);
}
