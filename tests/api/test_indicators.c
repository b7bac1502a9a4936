/* Counts for indicators of a period, through the public library: arguments, days outside it, a later look at returns,
 * and which policies judged. What is counted how is for the domain cases. */
#include "dossier_support.h"

static void open_and_close(struct world *world) {
    const char exit[] = "goals-reached";
    wijk_id close = id(1001), reopen = id(1002);
    make_open(world, 1000, DAY);
    by_who(world);
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, NULL, world->error), WIJK_OK);
    assert_int_equal(wijk_act_begin(world->act, WIJK_ACT_DOSSIER_CLOSE, &close, DAY + 10, NOON(DAY + 10), NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_text(world->act, WIJK_DOSSIER_CLOSE_EXIT, exit, WIJK_NUL_TERMINATED, NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, NULL, world->error), WIJK_OK);
    assert_int_equal(wijk_act_begin(world->act, WIJK_ACT_DOSSIER_REOPEN, &reopen, DAY + 110, NOON(DAY + 110), NULL),
                     WIJK_OK);
    by_who(world);
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, NULL, world->error), WIJK_OK);
}

static wijk_table *ask(struct world *world, wijk_date from, wijk_date until, wijk_date seen) {
    wijk_table *table;
    assert_int_equal(wijk_dossier_indicators(world->dossier, from, until, seen, WIJK_TIME_NONE, &table, world->error),
                     WIJK_OK);
    return table;
}

static int64_t number(const wijk_table *table, const char *indicator, uint32_t column) {
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        size_t length;
        const char *key = wijk_table_text(table, WIJK_INDICATORS_COLUMN_INDICATOR, row, &length);
        if (length == strlen(indicator) && memcmp(key, indicator, length) == 0)
            return wijk_table_int(table, column, row);
    }
    return -1;
}

static void test_period(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    open_and_close(world);
    wijk_table *table = ask(world, DAY, DAY + 11, DAY + 10); /* the exit, and nobody can know yet whether it lasts */
    assert_int_equal(number(table, "drop-out", WIJK_INDICATORS_COLUMN_OF), 1);
    assert_int_equal(number(table, "drop-out", WIJK_INDICATORS_COLUMN_COUNT), 0);
    assert_int_equal(number(table, "no-return", WIJK_INDICATORS_COLUMN_OF), -1);
    assert_int_equal(number(table, "drop-out", WIJK_INDICATORS_COLUMN_POLICIES), 1);
    assert_memory_equal(wijk_table_cell_id(table, WIJK_INDICATORS_COLUMN_POLICY, 0), wijk_policy_id(world->policy), 16);
    wijk_table_unref(table);
    table = ask(world, DAY, DAY + 11, DAY + 191); /* one day short of half a year */
    assert_int_equal(number(table, "no-return", WIJK_INDICATORS_COLUMN_OF), -1);
    wijk_table_unref(table);
    table = ask(world, DAY, DAY + 11, DAY + 192);
    assert_int_equal(number(table, "no-return", WIJK_INDICATORS_COLUMN_OF), 1);
    assert_int_equal(number(table, "no-return", WIJK_INDICATORS_COLUMN_COUNT), 0); /* it came back */
    wijk_table_unref(table);
    table = ask(world, DAY + 11, DAY + 300, DAY + 299); /* after the exit */
    assert_int_equal(number(table, "drop-out", WIJK_INDICATORS_COLUMN_OF), -1);
    assert_int_equal(number(table, "no-return", WIJK_INDICATORS_COLUMN_OF), -1);
    wijk_table_unref(table);
}

static void test_policies(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    open_and_close(world);
    wijk_table *table = ask(world, DAY + 1, DAY + 11, DAY + 300);
    assert_int_equal(number(table, "drop-out", WIJK_INDICATORS_COLUMN_POLICIES), 1);
    wijk_table_unref(table);
    table = ask(world, WIJK_DATE_MIN, DAY + 11, DAY + 10);
    assert_int_equal(number(table, "drop-out", WIJK_INDICATORS_COLUMN_POLICIES), 1); /* one policy, many frames */
    wijk_table_unref(table);
}

static void test_arguments(void **state) {
    struct world *world = *state;
    wijk_table *table = (wijk_table *)(void *)world;
    NEEDS_POLICY(world);
#define WRONG(path, dossier, from, until, seen, out) \
    assert_int_equal(wijk_dossier_indicators(dossier, from, until, seen, WIJK_TIME_NONE, out, world->error), \
                     WIJK_E_ARGUMENT); \
    assert_string_equal(wijk_error_path(world->error), path)
    WRONG("out", world->dossier, DAY, DAY + 1, DAY, NULL);
    WRONG("dossier", NULL, DAY, DAY + 1, DAY, &table);
    assert_null(table);
    WRONG("from", world->dossier, WIJK_DATE_NONE, DAY + 1, DAY, &table);
    WRONG("until", world->dossier, DAY, DAY, DAY, &table);
    WRONG("seen", world->dossier, DAY, DAY + 2, DAY, &table);
    WRONG("seen", world->dossier, DAY, DAY + 1, WIJK_DATE_MAX + 1, &table);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_period, set_up, tear_down),
                                       cmocka_unit_test_setup_teardown(test_policies, set_up, tear_down),
                                       cmocka_unit_test_setup_teardown(test_arguments, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
