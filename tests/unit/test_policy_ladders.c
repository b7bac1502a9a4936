/* Ladders of a rule pack: tiers and their ranks, who carries what in them, steps, suggestions, emergencies; what is
 * refused and where, and the limits. test_policy_limits has those of tiers and steps. */
#include "policy_support.h"

#if WIJK_HAVE_JSON

static const struct wijk__ladder *ladder_of(const wijk_policy *policy) {
    return wijk__policy_ladder(policy, "l", 1);
}

/* Two ladders may have a tier of the same key; each ladder keeps its own, and the words are those of the first. */
static void a_tier_in_two_ladders(void **state) {
    wijk_policy *policy = load_members(*state,
        "\"ladders\":[{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\",\"decided\":false,\"tiers\":["
        "{\"key\":\"x\",\"en\":\"first\",\"nl\":\"eerste\",\"entry\":true}]},"
        "{\"key\":\"b\",\"en\":\"b\",\"nl\":\"b\",\"decided\":true,\"tiers\":["
        "{\"key\":\"w\",\"en\":\"w\",\"nl\":\"w\",\"entry\":true},"
        "{\"key\":\"x\",\"en\":\"second\",\"nl\":\"tweede\",\"entry\":true}]}]");
    assert_int_equal(wijk__ladder_tier(wijk__policy_ladder(policy, "a", 1), "x", 1)->rank, 1);
    assert_int_equal(wijk__ladder_tier(wijk__policy_ladder(policy, "b", 1), "x", 1)->rank, 2);
    assert_null(wijk__ladder_tier(wijk__policy_ladder(policy, "a", 1), "w", 1));
    assert_string_equal(wijk_policy_term(policy, WIJK_LIST_TIERS, "x", 1, WIJK_ENGLISH), "first");
    assert_int_equal(policy->lists[WIJK_LIST_TIERS].count, 2);
    wijk_policy_unref(policy);
}

/* A tier may be reached only from above, and by more than one step. */
static void reached_downwards(void **state) {
    wijk_policy *policy = load_members(*state,
        "\"ladders\":[{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\",\"decided\":false,\"tiers\":["
        "{\"key\":\"x\",\"en\":\"x\",\"nl\":\"x\"},{\"key\":\"y\",\"en\":\"y\",\"nl\":\"y\"},"
        "{\"key\":\"z\",\"en\":\"z\",\"nl\":\"z\",\"entry\":true}],"
        "\"steps\":[{\"from\":\"y\",\"to\":\"x\"},{\"from\":\"z\",\"to\":\"y\"}]}]");
    const struct wijk__ladder *ladder = wijk__policy_ladder(policy, "a", 1);
    assert_ptr_equal(wijk__ladder_step(ladder, &ladder->tiers[1], &ladder->tiers[0]), &ladder->steps[0]);
    assert_int_equal(ladder->steps[0].when.count, 0);
    wijk_policy_unref(policy);
}

/* ---- ranks ---- */

