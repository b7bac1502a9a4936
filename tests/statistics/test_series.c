/* Segmented regression against R: an own small series. The Seatbelts are in compare_peer.py. */
#include "figures.h"

enum { PLAIN = WIJK_SERIES_ERRORS_ORDINARY, HAC = WIJK_SERIES_ERRORS_NEWEY_WEST,
       CORRECTED = WIJK_SERIES_ERRORS_NEWEY_WEST_CORRECTED };
#define COLUMN(name) WIJK_SERIES_TERMS_COLUMN_##name
#define FIT(name) WIJK_SERIES_FIT_COLUMN_##name

static const double waits[] = {31, 28, 35, 33, 36, 34, 38, 37, 30, 29, 27, 28, 24, 25, 22, 23, 19, 21};
enum { POINTS = sizeof waits / sizeof *waits, AFTER = 9 };

static void fit(struct world *world, const double *values, size_t count, int32_t season, int32_t lag, int32_t errors) {
    fresh(world);
    assert_int_equal(wijk_series(world->context, values, count, AFTER, season, lag, errors, 0.95, &world->table,
                                 &world->whole, world->error), WIJK_OK);
    assert_int_equal(wijk_table_get_id(world->table), WIJK_RESULT_SERIES_TERMS);
    assert_int_equal(wijk_table_get_id(world->whole), WIJK_RESULT_SERIES_FIT);
}

static void test_against_r(void **state) {
    struct world *world = *state;
    fit(world, waits, POINTS, 0, 0, PLAIN);
    COLUMN_IS(world->table, COLUMN(ESTIMATE), 29.07142857142858, 1.095238095238094, -6.766666666666665,
              -2.234632034632034);
    COLUMN_IS(world->table, COLUMN(STD_ERROR), 1.285686799678716, 0.2546039251478848, 1.550786635161759,
              0.3127683479730619);
    CODES_ARE(world->table, COLUMN(TERM), WIJK_SERIES_TERM_LEVEL, WIJK_SERIES_TERM_SLOPE, WIJK_SERIES_TERM_STEP,
              WIJK_SERIES_TERM_SLOPE_CHANGE);
    COLUMN_IS(world->whole, FIT(SIGMA), 1.650022019680285);
    COLUMN_IS(world->whole, FIT(DURBIN_WATSON), 3.469664446114793);
    assert_true(wijk_table_is_null(world->whole, FIT(LAG), 0));
    fit(world, waits, POINTS, 0, 0, HAC);
    COLUMN_IS(world->table, COLUMN(STD_ERROR), 1.575616713293843, 0.2562521316025871, 0.9559062496169575,
              0.2820069212802798);
    fit(world, waits, POINTS, 0, 2, HAC);
    COLUMN_IS(world->table, COLUMN(STD_ERROR), 0.8095705530627066, 0.125956694113011, 0.5081457854720661,
              0.1379440156149403);
    fit(world, waits, POINTS, 0, -1, CORRECTED); /* which takes lag 2 by itself */
    COLUMN_IS(world->table, COLUMN(STD_ERROR), 0.9179667223564036, 0.1428214665372259, 0.5761831620534279,
              0.1564138115000325);
    COLUMN_IS(world->table, COLUMN(T), 31.6693708643411, 7.668581774103433, -11.7439507300965, -14.28666697142387);
    COLUMN_IS(world->table, COLUMN(LOWER), 27.10258576536703, 0.7889165150601538, -8.002456642441244,
              -2.570106295343789);
    static const double p[] = {1.974973203422552e-14, 2.233123654540796e-06, 1.233067510058631e-08,
                               9.679913597964116e-10};
    for (uint32_t term = 0; term < 4; term++)
        assert_true(fabs(wijk_table_real(world->table, COLUMN(P), term) / p[term] - 1) < 1e-10);
    assert_int_equal(wijk_table_int(world->whole, FIT(LAG), 0), 2);
    assert_int_equal(wijk_table_int(world->whole, FIT(DEGREES), 0), 14);
    assert_int_equal(wijk_table_int(world->whole, FIT(POINTS), 0), 18);
    assert_int_equal(wijk_table_int(world->whole, FIT(ERRORS), 0), CORRECTED);
}

/* Quarters that are put in come out again, to the last digit but rounding; a perfect fit has no t and no Durbin-Watson
 * to speak of. */
