/* Who may and must do what, as a rule pack says it: ages, duties, roles that are kept apart, mandates, what changes a
 * plan materially, classes of provisions; what is compiled of it, what is refused, and every limit. */
#include "policy_support.h"

#if WIJK_HAVE_JSON

#define ROLES "\"roles\":[{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\"},{\"key\":\"b\",\"en\":\"b\",\"nl\":\"b\"}," \
              "{\"key\":\"c\",\"en\":\"c\",\"nl\":\"c\"}]"
#define PROVISIONS "\"provisions\":[{\"key\":\"p\",\"class\":\"informal\",\"en\":\"p\",\"nl\":\"p\"}," \
                   "{\"key\":\"q\",\"en\":\"q\",\"nl\":\"q\"}]"
#define SOMEBODY "a0000000-0000-4000-8000-000000000001"

static struct wijk__text text(const char *data) { return (struct wijk__text){data, strlen(data)}; }

static bool is_text(struct wijk__text got, const char *wanted) {
    return wanted ? got.data && wijk__text_equal(got.data, got.length, wanted, strlen(wanted)) : !got.data;
}

static wijk_policy *load_default(struct room *room) {
    wijk_policy *policy;
    assert_int_equal(wijk_policy_load_default(room->context, &policy, room->error), WIJK_OK);
    return policy;
}

static wijk_date day(const char *written) {
    wijk_date date;
    assert_int_equal(wijk_date_parse(written, strlen(written), &date, NULL), WIJK_OK);
    return date;
}

/* ---- what the built-in pack says, and one that says nothing ---- */

static void default_ages_and_classes(void **state) {
    wijk_policy *policy = load_default(*state);
    static const struct wijk__age_band wanted[] = {{0, 30, false}, {12, 14, true}, {16, 30, true}};
    uint32_t count;
    const struct wijk__age_band *ages = wijk__policy_ages(policy, &count);
    assert_int_equal(count, 3);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(ages[i].from, wanted[i].from);
        assert_int_equal(ages[i].ways, wanted[i].ways);
        assert_int_equal(ages[i].accepts, wanted[i].accepts);
    }
    static const char *const classes[] = {"", "informal.", "general.", "team.", "individual.", "compulsory."};
    for (uint32_t i = 0; i < wijk__policy_count(policy, WIJK_LIST_PROVISIONS); i++) {
        struct wijk__text key = wijk__policy_key(policy, WIJK_LIST_PROVISIONS, i);
        int32_t class = wijk__policy_class(policy, key);
        assert_true(class >= 1 && class <= 5);
        assert_memory_equal(key.data, classes[class], strlen(classes[class]));
    }
    wijk_policy_unref(policy);
}

static void default_duties(void **state) {
    wijk_policy *policy = load_default(*state);
    static const struct {
        const char *key;
        struct wijk__duty duty;
    } wanted[] = {
        {"first-contact", {.within = {5, WIJK_TERM_WORKING_DAYS, false}, .act = WIJK_ACT_MEMBER_HEAR}},
        {"goals-in-sight", {.within = {13, WIJK_TERM_WEEKS, false}, .again = true, .act = WIJK_ACT_GOAL_REVIEW}},
        {"partners-informed", {.within = {10, WIJK_TERM_WORKING_DAYS, false}}},
    };
    uint32_t count;
    const struct wijk__duty *duties = wijk__policy_duties(policy, &count);
    assert_int_equal(count, 3);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(is_text(duties[i].key, wanted[i].key));
        assert_int_equal(duties[i].within.count, wanted[i].duty.within.count);
        assert_int_equal(duties[i].within.unit, wanted[i].duty.within.unit);
        assert_int_equal(duties[i].again, wanted[i].duty.again);
        assert_int_equal(duties[i].act, wanted[i].duty.act);
    }
    wijk_policy_unref(policy);
}

