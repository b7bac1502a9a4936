/** @file
 * Context, errors, buffers, dates and ids: what every other header stands on.
 *
 * @defgroup base Base
 * The library holds no global state, reads no clock, no environment and no locale, starts no thread and calls nothing
 * back but the allocator. Time, ids and keys are arguments.
 * @{
 */
#ifndef WIJKTEAM_BASE_H
#define WIJKTEAM_BASE_H

#include <stddef.h>
#include <stdint.h>

#include <wijkteam/export.h>
#include <wijkteam/status.h>

WIJK_BEGIN

/** @name Versions
 * @{ */
#define WIJK_VERSION_MAJOR 0 /**< major version of these headers */
#define WIJK_VERSION_MINOR 1 /**< minor version */
#define WIJK_VERSION_PATCH 0 /**< patch */
/** `major * 1000000 + minor * 1000 + patch`. */
#define WIJK_VERSION_NUMBER 1000
#define WIJK_VERSION_STRING "0.1.0" /**< the same as text */

/** Version number of the linked library, as #WIJK_VERSION_NUMBER. @threads{any} @since 0.1 */
WIJK_API int32_t wijk_version(void);
/** Version text of the linked library; borrowed, valid for ever. @threads{any} @since 0.1 */
WIJK_API const char *wijk_version_string(void);
/** The ABI number (the soname's integer) of the linked library. @threads{any} @since 0.1 */
WIJK_API int32_t wijk_abi_version(void);

/** A part of the library that a build may leave out (#wijk_feature_code). */
typedef int32_t wijk_feature;
/** Constants of #wijk_feature. */
enum wijk_feature_code {
    WIJK_FEATURE_JSON = 1,  /**< policies and acts from JSON (jansson) */
    WIJK_FEATURE_SQLITE = 2 /**< the embedded store (SQLite) */
};
/** Whether the linked library has a feature. @returns 1 or 0; 0 for a number it does not know.
 * @threads{any} @since 0.1 */
WIJK_API int32_t wijk_feature_supported(wijk_feature feature);
/** @} */

/** @name Plain values
 * @{ */
/** Pass as a length when a text ends in NUL. */
#define WIJK_NUL_TERMINATED SIZE_MAX

/** A language for texts (#wijk_language_code). */
typedef int32_t wijk_language;
/** Constants of #wijk_language. */
enum wijk_language_code {
    WIJK_ENGLISH = 1, /**< English */
    WIJK_DUTCH = 2    /**< Dutch */
};

/** A civil date: days since 1970-01-01 in the proleptic Gregorian calendar. Dutch: datum. */
typedef int32_t wijk_date;
#define WIJK_DATE_NONE INT32_MIN /**< no date; as a moment in a question: no limit */
#define WIJK_DATE_MIN (-719162)  /**< 0001-01-01 */
#define WIJK_DATE_MAX 2932896    /**< 9999-12-31 */

/** An instant: microseconds since 1970-01-01T00:00:00 UTC, without leap seconds. Dutch: tijdstip. */
typedef int64_t wijk_time;
#define WIJK_TIME_NONE INT64_MIN                      /**< no instant; as a moment in a question: as known now */
#define WIJK_TIME_MIN INT64_C(-62135596800000000)     /**< 0001-01-01T00:00:00Z */
#define WIJK_TIME_MAX INT64_C(253402300799999999)     /**< 9999-12-31T23:59:59.999999Z */

/** Sixteen bytes that name a person, an organisation, a dossier or an act. Made by the host (a UUID, for instance);
 * all zero means "none". */
typedef struct wijk_id {
    uint8_t bytes[16]; /**< in the order in which they are written */
} wijk_id;
#define WIJK_ID_TEXT_SIZE 37   /**< room for an id as text, with NUL */
#define WIJK_DATE_TEXT_SIZE 11 /**< room for a date as text, with NUL */
#define WIJK_TIME_TEXT_SIZE 28 /**< room for an instant as text, with NUL */
/** @} */

typedef struct wijk_context wijk_context; /**< allocator and limits; reference-counted. */
typedef struct wijk_error wijk_error;     /**< what went wrong and where; caller-owned, reusable. */
typedef struct wijk_buffer wijk_buffer;   /**< bytes that the library hands to the caller. */

/** @name Context
 * @{ */
/** The host's allocator. All memory of a context and of everything made from it goes through these functions, except
 * what jansson and SQLite take while they read JSON or run a store: their process-wide hooks are never touched. */
typedef struct wijk_allocator {
    uint32_t struct_size; /**< `sizeof(wijk_allocator)` as the caller compiled it */
    uint32_t reserved;    /**< zero */
    void *userdata;       /**< handed to each function as it is */
    /** Memory of `size` bytes, aligned for any type; NULL when there is none. */
    void *(*allocate)(void *userdata, size_t size);
    /** The same memory, larger or smaller, perhaps elsewhere; NULL when there is none, the old memory as it was. */
    void *(*reallocate)(void *userdata, void *memory, size_t old_size, size_t new_size);
    /** Give memory back. */
    void (*release)(void *userdata, void *memory, size_t size);
} wijk_allocator;