/* A rank that is given holds; one that is left out is one more than the one before. */
static void ranks(void **state) {
    static const struct {
        const char *tiers;
        int32_t ranks[4];
    } cases[] = {
        {TIER("a", ENTRY) "," TIER("b", ENTRY) "," TIER("c", ENTRY) "," TIER("d", ENTRY), {1, 2, 3, 4}},
        {TIER("a", ENTRY ",\"rank\":10") "," TIER("b", ENTRY) "," TIER("c", ENTRY ",\"rank\":20") "," TIER("d", ENTRY),
         {10, 11, 20, 21}},
        {TIER("a", ENTRY) "," TIER("b", ENTRY ",\"rank\":2") "," TIER("c", ENTRY ",\"rank\":3") ","
         TIER("d", ENTRY ",\"rank\":1000000"), {1, 2, 3, 1000000}},
        {TIER("a", ENTRY ",\"rank\":1000000") "," TIER("b", ENTRY) "," TIER("c", ENTRY) "," TIER("d", ENTRY),
         {1000000, 1000001, 1000002, 1000003}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct grown pack = pack_begin();
        grow(&pack, "," LADDER("%s", ""), cases[i].tiers);
        wijk_policy *policy;
        assert_int_equal(load(*state, &pack, &policy), WIJK_OK);
        for (size_t j = 0; j < 4; j++)
            assert_int_equal(ladder_of(policy)->tiers[j].rank, cases[i].ranks[j]);
        wijk_policy_unref(policy);
    }
}

static void ranks_in_range(void **state) {
    static const int64_t values[] = {INT64_MIN, -1, 0, 1, 2, 999999, 1000000, 1000001, INT64_C(4294967297), INT64_MAX};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        bool good = values[i] >= 1 && values[i] <= WIJK__NUMBER_MOST;
        struct grown pack = pack_begin();
        grow(&pack, "," LADDER(TIER("a", ENTRY ",\"rank\":%lld"), ""), (long long)values[i]);
        expect(*state, pack, good ? WIJK_OK : WIJK_E_RANGE, good ? "" : "/ladders/0/tiers/0/rank");
    }
}

/* ---- who carries what, how long ---- */

static void responsibilities(void **state) {
    static const char *const names[] = {"case", "process", "operational", "administrative"};
    for (size_t i = 0; i < WIJK__RESPONSIBILITIES; i++) {
        struct grown pack = pack_begin();
        grow(&pack, "," ROLES "," LADDER(LIGHT "," TIER("heavy", ENTRY ",\"responsible\":{\"%s\":\"b\"}"), ""),
             names[i]);
        wijk_policy *policy;
        assert_int_equal(load(*state, &pack, &policy), WIJK_OK);
        for (size_t j = 0; j < WIJK__RESPONSIBILITIES; j++) {
            assert_true(is_text(ladder_of(policy)->tiers[0].responsible[j], NULL));
            assert_true(is_text(ladder_of(policy)->tiers[1].responsible[j], i == j ? "b" : NULL));
        }
        wijk_policy_unref(policy);
    }
}

static void intended_stays(void **state) {
    wijk_policy *policy = load_members(*state,
        LADDER(LIGHT "," TIER("heavy", ENTRY ",\"intended\":{\"count\":6,\"unit\":\"months\",\"extend\":true}"), ""));
    const struct wijk__tier *tiers = ladder_of(policy)->tiers;
    assert_int_equal(tiers[0].intended.count, 0);
    assert_int_equal(tiers[1].intended.count, 6);
    assert_int_equal(tiers[1].intended.unit, WIJK_TERM_MONTHS);
    assert_true(tiers[1].intended.extend);
    wijk_policy_unref(policy);
}

/* ---- steps, suggestions, emergencies ---- */

#define UP "\"from\":\"light\",\"to\":\"heavy\""
#define DOWN "\"from\":\"heavy\",\"to\":\"light\""
#define WHEN ",\"when\":{\"fact\":\"goals-set\"}"
#define WITH(members) LADDER(LIGHT "," HEAVY, members)

static void coordination(void **state) {
    wijk_policy *policy = load_members(*state, LADDER(LIGHT "," HEAVY "," TIER("x", ENTRY),
        ",\"steps\":[{" UP ",\"coordination\":\"passes\"},{" DOWN ",\"coordination\":\"stays\"},"
        "{\"from\":\"heavy\",\"to\":\"x\"}]"));
    const struct wijk__step *steps = ladder_of(policy)->steps;
    assert_int_equal(ladder_of(policy)->step_count, 3);
    assert_true(steps[0].passes);
    assert_false(steps[1].passes);
    assert_false(steps[2].passes);
    wijk_policy_unref(policy);
}

