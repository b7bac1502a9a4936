/* Batches of findings: what rules put in is what callers read out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "act/act.h"
#include "fail_alloc.h"

static const struct wijk__text no_key = {NULL, 0};

static wijk_id id_of(uint32_t number) {
    wijk_id id = {{0x11}};
    wijk__put32(id.bytes + 12, number);
    return id;
}

static void assert_id(const wijk_id *id, uint32_t number) {
    const wijk_id expected = id_of(number);
    assert_non_null(id);
    assert_memory_equal(id, &expected, sizeof expected);
}

struct fixture {
    struct fail_alloc alloc;
    wijk_context *context;
    wijk_findings *findings;
};

static int setup(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    assert_int_equal(fail_alloc_context(&fixture->alloc, NULL, &fixture->context), WIJK_OK);
    assert_int_equal(wijk_findings_new(fixture->context, &fixture->findings, NULL), WIJK_OK);
    *state = fixture;
    return 0;
}

static int teardown(void **state) {
    struct fixture *fixture = *state;
    wijk_context_unref(fixture->context); /* order does not matter: the batch keeps the context alive */
    wijk_findings_destroy(fixture->findings);
    bool clean = fail_alloc_clean(&fixture->alloc);
    free(fixture);
    return clean ? 0 : -1;
}

static void add(wijk_findings *findings, wijk_finding code, uint32_t subject) {
    const wijk_id id = id_of(subject);
    assert_int_equal(wijk__findings_add(findings, code, WIJK_SEVERITY_WARN, &id, NULL), WIJK_OK);
}

static void miss(wijk_findings *findings, wijk_fact fact, uint32_t subject) {
    const wijk_id id = id_of(subject);
    assert_int_equal(wijk__findings_add_missing(findings, fact, &id, no_key), WIJK_OK);
}

static void test_empty(void **state) {
    struct fixture *fixture = *state;
    const wijk_findings *batches[] = {NULL, fixture->findings};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(wijk_findings_count(batches[i]), 0);
        assert_int_equal(wijk_findings_code(batches[i], 0), 0);
        assert_string_equal(wijk_findings_name(batches[i], 0), "");
        assert_int_equal(wijk_findings_severity(batches[i], 0), 0);
        assert_null(wijk_findings_subject(batches[i], 0));
        assert_null(wijk_findings_other(batches[i], 0));
        assert_int_equal(wijk_findings_item(batches[i], 0), -1);
        assert_int_equal(wijk_findings_mend(batches[i], 0), 0);
        assert_string_equal(wijk_findings_text(batches[i], 0, WIJK_DUTCH), "");
        assert_int_equal(wijk_findings_missing_count(batches[i], 0), 0);
        assert_int_equal(wijk_findings_missing(batches[i], 0, 0), 0);
        assert_null(wijk_findings_missing_subject(batches[i], 0, 0));
        assert_int_equal(wijk_findings_worst(batches[i]), 0);
    }
    wijk_findings_clear(NULL);
    wijk_findings_clear(fixture->findings);
    wijk_findings_destroy(NULL);
    wijk_findings *out = (wijk_findings *)1;
    assert_int_equal(wijk_findings_new(NULL, &out, NULL), WIJK_E_ARGUMENT);
    assert_null(out);
    assert_int_equal(wijk_findings_new(fixture->context, NULL, NULL), WIJK_E_ARGUMENT);
}

/* Every finding of the vocabulary, with its sentences and the act that mends it. */
static void test_vocabulary(void **state) {
    struct fixture *fixture = *state;
    wijk_findings *findings = fixture->findings;
    for (uint32_t i = 0; i < wijk__finding_count; i++) {
        const struct wijk__finding_def *def = &wijk__finding_list[i];
        const wijk_id other = id_of(1000 + i);
        assert_int_equal(wijk__findings_add(findings, def->words.number, def->severity, NULL, &other), WIJK_OK);
    }
    assert_int_equal(wijk_findings_count(findings), wijk__finding_count);
    for (uint32_t i = 0; i < wijk__finding_count; i++) {
        const struct wijk__finding_def *def = &wijk__finding_list[i];
        assert_int_equal(wijk_findings_code(findings, i), def->words.number);
        assert_string_equal(wijk_findings_name(findings, i), def->words.name);
        assert_int_equal(wijk_findings_severity(findings, i), def->severity);
        assert_int_equal(wijk_findings_mend(findings, i), def->mend);
        assert_string_equal(wijk_findings_text(findings, i, WIJK_ENGLISH), def->words.en);
        assert_string_equal(wijk_findings_text(findings, i, WIJK_DUTCH), def->words.nl);
        assert_string_equal(wijk_findings_text(findings, i, 3), "");
        assert_null(wijk_findings_subject(findings, i));
        assert_id(wijk_findings_other(findings, i), 1000 + i);
        assert_int_equal(wijk_findings_item(findings, i), -1);
    }
    assert_int_equal(wijk_findings_worst(findings), WIJK_SEVERITY_REFUSE);
}

