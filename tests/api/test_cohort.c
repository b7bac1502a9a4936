/* Filling, sealing and reading a cohort: from dossiers, frames, a store and columns the same; what is refused leaves the
 * cohort as it was. */
#include "cohort_support.h"
#include "story.h"

enum { STORIES = 5, BEGAN = 20400 }; /* the day of the first act of a story */

/* ---- the same from wherever it comes ---- */

static wijk_dossier *tell(struct world *world, uint32_t seed) {
    struct story story;
    wijk_dossier *dossier;
    wijk_id own = id(4000 - seed);
    story_make(&story, world->context, seed);
    assert_int_equal(wijk_dossier_new(world->context, world->policy, &own, &dossier, world->error), WIJK_OK);
    assert_int_equal(wijk_dossier_submit_all(dossier, (const wijk_act *const *)story.acts, story.count - seed * 7,
                                             world->findings, world->error), WIJK_OK);
    story_free(&story);
    return dossier;
}

/* Every tally of a cohort, as bytes one after the other. */
static wijk_buffer *count_all(struct world *world, wijk_cohort *cohort) {
    wijk_tally *tallies[6];
    wijk_buffer *bytes;
    uint32_t dossiers = wijk_cohort_dossiers(cohort);
    assert_int_equal(wijk_cohort_seal(cohort, world->error), WIJK_OK);
    assert_int_equal(wijk_tally_new_acts(cohort, WIJK_UNIT_NEIGHBOURHOOD, WIJK_DATE_NONE, WIJK_DATE_NONE, &tallies[0],
                                         world->error), WIJK_OK);
    assert_int_equal(wijk_tally_new_occupancy(cohort, WIJK_UNIT_MUNICIPALITY, "care", BEGAN + 60, &tallies[1],
                                              world->error), WIJK_OK);
    assert_int_equal(wijk_tally_new_transitions(cohort, WIJK_UNIT_TEAM, "care", BEGAN, BEGAN + 200, &tallies[2],
                                                world->error), WIJK_OK);
    assert_int_equal(wijk_tally_new_path(cohort, WIJK_UNIT_EVERYTHING, "care", WIJK_DATE_NONE, BEGAN + 400, &tallies[3],
                                         world->error), WIJK_OK);
    assert_int_equal(wijk_tally_new_pairs(cohort, WIJK_UNIT_EVERYTHING, "goal-score", WIJK_DATE_NONE, WIJK_DATE_NONE,
                                          &tallies[4], world->error), WIJK_OK);
    assert_int_equal(wijk_tally_new_figures(cohort, WIJK_UNIT_MUNICIPALITY, &tallies[5], world->error), WIJK_OK);
    assert_int_equal(wijk_cohort_run(cohort, 0, dossiers, tallies, 6, world->error), WIJK_OK);
    assert_int_equal(wijk_buffer_new(world->context, &bytes), WIJK_OK);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(wijk_tally_write(tallies[i], bytes, world->error), WIJK_OK);
        wijk_tally_destroy(tallies[i]);
    }
    wijk_cohort_unref(cohort);
    return bytes;
}

static void expect_buffers(wijk_buffer *found, const wijk_buffer *expected) {
    assert_int_equal(wijk_buffer_size(found), wijk_buffer_size(expected));
    assert_memory_equal(wijk_buffer_data(found), wijk_buffer_data(expected), wijk_buffer_size(found));
    wijk_buffer_destroy(found);
}

static void add_figures(struct world *world, wijk_cohort *cohort, wijk_dossier *const *dossiers) {
    for (int i = 0; i < STORIES; i++) {
        wijk_table *table;
        assert_int_equal(wijk_dossier_table(dossiers[i], WIJK_TABLE_FIGURES, BEGAN + 90, WIJK_TIME_NONE, &table,
                                            world->error), WIJK_OK);
        assert_int_equal(wijk_cohort_add_figures(cohort, table, world->error), WIJK_OK);
        wijk_table_unref(table);
    }
}

static wijk_cohort *from_frames(struct world *world, wijk_dossier *const *dossiers) {
    wijk_cohort *cohort = new_cohort(world);
    for (int i = STORIES; i-- > 0;) {
        const void *frames;
        size_t length;
        wijk_dossier_frames(dossiers[i], &frames, &length);
        assert_int_equal(wijk_cohort_append_frames(cohort, frames, length, "Utrecht!", 7, WIJK_DATE_NONE,
                                                   WIJK_TIME_NONE, world->error), WIJK_OK);
    }
    return cohort;
}

