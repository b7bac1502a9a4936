/* Frames of a dossier: batches, open frames, what the host keeps, a dossier to read only, tables as of both clocks. */
#include "dossier_support.h"

/* ---- open frames ---- */

static void test_begin_and_commit(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    struct look before = look_at(world->dossier);
    assert_int_equal(wijk_dossier_commit(world->dossier, world->error), WIJK_E_ARGUMENT);
    wijk_dossier_rollback(world->dossier); /* nothing to drop */
    assert_int_equal(wijk_dossier_begin(world->dossier, world->error), WIJK_OK);
    assert_int_equal(wijk_dossier_begin(world->dossier, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_submit_all(world->dossier, NULL, 0, NULL, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_commit(world->dossier, world->error), WIJK_OK);
    assert_unchanged(world->dossier, before); /* a frame without acts leaves no trace */
}

static void test_an_open_frame_is_not_kept_yet(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    struct look before = look_at(world->dossier);
    assert_int_equal(wijk_dossier_begin(world->dossier, NULL), WIJK_OK);
    make_join(world, 1002, DAY + 2, BRAM);
    assert_int_equal(submit(world), WIJK_OK);
    make_join(world, 1003, DAY + 2, BRAM);
    assert_int_equal(submit(world), WIJK_REFUSED);
    make_join(world, 1004, DAY + 1, 3);
    assert_int_equal(wijk_act_begin(world->act, WIJK_ACT_DOSSIER_REOPEN, &(wijk_id){{1}}, DAY, NOON(DAY + 2), NULL),
                     WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_REFUSED);
    struct look open = look_at(world->dossier);
    assert_int_equal(open.acts, 3);
    assert_int_equal(open.sequence, 2);
    assert_int_equal(open.length, before.length);
    assert_memory_equal(open.frames, before.frames, before.length);
    assert_memory_equal(open.head, before.head, sizeof open.head);
    assert_memory_not_equal(open.digest, before.digest, sizeof open.digest);
    wijk_dossier_mark_saved(world->dossier); /* says nothing of what is open */
    assert_int_equal(wijk_dossier_saved_sequence(world->dossier), 2);
    assert_int_equal(wijk_dossier_commit(world->dossier, NULL), WIJK_OK);
    struct look after = look_at(world->dossier);
    assert_int_equal(after.sequence, 3);
    assert_int_equal(after.saved, 2);
    uint64_t length, sequence;
    assert_int_equal(wijk_journal_frame(after.frames, after.length, &length, &sequence, NULL), WIJK_OK);
    assert_int_equal(length, after.length);
    assert_int_equal(sequence, 3);
    free(before.frames);
    free(open.frames);
    free(after.frames);
}

static void roll_back(struct world *world, bool rebuilt) {
    struct look before = look_at(world->dossier);
    assert_int_equal(wijk_dossier_begin(world->dossier, NULL), WIJK_OK);
    if (before.acts == 0) {
        make_open(world, 1000, DAY);
        assert_int_equal(submit(world), WIJK_OK);
    }
    for (uint32_t i = 0; i < 40; i++) {
        make_join(world, 3000 + i, DAY + 2, 300 + i);
        assert_int_equal(submit(world), WIJK_OK);
    }
    if (rebuilt) {
        make_withdraw(world, 3100, DAY + 2, 3005);
        assert_int_equal(submit(world), WIJK_OK);
        make_move(world, 3101, DAY + 1, NOON(DAY + 2));
        assert_int_equal(submit(world), WIJK_OK);
        make_withdraw(world, 3102, DAY + 2, 1001); /* one of an earlier frame */
        assert_int_equal(submit(world), WIJK_OK);
    }
    wijk_dossier_rollback(world->dossier);
    assert_unchanged(world->dossier, before);
}

static void test_rollback(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    roll_back(world, false); /* of all there is */
    fill_two(world);
    roll_back(world, false);
    roll_back(world, true);
    make_join(world, 3000, DAY + 2, 300); /* the ids are free again */
    assert_int_equal(submit(world), WIJK_OK);
    make_withdraw(world, 3102, DAY + 2, 1001);
    assert_int_equal(submit(world), WIJK_OK);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, WIJK_TIME_NONE), 1);
}

