/* Rules about actions: under a plan, begun in time, in their order, not twice, and held by somebody who is there. */
#include "dossier/rules/rules.h"

static bool runs(const struct wijk__row_actions *action) {
    return wijk__action_open(action) && action->paused == WIJK_DATE_NONE;
}

static wijk_status no_plan(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__heads *heads = &judging->state->heads;
    (void)row;
    return heads->open_actions > 0 && heads->plan == WIJK__NO_ROW ? wijk__tell(judging, NULL, NULL) : WIJK_OK;
}

static wijk_status not_begun(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    const struct wijk__row_actions *action = ROW(state, actions, row);
    if (action->from != WIJK_DATE_NONE || !wijk__lasts(action->until) || action->latest == WIJK_DATE_NONE)
        return WIJK_OK;
    uint32_t plan = wijk__state_find(state, WIJK__T_plans, action->plan.bytes, sizeof action->plan);
    if (ROW(state, plans, plan)->status == WIJK_PLAN_STATUS_CLOSED)
        return WIJK_OK;
    return wijk__tell_due(judging, &action->act, NULL, action->latest);
}

static wijk_status before_its_time(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    const struct wijk__row_dependencies *dependency = ROW(state, dependencies, row);
    uint32_t action = wijk__state_find(state, WIJK__T_actions, dependency->action.bytes, sizeof dependency->action);
    uint32_t on = wijk__state_find(state, WIJK__T_actions, dependency->on.bytes, sizeof dependency->on);
    if (!runs(ROW(state, actions, action)) || !wijk__lasts(ROW(state, actions, on)->until))
        return WIJK_OK;
    return wijk__tell(judging, &dependency->action, &dependency->on);
}

/* ---- the same twice ---- */

static bool same_help(const void *data, uint32_t a, uint32_t b) {
    const struct wijk__state *state = data;
    const struct wijk__row_actions *one = ROW(state, actions, a), *other = ROW(state, actions, b);
    return wijk__id_equal(&one->goal, &other->goal) &&
           wijk__span_equal(state, one->provision, wijk__text_of(state, other->provision));
}

static uint64_t hash_of(const struct wijk__judging *judging, const struct wijk__row_actions *action) {
    struct wijk__text provision = wijk__text_of(judging->state, action->provision);
    uint64_t hash = wijk__mix_id(judging->context->limits.hash_seed, &action->goal);
    return wijk__mix_key(hash, provision.data, provision.length);
}

/* Each that repeats another is told beside the first of them. */
static wijk_status find_twice(struct wijk__judging *judging, const wijk_id *plan, struct wijk__seen *seen) {
    const struct wijk__state *state = judging->state;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < COUNT(state, actions) && status == WIJK_OK; i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        if (!runs(action) || action->provision.offset == WIJK__NO_TEXT || !wijk__id_equal(&action->plan, plan))
            continue;
        uint32_t first = wijk__seen_put(seen, hash_of(judging, action), i, same_help, state);
        if (first != i)
            status = wijk__tell(judging, &ROW(state, actions, first)->act, &action->act);
    }
    return status;
}

static wijk_status twice(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    struct wijk__seen seen;
    (void)row;
    if (state->heads.plan == WIJK__NO_ROW || state->heads.open_actions < 2)
        return WIJK_OK;
    wijk_status status = wijk__seen_start(&seen, judging->context, COUNT(state, actions));
    if (status != WIJK_OK)
        return status;
    status = find_twice(judging, &ROW(state, plans, state->heads.plan)->act, &seen);
    wijk__seen_end(&seen);
    return status;
}

/* ---- nobody to do it ---- */

static wijk_status no_helper(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    const struct wijk__row_actions *action = ROW(state, actions, row);
    bool held = !wijk__id_is_none(&action->provider);
    if (!wijk__action_open(action))
        return WIJK_OK;
    if (!held)
        return action->class == WIJK_PROVISION_CLASS_INFORMAL ? wijk__tell(judging, &action->act, NULL) : WIJK_OK;
    if (action->holder != WIJK_PARTY_NETWORK || wijk__helper_here(state, &action->provider) != WIJK__NO_ROW)
        return WIJK_OK;
    return wijk__tell(judging, &action->act, &action->provider);
}

static const struct wijk__rule rules[] = {
    {WIJK_WK2022, 0, no_plan},
    {WIJK_WK2029, WIJK__T_actions, not_begun},
    {WIJK_WK2030, WIJK__T_dependencies, before_its_time},
    {WIJK_WK2031, 0, twice},
    {WIJK_WK2034, WIJK__T_actions, no_helper},
};
const struct wijk__rules wijk__action_rules = WIJK__RULES(rules);
