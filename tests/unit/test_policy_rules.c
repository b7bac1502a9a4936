/* Who must do what, as a rule pack says it: ages, duties, roles that are kept apart, problems that ask for an expert,
 * what changes a plan materially, terms, classes and endings; what is compiled of it, what is refused, and every
 * limit. */
#include "policy_support.h"

#if WIJK_HAVE_JSON

/* ---- nothing said ---- */

static void nothing_said(void **state) {
    static const char *const packs[] = {
        "\"roles\":[]",
        "\"duties\":[],\"separation\":[],\"mandates\":[],\"plan\":{\"activation\":{\"fact\":\"goals-set\"}}",
        "\"plan\":{\"activation\":{\"fact\":\"goals-set\"},\"material\":[]}," ROLES "," PROVISIONS,
    };
    for (size_t i = 0; i < sizeof packs / sizeof *packs; i++) {
        wijk_policy *policy = load_members(*state, packs[i]);
        uint32_t count = 7;
        wijk__policy_ages(policy, &count);
        assert_int_equal(count, 0);
        count = 7;
        wijk__policy_duties(policy, &count);
        assert_int_equal(count, 0);
        assert_false(wijk__policy_separates(policy, text("a"), text("b")));
        for (wijk_act_type act = -1; act <= wijk__act_last + 1; act++) {
            count = 7;
            wijk__policy_mandates(policy, act, &count);
            assert_int_equal(count, 0);
            assert_int_equal(wijk__policy_material(policy, act), 0);
        }
        assert_int_equal(wijk__policy_class(policy, text("q")), 0);
        wijk_policy_unref(policy);
    }
}

/* ---- what is compiled ---- */

#define EXPERTS "\"problems\":[{\"key\":\"p\",\"en\":\"p\",\"nl\":\"p\"},{\"key\":\"q\",\"en\":\"q\",\"nl\":\"q\"}]," \
                "\"expertise\":[{\"key\":\"e\",\"en\":\"e\",\"nl\":\"e\"},{\"key\":\"f\",\"en\":\"f\",\"nl\":\"f\"}]"

static void terms(void **state) {
    static const char *const names[] = {"request", "step",   "bridge", "offer", "hearing",
                                        "acceptance", "review", "goal",   "retell", "entry",
                                        "override", "wait", "safety", "consult", "signal", "referral"};
    assert_int_equal(sizeof names / sizeof *names, WIJK__TERM_COUNT);
    for (enum wijk__term_name name = WIJK__TERM_REQUEST; name < WIJK__TERM_COUNT; name++) {
        char members[96];
        snprintf(members, sizeof members, "\"terms\":{\"%s\":{\"count\":3,\"unit\":\"years\",\"extend\":true}}",
                 names[name]);
        wijk_policy *policy = load_members(*state, members);
        for (enum wijk__term_name other = WIJK__TERM_REQUEST; other < WIJK__TERM_COUNT; other++)
            assert_int_equal(wijk__policy_deadline(policy, other).count, other == name ? 3 : 0);
        assert_int_equal(wijk__policy_deadline(policy, name).unit, WIJK_TERM_YEARS);
        assert_true(wijk__policy_deadline(policy, name).extend);
        wijk_policy_unref(policy);
    }
}