/* ---- batches ---- */

enum { BATCH = 4 };

static void make_batch(struct world *world, wijk_act **acts) {
    for (uint32_t i = 0; i < BATCH; i++) {
        assert_int_equal(wijk_act_new(world->context, &acts[i], NULL), WIJK_OK);
        wijk_act *kept = world->act;
        world->act = acts[i];
        make_join(world, 4000 + i, DAY + 2 + (wijk_date)i, 400 + i);
        world->act = kept;
    }
}

static void free_batch(wijk_act **acts) {
    for (size_t i = 0; i < BATCH; i++)
        wijk_act_destroy(acts[i]);
}

static wijk_status submit_batch(struct world *world, wijk_act **acts, size_t count) {
    return wijk_dossier_submit_all(world->dossier, (const wijk_act *const *)acts, count, world->findings,
                                   world->error);
}

static void test_a_batch_is_one_frame(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    wijk_act *acts[BATCH];
    make_batch(world, acts);
    struct look before = look_at(world->dossier);
    assert_int_equal(submit_batch(world, NULL, 1), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "acts");
    assert_int_equal(submit_batch(world, NULL, 0), WIJK_OK);
    assert_int_equal(submit_batch(world, acts, 0), WIJK_OK);
    assert_unchanged(world->dossier, before);
    assert_int_equal(submit_batch(world, acts, BATCH), WIJK_OK);
    assert_int_equal(wijk_dossier_sequence(world->dossier), 3);
    assert_int_equal(wijk_dossier_acts(world->dossier), 2 + BATCH);
    before = look_at(world->dossier);
    assert_int_equal(submit_batch(world, acts, BATCH), WIJK_DUPLICATE);
    assert_unchanged(world->dossier, before);
    free_batch(acts);
}

static void test_a_batch_is_all_or_nothing(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    wijk_act *acts[BATCH];
    make_batch(world, acts);
    struct look before = look_at(world->dossier);
    wijk_id anna = id(ANNA);
    assert_int_equal(wijk_act_set_id(acts[2], WIJK_MEMBER_JOIN_PERSON, &anna, NULL), WIJK_OK); /* a member already */
    assert_int_equal(submit_batch(world, acts, BATCH), WIJK_REFUSED);
    assert_int_equal(wijk_findings_count(world->findings), 1);
    assert_int_equal(wijk_findings_item(world->findings, 0), 2);
    assert_int_equal(wijk_error_code(world->error), WIJK_OK); /* a refusal is no error, so it has no place there */
    assert_int_equal(wijk_error_index(world->error), -1);
    assert_int_equal(wijk_act_unset(acts[2], WIJK_MEMBER_JOIN_ROLE, NULL), WIJK_OK);
    assert_int_equal(submit_batch(world, acts, BATCH), WIJK_E_MISSING);
    assert_string_equal(wijk_error_path(world->error), "/fields/role");
    assert_int_equal(wijk_error_index(world->error), 2);
    wijk_act *kept = acts[3];
    acts[3] = NULL;
    assert_int_equal(submit_batch(world, acts + 3, 1), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_error_index(world->error), 0);
    acts[3] = kept;
    assert_unchanged(world->dossier, before);
    assert_int_equal(wijk_dossier_submit_all(world->dossier, (const wijk_act *const *)acts, 2, NULL, NULL), WIJK_OK);
    free_batch(acts);
}

static void test_a_batch_with_some_taken_before(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    wijk_act *acts[BATCH], *twice[BATCH];
    make_batch(world, acts);
    assert_int_equal(submit_batch(world, acts, 2), WIJK_OK);
    twice[0] = acts[1], twice[1] = acts[2], twice[2] = acts[2], twice[3] = acts[3];
    assert_int_equal(submit_batch(world, twice, BATCH), WIJK_OK);
    assert_int_equal(wijk_dossier_acts(world->dossier), 2 + BATCH);
    assert_int_equal(wijk_dossier_sequence(world->dossier), 4);
    free_batch(acts);
}

/* ---- what the host keeps ---- */

