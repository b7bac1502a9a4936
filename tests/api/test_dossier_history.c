/* What became known later, and taking back: wijk_dossier_changes(), wijk_dossier_undo(), and corrections that are saved
 * and loaded. */
#include "dossier_support.h"

enum { OPENED = 1000, ANNA_JOINS, ANNA_LEAVES, ANNA_COMES_BACK, ANNA_IS_HEARD, BRAM_JOINS, INVERSE = 2000 };

static void join(struct world *world, uint32_t number, wijk_date day, wijk_time recorded, uint32_t person,
                 int32_t role) {
    wijk_id own = id(number), who = id(person);
    assert_int_equal(wijk_act_member_join(world->act, &own, day, recorded, &who, role, NULL, WIJK_DATE_NONE, NULL),
                     WIJK_OK);
    by_who(world);
}

/* Opened; Anna joins, leaves, comes back and is heard; then Bram joins, earlier. Days DAY to DAY + 4, and DAY + 1. */
static void fill_six(struct world *world) {
    wijk_id anna = id(ANNA), leaves = id(ANNA_LEAVES), heard = id(ANNA_IS_HEARD);
    fill_two(world);
    assert_int_equal(wijk_act_member_leave(world->act, &leaves, DAY + 2, NOON(DAY + 2), &anna, NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK);
    join(world, ANNA_COMES_BACK, DAY + 3, NOON(DAY + 3), ANNA, WIJK_MEMBER_ROLE_ADULT);
    assert_int_equal(submit(world), WIJK_OK);
    assert_int_equal(wijk_act_member_hear(world->act, &heard, DAY + 4, NOON(DAY + 4), &anna, WIJK_HEARING_ALONE, NULL),
                     WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK);
    join(world, BRAM_JOINS, DAY + 1, NOON(DAY + 5), BRAM, WIJK_MEMBER_ROLE_CHILD);
    assert_int_equal(submit(world), WIJK_OK);
}

/* ---- changes ---- */

static void changes_are(const struct world *world, wijk_time since, wijk_time known, wijk_date on, const uint32_t *acts,
                        uint32_t count) {
    wijk_table *changes;
    assert_int_equal(wijk_dossier_changes(world->dossier, since, known, on, &changes, world->error), WIJK_OK);
    assert_int_equal(wijk_table_get_id(changes), WIJK_TABLE_ACTS);
    assert_int_equal(wijk_table_rows(changes), count);
    for (uint32_t row = 0; row < count; row++) {
        wijk_id expected = id(acts[row]);
        assert_memory_equal(wijk_table_cell_id(changes, WIJK_ACTS_COLUMN_ACT, row), &expected, sizeof expected);
    }
    wijk_table_unref(changes);
}

#define CHANGES(world, since, known, on, ...)                             \
    changes_are(world, since, known, on, (const uint32_t[]){__VA_ARGS__}, \
                sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static void test_changes(void **state) {
    struct world *world = *state;
    const wijk_date all = WIJK_DATE_NONE;
    const wijk_time now = WIJK_TIME_NONE;
    NEEDS_POLICY(world);
    changes_are(world, WIJK_TIME_MIN, now, all, NULL, 0);
    fill_six(world);
    CHANGES(world, WIJK_TIME_MIN, now, all, OPENED, ANNA_JOINS, ANNA_LEAVES, ANNA_COMES_BACK, ANNA_IS_HEARD,
            BRAM_JOINS);
    CHANGES(world, NOON(DAY + 3), now, all, ANNA_IS_HEARD, BRAM_JOINS);
    CHANGES(world, NOON(DAY + 3) - 1, now, all, ANNA_COMES_BACK, ANNA_IS_HEARD, BRAM_JOINS);
    CHANGES(world, NOON(DAY + 3), NOON(DAY + 4), all, ANNA_IS_HEARD);
    CHANGES(world, NOON(DAY + 3), now, DAY + 3, BRAM_JOINS); /* the late fact */
    changes_are(world, NOON(DAY + 3), now, DAY, NULL, 0);
    changes_are(world, NOON(DAY + 5), now, all, NULL, 0);
    changes_are(world, NOON(DAY + 4), NOON(DAY + 1), all, NULL, 0); /* the wrong way round */
    changes_are(world, WIJK_TIME_MAX, now, all, NULL, 0);
    CHANGES(world, NOON(DAY + 4), WIJK_TIME_MAX, WIJK_DATE_MAX, BRAM_JOINS);
    changes_are(world, WIJK_TIME_MIN, now, WIJK_DATE_MIN, NULL, 0);
}

/* A withdrawal is a row, and shows at what it takes back. */
static void test_changes_of_withdrawals(void **state) {
    struct world *world = *state;
    wijk_table *changes;
    NEEDS_POLICY(world);
    fill_six(world);
    make_withdraw(world, 1006, DAY + 6, BRAM_JOINS);
    assert_int_equal(submit(world), WIJK_OK);
    CHANGES(world, NOON(DAY + 5), WIJK_TIME_NONE, WIJK_DATE_NONE, 1006);
    const wijk_dossier *dossier = world->dossier;
    const wijk_time since = NOON(DAY + 4);
    assert_int_equal(wijk_dossier_changes(dossier, since, WIJK_TIME_NONE, WIJK_DATE_NONE, &changes, NULL), WIJK_OK);
    assert_int_equal(wijk_table_rows(changes), 2);
    assert_false(wijk_table_is_null(changes, WIJK_ACTS_COLUMN_WITHDRAWN, 0));
    wijk_table_unref(changes);
    assert_int_equal(wijk_dossier_changes(dossier, since, NOON(DAY + 5), WIJK_DATE_NONE, &changes, NULL), WIJK_OK);
    assert_true(wijk_table_is_null(changes, WIJK_ACTS_COLUMN_WITHDRAWN, 0)); /* it was not known yet */
    wijk_table_unref(changes);
}

static void test_changes_misused(void **state) {
    struct world *world = *state;
    wijk_table *out = (wijk_table *)(void *)world;
    NEEDS_POLICY(world);
    assert_int_equal(wijk_dossier_changes(NULL, 0, 0, DAY, &out, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "dossier");
    assert_null(out);
    out = (wijk_table *)(void *)world;
    assert_int_equal(wijk_dossier_changes(world->dossier, WIJK_TIME_NONE, 0, DAY, &out, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "since");
    assert_null(out);
    assert_int_equal(wijk_dossier_changes(world->dossier, 0, 0, DAY, NULL, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "out");
}

/* ---- undo ---- */

static wijk_status undo(struct world *world, uint32_t act, wijk_time recorded) {
    wijk_id target = id(act), own = id(INVERSE);
    struct look before = look_at(world->dossier);
    wijk_status status = wijk_dossier_undo(world->dossier, &target, &own, DAY + 9, recorded, world->act,
                                           world->findings, world->error);
    assert_unchanged(world->dossier, before);
    return status;
}

/* Refused because of these acts, in the order of their days. */
static void refused_by(struct world *world, uint32_t act, const uint32_t *later, uint32_t count) {
    wijk_id subject = id(act);
    assert_int_equal(undo(world, act, NOON(DAY + 9)), WIJK_REFUSED);
    assert_int_equal(wijk_findings_count(world->findings), count);
    for (uint32_t i = 0; i < count; i++) {
        wijk_id other = id(later[i]);
        assert_int_equal(wijk_findings_code(world->findings, i), WIJK_WK9002);
        assert_memory_equal(wijk_findings_subject(world->findings, i), &subject, sizeof subject);
        assert_memory_equal(wijk_findings_other(world->findings, i), &other, sizeof other);
    }
}

static void test_undo(void **state) {
    struct world *world = *state;
    wijk_id own = id(INVERSE), heard = id(ANNA_IS_HEARD);
    NEEDS_POLICY(world);
    fill_six(world);
    assert_int_equal(undo(world, ANNA_IS_HEARD, NOON(DAY + 9)), WIJK_OK);
    assert_int_equal(wijk_findings_count(world->findings), 0);
    assert_int_equal(wijk_act_get_type(world->act), WIJK_ACT_ACT_WITHDRAW);
    assert_memory_equal(wijk_act_get_id(world->act), &own, sizeof own);
    assert_memory_equal(wijk_act_get_field_id(world->act, WIJK_ACT_WITHDRAW_ACT), &heard, sizeof heard);
    assert_int_equal(wijk_act_get_valid(world->act), DAY + 9);
    assert_true(wijk_act_get_recorded(world->act) == NOON(DAY + 9));
    assert_int_equal(submit(world), WIJK_E_MISSING); /* who does it is for the caller to say */
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_HEARINGS, WIJK_DATE_NONE, WIJK_TIME_NONE), 0);
    assert_int_equal(undo(world, ANNA_IS_HEARD, NOON(DAY + 9)), WIJK_REFUSED); /* taken back already */
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK9005);
    assert_int_equal(undo(world, INVERSE, NOON(DAY + 9)), WIJK_REFUSED);
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK9005);
    assert_int_equal(undo(world, 1234, NOON(DAY + 9)), WIJK_REFUSED);
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK9001);
}

