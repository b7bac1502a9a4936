/* The act builder from the inside: the view that the other rooms read, its texts and their memory, and completeness. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "act/act.h"
#include "fail_alloc.h"

static const wijk_id some_id = {{1, 2, 3}};
static const wijk_id worker = {{9}};
static const wijk_id office = {{8}};

struct fixture {
    struct fail_alloc alloc;
    wijk_context *context;
    wijk_act *act;
    wijk_error *error;
};

static int setup(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    assert_int_equal(fail_alloc_context(&fixture->alloc, NULL, &fixture->context), WIJK_OK);
    assert_int_equal(wijk_error_new(fixture->context, &fixture->error), WIJK_OK);
    assert_int_equal(wijk_act_new(fixture->context, &fixture->act, fixture->error), WIJK_OK);
    wijk_context_unref(fixture->context); /* the act keeps it alive */
    *state = fixture;
    return 0;
}

static int teardown(void **state) {
    struct fixture *fixture = *state;
    wijk_act_destroy(fixture->act);
    wijk_error_destroy(fixture->error);
    bool clean = fail_alloc_clean(&fixture->alloc);
    free(fixture);
    return clean ? 0 : -1;
}

static void begin(wijk_act *act, wijk_act_type type) {
    assert_int_equal(wijk_act_begin(act, type, &some_id, 20000, INT64_C(1700000000000000), NULL), WIJK_OK);
}

static void assert_view_text(struct wijk__text text, const char *expected) {
    assert_int_equal(text.length, strlen(expected));
    assert_non_null(text.data);
    assert_memory_equal(text.data, expected, text.length);
}

/* ---- the view ---- */

