/* Who is at risk, and what happens to them, in the order of time: whole numbers only. Counted from rows
 * (timeline_count.c) or handed over by a tally as a grid of days; everything in survival.h is estimated from one.
 *
 * At one time events come first, then the censored leave, then others enter: someone who entered at t is at risk after
 * t, and someone censored at t was at risk at t. The order of the rows plays no part. */
#ifndef WIJK_MEASURE_TIMELINE_H
#define WIJK_MEASURE_TIMELINE_H

#include "measure/measure.h"

enum { WIJK__ENTERED = -1, WIJK__CENSORED = 0 }; /* as `to`; above 0: which event, or to which state */

struct wijk__change { /* at one time, in the order of from and to */
    int32_t from, to; /* from: the group, or the state, from 0 */
    uint32_t count;
};

struct wijk__timeline {
    wijk_context *context; /* whose memory it is; not a reference */
    int32_t froms, tos;    /* how many groups or states; the highest `to` */
    size_t times, changes;
    double *time;          /* different times, ascending */
    size_t *first;         /* where in `change` each time begins; times + 1 of them */
    struct wijk__change *change;
    uint64_t *start;       /* at risk before the first time, of each from */
};
/* Room for so many times and changes, nobody at risk. */
wijk_status wijk__timeline_new(wijk_context *context, int32_t froms, int32_t tos, size_t times, size_t changes,
                               struct wijk__timeline *out);
void wijk__timeline_free(struct wijk__timeline *line);

/* Rows as they come in. The names are those of the arguments of the public call, for the error. */
struct wijk__spells {
    size_t count;
    const double *entry;  /* NULL: all are at risk from before the first time */
    const double *exit;
    const int32_t *from;  /* NULL: all are of the first */
    const int32_t *to;
    int32_t from_least, from_most, to_most; /* what `from` and `to` may be; `to` from 0 */
    const char *exit_name, *from_name, *to_name;
};
/* Judge the rows and count them. On failure `out` holds nothing. */
wijk_status wijk__timeline_count(wijk_context *context, const struct wijk__spells *spells, struct wijk__timeline *out,
                                 wijk_error *error);

/* Counts by whole days: cell [day][from][to + 1], so that the first of each row is how many entered, the second how
 * many were censored. */
struct wijk__day_grid {
    double origin;        /* the time of day 0 */
    size_t days;
    int32_t froms, tos;
    const uint32_t *cells; /* days * froms * (tos + 2) */
};
/* `start`: at risk before the first day, of each from; NULL: nobody. */
wijk_status wijk__timeline_from_grid(wijk_context *context, const struct wijk__day_grid *grid, const uint64_t *start,
                                     struct wijk__timeline *out);

/* Walking: one step for each time and each from to which something happens then. */
struct wijk__timeline_step {
    size_t place;     /* of the time */
    double time;
    int32_t from;
    uint64_t at_risk; /* at this time */
    uint64_t events, censored, entered;
    const struct wijk__change *event; /* `kinds` different ones */
    size_t kinds;
};
struct wijk__timeline_walk {
    const struct wijk__timeline *line;
    uint64_t *at_risk; /* of each from; moved on after its step */
    size_t next, place;
};
wijk_status wijk__timeline_walk_start(const struct wijk__timeline *line, struct wijk__timeline_walk *walk);
void wijk__timeline_walk_end(struct wijk__timeline_walk *walk);
/* The next step that is not after `until`; false when there is none. */
bool wijk__timeline_next(struct wijk__timeline_walk *walk, double until, struct wijk__timeline_step *step);

/* What is estimated ends where nobody is seen any more: the last exit of each from, -1 when it has none. */
void wijk__timeline_last(const struct wijk__timeline *line, double *last);

#endif