/* From the tables that the dossiers give: acts that stand, where each came in, goals that were scored. */
static void columns_of(struct world *world, wijk_cohort *cohort, const wijk_dossier *dossier, int32_t number) {
    wijk_table *acts, *stays, *scores;
    assert_int_equal(wijk_dossier_table(dossier, WIJK_TABLE_ACTS, WIJK_DATE_NONE, WIJK_TIME_NONE, &acts, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_table(dossier, WIJK_TABLE_TIER_STAYS, WIJK_DATE_NONE, WIJK_TIME_NONE, &stays, NULL),
                     WIJK_OK);
    assert_int_equal(wijk_dossier_table(dossier, WIJK_TABLE_GOAL_SCORES, WIJK_DATE_NONE, WIJK_TIME_NONE, &scores, NULL),
                     WIJK_OK);
    for (uint32_t row = 0, stay = 0; row < wijk_table_rows(acts); row++) {
        char ladder[65], tier[65];
        int32_t code, type = (int32_t)wijk_table_int(acts, WIJK_ACTS_COLUMN_TYPE, row);
        wijk_date day = (wijk_date)wijk_table_int(acts, WIJK_ACTS_COLUMN_VALID, row);
        bool enters = type == WIJK_ACT_TIER_ENTER || type == WIJK_ACT_PILOT_LIGHT_RETURN;
        if (enters) {
            cell_text(stays, WIJK_TIER_STAYS_COLUMN_LADDER, stay, ladder, sizeof ladder);
            cell_text(stays, WIJK_TIER_STAYS_COLUMN_TIER, stay++, tier, sizeof tier);
        }
        assert_int_equal(wijk_cohort_code(cohort, type, enters ? ladder : NULL, enters ? tier : NULL, &code,
                                          world->error), WIJK_OK);
        assert_int_equal(wijk_cohort_add_acts(cohort, &number, &day, &code, 1, world->error), WIJK_OK);
    }
    for (uint32_t row = 0; row < wijk_table_rows(scores); row++) {
        int32_t scale, rater = (int32_t)wijk_table_int(scores, WIJK_GOAL_SCORES_COLUMN_RATER, row);
        int32_t value = (int32_t)wijk_table_int(scores, WIJK_GOAL_SCORES_COLUMN_LEVEL, row) * 1000;
        wijk_date day = (wijk_date)wijk_table_int(scores, WIJK_GOAL_SCORES_COLUMN_SCORED, row);
        assert_int_equal(wijk_cohort_scale(cohort, "goal-score", WIJK_NUL_TERMINATED, &scale, NULL), WIJK_OK);
        assert_int_equal(wijk_cohort_add_measurements(cohort, &number,
                                                      wijk_table_cell_id(scores, WIJK_GOAL_SCORES_COLUMN_GOAL, row),
                                                      &day, &scale, &rater, &value, 1, world->error), WIJK_OK);
    }
    wijk_table_unref(acts);
    wijk_table_unref(stays);
    wijk_table_unref(scores);
}

static wijk_cohort *from_columns(struct world *world, wijk_dossier *const *dossiers) {
    wijk_cohort *cohort = new_cohort(world);
    int32_t municipality, neighbourhood;
    wijk_id ids[STORIES];
    assert_int_equal(wijk_cohort_unit(cohort, WIJK_UNIT_MUNICIPALITY, "Utrecht", WIJK_NUL_TERMINATED, &municipality,
                                      NULL), WIJK_OK);
    assert_int_equal(wijk_cohort_unit(cohort, WIJK_UNIT_NEIGHBOURHOOD, "Oud-Zuid", WIJK_NUL_TERMINATED, &neighbourhood,
                                      NULL), WIJK_OK);
    for (int i = 0; i < STORIES; i++) {
        ids[i] = *wijk_dossier_id(dossiers[i]);
        assert_int_equal(wijk_cohort_add_dossiers(cohort, &ids[i], &municipality, &neighbourhood, NULL, 1, NULL),
                         WIJK_OK);
        columns_of(world, cohort, dossiers[i], i);
    }
    return cohort;
}

static wijk_cohort *from_store(struct world *world, wijk_dossier *const *dossiers) {
    wijk_store *store;
    wijk_cohort *cohort = new_cohort(world);
    assert_int_equal(wijk_store_open_sqlite(world->context, "./cohort-test.sqlite", WIJK_STORE_WRITE | WIJK_STORE_CREATE,
                                            1000, &store, world->error), WIJK_OK);
    for (int i = 0; i < STORIES; i++)
        assert_int_equal(wijk_store_save(store, dossiers[i], world->error), WIJK_OK);
    assert_int_equal(wijk_cohort_append_store(cohort, store, "Utrecht", WIJK_NUL_TERMINATED, WIJK_DATE_NONE,
                                              WIJK_TIME_NONE, world->error), WIJK_OK);
    wijk_store_destroy(store);
    return cohort;
}

static void forget_store(void) {
    static const char *const files[] = {"cohort-test.sqlite", "cohort-test.sqlite-wal", "cohort-test.sqlite-shm"};
    for (int i = 0; i < 3; i++)
        (void)remove(files[i]);
}

static void test_same(void **state) {
    struct world *world = *state;
    wijk_dossier *dossiers[STORIES];
    NEEDS_POLICY(world);
    for (uint32_t i = 0; i < STORIES; i++)
        dossiers[i] = tell(world, i);
    wijk_cohort *cohort = new_cohort(world), *others[3];
    for (int i = 0; i < STORIES; i++)
        assert_int_equal(wijk_cohort_append(cohort, dossiers[i], "Utrecht", WIJK_NUL_TERMINATED, WIJK_DATE_NONE,
                                            WIJK_TIME_NONE, world->error), WIJK_OK);
    assert_int_equal(wijk_cohort_append(cohort, dossiers[0], NULL, 0, WIJK_DATE_NONE, WIJK_TIME_NONE, world->error),
                     WIJK_DUPLICATE);
    assert_int_equal(wijk_cohort_dossiers(cohort), STORIES);
    others[0] = from_frames(world, dossiers);
    others[1] = from_columns(world, dossiers);
    forget_store();
    others[2] = wijk_feature_supported(WIJK_FEATURE_SQLITE) ? from_store(world, dossiers) : from_frames(world, dossiers);
    add_figures(world, cohort, dossiers);
    wijk_buffer *expected = count_all(world, cohort);
    assert_true(wijk_buffer_size(expected) > 1000);
    for (int i = 0; i < 3; i++) {
        add_figures(world, others[i], dossiers);
        if (i != 1) /* levels of domains are not put there as columns, and are not counted here */
            assert_true(wijk_cohort_measurements(others[i]) > 0);
        expect_buffers(count_all(world, others[i]), expected);
    }
    forget_store();
    wijk_buffer_destroy(expected);
    for (int i = 0; i < STORIES; i++)
        wijk_dossier_destroy(dossiers[i]);
}

/* What holds on a day, and what was known at a moment. */
static void test_as_of(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_dossier *dossier = tell(world, 0);
    wijk_cohort *cohort = new_cohort(world);
    assert_int_equal(wijk_cohort_append(cohort, dossier, NULL, 0, BEGAN - 1, WIJK_TIME_NONE, world->error), WIJK_NONE);
    assert_int_equal(wijk_cohort_append(cohort, dossier, NULL, 0, WIJK_DATE_NONE, NOON(BEGAN - 1), NULL), WIJK_NONE);
    assert_int_equal(wijk_cohort_dossiers(cohort), 0);
    assert_int_equal(wijk_cohort_append(cohort, dossier, NULL, 0, BEGAN, WIJK_TIME_NONE, world->error), WIJK_OK);
    wijk_table *table;
    assert_int_equal(wijk_dossier_table(dossier, WIJK_TABLE_ACTS, BEGAN, WIJK_TIME_NONE, &table, NULL), WIJK_OK);
    assert_true(wijk_table_rows(table) > 0);
    assert_int_equal(wijk_cohort_acts(cohort), wijk_table_rows(table));
    wijk_table_unref(table);
    wijk_cohort_unref(cohort);
    wijk_dossier_destroy(dossier);
}

/* An act that was taken back is not counted, and neither is the taking back. */
static void test_withdrawn(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_cohort *cohort = new_cohort(world);
    make_open(world, 1000, DAY);
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, NULL, NULL), WIJK_OK);
    make_join(world, 1001, DAY, ANNA);
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, NULL, NULL), WIJK_OK);
    make_withdraw(world, 1002, DAY, 1001);
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, NULL, NULL), WIJK_OK);
    assert_int_equal(wijk_cohort_append(cohort, world->dossier, NULL, 0, WIJK_DATE_NONE, WIJK_TIME_NONE, NULL), WIJK_OK);
    assert_int_equal(wijk_cohort_acts(cohort), 1);
    wijk_cohort_unref(cohort);
}

