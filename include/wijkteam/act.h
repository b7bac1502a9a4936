/** @file
 * An act (handeling): one thing somebody did or decided, with its fields.
 *
 * @defgroup act Act
 * A reusable builder. Begin it with a type, set its fields, submit it to a dossier (which copies it), begin it again.
 * Types and field numbers come from `constants.h`; the generated helpers in `acts.h` set all fields of a type in one
 * call; wijk_act_read_json() fills an act from a line of JSON.
 * @{
 */
#ifndef WIJKTEAM_ACT_H
#define WIJKTEAM_ACT_H

#include <wijkteam/base.h>
#include <wijkteam/catalog.h>

WIJK_BEGIN

typedef struct wijk_act wijk_act; /**< one act under construction; one owner, one thread at a time. */

/** Make an act builder, usable after wijk_act_begin(). @param[out] out owned: wijk_act_destroy() @since 0.1 */
WIJK_API wijk_status wijk_act_new(wijk_context *context, wijk_act **out, wijk_error *error);
/** Free an act; NULL is fine. @since 0.1 */
WIJK_API void wijk_act_destroy(wijk_act *act);

/** Begin an act; what it held before is gone.
 * @param[in] type which act (#wijk_act_type_code)
 * @param[in] id the act's own id, made by the host; what the act creates (a goal, a plan, a wait) is named by it
 * @param[in] valid the day it holds in the world (geldig vanaf)
 * @param[in] recorded when it was recorded (geregistreerd op)
 * @returns #WIJK_OK; #WIJK_E_ACT_TYPE; #WIJK_E_ID for an id of zeros; #WIJK_E_DATE; #WIJK_E_TIME @since 0.1 */
WIJK_API wijk_status wijk_act_begin(wijk_act *act, wijk_act_type type, const wijk_id *id, wijk_date valid,
                                    wijk_time recorded, wijk_error *error);
/** Who does it. Every act needs a professional before it is submitted.
 * @param[in] professional the worker (professional)
 * @param[in] organisation the organisation the worker acts for; NULL when unknown
 * @param[in] role a role of the policy, such as `team-worker`; NULL or empty when unknown
 * @param[in] length bytes of `role`, or #WIJK_NUL_TERMINATED
 * @returns #WIJK_OK; #WIJK_E_ID for a professional of zeros; #WIJK_E_KEY when the role is no key; #WIJK_E_MEMORY;
 *          #WIJK_E_ARGUMENT before wijk_act_begin() @since 0.1 */
WIJK_API wijk_status wijk_act_set_actor(wijk_act *act, const wijk_id *professional, const wijk_id *organisation,
                                        const char *role, size_t length, wijk_error *error);
/** Why it is done (reden), in free words; personal data. NULL or empty: no reason. @returns #WIJK_OK; #WIJK_E_UTF8;
 * #WIJK_E_LIMIT; #WIJK_E_MEMORY; #WIJK_E_ARGUMENT before wijk_act_begin() @since 0.1 */
WIJK_API wijk_status wijk_act_set_reason(wijk_act *act, const char *text, size_t length, wijk_error *error);

/** Set an id field or a reference to an earlier act. @returns #WIJK_OK; #WIJK_E_FIELD when the type has no such
 * field; #WIJK_E_TYPE when it is of another type; #WIJK_E_DERIVED when only the library fills it; #WIJK_E_ID for an
 * id of zeros @since 0.1 */
WIJK_API wijk_status wijk_act_set_id(wijk_act *act, wijk_field field, const wijk_id *value, wijk_error *error);
/** Set a number, amount, score or yes/no field (0 or 1). @returns as wijk_act_set_id(); #WIJK_E_RANGE @since 0.1 */
WIJK_API wijk_status wijk_act_set_int(wijk_act *act, wijk_field field, int64_t value, wijk_error *error);
/** Set a date field. @returns as wijk_act_set_id(); #WIJK_E_DATE @since 0.1 */
WIJK_API wijk_status wijk_act_set_date(wijk_act *act, wijk_field field, wijk_date value, wijk_error *error);
/** Set a field with a value of a code list. @returns as wijk_act_set_id(); #WIJK_E_CODE @since 0.1 */
WIJK_API wijk_status wijk_act_set_code(wijk_act *act, wijk_field field, int32_t value, wijk_error *error);
/** Set a text field, or a key of the policy (tier, domain, role): 1 to 64 of a-z, 0-9, hyphen and full stop.
 * @param[in] text UTF-8, copied; an empty text is no value @param[in] length bytes, or #WIJK_NUL_TERMINATED
 * @returns as wijk_act_set_id(); #WIJK_E_UTF8; #WIJK_E_KEY; #WIJK_E_CODE for what is no code of a national list, where
 * one is asked; #WIJK_E_LIMIT; #WIJK_E_MEMORY @since 0.1 */
WIJK_API wijk_status wijk_act_set_text(wijk_act *act, wijk_field field, const char *text, size_t length,
                                       wijk_error *error);
/** Leave a field out again. @returns #WIJK_OK; #WIJK_E_FIELD @since 0.1 */
WIJK_API wijk_status wijk_act_unset(wijk_act *act, wijk_field field, wijk_error *error);

/** Type of the act; 0 before wijk_act_begin(). @since 0.1 */
WIJK_API wijk_act_type wijk_act_get_type(const wijk_act *act);
/** Id of the act; borrowed until the act is changed. @since 0.1 */
WIJK_API const wijk_id *wijk_act_get_id(const wijk_act *act);
/** Day on which the act holds. @since 0.1 */
WIJK_API wijk_date wijk_act_get_valid(const wijk_act *act);
/** When the act was recorded. @since 0.1 */
WIJK_API wijk_time wijk_act_get_recorded(const wijk_act *act);
/** Whether a field has a value. @returns 1 or 0 @since 0.1 */
WIJK_API int32_t wijk_act_has(const wijk_act *act, wijk_field field);
/** A number, amount, score, yes/no, date or code field as a number; 0 when it has none. @since 0.1 */
WIJK_API int64_t wijk_act_get_int(const wijk_act *act, wijk_field field);
/** An id or reference field; borrowed until the act is changed; NULL when it has none. @since 0.1 */
WIJK_API const wijk_id *wijk_act_get_field_id(const wijk_act *act, wijk_field field);
/** A text or key field; borrowed until the act is changed; not NUL-terminated; NULL when it has none.
 * @param[out] length its bytes; may be NULL @since 0.1 */
WIJK_API const char *wijk_act_get_text(const wijk_act *act, wijk_field field, size_t *length);

WIJK_END
/** @} */
#endif
