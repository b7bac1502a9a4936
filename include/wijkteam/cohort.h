/** @file
 * Cohort (cohort): many dossiers as columns, and what is counted of them.
 *
 * @defgroup cohort Cohort
 * A cohort is filled from dossiers, from a store or from plain columns, and then sealed: from then on it never changes
 * and all threads may read it. What is counted of it are tallies (tellingen): whole numbers only, which can be added up
 * in any order, written, sent and read. So one thread, eight threads and a thousand machines give the same bytes.
 * Statistics are made from a tally once it is whole (`measure.h`).
 *
 * What happened is one small code for each act: its kind, and for the entry of a tier (trede) the ladder and the tier
 * too. Acts of one day stand in the order in which the dossier counts them.
 * @{
 */
#ifndef WIJKTEAM_COHORT_H
#define WIJKTEAM_COHORT_H

#include <wijkteam/base.h>
#include <wijkteam/catalog.h>
#include <wijkteam/dossier.h>
#include <wijkteam/store.h>
#include <wijkteam/survival.h>
#include <wijkteam/table.h>

WIJK_BEGIN

typedef struct wijk_cohort wijk_cohort; /**< dossiers as columns; reference-counted; being filled: one thread at a time;
                                             sealed: all threads read. */
typedef struct wijk_tally wijk_tally;   /**< counts that can be added up; one owner, one thread at a time. */

/** @name Filling
 * Every function here answers #WIJK_E_ARGUMENT for a cohort that is sealed, and leaves the cohort as it was when it
 * fails.
 * @{ */
/** Make an empty cohort. @param[out] out owned: wijk_cohort_unref() @since 0.1 */
WIJK_API wijk_status wijk_cohort_new(wijk_context *context, wijk_cohort **out, wijk_error *error);
/** Take a reference. @returns `cohort`, owned. NULL gives NULL. @threads{any} @since 0.1 */
WIJK_API wijk_cohort *wijk_cohort_ref(wijk_cohort *cohort);
/** Drop a reference; the last one frees it. NULL is fine. @threads{any} @since 0.1 */
WIJK_API void wijk_cohort_unref(wijk_cohort *cohort);

/** Add a dossier: its acts that stand, its measurements (levels of life domains, scores of goals and of instruments),
 * and the neighbourhood and the team that it was opened with. Scales are named `goal-score`, `domain-assess/finances`,
 * `measure-take/empowerment/total`.
 * @param[in] municipality code or name of the municipality; NULL when it is not known
 * @param[in] length bytes of it, or #WIJK_NUL_TERMINATED
 * @param[in] on only acts valid on or before this day; #WIJK_DATE_NONE: all
 * @param[in] known only acts recorded at or before this moment; #WIJK_TIME_NONE: all
 * @returns #WIJK_OK; #WIJK_DUPLICATE when a dossier with this id is there already, and #WIJK_NONE when no act of it
 *          stands then: nothing is added; #WIJK_E_LIMIT; #WIJK_E_UTF8; #WIJK_E_MEMORY; #WIJK_E_HISTORY @since 0.1 */
WIJK_API wijk_status wijk_cohort_append(wijk_cohort *cohort, const wijk_dossier *dossier, const char *municipality,
                                        size_t length, wijk_date on, wijk_time known, wijk_error *error);
/** The same from the frames of a dossier. @param[in] frames all of them, in order @param[in] frames_length bytes
 * @returns as wijk_dossier_load() and wijk_cohort_append() @since 0.1 */
WIJK_API wijk_status wijk_cohort_append_frames(wijk_cohort *cohort, const void *frames, size_t frames_length,
                                               const char *municipality, size_t length, wijk_date on, wijk_time known,
                                               wijk_error *error);
/** The same for all dossiers of a store, in the order of their ids; one that is there already, and one without acts, is
 * passed over. A failure keeps the dossiers that were added before the one that failed. @returns as wijk_store_next(), wijk_store_read() and wijk_cohort_append_frames() @since 0.1 */