/* In the order of the pack; the same two tiers may be suggested for more than one reason, and with no step between. */
static void suggestions(void **state) {
    wijk_policy *policy = load_members(*state, WITH(
        ",\"suggestions\":[{" DOWN WHEN "},{" UP ",\"when\":{\"all\":[{\"fact\":\"plan-active\"}]}},{" DOWN WHEN "}]"));
    static const uint32_t wanted[][3] = {{1, 0, 1}, {0, 1, 2}, {1, 0, 1}};
    const struct wijk__ladder *ladder = ladder_of(policy);
    assert_int_equal(ladder->suggestion_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(ladder->suggestions[i].from, wanted[i][0]);
        assert_int_equal(ladder->suggestions[i].to, wanted[i][1]);
        assert_int_equal(ladder->suggestions[i].when.count, wanted[i][2]);
    }
    wijk_policy_unref(policy);
}

static void emergencies(void **state) {
    wijk_policy *policy = load_members(*state, WITH(""));
    assert_false(ladder_of(policy)->emergencies);
    assert_int_equal(ladder_of(policy)->emergency.count, 0);
    assert_int_equal(ladder_of(policy)->suggestion_count, 0);
    wijk_policy_unref(policy);
    policy = load_members(*state, WITH(",\"emergency\":{\"fact\":\"acutely-unsafe\",\"within_days\":2}"));
    assert_true(ladder_of(policy)->emergencies);
    assert_int_equal(ladder_of(policy)->emergency.count, 1);
    assert_int_equal(ladder_of(policy)->emergency.list->within_days, 2);
    wijk_policy_unref(policy);
}

/* ---- what is refused ---- */

#define HEAVIER(more) LADDER(LIGHT "," TIER("heavy", ENTRY more), "")

static const struct refusal refusals[] = {
    {HEAVIER(",\"rank\":1"), WIJK_E_RANGE, "/ladders/0/tiers/1/rank"},
    {HEAVIER(",\"rank\":true"), WIJK_E_TYPE, "/ladders/0/tiers/1/rank"},
    {HEAVIER(",\"responsible\":[]"), WIJK_E_TYPE, "/ladders/0/tiers/1/responsible"},
    {HEAVIER(",\"responsible\":{}"), WIJK_OK, ""},
    {HEAVIER(",\"responsible\":{\"budget\":\"a\"}"), WIJK_E_UNKNOWN, "/ladders/0/tiers/1/responsible/budget"},
    {HEAVIER(",\"responsible\":{\"case\":1}"), WIJK_E_TYPE, "/ladders/0/tiers/1/responsible/case"},
    {HEAVIER(",\"responsible\":{\"case\":\"a\"}"), WIJK_E_REFERENCE, "/ladders/0/tiers/1/responsible/case"},
    {HEAVIER(",\"intended\":26"), WIJK_E_TYPE, "/ladders/0/tiers/1/intended"},
    {HEAVIER(",\"intended\":{\"count\":0,\"unit\":\"weeks\"}"), WIJK_E_RANGE, "/ladders/0/tiers/1/intended/count"},
    {HEAVIER(",\"intended\":{\"count\":1}"), WIJK_E_MISSING, "/ladders/0/tiers/1/intended/unit"},
    {WITH(",\"steps\":[{" UP ",\"coordination\":\"leaves\"}]"), WIJK_E_CODE, "/ladders/0/steps/0/coordination"},
    {WITH(",\"steps\":[{" UP ",\"coordination\":2}]"), WIJK_E_TYPE, "/ladders/0/steps/0/coordination"},
    {WITH(",\"suggestions\":{}"), WIJK_E_TYPE, "/ladders/0/suggestions"},
    {WITH(",\"suggestions\":[1]"), WIJK_E_TYPE, "/ladders/0/suggestions/0"},
    {WITH(",\"suggestions\":[{" UP WHEN "},{" UP "}]"), WIJK_E_MISSING, "/ladders/0/suggestions/1/when"},
    {WITH(",\"suggestions\":[{\"to\":\"heavy\"" WHEN "}]"), WIJK_E_MISSING, "/ladders/0/suggestions/0/from"},
    {WITH(",\"suggestions\":[{\"from\":\"light\"" WHEN "}]"), WIJK_E_MISSING, "/ladders/0/suggestions/0/to"},
    {WITH(",\"suggestions\":[{\"from\":\"light\",\"to\":\"heav\"" WHEN "}]"), WIJK_E_REFERENCE,
     "/ladders/0/suggestions/0/to"},
    {WITH(",\"suggestions\":[{\"from\":\"l\",\"to\":\"heavy\"" WHEN "}]"), WIJK_E_REFERENCE,
     "/ladders/0/suggestions/0/from"},
    {WITH(",\"suggestions\":[{\"from\":\"heavy\",\"to\":\"heavy\"" WHEN "}]"), WIJK_E_DUPLICATE,
     "/ladders/0/suggestions/0/to"},
    {WITH(",\"suggestions\":[{" UP ",\"when\":{\"fact\":\"x\"}}]"), WIJK_E_CODE, "/ladders/0/suggestions/0/when/fact"},
    {WITH(",\"emergency\":{}"), WIJK_E_MISSING, "/ladders/0/emergency"},
    {WITH(",\"emergency\":[]"), WIJK_E_TYPE, "/ladders/0/emergency"},
    {WITH(",\"emergency\":{\"any\":[{\"use\":\"x\"}]}"), WIJK_E_REFERENCE, "/ladders/0/emergency/any/0/use"},
};

