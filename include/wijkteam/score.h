/** @file
 * Scores and shares (scores en aandelen): goal attainment, change, and shares with the interval behind them.
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

/** @name Change of one person's score (verandering van een score)
 * @{ */
/** The standard error of the difference of two scores of one person.
 *
 * #WIJK_CHANGE_ERROR_JACOBSON_TRUAX: `sd sqrt(1 - reliability) sqrt(2)` (Jacobson and Truax 1991; the root of 2 is the
 * correction of Christensen and Mendoza 1986 to the formula of 1984). #WIJK_CHANGE_ERROR_MAASSEN:
 * `sqrt((sd^2 + sd_after^2) (1 - reliability))` (Maassen 2004).
 * @param[in] variant which of them (#wijk_change_error_code)
 * @param[in] sd standard deviation of the scores before, above 0
 * @param[in] sd_after of those after, above 0; only for #WIJK_CHANGE_ERROR_MAASSEN
 * @param[in] reliability of the instrument, 0 to below 1
 * @param[out] standard_error the standard error
 * @returns #WIJK_OK; #WIJK_E_RANGE; #WIJK_E_UNKNOWN for `variant`; #WIJK_E_ARGUMENT @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_change_error(int32_t variant, double sd, double sd_after, double reliability,
                                       double *standard_error, wijk_error *error);
/** The score that parts those with a problem from those without (Jacobson and Truax 1991): `mean + 2 sd` of those with
 * it (a), `mean - 2 sd` of those without (b), or `(sd_without mean_with + sd_with mean_without) / (sd_without +
 * sd_with)` (c); plus and minus change places where lower is better.
 * @param[in] cutoff which of them (#wijk_change_cutoff_code)
 * @param[in] direction which scores are better (#wijk_indicator_direction_code)
 * @param[in] mean_with mean of those with the problem
 * @param[in] sd_with their standard deviation, above 0
 * @param[in] mean_without mean of those without it
 * @param[in] sd_without their standard deviation, above 0
 * @param[out] score the cut-off
 * @returns #WIJK_OK; #WIJK_E_RANGE; #WIJK_E_UNKNOWN for `cutoff` or `direction`; #WIJK_E_ARGUMENT
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_change_cutoff(int32_t cutoff, int32_t direction, double mean_with, double sd_with,
                                        double mean_without, double sd_without, double *score, wijk_error *error);
/** The reliable change of one person: `(after - before) / standard_error`, and what it amounts to. It is reliable when
 * it is further from 0 than `critical`; who improved reliably has recovered when the first score was on the wrong side
 * of the cut-off and the second is on it or past it.
 * @param[in] before the first score
 * @param[in] after the second score
 * @param[in] standard_error of their difference, above 0: wijk_change_error()
 * @param[in] critical how far is reliable, above 0; 1.96 is usual
 * @param[in] direction which scores are better (#wijk_indicator_direction_code)
 * @param[in] cutoff the cut-off; NULL: nobody is said to have recovered
 * @param[out] index the reliable change index; positive where the score rose
 * @param[out] change_class what it amounts to (#wijk_clinical_change_code)
 * @returns #WIJK_OK; #WIJK_E_RANGE; #WIJK_E_UNKNOWN for `direction`; #WIJK_E_ARGUMENT @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_reliable_change(double before, double after, double standard_error, double critical,
                                          int32_t direction, const double *cutoff, double *index,
                                          int32_t *change_class, wijk_error *error);
/** The reliable changes of many persons, as a table of #WIJK_RESULT_RELIABLE_CHANGES.
 * @param[in] before the first score of each
 * @param[in] after the second score of each
 * @param[in] count how many
 * @param[in] variant as wijk_change_error() has it
 * @param[in] sd as there
 * @param[in] sd_after as there
 * @param[in] reliability as there
 * @param[in] critical as wijk_reliable_change() has it
 * @param[in] direction as there
 * @param[in] cutoff as there
 * @param[out] out owned: wijk_table_unref()
 * @returns as those two; #WIJK_E_LIMIT; #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_reliable_changes(wijk_context *context, const double *before, const double *after,
                                           size_t count, int32_t variant, double sd, double sd_after,
                                           double reliability, double critical, int32_t direction,
                                           const double *cutoff, wijk_table **out, wijk_error *error);
/** @} */

/** @name Levels and outcomes (niveaus en uitkomsten)
 * Levels have an order and no distance: they are counted, never averaged.
 * @{ */
