/* Goal attainment and shares: published values, properties that must hold, and what is refused. */
#include "score_support.h"

enum { GOALS_MOST = 6 };
#define UNDEFINED WIJK_MISSING_UNDEFINED
#define DROP WIJK_MISSING_DROP

static double gas(const double *weights, const int32_t *levels, size_t count, double rho) {
    double score = -1;
    uint64_t counted = 0, dropped = 1;
    assert_int_equal(wijk_gas_score(weights, levels, count, -2, 2, rho, UNDEFINED, &score, &counted, &dropped, error),
                     WIJK_OK);
    assert_int_equal(dropped, 0);
    return score;
}

/* Closed form, ten digits; those of six digits are a published table's. */
static void known_scores(void **state) {
    static const struct {
        size_t count;
        double weights[GOALS_MOST];
        int32_t levels[GOALS_MOST];
        double rho, score, tolerance;
    } list[] = {
        {3, {1, 1, 1}, {0, 0, 0}, 0.3, 50, 0},
        {3, {1, 1, 1}, {1, 1, 1}, 0.3, 63.69306394, 1e-10},
        {3, {1, 1, 1}, {-1, -1, -1}, 0.3, 36.30693606, 1e-10},
        {3, {1, 1, 1}, {2, 2, 2}, 0.3, 77.38612788, 1e-10},
        {1, {4}, {2}, 0.3, 70, 1e-15},
        {4, {1, 2, 3, 4}, {-1, 0, 1, 2}, 0.3, 64.00280084, 1e-10},
        {3, {9, 6, 4}, {1, 0, -1}, 0.3, 53.52322413, 1e-10},
        {4, {1, 1, 1, 1}, {1, 1, 1, 1}, 0.3, 64.50952500, 1e-10},
        {2, {1, 1}, {1, 1}, 0.3, 62.403473, 1e-7},
        {4, {1, 1, 1, 1}, {-1, -1, -1, -1}, 0.3, 35.490475, 1e-7},
        {5, {1, 1, 1, 1, 1}, {2, 2, 2, 2, 2}, 0.3, 80.151134, 1e-7},
        {5, {1, 1, 1, 1, 1}, {-2, -2, -2, -2, -2}, 0.3, 19.848866, 1e-7},
        {3, {3, 2, 1}, {1, 0, -1}, 0.3, 54.406526, 1e-7},
        {3, {3, 2, 1}, {2, 1, 0}, 0.3, 67.626106, 1e-7},
        {3, {1, 2, 3}, {2, 1, 0}, 0.3, 58.813053, 1e-7},
        {2, {4, 3}, {1, -1}, 0.3, 51.762268, 1e-7},
        {3, {3, 2, 2}, {1, 2, -1}, 0.3, 59.694584, 1e-7},
        {4, {9, 6, 4, 1}, {0, 1, -1, 2}, 0.3, 52.735622, 1e-7},
        {3, {2, 2, 2}, {1, 1, 1}, 0.3, 63.693064, 1e-7},
        {3, {1, 1, 1}, {1, 1, 1}, 0, 67.320508, 1e-7},
        {3, {1, 1, 1}, {1, 1, 1}, 1, 60, 1e-15},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(list); i++) {
        assert_near(gas(list[i].weights, list[i].levels, list[i].count, list[i].rho), list[i].score,
                    list[i].tolerance);
        bool equal = true;
        for (size_t goal = 1; goal < list[i].count; goal++)
            equal = equal && list[i].weights[goal] == list[i].weights[0];
        if (equal)
            assert_near(gas(NULL, list[i].levels, list[i].count, list[i].rho), list[i].score, list[i].tolerance);
    }
}

/* The formula that Turner-Stokes 2009 printed lacks the weights' sum under the root: 10 sum(w x) / sqrt((1 - rho)
 * sum(w^2) + rho sum(w^2)) and like misprints. Ours must not be one. */