/** Limits on what a context accepts; 0 means the default. A breach is #WIJK_E_LIMIT, and nothing is changed. */
typedef struct wijk_limits {
    uint32_t struct_size;       /**< `sizeof(wijk_limits)` as the caller compiled it */
    uint32_t json_depth;        /**< nesting of JSON; default 32, at most 1024 */
    uint64_t json_bytes;        /**< one JSON document; default 1 MiB */
    uint64_t text_bytes;        /**< one text field; default 64 KiB */
    uint64_t frame_bytes;       /**< one journal frame; default 64 MiB */
    uint64_t journal_bytes;     /**< the journal of one dossier; default 1 GiB, at most 4 GiB - 1 */
    uint64_t acts;              /**< acts in one dossier; default 1,000,000 */
    uint64_t hash_seed;         /**< no limit, but part of the guard: a number that those who send acts do not know, so
                                     that they cannot choose ids that slow down the hash tables; 0 is a fixed one */
} wijk_limits;

/** Make a context.
 * @param[in] allocator the host's allocator, copied; NULL for malloc, realloc and free
 * @param[in] limits the limits, copied; NULL for the defaults
 * @param[out] out the context, owned by the caller: wijk_context_unref()
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY; #WIJK_E_STRUCT_SIZE, #WIJK_E_STRUCT_OLDER or
 *          #WIJK_E_STRUCT_NEWER when a struct's size does not fit (unknown bytes must be zero)
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_context_new(const wijk_allocator *allocator, const wijk_limits *limits, wijk_context **out);
/** Take a reference. @returns `context`, owned. NULL gives NULL. @threads{any} @since 0.1 */
WIJK_API wijk_context *wijk_context_ref(wijk_context *context);
/** Drop a reference; the last one frees it. Everything made from a context keeps it alive, so order does not matter.
 * NULL is fine. @threads{any} @since 0.1 */
WIJK_API void wijk_context_unref(wijk_context *context);
/** @} */

/** @name Status and errors
 * @{ */
/** Name of a status, such as `WIJK_E_MEMORY`; borrowed, for ever; "" for an unknown number. @threads{any} @since 0.1 */
WIJK_API const char *wijk_status_name(wijk_status status);
/** One sentence for a status; borrowed, for ever; "" for an unknown number. @threads{any} @since 0.1 */
WIJK_API const char *wijk_status_text(wijk_status status, wijk_language language);

/** Make an error object, to hand to any call as its last parameter, again and again.
 * @param[out] out owned by the caller: wijk_error_destroy()
 * @threads{one at a time} @since 0.1 */
WIJK_API wijk_status wijk_error_new(wijk_context *context, wijk_error **out);
/** Free an error object; NULL is fine. @threads{one at a time} @since 0.1 */
WIJK_API void wijk_error_destroy(wijk_error *error);
/** The status of the last failed call that was given this object; #WIJK_OK when none failed. @since 0.1 */
WIJK_API wijk_status wijk_error_code(const wijk_error *error);
/** Where: a JSON pointer, or the name of an argument; borrowed until the next call that is given this object.
 * Never holds a value or a key that came from an act, so never a person's data. @since 0.1 */
WIJK_API const char *wijk_error_path(const wijk_error *error);
/** Line of the place, from 1; 0 when it has none. @since 0.1 */
WIJK_API uint32_t wijk_error_line(const wijk_error *error);
/** Column in bytes, from 1; 0 when it has none. @since 0.1 */
WIJK_API uint32_t wijk_error_column(const wijk_error *error);
/** Offset in bytes from the start of the input; -1 when it has none. @since 0.1 */
WIJK_API int64_t wijk_error_offset(const wijk_error *error);
/** Which item of a batch, from 0; -1 when it has none. @since 0.1 */
WIJK_API int64_t wijk_error_index(const wijk_error *error);
/** Reason and place in one sentence of the language asked for; borrowed until the next call that is given this
 * object. @since 0.1 */
WIJK_API const char *wijk_error_message(const wijk_error *error, wijk_language language);
/** @} */

/** @name Buffers
 * @{ */
/** Make an empty buffer. @param[out] out owned by the caller: wijk_buffer_destroy() @since 0.1 */
WIJK_API wijk_status wijk_buffer_new(wijk_context *context, wijk_buffer **out);
/** Free a buffer; NULL is fine. @since 0.1 */
WIJK_API void wijk_buffer_destroy(wijk_buffer *buffer);
/** The bytes; borrowed until the buffer is next written to; followed by a NUL that does not count. @since 0.1 */
WIJK_API const char *wijk_buffer_data(const wijk_buffer *buffer);
/** How many bytes. @since 0.1 */
WIJK_API size_t wijk_buffer_size(const wijk_buffer *buffer);
/** Empty a buffer, keeping its memory. @since 0.1 */
WIJK_API void wijk_buffer_clear(wijk_buffer *buffer);
/** @} */

