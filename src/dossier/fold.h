/* What the subjects share: an act is folded into the state, or refused with findings. A fold checks only what no policy
 * can change and what the state needs to stay whole, so that replay needs no policy; a guard asks the policy, once,
 * when the act is submitted. */
#ifndef WIJK_DOSSIER_FOLD_H
#define WIJK_DOSSIER_FOLD_H

#include "dossier/state.h"
#include "policy/policy.h"

struct wijk__fold {
    struct wijk__state *state;
    const struct wijk__act *act;
    const wijk_policy *policy;        /* NULL while replaying */
    wijk_findings *findings;          /* may be NULL */
    uint32_t ref[WIJK__FIELDS_MAX];   /* rows that references and persons of the act lead to; field n at n - 1 */
};

typedef wijk_status (*wijk__fold_function)(struct wijk__fold *fold);

/* One function per act, and guards for the acts that have one; both lists are generated from the catalog. */
#define FOLD(name, number, guard) wijk_status wijk__fold_##name(struct wijk__fold *fold);
#include "catalog/folds.inc"
#undef FOLD
wijk_status wijk__guard_plan_activate(struct wijk__fold *fold);
wijk_status wijk__guard_step_propose(struct wijk__fold *fold);
wijk_status wijk__guard_step_decide(struct wijk__fold *fold);
wijk_status wijk__guard_tier_enter(struct wijk__fold *fold);

/* Fold one act. With a policy: judge it first. REFUSED leaves findings; the caller undoes what was half done. */
wijk_status wijk__fold_act(struct wijk__fold *fold, const struct wijk__act *act);

/* Add a finding that refuses the act. Answers REFUSED, or MEMORY. */
wijk_status wijk__refuse(struct wijk__fold *fold, wijk_finding finding, const wijk_id *subject, const wijk_id *other);
/* Add a finding with the severity that the policy gives it; REFUSED when that is refuse, otherwise OK. */
wijk_status wijk__judge(struct wijk__fold *fold, wijk_finding finding, const wijk_id *subject);

/* ---- values of the act ---- */

static inline uint32_t wijk__ref(const struct wijk__fold *fold, wijk_field field) {
    return wijk__has(fold->act, field) ? fold->ref[field - 1] : WIJK__NO_ROW;
}
static inline int32_t wijk__code(const struct wijk__fold *fold, wijk_field field) {
    return wijk__has(fold->act, field) ? (int32_t)fold->act->fields[field - 1].number : 0;
}
static inline struct wijk__text wijk__text(const struct wijk__fold *fold, wijk_field field) {
    return wijk__has(fold->act, field) ? fold->act->fields[field - 1].text : (struct wijk__text){NULL, 0};
}
static inline struct wijk__span wijk__span(const struct wijk__fold *fold, wijk_field field) {
    if (!wijk__has(fold->act, field))
        return (struct wijk__span){WIJK__NO_TEXT, 0};
    return wijk__span_of(fold->act->fields[field - 1].text, fold->state->texts);
}

/* Add the row that an act makes, with every field that has a column of the same name. */
#define MAKE(fold, table, act_name, row)                                              \
    struct wijk__row_##table *row = ADD((fold)->state, table);                        \
    if (row == NULL)                                                                  \
        return WIJK_E_MEMORY;                                                         \
    wijk__make_##act_name(row, (fold)->act, (fold)->state->texts)
/* The same, and let it be found by its key. */
#define LAST(fold, table) (COUNT((fold)->state, table) - 1)
#define REGISTER_LAST(fold, table) wijk__state_register((fold)->state, WIJK__T_##table, LAST(fold, table))
/* Edit a row, or leave the function for want of memory. */
#define CHANGE(fold, table, place, row)                                               \
    struct wijk__row_##table *row = EDIT((fold)->state, table, place);                \
    if (row == NULL)                                                                  \
    return WIJK_E_MEMORY

/* ---- conditions of the policy (facts.c) ---- */

struct wijk__question { /* what a condition is asked about */
    const struct wijk__state *state;
    wijk_date on;
    uint32_t plan, step; /* rows; WIJK__NO_ROW when it is about none */
};
/* Judge an act by conditions: when they do not hold, a finding with the severity of the policy and the smallest set of
 * missing facts. Answers OK (perhaps with a warning), REFUSED or MEMORY. */
wijk_status wijk__judge_conditions(struct wijk__fold *fold, const struct wijk__question *question,
                                   struct wijk__conditions conditions, wijk_finding finding, const wijk_id *subject);

/* ---- what several subjects ask (each in the file of its subject) ---- */

bool wijk__member_heard(const struct wijk__row_members *member);
bool wijk__member_on(const struct wijk__row_members *member, wijk_date on);
bool wijk__goal_measurable(const struct wijk__row_goals *goal);
uint32_t wijk__current_stay(const struct wijk__state *state, struct wijk__text ladder);
/* End everything that stands open when a dossier closes. */
wijk_status wijk__end_path(struct wijk__fold *fold);
wijk_status wijk__end_coordination(struct wijk__fold *fold);
wijk_status wijk__end_analysis(struct wijk__fold *fold);

static inline bool wijk__lasts(wijk_date until) { return until == WIJK_DATE_NONE; }
static inline bool wijk__covers(wijk_date from, wijk_date until, wijk_date on) {
    return from <= on && (until == WIJK_DATE_NONE || on < until);
}

#endif
