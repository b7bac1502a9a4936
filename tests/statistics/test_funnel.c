/* Funnels against R, and against the limits that are printed for FunnelPlotR. */
#include "figures.h"

enum { P = WIJK_FUNNEL_FIGURE_PROPORTION, R = WIJK_FUNNEL_FIGURE_RATIO };
enum { BETWEEN = WIJK_FUNNEL_LIMITS_INTERPOLATED, EXACT = WIJK_FUNNEL_LIMITS_EXACT,
       ADDITIVE = WIJK_FUNNEL_LIMITS_ADDITIVE, TIMES = WIJK_FUNNEL_LIMITS_MULTIPLICATIVE };
enum { WITHIN = WIJK_UNIT_CLASS_WITHIN, LOW = WIJK_UNIT_CLASS_LOW, HIGH = WIJK_UNIT_CLASS_HIGH,
       VERY_LOW = WIJK_UNIT_CLASS_VERY_LOW, VERY_HIGH = WIJK_UNIT_CLASS_VERY_HIGH,
       SMALL = WIJK_UNIT_CLASS_TOO_SMALL, NO = WIJK_UNIT_CLASS_CANNOT_TELL };
#define COLUMN(name) WIJK_FUNNEL_UNITS_COLUMN_##name
#define FIT(name) WIJK_FUNNEL_FIT_COLUMN_##name

static void draw(struct world *world, int32_t figure, int32_t limits, const double *observed, const double *sizes,
                 size_t count, const double *target, double minimum) {
    fresh(world);
    assert_int_equal(wijk_funnel(world->context, figure, limits, observed, sizes, count, target, minimum,
                                 &world->table, &world->whole, world->error), WIJK_OK);
    assert_int_equal(wijk_table_rows(world->table), count);
    assert_int_equal(wijk_table_rows(world->whole), 1);
    assert_int_equal(wijk_table_get_id(world->table), WIJK_RESULT_FUNNEL_UNITS);
    assert_int_equal(wijk_table_get_id(world->whole), WIJK_RESULT_FUNNEL_FIT);
}

static const double one = 1;

/* Poisson, target 1, chi-square: the unit test of FunnelPlotR. */
static void test_ratio_exact(void **state) {
    struct world *world = *state;
    static const double observed[] = {15, 31, 11}, expected[] = {15, 20, 30};
    draw(world, R, EXACT, observed, expected, 3, &one, 0);
    static const double printed[][4] = {{.3862650349, .5596924089, 1.649347925, 2.082907302},
                                        {.4479106634, .6108259793, 1.544418895, 1.902094068},
                                        {.5289723599, .6746958007, 1.427562180, 1.702770806}};
    for (uint32_t row = 0; row < 3; row++)
        for (uint32_t limit = 0; limit < 4; limit++)
            near_to(wijk_table_real(world->table, COLUMN(LOWER_998) + limit, row), printed[row][limit], 1e-9);
    CODES_ARE(world->table, COLUMN(CLASS), WITHIN, HIGH, VERY_LOW);
}

static void test_interpolated(void **state) {
    struct world *world = *state;
    static const double observed[] = {5, 11, 66}, sizes[] = {20, 50, 200}, target = 0.23;
    static const double found[] = {15, 20, 30}, expected[] = {15, 20, 30};
    draw(world, P, BETWEEN, observed, sizes, 3, &target, 0);
    COLUMN_IS(world->table, COLUMN(LOWER_998), 0, 0.05334046210167431, 0.1398411422842845);
    COLUMN_IS(world->table, COLUMN(LOWER_95), 0.03060922923925132, 0.1076592781635527, 0.1704882247824444);
    COLUMN_IS(world->table, COLUMN(UPPER_95), 0.399547017575156, 0.3413014870961822, 0.2871915566259697);
    COLUMN_IS(world->table, COLUMN(UPPER_998), 0.5307728808706249, 0.4173814264220187, 0.3231733760232797);
    CODES_ARE(world->table, COLUMN(CLASS), WITHIN, WITHIN, VERY_HIGH);
    draw(world, R, BETWEEN, found, expected, 3, &one, 0);
    COLUMN_IS(world->table, COLUMN(LOWER_998), 0.2716038044178132, 0.358459355388521, 0.4692415857066233);
    COLUMN_IS(world->table, COLUMN(LOWER_95), 0.4906593251243899, 0.560250051922442, 0.6411043088664191);
    COLUMN_IS(world->table, COLUMN(UPPER_95), 1.505544362702613, 1.437288433502013, 1.357214897083928);
    COLUMN_IS(world->table, COLUMN(UPPER_998), 1.85580761599186, 1.735676428689925, 1.593736823761547);
    draw(world, P, EXACT, observed, sizes, 3, &target, 0);
    COLUMN_IS(world->table, COLUMN(LOWER_998), 0.03291619989003616, 0.08096095890184889, 0.145809801664455);
    COLUMN_IS(world->table, COLUMN(UPPER_95), 0.4696210717683521, 0.3706931675901693, 0.2946063945659807);
}

