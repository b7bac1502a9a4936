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
#include <wijkteam/cohort.h>
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

/** Hand a sealed cohort out as one record batch: a row for each dossier, without one byte copied, however many acts
 * there are.
 *
 * Columns: `dossier` (`w:16`); `municipality`, `neighbourhood` and `team` (dictionary of texts; an empty text: not
 * known); `acts`, a list of structs of `day` (dictionary of days) and `what` (dictionary of texts, such as
 * `tier-enter/care/pressured`).
 * @param[in] cohort  a reference is held until the last part of what is handed out is released
 * @param[out] schema filled, to be released by the caller; NULL when it is not wanted
 * @param[out] array  likewise
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT for a cohort that is not sealed; #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_cohort_export_arrow(wijk_cohort *cohort, struct ArrowSchema *schema,
                                              struct ArrowArray *array, wijk_error *error);

/** What the rows of a stream are (#wijk_arrow_rows_code). */
typedef int32_t wijk_arrow_rows;
/** Constants of #wijk_arrow_rows. */
enum wijk_arrow_rows_code {
    WIJK_ARROW_DOSSIERS = 1,     /**< dossiers with their units: `dossier`, `municipality`, `neighbourhood`, `team` */
    WIJK_ARROW_ACTS = 2,         /**< what happened: `dossier`, `day`, `what` */
    WIJK_ARROW_MEASUREMENTS = 3, /**< measurements (metingen): `dossier`, `subject`, `day`, `scale`, `rater`,
                                      `thousandths` */
    WIJK_ARROW_STAYS = 4         /**< stays in tiers (verblijf), only to be read: `dossier`, `ladder`, `tier`, `from`,
                                      `until` */
};
/** Hand the rows of a sealed cohort out as a stream of record batches without lists, for programs that take none.
 *
 * Ids are `w:16`, days `tdD`, thousandths `i`, all else dictionaries of texts, with an empty text for what is not known
 * or not said. Ids and days are made batch by batch; the rest is not copied.
 * @param[in] cohort  a reference is held
 * @param[in] what    which rows (#wijk_arrow_rows_code), not #WIJK_ARROW_STAYS
 * @param[in] rows    most rows of a batch; 0: 65,536
 * @param[out] stream filled, to be released by the caller
 * @returns #WIJK_OK; #WIJK_E_ARGUMENT, also for a cohort that is not sealed; #WIJK_E_MEMORY @threads{any} @since 0.1 */
WIJK_API wijk_status wijk_cohort_export_stream(wijk_cohort *cohort, wijk_arrow_rows what, uint32_t rows,
                                               struct ArrowArrayStream *stream, wijk_error *error);
/** Take the rows of a stream of record batches into a cohort that is not sealed. Dossiers that it does not know yet are
 * added on the way, without units.
 *
 * Columns are found by name, in any order; others are not looked at. Batches may be of any size, arrays may be slices,
 * with or without a dictionary. Ids are 16 bytes (`w:16`, `z`, `Z`, `vz`) or text; days are `tdD`, `tdm`, an instant in UTC, or text; texts are
 * `u`, `U` or `vu`; whole numbers any integer. A column that may lack values may be of the type of null.
 * - #WIJK_ARROW_DOSSIERS: `dossier`, and if wanted `municipality`, `neighbourhood`, `team`; each dossier once
 * - #WIJK_ARROW_ACTS: `dossier`, `day`, `what` (the name of an act, for an entry of a tier with ladder and tier:
 *   `tier-enter/care/pressured`)
 * - #WIJK_ARROW_MEASUREMENTS: `dossier`, `day`, `scale`, and `thousandths` or `value` (integer or floating point, at
 *   most three decimals); if wanted `subject` and `rater`
 * - #WIJK_ARROW_STAYS: `dossier`, `ladder`, `tier`, `from`, `until` (the first day after it, none while it lasts), as
 *   in the table of that name: those of one ladder, the stays of a dossier one after the other, earliest first. A stay
 *   that is followed by none at once is ended as an act `dossier-close`.
 * @param[in,out] cohort being filled
 * @param[in] what       what the rows are (#wijk_arrow_rows_code)
 * @param[in,out] stream taken: it is released, whatever the answer
 * @param[out] error     path: the column; index: the row, from 0, over all batches
 * @returns #WIJK_OK; #WIJK_E_MISSING for a column or a value; #WIJK_E_DUPLICATE for two columns of one name, or a
 *          dossier that is there already; #WIJK_E_TYPE for a column of a type that is not taken; #WIJK_E_ID;
 *          #WIJK_E_DATE; #WIJK_E_ACT_TYPE; #WIJK_E_KEY; #WIJK_E_CODE; #WIJK_E_RANGE, also for stays that are not in
 *          order; #WIJK_E_UTF8; #WIJK_E_CORRUPT for structs that break the rules of Arrow; #WIJK_E_IO when the stream
 *          fails; #WIJK_E_LIMIT; #WIJK_E_MEMORY; #WIJK_E_ARGUMENT. After a failure the cohort may hold rows that came
 *          before the one that failed. @since 0.1 */
WIJK_API wijk_status wijk_cohort_append_arrow(wijk_cohort *cohort, wijk_arrow_rows what,
                                              struct ArrowArrayStream *stream, wijk_error *error);

WIJK_END
/** @} */
#endif
