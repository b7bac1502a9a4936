/* Tallies of random cohorts beside a slow count of the same things, written out from what the header says. */
#include "cohort_support.h"

enum { ROUNDS = 40, LAST = FIRST_DAY + SPAN };

static struct plain plain;
static struct list expected;
static struct happening acts[ACTS_MOST];

/* A macro, so that compilers see the format. */
#define TICK_KEY(format, a, b, c, number, counted, more)                              \
    do {                                                                              \
        char key[128];                                                                \
        snprintf(key, sizeof key, format, counted, a, number, b, c);                  \
        tick(&expected, key, more);                                                   \
    } while (0)

/* ---- what is expected ---- */

static void expect_acts(int32_t unit, wijk_date from, wijk_date until) {
    for (uint32_t i = 0; i < plain.acts; i++) {
        const struct happening *act = &plain.list[i];
        if (act->day >= from && act->day < until)
            TICK_KEY("%d|%s|0|%d|%s|%s-|-|0|0", unit_of(&plain, unit, (uint32_t)act->dossier), whats[act->what].name, "",
                     0, WIJK_COUNTED_ACTS, 1);
    }
}

static void expect_occupancy(int32_t unit, const char *ladder, wijk_date on) {
    for (uint32_t d = 0; d < plain.dossiers; d++) {
        const char *tier = "";
        uint32_t count = acts_of(&plain, d, acts);
        for (uint32_t i = 0; i < count && acts[i].day <= on; i++)
            tier = brings_to(&acts[i], ladder) != NULL ? brings_to(&acts[i], ladder) : tier;
        TICK_KEY("%d|%s|0|%d|%s|%s-|-|0|0", unit_of(&plain, unit, d), tier, "", 0, WIJK_COUNTED_DOSSIERS, 1);
    }
}

/* Day by day: where a household is at the end of each day of the period; and act by act: where it goes. */
static void expect_transitions(int32_t unit, const char *ladder, wijk_date from, wijk_date until) {
    for (uint32_t d = 0; d < plain.dossiers; d++) {
        const char *tier = "", *name = unit_of(&plain, unit, d);
        uint32_t count = acts_of(&plain, d, acts), next = 0;
        for (wijk_date day = FIRST_DAY - 5; day < until; day++) {
            for (; next < count && acts[next].day <= day; next++) {
                const char *to = brings_to(&acts[next], ladder);
                if (to != NULL && strcmp(to, tier) != 0 && day >= from)
                    TICK_KEY("%d|%s|0|%d|-|%s|%s|0|0", name, tier, to, 0, WIJK_COUNTED_TRANSITIONS, 1);
                tier = to != NULL ? to : tier;
            }
            if (day >= from)
                TICK_KEY("%d|%s|0|%d|-|%s|%s-|0|0", name, tier, "", 0, WIJK_COUNTED_DAYS, 1);
        }
    }
}

static void expect_path(int32_t unit, const char *ladder, wijk_date from, wijk_date seen) {
    for (uint32_t d = 0; d < plain.dossiers; d++) {
        const char *tier = "", *name = unit_of(&plain, unit, d);
        uint32_t count = acts_of(&plain, d, acts), next = 0;
        wijk_date start = WIJK_DATE_NONE;
        for (wijk_date day = FIRST_DAY; day <= seen; day++) {
            const char *before = tier;
            bool came = false;
            for (; next < count && acts[next].day <= day; next++) {
                const char *to = brings_to(&acts[next], ladder);
                tier = to != NULL ? to : tier;
                came = came || (to != NULL && to[0] != '\0');
            }
            bool starts = start == WIJK_DATE_NONE && came;
            start = starts ? day : start;
            if (start == WIJK_DATE_NONE || start < from)
                continue;
            if (starts || strcmp(before, tier) != 0)
                TICK_KEY("%d|%s|0|%d|-|%s|%s|0|0", name, starts ? "" : before, tier, day - start, WIJK_COUNTED_MOVES, 1);
        }
        if (start != WIJK_DATE_NONE && start >= from)
            TICK_KEY("%d|%s|0|%d|-|%s|%s-|0|0", name, tier, "", seen - start, WIJK_COUNTED_LAST_SEEN, 1);
    }
}

