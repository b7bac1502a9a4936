/** @file
 * Exchange (uitwisseling): acts from and to JSON, tables to CSV and JSON Lines, ladders as a drawing.
 *
 * @defgroup exchange Exchange
 * `docs/formats/acts.md` describes a line of acts.
 * @{
 */
#ifndef WIJKTEAM_EXCHANGE_H
#define WIJKTEAM_EXCHANGE_H

#include <wijkteam/act.h>
#include <wijkteam/base.h>
#include <wijkteam/findings.h>
#include <wijkteam/policy.h>
#include <wijkteam/table.h>

WIJK_BEGIN

/** Fill an act from one JSON object. The act is unusable after a failure, until it is begun again.
 * @param[in] json UTF-8, one object @param[in] length bytes, or #WIJK_NUL_TERMINATED
 * @param[in,out] act begun and filled @param[out] dossier the dossier the line names
 * @param[out] error place of the trouble as a JSON pointer, with line and column for syntax
 * @returns #WIJK_OK; #WIJK_E_SYNTAX, #WIJK_E_UTF8, #WIJK_E_DUPLICATE, #WIJK_E_UNKNOWN, #WIJK_E_MISSING, #WIJK_E_TYPE,
 *          #WIJK_E_RANGE, #WIJK_E_ID, #WIJK_E_DATE, #WIJK_E_TIME, #WIJK_E_KEY, #WIJK_E_CODE, #WIJK_E_DERIVED,
 *          #WIJK_E_LIMIT, #WIJK_E_MEMORY; #WIJK_E_UNSUPPORTED in a build without JSON @since 0.1 */
WIJK_API wijk_status wijk_act_read_json(wijk_act *act, const char *json, size_t length, wijk_id *dossier,
                                        wijk_error *error);
/** Append an act as one line of JSON, the same that wijk_act_read_json() reads.
 * @param[in] dossier the dossier to name @param[in,out] out appended to, without a line end
 * @returns #WIJK_OK; #WIJK_E_MEMORY; #WIJK_E_ARGUMENT @since 0.1 */
WIJK_API wijk_status wijk_act_write_json(const wijk_act *act, const wijk_id *dossier, wijk_buffer *out,
                                         wijk_error *error);
/** Append every act of a run of frames as lines of JSON, unknown types as an object with their bytes in hexadecimal.
 * @returns #WIJK_OK; as wijk_journal_scan() @since 0.1 */
WIJK_API wijk_status wijk_journal_write_json(wijk_context *context, const void *frames, size_t length,
                                             wijk_buffer *out, wijk_error *error);

/** How a table is written (#wijk_text_format_code). */
typedef int32_t wijk_text_format;
/** Constants of #wijk_text_format. */
enum wijk_text_format_code {
    WIJK_FORMAT_CSV = 1,        /**< RFC 4180, one header row; text that a spreadsheet would run gets a leading ' */
    WIJK_FORMAT_JSON_LINES = 2  /**< one object a row; cells without a value are left out */
};
/** Append the rows of a table as text. Codes are written as their names, dates and instants in ISO 8601.
 * @param[in] format how @param[in] header 1: with a header row (CSV only) @param[in,out] out appended to
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_table_write(const wijk_table *table, wijk_text_format format, int32_t header,
                                      wijk_buffer *out, wijk_error *error);
/** Append a text as one cell of CSV, as wijk_table_write() does it: quoted where that is needed, and with a leading ' where
 * a spreadsheet would run it. For who writes a file of their own beside the tables.
 * @param[in] text UTF-8 @param[in] length bytes, or #WIJK_NUL_TERMINATED @param[in,out] out appended to
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_csv_write_text(const char *text, size_t length, wijk_buffer *out, wijk_error *error);
/** Append findings as lines of JSON. @param[in] language of the sentences @since 0.1 */
WIJK_API wijk_status wijk_findings_write_json(const wijk_findings *findings, wijk_language language, wijk_buffer *out,
                                              wijk_error *error);

/** Append the ladders of a policy as a graph in the DOT language of Graphviz: tiers (treden) from light at
 * the bottom to heavy at the top, with who carries what, and steps (stappen) and suggestions with what they ask. It
 * holds words of the policy only, escaped, and nobody's data.
 * @param[in] language of the words @param[in,out] out appended to; as it was after an error
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_policy_write_dot(const wijk_policy *policy, wijk_language language, wijk_buffer *out,
                                           wijk_error *error);

WIJK_END
/** @} */
#endif