WIJK_API wijk_status wijk_cohort_append_store(wijk_cohort *cohort, wijk_store *store, const char *municipality,
                                              size_t length, wijk_date on, wijk_time known, wijk_error *error);

/** The code of something that happens, for wijk_cohort_add_acts().
 * @param[in] act kind of act
 * @param[in] ladder key of the ladder, of an act that enters a tier; NULL for all others
 * @param[in] tier key of the tier, likewise; both end in NUL
 * @param[out] code valid until the cohort is sealed
 * @returns #WIJK_OK; #WIJK_E_ACT_TYPE; #WIJK_E_MISSING without a ladder or tier where one is needed; #WIJK_E_KEY;
 *          #WIJK_E_LIMIT when there are more than 32,767; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_cohort_code(wijk_cohort *cohort, wijk_act_type act, const char *ladder, const char *tier,
                                      int32_t *code, wijk_error *error);
/** The code of a unit, for wijk_cohort_add_dossiers(). @param[in] kind which kind (#wijk_unit_code)
 * @param[in] name code or name of the unit @param[in] length bytes of it, or #WIJK_NUL_TERMINATED
 * @param[out] code valid until the cohort is sealed; 0 for an empty name
 * @returns #WIJK_OK; #WIJK_E_CODE; #WIJK_E_UTF8; #WIJK_E_LIMIT when there are more than 32,767; #WIJK_E_MEMORY
 * @since 0.1 */
WIJK_API wijk_status wijk_cohort_unit(wijk_cohort *cohort, int32_t kind, const char *name, size_t length, int32_t *code,
                                      wijk_error *error);
/** The code of a scale (schaal), for wijk_cohort_add_measurements(); otherwise as wijk_cohort_unit(). @since 0.1 */
WIJK_API wijk_status wijk_cohort_scale(wijk_cohort *cohort, const char *name, size_t length, int32_t *code,
                                       wijk_error *error);
/** Add dossiers without acts. They are numbered from 0 in the order in which they are added, by whatever function.
 * @param[in] ids their ids, not zero and each once
 * @param[in] municipality codes of wijk_cohort_unit(); NULL: none is known
 * @param[in] neighbourhood likewise @param[in] team likewise @param[in] count how many
 * @returns #WIJK_OK; #WIJK_E_ID; #WIJK_E_DUPLICATE; #WIJK_E_CODE, each with the item; #WIJK_E_LIMIT; #WIJK_E_MEMORY
 * @since 0.1 */
WIJK_API wijk_status wijk_cohort_add_dossiers(wijk_cohort *cohort, const wijk_id *ids, const int32_t *municipality,
                                              const int32_t *neighbourhood, const int32_t *team, size_t count,
                                              wijk_error *error);
/** Add acts, in any order; those of one dossier and day keep theirs. Quickest when they come dossier by dossier, day by
 * day.
 * @param[in] dossier numbers of dossiers @param[in] day when each was valid @param[in] code of wijk_cohort_code()
 * @param[in] count how many
 * @returns #WIJK_OK; #WIJK_E_RANGE for a number of a dossier that is not there; #WIJK_E_DATE; #WIJK_E_CODE, each with
 *          the item; #WIJK_E_LIMIT when there are more than 2,147,483,647; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_cohort_add_acts(wijk_cohort *cohort, const int32_t *dossier, const wijk_date *day,
                                          const int32_t *code, size_t count, wijk_error *error);
/** Add measurements (metingen), in any order.
 * @param[in] dossier numbers of dossiers
 * @param[in] subject whom or what each is of: a member, a goal; zero for the household; NULL: all of the household
 * @param[in] day when it was taken @param[in] scale of wijk_cohort_scale()
 * @param[in] rater who judged (#wijk_rater_code), 0 when it is not said; NULL: not said
 * @param[in] value in thousandths, so that 2.5 is 2500 @param[in] count how many
 * @returns as wijk_cohort_add_acts() @since 0.1 */
WIJK_API wijk_status wijk_cohort_add_measurements(wijk_cohort *cohort, const int32_t *dossier, const wijk_id *subject,
                                                  const wijk_date *day, const int32_t *scale, const int32_t *rater,
                                                  const int32_t *value, size_t count, wijk_error *error);