static void expect_times(int32_t unit, const char *start, const char *end, wijk_date from, wijk_date seen) {
    for (uint32_t d = 0; d < plain.dossiers; d++) {
        uint32_t count = acts_of(&plain, d, acts), i = 0, k;
        while (i < count && (acts[i].day < from || strcmp(whats[acts[i].what].name, start) != 0))
            i++;
        if (i == count || acts[i].day > seen)
            continue;
        for (k = i + 1; k < count && strncmp(whats[acts[k].what].name, end, strlen(end)) != 0;)
            k++;
        bool ended = k < count && acts[k].day <= seen;
        TICK_KEY("%d|%s|0|%d|-|%s-|%s-|0|0", unit_of(&plain, unit, d), "", "",
                 (ended ? acts[k].day : seen) - acts[i].day, ended ? WIJK_COUNTED_ENDED : WIJK_COUNTED_NOT_ENDED, 1);
    }
}

/* ---- every kind, on random cohorts ---- */

struct asked {
    int32_t unit;
    const char *ladder;
    wijk_date from, until;
};

static struct asked ask(struct dice *dice) {
    wijk_date a = FIRST_DAY - 4 + (wijk_date)roll(dice, SPAN), b = a + 1 + (wijk_date)roll(dice, SPAN);
    return (struct asked){WIJK_UNIT_EVERYTHING + (int32_t)roll(dice, 4), roll(dice, 4) == 0 ? "other" : "care", a, b};
}

enum { KINDS = 5 };
static wijk_tally *new_tally(struct world *world, const wijk_cohort *cohort, int kind, const struct asked *asked) {
    wijk_tally *tally = NULL;
    wijk_status status = WIJK_E_ARGUMENT;
    if (kind == 0)
        status = wijk_tally_new_acts(cohort, asked->unit, asked->from, asked->until, &tally, world->error);
    else if (kind == 1)
        status = wijk_tally_new_occupancy(cohort, asked->unit, asked->ladder, asked->from, &tally, world->error);
    else if (kind == 2)
        status = wijk_tally_new_transitions(cohort, asked->unit, asked->ladder, asked->from, asked->until, &tally,
                                            world->error);
    else if (kind == 3)
        status = wijk_tally_new_path(cohort, asked->unit, asked->ladder, asked->from, asked->until, &tally,
                                     world->error);
    else
        status = wijk_tally_new_times(cohort, asked->unit, "dossier-open", "tier-enter", asked->from, asked->until,
                                      &tally, world->error);
    assert_int_equal(status, WIJK_OK);
    return tally;
}

static void expect_kind(int kind, const struct asked *asked) {
    expected.count = 0;
    if (kind == 0)
        expect_acts(asked->unit, asked->from, asked->until);
    else if (kind == 1)
        expect_occupancy(asked->unit, asked->ladder, asked->from);
    else if (kind == 2)
        expect_transitions(asked->unit, asked->ladder, asked->from, asked->until);
    else if (kind == 3)
        expect_path(asked->unit, asked->ladder, asked->from, asked->until);
    else
        expect_times(asked->unit, "dossier-open", "tier-enter", asked->from, asked->until);
}

static void test_random(void **state) {
    struct world *world = *state;
    struct dice dice = {5};
    for (int round = 0; round < ROUNDS; round++) {
        make_plain(&plain, &dice, round % 2 == 0);
        wijk_cohort *cohort = fill_part(world, &plain, 0, plain.dossiers);
        for (int kind = 0; kind < KINDS; kind++) {
            struct asked asked = ask(&dice);
            wijk_tally *tally = new_tally(world, cohort, kind, &asked);
            run_all(world, cohort, tally);
            expect_kind(kind, &asked);
            expect_counts(world, tally, &expected);
            wijk_tally_destroy(tally);
        }
        wijk_cohort_unref(cohort);
    }
}

