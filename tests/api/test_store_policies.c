/* Policies that are kept beside the frames, what a store does when there is no memory, and that errors tell nobody's
 * data. */
#define _GNU_SOURCE /* folders, processes */
#include "store_support.h"

#include "fail_alloc.h"

/* The built-in pack with another version, so with another id. */
static wijk_policy *policy_version(struct world *world, char version) {
    size_t length;
    const char *json = wijk_policy_json(world->policy, &length);
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    memcpy(copy, json, length + 1);
    char *place = strstr(copy, "\"version\": \"1\"");
    assert_non_null(place);
    place[strlen("\"version\": \"")] = version;
    wijk_policy *policy = NULL;
    assert_int_equal(wijk_policy_load(world->context, copy, length, &policy, world->error), WIJK_OK);
    free(copy);
    return policy;
}

static void assert_kept(struct world *world, wijk_store *store, const wijk_id *id, const wijk_policy *wanted) {
    size_t length;
    const char *json = wijk_policy_json(wanted, &length);
    assert_int_equal(wijk_store_policy(store, id, world->buffer, world->error), WIJK_OK);
    assert_int_equal(wijk_buffer_size(world->buffer), length);
    assert_memory_equal(wijk_buffer_data(world->buffer), json, length);
}

static void test_policies(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_policy *one = policy_version(world, '1'), *two = policy_version(world, '2');
    wijk_policy *three = policy_version(world, '3');
    wijk_store *store = open_store(world, WRITING);
    assert_int_equal(wijk_store_policy(store, NULL, world->buffer, world->error), WIJK_NONE);
    assert_int_equal(wijk_store_policy(store, wijk_policy_id(one), world->buffer, world->error), WIJK_NONE);
    assert_int_equal(wijk_error_code(world->error), WIJK_OK);
    assert_int_equal(wijk_store_put_policy(store, one, world->error), WIJK_OK);
    assert_int_equal(wijk_store_put_policy(store, two, world->error), WIJK_OK);
    assert_int_equal(wijk_store_put_policy(store, two, world->error), WIJK_OK);
    assert_kept(world, store, NULL, two);
    assert_kept(world, store, wijk_policy_id(one), one);
    assert_kept(world, store, wijk_policy_id(two), two);
    /* Putting an old one again makes it the last one. */
    assert_int_equal(wijk_store_put_policy(store, one, world->error), WIJK_OK);
    assert_kept(world, store, NULL, one);
    wijk_store_destroy(store);
    store = open_store(world, WIJK_STORE_WRITE);
    assert_kept(world, store, NULL, one);
    /* With frames in one transaction. */
    wijk_dossier *dossier = new_dossier(world, 1, 1);
    assert_int_equal(wijk_store_begin(store, world->error), WIJK_OK);
    assert_int_equal(wijk_store_put_policy(store, three, world->error), WIJK_OK);
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    assert_kept(world, store, NULL, three);
    assert_int_equal(wijk_store_rollback(store, world->error), WIJK_OK);
    assert_kept(world, store, NULL, one);
    assert_int_equal(wijk_store_policy(store, wijk_policy_id(three), world->buffer, world->error), WIJK_NONE);
    assert_int_equal(wijk_buffer_size(world->buffer), 0);
    assert_int_equal(wijk_store_check(store, world->error), WIJK_OK);
    wijk_dossier_destroy(dossier);
    wijk_store_destroy(store);
    wijk_policy_unref(three);
    wijk_policy_unref(two);
    wijk_policy_unref(one);
}

/* What is longer than the context of the store allows, is not put; and a transaction in which that happened is lost. */
static void test_policy_too_long(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_context *narrow = NULL, *wide = NULL;
    wijk_store *store = NULL;
    wijk_policy *policy = NULL;
    wijk_limits limits = {.struct_size = sizeof limits, .json_bytes = 65536, .frame_bytes = 65536};
    assert_int_equal(wijk_context_new(NULL, &limits, &narrow), WIJK_OK);
    assert_int_equal(wijk_context_new(NULL, NULL, &wide), WIJK_OK);
    size_t length;
    const char *json = wijk_policy_json(world->policy, &length);
    char *padded = malloc(400000);
    assert_non_null(padded);
    memset(padded, ' ', 400000);
    memcpy(padded, json, length);
    assert_int_equal(wijk_policy_load(wide, padded, 400000, &policy, NULL), WIJK_OK);
    assert_int_equal(wijk_store_open_sqlite(narrow, world->path, WRITING, 0, &store, NULL), WIJK_OK);
    assert_int_equal(wijk_store_put_policy(store, policy, world->error), WIJK_E_LIMIT);
    assert_int_equal(wijk_store_put_policy(store, world->policy, world->error), WIJK_OK);
    assert_int_equal(wijk_store_begin(store, world->error), WIJK_OK);
    assert_int_equal(wijk_store_put_policy(store, policy, world->error), WIJK_E_LIMIT);
    assert_int_equal(wijk_store_put_policy(store, world->policy, world->error), WIJK_E_LIMIT);
    assert_int_equal(wijk_store_commit(store, world->error), WIJK_E_LIMIT);
    assert_kept(world, store, NULL, world->policy);
    wijk_store_destroy(store);
    /* Where it was put with wider limits, it is not read with narrow ones. */
    assert_int_equal(wijk_store_open_sqlite(wide, world->path, WRITING, 0, &store, NULL), WIJK_OK);
    assert_int_equal(wijk_store_put_policy(store, policy, world->error), WIJK_OK);
    wijk_store_destroy(store);
    assert_int_equal(wijk_store_open_sqlite(narrow, world->path, WIJK_STORE_READ, 0, &store, NULL), WIJK_OK);
    assert_int_equal(wijk_store_policy(store, NULL, world->buffer, world->error), WIJK_E_LIMIT);
    wijk_store_destroy(store);
    wijk_policy_unref(policy);
    free(padded);
    wijk_context_unref(wide);
    wijk_context_unref(narrow);
}

