/* What the tests of cohorts share: a random cohort kept twice, in the library and as a plain list of things that
 * happened, and counts of either as lists of keys that can be compared. Public headers only. */
#ifndef WIJK_TEST_COHORT_SUPPORT_H
#define WIJK_TEST_COHORT_SUPPORT_H

#include "dossier_support.h"

#include <stdio.h>

enum { FIRST_DAY = 20000, SPAN = 300, UNITS = 4, CODES = 8, DOSSIERS_MOST = 64, ACTS_MOST = 1200, ROWS_MOST = 20000 };

/* ---- numbers that look random ---- */

struct dice {
    uint64_t state;
};
static inline uint32_t roll(struct dice *dice, uint32_t sides) {
    dice->state = dice->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(dice->state >> 33) % sides;
}

/* ---- what happened ---- */

static const struct what {
    wijk_act_type act;
    const char *ladder, *tier;
    const char *name;
} whats[CODES] = {
    {WIJK_ACT_DOSSIER_OPEN, NULL, NULL, "dossier-open"},
    {WIJK_ACT_DOSSIER_CLOSE, NULL, NULL, "dossier-close"},
    {WIJK_ACT_TIER_ENTER, "care", "light", "tier-enter/care/light"},
    {WIJK_ACT_TIER_ENTER, "care", "heavy", "tier-enter/care/heavy"},
    {WIJK_ACT_TIER_ENTER, "care", "compulsory", "tier-enter/care/compulsory"},
    {WIJK_ACT_TIER_ENTER, "other", "light", "tier-enter/other/light"},
    {WIJK_ACT_PILOT_LIGHT_RETURN, "care", "light", "pilot-light-return/care/light"},
    {WIJK_ACT_GOAL_SET, NULL, NULL, "goal-set"},
};
static const char *const unit_names[3][UNITS] = {
    {"", "Utrecht", "Zeist", "Amersfoort"}, {"Zuid", "", "Noord", "West"}, {"team-b", "team-a", "team-c", ""}};

struct happening {
    int32_t dossier, what;
    wijk_date day;
};
struct plain { /* the same as the cohort, sorted by nothing but the order in which it came */
    uint32_t dossiers, acts;
    int32_t units[3][DOSSIERS_MOST]; /* places in unit_names */
    struct happening list[ACTS_MOST];
};

static inline wijk_cohort *new_cohort(struct world *world) {
    wijk_cohort *cohort;
    assert_int_equal(wijk_cohort_new(world->context, &cohort, world->error), WIJK_OK);
    return cohort;
}

/* A random list; with `in_order` it comes dossier by dossier and day by day. */
static inline void make_plain(struct plain *plain, struct dice *dice, bool in_order) {
    plain->dossiers = 1 + roll(dice, DOSSIERS_MOST);
    plain->acts = roll(dice, ACTS_MOST);
    for (uint32_t i = 0; i < plain->dossiers; i++)
        for (int kind = 0; kind < 3; kind++)
            plain->units[kind][i] = (int32_t)roll(dice, UNITS);
    int32_t dossier = 0;
    wijk_date day = FIRST_DAY;
    for (uint32_t i = 0; i < plain->acts; i++) {
        if (in_order && roll(dice, 8) == 0 && (uint32_t)dossier + 1 < plain->dossiers)
            dossier++, day = FIRST_DAY;
        day = in_order ? day + (day < FIRST_DAY + SPAN - 9 ? (wijk_date)roll(dice, 9) : 0)
                       : FIRST_DAY + (wijk_date)roll(dice, SPAN);
        plain->list[i] = (struct happening){in_order ? dossier : (int32_t)roll(dice, plain->dossiers),
                                            (int32_t)roll(dice, CODES), day};
    }
}

/* Put dossiers `from` to before `until` of a list in a cohort, and seal it. */
static inline wijk_cohort *fill_part(struct world *world, const struct plain *plain, uint32_t from, uint32_t until) {
    wijk_cohort *cohort = new_cohort(world);
    int32_t codes[CODES], units[3][UNITS], columns[3][DOSSIERS_MOST];
    wijk_id ids[DOSSIERS_MOST];
    static int32_t dossier[ACTS_MOST], day[ACTS_MOST], code[ACTS_MOST];
    size_t count = 0;
    for (int i = CODES; i-- > 0;)
        assert_int_equal(wijk_cohort_code(cohort, whats[i].act, whats[i].ladder, whats[i].tier, &codes[i],
                                          world->error), WIJK_OK);
    for (int kind = 0; kind < 3; kind++)
        for (int i = 0; i < UNITS; i++)
            assert_int_equal(wijk_cohort_unit(cohort, WIJK_UNIT_MUNICIPALITY + kind, unit_names[kind][i],
                                              WIJK_NUL_TERMINATED, &units[kind][i], world->error), WIJK_OK);
    for (uint32_t i = from; i < until; i++) {
        ids[i - from] = id(1 + i);
        for (int kind = 0; kind < 3; kind++)
            columns[kind][i - from] = units[kind][plain->units[kind][i]];
    }
    assert_int_equal(wijk_cohort_add_dossiers(cohort, ids, columns[0], columns[1], columns[2], until - from,
                                              world->error), WIJK_OK);
    for (uint32_t i = 0; i < plain->acts; i++) {
        const struct happening *act = &plain->list[i];
        if ((uint32_t)act->dossier < from || (uint32_t)act->dossier >= until)
            continue;
        dossier[count] = act->dossier - (int32_t)from;
        day[count] = act->day;
        code[count++] = codes[act->what];
    }
    assert_int_equal(wijk_cohort_add_acts(cohort, dossier, day, code, count, world->error), WIJK_OK);
    assert_int_equal(wijk_cohort_seal(cohort, world->error), WIJK_OK);
    return cohort;
}

