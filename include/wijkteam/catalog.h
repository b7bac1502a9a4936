/** @file
 * The vocabulary (woordenlijst), to be asked at run time.
 *
 * @defgroup catalog Catalog
 * Acts and their fields, tables and their columns, findings, facts, code lists: all numbered in `constants.h`, which is
 * generated from one file, and all named here in English and Dutch. A program that shows forms, columns or findings can
 * do so for acts that were added after it was written.
 * @{
 */
#ifndef WIJKTEAM_CATALOG_H
#define WIJKTEAM_CATALOG_H

#include <wijkteam/base.h>
#include <wijkteam/constants.h>

WIJK_BEGIN

/** A part of the vocabulary (#wijk_catalog_part_code). */
typedef int32_t wijk_catalog_part;
/** Constants of #wijk_catalog_part. */
enum wijk_catalog_part_code {
    WIJK_CATALOG_ACTS = 1,        /**< acts; their members are fields */
    WIJK_CATALOG_TABLES = 2,      /**< tables; their members are columns, numbered from 0 */
    WIJK_CATALOG_FINDINGS = 3,    /**< findings; the terms are sentences */
    WIJK_CATALOG_FACTS = 4,       /**< facts that rules ask for */
    WIJK_CATALOG_CODE_LISTS = 5,  /**< code lists; their members are values */
    WIJK_CATALOG_POLICY_LISTS = 6, /**< lists that a policy fills */
    WIJK_CATALOG_STANDARDS = 7,    /**< national code lists (landelijke codelijsten), each named by standard, release
                                        and list, such as `iwmo/3.2/wmo588`; their members are codes */
    WIJK_CATALOG_RESULTS = 8       /**< results (uitkomsten): tables of numbers that come from no dossier; their members
                                        are columns, numbered from 0 */
};

/** How many entries a part has. @returns 0 for an unknown part @threads{any} @since 0.1 */
WIJK_API uint32_t wijk_catalog_count(wijk_catalog_part part);
/** Number of the entry at a place from 0. @returns 0 past the end @threads{any} @since 0.1 */
WIJK_API int32_t wijk_catalog_number(wijk_catalog_part part, uint32_t place);
/** Number of the entry with a name. @param[in] length bytes of `name`, or #WIJK_NUL_TERMINATED
 * @returns 0 when there is none @threads{any} @since 0.1 */
WIJK_API int32_t wijk_catalog_find(wijk_catalog_part part, const char *name, size_t length);
/** Name of an entry, as in JSON, such as `goal-set`; borrowed, for ever; NULL when there is none.
 * @threads{any} @since 0.1 */
WIJK_API const char *wijk_catalog_name(wijk_catalog_part part, int32_t number);
/** The term of an entry in a language; borrowed, for ever; NULL when there is none. @threads{any} @since 0.1 */
WIJK_API const char *wijk_catalog_term(wijk_catalog_part part, int32_t number, wijk_language language);
/** One English sentence about an entry; borrowed, for ever; NULL when there is none. @threads{any} @since 0.1 */
WIJK_API const char *wijk_catalog_about(wijk_catalog_part part, int32_t number);
/** What is said of a fact when it holds, such as "every goal of the plan was achieved"; wijk_catalog_term() has the
 * words for when it is missing. Borrowed, for ever; NULL for an unknown fact and for one that is only ever missing.
 * @threads{any} @since 0.1 */
WIJK_API const char *wijk_catalog_fact_met(wijk_fact fact, wijk_language language);

/** How many members an entry has: fields, columns (dossier and act included) or values. @threads{any} @since 0.1 */
WIJK_API uint32_t wijk_catalog_member_count(wijk_catalog_part part, int32_t number);
/** Number of the member at a place from 0. @returns -1 past the end @threads{any} @since 0.1 */
WIJK_API int32_t wijk_catalog_member_number(wijk_catalog_part part, int32_t number, uint32_t place);
/** Name of a member; borrowed, for ever; NULL when there is none. @threads{any} @since 0.1 */
WIJK_API const char *wijk_catalog_member_name(wijk_catalog_part part, int32_t number, int32_t member);
/** The term of a member in a language; borrowed, for ever; NULL when there is none. @threads{any} @since 0.1 */
WIJK_API const char *wijk_catalog_member_term(wijk_catalog_part part, int32_t number, int32_t member,
                                              wijk_language language);
/** One English sentence about a member; borrowed, for ever; NULL when there is none. @threads{any} @since 0.1 */
WIJK_API const char *wijk_catalog_member_about(wijk_catalog_part part, int32_t number, int32_t member);
/** Type of a field or column: `id`, `ref`, `person`, `act`, `int`, `bool`, `date`, `time`, `code`, `act-type`, `real`,
 * `key` or `text`; borrowed, for ever; NULL when there is none. @threads{any} @since 0.1 */
WIJK_API const char *wijk_catalog_member_type(wijk_catalog_part part, int32_t number, int32_t member);
/** The code list of a `code` field or column, the policy list of a `key`, the table of a `ref`.
 * @returns 0 when it has none @threads{any} @since 0.1 */
WIJK_API int32_t wijk_catalog_member_list(wijk_catalog_part part, int32_t number, int32_t member);
/** Whether a field or column holds personal data. @returns 1 or 0 @threads{any} @since 0.1 */
WIJK_API int32_t wijk_catalog_member_personal(wijk_catalog_part part, int32_t number, int32_t member);
/** Whether a field must be there. @returns 1 or 0 @threads{any} @since 0.1 */
WIJK_API int32_t wijk_catalog_member_required(wijk_catalog_part part, int32_t number, int32_t member);

/** Find a code of a national list (landelijke code) by standard, release, list and code, such as `iwmo/3.2/wmo588/31`.
 *
 * A code alone says nothing: 31 is "as planned" in `ijw/3.2/jz588`, and a move in `iwmo/3.2/wmo588`. What the words of
 * the code are, wijk_catalog_member_term() answers for #WIJK_CATALOG_STANDARDS, the list and the code.
 * @param[in] name   the whole name, in small letters
 * @param[in] length bytes of `name`, or #WIJK_NUL_TERMINATED
 * @param[out] list   number of the list in #WIJK_CATALOG_STANDARDS; may be NULL
 * @param[out] code   number of the code in the list; may be NULL
 * @param[out] ending how such an ending is counted (#wijk_ending_code); may be NULL
 * @returns #WIJK_OK; #WIJK_NONE when there is no such code, with zeros @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_standard_code(const char *name, size_t length, int32_t *list, int32_t *code, int32_t *ending);
/** How an ending with a code of a national list is counted (#wijk_ending_code), for a list of #WIJK_CATALOG_STANDARDS
 * and a code of it. @returns 0 when there is none @threads{any} @since 0.1 */
WIJK_API int32_t wijk_standard_ending(int32_t list, int32_t code);

WIJK_END
/** @} */
#endif
