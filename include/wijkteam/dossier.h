/** @file
 * Dossier: one household (huishouden, gezin), its history and its state.
 *
 * @defgroup dossier Dossier
 * Acts in, findings back, tables out. A dossier either takes an act and appends it to its journal, or stays exactly as
 * it was and says what is missing. It holds two clocks: the day on which something holds in the world (valid) and the
 * moment it was recorded (known). State is always the acts known at some moment, in the order of their valid days.
 *
 * What no policy can switch off: at most one active plan; exactly one coordinator at every moment of an active plan;
 * a setting move is never a step up or down.
 * @{
 */
#ifndef WIJKTEAM_DOSSIER_H
#define WIJKTEAM_DOSSIER_H

#include <wijkteam/act.h>
#include <wijkteam/base.h>
#include <wijkteam/findings.h>
#include <wijkteam/journal.h>
#include <wijkteam/policy.h>
#include <wijkteam/table.h>

WIJK_BEGIN

typedef struct wijk_dossier wijk_dossier; /**< one household; one owner, one thread at a time, any thread. */

/** Make an empty dossier.
 * @param[in] policy the rules for what will be submitted; a reference is taken
 * @param[in] id the dossier's id, copied
 * @param[out] out owned: wijk_dossier_destroy() @since 0.1 */
WIJK_API wijk_status wijk_dossier_new(wijk_context *context, wijk_policy *policy, const wijk_id *id,
                                      wijk_dossier **out, wijk_error *error);

/** How wijk_dossier_load() goes about it; may be added together. */
typedef int32_t wijk_load_flags;
/** Constants of #wijk_load_flags. */
enum wijk_load_flag_code {
    WIJK_LOAD_CHECKSUMS = 0,   /**< checksums and structure, always done */
    WIJK_LOAD_VERIFY_CHAIN = 1 /**< the hash chain as well */
};
/** Make a dossier from its frames. Replay needs no policy: what a policy decided stands in the acts.
 * @param[in] policy the rules for what will be submitted, a reference is taken; NULL for a dossier to read only
 * @param[in] frames all frames of the dossier in order, copied
 * @param[in] length bytes
 * @param[in] flags #wijk_load_flag_code
 * @param[out] out owned: wijk_dossier_destroy(); a bad tail must be cut first, see wijk_journal_scan()
 * @returns #WIJK_OK; #WIJK_E_CORRUPT with the offset; #WIJK_E_CHAIN; #WIJK_E_HISTORY when the acts contradict each
 *          other, two of them have one id, or one lacks a field that it needs; #WIJK_E_FORMAT; #WIJK_E_LIMIT;
 *          #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_dossier_load(wijk_context *context, wijk_policy *policy, const void *frames, size_t length,
                                       wijk_load_flags flags, wijk_dossier **out, wijk_error *error);
/** Free a dossier; NULL is fine. @since 0.1 */
WIJK_API void wijk_dossier_destroy(wijk_dossier *dossier);

/** @name Acts in, findings back
 * @{ */
/** Submit one act. Outside wijk_dossier_begin() it becomes a frame of its own.
 * @param[in] act the act, copied
 * @param[in,out] findings emptied, then filled with all that the rules say; may be NULL
 * @param[out] error place of bad input, such as `/fields/goal`
 * @returns #WIJK_OK (findings may hold warnings); #WIJK_REFUSED with findings; #WIJK_DUPLICATE when the same act was
 *          taken before; #WIJK_E_MISSING, #WIJK_E_FIELD and the like for bad input; #WIJK_E_LIMIT; #WIJK_E_MEMORY;
 *          #WIJK_E_ARGUMENT for a dossier to read only. Anything but #WIJK_OK left the dossier bit for bit as it was.
 * @since 0.1 */
WIJK_API wijk_status wijk_dossier_submit(wijk_dossier *dossier, const wijk_act *act, wijk_findings *findings,
                                         wijk_error *error);