/* Each way of hearing is the bit of its number; each class is its number. */
static void ways_and_classes(void **state) {
    static const char *const ways[] = {"alone", "with-parent", "with-other", "through-representative"};
    static const char *const classes[] = {"informal", "general", "team", "individual", "compulsory"};
    char members[160];
    for (uint32_t i = 0; i < 4; i++) {
        snprintf(members, sizeof members, "\"hearing\":{\"ages\":[{\"from\":0,\"ways\":[\"%s\"],\"accepts\":true}]}",
                 ways[i]);
        wijk_policy *policy = load_members(*state, members);
        uint32_t count;
        const struct wijk__age_band *ages = wijk__policy_ages(policy, &count);
        assert_int_equal(count, 1);
        assert_int_equal(ages->ways, UINT32_C(2) << i);
        assert_true(ages->accepts);
        wijk_policy_unref(policy);
    }
    for (int32_t i = 0; i < 5; i++) {
        snprintf(members, sizeof members,
                 "\"provisions\":[{\"key\":\"p\",\"en\":\"p\",\"nl\":\"p\",\"class\":\"%s\"},"
                 "{\"key\":\"q\",\"en\":\"q\",\"nl\":\"q\"}]", classes[i]);
        wijk_policy *policy = load_members(*state, members);
        assert_int_equal(wijk__policy_class(policy, text("p")), i + 1);
        assert_int_equal(wijk__policy_class(policy, text("q")), 0);
        assert_int_equal(wijk__policy_class(policy, text("r")), 0);
        assert_int_equal(wijk__policy_class(policy, (struct wijk__text){"pq", 1}), i + 1);
        assert_int_equal(wijk__policy_class(policy, (struct wijk__text){NULL, 0}), 0);
        wijk_policy_unref(policy);
    }
}

/* Whether a child is consulted on a step is said by itself, or else it is as with accepting. */
static void consulted(void **state) {
    static const struct {
        const char *members;
        bool accepts, consulted;
    } cases[] = {
        {"\"accepts\":true", true, true},
        {"\"accepts\":false", false, false},
        {"\"accepts\":true,\"consulted\":false", true, false},
        {"\"accepts\":false,\"consulted\":true", false, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char members[160];
        snprintf(members, sizeof members, "\"hearing\":{\"ages\":[{\"from\":0,\"ways\":[\"alone\"],%s}]}",
                 cases[i].members);
        wijk_policy *policy = load_members(*state, members);
        uint32_t count;
        const struct wijk__age_band *ages = wijk__policy_ages(policy, &count);
        assert_int_equal(ages->accepts, cases[i].accepts);
        assert_int_equal(ages->consulted, cases[i].consulted);
        wijk_policy_unref(policy);
    }
}

/* Each ending is its number; an exit may have none, and only exits have one. */
static void endings(void **state) {
    static const char *const names[] = {"as-planned",  "agreed-early",  "by-client",
                                        "by-provider", "circumstances", "not-counted"};
    for (int32_t i = 0; i < 6; i++) {
        char members[160];
        snprintf(members, sizeof members,
                 "\"exits\":[{\"key\":\"p\",\"en\":\"p\",\"nl\":\"p\",\"ending\":\"%s\"},"
                 "{\"key\":\"q\",\"en\":\"q\",\"nl\":\"q\"}]", names[i]);
        wijk_policy *policy = load_members(*state, members);
        assert_int_equal(wijk__policy_ending(policy, text("p")), i + 1);
        assert_int_equal(wijk__policy_ending(policy, text("q")), 0);
        assert_int_equal(wijk__policy_ending(policy, text("r")), 0);
        assert_int_equal(wijk__policy_ending(policy, (struct wijk__text){NULL, 0}), 0);
        wijk_policy_unref(policy);
    }
}

static void demands(void **state) {
    wijk_policy *policy = load_members(*state, EXPERTS ",\"advice\":["
        "{\"problem\":\"p\",\"expertise\":\"e\",\"severity\":\"acute\"},{\"problem\":\"q\",\"expertise\":\"e\"},"
        "{\"problem\":\"p\",\"expertise\":\"f\",\"severity\":\"mild\"}]");
    static const struct {
        const char *problem, *expertise;
        int32_t severity;
    } wanted[] = {{"p", "e", WIJK_PROBLEM_SEVERITY_ACUTE}, {"q", "e", 0}, {"p", "f", WIJK_PROBLEM_SEVERITY_MILD}};
    uint32_t count;
    const struct wijk__demand *got = wijk__policy_demands(policy, &count);
    assert_int_equal(count, 3);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(is_text(got[i].problem, wanted[i].problem));
        assert_true(is_text(got[i].expertise, wanted[i].expertise));
        assert_int_equal(got[i].severity, wanted[i].severity);
    }
    wijk_policy_unref(policy);
}