/* All that rests on it, directly or not; what would hold without it is not named. */
static void test_undo_refused(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_six(world);
    const uint32_t all[] = {ANNA_JOINS, BRAM_JOINS, ANNA_LEAVES, ANNA_COMES_BACK, ANNA_IS_HEARD};
    refused_by(world, OPENED, all, 5);
    refused_by(world, ANNA_JOINS, (const uint32_t[]){ANNA_LEAVES}, 1);
    refused_by(world, ANNA_LEAVES, (const uint32_t[]){ANNA_COMES_BACK}, 1); /* she would be here, and so can be heard */
    refused_by(world, ANNA_COMES_BACK, (const uint32_t[]){ANNA_IS_HEARD}, 1);
}

/* What stands in the way is taken back with it, in one batch: one by one may not do. */
static void test_undo_together(void **state) {
    struct world *world = *state;
    const wijk_act *acts[2];
    wijk_act *other;
    wijk_id target = id(ANNA_LEAVES);
    NEEDS_POLICY(world);
    fill_six(world);
    refused_by(world, ANNA_COMES_BACK, (const uint32_t[]){ANNA_IS_HEARD}, 1);
    assert_int_equal(wijk_act_new(world->context, &other, NULL), WIJK_OK);
    make_withdraw(world, 2001, DAY + 9, ANNA_COMES_BACK);
    struct look before = look_at(world->dossier);
    assert_int_equal(submit(world), WIJK_REFUSED); /* she would be heard while away */
    assert_unchanged(world->dossier, before);
    wijk_id own = id(2002), who = id(WHO);
    assert_int_equal(wijk_act_act_withdraw(other, &own, DAY + 9, NOON(DAY + 9), &target, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_actor(other, &who, NULL, NULL, 0, NULL), WIJK_OK);
    acts[0] = world->act;
    acts[1] = other;
    assert_int_equal(wijk_dossier_submit_all(world->dossier, acts, 2, world->findings, world->error), WIJK_OK);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, WIJK_TIME_NONE), 2);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_HEARINGS, WIJK_DATE_NONE, WIJK_TIME_NONE), 1);
    wijk_act_destroy(other);
}

