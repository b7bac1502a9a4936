/* Frames that this library did not write: of a newer writer, whose acts, fields and codes it does not know, and of one
 * that was mistaken, whose acts contradict each other. What is wrong about corrections is in test_dossier_foreign.c. */
#include "frames_by_hand.h"

/* ---- what a newer writer adds ---- */

/* Opened; Anna joined with a field and Bram with a code that are not known; an act of an unknown type. */
static void write_newer(struct frames *frames) {
    begin_frame(frames, 1, zeros);
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
    begin_act(frames, WIJK_ACT_MEMBER_JOIN, 1001, DAY, NOON(DAY));
    field_id(frames, WIJK_MEMBER_JOIN_PERSON, ANNA);
    field_number(frames, WIJK_MEMBER_JOIN_ROLE, WIJK_MEMBER_ROLE_ADULT);
    field_text(frames, 31, "of tomorrow");
    end_act(frames);
    begin_act(frames, NEWER, 1002, DAY, NOON(DAY));
    field_text(frames, 1, "unknown words");
    field_id(frames, 2, 1001);
    field_number(frames, 3, -5);
    end_act(frames);
    join_act(frames, 1003, DAY, BRAM, 99);
    end_frame(frames);
}

static wijk_table *table(const wijk_dossier *dossier, wijk_table_id which) {
    wijk_table *out;
    assert_int_equal(wijk_dossier_table(dossier, which, WIJK_DATE_NONE, WIJK_TIME_NONE, &out, NULL), WIJK_OK);
    return out;
}

static void test_what_is_unknown_is_kept_and_skipped(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    static struct frames frames;
    write_newer(&frames);
    wijk_dossier *made, *original = world->dossier;
    assert_int_equal(load_frames(world, &frames, &made), WIJK_OK);
    assert_int_equal(wijk_dossier_acts(made), 4);
    wijk_table *acts = table(made, WIJK_TABLE_ACTS), *members = table(made, WIJK_TABLE_MEMBERS);
    assert_int_equal(wijk_table_rows(acts), 4);
    assert_int_equal(wijk_table_int(acts, WIJK_ACTS_COLUMN_TYPE, 2), NEWER);
    assert_int_equal(wijk_table_rows(members), 2);
    assert_int_equal(wijk_table_int(members, WIJK_MEMBERS_COLUMN_ROLE, 1), 99);
    wijk_table_unref(acts);
    wijk_table_unref(members);
    world->dossier = made;
    make_join(world, 1002, DAY + 1, 7);
    assert_int_equal(submit(world), WIJK_REFUSED); /* the id of the unknown act is taken */
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK9003);
    make_join(world, 1004, DAY + 1, 7);
    assert_int_equal(submit(world), WIJK_OK);
    make_join(world, 1005, DAY, 8);
    wijk_id own = id(1005), person = id(8);
    assert_int_equal(wijk_act_member_join(world->act, &own, DAY, NOON(DAY + 2), &person, WIJK_MEMBER_ROLE_CHILD, NULL,
                                          WIJK_DATE_NONE, NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK); /* made anew, past what is unknown */
    make_withdraw(world, 1006, DAY + 3, 1002);
    assert_int_equal(submit(world), WIJK_OK); /* it can be withdrawn */
    assert_int_equal(rows(made, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, WIJK_TIME_NONE), 4);
    struct look more = look_at(made);
    put(&frames, more.frames, more.length);
    world->dossier = original;
    wijk_dossier_destroy(made);
    assert_int_equal(load_frames(world, &frames, &made), WIJK_OK);
    struct look loaded = look_at(made);
    assert_memory_equal(loaded.digest, more.digest, sizeof more.digest);
    assert_memory_equal(loaded.head, more.head, sizeof more.head);
    free(more.frames);
    free(loaded.frames);
    wijk_dossier_destroy(made);
}

/* What is unknown can be written down, by number. */
static void test_what_is_unknown_is_written(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    static struct frames frames;
    frames.size = 0;
    write_newer(&frames);
    wijk_dossier *made;
    wijk_buffer *out;
    assert_int_equal(load_frames(world, &frames, &made), WIJK_OK);
    assert_int_equal(wijk_buffer_new(world->context, &out), WIJK_OK);
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_TABLES); i++) {
        wijk_table *one = table(made, wijk_catalog_number(WIJK_CATALOG_TABLES, i));
        assert_int_equal(wijk_table_write(one, WIJK_FORMAT_CSV, 1, out, world->error), WIJK_OK);
        assert_int_equal(wijk_table_write(one, WIJK_FORMAT_JSON_LINES, 0, out, world->error), WIJK_OK);
        wijk_table_unref(one);
    }
    assert_non_null(strstr(wijk_buffer_data(out), "30000"));
    assert_non_null(strstr(wijk_buffer_data(out), "99"));
    wijk_buffer_clear(out);
    assert_int_equal(wijk_journal_write_json(world->context, frames.bytes, frames.size, out, world->error), WIJK_OK);
    assert_non_null(strstr(wijk_buffer_data(out), "30000"));
    wijk_buffer_destroy(out);
    wijk_journal_report *report;
    assert_int_equal(wijk_journal_scan(world->context, frames.bytes, frames.size, 1, &report, NULL), WIJK_OK);
    assert_int_equal(wijk_journal_report_unknown_acts(report), 1);
    wijk_journal_report_destroy(report);
    wijk_dossier_destroy(made);
}

