/* What the days of a case are spent on, and what is counted of the flow. Days are half-open, as everywhere: a day that
 * something ends on is not one of its days; the day that is looked at is the last one that is counted. */
#ifndef WIJK_DOSSIER_FLOW_H
#define WIJK_DOSSIER_FLOW_H

#include "dossier/rules/rules.h"

/* ---- days.c ---- */

struct wijk__stretch { /* days next to each other that were spent on the same */
    wijk_date from, until;
    int32_t kind;     /* WIJK_DAY_KIND_... */
    uint32_t first;   /* of those that waited for the same provider; itself when there is none before it */
    wijk_id provider; /* zeros: none is named */
};
struct wijk__days { /* every day from the first opening is in one of them, and they stand in order */
    wijk_context *context;
    struct wijk__stretch *list;
    uint32_t count;
    size_t capacity;
};

/* Up to a day, which is not counted itself; to be freed, whatever the answer. Takes as long as the dossier has rows. */
wijk_status wijk__days_gather(wijk_context *context, const struct wijk__state *state, wijk_date until,
                              struct wijk__days *days);
void wijk__days_free(struct wijk__days *days);
/* The stretch that has a day, or else the first one after it; `count` when there is none. */
uint32_t wijk__days_find(const struct wijk__days *days, wijk_date day);

/* The first day that is not counted any more when a day is looked at. */
static inline wijk_date wijk__day_after(wijk_date on) { return on < WIJK_DATE_MAX ? on + 1 : WIJK_DATE_MAX; }
/* How many days are in both. */
static inline int64_t wijk__days_common(wijk_date from, wijk_date until, wijk_date other_from, wijk_date other_until) {
    int64_t first = from > other_from ? from : other_from, last = until < other_until ? until : other_until;
    return last > first ? last - first : 0;
}
static inline int64_t wijk__stretch_days(const struct wijk__stretch *stretch, wijk_date from, wijk_date until) {
    return wijk__days_common(stretch->from, stretch->until, from, until);
}

/* ---- overstay.c ---- */

struct wijk__overstay {
    wijk_date intended; /* the last day that was intended */
    wijk_date until;    /* first day after the stay */
};
/* Whether a stay lasts longer than the policy intends, seen up to a day, which is not counted itself. */
bool wijk__overstays(const wijk_policy *policy, const struct wijk__state *state, uint32_t stay, wijk_date until,
                     struct wijk__overstay *out);

/* ---- returns.c ---- */

struct wijk__period {
    wijk_date from, until; /* half-open */
    int32_t within_days;   /* how soon somebody comes back who counts as returning */
};
struct wijk__share {
    int64_t count, of;
};
/* Which part of a period cannot be; NULL when it can. */
const char *wijk__period_wrong(const struct wijk__period *period);
/* Of the exits in a period whose term has passed by a day, those after which the household came back within it. */
struct wijk__share wijk__returns_after(const struct wijk__state *state, const struct wijk__period *period,
                                       wijk_date seen);
/* Of the starts in a period, those within the term after an exit. */
struct wijk__share wijk__returns_before(const struct wijk__state *state, const struct wijk__period *period);
/* Of the exits in a period whose ending is counted, those that the client brought about. */
struct wijk__share wijk__drop_outs(const struct wijk__state *state, const struct wijk__period *period);

/* ---- flow.c ---- */

struct wijk__flow {
    struct wijk__judging judging;
    struct wijk__period period;
    struct wijk__days days;
    int64_t open;             /* days of the period on which the case was open */
    int64_t waited, lit;      /* of those: waiting for a provider, and under a pilot light */
    struct wijk__gathered rows;
};

/* The table of a period, as seen on its last day. */
wijk_status wijk__flow_of_period(const wijk_dossier *dossier, const struct wijk__view *view,
                                 const struct wijk__period *period, wijk_table **out);
/* From the first opening until a day, with returns within half a year. */
struct wijk__period wijk__period_up_to(wijk_date on);
/* Add a row. What there is nothing of has none. */
wijk_status wijk__flow_put(struct wijk__flow *flow, int32_t figure, struct wijk__share share);
/* The same about a provider, or about a ladder; either may be NULL. */
wijk_status wijk__flow_put_about(struct wijk__flow *flow, int32_t figure, const wijk_id *subject,
                                 const struct wijk__span *ladder, struct wijk__share share);
static inline struct wijk__row_flow *wijk__flow_last(struct wijk__flow *flow) { /* the row that was added last */
    return (struct wijk__row_flow *)(void *)(flow->rows.rows.data + flow->rows.rows.size) - 1;
}
static inline bool wijk__in_period(const struct wijk__period *period, wijk_date day) {
    return day >= period->from && day < period->until;
}

/* More time; frames that no dossier made may say anything, so the sum stays where it is. */
static inline int64_t wijk__more_minutes(int64_t sum, int64_t more) {
    int64_t total;
    return more > 0 && !__builtin_add_overflow(sum, more, &total) ? total : sum;
}

/* How long stays in tiers and settings lasted (stays.c); steps, setting moves and emergency steps (path.c); referrals;
 * contacts of the pilot light (light.c). */
wijk_status wijk__flow_of_stays(struct wijk__flow *flow);
wijk_status wijk__flow_of_path(struct wijk__flow *flow);
wijk_status wijk__flow_of_referrals(struct wijk__flow *flow);
wijk_status wijk__flow_of_lights(struct wijk__flow *flow);
wijk_status wijk__flow_minutes_of_lights(struct wijk__flow *flow);

#endif
