/* Splitting a household, taking that back, and who is a member of two. */
#include "merge_support.h"

static void make_split(struct two *two) { MAKE(two, household_split_off, SPLIT, MERGE_DAY, ref(SECOND)); }

/* Bram and Cato, who has two homes, go on as a household of their own. */
static wijk_status split(struct two *two) {
    const wijk_id persons[] = {id(BRAM), id(CATO)};
    make_split(two);
    return wijk_dossier_split(two->world.dossier, persons, 2, two->second, two->world.act, two->world.findings,
                              two->world.error);
}

/* One household of Anna, Bram, Cato, who has two homes, and Daan. */
static void fill(struct two *two) {
    wijk_dossier *first = two->world.dossier;
    MAKE(two, dossier_open, 1000, DAY, "South", ref(55));
    assert_int_equal(wijk_dossier_submit(first, two->world.act, NULL, NULL), WIJK_OK);
    put_member(two, first, 1001, DAY, ANNA, 0);
    put_member(two, first, 1002, DAY, BRAM, 0);
    put_member(two, first, 1003, DAY, CATO, WIJK_HOME_SHARED);
    put_member(two, first, 1004, DAY, DAAN, 0);
    PUT(two, first, member_relate, 1005, DAY, ref(ANNA), ref(CATO), WIJK_RELATION_PARENT, 1);
    PUT(two, first, member_relate, 1006, DAY, ref(BRAM), ref(CATO), WIJK_RELATION_PARENT, 0);
    PUT(two, first, member_relate, 1007, DAY, ref(ANNA), ref(DAAN), WIJK_RELATION_PARENT, 1);
    PUT(two, first, member_relate, 1008, DAY, ref(OMA), ref(BRAM), WIJK_RELATION_OTHER_FAMILY, -1);
    PUT(two, first, relation_end, 1009, DAY + 1, ref(1008));
    PUT(two, first, member_hear, 1010, DAY + 1, ref(CATO), WIJK_HEARING_ALONE);
    PUT(two, first, professional_join, 1011, DAY + 1, ref(HUGO), NULL, NULL, "school", NULL);
    PUT(two, first, coordination_offer, 1012, DAY + 2, ref(WHO), WIJK_DATE_NONE);
    PUT(two, first, coordination_accept, 1013, DAY + 2, ref(1012));
}

static void test_who_goes(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_dossier *first = two->world.dossier, *part = two->second;
    wijk_id who;
    size_t length;
    fill(two);
    uint64_t frames = wijk_dossier_sequence(first);
    assert_int_equal(split(two), WIJK_OK);
    assert_int_equal(wijk_dossier_sequence(first), frames + 1);
    assert_int_equal(wijk_dossier_sequence(part), 1);
    assert_int_equal(members_on(first, MERGE_DAY - 1), 4);
    assert_int_equal(members_on(first, MERGE_DAY), 3); /* Bram left, Cato has two homes */
    assert_int_equal(members_on(part, MERGE_DAY), 2);
    assert_int_equal(rows(part, WIJK_TABLE_RELATIONS, WIJK_DATE_NONE, WIJK_TIME_NONE), 2); /* both parents of Cato */
    assert_int_equal(rows(part, WIJK_TABLE_PROFESSIONALS, WIJK_DATE_NONE, WIJK_TIME_NONE), 0);
    assert_int_equal(rows(part, WIJK_TABLE_HEARINGS, WIJK_DATE_NONE, WIJK_TIME_NONE), 0);
    assert_int_equal(wijk_dossier_coordinator(first, WIJK_DATE_NONE, &who), WIJK_OK);
    assert_int_equal(wijk_dossier_coordinator(part, WIJK_DATE_NONE, &who), WIJK_NONE);
    wijk_table *table;
    assert_int_equal(wijk_dossier_table(part, WIJK_TABLE_DOSSIERS, WIJK_DATE_NONE, WIJK_TIME_NONE, &table, NULL),
                     WIJK_OK);
    assert_memory_equal(wijk_table_text(table, WIJK_DOSSIERS_COLUMN_NEIGHBOURHOOD, 0, &length), "South", 5);
    assert_memory_equal(wijk_table_cell_id(table, WIJK_DOSSIERS_COLUMN_TEAM, 0), ref(55), sizeof(wijk_id));
    assert_int_equal(wijk_table_int(table, WIJK_DOSSIERS_COLUMN_OPENED, 0), MERGE_DAY);
    wijk_table_unref(table);
    assert_int_equal(wijk_dossier_table(part, WIJK_TABLE_RELATIONS, WIJK_DATE_NONE, WIJK_TIME_NONE, &table, NULL),
                     WIJK_OK);
    assert_memory_equal(wijk_table_cell_id(table, WIJK_RELATIONS_COLUMN_PERSON, 0), ref(ANNA), sizeof(wijk_id));
    assert_int_equal(wijk_table_int(table, WIJK_RELATIONS_COLUMN_AUTHORITY, 0), 1);
    assert_false(wijk_table_is_null(table, WIJK_RELATIONS_COLUMN_AUTHORITY, 1)); /* no is not the same as unknown */
    assert_int_equal(wijk_table_int(table, WIJK_RELATIONS_COLUMN_AUTHORITY, 1), 0);
    wijk_table_unref(table);
    const wijk_dossier *dossiers[] = {first, part};
    const int32_t kinds[] = {WIJK_LINEAGE_SPLIT_OFF, WIJK_LINEAGE_SPLIT_FROM};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(wijk_dossier_table(dossiers[i], WIJK_TABLE_LINEAGE, WIJK_DATE_NONE, WIJK_TIME_NONE, &table,
                                            NULL), WIJK_OK);
        assert_int_equal(wijk_table_int(table, WIJK_LINEAGE_COLUMN_KIND, 0), kinds[i]);
        assert_memory_equal(wijk_table_cell_id(table, WIJK_LINEAGE_COLUMN_HOUSEHOLD, 0), ref(i ? DOSSIER : SECOND),
                            sizeof(wijk_id));
        wijk_table_unref(table);
    }
    assert_int_equal(split(two), WIJK_DUPLICATE);
}

