/* Measurements in a dossier: memory that fails at any place, and frames that no dossier made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "dossier/measurement.h"
#include "fail_alloc.h"
#include <wijkteam/acts.h>
#include <wijkteam/wijkteam.h>

#if WIJK_HAVE_JSON

#define ITEM(key) "{\"key\":\"" key "\",\"min\":0,\"max\":4}"
static const char pack[] =
    "{\"format\":1,\"name\":\"n\",\"version\":\"1\",\"valid_from\":\"2015-01-01\","
    "\"roles\":[{\"key\":\"team-worker\",\"en\":\"w\",\"nl\":\"w\"}],"
    "\"themes\":[{\"key\":\"t\",\"en\":\"t\",\"nl\":\"t\"}],"
    "\"instruments\":[{\"key\":\"x\",\"en\":\"x\",\"nl\":\"x\",\"version\":\"1\",\"subject\":\"member\","
    "\"direction\":\"lower\",\"items\":[" ITEM("a") "," ITEM("b") "],\"scales\":[{\"key\":\"s\",\"en\":\"s\","
    "\"nl\":\"s\",\"items\":[\"a\",\"b\"],\"aggregate\":\"sum\",\"min_valid\":1,\"sd\":1,\"reliability\":0.5,"
    "\"bands\":[{\"key\":\"low\",\"en\":\"l\",\"nl\":\"l\",\"from\":0}]}]}],"
    "\"measuring\":[{\"instrument\":\"x\",\"rater\":\"client\",\"baseline\":{\"count\":1,\"unit\":\"weeks\"},"
    "\"final\":{\"count\":1,\"unit\":\"weeks\"}}],"
    "\"severities\":{\"WK2005\":\"off\"}}";

enum { DAY = 20000 };

struct acting {
    wijk_context *context;
    wijk_dossier *dossier;
    wijk_findings *findings;
    wijk_act *act;
    wijk_id worker, anna, plan, goal;
    uint8_t made;
};

static wijk_id id_of(uint8_t number) { return (wijk_id){{number, 1}}; }

static wijk_status submit(struct acting *acting, wijk_status begun) {
    if (begun == WIJK_OK)
        begun = wijk_act_set_actor(acting->act, &acting->worker, NULL, "team-worker", WIJK_NUL_TERMINATED, NULL);
    return begun == WIJK_OK ? wijk_dossier_submit(acting->dossier, acting->act, acting->findings, NULL) : begun;
}

#define ACT(name, day, ...)                                                                                         \
    do {                                                                                                            \
        wijk_id id_ = id_of((uint8_t)(100 + acting->made++));                                                       \
        wijk_status status_ = submit(acting, wijk_act_##name(acting->act, &id_, (day),                              \
                                                             (wijk_time)1000 * acting->made, __VA_ARGS__, NULL));   \
        if (status_ != WIJK_OK)                                                                                     \
            return status_;                                                                                         \
    } while (0)

static wijk_status tell_story(struct acting *acting) {
    ACT(dossier_open, DAY, NULL, NULL);
    ACT(member_join, DAY, &acting->anna, WIJK_MEMBER_ROLE_ADULT, NULL, WIJK_DATE_NONE);
    ACT(coordination_offer, DAY, &acting->worker, WIJK_DATE_NONE);
    wijk_id offer = id_of(102);
    ACT(coordination_accept, DAY, &offer);
    ACT(plan_draft, DAY, NULL);
    acting->plan = id_of(104);
    ACT(goal_set, DAY, &acting->plan, NULL, "t", NULL, INT64_MIN, INT64_MIN, WIJK_DATE_NONE, NULL);
    acting->goal = id_of(105);
    ACT(plan_activate, DAY, &acting->plan);
    ACT(measure_take, DAY + 1, "x", &acting->anna, WIJK_RATER_CLIENT, WIJK_MEASURE_MOMENT_BASELINE, "a=1 b=2");
    wijk_id first = id_of(107);
    ACT(story_note, DAY + 1, WIJK_STORY_KIND_EXPERIENCE, "t", "words", &acting->anna, &first);
    ACT(measure_take, DAY + 9, "x", &acting->anna, WIJK_RATER_CLIENT, WIJK_MEASURE_MOMENT_INTERIM, "a=4");
    ACT(measure_take, DAY + 9, "x", &acting->anna, WIJK_RATER_CARER, WIJK_MEASURE_MOMENT_INTERIM, "b=0");
    ACT(goal_score, DAY + 9, &acting->goal, 0, WIJK_RATER_CLIENT);
    ACT(goal_score, DAY + 10, &acting->goal, 1, WIJK_RATER_CLIENT);
    ACT(plan_close, DAY + 11, &acting->plan);
    return WIJK_OK;
}

static wijk_status look(struct acting *acting) {
    static const struct {
        wijk_table_id table;
        uint32_t rows;
    } tables[] = {{WIJK_TABLE_MEASUREMENTS, 3}, {WIJK_TABLE_MEASUREMENT_ITEMS, 4}, {WIJK_TABLE_SCORES, 3},
                  {WIJK_TABLE_STORIES, 1},      {WIJK_TABLE_SCHEDULE, 2},          {WIJK_TABLE_CHANGES_IN_SCORES, 2},
                  {WIJK_TABLE_ATTAINMENT, 1},   {WIJK_TABLE_FIGURES, 4}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        wijk_table *table;
        wijk_status status =
            wijk_dossier_table(acting->dossier, tables[i].table, DAY + 30, WIJK_TIME_NONE, &table, NULL);
        if (status != WIJK_OK)
            return status;
        assert_int_equal(wijk_table_rows(table), tables[i].rows);
        wijk_table_unref(table);
    }
    wijk_status status = wijk_dossier_check(acting->dossier, DAY + 30, WIJK_TIME_NONE, acting->findings, NULL);
    return status == WIJK_REFUSED ? WIJK_OK : status;
}

static wijk_status whole_story(struct fail_alloc *alloc, void *policy) {
    struct acting acting = {.worker = {{1}}, .anna = {{2}}};
    const wijk_id household = {{3}};
    wijk_status status = fail_alloc_context(alloc, NULL, &acting.context);
    if (status == WIJK_OK)
        status = wijk_act_new(acting.context, &acting.act, NULL);
    if (status == WIJK_OK)
        status = wijk_findings_new(acting.context, &acting.findings, NULL);
    if (status == WIJK_OK)
        status = wijk_dossier_new(acting.context, policy, &household, &acting.dossier, NULL);
    if (status == WIJK_OK)
        status = tell_story(&acting);
    if (status == WIJK_OK)
        status = look(&acting);
    wijk_dossier_destroy(acting.dossier);
    wijk_findings_destroy(acting.findings);
    wijk_act_destroy(acting.act);
    wijk_context_unref(acting.context);
    return status;
}

static void every_failure_of_memory(void **state) {
    wijk_context *context;
    wijk_policy *policy;
    (void)state;
    assert_int_equal(wijk_context_new(NULL, NULL, &context), WIJK_OK);
    assert_int_equal(wijk_policy_load(context, pack, WIJK_NUL_TERMINATED, &policy, NULL), WIJK_OK);
    assert_true(fail_alloc_sweep(whole_story, policy, 1000) > 40);
    wijk_policy_unref(policy);
    wijk_context_unref(context);
}

/* ---- words of a text: what is no word ends the reading, and nothing after it is taken ---- */

