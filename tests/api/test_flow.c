/* The flow of a period and returns both ways, through the public library: arguments, the ends of time, a dossier
 * without a policy, and many rows. What is counted how is for the domain cases. */
#include "dossier_support.h"

enum { WITHIN = 182, CLINIC = 700 };

static void take(struct world *world) {
    by_who(world);
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, NULL, world->error), WIJK_OK);
}

static void open_dossier(struct world *world) {
    make_open(world, 1000, DAY);
    take(world);
}

/* ---- arguments ---- */

static void expect_wrong(struct world *world, const wijk_dossier *dossier, wijk_date from, wijk_date until,
                         int32_t within, const char *path) {
    wijk_table *table = (wijk_table *)(void *)world;
    int64_t count = 5, of = 5;
    assert_int_equal(wijk_dossier_flow(dossier, from, until, within, WIJK_TIME_NONE, &table, world->error),
                     WIJK_E_ARGUMENT);
    assert_null(table);
    assert_string_equal(wijk_error_path(world->error), path);
    assert_int_equal(wijk_dossier_flow(dossier, from, until, within, WIJK_TIME_NONE, &table, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_returns_after(dossier, from, until, within, DAY, WIJK_TIME_NONE, &count, &of,
                                                world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), path);
    assert_int_equal(wijk_dossier_returns_before(dossier, from, until, within, WIJK_TIME_NONE, &count, &of,
                                                 world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), path);
    assert_true(count == 0 && of == 0);
}

static void test_arguments(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    int64_t number = 5;
    expect_wrong(world, NULL, DAY, DAY + 1, WITHIN, "dossier");
    expect_wrong(world, world->dossier, WIJK_DATE_NONE, DAY, WITHIN, "from");
    expect_wrong(world, world->dossier, WIJK_DATE_MAX + 1, WIJK_DATE_MAX + 2, WITHIN, "from");
    expect_wrong(world, world->dossier, DAY, DAY, WITHIN, "until");
    expect_wrong(world, world->dossier, DAY, DAY - 1, WITHIN, "until");
    expect_wrong(world, world->dossier, DAY, WIJK_DATE_MAX + 1, WITHIN, "until");
    expect_wrong(world, world->dossier, DAY, DAY + 1, -1, "within_days");
    expect_wrong(world, world->dossier, DAY, DAY + 1, 36601, "within_days");
    assert_int_equal(wijk_dossier_flow(world->dossier, DAY, DAY + 1, WITHIN, WIJK_TIME_NONE, NULL, world->error),
                     WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "out");
    assert_int_equal(wijk_dossier_returns_after(world->dossier, DAY, DAY + 1, WITHIN, DAY, WIJK_TIME_NONE, NULL,
                                                &number, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "count");
    assert_int_equal(wijk_dossier_returns_before(world->dossier, DAY, DAY + 1, WITHIN, WIJK_TIME_NONE, &number, NULL,
                                                 world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "of");
    assert_int_equal(wijk_dossier_returns_after(world->dossier, DAY, DAY + 1, WITHIN, WIJK_DATE_NONE, WIJK_TIME_NONE,
                                                &number, &number, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "seen");
}

/* ---- the ends of time ---- */

static int64_t of_figure(const wijk_table *table, int32_t figure, int32_t column) {
    for (uint32_t row = 0; row < wijk_table_rows(table); row++)
        if (wijk_table_int(table, WIJK_FLOW_COLUMN_FIGURE, row) == figure &&
            wijk_table_cell_id(table, WIJK_FLOW_COLUMN_SUBJECT, row) == NULL)
            return wijk_table_int(table, (uint32_t)column, row);
    return -1;
}

static void test_all_of_time(void **state) {
    struct world *world = *state;
    wijk_table *table;
    NEEDS_POLICY(world);
    assert_int_equal(wijk_dossier_flow(world->dossier, WIJK_DATE_MIN, WIJK_DATE_MAX, 36600, WIJK_TIME_NONE, &table,
                                       world->error), WIJK_OK);
    assert_int_equal(wijk_table_rows(table), 0); /* it was never opened */
    wijk_table_unref(table);
    open_dossier(world);
    assert_int_equal(wijk_dossier_flow(world->dossier, WIJK_DATE_MIN, WIJK_DATE_MAX, 36600, WIJK_TIME_NONE, &table,
                                       world->error), WIJK_OK);
    assert_int_equal(of_figure(table, WIJK_FLOW_DAYS_WORKING, WIJK_FLOW_COLUMN_COUNT), WIJK_DATE_MAX - DAY);
    wijk_table_unref(table);
    assert_int_equal(wijk_dossier_table(world->dossier, WIJK_TABLE_DAYS, WIJK_DATE_MAX, WIJK_TIME_NONE, &table, NULL),
                     WIJK_OK);
    assert_int_equal(wijk_table_int(table, WIJK_DAYS_COLUMN_UNTIL, 0), WIJK_DATE_MAX);
    wijk_table_unref(table);
    assert_int_equal(wijk_dossier_table(world->dossier, WIJK_TABLE_FLOW, WIJK_DATE_MIN, WIJK_TIME_NONE, &table, NULL),
                     WIJK_OK);
    assert_int_equal(wijk_table_rows(table), 0);
    wijk_table_unref(table);
}

/* ---- many waits ---- */

static void wait_once(struct world *world, uint32_t number, wijk_date day) {
    wijk_id start = id(number), end = id(number + 1), who = id(WHO), provider = id(CLINIC + number / 2 % 3);
    assert_int_equal(wijk_act_begin(world->act, WIJK_ACT_WAIT_START, &start, day, NOON(day), NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_text(world->act, WIJK_WAIT_START_PROVISION, "individual.guidance",
                                       WIJK_NUL_TERMINATED, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_id(world->act, WIJK_WAIT_START_INTERIM, &who, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_id(world->act, WIJK_WAIT_START_PROVIDER, &provider, NULL), WIJK_OK);
    take(world);
    assert_int_equal(wijk_act_begin(world->act, WIJK_ACT_WAIT_END, &end, day + 2, NOON(day + 2), NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_id(world->act, WIJK_WAIT_END_WAIT, &start, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_code(world->act, WIJK_WAIT_END_OUTCOME, WIJK_WAIT_OUTCOME_STARTED, NULL), WIJK_OK);
    take(world);
}

/* Two days of waiting, two of work, and so on: what counts once is counted once, however many there are. */
static void test_many(void **state) {
    struct world *world = *state;
    enum { WAITS = 3000 };
    wijk_table *table;
    NEEDS_POLICY(world);
    open_dossier(world);
    assert_int_equal(wijk_dossier_begin(world->dossier, world->error), WIJK_OK);
    for (uint32_t i = 0; i < WAITS; i++)
        wait_once(world, 2000 + 2 * i, DAY + 2 + 4 * (wijk_date)i);
    assert_int_equal(wijk_dossier_commit(world->dossier, world->error), WIJK_OK);
    wijk_date until = DAY + 4 * WAITS;
    assert_int_equal(wijk_dossier_flow(world->dossier, DAY, until, WITHIN, WIJK_TIME_NONE, &table, world->error),
                     WIJK_OK);
    assert_int_equal(of_figure(table, WIJK_FLOW_DAYS_WAITING_PROVIDER, WIJK_FLOW_COLUMN_COUNT), 2 * WAITS);
    assert_int_equal(of_figure(table, WIJK_FLOW_DAYS_WORKING, WIJK_FLOW_COLUMN_COUNT), 2 * WAITS);
    assert_int_equal(of_figure(table, WIJK_FLOW_DAYS_BRIDGED, WIJK_FLOW_COLUMN_OF), 2 * WAITS);
    uint32_t providers = 0;
    for (uint32_t row = 0; row < wijk_table_rows(table); row++)
        if (wijk_table_int(table, WIJK_FLOW_COLUMN_FIGURE, row) == WIJK_FLOW_DAYS_WAITING_PROVIDER &&
            wijk_table_cell_id(table, WIJK_FLOW_COLUMN_SUBJECT, row) != NULL) {
            assert_int_equal(wijk_table_int(table, WIJK_FLOW_COLUMN_COUNT, row), 2 * WAITS / 3);
            providers++;
        }
    assert_int_equal(providers, 3);
    wijk_table_unref(table);
    assert_int_equal(wijk_dossier_table(world->dossier, WIJK_TABLE_DAYS, until - 1, WIJK_TIME_NONE, &table, NULL),
                     WIJK_OK);
    assert_int_equal(wijk_table_rows(table), 2 * WAITS);
    wijk_table_unref(table);
}

/* ---- without a policy ---- */

static void test_read_only(void **state) {
    struct world *world = *state;
    const void *frames;
    size_t length;
    wijk_dossier *reader;
    wijk_table *table;
    wijk_id own = id(1001);
    NEEDS_POLICY(world);
    open_dossier(world);
    assert_int_equal(wijk_act_begin(world->act, WIJK_ACT_TIER_ENTER, &own, DAY, NOON(DAY), NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_text(world->act, WIJK_TIER_ENTER_LADDER, "care", 4, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_text(world->act, WIJK_TIER_ENTER_TIER, "team-short", 10, NULL), WIJK_OK);
    take(world);
    assert_int_equal(wijk_dossier_table(world->dossier, WIJK_TABLE_OVERSTAYS, DAY + 400, WIJK_TIME_NONE, &table, NULL),
                     WIJK_OK);
    assert_int_equal(wijk_table_rows(table), 1);
    wijk_table_unref(table);
    wijk_dossier_frames(world->dossier, &frames, &length);
    assert_int_equal(wijk_dossier_load(world->context, NULL, frames, length, 0, &reader, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_table(reader, WIJK_TABLE_OVERSTAYS, DAY + 400, WIJK_TIME_NONE, &table, NULL),
                     WIJK_OK);
    assert_int_equal(wijk_table_rows(table), 0); /* nobody says how long a stay is meant to last */
    wijk_table_unref(table);
    assert_int_equal(wijk_dossier_flow(reader, DAY, DAY + 401, WITHIN, WIJK_TIME_NONE, &table, NULL), WIJK_OK);
    assert_int_equal(of_figure(table, WIJK_FLOW_DAYS_WORKING, WIJK_FLOW_COLUMN_COUNT), 401);
    assert_int_equal(of_figure(table, WIJK_FLOW_DAYS_OVERSTAY, WIJK_FLOW_COLUMN_OF), -1);
    wijk_table_unref(table);
    wijk_dossier_destroy(reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_arguments, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_all_of_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_read_only, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