static void test_refusals(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    const wijk_id persons[] = {id(BRAM), id(EVI), id(OMA)}, twice[] = {id(BRAM), id(BRAM)};
    fill(two);
    struct looks before = look_at_both(two);
    make_split(two);
    wijk_findings *findings = two->world.findings;
    assert_int_equal(wijk_dossier_split(two->world.dossier, persons, 3, two->second, two->world.act, findings, NULL),
                     WIJK_REFUSED);
    assert_int_equal(wijk_findings_count(findings), 2);
    assert_finding(two, 0, WIJK_WK1007, ref(EVI), NULL);
    assert_finding(two, 1, WIJK_WK1007, ref(OMA), NULL);
    assert_int_equal(wijk_dossier_split(two->world.dossier, twice, 2, two->second, two->world.act, findings, NULL),
                     WIJK_REFUSED);
    assert_finding(two, 0, WIJK_WK1007, ref(BRAM), NULL);
    assert_int_equal(wijk_dossier_split(two->world.dossier, twice, 1, two->world.dossier, two->world.act, findings,
                                        NULL),
                     WIJK_REFUSED);
    assert_finding(two, 0, WIJK_WK1015, ref(DOSSIER), NULL);
    assert_both_unchanged(two, before);
    put_open(two, two->second, 2000, DAY);
    before = look_at_both(two);
    assert_int_equal(split(two), WIJK_REFUSED); /* a part is a new dossier */
    assert_finding(two, 0, WIJK_WK1002, NULL, NULL);
    assert_both_unchanged(two, before);
    PUT(two, two->world.dossier, dossier_close, 1100, MERGE_DAY - 1, "moved");
    assert_int_equal(split(two), WIJK_REFUSED);
    assert_finding(two, 0, WIJK_WK1001, NULL, NULL);
}

