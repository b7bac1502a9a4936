/* Fair comparison: every result while memory fails, with two tables where a call makes two. */
#include "sweep.h"

static const double events[] = {3, 8, 2, 9}, sizes[] = {20, 40, 10, 30};
static const double values[] = {5, 7, 6, 8, 3, 2, 1, 2, 1};
static const int32_t yes[] = {1, 0, 1, 1};
static const double risks[] = {0.2, 0.5, 0.1, 0.3};
static const int32_t units[] = {0, 1, 0, 1}, strata[] = {0, 0, 1, 1}, counts[] = {3, 8, 2, 9}, ofs[] = {20, 40, 10, 30};

/* What a call made: all of it or nothing. */
static wijk_status made(struct run *run, wijk_status status, wijk_table *table, wijk_table *other, bool two) {
    MUST(run, (status == WIJK_OK) == (table != NULL));
    MUST(run, (status == WIJK_OK && two) == (other != NULL));
    CALL(wijk_table_real)(table, 3, 0);
    wijk_table_unref(table);
    wijk_table_unref(other);
    return status;
}

static wijk_status chart(struct run *run, int argument) {
    wijk_table *table;
    wijk_status status = CALL(wijk_control_chart)(run->context, argument, events, sizes, 4, &table, run->error);
    return made(run, status, table, NULL, false);
}

static wijk_status cusum(struct run *run, int argument) {
    wijk_table *table;
    wijk_status status = CALL(wijk_cusum)(run->context, values, 9, 0.5, 4, argument, &table, run->error);
    return made(run, status, table, NULL, false);
}

static wijk_status cusum_risk(struct run *run, int argument) {
    wijk_table *table;
    wijk_status status = CALL(wijk_cusum_risk)(run->context, yes, risks, 4, 2, 4, argument, &table, run->error);
    return made(run, status, table, NULL, false);
}

static wijk_status funnel(struct run *run, int argument) {
    wijk_table *table, *whole;
    wijk_status status = CALL(wijk_funnel)(run->context, WIJK_FUNNEL_FIGURE_PROPORTION, argument, events, sizes, 4, NULL,
                                           0, &table, &whole, run->error);
    return made(run, status, table, whole, true);
}

static wijk_status standardise(struct run *run, int argument) {
    wijk_table *table;
    wijk_status status = CALL(wijk_standardise)(run->context, units, strata, counts, ofs, 4, 2, 2, NULL, argument, 0.95,
                                                &table, run->error);
    return made(run, status, table, NULL, false);
}

static wijk_status series(struct run *run, int argument) {
    wijk_table *table, *whole;
    wijk_status status = CALL(wijk_series)(run->context, values, 9, 5, 0, 1, argument, 0.95, &table, &whole, run->error);
    return made(run, status, table, whole, true);
}

static wijk_status ratio(struct run *run, int argument) {
    double number, lower, upper;
    wijk_status status = CALL(wijk_standard_ratio)(3, 4, argument, 0.95, &number, &lower, &upper, run->error);
    MUST(run, status == WIJK_OK && lower < number && number < upper);
    return status;
}

static const struct step comparison_steps[] = {
    BEGINNING,
    {"p-chart", chart, WIJK_CONTROL_CHART_P, 0},
    {"Laney's u-chart", chart, WIJK_CONTROL_CHART_LANEY_U, 0},
    {"CUSUM", cusum, 1, 0},
    {"risk-adjusted CUSUM", cusum_risk, 0, 0},
    {"funnel", funnel, WIJK_FUNNEL_LIMITS_INTERPOLATED, 0},
    {"funnel with overdispersion", funnel, WIJK_FUNNEL_LIMITS_ADDITIVE, 0},
    {"standardisation", standardise, WIJK_RATIO_INTERVAL_EXACT, 0},
    {"series", series, WIJK_SERIES_ERRORS_NEWEY_WEST, 0},
    {"ratio", ratio, WIJK_RATIO_INTERVAL_BYAR, 0},
};
const struct scenario comparison_scenario = SCENARIO("comparisons", comparison_steps);
