/* The vocabulary as a program asks it at run time, through the shared library only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <wijkteam/wijkteam.h>

static const wijk_catalog_part parts[] = {WIJK_CATALOG_ACTS,  WIJK_CATALOG_TABLES,     WIJK_CATALOG_FINDINGS,
                                          WIJK_CATALOG_FACTS, WIJK_CATALOG_CODE_LISTS, WIJK_CATALOG_POLICY_LISTS,
                                          WIJK_CATALOG_STANDARDS, WIJK_CATALOG_RESULTS};
enum { PARTS = sizeof parts / sizeof *parts, SOME = 200 };

static void assert_text(const char *text) {
    assert_non_null(text);
    assert_true(text[0] != 0);
}

static void check_entry(wijk_catalog_part part, int32_t number) {
    const char *name = wijk_catalog_name(part, number);
    char longer[80] = {0};
    assert_text(name);
    size_t length = strlen(name);
    assert_true(length < sizeof longer - 2);
    assert_int_equal(wijk_catalog_find(part, name, WIJK_NUL_TERMINATED), number);
    assert_int_equal(wijk_catalog_find(part, name, length), number);
    memcpy(longer, name, length);
    assert_int_equal(wijk_catalog_find(part, longer, length + 1), 0);
    longer[length] = 'x';
    assert_int_equal(wijk_catalog_find(part, longer, length), number);
    assert_int_equal(wijk_catalog_find(part, longer, WIJK_NUL_TERMINATED), 0);
    assert_text(wijk_catalog_term(part, number, WIJK_ENGLISH));
    assert_text(wijk_catalog_term(part, number, WIJK_DUTCH));
    assert_null(wijk_catalog_term(part, number, 0));
    assert_null(wijk_catalog_term(part, number, 3));
    const char *about = wijk_catalog_about(part, number);
    assert_true(about ? about[strlen(about) - 1] == '.' : part != WIJK_CATALOG_ACTS && part != WIJK_CATALOG_TABLES &&
                            part != WIJK_CATALOG_RESULTS);
}

static void test_entries(void **state) {
    (void)state;
    for (int32_t i = 0; i < PARTS; i++) {
        uint32_t count = wijk_catalog_count(parts[i]);
        int32_t last = 0;
        assert_true(count > 0 && count < SOME);
        for (uint32_t place = 0; place < count; place++) {
            int32_t number = wijk_catalog_number(parts[i], place);
            assert_true(number > last);
            last = number;
            check_entry(parts[i], number);
        }
        assert_int_equal(wijk_catalog_number(parts[i], count), 0);
        assert_int_equal(wijk_catalog_number(parts[i], UINT32_MAX), 0);
        assert_int_equal(wijk_catalog_find(parts[i], "", 0), 0);
        assert_int_equal(wijk_catalog_find(parts[i], NULL, 3), 0);
        assert_null(wijk_catalog_name(parts[i], last + 1));
        assert_null(wijk_catalog_name(parts[i], 0));
        assert_null(wijk_catalog_about(parts[i], -1));
    }
}

static void check_member(wijk_catalog_part part, int32_t number, int32_t member) {
    const char *type = wijk_catalog_member_type(part, number, member);
    assert_text(wijk_catalog_member_name(part, number, member));
    assert_text(wijk_catalog_member_term(part, number, member, WIJK_ENGLISH));
    assert_text(wijk_catalog_member_term(part, number, member, WIJK_DUTCH));
    assert_null(wijk_catalog_member_term(part, number, member, 9));
    int32_t list = wijk_catalog_member_list(part, number, member);
    if (part == WIJK_CATALOG_CODE_LISTS) {
        assert_null(type);
        assert_int_equal(list, 0);
        return;
    }
    assert_text(wijk_catalog_member_about(part, number, member));
    assert_text(type);
    if (strcmp(type, "code") == 0)
        assert_text(wijk_catalog_name(WIJK_CATALOG_CODE_LISTS, list));
    else if (strcmp(type, "ref") == 0)
        assert_text(wijk_catalog_name(WIJK_CATALOG_TABLES, list));
    else if (strcmp(type, "key") != 0)
        assert_int_equal(list, 0);
    else if (list)
        assert_text(wijk_catalog_name(WIJK_CATALOG_POLICY_LISTS, list));
}

static void test_members(void **state) {
    (void)state;
    for (int32_t i = 0; i < PARTS; i++) {
        wijk_catalog_part part = parts[i];
        if (part == WIJK_CATALOG_STANDARDS) /* their members have the numbers that others gave them, see below */
            continue;
        uint32_t members = 0;
        for (uint32_t place = 0; place < wijk_catalog_count(part); place++) {
            int32_t number = wijk_catalog_number(part, place);
            uint32_t count = wijk_catalog_member_count(part, number);
            int32_t first = part == WIJK_CATALOG_TABLES || part == WIJK_CATALOG_RESULTS ? 0 : 1;
            for (uint32_t at = 0; at < count; at++) {
                assert_int_equal(wijk_catalog_member_number(part, number, at), (int32_t)at + first);
                check_member(part, number, (int32_t)at + first);
            }
            members += count;
            assert_int_equal(wijk_catalog_member_number(part, number, count), -1);
            assert_null(wijk_catalog_member_name(part, number, first - 1));
            assert_null(wijk_catalog_member_name(part, number, (int32_t)count + first));
            assert_null(wijk_catalog_member_type(part, number, -1));
        }
        bool has = part == WIJK_CATALOG_ACTS || part == WIJK_CATALOG_TABLES || part == WIJK_CATALOG_CODE_LISTS ||
                   part == WIJK_CATALOG_RESULTS;
        assert_int_equal(members > 0, has);
    }
}

