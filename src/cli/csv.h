/* Figures in and out of the command: a file of comma-separated values as columns, and rows on standard output.
 *
 * Files are read as RFC 4180 says: a header, cells between commas, quotes around what holds a comma, a quote or a line
 * end, a quote doubled within quotes. Lines end in CRLF or LF; a byte order mark is passed over. Columns are found by
 * name, in any order, and what is not asked for is not looked at. A line without anything is passed over, unless the
 * file has one column. What a cell holds is never said again: it may be about a person. */
#ifndef WIJK_CLI_CSV_H
#define WIJK_CLI_CSV_H

#include "cli.h"

#define CSV_ROW_BYTES ((size_t)1 << 20) /* most of one row, with all its lines */
#define CSV_COLUMNS_MOST 1024           /* of a file */
#define CSV_ROWS_MOST INT32_MAX

enum csv_kind {
    CSV_REAL,  /* decimal point, exponent allowed; no infinity, nothing else */
    CSV_WHOLE, /* fits int64_t and is not its least one */
    CSV_TEXT
};

struct csv_column {
    /* What is asked. */
    const char *name;
    enum csv_kind kind;
    bool required; /* the header must have it */
    bool filled;   /* where the header has it, every row must have a value */
    /* What csv_read() answers. */
    bool present; /* in the header; else no row has a value */
    double *reals;      /* of CSV_REAL, one a row; NAN where a row has no value */
    int64_t *wholes;    /* of CSV_WHOLE; INT64_MIN where a row has no value */
    size_t *text_marks; /* of CSV_TEXT; read it by csv_text() */
};

struct csv {
    const struct cli *cli;
    const char *path;
    struct csv_column *columns; /* of the caller */
    size_t column_count;
    size_t rows;
    uint64_t *lines; /* where each row begins, from 1 */
    char *texts;
    size_t text_size, text_room, row_room; /* of the reader */
};

/* Read a whole file, `-` for standard input. On false all was said on standard error, and CLI_BAD is the answer;
 * csv_free() is fine either way. */
bool csv_read(const struct cli *cli, const char *path, struct csv_column *columns, size_t count, struct csv *out);
void csv_free(struct csv *csv);
/* The text of a row, ended by NUL; NULL where the row has no value (a cell that is just "" has one). */
const char *csv_text(const struct csv *csv, size_t column, size_t row);

/* Say that a value is wrong: file, line, name of the column (NULL: the row as a whole) and why. Returns CLI_BAD. */
int csv_bad(const struct csv *csv, size_t row, const char *column, const char *english, const char *dutch);
/* The same after a call of the library that failed, whose error tells the item; the items were rows of this file,
 * `first` being the first of them. `column` may be NULL. Returns CLI_BAD. */
int csv_failure(const struct csv *csv, size_t first, const char *column, wijk_status status);

/* The different texts of a column, in order of their bytes, so that the order of the rows does not matter. */
struct csv_groups {
    size_t count;
    const char **names; /* borrowed from the csv */
    int32_t *of_row;    /* index in `names`; -1 where a row has no value */
};
void csv_group(const struct csv *csv, size_t column, struct csv_groups *out);
void csv_groups_free(struct csv_groups *groups);

/* ---- rows on standard output: CSV, or with --json one object {"rows": [...]} ---- */

struct out {
    struct cli *cli;
    char **names;         /* with `_` where the catalog has `-` */
    size_t columns, next; /* the cell that comes next */
    size_t rows;
    bool any;             /* a cell of this row stands */
    wijk_buffer *cell;
    wijk_status status;
};
/* The header. Then, row by row, a call for each column in order; a row ends by itself. */
void out_begin(struct out *out, struct cli *cli, const char *const *names, size_t columns);
void out_none(struct out *out);
void out_text(struct out *out, const char *text); /* NULL: no value */
void out_whole(struct out *out, int64_t value);
void out_real(struct out *out, double value); /* shortest that reads back the same; NAN: no value */
/* A cell of a result, as a name for a code. */
void out_cell(struct out *out, const wijk_table *table, uint32_t column, uint32_t row);
/* The end; answers how the command ends. */
int out_end(struct out *out);
/* A whole table, with the names of the catalog. Takes no reference. */
int out_table(struct cli *cli, const wijk_table *table);
/* Rows of one more table under the header that stands. */
void out_rows(struct out *out, const wijk_table *table);

#endif
