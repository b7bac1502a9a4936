/* The rules are asked here, one after the other, and here is what they share. */
#include "dossier/rules/rules.h"

/* ---- listeners ---- */

wijk_severity wijk__severity_of(const struct wijk__judging *judging, wijk_finding finding) {
    return judging->policy ? wijk_policy_severity(judging->policy, finding) : wijk__finding_def(finding)->severity;
}

wijk_status wijk__tell_matter(struct wijk__judging *judging, const struct wijk__matter *matter) {
    judging->taken = false;
    return judging->take(judging, matter);
}

wijk_status wijk__tell(struct wijk__judging *judging, const wijk_id *subject, const wijk_id *other) {
    return wijk__tell_matter(judging, &(struct wijk__matter){.subject = subject,
                                                             .other = other,
                                                             .due = WIJK_DATE_NONE,
                                                             .from = WIJK_DATE_NONE});
}

wijk_status wijk__tell_due(struct wijk__judging *judging, const wijk_id *subject, const wijk_id *other, wijk_date due) {
    judging->taken = false;
    if (due == WIJK_DATE_NONE)
        return WIJK_OK;
    return wijk__tell_matter(judging,
                             &(struct wijk__matter){.subject = subject, .other = other, .due = due, .from = due + 1});
}

wijk_status wijk__miss(struct wijk__judging *judging, wijk_fact fact, const wijk_id *subject, struct wijk__text key) {
    return judging->taken && judging->miss ? judging->miss(judging, fact, subject, key) : WIJK_OK;
}

/* ---- what several rules ask ---- */

wijk_date wijk__term(const struct wijk__judging *judging, wijk_date began, enum wijk__term_name name) {
    if (judging->policy == NULL)
        return WIJK_DATE_NONE;
    return wijk__term_last(judging->policy, began, wijk__policy_deadline(judging->policy, name));
}

/* Whether a goal is still worked on: it has not ended, and neither has its plan. */
bool wijk__goal_stands(const struct wijk__state *state, const struct wijk__row_goals *goal) {
    if (!wijk__lasts(goal->until))
        return false;
    uint32_t plan = wijk__state_find(state, WIJK__T_plans, goal->plan.bytes, sizeof goal->plan);
    return ROW(state, plans, plan)->status != WIJK_PLAN_STATUS_CLOSED;
}

const wijk_id *wijk__coordinator_now(const struct wijk__state *state) {
    uint32_t row = state->heads.coordinator;
    return row == WIJK__NO_ROW ? NULL : &ROW(state, coordinators, row)->professional;
}

/* ---- rows that have something in common ---- */

wijk_status wijk__seen_start(struct wijk__seen *seen, wijk_context *context, uint32_t most) {
    *seen = (struct wijk__seen){.context = context, .count = 8};
    while (seen->count / 2 < most)
        seen->count *= 2;
    seen->slots = wijk__allocate_zeroed(context, seen->count * sizeof *seen->slots);
    return seen->slots != NULL ? WIJK_OK : WIJK_E_MEMORY;
}

/* The slot with a row that is the same, or the empty one where it would go. */
static uint32_t *slot_of(const struct wijk__seen *seen, uint64_t hash, uint32_t row, wijk__same same,
                         const void *data) {
    uint32_t place = (uint32_t)hash & (seen->count - 1);
    while (seen->slots[place] != 0 && !same(data, seen->slots[place] - 1, row))
        place = (place + 1) & (seen->count - 1);
    return &seen->slots[place];
}

uint32_t wijk__seen_put(struct wijk__seen *seen, uint64_t hash, uint32_t row, wijk__same same, const void *data) {
    uint32_t *slot = slot_of(seen, hash, row, same, data);
    if (*slot == 0)
        *slot = row + 1;
    return *slot - 1;
}

uint32_t wijk__seen_find(const struct wijk__seen *seen, uint64_t hash, uint32_t row, wijk__same same,
                         const void *data) {
    return *slot_of(seen, hash, row, same, data) - 1;
}

void wijk__seen_end(struct wijk__seen *seen) {
    wijk__release(seen->context, seen->slots, seen->count * sizeof *seen->slots);
}

/* ---- asking ---- */

