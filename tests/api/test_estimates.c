/* What is estimated from tallies is what is estimated from the rows themselves: random cohorts, both ways. */
#include "cohort_support.h"

enum { ROUNDS = 40, SEEN = FIRST_DAY + SPAN / 2 };

static struct plain plain;
static struct happening acts[ACTS_MOST];

/* Two results are the same, cell by cell and to the last bit. */
static void expect_same_tables(wijk_table *a, wijk_table *b) {
    assert_int_equal(wijk_table_rows(a), wijk_table_rows(b));
    for (uint32_t row = 0; row < wijk_table_rows(a); row++) {
        for (uint32_t column = 0; column < wijk_table_columns(a); column++) {
            assert_int_equal(wijk_table_is_null(a, column, row), wijk_table_is_null(b, column, row));
            assert_true(wijk_table_real(a, column, row) == wijk_table_real(b, column, row));
            assert_true(wijk_table_int(a, column, row) == wijk_table_int(b, column, row));
        }
    }
    wijk_table_unref(a);
    wijk_table_unref(b);
}

/* ---- time until something ---- */

static bool begins_with(const struct happening *act, const char *name) {
    return strncmp(whats[act->what].name, name, strlen(name)) == 0;
}

static wijk_survival *survival_of_rows(struct world *world, const char *start, const char *end, bool apart) {
    double time[DOSSIERS_MOST];
    int32_t event[DOSSIERS_MOST], group[DOSSIERS_MOST];
    size_t rows = 0;
    for (uint32_t d = 0; d < plain.dossiers; d++) {
        uint32_t count = acts_of(&plain, d, acts), i = 0, j;
        while (i < count && acts[i].day <= SEEN && !begins_with(&acts[i], start))
            i++;
        if (i == count || acts[i].day > SEEN)
            continue;
        for (j = i + 1; j < count && acts[j].day <= SEEN && !begins_with(&acts[j], end);)
            j++;
        event[rows] = j < count && acts[j].day <= SEEN;
        time[rows] = (event[rows] ? acts[j].day : SEEN) - acts[i].day;
        group[rows++] = apart ? plain.units[0][d] : 0;
    }
    wijk_survival *survival;
    assert_int_equal(wijk_survival_new(world->context, time, event, NULL, group, rows, &survival, world->error),
                     WIJK_OK);
    return survival;
}

static wijk_table *curve(struct world *world, const wijk_survival *survival) {
    wijk_table *table;
    assert_int_equal(wijk_survival_curve(survival, WIJK_SURVIVAL_INTERVAL_LOG, 0.95, NULL, 0, &table, world->error),
                     WIJK_OK);
    return table;
}

static void expect_survival(struct world *world, const wijk_cohort *cohort, const char *start, const char *end,
                            bool apart) {
    wijk_tally *tally;
    wijk_survival *of_tally, *of_rows = survival_of_rows(world, start, end, apart);
    wijk_table *a, *b;
    assert_int_equal(wijk_tally_new_times(cohort, apart ? WIJK_UNIT_MUNICIPALITY : WIJK_UNIT_EVERYTHING, start, end,
                                          WIJK_DATE_NONE, SEEN, &tally, world->error), WIJK_OK);
    run_all(world, cohort, tally);
    assert_int_equal(wijk_tally_survival(tally, apart ? unit_names[0] : NULL, apart ? UNITS : 0, &of_tally,
                                         world->error), WIJK_OK);
    expect_same_tables(curve(world, of_tally), curve(world, of_rows));
    assert_int_equal(wijk_survival_test(of_tally, 0, &a, world->error), WIJK_OK);
    assert_int_equal(wijk_survival_test(of_rows, 0, &b, world->error), WIJK_OK);
    expect_same_tables(a, b);
    wijk_survival_destroy(of_tally);
    wijk_survival_destroy(of_rows);
    wijk_tally_destroy(tally);
}

static void test_times(void **state) {
    struct world *world = *state;
    struct dice dice = {101};
    for (int round = 0; round < ROUNDS; round++) {
        make_plain(&plain, &dice, round % 2 == 0);
        wijk_cohort *cohort = fill_part(world, &plain, 0, plain.dossiers);
        expect_survival(world, cohort, "dossier-open", "tier-enter/care", false);
        expect_survival(world, cohort, "tier-enter/care/light", "dossier-close", true);
        wijk_cohort_unref(cohort);
    }
}

/* ---- states ---- */

static const char *const states[] = {"", "compulsory", "heavy", "light"};
enum { STATES = 4, STAYS_MOST = ACTS_MOST + DOSSIERS_MOST };

static int32_t state_named(const char *tier) {
    int32_t i = 0;
    while (strcmp(states[i], tier) != 0)
        i++;
    return i + 1;
}

struct stays {
    int64_t subject[STAYS_MOST];
    double entry[STAYS_MOST], exit[STAYS_MOST];
    int32_t from[STAYS_MOST], to[STAYS_MOST];
    size_t count;
};

static void add_stay(struct stays *stays, uint32_t dossier, int32_t from, double entry, double until, int32_t to) {
    if (until <= entry) /* seen last on the day on which it began */
        return;
    stays->subject[stays->count] = dossier;
    stays->entry[stays->count] = entry;
    stays->exit[stays->count] = until;
    stays->from[stays->count] = from;
    stays->to[stays->count++] = to;
}