static void test_frames_and_saving(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    const void *bytes = world;
    size_t length = 1;
    wijk_dossier_frames(world->dossier, &bytes, &length);
    assert_null(bytes);
    assert_int_equal(length, 0);
    fill_two(world);
    struct look two = look_at(world->dossier);
    assert_int_equal(two.saved, 0);
    wijk_dossier_mark_saved(world->dossier);
    assert_int_equal(wijk_dossier_saved_sequence(world->dossier), 2);
    wijk_dossier_frames(world->dossier, &bytes, &length);
    assert_null(bytes);
    assert_int_equal(length, 0);
    wijk_dossier_mark_saved(world->dossier);
    make_join(world, 1002, DAY + 2, BRAM);
    assert_int_equal(submit(world), WIJK_OK);
    struct look third = look_at(world->dossier);
    assert_int_equal(third.saved, 2);
    assert_int_equal(third.sequence, 3);
    uint8_t *all = malloc(two.length + third.length);
    assert_non_null(all);
    memcpy(all, two.frames, two.length);
    memcpy(all + two.length, third.frames, third.length);
    wijk_dossier *made;
    assert_int_equal(load(world, all, two.length + third.length, &made), WIJK_OK);
    struct look loaded = look_at(made);
    assert_memory_equal(loaded.digest, third.digest, sizeof loaded.digest);
    assert_memory_equal(loaded.head, third.head, sizeof loaded.head);
    assert_int_equal(loaded.saved, 3);
    assert_int_equal(loaded.length, 0);
    wijk_dossier_destroy(made);
    free(all);
    free(two.frames);
    free(third.frames);
    free(loaded.frames);
}

/* The head is the same whether it was remembered, verified or computed when it was asked; and the chain goes on. */
static void test_the_chain_goes_on_after_loading(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    struct look look = look_at(world->dossier);
    for (wijk_load_flags flags = 0; flags <= WIJK_LOAD_VERIFY_CHAIN; flags++) {
        wijk_dossier *made, *original = world->dossier;
        assert_int_equal(wijk_dossier_load(world->context, world->policy, look.frames, look.length, flags, &made, NULL),
                         WIJK_OK);
        world->dossier = made;
        make_join(world, 1002, DAY + 2, BRAM);
        assert_int_equal(submit(world), WIJK_OK);
        world->dossier = original;
        struct look more = look_at(made);
        uint8_t *all = malloc(look.length + more.length);
        assert_non_null(all);
        memcpy(all, look.frames, look.length);
        memcpy(all + look.length, more.frames, more.length);
        wijk_dossier_destroy(made);
        assert_int_equal(load(world, all, look.length + more.length, &made), WIJK_OK);
        uint8_t head[WIJK_HASH_SIZE];
        wijk_dossier_head(made, head);
        assert_memory_equal(head, more.head, sizeof head);
        wijk_dossier_destroy(made);
        free(all);
        free(more.frames);
    }
    free(look.frames);
}

/* ---- to read only ---- */