/* ---- acts that contradict each other ---- */

typedef void (*writer)(struct frames *frames);

static void open_twice(struct frames *frames) {
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1001, DAY, NOON(DAY));
}

static void join_before_opening(struct frames *frames) {
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
    join_act(frames, 1001, DAY - 1, ANNA, WIJK_MEMBER_ROLE_ADULT); /* and recorded before it, too */
}

static void late_and_before_opening(struct frames *frames) {
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
    begin_act(frames, WIJK_ACT_MEMBER_JOIN, 1001, DAY - 1, NOON(DAY + 1));
    field_id(frames, WIJK_MEMBER_JOIN_PERSON, ANNA);
    field_number(frames, WIJK_MEMBER_JOIN_ROLE, WIJK_MEMBER_ROLE_ADULT);
    end_act(frames);
}

static void recorded_backwards(struct frames *frames) {
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
    simple_act(frames, NEWER, 1001, DAY, NOON(DAY) - 1);
}

static void withdraws(struct frames *frames, uint32_t number, uint32_t target) {
    begin_act(frames, WIJK_ACT_ACT_WITHDRAW, number, DAY, NOON(DAY));
    field_id(frames, WIJK_ACT_WITHDRAW_ACT, target);
    end_act(frames);
}

static void withdraws_nothing(struct frames *frames) {
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
    withdraws(frames, 1001, 1234);
}

static void withdraws_itself(struct frames *frames) {
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
    withdraws(frames, 1001, 1001);
}

static void withdraws_twice(struct frames *frames) {
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
    withdraws(frames, 1001, 1000);
    withdraws(frames, 1002, 1000);
}

static void withdraws_a_withdrawal(struct frames *frames) {
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
    withdraws(frames, 1001, 1000);
    withdraws(frames, 1002, 1001);
}

static void withdraws_what_is_needed(struct frames *frames) {
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
    join_act(frames, 1001, DAY, ANNA, WIJK_MEMBER_ROLE_ADULT);
    withdraws(frames, 1002, 1000);
}

static void refers_to_nothing(struct frames *frames) {
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
    begin_act(frames, WIJK_ACT_PLAN_CLOSE, 1001, DAY, NOON(DAY));
    field_id(frames, WIJK_PLAN_CLOSE_PLAN, 1234);
    end_act(frames);
}

static void test_contradictions_are_refused(void **state) {
    struct world *world = *state;
    static const writer writers[] = {open_twice,        join_before_opening, late_and_before_opening,
                                     recorded_backwards, withdraws_nothing,   withdraws_itself,
                                     withdraws_twice,   withdraws_a_withdrawal, withdraws_what_is_needed,
                                     refers_to_nothing};
    NEEDS_POLICY(world);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        static struct frames frames;
        wijk_dossier *made;
        frames.size = 0;
        begin_frame(&frames, 1, zeros);
        writers[i](&frames);
        end_frame(&frames);
        print_message("contradiction %zu\n", i);
        assert_int_equal(load_frames(world, &frames, &made), WIJK_E_HISTORY);
        assert_null(made);
        assert_int_equal(wijk_error_code(world->error), WIJK_E_HISTORY);
    }
}

/* Fields that every writer fills in may be missing in the bytes of one that is mistaken: no field is read that is not
 * there. Whatever is answered, nothing breaks. */
static void test_acts_without_their_fields(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    uint32_t taken = 0;
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_ACTS); i++) {
        static struct frames frames;
        wijk_act_type type = wijk_catalog_number(WIJK_CATALOG_ACTS, i);
        wijk_dossier *made;
        frames.size = 0;
        begin_frame(&frames, 1, zeros);
        if (type != WIJK_ACT_DOSSIER_OPEN)
            simple_act(&frames, WIJK_ACT_DOSSIER_OPEN, 1000, DAY, NOON(DAY));
        join_act(&frames, 1001, DAY, ANNA, WIJK_MEMBER_ROLE_ADULT);
        simple_act(&frames, (uint32_t)type, 1002, DAY, NOON(DAY));
        simple_act(&frames, (uint32_t)type, 1003, DAY - 1, NOON(DAY));
        end_frame(&frames);
        wijk_status status = load_frames(world, &frames, &made);
        taken += status == WIJK_OK;
        assert_true(status == WIJK_OK || status == WIJK_E_HISTORY || status == WIJK_E_CORRUPT);
        wijk_dossier_destroy(made);
    }
    print_message("%u of the acts without fields were taken\n", (unsigned)taken);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_unknown_is_kept_and_skipped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_unknown_is_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_contradictions_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_acts_without_their_fields, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