/* ---- national codes ---- */

/* Every code is found by its whole name, and by nothing that is a little off. */
static void check_code(int32_t list, int32_t code) {
    char name[120];
    int32_t found_list, found_code, ending;
    int length = snprintf(name, sizeof name, "%s/%s", wijk_catalog_name(WIJK_CATALOG_STANDARDS, list),
                          wijk_catalog_member_name(WIJK_CATALOG_STANDARDS, list, code));
    assert_true(length > 0 && length < (int)sizeof name - 2);
    assert_int_equal(wijk_standard_code(name, WIJK_NUL_TERMINATED, &found_list, &found_code, &ending), WIJK_OK);
    assert_int_equal(found_list, list);
    assert_int_equal(found_code, code);
    assert_int_equal(ending, wijk_standard_ending(list, code));
    assert_text(wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS,
                                         wijk_catalog_find(WIJK_CATALOG_CODE_LISTS, "ending", 6), ending));
    assert_int_equal(wijk_standard_code(name, (size_t)length, NULL, NULL, NULL), WIJK_OK);
    assert_int_equal(wijk_standard_code(name, (size_t)length + 1, NULL, NULL, NULL), WIJK_NONE); /* its NUL too */
    for (size_t shorter = 0; shorter < (size_t)length; shorter++)
        assert_int_equal(wijk_standard_code(name, shorter, &found_list, &found_code, &ending), WIJK_NONE);
    assert_true(found_list == 0 && found_code == 0 && ending == 0);
    name[0] = 'X';
    assert_int_equal(wijk_standard_code(name, (size_t)length, NULL, NULL, NULL), WIJK_NONE);
    assert_text(wijk_catalog_member_term(WIJK_CATALOG_STANDARDS, list, code, WIJK_ENGLISH));
    assert_text(wijk_catalog_member_term(WIJK_CATALOG_STANDARDS, list, code, WIJK_DUTCH));
    assert_null(wijk_catalog_member_type(WIJK_CATALOG_STANDARDS, list, code));
}

static void test_standards(void **state) {
    uint32_t codes = 0;
    (void)state;
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_STANDARDS); i++) {
        int32_t list = wijk_catalog_number(WIJK_CATALOG_STANDARDS, i), last = 0;
        for (uint32_t j = 0; j < wijk_catalog_member_count(WIJK_CATALOG_STANDARDS, list); j++, codes++) {
            int32_t code = wijk_catalog_member_number(WIJK_CATALOG_STANDARDS, list, j);
            assert_true(code > last);
            check_code(list, last = code);
        }
        assert_int_equal(wijk_standard_ending(list, last + 1), 0);
    }
    assert_true(codes >= 34);
    assert_int_equal(wijk_standard_ending(0, 31), 0);
    assert_int_equal(wijk_standard_ending(-1, -1), 0);
    assert_int_equal(wijk_standard_code(NULL, 0, NULL, NULL, NULL), WIJK_NONE);
    assert_int_equal(wijk_standard_code("31", 2, NULL, NULL, NULL), WIJK_NONE);
}