/** Submit a batch as one frame: all acts are taken, or none. Acts taken before are passed over. Acts of the batch that
 * were recorded at one moment are judged together, in the order of their days, when one of them holds before what is
 * known or takes something back: a late offer and its late acceptance, an act and the correction that it serves. An act
 * that holds before others folds the history anew, once for each moment; acts in order cost the same however long the
 * history is.
 * @param[in] acts the acts, in order, copied @param[in] count how many
 * @returns as wijk_dossier_submit(); wijk_findings_item() and wijk_error_index() name the act; #WIJK_DUPLICATE when all
 *          were taken before @since 0.1 */
WIJK_API wijk_status wijk_dossier_submit_all(wijk_dossier *dossier, const wijk_act *const *acts, size_t count,
                                             wijk_findings *findings, wijk_error *error);
/** Begin a frame that following submits add to, each on its own taken or refused. @returns #WIJK_OK;
 * #WIJK_E_ARGUMENT when a frame is open; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_dossier_begin(wijk_dossier *dossier, wijk_error *error);
/** Close the open frame; one without acts leaves no trace. @returns #WIJK_OK; #WIJK_E_ARGUMENT when none is open;
 * #WIJK_E_MEMORY, the frame still open @since 0.1 */
WIJK_API wijk_status wijk_dossier_commit(wijk_dossier *dossier, wijk_error *error);
/** Drop the open frame and all its acts; nothing when none is open. @since 0.1 */
WIJK_API void wijk_dossier_rollback(wijk_dossier *dossier);
/** @} */

/** @name What the host keeps
 * @{ */
/** The frames that were made since the dossier was made, loaded or last marked as saved.
 * @param[out] bytes borrowed until the next change @param[out] length bytes; 0 when there are none @since 0.1 */
WIJK_API void wijk_dossier_frames(const wijk_dossier *dossier, const void **bytes, size_t *length);
/** Say that wijk_dossier_frames() was stored. @since 0.1 */
WIJK_API void wijk_dossier_mark_saved(wijk_dossier *dossier);
/** Sequence number of the last frame that is saved; the next one to append follows it. @since 0.1 */
WIJK_API uint64_t wijk_dossier_saved_sequence(const wijk_dossier *dossier);
/** @} */

/** @name Tables out
 * @{ */
/** A table as of a day and a moment of knowing.
 * @param[in] table which (#wijk_table_code)
 * @param[in] on only acts valid on or before this day; #WIJK_DATE_NONE: all. What is counted or due (tables `figures`,
 *            `agenda`, `days`, `overstays` and `flow`) is judged as of this day, or else as of the last day of all
 *            acts; that day itself is the last one that `days`, `overstays` and `flow` count (`flow` with returns
 *            within 182 days)
 * @param[in] known only acts recorded at or before this moment; #WIJK_TIME_NONE: all
 * @param[out] out owned: wijk_table_unref()
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY; #WIJK_E_HISTORY when what was known then contradicts itself,
 *          which only frames that no dossier made can bring about @since 0.1 */
WIJK_API wijk_status wijk_dossier_table(const wijk_dossier *dossier, wijk_table_id table, wijk_date on,
                                        wijk_time known, wijk_table **out, wijk_error *error);
/** Check the invariants on both clocks, and say all that the rules say of the dossier as it stands. An invariant that
 * does not hold is told by its smallest counter-example: the first days on which it does not, by the acts that cause
 * it.
 * @param[in] on the day of judging: what is open or due is judged as of it @param[in] known as in wijk_dossier_table()
 * @param[in,out] findings emptied, then filled
 * @returns #WIJK_OK when none has severity refuse; #WIJK_REFUSED; otherwise as wijk_dossier_table() @since 0.1 */
WIJK_API wijk_status wijk_dossier_check(const wijk_dossier *dossier, wijk_date on, wijk_time known,
                                        wijk_findings *findings, wijk_error *error);
/** What is to be done: everything that the rules have a last day for, in the order of those days, with the act that
 * does it. What was due before `from` and is still open comes first, and is marked.
 * @param[in] from the first day; the dossier is looked at as it stands on it @param[in] until the last day
 * @param[in] known as in wijk_dossier_table()
 * @param[out] out rows of table `agenda`; owned: wijk_table_unref()
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT, for a last day before the first too; otherwise as wijk_dossier_table()
 * @since 0.1 */
