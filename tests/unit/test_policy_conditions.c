/* Conditions of a rule pack: what they compile to, which members go with which fact, what is refused and where. */
#include "policy_support.h"

#if WIJK_HAVE_JSON

#define KEY(key) "[{\"key\":\"" key "\",\"en\":\"" key "\",\"nl\":\"" key "\"}]"
#define INSTRUMENTS "\"instruments\":[{\"key\":\"i\",\"en\":\"i\",\"nl\":\"i\",\"version\":\"1\",\"subject\":\"member\"," \
                    "\"direction\":\"lower\",\"items\":[{\"key\":\"a\",\"min\":0,\"max\":1}]}]"
#define LISTS "\"signals\":" KEY("s") ",\"domains\":" KEY("d") ",\"problems\":" KEY("p") "," LADDER(LIGHT, "") "," INSTRUMENTS
#define HOLDS(condition) LISTS ",\"plan\":{\"activation\":" condition "}"

static void conditions_are_flat_trees(void **state) {
    wijk_policy *policy = load_members(*state,
        "\"conditions\":{"
        "  \"late\":{\"any\":[{\"use\":\"later\"},{\"fact\":\"goals-set\"}]},"
        "  \"later\":{\"not\":{\"fact\":\"client-consulted\",\"within_days\":0}}},"
        "\"plan\":{\"activation\":{\"all\":["
        "  {\"fact\":\"plan-active\"},{\"use\":\"late\"},{\"not\":{\"use\":\"later\"}},"
        "  {\"within_days\":36500,\"fact\":\"members-heard\"}]}}");
    static const struct {
        enum wijk__condition_kind kind;
        uint32_t next;
        wijk_fact fact;
        int32_t within_days;
    } wanted[] = {
        {WIJK__ALL, 10, 0, -1},
        {WIJK__ATOM, 2, WIJK_FACT_PLAN_ACTIVE, -1},
        {WIJK__ANY, 6, 0, -1},
        {WIJK__NOT, 5, 0, -1},
        {WIJK__ATOM, 5, WIJK_FACT_CLIENT_CONSULTED, 0},
        {WIJK__ATOM, 6, WIJK_FACT_GOALS_SET, -1},
        {WIJK__NOT, 9, 0, -1},
        {WIJK__NOT, 9, 0, -1},
        {WIJK__ATOM, 9, WIJK_FACT_CLIENT_CONSULTED, 0},
        {WIJK__ATOM, 10, WIJK_FACT_MEMBERS_HEARD, 36500},
    };
    struct wijk__conditions got = wijk__policy_activation(policy);
    assert_int_equal(got.count, sizeof wanted / sizeof *wanted);
    for (uint32_t i = 0; i < got.count; i++) {
        assert_int_equal(got.list[i].kind, wanted[i].kind);
        assert_int_equal(got.list[i].next, wanted[i].next);
        assert_int_equal(got.list[i].fact, wanted[i].fact);
        assert_int_equal(got.list[i].within_days, wanted[i].within_days);
        assert_null(got.list[i].key.data);
        assert_int_equal(got.list[i].at_least, INT32_MIN);
        assert_int_equal(got.list[i].at_most, INT32_MAX);
    }
    wijk_policy_unref(policy);
}

