/* Funnels: each unit against the limits for its size. Units keep the order in which they came. */
#include "measure/measure.h"
#include "measure/results.h"
#include <wijkteam/compare.h>

#include <math.h>

enum { LOWER_998, LOWER_95, UPPER_95, UPPER_998, LIMITS };
static const double chances[LIMITS] = {0.001, 0.025, 0.975, 0.999};
#define WINSORISED 0.1 /* of the z-scores at each end */
#define NOBODY 0.01    /* a count so small that the quantile below it is 0 for all that a double can tell of a figure */

struct funnel {
    bool share;
    int32_t limits;
    double target, minimum;
    double quantiles[LIMITS]; /* of the normal distribution */
    double phi, tau_squared;
    wijk_context *context;
};

struct unit {
    double observed, size, value;
    bool judged;
};

/* ---- one unit ---- */

static double variance_of(const struct funnel *funnel, double size) {
    return funnel->target * (funnel->share ? 1 - funnel->target : 1) / size;
}

static double cumulative(const struct funnel *funnel, double size, int64_t at_most) {
    return funnel->share ? wijk__binomial_cdf(at_most, (int64_t)size, funnel->target)
                         : wijk__poisson_cdf(at_most, funnel->target * size);
}

static int64_t quantile_of(const struct funnel *funnel, double size, double chance) {
    return funnel->share ? wijk__binomial_quantile(chance, (int64_t)size, funnel->target)
                         : wijk__poisson_quantile(chance, funnel->target * size);
}

/* Whether chance has no say: nobody or everybody has the event. */
static bool is_certain(const struct funnel *funnel) {
    return funnel->target <= 0 || (funnel->share && funnel->target >= 1);
}

static void normal_limits(const struct funnel *funnel, double size, double *limits) {
    bool additive = funnel->limits == WIJK_FUNNEL_LIMITS_ADDITIVE;
    double variance = variance_of(funnel, size);
    double sigma = sqrt(additive ? variance + funnel->tau_squared : variance * funnel->phi);
    for (int i = 0; i < LIMITS; i++)
        limits[i] = funnel->target + funnel->quantiles[i] * sigma;
}

/* Quantiles of the distribution of which the target is the count that was seen: chi-square or beta. */
static void exact_limits(const struct funnel *funnel, double size, double *limits) {
    double count = funnel->target * size, rest = size - count;
    for (int i = 0; i < LIMITS; i++) {
        double more = i >= UPPER_95;
        if (!funnel->share)
            limits[i] = count + more > NOBODY ? wijk__chi2_quantile(chances[i], 2 * (count + more)) / 2 / size : 0;
        else if (count + more <= NOBODY || rest + 1 - more <= NOBODY)
            limits[i] = more;
        else
            limits[i] = wijk__beta_quantile(count + more, rest + 1 - more, chances[i]);
    }
}

/* Spiegelhalter's appendix A.1: between the whole number that reaches the chance and the one before it. */
static void interpolated_limits(const struct funnel *funnel, double size, double *limits) {
    for (int i = 0; i < LIMITS; i++) {
        if (is_certain(funnel)) {
            limits[i] = funnel->target;
            continue;
        }
        int64_t reached = quantile_of(funnel, size, chances[i]);
        double here = cumulative(funnel, size, reached), before = cumulative(funnel, size, reached - 1);
        limits[i] = ((double)reached - (here - chances[i]) / (here - before)) / size;
    }
}

/* Whether an observation is as rare as a limit says. Between two whole numbers a limit may lie below an observation that
 * is not rare; there its own chance decides. */
static bool is_past(const struct funnel *funnel, const struct unit *unit, const double *limits, int limit) {
    bool upper = limit >= UPPER_95;
    if (upper ? unit->value <= limits[limit] : unit->value >= limits[limit])
        return false;
    if (!upper || funnel->limits != WIJK_FUNNEL_LIMITS_INTERPOLATED || is_certain(funnel))
        return true;
    return (int64_t)unit->observed > quantile_of(funnel, unit->size, chances[limit]);
}

static int32_t class_of(const struct funnel *funnel, const struct unit *unit, const double *limits) {
    static const struct {
        int limit;
        int32_t class;
    } order[] = {{LOWER_998, WIJK_UNIT_CLASS_VERY_LOW},
                 {UPPER_998, WIJK_UNIT_CLASS_VERY_HIGH},
                 {LOWER_95, WIJK_UNIT_CLASS_LOW},
                 {UPPER_95, WIJK_UNIT_CLASS_HIGH}};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (isnan(limits[order[i].limit]))
            return WIJK_UNIT_CLASS_CANNOT_TELL;
        if (is_past(funnel, unit, limits, order[i].limit))
            return order[i].class;
    }
    return WIJK_UNIT_CLASS_WITHIN;
}