static void test_missing_facts(void **state) {
    struct fixture *fixture = *state;
    wijk_findings *findings = fixture->findings;
    add(findings, WIJK_WK2005, 1);
    miss(findings, WIJK_FACT_MEMBERS_HEARD, 7);
    miss(findings, WIJK_FACT_MEMBERS_HEARD, 8);
    miss(findings, WIJK_FACT_MEMBERS_HEARD, 7); /* said before */
    assert_int_equal(wijk__findings_add_missing(findings, WIJK_FACT_MEMBERS_HEARD, NULL, no_key), WIJK_OK);
    add(findings, WIJK_WK4002, 2);
    miss(findings, WIJK_FACT_MEMBERS_HEARD, 7); /* said of another finding */
    add(findings, WIJK_WK4002, 3);
    assert_int_equal(wijk_findings_missing_count(findings, 0), 3);
    assert_int_equal(wijk_findings_missing(findings, 0, 1), WIJK_FACT_MEMBERS_HEARD);
    assert_int_equal(wijk_findings_missing_mend(findings, 0, 1), WIJK_ACT_MEMBER_HEAR);
    assert_int_equal(wijk_findings_missing_mend(findings, 0, 9), 0);
    assert_id(wijk_findings_missing_subject(findings, 0, 0), 7);
    assert_id(wijk_findings_missing_subject(findings, 0, 1), 8);
    assert_null(wijk_findings_missing_subject(findings, 0, 2));
    assert_int_equal(wijk_findings_missing(findings, 0, 2), WIJK_FACT_MEMBERS_HEARD);
    assert_int_equal(wijk_findings_missing(findings, 0, 3), 0);
    assert_int_equal(wijk_findings_missing_count(findings, 1), 1);
    assert_id(wijk_findings_missing_subject(findings, 1, 0), 7);
    assert_int_equal(wijk_findings_missing_count(findings, 2), 0);
    assert_id(wijk_findings_subject(findings, 2), 3);
}

/* The vocabulary names no mend for "the conditions are not met": one missing fact has one, several have not. */
static void test_mend_of_facts(void **state) {
    struct fixture *fixture = *state;
    wijk_findings *findings = fixture->findings;
    assert_int_equal(wijk__finding_def(WIJK_WK4002)->mend, 0);
    add(findings, WIJK_WK4002, 1);
    assert_int_equal(wijk_findings_mend(findings, 0), 0);
    miss(findings, WIJK_FACT_MEMBERS_HEARD, 7);
    assert_int_equal(wijk_findings_mend(findings, 0), WIJK_ACT_MEMBER_HEAR);
    miss(findings, WIJK_FACT_MEMBERS_HEARD, 8);
    assert_int_equal(wijk_findings_mend(findings, 0), 0);
    add(findings, WIJK_WK3001, 1);
    miss(findings, WIJK_FACT_MEMBERS_HEARD, 7);
    assert_int_equal(wijk_findings_mend(findings, 1), wijk__finding_def(WIJK_WK3001)->mend);
}

/* A place belongs to the last finding, stands when the batch grows, and goes with its finding. */
static void test_places(void **state) {
    struct fixture *fixture = *state;
    wijk_findings *findings = fixture->findings;
    const wijk_id id = id_of(7);
    assert_int_equal(wijk__findings_place(findings, "/nothing"), WIJK_OK); /* there is no finding yet */
    assert_int_equal(wijk__findings_place(NULL, "/nothing"), WIJK_OK);
    for (uint32_t i = 0; i < 100; i++) {
        char place[32];
        snprintf(place, sizeof place, "/ladders/%u", (unsigned)i);
        add(findings, WIJK_WK8001, i);
        if (i % 2 == 0)
            assert_int_equal(wijk__findings_place(findings, place), WIJK_OK);
        else
            assert_int_equal(wijk__findings_add_missing(findings, WIJK_FACT_SIGNAL_OPEN, &id,
                                                        (struct wijk__text){place, strlen(place)}), WIJK_OK);
    }
    assert_int_equal(wijk__findings_put(findings, 1, WIJK_WK8002, NULL, NULL), WIJK_OK); /* before all but the first */
    assert_null(wijk_findings_place(findings, 1));
    for (uint32_t i = 2; i < 101; i++) {
        char place[32];
        snprintf(place, sizeof place, "/ladders/%u", (unsigned)(i - 1));
        const char *got = wijk_findings_place(findings, i), *key = wijk_findings_missing_key(findings, i, 0);
        assert_string_equal(i % 2 == 1 ? got : key, place);
        assert_null(i % 2 == 1 ? key : got);
    }
    assert_null(wijk_findings_place(findings, 101));
    wijk__findings_cut(findings, 2);
    assert_string_equal(wijk_findings_place(findings, 0), "/ladders/0");
    add(findings, WIJK_WK8003, 1);
    assert_int_equal(wijk__findings_place(findings, ""), WIJK_OK); /* the whole pack */
    assert_string_equal(wijk_findings_place(findings, 2), "");
    assert_string_equal(wijk_findings_place(findings, 0), "/ladders/0");
    wijk_findings_clear(findings);
    assert_null(wijk_findings_place(findings, 0));
}