/* What an atom asks of its fact stands in the atom. */
static void atoms(void **state) {
    static const struct {
        const char *atom;
        struct wijk__condition wanted;
        const char *key;
    } cases[] = {
        {"\"signal-open\",\"about\":\"s\",\"within_days\":3",
         {.fact = WIJK_FACT_SIGNAL_OPEN, .within_days = 3, .at_least = INT32_MIN, .at_most = INT32_MAX}, "s"},
        {"\"in-tier\",\"about\":\"light\"",
         {.fact = WIJK_FACT_IN_TIER, .within_days = -1, .at_least = INT32_MIN, .at_most = INT32_MAX}, "light"},
        {"\"in-tier\"",
         {.fact = WIJK_FACT_IN_TIER, .within_days = -1, .at_least = INT32_MIN, .at_most = INT32_MAX}, NULL},
        {"\"problem-present\",\"about\":\"p\"",
         {.fact = WIJK_FACT_PROBLEM_PRESENT, .within_days = -1, .at_least = INT32_MIN, .at_most = INT32_MAX}, "p"},
        {"\"days-in-tier\",\"at_least\":0",
         {.fact = WIJK_FACT_DAYS_IN_TIER, .within_days = -1, .at_least = 0, .at_most = INT32_MAX}, NULL},
        {"\"days-in-tier\",\"at_most\":1000000",
         {.fact = WIJK_FACT_DAYS_IN_TIER, .within_days = -1, .at_least = INT32_MIN, .at_most = 1000000}, NULL},
        {"\"domain-level\",\"about\":\"d\",\"at_least\":2,\"at_most\":2,\"within_days\":0",
         {.fact = WIJK_FACT_DOMAIN_LEVEL, .within_days = 0, .at_least = 2, .at_most = 2}, "d"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct grown pack = pack_begin();
        grow(&pack, "," HOLDS("{\"fact\":%s}"), cases[i].atom);
        wijk_policy *policy;
        assert_int_equal(load(*state, &pack, &policy), WIJK_OK);
        struct wijk__conditions got = wijk__policy_activation(policy);
        assert_int_equal(got.count, 1);
        assert_int_equal(got.list->fact, cases[i].wanted.fact);
        assert_int_equal(got.list->within_days, cases[i].wanted.within_days);
        assert_int_equal(got.list->at_least, cases[i].wanted.at_least);
        assert_int_equal(got.list->at_most, cases[i].wanted.at_most);
        assert_true(is_text(got.list->key, cases[i].key));
        wijk_policy_unref(policy);
    }
}

/* ---- every fact of the catalog, with every member ---- */

static wijk_status try_fact(struct room *room, const char *name, const char *more) {
    struct grown pack = pack_begin();
    grow(&pack, "," HOLDS("{\"fact\":\"%s\"%s}"), name, more);
    wijk_policy *policy;
    wijk_status status = load(room, &pack, &policy);
    wijk_policy_unref(policy);
    return status;
}

/* Facts that only findings name cannot be asked for; an age only of those that have a day, a key only of those about a
 * list, a number only of those that are one, and of those always. */
static void facts(void **state) {
    static const char *const keys[] = {[WIJK_LIST_DOMAINS] = "d", [WIJK_LIST_TIERS] = "light",
                                       [WIJK_LIST_PROBLEMS] = "p", [WIJK_LIST_SIGNALS] = "s",
                                       [WIJK_LIST_INSTRUMENTS] = "i", [WIJK_LIST_SCALES] = "i.a"};
    unsigned asked = 0, dated = 0, listed = 0, counted = 0;
    for (uint32_t i = 0; i < wijk__fact_count; i++) {
        const struct wijk__fact_def *fact = &wijk__facts[i];
        const char *name = fact->words.name, *number = fact->quantity ? ",\"at_least\":2" : "";
        char more[64];
        assert_int_equal(try_fact(*state, name, number), fact->asked ? WIJK_OK : WIJK_E_CODE);
        if (!fact->asked)
            continue;
        snprintf(more, sizeof more, ",\"within_days\":1%s", number);
        assert_int_equal(try_fact(*state, name, more), fact->dated ? WIJK_OK : WIJK_E_UNKNOWN);
        snprintf(more, sizeof more, ",\"about\":\"%s\"%s", fact->list ? keys[fact->list] : "s", number);
        assert_int_equal(try_fact(*state, name, more), fact->list ? WIJK_OK : WIJK_E_UNKNOWN);
        snprintf(more, sizeof more, ",\"about\":\"x\"%s", number);
        assert_int_equal(try_fact(*state, name, more), fact->list ? WIJK_E_REFERENCE : WIJK_E_UNKNOWN);
        assert_int_equal(try_fact(*state, name, ",\"at_most\":3"), fact->quantity ? WIJK_OK : WIJK_E_UNKNOWN);
        assert_int_equal(try_fact(*state, name, ""), fact->quantity ? WIJK_E_MISSING : WIJK_OK);
        asked++;
        dated += fact->dated;
        listed += fact->list != 0;
        counted += fact->quantity;
    }
    assert_int_equal(asked, 32);
    assert_int_equal(dated, 16);
    assert_int_equal(listed, 8);
    assert_int_equal(counted, 3);
    assert_false(wijk__fact_def(WIJK_FACT_CONDITION_NOT_MET)->asked);
    assert_false(wijk__fact_def(WIJK_FACT_MANDATE)->asked);
}

/* ---- what is refused ---- */

#define ASKS(condition) "\"plan\":{\"activation\":" condition "}"

static const struct refusal refusals[] = {
    {HOLDS("{\"fact\":\"signal-open\",\"about\":3}"), WIJK_E_TYPE, "/plan/activation/about"},
    {HOLDS("{\"fact\":\"signal-open\",\"about\":\"\"}"), WIJK_E_REFERENCE, "/plan/activation/about"},
    {HOLDS("{\"fact\":\"signal-open\",\"about\":\"d\"}"), WIJK_E_REFERENCE, "/plan/activation/about"},
    {ASKS("{\"fact\":\"signal-open\",\"about\":\"s\"}"), WIJK_E_REFERENCE, "/plan/activation/about"},
    {ASKS("{\"fact\":\"in-tier\",\"about\":\"light\"}"), WIJK_E_REFERENCE, "/plan/activation/about"},
    {HOLDS("{\"all\":[{\"fact\":\"in-tier\",\"about\":\"light\"},"
           "{\"not\":{\"fact\":\"in-tier\",\"about\":\"ligh\"}}]}"),
     WIJK_E_REFERENCE, "/plan/activation/all/1/not/about"},
    {HOLDS("{\"about\":\"s\"}"), WIJK_E_UNKNOWN, "/plan/activation/about"},
    {HOLDS("{\"use\":\"x\",\"at_least\":1}"), WIJK_E_UNKNOWN, "/plan/activation/at_least"},
    {HOLDS("{\"fact\":\"days-in-tier\",\"at_least\":\"1\"}"), WIJK_E_TYPE, "/plan/activation/at_least"},
    {HOLDS("{\"fact\":\"days-in-tier\",\"at_most\":1.0}"), WIJK_E_TYPE, "/plan/activation/at_most"},
    {HOLDS("{\"fact\":\"days-in-tier\",\"at_most\":6,\"at_least\":7}"), WIJK_E_RANGE, "/plan/activation/at_most"},
    {HOLDS("{\"fact\":\"days-in-tier\",\"at_most\":7,\"at_least\":7}"), WIJK_OK, ""},
    {HOLDS("{\"not\":{\"fact\":\"days-in-tier\"}}"), WIJK_E_MISSING, "/plan/activation/not/at_least"},
    {HOLDS("{\"fact\":\"domain-level\",\"about\":\"d\"}"), WIJK_E_MISSING, "/plan/activation/at_least"},
    /* a tier may stand in a ladder that comes later, or in the one that is being read, but in some ladder */
    {"\"conditions\":{\"there\":{\"fact\":\"in-tier\",\"about\":\"heavy\"}}," LADDER(LIGHT "," HEAVY, ""), WIJK_OK, ""},
    {LADDER(LIGHT "," HEAVY, ",\"emergency\":{\"fact\":\"in-tier\",\"about\":\"heavy\"}"), WIJK_OK, ""},
    {LADDER(LIGHT "," HEAVY, ",\"emergency\":{\"fact\":\"in-tier\",\"about\":\"l\"}"), WIJK_E_REFERENCE,
     "/ladders/0/emergency/about"},
    /* what is no ladder is refused as that, and not before its turn */
    {"\"ladders\":{}", WIJK_E_TYPE, "/ladders"},
    {"\"ladders\":[1]", WIJK_E_TYPE, "/ladders/0"},
    {"\"ladders\":[{\"key\":\"l\",\"en\":\"l\",\"nl\":\"l\",\"decided\":true,\"tiers\":1}]", WIJK_E_TYPE,
     "/ladders/0/tiers"},
    {LADDER("1", ""), WIJK_E_TYPE, "/ladders/0/tiers/0"},
    {LADDER("{\"key\":1}", ""), WIJK_E_TYPE, "/ladders/0/tiers/0/key"},
    {LADDER("{}", ""), WIJK_E_MISSING, "/ladders/0/tiers/0/key"},
};

static void refused(void **state) { expect_refusals(*state, refusals, sizeof refusals / sizeof *refusals); }

/* ---- ranges ---- */

static void numbers_in_range(void **state) {
    const struct wijk__field_def *level =
        wijk__field_named(wijk__act_def(WIJK_ACT_DOMAIN_ASSESS), "level", strlen("level"));
    const struct {
        const char *fact, *member;
        int64_t first, last;
    } cases[] = {
        {"days-in-tier", "at_least", 0, WIJK__NUMBER_MOST},
        {"days-in-tier", "at_most", 0, WIJK__NUMBER_MOST},
        {"domain-level", "at_least", level->min, level->max},
        {"domain-level", "at_most", level->min, level->max},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int64_t values[] = {INT64_MIN,         cases[i].first - 1, cases[i].first,    cases[i].first + 1,
                                  cases[i].last - 1, cases[i].last,      cases[i].last + 1, INT64_MAX,
                                  INT64_C(4294967297)};
        for (size_t j = 0; j < sizeof values / sizeof *values; j++) {
            bool good = values[j] >= cases[i].first && values[j] <= cases[i].last;
            char pointer[64];
            snprintf(pointer, sizeof pointer, "/plan/activation/%s", cases[i].member);
            struct grown pack = pack_begin();
            grow(&pack, "," HOLDS("{\"fact\":\"%s\",\"%s\":%lld}"), cases[i].fact, cases[i].member,
                 (long long)values[j]);
            expect(*state, pack, good ? WIJK_OK : WIJK_E_RANGE, good ? "" : pointer);
        }
    }
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(conditions_are_flat_trees),
        CASE(atoms),
        CASE(facts),
        CASE(refused),
        CASE(numbers_in_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void) { return 77; } /* nothing can be read without JSON; test_policy looks at that */

#endif
