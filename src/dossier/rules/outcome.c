/* Rules about outcome: what got better has something to show for it, and what was promised for a team is looked at. */
#include "dossier/rules/rules.h"

static wijk_status unexplained(struct wijk__judging *judging, uint32_t row) {
    uint32_t count = COUNT(judging->state, goals);
    uint8_t *trails;
    (void)row;
    if (count == 0 || COUNT(judging->state, goal_scores) == 0)
        return WIJK_OK;
    wijk_status status = wijk__goal_trails(judging->context, judging->state, &trails);
    if (status != WIJK_OK)
        return status;
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++)
        if ((trails[i] & (WIJK__TRAIL_IMPROVED | WIJK__TRAIL_ACTED)) == WIJK__TRAIL_IMPROVED)
            status = wijk__tell(judging, &ROW(judging->state, goals, i)->act, NULL);
    wijk__release(judging->context, trails, count);
    return status;
}

static wijk_status not_reviewed(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_improvements *track = ROW(judging->state, improvements, row);
    if (!wijk__lasts(track->until))
        return WIJK_OK;
    return wijk__tell_due(judging, &track->act, NULL, track->review);
}

static const struct wijk__rule rules[] = {
    {WIJK_WK5021, 0, unexplained},
    {WIJK_WK5022, WIJK__T_improvements, not_reviewed},
};
const struct wijk__rules wijk__outcome_rules = WIJK__RULES(rules);