/* The traps: the same digits in another list, and in another release. */
static void test_same_digits(void **state) {
    static const struct {
        const char *name;
        int32_t ending;
        const char *english;
    } wanted[] = {
        {"ijw/3.2/jz588/31", WIJK_ENDING_AS_PLANNED, "ended as planned"},
        {"iwmo/3.2/wmo588/31", WIJK_ENDING_CIRCUMSTANCES, "moved to another municipality"},
        {"iwmo/3.2/wmo588/19", WIJK_ENDING_AS_PLANNED, "ended as planned"},
        {"iwmo/2.0/wmo588/19", WIJK_ENDING_NOT_COUNTED, "ended; the allocation is closed"},
        {"ijw/3.2/jz588/32", WIJK_ENDING_BY_CLIENT, "ended early: by the client alone"},
        {"iwmo/2.0/wmo588/32", WIJK_ENDING_AS_PLANNED, "goes on with basic social support"},
        {"ijw/3.2/jz588/02", WIJK_ENDING_NOT_COUNTED, "deceased"},
        {"cbs-bij/5/reden-beeindiging/02", WIJK_ENDING_AGREED_EARLY, "ended early: in agreement"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        int32_t list, code, ending;
        assert_int_equal(wijk_standard_code(wanted[i].name, WIJK_NUL_TERMINATED, &list, &code, &ending), WIJK_OK);
        assert_int_equal(ending, wanted[i].ending);
        assert_string_equal(wijk_catalog_member_term(WIJK_CATALOG_STANDARDS, list, code, WIJK_ENGLISH),
                            wanted[i].english);
    }
}

/* Whatever a condition may ask for has words for when it holds, which are others than for when it is missing. */
static void test_facts(void **state) {
    uint32_t met = 0, count = wijk_catalog_count(WIJK_CATALOG_FACTS);
    (void)state;
    for (uint32_t place = 0; place < count; place++) {
        wijk_fact fact = wijk_catalog_number(WIJK_CATALOG_FACTS, place);
        const char *english = wijk_catalog_fact_met(fact, WIJK_ENGLISH);
        assert_int_equal(english == NULL, wijk_catalog_fact_met(fact, WIJK_DUTCH) == NULL);
        assert_null(wijk_catalog_fact_met(fact, 0));
        assert_null(wijk_catalog_fact_met(fact, 3));
        if (english == NULL)
            continue;
        met++;
        assert_text(english);
        assert_string_not_equal(english, wijk_catalog_term(WIJK_CATALOG_FACTS, fact, WIJK_ENGLISH));
        assert_string_not_equal(english, wijk_catalog_fact_met(fact, WIJK_DUTCH));
    }
    assert_true(met > count / 2 && met < count);
    assert_null(wijk_catalog_fact_met(WIJK_FACT_STEP_PROPOSED, WIJK_ENGLISH));
    assert_null(wijk_catalog_fact_met(0, WIJK_ENGLISH));
    assert_null(wijk_catalog_fact_met(-1, WIJK_ENGLISH));
    assert_null(wijk_catalog_fact_met(INT32_MAX, WIJK_ENGLISH));
    assert_string_equal(wijk_catalog_fact_met(WIJK_FACT_GOALS_ACHIEVED, WIJK_ENGLISH),
                        "every goal of the plan was achieved");
    assert_string_equal(wijk_catalog_fact_met(WIJK_FACT_SIGNAL_OPEN, WIJK_DUTCH),
                        "er staat een signaal van deze soort open");
}

static void test_examples(void **state) {
    (void)state;
    wijk_catalog_part acts = WIJK_CATALOG_ACTS, tables = WIJK_CATALOG_TABLES;
    assert_string_equal(wijk_catalog_name(acts, WIJK_ACT_GOAL_SET), "goal-set");
    assert_string_equal(wijk_catalog_term(acts, WIJK_ACT_MEMBER_HEAR, WIJK_DUTCH), "gezinslid horen");
    assert_string_equal(wijk_catalog_member_type(acts, WIJK_ACT_MEMBER_JOIN, WIJK_MEMBER_JOIN_ROLE), "code");
    assert_string_equal(wijk_catalog_name(WIJK_CATALOG_CODE_LISTS,
                                          wijk_catalog_member_list(acts, WIJK_ACT_MEMBER_JOIN, WIJK_MEMBER_JOIN_ROLE)),
                        "member-role");
    assert_int_equal(wijk_catalog_member_required(acts, WIJK_ACT_MEMBER_JOIN, WIJK_MEMBER_JOIN_ROLE), 1);
    assert_int_equal(wijk_catalog_member_required(acts, WIJK_ACT_MEMBER_JOIN, WIJK_MEMBER_JOIN_NAME), 0);
    assert_int_equal(wijk_catalog_member_personal(acts, WIJK_ACT_MEMBER_JOIN, WIJK_MEMBER_JOIN_NAME), 1);
    assert_int_equal(wijk_catalog_member_personal(acts, WIJK_ACT_MEMBER_JOIN, WIJK_MEMBER_JOIN_ROLE), 0);
    assert_int_equal(wijk_catalog_member_list(acts, WIJK_ACT_SETTING_MOVE, WIJK_SETTING_MOVE_SETTING),
                     WIJK_LIST_SETTINGS);
    assert_int_equal(wijk_catalog_member_list(acts, WIJK_ACT_GOAL_SET, WIJK_GOAL_SET_PLAN), WIJK_TABLE_PLANS);
    assert_int_equal(wijk_catalog_member_required(acts, WIJK_ACT_TIER_ENTER, WIJK_TIER_ENTER_RANK), 0); /* derived */
    assert_string_equal(wijk_catalog_member_name(tables, WIJK_TABLE_GOALS, 0), "dossier");
    assert_string_equal(wijk_catalog_member_name(tables, WIJK_TABLE_GOALS, 1), "act");
    assert_string_equal(wijk_catalog_member_type(tables, WIJK_TABLE_GOALS, 1), "id");
    assert_string_equal(wijk_catalog_member_name(tables, WIJK_TABLE_GOALS, WIJK_GOALS_COLUMN_TITLE), "title");
    assert_int_equal(wijk_catalog_member_personal(tables, WIJK_TABLE_GOALS, WIJK_GOALS_COLUMN_TITLE), 1);
    assert_string_equal(wijk_catalog_member_type(tables, WIJK_TABLE_ACTS, WIJK_ACTS_COLUMN_TYPE), "act-type");
    assert_string_equal(wijk_catalog_member_type(tables, WIJK_TABLE_ACTS, WIJK_ACTS_COLUMN_RECORDED), "time");
    assert_string_equal(wijk_catalog_name(WIJK_CATALOG_FINDINGS, WIJK_WK3001), "WK3001");
    assert_int_equal(wijk_catalog_find(WIJK_CATALOG_FACTS, "members-heard", WIJK_NUL_TERMINATED),
                     WIJK_FACT_MEMBERS_HEARD);
}

static void test_unknown_parts(void **state) {
    (void)state;
    const wijk_catalog_part unknown[] = {0, -1, 9, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        assert_int_equal(wijk_catalog_count(unknown[i]), 0);
        assert_int_equal(wijk_catalog_number(unknown[i], 0), 0);
        assert_int_equal(wijk_catalog_find(unknown[i], "goal-set", 8), 0);
        assert_null(wijk_catalog_name(unknown[i], 1));
        assert_null(wijk_catalog_term(unknown[i], 1, WIJK_ENGLISH));
        assert_null(wijk_catalog_about(unknown[i], 1));
        assert_int_equal(wijk_catalog_member_count(unknown[i], 1), 0);
        assert_int_equal(wijk_catalog_member_number(unknown[i], 1, 0), -1);
        assert_null(wijk_catalog_member_name(unknown[i], 1, 1));
        assert_null(wijk_catalog_member_term(unknown[i], 1, 1, WIJK_DUTCH));
        assert_null(wijk_catalog_member_about(unknown[i], 1, 1));
        assert_null(wijk_catalog_member_type(unknown[i], 1, 1));
        assert_int_equal(wijk_catalog_member_list(unknown[i], 1, 1), 0);
        assert_int_equal(wijk_catalog_member_personal(unknown[i], 1, 1), 0);
        assert_int_equal(wijk_catalog_member_required(unknown[i], 1, 1), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries),  cmocka_unit_test(test_members), cmocka_unit_test(test_facts),
        cmocka_unit_test(test_examples), cmocka_unit_test(test_unknown_parts),
        cmocka_unit_test(test_standards), cmocka_unit_test(test_same_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
