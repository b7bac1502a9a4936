/* Plan: goals, actions, acceptance, and one active plan at most. */
#include "dossier/fold.h"

bool wijk__goal_measurable(const struct wijk__row_goals *goal) {
    return goal->indicator.offset != WIJK__NO_TEXT && goal->baseline != INT64_MIN && goal->target != INT64_MIN &&
           goal->due != WIJK_DATE_NONE && !wijk__id_is_none(&goal->owner) && !wijk__id_is_none(&goal->problem);
}

wijk_status wijk__fold_plan_draft(struct wijk__fold *fold) {
    MAKE(fold, plans, plan_draft, plan);
    plan->status = WIJK_PLAN_STATUS_DRAFT;
    return REGISTER_LAST(fold, plans);
}

static wijk_status plan_not_closed(struct wijk__fold *fold, uint32_t row) {
    const struct wijk__row_plans *plan = ROW(fold->state, plans, row);
    return plan->status != WIJK_PLAN_STATUS_CLOSED ? WIJK_OK : wijk__refuse(fold, WIJK_WK2004, &plan->act, NULL);
}

wijk_status wijk__fold_goal_set(struct wijk__fold *fold) {
    wijk_status status = plan_not_closed(fold, wijk__ref(fold, WIJK_GOAL_SET_PLAN));
    if (status != WIJK_OK)
        return status;
    MAKE(fold, goals, goal_set, goal);
    return REGISTER_LAST(fold, goals);
}

static wijk_status goal_not_ended(struct wijk__fold *fold, uint32_t row) {
    const struct wijk__row_goals *goal = ROW(fold->state, goals, row);
    return wijk__lasts(goal->until) ? WIJK_OK : wijk__refuse(fold, WIJK_WK2006, &goal->act, NULL);
}

wijk_status wijk__fold_goal_end(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_GOAL_END_GOAL);
    wijk_status status = goal_not_ended(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, goals, row, goal);
    goal->until = fold->act->valid;
    goal->achievement = wijk__code(fold, WIJK_GOAL_END_ACHIEVEMENT);
    return WIJK_OK;
}

wijk_status wijk__fold_action_start(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    uint32_t plan = wijk__ref(fold, WIJK_ACTION_START_PLAN), goal = wijk__ref(fold, WIJK_ACTION_START_GOAL);
    wijk_status status = plan_not_closed(fold, plan);
    if (status == WIJK_OK && goal != WIJK__NO_ROW)
        status = goal_not_ended(fold, goal);
    if (status != WIJK_OK)
        return status;
    if (goal != WIJK__NO_ROW && !wijk__id_equal(&ROW(state, goals, goal)->plan, &ROW(state, plans, plan)->act))
        return wijk__refuse(fold, WIJK_WK2008, &ROW(state, goals, goal)->act, &ROW(state, plans, plan)->act);
    MAKE(fold, actions, action_start, action);
    state->heads.open_actions++;
    return REGISTER_LAST(fold, actions);
}

wijk_status wijk__fold_action_end(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_ACTION_END_ACTION);
    if (!wijk__lasts(ROW(fold->state, actions, row)->until))
        return wijk__refuse(fold, WIJK_WK2007, &ROW(fold->state, actions, row)->act, NULL);
    CHANGE(fold, actions, row, action);
    action->until = fold->act->valid;
    fold->state->heads.open_actions--;
    return WIJK_OK;
}

wijk_status wijk__fold_plan_accept(struct wijk__fold *fold) {
    wijk_status status = plan_not_closed(fold, wijk__ref(fold, WIJK_PLAN_ACCEPT_PLAN));
    if (status != WIJK_OK)
        return status;
    MAKE(fold, acceptances, plan_accept, acceptance);
    return WIJK_OK;
}

wijk_status wijk__guard_plan_activate(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_PLAN_ACTIVATE_PLAN);
    if (ROW(fold->state, plans, row)->status != WIJK_PLAN_STATUS_DRAFT)
        return WIJK_OK; /* the fold refuses it: nothing that is missing would help */
    struct wijk__conditions conditions = wijk__policy_activation(fold->policy);
    struct wijk__question question = {fold->state, fold->act->valid, row, WIJK__NO_ROW};
    return wijk__judge_conditions(fold, &question, conditions, WIJK_WK2005, &ROW(fold->state, plans, row)->act);
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

wijk_status wijk__fold_plan_close(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    uint32_t row = wijk__ref(fold, WIJK_PLAN_CLOSE_PLAN);
    wijk_status status = plan_not_closed(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, plans, row, plan);
    plan->status = WIJK_PLAN_STATUS_CLOSED;
    plan->until = fold->act->valid;
    if (state->heads.plan == row)
        state->heads.plan = WIJK__NO_ROW;
    return WIJK_OK;
}
