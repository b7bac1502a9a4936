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
#define GUARD(name) wijk_status wijk__guard_##name(struct wijk__fold *fold);
#include "catalog/folds.inc"
#undef FOLD
#undef GUARD
#define wijk__guard_none NULL

/* Fold one act. With a policy: judge it first. REFUSED leaves findings; the caller undoes what was half done. */
wijk_status wijk__fold_act(struct wijk__fold *fold, const struct wijk__act *act);

/* Add a finding that refuses the act. Answers REFUSED, or MEMORY. */
wijk_status wijk__refuse(struct wijk__fold *fold, wijk_finding finding, const wijk_id *subject, const wijk_id *other);
/* Add a finding with the severity that the policy gives it; REFUSED when that is refuse, otherwise OK. */
wijk_status wijk__judge(struct wijk__fold *fold, wijk_finding finding, const wijk_id *subject, const wijk_id *other);

/* Whether the actor has a mandate for the act; otherwise a finding that says who has (mandate.c). */
wijk_status wijk__judge_mandate(struct wijk__fold *fold);

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
    const wijk_policy *policy;
    wijk_date on;
    uint32_t plan, step, stay; /* rows; WIJK__NO_ROW when it is about none */
};
/* About a ladder, from where the household is on it, and a step or none (step.c). */
struct wijk__question wijk__question_of_ladder(const struct wijk__state *state, const wijk_policy *policy, wijk_date on,
                                               struct wijk__text ladder, uint32_t step);
/* Which facts of a step could still be supplied: all of them; not what a proposal that was made says, because that
 * would be another proposal; none, because a tier is entered by no step. */
enum wijk__reach { WIJK__REACH_ALL, WIJK__REACH_PROPOSED, WIJK__REACH_NO_STEP };
struct wijk__lacking { /* where missing facts go */
    wijk_findings *findings; /* NULL: count only */
    uint32_t count;
    wijk_act_type mend;      /* the act that supplies the first of them; 0: none does */
    const wijk_id *by;       /* of a fact that holds: by what; NULL: nothing in particular */
    enum wijk__reach reach;
};
enum { WIJK__OUT_OF_REACH = 1 << 16 }; /* how many facts one counts for that nothing can supply */
struct wijk__reasons { /* who listens to why conditions hold */
    wijk_status (*take)(struct wijk__reasons *reasons, const struct wijk__condition *fact, const wijk_id *by);
};
/* Judge an act by conditions: when they do not hold, a finding with the severity of the policy and the smallest set of
 * missing facts. Answers OK (perhaps with a warning), REFUSED or MEMORY. */
wijk_status wijk__judge_conditions(struct wijk__fold *fold, const struct wijk__question *question,
                                   struct wijk__conditions conditions, wijk_finding finding, const wijk_id *subject);
/* Name the smallest set of what is missing; nothing when the conditions hold. */
wijk_status wijk__ask_conditions(const struct wijk__question *question, struct wijk__conditions conditions,
                                 struct wijk__lacking *missing);
/* Name each fact by which conditions hold; nothing when they do not. */
wijk_status wijk__ask_reasons(const struct wijk__question *question, struct wijk__conditions conditions,
                              struct wijk__reasons *reasons);
/* Whether a problem is of the kind that asks for an expert; whether such an expert was asked about it, or about none in
 * particular. */
bool wijk__demands_expert(const struct wijk__state *state, const struct wijk__demand *demand,
                          const struct wijk__row_problems *problem);
bool wijk__consult_about(const struct wijk__state *state, const struct wijk__row_consults *consult,
                         const struct wijk__row_problems *problem, struct wijk__text expertise);
/* Whether a weighing of safety is about the same as another, or about the whole household; whether there is one after
 * that of a row. */
bool wijk__weighs_for(const struct wijk__row_safety *weighing, const struct wijk__row_safety *other);
bool wijk__weighed_later(const struct wijk__state *state, uint32_t row);

/* ---- what several subjects ask (each in the file of its subject) ---- */

