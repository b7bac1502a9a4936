/* Mandates, as a rule pack says them: how they are kept, which acts can have them, what is refused, every limit. */
#include "policy_support.h"

#if WIJK_HAVE_JSON

#define SOMEBODY "a0000000-0000-4000-8000-000000000001"

static wijk_date day(const char *written) {
    wijk_date date;
    assert_int_equal(wijk_date_parse(written, strlen(written), &date, NULL), WIJK_OK);
    return date;
}

/* Those of an act stand together in the order of the pack, whatever stood between them. */
static void mandates(void **state) {
    wijk_policy *policy = load_members(*state, ROLES "," PROVISIONS "," LADDER(LIGHT "," HEAVY, "") ",\"mandates\":["
        "{\"act\":\"action-start\",\"role\":\"b\",\"up_to\":50000,\"provision\":\"q\"},"
        "{\"act\":\"dossier-close\",\"role\":\"c\"},"
        "{\"act\":\"action-start\",\"professional\":\"" SOMEBODY "\",\"from\":\"2026-01-01\","
        " \"until\":\"2026-01-02\",\"up_to\":0},"
        "{\"act\":\"action-depend\",\"role\":\"a\",\"until\":\"2027-01-01\"},"
        "{\"act\":\"dossier-close\",\"role\":\"a\",\"from\":\"2026-01-01\"},"
        "{\"act\":\"step-decide\",\"role\":\"b\",\"ladder\":\"l\",\"tier\":\"heavy\"},"
        "{\"act\":\"action-start\",\"role\":\"a\",\"up_to\":100000000000},"
        "{\"act\":\"tier-enter\",\"role\":\"c\",\"ladder\":\"l\"}]");
    static const struct {
        wijk_act_type act;
        const char *role, *provision, *from, *until;
        bool somebody;
        int64_t up_to;
        const char *ladder, *tier;
    } wanted[] = {
        {WIJK_ACT_DOSSIER_CLOSE, "c", NULL, NULL, NULL, false, -1, NULL, NULL},
        {WIJK_ACT_DOSSIER_CLOSE, "a", NULL, "2026-01-01", NULL, false, -1, NULL, NULL},
        {WIJK_ACT_ACTION_START, "b", "q", NULL, NULL, false, 50000, NULL, NULL},
        {WIJK_ACT_ACTION_START, NULL, NULL, "2026-01-01", "2026-01-02", true, 0, NULL, NULL},
        {WIJK_ACT_ACTION_START, "a", NULL, NULL, NULL, false, INT64_C(100000000000), NULL, NULL},
        {WIJK_ACT_STEP_DECIDE, "b", NULL, NULL, NULL, false, -1, "l", "heavy"},
        {WIJK_ACT_TIER_ENTER, "c", NULL, NULL, NULL, false, -1, "l", NULL},
        {WIJK_ACT_ACTION_DEPEND, "a", NULL, NULL, "2027-01-01", false, -1, NULL, NULL},
    };
    uint32_t seen = 0;
    wijk_id somebody;
    assert_int_equal(wijk_id_parse(SOMEBODY, WIJK_NUL_TERMINATED, &somebody, NULL), WIJK_OK);
    for (wijk_act_type act = -1; act <= wijk__act_last + 1; act++) {
        uint32_t count;
        const struct wijk__mandate *mandate = wijk__policy_mandates(policy, act, &count);
        assert_int_equal(count, act == WIJK_ACT_DOSSIER_CLOSE ? 2 : act == WIJK_ACT_ACTION_START ? 3 :
                                act == WIJK_ACT_ACTION_DEPEND || act == WIJK_ACT_STEP_DECIDE ||
                                act == WIJK_ACT_TIER_ENTER ? 1 : 0);
        for (uint32_t i = 0; i < count; i++, mandate++, seen++) {
            assert_int_equal(mandate->act, act);
            assert_int_equal(mandate->act, wanted[seen].act);
            assert_true(is_text(mandate->role, wanted[seen].role));
            assert_true(is_text(mandate->provision, wanted[seen].provision));
            assert_true(is_text(mandate->ladder, wanted[seen].ladder));
            assert_true(is_text(mandate->tier, wanted[seen].tier));
            assert_int_equal(wijk__id_is_none(&mandate->professional), !wanted[seen].somebody);
            assert_true(!wanted[seen].somebody || wijk__id_equal(&mandate->professional, &somebody));
            assert_true(mandate->up_to == wanted[seen].up_to);
            assert_int_equal(mandate->from, wanted[seen].from ? day(wanted[seen].from) : WIJK_DATE_NONE);
            assert_int_equal(mandate->until, wanted[seen].until ? day(wanted[seen].until) : WIJK_DATE_NONE);
        }
    }
    assert_int_equal(seen, 8);
    wijk_policy_unref(policy);
}