/** Add figures: the rows of table `figures` or `flow` of dossiers that were added before, for wijk_tally_new_figures().
 * Rows about one member, goal or provider (subject) are passed over.
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT for another table; #WIJK_E_RANGE for a dossier that is not there;
 *          #WIJK_E_LIMIT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_cohort_add_figures(wijk_cohort *cohort, const wijk_table *table, wijk_error *error);
/** Number of the dossier with an id. @returns -1 when it is not there @since 0.1 */
WIJK_API int32_t wijk_cohort_find(const wijk_cohort *cohort, const wijk_id *id);

/** Seal (verzegelen): make the columns, sorted and small. The cohort can be read now, and no more be changed.
 * @returns #WIJK_OK; #WIJK_E_LIMIT with path `day` when the days are more than 32,767 apart (89 years): leave out what
 *          is older; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_cohort_seal(wijk_cohort *cohort, wijk_error *error);
/** @} */

/** @name Reading
 * @{ */
/** 1 when the cohort is sealed, 0 otherwise. @since 0.1 */
WIJK_API int32_t wijk_cohort_sealed(const wijk_cohort *cohort);
/** How many dossiers. @since 0.1 */
WIJK_API uint32_t wijk_cohort_dossiers(const wijk_cohort *cohort);
/** How many acts. @since 0.1 */
WIJK_API uint32_t wijk_cohort_acts(const wijk_cohort *cohort);
/** How many measurements. @since 0.1 */
WIJK_API uint32_t wijk_cohort_measurements(const wijk_cohort *cohort);
/** Id of a dossier, by its number; borrowed while the cohort lives, NULL when there is none; only of a cohort that is
 * sealed. @since 0.1 */
WIJK_API const wijk_id *wijk_cohort_id(const wijk_cohort *cohort, uint32_t dossier);
/** Bytes that the columns of a sealed cohort take. @since 0.1 */
WIJK_API uint64_t wijk_cohort_bytes(const wijk_cohort *cohort);
/** Share a cohort out: into parts of about as many acts each, on borders of dossiers. The library starts no threads:
 * the caller runs one part on each (wijk_cohort_run()), each with tallies of its own, and merges these.
 * @param[in] parts how many @param[out] bounds `parts` + 1 numbers: part i is the dossiers from bounds[i] to before
 *            bounds[i + 1]; a part may be empty
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT @since 0.1 */
WIJK_API wijk_status wijk_cohort_parts(const wijk_cohort *cohort, uint32_t parts, uint32_t *bounds);
/** @} */

/** @name Tallies
 * Each function that makes one names the units that it counts by (#wijk_unit_code): everything together, by
 * municipality (gemeente), by neighbourhood (wijk) or by team. A tally fits every cohort, not only the one that it was
 * made for; made by the same function with the same arguments, tallies of several cohorts can be merged.
 * @{ */
/** Count acts: [unit][what happened], valid from `from` and before `until`.
 * @param[in] from the first day @param[in] until the first day after the period; #WIJK_DATE_NONE in both: all days
 * @param[out] out owned: wijk_tally_destroy()
 * @returns #WIJK_OK; #WIJK_E_CODE for an unknown kind of unit; #WIJK_E_ARGUMENT; #WIJK_E_LIMIT when the counts would
 *          take more than 1 GiB; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_tally_new_acts(const wijk_cohort *cohort, int32_t unit, wijk_date from, wijk_date until,
                                         wijk_tally **out, wijk_error *error);
/** Count dossiers by where they are (bezetting): [unit][tier], at the end of a day; those in no tier of the ladder have
 * an empty one. @param[in] ladder its key, ending in NUL @param[in] on the day
 * @returns as wijk_tally_new_acts() @since 0.1 */
WIJK_API wijk_status wijk_tally_new_occupancy(const wijk_cohort *cohort, int32_t unit, const char *ladder, wijk_date on,
                                              wijk_tally **out, wijk_error *error);
