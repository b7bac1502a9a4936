/* What the rules say of a household on a day. A rule is one small function about one finding, asked for every row of a
 * table. It says what is the matter, and by which day that should be mended; the check takes what holds on the day of
 * judging, the agenda what is due. */
#ifndef WIJK_DOSSIER_RULES_H
#define WIJK_DOSSIER_RULES_H

#include "dossier/dossier.h"

struct wijk__matter { /* one thing that a rule says */
    const wijk_id *subject, *other; /* NULL: none */
    struct wijk__text key;          /* in the lists of the policy; data NULL: none */
    wijk_date due;                  /* last day on which it is in time; WIJK_DATE_NONE: no day, so no agenda has it */
    wijk_date from;                 /* first day on which the check tells of it; WIJK_DATE_NONE: at once */
};

struct wijk__parties { /* who has to agree with a plan */
    struct wijk__party {
        const wijk_id *id;
        int64_t version; /* of the plan that the party accepted last; 0: none */
        bool provider;   /* gives something under the plan, and is no member */
    } *list;
    uint32_t count, capacity;
};

enum { WIJK__GOAL_STANDS = 1, WIJK__GOAL_OF_ACTIVE = 2, WIJK__GOAL_SCORED = 4, WIJK__GOAL_ACTED = 8 };
enum { WIJK__SAFETY_REPORTED = 1, WIJK__SAFETY_AGAIN = 2 };

struct wijk__judging {
    const wijk_dossier *dossier;
    wijk_context *context;
    const wijk_policy *policy; /* NULL: no terms, and the severities of the catalog */
    const struct wijk__state *state;
    wijk_date on;
    uint32_t known; /* entries of the history */
    /* Who listens: answers what is wrong with itself; `taken` says whether it wants to hear which facts are missing. */
    wijk_status (*take)(struct wijk__judging *judging, const struct wijk__matter *matter);
    wijk_status (*miss)(struct wijk__judging *judging, wijk_fact fact, const wijk_id *subject, struct wijk__text key);
    void *listener;
    bool taken;
    wijk_finding finding;   /* of the rule that is asked, and its severity */
    wijk_severity severity;
    uint8_t *goals;               /* marks of each goal, WIJK__GOAL_... */
    uint8_t *safety;              /* marks of each weighing, WIJK__SAFETY_... */
    struct wijk__parties parties; /* of the active plan */
};

struct wijk__rule {
    wijk_finding finding;
    uint32_t table; /* asked for every row of it; 0: asked once */
    wijk_status (*ask)(struct wijk__judging *judging, uint32_t row);
};
struct wijk__rules {
    const struct wijk__rule *list;
    size_t count;
};
#define WIJK__RULES(list) {list, sizeof(list) / sizeof *(list)}
extern const struct wijk__rules wijk__household_rules, wijk__plan_rules, wijk__action_rules, wijk__coordination_rules,
    wijk__step_rules, wijk__wait_rules, wijk__care_rules, wijk__request_rules, wijk__measuring_rules,
    wijk__outcome_rules;

/* ---- care.c ---- */

wijk_status wijk__mark_safety(struct wijk__judging *judging);

/* ---- rules.c ---- */

/* What is judged: a view of a dossier on a day. Whoever listens is still to be set. */
struct wijk__judging wijk__judging_of(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on);
/* Ask all rules. */
wijk_status wijk__judge_all(struct wijk__judging *judging);
wijk_severity wijk__severity_of(const struct wijk__judging *judging, wijk_finding finding);

/* What rules say with: it holds now; it holds when a day has passed, WIJK_DATE_NONE for never. */
wijk_status wijk__tell(struct wijk__judging *judging, const wijk_id *subject, const wijk_id *other);
wijk_status wijk__tell_due(struct wijk__judging *judging, const wijk_id *subject, const wijk_id *other, wijk_date due);
wijk_status wijk__tell_matter(struct wijk__judging *judging, const struct wijk__matter *matter);
/* A fact that is missing for what was told last. */
wijk_status wijk__miss(struct wijk__judging *judging, wijk_fact fact, const wijk_id *subject, struct wijk__text key);

/* The last day of a term; WIJK_DATE_NONE when there is none. */
wijk_date wijk__term(const struct wijk__judging *judging, wijk_date began, enum wijk__term_name name);
bool wijk__goal_stands(const struct wijk__state *state, const struct wijk__row_goals *goal);
const wijk_id *wijk__coordinator_now(const struct wijk__state *state); /* NULL when there is none */

