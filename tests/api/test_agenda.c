/* The agenda and the other tables that are gathered when asked for, through the public library. What rules put into
 * them is for the domain cases. */
#include "dossier_support.h"

enum { FOUR_WEEKS = 28 };

static wijk_table *agenda(struct world *world, const wijk_dossier *dossier, wijk_date from, wijk_date until) {
    wijk_table *table;
    assert_int_equal(wijk_dossier_agenda(dossier, from, until, WIJK_TIME_NONE, &table, world->error), WIJK_OK);
    assert_int_equal(wijk_table_get_id(table), WIJK_TABLE_AGENDA);
    return table;
}

static uint32_t rows_of(struct world *world, const wijk_dossier *dossier, wijk_date from, wijk_date until) {
    wijk_table *table = agenda(world, dossier, from, until);
    uint32_t rows = wijk_table_rows(table);
    wijk_table_unref(table);
    return rows;
}

static void take(struct world *world) {
    assert_int_equal(wijk_dossier_submit(world->dossier, world->act, NULL, world->error), WIJK_OK);
}

static void join(struct world *world, uint32_t number, wijk_date day, uint32_t person, int32_t role,
                 wijk_date born) {
    wijk_id own = id(number), who = id(person);
    assert_int_equal(wijk_act_member_join(world->act, &own, day, NOON(day), &who, role, NULL, born, NULL), WIJK_OK);
    by_who(world);
    take(world);
}

static void open_dossier(struct world *world) {
    make_open(world, 1000, DAY);
    take(world);
}

/* ---- arguments ---- */

static void expect_refused(struct world *world, const wijk_dossier *dossier, wijk_date from, wijk_date until,
                           const char *path) {
    wijk_table *table = (wijk_table *)(void *)world;
    assert_int_equal(wijk_dossier_agenda(dossier, from, until, WIJK_TIME_NONE, &table, world->error), WIJK_E_ARGUMENT);
    assert_null(table);
    assert_string_equal(wijk_error_path(world->error), path);
    assert_int_equal(wijk_dossier_agenda(dossier, from, until, WIJK_TIME_NONE, &table, NULL), WIJK_E_ARGUMENT);
}

static void test_arguments(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    assert_int_equal(wijk_dossier_agenda(world->dossier, DAY, DAY, WIJK_TIME_NONE, NULL, world->error),
                     WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "out");
    expect_refused(world, NULL, DAY, DAY, "dossier");
    expect_refused(world, world->dossier, WIJK_DATE_NONE, DAY, "from");
    expect_refused(world, world->dossier, WIJK_DATE_MAX + 1, WIJK_DATE_MAX + 1, "from");
    expect_refused(world, world->dossier, DAY, DAY - 1, "until");
    expect_refused(world, world->dossier, DAY, WIJK_DATE_NONE, "until");
    expect_refused(world, world->dossier, DAY, WIJK_DATE_MAX + 1, "until");
}

static void test_nothing(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    assert_int_equal(rows_of(world, world->dossier, WIJK_DATE_MIN, WIJK_DATE_MAX), 0);
    open_dossier(world);
    assert_int_equal(rows_of(world, world->dossier, WIJK_DATE_MIN, WIJK_DATE_MAX), 0);
    assert_int_equal(rows_of(world, world->dossier, DAY, WIJK_DATE_MAX), 0);
}

/* ---- what stands in it ---- */

