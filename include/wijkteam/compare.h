/** @file
 * Fair comparison (eerlijk vergelijken): whether a team, a neighbourhood or a month differs by more than chance.
 *
 * @defgroup compare Compare
 * Control charts over time, funnels over units, indirect standardisation for case-mix, and interrupted time series.
 * Nothing here ranks: every result is in the order of the input. Which variant of a formula was used stands in the
 * result, by name. Formulas, sources and limits: `docs/statistics/compare.md`.
 *
 * Common to all: input arrays are read and not kept; a number that is not finite, or below zero where none can be, is
 * #WIJK_E_RANGE with the name of the argument as path and the item as index. A cell that does not exist for good input,
 * such as the share of none out of none, has no value.
 * @{
 */
#ifndef WIJKTEAM_COMPARE_H
#define WIJKTEAM_COMPARE_H

#include <wijkteam/table.h>

WIJK_BEGIN

/** @name Over time
 * @{ */
/** A Shewhart chart of shares or rates (regelkaart), one point for each period, with 3-sigma limits: table
 * #WIJK_RESULT_CHART_POINTS. With 8 points in a row on one side of the centre, or 6 that rise or fall, the last of them
 * and those that go on carry that signal. Source: Montgomery, Introduction to Statistical Quality Control; Laney (2002),
 * Quality Engineering 14:531-537.
 * @param[in] context where memory comes from
 * @param[in] chart which chart (#wijk_control_chart_code): Laney's charts widen the limits by the spread that is seen
 *            from point to point (moving range / 1.128)
 * @param[in] events how many had the event, whole numbers
 * @param[in] sizes out of how many (p: whole numbers), or per what exposure (u); a size of 0 is a point without value
 * @param[in] count how many points
 * @param[out] out the table, owned by the caller: wijk_table_unref()
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_UNKNOWN; #WIJK_E_RANGE, also when more had the event than there are;
 *          #WIJK_E_LIMIT; #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_control_chart(wijk_context *context, int32_t chart, const double *events,
                                        const double *sizes, size_t count, wijk_table **out, wijk_error *error);

/** Tabular CUSUM of standardised values (cumulatieve som): S+ = max(0, S+ + z - k), S- = max(0, S- - z - k), a signal
 * when either passes h: table #WIJK_RESULT_CUSUM_POINTS. Source: Page (1954), Biometrika 41:100-115; Montgomery.
 * @param[in] context where memory comes from
 * @param[in] values standardised: (value - expected) / standard deviation
 * @param[in] count how many
 * @param[in] k slack, in standard deviations; half the shift that matters; often 0.5
 * @param[in] h decision limit, above 0; often 4 or 5
 * @param[in] restart 1: both sums begin at 0 again after a signal; 0: they go on
 * @param[out] out the table, owned by the caller
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_RANGE; #WIJK_E_LIMIT; #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_cusum(wijk_context *context, const double *values, size_t count, double k, double h,
                                int32_t restart, wijk_table **out, wijk_error *error);

/** Risk-adjusted Bernoulli CUSUM, household by household: weight W = y ln(R) - ln(1 - p + R p), S = max(0, S + W), a
 * signal when S passes h: table #WIJK_RESULT_CUSUM_POINTS. With an odds ratio below 1 it looks for improvement, and the
 * sum stands in the column for below. Source: Steiner, Cook, Farewell and Treasure (2000), Biostatistics 1:441-452.
 * @param[in] context where memory comes from
 * @param[in] events 1: the event happened; 0: it did not
 * @param[in] risks the chance that was expected of each, above 0 and below 1
 * @param[in] count how many
 * @param[in] odds_ratio the change that is looked for; above 0 and not 1
 * @param[in] h decision limit, above 0
 * @param[in] restart 1: the sum begins at 0 again after a signal; 0: it goes on
 * @param[out] out the table, owned by the caller
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_RANGE; #WIJK_E_LIMIT; #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_cusum_risk(wijk_context *context, const int32_t *events, const double *risks, size_t count,
                                     double odds_ratio, double h, int32_t restart, wijk_table **out,
                                     wijk_error *error);

/** Segmented regression of an interrupted time series (onderbroken tijdreeks) by least squares:
 * y = b0 + b1 t + b2 post + b3 (t - t0) post, t from 1, post from `first_after` on, t0 the point before it; with seasons
 * also a term for each season but the first. Tables #WIJK_RESULT_SERIES_TERMS and #WIJK_RESULT_SERIES_FIT. Standard errors
 * are Newey-West (Bartlett weights 1 - l / (lag + 1)), because the points of a series are seldom independent; tests and
 * limits take Student's t with as many degrees of freedom as points less terms. Sources: Wagner et al. (2002), J Clin
 * Pharm Ther 27:299-309; Newey and West (1987), Econometrica 55:703-708.
 * @param[in] context where memory comes from
 * @param[in] values one a period, none left out
 * @param[in] count how many
 * @param[in] first_after the first point after the change, from 1: 2 to `count`
 * @param[in] season periods in a year, such as 12; 0: no seasons
 * @param[in] lag how many periods back errors hang together; below 0: the whole part of 4 (n / 100)^(2/9)
 * @param[in] errors which standard errors (#wijk_series_errors_code)
 * @param[in] level of the confidence limits, above 0 and below 1; often 0.95
 * @param[out] terms the table of terms, owned by the caller
 * @param[out] fit the table of one row about the whole, owned by the caller; may be NULL
 * @returns #WIJK_OK; #WIJK_NONE when there are too few points on a side of the change, or in a season, to tell all
 *          terms apart; #WIJK_E_ARGUMENT; #WIJK_E_UNKNOWN; #WIJK_E_RANGE; #WIJK_E_LIMIT; #WIJK_E_MEMORY
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_series(wijk_context *context, const double *values, size_t count, size_t first_after,
                                 int32_t season, int32_t lag, int32_t errors, double level, wijk_table **terms,
                                 wijk_table **fit, wijk_error *error);
/** @} */