struct wijk__seen { /* which rows of some were seen first with what they have in common */
    wijk_context *context;
    uint32_t *slots; /* row plus one */
    uint32_t count;
};
wijk_status wijk__seen_start(struct wijk__seen *seen, wijk_context *context, uint32_t most);
typedef bool (*wijk__same)(const void *data, uint32_t a, uint32_t b);
/* The row that was put first among those that are the same; that is `row` itself when it is the first. */
uint32_t wijk__seen_put(struct wijk__seen *seen, uint64_t hash, uint32_t row, wijk__same same, const void *data);
/* Likewise, without putting anything; WIJK__NO_ROW when there is none. */
uint32_t wijk__seen_find(const struct wijk__seen *seen, uint64_t hash, uint32_t row, wijk__same same,
                         const void *data);
void wijk__seen_end(struct wijk__seen *seen);

/* ---- invariants.c ---- */

/* What no policy can switch off: of each invariant that does not hold, the first day on which it does not, told by the
 * acts that made what stands in the way of each other. */
wijk_status wijk__check_invariants(const struct wijk__state *state, wijk_findings *findings);

/* ---- agreement.c ---- */

/* Whoever has to agree with a plan, and what they accepted; to be freed, whatever the answer. Without providers:
 * members only. */
wijk_status wijk__parties_gather(const struct wijk__judging *judging, uint32_t plan, bool providers,
                                 struct wijk__parties *parties);
void wijk__parties_free(wijk_context *context, struct wijk__parties *parties);

/* ---- trace.c ---- */

enum { WIJK__TRAIL_ACTED = 1, WIJK__TRAIL_COSTS = 2, WIJK__TRAIL_SCORED = 4, WIJK__TRAIL_IMPROVED = 8 };
/* Of each goal what it has to show, WIJK__TRAIL_...: an action that began, one that takes time or money, a score, and a
 * score that is better than the first one by the same rater. A byte for each goal, to be released. */
wijk_status wijk__goal_trails(wijk_context *context, const struct wijk__state *state, uint8_t **out);

/* ---- options.c ---- */

/* Whether the policy suggests a step now; the question is about the ladder, and about no step. */
bool wijk__suggested(const struct wijk__question *question, const struct wijk__suggestion *suggestion);

/* ---- duties.c ---- */

struct wijk__duty_state { /* how the coordinator of now stands with a duty */
    const struct wijk__duty *duty;
    wijk_date first, last; /* performed, since the coordination began; WIJK_DATE_NONE: never */
    wijk_date due;         /* when it is next due; WIJK_DATE_NONE: not any more */
};
/* All duties of the policy, `*count` of them, to be released. None without a coordinator. */
wijk_status wijk__duties_gather(const struct wijk__judging *judging, struct wijk__duty_state **out, uint32_t *count);
void wijk__duties_free(wijk_context *context, struct wijk__duty_state *duties, uint32_t count);

/* ---- tables that are gathered when asked for ---- */

typedef wijk_status wijk__gatherer(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                                   wijk_table **out);
struct wijk__gathered { /* its rows, so far */
    wijk_context *context;
    uint32_t table;           /* WIJK__T_... */
    struct wijk__bytes rows;
    struct wijk__bytes keys;  /* of the policy, that spans of the rows point into */
    wijk_status status;       /* the first failure; nothing is added after it */
};
/* Keep a key, for a row that is added after it; no span for no key. */
struct wijk__span wijk__gathered_key(struct wijk__gathered *gathered, struct wijk__text key);
wijk_status wijk__gathered_row(struct wijk__gathered *gathered, const void *row); /* copied; of the table's row struct */
uint32_t wijk__gathered_count(const struct wijk__gathered *gathered);
/* Make the table, unless `status` is a failure, and free what was gathered. `texts`: what spans point into; NULL: the
 * keys. */
wijk_status wijk__gathered_table(struct wijk__gathered *gathered, wijk_status status, const wijk_dossier *dossier,
                                 const uint8_t *texts, wijk_table **out);

wijk__gatherer wijk__agenda_of_day;  /* what is due on or before a day */
wijk__gatherer wijk__options_table, wijk__suggestions_table, wijk__figures_table; /* options.c, figures.c */
wijk__gatherer wijk__schedule_table, wijk__changes_table, wijk__attainment_table; /* each in the file of its name */
wijk__gatherer wijk__days_table, wijk__overstays_table;                           /* flow/ */
wijk__gatherer wijk__trace_table;      /* trace.c */
wijk__gatherer wijk__indicators_table; /* flow/, of the same days as the flow */
wijk__gatherer wijk__flow_table; /* from the first opening until that day, with returns within half a year */

#endif