/** The share of those who improved, stayed the same and became worse, as a table of #WIJK_RESULT_OUTCOME_SHARES: out of
 * those who were followed, with an interval; and out of all, had all who were lost improved, or become worse. What was
 * not measured is never left out in silence.
 * @param[in] improved how many improved
 * @param[in] same how many stayed the same
 * @param[in] worse how many became worse
 * @param[in] lost how many were not followed (uit beeld)
 * @param[in] interval by which method (#wijk_proportion_interval_code), but for #WIJK_PROPORTION_INTERVAL_WILSON_FINITE
 * @param[in] level as wijk_proportion_limits() has it
 * @param[out] out owned: wijk_table_unref(); three rows
 * @returns #WIJK_OK; #WIJK_E_RANGE; #WIJK_E_UNKNOWN for `interval`; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_outcome_shares(wijk_context *context, int64_t improved, int64_t same, int64_t worse,
                                         int64_t lost, int32_t interval, double level, wijk_table **out,
                                         wijk_error *error);
/** Who improved, stayed the same and became worse, as a table of #WIJK_RESULT_LEVEL_CHANGES with a row for each life
 * domain (leefgebied). Who had the best level at first could not improve, and who had the worst could not decline: they
 * are counted apart, and among the others too.
 * @param[in] domains of each pair of levels, from 0; NULL: all are of domain 0
 * @param[in] domain_count how many domains there are, 1 to 10,000
 * @param[in] before first level of each; #WIJK_LEVEL_NONE: not scored
 * @param[in] after second level of each; #WIJK_LEVEL_NONE: lost
 * @param[in] count how many pairs
 * @param[in] lowest the lowest level there is
 * @param[in] highest the highest level there is, at most 99 above the lowest
 * @param[in] direction which levels are better (#wijk_indicator_direction_code)
 * @param[out] out owned: wijk_table_unref()
 * @returns #WIJK_OK; #WIJK_E_RANGE; #WIJK_E_UNKNOWN for `direction`; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_level_changes(wijk_context *context, const int32_t *domains, int32_t domain_count,
                                        const int32_t *before, const int32_t *after, size_t count, int32_t lowest,
                                        int32_t highest, int32_t direction, wijk_table **out, wijk_error *error);
/** From which level to which (overgangsmatrix), as a table of #WIJK_RESULT_LEVEL_TRANSITIONS: for each first level a
 * row for each second level and one for those who were lost, and a last row for those without a first level.
 * @param[in] before as wijk_level_changes() has it
 * @param[in] after as there
 * @param[in] count as there
 * @param[in] lowest as there
 * @param[in] highest as there
 * @param[out] out owned: wijk_table_unref()
 * @returns #WIJK_OK; #WIJK_E_RANGE; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_level_transitions(wijk_context *context, const int32_t *before, const int32_t *after,
                                            size_t count, int32_t lowest, int32_t highest, wijk_table **out,
                                            wijk_error *error);
/** @} */

/** @name Pairs (gepaarde waarden)
 * @{ */
/** What is reckoned of scores before and after, as a table of #WIJK_RESULT_PAIRED_STATISTICS with a row for each
 * statistic (#wijk_paired_statistic_code): effect sizes, those by the noncentral t with exact limits, the sign test and
 * the signed-rank test of Wilcoxon. The last is exact for at most 50 pairs without ties; pairs without a difference
 * take no part in either test. What does not exist for these pairs has no value.
 * @param[in] before the first score of each, at most 1e100 from 0
 * @param[in] after the second score of each, likewise
 * @param[in] count how many pairs
 * @param[in] level how often an interval holds the truth, between 0 and 1
 * @param[out] out owned: wijk_table_unref()
 * @returns #WIJK_OK; #WIJK_E_RANGE; #WIJK_E_ARGUMENT; #WIJK_E_LIMIT; #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_paired_statistics(wijk_context *context, const double *before, const double *after,
                                            size_t count, double level, wijk_table **out, wijk_error *error);
/** Spearman's correlation of ranks, equal values sharing their rank, and its two-sided p-value by t with count - 2
 * degrees of freedom (1 for two pairs).
 * @param[in] x one value of each pair
 * @param[in] y the other
 * @param[in] count how many pairs
 * @param[out] rho the correlation, -1 to 1
 * @param[out] p the p-value
 * @returns #WIJK_OK; #WIJK_NONE for fewer than two pairs, or where all values of one side are equal; #WIJK_E_RANGE;
 *          #WIJK_E_ARGUMENT; #WIJK_E_LIMIT; #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_spearman(wijk_context *context, const double *x, const double *y, size_t count, double *rho,
                                   double *p, wijk_error *error);
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
