/* Indicators, as a rule pack says them: what each kind of measure keeps, what is left out, and values by year. */
#include "policy_support.h"

#if WIJK_HAVE_JSON

#define INDICATOR(key, class, direction, more) \
    "{\"key\":\"" key "\",\"en\":\"" key "\",\"nl\":\"" key "\",\"class\":\"" class "\",\"direction\":\"" direction \
    "\",\"measure\":" more "}"

#define INSTRUMENTS \
    "\"instruments\":[{\"key\":\"list\",\"en\":\"l\",\"nl\":\"l\",\"version\":\"1\",\"subject\":\"member\"," \
    "\"direction\":\"lower\",\"items\":[{\"key\":\"x\",\"min\":0,\"max\":2},{\"key\":\"y\",\"min\":-2,\"max\":2," \
    "\"class\":\"satisfaction\"}],\"scales\":[{\"key\":\"z\",\"en\":\"z\",\"nl\":\"z\",\"items\":[\"x\"]," \
    "\"aggregate\":\"sum\",\"class\":\"effect\"}]}],"

static void measures(void **state) {
    wijk_policy *policy = load_members(*state, INSTRUMENTS "\"indicators\":["
        INDICATOR("a", "process", "higher", "{\"figure\":\"plan-accepted\"}") ","
        INDICATOR("b", "satisfaction", "lower", "{\"flow\":\"drop-outs\"},\"inverse\":true,\"minimum\":1") ","
        INDICATOR("c", "effect", "higher", "{\"goals\":[\"achieved\",\"partly\"]},\"no_decline\":true") ","
        INDICATOR("d", "effect", "lower", "{\"scores\":{\"change\":\"worse\",\"rater\":\"child\"}},\"margin\":15") ","
        INDICATOR("e", "effect", "lower", "{\"endings\":{\"count\":[\"by-client\"]}},\"from\":\"2026-01-01\"") ","
        INDICATOR("f", "effect", "lower", "{\"returns\":{\"within_days\":0}},\"until\":\"2027-01-01\"") ","
        INDICATOR("g", "effect", "higher", "{\"change\":{\"instrument\":\"list\",\"scale\":\"z\",\"rater\":\"carer\","
                  "\"change\":\"improved\"}}") ","
        INDICATOR("h", "effect", "higher", "{\"answers\":{\"instrument\":\"list\",\"item\":\"y\","
                  "\"at_most\":-1}}") "]");
    static const struct wijk__indicator wanted[] = {
        {.class = WIJK_INDICATOR_CLASS_PROCESS, .direction = WIJK_INDICATOR_DIRECTION_HIGHER, .minimum = 10,
         .source = WIJK_INDICATOR_SOURCE_FIGURE, .figure = WIJK_FIGURE_PLAN_ACCEPTED, .within_days = 182},
        {.class = WIJK_INDICATOR_CLASS_SATISFACTION, .direction = WIJK_INDICATOR_DIRECTION_LOWER, .minimum = 1,
         .source = WIJK_INDICATOR_SOURCE_FLOW, .figure = WIJK_FLOW_DROP_OUTS, .within_days = 182, .inverse = true},
        {.class = WIJK_INDICATOR_CLASS_EFFECT, .direction = WIJK_INDICATOR_DIRECTION_HIGHER, .minimum = 10,
         .source = WIJK_INDICATOR_SOURCE_GOALS, .counted = 6, .within_days = 182, .no_decline = true},
        {.class = WIJK_INDICATOR_CLASS_EFFECT, .direction = WIJK_INDICATOR_DIRECTION_LOWER, .minimum = 10,
         .source = WIJK_INDICATOR_SOURCE_SCORES, .change = WIJK_CHANGE_WORSE, .rater = WIJK_RATER_CHILD,
         .within_days = 182, .margin = 15},
        {.class = WIJK_INDICATOR_CLASS_EFFECT, .direction = WIJK_INDICATOR_DIRECTION_LOWER, .minimum = 10,
         .source = WIJK_INDICATOR_SOURCE_ENDINGS, .counted = 8, .within_days = 182},
        {.class = WIJK_INDICATOR_CLASS_EFFECT, .direction = WIJK_INDICATOR_DIRECTION_LOWER, .minimum = 10,
         .source = WIJK_INDICATOR_SOURCE_RETURNS},
        {.class = WIJK_INDICATOR_CLASS_EFFECT, .direction = WIJK_INDICATOR_DIRECTION_HIGHER, .minimum = 10,
         .source = WIJK_INDICATOR_SOURCE_CHANGE, .within_days = 182, .change = WIJK_CHANGE_IMPROVED,
         .rater = WIJK_RATER_CARER, .part = 0, .part_class = WIJK_INDICATOR_CLASS_EFFECT},
        {.class = WIJK_INDICATOR_CLASS_EFFECT, .direction = WIJK_INDICATOR_DIRECTION_HIGHER, .minimum = 10,
         .source = WIJK_INDICATOR_SOURCE_ANSWERS, .within_days = 182, .part = 1,
         .part_class = WIJK_INDICATOR_CLASS_SATISFACTION, .at_least = INT32_MIN, .at_most = -1},
    };
    uint32_t count;
    const struct wijk__indicator *got = wijk__policy_indicators(policy, &count);
    assert_int_equal(count, sizeof wanted / sizeof *wanted);
    for (uint32_t i = 0; i < count; i++, got++) {
        assert_int_equal(got->key.data[0], 'a' + (int)i);
        assert_int_equal(got->class, wanted[i].class);
        assert_int_equal(got->direction, wanted[i].direction);
        assert_int_equal(got->source, wanted[i].source);
        assert_int_equal(got->figure, wanted[i].figure);
        assert_int_equal(got->change, wanted[i].change);
        assert_int_equal(got->rater, wanted[i].rater);
        assert_int_equal(got->instrument == NULL, i < 6);
        assert_int_equal(got->part, wanted[i].part);
        assert_int_equal(got->part_class, wanted[i].part_class);
        assert_int_equal(got->at_least, wanted[i].at_least);
        assert_int_equal(got->at_most, wanted[i].at_most);
        assert_int_equal(got->counted, wanted[i].counted);
        assert_int_equal(got->left_out, 0);
        assert_int_equal(got->within_days, wanted[i].within_days);
        assert_int_equal(got->inverse, wanted[i].inverse);
        assert_int_equal(got->no_decline, wanted[i].no_decline);
        assert_int_equal(got->margin, wanted[i].margin);
        assert_int_equal(got->minimum, wanted[i].minimum);
        assert_int_equal(got->from == WIJK_DATE_NONE, i != 4);
        assert_int_equal(got->until == WIJK_DATE_NONE, i != 5);
    }
    wijk_policy_unref(policy);
}

/* A value holds from its year on, until the next one. */
static void values_by_year(void **state) {
    wijk_policy *policy = load_members(*state, "\"indicators\":["
        INDICATOR("a", "process", "higher", "{\"figure\":\"plan-accepted\"},\"targets\":[{\"year\":2026,"
                  "\"per_mille\":0},{\"year\":2028,\"per_mille\":1000}],\"floors\":[]") "]");
    uint32_t count;
    const struct wijk__indicator *indicator = wijk__policy_indicators(policy, &count);
    assert_int_equal(wijk__years_value(&indicator->targets, 2025), -1);
    assert_int_equal(wijk__years_value(&indicator->targets, 2026), 0);
    assert_int_equal(wijk__years_value(&indicator->targets, 2027), 0);
    assert_int_equal(wijk__years_value(&indicator->targets, 2028), 1000);
    assert_int_equal(wijk__years_value(&indicator->targets, 9999), 1000);
    assert_int_equal(wijk__years_value(&indicator->floors, 2028), -1);
    wijk_policy_unref(policy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(measures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_by_year, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int main(void) { return 77; }
#endif
