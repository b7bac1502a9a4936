/* What the built-in pack holds. */
#include "policy_support.h"

#define ANY WIJK_NUL_TERMINATED

#if WIJK_HAVE_JSON

static void default_lists(void **state) {
    wijk_policy *policy = load_default(*state);
    static const struct {
        wijk_policy_list list;
        uint32_t count;
        const char *key, *en, *nl;
    } cases[] = {
        {WIJK_LIST_LADDERS, 2, "care", "care", "zorg"},
        {WIJK_LIST_TIERS, 10, "team-plan", "team, with one plan", "wijkteam met één plan"},
        {WIJK_LIST_DOMAINS, 13, "finances", "Finances", "Financiën"},
        {WIJK_LIST_ROLES, 16, "coordinator", "coordinator", "regisseur"},
        {WIJK_LIST_REQUESTS, 18, "school-absence", "absence from school", "schoolverzuim"},
        {WIJK_LIST_PROVISIONS, 28, "general.walk-in", "walk-in centre", "inloop"},
        {WIJK_LIST_SETTINGS, 17, "foster-family", "foster family", "pleeggezin"},
        {WIJK_LIST_EXITS, 10, "goals-reached", "goals reached", "doelen behaald"},
        {WIJK_LIST_DUTIES, 3, "goals-in-sight", "look at the goals", "de doelen bekijken"},
        {WIJK_LIST_PROBLEMS, 11, "care-avoidance", "avoidance of care", "zorgmijding"},
        {WIJK_LIST_SIGNALS, 6, "out-of-sight", "the household is out of sight", "het gezin raakt uit beeld"},
        {WIJK_LIST_EXPERTISE, 7, "law", "law", "recht"},
        {WIJK_LIST_DESTINATIONS, 9, "network", "own network", "eigen netwerk"},
        {WIJK_LIST_INDICATORS, 7, "goals-achieved", "goals that were achieved", "behaalde doelen"},
        {WIJK_LIST_THEMES, 8, "contact", "contact", "contact"},
        {WIJK_LIST_INSTRUMENTS, 8, "zrm-2017", "Self-Sufficiency Matrix 2017", "Zelfredzaamheid-Matrix 2017"},
        {WIJK_LIST_SCALES, 45, "sdq.total", "total difficulties", "totale problemen"},
    };
    assert_int_equal(sizeof cases / sizeof *cases, wijk__policy_list_count);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wijk_policy_list list = cases[i].list;
        assert_int_equal(policy->lists[list].count, cases[i].count);
        assert_string_equal(wijk_policy_term(policy, list, cases[i].key, ANY, WIJK_ENGLISH), cases[i].en);
        assert_string_equal(wijk_policy_term(policy, list, cases[i].key, ANY, WIJK_DUTCH), cases[i].nl);
        assert_true(wijk__policy_has(policy, list, cases[i].key, strlen(cases[i].key)));
        assert_false(wijk__policy_has(policy, list, cases[i].key, strlen(cases[i].key) - 1));
        for (uint32_t j = 0; j < policy->lists[list].count; j++) {
            const struct wijk__entry *entry = &policy->lists[list].entries[j];
            assert_ptr_equal(wijk__list_find(&policy->lists[list], entry->key.data, entry->key.length), entry);
            assert_ptr_equal(wijk__policy_key(policy, list, j).data, entry->key.data);
            assert_int_equal(wijk__policy_key(policy, list, j).length, entry->key.length);
        }
        assert_int_equal(wijk__policy_count(policy, list), cases[i].count);
        assert_null(wijk__policy_key(policy, list, cases[i].count).data);
    }
    wijk_policy_unref(policy);
}

