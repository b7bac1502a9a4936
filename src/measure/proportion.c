/* The interval of a share: Wilson (1927), with and without the correction for a finite population, and exact (Clopper
 * and Pearson 1934). */
#include "measure/measure.h"
#include "measure/results.h"

#include <math.h>
#include <wijkteam/score.h>

/* The smaller root of the square equation that gives Wilson's limits, found from the larger: nothing is subtracted. */
static double wilson_lower(double share, double other, double n, double z) {
    double square = z * z / n;
    double large = share + square / 2 + z * sqrt(share * other / n + square / (4 * n));
    return large > 0 ? share * share / large : 0;
}

static double exact_lower(double successes, double n, double tail) {
    return successes > 0 ? wijk__beta_quantile(successes, n - successes + 1, tail) : 0;
}

struct wijk__interval wijk__proportion_limits(const struct wijk__proportion *proportion, int32_t interval,
                                              double level) {
    double n = (double)proportion->n, successes = (double)proportion->successes, failures = n - successes;
    double tail = (1 - level) / 2, z = -wijk__normal_quantile(tail);
    double share = successes / n, other = failures / n;
    if (interval == WIJK_PROPORTION_INTERVAL_EXACT)
        return (struct wijk__interval){exact_lower(successes, n, tail), 1 - exact_lower(failures, n, tail)};
    if (interval == WIJK_PROPORTION_INTERVAL_WILSON_FINITE) {
        if (proportion->population == proportion->n)
            return (struct wijk__interval){share, share};
        n *= ((double)proportion->population - 1) / (double)(proportion->population - proportion->n);
    }
    return (struct wijk__interval){wilson_lower(share, other, n, z), 1 - wilson_lower(other, share, n, z)};
}

wijk_status wijk__proportion_check_method(int32_t interval, double level, wijk_error *error) {
    if (interval < WIJK_PROPORTION_INTERVAL_WILSON || interval > WIJK_PROPORTION_INTERVAL_WILSON_FINITE)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "interval");
    if (!(level > 0 && level < 1))
        return wijk__fail_path(error, WIJK_E_RANGE, "level");
    return WIJK_OK;
}

/* The name of the argument that is wrong; NULL: none. */
static const char *wrong(const struct wijk__proportion *proportion, int32_t interval) {
    bool finite = interval == WIJK_PROPORTION_INTERVAL_WILSON_FINITE;
    if (proportion->n < 0)
        return "n";
    if (proportion->successes < 0 || proportion->successes > proportion->n)
        return "successes";
    return finite && proportion->population < proportion->n ? "population" : NULL;
}

wijk_status wijk_proportion_limits(int64_t successes, int64_t n, int64_t population, int32_t interval, double level,
                                   double *lower, double *upper, wijk_error *error) {
    const struct wijk__proportion proportion = {successes, n, population};
    if (!lower || !upper)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, lower ? "upper" : "lower");
    *lower = *upper = 0;
    wijk_status status = wijk__proportion_check_method(interval, level, error);
    if (status != WIJK_OK)
        return status;
    const char *argument = wrong(&proportion, interval);
    if (argument)
        return wijk__fail_path(error, WIJK_E_RANGE, argument);
    wijk__error_clear(error);
    if (n == 0)
        return WIJK_NONE;
    struct wijk__interval limits = wijk__proportion_limits(&proportion, interval, level);
    *lower = limits.lower;
    *upper = limits.upper;
    return WIJK_OK;
}

wijk_status wijk_proportions(wijk_context *context, const int64_t *successes, const int64_t *n,
                             const int64_t *population, size_t count, int32_t interval, double level, wijk_table **out,
                             wijk_error *error) {
    struct wijk__row_proportions *rows;
    void *room;
    if (out)
        *out = NULL;
    if (!context || !out || (count > 0 && (!successes || !n)))
        return wijk__fail(error, WIJK_E_ARGUMENT);
    wijk_status status = wijk__proportion_check_method(interval, level, error);
    if (status != WIJK_OK)
        return status;
    if ((population == NULL) != (interval != WIJK_PROPORTION_INTERVAL_WILSON_FINITE) && count > 0)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "population");
    for (size_t i = 0; i < count; i++) {
        const char *argument = wrong(&(struct wijk__proportion){successes[i], n[i], population ? population[i] : 0},
                                     interval);
        if (argument)
            return wijk__fail_item(error, argument, i);
    }
    status = wijk__rows_new(context, WIJK_RESULT_PROPORTIONS, count, &room);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    rows = room;
    for (size_t i = 0; i < count; i++) {
        const struct wijk__proportion proportion = {successes[i], n[i], population ? population[i] : 0};
        struct wijk__interval limits = {(double)NAN, (double)NAN};
        if (proportion.n > 0)
            limits = wijk__proportion_limits(&proportion, interval, level);
        rows[i] = (struct wijk__row_proportions){
            .successes = successes[i],
            .n = n[i],
            .proportion = n[i] > 0 ? (double)successes[i] / (double)n[i] : (double)NAN,
            .level = level,
            .lower = limits.lower,
            .upper = limits.upper,
            .interval = interval,
        };
    }
    return wijk__rows_finish(context, WIJK_RESULT_PROPORTIONS, rows, count, out, error);
}
