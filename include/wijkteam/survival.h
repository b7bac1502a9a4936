/** @file
 * Time until something happens (overlevingsduur), and movements between states (toestanden).
 *
 * @defgroup survival Survival and states
 * @ingroup measure
 * How long until help starts, a case closes, a family comes back; and which part of all households is on which tier of
 * a ladder, when they may go up and down, come in later and be lost from sight. Rows are counted once, into whole
 * numbers; everything else is estimated from those, so the order of the rows plays no part.
 *
 * Times are days, years or anything else that is counted from one origin: finite and not negative. Two times are the
 * same when the numbers are equal (R's `timefix`, which rounds times that nearly are, has no counterpart). At one time
 * events come first, then the censored leave, then others enter: someone is at risk from just after the entry up to and
 * including the exit, `(entry, exit]`.
 *
 * `at` asks for given times: ascending, 0 to 2^32 - 1 of them; NULL and 0 give every time at which something happened.
 * A time after the last one at which anyone was seen has no value, unless all have had the event (are in a state that
 * nobody leaves): nothing is known of it. Nor is there a limit or a standard error where the formula has none.
 *
 * Definitions, sources and what the numbers cannot say: docs/statistics/survival.md.
 * @{
 */
#ifndef WIJKTEAM_SURVIVAL_H
#define WIJKTEAM_SURVIVAL_H

#include <wijkteam/base.h>
#include <wijkteam/table.h>

WIJK_BEGIN

/** Which limits go with an estimate (#wijk_survival_interval_code). */
typedef int32_t wijk_survival_interval;
/** By which formula the standard error of a cumulative incidence is found (#wijk_incidence_variance_code). */
typedef int32_t wijk_incidence_variance;

#define WIJK_SURVIVAL_GROUP_MOST 65535 /**< the highest number of a group */
#define WIJK_SURVIVAL_CAUSE_MOST 255   /**< the highest number of a cause */
#define WIJK_MULTISTATE_STATES_MOST 256 /**< most states */

/** @name Time until an event
 * @{ */
typedef struct wijk_survival wijk_survival; /**< counted times until an event; immutable once made. */

/** Count times until an event (tijd tot een gebeurtenis).
 * @param[in] context the context
 * @param[in] time when each subject had the event, or was last seen without
 * @param[in] event 0: censored (last seen without); 1 to #WIJK_SURVIVAL_CAUSE_MOST: the event, or which of several
 * @param[in] entry from when each subject was followed (left truncation), before its `time`; NULL: from the start
 * @param[in] group which group each subject is of, 0 to #WIJK_SURVIVAL_GROUP_MOST; NULL: all of group 0. A group
 *            without subjects has no rows anywhere
 * @param[in] count how many subjects, at most 2^32 - 1; the arrays are borrowed for the call
 * @param[out] out owned by the caller: wijk_survival_destroy()
 * @param[out] error may be NULL
 * @returns #WIJK_OK; #WIJK_E_RANGE with the name of the argument and the index of the item: a time that is negative,
 *          infinite or no number, a `time` that is not after its `entry`, an event or group out of range;
 *          #WIJK_E_LIMIT; #WIJK_E_MEMORY; #WIJK_E_ARGUMENT
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_survival_new(wijk_context *context, const double *time, const int32_t *event,
                                       const double *entry, const int32_t *group, size_t count, wijk_survival **out,
                                       wijk_error *error);
/** Free it; NULL is fine. @threads{any} @since 0.1 */
WIJK_API void wijk_survival_destroy(wijk_survival *survival);