static void measure(struct world *world, uint32_t number, wijk_date day, const char *answers) {
    const wijk_id own = id(number), anna = id(ANNA);
    assert_int_equal(wijk_act_measure_take(world->act, &own, day, NOON(day), "empowerment", &anna, WIJK_RATER_CLIENT,
                                           WIJK_MEASURE_MOMENT_INTERIM, answers, world->error), WIJK_OK);
    by_who(world);
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, NULL, world->error), WIJK_OK);
}

/* Scores of instruments, as the dossier has them; too few answers make none. */
static void test_instrument(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_cohort *cohort = new_cohort(world);
    wijk_tally *tally;
    wijk_table *table;
    fill_two(world);
    measure(world, 1002, DAY + 1, "knows-way=1 decides=1 asks=1 manages=1 heard=1 overwhelmed=5");
    measure(world, 1003, DAY + 40, "knows-way=5 decides=5 asks=5 manages=3 heard=3 overwhelmed=3");
    measure(world, 1004, DAY + 80, "asks=1");
    assert_int_equal(wijk_cohort_append(cohort, world->dossier, NULL, 0, WIJK_DATE_NONE, WIJK_TIME_NONE, NULL), WIJK_OK);
    assert_int_equal(wijk_cohort_measurements(cohort), 2);
    assert_int_equal(wijk_cohort_seal(cohort, NULL), WIJK_OK);
    assert_int_equal(wijk_tally_new_pairs(cohort, WIJK_UNIT_EVERYTHING, "measure-take/empowerment/total", WIJK_DATE_NONE,
                                          WIJK_DATE_NONE, &tally, world->error), WIJK_OK);
    run_all(world, cohort, tally);
    assert_int_equal(wijk_tally_table(tally, &table, world->error), WIJK_OK);
    assert_int_equal(wijk_table_rows(table), 1);
    assert_int_equal(wijk_table_int(table, WIJK_TALLY_COLUMN_RATER, 0), WIJK_RATER_CLIENT);
    assert_true(wijk_table_real(table, WIJK_TALLY_COLUMN_FIRST, 0) == 0);
    assert_true(wijk_table_real(table, WIJK_TALLY_COLUMN_LAST, 0) == 75);
    assert_int_equal(wijk_table_int(table, WIJK_TALLY_COLUMN_COUNT, 0), 1);
    wijk_table_unref(table);
    wijk_tally_destroy(tally);
    wijk_cohort_unref(cohort);
}

