/* Fair comparison: one indicator, unit beside unit, like for like by kind of problem. */
#include "cohort/monitor.h"

#include <wijkteam/compare.h>

struct comparing {
    const wijk_monitor *monitor;
    uint32_t indicator, unit_count, stratum_count;
    int32_t minimum;
    size_t rows;
    /* Of each row: a unit and a kind of problem. */
    int32_t *units, *strata, *events, *sizes;
    double *observed, *expected; /* of each unit */
    struct wijk__span *kinds;    /* of each stratum */
    void *memory;
    size_t memory_size;
};

static bool is_counted(const struct comparing *comparing, const struct wijk__cell *cell) {
    return cell->indicator == comparing->indicator && cell->now.of > 0;
}

static wijk_status make_room(struct comparing *comparing) {
    const wijk_monitor *monitor = comparing->monitor;
    const struct wijk__unit *units = WIJK__ITEMS(const struct wijk__unit, monitor->units);
    comparing->unit_count = WIJK__ITEM_COUNT(struct wijk__unit, monitor->units);
    for (uint32_t i = 0; i < comparing->unit_count; i++)
        for (uint32_t j = 0; j < WIJK__ITEM_COUNT(struct wijk__cell, units[i].cells); j++)
            comparing->rows += is_counted(comparing, &WIJK__ITEMS(const struct wijk__cell, units[i].cells)[j]);
    size_t of_row = 4 * sizeof(int32_t) + sizeof(struct wijk__span), of_unit = 2 * sizeof(double), rows, more;
    if (!wijk__multiply(comparing->rows, of_row, &rows) || !wijk__multiply(comparing->unit_count, of_unit, &more) ||
        !wijk__add(rows, more, &comparing->memory_size))
        return WIJK_E_LIMIT;
    uint8_t *memory = comparing->memory = wijk__allocate_zeroed(monitor->context, comparing->memory_size);
    if (memory == NULL)
        return WIJK_E_MEMORY;
    comparing->observed = (double *)(void *)memory; /* what needs most alignment comes first */
    comparing->expected = comparing->observed + comparing->unit_count;
    comparing->kinds = (struct wijk__span *)(void *)(comparing->expected + comparing->unit_count);
    comparing->units = (int32_t *)(void *)(comparing->kinds + comparing->rows);
    comparing->strata = comparing->units + comparing->rows;
    comparing->events = comparing->strata + comparing->rows;
    comparing->sizes = comparing->events + comparing->rows;
    return WIJK_OK;
}

static int32_t stratum_of(struct comparing *comparing, struct wijk__span kind) {
    struct wijk__text named = wijk__monitor_text(comparing->monitor, kind);
    for (uint32_t i = 0; i < comparing->stratum_count; i++) {
        struct wijk__text known = wijk__monitor_text(comparing->monitor, comparing->kinds[i]);
        if (wijk__text_equal(known.data, known.length, named.data, named.length))
            return (int32_t)i;
    }
    comparing->kinds[comparing->stratum_count] = kind;
    return (int32_t)comparing->stratum_count++;
}

static wijk_status gather(struct comparing *comparing) {
    const wijk_monitor *monitor = comparing->monitor;
    const struct wijk__unit *units = WIJK__ITEMS(const struct wijk__unit, monitor->units);
    size_t row = 0;
    for (uint32_t i = 0; i < comparing->unit_count; i++)
        for (uint32_t j = 0; j < WIJK__ITEM_COUNT(struct wijk__cell, units[i].cells); j++) {
            const struct wijk__cell *cell = &WIJK__ITEMS(const struct wijk__cell, units[i].cells)[j];
            if (!is_counted(comparing, cell))
                continue;
            if (cell->now.of > INT32_MAX)
                return WIJK_E_LIMIT;
            comparing->units[row] = (int32_t)i;
            comparing->strata[row] = stratum_of(comparing, cell->kind);
            comparing->events[row] = (int32_t)cell->now.count;
            comparing->sizes[row++] = (int32_t)cell->now.of;
        }
    return WIJK_OK;
}

/* ---- the table ---- */

static const struct wijk__track *reason_of(const struct comparing *comparing, struct wijk__text unit) {
    const wijk_monitor *monitor = comparing->monitor;
    const struct wijk__track *list = WIJK__ITEMS(const struct wijk__track, monitor->variations);
    for (uint32_t i = WIJK__ITEM_COUNT(struct wijk__track, monitor->variations); i-- > 0;) { /* the last one */
        struct wijk__text named = wijk__monitor_text(monitor, list[i].unit);
        if (list[i].indicator == comparing->indicator &&
            wijk__text_equal(named.data, named.length, unit.data, unit.length))
            return &list[i];
    }
    return NULL;
}

static struct wijk__span span_of(struct wijk__span span) {
    return span.length == 0 ? (struct wijk__span){WIJK__NO_TEXT, 0} : span;
}