bool wijk__member_on(const struct wijk__row_members *member, wijk_date on);
int32_t wijk__age(wijk_date born, wijk_date on); /* in years; 0 before birth */
/* Whether a member was heard, in a way that will do for the age; the same, or excused from it; whether such a member
 * has to accept the plan. */
bool wijk__hearing_counts(const struct wijk__state *state, const wijk_policy *policy,
                          const struct wijk__row_members *member, wijk_date on);
bool wijk__heard_or_excused(const struct wijk__state *state, const wijk_policy *policy,
                            const struct wijk__row_members *member, wijk_date on);
bool wijk__must_accept(const wijk_policy *policy, const struct wijk__row_members *member, wijk_date on);
bool wijk__must_be_consulted(const wijk_policy *policy, const struct wijk__row_members *member, wijk_date on);
/* Whether an analysis says something of a life domain: of the household, or of every member of a day. */
bool wijk__domain_assessed(const struct wijk__state *state, const wijk_id *analysis, struct wijk__text domain,
                           wijk_date on);
/* Whether a problem is mild, was left for a reason, or has a goal that stands or was reached. */
bool wijk__problem_covered(const struct wijk__state *state, const struct wijk__row_problems *problem);
/* Whether a problem is there still: it was left for now, or not, but no goal for it was achieved. */
bool wijk__problem_stands(const struct wijk__state *state, const struct wijk__row_problems *problem);
/* Rows of those who are here now; WIJK__NO_ROW otherwise. */
uint32_t wijk__professional_here(const struct wijk__state *state, const wijk_id *id);
uint32_t wijk__helper_here(const struct wijk__state *state, const wijk_id *person);
int32_t wijk__party_of(const struct wijk__state *state, const wijk_id *id); /* WIJK_PARTY_..., 0 for nobody */
/* Whether by a relation somebody represents a member in law on a day; whether anybody does so for a person. */
bool wijk__relation_represents(const struct wijk__row_relations *relation, wijk_date on);
bool wijk__represented(const struct wijk__state *state, const wijk_id *person, wijk_date on);
/* Whether an act of lineage names a household as the other. */
bool wijk__names_household(const struct wijk__act *act, const wijk_id *household);
/* The last time a professional came here in a role that the policy keeps apart from another; NULL: never. */
const struct wijk__row_professionals *wijk__had_role_apart(const struct wijk__state *state, const wijk_policy *policy,
                                                           const wijk_id *professional, struct wijk__text role);
/* What somebody did here as a coordinator, or for one, or as a provider, that is kept apart from a role; NULL:
 * nothing. */
const wijk_id *wijk__did_apart(const struct wijk__state *state, const wijk_policy *policy, const wijk_id *professional,
                               struct wijk__text role);
extern const struct wijk__text wijk__coordinator_role, wijk__provider_role; /* their keys in `roles` */

/* WIJK_CHANGE_... of two scores by the reliable change index; 0 when the rules do not say how sure the scale is. */
int32_t wijk__reliable_way(const struct wijk__scale_about *about, int64_t before, int64_t after);
/* Whether an instrument is meant for a member of that age. */
bool wijk__instrument_fits(const struct wijk__instrument *instrument, const struct wijk__row_members *member,
                           wijk_date on);

wijk_status wijk__plan_not_closed(struct wijk__fold *fold, uint32_t plan);
/* A material change is dated; one of what somebody accepted makes a new version of the plan. */
wijk_status wijk__plan_changes(struct wijk__fold *fold, uint32_t plan, bool material);
wijk_status wijk__goal_not_ended(struct wijk__fold *fold, uint32_t goal);
struct wijk__goal_part { /* of what makes a goal measurable */
    wijk_fact fact; /* that is missing without it */
    bool (*present)(const struct wijk__row_goals *goal);
};
extern const struct wijk__goal_part wijk__goal_parts[];
extern const uint32_t wijk__goal_part_count;
bool wijk__goal_measurable(const struct wijk__row_goals *goal);
/* When a contact is due, counted from the last one or the start; how many were due since then, and before a day. */
wijk_date wijk__light_due(const struct wijk__row_pilot_lights *light, wijk_date since);
int64_t wijk__light_overdue(const struct wijk__row_pilot_lights *light, wijk_date since, wijk_date on);
wijk_status wijk__return_from_light(struct wijk__fold *fold, uint32_t row);
/* The tier of a ladder of the policy that the household is in; NULL: none that the policy knows. */
const struct wijk__tier *wijk__current_tier(const struct wijk__state *state, const struct wijk__ladder *ladder,
                                            uint32_t stay);