WIJK_API wijk_status wijk_dossier_agenda(const wijk_dossier *dossier, wijk_date from, wijk_date until, wijk_time known,
                                         wijk_table **out, wijk_error *error);
/** What is counted of the flow (doorstroom) in a period, and out of how many, as the dossier stands on its last day.
 * Whole numbers only: add up the rows of many dossiers, and divide at the end. One row for each figure that there is
 * something of; a row without subject and without ladder is the total.
 *
 * * Days (dagen): every day of the period from the first opening on is of exactly one kind. The five kinds of an open
 *   case are out of the days that it was open, and together make them; days closed are out of all days. A wait has a
 *   row for each provider that is named too (subject), out of the same days.
 * * Waiting days that were bridged (overbrugd): support or a contact was given in the term `bridge` before the day or
 *   on it, in a wait that lasted on that day; without that term the bridge lasts as long as the wait. Out of the days
 *   waited for a provider; for each provider too.
 * * Days of overstay (langer dan bedoeld): of the days that tier stays last longer than the policy intends, those
 *   spent waiting for a provider; of each ladder that has such a stay, so that a day may count for two ladders.
 * * Steps up and down (op- en afschalen), setting moves (verhuizingen): out of the days that the case was open. An
 *   entry is no step, neither is a return from a pilot light, and a setting move never is; an emergency step is a
 *   step up. The figures of steps have a row for each ladder that the household was ever on. Days to a step down are
 *   counted from the entry to the tier that is left.
 * * Contacts of the pilot light (waakvlam) that were missed: out of those and the contacts that reached the
 *   household. A contact is missed on the day after it was due.
 * * Returns (terugkeer): see wijk_dossier_returns_after(), which looks no further than the last day of the period
 *   here, and wijk_dossier_returns_before().
 * * Drop-outs (uitval): out of the exits whose ending counts. Referrals (verwijzingen): those of households that the
 *   team knew out of all, those without an attempt of its own out of the ones that the team made. Minutes: of all
 *   contacts, out of the days of pilot light; of all that was done in waits for a provider, out of the days of
 *   waiting for one.
 * * How long stays lasted (verblijfsduur): the days of those that ended in the period, whenever they began, out of how
 *   many they are; for each tier of each ladder, and for each setting (key).
 * @param[in] from the first day @param[in] until the first day after the period
 * @param[in] within_days how soon a household comes back that counts as returning, 0 to 36600
 * @param[in] known as in wijk_dossier_table()
 * @param[out] out rows of table `flow`; owned: wijk_table_unref()
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT, for a period without days too; otherwise as wijk_dossier_table()
 * @since 0.1 */
WIJK_API wijk_status wijk_dossier_flow(const wijk_dossier *dossier, wijk_date from, wijk_date until,
                                       int32_t within_days, wijk_time known, wijk_table **out, wijk_error *error);
/** What is counted of a period for the indicators (indicatoren) of the dossier's policy that are in use on its last day:
 * whole numbers, so that rows of many dossiers can be added up, and divided at the end. docs/formats/policy.md says what
 * each measure counts. One row for each indicator and kind of problem (like for like) of which there is anything: out of
 * how many, and of how many it is not known because they were not measured again (lost).
 * @param[in] from the first day @param[in] until the first day after the period
 * @param[in] seen the last day that is looked at for returns, such as today; not before the last day of the period
 * @param[in] known as in wijk_dossier_table()
 * @param[out] out rows of table `indicators`; owned: wijk_table_unref()
 * @returns as wijk_dossier_flow() @since 0.1 */
WIJK_API wijk_status wijk_dossier_indicators(const wijk_dossier *dossier, wijk_date from, wijk_date until,
                                             wijk_date seen, wijk_time known, wijk_table **out, wijk_error *error);
/** Looking forward from an exit (terugkeer na uitstroom): of the exits in a period, after how many the household came
 * back within a number of days; on the same day is within 0 days. An exit counts once its term has passed: before
 * that nobody can know. A household that goes into another has not left.
 * @param[in] from the first day @param[in] until the first day after the period
 * @param[in] within_days the term, 0 to 36600
 * @param[in] seen the last day that is looked at, such as today; may be after the period
 * @param[in] known as in wijk_dossier_table()
 * @param[out] count exits with a return within the term @param[out] of exits whose term ended on `seen` or before it
 * @returns as wijk_dossier_flow() @since 0.1 */