/* Marks that several rules look at, so that each table is gone through once. */
static wijk_status mark_goals(struct wijk__judging *judging) {
    const struct wijk__state *state = judging->state;
    const wijk_id *active = state->heads.plan == WIJK__NO_ROW ? NULL : &ROW(state, plans, state->heads.plan)->act;
    if (COUNT(state, goals) == 0)
        return WIJK_OK;
    uint8_t *marks = judging->goals = wijk__allocate_zeroed(judging->context, COUNT(state, goals));
    if (marks == NULL)
        return WIJK_E_MEMORY;
    for (uint32_t i = 0; i < COUNT(state, goals); i++) {
        const struct wijk__row_goals *goal = ROW(state, goals, i);
        marks[i] |= wijk__goal_stands(state, goal) ? WIJK__GOAL_STANDS : 0;
        marks[i] |= active != NULL && wijk__id_equal(&goal->plan, active) ? WIJK__GOAL_OF_ACTIVE : 0;
    }
    for (uint32_t i = 0; i < COUNT(state, goal_scores); i++) {
        const wijk_id *goal = &ROW(state, goal_scores, i)->goal;
        marks[wijk__state_find(state, WIJK__T_goals, goal->bytes, sizeof *goal)] |= WIJK__GOAL_SCORED;
    }
    for (uint32_t i = 0; i < COUNT(state, actions); i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        if (wijk__lasts(action->until) && !wijk__id_is_none(&action->goal))
            marks[wijk__state_find(state, WIJK__T_goals, action->goal.bytes, sizeof action->goal)] |= WIJK__GOAL_ACTED;
    }
    return WIJK_OK;
}

static wijk_status ask(struct wijk__judging *judging, const struct wijk__rule *rule) {
    uint32_t rows = rule->table == 0 ? 1 : judging->state->rows[rule->table].count;
    wijk_status status = WIJK_OK;
    judging->finding = rule->finding;
    judging->severity = wijk__severity_of(judging, rule->finding);
    if (judging->severity == WIJK_SEVERITY_OFF)
        return WIJK_OK;
    for (uint32_t row = 0; row < rows && status == WIJK_OK; row++)
        status = rule->ask(judging, row);
    return status;
}

static wijk_status ask_each(struct wijk__judging *judging, const struct wijk__rules *rules) {
    wijk_status status = WIJK_OK;
    for (size_t rule = 0; rule < rules->count && status == WIJK_OK; rule++)
        status = ask(judging, &rules->list[rule]);
    return status;
}

static wijk_status ask_all(struct wijk__judging *judging) {
    static const struct wijk__rules *const all[] = {&wijk__household_rules, &wijk__plan_rules, &wijk__action_rules,
                                                    &wijk__coordination_rules, &wijk__step_rules, &wijk__wait_rules,
                                                    &wijk__care_rules, &wijk__request_rules, &wijk__measuring_rules,
                                                    &wijk__outcome_rules};
    wijk_status status = WIJK_OK;
    for (size_t i = 0; i < sizeof all / sizeof *all && status == WIJK_OK; i++)
        status = ask_each(judging, all[i]);
    return status;
}

struct wijk__judging wijk__judging_of(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on) {
    return (struct wijk__judging){.dossier = dossier,
                                  .context = dossier->context,
                                  .policy = dossier->policy,
                                  .state = view->state,
                                  .on = on,
                                  .known = view->known};
}

wijk_status wijk__judge_all(struct wijk__judging *judging) {
    const struct wijk__state *state = judging->state;
    if (!state->heads.open) /* the file of a team has nothing but what that team works on */
        return COUNT(state, improvements) > 0 ? ask_each(judging, &wijk__outcome_rules) : WIJK_OK;
    wijk_status status = mark_goals(judging);
    if (status == WIJK_OK)
        status = wijk__mark_safety(judging);
    if (status == WIJK_OK && state->heads.plan != WIJK__NO_ROW)
        status = wijk__parties_gather(judging, state->heads.plan, true, &judging->parties);
    if (status == WIJK_OK)
        status = ask_all(judging);
    wijk__parties_free(judging->context, &judging->parties);
    wijk__release(judging->context, judging->goals, COUNT(state, goals));
    wijk__release(judging->context, judging->safety, COUNT(state, safety));
    return status;
}
