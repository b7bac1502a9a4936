/** @file
 * The monitor (monitor): the indicators of a policy over many dossiers, with targets, floors and verdicts.
 *
 * @defgroup monitor Monitor
 * Dossiers are added one by one; only whole numbers are kept of them, so that the order makes no difference. What is said
 * of a team, a neighbourhood or a municipality comes with the number of cases, the interval behind it, and how many
 * are lost; with too few cases nothing is said. Rows stand in the order of the names of the units: this is no ranking.
 * @{
 */
#ifndef WIJKTEAM_MONITOR_H
#define WIJKTEAM_MONITOR_H

#include <wijkteam/dossier.h>
#include <wijkteam/findings.h>
#include <wijkteam/policy.h>
#include <wijkteam/table.h>

WIJK_BEGIN

typedef struct wijk_monitor wijk_monitor; /**< counts of many dossiers; one owner, one thread at a time. */

/** Begin with nothing counted. The period before is the same one a year earlier.
 * @param[in] policy whose indicators are counted; a reference is taken
 * @param[in] from the first day @param[in] until the first day after the period
 * @param[in] seen the last day that is looked at for returns, such as today; not before the last day of the period
 * @param[in] by how dossiers are put together (#wijk_monitor_unit_code), beside all of them together
 * @param[in] keep the key of an indicator of which the dossiers behind it are kept too; NULL: of none
 * @param[in] keep_length bytes of it, or #WIJK_NUL_TERMINATED
 * @param[out] out owned: wijk_monitor_destroy()
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT, for a period without days too; #WIJK_E_UNKNOWN for `by`, or for an indicator that
 *          the policy does not have; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_monitor_new(wijk_context *context, wijk_policy *policy, wijk_date from, wijk_date until,
                                      wijk_date seen, int32_t by, const char *keep, size_t keep_length,
                                      wijk_monitor **out, wijk_error *error);
/** Free it. NULL is fine. @since 0.1 */
WIJK_API void wijk_monitor_destroy(wijk_monitor *monitor);

/** Count a dossier, in the period and in the one before; each dossier once. Of the file of a team or a municipality the
 * improvement tracks (verbetertrajecten) and the explained variation are taken.
 * @param[in] dossier judged by the policy of the monitor, or one that has the same indicators
 * @param[in] known as in wijk_dossier_table()
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY, #WIJK_E_LIMIT; then nothing of it is counted
 * @since 0.1 */
WIJK_API wijk_status wijk_monitor_add(wijk_monitor *monitor, const wijk_dossier *dossier, wijk_time known,
                                      wijk_error *error);

/** What is said of each indicator: of all dossiers (no unit), then of each unit by name: table #WIJK_RESULT_MONITOR.
 * Limits are those of Wilson, 95 %; verdicts those of wijk_verdict(), with the target and the floor of the year of the
 * last day. What comes of the lost is told by the values that there would be if all of them were counted, and if none
 * were. With fewer cases than the minimum of the indicator, values are withheld. When another policy judged acts of the
 * two periods the series is broken: nothing is compared with the year before.
 * @param[out] out owned: wijk_table_unref() @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_monitor_table(const wijk_monitor *monitor, wijk_table **out, wijk_error *error);

/** What the figures ask for: WK5040 for each that is worse than its floor while no improvement track for that unit and
 * indicator runs on the last day looked at; its place is `unit/indicator`, or `indicator` for all dossiers.
 * @param[in,out] findings emptied, then filled
 * @returns #WIJK_OK when none has severity refuse; #WIJK_REFUSED; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_monitor_check(const wijk_monitor *monitor, wijk_findings *findings, wijk_error *error);

/** One indicator, unit beside unit, like for like (eerlijk vergelijken): what a unit would have had, if each kind of
 * problem had gone there as it goes everywhere, what it had, and where that lies in the funnel: table
 * #WIJK_RESULT_COMPARISON. Standardised as by wijk_standardise(), held against the funnel of wijk_funnel() with exact
 * limits of a ratio. Units with fewer cases than the minimum are listed without values. A difference that somebody
 * explained (gewenst of verklaard verschil) stands with the reason.
 * @param[in] indicator its key @param[in] length bytes of it, or #WIJK_NUL_TERMINATED
 * @param[out] out owned: wijk_table_unref()
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_UNKNOWN for an indicator that the policy does not have; #WIJK_E_LIMIT;
 *          #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_monitor_compare(const wijk_monitor *monitor, const char *indicator, size_t length,
                                          wijk_table **out, wijk_error *error);

/** The dossiers behind the indicator that was kept (herleidbaar): table #WIJK_RESULT_BEHIND, by unit, then in the order
 * in which they were added. The counts of a unit add up to its figure.
 * @param[out] out owned: wijk_table_unref() @returns #WIJK_OK; #WIJK_E_ARGUMENT, when none was kept too; #WIJK_E_MEMORY
 * @since 0.1 */
WIJK_API wijk_status wijk_monitor_behind(const wijk_monitor *monitor, wijk_table **out, wijk_error *error);

WIJK_END
/** @} */
#endif
