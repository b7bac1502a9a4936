/* What a host cannot make: acts of a newer writer as lines of JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "exchange/exchange.h"
#include "fail_alloc.h"

#define HEAD "\"id\":\"01000000-0000-0000-0000-000000000000\",\"dossier\":\"02000000-0000-0000-0000-000000000000\"," \
             "\"valid\":\"2026-01-05\",\"recorded\":\"2026-01-05T00:00:00Z\""

static const wijk_id own = {{1}}, dossier = {{2}};
enum { DAY = 20458 };

struct fixture {
    struct fail_alloc alloc;
    wijk_buffer *out;
};

static int set_up(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    wijk_context *context;
    assert_non_null(fixture);
    assert_int_equal(fail_alloc_context(&fixture->alloc, NULL, &context), WIJK_OK);
    assert_int_equal(wijk_buffer_new(context, &fixture->out), WIJK_OK);
    wijk_context_unref(context);
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;
    wijk_buffer_destroy(fixture->out);
    bool clean = fail_alloc_clean(&fixture->alloc);
    free(fixture);
    return clean ? 0 : -1;
}

static struct wijk__act act_of(wijk_act_type type) {
    return (struct wijk__act){.type = type, .def = wijk__act_def(type), .id = own, .valid = DAY,
                              .recorded = (wijk_time)DAY * INT64_C(86400000000)};
}

static void expect(struct fixture *fixture, const struct wijk__act *act, const char *line) {
    if (!wijk_feature_supported(WIJK_FEATURE_JSON))
        skip();
    wijk_buffer_clear(fixture->out);
    assert_int_equal(wijk__act_write(act, &dossier, fixture->out), WIJK_OK);
    assert_string_equal(wijk_buffer_data(fixture->out), line);
}

static void test_unknown_act(void **state) {
    struct wijk__act act = act_of(9999);
    assert_null(act.def);
    expect(*state, &act, "{\"act\":9999," HEAD "}");
    act.unknown = (struct wijk__text){"\x00\x0F\xF0\xAB", 4};
    act.professional = &own;
    expect(*state, &act, "{\"act\":9999," HEAD ",\"by\":{\"professional\":\"01000000-0000-0000-0000-000000000000\"},"
                         "\"unknown\":\"000ff0ab\"}");
}

static void test_unknown_fields(void **state) {
    struct wijk__act act = act_of(WIJK_ACT_ANALYSIS_OPEN);
    act.unknown = (struct wijk__text){"\x01\x02", 2};
    expect(*state, &act, "{\"act\":\"analysis-open\"," HEAD ",\"unknown\":\"0102\"}");
}

/* A code that a newer vocabulary named is told by its number, and so is a kind of act. */
static void test_unknown_codes(void **state) {
    struct wijk__act act = act_of(WIJK_ACT_MEMBER_HEAR);
    act.fields[WIJK_MEMBER_HEAR_HOW - 1].number = 77;
    act.present = UINT32_C(1) << (WIJK_MEMBER_HEAR_HOW - 1);
    expect(*state, &act, "{\"act\":\"member-hear\"," HEAD ",\"fields\":{\"how\":77}}");
    char room[WIJK_TIME_TEXT_SIZE];
    assert_null(wijk__number_text(WIJK__ACT_TYPE, 0, 9999, room));
    assert_null(wijk__number_text(WIJK__ACT_TYPE, 0, INT64_MAX, room));
    assert_null(wijk__number_text(WIJK__DATE, 0, INT64_MIN, room));
    assert_null(wijk__number_text(WIJK__INT, 0, 1, room));
    assert_string_equal(wijk__number_text(WIJK__ACT_TYPE, 0, WIJK_ACT_GOAL_SET, room), "goal-set");
    assert_string_equal(wijk__number_text(WIJK__TIME, 0, 0, room), "1970-01-01T00:00:00Z");
    assert_string_equal(wijk__number_text(WIJK__DATE, 0, 0, room), "1970-01-01");
}

/* A text of a damaged journal that is no UTF-8 makes no line; what stood in the buffer stays. */
static void test_no_utf8(void **state) {
    struct fixture *fixture = *state;
    struct wijk__act act = act_of(WIJK_ACT_ANALYSIS_OPEN);
    if (!wijk_feature_supported(WIJK_FEATURE_JSON))
        skip();
    assert_int_equal(wijk__buffer_append_text(fixture->out, "kept"), WIJK_OK);
    act.reason = (struct wijk__text){"\xFF", 1};
    assert_int_equal(wijk__act_write(&act, &dossier, fixture->out), WIJK_E_UTF8);
    act.professional = &own;
    act.role = (struct wijk__text){"\xC3", 1};
    assert_int_equal(wijk__act_write(&act, &dossier, fixture->out), WIJK_E_UTF8);
    assert_string_equal(wijk_buffer_data(fixture->out), "kept");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_unknown_act, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unknown_fields, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unknown_codes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_utf8, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
