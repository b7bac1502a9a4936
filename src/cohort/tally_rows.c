/* Tallies as rows, and from a row back to the dossiers that are behind it. */
#include "cohort/tally.h"

#define THOUSANDTHS 1000.0

struct rows { /* one row after the other, as they stand in the table */
    const struct wijk__tally_def *def;
    const struct wijk__counts *all;
    size_t next[WIJK__PLANES_MOST]; /* cell of each plane */
    uint32_t plane;                 /* of the row */
    uint64_t key;
    uint64_t count, of;
};

/* Figures: cells of both planes that have one key are one row. */
static bool next_pair(struct rows *rows) {
    const struct wijk__cells *counts = &rows->all->planes[0], *ofs = &rows->all->planes[1];
    uint64_t a = rows->next[0] < counts->count ? counts->keys[rows->next[0]] : UINT64_MAX;
    uint64_t b = rows->next[1] < ofs->count ? ofs->keys[rows->next[1]] : UINT64_MAX;
    rows->key = a < b ? a : b;
    rows->count = a <= b && a != UINT64_MAX ? counts->values[rows->next[0]++] : 0;
    rows->of = b <= a && b != UINT64_MAX ? ofs->values[rows->next[1]++] : 0;
    return rows->key != UINT64_MAX;
}

static bool next_row(struct rows *rows) {
    if (rows->def->with)
        return next_pair(rows);
    while (rows->plane < rows->def->plane_count && rows->next[rows->plane] == rows->all->planes[rows->plane].count)
        rows->plane++;
    if (rows->plane == rows->def->plane_count)
        return false;
    const struct wijk__cells *cells = &rows->all->planes[rows->plane];
    rows->key = cells->keys[rows->next[rows->plane]];
    rows->count = cells->values[rows->next[rows->plane]++];
    return true;
}

/* ---- the table ---- */

struct filling {
    wijk_context *context;
    struct wijk__bytes list, texts;
};

static wijk_status put_name(struct filling *to, const struct wijk__labels *labels, uint32_t place,
                            struct wijk__span *span) {
    struct wijk__text name = wijk__name(&labels->names, (int32_t)place);
    if (to->texts.size > INT32_MAX || name.length > INT32_MAX - to->texts.size)
        return WIJK_E_LIMIT;
    *span = (struct wijk__span){(uint32_t)to->texts.size, (uint32_t)name.length};
    return wijk__bytes_append(to->context, &to->texts, name.data, name.length);
}

static wijk_status put_row(struct filling *to, const struct rows *rows) {
    const struct wijk__plane_def *plane = &rows->def->planes[rows->plane];
    const struct wijk__labels *sides = rows->all->sides;
    uint32_t places[WIJK__SIDES];
    struct wijk__row_tally row = wijk__blank_tally;
    row.counted = plane->code;
    row.count = (int64_t)rows->count;
    if (rows->def->with)
        row.of = (int64_t)rows->of;
    struct wijk__span *const spans[] = {[WIJK__SIDE_UNIT] = &row.unit, [WIJK__SIDE_WHAT] = &row.what,
                                        [WIJK__SIDE_FROM] = &row.from, [WIJK__SIDE_TO] = &row.to};
    wijk__key_read(plane, sides, rows->key, places);
    wijk_status status = WIJK_OK;
    for (const uint8_t *side = plane->sides; status == WIJK_OK && *side != WIJK__SIDE_END; side++) {
        if (rows->def->labels[*side] == WIJK__NAME_LABELS) {
            status = put_name(to, &sides[*side], places[*side], spans[*side]);
            continue;
        }
        int64_t number = sides[*side].numbers[places[*side]];
        if (*side == WIJK__SIDE_RATER)
            row.rater = (int32_t)number;
        else if (*side == WIJK__SIDE_DAY)
            row.day = number;
        else
            *(*side == WIJK__SIDE_FROM ? &row.first : &row.last) = (double)number / THOUSANDTHS;
    }
    return status == WIJK_OK ? wijk__bytes_append(to->context, &to->list, &row, sizeof row) : status;
}