static void test_read_only(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    struct look look = look_at(world->dossier);
    wijk_dossier *made;
    const wijk_act *acts[] = {world->act};
    assert_int_equal(wijk_dossier_load(world->context, NULL, look.frames, look.length, 0, &made, world->error),
                     WIJK_OK);
    make_join(world, 1002, DAY + 2, BRAM);
    assert_int_equal(wijk_dossier_submit(made, world->act, world->findings, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "dossier");
    assert_int_equal(wijk_dossier_submit_all(made, acts, 1, world->findings, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_begin(made, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_commit(made, world->error), WIJK_E_ARGUMENT);
    wijk_dossier_rollback(made);
    struct look loaded = look_at(made);
    assert_memory_equal(loaded.digest, look.digest, sizeof look.digest);
    assert_int_equal(rows(made, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, WIJK_TIME_NONE), 1);
    assert_int_equal(rows(made, WIJK_TABLE_MEMBERS, DAY, WIJK_TIME_NONE), 0);
    assert_int_equal(wijk_dossier_check(made, DAY + 1, WIJK_TIME_NONE, world->findings, NULL), WIJK_OK);
    assert_int_equal(wijk_findings_count(world->findings), 1); /* weighed as the catalog does */
    assert_int_equal(wijk_findings_severity(world->findings, 0), WIJK_SEVERITY_WARN);
    wijk_dossier_destroy(made);
    free(look.frames);
    free(loaded.frames);
}

/* ---- tables as of a day and a moment ---- */

static void test_the_edges_of_both_clocks(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world); /* opened on DAY, recorded at its noon; Anna the day after */
    const wijk_dossier *dossier = world->dossier;
    const wijk_table_id acts = WIJK_TABLE_ACTS, members = WIJK_TABLE_MEMBERS;
    assert_int_equal(rows(dossier, acts, DAY - 1, WIJK_TIME_NONE), 0);
    assert_int_equal(rows(dossier, acts, DAY, WIJK_TIME_NONE), 1);
    assert_int_equal(rows(dossier, acts, DAY + 1, WIJK_TIME_NONE), 2);
    assert_int_equal(rows(dossier, acts, WIJK_DATE_NONE, NOON(DAY) - 1), 0);
    assert_int_equal(rows(dossier, acts, WIJK_DATE_NONE, NOON(DAY)), 1);
    assert_int_equal(rows(dossier, acts, WIJK_DATE_NONE, NOON(DAY + 1) - 1), 1);
    assert_int_equal(rows(dossier, acts, WIJK_DATE_NONE, NOON(DAY + 1)), 2);
    assert_int_equal(rows(dossier, acts, DAY, NOON(DAY + 1)), 1);
    assert_int_equal(rows(dossier, acts, WIJK_DATE_MIN, WIJK_TIME_MIN), 0);
    assert_int_equal(rows(dossier, acts, WIJK_DATE_MAX, WIJK_TIME_MAX), 2);
    assert_int_equal(rows(dossier, members, DAY, WIJK_TIME_NONE), 0);
    assert_int_equal(rows(dossier, members, DAY + 1, NOON(DAY + 1) - 1), 0);
    assert_int_equal(rows(dossier, members, DAY + 1, NOON(DAY + 1)), 1);
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_TABLES); i++) {
        wijk_table_id table = wijk_catalog_number(WIJK_CATALOG_TABLES, i);
        assert_int_equal(rows(dossier, table, WIJK_DATE_MIN, WIJK_TIME_NONE), 0);
        assert_int_equal(rows(dossier, table, WIJK_DATE_NONE, WIJK_TIME_MIN), 0);
    }
}

/* As of now, of a day and of a moment, also while a frame is open. */
static void test_tables_of_an_open_frame(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    assert_int_equal(wijk_dossier_begin(world->dossier, NULL), WIJK_OK);
    make_join(world, 1002, DAY + 1, BRAM);
    assert_int_equal(submit(world), WIJK_OK);
    wijk_id who = id(1003), anna = id(ANNA);
    assert_int_equal(wijk_act_member_leave(world->act, &who, DAY + 3, NOON(DAY + 3), &anna, NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, WIJK_TIME_NONE), 2);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_MEMBERS, DAY + 1, NOON(DAY + 3)), 2);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_ACTS, DAY + 2, WIJK_TIME_NONE), 3);
    /* a moment is known as a whole, whatever frames its acts stand in; a frame is not */
    assert_int_equal(rows(world->dossier, WIJK_TABLE_MEMBERS, DAY + 1, NOON(DAY + 1)), 2);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_ACTS, WIJK_DATE_NONE, NOON(DAY + 1) - 1), 1);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_ACTS, WIJK_DATE_NONE, NOON(DAY + 3) - 1), 3);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_ACTS, WIJK_DATE_NONE, NOON(DAY + 3)), 4);
    wijk_dossier_rollback(world->dossier);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_MEMBERS, DAY + 1, WIJK_TIME_NONE), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_begin_and_commit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_open_frame_is_not_kept_yet, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rollback, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_batch_is_one_frame, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_batch_is_all_or_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_batch_with_some_taken_before, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_frames_and_saving, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_chain_goes_on_after_loading, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_edges_of_both_clocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tables_of_an_open_frame, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
