/* Tallies: counts along sides. A tally that was made for a cohort counts in dense planes, one cell for each combination
 * of labels of that cohort (count_*.c). What is merged from elsewhere, written or shown is settled first: the labels
 * that occur, in order, and the cells that are not zero. Settled counts of the same things are the same whatever cohort
 * they come from, and whatever was added to what first. */
#ifndef WIJK_COHORT_TALLY_H
#define WIJK_COHORT_TALLY_H

#include "cohort/cohort.h"

enum wijk__side { /* what counts are told apart by; in this order in rows and bytes */
    WIJK__SIDE_UNIT,
    WIJK__SIDE_RATER,
    WIJK__SIDE_DAY,
    WIJK__SIDE_WHAT,
    WIJK__SIDE_FROM,
    WIJK__SIDE_TO,
    WIJK__SIDES,
    WIJK__SIDE_END = WIJK__SIDES /* ends a list of sides */
};
enum { WIJK__PLANES_MOST = 2, WIJK__PLANE_SIDES = 5, WIJK__TALLY_TEXTS = 2, WIJK__TALLY_DAYS = 2 };
/* Cells of all planes of a dense tally: 1 GiB. */
#define WIJK__CELLS_MOST ((size_t)1 << 27)

enum wijk__label_kind { WIJK__NO_LABELS, WIJK__NAME_LABELS, WIJK__NUMBER_LABELS };

struct wijk__labels {
    uint32_t count;
    struct wijk__names names; /* in order, each once; or else */
    int64_t *numbers;         /* likewise */
    void *memory;             /* that they stand in; NULL when they are a cohort's */
    size_t size;
};

struct wijk__plane_def {
    int32_t code;                         /* WIJK_COUNTED_... */
    uint8_t sides[WIJK__PLANE_SIDES + 1]; /* enum wijk__side, ended by WIJK__SIDE_END */
    bool moves;                           /* from and to: staying is not counted */
};

struct wijk__spec { /* what is counted */
    int32_t kind; /* WIJK_TALLY_... */
    int32_t unit; /* WIJK_UNIT_... */
    wijk_date days[WIJK__TALLY_DAYS];
    struct wijk__text texts[WIJK__TALLY_TEXTS]; /* data NULL when the kind has none */
};

struct wijk__tally_def {
    int32_t kind;
    uint8_t labels[WIJK__SIDES]; /* enum wijk__label_kind */
    uint32_t plane_count;
    struct wijk__plane_def planes[WIJK__PLANES_MOST];
    uint32_t texts;
    bool with; /* the second plane tells out of how many the first is: one row for both */
    /* Make what counting needs: labels of the sides but the unit, effects. */
    wijk_status (*prepare)(wijk_tally *tally, const struct wijk__columns *columns);
    void (*count)(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end);
};
const struct wijk__tally_def *wijk__tally_def(int32_t kind); /* NULL for an unknown kind */

struct wijk__cells { /* of a plane that are not zero, in the order of their keys */
    uint64_t *keys;  /* place in the plane: the labels of its sides as digits, the last side first */
    uint64_t *values;
    size_t count;
};
struct wijk__counts { /* settled */
    struct wijk__labels sides[WIJK__SIDES];
    struct wijk__cells planes[WIJK__PLANES_MOST];
};

enum { WIJK__KEEPS = -1 }; /* effect of an act that leaves a household where it is */

struct wijk_tally {
    wijk_context *context;
    const struct wijk__tally_def *def;
    struct wijk__spec spec; /* its texts stand in text_memory */
    char *text_memory;
    size_t text_size;

    const wijk_cohort *cohort;              /* that it counts, a reference; NULL: it was read */
    struct wijk__labels sides[WIJK__SIDES]; /* of the dense planes */
    uint64_t *cells[WIJK__PLANES_MOST];
    size_t cell_count[WIJK__PLANES_MOST];
    uint64_t most;          /* no cell is more */
    const int16_t *units;   /* of the cohort; NULL: everything together */
    int16_t *effects;       /* of each code: a tier, WIJK__KEEPS; or marks of what begins and what ends */
    size_t effect_count;
    int32_t days[WIJK__TALLY_DAYS]; /* of the spec, since the first day of the cohort; without limit the furthest */
    int32_t scale;                  /* of the cohort; -1: it has none of it */

    bool has_more; /* beside the dense planes: */
    struct wijk__counts more;
};

/* ---- tally.c ---- */

