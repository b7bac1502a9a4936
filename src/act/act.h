/* The three generic objects as the other rooms see them. Knows nothing of what an act means. */
#ifndef WIJK_ACT_ACT_H
#define WIJK_ACT_ACT_H

#include "base/base.h"
#include "catalog/catalog.h"
#include "catalog/rows.h"
#include <wijkteam/act.h>
#include <wijkteam/findings.h>
#include <wijkteam/table.h>

/* ---- an act as everything inside sees it: built by a host, or read from a journal without copying ---- */

struct wijk__text {
    const char *data;
    size_t length;
};

union wijk__value {
    int64_t number;         /* int, bool, date, code */
    const wijk_id *id;
    struct wijk__text text;
};

struct wijk__act {
    wijk_act_type type;
    const struct wijk__act_def *def; /* NULL for a type that this library does not know */
    wijk_id id;
    wijk_date valid;
    wijk_time recorded;
    const wijk_id *professional;     /* NULL when there is none */
    const wijk_id *organisation;     /* NULL when there is none */
    struct wijk__text role;          /* data NULL when there is none */
    struct wijk__text reason;        /* data NULL when there is none */
    uint32_t present;                /* bit n - 1 for each field that has a value */
    union wijk__value fields[WIJK__FIELDS_MAX]; /* field n stands at n - 1 */
    struct wijk__text unknown;       /* encoded fields that this library does not know; kept as they are */
};

static inline bool wijk__has(const struct wijk__act *act, wijk_field field) {
    return (act->present >> (field - 1) & 1) != 0;
}

enum { WIJK__ROLE_PLACE = WIJK__FIELDS_MAX, WIJK__REASON_PLACE, WIJK__TEXT_PLACES };

struct wijk_act {
    wijk_context *context;
    struct wijk__act view;                /* points into the members below, and is right after every call */
    wijk_id professional, organisation;
    wijk_id ids[WIJK__FIELDS_MAX];
    struct wijk__text_place {             /* where a text stands in `bytes` */
        size_t offset, length;
    } places[WIJK__TEXT_PLACES];          /* of field n at n - 1, then of the role and the reason */
    uint32_t texts;                       /* bit n for each place in use */
    struct wijk__bytes bytes;
};
/* The act as it stands; borrowed until it is changed. */
const struct wijk__act *wijk__act_view(const wijk_act *act);
/* What every act needs before it goes anywhere: a type, a professional, all required fields, codes that exist, numbers
 * in their range. The error's path is a JSON pointer such as "/fields/goal". */
wijk_status wijk__act_complete(const struct wijk__act *act, wijk_error *error);

/* ---- findings ---- */

struct wijk__missing {
    wijk_fact fact;
    wijk_id subject; /* zeros: the dossier */
    uint32_t key, key_length; /* in `texts` of the batch; length 0: none */
};
struct wijk__finding {
    wijk_finding code;
    wijk_severity severity;
    wijk_id subject, other; /* zeros: none */
    int64_t item;
    uint32_t missing_first, missing_count; /* in `missing` of the batch */
    uint32_t text_first;                   /* where its texts begin in `texts` of the batch */
    uint32_t place;                        /* where its place stands there plus one; 0: none */
};
struct wijk_findings {
    wijk_context *context;
    struct wijk__finding *list;
    uint32_t count, capacity;
    struct wijk__missing *missing;
    uint32_t missing_count, missing_capacity;
    struct wijk__bytes texts; /* keys of the policy's lists and places in it, each followed by a NUL */
};
/* Add a finding. A NULL batch takes nothing and answers OK. The missing facts of a finding follow with the second call,
 * before the next finding; the same fact about the same subject is added once. */
wijk_status wijk__findings_add(wijk_findings *findings, wijk_finding code, wijk_severity severity,
                               const wijk_id *subject, const wijk_id *other);
wijk_status wijk__findings_add_missing(wijk_findings *findings, wijk_fact fact, const wijk_id *subject,
                                       struct wijk__text key);
/* Where the last finding is, as a JSON pointer into what the call was given. */
wijk_status wijk__findings_place(wijk_findings *findings, const char *place);
/* Add a finding that refuses. Answers REFUSED, or MEMORY. */
wijk_status wijk__findings_refuse(wijk_findings *findings, wijk_finding code, const wijk_id *subject,
                                  const wijk_id *other);
/* Add a finding before those from `place` on, as their heading. */
wijk_status wijk__findings_put(wijk_findings *findings, uint32_t place, wijk_finding code, const wijk_id *subject,
                               const wijk_id *other);
void wijk__findings_item(wijk_findings *findings, uint32_t first, int64_t item); /* name the act, from a finding on */
void wijk__findings_cut(wijk_findings *findings, uint32_t count);                /* keep the first `count` */

/* ---- tables ---- */

/* Build a table from rows of a state, or a result; then `dossier` is NULL. `texts` is what spans point into.
 * `rows` are `count` rows of the table's row struct, one after the other. */
wijk_status wijk__table_from_rows(wijk_context *context, const struct wijk__table_def *def, const wijk_id *dossier,
                                  const void *rows, uint32_t count, const uint8_t *texts, wijk_table **out);
wijk_context *wijk__table_context(const wijk_table *table); /* borrowed */
/* Build the table of acts, which are no rows of a state: `next` gives at most `count` acts, one after the other, and
 * answers false when there are no more. */
struct wijk__act_row {
    const struct wijk__act *act;
    uint64_t sequence;
    const wijk_id *withdrawn; /* NULL when it was not */
};
typedef bool (*wijk__next_act)(void *userdata, struct wijk__act_row *out);
wijk_status wijk__table_from_acts(wijk_context *context, const wijk_id *dossier, uint32_t count, wijk__next_act next,
                                  void *userdata, wijk_table **out);

#endif
