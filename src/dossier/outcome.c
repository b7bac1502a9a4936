/* Outcome: how far the goals were reached, by whom it is said. */
#include "dossier/fold.h"

wijk_status wijk__fold_goal_score(struct wijk__fold *fold) {
    CHANGE(fold, goals, wijk__ref(fold, WIJK_GOAL_SCORE_GOAL), goal);
    goal->reviewed = fold->act->valid;
    MAKE(fold, goal_scores, goal_score, score);
    return WIJK_OK;
}
