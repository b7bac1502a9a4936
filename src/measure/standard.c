/* Observed against expected: the ratio and its limits, and what a unit's case-mix would lead one to expect. */
#include "measure/measure.h"
#include "measure/results.h"
#include <wijkteam/compare.h>

#include <math.h>

/* ---- one ratio ---- */

struct limits {
    double lower, upper;
};

static struct limits exact_limits(double observed, double tail) {
    return (struct limits){observed > 0 ? wijk__chi2_quantile(tail, 2 * observed) / 2 : 0,
                           wijk__chi2_quantile(1 - tail, 2 * (observed + 1)) / 2};
}

/* A ninth, a third: Wilson and Hilferty's cube root of chi-square. */
static struct limits byar_limits(double observed, double tail) {
    double z = wijk__normal_quantile(1 - tail), more = observed + 1;
    double below = observed > 0 ? 1 - 1 / (9 * observed) - z / (3 * sqrt(observed)) : 0;
    double above = 1 - 1 / (9 * more) + z / (3 * sqrt(more));
    return (struct limits){fmax(0, observed * below * below * below), more * above * above * above};
}

static struct limits (*const intervals[])(double observed, double tail) = {
    [WIJK_RATIO_INTERVAL_EXACT] = exact_limits,
    [WIJK_RATIO_INTERVAL_BYAR] = byar_limits,
};

static wijk_status check_interval(int32_t interval, double level, wijk_error *error) {
    if (interval < 1 || (size_t)interval >= sizeof intervals / sizeof *intervals)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "interval");
    return level > 0 && level < 1 ? WIJK_OK : wijk__fail_path(error, WIJK_E_RANGE, "level");
}

wijk_status wijk_standard_ratio(double observed, double expected, int32_t interval, double level, double *ratio,
                                double *lower, double *upper, wijk_error *error) {
    if (ratio)
        *ratio = 0;
    if (lower)
        *lower = 0;
    if (upper)
        *upper = 0;
    if (!ratio || !lower || !upper)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !ratio ? "ratio" : !lower ? "lower" : "upper");
    if (!(observed >= 0 && observed <= WIJK__COUNT_MOST) || observed != floor(observed))
        return wijk__fail_path(error, WIJK_E_RANGE, "observed");
    if (!(expected == 0 || (expected >= WIJK__SIZE_LEAST && expected <= WIJK__REAL_MOST)))
        return wijk__fail_path(error, WIJK_E_RANGE, "expected");
    wijk_status status = check_interval(interval, level, error);
    if (status != WIJK_OK)
        return status;
    wijk__error_clear(error);
    if (expected <= 0)
        return WIJK_NONE;
    struct limits counts = intervals[interval](observed, (1 - level) / 2);
    *ratio = observed / expected;
    *lower = counts.lower / expected;
    *upper = counts.upper / expected;
    return WIJK_OK;
}

/* ---- case-mix ---- */

struct tally { /* whole numbers only, so that rows and parts may come in any order */
    uint32_t unit_count, stratum_count;
    int64_t *observed;       /* of each unit */
    int64_t *sizes;          /* of each unit, stratum by stratum */
    int64_t *stratum_events; /* of all units together */
    int64_t *stratum_sizes;
};

struct mix {
    const int32_t *units, *strata, *events, *sizes;
    size_t count;
};

static const char *wrong_row(const struct mix *mix, const struct tally *tally, size_t row) {
    if (mix->units[row] < 0 || (uint32_t)mix->units[row] >= tally->unit_count)
        return "units";
    if (mix->strata[row] < 0 || (uint32_t)mix->strata[row] >= tally->stratum_count)
        return "strata";
    if (mix->sizes[row] < 0)
        return "sizes";
    return mix->events[row] < 0 || mix->events[row] > mix->sizes[row] ? "events" : NULL;
}

static wijk_status check_mix(const struct mix *mix, const struct tally *tally, const double *rates,
                             wijk_error *error) {
    for (size_t row = 0; row < mix->count; row++) {
        const char *wrong = wrong_row(mix, tally, row);
        if (wrong)
            return wijk__fail_item(error, wrong, row);
    }
    for (uint32_t stratum = 0; rates && stratum < tally->stratum_count; stratum++)
        if (!(rates[stratum] >= 0 && rates[stratum] <= 1))
            return wijk__fail_item(error, "rates", stratum);
    return WIJK_OK;
}

