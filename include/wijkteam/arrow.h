/** @file
 * Arrow (uitwisseling met Arrow): tables and cohorts out, and rows in, by the Arrow C data and stream interface.
 *
 * @defgroup arrow Arrow
 * Columns go to pyarrow, polars, DuckDB, R or a program of your own without being written and read, and mostly without
 * being copied: what is handed out points into the table or cohort, and holds a reference to it until it is released.
 * `docs/guide/arrow.md` shows how, and which types come out and go in.
 *
 * The structs are those of the Arrow specification, word for word, so that they are the same as in any other header
 * that has them. Their rules are Arrow's: who received a struct calls its `release` once; a struct is moved by copying
 * it and setting `release` of the old one to NULL; a child may be moved out before its parent is released. What this
 * library hands out may be read and released by any thread.
 * @{
 */
#ifndef WIJKTEAM_ARROW_H
#define WIJKTEAM_ARROW_H

#include <stdint.h>

#include <wijkteam/base.h>
#include <wijkteam/table.h>

WIJK_BEGIN

/** @cond the specification: https://arrow.apache.org/docs/format/CDataInterface.html */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  /* Array type description */
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;

  /* Release callback */
  void (*release)(struct ArrowSchema*);
  /* Opaque producer-specific data */
  void* private_data;
};

struct ArrowArray {
  /* Array data description */
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;

  /* Release callback */
  void (*release)(struct ArrowArray*);
  /* Opaque producer-specific data */
  void* private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  /* Callbacks providing stream functionality */
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);

  /* Release callback */
  void (*release)(struct ArrowArrayStream*);

  /* Opaque producer-specific data */
  void* private_data;
};

#endif /* ARROW_C_STREAM_INTERFACE */
/** @endcond */

/** Hand a table out as one record batch (`+s`), with a child for each column under its own name.
 *
 * Ids are `w:16`, whole numbers `l`, days `tdD`, instants `tsu:UTC`, floating-point numbers `g`, texts and keys `u`,
 * yes and no `b`, codes and kinds of act a dictionary of their names (`i` with `u`). No value is copied, except that
 * yes and no are packed into bits.
 * @param[in] table   a reference is held until the last part of what is handed out is released
 * @param[out] schema filled, to be released by the caller; NULL when it is not wanted
 * @param[out] array  likewise
 * @returns #WIJK_OK; #WIJK_E_CODE with the column as path, for a code that no list has and that is above 65,535;
 *          #WIJK_E_MEMORY. After a failure `release` of both is NULL. @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_table_export_arrow(wijk_table *table, struct ArrowSchema *schema, struct ArrowArray *array,
                                             wijk_error *error);
/** Hand tables out as a stream of record batches, one after the other, such as one table of many dossiers.
 * @param[in] context  its allocator is used
 * @param[in] tables   all the same table (#wijk_table_code) or result; a reference to each is held
 * @param[in] count    how many, at least 1
 * @param[in] rows     most rows of a batch; 0: a batch for each table. Tables without rows have none.
 * @param[out] stream  filled, to be released by the caller
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT; #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_table_export_stream(wijk_context *context, wijk_table *const *tables, size_t count,
                                              uint32_t rows, struct ArrowArrayStream *stream, wijk_error *error);

WIJK_END
/** @} */
#endif
