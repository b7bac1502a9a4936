/* Rules about waits, pauses and the pilot light. */
#include "dossier/rules/rules.h"

static bool open_wait(const struct wijk__row_waits *wait) { return wijk__lasts(wait->until); }

/* ---- who is responsible meanwhile ---- */

static bool coordinates(const struct wijk__state *state, const wijk_id *id) {
    const wijk_id *coordinator = wijk__coordinator_now(state);
    return coordinator != NULL && wijk__id_equal(coordinator, id);
}

static bool is_here(const struct wijk__state *state, const wijk_id *id) {
    uint32_t member = wijk__state_find(state, WIJK__T_members, id->bytes, sizeof id->bytes);
    return coordinates(state, id) || wijk__professional_here(state, id) != WIJK__NO_ROW ||
           wijk__helper_here(state, id) != WIJK__NO_ROW ||
           (member != WIJK__NO_ROW && wijk__lasts(ROW(state, members, member)->until));
}

static wijk_date later(wijk_date a, wijk_date b) { return a > b ? a : b; }

/* The day on which somebody who is not here was last here, as whatever; not before the wait. */
static wijk_date left_on(const struct wijk__state *state, const wijk_id *id, wijk_date began) {
    wijk_date left = began;
    uint32_t row = wijk__state_find(state, WIJK__T_professionals, id->bytes, sizeof id->bytes);
    if (row != WIJK__NO_ROW)
        left = later(left, ROW(state, professionals, row)->until);
    row = wijk__state_find(state, WIJK__T_members, id->bytes, sizeof id->bytes);
    if (row != WIJK__NO_ROW)
        left = later(left, ROW(state, members, row)->until);
    row = wijk__state_find(state, WIJK__T_network, id->bytes, sizeof id->bytes);
    if (row != WIJK__NO_ROW)
        left = later(left, ROW(state, network, row)->until);
    for (uint32_t i = COUNT(state, coordinators); i-- > 0;)
        if (wijk__id_equal(&ROW(state, coordinators, i)->professional, id))
            return later(left, ROW(state, coordinators, i)->until);
    return left;
}

/* No day without somebody responsible: the day on which somebody leaves is the last one to name another. */
static wijk_status interim_left(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_waits *wait = ROW(judging->state, waits, row);
    if (!open_wait(wait) || is_here(judging->state, &wait->interim))
        return WIJK_OK;
    return wijk__tell_matter(judging, &(struct wijk__matter){.subject = &wait->act,
                                                             .other = &wait->interim,
                                                             .due = left_on(judging->state, &wait->interim, wait->from),
                                                             .from = WIJK_DATE_NONE});
}

/* ---- how long it takes ---- */

static wijk_status not_bridged(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_waits *wait = ROW(judging->state, waits, row);
    if (!open_wait(wait) || wait->bridged > 0)
        return WIJK_OK;
    return wijk__tell_due(judging, &wait->act, NULL, wijk__term(judging, wait->from, WIJK__TERM_BRIDGE));
}

static wijk_status past_expected(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_waits *wait = ROW(judging->state, waits, row);
    return open_wait(wait) ? wijk__tell_due(judging, &wait->act, NULL, wait->expected) : WIJK_OK;
}

static wijk_status not_checked(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_waits *wait = ROW(judging->state, waits, row);
    if (!open_wait(wait))
        return WIJK_OK;
    return wijk__tell_due(judging, &wait->act, NULL,
                          wijk__term(judging, later(wait->from, wait->checked), WIJK__TERM_SAFETY));
}

static wijk_status past_norm(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_waits *wait = ROW(judging->state, waits, row);
    if (!open_wait(wait) || wait->waits_for != WIJK_WAIT_FOR_PROVIDER)
        return WIJK_OK;
    return wijk__tell_due(judging, &wait->act, NULL, wijk__term(judging, wait->from, WIJK__TERM_WAIT));
}

/* ---- the pilot light and the pause: there is one of each at most ---- */

static wijk_status no_contact(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    (void)row;
    if (state->heads.pilot_light == WIJK__NO_ROW)
        return WIJK_OK;
    const struct wijk__row_pilot_lights *light = ROW(state, pilot_lights, state->heads.pilot_light);
    return wijk__tell_due(judging, &light->act, NULL, light->due);
}

static wijk_status past_pause(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    (void)row;
    if (state->heads.case_pause == WIJK__NO_ROW)
        return WIJK_OK;
    const struct wijk__row_case_pauses *pause = ROW(state, case_pauses, state->heads.case_pause);
    return wijk__tell_due(judging, &pause->act, NULL, pause->expected);
}

static const struct wijk__rule rules[] = {
    {WIJK_WK4021, WIJK__T_waits, not_bridged},   {WIJK_WK4022, 0, no_contact},
    {WIJK_WK4027, WIJK__T_waits, interim_left},  {WIJK_WK4028, WIJK__T_waits, past_expected},
    {WIJK_WK4029, WIJK__T_waits, not_checked},   {WIJK_WK4030, WIJK__T_waits, past_norm},
    {WIJK_WK4041, 0, past_pause},
};
const struct wijk__rules wijk__wait_rules = WIJK__RULES(rules);
