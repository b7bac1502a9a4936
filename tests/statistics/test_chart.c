/* Control charts and cumulative sums against Montgomery, R and sums by hand. */
#include "figures.h"

static const double events[] = {12, 15, 8, 10, 4, 7, 16, 9, 14, 10};
static const double sizes[] = {50, 60, 50, 40, 50, 55, 70, 50, 48, 52};
enum { POINTS = sizeof events / sizeof *events };

static void draw(struct world *world, int32_t chart, const double *some, const double *of, size_t count) {
    fresh(world);
    assert_int_equal(wijk_control_chart(world->context, chart, some, of, count, &world->table, world->error), WIJK_OK);
    assert_int_equal(wijk_table_get_id(world->table), WIJK_RESULT_CHART_POINTS);
    for (uint32_t row = 0; row < wijk_table_rows(world->table); row++)
        assert_int_equal(wijk_table_int(world->table, WIJK_CHART_POINTS_COLUMN_CHART, row), chart);
}

/* Montgomery's orange juice: 347 of 1500 cans, 30 samples of 50. */
static void test_orange_juice(void **state) {
    struct world *world = *state;
    static const double bad[] = {12, 15, 8,  10, 4, 7,  16, 9,  14, 10, 5,  6,  17, 12, 22,
                                 8,  10, 5,  13, 11, 20, 18, 24, 15, 9,  12, 7,  13, 9,  6};
    double samples[30];
    for (int i = 0; i < 30; i++)
        samples[i] = 50;
    draw(world, WIJK_CONTROL_CHART_P, bad, samples, 30);
    for (uint32_t row = 0; row < 30; row++) {
        near_to(wijk_table_real(world->table, WIJK_CHART_POINTS_COLUMN_CENTRE, row), 0.2313333333333333, CLOSE);
        near_to(wijk_table_real(world->table, WIJK_CHART_POINTS_COLUMN_LOWER, row), 0.05242754807, 1e-9);
        near_to(wijk_table_real(world->table, WIJK_CHART_POINTS_COLUMN_UPPER, row), 0.4102391186, 1e-9);
        bool above = row == 14 || row == 22;
        assert_int_equal(wijk_table_int(world->table, WIJK_CHART_POINTS_COLUMN_SIGNAL, row),
                         above ? WIJK_CHART_SIGNAL_ABOVE_LIMITS : WIJK_CHART_SIGNAL_NONE);
    }
}

static void test_against_r(void **state) {
    struct world *world = *state;
    draw(world, WIJK_CONTROL_CHART_P, events, sizes, POINTS);
    COLUMN_IS(world->table, WIJK_CHART_POINTS_COLUMN_LOWER, 0.0302943725152286, 0.04508066615170334,
              0.0302943725152286, 0.01026334038989724, 0.0302943725152286, 0.03819203300882187, 0.05657256687987275,
              0.0302943725152286, 0.02679491924311228, 0.03358994113243124);
    COLUMN_IS(world->table, WIJK_CHART_POINTS_COLUMN_UPPER, 0.3697056274847714, 0.3549193338482967,
              0.3697056274847714, 0.3897366596101028, 0.3697056274847714, 0.3618079669911781, 0.3434274331201272,
              0.3697056274847714, 0.3732050807568877, 0.3664100588675688);
    assert_true(wijk_table_is_null(world->table, WIJK_CHART_POINTS_COLUMN_SIGMA_Z, 0));
    draw(world, WIJK_CONTROL_CHART_LANEY_P, events, sizes, POINTS);
    near_to(wijk_table_real(world->table, WIJK_CHART_POINTS_COLUMN_SIGMA_Z, 9), 1.347893507842191, CLOSE);
    COLUMN_IS(world->table, WIJK_CHART_POINTS_COLUMN_LOWER, 0, 0, 0, 0, 0, 0, 0.006675094050910463, 0, 0, 0);
    draw(world, WIJK_CONTROL_CHART_U, events, sizes, POINTS);
    COLUMN_IS(world->table, WIJK_CHART_POINTS_COLUMN_LOWER, 0.01026334038989726, 0.02679491924311228,
              0.01026334038989726, 0, 0.01026334038989726, 0.01909319325334186, 0.03964325485254538,
              0.01026334038989726, 0.006350832689629188, 0.01394789811618732);
    draw(world, WIJK_CONTROL_CHART_LANEY_U, events, sizes, POINTS);
    near_to(wijk_table_real(world->table, WIJK_CHART_POINTS_COLUMN_SIGMA_Z, 0), 1.205592603986314, CLOSE);
    COLUMN_IS(world->table, WIJK_CHART_POINTS_COLUMN_UPPER, 0.4287451135310087, 0.4088147643333561,
              0.4287451135310087, 0.4557448116881212, 0.4287451135310087, 0.4180999082245525, 0.3933249059490895,
              0.4287451135310087, 0.4334620038774913, 0.4243030379872327);
}