static void separation(void **state) {
    wijk_policy *policy = load_members(*state, ROLES ",\"separation\":[[\"a\",\"b\"],[\"c\",\"b\"]]");
    static const struct {
        const char *role, *other;
        bool apart;
    } cases[] = {{"a", "b", true},  {"b", "a", true},  {"b", "c", true},  {"c", "b", true},  {"a", "c", false},
                 {"c", "a", false}, {"a", "a", false}, {"b", "b", false}, {"a", "z", false}, {"z", "b", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(wijk__policy_separates(policy, text(cases[i].role), text(cases[i].other)), cases[i].apart);
    assert_false(wijk__policy_separates(policy, (struct wijk__text){NULL, 0}, text("b")));
    assert_false(wijk__policy_separates(policy, text("b"), (struct wijk__text){NULL, 0}));
    wijk_policy_unref(policy);
}

/* ---- every act and every field of the catalog, as what changes a plan ---- */

static bool can_be_material(const struct wijk__act_def *act) {
    for (uint32_t i = 0; i < act->field_count; i++)
        if (strcmp(act->fields[i].words.name, "material") == 0)
            return true;
    return false;
}

static void expect_material(struct room *room, const char *change, wijk_status wanted, wijk_act_type act,
                            uint32_t bits) {
    struct grown pack = pack_begin();
    grow(&pack, ",\"plan\":{\"activation\":{\"fact\":\"goals-set\"},\"material\":[\"%s\"]}", change);
    wijk_policy *policy;
    assert_string_equal(wijk_status_name(load(room, &pack, &policy)), wijk_status_name(wanted));
    assert_string_equal(wijk_error_path(room->error), wanted == WIJK_OK ? "" : "/plan/material/0");
    for (wijk_act_type other = 1; policy && other <= wijk__act_last; other++)
        assert_int_equal(wijk__policy_material(policy, other), other == act ? bits : 0);
    wijk_policy_unref(policy);
}

static void material(void **state) {
    unsigned taken = 0;
    for (uint32_t i = 0; i < wijk__act_count; i++) {
        const struct wijk__act_def *act = &wijk__acts[i];
        bool can = can_be_material(act);
        taken += can;
        expect_material(*state, act->words.name, can ? WIJK_OK : WIJK_E_REFERENCE, act->words.number, UINT32_MAX);
        for (uint32_t j = 0; j < act->field_count; j++) {
            const struct wijk__field_def *field = &act->fields[j];
            char change[96];
            snprintf(change, sizeof change, "%s.%s", act->words.name, field->words.name);
            bool good = can && field->derived == WIJK__GIVEN;
            expect_material(*state, change, good ? WIJK_OK : WIJK_E_REFERENCE, act->words.number,
                            UINT32_C(1) << (field->words.number - 1));
        }
    }
    assert_int_equal(taken, 6);
    static const char *const unknown[] = {"",          ".",          "goal-sets",        "goal-set.",
                                          ".title",    "goal-set.x", "goal-set.title.x", "goal-set..title",
                                          "Goal-set",  "goal-se",    "goal-set.titl",    "member-hear.target"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        expect_material(*state, unknown[i], WIJK_E_UNKNOWN, 0, 0);
}

/* ---- what is refused ---- */

#define AGES(bands) "\"hearing\":{\"ages\":[" bands "]}"
#define ADVICE(items) EXPERTS ",\"advice\":[" items "]"
#define ALONE "\"ways\":[\"alone\"],\"accepts\":true"
#define DUTY(more) "\"duties\":[{\"key\":\"d\",\"en\":\"d\",\"nl\":\"d\"" more "}]"
#define MATERIAL(changes) "\"plan\":{\"activation\":{\"fact\":\"goals-set\"},\"material\":" changes "}"

static const struct refusal refusals[] = {
    {"\"hearing\":[]", WIJK_E_TYPE, "/hearing"},
    {"\"hearing\":{}", WIJK_E_MISSING, "/hearing/ages"},
    {"\"hearing\":{\"ages\":{}}", WIJK_E_TYPE, "/hearing/ages"},
    {"\"hearing\":{\"ages\":[],\"age\":1}", WIJK_E_UNKNOWN, "/hearing/age"},
    {AGES(""), WIJK_E_RANGE, "/hearing/ages"},
    {AGES("0"), WIJK_E_TYPE, "/hearing/ages/0"},
    {AGES("{\"from\":0,\"accepts\":true}"), WIJK_E_MISSING, "/hearing/ages/0/ways"},
    {AGES("{\"from\":0,\"ways\":[\"alone\"]}"), WIJK_E_MISSING, "/hearing/ages/0/accepts"},
    {AGES("{" ALONE "}"), WIJK_E_MISSING, "/hearing/ages/0/from"},
    {AGES("{\"from\":\"0\"," ALONE "}"), WIJK_E_TYPE, "/hearing/ages/0/from"},
    {AGES("{\"from\":0,\"until\":3," ALONE "}"), WIJK_E_UNKNOWN, "/hearing/ages/0/until"},
    {AGES("{\"from\":1," ALONE "}"), WIJK_E_RANGE, "/hearing/ages/0/from"},
    {AGES("{\"from\":0," ALONE "},{\"from\":0," ALONE "}"), WIJK_E_DUPLICATE, "/hearing/ages/1/from"},
    {AGES("{\"from\":0," ALONE "},{\"from\":9," ALONE "},{\"from\":9," ALONE "}"), WIJK_E_DUPLICATE,
     "/hearing/ages/2/from"},
    {AGES("{\"from\":0," ALONE "},{\"from\":9," ALONE "},{\"from\":8," ALONE "}"), WIJK_E_RANGE,
     "/hearing/ages/2/from"},
    {AGES("{\"from\":0,\"ways\":[],\"accepts\":true}"), WIJK_E_RANGE, "/hearing/ages/0/ways"},
    {AGES("{\"from\":0,\"ways\":[1],\"accepts\":true}"), WIJK_E_TYPE, "/hearing/ages/0/ways/0"},
    {AGES("{\"from\":0,\"ways\":\"alone\",\"accepts\":true}"), WIJK_E_TYPE, "/hearing/ages/0/ways"},
    {AGES("{\"from\":0,\"ways\":[\"alone\",\"by-letter\"],\"accepts\":true}"), WIJK_E_CODE,
     "/hearing/ages/0/ways/1"},
    {AGES("{\"from\":0,\"ways\":[\"alone\",\"with-other\",\"alone\"],\"accepts\":true}"), WIJK_E_DUPLICATE,
     "/hearing/ages/0/ways/2"},
    {AGES("{\"from\":0,\"ways\":[\"alone\"],\"accepts\":1}"), WIJK_E_TYPE, "/hearing/ages/0/accepts"},
    {AGES("{\"from\":0," ALONE ",\"consulted\":\"yes\"}"), WIJK_E_TYPE, "/hearing/ages/0/consulted"},
    {ADVICE("{\"problem\":\"p\"}"), WIJK_E_MISSING, "/advice/0/expertise"},
    {ADVICE("{\"expertise\":\"e\"}"), WIJK_E_MISSING, "/advice/0/problem"},
    {ADVICE("1"), WIJK_E_TYPE, "/advice/0"},
    {ADVICE("{\"problem\":1,\"expertise\":\"e\"}"), WIJK_E_TYPE, "/advice/0/problem"},
    {ADVICE("{\"problem\":\"e\",\"expertise\":\"e\"}"), WIJK_E_REFERENCE, "/advice/0/problem"},
    {ADVICE("{\"problem\":\"p\",\"expertise\":\"p\"}"), WIJK_E_REFERENCE, "/advice/0/expertise"},
    {ADVICE("{\"problem\":\"p\",\"expertise\":\"e\",\"severity\":\"refuse\"}"), WIJK_E_CODE, "/advice/0/severity"},
    {ADVICE("{\"problem\":\"p\",\"expertise\":\"e\",\"since\":1}"), WIJK_E_UNKNOWN, "/advice/0/since"},
    {ADVICE("{\"problem\":\"p\",\"expertise\":\"e\"},{\"problem\":\"p\",\"expertise\":\"f\"},"
            "{\"problem\":\"p\",\"expertise\":\"e\",\"severity\":\"mild\"}"), WIJK_E_DUPLICATE, "/advice/2"},
    {"\"advice\":{}", WIJK_E_TYPE, "/advice"},
    {"\"advice\":[{\"problem\":\"p\",\"expertise\":\"e\"}]," EXPERTS, WIJK_OK, ""}, /* the lists are read first */
    {"\"exits\":[{\"key\":\"x\",\"en\":\"x\",\"nl\":\"x\",\"ending\":\"well\"}]", WIJK_E_CODE, "/exits/0/ending"},
    {"\"exits\":[{\"key\":\"x\",\"en\":\"x\",\"nl\":\"x\",\"class\":\"team\"}]", WIJK_E_UNKNOWN, "/exits/0/class"},
    {"\"signals\":[{\"key\":\"x\",\"en\":\"x\",\"nl\":\"x\",\"ending\":\"by-client\"}]", WIJK_E_UNKNOWN,
     "/signals/0/ending"},
    {"\"terms\":{\"overrides\":{\"count\":1,\"unit\":\"days\"}}", WIJK_E_UNKNOWN, "/terms/overrides"},
    {"\"duties\":{}", WIJK_E_TYPE, "/duties"},
    {"\"duties\":[1]", WIJK_E_TYPE, "/duties/0"},
    {DUTY(""), WIJK_E_MISSING, "/duties/0/within"},
    {DUTY(",\"within\":5"), WIJK_E_TYPE, "/duties/0/within"},
    {DUTY(",\"within\":{\"count\":0,\"unit\":\"days\"}"), WIJK_E_RANGE, "/duties/0/within/count"},
    {DUTY("," DAY ",\"again\":1"), WIJK_E_TYPE, "/duties/0/again"},
    {DUTY("," DAY ",\"act\":\"phone\""), WIJK_E_UNKNOWN, "/duties/0/act"},
    {DUTY("," DAY ",\"act\":3"), WIJK_E_TYPE, "/duties/0/act"},
    {DUTY("," DAY ",\"role\":\"a\""), WIJK_E_UNKNOWN, "/duties/0/role"},
    {"\"duties\":[{\"key\":\"d\",\"en\":\"d\",\"nl\":\"d\"," DAY "},{\"key\":\"d\",\"en\":\"e\",\"nl\":\"e\"," DAY
     "}]", WIJK_E_DUPLICATE, "/duties/1/key"},
    {"\"duties\":[{\"en\":\"d\",\"nl\":\"d\"," DAY "}]", WIJK_E_MISSING, "/duties/0/key"},
    {"\"duties\":[{\"key\":\"d\",\"nl\":\"d\"," DAY "}]", WIJK_E_MISSING, "/duties/0/en"},
    {"\"duties\":[{\"key\":\"d\",\"en\":\"d\"," DAY "}]", WIJK_E_MISSING, "/duties/0/nl"},
    {"\"duties\":[{\"key\":\"D\",\"en\":\"d\",\"nl\":\"d\"," DAY "}]", WIJK_E_KEY, "/duties/0/key"},
    {"\"separation\":{}", WIJK_E_TYPE, "/separation"},
    {ROLES ",\"separation\":[\"a\"]", WIJK_E_TYPE, "/separation/0"},
    {ROLES ",\"separation\":[[\"a\"]]", WIJK_E_RANGE, "/separation/0"},
    {ROLES ",\"separation\":[[\"a\",\"b\",\"c\"]]", WIJK_E_RANGE, "/separation/0"},
    {ROLES ",\"separation\":[[]]", WIJK_E_RANGE, "/separation/0"},
    {ROLES ",\"separation\":[[\"a\",1]]", WIJK_E_TYPE, "/separation/0/1"},
    {ROLES ",\"separation\":[[\"a\",\"b\"],[\"d\",\"a\"]]", WIJK_E_REFERENCE, "/separation/1/0"},
    {"\"separation\":[[\"a\",\"b\"]]", WIJK_E_REFERENCE, "/separation/0/0"},
    {ROLES ",\"separation\":[[\"a\",\"a\"]]", WIJK_E_DUPLICATE, "/separation/0"},
    {ROLES ",\"separation\":[[\"a\",\"b\"],[\"a\",\"c\"],[\"a\",\"b\"]]", WIJK_E_DUPLICATE, "/separation/2"},
    {ROLES ",\"separation\":[[\"a\",\"b\"],[\"b\",\"a\"]]", WIJK_E_DUPLICATE, "/separation/1"},
    {MATERIAL("{}"), WIJK_E_TYPE, "/plan/material"},
    {MATERIAL("[1]"), WIJK_E_TYPE, "/plan/material/0"},
    {MATERIAL("[\"goal-set\",\"goal-end\",\"goal-set\"]"), WIJK_E_DUPLICATE, "/plan/material/2"},
    {MATERIAL("[\"goal-set\",\"goal-set.title\"]"), WIJK_E_DUPLICATE, "/plan/material/1"},
    {MATERIAL("[\"goal-set.title\",\"goal-set.due\",\"goal-set\"]"), WIJK_E_DUPLICATE, "/plan/material/2"},
    {MATERIAL("[\"goal-set.title\",\"goal-set.title\"]"), WIJK_E_DUPLICATE, "/plan/material/1"},
    {"\"provisions\":[{\"key\":\"p\",\"en\":\"p\",\"nl\":\"p\",\"class\":\"heavy\"}]", WIJK_E_CODE,
     "/provisions/0/class"},
    {"\"provisions\":[{\"key\":\"p\",\"en\":\"p\",\"nl\":\"p\",\"class\":1}]", WIJK_E_TYPE, "/provisions/0/class"},
    {"\"provisions\":[{\"key\":\"p\",\"en\":\"p\",\"nl\":\"p\"},{\"key\":\"p\",\"en\":\"p\",\"nl\":\"p\"}]",
     WIJK_E_DUPLICATE, "/provisions/1/key"},
    {"\"roles\":[{\"key\":\"p\",\"en\":\"p\",\"nl\":\"p\",\"class\":\"team\"}]", WIJK_E_UNKNOWN, "/roles/0/class"},
};

static void refused(void **state) { expect_refusals(*state, refusals, sizeof refusals / sizeof *refusals); }

/* ---- limits ---- */

static void ages_in_range(void **state) {
    static const int64_t values[] = {INT64_MIN, -1, 1, 2, 119, 120, 121, INT64_C(4294967297), INT64_MAX};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        bool good = values[i] >= 1 && values[i] <= WIJK__AGE_MOST;
        struct grown pack = pack_begin();
        grow(&pack, ",\"hearing\":{\"ages\":[{\"from\":0," ALONE "},{\"from\":%lld," ALONE "}]}",
             (long long)values[i]);
        expect(*state, pack, good ? WIJK_OK : WIJK_E_RANGE, good ? "" : "/hearing/ages/1/from");
    }
    for (int count = WIJK__AGE_MOST; count <= WIJK__AGE_MOST + 2; count++) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"hearing\":{\"ages\":[");
        for (int i = 0; i < count; i++)
            grow(&pack, "%s{\"from\":%d," ALONE "}", i ? "," : "", i);
        grow(&pack, "]}");
        bool good = count <= WIJK__AGE_MOST + 1;
        expect(*state, pack, good ? WIJK_OK : WIJK_E_LIMIT, good ? "" : "/hearing/ages");
    }
}