WIJK_API wijk_status wijk_dossier_returns_after(const wijk_dossier *dossier, wijk_date from, wijk_date until,
                                                int32_t within_days, wijk_date seen, wijk_time known, int64_t *count,
                                                int64_t *of, wijk_error *error);
/** Looking backward from a start (instroom die terugkeer is): of the times that the dossier was opened or reopened in
 * a period, how many came within a number of days after an exit.
 * @param[in] from the first day @param[in] until the first day after the period
 * @param[in] within_days the term, 0 to 36600 @param[in] known as in wijk_dossier_table()
 * @param[out] count starts within the term after an exit @param[out] of all starts in the period
 * @returns as wijk_dossier_flow() @since 0.1 */
WIJK_API wijk_status wijk_dossier_returns_before(const wijk_dossier *dossier, wijk_date from, wijk_date until,
                                                 int32_t within_days, wijk_time known, int64_t *count, int64_t *of,
                                                 wijk_error *error);
/** @} */

/** @name Steps
 * @{ */
/** Possible steps (mogelijke stappen): every step of every ladder of the policy, and every tier where a household may
 * begin; whether the tier can be entered now, and otherwise what is missing. Who may do it is not asked: mandates are
 * judged with the act. There is none while the dossier is not open. Of several open proposals the one that lacks least
 * is named; a new one only when none that there is could lead to the tier, and none at all where the ladder asks for no
 * proposal. Which steps the policy suggests is told too, with the reasons in table `suggestions`; nobody is moved by a
 * suggestion.
 * @param[in] dossier one with a policy @param[in] on the day of asking @param[in] known as in wijk_dossier_table()
 * @param[out] options rows of table `options`; owned: wijk_table_unref()
 * @param[in,out] findings emptied, then one for each step that begins where the household is and cannot be taken, in
 *                the order of the rows: wijk_findings_item() is its row, from 0. WK4003 on a ladder where steps are
 *                decided, else WK4002, with the smallest set of missing facts and the act that supplies each. May be
 *                NULL
 * @returns #WIJK_OK, whatever can be done; #WIJK_E_ARGUMENT, also without a policy; otherwise as wijk_dossier_table()
 * @since 0.1 */
WIJK_API wijk_status wijk_dossier_steps(const wijk_dossier *dossier, wijk_date on, wijk_time known,
                                        wijk_table **options, wijk_findings *findings, wijk_error *error);
/** @} */

/** @name What became known later, and taking back
 * @{ */
/** What changed since then: the acts that became known between two moments, as rows of the table of acts. With a day it
 * answers why a figure of that day is another one now (verschil met een eerder rapport): the late facts.
 * @param[in] since acts that were known at this moment are left out; not #WIJK_TIME_NONE
 * @param[in] known only acts known at this moment; #WIJK_TIME_NONE: all
 * @param[in] on only acts valid on or before this day; #WIJK_DATE_NONE: all
 * @param[out] out owned: wijk_table_unref(); withdrawals and corrections are rows of their own
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_dossier_changes(const wijk_dossier *dossier, wijk_time since, wijk_time known, wijk_date on,
                                          wijk_table **out, wijk_error *error);
/** Undo (ongedaan maken): the act that takes another back as if it had never held, ready to be submitted, or the acts
 * that rest on it. Nothing is submitted; both acts stay on record when it is.
 * @param[in] act the act to take back, by its own id or the one that it goes by
 * @param[in] id the id of the inverse act, made by the host @param[in] valid its day @param[in] recorded its moment
 * @param[in,out] inverse begun anew, an act-withdraw; actor and reason are the caller's to set
 * @param[in,out] findings emptied; one WK9002 for each act that could not hold any more (other: that act), in the
 *                order of their days. With them it can be taken back: in one batch, recorded at one moment
 * @returns #WIJK_OK: nothing rests on it; #WIJK_REFUSED with the findings, also when it cannot be taken back (WK9005)
 *          or is not there (WK9001); #WIJK_E_ARGUMENT, also while a frame is open; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_dossier_undo(wijk_dossier *dossier, const wijk_id *act, const wijk_id *id, wijk_date valid,
                                       wijk_time recorded, wijk_act *inverse, wijk_findings *findings,
                                       wijk_error *error);
/** @} */

