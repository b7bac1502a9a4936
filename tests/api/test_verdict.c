/* Verdicts on shares: the published limits they rest on, every verdict both ways round, and what is refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <wijkteam/wijkteam.h>

static void assert_near(double got, double wanted, double within) {
    if (!(fabs(got - wanted) <= within))
        fail_msg("wanted %.17g, got %.17g", wanted, got);
}

/* Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10. */
static void test_difference(void **state) {
    static const struct {
        int64_t count, of, before, before_of;
        double lower, upper;
    } published[] = {
        {56, 70, 48, 80, 0.0524, 0.3339}, {9, 10, 3, 10, 0.1705, 0.8090},  {6, 7, 2, 7, 0.0582, 0.8062},
        {5, 56, 0, 29, -0.0381, 0.1926},  {0, 10, 0, 20, -0.1611, 0.2775}, {0, 10, 0, 10, -0.2775, 0.2775},
        {10, 10, 0, 20, 0.6791, 1.0000},  {10, 10, 0, 10, 0.6075, 1.0000},
    };
    double difference, lower, upper, back_lower, back_upper;
    (void)state;
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        assert_int_equal(wijk_share_difference(published[i].before, published[i].before_of, published[i].count,
                                               published[i].of, &difference, &lower, &upper, NULL), WIJK_OK);
        assert_near(lower, published[i].lower, 5e-5);
        assert_near(upper, published[i].upper, 5e-5);
        assert_near(difference, (double)published[i].count / (double)published[i].of -
                                    (double)published[i].before / (double)published[i].before_of, 1e-15);
        assert_int_equal(wijk_share_difference(published[i].count, published[i].of, published[i].before,
                                               published[i].before_of, &difference, &back_lower, &back_upper, NULL),
                         WIJK_OK);
        assert_near(back_lower, -upper, 1e-15);
        assert_near(back_upper, -lower, 1e-15);
    }
    assert_int_equal(wijk_share_difference(0, 0, 1, 2, &difference, &lower, &upper, NULL), WIJK_NONE);
    assert_true(difference == 0 && lower == 0 && upper == 0);
    assert_int_equal(wijk_share_difference(1, 2, 0, 0, &difference, &lower, &upper, NULL), WIJK_NONE);
}

/* Wilson's interval of the textbook example 15 of 148 (Newcombe 1998, Statistics in Medicine 17:857-872, method 3). */
static void test_interval(void **state) {
    static const struct {
        int64_t count, of;
        double lower, upper;
    } published[] = {{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718},
                     {29, 29, 0.8830, 1}};
    double lower, upper;
    int32_t verdict;
    (void)state;
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        for (int32_t direction = WIJK_INDICATOR_DIRECTION_HIGHER; direction <= WIJK_INDICATOR_DIRECTION_LOWER;
             direction++) {
            assert_int_equal(wijk_verdict(direction, published[i].count, published[i].of, 1, NULL, NULL, 0, 0, 0,
                                          &verdict, &lower, &upper, NULL), WIJK_OK);
            assert_near(lower, published[i].lower, 5e-5);
            assert_near(upper, published[i].upper, 5e-5);
            assert_int_equal(verdict, WIJK_VERDICT_CANNOT_TELL); /* there is nothing to hold it against */
        }
    assert_int_equal(wijk_verdict(WIJK_INDICATOR_DIRECTION_LOWER, 0, 0, 0, NULL, NULL, 0, 0, 0, &verdict, &lower,
                                  &upper, NULL), WIJK_OK);
    assert_true(verdict == WIJK_VERDICT_CANNOT_TELL && lower == 0 && upper == 1);
}

static const double half = 0.5, most = 0.6, few = 0.1;

static const struct {
    int64_t count, of, minimum;
    const double *target, *floor;
    int64_t before, before_of;
    double margin;
    int32_t verdict;
} verdicts[] = {
    /* against a target alone; 60 of 100 lies between 0.502 and 0.691 */
    {60, 100, 10, &half, NULL, 0, 0, 0, WIJK_VERDICT_BETTER},
    {60, 100, 10, &most, NULL, 0, 0, 0, WIJK_VERDICT_CANNOT_TELL},
    {40, 100, 10, &half, NULL, 0, 0, 0, WIJK_VERDICT_WORSE},
    {60, 100, 101, &half, NULL, 0, 0, 0, WIJK_VERDICT_CANNOT_TELL},
    {60, 100, 100, &half, NULL, 0, 0, 0, WIJK_VERDICT_BETTER},
    /* a floor and a target */
    {60, 100, 10, &most, &half, 0, 0, 0, WIJK_VERDICT_NOT_WORSE},
    {55, 100, 10, &most, &half, 0, 0, 0, WIJK_VERDICT_CANNOT_TELL},
    {40, 100, 10, &most, &half, 0, 0, 0, WIJK_VERDICT_WORSE},
    {90, 100, 10, &most, &half, 0, 0, 0, WIJK_VERDICT_BETTER},
    {40, 100, 10, &few, &half, 0, 0, 0, WIJK_VERDICT_WORSE}, /* a broken floor is told, whatever the target */
    /* a margin */
    {52, 100, 10, NULL, &half, 0, 0, 0, WIJK_VERDICT_CANNOT_TELL},
    {52, 100, 10, NULL, &half, 0, 0, 0.1, WIJK_VERDICT_NOT_WORSE},
    {40, 100, 10, NULL, &half, 0, 0, 0.1, WIJK_VERDICT_CANNOT_TELL},
    /* the year before */
    {60, 100, 10, NULL, NULL, 40, 100, 0, WIJK_VERDICT_BETTER},
    {40, 100, 10, NULL, NULL, 60, 100, 0, WIJK_VERDICT_WORSE},
    {50, 100, 10, NULL, NULL, 50, 100, 0, WIJK_VERDICT_CANNOT_TELL},
    {50, 100, 10, NULL, NULL, 50, 100, 0.2, WIJK_VERDICT_NOT_WORSE},
    {60, 100, 10, &most, NULL, 40, 100, 0, WIJK_VERDICT_NOT_WORSE}, /* it rose, and the target is not reached for sure */
    {70, 100, 10, &half, NULL, 95, 100, 0, WIJK_VERDICT_WORSE}, /* above the target still, and it fell */
    {60, 100, 10, NULL, &most, 40, 100, 0, WIJK_VERDICT_BETTER},
    {60, 100, 10, &half, &most, 55, 100, 0.1, WIJK_VERDICT_BETTER},
};