static void add_path(struct stays *stays, uint32_t dossier) {
    uint32_t count = acts_of(&plain, dossier, acts), i = 0;
    while (i < count && (brings_to(&acts[i], "care") == NULL || *brings_to(&acts[i], "care") == 0))
        i++;
    if (i == count || acts[i].day > SEEN)
        return;
    wijk_date start = acts[i].day, since = start;
    int32_t here = 0;
    for (wijk_date day = start; day <= SEEN; day++) {
        int32_t next = here;
        for (; i < count && acts[i].day == day; i++)
            next = brings_to(&acts[i], "care") != NULL ? state_named(brings_to(&acts[i], "care")) : next;
        if (here != 0 && next != here)
            add_stay(stays, dossier, here, since - start, day - start, next), since = day;
        here = next;
    }
    add_stay(stays, dossier, here, since - start, SEEN - start, 0);
}

static wijk_table *probabilities(struct world *world, const wijk_multistate *multistate, int32_t from) {
    wijk_table *table;
    assert_int_equal(wijk_multistate_probabilities(multistate, from, 0, WIJK_SURVIVAL_INTERVAL_PLAIN, 0.95, NULL, 0,
                                                   &table, world->error), WIJK_OK);
    return table;
}

static void expect_states(struct world *world, const wijk_cohort *cohort, int32_t unit_kind, uint32_t unit) {
    static struct stays stays;
    wijk_tally *tally;
    wijk_multistate *of_tally, *of_rows;
    const char *name = unit_kind == WIJK_UNIT_EVERYTHING ? NULL : unit_names[2][unit];
    stays.count = 0;
    for (uint32_t d = 0; d < plain.dossiers; d++)
        if (unit_kind == WIJK_UNIT_EVERYTHING || (uint32_t)plain.units[2][d] == unit)
            add_path(&stays, d);
    assert_int_equal(wijk_multistate_new(world->context, stays.subject, stays.entry, stays.exit, stays.from, stays.to,
                                         stays.count, STATES, &of_rows, world->error), WIJK_OK);
    assert_int_equal(wijk_tally_new_path(cohort, unit_kind, "care", WIJK_DATE_NONE, SEEN, &tally, world->error),
                     WIJK_OK);
    run_all(world, cohort, tally);
    assert_int_equal(wijk_tally_multistate(tally, name, states, STATES, &of_tally, world->error), WIJK_OK);
    for (int32_t from = 0; from <= STATES; from++)
        expect_same_tables(probabilities(world, of_tally, from), probabilities(world, of_rows, from));
    wijk_multistate_destroy(of_tally);
    wijk_multistate_destroy(of_rows);
    wijk_tally_destroy(tally);
}

static void test_states(void **state) {
    struct world *world = *state;
    struct dice dice = {202};
    for (int round = 0; round < ROUNDS; round++) {
        make_plain(&plain, &dice, round % 2 == 0);
        wijk_cohort *cohort = fill_part(world, &plain, 0, plain.dossiers);
        expect_states(world, cohort, WIJK_UNIT_EVERYTHING, 0);
        expect_states(world, cohort, WIJK_UNIT_TEAM, (uint32_t)round % UNITS);
        wijk_cohort_unref(cohort);
    }
}

/* ---- what is refused ---- */

static void test_refused(void **state) {
    struct world *world = *state;
    struct dice dice = {303};
    static const char *const twice[] = {"light", "light"}, *const one[] = {"light"};
    wijk_tally *times, *path;
    wijk_survival *survival;
    wijk_multistate *multistate;
    do
        make_plain(&plain, &dice, true);
    while (plain.acts < 300);
    wijk_cohort *cohort = fill_part(world, &plain, 0, plain.dossiers);
    assert_int_equal(wijk_tally_new_times(cohort, WIJK_UNIT_TEAM, "dossier-open", "goal-set", WIJK_DATE_NONE, SEEN,
                                          &times, world->error), WIJK_OK);
    assert_int_equal(wijk_tally_new_path(cohort, WIJK_UNIT_TEAM, "care", WIJK_DATE_NONE, SEEN, &path, world->error),
                     WIJK_OK);
    run_all(world, cohort, path);
    assert_int_equal(wijk_tally_survival(path, NULL, 0, &survival, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "tally");
    assert_int_equal(wijk_tally_survival(NULL, NULL, 0, &survival, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_tally_survival(times, NULL, 0, NULL, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_tally_survival(times, NULL, 1, &survival, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_tally_survival(times, twice, 2, &survival, world->error), WIJK_E_DUPLICATE);
    assert_null(survival);
    assert_int_equal(wijk_tally_multistate(times, NULL, states, STATES, &multistate, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_tally_multistate(path, NULL, states, 0, &multistate, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "states");
    assert_int_equal(wijk_tally_multistate(path, NULL, one, 1, &multistate, world->error), WIJK_E_UNKNOWN);
    assert_string_equal(wijk_error_path(world->error), "states");
    assert_null(multistate);
    /* Nothing counted is no failure. */
    assert_int_equal(wijk_tally_survival(times, NULL, 0, &survival, world->error), WIJK_OK);
    wijk_survival_destroy(survival);
    wijk_tally_destroy(times);
    wijk_tally_destroy(path);
    wijk_cohort_unref(cohort);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_times, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_states, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