/** @name Households that join and part
 * A dossier is one household with a journal of its own, so a merge and a split are acts in two dossiers. Each of these
 * calls takes one act of the caller's, derives the others from it and from what both dossiers know on its valid day,
 * and makes one frame in each dossier, or none in either. The derived acts have the days, the actor and the reason of
 * the given one; their ids come from it too: the first 16 bytes of SHA-256 over its id and a number of four bytes
 * (little-endian; from 1 in the first dossier, from 2^31 in the other), marked as a UUID of version 8.
 *
 * The host stores the new frames of both, best in one transaction. When only one was stored, the table of lineage shows
 * it: one dossier names a household that does not name it back. Repeating the call with the same act then completes
 * the other dossier, as long as nothing was recorded there later than the act. Both dossiers are used by one thread.
 * @{ */
/** Merge two households (gezinnen samenvoegen): one goes into the other, and its dossier closes. In the survivor join
 * those members, helpers and professionals of the other who are not there yet, with their lasting relations. Nothing is
 * invented: who was heard is heard in the absorbed dossier, where that stays to be read.
 * @param[in] survivor the household that goes on @param[in] absorbed the household that goes into it
 * @param[in] merge a household-absorb for the survivor, naming the absorbed one and, when a plan is active there, the
 *            survivor's active plan as the one that goes on
 * @param[in,out] findings emptied, then filled with what the rules of either dossier say; may be NULL
 * @returns #WIJK_OK; #WIJK_REFUSED: WK1013 (subject: the plan that would end, other: the survivor's active plan) when
 *          both have an active plan and it was not said that the survivor's goes on; WK1014 (subject: that plan) when
 *          only the absorbed one has, so that it should be the survivor; WK1015 for a household and itself; or as
 *          wijk_dossier_submit(); #WIJK_DUPLICATE when both took it before; #WIJK_E_ARGUMENT, also while a frame is
 *          open or when the act names another household; otherwise as wijk_dossier_submit(). Anything but #WIJK_OK
 *          left both dossiers bit for bit as they were @since 0.1 */
WIJK_API wijk_status wijk_dossier_merge(wijk_dossier *survivor, wijk_dossier *absorbed, const wijk_act *merge,
                                        wijk_findings *findings, wijk_error *error);
/** Split a household (gezin splitsen): some members leave and go on in a dossier of their own, which is opened, with
 * the lasting relations in which somebody is something of theirs. Members with two homes stay and join the part as
 * well. The plan, the coordinator and the professionals stay; the part begins without.
 * @param[in] persons who go, copied @param[in] count how many; at least one
 * @param[in] part a new dossier in which nothing was opened yet
 * @param[in] split a household-split-off for `dossier`, naming the part @param[in,out] findings as wijk_dossier_merge()
 * @returns as wijk_dossier_merge(); #WIJK_REFUSED with WK1007 for each person who is no member on that day
 * @since 0.1 */
WIJK_API wijk_status wijk_dossier_split(wijk_dossier *dossier, const wijk_id *persons, uint32_t count,
                                        wijk_dossier *part, const wijk_act *split, wijk_findings *findings,
                                        wijk_error *error);
/** Take a merge or a split back (ongedaan maken): withdraws every act that it made, in both dossiers, which then say
 * what they said before. All acts stay on record.
 * @param[in] dossier the survivor of the merge, or the household that was split @param[in] other the other dossier
 * @param[in] undo an act-withdraw of the household-absorb or household-split-off
 * @param[in,out] findings as wijk_dossier_merge()
 * @returns as wijk_dossier_merge(); #WIJK_REFUSED with one WK9002 for each later act, of either dossier, that rests on
 *          it (subject: the act taken back, other: the later act); #WIJK_E_ARGUMENT when the act withdraws one of
 *          another kind, or one that names another household @since 0.1 */