static void test_misuse(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_dossier *first = two->world.dossier, *part = two->second;
    wijk_error *error = two->world.error;
    wijk_act *act = two->world.act;
    const wijk_id bram = id(BRAM);
    fill(two);
    struct looks before = look_at_both(two);
    make_split(two);
    assert_int_equal(wijk_dossier_split(NULL, &bram, 1, part, act, NULL, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "dossier");
    assert_int_equal(wijk_dossier_split(first, &bram, 1, NULL, act, NULL, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "part");
    assert_int_equal(wijk_dossier_split(first, NULL, 1, part, act, NULL, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "persons");
    assert_int_equal(wijk_dossier_split(first, &bram, 0, part, act, NULL, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "persons");
    assert_int_equal(wijk_dossier_split(first, &bram, 1, part, NULL, NULL, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "split");
    assert_int_equal(wijk_dossier_merge(first, part, act, NULL, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "merge");
    MAKE(two, household_split_off, SPLIT, MERGE_DAY, ref(999));
    assert_int_equal(wijk_dossier_split(first, &bram, 1, part, act, NULL, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "part");
    assert_both_unchanged(two, before);
}

static void test_only_one_side_was_stored(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    const wijk_id persons[] = {id(BRAM), id(CATO)}, second = id(SECOND);
    fill(two);
    uint64_t frames = wijk_dossier_sequence(two->world.dossier);
    assert_int_equal(split(two), WIJK_OK);
    for (int lost = 0; lost < 2; lost++) {
        wijk_dossier *first = stored(two, two->world.dossier, frames + (lost != 0)), *part;
        if (lost == 1)
            assert_int_equal(wijk_dossier_new(two->world.context, two->world.policy, &second, &part, NULL), WIJK_OK);
        else
            part = stored(two, two->second, 1);
        make_split(two);
        assert_int_equal(wijk_dossier_split(first, persons, 2, part, two->world.act, two->world.findings, NULL),
                         WIJK_OK);
        assert_same_state(first, two->world.dossier);
        assert_same_state(part, two->second);
        wijk_dossier_destroy(first);
        wijk_dossier_destroy(part);
    }
}

static void test_undo(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    fill(two);
    struct looks before = look_at_both(two);
    assert_int_equal(split(two), WIJK_OK);
    PUT(two, two->second, member_hear, 2001, MERGE_DAY + 1, ref(BRAM), WIJK_HEARING_ALONE);
    assert_int_equal(undo(two, SPLIT), WIJK_REFUSED);
    assert_int_equal(wijk_findings_count(two->world.findings), 1);
    assert_finding(two, 0, WIJK_WK9002, ref(SPLIT), ref(2001));
    PUT(two, two->second, act_withdraw, 2002, MERGE_DAY + 2, ref(2001));
    assert_int_equal(undo(two, SPLIT), WIJK_OK);
    struct looks after = look_at_both(two);
    assert_memory_equal(before.first.digest, after.first.digest, sizeof after.first.digest);
    assert_memory_equal(before.second.digest, after.second.digest, sizeof after.second.digest);
    const wijk_id bram = id(BRAM); /* and another split with the same part */
    MAKE(two, household_split_off, SPLIT + 10, MERGE_DAY + 30, ref(SECOND));
    assert_int_equal(wijk_dossier_split(two->world.dossier, &bram, 1, two->second, two->world.act, NULL, NULL),
                     WIJK_OK);
    assert_int_equal(members_on(two->second, MERGE_DAY + 30), 1);
    forget(&before);
    forget(&after);
}

/* ---- members of two ---- */

static wijk_status shared(struct two *two, wijk_date on, wijk_time known) {
    return wijk_dossier_shared(two->world.dossier, two->second, on, known, two->world.findings, two->world.error);
}

static void test_shared(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_dossier *first = two->world.dossier, *second = two->second;
    wijk_findings *findings = two->world.findings;
    fill_households(two); /* Evi has two homes, and both know it */
    assert_int_equal(shared(two, DAY + 5, WIJK_TIME_NONE), WIJK_OK);
    assert_int_equal(wijk_findings_count(findings), 0);
    put_member(two, second, 2100, DAY + 10, ANNA, WIJK_HOME_SHARED); /* which the first does not know */
    assert_int_equal(shared(two, DAY + 9, WIJK_TIME_NONE), WIJK_OK);
    assert_int_equal(wijk_findings_count(findings), 0);
    assert_int_equal(shared(two, DAY + 10, WIJK_TIME_NONE), WIJK_OK); /* a warning */
    assert_int_equal(wijk_findings_count(findings), 1);
    assert_finding(two, 0, WIJK_WK1026, ref(ANNA), ref(SECOND));
    assert_int_equal(wijk_findings_severity(findings, 0), WIJK_SEVERITY_WARN);
    assert_int_equal(wijk_findings_mend(findings, 0), WIJK_ACT_MEMBER_REVISE);
    assert_int_equal(shared(two, DAY + 10, NOON(DAY + 9)), WIJK_OK); /* was not known by then */
    assert_int_equal(wijk_findings_count(findings), 0);
    assert_int_equal(wijk_dossier_shared(second, first, DAY + 10, WIJK_TIME_NONE, findings, NULL), WIJK_OK);
    assert_finding(two, 0, WIJK_WK1026, ref(ANNA), ref(DOSSIER));
    wijk_dossier *read_only = stored(two, first, wijk_dossier_sequence(first));
    assert_int_equal(wijk_dossier_shared(read_only, second, DAY + 10, WIJK_TIME_NONE, findings, NULL), WIJK_OK);
    assert_int_equal(wijk_findings_count(findings), 1);
    wijk_dossier_destroy(read_only);
    PUT(two, first, member_leave, 1100, DAY + 20, ref(ANNA));
    assert_int_equal(shared(two, DAY + 19, WIJK_TIME_NONE), WIJK_OK);
    assert_int_equal(wijk_findings_count(findings), 1);
    assert_int_equal(shared(two, DAY + 20, WIJK_TIME_NONE), WIJK_OK);
    assert_int_equal(wijk_findings_count(findings), 0);
    put_member(two, first, 1101, DAY + 21, ANNA, 0); /* and comes back */
    assert_int_equal(shared(two, DAY + 21, WIJK_TIME_NONE), WIJK_OK);
    assert_int_equal(wijk_findings_count(findings), 1);
    PUT(two, second, dossier_close, 2101, DAY + 25, "moved");
    assert_int_equal(shared(two, DAY + 24, WIJK_TIME_NONE), WIJK_OK);
    assert_int_equal(wijk_findings_count(findings), 1);
    assert_int_equal(shared(two, DAY + 25, WIJK_TIME_NONE), WIJK_OK);
    assert_int_equal(wijk_findings_count(findings), 0);
}

/* What a policy says of it, and a dossier without one. */
static void test_shared_severity(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    static const char *const severities[] = {"refuse", "off"};
    fill_households(two);
    put_member(two, two->second, 2100, DAY + 10, ANNA, 0);
    const void *frames;
    size_t length;
    wijk_dossier *dossier;
    wijk_dossier_frames(two->world.dossier, &frames, &length);
    for (int i = 0; i < 2; i++) {
        char json[128];
        wijk_policy *policy;
        snprintf(json, sizeof json,
                 "{\"format\":1,\"name\":\"strict\",\"version\":\"1\",\"valid_from\":\"2026-01-01\","
                 "\"severities\":{\"WK1026\":\"%s\"}}",
                 severities[i]);
        assert_int_equal(wijk_policy_load(two->world.context, json, strlen(json), &policy, two->world.error), WIJK_OK);
        assert_int_equal(wijk_dossier_load(two->world.context, policy, frames, length, 0, &dossier, NULL), WIJK_OK);
        assert_int_equal(wijk_dossier_shared(dossier, two->second, DAY + 10, WIJK_TIME_NONE, two->world.findings, NULL),
                         i ? WIJK_OK : WIJK_REFUSED);
        assert_int_equal(wijk_findings_count(two->world.findings), !i);
        wijk_dossier_destroy(dossier);
        wijk_policy_unref(policy);
    }
    assert_int_equal(wijk_dossier_load(two->world.context, NULL, frames, length, 0, &dossier, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_shared(dossier, two->second, DAY + 10, WIJK_TIME_NONE, two->world.findings, NULL),
                     WIJK_OK);
    assert_int_equal(wijk_findings_severity(two->world.findings, 0), WIJK_SEVERITY_WARN);
    wijk_dossier_destroy(dossier);
}

static void test_shared_misuse(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_dossier *first = two->world.dossier, *second = two->second;
    wijk_findings *findings = two->world.findings;
    wijk_error *error = two->world.error;
    assert_int_equal(wijk_dossier_shared(NULL, second, DAY, WIJK_TIME_NONE, findings, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "a");
    assert_int_equal(wijk_dossier_shared(first, NULL, DAY, WIJK_TIME_NONE, findings, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "b");
    assert_int_equal(wijk_dossier_shared(first, first, DAY, WIJK_TIME_NONE, findings, error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_dossier_shared(first, second, DAY, WIJK_TIME_NONE, NULL, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "findings");
    assert_int_equal(wijk_dossier_shared(first, second, WIJK_DATE_NONE, WIJK_TIME_NONE, findings, error),
                     WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "on");
    assert_int_equal(shared(two, DAY, WIJK_TIME_NONE), WIJK_OK); /* nothing was opened */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up_two, tear_down_two)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_who_goes),
        TEST(test_refusals),
        TEST(test_misuse),
        TEST(test_only_one_side_was_stored),
        TEST(test_undo),
        TEST(test_shared),
        TEST(test_shared_severity),
        TEST(test_shared_misuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