static void limit_of_duties(void **state) {
    for (unsigned more = 0; more < 3; more++) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"duties\":[");
        for (unsigned i = 0; i < WIJK__DUTIES_MOST - 1 + more; i++)
            grow(&pack, "%s{\"key\":\"d%u\",\"en\":\"d\",\"nl\":\"d\"," DAY "}", i ? "," : "", i);
        grow(&pack, "]");
        expect(*state, pack, more < 2 ? WIJK_OK : WIJK_E_LIMIT, more < 2 ? "" : "/duties");
    }
}

/* All pairs of 101 problems and 100 kinds of expertise are 10,100. */
static void limit_of_demands(void **state) {
    for (unsigned count = WIJK__ENTRIES_MOST - 1; count <= WIJK__ENTRIES_MOST + 1; count++) {
        struct grown pack = pack_begin();
        for (unsigned list = 0; list < 2; list++) {
            grow(&pack, ",\"%s\":[", list ? "expertise" : "problems");
            for (unsigned i = 0; i < 101; i++)
                grow(&pack, "%s{\"key\":\"k%u\",\"en\":\"k\",\"nl\":\"k\"}", i ? "," : "", i);
            grow(&pack, "]");
        }
        grow(&pack, ",\"advice\":[");
        for (unsigned i = 0; i < count; i++)
            grow(&pack, "%s{\"problem\":\"k%u\",\"expertise\":\"k%u\"}", i ? "," : "", i / 100, i % 100);
        grow(&pack, "]");
        bool good = count <= WIJK__ENTRIES_MOST;
        expect(*state, pack, good ? WIJK_OK : WIJK_E_LIMIT, good ? "" : "/advice");
    }
}

