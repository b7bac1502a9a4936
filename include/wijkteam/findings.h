/** @file
 * Findings (bevindingen): what the rules have to say.
 *
 * @defgroup findings Findings
 * A refusal is not an error. A call that judges fills a caller-owned batch of findings: each has a stable code, a
 * severity, a subject, the smallest set of missing facts with the act that would supply each, and a sentence in English
 * or Dutch that holds nobody's data.
 * @{
 */
#ifndef WIJKTEAM_FINDINGS_H
#define WIJKTEAM_FINDINGS_H

#include <wijkteam/base.h>
#include <wijkteam/catalog.h>

WIJK_BEGIN

typedef struct wijk_findings wijk_findings; /**< a batch of findings; caller-owned, one thread at a time. */

/** Make an empty batch. @param[out] out owned: wijk_findings_destroy() @since 0.1 */
WIJK_API wijk_status wijk_findings_new(wijk_context *context, wijk_findings **out, wijk_error *error);
/** Free a batch; NULL is fine. @since 0.1 */
WIJK_API void wijk_findings_destroy(wijk_findings *findings);
/** Empty a batch. Calls that fill a batch empty it first. @since 0.1 */
WIJK_API void wijk_findings_clear(wijk_findings *findings);
/** How many findings. @since 0.1 */
WIJK_API uint32_t wijk_findings_count(const wijk_findings *findings);

/** Code of a finding (#wijk_finding_code); 0 past the end. @since 0.1 */
WIJK_API wijk_finding wijk_findings_code(const wijk_findings *findings, uint32_t index);
/** Code as text, such as `WK3002`; borrowed, for ever; "" past the end. @since 0.1 */
WIJK_API const char *wijk_findings_name(const wijk_findings *findings, uint32_t index);
/** Severity under the policy that judged (#wijk_severity_code); 0 past the end. @since 0.1 */
WIJK_API wijk_severity wijk_findings_severity(const wijk_findings *findings, uint32_t index);
/** What it is about: the id of the act that made it, or of a person; borrowed until the batch changes; NULL when it is
 * about the dossier as a whole. @since 0.1 */
WIJK_API const wijk_id *wijk_findings_subject(const wijk_findings *findings, uint32_t index);
/** A second thing it is about, such as the open offer that stands in the way; borrowed; NULL when there is none.
 * @since 0.1 */
WIJK_API const wijk_id *wijk_findings_other(const wijk_findings *findings, uint32_t index);
/** Where it is (plaats): a JSON pointer (RFC 6901) into the rule pack that was judged, such as `/ladders/0/tiers/3`;
 * borrowed until the batch changes; NULL when it is not about a place. @since 0.1 */
WIJK_API const char *wijk_findings_place(const wijk_findings *findings, uint32_t index);
/** Which act of a batch, from 0; -1 when the call had one act or none. @since 0.1 */
WIJK_API int64_t wijk_findings_item(const wijk_findings *findings, uint32_t index);
/** The act that would mend it (#wijk_act_type_code); 0 when no single act does. @since 0.1 */
WIJK_API wijk_act_type wijk_findings_mend(const wijk_findings *findings, uint32_t index);
/** One sentence; borrowed, for ever; "" past the end. @since 0.1 */
WIJK_API const char *wijk_findings_text(const wijk_findings *findings, uint32_t index, wijk_language language);

/** How many missing facts a finding names. @since 0.1 */
WIJK_API uint32_t wijk_findings_missing_count(const wijk_findings *findings, uint32_t index);
/** A missing fact (#wijk_fact_code); 0 past the end. @since 0.1 */
WIJK_API wijk_fact wijk_findings_missing(const wijk_findings *findings, uint32_t index, uint32_t fact);
/** About whom or what a fact is missing; borrowed until the batch changes; NULL when about the dossier. @since 0.1 */
WIJK_API const wijk_id *wijk_findings_missing_subject(const wijk_findings *findings, uint32_t index, uint32_t fact);
/** What a missing fact is about in the lists of the policy, such as a life domain, a duty or a role; borrowed until the
 * batch changes; NULL when it is about none. @since 0.1 */
WIJK_API const char *wijk_findings_missing_key(const wijk_findings *findings, uint32_t index, uint32_t fact);
/** The act that would supply a missing fact (#wijk_act_type_code); 0 past the end or when no single act does.
 * @since 0.1 */
WIJK_API wijk_act_type wijk_findings_missing_mend(const wijk_findings *findings, uint32_t index, uint32_t fact);
/** The highest severity in a batch; 0 when it is empty. @since 0.1 */
WIJK_API wijk_severity wijk_findings_worst(const wijk_findings *findings);

WIJK_END
/** @} */
#endif
