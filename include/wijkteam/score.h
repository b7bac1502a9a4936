/** @file
 * Scores and shares (scores en aandelen): goal attainment, and shares with the interval behind them.
 *
 * @defgroup score Scores and shares
 * What can be said of one person, and of a share of people. docs/statistics/score.md has the definitions, the sources
 * and the limits.
 * @{
 */
#ifndef WIJKTEAM_SCORE_H
#define WIJKTEAM_SCORE_H

#include <wijkteam/base.h>
#include <wijkteam/catalog.h>
#include <wijkteam/table.h>

WIJK_BEGIN

#define WIJK_LEVEL_NONE INT32_MIN /**< a level that nobody scored */

/** @name Goal attainment (doelrealisatie, GAS)
 * @{ */
/** The T-score of a set of goals (Kiresuk and Sherman 1968):
 * `50 + 10 sum(w x) / sqrt((1 - rho) sum(w^2) + rho sum(w)^2)`, which has mean 50 and standard deviation 10 where the
 * levels x have mean 0 and standard deviation 1 and correlate by rho. This is the formula as the erratum to
 * Turner-Stokes (Clinical Rehabilitation 2009; 23: 362) gives it; the one printed there is wrong. A goal that weighs 0
 * plays no part.
 * @param[in] weights of each goal, 0 or more; NULL: all weigh the same
 * @param[in] levels of each goal, 0 being what was expected; #WIJK_LEVEL_NONE: not scored
 * @param[in] count how many goals
 * @param[in] lowest the lowest level there is, such as -2 (or -3)
 * @param[in] highest the highest level there is, such as 2
 * @param[in] rho the correlation between goals that is assumed, 0 to 1; 0.3 is usual
 * @param[in] missing what to do when a goal was not scored (#wijk_missing_code)
 * @param[out] score the T-score
 * @param[out] counted how many goals it rests on; may be NULL
 * @param[out] dropped how many goals with a weight were not scored; may be NULL
 * @returns #WIJK_OK; #WIJK_NONE when no goal has a weight and a level, or one was not scored and that leaves the score
 *          undefined; #WIJK_E_RANGE; #WIJK_E_ARGUMENT; #WIJK_E_UNKNOWN for `missing` @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_gas_score(const double *weights, const int32_t *levels, size_t count, int32_t lowest,
                                    int32_t highest, double rho, int32_t missing, double *score, uint64_t *counted,
                                    uint64_t *dropped, wijk_error *error);
/** How far the T-score of a set of goals moved: that of `after` less that of `before`, over the same goals. A goal that
 * was not scored both times counts as not scored.
 * @param[in] weights as wijk_gas_score() has it
 * @param[in] before levels at the start
 * @param[in] after levels at the review
 * @param[in] count as there
 * @param[in] lowest as there
 * @param[in] highest as there
 * @param[in] rho as there
 * @param[in] missing as there
 * @param[out] change the second T-score less the first
 * @param[out] counted as there
 * @param[out] dropped as there
 * @returns as wijk_gas_score() @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_gas_change(const double *weights, const int32_t *before, const int32_t *after, size_t count,
                                     int32_t lowest, int32_t highest, double rho, int32_t missing, double *change,
                                     uint64_t *counted, uint64_t *dropped, wijk_error *error);
/** @} */

/** @name Shares (aandelen)
 * @{ */
/** The interval of a share.
 * @param[in] successes how many, 0 to `n`
 * @param[in] n out of how many
 * @param[in] population of how many those `n` were drawn, for #WIJK_PROPORTION_INTERVAL_WILSON_FINITE; otherwise 0
 * @param[in] interval by which method (#wijk_proportion_interval_code)
 * @param[in] level how often such an interval holds the truth, between 0 and 1, such as 0.95
 * @param[out] lower lower limit
 * @param[out] upper upper limit
 * @returns #WIJK_OK; #WIJK_NONE when `n` is 0; #WIJK_E_RANGE; #WIJK_E_UNKNOWN for `interval`; #WIJK_E_ARGUMENT
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_proportion_limits(int64_t successes, int64_t n, int64_t population, int32_t interval,
                                            double level, double *lower, double *upper, wijk_error *error);
/** The intervals of many shares, as a table of #WIJK_RESULT_PROPORTIONS.
 * @param[in] successes of each share
 * @param[in] n of each share
 * @param[in] population of each share; NULL but for #WIJK_PROPORTION_INTERVAL_WILSON_FINITE
 * @param[in] count how many shares
 * @param[in] interval by which method
 * @param[in] level as wijk_proportion_limits() has it
 * @param[out] out owned: wijk_table_unref()
 * @returns #WIJK_OK; as wijk_proportion_limits(), a share out of nobody being cells without a value; #WIJK_E_LIMIT;
 *          #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_proportions(wijk_context *context, const int64_t *successes, const int64_t *n,
                                      const int64_t *population, size_t count, int32_t interval, double level,
                                      wijk_table **out, wijk_error *error);
/** @} */

WIJK_END
/** @} */
#endif
