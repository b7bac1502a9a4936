/* Merging two households, and taking that back. */
#include "merge_support.h"

#include "story.h"

static void test_who_comes_along(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_dossier *first = two->world.dossier, *second = two->second;
    fill_households(two);
    uint64_t frames = wijk_dossier_sequence(first), other_frames = wijk_dossier_sequence(second);
    assert_int_equal(merge(two, NULL), WIJK_OK);
    assert_int_equal(wijk_findings_count(two->world.findings), 0);
    assert_int_equal(wijk_dossier_sequence(first), frames + 1);
    assert_int_equal(wijk_dossier_sequence(second), other_frames + 1);
    assert_int_equal(members_on(first, MERGE_DAY - 1), 2);
    assert_int_equal(members_on(first, MERGE_DAY), 4); /* not Daan, who had left; Evi only once */
    wijk_table *table;
    assert_int_equal(wijk_dossier_table(first, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, WIJK_TIME_NONE, &table, NULL),
                     WIJK_OK);
    wijk_id cato = id(CATO);
    size_t length;
    assert_memory_equal(wijk_table_cell_id(table, WIJK_MEMBERS_COLUMN_PERSON, 3), &cato, sizeof cato);
    assert_int_equal(wijk_table_int(table, WIJK_MEMBERS_COLUMN_ROLE, 3), WIJK_MEMBER_ROLE_CHILD);
    assert_memory_equal(wijk_table_text(table, WIJK_MEMBERS_COLUMN_NAME, 3, &length), "Cato", 4);
    assert_int_equal(wijk_table_int(table, WIJK_MEMBERS_COLUMN_BORN, 3), 16000);
    assert_int_equal(wijk_table_int(table, WIJK_MEMBERS_COLUMN_HOME, 3), WIJK_HOME_SHARED);
    assert_int_equal(wijk_table_int(table, WIJK_MEMBERS_COLUMN_FROM, 3), MERGE_DAY);
    assert_true(wijk_table_is_null(table, WIJK_MEMBERS_COLUMN_HEARD, 3)); /* heard there, and nothing is invented */
    assert_true(wijk_table_is_null(table, WIJK_MEMBERS_COLUMN_NAME, 2));
    wijk_table_unref(table);
    assert_int_equal(rows(first, WIJK_TABLE_HEARINGS, WIJK_DATE_NONE, WIJK_TIME_NONE), 0);
    assert_int_equal(rows(second, WIJK_TABLE_HEARINGS, WIJK_DATE_NONE, WIJK_TIME_NONE), 1);
    assert_int_equal(rows(first, WIJK_TABLE_NETWORK, WIJK_DATE_NONE, WIJK_TIME_NONE), 1);       /* not Anna */
    assert_int_equal(rows(first, WIJK_TABLE_PROFESSIONALS, WIJK_DATE_NONE, WIJK_TIME_NONE), 2); /* Iris once */
    assert_int_equal(rows(first, WIJK_TABLE_RELATIONS, WIJK_DATE_NONE, WIJK_TIME_NONE), 2);
}