static void the_misprint_is_not_ours(void **state) {
    static const double weights[] = {9, 6, 4};
    static const int32_t levels[] = {1, 0, -1};
    (void)state;
    double score = gas(weights, levels, 3, 0.3), products = 9 - 4, squares = 81 + 36 + 16, sum = 19;
    double misprints[] = {
        50 + 10 * products / sqrt(0.7 * squares + 0.3 * squares),
        50 + 10 * products / (0.7 * squares + 0.3 * sum * sum),
        50 + 10 * products / sqrt(0.7 * sum * sum + 0.3 * squares),
        50 + 10 * products / sqrt(0.7 * squares) + 0.3 * sum * sum,
    };
    for (size_t i = 0; i < COUNT(misprints); i++)
        assert_true(fabs(score - misprints[i]) > 0.05);
}

static void weights(void **state) {
    static const int32_t levels[] = {1, -2, 0, 2};
    (void)state;
    const double plain[] = {1, 2, 3, 4}, halves[] = {0.5, 1, 1.5, 2}, huge[] = {1e300, 2e300, 3e300, 4e300},
                 tiny[] = {1e-310, 2e-310, 3e-310, 4e-310}, some[] = {1, 0, 3, 0};
    double score = gas(plain, levels, 4, 0.3);
    assert_near(gas(halves, levels, 4, 0.3), score, 1e-15);
    assert_near(gas(huge, levels, 4, 0.3), score, 1e-14);
    assert_near(gas(tiny, levels, 4, 0.3), score, 1e-12);
    assert_near(gas(some, levels, 4, 0.3), gas((const double[]){1, 3}, (const int32_t[]){1, 0}, 2, 0.3), 1e-15);
    double zero;
    uint64_t counted;
    assert_int_equal(wijk_gas_score((const double[]){0, 0}, levels, 2, -2, 2, 0.3, DROP, &zero, &counted, NULL, error),
                     WIJK_NONE);
    assert_true(zero == 0 && counted == 0);
    assert_int_equal(wijk_gas_score(NULL, NULL, 0, -2, 2, 0.3, DROP, &zero, &counted, NULL, error), WIJK_NONE);
}

static void what_was_not_scored(void **state) {
    static const int32_t levels[] = {1, WIJK_LEVEL_NONE, -1, WIJK_LEVEL_NONE}, known[] = {1, -1};
    static const double weights[] = {3, 2, 1, 0};
    double score;
    uint64_t counted, dropped;
    (void)state;
    assert_int_equal(wijk_gas_score(weights, levels, 4, -2, 2, 0.3, UNDEFINED, &score, &counted, &dropped, error),
                     WIJK_NONE);
    assert_true(score == 0 && counted == 2 && dropped == 1); /* what weighs nothing is not missed */
    assert_int_equal(wijk_gas_score(weights, levels, 4, -2, 2, 0.3, DROP, &score, &counted, &dropped, error), WIJK_OK);
    assert_near(score, gas((const double[]){3, 1}, known, 2, 0.3), 1e-15);
    assert_true(counted == 2 && dropped == 1);
    assert_int_equal(wijk_gas_score(NULL, levels + 1, 1, -2, 2, 0.3, DROP, &score, &counted, &dropped, error),
                     WIJK_NONE);
    assert_true(counted == 0 && dropped == 1);
}