static void default_ladders(void **state) {
    wijk_policy *policy = load_default(*state);
    static const char *const tiers[] = {"universal",   "team-short", "team-plan",
                                        "specialised", "pressured",  "compulsory"};
    const struct wijk__ladder *care = wijk__policy_ladder(policy, "care", 4);
    assert_non_null(care);
    assert_string_equal(care->key.data, "care");
    assert_true(care->decided);
    assert_int_equal(care->tier_count, 6);
    for (int32_t i = 0; i < 6; i++) {
        const struct wijk__tier *tier = wijk__ladder_tier(care, tiers[i], strlen(tiers[i]));
        assert_ptr_equal(tier, &care->tiers[i]);
        assert_int_equal(tier->rank, i + 1);
        assert_int_equal(tier->entry, i < 3);
        if (i > 0) { /* between neighbours both ways */
            const struct wijk__step *up = wijk__ladder_step(care, tier - 1, tier);
            const struct wijk__step *down = wijk__ladder_step(care, tier, tier - 1);
            assert_ptr_equal(&care->tiers[up->from], tier - 1);
            assert_ptr_equal(&care->tiers[up->to], tier);
            assert_ptr_equal(&care->tiers[down->from], tier);
            assert_true(up->when.count > 0 && down->when.count > 0);
        }
        assert_null(wijk__ladder_step(care, tier, tier));
    }
    assert_non_null(wijk__ladder_step(care, &care->tiers[1], &care->tiers[3]));
    assert_null(wijk__ladder_step(care, &care->tiers[0], &care->tiers[5]));
    assert_null(wijk__ladder_step(care, NULL, &care->tiers[0]));
    assert_null(wijk__ladder_tier(care, "ave-1", 5));
    assert_null(wijk__ladder_tier(NULL, "ave-1", 5));
    assert_null(wijk__policy_ladder(policy, "universal", 9));
    const struct wijk__ladder *ave = wijk__policy_ladder(policy, "ave-and-more", 3);
    assert_int_equal(ave->tier_count, 4);
    assert_true(ave->decided);
    wijk_policy_unref(policy);
}

static void default_rules(void **state) {
    wijk_policy *policy = load_default(*state);
    static const struct wijk__term terms[WIJK__TERM_COUNT] = {
        [WIJK__TERM_REQUEST] = {6, WIJK_TERM_WEEKS, true},
        [WIJK__TERM_STEP] = {2, WIJK_TERM_WEEKS, true},
        [WIJK__TERM_BRIDGE] = {2, WIJK_TERM_WEEKS, true},
        [WIJK__TERM_OFFER] = {5, WIJK_TERM_WORKING_DAYS, false},
        [WIJK__TERM_HEARING] = {4, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_ACCEPTANCE] = {2, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_REVIEW] = {26, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_GOAL] = {13, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_RETELL] = {52, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_ENTRY] = {4, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_OVERRIDE] = {5, WIJK_TERM_WORKING_DAYS, false},
        [WIJK__TERM_WAIT] = {14, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_SAFETY] = {4, WIJK_TERM_WEEKS, false},
        [WIJK__TERM_CONSULT] = {10, WIJK_TERM_WORKING_DAYS, false},
        [WIJK__TERM_SIGNAL] = {2, WIJK_TERM_WEEKS, true},
        [WIJK__TERM_REFERRAL] = {4, WIJK_TERM_WEEKS, true},
    };
    for (enum wijk__term_name name = WIJK__TERM_REQUEST; name < WIJK__TERM_COUNT; name++) {
        struct wijk__term term = wijk__policy_deadline(policy, name);
        assert_int_equal(term.count, terms[name].count);
        assert_int_equal(term.unit, terms[name].unit);
        assert_int_equal(term.extend, terms[name].extend);
    }
    assert_int_equal(wijk__policy_calendar(policy), WIJK_CALENDAR_LIBERATION_LUSTRUM);
    static const wijk_fact asked[] = {WIJK_FACT_MEMBERS_HEARD,    WIJK_FACT_ANALYSIS_CONCLUDED, WIJK_FACT_GOALS_SET,
                                      WIJK_FACT_GOALS_MEASURABLE, WIJK_FACT_PLAN_ACCEPTED,
                                      WIJK_FACT_COORDINATOR_PRESENT, WIJK_FACT_PROBLEMS_COVERED};
    struct wijk__conditions activation = wijk__policy_activation(policy);
    assert_int_equal(activation.count, 8);
    assert_int_equal(activation.list[0].kind, WIJK__ALL);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(activation.list[i + 1].fact, asked[i]);
    for (uint32_t i = 0; i < wijk__finding_count; i++)
        assert_int_equal(wijk_policy_severity(policy, wijk__finding_list[i].words.number),
                         wijk__finding_list[i].severity);
    wijk_policy_unref(policy);
}