static void test_view(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    assert_int_equal(wijk__act_view(act)->type, 0);
    assert_null(wijk__act_view(act)->def);
    begin(act, WIJK_ACT_MEMBER_JOIN);
    const struct wijk__act *view = wijk__act_view(act);
    assert_ptr_equal(view->def, wijk__act_def(WIJK_ACT_MEMBER_JOIN));
    assert_memory_equal(&view->id, &some_id, sizeof some_id);
    assert_true(view->valid == 20000 && view->recorded == INT64_C(1700000000000000));
    assert_true(!view->professional && !view->organisation && !view->role.data && !view->reason.data);
    assert_true(view->present == 0 && !view->unknown.data && view->unknown.length == 0);

    assert_int_equal(wijk_act_set_text(act, WIJK_MEMBER_JOIN_NAME, "Noor", 4, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_id(act, WIJK_MEMBER_JOIN_PERSON, &office, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_code(act, WIJK_MEMBER_JOIN_ROLE, WIJK_MEMBER_ROLE_CHILD, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_actor(act, &worker, &office, "team-worker", WIJK_NUL_TERMINATED, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_reason(act, "told at home", WIJK_NUL_TERMINATED, NULL), WIJK_OK);
    view = wijk__act_view(act);
    assert_int_equal(view->present, 7);
    assert_memory_equal(view->fields[0].id, &office, sizeof office);
    assert_int_equal(view->fields[1].number, WIJK_MEMBER_ROLE_CHILD);
    assert_view_text(view->fields[2].text, "Noor");
    assert_view_text(view->role, "team-worker");
    assert_view_text(view->reason, "told at home");
    assert_memory_equal(view->professional, &worker, sizeof worker);
    assert_memory_equal(view->organisation, &office, sizeof office);

    begin(act, WIJK_ACT_DOSSIER_REOPEN);
    assert_true(!view->professional && !view->organisation && !view->role.data && !view->reason.data);
    assert_true(view->role.length == 0 && view->reason.length == 0 && view->present == 0);
}

static void test_actor_again(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    begin(act, WIJK_ACT_DOSSIER_REOPEN);
    assert_int_equal(wijk_act_set_actor(act, &worker, &office, "role", 4, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_reason(act, "why", 3, NULL), WIJK_OK);
    const wijk_id none = {{0}};
    assert_int_equal(wijk_act_set_actor(act, &office, &none, "", 0, NULL), WIJK_OK);
    const struct wijk__act *view = wijk__act_view(act);
    assert_memory_equal(view->professional, &office, sizeof office);
    assert_null(view->organisation);
    assert_null(view->role.data);
    assert_view_text(view->reason, "why");
    assert_int_equal(wijk_act_set_reason(act, NULL, 0, NULL), WIJK_OK);
    assert_null(view->reason.data);
    assert_int_equal(act->bytes.size, 0);
}

/* ---- texts ---- */

static void test_text_memory_is_bounded(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    char text[1000];
    memset(text, 'x', sizeof text);
    begin(act, WIJK_ACT_PROFESSIONAL_JOIN);
    assert_int_equal(wijk_act_set_text(act, WIJK_PROFESSIONAL_JOIN_TEAM, "north", 5, NULL), WIJK_OK);
    for (size_t i = 0; i < 100000; i++) {
        size_t length = i % sizeof text;
        assert_int_equal(wijk_act_set_text(act, WIJK_PROFESSIONAL_JOIN_NAME, text, length, NULL), WIJK_OK);
        assert_int_equal(wijk_act_set_reason(act, text, length / 2, NULL), WIJK_OK);
        assert_true(act->bytes.size <= 5 + length + length / 2);
    }
    assert_true(act->bytes.capacity < 6000);
    assert_view_text(wijk__act_view(act)->fields[WIJK_PROFESSIONAL_JOIN_TEAM - 1].text, "north");
    size_t calls = fixture->alloc.calls;
    begin(act, WIJK_ACT_PROFESSIONAL_JOIN);
    assert_int_equal(wijk_act_set_text(act, WIJK_PROFESSIONAL_JOIN_NAME, text, sizeof text, NULL), WIJK_OK);
    assert_int_equal(fixture->alloc.calls, calls); /* beginning again keeps the room */
}

/* A text that is borrowed from the act may be set in the same act, whatever moves on the way. */
static void test_own_text(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    const wijk_field name = WIJK_PROFESSIONAL_JOIN_NAME, team = WIJK_PROFESSIONAL_JOIN_TEAM;
    const char *alphabet = "abcdefghijklmnopqrstuvwxyz";
    for (size_t from = 0; from < 26; from++) {
        size_t length;
        begin(act, WIJK_ACT_PROFESSIONAL_JOIN);
        wijk__bytes_free(act->context, &act->bytes); /* so that it has to grow again */
        assert_int_equal(wijk_act_set_text(act, team, "before", 6, NULL), WIJK_OK);
        assert_int_equal(wijk_act_set_text(act, name, alphabet, 26, NULL), WIJK_OK);
        const char *own = wijk_act_get_text(act, name, &length);
        assert_int_equal(wijk_act_set_text(act, name, own + from, length - from, NULL), WIJK_OK);
        assert_view_text(wijk__act_view(act)->fields[name - 1].text, alphabet + from);
        own = wijk_act_get_text(act, name, &length);
        assert_int_equal(wijk_act_set_text(act, team, own, length, NULL), WIJK_OK);
        own = wijk_act_get_text(act, team, &length);
        assert_int_equal(wijk_act_set_reason(act, own, length, NULL), WIJK_OK);
        assert_view_text(wijk__act_view(act)->fields[name - 1].text, alphabet + from);
        assert_view_text(wijk__act_view(act)->fields[team - 1].text, alphabet + from);
        assert_view_text(wijk__act_view(act)->reason, alphabet + from);
    }
}

/* Texts set, unset and refused memory in any order, against a plain copy of what must be there. */
enum { MODEL_TEXTS = 5, MODEL_SIZE = 300 };
struct model {
    bool has[MODEL_TEXTS];
    char text[MODEL_TEXTS][MODEL_SIZE];
    size_t length[MODEL_TEXTS];
};
static const wijk_field model_fields[MODEL_TEXTS] = {WIJK_PROFESSIONAL_JOIN_TEAM, WIJK_PROFESSIONAL_JOIN_ROLE,
                                                     WIJK_PROFESSIONAL_JOIN_NAME, 0, 0};

static wijk_status model_set(wijk_act *act, uint32_t i, const char *text, size_t length) {
    if (model_fields[i])
        return wijk_act_set_text(act, model_fields[i], text, length, NULL);
    return i == 3 ? wijk_act_set_actor(act, &worker, NULL, text, length, NULL)
                  : wijk_act_set_reason(act, text, length, NULL);
}

static wijk_status model_unset(wijk_act *act, uint32_t i) {
    return model_fields[i] ? wijk_act_unset(act, model_fields[i], NULL) : model_set(act, i, NULL, 0);
}

static void compare_with_model(const wijk_act *act, const struct model *model) {
    const struct wijk__act *view = wijk__act_view(act);
    size_t sum = 0;
    for (uint32_t i = 0; i < MODEL_TEXTS; i++) {
        struct wijk__text text = i == 3 ? view->role : i == 4 ? view->reason : view->fields[model_fields[i] - 1].text;
        bool has = model_fields[i] ? wijk__has(view, model_fields[i]) : text.data != NULL;
        assert_int_equal(has, model->has[i]);
        if (!has)
            continue;
        sum += model->length[i];
        assert_int_equal(text.length, model->length[i]);
        assert_non_null(text.data);
        assert_memory_equal(text.data, model->text[i], text.length);
    }
    assert_int_equal(act->bytes.size, sum);
}

static void test_texts_against_model(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    static struct model model;
    uint32_t random = 12345, refused = 0;
    for (uint32_t step = 0; step < 200000; step++) {
        random = random * 1664525 + 1013904223;
        uint32_t i = (random >> 8) % MODEL_TEXTS, what = (random >> 16) % 32;
        size_t length = (random >> 20) % (what < 4 ? MODEL_SIZE : 40);
        char text[MODEL_SIZE];
        memset(text, (int)('a' + random % 26), sizeof text);
        if (model_fields[i] == WIJK_PROFESSIONAL_JOIN_ROLE || i == 3)
            length = length % 64 + 1;
        if (step % 1000 == 0) {
            begin(act, WIJK_ACT_PROFESSIONAL_JOIN);
            memset(&model, 0, sizeof model);
            if (step % 5000 == 0)
                wijk__bytes_free(act->context, &act->bytes);
        } else if (what < 6) {
            assert_int_equal(model_unset(act, i), WIJK_OK);
            model.has[i] = false;
        } else {
            fixture->alloc.fail_at = what < 12 ? fixture->alloc.calls + 1 : 0;
            wijk_status status = model_set(act, i, text, length);
            fixture->alloc.fail_at = 0;
            assert_true(status == WIJK_OK || status == WIJK_E_MEMORY);
            refused += status != WIJK_OK;
            if (status == WIJK_OK) {
                model.has[i] = length > 0; /* an empty text is none */
                model.length[i] = length;
                memcpy(model.text[i], text, length);
            }
        }
        compare_with_model(act, &model);
    }
    assert_true(refused > 20);
}

/* ---- complete ---- */

static void assert_incomplete(struct fixture *fixture, const struct wijk__act *act, wijk_status status,
                              const char *path) {
    assert_int_equal(wijk__act_complete(act, fixture->error), status);
    assert_int_equal(wijk__act_complete(act, NULL), status);
    assert_int_equal(wijk_error_code(fixture->error), status);
    assert_string_equal(wijk_error_path(fixture->error), path);
}

/* A value that a field takes. */
static void fill_field(wijk_act *act, const struct wijk__field_def *field) {
    wijk_field number = field->words.number;
    wijk_status status = WIJK_E_TYPE;
    if (wijk__type_is_id(field->type))
        status = wijk_act_set_id(act, number, &office, NULL);
    else if (wijk__type_is_text(field->type))
        status = wijk_act_set_text(act, number, "key", 3, NULL);
    else if (field->type == WIJK__CODE)
        status = wijk_act_set_code(act, number, wijk__list_def(field->list)->values[0].number, NULL);
    else if (field->type == WIJK__DATE)
        status = wijk_act_set_date(act, number, 1, NULL);
    else
        status = wijk_act_set_int(act, number, field->max < 1000 ? field->max : 1000, NULL);
    assert_int_equal(status, WIJK_OK);
}

/* Every act with all its required fields is complete, and without any one of them it is not. */
static void test_required_fields(void **state) {
    struct fixture *fixture = *state;
    for (uint32_t i = 0; i < wijk__act_count; i++) {
        const struct wijk__act_def *def = &wijk__acts[i];
        begin(fixture->act, def->words.number);
        for (uint32_t place = 0; place < def->field_count; place++)
            if (def->fields[place].required)
                fill_field(fixture->act, &def->fields[place]);
        assert_incomplete(fixture, wijk__act_view(fixture->act), WIJK_E_MISSING, "/by/professional");
        assert_int_equal(wijk_act_set_actor(fixture->act, &worker, NULL, NULL, 0, NULL), WIJK_OK);
        assert_int_equal(wijk__act_complete(wijk__act_view(fixture->act), fixture->error), WIJK_OK);
        for (uint32_t place = 0; place < def->field_count; place++) {
            char path[80] = "/fields/";
            struct wijk__act part = *wijk__act_view(fixture->act);
            part.present &= ~(UINT32_C(1) << place);
            strcat(path, def->fields[place].words.name);
            if (def->fields[place].required)
                assert_incomplete(fixture, &part, WIJK_E_MISSING, path);
            else
                assert_int_equal(wijk__act_complete(&part, NULL), WIJK_OK);
        }
    }
}

static void test_complete_values(void **state) {
    struct fixture *fixture = *state;
    wijk_act *act = fixture->act;
    assert_incomplete(fixture, wijk__act_view(act), WIJK_E_ACT_TYPE, "/act");
    begin(act, WIJK_ACT_MEMBER_EXCUSE);
    assert_int_equal(wijk_act_set_actor(act, &worker, NULL, NULL, 0, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_id(act, WIJK_MEMBER_EXCUSE_PERSON, &office, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_text(act, WIJK_MEMBER_EXCUSE_WHY, "", 0, NULL), WIJK_OK);
    assert_incomplete(fixture, wijk__act_view(act), WIJK_E_MISSING, "/fields/why"); /* an empty reason is none */

    begin(act, WIJK_ACT_MEMBER_JOIN);
    assert_int_equal(wijk_act_set_actor(act, &worker, NULL, NULL, 0, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_id(act, WIJK_MEMBER_JOIN_PERSON, &office, NULL), WIJK_OK);
    struct wijk__act read = *wijk__act_view(act);
    read.present |= 1u << (WIJK_MEMBER_JOIN_ROLE - 1) | 1u << (WIJK_MEMBER_JOIN_BORN - 1);
    read.fields[WIJK_MEMBER_JOIN_ROLE - 1].number = 77; /* as a journal could hold it */
    read.fields[WIJK_MEMBER_JOIN_BORN - 1].number = WIJK_DATE_MAX;
    assert_incomplete(fixture, &read, WIJK_E_CODE, "/fields/role");
    read.fields[WIJK_MEMBER_JOIN_ROLE - 1].number = WIJK_MEMBER_ROLE_ADULT;
    assert_int_equal(wijk__act_complete(&read, NULL), WIJK_OK);
    read.fields[WIJK_MEMBER_JOIN_BORN - 1].number = INT64_C(1) << 32;
    assert_incomplete(fixture, &read, WIJK_E_DATE, "/fields/born");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_view),     TEST(test_actor_again),         TEST(test_text_memory_is_bounded),
        TEST(test_own_text), TEST(test_texts_against_model), TEST(test_required_fields),
        TEST(test_complete_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
