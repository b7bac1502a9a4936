/* Rules about requests, waits and the pilot light. */
#include "dossier/rules.h"

static wijk_status not_bridged(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_waits *wait = ROW(judging->state, waits, row);
    if (!wijk__lasts(wait->until) || wait->bridged > 0)
        return WIJK_OK;
    return wijk__tell_due(judging, &wait->act, NULL, wijk__term(judging, wait->from, WIJK__TERM_BRIDGE));
}

/* Frames that no dossier made may hold any interval. */
static wijk_date after(wijk_date since, int64_t interval) {
    int64_t day;
    if (__builtin_add_overflow((int64_t)since, interval, &day) || day > WIJK_DATE_MAX)
        return WIJK_DATE_NONE;
    return day < since ? since : (wijk_date)day;
}

static wijk_status no_contact(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    (void)row;
    if (state->heads.pilot_light == WIJK__NO_ROW)
        return WIJK_OK;
    const struct wijk__row_pilot_lights *light = ROW(state, pilot_lights, state->heads.pilot_light);
    wijk_date since = light->last_contact != WIJK_DATE_NONE ? light->last_contact : light->from;
    return wijk__tell_due(judging, &light->act, NULL, after(since, light->interval));
}

static wijk_status not_answered(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_requests *request = ROW(judging->state, requests, row);
    if (request->decided != WIJK_DATE_NONE)
        return WIJK_OK;
    return wijk__tell_due(judging, &request->act, NULL, wijk__term(judging, request->received, WIJK__TERM_REQUEST));
}

static const struct wijk__rule rules[] = {
    {WIJK_WK4021, WIJK__T_waits, not_bridged},
    {WIJK_WK4022, 0, no_contact},
    {WIJK_WK6020, WIJK__T_requests, not_answered},
};
const struct wijk__rules wijk__path_rules = WIJK__RULES(rules);