static double z_of(const struct funnel *funnel, const struct unit *unit) {
    double variance = variance_of(funnel, unit->size);
    if (funnel->limits == WIJK_FUNNEL_LIMITS_ADDITIVE)
        variance += funnel->tau_squared;
    if (funnel->limits == WIJK_FUNNEL_LIMITS_MULTIPLICATIVE)
        variance *= funnel->phi;
    return variance > 0 ? (unit->value - funnel->target) / sqrt(variance) : NAN;
}

static double within(const struct funnel *funnel, double limit) {
    return funnel->share ? fmin(1, fmax(0, limit)) : fmax(0, limit); /* NaN stays: it has no value */
}

static void fill_unit(const struct funnel *funnel, const struct unit *unit, struct wijk__row_funnel_units *row) {
    double limits[LIMITS] = {NAN, NAN, NAN, NAN};
    *row = wijk__blank_funnel_units;
    row->observed = unit->observed;
    row->size = unit->size;
    row->value = unit->value;
    row->target = funnel->target;
    row->limits = funnel->limits;
    row->class = WIJK_UNIT_CLASS_CANNOT_TELL;
    if (unit->size > 0 && !isnan(funnel->target)) {
        if (funnel->limits == WIJK_FUNNEL_LIMITS_INTERPOLATED)
            interpolated_limits(funnel, unit->size, limits);
        else if (funnel->limits == WIJK_FUNNEL_LIMITS_EXACT)
            exact_limits(funnel, unit->size, limits);
        else
            normal_limits(funnel, unit->size, limits);
        row->z = z_of(funnel, unit);
        row->class = class_of(funnel, unit, limits);
    }
    if (unit->size > 0 && !unit->judged)
        row->class = WIJK_UNIT_CLASS_TOO_SMALL;
    if (isnan(limits[LOWER_998]))
        return;
    row->lower_998 = within(funnel, limits[LOWER_998]);
    row->lower_95 = within(funnel, limits[LOWER_95]);
    row->upper_95 = within(funnel, limits[UPPER_95]);
    row->upper_998 = within(funnel, limits[UPPER_998]);
}

/* ---- all units ---- */

/* The units as read; the target of all together, when none was given. */
static void read_units(struct funnel *funnel, const double *observed, const double *sizes, size_t count,
                       const double *target, struct unit *units) {
    double all_observed = 0, all_sizes = 0;
    for (size_t i = 0; i < count; i++) {
        bool some = sizes[i] > 0;
        all_observed += observed[i];
        all_sizes += sizes[i];
        units[i] = (struct unit){observed[i], sizes[i], some ? observed[i] / sizes[i] : NAN,
                                 some && sizes[i] >= funnel->minimum};
    }
    funnel->target = target ? *target : all_sizes > 0 ? all_observed / all_sizes : NAN;
}

/* Phi and tau squared, of z-scores in rising order; `weights` and `squares` are the sums of 1 / variance and of its
 * square. */
static void spread(struct funnel *funnel, double *z, size_t judged, double weights, double squares) {
    double sum = 0;
    wijk__sort_reals(z, judged);
    double low = wijk__quantile_of(z, judged, WINSORISED), high = wijk__quantile_of(z, judged, 1 - WINSORISED);
    for (size_t i = 0; i < judged; i++) {
        double brought_in = fmin(fmax(z[i], low), high);
        sum += brought_in * brought_in;
    }
    funnel->phi = sum / (double)judged;
    double degrees = (double)judged - 1, more = weights - squares / weights;
    funnel->tau_squared = sum > degrees && more > 0 ? (sum - degrees) / more : 0;
}

static wijk_status judge_spread(struct funnel *funnel, const struct unit *units, size_t count, bool pooled,
                                struct wijk__row_funnel_fit *fit) {
    double weights = 0, squares = 0, sum = 0;
    size_t judged = 0, scored = 0, size;
    double *z;
    if (!wijk__multiply(count, sizeof *z, &size))
        return WIJK_E_MEMORY;
    z = wijk__allocate(funnel->context, size);
    if (!z)
        return WIJK_E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        judged += units[i].judged;
        double variance = units[i].judged ? variance_of(funnel, units[i].size) : 0;
        if (!(variance > 0))
            continue;
        z[scored] = (units[i].value - funnel->target) / sqrt(variance);
        sum += z[scored] * z[scored];
        weights += 1 / variance;
        squares += 1 / variance / variance;
        scored++;
    }
    fit->judged = (int64_t)judged;
    if (scored > 0) {
        spread(funnel, z, scored, weights, squares);
        fit->phi = funnel->phi;
        fit->tau_squared = funnel->tau_squared;
        fit->chi_square = sum;
        fit->degrees = (int64_t)scored - pooled;
        if (fit->degrees > 0)
            fit->p = wijk__chi2_sf(sum, (double)fit->degrees);
    }
    wijk__release(funnel->context, z, size);
    return WIJK_OK;
}