/* All days, without saying which. */
static void test_whole(void **state) {
    struct world *world = *state;
    struct dice dice = {77};
    wijk_tally *tallies[2];
    make_plain(&plain, &dice, false);
    wijk_cohort *cohort = fill_part(world, &plain, 0, plain.dossiers);
    wijk_date first = LAST, last = FIRST_DAY;
    for (uint32_t i = 0; i < plain.acts; i++) {
        first = plain.list[i].day < first ? plain.list[i].day : first;
        last = plain.list[i].day > last ? plain.list[i].day : last;
    }
    assert_int_equal(wijk_tally_new_acts(cohort, WIJK_UNIT_TEAM, WIJK_DATE_NONE, WIJK_DATE_NONE, &tallies[0],
                                         world->error), WIJK_OK);
    assert_int_equal(wijk_tally_new_transitions(cohort, WIJK_UNIT_TEAM, "care", WIJK_DATE_NONE, WIJK_DATE_NONE,
                                                &tallies[1], world->error), WIJK_OK);
    assert_int_equal(wijk_cohort_run(cohort, 0, plain.dossiers, tallies, 2, world->error), WIJK_OK);
    expected.count = 0;
    expect_acts(WIJK_UNIT_TEAM, FIRST_DAY, LAST);
    expect_counts(world, tallies[0], &expected);
    expected.count = 0;
    expect_transitions(WIJK_UNIT_TEAM, "care", first, last + 1);
    expect_counts(world, tallies[1], &expected);
    for (int i = 0; i < 2; i++)
        wijk_tally_destroy(tallies[i]);
    wijk_cohort_unref(cohort);
}

/* ---- parts, and the order of merging ---- */

static void shuffle(struct dice *dice, wijk_tally **tallies, uint32_t count) {
    for (uint32_t i = count; i > 1; i--) {
        uint32_t k = roll(dice, i);
        wijk_tally *kept = tallies[i - 1];
        tallies[i - 1] = tallies[k];
        tallies[k] = kept;
    }
}

/* Tallies merged two by two in any order; the last one is what all are. */
static wijk_tally *merge_all(struct world *world, struct dice *dice, wijk_tally **tallies, uint32_t count) {
    while (count > 1) {
        shuffle(dice, tallies, count);
        assert_int_equal(wijk_tally_merge(tallies[0], tallies[count - 1], world->error), WIJK_OK);
        wijk_tally_destroy(tallies[--count]);
    }
    return tallies[0];
}

static void test_parts(void **state) {
    struct world *world = *state;
    struct dice dice = {6};
    uint32_t bounds[10];
    wijk_tally *tallies[9];
    for (int round = 0; round < ROUNDS; round++) {
        make_plain(&plain, &dice, round % 2 == 0);
        wijk_cohort *cohort = fill_part(world, &plain, 0, plain.dossiers);
        for (int kind = 0; kind < KINDS; kind++) {
            struct asked asked = ask(&dice);
            uint32_t parts = 1 + roll(&dice, 9);
            wijk_tally *whole = new_tally(world, cohort, kind, &asked);
            run_all(world, cohort, whole);
            wijk_buffer *bytes = bytes_of(world, whole);
            assert_int_equal(wijk_cohort_parts(cohort, parts, bounds), WIJK_OK);
            assert_true(bounds[0] == 0 && bounds[parts] == plain.dossiers);
            for (uint32_t i = 0; i < parts; i++) {
                assert_int_equal(wijk_tally_new_like(whole, &tallies[i], world->error), WIJK_OK);
                assert_int_equal(wijk_cohort_run(cohort, bounds[i], bounds[i + 1], &tallies[i], 1, world->error),
                                 WIJK_OK);
            }
            wijk_tally *merged = merge_all(world, &dice, tallies, parts);
            expect_bytes(world, merged, bytes);
            wijk_buffer_destroy(bytes);
            wijk_tally_destroy(merged);
            wijk_tally_destroy(whole);
        }
        wijk_cohort_unref(cohort);
    }
}