/* All pairs of 46 roles are 1,035. */
static void limit_of_pairs(void **state) {
    for (unsigned more = 0; more < 3; more++) {
        unsigned left = WIJK__PAIRS_MOST - 1 + more;
        struct grown pack = pack_begin();
        grow(&pack, ",\"roles\":[{\"key\":\"r0\",\"en\":\"r\",\"nl\":\"r\"}");
        for (unsigned i = 1; i < 46; i++)
            grow(&pack, ",{\"key\":\"r%u\",\"en\":\"r\",\"nl\":\"r\"}", i);
        grow(&pack, "],\"separation\":[");
        for (unsigned i = 1; i < 46; i++)
            for (unsigned j = 0; j < i && left > 0; j++, left--)
                grow(&pack, "%s[\"r%u\",\"r%u\"]", i > 1 ? "," : "", i, j);
        grow(&pack, "]");
        expect(*state, pack, more < 2 ? WIJK_OK : WIJK_E_LIMIT, more < 2 ? "" : "/separation");
    }
}

/* ---- memory ---- */

/* A policy takes its memory in blocks; text of growing length before the rules lets each of them in turn be the one
 * that needs a block. */
static void every_failure_of_memory(void **state) {
    (void)state;
    for (int length = 0; length < 4200; length += 16) {
        struct grown pack = pack_begin();
        grow(&pack, ",\"domains\":[{\"key\":\"d\",\"en\":\"d%0*d\",\"nl\":\"d\"}]", length, 0);
        grow(&pack, "," ROLES "," PROVISIONS "," AGES("{\"from\":0," ALONE "}") "," DUTY("," DAY)
                    ",\"separation\":[[\"a\",\"b\"]],"
                    ADVICE("{\"problem\":\"p\",\"expertise\":\"e\"}") "," MATERIAL("[\"goal-set\"]") "}");
        assert_true(fail_alloc_sweep(load_once, pack.data, 1000) > 5);
        free(pack.data);
    }
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(nothing_said),
        CASE(terms),
        CASE(ways_and_classes),
        CASE(consulted),
        CASE(endings),
        CASE(demands),
        CASE(separation),
        CASE(material),
        CASE(refused),
        CASE(ages_in_range),
        CASE(limit_of_duties),
        CASE(limit_of_demands),
        CASE(limit_of_pairs),
        CASE(every_failure_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void) { return 77; } /* nothing can be read without JSON; test_policy looks at that */

#endif