static void default_rules_of_acts(void **state) {
    wijk_policy *policy = load_default(*state);
    static const char *const apart[] = {"coordinator", "client-supporter", "provider"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(wijk__policy_separates(policy, text("needs-assessor"), text(apart[i])));
        assert_true(wijk__policy_separates(policy, text(apart[i]), text("needs-assessor")));
        assert_false(wijk__policy_separates(policy, text(apart[i]), text(apart[(i + 1) % 3])));
    }
    for (wijk_act_type act = -1; act <= wijk__act_last + 1; act++) {
        uint32_t count = 7;
        wijk__policy_mandates(policy, act, &count);
        assert_int_equal(count, 0);
        uint32_t wanted = act == WIJK_ACT_GOAL_SET || act == WIJK_ACT_GOAL_END || act == WIJK_ACT_ACTION_PLAN ||
                          act == WIJK_ACT_ACTION_START ? UINT32_MAX : 0;
        if (act == WIJK_ACT_GOAL_REVISE)
            wanted = 1U << 2 | 1U << 4 | 1U << 5; /* fields 3, 5 and 6 */
        assert_int_equal(wijk__policy_material(policy, act), wanted);
    }
    wijk_policy_unref(policy);
}

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

static void terms(void **state) {
    static const char *const names[] = {"request", "step",   "bridge", "offer", "hearing",
                                        "acceptance", "review", "goal",   "retell"};
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

/* Those of an act stand together in the order of the pack, whatever stood between them. */
static void mandates(void **state) {
    wijk_policy *policy = load_members(*state, ROLES "," PROVISIONS ",\"mandates\":["
        "{\"act\":\"action-start\",\"role\":\"b\",\"up_to\":50000,\"provision\":\"q\"},"
        "{\"act\":\"dossier-close\",\"role\":\"c\"},"
        "{\"act\":\"action-start\",\"professional\":\"" SOMEBODY "\",\"from\":\"2026-01-01\","
        " \"until\":\"2026-01-02\",\"up_to\":0},"
        "{\"act\":\"action-depend\",\"role\":\"a\",\"until\":\"2027-01-01\"},"
        "{\"act\":\"dossier-close\",\"role\":\"a\",\"from\":\"2026-01-01\"},"
        "{\"act\":\"action-start\",\"role\":\"a\",\"up_to\":100000000000}]");
    static const struct {
        wijk_act_type act;
        const char *role, *provision, *from, *until;
        bool somebody;
        int64_t up_to;
    } wanted[] = {
        {WIJK_ACT_DOSSIER_CLOSE, "c", NULL, NULL, NULL, false, -1},
        {WIJK_ACT_DOSSIER_CLOSE, "a", NULL, "2026-01-01", NULL, false, -1},
        {WIJK_ACT_ACTION_START, "b", "q", NULL, NULL, false, 50000},
        {WIJK_ACT_ACTION_START, NULL, NULL, "2026-01-01", "2026-01-02", true, 0},
        {WIJK_ACT_ACTION_START, "a", NULL, NULL, NULL, false, INT64_C(100000000000)},
        {WIJK_ACT_ACTION_DEPEND, "a", NULL, NULL, "2027-01-01", false, -1},
    };
    uint32_t seen = 0;
    wijk_id somebody;
    assert_int_equal(wijk_id_parse(SOMEBODY, WIJK_NUL_TERMINATED, &somebody, NULL), WIJK_OK);
    for (wijk_act_type act = -1; act <= wijk__act_last + 1; act++) {
        uint32_t count;
        const struct wijk__mandate *mandate = wijk__policy_mandates(policy, act, &count);
        assert_int_equal(count, act == WIJK_ACT_DOSSIER_CLOSE ? 2 : act == WIJK_ACT_ACTION_START ? 3 :
                                act == WIJK_ACT_ACTION_DEPEND ? 1 : 0);
        for (uint32_t i = 0; i < count; i++, mandate++, seen++) {
            assert_int_equal(mandate->act, act);
            assert_int_equal(mandate->act, wanted[seen].act);
            assert_true(is_text(mandate->role, wanted[seen].role));
            assert_true(is_text(mandate->provision, wanted[seen].provision));
            assert_int_equal(wijk__id_is_none(&mandate->professional), !wanted[seen].somebody);
            assert_true(!wanted[seen].somebody || wijk__id_equal(&mandate->professional, &somebody));
            assert_true(mandate->up_to == wanted[seen].up_to);
            assert_int_equal(mandate->from, wanted[seen].from ? day(wanted[seen].from) : WIJK_DATE_NONE);
            assert_int_equal(mandate->until, wanted[seen].until ? day(wanted[seen].until) : WIJK_DATE_NONE);
        }
    }
    assert_int_equal(seen, 6);
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

/* ---- every act, as a duty and under a mandate ---- */

static void acts(void **state) {
    unsigned amounts = 0, provisions = 0;
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
        for (int j = 0; j < 2; j++) { /* a limit that the act cannot be held to is refused */
            pack = pack_begin();
            grow(&pack, "," ROLES "," PROVISIONS ",\"mandates\":[{\"act\":\"%s\",\"role\":\"a\",%s}]", name,
                 j ? "\"provision\":\"p\"" : "\"up_to\":1");
            wijk_status status = load(*state, &pack, &policy);
            assert_true(status == WIJK_OK || status == WIJK_E_UNKNOWN);
            *(j ? &provisions : &amounts) += status == WIJK_OK;
            wijk_policy_unref(policy);
        }
    }
    assert_int_equal(amounts, 2);    /* action-start, action-plan */
    assert_int_equal(provisions, 3); /* those, and wait-start */
}

/* ---- what is refused ---- */

#define AGES(bands) "\"hearing\":{\"ages\":[" bands "]}"
#define ALONE "\"ways\":[\"alone\"],\"accepts\":true"
#define DUTY(more) "\"duties\":[{\"key\":\"d\",\"en\":\"d\",\"nl\":\"d\"" more "}]"
#define DAY "\"within\":{\"count\":1,\"unit\":\"days\"}"
#define MANDATE(members) ROLES "," PROVISIONS ",\"mandates\":[{" members "}]"
#define START "\"act\":\"action-start\",\"role\":\"a\""
#define MATERIAL(changes) "\"plan\":{\"activation\":{\"fact\":\"goals-set\"},\"material\":" changes "}"

static const struct {
    const char *members;
    wijk_status status;
    const char *pointer;
} refusals[] = {
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
    /* what a mandate or a pair names may stand after it, because lists are read first */
    {"\"mandates\":[{\"act\":\"wait-start\",\"role\":\"a\",\"provision\":\"q\"}],\"separation\":[[\"a\",\"b\"]],"
     PROVISIONS "," ROLES, WIJK_OK, ""},
    {MANDATE(START ",\"professional\":\"" SOMEBODY "\",\"from\":\"2026-01-01\",\"until\":\"2026-01-02\""), WIJK_OK,
     ""},
};

static void refused(void **state) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct grown pack = pack_begin();
        grow(&pack, ",%s", refusals[i].members);
        expect(*state, pack, refusals[i].status, refusals[i].pointer);
    }
}

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

