/* What the estimators share: limits, times asked for, rows. */
#include "measure/survival.h"

#include <float.h>
#include <math.h>

/* ---- limits, as survfit of R has them ---- */

wijk_status wijk__limits_kind(wijk_survival_interval interval, double level, struct wijk__limits_kind *out,
                              wijk_error *error) {
    if (interval < WIJK_SURVIVAL_INTERVAL_LOG || interval > WIJK_SURVIVAL_INTERVAL_PLAIN)
        return wijk__fail_path(error, WIJK_E_CODE, "interval");
    if (!(level > 0 && level < 1))
        return wijk__fail_path(error, WIJK_E_RANGE, "level");
    *out = (struct wijk__limits_kind){interval, level, wijk__normal_quantile(1 - (1 - level) / 2)};
    return WIJK_OK;
}

static struct wijk__limits plain(double z, double value, double standard_error) {
    return (struct wijk__limits){fmax(value - z * standard_error, 0), fmin(value + z * standard_error, 1)};
}

/* Of the logarithm of the probability, which has none at 0. */
static struct wijk__limits of_log(double z, double value, double standard_error) {
    double middle = log(value), half = z * standard_error / value;
    return (struct wijk__limits){exp(middle - half), fmin(exp(middle + half), 1)};
}

/* Of log(-log(probability)), which has none at 0 and at 1. */
static struct wijk__limits of_log_log(double z, double value, double standard_error) {
    double middle = log(-log(value)), half = z * standard_error / value / log(value);
    return (struct wijk__limits){exp(-exp(middle - half)), exp(-exp(middle + half))};
}

struct wijk__limits wijk__limits(const struct wijk__limits_kind *kind, double value, double standard_error) {
    const struct wijk__limits none = {NAN, NAN};
    if (isnan(value) || isnan(standard_error))
        return none;
    if (kind->interval == WIJK_SURVIVAL_INTERVAL_PLAIN)
        return plain(kind->z, value, standard_error);
    if (kind->interval == WIJK_SURVIVAL_INTERVAL_LOG)
        return value > 0 ? of_log(kind->z, value, standard_error) : none;
    return value > 0 && value < 1 ? of_log_log(kind->z, value, standard_error) : none;
}

/* ---- times ---- */

wijk_status wijk__check_number(double value, double least, const char *name, wijk_error *error) {
    return value >= least && value <= DBL_MAX ? WIJK_OK : wijk__fail_path(error, WIJK_E_RANGE, name);
}

wijk_status wijk__check_at(const double *at, size_t count, double least, wijk_error *error) {
    if (!at && count > 0)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "at");
    for (size_t i = 0; i < count; i++) {
        if (at[i] >= least && at[i] <= DBL_MAX && (i == 0 || at[i] > at[i - 1]))
            continue;
        wijk__fail_path(error, WIJK_E_RANGE, "at");
        wijk__error_index(error, (int64_t)i);
        return WIJK_E_RANGE;
    }
    return WIJK_OK;
}

/* ---- rows ---- */

struct wijk__estimates wijk__estimates_new(wijk_context *context, wijk_table_id result, size_t count) {
    struct wijk__estimates rows = {context, wijk__table_def(result), NULL, count, WIJK_OK};
    size_t size;
    if (count > UINT32_MAX)
        rows.status = WIJK_E_LIMIT;
    else if (!wijk__multiply(count, rows.def->row_size, &size) ||
             (rows.rows = wijk__allocate(context, size)) == NULL)
        rows.status = WIJK_E_MEMORY;
    return rows;
}

wijk_status wijk__estimates_end(struct wijk__estimates *rows, wijk_status status, wijk_table **out) {
    if (status == WIJK_OK)
        status = wijk__table_from_rows(rows->context, rows->def, NULL, rows->rows, (uint32_t)rows->count, NULL, out);
    wijk__release(rows->context, rows->rows, rows->rows ? rows->count * rows->def->row_size : 0);
    rows->rows = NULL;
    return status;
}