/** The Kaplan-Meier curve of each group, any cause being the event: which part has not had it yet. Standard errors
 * after Greenwood (1926). Without `at` there is a row for each time at which a subject of the group had the event or
 * was censored; with it, `events` and `censored` count those since the time asked before.
 * @param[in] survival the counted times
 * @param[in] interval the limits: #WIJK_SURVIVAL_INTERVAL_LOG (as R does when not asked), ..._LOG_LOG (as SAS),
 *            ..._PLAIN
 * @param[in] level between 0 and 1, such as 0.95
 * @param[in] at the times asked for; may be NULL
 * @param[in] at_count how many
 * @param[out] out the result #WIJK_RESULT_SURVIVAL_CURVES, by group and time; owned: wijk_table_unref()
 * @param[out] error may be NULL
 * @returns #WIJK_OK; #WIJK_E_CODE for an interval that is not known; #WIJK_E_RANGE for `level` or `at`; #WIJK_E_LIMIT
 *          for too many rows; #WIJK_E_MEMORY; #WIJK_E_ARGUMENT
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_survival_curve(const wijk_survival *survival, wijk_survival_interval interval, double level,
                                         const double *at, size_t at_count, wijk_table **out, wijk_error *error);
/** The median time of each group: the first time at which at most half has not had the event; where the curve is
 * exactly half for a while, the middle of that while, as R does. Limits: where the limits of the curve cross a half.
 * @param[in] survival the counted times
 * @param[in] interval the limits of the curve, see wijk_survival_curve()
 * @param[in] level between 0 and 1
 * @param[out] out the result #WIJK_RESULT_SURVIVAL_MEDIANS; what the curve does not reach has no value; owned
 * @param[out] error may be NULL
 * @returns as wijk_survival_curve() @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_survival_median(const wijk_survival *survival, wijk_survival_interval interval, double level,
                                          wijk_table **out, wijk_error *error);
/** The restricted mean (beperkt gemiddelde) of each group: how much time until `until` passed before the event, on
 * average; the area under the curve.
 * @param[in] survival the counted times
 * @param[in] until above 0
 * @param[out] out the result #WIJK_RESULT_SURVIVAL_MEANS; no value when nobody was followed that long; owned
 * @param[out] error may be NULL
 * @returns #WIJK_OK; #WIJK_E_RANGE for `until`; #WIJK_E_MEMORY; #WIJK_E_ARGUMENT @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_survival_mean(const wijk_survival *survival, double until, wijk_table **out,
                                        wijk_error *error);
/** Whether groups differ: the log-rank test of any number of groups, and those of Harrington and Fleming (1982), which
 * weigh each time with the pooled curve just before it, to the power of `rho`: 0 is the log-rank test, 1 that of Peto
 * and Peto. Groups in which nothing could be expected do not count as degrees of freedom.
 * @param[in] survival the counted times
 * @param[in] rho 0 or more
 * @param[out] out the result #WIJK_RESULT_SURVIVAL_TESTS: a row for each group, the test itself in all of them; without
 *            a test value where there is nothing to compare; owned
 * @param[out] error may be NULL
 * @returns #WIJK_OK; #WIJK_E_RANGE for `rho`; #WIJK_E_LIMIT for more than 1024 groups; #WIJK_E_MEMORY; #WIJK_E_ARGUMENT
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_survival_test(const wijk_survival *survival, double rho, wijk_table **out,
                                        wijk_error *error);
/** The cumulative incidence (cumulatieve incidentie) of each cause in each group, when others compete: which part had
 * the event from this cause. Never one minus a Kaplan-Meier curve of the cause, which would be too much.
 * @param[in] survival the counted times, with causes 1, 2, ...
 * @param[in] variance #WIJK_INCIDENCE_VARIANCE_AALEN (as cmprsk) or #WIJK_INCIDENCE_VARIANCE_GREENWOOD (as mstate, etm)
 * @param[in] interval the limits, see wijk_survival_curve()
 * @param[in] level between 0 and 1
 * @param[in] at the times asked for; may be NULL
 * @param[in] at_count how many
 * @param[out] out the result #WIJK_RESULT_INCIDENCES, by group, time and cause; owned
 * @param[out] error may be NULL
 * @returns as wijk_survival_curve(); #WIJK_E_CODE for a variance that is not known too @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_survival_incidence(const wijk_survival *survival, wijk_incidence_variance variance,
                                             wijk_survival_interval interval, double level, const double *at,
                                             size_t at_count, wijk_table **out, wijk_error *error);
/** @} */

