/* Rows of Arrow into a cohort: what arrow_take.c (streams, batches, columns) and arrow_rows.c (values) share. Batches
 * are taken piece by piece: a piece is read into plain columns first, and put into the cohort when all of it is
 * right. */
#ifndef WIJK_EXCHANGE_ARROW_TAKE_H
#define WIJK_EXCHANGE_ARROW_TAKE_H

#include "cohort/cohort.h"
#include "exchange/arrow.h"

enum { WIJK__ARROW_PIECE = 8192, WIJK__ARROW_COLUMNS = 7 };

struct wijk__arrow_column { /* that is looked for */
    const char *name;
    enum wijk__arrow_want want;
    bool required, filled; /* it must be there; every row must have a value */
};

/* A piece as plain columns. A stay is two acts at most, the end of the one before and its own. */
struct wijk__arrow_plain {
    wijk_id ids[WIJK__ARROW_PIECE], subjects[WIJK__ARROW_PIECE];
    int32_t dossier[WIJK__ARROW_PIECE];
    wijk_date day[WIJK__ARROW_PIECE];
    int32_t first[WIJK__ARROW_PIECE], second[WIJK__ARROW_PIECE], third[WIJK__ARROW_PIECE];
    struct {
        int32_t dossier[2 * WIJK__ARROW_PIECE];
        wijk_date day[2 * WIJK__ARROW_PIECE];
        int32_t code[2 * WIJK__ARROW_PIECE];
        size_t count;
    } acts;
};

struct wijk__arrow_kind;

struct wijk__arrow_taking {
    wijk_cohort *cohort;
    wijk_error *error;
    const struct wijk__arrow_kind *kind;
    struct wijk__arrow_view views[WIJK__ARROW_COLUMNS];
    int64_t places[WIJK__ARROW_COLUMNS]; /* of the columns among the children; -1 without one */
    int64_t children;
    int64_t row; /* of the stream, where the piece begins */
    size_t rows; /* of the piece */
    struct wijk__arrow_plain plain;
    struct {
        bool open;       /* the last stay has an end that is no act yet */
        int32_t dossier; /* -1 before the first stay */
        wijk_date until;
    } stay;
};

/* What rows can be; the functions that may be NULL have nothing to do. */
struct wijk__arrow_kind {
    struct wijk__arrow_column columns[WIJK__ARROW_COLUMNS];
    uint32_t count;
    wijk_status (*ready)(const struct wijk__arrow_taking *taking); /* whether the columns that are there go together */
    wijk_status (*read)(struct wijk__arrow_taking *taking);        /* into plain columns */
    wijk_status (*put)(struct wijk__arrow_taking *taking);         /* into the cohort */
    wijk_status (*end)(const struct wijk__arrow_taking *taking);   /* after the last row of all */
};
extern const struct wijk__arrow_kind wijk__arrow_kinds[]; /* by WIJK_ARROW_... */

#endif