static void fill(const struct comparing *comparing, uint32_t unit, const wijk_table *standardised,
                 const wijk_table *funnel, struct wijk__row_comparison *row) {
    const struct wijk__unit *units = WIJK__ITEMS(const struct wijk__unit, comparing->monitor->units);
    const struct wijk__track *reason =
        reason_of(comparing, wijk__monitor_text(comparing->monitor, units[unit].name));
    row->unit = span_of(units[unit].name);
    row->n = wijk_table_int(standardised, WIJK_STANDARDISED_COLUMN_SIZE, unit);
    row->too_small = row->n < comparing->minimum;
    row->place = row->too_small ? WIJK_UNIT_CLASS_TOO_SMALL
                                : (int32_t)wijk_table_int(funnel, WIJK_FUNNEL_UNITS_COLUMN_CLASS, unit);
    if (reason != NULL)
        row->why = span_of(reason->why);
    if (row->too_small)
        return;
    row->count = wijk_table_int(standardised, WIJK_STANDARDISED_COLUMN_OBSERVED, unit);
    row->expected = wijk_table_real(standardised, WIJK_STANDARDISED_COLUMN_EXPECTED, unit);
    if (wijk_table_is_null(standardised, WIJK_STANDARDISED_COLUMN_RATIO, unit))
        return;
    row->ratio = wijk_table_real(standardised, WIJK_STANDARDISED_COLUMN_RATIO, unit);
    row->lower = wijk_table_real(standardised, WIJK_STANDARDISED_COLUMN_LOWER, unit);
    row->upper = wijk_table_real(standardised, WIJK_STANDARDISED_COLUMN_UPPER, unit);
}

static wijk_status make_table(const struct comparing *comparing, const wijk_table *standardised,
                              const wijk_table *funnel, wijk_table **out) {
    wijk_context *context = comparing->monitor->context;
    struct wijk__bytes rows = {NULL, 0, 0};
    wijk_status status = WIJK_OK;
    for (uint32_t unit = 0; unit < comparing->unit_count && status == WIJK_OK; unit++) {
        struct wijk__row_comparison row = wijk__blank_comparison;
        fill(comparing, unit, standardised, funnel, &row);
        if (row.n > 0)
            status = wijk__bytes_append(context, &rows, &row, sizeof row);
    }
    if (status == WIJK_OK)
        status = wijk__table_from_rows(context, wijk__table_def(WIJK_RESULT_COMPARISON), NULL, rows.data,
                                       (uint32_t)(rows.size / sizeof(struct wijk__row_comparison)),
                                       comparing->monitor->texts.data, out);
    wijk__bytes_free(context, &rows);
    return status;
}

/* Shares of events that are expected to be seen are held against Poisson limits, as the standardised ratio is. */
static wijk_status compare(struct comparing *comparing, wijk_table **out, wijk_error *error) {
    wijk_context *context = comparing->monitor->context;
    const double even = 1;
    wijk_table *standardised = NULL, *funnel = NULL;
    wijk_status status = make_room(comparing);
    if (status == WIJK_OK)
        status = gather(comparing);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    status = wijk_standardise(context, comparing->units, comparing->strata, comparing->events, comparing->sizes,
                              comparing->rows, comparing->unit_count, comparing->stratum_count, NULL,
                              WIJK_RATIO_INTERVAL_EXACT, 0.95, &standardised, error);
    for (uint32_t i = 0; status == WIJK_OK && i < comparing->unit_count; i++) {
        comparing->observed[i] = (double)wijk_table_int(standardised, WIJK_STANDARDISED_COLUMN_OBSERVED, i);
        comparing->expected[i] = wijk_table_real(standardised, WIJK_STANDARDISED_COLUMN_EXPECTED, i);
    }
    if (status == WIJK_OK)
        status = wijk_funnel(context, WIJK_FUNNEL_FIGURE_RATIO, WIJK_FUNNEL_LIMITS_EXACT, comparing->observed,
                             comparing->expected, comparing->unit_count, &even, 0, &funnel, NULL, error);
    if (status == WIJK_OK) {
        status = make_table(comparing, standardised, funnel, out);
        if (status != WIJK_OK)
            status = wijk__fail(error, status);
    }
    wijk_table_unref(standardised);
    wijk_table_unref(funnel);
    return status;
}

wijk_status wijk_monitor_compare(const wijk_monitor *monitor, const char *indicator, size_t length, wijk_table **out,
                                 wijk_error *error) {
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (monitor == NULL || indicator == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, monitor == NULL ? "monitor" : "indicator");
    struct comparing comparing = {.monitor = monitor};
    uint32_t count;
    comparing.indicator = wijk__indicator_place(monitor->policy, indicator, wijk__length(indicator, length));
    if (comparing.indicator == UINT32_MAX)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "indicator");
    comparing.minimum = wijk__policy_indicators(monitor->policy, &count)[comparing.indicator].minimum;
    wijk__error_clear(error);
    wijk_status status = compare(&comparing, out, error);
    wijk__release(monitor->context, comparing.memory, comparing.memory_size);
    return status;
}