/** @name Between units
 * @{ */
/** Funnel (trechter): each unit against limits that narrow as units grow, at 95 % and 99.8 %: table
 * #WIJK_RESULT_FUNNEL_UNITS, a row for each unit in the order of the input, and #WIJK_RESULT_FUNNEL_FIT. Sources:
 * Spiegelhalter (2005), Statistics in Medicine 24:1185-1202; Verburg et al. (2018), PLoS ONE (PMC6193208).
 * @param[in] context where memory comes from
 * @param[in] figure what is compared (#wijk_funnel_figure_code): events out of a size, or observed against expected
 * @param[in] limits how the limits are made (#wijk_funnel_limits_code); the additive and multiplicative ones allow for
 *            units that differ by more than chance (overdispersion)
 * @param[in] observed events, whole numbers
 * @param[in] sizes for a proportion out of how many, whole numbers; for a ratio the number that was expected
 * @param[in] count how many units
 * @param[in] target what every unit is held against, 0 or at least 1e-9; NULL: that of all units together
 * @param[in] minimum a unit whose size is below this is listed, and not judged
 * @param[out] units the table of units, owned by the caller
 * @param[out] fit the table of one row about the whole, owned by the caller; may be NULL
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_UNKNOWN; #WIJK_E_RANGE; #WIJK_E_LIMIT; #WIJK_E_MEMORY
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_funnel(wijk_context *context, int32_t figure, int32_t limits, const double *observed,
                                 const double *sizes, size_t count, const double *target, double minimum,
                                 wijk_table **units, wijk_table **fit, wijk_error *error);

/** Observed over expected (standardised ratio, gestandaardiseerde verhouding) with limits for a Poisson count.
 * Sources: Ulm (1990), Am J Epidemiol 131:373-375 (exact); Byar's approximation in Breslow and Day (1987), vol. II.
 * @param[in] observed how many events, a whole number
 * @param[in] expected how many were expected
 * @param[in] interval which limits (#wijk_ratio_interval_code)
 * @param[in] level of the confidence limits, above 0 and below 1
 * @param[out] ratio observed / expected @param[out] lower lower limit @param[out] upper upper limit
 * @returns #WIJK_OK; #WIJK_NONE when nothing was expected, with zeros; #WIJK_E_ARGUMENT; #WIJK_E_UNKNOWN; #WIJK_E_RANGE
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_standard_ratio(double observed, double expected, int32_t interval, double level,
                                         double *ratio, double *lower, double *upper, wijk_error *error);

/** Indirect standardisation (indirecte standaardisatie) for case-mix: what a unit would have had, if each of its strata
 * had had the rate of the whole, against what it had. Like is compared with like: a stratum may be a kind of problem, an
 * age, or both. Counts are added as whole numbers, so the order of the rows does not matter. Table
 * #WIJK_RESULT_STANDARDISED, a row for each unit from 0.
 * @param[in] context where memory comes from
 * @param[in] units which unit a row is about, from 0 and below `unit_count`
 * @param[in] strata which stratum, from 0 and below `stratum_count`
 * @param[in] events how many had the event
 * @param[in] sizes out of how many
 * @param[in] count how many rows; several may be about one unit and stratum
 * @param[in] unit_count how many units @param[in] stratum_count how many strata
 * @param[in] rates expected rate of each stratum, 0 to 1; NULL: that of all rows together
 * @param[in] interval which limits (#wijk_ratio_interval_code)
 * @param[in] level of the confidence limits, above 0 and below 1
 * @param[out] out the table, owned by the caller
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_UNKNOWN; #WIJK_E_RANGE, also when more had the event than there are;
 *          #WIJK_E_LIMIT; #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_standardise(wijk_context *context, const int32_t *units, const int32_t *strata,
                                      const int32_t *events, const int32_t *sizes, size_t count, uint32_t unit_count,
                                      uint32_t stratum_count, const double *rates, int32_t interval, double level,
                                      wijk_table **out, wijk_error *error);
/** @} */

WIJK_END
/** @} */
#endif
