/* Rules about plans and their goals: measurable, looked at, accepted as they are, and not forgotten. */
#include "dossier/rules/rules.h"

static const struct wijk__row_plans *active_plan(const struct wijk__judging *judging) {
    uint32_t row = judging->state->heads.plan;
    return row == WIJK__NO_ROW ? NULL : ROW(judging->state, plans, row);
}

static wijk_date later(wijk_date a, wijk_date b) { return a > b ? a : b; }

/* ---- goals ---- */

/* A goal that is worked on; NULL for another. */
static const struct wijk__row_goals *standing(const struct wijk__judging *judging, uint32_t row) {
    return judging->goals[row] & WIJK__GOAL_STANDS ? ROW(judging->state, goals, row) : NULL;
}

static wijk_status not_measurable(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_goals *goal = standing(judging, row);
    if (goal == NULL || wijk__goal_measurable(goal))
        return WIJK_OK;
    wijk_status status = wijk__tell(judging, &goal->act, NULL);
    for (uint32_t i = 0; i < wijk__goal_part_count && status == WIJK_OK; i++)
        if (!wijk__goal_parts[i].present(goal))
            status = wijk__miss(judging, wijk__goal_parts[i].fact, &goal->act, (struct wijk__text){NULL, 0});
    return status;
}

static wijk_status no_goals(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_plans *plan = active_plan(judging);
    (void)row;
    for (uint32_t i = 0; plan != NULL && i < COUNT(judging->state, goals); i++)
        if (judging->goals[i] & WIJK__GOAL_OF_ACTIVE)
            return WIJK_OK;
    return plan != NULL ? wijk__tell(judging, &plan->act, NULL) : WIJK_OK;
}

static wijk_status past_due(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_goals *goal = standing(judging, row);
    return goal != NULL ? wijk__tell_due(judging, &goal->act, NULL, goal->due) : WIJK_OK;
}

static wijk_status stale(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_goals *goal = standing(judging, row);
    if (goal == NULL)
        return WIJK_OK;
    wijk_date due = wijk__term(judging, later(goal->from, goal->reviewed), WIJK__TERM_GOAL);
    return wijk__tell_due(judging, &goal->act, NULL, due);
}

static wijk_status nothing_done(struct wijk__judging *judging, uint32_t row) {
    const uint8_t wanted = WIJK__GOAL_STANDS | WIJK__GOAL_OF_ACTIVE;
    if ((judging->goals[row] & (wanted | WIJK__GOAL_ACTED)) != wanted)
        return WIJK_OK;
    return wijk__tell(judging, &ROW(judging->state, goals, row)->act, NULL);
}

static wijk_status never_scored(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_goals *goal = ROW(judging->state, goals, row);
    if (wijk__lasts(goal->until) || (judging->goals[row] & WIJK__GOAL_SCORED))
        return WIJK_OK;
    return wijk__tell(judging, &goal->act, NULL);
}

/* ---- agreement ---- */

/* Whoever accepted an earlier version of the active plan. */
static wijk_status changed_since(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_plans *plan = active_plan(judging);
    wijk_status status = WIJK_OK;
    (void)row;
    for (uint32_t i = 0; plan != NULL && i < judging->parties.count && status == WIJK_OK; i++) {
        const struct wijk__party *party = &judging->parties.list[i];
        if (party->version > 0 && party->version < plan->version)
            status = wijk__tell(judging, &plan->act, party->id);
    }
    return status;
}

/* A provider who accepted no version of the active plan. */
static wijk_status not_agreed(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_plans *plan = active_plan(judging);
    wijk_status status = WIJK_OK;
    (void)row;
    for (uint32_t i = 0; plan != NULL && i < judging->parties.count && status == WIJK_OK; i++) {
        const struct wijk__party *party = &judging->parties.list[i];
        if (!party->provider || party->version > 0)
            continue;
        status = wijk__tell(judging, &plan->act, party->id);
        if (status == WIJK_OK)
            status = wijk__miss(judging, WIJK_FACT_PROVIDERS_AGREED, party->id, (struct wijk__text){NULL, 0});
    }
    return status;
}

static bool waits(const struct wijk__party *party, const struct wijk__row_plans *plan) {
    return !party->provider && party->version != plan->version;
}

static bool somebody_waits(const struct wijk__parties *parties, const struct wijk__row_plans *plan) {
    for (uint32_t i = 0; i < parties->count; i++)
        if (waits(&parties->list[i], plan))
            return true;
    return false;
}

/* The term runs from the draft, or from the last change that made a new version. */
static wijk_date acceptance_due(struct wijk__judging *judging, const struct wijk__row_plans *plan) {
    wijk_date changed = plan->version > 1 ? plan->changed : WIJK_DATE_NONE;
    return wijk__term(judging, later(plan->drafted, changed), WIJK__TERM_ACCEPTANCE);
}

/* Members who have not accepted a plan as it is. */
static wijk_status name_waiting(struct wijk__judging *judging, const struct wijk__row_plans *plan,
                                const struct wijk__parties *parties) {
    if (!somebody_waits(parties, plan))
        return WIJK_OK;
    wijk_status status = wijk__tell_due(judging, &plan->act, NULL, acceptance_due(judging, plan));
    for (uint32_t i = 0; i < parties->count && status == WIJK_OK; i++)
        if (waits(&parties->list[i], plan))
            status = wijk__miss(judging, WIJK_FACT_PLAN_ACCEPTED, parties->list[i].id, (struct wijk__text){NULL, 0});
    return status;
}

/* A draft, and an active plan that changed since it took effect or before. */
static wijk_status not_accepted(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_plans *plan = ROW(judging->state, plans, row);
    struct wijk__parties parties;
    if (plan->status == WIJK_PLAN_STATUS_ACTIVE)
        return plan->version > 1 ? name_waiting(judging, plan, &judging->parties) : WIJK_OK;
    if (plan->status == WIJK_PLAN_STATUS_CLOSED)
        return WIJK_OK;
    wijk_status status = wijk__parties_gather(judging, row, false, &parties);
    if (status == WIJK_OK)
        status = name_waiting(judging, plan, &parties);
    wijk__parties_free(judging->context, &parties);
    return status;
}

/* ---- review ---- */

static wijk_status not_reviewed(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_plans *plan = active_plan(judging);
    (void)row;
    if (plan == NULL)
        return WIJK_OK;
    wijk_date due = plan->next != WIJK_DATE_NONE
                        ? plan->next
                        : wijk__term(judging, later(plan->from, plan->reviewed), WIJK__TERM_REVIEW);
    return wijk__tell_due(judging, &plan->act, NULL, due);
}

static const struct wijk__rule rules[] = {
    {WIJK_WK2020, WIJK__T_goals, not_measurable},
    {WIJK_WK2021, 0, no_goals},
    {WIJK_WK2023, WIJK__T_goals, past_due},
    {WIJK_WK2025, WIJK__T_goals, stale},
    {WIJK_WK2026, 0, changed_since},
    {WIJK_WK2027, 0, not_reviewed},
    {WIJK_WK2032, 0, not_agreed},
    {WIJK_WK2033, WIJK__T_goals, nothing_done},
    {WIJK_WK2035, WIJK__T_plans, not_accepted},
    {WIJK_WK5020, WIJK__T_goals, never_scored},
};
const struct wijk__rules wijk__plan_rules = WIJK__RULES(rules);
