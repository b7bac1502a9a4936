/** @file
 * Verdicts (oordelen): whether a share is better, not worse or worse than it should be, or whether nobody can tell.
 *
 * @addtogroup measure
 * @{
 */
#ifndef WIJKTEAM_VERDICT_H
#define WIJKTEAM_VERDICT_H

#include <wijkteam/base.h>

WIJK_BEGIN

/** The difference of two shares that have nobody in common (verschil tussen twee aandelen), the second less the first,
 * with the 95 % limits of Newcombe's hybrid score method (method 10). Source: Newcombe (1998), Statistics in Medicine
 * 17:873-890; the Wilson limits that it takes: Wilson (1927), JASA 22:209-212.
 * @param[in] before how many @param[in] before_of out of how many, first
 * @param[in] count how many @param[in] of out of how many, second
 * @param[out] difference count / of - before / before_of @param[out] lower lower limit @param[out] upper upper limit
 * @returns #WIJK_OK; #WIJK_NONE when either is out of nobody, with zeros; #WIJK_E_ARGUMENT; #WIJK_E_RANGE
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_share_difference(int64_t before, int64_t before_of, int64_t count, int64_t of,
                                           double *difference, double *lower, double *upper, wijk_error *error);

/** The verdict on a share (oordeel), from its 95 % Wilson interval, its target (streefwaarde), its floor (ondergrens) and
 * the share of the period before. "Better" below stands for higher, or for lower when lower values are better.
 *
 * * worse (slechter): the whole interval is worse than the floor, or than the share before (Newcombe), by more than the
 *   margin; with neither of those, worse than the target.
 * * better (beter): it is not worse, and the whole interval reaches the target; without a target, it is better than the
 *   share before.
 * * not-worse (niet slechter): the whole interval is no worse than each of the floor and the share before that is given,
 *   give or take the margin.
 * * cannot-tell (niet te zeggen): anything else, and whenever there are fewer cases than the minimum.
 *
 * @param[in] direction which values are better (#wijk_indicator_direction_code)
 * @param[in] count how many @param[in] of out of how many @param[in] minimum of cases, below which nothing is said
 * @param[in] target 0 to 1; NULL: none @param[in] floor 0 to 1; NULL: none
 * @param[in] before how many in the period before
 * @param[in] before_of out of how many; 0: there is nothing to compare with
 * @param[in] margin 0 to 1: how much worse does not count
 * @param[out] verdict #wijk_verdict_code
 * @param[out] lower lower limit @param[out] upper upper limit, both of the Wilson interval; 0 and 1 out of nobody
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_UNKNOWN for another direction; #WIJK_E_RANGE, also when more are counted
 *          than there are @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_verdict(int32_t direction, int64_t count, int64_t of, int64_t minimum, const double *target,
                                  const double *floor, int64_t before, int64_t before_of, double margin,
                                  int32_t *verdict, double *lower, double *upper, wijk_error *error);

WIJK_END
/** @} */
#endif