/* Turned around, so that fewer is better, each verdict is the same. */
static void test_verdicts(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        for (int turned = 0; turned < 2; turned++) {
            int64_t count = turned ? verdicts[i].of - verdicts[i].count : verdicts[i].count;
            int64_t before = turned ? verdicts[i].before_of - verdicts[i].before : verdicts[i].before;
            double target = verdicts[i].target ? turned ? 1 - *verdicts[i].target : *verdicts[i].target : 0;
            double floor = verdicts[i].floor ? turned ? 1 - *verdicts[i].floor : *verdicts[i].floor : 0, lower, upper;
            int32_t verdict;
            assert_int_equal(wijk_verdict(turned ? WIJK_INDICATOR_DIRECTION_LOWER : WIJK_INDICATOR_DIRECTION_HIGHER,
                                          count, verdicts[i].of, verdicts[i].minimum,
                                          verdicts[i].target ? &target : NULL, verdicts[i].floor ? &floor : NULL,
                                          before, verdicts[i].before_of, verdicts[i].margin, &verdict, &lower, &upper,
                                          NULL), WIJK_OK);
            if (verdict != verdicts[i].verdict)
                fail_msg("line %zu, turned %d: wanted %d, got %d", i, turned, verdicts[i].verdict, verdict);
            assert_true(lower <= (double)count / (double)verdicts[i].of);
            assert_true(upper >= (double)count / (double)verdicts[i].of);
        }
}

static void test_refused(void **state) {
    double bad = 1.5, none = NAN, lower, upper, difference;
    int32_t verdict;
    const int32_t higher = WIJK_INDICATOR_DIRECTION_HIGHER;
    wijk_context *context;
    wijk_error *error;
    (void)state;
    assert_int_equal(wijk_context_new(NULL, NULL, &context), WIJK_OK);
    assert_int_equal(wijk_error_new(context, &error), WIJK_OK);
#define REFUSED(path, status, ...) \
    assert_int_equal(wijk_verdict(__VA_ARGS__, error), status); \
    assert_string_equal(wijk_error_path(error), path)
    REFUSED("direction", WIJK_E_UNKNOWN, 3, 1, 2, 1, NULL, NULL, 0, 0, 0, &verdict, &lower, &upper);
    REFUSED("count", WIJK_E_RANGE, higher, 3, 2, 1, NULL, NULL, 0, 0, 0, &verdict, &lower, &upper);
    REFUSED("count", WIJK_E_RANGE, higher, -1, 2, 1, NULL, NULL, 0, 0, 0, &verdict, &lower, &upper);
    REFUSED("of", WIJK_E_RANGE, higher, 0, -1, 1, NULL, NULL, 0, 0, 0, &verdict, &lower, &upper);
    REFUSED("minimum", WIJK_E_RANGE, higher, 1, 2, -1, NULL, NULL, 0, 0, 0, &verdict, &lower, &upper);
    REFUSED("target", WIJK_E_RANGE, higher, 1, 2, 1, &bad, NULL, 0, 0, 0, &verdict, &lower, &upper);
    REFUSED("floor", WIJK_E_RANGE, higher, 1, 2, 1, NULL, &none, 0, 0, 0, &verdict, &lower, &upper);
    REFUSED("before", WIJK_E_RANGE, higher, 1, 2, 1, NULL, NULL, 2, 1, 0, &verdict, &lower, &upper);
    REFUSED("margin", WIJK_E_RANGE, higher, 1, 2, 1, NULL, NULL, 0, 0, NAN, &verdict, &lower, &upper);
    REFUSED("verdict", WIJK_E_ARGUMENT, higher, 1, 2, 1, NULL, NULL, 0, 0, 0, NULL, &lower, &upper);
    REFUSED("upper", WIJK_E_ARGUMENT, higher, 1, 2, 1, NULL, NULL, 0, 0, 0, &verdict, &lower, NULL);
    assert_int_equal(wijk_share_difference(3, 2, 1, 2, &difference, &lower, &upper, error), WIJK_E_RANGE);
    assert_string_equal(wijk_error_path(error), "before");
    assert_int_equal(wijk_share_difference(1, 2, 3, 2, &difference, &lower, &upper, error), WIJK_E_RANGE);
    assert_string_equal(wijk_error_path(error), "count");
    assert_int_equal(wijk_share_difference(1, 2, 1, 2, NULL, &lower, &upper, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "difference");
    wijk_error_destroy(error);
    wijk_context_unref(context);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_difference), cmocka_unit_test(test_interval),
                                       cmocka_unit_test(test_verdicts), cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