static void add_rows(const struct mix *mix, struct tally *tally) {
    for (size_t row = 0; row < mix->count; row++) {
        size_t unit = (size_t)mix->units[row], stratum = (size_t)mix->strata[row];
        tally->observed[unit] += mix->events[row];
        tally->sizes[unit * tally->stratum_count + stratum] += mix->sizes[row];
        tally->stratum_events[stratum] += mix->events[row];
        tally->stratum_sizes[stratum] += mix->sizes[row];
    }
}

/* A unit's row. Its strata are gone through in their order, so that the sum is the same however the rows came. */
static void finish_unit(const struct tally *tally, const double *rates, uint32_t unit, int32_t interval, double level,
                        struct wijk__row_standardised *row) {
    *row = wijk__blank_standardised;
    row->observed = tally->observed[unit];
    row->size = 0;
    row->expected = 0;
    row->interval = interval;
    for (uint32_t stratum = 0; stratum < tally->stratum_count; stratum++) {
        int64_t size = tally->sizes[(size_t)unit * tally->stratum_count + stratum];
        if (size == 0)
            continue; /* a stratum of the whole that nobody is in has no rate */
        double rate = rates ? rates[stratum]
                            : (double)tally->stratum_events[stratum] / (double)tally->stratum_sizes[stratum];
        row->size += size;
        row->expected += rate * (double)size;
    }
    double ratio, lower, upper;
    if (wijk_standard_ratio((double)row->observed, row->expected, interval, level, &ratio, &lower, &upper, NULL) != WIJK_OK)
        return;
    row->ratio = ratio;
    row->lower = lower;
    row->upper = upper;
}

/* One block for all counts; NULL when there is no memory. */
static int64_t *new_tally(wijk_context *context, struct tally *tally, size_t *bytes) {
    size_t cells = 0, size = 0;
    bool fits = wijk__multiply(tally->unit_count, tally->stratum_count, &cells) &&
                wijk__add(cells, (size_t)tally->unit_count + 2 * (size_t)tally->stratum_count, &size) &&
                wijk__multiply(size, sizeof(int64_t), bytes);
    int64_t *block = fits ? wijk__allocate_zeroed(context, *bytes) : NULL;
    if (!block)
        return NULL;
    tally->sizes = block;
    tally->observed = block + cells;
    tally->stratum_events = tally->observed + tally->unit_count;
    tally->stratum_sizes = tally->stratum_events + tally->stratum_count;
    return block;
}

wijk_status wijk_standardise(wijk_context *context, const int32_t *units, const int32_t *strata, const int32_t *events,
                             const int32_t *sizes, size_t count, uint32_t unit_count, uint32_t stratum_count,
                             const double *rates, int32_t interval, double level, wijk_table **out, wijk_error *error) {
    const struct mix mix = {units, strata, events, sizes, count};
    struct tally tally = {.unit_count = unit_count, .stratum_count = stratum_count};
    struct wijk__row_standardised *rows;
    size_t bytes;
    if (out)
        *out = NULL;
    if (!context || !out || (count > 0 && (!units || !strata || !events || !sizes)))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !context ? "context" : !out ? "out" : "units");
    if (count > UINT32_MAX) /* so that no sum passes what an int64_t holds */
        return wijk__fail_path(error, WIJK_E_LIMIT, "count");
    wijk_status status = check_interval(interval, level, error);
    if (status == WIJK_OK)
        status = check_mix(&mix, &tally, rates, error);
    if (status != WIJK_OK)
        return status;
    int64_t *block = new_tally(context, &tally, &bytes);
    if (!block)
        return wijk__fail(error, WIJK_E_MEMORY);
    add_rows(&mix, &tally);
    status = wijk__rows_new(context, WIJK_RESULT_STANDARDISED, unit_count, (void **)&rows);
    if (status == WIJK_OK) {
        for (uint32_t unit = 0; unit < unit_count; unit++)
            finish_unit(&tally, rates, unit, interval, level, &rows[unit]);
        status = wijk__rows_finish(context, WIJK_RESULT_STANDARDISED, rows, unit_count, out, error);
    } else {
        wijk__fail(error, status);
    }
    wijk__release(context, block, bytes);
    return status;
}