static const double observed[] = {12, 30, 5, 44, 18, 60, 9, 25, 70, 33};
static const double sizes[] = {50, 80, 40, 90, 70, 120, 45, 60, 200, 64};
enum { UNITS = sizeof sizes / sizeof *sizes };

static void test_overdispersed(void **state) {
    struct world *world = *state;
    draw(world, P, ADDITIVE, observed, sizes, UNITS, NULL, 0);
    COLUMN_IS(world->whole, FIT(TARGET), 0.3736263736263736);
    COLUMN_IS(world->whole, FIT(PHI), 3.721321431619037);
    COLUMN_IS(world->whole, FIT(TAU_SQUARED), 0.00927330673430715);
    COLUMN_IS(world->whole, FIT(CHI_SQUARE), 43.99998627594313);
    COLUMN_IS(world->whole, FIT(P), 1.411440742865134e-06);
    assert_int_equal(wijk_table_int(world->whole, FIT(DEGREES), 0), 9);
    assert_int_equal(wijk_table_int(world->whole, FIT(UNITS), 0), 10);
    assert_int_equal(wijk_table_int(world->whole, FIT(JUDGED), 0), 10);
    assert_int_equal(wijk_table_int(world->whole, FIT(POOLED), 0), 1);
    assert_int_equal(wijk_table_int(world->whole, FIT(LIMITS), 0), ADDITIVE);
    COLUMN_IS(world->table, COLUMN(UPPER_95), 0.6051503152883043, 0.5900997425623424, 0.6146624974034327,
              0.5871962377144543, 0.5937765592842552, 0.581267462100759, 0.6094253298193476, 0.5985855194598975,
              0.5739214143894916, 0.5964943678185265);
    COLUMN_IS(world->table, COLUMN(LOWER_998), 0.008587643415773116, 0.03231755194009217, 0, 0.03689544446915549,
              0.02652039550888391, 0.04624321518432017, 0.001847321594876494, 0.01893821327948375, 0.05782556778828185,
              0.02223528629216809);
    COLUMN_IS(world->table, COLUMN(Z), -1.131212944166326, 0.01243690267193278, -2.021683431837824, 1.057782096957546,
              -1.037035224013205, 1.192864852076633, -1.443184671248037, 0.3749899739815478, -0.2311931499479553,
              1.248775960654589);
    CODES_ARE(world->table, COLUMN(CLASS), WITHIN, WITHIN, LOW, WITHIN, WITHIN, WITHIN, WITHIN, WITHIN, WITHIN, WITHIN);
    draw(world, P, TIMES, observed, sizes, UNITS, NULL, 0);
    COLUMN_IS(world->table, COLUMN(UPPER_95), 0.6322970358654361, 0.5781234877612605, 0.6628289659020894,
              0.5664281018101842, 0.5922429843911603, 0.5405975681270957, 0.6462891924728895, 0.6097593014149307,
              0.5029617047459048, 0.6022610978304437);
    draw(world, P, BETWEEN, observed, sizes, UNITS, NULL, 0);
    CODES_ARE(world->table, COLUMN(CLASS), WITHIN, WITHIN, VERY_LOW, HIGH, WITHIN, HIGH, LOW, WITHIN, WITHIN, HIGH);
}

/* A unit that is too small keeps its place, counts in the target, and is not judged. */
static void test_minimum(void **state) {
    struct world *world = *state;
    draw(world, P, BETWEEN, observed, sizes, UNITS, NULL, 46);
    CODES_ARE(world->table, COLUMN(CLASS), WITHIN, WITHIN, SMALL, HIGH, WITHIN, HIGH, SMALL, WITHIN, WITHIN, HIGH);
    COLUMN_IS(world->whole, FIT(TARGET), 0.3736263736263736);
    assert_int_equal(wijk_table_int(world->whole, FIT(JUDGED), 0), 8);
    assert_int_equal(wijk_table_int(world->whole, FIT(DEGREES), 0), 7);
    assert_int_equal(wijk_table_int(world->whole, FIT(UNITS), 0), 10);
}

/* One household, and it had the event: the line between whole numbers is lower, but nothing is rare about it. */
static void test_one_of_one(void **state) {
    struct world *world = *state;
    static const double target = 0.9;
    draw(world, P, BETWEEN, &one, &one, 1, &target, 0);
    assert_true(wijk_table_real(world->table, COLUMN(UPPER_95), 0) < 1);
    CODES_ARE(world->table, COLUMN(CLASS), WITHIN);
}

