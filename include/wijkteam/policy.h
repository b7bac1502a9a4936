/** @file
 * Policy (beleid): a municipality's rules as data.
 *
 * @defgroup policy Policy
 * Read from JSON (`docs/formats/policy.md`, with a JSON Schema), compiled once, immutable, shared by all threads. A
 * policy is named by the first sixteen bytes of the SHA-256 of its JSON text; every frame of a journal carries that
 * name.
 * @{
 */
#ifndef WIJKTEAM_POLICY_H
#define WIJKTEAM_POLICY_H

#include <wijkteam/base.h>
#include <wijkteam/catalog.h>
#include <wijkteam/findings.h>

WIJK_BEGIN

typedef struct wijk_policy wijk_policy; /**< a compiled rule pack; immutable, atomically reference-counted. */

/** Compile a rule pack.
 * @param[in] json UTF-8 JSON, at most `json_bytes` of the context's limits, nested at most `json_depth`
 * @param[in] length bytes, or #WIJK_NUL_TERMINATED
 * @param[out] out owned: wijk_policy_unref()
 * @param[out] error the reason with a JSON pointer, for syntax with line and column too
 * @returns #WIJK_OK; #WIJK_E_SYNTAX, #WIJK_E_UTF8, #WIJK_E_FORMAT, #WIJK_E_DUPLICATE, #WIJK_E_UNKNOWN, #WIJK_E_MISSING,
 *          #WIJK_E_TYPE, #WIJK_E_RANGE, #WIJK_E_KEY, #WIJK_E_ID, #WIJK_E_CODE, #WIJK_E_DATE, #WIJK_E_REFERENCE,
 *          #WIJK_E_CYCLE, #WIJK_E_UNREACHABLE, #WIJK_E_INVARIANT, #WIJK_E_LIMIT, #WIJK_E_MEMORY, #WIJK_E_ARGUMENT;
 *          #WIJK_E_UNSUPPORTED in a build without JSON
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_policy_load(wijk_context *context, const char *json, size_t length, wijk_policy **out,
                                      wijk_error *error);
/** Compile the built-in pack: an editable default, not law. @returns as wijk_policy_load() @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_policy_load_default(wijk_context *context, wijk_policy **out, wijk_error *error);
/** Say what is doubtful in a pack that was taken: a tier (trede) that is reached by stepping up (opschalen) and has no
 * way back down (WK8001), a condition (voorwaarde) that can never hold (WK8002), a suggestion (suggestie) without a
 * step (WK8003), indicators (indicatoren) without one of effect (WK8004), one without a target (WK8005), or effect that
 * is only what answers about satisfaction say (WK8006). Each has its place in the pack (wijk_findings_place());
 * docs/formats/policy.md says what is not found.
 * @param[in,out] findings emptied, then filled; empty after an error
 * @returns #WIJK_OK when none has severity refuse; #WIJK_REFUSED; #WIJK_E_ARGUMENT, #WIJK_E_MEMORY
 * @since 0.1 */
WIJK_API wijk_status wijk_policy_lint(const wijk_policy *policy, wijk_findings *findings, wijk_error *error);
/** Take a reference. NULL gives NULL. @threads{any} @since 0.1 */
WIJK_API wijk_policy *wijk_policy_ref(wijk_policy *policy);
/** Drop a reference; NULL is fine. @threads{any} @since 0.1 */
WIJK_API void wijk_policy_unref(wijk_policy *policy);

/** Name of the policy, as frames carry it; borrowed until the policy is freed. @threads{any} @since 0.1 */
WIJK_API const wijk_id *wijk_policy_id(const wijk_policy *policy);
/** The JSON text it was read from; borrowed until the policy is freed. @param[out] length bytes; may be NULL
 * @threads{any} @since 0.1 */
WIJK_API const char *wijk_policy_json(const wijk_policy *policy, size_t *length);
/** The version its author gave it; borrowed until the policy is freed. @threads{any} @since 0.1 */
WIJK_API const char *wijk_policy_version(const wijk_policy *policy);
/** Severity of a finding under this policy. @returns 0 for an unknown finding @threads{any} @since 0.1 */
WIJK_API wijk_severity wijk_policy_severity(const wijk_policy *policy, wijk_finding finding);
/** The word that a policy gives to a key of one of its lists, such as "Debts" for domain `finances`.
 * @param[in] list which list (#wijk_policy_list_code)
 * @param[in] key the key @param[in] length bytes of the key, or #WIJK_NUL_TERMINATED
 * @returns borrowed until the policy is freed; NULL when the list has no such key @threads{any} @since 0.1 */
WIJK_API const char *wijk_policy_term(const wijk_policy *policy, wijk_policy_list list, const char *key, size_t length,
                                      wijk_language language);

/* ---- instruments (meetinstrumenten) ---- */

#define WIJK_NO_ANSWER INT32_MIN /**< in answers to an instrument: this item was not answered. @since 0.1 */
#define WIJK_NO_SCORE INT64_MIN  /**< in scores: too few items were answered. @since 0.1 */

/** How many items (vragen, domeinen) an instrument of the policy has. @param[in] instrument its key, NUL-terminated
 * @returns 0 when there is no such instrument @threads{any} @since 0.1 */
WIJK_API uint32_t wijk_instrument_items(const wijk_policy *policy, const char *instrument);
/** Key of an item. @param[in] item from 0
 * @returns borrowed until the policy is freed; NULL when there is none @threads{any} @since 0.1 */
WIJK_API const char *wijk_instrument_item(const wijk_policy *policy, const char *instrument, uint32_t item);
/** How many scales (schalen) it has; an instrument without scales of its own has one for each item.
 * @returns 0 when there is no such instrument @threads{any} @since 0.1 */
WIJK_API uint32_t wijk_instrument_scales(const wijk_policy *policy, const char *instrument);
/** Key of a scale. @param[in] scale from 0
 * @returns borrowed until the policy is freed; NULL when there is none @threads{any} @since 0.1 */
WIJK_API const char *wijk_instrument_scale(const wijk_policy *policy, const char *instrument, uint32_t scale);
/** Key of the band (klasse) of a scale in which a score is. @param[in] score thousandths
 * @returns borrowed until the policy is freed; NULL when the scale has no band for it @threads{any} @since 0.1 */
WIJK_API const char *wijk_instrument_band(const wijk_policy *policy, const char *instrument, uint32_t scale,
                                          int64_t score);
/** Score answers to an instrument, as `docs/formats/policy.md` describes it for `instruments`.
 * @param[in] instrument its key, NUL-terminated
 * @param[in] answers one for each item, person after person; #WIJK_NO_ANSWER for an item that was not answered
 * @param[in] count how many persons
 * @param[out] scores one for each scale, person after person, in thousandths (a score of 7 is 7000); #WIJK_NO_SCORE
 *             when too few items were answered
 * @param[out] valid likewise how many items (or scales, for a scale of scales) had a value; may be NULL
 * @param[out] error for an answer out of range the index is the person
 * @returns #WIJK_OK; #WIJK_E_UNKNOWN for no such instrument, #WIJK_E_RANGE, #WIJK_E_ARGUMENT @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_instrument_score(const wijk_policy *policy, const char *instrument, const int32_t *answers,
                                           size_t count, int64_t *scores, int32_t *valid, wijk_error *error);

WIJK_END
/** @} */
#endif