static void answers(void **state) {
    static const struct {
        const char *text;
        uint32_t words;
        size_t left;
    } cases[] = {{"a=1", 1, 0},  {"a=1 b=-2", 2, 0}, {"", 0, 0},     {"a=1 ", 0, 4},     {"a=1  b=2", 1, 4},
                 {"a", 0, 1},    {"a=", 0, 2},       {"=1", 0, 2},   {"a=1 B=2", 1, 3},  {"a=1.5", 0, 5},
                 {"a=-", 0, 3},  {"a=1\nb=2", 0, 7}, {" a=1", 0, 4}, {"a=+1", 0, 4},
                 {"a=1234567890123456789", 0, 21}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wijk__text rest = {cases[i].text, strlen(cases[i].text)};
        struct wijk__answer word;
        uint32_t words = 0;
        while (wijk__next_answer(&rest, &word))
            words++;
        assert_int_equal(words, cases[i].words);
        assert_int_equal(rest.length, cases[i].left);
    }
}

static void scores(void **state) {
    static const struct {
        const char *text, *band;
        bool word;
        int64_t score, valid;
    } cases[] = {{"s=17000/4:high", "high", true, 17000, 4}, {"s=-5/4", NULL, true, -5, 4},
                 {"s=-/2", NULL, true, WIJK__NO_SCORE, 2},  {"s=-/", NULL, false, 0, 0},
                 {"s=/2", NULL, false, 0, 0},               {"s=1/2:", NULL, false, 0, 0},
                 {"s=1/2:HIGH", NULL, false, 0, 0},         {"s=1/2 ", NULL, false, 0, 0},
                 {"s=1", NULL, false, 0, 0},                {"s", NULL, false, 0, 0},
                 {"", NULL, false, 0, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wijk__text rest = {cases[i].text, strlen(cases[i].text)};
        struct wijk__score_word word;
        assert_int_equal(wijk__next_score(&rest, &word), cases[i].word);
        if (!cases[i].word)
            continue;
        assert_true(word.score == cases[i].score);
        assert_int_equal(word.valid, cases[i].valid);
        assert_int_equal(word.band.data != NULL, cases[i].band != NULL);
        assert_int_equal(rest.length, 0);
    }
}

/* ---- reliable change: the worked example of Jacobson and Truax, and both sides of the limit ---- */

static void reliable(void **state) {
    (void)state;
    assert_int_equal(wijk__reliable_change(15000, 7500000, 800000), 1); /* 32.5 to 47.5: 3.16 */
    assert_int_equal(wijk__reliable_change(9297, 7500000, 800000), 0);  /* 9.297096 points is the limit */
    assert_int_equal(wijk__reliable_change(9298, 7500000, 800000), 1);
    assert_int_equal(wijk__reliable_change(-8000, 6000000, 850000), -1); /* 20 to 12: -2.43 */
    assert_int_equal(wijk__reliable_change(-6441, 6000000, 850000), 0);
    assert_int_equal(wijk__reliable_change(-6442, 6000000, 850000), -1);
    assert_int_equal(wijk__reliable_change(0, 1, 0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failure_of_memory),
        cmocka_unit_test(answers),
        cmocka_unit_test(scores),
        cmocka_unit_test(reliable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void) { return 77; } /* nothing is measured without JSON: no policy can be read */

#endif
