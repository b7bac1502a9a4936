/* Acts built through the shared library only: setters, their refusals, the generated helpers, limits and memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <wijkteam/acts.h>
#include <wijkteam/wijkteam.h>

#include "fail_alloc.h"

static const wijk_id id_a = {{0xA, 1}}, id_b = {{0xB, 2}}, none = {{0}};
static const wijk_time noon = INT64_C(1772366400000000);
enum { DAY = 20513, SMALL_TEXT = 100 };

struct fixture {
    struct fail_alloc alloc;
    wijk_act *act;
    wijk_error *error;
};

static int setup(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    wijk_limits limits = {.struct_size = sizeof limits, .text_bytes = SMALL_TEXT};
    wijk_context *context;
    assert_non_null(fixture);
    assert_int_equal(fail_alloc_context(&fixture->alloc, &limits, &context), WIJK_OK);
    assert_int_equal(wijk_error_new(context, &fixture->error), WIJK_OK);
    assert_int_equal(wijk_act_new(context, &fixture->act, NULL), WIJK_OK);
    wijk_context_unref(context);
    *state = fixture;
    return 0;
}

static int teardown(void **state) {
    struct fixture *fixture = *state;
    wijk_error_destroy(fixture->error);
    wijk_act_destroy(fixture->act);
    bool clean = fail_alloc_clean(&fixture->alloc);
    free(fixture);
    return clean ? 0 : -1;
}

static void expect(const struct fixture *fixture, wijk_status answered, wijk_status status, const char *path) {
    assert_int_equal(answered, status);
    assert_int_equal(wijk_error_code(fixture->error), status);
    assert_string_equal(wijk_error_path(fixture->error), path);
}

static void begin(struct fixture *fixture, wijk_act_type type) {
    expect(fixture, wijk_act_begin(fixture->act, type, &id_a, DAY, noon, fixture->error), WIJK_OK, "");
}

static void assert_field_text(const wijk_act *act, wijk_field field, const char *expected) {
    size_t length = 99;
    const char *text = wijk_act_get_text(act, field, &length);
    assert_non_null(text);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(text, expected, length);
    assert_ptr_equal(wijk_act_get_text(act, field, NULL), text);
}

static void test_begin(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    wijk_error *error = fixture->error;
    assert_int_equal(wijk_act_get_type(act), 0);
    expect(fixture, wijk_act_set_int(act, 1, 1, error), WIJK_E_FIELD, "field");
    expect(fixture, wijk_act_set_actor(act, &id_a, NULL, NULL, 0, error), WIJK_E_ARGUMENT, "act");
    expect(fixture, wijk_act_set_reason(act, "x", 1, error), WIJK_E_ARGUMENT, "act");
    begin(fixture, WIJK_ACT_GOAL_SET);
    assert_int_equal(wijk_act_get_type(act), WIJK_ACT_GOAL_SET);
    assert_memory_equal(wijk_act_get_id(act), &id_a, sizeof id_a);
    assert_int_equal(wijk_act_get_valid(act), DAY);
    assert_true(wijk_act_get_recorded(act) == noon);

    wijk_act_type goal = WIJK_ACT_GOAL_END;
    expect(fixture, wijk_act_begin(act, 0, &id_b, 1, 1, error), WIJK_E_ACT_TYPE, "type");
    expect(fixture, wijk_act_begin(act, 99, &id_b, 1, 1, error), WIJK_E_ACT_TYPE, "type");
    expect(fixture, wijk_act_begin(act, -1, &id_b, 1, 1, error), WIJK_E_ACT_TYPE, "type");
    expect(fixture, wijk_act_begin(act, INT32_MAX, &id_b, 1, 1, error), WIJK_E_ACT_TYPE, "type");
    expect(fixture, wijk_act_begin(act, goal, NULL, 1, 1, error), WIJK_E_ARGUMENT, "id");
    expect(fixture, wijk_act_begin(act, goal, &none, 1, 1, error), WIJK_E_ID, "id");
    expect(fixture, wijk_act_begin(act, goal, &id_b, WIJK_DATE_NONE, 1, error), WIJK_E_DATE, "valid");
    expect(fixture, wijk_act_begin(act, goal, &id_b, WIJK_DATE_MIN - 1, 1, error), WIJK_E_DATE, "valid");
    expect(fixture, wijk_act_begin(act, goal, &id_b, WIJK_DATE_MAX + 1, 1, error), WIJK_E_DATE, "valid");
    expect(fixture, wijk_act_begin(act, goal, &id_b, 1, WIJK_TIME_NONE, error), WIJK_E_TIME, "recorded");
    expect(fixture, wijk_act_begin(act, goal, &id_b, 1, WIJK_TIME_MIN - 1, error), WIJK_E_TIME, "recorded");
    expect(fixture, wijk_act_begin(act, goal, &id_b, 1, WIJK_TIME_MAX + 1, error), WIJK_E_TIME, "recorded");
    expect(fixture, wijk_act_begin(NULL, goal, &id_b, 1, 1, error), WIJK_E_ARGUMENT, "act");
    assert_int_equal(wijk_act_get_type(act), WIJK_ACT_GOAL_SET); /* what failed changed nothing */
    assert_memory_equal(wijk_act_get_id(act), &id_a, sizeof id_a);
    expect(fixture, wijk_act_begin(act, goal, &id_b, WIJK_DATE_MIN, WIJK_TIME_MIN, error), WIJK_OK, "");
    expect(fixture, wijk_act_begin(act, goal, &id_b, WIJK_DATE_MAX, WIJK_TIME_MAX, error), WIJK_OK, "");
}