static void undo_fails(struct world *world, wijk_dossier *dossier, const wijk_id *act, const wijk_id *own,
                       wijk_act *inverse, wijk_findings *findings, wijk_status status, const char *path) {
    assert_int_equal(wijk_dossier_undo(dossier, act, own, DAY, NOON(DAY), inverse, findings, world->error), status);
    assert_string_equal(wijk_error_path(world->error), path);
}

static void test_undo_misused(void **state) {
    struct world *world = *state;
    wijk_id act = id(OPENED), own = id(INVERSE), none = {{0}};
    NEEDS_POLICY(world);
    wijk_dossier *dossier = world->dossier;
    wijk_findings *findings = world->findings;
    undo_fails(world, dossier, &act, &own, world->act, findings, WIJK_REFUSED, ""); /* nothing is there yet */
    fill_two(world);
    undo_fails(world, NULL, &act, &own, world->act, findings, WIJK_E_ARGUMENT, "dossier");
    undo_fails(world, dossier, NULL, &own, world->act, findings, WIJK_E_ARGUMENT, "value");
    undo_fails(world, dossier, &act, NULL, world->act, findings, WIJK_E_ARGUMENT, "id");
    undo_fails(world, dossier, &act, &none, world->act, findings, WIJK_E_ID, "id");
    undo_fails(world, dossier, &act, &own, NULL, findings, WIJK_E_ARGUMENT, "inverse");
    undo_fails(world, dossier, &act, &own, world->act, NULL, WIJK_E_ARGUMENT, "findings");
    assert_int_equal(wijk_dossier_begin(dossier, NULL), WIJK_OK);
    undo_fails(world, dossier, &act, &own, world->act, findings, WIJK_E_ARGUMENT, "dossier");
    wijk_dossier_rollback(dossier);
    undo_fails(world, dossier, &act, &own, world->act, findings, WIJK_REFUSED, "");
}