static void refused(void **state) { expect_refusals(*state, refusals, sizeof refusals / sizeof *refusals); }

static void limit_of_suggestions(void **state) {
    for (unsigned count = WIJK__SUGGESTIONS_MOST - 1; count <= WIJK__SUGGESTIONS_MOST + 1; count++) {
        struct grown pack = pack_begin();
        grow(&pack, "," LADDER(LIGHT "," HEAVY, ",\"suggestions\":[{" UP WHEN "}"));
        pack.length -= 2; /* the list and the ladders stay open */
        for (unsigned i = 1; i < count; i++)
            grow(&pack, ",{%s" WHEN "}", i % 2 ? DOWN : UP);
        grow(&pack, "]}]");
        bool good = count <= WIJK__SUGGESTIONS_MOST;
        expect(*state, pack, good ? WIJK_OK : WIJK_E_LIMIT, good ? "" : "/ladders/0/suggestions");
    }
}

/* ---- memory ---- */

/* Text of growing length before the ladder lets each of its parts in turn be the one that needs a block. */
static void every_failure_of_memory(void **state) {
    (void)state;
    for (int length = 0; length < 4200; length += 16) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"domains\":[{\"key\":\"d\",\"en\":\"d%0*d\",\"nl\":\"d\"}]", length, 0);
        grow(&pack, "," ROLES "," LADDER(TIER("light", ENTRY ",\"responsible\":{\"case\":\"a\"}") "," HEAVY,
             ",\"steps\":[{" UP WHEN "}],\"suggestions\":[{" UP ","
             "\"when\":{\"fact\":\"in-tier\",\"about\":\"heavy\"}}],"
             "\"emergency\":{\"fact\":\"acutely-unsafe\"}") "}");
        assert_true(fail_alloc_sweep(load_once, pack.data, 1000) > 5);
        free(pack.data);
    }
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(a_tier_in_two_ladders),
        CASE(reached_downwards),
        CASE(ranks),
        CASE(ranks_in_range),
        CASE(responsibilities),
        CASE(intended_stays),
        CASE(coordination),
        CASE(suggestions),
        CASE(emergencies),
        CASE(refused),
        CASE(limit_of_suggestions),
        CASE(every_failure_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void) { return 77; } /* nothing can be read without JSON; test_policy looks at that */

#endif