static void default_ages_and_classes(void **state) {
    wijk_policy *policy = load_default(*state);
    static const struct wijk__age_band wanted[] = {{0, 30, false, false}, {12, 14, true, true}, {16, 30, true, true}};
    uint32_t count;
    const struct wijk__age_band *ages = wijk__policy_ages(policy, &count);
    assert_int_equal(count, 3);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(ages[i].from, wanted[i].from);
        assert_int_equal(ages[i].ways, wanted[i].ways);
        assert_int_equal(ages[i].accepts, wanted[i].accepts);
        assert_int_equal(ages[i].consulted, wanted[i].consulted);
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

/* Who carries what in each tier, and on which steps the coordination passes on. */
static void default_responsibilities(void **state) {
    wijk_policy *policy = load_default(*state);
    static const struct {
        const char *ladder, *tier, *roles[WIJK__RESPONSIBILITIES];
    } wanted[] = {
        {"care", "universal", {NULL, NULL, NULL, NULL}},
        {"care", "team-short", {"team-worker", NULL, "team-leader", "alderman"}},
        {"care", "team-plan", {"coordinator", NULL, "team-leader", "alderman"}},
        {"care", "specialised", {"coordinator", NULL, "provider", "alderman"}},
        {"care", "pressured", {"coordinator", "process-coordinator", "provider", "alderman"}},
        {"care", "compulsory", {"certified-institution", "process-coordinator", "certified-institution", "alderman"}},
        {"ave", "ave-1", {NULL, NULL, NULL, NULL}},
        {"ave", "ave-2", {"coordinator", NULL, "team-leader", "alderman"}},
        {"ave", "ave-3", {"coordinator", "process-coordinator", "manager", "alderman"}},
        {"ave", "ave-4", {"coordinator", "process-coordinator", "manager", "mayor"}},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const struct wijk__ladder *ladder = wijk__policy_ladder(policy, wanted[i].ladder, strlen(wanted[i].ladder));
        const struct wijk__tier *tier = wijk__ladder_tier(ladder, wanted[i].tier, strlen(wanted[i].tier));
        for (size_t j = 0; j < WIJK__RESPONSIBILITIES; j++)
            assert_true(is_text(tier->responsible[j], wanted[i].roles[j]));
        bool short_stay = strcmp(wanted[i].tier, "team-short") == 0;
        assert_int_equal(tier->intended.count, short_stay ? 26 : 0);
    }
    uint32_t count, passes = 0;
    const struct wijk__ladder *ladders = wijk__policy_ladders(policy, &count);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(ladders[i].emergencies);
        assert_true(ladders[i].suggestion_count >= 2);
        for (uint32_t j = 0; j < ladders[i].step_count; j++)
            passes += ladders[i].steps[j].passes;
    }
    assert_int_equal(passes, 2); /* into the compulsory framework, and out of it */
    wijk_policy_unref(policy);
}

/* A suggestion of the built-in pack is between tiers that a step joins, and its emergencies ask that somebody was found
 * acutely unsafe within a week. */
static void default_suggestions(void **state) {
    wijk_policy *policy = load_default(*state);
    uint32_t count;
    const struct wijk__ladder *ladders = wijk__policy_ladders(policy, &count);
    for (uint32_t i = 0; i < count; i++) {
        const struct wijk__ladder *ladder = &ladders[i];
        for (uint32_t j = 0; j < ladder->suggestion_count; j++) {
            const struct wijk__suggestion *one = &ladder->suggestions[j];
            assert_true(one->when.count > 0);
            assert_non_null(wijk__ladder_step(ladder, &ladder->tiers[one->from], &ladder->tiers[one->to]));
        }
        assert_int_equal(ladder->emergency.count, 1);
        assert_int_equal(ladder->emergency.list[0].fact, WIJK_FACT_ACUTELY_UNSAFE);
        assert_int_equal(ladder->emergency.list[0].within_days, 7);
    }
    const struct wijk__demand *demands = wijk__policy_demands(policy, &count);
    assert_int_equal(count, 4);
    assert_true(is_text(demands[0].problem, "domestic-violence"));
    assert_int_equal(demands[0].severity, 0);
    assert_int_equal(demands[1].severity, WIJK_PROBLEM_SEVERITY_SERIOUS);
    assert_int_equal(wijk__policy_ending(policy, text("client-stopped")), WIJK_ENDING_BY_CLIENT);
    assert_int_equal(wijk__policy_ending(policy, text("other")), 0);
    wijk_policy_unref(policy);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(default_lists),
        CASE(default_ladders),
        CASE(default_rules),
        CASE(default_ages_and_classes),
        CASE(default_duties),
        CASE(default_rules_of_acts),
        CASE(default_responsibilities),
        CASE(default_suggestions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void) { return 77; } /* nothing can be read without JSON; test_policy looks at that */

#endif