/** Count transitions (overgangen): [unit][from tier][to tier], of which each is one act, and days in a tier:
 * [unit][tier], of a period. A household comes from an empty tier, and leaves to it.
 * @param[in] ladder its key, ending in NUL @param[in] from the first day @param[in] until the first day after it
 * @returns as wijk_tally_new_acts() @since 0.1 */
WIJK_API wijk_status wijk_tally_new_transitions(const wijk_cohort *cohort, int32_t unit, const char *ladder,
                                                wijk_date from, wijk_date until, wijk_tally **out, wijk_error *error);
/** Count what befell households, day by day since they first came into a tier of the ladder: for the estimator of Aalen
 * and Johansen. Moves are [unit][day][from tier][to tier], those of one day taken as one, from where the household was
 * before the day to where it ended. On day 0 every household comes from an empty tier, so who is at risk in a tier
 * before a day follows from the moves before it. Who was seen last (censored) is [unit][day][tier].
 * @param[in] ladder its key, ending in NUL
 * @param[in] from only households that came onto the ladder on this day or later; #WIJK_DATE_NONE: all
 * @param[in] seen the last day that is looked at, such as the day of the extract
 * @returns as wijk_tally_new_acts() @since 0.1 */
WIJK_API wijk_status wijk_tally_new_path(const wijk_cohort *cohort, int32_t unit, const char *ladder, wijk_date from,
                                         wijk_date seen, wijk_tally **out, wijk_error *error);
/** Count how long it took from one thing until another: [unit][days], ended, or not ended when last seen
 * (censored): for the estimator of Kaplan and Meier. Of every dossier the first `start` on or after `from` counts, and
 * the first `end` after it in the order of the dossier. Both are names as in the results of wijk_tally_new_acts(), or
 * the beginning of such names up to a slash: `dossier-open`, `tier-enter/care`, `tier-enter/care/pressured`.
 * @param[in] start name of what begins it @param[in] end name of what ends it; both end in NUL
 * @param[in] from, seen as in wijk_tally_new_path() @returns as wijk_tally_new_acts() @since 0.1 */
WIJK_API wijk_status wijk_tally_new_times(const wijk_cohort *cohort, int32_t unit, const char *start, const char *end,
                                          wijk_date from, wijk_date seen, wijk_tally **out, wijk_error *error);
/** Count first and last measurements of a period (voor- en nameting): [unit][rater][first level][last level], for each
 * subject and rater. Who was measured on one day only is lost to follow-up (uit beeld): [unit][rater][first level].
 * @param[in] scale its name, ending in NUL @param[in] from the first day @param[in] until the first day after it
 * @returns as wijk_tally_new_acts(); #WIJK_E_LIMIT also when the scale has more than 4,096 levels @since 0.1 */
WIJK_API wijk_status wijk_tally_new_pairs(const wijk_cohort *cohort, int32_t unit, const char *scale, wijk_date from,
                                          wijk_date until, wijk_tally **out, wijk_error *error);
/** Add up figures (cijfers): [unit][figure], how many and out of how many, both of which a row of the table has.
 * @returns as wijk_tally_new_acts() @since 0.1 */
WIJK_API wijk_status wijk_tally_new_figures(const wijk_cohort *cohort, int32_t unit, wijk_tally **out,
                                            wijk_error *error);
/** An empty tally that counts the same, for another thread. @param[out] out owned: wijk_tally_destroy() @since 0.1 */
WIJK_API wijk_status wijk_tally_new_like(const wijk_tally *tally, wijk_tally **out, wijk_error *error);
/** Free a tally; NULL is fine. @since 0.1 */
WIJK_API void wijk_tally_destroy(wijk_tally *tally);

/** Count: one pass over the dossiers of a part adds them to every tally. Threads may count one cohort at the same time,
 * each with tallies of its own.
 * @param[in] cohort sealed @param[in] first number of the first dossier @param[in] end of the first one after the last
 * @param[in,out] tallies made for this cohort, each once @param[in] count how many
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT, also for a tally that was made for another cohort or was read; #WIJK_E_LIMIT when a count would pass 2^63 - 1; then no tally was changed
 * @since 0.1 */