/* The change is between two scores, over the goals that were scored both times. */
static void changes(void **state) {
    static const double weights[] = {9, 6, 4, 2};
    static const int32_t before[] = {-1, -2, -1, WIJK_LEVEL_NONE}, after[] = {1, 0, -1, 2};
    double change;
    uint64_t counted, dropped;
    (void)state;
    assert_int_equal(wijk_gas_change(weights, before, after, 3, -2, 2, 0.3, UNDEFINED, &change, &counted, &dropped,
                                     error),
                     WIJK_OK);
    assert_near(change, gas(weights, after, 3, 0.3) - gas(weights, before, 3, 0.3), 1e-13);
    assert_int_equal(counted, 3);
    assert_int_equal(wijk_gas_change(weights, before, after, 4, -2, 2, 0.3, UNDEFINED, &change, &counted, &dropped,
                                     error),
                     WIJK_NONE);
    assert_int_equal(wijk_gas_change(weights, before, after, 4, -2, 2, 0.3, DROP, &change, &counted, &dropped, error),
                     WIJK_OK);
    assert_near(change, gas(weights, after, 3, 0.3) - gas(weights, before, 3, 0.3), 1e-13);
    assert_true(counted == 3 && dropped == 1);
    assert_range(wijk_gas_change(weights, (const int32_t[]){0, 3}, after, 2, -2, 2, 0.3, DROP, &change, NULL, NULL,
                                 error),
                 "before", 1);
    assert_range(wijk_gas_change(weights, before, (const int32_t[]){0, -3}, 2, -2, 2, 0.3, DROP, &change, NULL, NULL,
                                 error),
                 "after", 1);
    assert_int_equal(wijk_gas_change(NULL, NULL, after, 2, -2, 2, 0.3, DROP, &change, NULL, NULL, error),
                     WIJK_E_ARGUMENT);
    assert_int_equal(wijk_gas_change(NULL, before, after, 2, -2, 2, 0.3, DROP, NULL, NULL, NULL, error),
                     WIJK_E_ARGUMENT);
}

static wijk_status refused(const double *weights, const int32_t *levels, int32_t lowest, int32_t highest, double rho,
                           int32_t missing) {
    double score = 7;
    wijk_status status =
        wijk_gas_score(weights, levels, 2, lowest, highest, rho, missing, &score, NULL, NULL, error);
    assert_true(score == 0);
    return status;
}

static void goals_that_are_refused(void **state) {
    static const double good[] = {1, 2};
    static const int32_t levels[] = {-3, 2};
    double score;
    (void)state;
    assert_int_equal(wijk_gas_score(good, levels, 2, -3, 2, 0.3, UNDEFINED, &score, NULL, NULL, error), WIJK_OK);
    assert_range(refused(good, levels, -2, 2, 0.3, UNDEFINED), "levels", 0);
    assert_range(refused(good, levels, -3, 1, 0.3, UNDEFINED), "levels", 1);
    assert_range(refused((const double[]){1, -1}, levels, -3, 2, 0.3, UNDEFINED), "weights", 1);
    assert_range(refused((const double[]){1, (double)NAN}, levels, -3, 2, 0.3, UNDEFINED), "weights", 1);
    assert_range(refused((const double[]){(double)INFINITY, 1}, levels, -3, 2, 0.3, UNDEFINED), "weights", 0);
    assert_range(refused(good, levels, -3, 2, -0.01, UNDEFINED), "rho", -1);
    assert_range(refused(good, levels, -3, 2, 1.01, UNDEFINED), "rho", -1);
    assert_range(refused(good, levels, -3, 2, (double)NAN, UNDEFINED), "rho", -1);
    assert_range(refused(good, levels, 2, 2, 0.3, UNDEFINED), "lowest", -1);
    assert_range(refused(good, levels, INT32_MIN, 2, 0.3, UNDEFINED), "lowest", -1);
    assert_int_equal(refused(good, levels, -3, 2, 0.3, 3), WIJK_E_UNKNOWN);
    assert_int_equal(refused(good, NULL, -3, 2, 0.3, DROP), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_gas_score(good, levels, 2, -3, 2, 0.3, DROP, NULL, NULL, NULL, NULL), WIJK_E_ARGUMENT);
}

/* ---- shares ---- */

