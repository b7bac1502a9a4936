/* Invariants of states that were made by hand, as no dossier would let them be: the first day on which one does not
 * hold is found, and named by the acts that meet there. Compared with counting day by day, too. */
#include "base_support.h"

#include "dossier/rules/rules.h"

enum { OPEN = WIJK_DATE_NONE };

static struct wijk__state state;
static wijk_context *context;
static wijk_findings *findings;

static int set_up(void **unused) {
    (void)unused;
    assert_int_equal(wijk_context_new(NULL, NULL, &context), WIJK_OK);
    assert_int_equal(wijk_findings_new(context, &findings, NULL), WIJK_OK);
    wijk__state_init(&state, context, false);
    return 0;
}

static int tear_down(void **unused) {
    (void)unused;
    wijk__state_free(&state);
    wijk_findings_destroy(findings);
    wijk_context_unref(context);
    return 0;
}

static void begin_again(void) {
    wijk__state_free(&state);
    wijk__state_init(&state, context, false);
    wijk_findings_clear(findings);
}

static wijk_id id(uint8_t number) { return (wijk_id){{number}}; }

static void plan(uint8_t act, wijk_date from, wijk_date until) {
    struct wijk__row_plans *row = ADD(&state, plans);
    assert_non_null(row);
    row->act = id(act);
    row->from = from;
    row->until = until;
}

static void coordinator(uint8_t act, wijk_date from, wijk_date until) {
    struct wijk__row_coordinators *row = ADD(&state, coordinators);
    assert_non_null(row);
    row->act = id(act);
    row->from = from;
    row->until = until;
}

static void check(void) {
    wijk_findings_clear(findings);
    assert_int_equal(wijk__check_invariants(&state, findings), WIJK_OK);
}

static void expect(uint32_t index, wijk_finding code, uint8_t subject, uint8_t other) {
    const wijk_id *got = wijk_findings_other(findings, index);
    assert_int_equal(wijk_findings_code(findings, index), code);
    assert_int_equal(wijk_findings_severity(findings, index), WIJK_SEVERITY_REFUSE);
    assert_int_equal(wijk_findings_subject(findings, index)->bytes[0], subject);
    assert_int_equal(got ? got->bytes[0] : 0, other);
}

static void expect_clean(void) { assert_int_equal(wijk_findings_count(findings), 0); }

static void expect_one(wijk_finding code, uint8_t subject, uint8_t other) {
    assert_int_equal(wijk_findings_count(findings), 1);
    expect(0, code, subject, other);
}

/* ---- what holds ---- */

static void test_nothing(void **unused) {
    (void)unused;
    check();
    expect_clean();
    coordinator(1, 10, 20); /* without a plan nobody has to coordinate, and more may */
    coordinator(2, 15, OPEN);
    check();
    expect_clean();
    plan(3, OPEN, OPEN); /* a draft */
    plan(4, OPEN, 12);   /* a draft that was closed */
    plan(5, 15, 15);     /* active on no day */
    check();
    expect_clean();
}

static void test_handover(void **unused) {
    (void)unused;
    coordinator(1, 10, 20);
    coordinator(2, 20, 20); /* for no day */
    coordinator(3, 20, OPEN);
    plan(4, 10, 30);
    plan(5, 30, OPEN);
    check();
    expect_clean();
}

static void test_plan_within(void **unused) {
    (void)unused;
    coordinator(1, 10, 20);
    coordinator(2, 40, OPEN);
    plan(3, 12, 20); /* what is between has no plan */
    plan(4, 40, 50);
    check();
    expect_clean();
}

/* ---- plans ---- */

static void test_two_plans(void **unused) {
    (void)unused;
    coordinator(1, 0, OPEN);
    plan(2, 30, OPEN); /* in no order: the first day on which two are active is 25 */
    plan(3, 10, 20);
    plan(4, 20, 26);
    plan(5, 25, 28);
    check();
    expect_one(WIJK_WK2001, 5, 4);
}

static void test_plan_in_a_plan(void **unused) {
    (void)unused;
    coordinator(1, 0, OPEN);
    plan(2, 10, OPEN);
    plan(3, 40, 50);
    plan(4, 20, 30);
    check();
    expect_one(WIJK_WK2001, 4, 2);
}

static void test_two_plans_on_one_day(void **unused) {
    (void)unused;
    coordinator(1, 0, OPEN);
    plan(2, 10, 11);
    plan(3, 10, 20);
    check();
    expect_one(WIJK_WK2001, 3, 2);
}

/* ---- coordinators ---- */

static void test_nobody(void **unused) {
    (void)unused;
    plan(1, 10, OPEN);
    check();
    expect_one(WIJK_WK3001, 1, 0);
}

static void test_gap_at_the_start(void **unused) {
    (void)unused;
    plan(1, 10, OPEN);
    coordinator(2, 11, OPEN);
    check();
    expect_one(WIJK_WK3001, 1, 2);
}

static void test_gap_of_a_day(void **unused) {
    (void)unused;
    plan(1, 10, 40);
    coordinator(2, 10, 20);
    coordinator(3, 21, 30); /* nobody on 20; from 30 on nobody either, which is later */
    check();
    expect_one(WIJK_WK3001, 1, 2);
}