/* The acts of one dossier in the order in which they count: by day, and else as they came. */
static inline uint32_t acts_of(const struct plain *plain, uint32_t dossier, struct happening *out) {
    uint32_t count = 0;
    for (wijk_date day = FIRST_DAY; day < FIRST_DAY + SPAN; day++)
        for (uint32_t i = 0; i < plain->acts; i++)
            if ((uint32_t)plain->list[i].dossier == dossier && plain->list[i].day == day)
                out[count++] = plain->list[i];
    return count;
}

static inline const char *unit_of(const struct plain *plain, int32_t unit, uint32_t dossier) {
    int kind = unit - WIJK_UNIT_MUNICIPALITY;
    return unit == WIJK_UNIT_EVERYTHING ? "" : unit_names[kind][plain->units[kind][dossier]];
}

/* Where an act brings a household on a ladder; NULL when it does nothing there. */
static inline const char *brings_to(const struct happening *act, const char *ladder) {
    const struct what *what = &whats[act->what];
    if (what->act == WIJK_ACT_DOSSIER_CLOSE)
        return "";
    return what->ladder != NULL && strcmp(what->ladder, ladder) == 0 ? what->tier : NULL;
}

/* ---- counts, as keys of all that tells them apart ---- */

struct counted {
    char key[128];
    int64_t count;
};
struct list {
    struct counted rows[ROWS_MOST];
    size_t count;
};

static inline void tick(struct list *list, const char *key, int64_t more) {
    size_t i = 0;
    if (more == 0)
        return;
    while (i < list->count && strcmp(list->rows[i].key, key) != 0)
        i++;
    if (i == list->count) {
        assert_true(list->count < ROWS_MOST);
        snprintf(list->rows[i].key, sizeof list->rows[i].key, "%s", key);
        list->rows[list->count++].count = 0;
    }
    list->rows[i].count += more;
}

static inline int by_key(const void *a, const void *b) {
    return strcmp(((const struct counted *)a)->key, ((const struct counted *)b)->key);
}

static inline void cell_text(const wijk_table *table, uint32_t column, uint32_t row, char *out, size_t size) {
    size_t length;
    const char *text = wijk_table_text(table, column, row, &length);
    snprintf(out, size, "%.*s", text != NULL ? (int)length : 1, text != NULL ? text : "-");
}

/* "counted|unit|rater|day|what|from|to|first|last" of a row. */
static inline void row_key(const wijk_table *table, uint32_t row, char *key, size_t size) {
    char unit[16], what[40], from[12], to[12];
    cell_text(table, WIJK_TALLY_COLUMN_UNIT, row, unit, sizeof unit);
    cell_text(table, WIJK_TALLY_COLUMN_WHAT, row, what, sizeof what);
    cell_text(table, WIJK_TALLY_COLUMN_FROM, row, from, sizeof from);
    cell_text(table, WIJK_TALLY_COLUMN_TO, row, to, sizeof to);
    snprintf(key, size, "%d|%s|%d|%d|%s|%s|%s|%g|%g", (int)wijk_table_int(table, WIJK_TALLY_COLUMN_COUNTED, row), unit,
             (int)wijk_table_int(table, WIJK_TALLY_COLUMN_RATER, row),
             (int)wijk_table_int(table, WIJK_TALLY_COLUMN_DAY, row), what, from, to,
             wijk_table_real(table, WIJK_TALLY_COLUMN_FIRST, row), wijk_table_real(table, WIJK_TALLY_COLUMN_LAST, row));
}

static inline void read_table(const wijk_table *table, struct list *out) {
    out->count = wijk_table_rows(table);
    assert_true(out->count <= ROWS_MOST);
    for (uint32_t row = 0; row < out->count; row++) {
        row_key(table, row, out->rows[row].key, sizeof out->rows[row].key);
        out->rows[row].count = wijk_table_int(table, WIJK_TALLY_COLUMN_COUNT, row);
    }
}

static inline void expect_same(struct list *found, struct list *expected) {
    qsort(found->rows, found->count, sizeof *found->rows, by_key);
    qsort(expected->rows, expected->count, sizeof *expected->rows, by_key);
    for (size_t i = 0; i < found->count && i < expected->count; i++) {
        assert_string_equal(found->rows[i].key, expected->rows[i].key);
        assert_int_equal(found->rows[i].count, expected->rows[i].count);
    }
    assert_int_equal(found->count, expected->count);
}

static inline void expect_counts(struct world *world, const wijk_tally *tally, struct list *expected) {
    static struct list found;
    wijk_table *table;
    assert_int_equal(wijk_tally_table(tally, &table, world->error), WIJK_OK);
    read_table(table, &found);
    wijk_table_unref(table);
    expect_same(&found, expected);
}

static inline void run_all(struct world *world, const wijk_cohort *cohort, wijk_tally *tally) {
    assert_int_equal(wijk_cohort_run(cohort, 0, wijk_cohort_dossiers(cohort), &tally, 1, world->error), WIJK_OK);
}

static inline wijk_buffer *bytes_of(struct world *world, const wijk_tally *tally) {
    wijk_buffer *buffer;
    assert_int_equal(wijk_buffer_new(world->context, &buffer), WIJK_OK);
    assert_int_equal(wijk_tally_write(tally, buffer, world->error), WIJK_OK);
    return buffer;
}

static inline void expect_bytes(struct world *world, const wijk_tally *tally, const wijk_buffer *expected) {
    wijk_buffer *found = bytes_of(world, tally);
    assert_int_equal(wijk_buffer_size(found), wijk_buffer_size(expected));
    assert_memory_equal(wijk_buffer_data(found), wijk_buffer_data(expected), wijk_buffer_size(found));
    wijk_buffer_destroy(found);
}

#endif
