/* Indirect standardisation against R. */
#include "figures.h"

enum { EXACT = WIJK_RATIO_INTERVAL_EXACT, BYAR = WIJK_RATIO_INTERVAL_BYAR };
#define COLUMN(name) WIJK_STANDARDISED_COLUMN_##name

static void ratio_is(double observed, double expected, int32_t interval, double ratio, double lower, double upper) {
    double found, low, high;
    assert_int_equal(wijk_standard_ratio(observed, expected, interval, 0.95, &found, &low, &high, NULL), WIJK_OK);
    near_to(found, ratio, 1e-9);
    near_to(low, lower, 1e-9);
    near_to(high, upper, 1e-9);
}

static void test_ratio(void **state) {
    (void)state;
    ratio_is(20, 15, EXACT, 1.333333333333333, 0.8144346390, 2.059225194);
    ratio_is(20, 15, BYAR, 1.333333333333333, 0.8140952556583957, 2.059325357946471); /* R; z is not 1.959964 */
    ratio_is(5, 8, EXACT, 0.625, 0.2029357988, 1.458541510);
    ratio_is(0, 2.5, EXACT, 0, 0, 1.475551782);
}

static void test_nothing_expected(void **state) {
    struct world *world = *state;
    double ratio = 5, lower = 5, upper = 5;
    assert_int_equal(wijk_standard_ratio(3, 0, EXACT, 0.95, &ratio, &lower, &upper, world->error), WIJK_NONE);
    assert_true(ratio == 0 && lower == 0 && upper == 0);
    assert_int_equal(wijk_error_code(world->error), WIJK_OK);
}

/* Three teams, two kinds of problem: team 1 has the harder ones, and is not worse. */
static const int32_t units[] = {0, 0, 1, 1, 2, 1}, strata[] = {0, 1, 0, 1, 0, 1}, events[] = {9, 8, 3, 20, 0, 11};
static const int32_t sizes[] = {90, 20, 20, 50, 10, 30};
enum { ROWS = 6 };

static void test_case_mix(void **state) {
    struct world *world = *state;
    const double easy = 12.0 / 120, hard = 39.0 / 100; /* of all together */
    const double expected[] = {90 * easy + 20 * hard, 20 * easy + 80 * hard, 10 * easy};
    assert_int_equal(wijk_standardise(world->context, units, strata, events, sizes, ROWS, 4, 2, NULL, EXACT, 0.95,
                                      &world->table, world->error), WIJK_OK);
    COLUMN_IS(world->table, COLUMN(EXPECTED), expected[0], expected[1], expected[2], 0);
    COLUMN_IS(world->table, COLUMN(RATIO), 17 / expected[0], 34 / expected[1], 0, (double)NAN);
    CODES_ARE(world->table, COLUMN(OBSERVED), 17, 34, 0, 0);
    CODES_ARE(world->table, COLUMN(SIZE), 110, 100, 10, 0);
    CODES_ARE(world->table, COLUMN(INTERVAL), EXACT, EXACT, EXACT, EXACT);
    double sum = expected[0] + expected[1] + expected[2];
    near_to(sum, 17 + 34, CLOSE); /* indirect standardisation within one whole gives back the whole */
    fresh(world);
    static const double rates[] = {0.2, 0.5};
    assert_int_equal(wijk_standardise(world->context, units, strata, events, sizes, ROWS, 3, 2, rates, BYAR, 0.95,
                                      &world->table, world->error), WIJK_OK);
    COLUMN_IS(world->table, COLUMN(EXPECTED), 28, 44, 2);
}