WIJK_API wijk_status wijk_dossier_undo_lineage(wijk_dossier *dossier, wijk_dossier *other, const wijk_act *undo,
                                               wijk_findings *findings, wijk_error *error);
/** Who is a member of two households (lid van twee gezinnen) that are both open on a day: a WK1026 for each (subject:
 * the person, other: dossier `b`), with the severity of the policy of `a`. Not told when both households record that it
 * is one of two homes (#WIJK_HOME_SHARED), such as those of a child of parents who live apart.
 * @param[in] on the day @param[in] known as in wijk_dossier_table()
 * @param[in,out] findings emptied, then filled
 * @returns #WIJK_OK; #WIJK_REFUSED when the policy makes it so; #WIJK_E_ARGUMENT, also for one household twice;
 *          otherwise as wijk_dossier_table() @since 0.1 */
WIJK_API wijk_status wijk_dossier_shared(const wijk_dossier *a, const wijk_dossier *b, wijk_date on, wijk_time known,
                                         wijk_findings *findings, wijk_error *error);
/** @} */

/** @name What every screen asks
 * As known now. A day of #WIJK_DATE_NONE: when all that is known has happened. An id that there is none of is all zero.
 * @{ */
/** Who coordinates (regisseur) on a day. @param[out] professional copied @returns #WIJK_OK; #WIJK_NONE when nobody
 * does @since 0.1 */
WIJK_API wijk_status wijk_dossier_coordinator(const wijk_dossier *dossier, wijk_date on, wijk_id *professional);
/** Which plan is active on a day. @param[out] plan id of the act that drafted it, copied @returns #WIJK_OK; #WIJK_NONE
 * @since 0.1 */
WIJK_API wijk_status wijk_dossier_plan(const wijk_dossier *dossier, wijk_date on, wijk_id *plan);
/** In which tier of a ladder the household is on a day.
 * @param[in] ladder key of the ladder @param[in] length bytes, or #WIJK_NUL_TERMINATED
 * @param[out] tier key of the tier, borrowed until the dossier changes, not NUL-terminated; NULL when there is none
 * @param[out] tier_length its bytes @returns #WIJK_OK; #WIJK_NONE @since 0.1 */
WIJK_API wijk_status wijk_dossier_tier(const wijk_dossier *dossier, const char *ladder, size_t length, wijk_date on,
                                       const char **tier, size_t *tier_length);
/** Which members have neither been heard nor excused by a day.
 * @param[out] persons room for `capacity` ids, copied; may be NULL when `capacity` is 0
 * @param[in] capacity how many ids fit @param[out] count how many there are, also when more than fit
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_dossier_unheard(const wijk_dossier *dossier, wijk_date on, wijk_id *persons,
                                          uint32_t capacity, uint32_t *count);
/** @} */

/** @name About the dossier
 * @{ */
/** Id of the dossier; borrowed until it is freed. @since 0.1 */
WIJK_API const wijk_id *wijk_dossier_id(const wijk_dossier *dossier);
/** How many acts were taken. @since 0.1 */
WIJK_API uint64_t wijk_dossier_acts(const wijk_dossier *dossier);
/** Sequence number of the last closed frame; 0 when there is none. @since 0.1 */
WIJK_API uint64_t wijk_dossier_sequence(const wijk_dossier *dossier);
/** SHA-256 of the last closed frame into #WIJK_HASH_SIZE bytes; all zero when there is none. @since 0.1 */
WIJK_API void wijk_dossier_head(const wijk_dossier *dossier, uint8_t *out);
/** SHA-256 over the state, into #WIJK_HASH_SIZE bytes: two dossiers with the same acts have the same digest.
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT @since 0.1 */
WIJK_API wijk_status wijk_dossier_digest(const wijk_dossier *dossier, uint8_t *out);
/** Bytes of memory that the dossier holds now, its journal included. @since 0.1 */
WIJK_API uint64_t wijk_dossier_memory(const wijk_dossier *dossier);
/** @} */

WIJK_END
/** @} */
#endif
