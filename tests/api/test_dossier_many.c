/* Many of a kind in one dossier: what is looked for among them is found without going through all of them for each of
 * all of them. Without that, each of these takes minutes, and the time for a test runs out. */
#include "dossier_support.h"

enum { CARER = 3, CHILD = 10000, PLAN = 1100, ACTION = 20000, LATER = 30000 };

static void begin(struct world *world, wijk_act_type type, uint32_t number) {
    wijk_id own = id(number);
    assert_int_equal(wijk_act_begin(world->act, type, &own, DAY + 2, NOON(DAY + 2), world->error), WIJK_OK);
    by_who(world);
}

static void about(struct world *world, wijk_field field, uint32_t number) {
    wijk_id one = id(number);
    assert_int_equal(wijk_act_set_id(world->act, field, &one, world->error), WIJK_OK);
}

static void take(struct world *world) { assert_int_equal(submit(world), WIJK_OK); }

static void start_many(struct world *world) {
    fill_two(world);
    assert_int_equal(wijk_dossier_begin(world->dossier, world->error), WIJK_OK);
    begin(world, WIJK_ACT_PLAN_DRAFT, PLAN);
    take(world);
}

static void depend(struct world *world, uint32_t number, uint32_t action, uint32_t on) {
    begin(world, WIJK_ACT_ACTION_DEPEND, number);
    about(world, WIJK_ACTION_DEPEND_ACTION, action);
    about(world, WIJK_ACTION_DEPEND_ON, on);
}

/* One row of actions that wait for each other, told from its end. */
static void test_a_long_row_of_actions(void **state) {
    struct world *world = *state;
    enum { LENGTH = 2500 };
    NEEDS_POLICY(world);
    start_many(world);
    for (uint32_t i = 0; i <= LENGTH; i++) {
        begin(world, WIJK_ACT_ACTION_START, ACTION + i);
        about(world, WIJK_ACTION_START_PLAN, PLAN);
        assert_int_equal(wijk_act_set_text(world->act, WIJK_ACTION_START_DESCRIPTION, "help", WIJK_NUL_TERMINATED,
                                           world->error), WIJK_OK);
        take(world);
    }
    for (uint32_t i = LENGTH; i-- > 0;) {
        depend(world, LATER + i, ACTION + i, ACTION + i + 1);
        take(world);
    }
    depend(world, LATER + LENGTH, ACTION + LENGTH, ACTION); /* all around */
    assert_int_equal(submit(world), WIJK_REFUSED);
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK2012);
    depend(world, LATER + LENGTH, ACTION, ACTION + LENGTH); /* only ahead */
    take(world);
    assert_int_equal(wijk_dossier_commit(world->dossier, world->error), WIJK_OK);
    assert_int_equal(rows(world->dossier, WIJK_TABLE_DEPENDENCIES, WIJK_DATE_NONE, WIJK_TIME_NONE), LENGTH + 1);
}

static void join_child(struct world *world, uint32_t number) {
    begin(world, WIJK_ACT_MEMBER_JOIN, number);
    about(world, WIJK_MEMBER_JOIN_PERSON, number - LATER + CHILD);
    assert_int_equal(wijk_act_set_code(world->act, WIJK_MEMBER_JOIN_ROLE, WIJK_MEMBER_ROLE_CHILD, world->error),
                     WIJK_OK);
    assert_int_equal(wijk_act_set_date(world->act, WIJK_MEMBER_JOIN_BORN, DAY - 17 * 365, world->error), WIJK_OK);
    take(world);
}

static void represent(struct world *world, uint32_t number, uint32_t child) {
    begin(world, WIJK_ACT_MEMBER_RELATE, number);
    about(world, WIJK_MEMBER_RELATE_PERSON, CARER);
    about(world, WIJK_MEMBER_RELATE_OF, child);
    assert_int_equal(wijk_act_set_code(world->act, WIJK_MEMBER_RELATE_RELATION, WIJK_RELATION_GUARDIAN, world->error),
                     WIJK_OK);
    assert_int_equal(wijk_act_set_int(world->act, WIJK_MEMBER_RELATE_AUTHORITY, 1, world->error), WIJK_OK);
    take(world);
}

static uint32_t waiting(const struct world *world) {
    wijk_status status = wijk_dossier_check(world->dossier, DAY + 300, WIJK_TIME_NONE, world->findings, world->error);
    assert_true(status == WIJK_OK || status == WIJK_REFUSED);
    for (uint32_t i = 0; i < wijk_findings_count(world->findings); i++)
        if (wijk_findings_code(world->findings, i) == WIJK_WK2035)
            return wijk_findings_missing_count(world->findings, i);
    return 0;
}

/* Many who have to agree, of whom somebody else may have agreed for all, among many who agreed. */
static void test_many_to_agree(void **state) {
    struct world *world = *state;
    enum { CHILDREN = 4000 };
    NEEDS_POLICY(world);
    start_many(world);
    for (uint32_t i = 0; i < CHILDREN; i++) {
        join_child(world, LATER + i);
        represent(world, LATER + CHILDREN + i, CHILD + i);
        begin(world, WIJK_ACT_PLAN_ACCEPT, LATER + 2 * CHILDREN + i);
        about(world, WIJK_PLAN_ACCEPT_PLAN, PLAN);
        about(world, WIJK_PLAN_ACCEPT_PERSON, ANNA);
        take(world);
    }
    assert_int_equal(wijk_dossier_commit(world->dossier, world->error), WIJK_OK);
    assert_int_equal(waiting(world), CHILDREN);
    begin(world, WIJK_ACT_PLAN_SIGN, LATER + 3 * CHILDREN);
    about(world, WIJK_PLAN_SIGN_PLAN, PLAN);
    about(world, WIJK_PLAN_SIGN_PARTY, CARER);
    take(world);
    assert_int_equal(waiting(world), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_long_row_of_actions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_to_agree, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