static void test_lineage_and_ids(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    fill_households(two);
    assert_int_equal(merge(two, NULL), WIJK_OK);
    const wijk_dossier *dossiers[] = {two->world.dossier, two->second};
    const wijk_id other[] = {id(SECOND), id(DOSSIER)};
    const int32_t kinds[] = {WIJK_LINEAGE_ABSORBED, WIJK_LINEAGE_MERGED_INTO};
    for (int i = 0; i < 2; i++) {
        wijk_table *table;
        assert_int_equal(wijk_dossier_table(dossiers[i], WIJK_TABLE_LINEAGE, WIJK_DATE_NONE, WIJK_TIME_NONE, &table,
                                            NULL), WIJK_OK);
        assert_int_equal(wijk_table_rows(table), 1);
        assert_int_equal(wijk_table_int(table, WIJK_LINEAGE_COLUMN_KIND, 0), kinds[i]);
        assert_memory_equal(wijk_table_cell_id(table, WIJK_LINEAGE_COLUMN_HOUSEHOLD, 0), &other[i], sizeof other[i]);
        const wijk_id *act = wijk_table_cell_id(table, WIJK_LINEAGE_COLUMN_ACT, 0);
        char text[WIJK_ID_TEXT_SIZE];
        wijk_id_format(act, text);
        /* SHA-256 of 646f73000000000000000000 00000bb8, 00000080, as a UUID of version 8: computed elsewhere */
        assert_string_equal(text, i ? "8561227c-c215-876f-84b1-f94ac1e17d8e" : "646f7300-0000-0000-0000-000000000bb8");
        wijk_table_unref(table);
    }
    wijk_dossier *first = stored(two, two->world.dossier, wijk_dossier_sequence(two->world.dossier));
    assert_same_state(first, two->world.dossier);
    wijk_dossier_destroy(first);
}

/* ---- plans ---- */

/* A made-up household up to the day on which its plan takes effect; answers the plan's id. */
static wijk_id put_plan(struct two *two, wijk_dossier *dossier, uint32_t seed) {
    struct story story;
    size_t count = 0;
    story_make(&story, two->world.context, seed);
    while (wijk_act_get_type(story.acts[count]) != WIJK_ACT_PLAN_ACTIVATE)
        count++;
    wijk_id plan = *wijk_act_get_field_id(story.acts[count], WIJK_PLAN_ACTIVATE_PLAN);
    assert_int_equal(wijk_dossier_submit_all(dossier, (const wijk_act *const *)story.acts, count + 1, NULL, NULL),
                     WIJK_OK);
    story_free(&story);
    return plan;
}

static wijk_status merge_on(struct two *two, wijk_dossier *survivor, wijk_dossier *absorbed, const wijk_id *plan) {
    const wijk_id *household = wijk_dossier_id(absorbed);
    MAKE(two, household_absorb, MERGE, 20700, household, plan);
    return wijk_dossier_merge(survivor, absorbed, two->world.act, two->world.findings, two->world.error);
}

static void test_two_active_plans(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_dossier *first = two->world.dossier, *second = two->second;
    wijk_id goes_on = put_plan(two, first, 1), ends = put_plan(two, second, 2), now;
    struct looks before = look_at_both(two);
    assert_int_equal(merge_on(two, first, second, NULL), WIJK_REFUSED);
    assert_int_equal(wijk_findings_count(two->world.findings), 1);
    assert_finding(two, 0, WIJK_WK1013, &ends, &goes_on);
    assert_int_equal(merge_on(two, first, second, &ends), WIJK_REFUSED); /* no plan of the survivor */
    assert_finding(two, 0, WIJK_WK1013, &ends, &goes_on);
    assert_both_unchanged(two, before);
    assert_int_equal(merge_on(two, first, second, &goes_on), WIJK_OK);
    assert_int_equal(wijk_dossier_plan(first, WIJK_DATE_NONE, &now), WIJK_OK);
    assert_memory_equal(&now, &goes_on, sizeof now);
    assert_int_equal(wijk_dossier_plan(second, WIJK_DATE_NONE, &now), WIJK_NONE);
    assert_int_equal(wijk_dossier_coordinator(second, WIJK_DATE_NONE, &now), WIJK_NONE);
    for (int i = 0; i < 2; i++) { /* one coordinator at every moment of an active plan, in both */
        wijk_dossier_check(i ? second : first, 20710, WIJK_TIME_NONE, two->world.findings, NULL);
        for (uint32_t at = 0; at < wijk_findings_count(two->world.findings); at++)
            assert_int_not_equal(wijk_findings_severity(two->world.findings, at), WIJK_SEVERITY_REFUSE);
    }
    assert_int_equal(undo(two, MERGE), WIJK_REFUSED); /* recorded before the merge */
    assert_finding(two, 0, WIJK_WK9004, ref(UNDO), NULL);
}