static void test_items_and_cutting(void **state) {
    struct fixture *fixture = *state;
    wijk_findings *findings = fixture->findings;
    for (uint32_t i = 0; i < 40; i++) {
        add(findings, WIJK_WK1020, i);
        miss(findings, WIJK_FACT_MEMBERS_HEARD, i);
        miss(findings, WIJK_FACT_ANALYSIS_CONCLUDED, i);
        wijk__findings_item(findings, i, i / 2);
    }
    wijk__findings_item(findings, 39, 99);
    wijk__findings_item(findings, 40, 98); /* none from there on */
    assert_int_equal(wijk_findings_item(findings, 38), 19);
    assert_int_equal(wijk_findings_item(findings, 39), 99);
    wijk__findings_cut(findings, 41);
    assert_int_equal(wijk_findings_count(findings), 40);
    wijk__findings_cut(findings, 11);
    assert_int_equal(wijk_findings_count(findings), 11);
    assert_int_equal(wijk_findings_code(findings, 11), 0);
    add(findings, WIJK_WK4002, 500);
    miss(findings, WIJK_FACT_MEMBERS_HEARD, 501);
    for (uint32_t i = 0; i < 11; i++) {
        assert_int_equal(wijk_findings_missing_count(findings, i), 2);
        assert_id(wijk_findings_missing_subject(findings, i, 1), i);
    }
    assert_id(wijk_findings_missing_subject(findings, 11, 0), 501);
    assert_int_equal(wijk_findings_missing_count(findings, 11), 1);
    wijk_findings_clear(findings);
    assert_int_equal(wijk_findings_count(findings), 0);
    add(findings, WIJK_WK4002, 1);
    assert_int_equal(wijk_findings_missing_count(findings, 0), 0);
}

static void test_no_batch(void **state) {
    (void)state;
    const wijk_id id = id_of(1);
    assert_int_equal(wijk__findings_add(NULL, WIJK_WK1001, WIJK_SEVERITY_REFUSE, &id, &id), WIJK_OK);
    assert_int_equal(wijk__findings_add_missing(NULL, WIJK_FACT_MEMBERS_HEARD, &id, no_key), WIJK_OK);
    wijk__findings_item(NULL, 0, 1);
    wijk__findings_cut(NULL, 0);
}

/* A batch that is used again and again keeps to the room it once took. */
static void test_memory_is_kept(void **state) {
    struct fixture *fixture = *state;
    size_t calls = 0;
    for (int32_t round = 0; round < 1000; round++) {
        wijk_findings_clear(fixture->findings);
        for (uint32_t i = 0; i < 30; i++) {
            add(fixture->findings, WIJK_WK1020, i);
            miss(fixture->findings, WIJK_FACT_MEMBERS_HEARD, i);
        }
        if (round == 0)
            calls = fixture->alloc.calls;
    }
    assert_int_equal(fixture->alloc.calls, calls);
}

/* Add a finding, or a fact to the last one, when the next call for memory fails. Without memory nothing is added, and
 * all that was there stays as it was. */
static uint32_t refused_add(struct fixture *fixture, bool fact) {
    wijk_findings *findings = fixture->findings;
    const wijk_id id = id_of(5);
    uint32_t count = findings->count, missing = findings->missing_count;
    fixture->alloc.fail_at = fixture->alloc.calls + 1;
    wijk_status status = fact ? wijk__findings_add_missing(findings, WIJK_FACT_MEMBERS_HEARD, &id, no_key)
                              : wijk__findings_add(findings, WIJK_WK1020, WIJK_SEVERITY_NOTE, &id, &id);
    fixture->alloc.fail_at = 0;
    if (status == WIJK_OK)
        return 0;
    assert_int_equal(status, WIJK_E_MEMORY);
    assert_int_equal(findings->count, count);
    assert_int_equal(findings->missing_count, missing);
    assert_int_equal(wijk_findings_missing_count(findings, count - 1), count && !fact);
    if (fact)
        miss(findings, WIJK_FACT_MEMBERS_HEARD, 5);
    else
        add(findings, WIJK_WK1020, 5);
    return 1;
}

static void test_out_of_memory(void **state) {
    struct fixture *fixture = *state;
    uint32_t refused[2] = {0, 0};
    for (uint32_t i = 0; i < 200; i++) {
        refused[0] += refused_add(fixture, false);
        refused[1] += refused_add(fixture, true);
        assert_int_equal(wijk_findings_count(fixture->findings), i + 1);
        assert_id(wijk_findings_subject(fixture->findings, i), 5);
        assert_id(wijk_findings_missing_subject(fixture->findings, i, 0), 5);
    }
    assert_true(refused[0] >= 5 && refused[1] >= 5);
    wijk_findings *out;
    fixture->alloc.fail_at = fixture->alloc.calls + 1;
    assert_int_equal(wijk_findings_new(fixture->context, &out, NULL), WIJK_E_MEMORY);
    assert_null(out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_empty),             TEST(test_vocabulary), TEST(test_missing_facts),  TEST(test_mend_of_facts),
        TEST(test_places),
        TEST(test_items_and_cutting), TEST(test_no_batch),   TEST(test_memory_is_kept), TEST(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
