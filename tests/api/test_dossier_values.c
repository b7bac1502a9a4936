/* Values that no library makes, in frames that hold together. What is no value of its type (yes/no that is neither, a
 * code below one, a day out of time) is no frame; the rest (codes that no list has, days at the ends of time, keys that
 * no policy has) is kept as it is, nobody is harmed by it, and what cannot be judged is judged the careful way. */
#include "frames_by_hand.h"

enum { OPENED = 1000, ANNA_JOINS, BRAM_JOINS, FIRST };

/* ---- acts with such values ---- */

static void begin(struct frames *frames, uint32_t type, uint32_t number) {
    begin_act(frames, type, number, DAY + 1, NOON(DAY + 1));
}

static void hear(struct frames *frames, uint32_t number, uint32_t person, int64_t how) {
    begin(frames, WIJK_ACT_MEMBER_HEAR, number);
    field_id(frames, WIJK_MEMBER_HEAR_PERSON, person);
    field_number(frames, WIJK_MEMBER_HEAR_HOW, how);
    end_act(frames);
}

static void heard_in_no_way(struct frames *frames) {
    hear(frames, FIRST, ANNA, 33);
    hear(frames, FIRST + 1, BRAM, 64);
}

static void heard_in_huge_ways(struct frames *frames) {
    hear(frames, FIRST, ANNA, INT32_MAX);
    hear(frames, FIRST + 1, BRAM, (1 << 30) + 1);
}

static void weigh(struct frames *frames, uint32_t number, int64_t suspicion, int64_t unsafety, int64_t again) {
    begin(frames, WIJK_ACT_SAFETY_WEIGH, number);
    field_number(frames, WIJK_SAFETY_WEIGH_SUSPICION, suspicion);
    field_number(frames, WIJK_SAFETY_WEIGH_UNSAFETY, unsafety);
    field_number(frames, WIJK_SAFETY_WEIGH_AGAIN, again);
    end_act(frames);
}

static void weighed_strangely(struct frames *frames) {
    weigh(frames, FIRST, 1, 99, WIJK_DATE_MAX);
    weigh(frames, FIRST + 1, 1, INT32_MAX, WIJK_DATE_MIN);
    begin(frames, WIJK_ACT_SAFETY_REPORT, FIRST + 2);
    field_id(frames, WIJK_SAFETY_REPORT_SAFETY, FIRST + 1);
    end_act(frames);
}

static void weighed_out_of_order(struct frames *frames) {
    begin(frames, WIJK_ACT_SAFETY_WEIGH, FIRST);
    field_number(frames, WIJK_SAFETY_WEIGH_SUSPICION, 1);
    field_number(frames, WIJK_SAFETY_WEIGH_UNSAFETY, INT32_MAX);
    field_number(frames, WIJK_SAFETY_WEIGH_HELP_ACCEPTED, 1);
    end_act(frames);
}

static void referred_strangely(struct frames *frames) {
    begin(frames, WIJK_ACT_REFERRAL_MAKE, FIRST);
    field_number(frames, WIJK_REFERRAL_MAKE_SOURCE, INT32_MAX);
    field_text(frames, WIJK_REFERRAL_MAKE_PROVISION, "nobody.knows");
    field_text(frames, WIJK_REFERRAL_MAKE_WHY, "x");
    field_number(frames, WIJK_REFERRAL_MAKE_KNOWN, 1);
    field_number(frames, WIJK_REFERRAL_MAKE_ATTEMPTED, 0);
    field_number(frames, WIJK_REFERRAL_MAKE_WORKLOAD, INT64_MAX);
    end_act(frames);
}

static void asked_strangely(struct frames *frames) {
    begin(frames, WIJK_ACT_ANALYSIS_OPEN, FIRST);
    end_act(frames);
    begin(frames, WIJK_ACT_PROBLEM_IDENTIFY, FIRST + 1);
    field_id(frames, WIJK_PROBLEM_IDENTIFY_ANALYSIS, FIRST);
    field_text(frames, WIJK_PROBLEM_IDENTIFY_DOMAIN, "nowhere");
    field_number(frames, WIJK_PROBLEM_IDENTIFY_SEVERITY, INT32_MAX);
    field_text(frames, WIJK_PROBLEM_IDENTIFY_DESCRIPTION, "x");
    field_text(frames, WIJK_PROBLEM_IDENTIFY_KIND, "addiction");
    end_act(frames);
    begin(frames, WIJK_ACT_EXPERT_CONSULT, FIRST + 2);
    field_text(frames, WIJK_EXPERT_CONSULT_EXPERTISE, "astrology");
    field_text(frames, WIJK_EXPERT_CONSULT_QUESTION, "x");
    end_act(frames);
    begin(frames, WIJK_ACT_EXPERT_ANSWER, FIRST + 3);
    field_id(frames, WIJK_EXPERT_ANSWER_CONSULT, FIRST + 2);
    field_text(frames, WIJK_EXPERT_ANSWER_ADVICE, "x");
    field_number(frames, WIJK_EXPERT_ANSWER_BINDING, 1);
    end_act(frames);
}