/* The policy that every frame names can be found again. */
static void test_policy_of_a_frame(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_store *store = open_store(world, WRITING);
    wijk_dossier *dossier = new_dossier(world, 1, 1);
    assert_int_equal(wijk_store_put_policy(store, world->policy, world->error), WIJK_OK);
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    const wijk_id id = make_id(1, 1);
    assert_int_equal(wijk_store_read(store, &id, world->buffer, world->error), WIJK_OK);
    wijk_id named;
    memcpy(&named, wijk_buffer_data(world->buffer) + 40, sizeof named); /* docs/formats/journal.md */
    assert_kept(world, store, &named, world->policy);
    wijk_dossier_destroy(dossier);
    wijk_store_destroy(store);
}

/* ---- memory: what goes through the context; SQLite's own memory is its own ---- */

struct plan {
    struct world *world;
    wijk_id id;
    const void *frames;
    size_t length;
};

static wijk_status scenario(struct fail_alloc *alloc, void *userdata) {
    const struct plan *plan = userdata;
    wijk_context *context = NULL;
    wijk_store *store = NULL;
    wijk_buffer *out = NULL;
    remove_store(plan->world->path);
    wijk_status status = fail_alloc_context(alloc, NULL, &context);
    if (status == WIJK_OK)
        status = wijk_buffer_new(context, &out);
    if (status == WIJK_OK)
        status = wijk_store_open_sqlite(context, plan->world->path, WRITING, 0, &store, NULL);
    if (status == WIJK_OK)
        status = wijk_store_put_policy(store, plan->world->policy, NULL);
    if (status == WIJK_OK)
        status = wijk_store_append(store, &plan->id, 0, plan->frames, plan->length, NULL);
    if (status == WIJK_OK) {
        status = wijk_store_read(store, &plan->id, out, NULL);
        assert_int_equal(wijk_buffer_size(out), status == WIJK_OK ? plan->length : 0);
    }
    if (status == WIJK_OK)
        status = wijk_store_policy(store, NULL, out, NULL);
    if (status == WIJK_OK)
        status = wijk_store_check(store, NULL);
    wijk_store_destroy(store);
    wijk_buffer_destroy(out);
    wijk_context_unref(context);
    return status;
}

static void test_no_memory(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_dossier *dossier = new_dossier(world, 1, 3);
    struct plan plan = {.world = world, .id = make_id(1, 1)};
    wijk_dossier_frames(dossier, &plan.frames, &plan.length);
    assert_in_range(fail_alloc_sweep(scenario, &plan, 1000), 5, 1000);
    wijk_dossier_destroy(dossier);
}

/* ---- errors ---- */

static void assert_silent(struct world *world) {
    static const wijk_language languages[] = {WIJK_ENGLISH, WIJK_DUTCH};
    for (size_t i = 0; i < 2; i++) {
        const char *message = wijk_error_message(world->error, languages[i]);
        assert_true(strlen(message) > 0);
        assert_null(strstr(message, "Geheim"));
        assert_null(strstr(message, world->folder));
        assert_null(strstr(message, "store.db"));
        assert_null(strstr(message, "SELECT"));
    }
    assert_null(strstr(wijk_error_path(world->error), "Geheim"));
}

static void test_errors_tell_nothing(void **state) {
    NEEDS_SQLITE();
    NEEDS_JSON();
    struct world *world = *state;
    wijk_store *store = open_store(world, WRITING), *other = NULL;
    wijk_dossier *dossier = new_dossier(world, 1, 1);
    add_act(world, dossier, 1, "Geheim");
    assert_int_equal(wijk_store_save(store, dossier, world->error), WIJK_OK);
    const void *frames;
    size_t length;
    wijk_dossier *copy = new_dossier(world, 1, 1);
    add_act(world, copy, 1, "Geheim");
    wijk_dossier_frames(copy, &frames, &length);
    assert_int_equal(wijk_store_save(store, copy, world->error), WIJK_E_CONFLICT);
    assert_silent(world);
    const wijk_id id = make_id(1, 1);
    assert_int_equal(wijk_store_append(store, &id, 0, frames, length - 1, world->error), WIJK_E_CORRUPT);
    assert_silent(world);
    wijk_store_destroy(store);
    remove_store(world->path);
    write_file(world->path, "Geheim", 6);
    assert_int_equal(wijk_store_open_sqlite(world->context, world->path, WRITING, 0, &other, world->error),
                     WIJK_E_FORMAT);
    assert_silent(world);
    wijk_dossier_destroy(copy);
    wijk_dossier_destroy(dossier);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_policies, store_gone),
        cmocka_unit_test_teardown(test_policy_too_long, store_gone),
        cmocka_unit_test_teardown(test_policy_of_a_frame, store_gone),
        cmocka_unit_test_teardown(test_no_memory, store_gone),
        cmocka_unit_test_teardown(test_errors_tell_nothing, store_gone),
    };
    return cmocka_run_group_tests_name("policies in a store", tests, world_begin, world_end);
}