/* ---- what is refused ---- */

static void test_refused(void **state) {
    struct world *world = *state;
    wijk_cohort *cohort = new_cohort(world);
    wijk_id ids[3] = {id(1), id(2), id(1)};
    int32_t code, unit, dossier[2] = {0, 2}, days[2] = {DAY, DAY}, codes[2] = {0, 0}, far[2] = {DAY, DAY + 32768};
    assert_int_equal(wijk_cohort_add_dossiers(cohort, ids, NULL, NULL, NULL, 3, world->error), WIJK_E_DUPLICATE);
    assert_int_equal(wijk_error_index(world->error), 2);
    assert_int_equal(wijk_cohort_dossiers(cohort), 0);
    assert_int_equal(wijk_cohort_find(cohort, &ids[0]), -1);
    ids[2] = (wijk_id){{0}};
    assert_int_equal(wijk_cohort_add_dossiers(cohort, ids, NULL, NULL, NULL, 3, world->error), WIJK_E_ID);
    dossier[0] = 1; /* no such unit */
    assert_int_equal(wijk_cohort_add_dossiers(cohort, ids, dossier, NULL, NULL, 2, world->error), WIJK_E_CODE);
    assert_string_equal(wijk_error_path(world->error), "municipality");
    dossier[0] = 0;
    assert_int_equal(wijk_cohort_add_dossiers(cohort, ids, NULL, NULL, NULL, 2, world->error), WIJK_OK);
    assert_int_equal(wijk_cohort_add_acts(cohort, dossier, days, codes, 1, world->error), WIJK_E_CODE);
    assert_int_equal(wijk_cohort_code(cohort, WIJK_ACT_TIER_ENTER, "care", NULL, &code, world->error), WIJK_E_MISSING);
    assert_int_equal(wijk_cohort_code(cohort, WIJK_ACT_TIER_ENTER, "care", "No", &code, world->error), WIJK_E_KEY);
    assert_int_equal(wijk_cohort_code(cohort, WIJK_ACT_DOSSIER_OPEN, "care", NULL, &code, world->error),
                     WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_code(cohort, 9999, NULL, NULL, &code, world->error), WIJK_E_ACT_TYPE);
    assert_int_equal(code, -1);
    assert_int_equal(wijk_cohort_code(cohort, WIJK_ACT_DOSSIER_OPEN, NULL, NULL, &code, world->error), WIJK_OK);
    assert_int_equal(code, 0);
    assert_int_equal(wijk_cohort_add_acts(cohort, dossier, days, codes, 2, world->error), WIJK_E_RANGE);
    assert_int_equal(wijk_error_index(world->error), 1);
    assert_int_equal(wijk_cohort_acts(cohort), 0);
    days[0] = WIJK_DATE_NONE;
    assert_int_equal(wijk_cohort_add_acts(cohort, dossier, days, codes, 1, world->error), WIJK_E_DATE);
    assert_int_equal(wijk_cohort_unit(cohort, WIJK_UNIT_EVERYTHING, "x", 1, &unit, world->error), WIJK_E_CODE);
    assert_int_equal(wijk_cohort_unit(cohort, WIJK_UNIT_TEAM, "\xff", 1, &unit, world->error), WIJK_E_UTF8);
    assert_int_equal(wijk_cohort_scale(cohort, "zrm", WIJK_NUL_TERMINATED, &unit, world->error), WIJK_OK);
    codes[0] = 7; /* no such rater */
    assert_int_equal(wijk_cohort_add_measurements(cohort, dossier, NULL, far, &unit, codes, far, 1, world->error),
                     WIJK_E_CODE);
    assert_string_equal(wijk_error_path(world->error), "rater");
    dossier[1] = 1, codes[0] = 0;
    assert_int_equal(wijk_cohort_add_acts(cohort, dossier, far, codes, 2, world->error), WIJK_OK);
    assert_int_equal(wijk_cohort_seal(cohort, world->error), WIJK_E_LIMIT); /* more days than a column can tell */
    assert_string_equal(wijk_error_path(world->error), "day");
    assert_int_equal(wijk_cohort_sealed(cohort), 0);
    wijk_cohort_unref(cohort);
}