/* Eight on a side, six that rise; a point on the centre or without size ends a row. */
static void test_signals(void **state) {
    struct world *world = *state;
    enum { N = WIJK_CHART_SIGNAL_NONE, UP = WIJK_CHART_SIGNAL_TREND_UP, DOWN = WIJK_CHART_SIGNAL_TREND_DOWN,
           HIGH = WIJK_CHART_SIGNAL_RUN_ABOVE, LOW = WIJK_CHART_SIGNAL_RUN_BELOW };
    static const double runs[] = {45, 46, 45, 46, 45, 46, 45, 46, 45, 55, 54, 55, 54, 55, 54, 55, 54, 55};
    static const double broken[] = {45, 46, 45, 46, 45, 46, 45, 50, 45, 0, 55, 56, 55, 56, 55, 55, 55, 50};
    static const double trends[] = {47, 48, 49, 50, 51, 52, 53, 52, 51, 50, 49, 48, 47, 53, 50, 50, 50, 50};
    double hundred[18], gap[18];
    for (int i = 0; i < 18; i++)
        gap[i] = hundred[i] = 100;
    gap[9] = 0;
    draw(world, WIJK_CONTROL_CHART_P, runs, hundred, 18);
    CODES_ARE(world->table, WIJK_CHART_POINTS_COLUMN_SIGNAL, N, N, N, N, N, N, N, LOW, LOW, N, N, N, N, N, N, N, HIGH,
              HIGH);
    draw(world, WIJK_CONTROL_CHART_P, broken, gap, 18);
    CODES_ARE(world->table, WIJK_CHART_POINTS_COLUMN_SIGNAL, N, N, N, N, N, N, N, N, N, 0, N, N, N, N, N, N, N, N);
    assert_true(wijk_table_is_null(world->table, WIJK_CHART_POINTS_COLUMN_VALUE, 9));
    assert_true(wijk_table_is_null(world->table, WIJK_CHART_POINTS_COLUMN_UPPER, 9));
    draw(world, WIJK_CONTROL_CHART_U, trends, hundred, 18);
    CODES_ARE(world->table, WIJK_CHART_POINTS_COLUMN_SIGNAL, N, N, N, N, N, UP, UP, N, N, N, N, DOWN, DOWN, N, N, N, N,
              N);
}

/* Nothing, one point, nobody, everybody. */
static void test_edges(void **state) {
    struct world *world = *state;
    static const double zero[] = {0, 0, 0}, ten[] = {10, 10, 10};
    draw(world, WIJK_CONTROL_CHART_P, NULL, NULL, 0);
    assert_int_equal(wijk_table_rows(world->table), 0);
    draw(world, WIJK_CONTROL_CHART_LANEY_P, events, sizes, 1);
    COLUMN_IS(world->table, WIJK_CHART_POINTS_COLUMN_VALUE, 0.24);
    COLUMN_IS(world->table, WIJK_CHART_POINTS_COLUMN_UPPER, (double)NAN);
    CODES_ARE(world->table, WIJK_CHART_POINTS_COLUMN_SIGNAL, WIJK_CHART_SIGNAL_NONE);
    draw(world, WIJK_CONTROL_CHART_P, zero, zero, 3);
    COLUMN_IS(world->table, WIJK_CHART_POINTS_COLUMN_CENTRE, (double)NAN, (double)NAN, (double)NAN);
    draw(world, WIJK_CONTROL_CHART_P, zero, ten, 3);
    COLUMN_IS(world->table, WIJK_CHART_POINTS_COLUMN_UPPER, 0, 0, 0);
    draw(world, WIJK_CONTROL_CHART_P, ten, ten, 3);
    COLUMN_IS(world->table, WIJK_CHART_POINTS_COLUMN_LOWER, 1, 1, 1);
}