static void test_one_active_plan(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_id plan = put_plan(two, two->second, 2), unknown = id(77);
    put_open(two, two->world.dossier, 1000, DAY);
    struct looks before = look_at_both(two);
    assert_int_equal(merge_on(two, two->world.dossier, two->second, NULL), WIJK_REFUSED);
    assert_int_equal(wijk_findings_count(two->world.findings), 1);
    assert_finding(two, 0, WIJK_WK1014, &plan, NULL);
    assert_int_equal(merge_on(two, two->world.dossier, two->second, &plan), WIJK_REFUSED);
    assert_finding(two, 0, WIJK_WK1014, &plan, NULL);
    assert_int_equal(merge_on(two, two->second, two->world.dossier, &unknown), WIJK_REFUSED);
    assert_finding(two, 0, WIJK_WK9001, &unknown, NULL);
    assert_both_unchanged(two, before);
    assert_int_equal(merge_on(two, two->second, two->world.dossier, NULL), WIJK_OK); /* the other way round */
}

/* ---- refusals leave both as they were ---- */

static void test_a_household_and_itself(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_id first = id(DOSSIER);
    fill_households(two);
    struct looks before = look_at_both(two);
    make_merge(two, NULL);
    assert_int_equal(wijk_dossier_merge(two->world.dossier, two->world.dossier, two->world.act, two->world.findings,
                                        NULL),
                     WIJK_REFUSED);
    assert_finding(two, 0, WIJK_WK1015, &first, NULL);
    MAKE(two, household_absorb, MERGE, MERGE_DAY, &first, NULL);
    assert_int_equal(wijk_dossier_merge(two->world.dossier, two->second, two->world.act, two->world.findings, NULL),
                     WIJK_REFUSED);
    assert_finding(two, 0, WIJK_WK1015, &first, NULL);
    assert_both_unchanged(two, before);
}

static void test_closed(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    fill_households(two);
    PUT(two, two->second, dossier_close, 2100, DAY + 30, "moved");
    struct looks before = look_at_both(two);
    assert_int_equal(merge(two, NULL), WIJK_REFUSED);
    assert_int_equal(wijk_findings_count(two->world.findings), 1); /* the survivor had no objection */
    assert_finding(two, 0, WIJK_WK1001, NULL, NULL);
    assert_both_unchanged(two, before);
    PUT(two, two->world.dossier, dossier_close, 1100, DAY + 30, "moved");
    assert_int_equal(merge(two, NULL), WIJK_REFUSED);
    assert_int_equal(wijk_findings_count(two->world.findings), 2);
    assert_int_equal(wijk_dossier_merge(two->world.dossier, two->second, two->world.act, NULL, NULL), WIJK_REFUSED);
}

static void test_later_acts_of_the_absorbed(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_id later = id(2100), daan = id(DAAN);
    fill_households(two);
    PUT(two, two->second, member_join, 2100, MERGE_DAY + 1, &daan, WIJK_MEMBER_ROLE_CHILD, NULL, WIJK_DATE_NONE);
    wijk_id absorb = id(MERGE), second = id(SECOND);
    assert_int_equal(wijk_act_household_absorb(two->world.act, &absorb, MERGE_DAY, NOON(MERGE_DAY + 1), &second, NULL,
                                               NULL), WIJK_OK);
    by_who(&two->world);
    struct looks before = look_at_both(two);
    assert_int_equal(wijk_dossier_merge(two->world.dossier, two->second, two->world.act, two->world.findings, NULL),
                     WIJK_REFUSED);
    assert_int_equal(wijk_findings_code(two->world.findings, 0), WIJK_WK9002);
    assert_memory_equal(wijk_findings_other(two->world.findings, 0), &later, sizeof later);
    assert_both_unchanged(two, before);
}

