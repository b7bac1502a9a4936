/* Counts by day that come from a tally give the same as the rows that they were counted from. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "measure/survival.h"

enum { ROWS = 60, DAYS = 40, GROUPS = 3, CAUSES = 2, KINDS = CAUSES + 2 };

static uint32_t seed = 7;

static uint32_t draw(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static void assert_same(const wijk_table *a, const wijk_table *b) {
    assert_int_equal(wijk_table_rows(a), wijk_table_rows(b));
    assert_true(wijk_table_rows(a) > 0);
    for (uint32_t row = 0; row < wijk_table_rows(a); row++)
        for (uint32_t column = 0; column < wijk_table_columns(a); column++) {
            double left = wijk_table_real(a, column, row), right = wijk_table_real(b, column, row);
            assert_int_equal(wijk_table_is_null(a, column, row), wijk_table_is_null(b, column, row));
            assert_int_equal(wijk_table_int(a, column, row), wijk_table_int(b, column, row));
            assert_memory_equal(&left, &right, sizeof left);
        }
}

static void test_survival(void **state) {
    double time[ROWS], entry[ROWS];
    int32_t event[ROWS], group[ROWS];
    uint32_t cells[DAYS * GROUPS * KINDS] = {0};
    wijk_context *context = *state;
    wijk_survival *of_rows, *of_grid;
    wijk_table *a, *b;
    for (int late = 0; late < 2; late++) {
        uint64_t start[GROUPS] = {0};
        memset(cells, 0, sizeof cells);
        for (int i = 0; i < ROWS; i++) {
            uint32_t from = draw(DAYS - 1), to = from + 1 + draw(DAYS - 1 - from);
            group[i] = i < GROUPS ? i : (int32_t)draw(GROUPS);
            event[i] = i < GROUPS ? CAUSES : (int32_t)draw(CAUSES + 1);
            entry[i] = from;
            time[i] = to;
            cells[(to * GROUPS + (uint32_t)group[i]) * KINDS + (uint32_t)event[i] + 1]++;
            if (late)
                cells[(from * GROUPS + (uint32_t)group[i]) * KINDS]++;
            else
                start[group[i]]++;
        }
        const struct wijk__day_grid grid = {.days = DAYS, .froms = GROUPS, .tos = CAUSES, .cells = cells};
        assert_int_equal(wijk_survival_new(context, time, event, late ? entry : NULL, group, ROWS, &of_rows, NULL),
                         WIJK_OK);
        assert_int_equal(wijk__survival_from_grid(context, &grid, start, &of_grid), WIJK_OK);
        assert_int_equal(wijk_survival_curve(of_rows, WIJK_SURVIVAL_INTERVAL_LOG, 0.9, NULL, 0, &a, NULL), WIJK_OK);
        assert_int_equal(wijk_survival_curve(of_grid, WIJK_SURVIVAL_INTERVAL_LOG, 0.9, NULL, 0, &b, NULL), WIJK_OK);
        assert_same(a, b);
        wijk_table_unref(a);
        wijk_table_unref(b);
        wijk_survival_destroy(of_rows);
        wijk_survival_destroy(of_grid);
    }
}

static void test_states(void **state) {
    enum { STATES = 3, WIDTH = STATES + 2, ORIGIN = 10 };
    double entry[ROWS], exit[ROWS];
    int32_t from[ROWS], to[ROWS];
    uint32_t cells[DAYS * STATES * WIDTH] = {0};
    wijk_multistate *of_rows, *of_grid;
    wijk_table *a, *b;
    for (int i = 0; i < ROWS; i++) {
        uint32_t begin = draw(DAYS - 1), end = begin + 1 + draw(DAYS - 1 - begin);
        from[i] = i < STATES ? i + 1 : 1 + (int32_t)draw(STATES);
        to[i] = (int32_t)draw(STATES + 1);
        to[i] = i < STATES ? (from[i] == STATES ? 1 : STATES) : to[i] == from[i] ? 0 : to[i];
        entry[i] = ORIGIN + (double)begin;
        exit[i] = ORIGIN + (double)end;
        cells[(begin * STATES + (uint32_t)from[i] - 1) * WIDTH]++;
        cells[(end * STATES + (uint32_t)from[i] - 1) * WIDTH + (uint32_t)to[i] + 1]++;
    }
    const struct wijk__day_grid grid = {.origin = ORIGIN, .days = DAYS, .froms = STATES, .tos = STATES, .cells = cells};
    assert_int_equal(wijk_multistate_new(*state, NULL, entry, exit, from, to, ROWS, STATES, &of_rows, NULL), WIJK_OK);
    assert_int_equal(wijk__multistate_from_grid(*state, &grid, &of_grid), WIJK_OK);
    for (int32_t origin = 0; origin <= STATES; origin++) {
        assert_int_equal(wijk_multistate_probabilities(of_rows, origin, ORIGIN + 3, WIJK_SURVIVAL_INTERVAL_PLAIN, 0.95,
                                                       NULL, 0, &a, NULL), WIJK_OK);
        assert_int_equal(wijk_multistate_probabilities(of_grid, origin, ORIGIN + 3, WIJK_SURVIVAL_INTERVAL_PLAIN, 0.95,
                                                       NULL, 0, &b, NULL), WIJK_OK);
        assert_same(a, b);
        wijk_table_unref(a);
        wijk_table_unref(b);
    }
    wijk_multistate_destroy(of_rows);
    wijk_multistate_destroy(of_grid);
}

int main(void) {
    wijk_context *context;
    if (wijk_context_new(NULL, NULL, &context) != WIJK_OK)
        return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_survival, context),
        cmocka_unit_test_prestate(test_states, context),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    wijk_context_unref(context);
    return failed;
}