static void test_chart_refused(void **state) {
    struct world *world = *state;
    wijk_context *context = world->context;
    wijk_table **out = &world->table;
    wijk_error *error = world->error;
    static const double bad[][2] = {{5, 4}, {-1, 4}, {NAN, 4}, {INFINITY, 4}, {1.5, 4}, {3e9, 3e9},
                                    {1, -4}, {1, NAN}, {1, INFINITY}, {1, 4.5}, {0, 1e-300}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const double some[] = {1, bad[i][0]}, of[] = {2, bad[i][1]};
        refused(world, wijk_control_chart(context, WIJK_CONTROL_CHART_P, some, of, 2, out, error), WIJK_E_RANGE,
                i < 6 ? "events" : "sizes", 1);
    }
    refused(world, wijk_control_chart(context, 0, events, sizes, 2, out, error), WIJK_E_UNKNOWN, "chart", -1);
    refused(world, wijk_control_chart(context, 5, events, sizes, 2, out, error), WIJK_E_UNKNOWN, "chart", -1);
    refused(world, wijk_control_chart(NULL, 1, events, sizes, 2, out, error), WIJK_E_ARGUMENT, "context", -1);
    refused(world, wijk_control_chart(context, 1, NULL, sizes, 2, out, error), WIJK_E_ARGUMENT, "events", -1);
    refused(world, wijk_control_chart(context, 1, events, NULL, 2, out, error), WIJK_E_ARGUMENT, "sizes", -1);
    refused(world, wijk_control_chart(context, 1, events, sizes, 2, NULL, error), WIJK_E_ARGUMENT, "out", -1);
}

/* ---- cumulative sums ---- */

static void test_cusum(void **state) {
    struct world *world = *state;
    static const double z[] = {1, 2, 2, -1, -3, -3, 0.5};
    assert_int_equal(wijk_cusum(world->context, z, 7, 0.5, 3, 0, &world->table, world->error), WIJK_OK);
    COLUMN_IS(world->table, WIJK_CUSUM_POINTS_COLUMN_ABOVE, 0.5, 2, 3.5, 2, 0, 0, 0);
    COLUMN_IS(world->table, WIJK_CUSUM_POINTS_COLUMN_BELOW, 0, 0, 0, 0.5, 3, 5.5, 4.5);
    CODES_ARE(world->table, WIJK_CUSUM_POINTS_COLUMN_SIGNAL, 1, 1, WIJK_CHART_SIGNAL_ABOVE_LIMITS, 1, 1,
              WIJK_CHART_SIGNAL_BELOW_LIMITS, WIJK_CHART_SIGNAL_BELOW_LIMITS);
    fresh(world);
    assert_int_equal(wijk_cusum(world->context, z, 7, 0.5, 3, 1, &world->table, world->error), WIJK_OK);
    COLUMN_IS(world->table, WIJK_CUSUM_POINTS_COLUMN_ABOVE, 0.5, 2, 3.5, 0, 0, 0, 0);
    COLUMN_IS(world->table, WIJK_CUSUM_POINTS_COLUMN_BELOW, 0, 0, 0, 0.5, 3, 5.5, 0);
    fresh(world);
    assert_int_equal(wijk_cusum(world->context, NULL, 0, 0, 1, 0, &world->table, world->error), WIJK_OK);
    assert_int_equal(wijk_table_rows(world->table), 0);
}