/** @name Movements between states
 * @{ */
typedef struct wijk_multistate wijk_multistate; /**< counted stays in states; immutable once made. */

/** Count stays (verblijven) in states: each row is a stay of a subject in a state, which ended in a move to another or
 * was seen no longer. States may be left and entered again, and subjects may come in late and come back.
 * @param[in] context the context
 * @param[in] subject whose stay it is, so that stays of one subject that overlap, or a move to one state that goes on
 *            in another, are found; NULL: that is not looked at
 * @param[in] entry when the stay began, or was first seen
 * @param[in] exit when it ended, or was last seen; after `entry`
 * @param[in] from the state, 1 to `states`
 * @param[in] to the state that it ended in, another than `from`; 0: seen no longer (censored)
 * @param[in] count how many stays, at most 2^31 - 1; the arrays are borrowed for the call
 * @param[in] states how many states there are, 1 to #WIJK_MULTISTATE_STATES_MOST
 * @param[out] out owned by the caller: wijk_multistate_destroy()
 * @param[out] error may be NULL
 * @returns #WIJK_OK; #WIJK_E_RANGE with the name of the argument and the index of the item; #WIJK_E_HISTORY with
 *          `entry` for a stay that overlaps one before it, or `from` for one that does not go on where that one ended;
 *          #WIJK_E_LIMIT; #WIJK_E_MEMORY; #WIJK_E_ARGUMENT
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_multistate_new(wijk_context *context, const int64_t *subject, const double *entry,
                                         const double *exit, const int32_t *from, const int32_t *to, size_t count,
                                         int32_t states, wijk_multistate **out, wijk_error *error);
/** Free it; NULL is fine. @threads{any} @since 0.1 */
WIJK_API void wijk_multistate_destroy(wijk_multistate *multistate);

/** Which part is in which state at each time: the Aalen-Johansen estimator (1978). From one state it is the probability
 * of each state for who was in it at `start`; from none (0) it begins with the parts that were seen in each state at
 * `start`, taken as they are, and without a value when nobody was. Standard errors after Greenwood (Andersen and others
 * 1993, section 4.4.1).
 * @param[in] multistate the counted stays
 * @param[in] from 1 and up: the state at `start`; 0: as seen then
 * @param[in] start from when; 0 or more
 * @param[in] interval the limits, see wijk_survival_curve()
 * @param[in] level between 0 and 1
 * @param[in] at the times asked for, none before `start`; NULL: `start` and each time with a move after it
 * @param[in] at_count how many
 * @param[out] out the result #WIJK_RESULT_STATE_PROBABILITIES, by time and state; owned
 * @param[out] error may be NULL
 * @returns as wijk_survival_curve(); #WIJK_E_RANGE for `from` and `start` too @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_multistate_probabilities(const wijk_multistate *multistate, int32_t from, double start,
                                                   wijk_survival_interval interval, double level, const double *at,
                                                   size_t at_count, wijk_table **out, wijk_error *error);
/** The expected time in each state (verwachte verblijfsduur) from `start` until `until`: the area under each
 * probability of wijk_multistate_probabilities().
 * @param[in] multistate the counted stays
 * @param[in] from 1 and up: the state at `start`; 0: as seen then
 * @param[in] start from when; 0 or more
 * @param[in] until until when; after `start`
 * @param[out] out the result #WIJK_RESULT_STATE_STAYS; no value when nobody was followed that long; owned
 * @param[out] error may be NULL
 * @returns #WIJK_OK; #WIJK_E_RANGE; #WIJK_E_MEMORY; #WIJK_E_ARGUMENT @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_multistate_stays(const wijk_multistate *multistate, int32_t from, double start, double until,
                                           wijk_table **out, wijk_error *error);
/** @} */

WIJK_END
/** @} */
#endif
