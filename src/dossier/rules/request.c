/* Rules about requests. */
#include "dossier/rules/rules.h"

static wijk_status not_answered(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_requests *request = ROW(judging->state, requests, row);
    if (request->decided != WIJK_DATE_NONE)
        return WIJK_OK;
    return wijk__tell_due(judging, &request->act, NULL, wijk__term(judging, request->received, WIJK__TERM_REQUEST));
}

static const struct wijk__rule rules[] = {
    {WIJK_WK6020, WIJK__T_requests, not_answered},
};
const struct wijk__rules wijk__request_rules = WIJK__RULES(rules);