/* Cohorts that know other names and other days, as on other machines; some of the tallies go there as bytes. */
static void test_machines(void **state) {
    struct world *world = *state;
    struct dice dice = {7};
    wijk_tally *tallies[6];
    for (int round = 0; round < ROUNDS; round++) {
        make_plain(&plain, &dice, round % 2 == 0);
        wijk_cohort *cohort = fill_part(world, &plain, 0, plain.dossiers);
        for (int kind = 0; kind < KINDS; kind++) {
            struct asked asked = ask(&dice);
            uint32_t parts = 1 + roll(&dice, 6), start = 0;
            wijk_tally *whole = new_tally(world, cohort, kind, &asked);
            run_all(world, cohort, whole);
            wijk_buffer *bytes = bytes_of(world, whole);
            for (uint32_t i = 0; i < parts; i++) {
                uint32_t end = i + 1 == parts ? plain.dossiers : start + roll(&dice, plain.dossiers - start + 1);
                wijk_cohort *part = fill_part(world, &plain, start, end);
                tallies[i] = new_tally(world, part, kind, &asked);
                run_all(world, part, tallies[i]);
                wijk_cohort_unref(part);
                start = end;
                if (roll(&dice, 2) == 0)
                    continue;
                wijk_buffer *sent = bytes_of(world, tallies[i]);
                wijk_tally_destroy(tallies[i]);
                assert_int_equal(wijk_tally_read(world->context, wijk_buffer_data(sent), wijk_buffer_size(sent),
                                                 &tallies[i], world->error), WIJK_OK);
                wijk_buffer_destroy(sent);
            }
            wijk_tally *merged = merge_all(world, &dice, tallies, parts);
            expect_bytes(world, merged, bytes);
            expect_kind(kind, &asked);
            expect_counts(world, merged, &expected);
            wijk_buffer_destroy(bytes);
            wijk_tally_destroy(merged);
            wijk_tally_destroy(whole);
        }
        wijk_cohort_unref(cohort);
    }
}

/* ---- from a count back to the dossiers ---- */

static void test_behind(void **state) {
    struct world *world = *state;
    struct dice dice = {8};
    wijk_id ids[DOSSIERS_MOST];
    for (int round = 0; round < ROUNDS / 4; round++) {
        make_plain(&plain, &dice, true);
        wijk_cohort *cohort = fill_part(world, &plain, 0, plain.dossiers);
        struct asked asked = ask(&dice);
        wijk_tally *tally = new_tally(world, cohort, 1, &asked);
        wijk_table *table;
        uint32_t count, all = 0;
        run_all(world, cohort, tally);
        assert_int_equal(wijk_tally_table(tally, &table, world->error), WIJK_OK);
        for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
            char key[128];
            row_key(table, row, key, sizeof key);
            assert_int_equal(wijk_cohort_behind(cohort, tally, row, ids, DOSSIERS_MOST, &count, world->error), WIJK_OK);
            assert_int_equal(count, wijk_table_int(table, WIJK_TALLY_COLUMN_COUNT, row));
            all += count;
            for (uint32_t i = 0; i < count; i++) { /* each of them, counted alone, is counted there */
                int32_t number = wijk_cohort_find(cohort, &ids[i]);
                assert_true(number >= 0);
                wijk_tally *alone;
                assert_int_equal(wijk_tally_new_like(tally, &alone, world->error), WIJK_OK);
                assert_int_equal(wijk_cohort_run(cohort, (uint32_t)number, (uint32_t)number + 1, &alone, 1, NULL),
                                 WIJK_OK);
                expected.count = 0;
                tick(&expected, key, 1);
                expect_counts(world, alone, &expected);
                wijk_tally_destroy(alone);
            }
        }
        assert_int_equal(all, plain.dossiers);
        assert_int_equal(wijk_cohort_behind(cohort, tally, wijk_table_rows(table), NULL, 0, &count, world->error),
                         WIJK_E_ARGUMENT);
        wijk_table_unref(table);
        wijk_tally_destroy(tally);
        wijk_cohort_unref(cohort);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_random, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_machines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_behind, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