static void acts(void **state) {
    unsigned taken[3] = {0};
    for (uint32_t i = 0; i < wijk__act_count; i++) {
        const char *name = wijk__acts[i].words.name;
        struct grown pack = pack_begin();
        grow(&pack, ",\"duties\":[{\"key\":\"d\",\"en\":\"d\",\"nl\":\"d\",\"act\":\"%s\","
                    "\"within\":{\"count\":1,\"unit\":\"days\"}}]", name);
        wijk_policy *policy;
        assert_int_equal(load(*state, &pack, &policy), WIJK_OK);
        uint32_t count;
        assert_int_equal(wijk__policy_duties(policy, &count)->act, wijk__acts[i].words.number);
        wijk_policy_unref(policy);
        static const char *const limits[] = {"\"up_to\":1", "\"provision\":\"p\"", "\"ladder\":\"l\""};
        for (size_t j = 0; j < 3; j++) { /* a limit that the act cannot be held to is refused */
            pack = pack_begin();
            grow(&pack, "," ROLES "," PROVISIONS "," LADDER(LIGHT, "")
                        ",\"mandates\":[{\"act\":\"%s\",\"role\":\"a\",%s}]", name, limits[j]);
            wijk_status status = load(*state, &pack, &policy);
            assert_true(status == WIJK_OK || status == WIJK_E_UNKNOWN);
            taken[j] += status == WIJK_OK;
            wijk_policy_unref(policy);
        }
    }
    assert_int_equal(taken[0], 2); /* action-start, action-plan */
    assert_int_equal(taken[1], 4); /* those, wait-start, referral-make */
    assert_int_equal(taken[2], 7); /* those about a tier, and those about a step */
}

/* ---- what is refused ---- */

#define MANDATE(members) ROLES "," PROVISIONS "," LADDER(LIGHT "," HEAVY, "") ",\"mandates\":[{" members "}]"
#define START "\"act\":\"action-start\",\"role\":\"a\""
#define DECIDE "\"act\":\"step-decide\",\"role\":\"a\""

static const struct refusal refusals[] = {
    {"\"mandates\":{}", WIJK_E_TYPE, "/mandates"},
    {"\"mandates\":[\"action-start\"]", WIJK_E_TYPE, "/mandates/0"},
    {MANDATE("\"role\":\"a\""), WIJK_E_MISSING, "/mandates/0/act"},
    {MANDATE("\"act\":\"plan-close\""), WIJK_E_MISSING, "/mandates/0"},
    {MANDATE("\"act\":\"close\",\"role\":\"a\""), WIJK_E_UNKNOWN, "/mandates/0/act"},
    {MANDATE("\"act\":\"plan-close\",\"role\":\"d\""), WIJK_E_REFERENCE, "/mandates/0/role"},
    {MANDATE(START ",\"provision\":\"a\""), WIJK_E_REFERENCE, "/mandates/0/provision"},
    {MANDATE(START ",\"professional\":\"x\""), WIJK_E_ID, "/mandates/0/professional"},
    {MANDATE(START ",\"professional\":\"00000000-0000-0000-0000-000000000000\""), WIJK_E_ID,
     "/mandates/0/professional"},
    {MANDATE(START ",\"up_to\":1.5"), WIJK_E_TYPE, "/mandates/0/up_to"},
    {MANDATE(START ",\"from\":\"2026-02-30\""), WIJK_E_DATE, "/mandates/0/from"},
    {MANDATE(START ",\"until\":\"tomorrow\""), WIJK_E_DATE, "/mandates/0/until"},
    {MANDATE(START ",\"from\":\"2026-01-02\",\"until\":\"2026-01-02\""), WIJK_E_RANGE, "/mandates/0/until"},
    {MANDATE(START ",\"from\":\"2026-01-02\",\"until\":\"2026-01-01\""), WIJK_E_RANGE, "/mandates/0/until"},
    {MANDATE(START ",\"amount\":1"), WIJK_E_UNKNOWN, "/mandates/0/amount"},
    {MANDATE("\"act\":\"plan-close\",\"role\":\"a\",\"up_to\":0"), WIJK_E_UNKNOWN, "/mandates/0/up_to"},
    {MANDATE("\"act\":\"plan-close\",\"role\":\"a\",\"up_to\":1"), WIJK_E_UNKNOWN, "/mandates/0/up_to"},
    {MANDATE("\"act\":\"plan-close\",\"role\":\"a\",\"provision\":\"p\""), WIJK_E_UNKNOWN,
     "/mandates/0/provision"},
    {MANDATE(DECIDE ",\"ladder\":\"l\""), WIJK_OK, ""},
    {MANDATE(DECIDE ",\"ladder\":\"l\",\"tier\":\"heavy\""), WIJK_OK, ""},
    {MANDATE(DECIDE ",\"ladder\":\"m\""), WIJK_E_REFERENCE, "/mandates/0/ladder"},
    {MANDATE(DECIDE ",\"ladder\":1"), WIJK_E_TYPE, "/mandates/0/ladder"},
    {MANDATE(DECIDE ",\"ladder\":\"l\",\"tier\":\"heav\""), WIJK_E_REFERENCE, "/mandates/0/tier"},
    {MANDATE(DECIDE ",\"ladder\":\"l\",\"tier\":\"Heavy\""), WIJK_E_KEY, "/mandates/0/tier"},
    {MANDATE(DECIDE ",\"tier\":\"heavy\""), WIJK_E_MISSING, "/mandates/0/ladder"},
    {MANDATE(START ",\"ladder\":\"l\""), WIJK_E_UNKNOWN, "/mandates/0/ladder"},
    {MANDATE(START ",\"ladder\":\"l\",\"tier\":\"heavy\""), WIJK_E_UNKNOWN, "/mandates/0/ladder"},
    {MANDATE(START ",\"tier\":\"heavy\""), WIJK_E_UNKNOWN, "/mandates/0/tier"},
    /* a mandate may stand before what it names */
    {"\"mandates\":[{\"act\":\"wait-start\",\"role\":\"a\",\"provision\":\"q\"},"
     "{\"act\":\"tier-enter\",\"role\":\"a\",\"ladder\":\"l\",\"tier\":\"heavy\"}]," LADDER(LIGHT "," HEAVY, "") ","
     PROVISIONS "," ROLES, WIJK_OK, ""},
    {MANDATE(START ",\"professional\":\"" SOMEBODY "\",\"from\":\"2026-01-01\",\"until\":\"2026-01-02\""), WIJK_OK,
     ""},
};

