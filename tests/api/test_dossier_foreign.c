/* Frames of a writer that was mistaken about what has the place of what: corrections that correct nothing, replacements
 * that cannot replace, and two acts with one id. The frame that is wrong is named. */
#include "frames_by_hand.h"

enum { OPENED = 1000, ANNA_JOINS, BRAM_JOINS };

static void correct_act(struct frames *frames, uint32_t number, wijk_date valid, uint32_t act, uint32_t replacement) {
    begin_act(frames, WIJK_ACT_ACT_CORRECT, number, valid, NOON(valid));
    field_id(frames, WIJK_ACT_CORRECT_ACT, act);
    field_id(frames, WIJK_ACT_CORRECT_REPLACEMENT, replacement);
    end_act(frames);
}

static void withdraw_act(struct frames *frames, uint32_t number, wijk_date valid, uint32_t act) {
    begin_act(frames, WIJK_ACT_ACT_WITHDRAW, number, valid, NOON(valid));
    field_id(frames, WIJK_ACT_WITHDRAW_ACT, act);
    end_act(frames);
}

/* Anna, who joined as an adult, joined as a child. */
static void join_again(struct frames *frames, uint32_t number) {
    join_act(frames, number, DAY + 1, ANNA, WIJK_MEMBER_ROLE_CHILD);
}

/* ---- what stands in the second frame ---- */

static void corrects(struct frames *frames) {
    join_again(frames, 1003);
    correct_act(frames, 1004, DAY + 1, ANNA_JOINS, 1003);
}

static void corrects_twice_in_a_row(struct frames *frames) {
    corrects(frames);
    join_again(frames, 1005);
    correct_act(frames, 1006, DAY + 1, ANNA_JOINS, 1005);
}

static void of_another_frame(struct frames *frames) { correct_act(frames, 1003, DAY + 1, ANNA_JOINS, BRAM_JOINS); }

static void of_another_type(struct frames *frames) {
    simple_act(frames, WIJK_ACT_PLAN_DRAFT, 1003, DAY + 1, NOON(DAY + 1));
    correct_act(frames, 1004, DAY + 1, ANNA_JOINS, 1003);
}

static void of_an_unknown_type(struct frames *frames) {
    simple_act(frames, NEWER, 1003, DAY + 1, NOON(DAY + 1));
    correct_act(frames, 1004, DAY + 1, ANNA_JOINS, 1003);
}

static void of_another_moment(struct frames *frames) {
    join_again(frames, 1003);
    begin_act(frames, WIJK_ACT_ACT_CORRECT, 1004, DAY + 1, NOON(DAY + 1) + 1);
    field_id(frames, WIJK_ACT_CORRECT_ACT, ANNA_JOINS);
    field_id(frames, WIJK_ACT_CORRECT_REPLACEMENT, 1003);
    end_act(frames);
}

static void withdrawn_before(struct frames *frames) {
    join_again(frames, 1003);
    withdraw_act(frames, 1004, DAY + 1, 1003);
    correct_act(frames, 1005, DAY + 1, ANNA_JOINS, 1003);
}

static void with_itself(struct frames *frames) { correct_act(frames, 1003, DAY + 1, ANNA_JOINS, ANNA_JOINS); }

static void with_the_correction(struct frames *frames) { correct_act(frames, 1003, DAY + 1, ANNA_JOINS, 1003); }

static void with_nothing(struct frames *frames) { correct_act(frames, 1003, DAY + 1, ANNA_JOINS, 1234); }

static void with_what_comes_later(struct frames *frames) {
    correct_act(frames, 1003, DAY + 1, ANNA_JOINS, 1004);
    join_again(frames, 1004);
}

static void with_what_has_a_place(struct frames *frames) {
    join_again(frames, 1003);
    correct_act(frames, 1004, DAY + 1, ANNA_JOINS, 1003);
    correct_act(frames, 1005, DAY + 1, BRAM_JOINS, 1003);
}

static void of_nothing(struct frames *frames) {
    join_again(frames, 1003);
    correct_act(frames, 1004, DAY + 1, 1234, 1003);
}

static void of_a_withdrawal(struct frames *frames) {
    withdraw_act(frames, 1003, DAY + 1, BRAM_JOINS);
    withdraw_act(frames, 1004, DAY + 1, ANNA_JOINS);
    correct_act(frames, 1005, DAY + 1, 1003, 1004);
}

