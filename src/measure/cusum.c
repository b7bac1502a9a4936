/* Cumulative sums: of standardised values, and of events whose chance differs from household to household. */
#include "measure/results.h"
#include <wijkteam/compare.h>

#include <math.h>

/* What both kinds need of their arguments. */
static wijk_status check_cusum(const wijk_context *context, bool arrays, double h, int32_t restart, wijk_table **out,
                               wijk_error *error) {
    if (out)
        *out = NULL;
    if (!context || !out || !arrays)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !context ? "context" : !out ? "out" : "values");
    if (!(h > 0 && isfinite(h)))
        return wijk__fail_path(error, WIJK_E_RANGE, "h");
    if (restart != 0 && restart != 1)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "restart");
    return WIJK_OK;
}

wijk_status wijk_cusum(wijk_context *context, const double *values, size_t count, double k, double h, int32_t restart,
                       wijk_table **out, wijk_error *error) {
    struct wijk__row_cusum_points *rows;
    wijk_status status = check_cusum(context, count == 0 || values, h, restart, out, error);
    if (status != WIJK_OK)
        return status;
    if (!(k >= 0 && k <= WIJK__REAL_MOST))
        return wijk__fail_path(error, WIJK_E_RANGE, "k");
    for (size_t i = 0; i < count; i++)
        if (!(fabs(values[i]) <= WIJK__REAL_MOST))
            return wijk__fail_item(error, "values", i);
    status = wijk__rows_new(context, WIJK_RESULT_CUSUM_POINTS, count, (void **)&rows);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    double above = 0, below = 0;
    for (size_t i = 0; i < count; i++) {
        above = fmax(0, above + values[i] - k);
        below = fmax(0, below - values[i] - k);
        rows[i] = (struct wijk__row_cusum_points){
            .value = values[i],
            .above = above,
            .below = below,
            .limit = h,
            .signal = above > h   ? WIJK_CHART_SIGNAL_ABOVE_LIMITS
                      : below > h ? WIJK_CHART_SIGNAL_BELOW_LIMITS
                                  : WIJK_CHART_SIGNAL_NONE,
        };
        if (restart && rows[i].signal != WIJK_CHART_SIGNAL_NONE)
            above = below = 0;
    }
    return wijk__rows_finish(context, WIJK_RESULT_CUSUM_POINTS, rows, count, out, error);
}

/* The log of how much likelier an event, or none, is when the odds have changed by the ratio. */
static double weight_of(int32_t event, double risk, double odds_ratio) {
    return (event ? log(odds_ratio) : 0) - log1p(risk * (odds_ratio - 1));
}

wijk_status wijk_cusum_risk(wijk_context *context, const int32_t *events, const double *risks, size_t count,
                            double odds_ratio, double h, int32_t restart, wijk_table **out, wijk_error *error) {
    struct wijk__row_cusum_points *rows;
    wijk_status status = check_cusum(context, count == 0 || (events && risks), h, restart, out, error);
    if (status != WIJK_OK)
        return status;
    if (!(odds_ratio > 0 && isfinite(odds_ratio)) || odds_ratio == 1)
        return wijk__fail_path(error, WIJK_E_RANGE, "odds_ratio");
    for (size_t i = 0; i < count; i++)
        if ((events[i] != 0 && events[i] != 1) || !(risks[i] > 0 && risks[i] < 1))
            return wijk__fail_item(error, events[i] != 0 && events[i] != 1 ? "events" : "risks", i);
    status = wijk__rows_new(context, WIJK_RESULT_CUSUM_POINTS, count, (void **)&rows);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    bool worse = odds_ratio > 1;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        rows[i] = wijk__blank_cusum_points;
        rows[i].value = weight_of(events[i], risks[i], odds_ratio);
        sum = fmax(0, sum + rows[i].value);
        *(worse ? &rows[i].above : &rows[i].below) = sum;
        rows[i].limit = h;
        rows[i].signal = sum <= h ? WIJK_CHART_SIGNAL_NONE
                         : worse  ? WIJK_CHART_SIGNAL_ABOVE_LIMITS
                                  : WIJK_CHART_SIGNAL_BELOW_LIMITS;
        if (restart && sum > h)
            sum = 0;
    }
    return wijk__rows_finish(context, WIJK_RESULT_CUSUM_POINTS, rows, count, out, error);
}
