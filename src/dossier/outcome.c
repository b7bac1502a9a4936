/* Outcome: how far the goals were reached, by whom it is said; and what a team or a municipality does about an indicator
 * that fell below its floor. That is no matter of a household, so it stands in a file of its own: a dossier that nobody
 * opens. */
#include "dossier/fold.h"

wijk_status wijk__fold_goal_score(struct wijk__fold *fold) {
    CHANGE(fold, goals, wijk__ref(fold, WIJK_GOAL_SCORE_GOAL), goal);
    goal->reviewed = fold->act->valid;
    MAKE(fold, goal_scores, goal_score, score);
    return WIJK_OK;
}

static wijk_status no_household(struct wijk__fold *fold) {
    const struct wijk__state *state = fold->state;
    return state->heads.opened ? wijk__refuse(fold, WIJK_WK5001, &ROW(state, dossiers, 0)->act, NULL) : WIJK_OK;
}

wijk_status wijk__fold_improvement_start(struct wijk__fold *fold) {
    wijk_status status = no_household(fold);
    if (status != WIJK_OK)
        return status;
    MAKE(fold, improvements, improvement_start, track);
    return REGISTER_LAST(fold, improvements);
}

static wijk_status track_lasts(struct wijk__fold *fold, uint32_t row) {
    const struct wijk__row_improvements *track = ROW(fold->state, improvements, row);
    return wijk__lasts(track->until) ? WIJK_OK : wijk__refuse(fold, WIJK_WK5003, &track->act, NULL);
}

/* Another review only when the act says so: a day that was agreed and has been kept is no day any more. */
wijk_status wijk__fold_improvement_review(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_IMPROVEMENT_REVIEW_IMPROVEMENT);
    wijk_status status = track_lasts(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, improvements, row, track);
    track->review = WIJK_DATE_NONE;
    track->reviewed = fold->act->valid;
    wijk__change_improvement_review(track, fold->act, fold->state->texts);
    return WIJK_OK;
}

wijk_status wijk__fold_improvement_end(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_IMPROVEMENT_END_IMPROVEMENT);
    wijk_status status = track_lasts(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, improvements, row, track);
    track->until = fold->act->valid;
    wijk__change_improvement_end(track, fold->act, fold->state->texts);
    return WIJK_OK;
}

wijk_status wijk__fold_variation_explain(struct wijk__fold *fold) {
    wijk_status status = no_household(fold);
    if (status != WIJK_OK)
        return status;
    MAKE(fold, variations, variation_explain, variation);
    return REGISTER_LAST(fold, variations);
}
