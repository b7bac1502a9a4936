/* Every function of <wijkteam/dossier.h> from outside: what it refuses, what it leaves alone, who owns what. What acts
 * mean is in tests/cases; limits and memory are in test_dossier_limits.c, frames of others in test_dossier_newer.c. */
#include "dossier_support.h"

/* ---- arguments ---- */

static void test_null_dossier(void **state) {
    struct world *world = *state;
    const void *bytes = world;
    size_t length = 1;
    uint8_t hash[WIJK_HASH_SIZE];
    uint32_t count = 7;
    wijk_id out = id(1);
    wijk_table *table = (wijk_table *)(void *)world;
    const char *tier = "x";
    const wijk_act *acts[] = {world->act};
    memset(hash, 1, sizeof hash);
    assert_int_equal(wijk_dossier_submit(NULL, world->act, world->findings, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "dossier");
    assert_int_equal(wijk_dossier_submit_all(NULL, acts, 1, world->findings, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_begin(NULL, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_commit(NULL, world->error), WIJK_E_ARGUMENT);
    wijk_dossier_rollback(NULL);
    wijk_dossier_frames(NULL, &bytes, &length);
    assert_null(bytes);
    assert_int_equal(length, 0);
    wijk_dossier_mark_saved(NULL);
    assert_int_equal(wijk_dossier_saved_sequence(NULL), 0);
    assert_int_equal(wijk_dossier_table(NULL, WIJK_TABLE_ACTS, WIJK_DATE_NONE, WIJK_TIME_NONE, &table, world->error),
                     WIJK_E_ARGUMENT);
    assert_null(table);
    assert_int_equal(wijk_dossier_check(NULL, DAY, WIJK_TIME_NONE, world->findings, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_coordinator(NULL, DAY, &out), WIJK_E_ARGUMENT);
    assert_true(is_none(&out));
    out = id(1);
    assert_int_equal(wijk_dossier_plan(NULL, DAY, &out), WIJK_E_ARGUMENT);
    assert_true(is_none(&out));
    assert_int_equal(wijk_dossier_tier(NULL, "care", 4, DAY, &tier, &length), WIJK_E_ARGUMENT);
    assert_null(tier);
    assert_int_equal(wijk_dossier_unheard(NULL, DAY, NULL, 0, &count), WIJK_E_ARGUMENT);
    assert_int_equal(count, 0);
    assert_null(wijk_dossier_id(NULL));
    assert_int_equal(wijk_dossier_acts(NULL), 0);
    assert_int_equal(wijk_dossier_sequence(NULL), 0);
    wijk_dossier_head(NULL, hash);
    for (size_t i = 0; i < sizeof hash; i++)
        assert_int_equal(hash[i], 0);
    assert_int_equal(wijk_dossier_digest(NULL, hash), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_memory(NULL), 0);
    wijk_dossier_destroy(NULL);
}

static void new_fails(struct world *world, wijk_context *context, wijk_policy *policy, const wijk_id *own,
                      wijk_status status, const char *path) {
    wijk_dossier *out = (wijk_dossier *)(void *)world;
    assert_int_equal(wijk_dossier_new(context, policy, own, &out, world->error), status);
    assert_null(out);
    assert_int_equal(wijk_error_code(world->error), status);
    assert_string_equal(wijk_error_path(world->error), path);
}

static void test_new(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    static const wijk_id zeros;
    wijk_id own = id(7);
    new_fails(world, NULL, world->policy, &own, WIJK_E_ARGUMENT, "context");
    new_fails(world, world->context, NULL, &own, WIJK_E_ARGUMENT, "policy");
    new_fails(world, world->context, world->policy, NULL, WIJK_E_ID, "id");
    new_fails(world, world->context, world->policy, &zeros, WIJK_E_ID, "id");
    assert_int_equal(wijk_dossier_new(world->context, world->policy, &own, NULL, world->error), WIJK_E_ARGUMENT);
    wijk_dossier *made;
    assert_int_equal(wijk_dossier_new(world->context, world->policy, &own, &made, world->error), WIJK_OK);
    assert_int_equal(wijk_error_code(world->error), WIJK_OK);
    own = id(8); /* copied */
    wijk_id expected = id(7);
    assert_memory_equal(wijk_dossier_id(made), &expected, sizeof expected);
    assert_int_equal(wijk_dossier_acts(made), 0);
    assert_int_equal(wijk_dossier_sequence(made), 0);
    assert_true(wijk_dossier_memory(made) > 0);
    wijk_dossier_destroy(made);
}

static void load_fails(struct world *world, const void *frames, size_t length, wijk_load_flags flags,
                       wijk_status status) {
    wijk_dossier *out = (wijk_dossier *)(void *)world;
    assert_int_equal(wijk_dossier_load(world->context, world->policy, frames, length, flags, &out, world->error),
                     status);
    assert_null(out);
    assert_int_equal(wijk_error_code(world->error), status);
}

static void test_load(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    struct look look = look_at(world->dossier);
    wijk_dossier *out = NULL;
    uint64_t first, sequence;
    assert_int_equal(wijk_journal_frame(look.frames, look.length, &first, &sequence, NULL), WIJK_OK);
    load_fails(world, NULL, 5, 0, WIJK_E_ARGUMENT);
    load_fails(world, look.frames, 0, 0, WIJK_E_ARGUMENT);
    load_fails(world, look.frames, look.length, 2, WIJK_E_ARGUMENT);
    load_fails(world, look.frames, look.length, -1, WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_load(world->context, world->policy, look.frames, look.length, 0, NULL, NULL),
                     WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_load(NULL, world->policy, look.frames, look.length, 0, &out, NULL),
                     WIJK_E_ARGUMENT);
    load_fails(world, "no frames at all", 16, 0, WIJK_E_CORRUPT);
    load_fails(world, look.frames, look.length - 1, 0, WIJK_E_CORRUPT); /* a torn tail must be cut first */
    assert_int_equal(wijk_error_offset(world->error), (int64_t)first);
    load_fails(world, look.frames + first, look.length - first, 0, WIJK_E_CORRUPT);
    look.frames[look.length - 10] ^= 1;
    load_fails(world, look.frames, look.length, 0, WIJK_E_CORRUPT);
    look.frames[look.length - 10] ^= 1;
    assert_int_equal(load(world, look.frames, (size_t)first, &out), WIJK_OK);
    assert_int_equal(wijk_dossier_acts(out), 1);
    wijk_dossier_destroy(out);
    free(look.frames);
}

static void test_frames_are_copied(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    struct look look = look_at(world->dossier);
    wijk_dossier *out;
    assert_int_equal(load(world, look.frames, look.length, &out), WIJK_OK);
    memset(look.frames, 0xEE, look.length);
    struct look again = look_at(out);
    assert_memory_equal(again.digest, look.digest, sizeof look.digest);
    assert_int_equal(again.length, 0);
    assert_int_equal(again.saved, 2);
    wijk_dossier_destroy(out);
    free(look.frames);
    free(again.frames);
}

static void test_questions(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_dossier *dossier = world->dossier;
    wijk_table *table = (wijk_table *)(void *)world;
    const char *tier;
    size_t length;
    uint32_t count;
    wijk_id out;
    static const wijk_table_id bad[] = {-1, 0, 1000, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(wijk_dossier_table(dossier, bad[i], WIJK_DATE_NONE, WIJK_TIME_NONE, &table, world->error),
                         WIJK_E_ARGUMENT);
        assert_null(table);
        assert_string_equal(wijk_error_path(world->error), "table");
    }
    assert_int_equal(wijk_dossier_table(dossier, WIJK_TABLE_ACTS, WIJK_DATE_NONE, WIJK_TIME_NONE, NULL, NULL),
                     WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_check(dossier, DAY, WIJK_TIME_NONE, NULL, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "findings");
    assert_int_equal(wijk_dossier_check(dossier, WIJK_DATE_NONE, WIJK_TIME_NONE, world->findings, world->error),
                     WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_check(dossier, WIJK_DATE_MAX + 1, WIJK_TIME_NONE, world->findings, NULL),
                     WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_check(dossier, WIJK_DATE_MAX, WIJK_TIME_MAX, world->findings, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_coordinator(dossier, DAY, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_coordinator(dossier, DAY, &out), WIJK_NONE);
    assert_int_equal(wijk_dossier_plan(dossier, DAY, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_plan(dossier, DAY, &out), WIJK_NONE);
    assert_int_equal(wijk_dossier_tier(dossier, NULL, 0, DAY, &tier, &length), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_tier(dossier, "care", 4, DAY, NULL, &length), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_tier(dossier, "care", 4, DAY, &tier, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_tier(dossier, "care", 4, DAY, &tier, &length), WIJK_NONE);
    assert_null(tier);
    assert_int_equal(length, 0);
    assert_int_equal(wijk_dossier_unheard(dossier, DAY, NULL, 0, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_unheard(dossier, DAY, NULL, 1, &count), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_unheard(dossier, DAY, NULL, 0, &count), WIJK_OK);
    assert_int_equal(wijk_dossier_digest(dossier, NULL), WIJK_E_ARGUMENT);
    wijk_dossier_head(dossier, NULL);
    wijk_dossier_frames(dossier, NULL, NULL);
}

static void test_unheard_counts_more_than_fit(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    make_join(world, 1002, DAY + 2, BRAM);
    assert_int_equal(submit(world), WIJK_OK);
    wijk_id persons[3] = {id(77), id(77), id(77)}, anna = id(ANNA), bram = id(BRAM), untouched = id(77);
    uint32_t count;
    assert_int_equal(wijk_dossier_unheard(world->dossier, DAY + 2, persons, 1, &count), WIJK_OK);
    assert_int_equal(count, 2);
    assert_memory_equal(&persons[0], &anna, sizeof anna);
    assert_memory_equal(&persons[1], &untouched, sizeof untouched);
    assert_int_equal(wijk_dossier_unheard(world->dossier, WIJK_DATE_NONE, persons, 3, &count), WIJK_OK);
    assert_memory_equal(&persons[1], &bram, sizeof bram);
    assert_memory_equal(&persons[2], &untouched, sizeof untouched);
    assert_int_equal(wijk_dossier_unheard(world->dossier, DAY, persons, 3, &count), WIJK_OK);
    assert_int_equal(count, 0);
}

/* ---- submitting ---- */

static void test_submit(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    assert_int_equal(wijk_dossier_submit(world->dossier, NULL, world->findings, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "act");
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, world->findings, world->error),
                     WIJK_E_ACT_TYPE); /* never begun */
    make_join(world, 1001, DAY, ANNA);
    assert_int_equal(submit(world), WIJK_REFUSED);
    assert_int_equal(wijk_findings_count(world->findings), 1);
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK1001);
    assert_int_equal(wijk_findings_item(world->findings, 0), -1);
    assert_int_equal(wijk_findings_mend(world->findings, 0), WIJK_ACT_DOSSIER_OPEN);
    assert_int_equal(wijk_error_code(world->error), WIJK_OK); /* a refusal is no error */
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, NULL, NULL), WIJK_REFUSED);
    make_open(world, 1000, DAY);
    assert_int_equal(submit(world), WIJK_OK);
    assert_int_equal(wijk_findings_count(world->findings), 0); /* emptied */
    assert_int_equal(submit(world), WIJK_DUPLICATE);
    assert_int_equal(wijk_error_code(world->error), WIJK_OK);
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, NULL, NULL), WIJK_DUPLICATE);
}

static void test_acts_are_copied(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    char where[] = "South";
    wijk_id own = id(1000);
    assert_int_equal(wijk_act_dossier_open(world->act, &own, DAY, NOON(DAY), where, NULL, NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK);
    memset(where, 'x', sizeof where - 1);
    make_join(world, 1001, DAY, ANNA);
    wijk_table *table;
    assert_int_equal(wijk_dossier_table(world->dossier, WIJK_TABLE_DOSSIERS, WIJK_DATE_NONE, WIJK_TIME_NONE, &table,
                                        NULL), WIJK_OK);
    size_t length;
    assert_memory_equal(wijk_table_text(table, 2, 0, &length), "South", 5);
    assert_int_equal(length, 5);
    wijk_table_unref(table);
}

static void test_refusals_change_nothing(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    struct look before = look_at(world->dossier);
    make_open(world, 1002, DAY + 3);
    assert_int_equal(submit(world), WIJK_REFUSED);
    wijk_id own = id(1002); /* before all others */
    assert_int_equal(wijk_act_dossier_open(world->act, &own, DAY - 3, NOON(DAY + 3), NULL, NULL, NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_REFUSED);
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK9002);
    make_withdraw(world, 1002, DAY + 3, 1000);
    assert_int_equal(submit(world), WIJK_REFUSED);
    make_withdraw(world, 1002, DAY + 3, 1234);
    assert_int_equal(submit(world), WIJK_REFUSED);
    make_move(world, 1002, DAY + 3, NOON(DAY));
    assert_int_equal(submit(world), WIJK_REFUSED);
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK9004);
    make_move(world, 1002, DAY + 3, NOON(DAY + 3));
    assert_int_equal(wijk_act_set_actor(world->act, &own, NULL, "wizard", WIJK_NUL_TERMINATED, NULL), WIJK_OK);
    assert_int_equal(submit(world), WIJK_E_UNKNOWN);
    assert_string_equal(wijk_error_path(world->error), "/by/role");
    assert_unchanged(world->dossier, before);
}

/* Two households, one person: nothing in one knows of the other. */
static void test_one_person_in_two_households(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_dossier *first = world->dossier, *second;
    wijk_id own = id(902);
    assert_int_equal(wijk_dossier_new(world->context, world->policy, &own, &second, NULL), WIJK_OK);
    fill_two(world);
    world->dossier = second;
    fill_two(world);
    struct look a = look_at(first), b = look_at(second);
    assert_memory_equal(a.digest, b.digest, sizeof a.digest);
    assert_memory_not_equal(a.head, b.head, sizeof a.head);
    free(a.frames);
    free(b.frames);
    world->dossier = first;
    wijk_dossier_destroy(second);
}

/* ---- who owns what ---- */

static void test_order_of_freeing(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    wijk_table *table;
    wijk_id own = id(ANNA);
    assert_int_equal(wijk_dossier_table(world->dossier, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, WIJK_TIME_NONE, &table,
                                        NULL), WIJK_OK);
    make_join(world, 1001, DAY, ANNA);
    assert_int_equal(submit(world), WIJK_REFUSED);
    assert_int_equal(wijk_dossier_begin(world->dossier, NULL), WIJK_OK);
    make_move(world, 1003, DAY + 2, NOON(DAY + 2));
    assert_int_equal(submit(world), WIJK_OK);
    make_move(world, 1004, DAY + 1, NOON(DAY + 2)); /* the state was made anew */
    assert_int_equal(submit(world), WIJK_OK);
    wijk_context_unref(world->context); /* everything else keeps it alive */
    wijk_policy_unref(world->policy);
    wijk_dossier_destroy(world->dossier); /* with a frame open */
    assert_int_equal(wijk_table_rows(table), 1);
    assert_memory_equal(wijk_table_cell_id(table, 2, 0), &own, sizeof own);
    assert_int_equal(wijk_findings_count(world->findings), 0);
    wijk_table_unref(table);
    wijk_findings_destroy(world->findings);
    wijk_act_destroy(world->act);
    wijk_error_destroy(world->error);
    assert_true(fail_alloc_clean(&world->alloc));
    open_context(world, NULL);
}

static void test_tables_do_not_change(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_two(world);
    wijk_table *table;
    assert_int_equal(wijk_dossier_table(world->dossier, WIJK_TABLE_ACTS, WIJK_DATE_NONE, WIJK_TIME_NONE, &table, NULL),
                     WIJK_OK);
    for (uint32_t i = 0; i < 300; i++) {
        make_move(world, 2000 + i, DAY + 1 + (wijk_date)i, NOON(DAY + 1 + (wijk_date)i));
        assert_int_equal(submit(world), WIJK_OK);
    }
    wijk_id first = id(1000);
    assert_int_equal(wijk_table_rows(table), 2);
    assert_memory_equal(wijk_table_cell_id(table, 1, 0), &first, sizeof first);
    wijk_table_unref(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_null_dossier, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_new, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_load, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_frames_are_copied, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_questions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unheard_counts_more_than_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_submit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_acts_are_copied, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusals_change_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_person_in_two_households, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order_of_freeing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_tables_do_not_change, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
