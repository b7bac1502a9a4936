/* Plan: drafted, accepted in the version that it has, active one at a time, looked at, closed. Goals are in goal.c,
 * actions in action.c. */
#include "dossier/fold.h"

wijk_status wijk__fold_plan_draft(struct wijk__fold *fold) {
    MAKE(fold, plans, plan_draft, plan);
    plan->status = WIJK_PLAN_STATUS_DRAFT;
    plan->version = 1;
    if (plan->kind == 0)
        plan->kind = WIJK_PLAN_KIND_TEAM;
    return REGISTER_LAST(fold, plans);
}

wijk_status wijk__plan_not_closed(struct wijk__fold *fold, uint32_t row) {
    const struct wijk__row_plans *plan = ROW(fold->state, plans, row);
    return plan->status != WIJK_PLAN_STATUS_CLOSED ? WIJK_OK : wijk__refuse(fold, WIJK_WK2004, &plan->act, NULL);
}

/* ---- acceptance ---- */

/* A later acceptance hides an earlier one, so this finds the last that anybody gave. */
static bool somebody_accepted(const struct wijk__state *state, const struct wijk__row_plans *plan) {
    uint32_t last = wijk__state_find(state, WIJK__T_acceptances, plan->act.bytes, sizeof plan->act);
    return last != WIJK__NO_ROW && ROW(state, acceptances, last)->version == plan->version;
}

wijk_status wijk__plan_changes(struct wijk__fold *fold, uint32_t row, bool material) {
    const struct wijk__row_plans *before = ROW(fold->state, plans, row);
    if (!material || before->status == WIJK_PLAN_STATUS_CLOSED)
        return WIJK_OK;
    bool accepted = somebody_accepted(fold->state, before);
    CHANGE(fold, plans, row, plan);
    plan->changed = fold->act->valid;
    plan->version += accepted;
    return WIJK_OK;
}

static wijk_status accept(struct wijk__fold *fold, uint32_t plan, const wijk_id *party) {
    wijk_status status = wijk__plan_not_closed(fold, plan);
    if (status != WIJK_OK)
        return status;
    struct wijk__row_acceptances *acceptance = ADD(fold->state, acceptances);
    if (acceptance == NULL)
        return WIJK_E_MEMORY;
    acceptance->act = fold->act->id;
    acceptance->plan = ROW(fold->state, plans, plan)->act;
    acceptance->person = *party;
    acceptance->accepted = fold->act->valid;
    acceptance->version = ROW(fold->state, plans, plan)->version;
    acceptance->party = wijk__party_of(fold->state, party);
    return REGISTER_LAST(fold, acceptances);
}

wijk_status wijk__fold_plan_accept(struct wijk__fold *fold) {
    return accept(fold, wijk__ref(fold, WIJK_PLAN_ACCEPT_PLAN), fold->act->fields[WIJK_PLAN_ACCEPT_PERSON - 1].id);
}

wijk_status wijk__fold_plan_sign(struct wijk__fold *fold) {
    return accept(fold, wijk__ref(fold, WIJK_PLAN_SIGN_PLAN), fold->act->fields[WIJK_PLAN_SIGN_PARTY - 1].id);
}

/* ---- taking effect ---- */

wijk_status wijk__guard_plan_activate(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_PLAN_ACTIVATE_PLAN);
    if (ROW(fold->state, plans, row)->status != WIJK_PLAN_STATUS_DRAFT)
        return WIJK_OK; /* the fold refuses it: nothing that is missing would help */
    const wijk_id *plan = &ROW(fold->state, plans, row)->act;
    struct wijk__question question = {fold->state, fold->policy, fold->act->valid, row, WIJK__NO_ROW,
                                       WIJK__NO_ROW};
    wijk_status status =
        wijk__judge_conditions(fold, &question, wijk__policy_activation(fold->policy), WIJK_WK2005, plan);
    if (status != WIJK_OK)
        return status;
    return wijk__judge_conditions(fold, &question, wijk__policy_advice(fold->policy), WIJK_WK2036, plan);
}

wijk_status wijk__fold_plan_activate(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    uint32_t row = wijk__ref(fold, WIJK_PLAN_ACTIVATE_PLAN);
    const wijk_id *plan_id = &ROW(state, plans, row)->act;
    if (ROW(state, plans, row)->status != WIJK_PLAN_STATUS_DRAFT)
        return wijk__refuse(fold, WIJK_WK2002, plan_id, NULL);
    if (state->heads.plan != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK2001, plan_id, &ROW(state, plans, state->heads.plan)->act);
    if (state->heads.coordinator == WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK3001, plan_id, NULL);
    CHANGE(fold, plans, row, plan);
    plan->status = WIJK_PLAN_STATUS_ACTIVE;
    plan->from = fold->act->valid;
    state->heads.plan = row;
    return WIJK_OK;
}

wijk_status wijk__fold_plan_review(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_PLAN_REVIEW_PLAN);
    wijk_status status = wijk__plan_not_closed(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, plans, row, plan);
    plan->reviewed = fold->act->valid;
    plan->next = WIJK_DATE_NONE;
    wijk__change_plan_review(plan, fold->act, fold->state->texts);
    MAKE(fold, plan_reviews, plan_review, review);
    return WIJK_OK;
}

wijk_status wijk__end_plan(struct wijk__fold *fold, uint32_t row) {
    CHANGE(fold, plans, row, plan);
    plan->status = WIJK_PLAN_STATUS_CLOSED;
    plan->until = fold->act->valid;
    if (fold->state->heads.plan == row)
        fold->state->heads.plan = WIJK__NO_ROW;
    return WIJK_OK;
}

wijk_status wijk__fold_plan_close(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_PLAN_CLOSE_PLAN);
    wijk_status status = wijk__plan_not_closed(fold, row);
    if (status == WIJK_OK)
        status = wijk__end_plan(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, plans, row, plan);
    plan->achievement = wijk__code(fold, WIJK_PLAN_CLOSE_ACHIEVEMENT);
    return WIJK_OK;
}
