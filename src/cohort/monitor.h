/* Inside the room: what a monitor keeps. */
#ifndef WIJK_COHORT_MONITOR_H
#define WIJK_COHORT_MONITOR_H

#include "act/act.h"
#include "base/base.h"
#include "policy/policy.h"
#include <wijkteam/monitor.h>

struct wijk__count {
    int64_t count, of, lost;
};
struct wijk__cell { /* of an indicator and a kind of problem */
    uint32_t indicator; /* its place in the policy */
    struct wijk__span kind; /* in `texts` of the monitor; length 0: none */
    struct wijk__count now, before; /* in the period, and in the one a year earlier */
};
struct wijk__unit {
    struct wijk__span name; /* length 0: all dossiers, or those of which it is not known */
    struct wijk__bytes cells; /* struct wijk__cell */
    wijk_id policy;         /* that judged first; zeros: none did */
    bool broken;            /* another one judged too */
};
struct wijk__track { /* of an improvement track, or of a difference that was explained */
    uint32_t indicator;
    struct wijk__span unit, why;
    wijk_id act;
};
struct wijk__kept {
    struct wijk__span unit;
    wijk_id dossier;
    struct wijk__count count;
};
struct wijk_monitor {
    wijk_context *context;
    wijk_policy *policy;
    wijk_date from, until, seen;
    int32_t by;
    uint32_t keep; /* place of an indicator; UINT32_MAX: none */
    struct wijk__unit all;
    struct wijk__bytes units; /* struct wijk__unit, in order of their names, the unknown one last */
    struct wijk__bytes tracks, variations; /* struct wijk__track */
    struct wijk__bytes kept;  /* struct wijk__kept */
    struct wijk__bytes texts;
};

static inline struct wijk__text wijk__monitor_text(const wijk_monitor *monitor, struct wijk__span span) {
    return (struct wijk__text){(const char *)monitor->texts.data + span.offset, span.length};
}
#define WIJK__ITEMS(type, bytes) ((type *)(void *)(bytes).data)
#define WIJK__ITEM_COUNT(type, bytes) ((uint32_t)((bytes).size / sizeof(type)))

/* Of all kinds of problem together. */
struct wijk__cell wijk__unit_total(const struct wijk__unit *unit, uint32_t indicator);
/* The place of an indicator in the policy; UINT32_MAX when it has none of that key. */
uint32_t wijk__indicator_place(const wijk_policy *policy, const char *key, size_t length);

#endif