static void test_fields(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    begin(fixture, WIJK_ACT_GOAL_SET);
    assert_int_equal(wijk_act_set_id(act, WIJK_GOAL_SET_PLAN, &id_b, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_text(act, WIJK_GOAL_SET_TITLE, "naar school", WIJK_NUL_TERMINATED, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_int(act, WIJK_GOAL_SET_TARGET, INT64_MAX, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_int(act, WIJK_GOAL_SET_BASELINE, INT64_MIN + 1, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_date(act, WIJK_GOAL_SET_DUE, DAY, NULL), WIJK_OK);
    assert_memory_equal(wijk_act_get_field_id(act, WIJK_GOAL_SET_PLAN), &id_b, sizeof id_b);
    assert_field_text(act, WIJK_GOAL_SET_TITLE, "naar school");
    assert_true(wijk_act_get_int(act, WIJK_GOAL_SET_TARGET) == INT64_MAX);
    assert_true(wijk_act_get_int(act, WIJK_GOAL_SET_BASELINE) == INT64_MIN + 1);
    assert_int_equal(wijk_act_get_int(act, WIJK_GOAL_SET_DUE), DAY);
    assert_int_equal(wijk_act_has(act, WIJK_GOAL_SET_OWNER), 0);
    assert_null(wijk_act_get_field_id(act, WIJK_GOAL_SET_OWNER));
    /* A getter of another kind gives the neutral value. */
    size_t length = 99;
    assert_null(wijk_act_get_text(act, WIJK_GOAL_SET_DUE, &length));
    assert_int_equal(length, 0);
    assert_null(wijk_act_get_field_id(act, WIJK_GOAL_SET_DUE));
    assert_int_equal(wijk_act_get_int(act, WIJK_GOAL_SET_TITLE), 0);
    assert_int_equal(wijk_act_get_int(act, WIJK_GOAL_SET_PLAN), 0);

    assert_int_equal(wijk_act_unset(act, WIJK_GOAL_SET_TITLE, NULL), WIJK_OK);
    assert_int_equal(wijk_act_unset(act, WIJK_GOAL_SET_DUE, NULL), WIJK_OK);
    assert_int_equal(wijk_act_unset(act, WIJK_GOAL_SET_OWNER, NULL), WIJK_OK); /* was not there */
    assert_int_equal(wijk_act_has(act, WIJK_GOAL_SET_TITLE), 0);
    assert_null(wijk_act_get_text(act, WIJK_GOAL_SET_TITLE, NULL));
    assert_int_equal(wijk_act_get_int(act, WIJK_GOAL_SET_DUE), 0);
    assert_int_equal(wijk_act_has(act, WIJK_GOAL_SET_TARGET), 1);
    assert_int_equal(wijk_act_set_text(act, WIJK_GOAL_SET_TITLE, "again", 5, NULL), WIJK_OK);
    expect(fixture, wijk_act_set_text(act, WIJK_GOAL_SET_TITLE, "", 0, fixture->error), WIJK_OK, "");
    assert_int_equal(wijk_act_has(act, WIJK_GOAL_SET_TITLE), 0); /* an empty text is no value */
}

static void test_wrong_fields(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    wijk_error *error = fixture->error;
    begin(fixture, WIJK_ACT_TIER_ENTER);
    const wijk_field strange[] = {0, -1, 15, 16, 33, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        expect(fixture, wijk_act_set_id(act, strange[i], &id_a, error), WIJK_E_FIELD, "field");
        expect(fixture, wijk_act_set_int(act, strange[i], 0, error), WIJK_E_FIELD, "field");
        expect(fixture, wijk_act_set_date(act, strange[i], 0, error), WIJK_E_FIELD, "field");
        expect(fixture, wijk_act_set_code(act, strange[i], 1, error), WIJK_E_FIELD, "field");
        expect(fixture, wijk_act_set_text(act, strange[i], "a", 1, error), WIJK_E_FIELD, "field");
        expect(fixture, wijk_act_unset(act, strange[i], error), WIJK_E_FIELD, "field");
        assert_int_equal(wijk_act_has(act, strange[i]), 0);
        assert_int_equal(wijk_act_get_int(act, strange[i]), 0);
        assert_null(wijk_act_get_field_id(act, strange[i]));
        assert_null(wijk_act_get_text(act, strange[i], NULL));
    }
    expect(fixture, wijk_act_set_int(act, WIJK_TIER_ENTER_RANK, 1, error), WIJK_E_DERIVED, "/fields/rank");
    expect(fixture, wijk_act_set_text(act, WIJK_TIER_ENTER_RANK, "a", 1, error), WIJK_E_DERIVED, "/fields/rank");
    assert_int_equal(wijk_act_has(act, WIJK_TIER_ENTER_RANK), 0);
    expect(fixture, wijk_act_set_int(act, WIJK_TIER_ENTER_TIER, 1, error), WIJK_E_TYPE, "/fields/tier");
    expect(fixture, wijk_act_set_id(act, WIJK_TIER_ENTER_TIER, &id_a, error), WIJK_E_TYPE, "/fields/tier");
    expect(fixture, wijk_act_set_text(act, WIJK_TIER_ENTER_STEP, "a", 1, error), WIJK_E_TYPE, "/fields/step");
    begin(fixture, WIJK_ACT_MEMBER_JOIN);
    expect(fixture, wijk_act_set_int(act, WIJK_MEMBER_JOIN_ROLE, 1, error), WIJK_E_TYPE, "/fields/role");
    expect(fixture, wijk_act_set_int(act, WIJK_MEMBER_JOIN_BORN, 1, error), WIJK_E_TYPE, "/fields/born");
    expect(fixture, wijk_act_set_date(act, WIJK_MEMBER_JOIN_ROLE, 1, error), WIJK_E_TYPE, "/fields/role");
    expect(fixture, wijk_act_set_code(act, WIJK_MEMBER_JOIN_BORN, 1, error), WIJK_E_TYPE, "/fields/born");
}

static void test_wrong_values(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    wijk_error *error = fixture->error;
    begin(fixture, WIJK_ACT_MEMBER_JOIN);
    expect(fixture, wijk_act_set_id(act, WIJK_MEMBER_JOIN_PERSON, NULL, error), WIJK_E_ARGUMENT, "value");
    expect(fixture, wijk_act_set_id(act, WIJK_MEMBER_JOIN_PERSON, &none, error), WIJK_E_ID, "/fields/person");
    expect(fixture, wijk_act_set_code(act, WIJK_MEMBER_JOIN_ROLE, 0, error), WIJK_E_CODE, "/fields/role");
    expect(fixture, wijk_act_set_code(act, WIJK_MEMBER_JOIN_ROLE, 4, error), WIJK_E_CODE, "/fields/role");
    expect(fixture, wijk_act_set_code(act, WIJK_MEMBER_JOIN_ROLE, INT32_MIN, error), WIJK_E_CODE, "/fields/role");
    expect(fixture, wijk_act_set_date(act, WIJK_MEMBER_JOIN_BORN, WIJK_DATE_NONE, error), WIJK_E_DATE, "/fields/born");
    expect(fixture, wijk_act_set_date(act, WIJK_MEMBER_JOIN_BORN, WIJK_DATE_MAX + 1, error), WIJK_E_DATE,
           "/fields/born");
    begin(fixture, WIJK_ACT_GOAL_SCORE);
    const wijk_field level = WIJK_GOAL_SCORE_LEVEL;
    expect(fixture, wijk_act_set_int(act, level, 2, error), WIJK_OK, "");
    expect(fixture, wijk_act_set_int(act, level, -2, error), WIJK_OK, "");
    expect(fixture, wijk_act_set_int(act, level, 3, error), WIJK_E_RANGE, "/fields/level");
    expect(fixture, wijk_act_set_int(act, level, -3, error), WIJK_E_RANGE, "/fields/level");
    expect(fixture, wijk_act_set_int(act, level, INT64_MIN, error), WIJK_E_RANGE, "/fields/level");
    assert_int_equal(wijk_act_get_int(act, level), -2); /* what failed changed nothing */
    begin(fixture, WIJK_ACT_PILOT_LIGHT_CONTACT);
    const wijk_field reached = WIJK_PILOT_LIGHT_CONTACT_REACHED;
    expect(fixture, wijk_act_set_int(act, reached, 1, error), WIJK_OK, "");
    expect(fixture, wijk_act_set_int(act, reached, 0, error), WIJK_OK, "");
    expect(fixture, wijk_act_set_int(act, reached, 2, error), WIJK_E_RANGE, "/fields/reached");
    expect(fixture, wijk_act_set_int(act, reached, -1, error), WIJK_E_RANGE, "/fields/reached");
    begin(fixture, WIJK_ACT_GOAL_SET);
    expect(fixture, wijk_act_set_int(act, WIJK_GOAL_SET_TARGET, INT64_MIN, error), WIJK_E_RANGE, "/fields/target");
}

static void test_texts(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    wijk_error *error = fixture->error;
    char text[SMALL_TEXT + 2];
    memset(text, 'a', sizeof text);
    begin(fixture, WIJK_ACT_ACTION_START);
    const wijk_field words = WIJK_ACTION_START_DESCRIPTION, key = WIJK_ACTION_START_PROVISION;
    expect(fixture, wijk_act_set_text(act, words, text, SMALL_TEXT - 1, error), WIJK_OK, "");
    expect(fixture, wijk_act_set_text(act, words, text, SMALL_TEXT, error), WIJK_OK, "");
    expect(fixture, wijk_act_set_text(act, words, text, SMALL_TEXT + 1, error), WIJK_E_LIMIT, "/fields/description");
    expect(fixture, wijk_act_set_text(act, words, text, SIZE_MAX - 1, error), WIJK_E_LIMIT, "/fields/description");
    expect(fixture, wijk_act_set_text(act, words, NULL, 0, error), WIJK_E_ARGUMENT, "text");
    expect(fixture, wijk_act_set_text(act, words, "\xC3", 1, error), WIJK_E_UTF8, "/fields/description");
    expect(fixture, wijk_act_set_text(act, words, "a\0b", 3, error), WIJK_E_UTF8, "/fields/description");
    assert_int_equal(wijk_act_get_text(act, words, NULL) != NULL, 1);
    expect(fixture, wijk_act_set_text(act, words, "c\xC3\xABl", 4, error), WIJK_OK, "");
    assert_field_text(act, words, "c\xC3\xABl");
    expect(fixture, wijk_act_set_text(act, key, text, 64, error), WIJK_OK, "");
    expect(fixture, wijk_act_set_text(act, key, text, 65, error), WIJK_E_KEY, "/fields/provision");
    expect(fixture, wijk_act_set_text(act, key, "", 0, error), WIJK_E_KEY, "/fields/provision");
    expect(fixture, wijk_act_set_text(act, key, "Not a key", 9, error), WIJK_E_KEY, "/fields/provision");
    expect(fixture, wijk_act_set_reason(act, text, SMALL_TEXT + 1, error), WIJK_E_LIMIT, "reason");
    expect(fixture, wijk_act_set_reason(act, "\xFF", 1, error), WIJK_E_UTF8, "reason");
    expect(fixture, wijk_act_set_reason(act, "", 0, error), WIJK_OK, "");
    expect(fixture, wijk_act_set_actor(act, NULL, NULL, NULL, 0, error), WIJK_E_ARGUMENT, "professional");
    expect(fixture, wijk_act_set_actor(act, &none, NULL, NULL, 0, error), WIJK_E_ID, "professional");
    expect(fixture, wijk_act_set_actor(act, &id_a, NULL, "Team Worker", 11, error), WIJK_E_KEY, "role");
    expect(fixture, wijk_act_set_actor(act, &id_a, &none, "team-worker", 11, error), WIJK_OK, "");
    assert_field_text(act, words, "c\xC3\xABl");
}

static void test_helpers(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    assert_int_equal(wijk_act_member_join(act, &id_a, DAY, noon, &id_b, WIJK_MEMBER_ROLE_CHILD, "Sam", WIJK_DATE_NONE,
                                          fixture->error), WIJK_OK);
    assert_memory_equal(wijk_act_get_field_id(act, WIJK_MEMBER_JOIN_PERSON), &id_b, sizeof id_b);
    assert_int_equal(wijk_act_get_int(act, WIJK_MEMBER_JOIN_ROLE), WIJK_MEMBER_ROLE_CHILD);
    assert_field_text(act, WIJK_MEMBER_JOIN_NAME, "Sam");
    assert_int_equal(wijk_act_has(act, WIJK_MEMBER_JOIN_BORN), 0);
    expect(fixture, wijk_act_member_join(act, &id_a, DAY, noon, &id_b, 9, NULL, 1, fixture->error), WIJK_E_CODE,
           "/fields/role");
    assert_int_equal(wijk_act_has(act, WIJK_MEMBER_JOIN_BORN), 0);
}

static void test_no_act(void **state) {
    (void)state;
    wijk_act *out = (wijk_act *)1;
    assert_int_equal(wijk_act_new(NULL, &out, NULL), WIJK_E_ARGUMENT);
    assert_null(out);
    assert_int_equal(wijk_act_new(NULL, NULL, NULL), WIJK_E_ARGUMENT);
    wijk_act_destroy(NULL);
    assert_int_equal(wijk_act_set_actor(NULL, &id_a, NULL, NULL, 0, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_act_set_reason(NULL, "", 0, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_act_set_id(NULL, 1, &id_a, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_act_set_int(NULL, 1, 1, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_act_set_date(NULL, 1, 1, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_act_set_code(NULL, 1, 1, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_act_set_text(NULL, 1, "", 0, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_act_unset(NULL, 1, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_act_get_type(NULL), 0);
    assert_null(wijk_act_get_id(NULL));
    assert_int_equal(wijk_act_get_valid(NULL), WIJK_DATE_NONE);
    assert_true(wijk_act_get_recorded(NULL) == WIJK_TIME_NONE);
    assert_int_equal(wijk_act_has(NULL, 1), 0);
    assert_int_equal(wijk_act_get_int(NULL, 1), 0);
    assert_null(wijk_act_get_field_id(NULL, 1));
    assert_null(wijk_act_get_text(NULL, 1, NULL));
}

/* The answer of a call; remembers the first that was not OK. */
static wijk_status note(wijk_status *first, wijk_status status) {
    if (*first == WIJK_OK)
        *first = status;
    return status;
}

static wijk_status build_and_check(struct fail_alloc *alloc, void *userdata) {
    (void)userdata;
    wijk_context *context = NULL;
    wijk_act *act = NULL;
    wijk_status first = WIJK_OK;
    char text[2000];
    memset(text, 'z', sizeof text);
    if (note(&first, fail_alloc_context(alloc, NULL, &context)) != WIJK_OK)
        return first;
    if (note(&first, wijk_act_new(context, &act, NULL)) == WIJK_OK) {
        assert_int_equal(wijk_act_begin(act, WIJK_ACT_PROFESSIONAL_JOIN, &id_a, DAY, noon, NULL), WIJK_OK);
        for (size_t length = 1; length < sizeof text; length *= 3) {
            const wijk_field name = WIJK_PROFESSIONAL_JOIN_NAME;
            size_t before = 0, after = 0;
            bool had = wijk_act_get_text(act, name, &before) != NULL;
            wijk_status status = note(&first, wijk_act_set_text(act, name, text, length, NULL));
            const char *now = wijk_act_get_text(act, name, &after);
            assert_int_equal(now != NULL, status == WIJK_OK || had);
            assert_int_equal(after, status == WIJK_OK ? length : before);
            assert_true(after == 0 || (now && memcmp(now, text, after) == 0));
            note(&first, wijk_act_set_reason(act, text, length, NULL));
            note(&first, wijk_act_set_actor(act, &id_a, &id_b, text, length < 64 ? length : 64, NULL));
        }
    } else {
        assert_null(act);
    }
    wijk_act_destroy(act);
    wijk_context_unref(context);
    return first;
}

static void test_out_of_memory(void **state) {
    (void)state;
    assert_in_range(fail_alloc_sweep(build_and_check, NULL, 100), 5, 100);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_begin), TEST(test_fields),  TEST(test_wrong_fields), TEST(test_wrong_values),
        TEST(test_texts), TEST(test_helpers), TEST(test_no_act),       TEST(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