/** @name Ids, dates and terms
 * @{ */
/** Read a UUID: 8-4-4-4-12 hexadecimal digits. @param[out] out the id @returns #WIJK_OK or #WIJK_E_ID
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_id_parse(const char *text, size_t length, wijk_id *out, wijk_error *error);
/** Write an id as a lower-case UUID with NUL into #WIJK_ID_TEXT_SIZE bytes. @threads{any} @since 0.1 */
WIJK_API void wijk_id_format(const wijk_id *id, char *out);

/** A date from year 1..9999, month 1..12 and day. @returns #WIJK_OK or #WIJK_E_DATE @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_date_from_ymd(int32_t year, int32_t month, int32_t day, wijk_date *out);
/** Year, month and day of a date. @returns #WIJK_OK or #WIJK_E_DATE @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_date_to_ymd(wijk_date date, int32_t *year, int32_t *month, int32_t *day);
/** Read `YYYY-MM-DD`. @returns #WIJK_OK or #WIJK_E_DATE @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_date_parse(const char *text, size_t length, wijk_date *out, wijk_error *error);
/** Write `YYYY-MM-DD` with NUL into #WIJK_DATE_TEXT_SIZE bytes; "" for a date that is none. @threads{any} @since 0.1 */
WIJK_API void wijk_date_format(wijk_date date, char *out);
/** Day of the week: 1 Monday to 7 Sunday. @threads{any} @since 0.1 */
WIJK_API int32_t wijk_date_weekday(wijk_date date);
/** Read an RFC 3339 instant; a leap second `:60` becomes the next second. @returns #WIJK_OK or #WIJK_E_TIME
 * @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_time_parse(const char *text, size_t length, wijk_time *out, wijk_error *error);
/** Write an instant as `YYYY-MM-DDThh:mm:ss[.ffffff]Z` with NUL into #WIJK_TIME_TEXT_SIZE bytes.
 * @threads{any} @since 0.1 */
WIJK_API void wijk_time_format(wijk_time time, char *out);

/** Which days count as holidays (#wijk_calendar_code). Dutch: kalender. */
typedef int32_t wijk_calendar;
/** Always a holiday: New Year's Day, Easter Sunday and Monday, King's Day (27 April; 26 when that is a Sunday; the
 * Queen's Day rules before 2014 are not built in), Ascension Day, Whit Sunday and Monday, 25 and 26 December. Whether
 * Good Friday and Liberation Day (5 May) count differs by employer and agreement, so they are a choice. */
enum wijk_calendar_code {
    WIJK_CALENDAR_PLAIN = 0,              /**< neither of the two */
    WIJK_CALENDAR_LIBERATION_LUSTRUM = 1, /**< 5 May in years divisible by 5 */
    WIJK_CALENDAR_LIBERATION_YEARLY = 2,  /**< 5 May every year */
    WIJK_CALENDAR_GOOD_FRIDAY = 4         /**< Good Friday; may be added to the others */
};
/** Whether a date is a Dutch public holiday (feestdag). @returns 1 or 0 @threads{any} @since 0.1 */
WIJK_API int32_t wijk_date_is_holiday(wijk_date date, wijk_calendar calendar);
/** Whether a date is a working day: no Saturday, no Sunday, no holiday. @returns 1 or 0 @threads{any} @since 0.1 */
WIJK_API int32_t wijk_date_is_working_day(wijk_date date, wijk_calendar calendar);

/** What a term is counted in (#wijk_term_unit_code). */
typedef int32_t wijk_term_unit;
/** Constants of #wijk_term_unit. */
enum wijk_term_unit_code {
    WIJK_TERM_DAYS = 1,         /**< calendar days */
    WIJK_TERM_WEEKS = 2,        /**< seven calendar days each */
    WIJK_TERM_MONTHS = 3,       /**< same day of a later month, or that month's last day */
    WIJK_TERM_WORKING_DAYS = 4, /**< working days */
    WIJK_TERM_YEARS = 5         /**< same day of a later year; 29 February becomes the 28th */
};
/** Last day of a term (termijn) that starts on the day after `from`.
 * @param[in] from the day of the event
 * @param[in] count how many units, 0 to 100,000
 * @param[in] unit the unit
 * @param[in] extend 1: a last day that is no working day moves to the next one (as the General Extension of Terms Act
 *            does; verify which terms it covers), 0: it stays
 * @param[in] calendar which days are holidays
 * @param[out] out the last day
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_RANGE past 9999-12-31 @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_term_end(wijk_date from, int32_t count, wijk_term_unit unit, int32_t extend,
                                   wijk_calendar calendar, wijk_date *out);
/** @} */

WIJK_END
/** @} */
#endif