/* Before the day of what both know already: acts are judged together. */
static void test_backdated(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_id second = id(SECOND), absorb = id(MERGE);
    fill_households(two);
    make_move(&two->world, 1100, MERGE_DAY + 5, NOON(MERGE_DAY + 5));
    assert_int_equal(wijk_dossier_submit(two->world.dossier, two->world.act, NULL, NULL), WIJK_OK);
    assert_int_equal(wijk_act_household_absorb(two->world.act, &absorb, MERGE_DAY, NOON(MERGE_DAY + 6), &second, NULL,
                                               NULL), WIJK_OK);
    by_who(&two->world);
    assert_int_equal(wijk_dossier_merge(two->world.dossier, two->second, two->world.act, two->world.findings, NULL),
                     WIJK_OK);
    assert_int_equal(members_on(two->world.dossier, MERGE_DAY), 4);
    assert_int_equal(rows(two->world.dossier, WIJK_TABLE_SETTING_STAYS, WIJK_DATE_NONE, WIJK_TIME_NONE), 1);
}

static void test_misuse(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_dossier *first = two->world.dossier, *second = two->second, *read_only;
    wijk_findings *findings = two->world.findings;
    wijk_error *error = two->world.error;
    wijk_act *act = two->world.act;
    fill_households(two);
    struct looks before = look_at_both(two);
    make_merge(two, NULL);
    assert_int_equal(wijk_dossier_merge(NULL, second, act, findings, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "survivor");
    assert_int_equal(wijk_dossier_merge(first, NULL, act, findings, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "absorbed");
    assert_int_equal(wijk_dossier_merge(first, second, NULL, findings, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "merge");
    assert_int_equal(wijk_dossier_undo_lineage(first, second, act, findings, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "undo");
    assert_int_equal(wijk_dossier_undo_lineage(first, NULL, act, findings, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "other");
    assert_int_equal(wijk_act_unset(act, WIJK_HOUSEHOLD_ABSORB_HOUSEHOLD, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_merge(first, second, act, findings, error), WIJK_E_MISSING);
    wijk_id stranger = id(999);
    assert_int_equal(wijk_act_set_id(act, WIJK_HOUSEHOLD_ABSORB_HOUSEHOLD, &stranger, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_merge(first, second, act, findings, error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "absorbed");
    assert_int_equal(undo(two, 1001), WIJK_E_ARGUMENT); /* a member joined */
    assert_string_equal(wijk_error_path(error), "undo");
    assert_int_equal(undo(two, MERGE), WIJK_REFUSED); /* which is not there */
    assert_finding(two, 0, WIJK_WK9001, ref(MERGE), NULL);
    assert_int_equal(wijk_dossier_begin(second, NULL), WIJK_OK);
    assert_int_equal(merge(two, NULL), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(error), "absorbed");
    wijk_dossier_rollback(second);
    assert_both_unchanged(two, before);
    const void *frames;
    size_t length;
    wijk_dossier_frames(second, &frames, &length);
    assert_int_equal(wijk_dossier_load(two->world.context, NULL, frames, length, 0, &read_only, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_merge(first, read_only, act, findings, error), WIJK_E_ARGUMENT);
    wijk_dossier_destroy(read_only);
}

/* ---- again, and when only one side was stored ---- */

static void test_again(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    fill_households(two);
    assert_int_equal(merge(two, NULL), WIJK_OK);
    struct looks before = look_at_both(two);
    assert_int_equal(merge(two, NULL), WIJK_DUPLICATE);
    assert_int_equal(wijk_act_set_reason(two->world.act, "another one", WIJK_NUL_TERMINATED, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_merge(two->world.dossier, two->second, two->world.act, two->world.findings, NULL),
                     WIJK_REFUSED);
    assert_int_equal(wijk_findings_code(two->world.findings, 0), WIJK_WK9003);
    assert_both_unchanged(two, before);
}

static void test_only_one_side_was_stored(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    fill_households(two);
    uint64_t frames[] = {wijk_dossier_sequence(two->world.dossier), wijk_dossier_sequence(two->second)};
    assert_int_equal(merge(two, NULL), WIJK_OK);
    wijk_dossier *whole[] = {two->world.dossier, two->second};
    for (int lost = 0; lost < 2; lost++) {
        wijk_dossier *first = stored(two, whole[0], frames[0] + (lost != 0));
        wijk_dossier *second = stored(two, whole[1], frames[1] + (lost != 1));
        make_merge(two, NULL);
        assert_int_equal(wijk_dossier_merge(first, second, two->world.act, two->world.findings, NULL), WIJK_OK);
        assert_same_state(first, whole[0]);
        assert_same_state(second, whole[1]);
        assert_int_equal(wijk_dossier_sequence(first), frames[0] + 1);
        assert_int_equal(wijk_dossier_sequence(second), frames[1] + 1);
        wijk_dossier_destroy(first);
        wijk_dossier_destroy(second);
    }
}

/* ---- taking back ---- */

static void test_undo_gives_back_both(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_dossier *first = two->world.dossier, *second = two->second;
    fill_households(two);
    struct looks before = look_at_both(two);
    wijk_buffer *tables = tables_of(first, two->world.context), *others = tables_of(second, two->world.context);
    assert_int_equal(merge(two, NULL), WIJK_OK);
    uint64_t frames = wijk_dossier_sequence(first), other_frames = wijk_dossier_sequence(second);
    assert_int_equal(undo(two, MERGE), WIJK_OK);
    struct looks after = look_at_both(two);
    assert_memory_equal(before.first.digest, after.first.digest, sizeof after.first.digest);
    assert_memory_equal(before.second.digest, after.second.digest, sizeof after.second.digest);
    assert_same_tables(tables, tables_of(first, two->world.context));
    assert_same_tables(others, tables_of(second, two->world.context));
    assert_int_equal(undo(two, MERGE), WIJK_DUPLICATE);
    wijk_dossier *whole[] = {first, second};
    for (int lost = 0; lost < 2; lost++) { /* only one side was stored */
        wijk_dossier *a = stored(two, whole[0], frames + (lost != 0));
        wijk_dossier *b = stored(two, whole[1], other_frames + (lost != 1));
        wijk_id absorb = id(MERGE);
        MAKE(two, act_withdraw, UNDO, MERGE_DAY + 20, &absorb);
        assert_int_equal(wijk_dossier_undo_lineage(a, b, two->world.act, two->world.findings, NULL), WIJK_OK);
        assert_same_state(a, first);
        assert_same_state(b, second);
        wijk_dossier_destroy(a);
        wijk_dossier_destroy(b);
    }
    forget(&before);
    forget(&after);
}

static void test_undo_what_others_rest_on(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_id absorb = id(MERGE), bram = id(BRAM), cato = id(CATO), heard = id(1100), excused = id(1101);
    wijk_id other = id(3005);
    fill_households(two);
    assert_int_equal(merge(two, NULL), WIJK_OK);
    PUT(two, two->world.dossier, member_hear, 1100, MERGE_DAY + 1, &cato, WIJK_HEARING_ALONE);
    PUT(two, two->world.dossier, member_excuse, 1101, MERGE_DAY + 1, &bram, "abroad");
    assert_int_equal(wijk_act_dossier_reopen(two->world.act, ref(2100), MERGE_DAY + 2, NOON(MERGE_DAY + 2), NULL),
                     WIJK_OK);
    by_who(&two->world);
    assert_int_equal(wijk_dossier_submit(two->second, two->world.act, NULL, NULL), WIJK_OK);
    struct looks before = look_at_both(two);
    assert_int_equal(undo(two, MERGE), WIJK_REFUSED);
    assert_int_equal(wijk_findings_count(two->world.findings), 3);
    assert_finding(two, 0, WIJK_WK9002, &absorb, &heard);
    assert_finding(two, 1, WIJK_WK9002, &absorb, &excused);
    assert_finding(two, 2, WIJK_WK9002, &absorb, ref(2100));
    assert_both_unchanged(two, before);
    assert_int_equal(wijk_dossier_undo_lineage(two->world.dossier, two->second, two->world.act, NULL, NULL),
                     WIJK_REFUSED);
    wijk_dossier *third;
    assert_int_equal(wijk_dossier_new(two->world.context, two->world.policy, &other, &third, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_undo_lineage(two->world.dossier, third, two->world.act, NULL, two->world.error),
                     WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(two->world.error), "other");
    wijk_dossier_destroy(third);
}

/* A member who came along turns out to have another name; another was withdrawn by hand: taken back all the same. */
static void test_undo_what_was_corrected(void **state) {
    struct two *two = *state;
    NEEDS_POLICY(&two->world);
    wijk_dossier *first = two->world.dossier;
    fill_households(two);
    struct looks before = look_at_both(two);
    assert_int_equal(merge(two, NULL), WIJK_OK);
    wijk_table *table;
    assert_int_equal(wijk_dossier_table(first, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, WIJK_TIME_NONE, &table, NULL),
                     WIJK_OK);
    wijk_id bram = id(BRAM), replacement = id(1200);
    const wijk_id came = *wijk_table_cell_id(table, WIJK_MEMBERS_COLUMN_ACT, 2);
    wijk_table_unref(table);
    assert_int_equal(wijk_dossier_begin(first, NULL), WIJK_OK);
    put_member(two, first, 1201, MERGE_DAY + 1, DAAN, 0);
    assert_int_equal(wijk_dossier_commit(first, NULL), WIJK_OK);
    wijk_act *acts[2];
    assert_int_equal(wijk_act_new(two->world.context, &acts[0], NULL), WIJK_OK);
    assert_int_equal(wijk_act_member_join(acts[0], &replacement, MERGE_DAY + 1, NOON(MERGE_DAY + 2), &bram,
                                          WIJK_MEMBER_ROLE_OTHER, "Bram", WIJK_DATE_NONE, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_actor(acts[0], &bram, NULL, NULL, 0, NULL), WIJK_OK);
    acts[1] = two->world.act;
    MAKE(two, act_correct, 1202, MERGE_DAY + 2, &came, &replacement);
    assert_int_equal(wijk_dossier_submit_all(first, (const wijk_act *const *)acts, 2, two->world.findings, NULL),
                     WIJK_OK);
    wijk_act_destroy(acts[0]);
    make_withdraw(&two->world, 1203, MERGE_DAY + 3, 1201);
    assert_int_equal(wijk_dossier_submit(first, two->world.act, NULL, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_table(first, WIJK_TABLE_NETWORK, WIJK_DATE_NONE, WIJK_TIME_NONE, &table, NULL),
                     WIJK_OK);
    const wijk_id helped = *wijk_table_cell_id(table, WIJK_NETWORK_COLUMN_ACT, 0);
    wijk_table_unref(table);
    PUT(two, first, act_withdraw, 1204, MERGE_DAY + 3, &helped);
    assert_int_equal(undo(two, MERGE), WIJK_OK);
    struct looks after = look_at_both(two);
    assert_memory_equal(before.first.digest, after.first.digest, sizeof after.first.digest);
    assert_memory_equal(before.second.digest, after.second.digest, sizeof after.second.digest);
    forget(&before);
    forget(&after);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up_two, tear_down_two)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_who_comes_along),
        TEST(test_lineage_and_ids),
        TEST(test_two_active_plans),
        TEST(test_one_active_plan),
        TEST(test_a_household_and_itself),
        TEST(test_closed),
        TEST(test_later_acts_of_the_absorbed),
        TEST(test_backdated),
        TEST(test_misuse),
        TEST(test_again),
        TEST(test_only_one_side_was_stored),
        TEST(test_undo_gives_back_both),
        TEST(test_undo_what_others_rest_on),
        TEST(test_undo_what_was_corrected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