static void of_what_was_withdrawn(struct frames *frames) {
    withdraw_act(frames, 1003, DAY + 1, ANNA_JOINS);
    join_again(frames, 1004);
    correct_act(frames, 1005, DAY + 1, ANNA_JOINS, 1004);
}

static void leaves_what_cannot_hold(struct frames *frames) { /* Anna is a member already */
    join_act(frames, 1003, DAY + 1, ANNA, WIJK_MEMBER_ROLE_CHILD);
    correct_act(frames, 1004, DAY + 1, BRAM_JOINS, 1003);
}

static void id_of_the_first_frame(struct frames *frames) {
    join_act(frames, BRAM_JOINS, DAY + 1, 7, WIJK_MEMBER_ROLE_CHILD);
}

static void id_of_this_frame(struct frames *frames) {
    join_act(frames, 1003, DAY + 1, 7, WIJK_MEMBER_ROLE_CHILD);
    join_act(frames, 1003, DAY + 1, 8, WIJK_MEMBER_ROLE_CHILD);
}

static void the_same_act_again(struct frames *frames) {
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, OPENED, DAY, NOON(DAY));
}

static void id_of_an_unknown_act(struct frames *frames) {
    simple_act(frames, NEWER, 1003, DAY + 1, NOON(DAY + 1));
    simple_act(frames, NEWER, 1003, DAY + 1, NOON(DAY + 1));
}

/* ---- tests ---- */

typedef void (*writer)(struct frames *frames);

/* Opened, Anna and Bram joined; then a second frame. Answers where that begins. */
static size_t write_two(struct world *world, writer second, struct frames *frames) {
    memset(frames, 0, sizeof *frames);
    begin_frame(frames, 1, zeros);
    simple_act(frames, WIJK_ACT_DOSSIER_OPEN, OPENED, DAY, NOON(DAY));
    join_act(frames, ANNA_JOINS, DAY, ANNA, WIJK_MEMBER_ROLE_ADULT);
    join_act(frames, BRAM_JOINS, DAY, BRAM, WIJK_MEMBER_ROLE_ADULT);
    end_frame(frames);
    next_frame(world, frames);
    second(frames);
    end_frame(frames);
    return frames->start;
}

static void test_what_corrects_nothing(void **state) {
    struct world *world = *state;
    static const struct {
        const char *name;
        writer second;
    } cases[] = {{"another frame", of_another_frame},
                 {"another type", of_another_type},
                 {"an unknown type", of_an_unknown_type},
                 {"another moment", of_another_moment},
                 {"withdrawn before", withdrawn_before},
                 {"with itself", with_itself},
                 {"with the correction", with_the_correction},
                 {"with nothing", with_nothing},
                 {"with what comes later", with_what_comes_later},
                 {"with what has a place", with_what_has_a_place},
                 {"of nothing", of_nothing},
                 {"of a withdrawal", of_a_withdrawal},
                 {"of what was withdrawn", of_what_was_withdrawn},
                 {"leaves what cannot hold", leaves_what_cannot_hold},
                 {"an id of the first frame", id_of_the_first_frame},
                 {"an id of this frame", id_of_this_frame},
                 {"the same act again", the_same_act_again},
                 {"an id of an unknown act", id_of_an_unknown_act}};
    NEEDS_POLICY(world);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static struct frames frames;
        wijk_dossier *made;
        size_t second = write_two(world, cases[i].second, &frames);
        print_message("%s\n", cases[i].name);
        for (wijk_load_flags flags = WIJK_LOAD_CHECKSUMS; flags <= WIJK_LOAD_VERIFY_CHAIN; flags++) {
            assert_int_equal(wijk_dossier_load(world->context, world->policy, frames.bytes, frames.size, flags, &made,
                                               world->error), WIJK_E_HISTORY);
            assert_null(made);
            assert_int_equal(wijk_error_offset(world->error), second);
        }
    }
}

/* A frame that says it has fewer acts than it has. */
static void test_more_acts_than_it_says(void **state) {
    struct world *world = *state;
    static struct frames frames;
    wijk_dossier *made;
    NEEDS_POLICY(world);
    write_two(world, corrects, &frames);
    frames.size = frames.start;
    uint8_t head[WIJK_HASH_SIZE];
    memcpy(head, frames.bytes + frames.start + 56, sizeof head);
    begin_frame(&frames, 2, head);
    join_act(&frames, 1003, DAY + 1, 7, WIJK_MEMBER_ROLE_CHILD);
    join_act(&frames, 1004, DAY + 1, 8, WIJK_MEMBER_ROLE_CHILD);
    frames.acts--;
    end_frame(&frames);
    assert_int_equal(load_frames(world, &frames, &made), WIJK_E_CORRUPT);
    assert_null(made);
    assert_int_equal(wijk_error_offset(world->error), frames.start);
}