static void refused(void **state) { expect_refusals(*state, refusals, sizeof refusals / sizeof *refusals); }

/* ---- limits ---- */

static void amounts_in_range(void **state) {
    const int64_t values[] = {INT64_MIN, -1, 0, 1, WIJK__AMOUNT_MOST - 1, WIJK__AMOUNT_MOST, WIJK__AMOUNT_MOST + 1,
                              INT64_MAX};
    assert_true(wijk__field_named(wijk__act_def(WIJK_ACT_ACTION_START), "amount", 6)->max == WIJK__AMOUNT_MOST);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        bool good = values[i] >= 0 && values[i] <= WIJK__AMOUNT_MOST;
        struct grown pack = pack_begin();
        grow(&pack, "," ROLES ",\"mandates\":[{" START ",\"up_to\":%lld}]", (long long)values[i]);
        expect(*state, pack, good ? WIJK_OK : WIJK_E_RANGE, good ? "" : "/mandates/0/up_to");
    }
}

static void limit_of_mandates(void **state) {
    for (unsigned more = 0; more < 3; more++) {
        bool good = more < 2;
        struct grown pack = pack_begin();
        grow(&pack, "," ROLES ",\"mandates\":[");
        for (unsigned i = 0; i < WIJK__ENTRIES_MOST - 1 + more; i++)
            grow(&pack, "%s{\"act\":\"%s\",\"role\":\"a\"}", i ? "," : "", i % 3 ? "goal-set" : "plan-close");
        grow(&pack, "]");
        wijk_policy *policy;
        assert_int_equal(load(*state, &pack, &policy), good ? WIJK_OK : WIJK_E_LIMIT);
        uint32_t set = 0, closed = 0;
        if (policy) {
            wijk__policy_mandates(policy, WIJK_ACT_GOAL_SET, &set);
            wijk__policy_mandates(policy, WIJK_ACT_PLAN_CLOSE, &closed);
            assert_int_equal(set + closed, WIJK__ENTRIES_MOST - 1 + more);
            assert_int_equal(closed, (WIJK__ENTRIES_MOST - 1 + more + 2) / 3);
        }
        wijk_policy_unref(policy);
    }
}

/* ---- memory ---- */

/* Text of growing length before a mandate lets each of its parts in turn be the one that needs a block. */
static void every_failure_of_memory(void **state) {
    (void)state;
    for (int length = 0; length < 4200; length += 16) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"domains\":[{\"key\":\"d\",\"en\":\"d%0*d\",\"nl\":\"d\"}]", length, 0);
        grow(&pack, "," MANDATE(DECIDE ",\"ladder\":\"l\",\"tier\":\"heavy\"") "}");
        assert_true(fail_alloc_sweep(load_once, pack.data, 1000) > 5);
        free(pack.data);
    }
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(mandates),
        CASE(acts),
        CASE(refused),
        CASE(amounts_in_range),
        CASE(limit_of_mandates),
        CASE(every_failure_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void) { return 77; } /* nothing can be read without JSON; test_policy looks at that */

#endif