static void support(struct frames *frames, uint32_t number, int64_t end, int64_t review) {
    begin(frames, WIJK_ACT_SUPPORT_BEGIN, number);
    field_text(frames, WIJK_SUPPORT_BEGIN_NAME, "x");
    field_text(frames, WIJK_SUPPORT_BEGIN_ASSIGNMENT, "x");
    field_number(frames, WIJK_SUPPORT_BEGIN_END, end);
    field_number(frames, WIJK_SUPPORT_BEGIN_REVIEW, review);
    end_act(frames);
}

static void supported_without_end(struct frames *frames) {
    support(frames, FIRST, WIJK_DATE_MAX, WIJK_DATE_MIN);
    support(frames, FIRST + 1, WIJK_DATE_MIN, WIJK_DATE_MAX);
}

static void noticed_strangely(struct frames *frames) {
    begin(frames, WIJK_ACT_SIGNAL_REPORT, FIRST);
    field_text(frames, WIJK_SIGNAL_REPORT_KIND, "nobody-knows");
    end_act(frames);
}

static void waited_strangely(struct frames *frames) {
    begin(frames, WIJK_ACT_WAIT_START, FIRST);
    field_text(frames, WIJK_WAIT_START_PROVISION, "nobody.knows");
    field_number(frames, WIJK_WAIT_START_EXPECTED, WIJK_DATE_MAX);
    field_id(frames, WIJK_WAIT_START_INTERIM, WHO);
    end_act(frames);
    begin(frames, WIJK_ACT_WAIT_BRIDGE, FIRST + 1);
    field_id(frames, WIJK_WAIT_BRIDGE_WAIT, FIRST);
    field_text(frames, WIJK_WAIT_BRIDGE_SUPPORT, "x");
    field_number(frames, WIJK_WAIT_BRIDGE_KIND, INT32_MAX);
    field_number(frames, WIJK_WAIT_BRIDGE_MINUTES, INT64_MAX);
    end_act(frames);
    begin(frames, WIJK_ACT_CASE_PAUSE, FIRST + 2);
    field_text(frames, WIJK_CASE_PAUSE_WHY, "x");
    field_number(frames, WIJK_CASE_PAUSE_EXPECTED, WIJK_DATE_MIN);
    end_act(frames);
}

static void burnt_strangely(struct frames *frames) {
    begin(frames, WIJK_ACT_PILOT_LIGHT_START, FIRST);
    field_number(frames, WIJK_PILOT_LIGHT_START_INTERVAL, INT64_MAX);
    field_id(frames, WIJK_PILOT_LIGHT_START_RESPONSIBLE, WHO);
    end_act(frames);
    begin(frames, WIJK_ACT_PILOT_LIGHT_CONTACT, FIRST + 1);
    field_id(frames, WIJK_PILOT_LIGHT_CONTACT_PILOT_LIGHT, FIRST);
    field_number(frames, WIJK_PILOT_LIGHT_CONTACT_REACHED, 1);
    field_number(frames, WIJK_PILOT_LIGHT_CONTACT_MINUTES, INT64_MIN + 1);
    end_act(frames);
}

static void stood_strangely(struct frames *frames) {
    begin(frames, WIJK_ACT_TIER_ENTER, FIRST);
    field_text(frames, WIJK_TIER_ENTER_LADDER, "care");
    field_text(frames, WIJK_TIER_ENTER_TIER, "attic");
    field_number(frames, WIJK_TIER_ENTER_RANK, INT64_MAX);
    end_act(frames);
    begin(frames, WIJK_ACT_TIER_ENTER, FIRST + 1);
    field_text(frames, WIJK_TIER_ENTER_LADDER, "care");
    field_text(frames, WIJK_TIER_ENTER_TIER, "cellar");
    field_number(frames, WIJK_TIER_ENTER_RANK, INT64_MIN + 1);
    end_act(frames);
    begin(frames, WIJK_ACT_TIER_ENTER, FIRST + 2);
    field_text(frames, WIJK_TIER_ENTER_LADDER, "rope");
    field_text(frames, WIJK_TIER_ENTER_TIER, "knot");
    field_number(frames, WIJK_TIER_ENTER_RANK, 1);
    field_number(frames, WIJK_TIER_ENTER_EMERGENCY, 0);
    end_act(frames);
}