static void limits_of_lists(void **state) {
    for (unsigned more = 0; more < 3; more++) {
        bool good = more < 2;
        struct grown pack = pack_begin();
        grow(&pack, ",\"duties\":[");
        for (unsigned i = 0; i < WIJK__DUTIES_MOST - 1 + more; i++)
            grow(&pack, "%s{\"key\":\"d%u\",\"en\":\"d\",\"nl\":\"d\"," DAY "}", i ? "," : "", i);
        grow(&pack, "]");
        expect(*state, pack, good ? WIJK_OK : WIJK_E_LIMIT, good ? "" : "/duties");
        pack = pack_begin();
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
                    ",\"separation\":[[\"a\",\"b\"]],\"mandates\":[{" START ",\"provision\":\"p\"}],"
                    MATERIAL("[\"goal-set\"]") "}");
        assert_true(fail_alloc_sweep(load_once, pack.data, 1000) > 5);
        free(pack.data);
    }
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(default_ages_and_classes),
        CASE(default_duties),
        CASE(default_rules_of_acts),
        CASE(nothing_said),
        CASE(terms),
        CASE(ways_and_classes),
        CASE(separation),
        CASE(mandates),
        CASE(material),
        CASE(acts),
        CASE(refused),
        CASE(ages_in_range),
        CASE(amounts_in_range),
        CASE(limits_of_lists),
        CASE(limit_of_pairs),
        CASE(every_failure_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void) { return 77; } /* nothing can be read without JSON; test_policy looks at that */

#endif
