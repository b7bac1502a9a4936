/* What comparisons share: counts are looked at first, and results become tables. */
#ifndef WIJK_MEASURE_RESULTS_H
#define WIJK_MEASURE_RESULTS_H

#include "act/act.h"

/* The largest count: sums of a million of them are exact in a double. */
#define WIJK__COUNT_MOST 2147483647.0
/* The least that may be expected, unless it is nothing at all: what is divided by less is no figure. */
#define WIJK__SIZE_LEAST 1e-9
/* Beyond this a figure is a mistake, and sums of squares would no longer fit a double. */
#define WIJK__REAL_MOST 1e100

/* Whether events are whole and sizes can be divided by; for a share also whether sizes are whole, and no more had the
 * event than there are. */
wijk_status wijk__counts_check(const double *events, const double *sizes, size_t count, bool share,
                               wijk_error *error);
/* RANGE about one item of an argument. */
wijk_status wijk__fail_item(wijk_error *error, const char *argument, size_t item);

/* Room for the rows of a result, to be filled, and given back by the second call, which makes the table. */
wijk_status wijk__rows_new(wijk_context *context, wijk_table_id result, size_t count, void **rows);
wijk_status wijk__rows_finish(wijk_context *context, wijk_table_id result, void *rows, size_t count, wijk_table **out,
                              wijk_error *error);
/* A table of one row, after another table that goes with it and is freed when this fails. */
wijk_status wijk__row_finish(wijk_context *context, wijk_table_id result, const void *row, wijk_table **out,
                             wijk_table **before, wijk_error *error);

/* In rising order, in place; no NaN. */
void wijk__sort_reals(double *values, size_t count);
/* The value below which a part of sorted values lies, between two of them in proportion (R's type 7); count > 0. */
double wijk__quantile_of(const double *sorted, size_t count, double part);

#endif