static void test_gap_at_the_end(void **unused) {
    (void)unused;
    plan(1, 10, OPEN);
    coordinator(2, 5, 20);
    coordinator(3, 20, 60);
    check();
    expect_one(WIJK_WK3001, 1, 3);
}

static void test_overlap(void **unused) {
    (void)unused;
    plan(1, 10, 40);
    coordinator(2, 5, 21);
    coordinator(3, 20, OPEN);
    check();
    expect_one(WIJK_WK3001, 1, 3);
}

static void test_overlap_before_the_plan(void **unused) {
    (void)unused;
    coordinator(1, 5, 20);
    coordinator(2, 8, 10);
    coordinator(3, 20, OPEN);
    plan(4, 10, OPEN); /* from 10 on there is one */
    check();
    expect_clean();
    coordinator(5, 30, 31); /* in the midst of another */
    check();
    expect_one(WIJK_WK3001, 4, 5);
}

static void test_smallest(void **unused) {
    (void)unused;
    coordinator(1, 10, 20);
    coordinator(2, 30, 40);
    coordinator(3, 35, OPEN);
    plan(4, 36, OPEN); /* two at once from 36 on */
    plan(5, 25, 28);   /* and nobody here, which is earlier */
    plan(6, 10, 15);
    check();
    expect_one(WIJK_WK3001, 5, 1);
}

static void test_both(void **unused) {
    (void)unused;
    coordinator(1, 10, 20);
    plan(2, 10, OPEN);
    plan(3, 12, 14);
    check();
    assert_int_equal(wijk_findings_count(findings), 2);
    expect(0, WIJK_WK2001, 3, 2);
    expect(1, WIJK_WK3001, 2, 1);
}

/* ---- counted day by day ---- */

enum { DAYS = 12 };

static bool covers(wijk_date from, wijk_date until, wijk_date day) {
    return from != OPEN && from <= day && (until == OPEN || day < until);
}

static wijk_date some_day(uint32_t *seed, bool may_be_open) {
    *seed = *seed * 1664525 + 1013904223;
    uint32_t value = *seed >> 16;
    return may_be_open && value % 5 == 0 ? OPEN : (wijk_date)(value % DAYS);
}

/* The first day with two plans, and the first one with a plan and not exactly one coordinator; DAYS + 1 for none. */
static void count(wijk_date *plans, wijk_date *coordinators) {
    *plans = *coordinators = DAYS + 1;
    for (wijk_date day = DAYS; day >= 0; day--) {
        uint32_t active = 0, coordinating = 0;
        for (uint32_t i = 0; i < COUNT(&state, plans); i++)
            active += covers(ROW(&state, plans, i)->from, ROW(&state, plans, i)->until, day);
        for (uint32_t i = 0; i < COUNT(&state, coordinators); i++)
            coordinating += covers(ROW(&state, coordinators, i)->from, ROW(&state, coordinators, i)->until, day);
        if (active > 1)
            *plans = day;
        if (active > 0 && coordinating != 1)
            *coordinators = day;
    }
}

static bool active_on(const wijk_id *act, wijk_date day) {
    const struct wijk__row_plans *row = ROW(&state, plans, act->bytes[0] - 1);
    return covers(row->from, row->until, day);
}

static void test_by_day(void **unused) {
    uint32_t seed = 7, broken = 0;
    (void)unused;
    for (int turn = 0; turn < 20000; turn++) {
        wijk_date plans, coordinators;
        begin_again();
        for (int i = 0; i < 1 + turn % 3; i++)
            plan((uint8_t)(1 + i), some_day(&seed, false), some_day(&seed, true));
        for (int i = 0; i < turn / 3 % 4; i++)
            coordinator((uint8_t)(11 + i), some_day(&seed, false), some_day(&seed, true));
        count(&plans, &coordinators);
        check();
        uint32_t found = 0;
        if (plans <= DAYS) {
            assert_int_equal(wijk_findings_code(findings, found), WIJK_WK2001);
            assert_true(active_on(wijk_findings_subject(findings, found), plans));
            assert_true(active_on(wijk_findings_other(findings, found++), plans));
        }
        if (coordinators <= DAYS) {
            assert_int_equal(wijk_findings_code(findings, found), WIJK_WK3001);
            assert_true(active_on(wijk_findings_subject(findings, found++), coordinators));
        }
        assert_int_equal(wijk_findings_count(findings), found);
        broken += found;
    }
    assert_in_range(broken, 1000, 30000); /* what holds and what does not both came by */
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_nothing),          TEST(test_handover),
        TEST(test_plan_within),      TEST(test_two_plans),
        TEST(test_plan_in_a_plan),   TEST(test_two_plans_on_one_day),
        TEST(test_nobody),           TEST(test_gap_at_the_start),
        TEST(test_gap_of_a_day),     TEST(test_gap_at_the_end),
        TEST(test_overlap),          TEST(test_overlap_before_the_plan),
        TEST(test_smallest),         TEST(test_both),
        TEST(test_by_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