static wijk_status check_funnel(const struct funnel *funnel, int32_t figure, const double *observed,
                                const double *sizes, size_t count, const double *target, wijk_table **units,
                                wijk_error *error) {
    if (!funnel->context || !units || (count > 0 && (!observed || !sizes)))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !funnel->context ? "context" : !units ? "units" : "observed");
    if (figure != WIJK_FUNNEL_FIGURE_PROPORTION && figure != WIJK_FUNNEL_FIGURE_RATIO)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "figure");
    if (funnel->limits < WIJK_FUNNEL_LIMITS_INTERPOLATED || funnel->limits > WIJK_FUNNEL_LIMITS_MULTIPLICATIVE)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "limits");
    bool fits = !target || *target == 0 || (*target >= WIJK__SIZE_LEAST && *target <= WIJK__COUNT_MOST);
    if (!fits || (target && funnel->share && *target > 1))
        return wijk__fail_path(error, WIJK_E_RANGE, "target");
    if (!(funnel->minimum >= 0 && isfinite(funnel->minimum)))
        return wijk__fail_path(error, WIJK_E_RANGE, "minimum");
    wijk_status status = wijk__counts_check(observed, sizes, count, funnel->share, error);
    for (size_t i = 0; i < count && target && status == WIJK_OK; i++)
        if (*target * sizes[i] > WIJK__COUNT_MOST)
            status = wijk__fail_path(error, WIJK_E_RANGE, "target");
    return status;
}

static wijk_status write_funnel(const struct funnel *funnel, const struct unit *list, size_t count,
                                const struct wijk__row_funnel_fit *whole, wijk_table **units, wijk_table **fit,
                                wijk_error *error) {
    struct wijk__row_funnel_units *rows;
    wijk_status status = wijk__rows_new(funnel->context, WIJK_RESULT_FUNNEL_UNITS, count, (void **)&rows);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    for (size_t i = 0; i < count; i++)
        fill_unit(funnel, &list[i], &rows[i]);
    status = wijk__rows_finish(funnel->context, WIJK_RESULT_FUNNEL_UNITS, rows, count, units, error);
    return status == WIJK_OK && fit ? wijk__row_finish(funnel->context, WIJK_RESULT_FUNNEL_FIT, whole, fit, units, error)
                                    : status;
}

wijk_status wijk_funnel(wijk_context *context, int32_t figure, int32_t limits, const double *observed,
                        const double *sizes, size_t count, const double *target, double minimum, wijk_table **units,
                        wijk_table **fit, wijk_error *error) {
    struct funnel funnel = {.share = figure == WIJK_FUNNEL_FIGURE_PROPORTION, .limits = limits, .minimum = minimum,
                            .phi = NAN, .tau_squared = NAN, .context = context};
    struct wijk__row_funnel_fit whole = wijk__blank_funnel_fit;
    struct unit *list;
    size_t size;
    if (units)
        *units = NULL;
    if (fit)
        *fit = NULL;
    wijk_status status = check_funnel(&funnel, figure, observed, sizes, count, target, units, error);
    if (status != WIJK_OK)
        return status;
    if (!wijk__multiply(count, sizeof *list, &size) || !(list = wijk__allocate(context, size)))
        return wijk__fail(error, WIJK_E_MEMORY);
    for (int i = 0; i < LIMITS; i++)
        funnel.quantiles[i] = wijk__normal_quantile(chances[i]);
    read_units(&funnel, observed, sizes, count, target, list);
    status = judge_spread(&funnel, list, count, !target, &whole);
    if (status == WIJK_OK) {
        whole.figure = figure;
        whole.limits = limits;
        whole.target = funnel.target;
        whole.pooled = !target;
        whole.units = (int64_t)count;
        status = write_funnel(&funnel, list, count, &whole, units, fit, error);
    } else {
        wijk__fail(error, status);
    }
    wijk__release(context, list, size);
    return status;
}