static void test_edges(void **state) {
    struct world *world = *state;
    static const double zero[] = {0, 0}, ten[] = {10, 20}, mixed[] = {0, 1}, half = 0.5, none = 0;
    const double nan = (double)NAN;
    for (int32_t limits = BETWEEN; limits <= TIMES; limits++)
        for (int32_t figure = P; figure <= R; figure++) {
            draw(world, figure, limits, NULL, NULL, 0, NULL, 0); /* no units */
            COLUMN_IS(world->whole, FIT(TARGET), nan);
            draw(world, figure, limits, zero, zero, 2, NULL, 0); /* nobody, nothing expected */
            CODES_ARE(world->table, COLUMN(CLASS), NO, NO);
            COLUMN_IS(world->table, COLUMN(VALUE), nan, nan);
            COLUMN_IS(world->table, COLUMN(UPPER_998), nan, nan);
            draw(world, figure, limits, zero, zero, 2, &half, 5); /* nothing is too small to be nothing */
            CODES_ARE(world->table, COLUMN(CLASS), NO, NO);
            draw(world, figure, limits, observed, sizes, 1, NULL, 0); /* alone: its own target */
            CODES_ARE(world->table, COLUMN(CLASS), WITHIN);
            COLUMN_IS(world->whole, FIT(P), nan);
        }
    for (int32_t limits = BETWEEN; limits <= EXACT; limits++) {
        draw(world, P, limits, zero, ten, 2, NULL, 0); /* nobody had it */
        CODES_ARE(world->table, COLUMN(CLASS), WITHIN, WITHIN);
        COLUMN_IS(world->whole, FIT(PHI), nan);
        draw(world, P, limits, ten, ten, 2, NULL, 0); /* everybody */
        CODES_ARE(world->table, COLUMN(CLASS), WITHIN, WITHIN);
        draw(world, R, limits, zero, ten, 2, NULL, 0);
        CODES_ARE(world->table, COLUMN(CLASS), WITHIN, WITHIN);
    }
    static const double rare = 1e-9;
    draw(world, R, EXACT, zero, ten, 2, &rare, 0); /* so rare that the lower limits are 0 */
    COLUMN_IS(world->table, COLUMN(LOWER_95), 0, 0);
    CODES_ARE(world->table, COLUMN(CLASS), WITHIN, WITHIN);
    draw(world, P, EXACT, ten, ten, 2, &rare, 0);
    CODES_ARE(world->table, COLUMN(CLASS), VERY_HIGH, VERY_HIGH);
    draw(world, P, BETWEEN, mixed, ten, 2, &none, 0); /* what should never happen did, once */
    CODES_ARE(world->table, COLUMN(CLASS), WITHIN, VERY_HIGH);
    draw(world, P, BETWEEN, mixed, ten, 2, &one, 0); /* what should always happen did not */
    CODES_ARE(world->table, COLUMN(CLASS), VERY_LOW, VERY_LOW);
    draw(world, P, ADDITIVE, mixed, ten, 2, &none, 0); /* no spread can be told */
    CODES_ARE(world->table, COLUMN(CLASS), NO, NO);
}

static void test_refused(void **state) {
    struct world *world = *state;
    wijk_context *context = world->context;
    wijk_table **units = &world->table, **fit = &world->whole;
    wijk_error *error = world->error;
    static const double wrong[] = {-0.1, 1.1, NAN, INFINITY, 1e-300}, large = 1e10;
    static const double more[] = {12, 81}, whole = 0.5;
    for (int i = 0; i < 5; i++)
        refused(world, wijk_funnel(context, P, EXACT, observed, sizes, 2, &wrong[i], 0, units, fit, error),
                WIJK_E_RANGE, "target", -1);
    refused(world, wijk_funnel(context, R, EXACT, observed, sizes, 2, &large, 0, units, fit, error), WIJK_E_RANGE,
            "target", -1);
    refused(world, wijk_funnel(context, P, EXACT, more, sizes, 2, NULL, 0, units, fit, error), WIJK_E_RANGE, "events",
            1);
    refused(world, wijk_funnel(context, R, EXACT, &whole, sizes, 1, NULL, 0, units, fit, error), WIJK_E_RANGE,
            "events", 0);
    refused(world, wijk_funnel(context, P, EXACT, observed, sizes, 2, NULL, NAN, units, fit, error), WIJK_E_RANGE,
            "minimum", -1);
    refused(world, wijk_funnel(context, P, EXACT, observed, sizes, 2, NULL, -1, units, fit, error), WIJK_E_RANGE,
            "minimum", -1);
    refused(world, wijk_funnel(context, 0, EXACT, observed, sizes, 2, NULL, 0, units, fit, error), WIJK_E_UNKNOWN,
            "figure", -1);
    refused(world, wijk_funnel(context, P, 5, observed, sizes, 2, NULL, 0, units, fit, error), WIJK_E_UNKNOWN,
            "limits", -1);
    refused(world, wijk_funnel(NULL, P, EXACT, observed, sizes, 2, NULL, 0, units, fit, error), WIJK_E_ARGUMENT,
            "context", -1);
    refused(world, wijk_funnel(context, P, EXACT, NULL, sizes, 2, NULL, 0, units, fit, error), WIJK_E_ARGUMENT,
            "observed", -1);
    refused(world, wijk_funnel(context, P, EXACT, observed, sizes, 2, NULL, 0, NULL, fit, error), WIJK_E_ARGUMENT,
            "units", -1);
    assert_int_equal(wijk_funnel(context, P, EXACT, observed, sizes, 2, NULL, 0, units, NULL, error), WIJK_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ratio_exact, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_interpolated, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_overdispersed, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_minimum, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_one_of_one, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_edges, world_begin, world_end),
        cmocka_unit_test_setup_teardown(test_refused, world_begin, world_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
