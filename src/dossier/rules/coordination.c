/* Rules about coordination: offers that wait, claims, duties, and who had better not coordinate. */
#include "dossier/rules/rules.h"

static wijk_status not_answered(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    (void)row;
    if (state->heads.offer == WIJK__NO_ROW)
        return WIJK_OK;
    const struct wijk__row_offers *offer = ROW(state, offers, state->heads.offer);
    wijk_date due = offer->answer_by != WIJK_DATE_NONE ? offer->answer_by
                                                       : wijk__term(judging, offer->offered, WIJK__TERM_OFFER);
    return wijk__tell_due(judging, &offer->act, NULL, due);
}

static wijk_status claimed(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_claims *claim = ROW(judging->state, claims, row);
    return claim->resolved == WIJK_DATE_NONE ? wijk__tell(judging, &claim->act, &claim->party) : WIJK_OK;
}

static wijk_status reopened(struct wijk__judging *judging, uint32_t row) {
    bool again = COUNT(judging->state, episodes) > 1;
    (void)row;
    return again && wijk__coordinator_now(judging->state) == NULL ? wijk__tell(judging, NULL, NULL) : WIJK_OK;
}

/* ---- duties ---- */

static wijk_status tell_duty(struct wijk__judging *judging, const wijk_id *coordinator,
                             const struct wijk__duty_state *duty) {
    if (duty->due == WIJK_DATE_NONE)
        return WIJK_OK;
    wijk_status status = wijk__tell_matter(judging, &(struct wijk__matter){.subject = coordinator,
                                                                           .key = duty->duty->key,
                                                                           .due = duty->due,
                                                                           .from = duty->due + 1});
    if (status != WIJK_OK)
        return status;
    return wijk__miss(judging, WIJK_FACT_DUTY_PERFORMED, coordinator, duty->duty->key);
}

static wijk_status duties(struct wijk__judging *judging, uint32_t row) {
    const wijk_id *coordinator = wijk__coordinator_now(judging->state);
    struct wijk__duty_state *list;
    uint32_t count;
    (void)row;
    wijk_status status = wijk__duties_gather(judging, &list, &count);
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++)
        status = tell_duty(judging, coordinator, &list[i]);
    wijk__duties_free(judging->context, list, count);
    return status;
}

/* ---- independence ---- */

static const struct wijk__row_actions *open_action_of(const struct wijk__state *state, const wijk_id *provider) {
    for (uint32_t i = 0; provider != NULL && state->heads.open_actions > 0 && i < COUNT(state, actions); i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        if (wijk__action_open(action) && wijk__id_equal(&action->provider, provider))
            return action;
    }
    return NULL;
}

static wijk_status coordinator_helps(struct wijk__judging *judging, uint32_t row) {
    const wijk_id *coordinator = wijk__coordinator_now(judging->state);
    const struct wijk__row_actions *action = open_action_of(judging->state, coordinator);
    (void)row;
    return action != NULL ? wijk__tell(judging, coordinator, &action->act) : WIJK_OK;
}

/* Somebody who has, or had, a role here that is kept apart from another that the same one has now. */
static wijk_status apart(struct wijk__judging *judging, const wijk_id *professional, struct wijk__text role,
                         const wijk_id *other) {
    if (judging->policy == NULL || professional == NULL)
        return WIJK_OK;
    const struct wijk__row_professionals *row =
        wijk__had_role_apart(judging->state, judging->policy, professional, role);
    return row != NULL ? wijk__tell(judging, professional, other ? other : &row->act) : WIJK_OK;
}

static wijk_status dependent(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    uint32_t acting = state->heads.acting;
    (void)row;
    wijk_status status = apart(judging, wijk__coordinator_now(state), wijk__coordinator_role, NULL);
    if (status != WIJK_OK || acting == WIJK__NO_ROW)
        return status;
    return apart(judging, &ROW(state, acting, acting)->professional, wijk__coordinator_role, NULL);
}

static wijk_status supports(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_professionals *professional = ROW(judging->state, professionals, row);
    struct wijk__text role = wijk__text_of(judging->state, professional->role);
    return wijk__lasts(professional->until) ? apart(judging, &professional->professional, role, NULL) : WIJK_OK;
}

static wijk_status helps(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_actions *action = ROW(judging->state, actions, row);
    if (!wijk__action_open(action) || wijk__id_is_none(&action->provider))
        return WIJK_OK;
    return apart(judging, &action->provider, wijk__provider_role, &action->act);
}

/* ---- an absence ---- */

static wijk_status acting_too_long(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    (void)row;
    if (state->heads.acting == WIJK__NO_ROW)
        return WIJK_OK;
    const struct wijk__row_acting *acting = ROW(state, acting, state->heads.acting);
    return wijk__tell_due(judging, &acting->act, NULL, acting->expected);
}

static const struct wijk__rule rules[] = {
    {WIJK_WK3006, 0, dependent},
    {WIJK_WK3006, WIJK__T_professionals, supports},
    {WIJK_WK3006, WIJK__T_actions, helps},
    {WIJK_WK3020, 0, not_answered},
    {WIJK_WK3021, WIJK__T_claims, claimed},
    {WIJK_WK3022, 0, reopened},
    {WIJK_WK3023, 0, duties},
    {WIJK_WK3024, 0, coordinator_helps},
    {WIJK_WK3025, 0, acting_too_long},
};
const struct wijk__rules wijk__coordination_rules = WIJK__RULES(rules);