static void left_strangely(struct frames *frames) {
    begin(frames, WIJK_ACT_DOSSIER_CLOSE, FIRST);
    field_text(frames, WIJK_DOSSIER_CLOSE_EXIT, "through-the-window");
    field_text(frames, WIJK_DOSSIER_CLOSE_DESTINATION, "the-moon");
    field_text(frames, WIJK_DOSSIER_CLOSE_CODE, "31");
    field_number(frames, WIJK_DOSSIER_CLOSE_ENDING, 3131);
    end_act(frames);
    begin(frames, WIJK_ACT_DOSSIER_REOPEN, FIRST + 1);
    end_act(frames);
}

/* ---- everything that is asked of a dossier ---- */

static void ask_on(struct world *world, const wijk_dossier *made, wijk_date on, bool with_policy) {
    wijk_table *table = NULL;
    wijk_date later = on > WIJK_DATE_MAX - 400 ? WIJK_DATE_MAX : on + 400;
    assert_true(wijk_dossier_check(made, on, WIJK_TIME_NONE, world->findings, NULL) >= 0);
    assert_int_equal(wijk_dossier_agenda(made, on, later, WIJK_TIME_NONE, &table, NULL), WIJK_OK);
    wijk_table_unref(table);
    assert_int_equal(wijk_dossier_steps(made, on, WIJK_TIME_NONE, &table, world->findings, NULL),
                     with_policy ? WIJK_OK : WIJK_E_ARGUMENT);
    wijk_table_unref(table);
    if (on < WIJK_DATE_MAX) {
        assert_int_equal(wijk_dossier_flow(made, WIJK_DATE_MIN, on + 1, 182, WIJK_TIME_NONE, &table, NULL), WIJK_OK);
        wijk_table_unref(table);
        assert_int_equal(wijk_dossier_flow(made, on, later, 36600, WIJK_TIME_NONE, &table, NULL), WIJK_OK);
        wijk_table_unref(table);
    }
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_TABLES); i++) {
        assert_int_equal(wijk_dossier_table(made, wijk_catalog_number(WIJK_CATALOG_TABLES, i), on, WIJK_TIME_NONE,
                                            &table, NULL), WIJK_OK);
        wijk_table_unref(table);
    }
}

static void ask_everything(struct world *world, const wijk_dossier *made, bool with_policy) {
    static const wijk_date days[] = {WIJK_DATE_MIN, DAY, DAY + 1, DAY + 40, DAY + 4000, WIJK_DATE_MAX};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        ask_on(world, made, days[i], with_policy);
}

typedef void (*writer)(struct frames *frames);

static wijk_status load_second(struct world *world, writer second, struct frames *frames, wijk_dossier **made) {
    memset(frames, 0, sizeof *frames);
    begin_frame(frames, 1, zeros);
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, OPENED, DAY, NOON(DAY));
    join_act(frames, ANNA_JOINS, DAY, ANNA, WIJK_MEMBER_ROLE_ADULT);
    join_act(frames, BRAM_JOINS, DAY, BRAM, WIJK_MEMBER_ROLE_ADULT);
    end_frame(frames);
    next_frame(world, frames);
    second(frames);
    end_frame(frames);
    return load_frames(world, frames, made);
}

static void test_no_harm(void **state) {
    struct world *world = *state;
    static const struct {
        const char *name;
        writer second;
    } cases[] = {{"heard in no way", heard_in_no_way},       {"heard in huge ways", heard_in_huge_ways},
                 {"weighed strangely", weighed_strangely},   {"referred strangely", referred_strangely},
                 {"asked strangely", asked_strangely},       {"supported without end", supported_without_end},
                 {"noticed strangely", noticed_strangely},   {"waited strangely", waited_strangely},
                 {"burnt strangely", burnt_strangely},       {"stood strangely", stood_strangely},
                 {"left strangely", left_strangely}};
    NEEDS_POLICY(world);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static struct frames frames;
        wijk_dossier *made;
        print_message("%s\n", cases[i].name);
        assert_int_equal(load_second(world, cases[i].second, &frames, &made), WIJK_OK);
        ask_everything(world, made, true);
        assert_int_equal(wijk_dossier_acts(made), frames.acts + 3);
        wijk_dossier_destroy(made);
        assert_int_equal(wijk_dossier_load(world->context, NULL, frames.bytes, frames.size, WIJK_LOAD_VERIFY_CHAIN,
                                           &made, NULL), WIJK_OK);
        ask_everything(world, made, false); /* no terms, no demands, no ladders */
        wijk_dossier_destroy(made);
    }
}

/* ---- what is no value of its type ---- */

