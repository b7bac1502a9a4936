/* Instruments: how answers become scores, to the last half, and what a pack may say of them. */
#include "policy_support.h"

#if WIJK_HAVE_JSON

#define NO WIJK_NO_ANSWER

/* ---- dividing ---- */

static void halves(void **state) {
    static const struct {
        int64_t number, by, up, even;
    } cases[] = {{5, 2, 3, 2},   {7, 2, 4, 4},   {-5, 2, -2, -2}, {-7, 2, -3, -4}, {4, 3, 1, 1},  {5, 3, 2, 2},
                 {-4, 3, -1, -1}, {-5, 3, -2, -2}, {0, 7, 0, 0},    {6, 3, 2, 2},    {1, 2, 1, 0}, {-1, 2, 0, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(wijk__divide(cases[i].number, cases[i].by, WIJK__ROUND_HALF_UP), cases[i].up);
        assert_int_equal(wijk__divide(cases[i].number, cases[i].by, WIJK__ROUND_NONE), cases[i].up);
        assert_int_equal(wijk__divide(cases[i].number, cases[i].by, WIJK__ROUND_HALF_EVEN), cases[i].even);
    }
}

/* ---- scoring ---- */

#define THEMES "\"themes\":[{\"key\":\"t\",\"en\":\"t\",\"nl\":\"t\"}],"
#define HEAD "\"key\":\"x\",\"en\":\"x\",\"nl\":\"x\",\"version\":\"1\",\"subject\":\"member\",\"direction\":\"higher\""
#define INSTRUMENT(more) THEMES "\"instruments\":[{" HEAD "," more "}]"
#define ITEM(key, more) "{\"key\":\"" key "\",\"min\":0,\"max\":4" more "}"
#define ITEMS "\"items\":[" ITEM("a", "") "," ITEM("b", "") "," ITEM("c", ",\"reversed\":true") "," ITEM("d", "") "]"
#define SCALE_AS(key, more) "{\"key\":\"" key "\",\"en\":\"s\",\"nl\":\"s\"," more "}"
#define SCALE(more) SCALE_AS("s", more)
#define OF_ALL "\"items\":[\"a\",\"b\",\"c\",\"d\"]"
#define SCALES(scales) INSTRUMENT(ITEMS ",\"scales\":[" scales "]")

/* The score of the last scale; `valid` of it. */
static int64_t score_of(struct room *room, const char *members, const int32_t *answers, int32_t *valid) {
    int64_t scores[WIJK__PARTS_MOST];
    int32_t valids[WIJK__PARTS_MOST];
    wijk_policy *policy = load_members(room, members);
    uint32_t count = wijk_instrument_scales(policy, "x");
    assert_int_equal(wijk_instrument_score(policy, "x", answers, 1, scores, valids, room->error), WIJK_OK);
    wijk_policy_unref(policy);
    *valid = valids[count - 1];
    return scores[count - 1];
}

static void aggregates(void **state) {
    static const struct {
        const char *scale;
        int32_t answers[4], valid;
        int64_t score;
    } cases[] = {
        {SCALE(OF_ALL ",\"aggregate\":\"sum\""), {1, 2, 3, 4}, 4, 8000}, /* the third counts as 1 */
        {SCALE(OF_ALL ",\"aggregate\":\"sum\""), {1, 2, 3, NO}, 3, WIJK_NO_SCORE},
        {SCALE(OF_ALL ",\"aggregate\":\"mean\""), {1, 2, 3, 4}, 4, 2000},
        {SCALE(OF_ALL ",\"aggregate\":\"mean\",\"min_valid\":3"), {1, 2, NO, 4}, 3, 2333},
        {SCALE(OF_ALL ",\"aggregate\":\"sum\",\"min_valid\":3"), {1, 2, NO, 4}, 3, 9333},
        {SCALE(OF_ALL ",\"aggregate\":\"sum\",\"min_valid\":3,\"rounding\":\"half-up\""), {1, 2, NO, 4}, 3, 9000},
        {SCALE(OF_ALL ",\"aggregate\":\"sum\",\"min_valid\":1"), {NO, NO, NO, NO}, 0, WIJK_NO_SCORE},
        /* 5 of two out of four is 10; a mean of 2.5 is a half */
        {SCALE(OF_ALL ",\"aggregate\":\"mean\",\"min_valid\":2,\"rounding\":\"half-up\""), {2, 3, NO, NO}, 2, 3000},
        {SCALE(OF_ALL ",\"aggregate\":\"mean\",\"min_valid\":2,\"rounding\":\"half-even\""), {2, 3, NO, NO}, 2, 2000},
        {SCALE(OF_ALL ",\"aggregate\":\"mean\",\"min_valid\":2,\"rounding\":\"none\""), {2, 3, NO, NO}, 2, 2500},
        {SCALE(OF_ALL ",\"aggregate\":\"mean\",\"transform\":{\"kind\":\"linear\"}"), {1, 2, 3, 4}, 4, 50000},
        {SCALE(OF_ALL ",\"aggregate\":\"mean\",\"min_valid\":3,\"transform\":{\"kind\":\"linear\"}"),
         {1, NO, 4, 3}, 3, 33333}, /* a mean of 4/3, of 0 to 4 */
        {SCALE(OF_ALL ",\"aggregate\":\"sum\",\"transform\":{\"kind\":\"t\",\"mean\":6.5,\"sd\":3}"),
         {1, 2, 3, 4}, 4, 55000},
        {SCALE(OF_ALL ",\"aggregate\":\"sum\",\"transform\":{\"kind\":\"t\",\"mean\":9,\"sd\":3}"),
         {1, 2, 3, 4}, 4, 46667},
        {SCALE(OF_ALL ",\"aggregate\":\"sum\",\"transform\":{\"kind\":\"table\",\"rows\":["
                      "{\"from\":3,\"score\":40},{\"from\":8,\"score\":51.5},{\"from\":9,\"score\":60}]}"),
         {1, 2, 3, 4}, 4, 51500},
        {SCALE(OF_ALL ",\"aggregate\":\"sum\",\"transform\":{\"kind\":\"table\",\"rows\":["
                      "{\"from\":9,\"score\":40}]}"), {1, 2, 3, 4}, 4, WIJK_NO_SCORE},
        /* A scale of scales: of raw scores, and of all of them unless it says fewer. */
        {SCALE_AS("p", "\"items\":[\"a\",\"b\"],\"aggregate\":\"mean\",\"transform\":{\"kind\":\"linear\"}") ","
         SCALE_AS("q", "\"items\":[\"d\"],\"aggregate\":\"sum\"") ","
         SCALE("\"scales\":[\"p\",\"q\"],\"aggregate\":\"sum\""), {1, 2, NO, 4}, 2, 5500},
        {SCALE_AS("p", "\"items\":[\"a\",\"b\"],\"aggregate\":\"mean\"") ","
         SCALE_AS("q", "\"items\":[\"d\"],\"aggregate\":\"sum\"") ","
         SCALE("\"scales\":[\"p\",\"q\"],\"aggregate\":\"sum\""), {1, NO, NO, 4}, 1, WIJK_NO_SCORE},
        {SCALE_AS("p", "\"items\":[\"a\",\"b\"],\"aggregate\":\"mean\"") ","
         SCALE_AS("q", "\"items\":[\"d\"],\"aggregate\":\"sum\"") ","
         SCALE("\"scales\":[\"p\",\"q\"],\"aggregate\":\"sum\",\"min_valid\":1"), {1, NO, NO, 4}, 1, 8000},
        {SCALE_AS("p", "\"items\":[\"a\",\"b\"],\"aggregate\":\"mean\"") ","
         SCALE_AS("q", "\"items\":[\"d\"],\"aggregate\":\"sum\"") ","
         SCALE("\"scales\":[\"p\",\"q\"],\"aggregate\":\"mean\",\"rounding\":\"half-even\""),
         {0, 2, NO, 4}, 2, 2000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char members[4096];
        int32_t valid;
        snprintf(members, sizeof members, SCALES("%s"), cases[i].scale);
        int64_t score = score_of(*state, members, cases[i].answers, &valid);
        if (score != cases[i].score)
            print_error("case %zu\n", i);
        assert_int_equal(score, cases[i].score);
        assert_int_equal(valid, cases[i].valid);
    }
}

/* The largest answers to the most items do not overflow, and a T of a tiny deviation is what it is. */
static void extremes(void **state) {
    struct grown pack = {0};
    int32_t answers[WIJK__PARTS_MOST], valid;
    grow(&pack, "\"instruments\":[{%s,\"items\":[", HEAD);
    for (int i = 0; i < WIJK__PARTS_MOST; i++) {
        grow(&pack, "%s{\"key\":\"i%d\",\"min\":-1000,\"max\":1000}", i ? "," : "", i);
        answers[i] = 1000;
    }
    grow(&pack, "],\"scales\":[");
    for (int scale = 0; scale < WIJK__SCALES_MOST - 1; scale++) {
        grow(&pack, "{\"key\":\"s%d\",\"en\":\"s\",\"nl\":\"s\",\"aggregate\":\"sum\",\"items\":[", scale);
        for (int i = 0; i < WIJK__PARTS_MOST; i++)
            grow(&pack, "%s\"i%d\"", i ? "," : "", i);
        grow(&pack, "]},");
    }
    grow(&pack, "{\"key\":\"all\",\"en\":\"s\",\"nl\":\"s\",\"aggregate\":\"sum\",\"transform\":{\"kind\":\"t\","
                "\"mean\":-1000000,\"sd\":0.000001},\"scales\":[");
    for (int scale = 0; scale < WIJK__SCALES_MOST - 1; scale++)
        grow(&pack, "%s\"s%d\"", scale ? "," : "", scale);
    grow(&pack, "]}]}]");
    int64_t sum = INT64_C(63) * 128 * 1000;
    assert_int_equal(score_of(*state, pack.data, answers, &valid), 50000 + (sum + 1000000) * 10000 * 1000000);
    assert_int_equal(valid, 63);
    free(pack.data);
}

/* The published key of the SDQ: five items reversed, a mean of at least three times five, the total of four scales. */
static void sdq_key(void **state) {
    static const struct {
        int32_t answers[25];
        int64_t scores[6];
    } cases[] = {
        {{0}, {0, 2000, 4000, 4000, 0, 10000}}, /* nothing is true: seven, eleven, fourteen and so on count two */
        {{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2},
         {10000, 8000, 6000, 6000, 10000, 30000}},
        {{NO, 1, 1, NO, 1, 1, 1, 0, NO, 0, 1, 0, 1, 1, 0, NO, NO, 1, 2, 2, 1, 0, 0, NO, NO},
         /* emotional 1+0+1 of 3 -> 10/3 -> 3; conduct 1+1+0+1+0; hyper 1+0+0+1 of 4 -> 2.5 -> 3; peer 1+1+1+2+0;
          * prosocial one of five */
         {3000, 3000, 3000, 5000, WIJK_NO_SCORE, 14000}},
        {{2, 2, NO, 2, 2, 2, 2, NO, 2, 2, 2, 2, NO, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2},
         {WIJK_NO_SCORE, 8000, 6000, 6000, 10000, WIJK_NO_SCORE}},
    };
    wijk_policy *policy = load_default(*state);
    assert_int_equal(wijk_instrument_items(policy, "sdq"), 25);
    assert_int_equal(wijk_instrument_scales(policy, "sdq"), 6);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t scores[6];
        assert_int_equal(wijk_instrument_score(policy, "sdq", cases[i].answers, 1, scores, NULL, NULL), WIJK_OK);
        for (size_t scale = 0; scale < 6; scale++)
            assert_int_equal(scores[scale], cases[i].scores[scale]);
    }
    assert_string_equal(wijk_instrument_band(policy, "sdq", 5, 13000), "average");
    assert_string_equal(wijk_instrument_band(policy, "sdq", 5, 14000), "raised");
    assert_string_equal(wijk_instrument_band(policy, "sdq", 5, 40000), "very-high");
    assert_null(wijk_instrument_band(policy, "sdq", 5, WIJK_NO_SCORE));
    assert_null(wijk_instrument_band(policy, "sdq", 5, -1));
    assert_null(wijk_instrument_band(policy, "sdq", 0, 3000));
    assert_null(wijk_instrument_band(policy, "sdq", 6, 3000));
    wijk_policy_unref(policy);
}

/* Thirteen domains, eleven in the version before: names and levels, each domain a scale of its own. */
static void matrices(void **state) {
    wijk_policy *policy = load_default(*state);
    int64_t scores[13];
    int32_t answers[13] = {1, 2, 3, 4, 5, NO, 1, 1, 1, 1, 1, 1, 1};
    const struct wijk__instrument *old = wijk__policy_instrument(policy, "zrm-2013", 8);
    const struct wijk__instrument *new = wijk__policy_instrument(policy, "zrm-2017", 8);
    assert_int_equal(wijk_instrument_items(policy, "zrm-2013"), 11);
    assert_int_equal(wijk_instrument_scales(policy, "zrm-2017"), 13);
    assert_string_equal(old->family.data, new->family.data);
    assert_int_equal(new->age_from, 18);
    assert_int_equal(new->about[3].class, WIJK_INDICATOR_CLASS_EFFECT);
    assert_string_equal(new->about[3].theme.data, "self-reliance");
    assert_true(new->about[3].higher_is_better);
    assert_int_equal(new->ranges[3].least, 1000);
    assert_int_equal(new->ranges[3].most, 5000);
    assert_int_equal(wijk_instrument_score(policy, "zrm-2017", answers, 1, scores, NULL, NULL), WIJK_OK);
    assert_int_equal(scores[4], 5000);
    assert_int_equal(scores[5], WIJK_NO_SCORE);
    assert_string_equal(wijk_instrument_band(policy, "zrm-2017", 0, scores[0]), "acute");
    assert_string_equal(wijk_instrument_band(policy, "zrm-2017", 4, scores[4]), "full");
    assert_string_equal(wijk_instrument_item(policy, "zrm-2017", 12), "justice");
    assert_string_equal(wijk_instrument_scale(policy, "zrm-2017", 0), "finances");
    wijk_policy_unref(policy);
}

/* Theme and class are two things: the letter of Leiden files quality under effect, the national structure does not. */
static void client_survey(void **state) {
    wijk_policy *policy = load_default(*state);
    const struct wijk__instrument *survey = wijk__policy_instrument(policy, "ceo-wmo", 7);
    assert_int_equal(survey->item_count, 10);
    assert_string_equal(survey->about[5].theme.data, "quality");
    assert_int_equal(survey->about[5].class, WIJK_INDICATOR_CLASS_SATISFACTION);
    assert_int_equal(survey->about[0].class, WIJK_INDICATOR_CLASS_PROCESS);
    assert_int_equal(survey->about[9].class, WIJK_INDICATOR_CLASS_EFFECT);
    assert_int_equal(survey->items[4].most, 1); /* yes or no */
    wijk_policy_unref(policy);
}

static void wrong_use(void **state) {
    struct room *room = *state;
    wijk_policy *policy = load_default(room);
    int64_t scores[64];
    const int32_t answers[2] = {0, 3};
    assert_int_equal(wijk_instrument_score(NULL, "gas", answers, 1, scores, NULL, room->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_instrument_score(policy, NULL, answers, 1, scores, NULL, room->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_instrument_score(policy, "gas", NULL, 1, scores, NULL, room->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_instrument_score(policy, "gas", answers, 1, NULL, NULL, room->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(room->error), "scores");
    assert_int_equal(wijk_instrument_score(policy, "none", answers, 1, scores, NULL, room->error), WIJK_E_UNKNOWN);
    assert_int_equal(wijk_instrument_score(policy, "gas", answers, 2, scores, NULL, room->error), WIJK_E_RANGE);
    assert_string_equal(wijk_error_path(room->error), "answers");
    assert_int_equal(wijk_error_index(room->error), 1);
    assert_int_equal(wijk_instrument_score(policy, "gas", NULL, 0, NULL, NULL, room->error), WIJK_OK);
    assert_int_equal(wijk_instrument_items(NULL, "gas"), 0);
    assert_int_equal(wijk_instrument_items(policy, NULL), 0);
    assert_null(wijk_instrument_item(policy, "gas", 1));
    assert_null(wijk_instrument_scale(policy, "gas", 1));
    assert_null(wijk_instrument_item(policy, "none", 0));
    wijk_policy_unref(policy);
}

/* ---- what a pack may say ---- */

static void bad_packs(void **state) {
    static const struct {
        const char *members;
        wijk_status status;
        const char *pointer;
    } cases[] = {
        {INSTRUMENT("\"items\":[]"), WIJK_E_RANGE, "/instruments/0/items"},
        {INSTRUMENT("\"items\":[" ITEM("a", "") "," ITEM("a", "") "]"), WIJK_E_DUPLICATE, "/instruments/0/items/1/key"},
        {INSTRUMENT("\"items\":[{\"key\":\"a\",\"min\":2,\"max\":2}]"), WIJK_E_RANGE, "/instruments/0/items/0/max"},
        {INSTRUMENT("\"items\":[{\"key\":\"a\",\"min\":-1001,\"max\":2}]"), WIJK_E_RANGE,
         "/instruments/0/items/0/min"},
        {INSTRUMENT("\"items\":[{\"key\":\"a.b\",\"min\":0,\"max\":2}]"), WIJK_E_KEY, "/instruments/0/items/0/key"},
        {INSTRUMENT("\"items\":[" ITEM("a", ",\"theme\":\"u\"") "]"), WIJK_E_REFERENCE,
         "/instruments/0/items/0/theme"},
        {INSTRUMENT("\"ages\":{\"from\":18,\"until\":18}," ITEMS), WIJK_E_RANGE, "/instruments/0/ages/until"},
        {INSTRUMENT(ITEMS ",\"scales\":[]"), WIJK_E_RANGE, "/instruments/0/scales"},
        {SCALES(SCALE("\"aggregate\":\"sum\"")), WIJK_E_MISSING, "/instruments/0/scales/0/items"},
        {SCALES(SCALE("\"items\":[\"z\"],\"aggregate\":\"sum\"")), WIJK_E_REFERENCE,
         "/instruments/0/scales/0/items/0"},
        {SCALES(SCALE("\"items\":[\"a\",\"a\"],\"aggregate\":\"sum\"")), WIJK_E_DUPLICATE,
         "/instruments/0/scales/0/items/1"},
        {SCALES(SCALE("\"items\":[1],\"aggregate\":\"sum\"")), WIJK_E_TYPE, "/instruments/0/scales/0/items/0"},
        {SCALES(SCALE(OF_ALL ",\"scales\":[\"s\"],\"aggregate\":\"sum\"")), WIJK_E_UNKNOWN,
         "/instruments/0/scales/0/scales"},
        {SCALES(SCALE("\"scales\":[\"s\"],\"aggregate\":\"sum\"")), WIJK_E_REFERENCE,
         "/instruments/0/scales/0/scales/0"},
        {SCALES(SCALE_AS("p", OF_ALL ",\"aggregate\":\"sum\"") ","
                SCALE_AS("q", "\"scales\":[\"p\"],\"aggregate\":\"sum\"") ","
                SCALE("\"scales\":[\"q\"],\"aggregate\":\"sum\"")), WIJK_E_REFERENCE,
         "/instruments/0/scales/2/scales/0"}, /* one floor of scales of scales, so that no score can grow without end */
        {SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\"") "," SCALE(OF_ALL ",\"aggregate\":\"sum\"")), WIJK_E_DUPLICATE,
         "/instruments/0/scales/1/key"},
        {SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\",\"min_valid\":5")), WIJK_E_RANGE,
         "/instruments/0/scales/0/min_valid"},
        {SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\",\"rounding\":\"up\"")), WIJK_E_CODE,
         "/instruments/0/scales/0/rounding"},
        {SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\",\"reliability\":1")), WIJK_E_RANGE,
         "/instruments/0/scales/0/reliability"},
        {SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\",\"sd\":0")), WIJK_E_RANGE, "/instruments/0/scales/0/sd"},
        {SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\",\"sd\":1000001")), WIJK_E_RANGE, "/instruments/0/scales/0/sd"},
        {SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\",\"sd\":\"1\"")), WIJK_E_TYPE, "/instruments/0/scales/0/sd"},
        {SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\",\"transform\":{\"kind\":\"t\",\"mean\":1}")), WIJK_E_MISSING,
         "/instruments/0/scales/0/transform/sd"},
        {SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\",\"transform\":{\"kind\":\"linear\",\"mean\":1}")), WIJK_E_UNKNOWN,
         "/instruments/0/scales/0/transform/mean"},
        {SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\",\"transform\":{\"kind\":\"table\",\"rows\":["
                             "{\"from\":1,\"score\":1},{\"from\":1,\"score\":2}]}")), WIJK_E_RANGE,
         "/instruments/0/scales/0/transform/rows/1/from"},
        {SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\",\"bands\":[{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\",\"from\":2},"
                             "{\"key\":\"b\",\"en\":\"a\",\"nl\":\"a\",\"from\":1}]")), WIJK_E_RANGE,
         "/instruments/0/scales/0/bands/1/from"},
        {INSTRUMENT("\"bands\":[{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\",\"from\":2}]," ITEMS ",\"scales\":["
                    SCALE(OF_ALL ",\"aggregate\":\"sum\"") "]"), WIJK_E_UNKNOWN, "/instruments/0/bands"},
        {"\"instruments\":[{" HEAD "," ITEMS "},{" HEAD "," ITEMS "}]", WIJK_E_DUPLICATE, "/instruments/1/key"},
        {INSTRUMENT(ITEMS) ",\"measuring\":[{\"instrument\":\"y\",\"rater\":\"client\"}]", WIJK_E_REFERENCE,
         "/measuring/0/instrument"},
        {INSTRUMENT(ITEMS) ",\"measuring\":[{\"instrument\":\"x\",\"rater\":\"boss\"}]", WIJK_E_CODE,
         "/measuring/0/rater"},
        {INSTRUMENT(ITEMS) ",\"measuring\":[{\"instrument\":\"x\",\"rater\":\"client\"},"
                           "{\"instrument\":\"x\",\"rater\":\"child\"},{\"instrument\":\"x\",\"rater\":\"client\"}]",
         WIJK_E_DUPLICATE, "/measuring/2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct grown pack = pack_begin();
        grow(&pack, ",%s", cases[i].members);
        expect(*state, pack, cases[i].status, cases[i].pointer);
    }
}

/* Text of growing length before lets each piece in turn be the one that needs a block of memory. */
static void every_failure_of_memory(void **state) {
    (void)state;
    for (int length = 0; length < 4200; length += 16) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"domains\":[{\"key\":\"d\",\"en\":\"d%0*d\",\"nl\":\"d\"}],", length, 0);
        grow(&pack, SCALES(SCALE(OF_ALL ",\"aggregate\":\"sum\",\"sd\":2,\"transform\":{\"kind\":\"table\",\"rows\":["
                                        "{\"from\":1,\"score\":1}]},\"bands\":["
                                        "{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\","
                                        "\"from\":2}]"))
                    ",\"measuring\":[{\"instrument\":\"x\",\"rater\":\"client\"}]}");
        assert_true(fail_alloc_sweep(load_once, pack.data, 1000) > 5);
        free(pack.data);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(halves),        CASE(aggregates), CASE(extremes),  CASE(sdq_key), CASE(matrices),
        CASE(client_survey), CASE(wrong_use),  CASE(bad_packs), CASE(every_failure_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void) { return 77; }

#endif