/* The order of the rows does not matter to a single bit. */
static void test_any_order(void **state) {
    struct world *world = *state;
    static const int32_t order[] = {4, 2, 5, 0, 3, 1};
    int32_t other[4][ROWS];
    wijk_table *table;
    for (int i = 0; i < ROWS; i++) {
        other[0][i] = units[order[i]];
        other[1][i] = strata[order[i]];
        other[2][i] = events[order[i]];
        other[3][i] = sizes[order[i]];
    }
    assert_int_equal(wijk_standardise(world->context, units, strata, events, sizes, ROWS, 3, 2, NULL, EXACT, 0.95,
                                      &world->table, world->error), WIJK_OK);
    assert_int_equal(wijk_standardise(world->context, other[0], other[1], other[2], other[3], ROWS, 3, 2, NULL, EXACT,
                                      0.95, &table, world->error), WIJK_OK);
    for (uint32_t column = 0; column < wijk_table_columns(table); column++)
        for (uint32_t row = 0; row < 3; row++) {
            double a = wijk_table_real(table, column, row), b = wijk_table_real(world->table, column, row);
            assert_memory_equal(&a, &b, sizeof a);
        }
    wijk_table_unref(table);
}

static void test_refused(void **state) {
    struct world *world = *state;
    wijk_context *context = world->context;
    wijk_table **out = &world->table;
    wijk_error *error = world->error;
    static const int32_t bad[] = {0, -1}, far[] = {0, 9}, many[] = {9, 91};
    static const double rates[] = {0.5, 1.5}, nan[] = {0.5, NAN};
    double ratio, lower, upper;
#define STANDARDISE(u, s, e, n, r, i, l) wijk_standardise(context, u, s, e, n, 2, 3, 2, r, i, l, out, error)
    refused(world, STANDARDISE(bad, strata, events, sizes, NULL, 1, 0.9), WIJK_E_RANGE, "units", 1);
    refused(world, STANDARDISE(far, strata, events, sizes, NULL, 1, 0.9), WIJK_E_RANGE, "units", 1);
    refused(world, STANDARDISE(units, bad, events, sizes, NULL, 1, 0.9), WIJK_E_RANGE, "strata", 1);
    refused(world, STANDARDISE(units, far, events, sizes, NULL, 1, 0.9), WIJK_E_RANGE, "strata", 1);
    refused(world, STANDARDISE(units, strata, bad, sizes, NULL, 1, 0.9), WIJK_E_RANGE, "events", 1);
    refused(world, STANDARDISE(units, strata, many, sizes, NULL, 1, 0.9), WIJK_E_RANGE, "events", 1);
    refused(world, STANDARDISE(units, strata, events, bad, NULL, 1, 0.9), WIJK_E_RANGE, "events", 0);
    refused(world, STANDARDISE(units, strata, events, sizes, rates, 1, 0.9), WIJK_E_RANGE, "rates", 1);
    refused(world, STANDARDISE(units, strata, events, sizes, nan, 1, 0.9), WIJK_E_RANGE, "rates", 1);
    refused(world, STANDARDISE(units, strata, events, sizes, NULL, 3, 0.9), WIJK_E_UNKNOWN, "interval", -1);
    refused(world, STANDARDISE(units, strata, events, sizes, NULL, 1, 1), WIJK_E_RANGE, "level", -1);
    refused(world, STANDARDISE(NULL, strata, events, sizes, NULL, 1, 0.9), WIJK_E_ARGUMENT, "units", -1);
    static const double observed[] = {-1, 1.5, NAN, INFINITY, 1e10}, expected[] = {-1, NAN, INFINITY, 1e-300};
    for (int i = 0; i < 5; i++)
        refused(world, wijk_standard_ratio(observed[i], 1, EXACT, 0.95, &ratio, &lower, &upper, error), WIJK_E_RANGE,
                "observed", -1);
    for (int i = 0; i < 4; i++)
        refused(world, wijk_standard_ratio(1, expected[i], EXACT, 0.95, &ratio, &lower, &upper, error), WIJK_E_RANGE,
                "expected", -1);
    refused(world, wijk_standard_ratio(1, 1, EXACT, 0, &ratio, &lower, &upper, error), WIJK_E_RANGE, "level", -1);
    refused(world, wijk_standard_ratio(1, 1, 0, 0.95, &ratio, &lower, &upper, error), WIJK_E_UNKNOWN, "interval", -1);
    refused(world, wijk_standard_ratio(1, 1, EXACT, 0.95, &ratio, NULL, &upper, error), WIJK_E_ARGUMENT, "lower", -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ratio, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_nothing_expected, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_case_mix, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_any_order, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_refused, world_begin, world_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