static void test_cells(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_id anna = id(ANNA);
    open_dossier(world);
    join(world, 1001, DAY, ANNA, WIJK_MEMBER_ROLE_ADULT, WIJK_DATE_NONE);
    wijk_table *table = agenda(world, world->dossier, DAY, DAY + FOUR_WEEKS);
    assert_int_equal(wijk_table_rows(table), 1);
    assert_int_equal(wijk_table_columns(table), WIJK_AGENDA_COLUMN_OVERDUE + 1);
    assert_memory_equal(wijk_table_cell_id(table, WIJK_AGENDA_COLUMN_DOSSIER, 0), wijk_dossier_id(world->dossier), 16);
    assert_true(wijk_table_is_null(table, WIJK_AGENDA_COLUMN_ACT, 0));
    assert_int_equal(wijk_table_int(table, WIJK_AGENDA_COLUMN_DUE, 0), DAY + FOUR_WEEKS);
    assert_int_equal(wijk_table_int(table, WIJK_AGENDA_COLUMN_FINDING, 0), WIJK_WK1020);
    assert_int_equal(wijk_table_int(table, WIJK_AGENDA_COLUMN_MEND, 0), WIJK_ACT_MEMBER_HEAR);
    assert_memory_equal(wijk_table_cell_id(table, WIJK_AGENDA_COLUMN_SUBJECT, 0), &anna, sizeof anna);
    assert_true(wijk_table_is_null(table, WIJK_AGENDA_COLUMN_OTHER, 0));
    assert_true(wijk_table_is_null(table, WIJK_AGENDA_COLUMN_KEY, 0));
    assert_int_equal(wijk_table_int(table, WIJK_AGENDA_COLUMN_OVERDUE, 0), 0);
    wijk_table_unref(table);
    assert_int_equal(rows_of(world, world->dossier, DAY, DAY + FOUR_WEEKS - 1), 0);
}

/* Members who come on days in no order: days go up, those that are over first, and nothing is lost. */
static void test_order(void **state) {
    enum { MEMBERS = 300 };
    struct world *world = *state;
    NEEDS_POLICY(world);
    open_dossier(world);
    for (uint32_t i = 0; i < MEMBERS; i++)
        join(world, 2000 + i, DAY + (wijk_date)(i / 10), 5000 + (i * 7919) % MEMBERS, WIJK_MEMBER_ROLE_CHILD,
             DAY - 18 * 365 - (wijk_date)((i * 31) % 997) + 1000);
    wijk_table *table = agenda(world, world->dossier, DAY + 60, DAY + 3000);
    uint32_t rows = wijk_table_rows(table), late = 0;
    assert_true(rows >= 2 * MEMBERS); /* each is to be heard, and turns eighteen */
    for (uint32_t row = 0; row < rows; row++) {
        int64_t due = wijk_table_int(table, WIJK_AGENDA_COLUMN_DUE, row);
        assert_true(row == 0 || wijk_table_int(table, WIJK_AGENDA_COLUMN_DUE, row - 1) <= due);
        assert_int_equal(wijk_table_int(table, WIJK_AGENDA_COLUMN_OVERDUE, row), due < DAY + 60);
        late += due < DAY + 60;
    }
    assert_in_range(late, MEMBERS, rows - 1);
    wijk_table_unref(table);
}

/* ---- tables ---- */

static void expect_same(struct world *world, wijk_table *one, wijk_table *other) {
    wijk_buffer *text[2];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(wijk_buffer_new(world->context, &text[i]), WIJK_OK);
        assert_int_equal(wijk_table_write(i ? other : one, WIJK_FORMAT_CSV, 1, text[i], NULL), WIJK_OK);
    }
    assert_string_equal(wijk_buffer_data(text[0]), wijk_buffer_data(text[1]));
    for (int i = 0; i < 2; i++) {
        wijk_buffer_destroy(text[i]);
        wijk_table_unref(i ? other : one);
    }
}

static wijk_table *table_of(struct world *world, wijk_table_id which, wijk_date on) {
    wijk_table *table;
    assert_int_equal(wijk_dossier_table(world->dossier, which, on, WIJK_TIME_NONE, &table, world->error), WIJK_OK);
    assert_int_equal(wijk_table_get_id(table), which);
    return table;
}