/* A tally without planes, for what `spec` says. */
wijk_status wijk__tally_make(wijk_context *context, const struct wijk__spec *spec, wijk_tally **out);
/* The same, ready to count a cohort. */
wijk_status wijk__tally_for(const wijk_cohort *cohort, const struct wijk__spec *spec, wijk_tally **out,
                            wijk_error *error);
bool wijk__tally_same(const wijk_tally *a, const wijk_tally *b); /* count the same */
/* Labels on memory of their own: room for names of so many bytes in all, or for numbers. */
wijk_status wijk__labels_names(wijk_context *context, uint32_t count, size_t bytes, struct wijk__labels *out);
wijk_status wijk__labels_numbers(wijk_context *context, uint32_t count, struct wijk__labels *out);
/* The next name; those before it stand there, and room was made. */
void wijk__labels_put(struct wijk__labels *labels, uint32_t place, struct wijk__text name);
void wijk__labels_free(wijk_context *context, struct wijk__labels *labels);
/* The numbers from 0 to before `count`. */
wijk_status wijk__labels_range(wijk_context *context, uint32_t count, struct wijk__labels *out);

/* ---- run.c ---- */

void wijk__run(const wijk_cohort *cohort, uint32_t first, uint32_t end, wijk_tally *const *tallies, size_t count);

/* ---- settle.c ---- */

/* All counts of a tally. `out` is to be freed. MEMORY; LIMIT when a sum is too large. */
wijk_status wijk__settle(const wijk_tally *tally, struct wijk__counts *out);
wijk_status wijk__counts_merge(wijk_context *context, const struct wijk__tally_def *def, const struct wijk__counts *a,
                               const struct wijk__counts *b, struct wijk__counts *out);
void wijk__counts_free(wijk_context *context, struct wijk__counts *counts);
wijk_status wijk__cells_make(wijk_context *context, size_t count, struct wijk__cells *out);
/* The labels of a cell, from its key, and back; only of the sides of the plane. */
void wijk__key_read(const struct wijk__plane_def *plane, const struct wijk__labels *sides, uint64_t key,
                    uint32_t places[WIJK__SIDES]);
uint64_t wijk__key_make(const struct wijk__plane_def *plane, const struct wijk__labels *sides,
                        const uint32_t places[WIJK__SIDES]);
/* How many cells a plane has; false when that is no number of 62 bits. */
bool wijk__plane_span(const struct wijk__plane_def *plane, const struct wijk__labels *sides, uint64_t *cells);

/* ---- count_acts.c, count_ladder.c, count_time.c, count_rows.c ---- */

/* What a code is, in a column that is as wide as it has to be: `width` is a constant wherever this is called. */
static inline int32_t wijk__code_at(const void *codes, size_t width, int32_t place) {
    return width == sizeof(int8_t) ? ((const int8_t *)codes)[place] : ((const int16_t *)codes)[place];
}
/* The unit of a dossier; without units all are in one. */
static inline size_t wijk__unit_at(const wijk_tally *tally, uint32_t dossier) {
    return tally->units != NULL ? (size_t)tally->units[dossier] : 0;
}
/* The tiers of a ladder that occur, in order, after the empty one for outside it; and what each code does on it. */
wijk_status wijk__prepare_ladder(wijk_tally *tally, const struct wijk__columns *columns, enum wijk__side side);

wijk_status wijk__prepare_acts(wijk_tally *tally, const struct wijk__columns *columns);
wijk_status wijk__prepare_occupancy(wijk_tally *tally, const struct wijk__columns *columns);
wijk_status wijk__prepare_transitions(wijk_tally *tally, const struct wijk__columns *columns);
wijk_status wijk__prepare_path(wijk_tally *tally, const struct wijk__columns *columns);
wijk_status wijk__prepare_times(wijk_tally *tally, const struct wijk__columns *columns);
wijk_status wijk__prepare_pairs(wijk_tally *tally, const struct wijk__columns *columns);
wijk_status wijk__prepare_figures(wijk_tally *tally, const struct wijk__columns *columns);
void wijk__count_acts(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end);
void wijk__count_occupancy(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end);
void wijk__count_transitions(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end);
void wijk__count_path(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end);
void wijk__count_times(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end);
void wijk__count_pairs(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end);
void wijk__count_figures(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end);
/* The sum of the figures of some dossiers, or more than can be counted. */
uint64_t wijk__figures_most(const struct wijk__columns *columns, uint32_t first, uint32_t end);

#endif