static void test_seasons(void **state) {
    struct world *world = *state;
    static const double quarters[] = {0, 3, -2, 5};
    double values[32];
    for (int i = 0; i < 32; i++)
        values[i] = 10 + 2 * (i + 1) + quarters[i % 4] + (i + 1 >= AFTER ? -7 - 1.5 * (i + 1 - (AFTER - 1)) : 0);
    fit(world, values, 32, 4, 3, HAC);
    static const double wanted[] = {10, 2, -7, -1.5, 3, -2, 5};
    assert_int_equal(wijk_table_rows(world->table), 7);
    for (uint32_t term = 0; term < 7; term++) {
        assert_true(fabs(wijk_table_real(world->table, COLUMN(ESTIMATE), term) - wanted[term]) < 1e-11);
        assert_int_equal(wijk_table_is_null(world->table, COLUMN(SEASON), term), term < 4);
        assert_int_equal(wijk_table_int(world->table, COLUMN(SEASON), term), term < 4 ? 0 : term - 2);
    }
    double zero[20] = {0};
    fit(world, zero, 20, 0, 1, HAC);
    COLUMN_IS(world->table, COLUMN(STD_ERROR), 0, 0, 0, 0);
    COLUMN_IS(world->table, COLUMN(T), (double)NAN, (double)NAN, (double)NAN, (double)NAN);
    COLUMN_IS(world->whole, FIT(DURBIN_WATSON), (double)NAN);
}

/* Too little to tell all terms apart is an answer, not a failure. */
static void test_too_little(void **state) {
    struct world *world = *state;
    static const struct {
        size_t count, first_after;
        int32_t season;
    } cases[] = {{4, 3, 0}, {2, 2, 0}, {18, 18, 0}, {18, 2, 0}, {18, 9, 14}, {18, 9, 40}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(wijk_series(world->context, waits, cases[i].count, cases[i].first_after, cases[i].season, 0,
                                     HAC, 0.95, &world->table, &world->whole, world->error), WIJK_NONE);
        assert_null(world->table);
        assert_null(world->whole);
        assert_int_equal(wijk_error_code(world->error), WIJK_OK);
    }
}

static void test_refused(void **state) {
    struct world *world = *state;
    wijk_context *context = world->context;
    wijk_table **terms = &world->table, **whole = &world->whole;
    wijk_error *error = world->error;
    double bad[POINTS];
    memcpy(bad, waits, sizeof bad);
#define SERIES(v, n, after, season, lag, kind, level) \
    wijk_series(context, v, n, after, season, lag, kind, level, terms, whole, error)
    static const double wrong[] = {NAN, INFINITY, -1e101};
    for (int i = 0; i < 3; i++) {
        bad[7] = wrong[i];
        refused(world, SERIES(bad, POINTS, 9, 0, 0, HAC, 0.95), WIJK_E_RANGE, "values", 7);
    }
    refused(world, SERIES(waits, POINTS, 1, 0, 0, HAC, 0.95), WIJK_E_RANGE, "first_after", -1);
    refused(world, SERIES(waits, POINTS, 19, 0, 0, HAC, 0.95), WIJK_E_RANGE, "first_after", -1);
    refused(world, SERIES(NULL, 0, 2, 0, 0, HAC, 0.95), WIJK_E_RANGE, "first_after", -1);
    refused(world, SERIES(waits, POINTS, 9, -1, 0, HAC, 0.95), WIJK_E_RANGE, "season", -1);
    refused(world, SERIES(waits, POINTS, 9, 100000, 0, HAC, 0.95), WIJK_E_RANGE, "season", -1);
    refused(world, SERIES(waits, POINTS, 9, 0, POINTS, HAC, 0.95), WIJK_E_RANGE, "lag", -1);
    refused(world, SERIES(waits, POINTS, 9, 0, 0, 0, 0.95), WIJK_E_UNKNOWN, "errors", -1);
    refused(world, SERIES(waits, POINTS, 9, 0, 0, HAC, 1), WIJK_E_RANGE, "level", -1);
    refused(world, SERIES(NULL, POINTS, 9, 0, 0, HAC, 0.95), WIJK_E_ARGUMENT, "values", -1);
    refused(world, wijk_series(NULL, waits, POINTS, 9, 0, 0, HAC, 0.95, terms, whole, error), WIJK_E_ARGUMENT,
            "context", -1);
    refused(world, wijk_series(context, waits, POINTS, 9, 0, 0, HAC, 0.95, NULL, whole, error), WIJK_E_ARGUMENT,
            "terms", -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_against_r, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_seasons, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_too_little, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_refused, world_begin, world_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
