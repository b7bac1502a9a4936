/** @file
 * Tables (tabellen): everything there is to know, as rows and columns.
 *
 * @defgroup table Table
 * An immutable, reference-counted snapshot with the fixed columns that `constants.h` numbers and
 * wijk_catalog_member_name() names. Values are read one at a time, or a whole column at once in the layout of the Arrow
 * C data interface: 64-byte aligned values, a validity bitmap (least significant bit first), 32-bit offsets for text.
 * @{
 */
#ifndef WIJKTEAM_TABLE_H
#define WIJKTEAM_TABLE_H

#include <wijkteam/base.h>
#include <wijkteam/catalog.h>

WIJK_BEGIN

typedef struct wijk_table wijk_table; /**< an immutable snapshot; all threads may read. */

/** How a column's values are laid out (#wijk_layout_code). */
typedef int32_t wijk_layout;
/** Constants of #wijk_layout. */
enum wijk_layout_code {
    WIJK_LAYOUT_INT32 = 1,  /**< int32_t: codes and days (Arrow `i`, `tdD`) */
    WIJK_LAYOUT_INT64 = 2,  /**< int64_t: numbers, cents, microseconds (Arrow `l`, `tsu:UTC`) */
    WIJK_LAYOUT_ID = 3,     /**< 16 bytes each (Arrow `w:16`) */
    WIJK_LAYOUT_TEXT = 4,   /**< int32_t offsets, one more than rows, and UTF-8 bytes (Arrow `u`) */
    WIJK_LAYOUT_REAL = 5    /**< double: what is estimated, only in results (Arrow `g`) */
};

/** Take a reference. NULL gives NULL. @threads{any} @since 0.1 */
WIJK_API wijk_table *wijk_table_ref(wijk_table *table);
/** Drop a reference; NULL is fine. @threads{any} @since 0.1 */
WIJK_API void wijk_table_unref(wijk_table *table);
/** Which table (#wijk_table_code) or result (#wijk_result_code). @threads{any} @since 0.1 */
WIJK_API wijk_table_id wijk_table_get_id(const wijk_table *table);
/** How many rows. @threads{any} @since 0.1 */
WIJK_API uint32_t wijk_table_rows(const wijk_table *table);
/** How many columns. @threads{any} @since 0.1 */
WIJK_API uint32_t wijk_table_columns(const wijk_table *table);
/** Whether a cell has no value; 1 outside the table. @threads{any} @since 0.1 */
WIJK_API int32_t wijk_table_is_null(const wijk_table *table, uint32_t column, uint32_t row);
/** A number, code, day or instant; 0 when the cell has no value or is of another layout. @threads{any} @since 0.1 */
WIJK_API int64_t wijk_table_int(const wijk_table *table, uint32_t column, uint32_t row);
/** A floating-point number; 0 when the cell has no value or is of another layout. @threads{any} @since 0.1 */
WIJK_API double wijk_table_real(const wijk_table *table, uint32_t column, uint32_t row);
/** An id; borrowed until the table is freed; NULL when the cell has no value. @threads{any} @since 0.1 */
WIJK_API const wijk_id *wijk_table_cell_id(const wijk_table *table, uint32_t column, uint32_t row);
/** A text; borrowed until the table is freed; not NUL-terminated; NULL when the cell has no value.
 * @param[out] length its bytes; may be NULL @threads{any} @since 0.1 */
WIJK_API const char *wijk_table_text(const wijk_table *table, uint32_t column, uint32_t row, size_t *length);

/** A whole column, borrowed until the table is freed; every pointer is 64-byte aligned.
 * @param[in] column from 0
 * @param[out] layout how `values` is laid out
 * @param[out] values the values; for text the bytes
 * @param[out] offsets for text: rows + 1 offsets into `values`; otherwise NULL
 * @param[out] validity one bit a row, 1 = has a value; NULL when all have one
 * @param[out] null_count how many rows have no value
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_table_column(const wijk_table *table, uint32_t column, wijk_layout *layout,
                                       const void **values, const int32_t **offsets, const uint8_t **validity,
                                       uint32_t *null_count);

WIJK_END
/** @} */
#endif