static int64_t role_of_anna(const wijk_dossier *dossier, wijk_time known, wijk_id *act) {
    wijk_table *members;
    wijk_id anna = id(ANNA);
    int64_t role = 0;
    assert_int_equal(wijk_dossier_table(dossier, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, known, &members, NULL), WIJK_OK);
    for (uint32_t row = 0; row < wijk_table_rows(members); row++) {
        if (memcmp(wijk_table_cell_id(members, WIJK_MEMBERS_COLUMN_PERSON, row), &anna, sizeof anna) != 0)
            continue;
        role = wijk_table_int(members, WIJK_MEMBERS_COLUMN_ROLE, row);
        *act = *wijk_table_cell_id(members, WIJK_MEMBERS_COLUMN_ACT, row);
    }
    wijk_table_unref(members);
    return role;
}

/* It goes by the id of what it replaces, however often that is corrected, and before it was known it was not so. */
static void test_what_corrects(void **state) {
    struct world *world = *state;
    static const writer writers[] = {corrects, corrects_twice_in_a_row};
    NEEDS_POLICY(world);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        static struct frames frames;
        wijk_dossier *made;
        wijk_id act, joined = id(ANNA_JOINS);
        write_two(world, writers[i], &frames);
        assert_int_equal(load_frames(world, &frames, &made), WIJK_OK);
        assert_int_equal(role_of_anna(made, WIJK_TIME_NONE, &act), WIJK_MEMBER_ROLE_CHILD);
        assert_memory_equal(&act, &joined, sizeof act);
        assert_int_equal(role_of_anna(made, NOON(DAY + 1) - 1, &act), WIJK_MEMBER_ROLE_ADULT);
        assert_int_equal(rows(made, WIJK_TABLE_MEMBERS, WIJK_DATE_NONE, WIJK_TIME_NONE), 2);
        wijk_dossier_destroy(made);
    }
}

enum { HELPER = 70 };

static void endless_action(struct frames *frames, uint32_t number, int64_t minutes) {
    begin_act(frames, WIJK_ACT_ACTION_START, number, DAY + 1, NOON(DAY + 1));
    field_id(frames, WIJK_ACTION_START_PLAN, 1003);
    field_id(frames, WIJK_ACTION_START_PROVIDER, HELPER);
    field_text(frames, WIJK_ACTION_START_DESCRIPTION, "x");
    field_number(frames, WIJK_ACTION_START_MINUTES, minutes);
    end_act(frames);
}

static void works_without_end(struct frames *frames) {
    simple_act(frames, WIJK_ACT_PLAN_DRAFT, 1003, DAY + 1, NOON(DAY + 1));
    begin_act(frames, WIJK_ACT_NETWORK_JOIN, 1004, DAY + 1, NOON(DAY + 1));
    field_id(frames, WIJK_NETWORK_JOIN_PERSON, HELPER);
    end_act(frames);
    endless_action(frames, 1005, INT64_MAX);
    endless_action(frames, 1006, INT64_MAX);
    endless_action(frames, 1007, INT64_MIN + 1);
    endless_action(frames, 1008, 90);
}

/* What nobody can do in a week counts for nothing in a sum, and stays what it was where it stands. */
static void test_impossible_minutes(void **state) {
    struct world *world = *state;
    static struct frames frames;
    wijk_dossier *made;
    wijk_table *network;
    NEEDS_POLICY(world);
    write_two(world, works_without_end, &frames);
    assert_int_equal(load_frames(world, &frames, &made), WIJK_OK);
    assert_int_equal(wijk_dossier_table(made, WIJK_TABLE_NETWORK, WIJK_DATE_NONE, WIJK_TIME_NONE, &network, NULL),
                     WIJK_OK);
    assert_int_equal(wijk_table_int(network, WIJK_NETWORK_COLUMN_ACTIONS, 0), 4);
    assert_int_equal(wijk_table_int(network, WIJK_NETWORK_COLUMN_MINUTES, 0), 90);
    wijk_table_unref(network);
    wijk_dossier_destroy(made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_impossible_minutes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_corrects_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_more_acts_than_it_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_corrects, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