static void test_sealed(void **state) {
    struct world *world = *state;
    wijk_cohort *cohort = new_cohort(world);
    wijk_tally *tally;
    uint32_t bounds[4];
    wijk_id one = id(1);
    int32_t code;
    assert_int_equal(wijk_tally_new_figures(cohort, WIJK_UNIT_TEAM, &tally, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_parts(cohort, 3, bounds), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_seal(cohort, world->error), WIJK_OK); /* of nobody */
    assert_int_equal(wijk_cohort_seal(cohort, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_sealed(cohort), 1);
    assert_int_equal(wijk_cohort_add_dossiers(cohort, &one, NULL, NULL, NULL, 1, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_code(cohort, WIJK_ACT_DOSSIER_OPEN, NULL, NULL, &code, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_cohort_parts(cohort, 3, bounds), WIJK_OK);
    for (int i = 0; i < 4; i++)
        assert_int_equal(bounds[i], 0);
    assert_null(wijk_cohort_id(cohort, 0));
    assert_int_equal(wijk_tally_new_acts(cohort, 9, DAY, DAY + 1, &tally, world->error), WIJK_E_CODE);
    assert_int_equal(wijk_tally_new_acts(cohort, WIJK_UNIT_TEAM, DAY, DAY, &tally, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_tally_new_occupancy(cohort, WIJK_UNIT_TEAM, NULL, DAY, &tally, world->error),
                     WIJK_E_ARGUMENT);
    assert_int_equal(wijk_tally_new_path(cohort, WIJK_UNIT_TEAM, "care", DAY, DAY - 1, &tally, NULL), WIJK_E_ARGUMENT);
    assert_null(tally);
    assert_int_equal(wijk_tally_new_occupancy(cohort, WIJK_UNIT_TEAM, "care", DAY, &tally, world->error), WIJK_OK);
    wijk_cohort_unref(cohort); /* the tally keeps it */
    wijk_table *table;
    assert_int_equal(wijk_tally_table(tally, &table, world->error), WIJK_OK);
    assert_int_equal(wijk_table_rows(table), 0);
    wijk_table_unref(table);
    wijk_tally_destroy(tally);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_as_of, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_withdrawn, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_instrument, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sealed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