WIJK_API wijk_status wijk_cohort_run(const wijk_cohort *cohort, uint32_t first, uint32_t end,
                                     wijk_tally *const *tallies, size_t count, wijk_error *error);
/** Add the counts of another tally. In whatever order tallies are merged, and however the dossiers were shared out over
 * them, the result is the same. @param[in] from one that counts the same, of this cohort or another, or read
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT when it counts something else; #WIJK_E_LIMIT when a count would pass 2^63 - 1;
 *          #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_tally_merge(wijk_tally *into, const wijk_tally *from, wijk_error *error);
/** Append a tally as bytes (`docs/formats/tally.md`): the same counts are the same bytes.
 * @param[in,out] out appended to @returns #WIJK_OK; #WIJK_E_LIMIT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_tally_write(const wijk_tally *tally, wijk_buffer *out, wijk_error *error);
/** Make a tally from bytes, to be merged and read out. @param[in] bytes one tally @param[in] length of it
 * @param[out] out owned: wijk_tally_destroy()
 * @returns #WIJK_OK; #WIJK_E_CORRUPT with the offset; #WIJK_E_FORMAT of a newer format; #WIJK_E_LIMIT; #WIJK_E_MEMORY
 * @since 0.1 */
WIJK_API wijk_status wijk_tally_read(wijk_context *context, const void *bytes, size_t length, wijk_tally **out,
                                     wijk_error *error);
/** The counts that are not zero, as rows of table `tally`, in the order of their names.
 * @param[out] out owned: wijk_table_unref() @returns #WIJK_OK; #WIJK_E_LIMIT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_tally_table(const wijk_tally *tally, wijk_table **out, wijk_error *error);
/** What wijk_survival_new() makes of rows, from a tally of times (wijk_tally_new_times()): the curve of Kaplan and Meier
 * and all else of survival.h, in days. Merged tallies of many machines give what all their rows would have given.
 * @param[in] tally of times, merged or read or not
 * @param[in] units names of units, each once and ending in NUL: group i is `units[i]`, and what is of no unit among
 *            them is left out; NULL with 0: all together, in group 0
 * @param[in] unit_count how many
 * @param[out] out owned: wijk_survival_destroy()
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_DUPLICATE; #WIJK_E_LIMIT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_tally_survival(const wijk_tally *tally, const char *const *units, size_t unit_count,
                                         wijk_survival **out, wijk_error *error);
/** What wijk_multistate_new() makes of rows, from a tally of paths (wijk_tally_new_path()): who is in which tier how
 * many days after the household came onto the ladder. Who came and was last seen on one day counts for nothing.
 * @param[in] tally of paths, merged or read or not
 * @param[in] unit name of a unit, ending in NUL; NULL: all together
 * @param[in] states keys of tiers, each once and ending in NUL: state i + 1 is `states[i]`. All that occur must be
 *            named; "" is off the ladder
 * @param[in] state_count how many, 1 to #WIJK_MULTISTATE_STATES_MOST
 * @param[out] out owned: wijk_multistate_destroy()
 * @returns #WIJK_OK; #WIJK_E_UNKNOWN with path `states` for a tier that is not named; #WIJK_E_ARGUMENT;
 *          #WIJK_E_DUPLICATE; #WIJK_E_LIMIT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_tally_multistate(const wijk_tally *tally, const char *unit, const char *const *states,
                                           size_t state_count, wijk_multistate **out, wijk_error *error);
/** Which dossiers are behind a count (herleiden): every figure can be followed back to the households it is made of.
 * @param[in] cohort sealed @param[in] tally any that counts the same, merged or read
 * @param[in] row of its table, wijk_tally_table()
 * @param[out] ids room for `capacity` ids, in the order of the cohort; may be NULL @param[in] capacity of `ids`
 * @param[out] count how many dossiers there are, which may be more
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_cohort_behind(const wijk_cohort *cohort, const wijk_tally *tally, uint32_t row, wijk_id *ids,
                                        uint32_t capacity, uint32_t *count, wijk_error *error);
/** @} */

WIJK_END
/** @} */
#endif
