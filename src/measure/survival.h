/* What the estimators of survival.h share, and what cohort/ takes: the counted things may come from a tally. */
#ifndef WIJK_MEASURE_SURVIVAL_H
#define WIJK_MEASURE_SURVIVAL_H

#include "measure/timeline.h"

#include <wijkteam/survival.h>

struct wijk_survival {
    wijk_context *context;
    struct wijk__timeline line; /* from: the group; to: the cause */
};
struct wijk_multistate {
    wijk_context *context;
    struct wijk__timeline line; /* from: the state minus one; to: the state */
    int32_t states;
};

/* From counts by day: a tally that was finished. `start`: at risk before the first day, of each group; NULL: nobody. */
wijk_status wijk__survival_from_grid(wijk_context *context, const struct wijk__day_grid *grid, const uint64_t *start,
                                     wijk_survival **out);
/* Of a square grid: froms and tos are the number of states. */
wijk_status wijk__multistate_from_grid(wijk_context *context, const struct wijk__day_grid *grid,
                                       wijk_multistate **out);

/* ---- how limits are asked for ---- */

struct wijk__limits_kind {
    wijk_survival_interval interval;
    double level, z; /* z: the normal quantile that goes with the level */
};
wijk_status wijk__limits_kind(wijk_survival_interval interval, double level, struct wijk__limits_kind *out,
                              wijk_error *error);
struct wijk__limits {
    double lower, upper; /* NaN where the formula has none */
};
/* The limits of a probability with its standard error, within 0 and 1. */
struct wijk__limits wijk__limits(const struct wijk__limits_kind *kind, double value, double standard_error);

/* ---- times that are asked for ---- */

/* Finite, not below `least`, ascending. */
wijk_status wijk__check_at(const double *at, size_t count, double least, wijk_error *error);
wijk_status wijk__check_number(double value, double least, const char *name, wijk_error *error);

/* Rows of a result, and the table that they become. `rows` is NULL when there is no memory or there are too many, and
 * `status` says which. */
struct wijk__estimates {
    wijk_context *context;
    const struct wijk__table_def *def;
    void *rows;
    size_t count;
    wijk_status status;
};
struct wijk__estimates wijk__estimates_new(wijk_context *context, wijk_table_id result, size_t count);
/* Make the table when `status` is OK; free the rows either way. */
wijk_status wijk__estimates_end(struct wijk__estimates *rows, wijk_status status, wijk_table **out);

#endif
