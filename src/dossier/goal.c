/* Goals: set for problems, measurable, looked at, revised and ended. Whether a goal stands and how far it was reached
 * are two things. */
#include "dossier/fold.h"

/* ---- what a goal needs to be measurable ---- */

static bool has_indicator(const struct wijk__row_goals *goal) { return goal->indicator.offset != WIJK__NO_TEXT; }
static bool has_baseline(const struct wijk__row_goals *goal) { return goal->baseline != INT64_MIN; }
static bool has_target(const struct wijk__row_goals *goal) { return goal->target != INT64_MIN; }
static bool has_due(const struct wijk__row_goals *goal) { return goal->due != WIJK_DATE_NONE; }
static bool has_owner(const struct wijk__row_goals *goal) { return !wijk__id_is_none(&goal->owner); }
static bool has_problem(const struct wijk__row_goals *goal) { return !wijk__id_is_none(&goal->problem); }

const struct wijk__goal_part wijk__goal_parts[] = {
    {WIJK_FACT_GOAL_INDICATOR, has_indicator}, {WIJK_FACT_GOAL_BASELINE, has_baseline},
    {WIJK_FACT_GOAL_TARGET, has_target},       {WIJK_FACT_GOAL_DUE, has_due},
    {WIJK_FACT_GOAL_OWNER, has_owner},         {WIJK_FACT_GOAL_PROBLEM, has_problem},
};
const uint32_t wijk__goal_part_count = sizeof wijk__goal_parts / sizeof *wijk__goal_parts;

bool wijk__goal_measurable(const struct wijk__row_goals *goal) {
    for (uint32_t i = 0; i < wijk__goal_part_count; i++)
        if (!wijk__goal_parts[i].present(goal))
            return false;
    return true;
}

/* ---- acts ---- */

static uint32_t plan_of(const struct wijk__state *state, uint32_t goal) {
    const wijk_id *plan = &ROW(state, goals, goal)->plan;
    return wijk__state_find(state, WIJK__T_plans, plan->bytes, sizeof *plan);
}

wijk_status wijk__fold_goal_set(struct wijk__fold *fold) {
    uint32_t plan = wijk__ref(fold, WIJK_GOAL_SET_PLAN);
    wijk_status status = wijk__plan_not_closed(fold, plan);
    if (status == WIJK_OK)
        status = wijk__plan_changes(fold, plan, wijk__code(fold, WIJK_GOAL_SET_MATERIAL) != 0);
    if (status != WIJK_OK)
        return status;
    MAKE(fold, goals, goal_set, goal);
    return REGISTER_LAST(fold, goals);
}

wijk_status wijk__goal_not_ended(struct wijk__fold *fold, uint32_t row) {
    const struct wijk__row_goals *goal = ROW(fold->state, goals, row);
    return wijk__lasts(goal->until) ? WIJK_OK : wijk__refuse(fold, WIJK_WK2006, &goal->act, NULL);
}

/* A goal that has not ended, of a plan that is not closed. */
static wijk_status goal_stands(struct wijk__fold *fold, uint32_t row) {
    wijk_status status = wijk__goal_not_ended(fold, row);
    return status == WIJK_OK ? wijk__plan_not_closed(fold, plan_of(fold->state, row)) : status;
}

wijk_status wijk__fold_goal_revise(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_GOAL_REVISE_GOAL);
    wijk_status status = goal_stands(fold, row);
    if (status == WIJK_OK)
        status = wijk__plan_changes(fold, plan_of(fold->state, row), wijk__code(fold, WIJK_GOAL_REVISE_MATERIAL) != 0);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, goals, row, goal);
    wijk__change_goal_revise(goal, fold->act, fold->state->texts);
    goal->reviewed = fold->act->valid;
    return WIJK_OK;
}

wijk_status wijk__fold_goal_link(struct wijk__fold *fold) {
    wijk_status status = goal_stands(fold, wijk__ref(fold, WIJK_GOAL_LINK_GOAL));
    if (status != WIJK_OK)
        return status;
    MAKE(fold, goal_problems, goal_link, link);
    return WIJK_OK;
}

wijk_status wijk__fold_goal_review(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_GOAL_REVIEW_GOAL);
    wijk_status status = wijk__goal_not_ended(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, goals, row, goal);
    goal->reviewed = fold->act->valid;
    goal->progress = wijk__code(fold, WIJK_GOAL_REVIEW_PROGRESS);
    MAKE(fold, goal_reviews, goal_review, review);
    return WIJK_OK;
}

wijk_status wijk__fold_goal_end(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_GOAL_END_GOAL);
    wijk_status status = wijk__goal_not_ended(fold, row);
    if (status == WIJK_OK)
        status = wijk__plan_changes(fold, plan_of(fold->state, row), wijk__code(fold, WIJK_GOAL_END_MATERIAL) != 0);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, goals, row, goal);
    goal->until = fold->act->valid;
    goal->achievement = wijk__code(fold, WIJK_GOAL_END_ACHIEVEMENT);
    return WIJK_OK;
}