static void heard_below_one(struct frames *frames) { hear(frames, FIRST, ANNA, 0); }
static void heard_far_below(struct frames *frames) { hear(frames, FIRST, ANNA, -5); }
static void heard_cut_off(struct frames *frames) { hear(frames, FIRST, ANNA, INT64_C(0x100000001)); } /* 1, if it were */
static void suspected_twice(struct frames *frames) { weigh(frames, FIRST, 2, WIJK_UNSAFETY_ACUTE, DAY); }
static void suspected_less(struct frames *frames) { weigh(frames, FIRST, -1, WIJK_UNSAFETY_ACUTE, DAY); }
static void again_never(struct frames *frames) { weigh(frames, FIRST, 1, WIJK_UNSAFETY_ACUTE, INT32_MAX); }
static void ends_after_all_days(struct frames *frames) { support(frames, FIRST, (int64_t)WIJK_DATE_MAX + 1, DAY); }
static void reviewed_before_all_days(struct frames *frames) { support(frames, FIRST, DAY, INT64_MIN + 1); }

static void test_no_frame(void **state) {
    struct world *world = *state;
    static const writer cases[] = {heard_below_one, heard_far_below,     heard_cut_off,           suspected_twice,
                                   suspected_less,  again_never,         ends_after_all_days,     reviewed_before_all_days};
    NEEDS_POLICY(world);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static struct frames frames;
        wijk_dossier *made;
        assert_int_equal(load_second(world, cases[i], &frames, &made), WIJK_E_CORRUPT);
        assert_null(made);
    }
}

static void test_no_answer_in_order(void **state) {
    struct world *world = *state;
    static struct frames frames;
    wijk_dossier *made;
    NEEDS_POLICY(world);
    assert_int_equal(load_second(world, weighed_out_of_order, &frames, &made), WIJK_E_HISTORY);
    assert_null(made);
}

/* ---- what is made of them ---- */

static wijk_table *table_of(struct world *world, writer second, wijk_table_id number) {
    static struct frames frames;
    wijk_dossier *made;
    wijk_table *table;
    assert_int_equal(load_second(world, second, &frames, &made), WIJK_OK);
    assert_int_equal(wijk_dossier_table(made, number, WIJK_DATE_NONE, WIJK_TIME_NONE, &table, NULL), WIJK_OK);
    wijk_dossier_destroy(made);
    return table;
}

static uint32_t findings_of(struct world *world, writer second, wijk_finding finding) {
    static struct frames frames;
    wijk_dossier *made;
    uint32_t count = 0;
    assert_int_equal(load_second(world, second, &frames, &made), WIJK_OK);
    assert_true(wijk_dossier_check(made, DAY + 60, WIJK_TIME_NONE, world->findings, NULL) >= 0);
    for (uint32_t i = 0; i < wijk_findings_count(world->findings); i++)
        count += wijk_findings_code(world->findings, i) == finding;
    wijk_dossier_destroy(made);
    return count;
}

/* Who was heard in a way that no library knows is not heard in a way that will do. */
static void test_strange_hearings(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    assert_int_equal(findings_of(world, heard_in_no_way, WIJK_WK1020), 2);
    assert_int_equal(findings_of(world, heard_in_huge_ways, WIJK_WK1020), 2);
}

/* Unsafety of an unknown kind is unsafety. */
static void test_strange_weighings(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_table *table = table_of(world, weighed_strangely, WIJK_TABLE_SAFETY);
    assert_int_equal(wijk_table_rows(table), 2);
    for (uint32_t row = 0; row < 2; row++)
        assert_int_equal(wijk_table_int(table, WIJK_SAFETY_COLUMN_VERDICT, row), WIJK_SAFETY_VERDICT_REPORT);
    wijk_table_unref(table);
    assert_int_equal(findings_of(world, weighed_strangely, WIJK_WK4025), 0); /* the later report will do for both */
}

/* A problem more serious than any asks for an expert; another expertise does not answer it. */
static void test_strange_problems(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    assert_int_equal(findings_of(world, asked_strangely, WIJK_WK4032), 1);
}

static void test_strange_endings(void **state) {
    struct world *world = *state;
    size_t length;
    NEEDS_POLICY(world);
    wijk_table *table = table_of(world, left_strangely, WIJK_TABLE_EPISODES);
    assert_int_equal(wijk_table_int(table, WIJK_EPISODES_COLUMN_ENDING, 0), 3131);
    const char *code = wijk_table_text(table, WIJK_EPISODES_COLUMN_CODE, 0, &length);
    assert_int_equal(length, 2);
    assert_memory_equal(code, "31", 2);
    wijk_table_unref(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_harm, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_frame, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_answer_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_strange_hearings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_strange_weighings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_strange_problems, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_strange_endings, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
