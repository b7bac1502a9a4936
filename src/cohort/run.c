/* Counting: one pass over the dossiers of a part, a stretch at a time, so that the acts of a stretch are still near when
 * the next tally counts them. */
#include "cohort/tally.h"

enum { STRETCH = 1024 }; /* dossiers: some ten thousand acts, which is less than the first cache of a core holds */

void wijk__run(const wijk_cohort *cohort, uint32_t first, uint32_t end, wijk_tally *const *tallies, size_t count) {
    while (first < end) {
        uint32_t next = end - first > STRETCH ? first + STRETCH : end;
        for (size_t i = 0; i < count; i++)
            tallies[i]->def->count(tallies[i], &cohort->columns, first, next);
        first = next;
    }
}

/* No cell can grow by more than this: every act, measurement or dossier adds one, or at most all days that a number of
 * the day column can tell, to a cell; figures add what they say. */
static uint64_t growth(const wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end) {
    if (tally->def->kind == WIJK_TALLY_FIGURES)
        return wijk__figures_most(columns, first, end);
    uint64_t acts = (uint64_t)(columns->offsets[end] - columns->offsets[first]);
    uint64_t period = (uint64_t)((int64_t)tally->days[1] - tally->days[0]);
    uint64_t things = acts + (end - first) + columns->measurements;
    return tally->def->kind == WIJK_TALLY_TRANSITIONS ? things * (period + 1) : things;
}

static uint64_t greatest_cell(const wijk_tally *tally) {
    uint64_t most = 0;
    for (uint32_t i = 0; i < tally->def->plane_count; i++)
        for (size_t cell = 0; cell < tally->cell_count[i]; cell++)
            most = tally->cells[i][cell] > most ? tally->cells[i][cell] : most;
    return most;
}

/* Whether counting a part cannot carry a cell past what may be. */
static bool fits(wijk_tally *tally, uint64_t more) {
    if (more <= INT64_MAX && tally->most <= INT64_MAX - more)
        return true;
    tally->most = greatest_cell(tally);
    return more <= INT64_MAX && tally->most <= INT64_MAX - more;
}

wijk_status wijk_cohort_run(const wijk_cohort *cohort, uint32_t first, uint32_t end, wijk_tally *const *tallies,
                            size_t count, wijk_error *error) {
    if (cohort == NULL || cohort->building != NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "cohort");
    if (first > end || end > cohort->columns.dossiers)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "end");
    if (tallies == NULL && count > 0)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "tallies");
    wijk__error_clear(error);
    for (size_t i = 0; i < count; i++) {
        wijk_status status = tallies[i] == NULL || tallies[i]->cohort != cohort ? WIJK_E_ARGUMENT : WIJK_OK;
        if (status == WIJK_OK && !fits(tallies[i], growth(tallies[i], &cohort->columns, first, end)))
            status = WIJK_E_LIMIT;
        if (status != WIJK_OK) {
            wijk__fail_path(error, status, "tallies");
            wijk__error_index(error, (int64_t)i);
            return status;
        }
    }
    for (size_t i = 0; i < count; i++)
        tallies[i]->most += growth(tallies[i], &cohort->columns, first, end);
    wijk__run(cohort, first, end, tallies, count);
    return WIJK_OK;
}

/* ---- adding up ---- */

/* Of two tallies of one cohort the cells stand in the same places. */
static wijk_status add_cells(wijk_tally *into, const wijk_tally *from) {
    if (!fits(into, greatest_cell(from)))
        return WIJK_E_LIMIT;
    into->most += greatest_cell(from);
    for (uint32_t i = 0; i < into->def->plane_count; i++)
        for (size_t cell = 0; cell < into->cell_count[i]; cell++)
            into->cells[i][cell] += from->cells[i][cell];
    return WIJK_OK;
}

static wijk_status add_counts(wijk_tally *into, const struct wijk__counts *more) {
    struct wijk__counts sum;
    const struct wijk__counts nothing = {0};
    wijk_status status =
        wijk__counts_merge(into->context, into->def, into->has_more ? &into->more : &nothing, more, &sum);
    if (status != WIJK_OK)
        return status;
    if (into->has_more)
        wijk__counts_free(into->context, &into->more);
    into->more = sum;
    into->has_more = true;
    return WIJK_OK;
}

static wijk_status merge(wijk_tally *into, const wijk_tally *from) {
    struct wijk__counts all;
    if (into->cohort != NULL && into->cohort == from->cohort && !from->has_more)
        return add_cells(into, from);
    wijk_status status = wijk__settle(from, &all);
    if (status != WIJK_OK)
        return status;
    status = add_counts(into, &all);
    wijk__counts_free(from->context, &all);
    return status;
}

wijk_status wijk_tally_merge(wijk_tally *into, const wijk_tally *from, wijk_error *error) {
    if (into == NULL || from == NULL || into == from)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, into == NULL ? "into" : "from");
    if (!wijk__tally_same(into, from))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "from");
    wijk__error_clear(error);
    wijk_status status = merge(into, from);
    return status == WIJK_OK ? status : wijk__fail(error, status);
}