/* R prop.test() and binom.test(), and Newcombe 1998. */
static void known_limits(void **state) {
    static const struct {
        int64_t successes, n;
        double wilson[2], exact[2];
    } list[] = {
        {81, 263, {0.2552885199, 0.3662095770}, {0.2527367456, 0.3676219226}},
        {15, 148, {0.06238639953, 0.1604872417}, {0.05784401008, 0.1616504903}},
        {0, 20, {0, 0.1611251581}, {0, 0.1684334710}},
        {1, 29, {0.006113214293, 0.1717552188}, {0.0008726468836, 0.1776442955}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(list); i++)
        for (int exact = 0; exact <= 1; exact++) {
            const double *wanted = exact ? list[i].exact : list[i].wilson;
            double limits[2], others[2];
            assert_int_equal(wijk_proportion_limits(list[i].successes, list[i].n, 0, 1 + exact, 0.95, &limits[0],
                                                    &limits[1], error),
                             WIJK_OK);
            assert_near(limits[0], wanted[0], 5e-10);
            assert_near(limits[1], wanted[1], 5e-10);
            assert_int_equal(wijk_proportion_limits(list[i].n - list[i].successes, list[i].n, 0, 1 + exact, 0.95,
                                                    &others[0], &others[1], error),
                             WIJK_OK);
            assert_near(others[0], 1 - limits[1], 1e-14);
            assert_near(others[1], 1 - limits[0], 1e-14);
        }
}

/* Who asks half of a population knows more than who asks half as many of a large one; who asks all, knows. */
static void finite_populations(void **state) {
    double small[2], large[2], all[2], plain[2];
    (void)state;
    assert_int_equal(wijk_proportion_limits(30, 100, 200, WIJK_PROPORTION_INTERVAL_WILSON_FINITE, 0.95, &small[0],
                                            &small[1], error),
                     WIJK_OK);
    assert_int_equal(wijk_proportion_limits(30, 100, INT64_C(1000000000000), WIJK_PROPORTION_INTERVAL_WILSON_FINITE,
                                            0.95, &large[0], &large[1], error),
                     WIJK_OK);
    assert_int_equal(wijk_proportion_limits(30, 100, 100, WIJK_PROPORTION_INTERVAL_WILSON_FINITE, 0.95, &all[0],
                                            &all[1], error),
                     WIJK_OK);
    assert_int_equal(wijk_proportion_limits(30, 100, 0, WIJK_PROPORTION_INTERVAL_WILSON, 0.95, &plain[0], &plain[1],
                                            error),
                     WIJK_OK);
    assert_near(large[0], plain[0], 1e-9);
    assert_near(all[0], 0.3, 1e-15);
    assert_near(all[1], 0.3, 1e-15);
    /* By hand: n becomes 100 x 199 / 100 = 199, so it is Wilson's interval of the share 0.3 of 199. */
    double n = 199, z = 1.959963984540054, centre = 0.3 + z * z / (2 * n),
           width = z * sqrt(0.3 * 0.7 / n + z * z / (4 * n * n));
    assert_near(small[0], (centre - width) / (1 + z * z / n), 1e-13);
    assert_near(small[1], (centre + width) / (1 + z * z / n), 1e-13);
}

static void many_shares(void **state) {
    static const int64_t successes[] = {81, 0, 5}, n[] = {263, 0, 5}, population[] = {300, 0, 5};
    wijk_table *table;
    (void)state;
    for (int32_t interval = 1; interval <= 3; interval++) {
        bool finite = interval == WIJK_PROPORTION_INTERVAL_WILSON_FINITE;
        assert_int_equal(wijk_proportions(context, successes, n, finite ? population : NULL, 3, interval, 0.9, &table,
                                          error),
                         WIJK_OK);
        assert_int_equal(wijk_table_get_id(table), WIJK_RESULT_PROPORTIONS);
        assert_int_equal(wijk_table_rows(table), 3);
        for (uint32_t row = 0; row < 3; row++) {
            double lower, upper;
            wijk_status status = wijk_proportion_limits(successes[row], n[row], population[row], interval, 0.9, &lower,
                                                        &upper, error);
            assert_int_equal(wijk_table_int(table, WIJK_PROPORTIONS_COLUMN_N, row), n[row]);
            assert_int_equal(wijk_table_int(table, WIJK_PROPORTIONS_COLUMN_INTERVAL, row), interval);
            assert_true(wijk_table_real(table, WIJK_PROPORTIONS_COLUMN_LEVEL, row) == 0.9);
            assert_true(wijk_table_real(table, WIJK_PROPORTIONS_COLUMN_LOWER, row) == lower);
            assert_true(wijk_table_real(table, WIJK_PROPORTIONS_COLUMN_UPPER, row) == upper);
            assert_int_equal(status, row == 1 ? WIJK_NONE : WIJK_OK);
            assert_int_equal(wijk_table_is_null(table, WIJK_PROPORTIONS_COLUMN_LOWER, row), row == 1);
            assert_int_equal(wijk_table_is_null(table, WIJK_PROPORTIONS_COLUMN_PROPORTION, row), row == 1);
        }
        wijk_table_unref(table);
    }
    assert_int_equal(wijk_proportions(context, NULL, NULL, NULL, 0, 1, 0.95, &table, error), WIJK_OK);
    assert_int_equal(wijk_table_rows(table), 0);
    wijk_table_unref(table);
}

static wijk_status shares(int64_t successes, int64_t n, int64_t population, int32_t interval, double level) {
    const int64_t many_successes[] = {1, successes}, many_n[] = {2, n}, many_population[] = {9, population};
    bool finite = interval == WIJK_PROPORTION_INTERVAL_WILSON_FINITE;
    wijk_table *table = (wijk_table *)1;
    double lower = 3, upper = 3;
    wijk_status status = wijk_proportion_limits(successes, n, population, interval, level, &lower, &upper, error);
    assert_true(lower == 0 && upper == 0);
    assert_int_equal(wijk_proportions(context, many_successes, many_n, finite ? many_population : NULL, 2, interval,
                                      level, &table, error),
                     status);
    assert_null(table);
    return status;
}

static void shares_that_are_refused(void **state) {
    wijk_table *table;
    double lower, upper;
    (void)state;
    assert_range(shares(-1, 5, 0, 1, 0.95), "successes", 1);
    assert_range(shares(6, 5, 0, 2, 0.95), "successes", 1);
    assert_range(shares(0, -5, 0, 1, 0.95), "n", 1);
    assert_range(shares(2, 5, 4, 3, 0.95), "population", 1);
    assert_range(shares(2, 5, 0, 1, 0), "level", -1);
    assert_range(shares(2, 5, 0, 1, 1), "level", -1);
    assert_range(shares(2, 5, 0, 1, (double)NAN), "level", -1);
    assert_int_equal(shares(2, 5, 0, 4, 0.95), WIJK_E_UNKNOWN);
    assert_int_equal(shares(2, 5, 0, 0, 0.95), WIJK_E_UNKNOWN);
    assert_int_equal(wijk_proportion_limits(2, 5, 0, 1, 0.95, NULL, &upper, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_proportion_limits(2, 5, 0, 1, 0.95, &lower, NULL, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_proportions(context, (const int64_t[]){1}, (const int64_t[]){1}, (const int64_t[]){1}, 1, 1,
                                      0.95, &table, error),
                     WIJK_E_ARGUMENT);
    assert_int_equal(wijk_proportions(context, (const int64_t[]){1}, (const int64_t[]){1}, NULL, 1, 3, 0.95, &table,
                                      error),
                     WIJK_E_ARGUMENT);
    assert_int_equal(wijk_proportions(context, NULL, NULL, NULL, 1, 1, 0.95, &table, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_proportions(NULL, NULL, NULL, NULL, 0, 1, 0.95, &table, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_proportions(context, NULL, NULL, NULL, 0, 1, 0.95, NULL, NULL), WIJK_E_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_scores),         cmocka_unit_test(the_misprint_is_not_ours),
        cmocka_unit_test(weights),              cmocka_unit_test(what_was_not_scored),
        cmocka_unit_test(changes),              cmocka_unit_test(goals_that_are_refused),
        cmocka_unit_test(known_limits),         cmocka_unit_test(finite_populations),
        cmocka_unit_test(many_shares),          cmocka_unit_test(shares_that_are_refused),
    };
    return cmocka_run_group_tests(tests, start, finish);
}