wijk_status wijk_tally_table(const wijk_tally *tally, wijk_table **out, wijk_error *error) {
    struct wijk__counts all;
    if (out != NULL)
        *out = NULL;
    if (tally == NULL || out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, tally == NULL ? "tally" : "out");
    wijk__error_clear(error);
    wijk_status status = wijk__settle(tally, &all);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    struct filling to = {.context = tally->context};
    struct rows rows = {.def = tally->def, .all = &all};
    uint32_t count = 0;
    while (status == WIJK_OK && next_row(&rows)) {
        status = count < INT32_MAX ? put_row(&to, &rows) : WIJK_E_LIMIT;
        count++;
    }
    if (status == WIJK_OK)
        status = wijk__table_from_rows(tally->context, wijk__table_def(WIJK_RESULT_TALLY), NULL, to.list.data, count,
                                       to.texts.data, out);
    wijk__bytes_free(tally->context, &to.list);
    wijk__bytes_free(tally->context, &to.texts);
    wijk__counts_free(tally->context, &all);
    return status == WIJK_OK ? status : wijk__fail(error, status);
}

/* ---- and back ---- */

/* The place of a label of settled counts among those of a cohort; false when the cohort has none such. */
static bool find_label(enum wijk__label_kind kind, const struct wijk__labels *from, uint32_t place,
                       const struct wijk__labels *in, uint32_t *found) {
    for (*found = 0; *found < in->count; (*found)++)
        if (kind == WIJK__NAME_LABELS ? wijk__text_compare(wijk__name(&from->names, (int32_t)place),
                                                           wijk__name(&in->names, (int32_t)*found)) == 0
                                      : from->numbers[place] == in->numbers[*found])
            return true;
    return false;
}

static bool find_cell(const struct rows *row, const wijk_tally *dense, uint64_t *cell) {
    const struct wijk__plane_def *plane = &row->def->planes[row->plane];
    uint32_t places[WIJK__SIDES];
    wijk__key_read(plane, row->all->sides, row->key, places);
    for (const uint8_t *side = plane->sides; *side != WIJK__SIDE_END; side++)
        if (!find_label(row->def->labels[*side], &row->all->sides[*side], places[*side], &dense->sides[*side],
                        &places[*side]))
            return false;
    *cell = wijk__key_make(plane, dense->sides, places);
    return true;
}

/* Every dossier is counted on its own: it is behind the cell when the cell grows. */
static void find_dossiers(const wijk_cohort *cohort, wijk_tally *dense, const struct rows *row, uint64_t cell,
                          wijk_id *ids, uint32_t capacity, uint32_t *count) {
    uint64_t *cells[] = {&dense->cells[row->plane][cell], &dense->cells[row->plane][cell]};
    if (row->def->with)
        cells[1] = &dense->cells[1][cell];
    for (uint32_t dossier = 0; dossier < cohort->columns.dossiers; dossier++) {
        *cells[0] = *cells[1] = 0;
        wijk__run(cohort, dossier, dossier + 1, &dense, 1);
        if (*cells[0] == 0 && *cells[1] == 0)
            continue;
        if (*count < capacity)
            ids[*count] = cohort->columns.ids[dossier];
        (*count)++;
    }
}

wijk_status wijk_cohort_behind(const wijk_cohort *cohort, const wijk_tally *tally, uint32_t row, wijk_id *ids,
                               uint32_t capacity, uint32_t *count, wijk_error *error) {
    if (count != NULL)
        *count = 0;
    if (cohort == NULL || cohort->building != NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "cohort");
    if (tally == NULL || count == NULL || (ids == NULL && capacity > 0))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, tally == NULL ? "tally" : count == NULL ? "count" : "ids");
    wijk__error_clear(error);
    struct wijk__counts all;
    wijk_tally *dense = NULL;
    uint64_t cell;
    wijk_status status = wijk__settle(tally, &all);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    struct rows rows = {.def = tally->def, .all = &all};
    bool there = true;
    for (uint32_t i = 0; there && i <= row; i++)
        there = next_row(&rows);
    status = there ? wijk__tally_for(cohort, &tally->spec, &dense, error)
                   : wijk__fail_path(error, WIJK_E_ARGUMENT, "row");
    if (status == WIJK_OK && find_cell(&rows, dense, &cell))
        find_dossiers(cohort, dense, &rows, cell, ids, capacity, count);
    wijk_tally_destroy(dense);
    wijk__counts_free(tally->context, &all);
    return status;
}