uint32_t wijk__current_stay(const struct wijk__state *state, struct wijk__text ladder);
/* Whether a step was proposed from where the household is: the stay of its ladder, WIJK__NO_ROW for none. */
bool wijk__step_leads_from(const struct wijk__state *state, const struct wijk__row_steps *step, uint32_t stay);

/* End everything that stands open when a dossier closes, or the household goes into another. */
wijk_status wijk__close_dossier(struct wijk__fold *fold, struct wijk__span exit);
wijk_status wijk__end_plan(struct wijk__fold *fold, uint32_t plan);
wijk_status wijk__end_actions(struct wijk__fold *fold);
wijk_status wijk__end_waits(struct wijk__fold *fold);
wijk_status wijk__end_stays(struct wijk__fold *fold);
wijk_status wijk__end_setting(struct wijk__fold *fold);
wijk_status wijk__end_light(struct wijk__fold *fold);
wijk_status wijk__end_pause(struct wijk__fold *fold);
wijk_status wijk__end_supports(struct wijk__fold *fold);
wijk_status wijk__end_coordination(struct wijk__fold *fold);
wijk_status wijk__end_analysis(struct wijk__fold *fold);

/* The last day on which something that began on a day is in time; WIJK_DATE_NONE when the policy sets no term. */
wijk_date wijk__term_last(const wijk_policy *policy, wijk_date began, struct wijk__term term);
static inline bool wijk__term_runs(const wijk_policy *policy, wijk_date began, enum wijk__term_name name,
                                   wijk_date on) {
    wijk_date last = wijk__term_last(policy, began, wijk__policy_deadline(policy, name));
    return last != WIJK_DATE_NONE && on <= last;
}

static inline const wijk_id *wijk__someone(const wijk_id *id) { return wijk__id_is_none(id) ? NULL : id; }
static inline bool wijk__lasts(wijk_date until) { return until == WIJK_DATE_NONE; }
/* How much is done a week; frames that no dossier made may say anything, and what cannot be counts for nothing, so that
 * sums stay small. */
static inline int64_t wijk__action_minutes(const struct wijk__row_actions *action) {
    enum { WEEK = 7 * 24 * 60 };
    return action->minutes >= 0 && action->minutes <= WEEK ? action->minutes : 0;
}
static inline bool wijk__action_costs(const struct wijk__row_actions *action) { /* time or money, as far as it says */
    return action->minutes > 0 || action->amount > 0;
}
/* Given, or going to be given, under a plan by somebody who is no member. */
static inline bool wijk__action_given(const struct wijk__row_actions *action, const wijk_id *plan) {
    return wijk__lasts(action->until) && action->holder != 0 && action->holder != WIJK_PARTY_MEMBER &&
           wijk__id_equal(&action->plan, plan);
}
/* What an act says that something took; frames that no dossier made may say anything, so the sum stays where it is. */
static inline void wijk__add_minutes(int64_t *sum, const struct wijk__fold *fold, wijk_field field) {
    int64_t more = wijk__has(fold->act, field) ? fold->act->fields[field - 1].number : 0, total;
    if (more > 0 && !__builtin_add_overflow(*sum, more, &total))
        *sum = total;
}
/* Begun and not ended; it may pause. */
static inline bool wijk__action_open(const struct wijk__row_actions *action) {
    return action->from != WIJK_DATE_NONE && wijk__lasts(action->until);
}
static inline bool wijk__covers(wijk_date from, wijk_date until, wijk_date on) {
    return from <= on && (until == WIJK_DATE_NONE || on < until);
}

#endif