static void test_cusum_risk(void **state) {
    struct world *world = *state;
    static const int32_t died[] = {0, 1, 1, 0, 1};
    static const double risks[] = {0.1, 0.2, 0.5, 0.3, 0.9};
    double worse[5], better[5], above = 0, below = 0;
    for (int i = 0; i < 5; i++) { /* as it is printed in the paper */
        above = fmax(0, above + died[i] * log(2) - log(1 - risks[i] + 2 * risks[i]));
        below = fmax(0, below + died[i] * log(0.5) - log(1 - risks[i] + 0.5 * risks[i]));
        worse[i] = above;
        better[i] = below;
    }
    assert_int_equal(wijk_cusum_risk(world->context, died, risks, 5, 2, 0.7, 0, &world->table, world->error), WIJK_OK);
    column_is(world->table, WIJK_CUSUM_POINTS_COLUMN_ABOVE, worse, 5);
    assert_true(worse[2] > 0.7 && worse[1] < 0.7 && worse[3] < 0.7 && worse[4] < 0.7);
    CODES_ARE(world->table, WIJK_CUSUM_POINTS_COLUMN_SIGNAL, 1, 1, WIJK_CHART_SIGNAL_ABOVE_LIMITS, 1, 1);
    assert_true(wijk_table_is_null(world->table, WIJK_CUSUM_POINTS_COLUMN_BELOW, 0));
    fresh(world);
    assert_int_equal(wijk_cusum_risk(world->context, died, risks, 5, 2, 0.7, 1, &world->table, world->error), WIJK_OK);
    near_to(wijk_table_real(world->table, WIJK_CUSUM_POINTS_COLUMN_ABOVE, 3), 0, CLOSE);
    fresh(world);
    assert_int_equal(wijk_cusum_risk(world->context, died, risks, 5, 0.5, 9, 0, &world->table, world->error), WIJK_OK);
    column_is(world->table, WIJK_CUSUM_POINTS_COLUMN_BELOW, better, 5);
    assert_true(wijk_table_is_null(world->table, WIJK_CUSUM_POINTS_COLUMN_ABOVE, 0));
}

static void test_cusum_refused(void **state) {
    struct world *world = *state;
    wijk_context *context = world->context;
    wijk_table **out = &world->table;
    wijk_error *error = world->error;
    static const double z[] = {1, NAN}, risks[] = {0.5, 1}, good[] = {0.5, 0.5};
    static const int32_t yes[] = {1, 1}, two[] = {1, 2};
    refused(world, wijk_cusum(context, z, 2, 0.5, 4, 0, out, error), WIJK_E_RANGE, "values", 1);
    refused(world, wijk_cusum(context, z, 1, -1, 4, 0, out, error), WIJK_E_RANGE, "k", -1);
    refused(world, wijk_cusum(context, z, 1, 0.5, 0, 0, out, error), WIJK_E_RANGE, "h", -1);
    refused(world, wijk_cusum(context, z, 1, 0.5, NAN, 0, out, error), WIJK_E_RANGE, "h", -1);
    refused(world, wijk_cusum(context, z, 1, 0.5, 4, 2, out, error), WIJK_E_ARGUMENT, "restart", -1);
    refused(world, wijk_cusum(NULL, z, 1, 0.5, 4, 0, out, error), WIJK_E_ARGUMENT, "context", -1);
    refused(world, wijk_cusum(context, NULL, 1, 0.5, 4, 0, out, error), WIJK_E_ARGUMENT, "values", -1);
    refused(world, wijk_cusum(context, z, 1, 0.5, 4, 0, NULL, error), WIJK_E_ARGUMENT, "out", -1);
    refused(world, wijk_cusum_risk(context, yes, risks, 2, 2, 4, 0, out, error), WIJK_E_RANGE, "risks", 1);
    refused(world, wijk_cusum_risk(context, two, good, 2, 2, 4, 0, out, error), WIJK_E_RANGE, "events", 1);
    refused(world, wijk_cusum_risk(context, yes, good, 2, 1, 4, 0, out, error), WIJK_E_RANGE, "odds_ratio", -1);
    refused(world, wijk_cusum_risk(context, yes, good, 2, 0, 4, 0, out, error), WIJK_E_RANGE, "odds_ratio", -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_orange_juice, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_against_r, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_signals, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_edges, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_chart_refused, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_cusum, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_cusum_risk, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_cusum_refused, world_begin, world_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