/* A dossier to read only can say what undoing would take, too. */
static void test_undo_of_what_is_read_only(void **state) {
    struct world *world = *state;
    wijk_dossier *made, *original = world->dossier;
    NEEDS_POLICY(world);
    fill_six(world);
    struct look look = look_at(original);
    assert_int_equal(wijk_dossier_load(world->context, NULL, look.frames, look.length, 0, &made, NULL), WIJK_OK);
    world->dossier = made;
    refused_by(world, ANNA_COMES_BACK, (const uint32_t[]){ANNA_IS_HEARD}, 1);
    assert_int_equal(undo(world, BRAM_JOINS, NOON(DAY + 9)), WIJK_OK);
    world->dossier = original;
    wijk_dossier_destroy(made);
    free(look.frames);
}

/* ---- corrections ---- */

/* In the place of an act, what was really so. */
static wijk_status correct(struct world *world, uint32_t number, uint32_t act, wijk_date day, int32_t role,
                           wijk_time recorded) {
    wijk_act *other;
    wijk_id own = id(number + 1), target = id(act), replacement = id(number), who = id(WHO);
    join(world, number, day, recorded, BRAM, role);
    assert_int_equal(wijk_act_new(world->context, &other, NULL), WIJK_OK);
    assert_int_equal(wijk_act_act_correct(other, &own, DAY, recorded, &target, &replacement, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_actor(other, &who, NULL, NULL, 0, NULL), WIJK_OK);
    const wijk_act *acts[] = {world->act, other};
    wijk_status status = wijk_dossier_submit_all(world->dossier, acts, 2, world->findings, world->error);
    wijk_act_destroy(other);
    return status;
}

static void bram_is(const wijk_dossier *dossier, wijk_time known, int64_t role, wijk_date from) {
    wijk_table *members;
    wijk_id bram = id(BRAM), joined = id(BRAM_JOINS);
    uint32_t seen = 0;
    assert_int_equal(wijk_dossier_table(dossier, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, known, &members, NULL), WIJK_OK);
    for (uint32_t row = 0; row < wijk_table_rows(members); row++) {
        if (memcmp(wijk_table_cell_id(members, WIJK_MEMBERS_COLUMN_PERSON, row), &bram, sizeof bram) != 0)
            continue;
        seen++;
        assert_memory_equal(wijk_table_cell_id(members, WIJK_MEMBERS_COLUMN_ACT, row), &joined, sizeof joined);
        assert_int_equal(wijk_table_int(members, WIJK_MEMBERS_COLUMN_ROLE, row), role);
        assert_int_equal(wijk_table_int(members, WIJK_MEMBERS_COLUMN_FROM, row), from);
    }
    assert_int_equal(seen, 1);
    wijk_table_unref(members);
}

static void as_it_was_and_is(const wijk_dossier *dossier) {
    bram_is(dossier, NOON(DAY + 5), WIJK_MEMBER_ROLE_CHILD, DAY + 1);
    bram_is(dossier, NOON(DAY + 6) - 1, WIJK_MEMBER_ROLE_CHILD, DAY + 1);
    bram_is(dossier, NOON(DAY + 6), WIJK_MEMBER_ROLE_OTHER, DAY + 3);
    bram_is(dossier, NOON(DAY + 7) - 1, WIJK_MEMBER_ROLE_OTHER, DAY + 3);
    bram_is(dossier, NOON(DAY + 7), WIJK_MEMBER_ROLE_ADULT, DAY + 2);
    bram_is(dossier, WIJK_TIME_NONE, WIJK_MEMBER_ROLE_ADULT, DAY + 2);
}

static void test_corrections_are_saved_and_loaded(void **state) {
    struct world *world = *state;
    wijk_dossier *made;
    NEEDS_POLICY(world);
    fill_six(world);
    assert_int_equal(correct(world, 1010, BRAM_JOINS, DAY + 3, WIJK_MEMBER_ROLE_OTHER, NOON(DAY + 6)), WIJK_OK);
    /* by the id that it goes by, and not by the one that the last correction had */
    assert_int_equal(correct(world, 1012, BRAM_JOINS, DAY + 2, WIJK_MEMBER_ROLE_ADULT, NOON(DAY + 7)), WIJK_OK);
    as_it_was_and_is(world->dossier);
    struct look look = look_at(world->dossier);
    assert_int_equal(load(world, look.frames, look.length, &made), WIJK_OK);
    as_it_was_and_is(made);
    struct look loaded = look_at(made);
    assert_memory_equal(loaded.digest, look.digest, sizeof look.digest);
    wijk_dossier_destroy(made);
    free(loaded.frames);
    free(look.frames);
    CHANGES(world, NOON(DAY + 6), WIJK_TIME_NONE, WIJK_DATE_NONE, 1012, 1013);
}

/* Undo of what was corrected takes back what stands in its place now. */
static void test_undo_of_a_correction(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_six(world);
    assert_int_equal(correct(world, 1010, BRAM_JOINS, DAY + 3, WIJK_MEMBER_ROLE_OTHER, NOON(DAY + 6)), WIJK_OK);
    assert_int_equal(undo(world, BRAM_JOINS, NOON(DAY + 9)), WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, WIJK_TIME_NONE), 2); /* Anna, twice */
    assert_int_equal(undo(world, 1010, NOON(DAY + 9)), WIJK_REFUSED);
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK9005);
}

/* A correction that is refused leaves nothing, and the act of the batch that is at fault is named. */
static void test_corrections_refused(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    fill_six(world);
    struct look before = look_at(world->dossier);
    assert_int_equal(correct(world, 1010, OPENED, DAY, WIJK_MEMBER_ROLE_ADULT, NOON(DAY + 6)), WIJK_REFUSED);
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK9006);
    assert_int_equal(wijk_findings_item(world->findings, 0), 1);
    assert_int_equal(correct(world, 1010, 1234, DAY, WIJK_MEMBER_ROLE_ADULT, NOON(DAY + 6)), WIJK_REFUSED);
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK9001);
    assert_int_equal(correct(world, 1010, BRAM_JOINS, DAY - 1, WIJK_MEMBER_ROLE_ADULT, NOON(DAY + 6)), WIJK_REFUSED);
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK1001); /* before the dossier was opened */
    assert_int_equal(wijk_findings_item(world->findings, 0), 0);
    assert_unchanged(world->dossier, before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_changes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_changes_of_withdrawals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_changes_misused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_undo, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_undo_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_undo_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_undo_misused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_undo_of_what_is_read_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_corrections_are_saved_and_loaded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_undo_of_a_correction, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_corrections_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