static void test_table(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    uint8_t before[WIJK_HASH_SIZE], after[WIJK_HASH_SIZE];
    open_dossier(world);
    join(world, 1001, DAY, ANNA, WIJK_MEMBER_ROLE_ADULT, WIJK_DATE_NONE);
    join(world, 1002, DAY + FOUR_WEEKS + 1, BRAM, WIJK_MEMBER_ROLE_ADULT, WIJK_DATE_NONE);
    wijk_dossier_digest(world->dossier, before);
    wijk_date days[] = {DAY, DAY + FOUR_WEEKS, DAY + FOUR_WEEKS + 1, DAY + 100, WIJK_DATE_MAX};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        expect_same(world, table_of(world, WIJK_TABLE_AGENDA, days[i]),
                    agenda(world, world->dossier, days[i], days[i]));
    /* without a day, the day on which the last act holds */
    expect_same(world, table_of(world, WIJK_TABLE_AGENDA, WIJK_DATE_NONE),
                agenda(world, world->dossier, DAY + FOUR_WEEKS + 1, DAY + FOUR_WEEKS + 1));
    expect_same(world, table_of(world, WIJK_TABLE_FIGURES, WIJK_DATE_NONE),
                table_of(world, WIJK_TABLE_FIGURES, DAY + FOUR_WEEKS + 1));
    wijk_dossier_digest(world->dossier, after);
    assert_memory_equal(before, after, sizeof before);
}

static void test_known(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_table *table;
    open_dossier(world);
    join(world, 1001, DAY + 5, ANNA, WIJK_MEMBER_ROLE_ADULT, WIJK_DATE_NONE);
    for (int later = 0; later < 2; later++) {
        assert_int_equal(wijk_dossier_agenda(world->dossier, DAY + 5, DAY + 100, NOON(DAY + 4 + later), &table, NULL),
                         WIJK_OK);
        assert_int_equal(wijk_table_rows(table), later);
        wijk_table_unref(table);
    }
    assert_int_equal(rows_of(world, world->dossier, DAY + 4, DAY + 100), 0); /* it was not so on that day */
}

/* ---- without rules ---- */

/* A dossier that is only read has no terms; what has a day of its own is due all the same, and severities are those of
 * the vocabulary. */
static void test_without_policy(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    const void *frames;
    size_t length;
    wijk_dossier *read;
    wijk_table *table;
    open_dossier(world);
    join(world, 1001, DAY, ANNA, WIJK_MEMBER_ROLE_ADULT, WIJK_DATE_NONE);
    join(world, 1002, DAY, BRAM, WIJK_MEMBER_ROLE_CHILD, DAY + 10 - 16 * 365 - 4); /* sixteen ten days later */
    wijk_dossier_frames(world->dossier, &frames, &length);
    assert_int_equal(wijk_dossier_load(world->context, NULL, frames, length, 0, &read, NULL), WIJK_OK);
    assert_int_equal(wijk_dossier_check(read, DAY, WIJK_TIME_NONE, world->findings, NULL), WIJK_OK);
    assert_int_equal(wijk_findings_count(world->findings), 2);
    assert_int_equal(wijk_findings_code(world->findings, 0), WIJK_WK1020);
    assert_int_equal(wijk_findings_severity(world->findings, 0), WIJK_SEVERITY_WARN);
    table = agenda(world, read, DAY, DAY + 100);
    assert_int_equal(wijk_table_rows(table), 1);
    assert_int_equal(wijk_table_int(table, WIJK_AGENDA_COLUMN_FINDING, 0), WIJK_WK1024);
    assert_int_equal(wijk_table_int(table, WIJK_AGENDA_COLUMN_DUE, 0), DAY + 10);
    wijk_table_unref(table);
    assert_int_equal(wijk_dossier_table(read, WIJK_TABLE_FIGURES, DAY, WIJK_TIME_NONE, &table, NULL), WIJK_OK);
    assert_int_equal(wijk_table_rows(table), 1); /* members heard; nothing that the rules would count */
    assert_int_equal(wijk_table_int(table, WIJK_FIGURES_COLUMN_COUNT, 0), 0);
    assert_int_equal(wijk_table_int(table, WIJK_FIGURES_COLUMN_OF, 0), 2);
    wijk_table_unref(table);
    wijk_dossier_destroy(read);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_arguments), TEST(test_nothing), TEST(test_cells),          TEST(test_order),
        TEST(test_table),     TEST(test_known),   TEST(test_without_policy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
