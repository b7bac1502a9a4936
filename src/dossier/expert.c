/* The ring of experts (expertschil) around the team, and temporary support structures with an assignment and an end. */
#include "dossier/fold.h"

wijk_status wijk__fold_expert_consult(struct wijk__fold *fold) {
    MAKE(fold, consults, expert_consult, consult);
    return REGISTER_LAST(fold, consults);
}

wijk_status wijk__fold_expert_answer(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_EXPERT_ANSWER_CONSULT);
    const struct wijk__row_consults *before = ROW(fold->state, consults, row);
    if (before->answered != WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK4060, &before->act, NULL);
    CHANGE(fold, consults, row, consult);
    consult->answered = fold->act->valid;
    wijk__change_expert_answer(consult, fold->act, fold->state->texts);
    return WIJK_OK;
}

bool wijk__consult_about(const struct wijk__state *state, const struct wijk__row_consults *consult,
                         const struct wijk__row_problems *problem, struct wijk__text expertise) {
    return (wijk__id_is_none(&consult->problem) || wijk__id_equal(&consult->problem, &problem->act)) &&
           wijk__span_equal(state, consult->expertise, expertise);
}

/* A problem that was left for a reason, or that is solved, asks for nobody. */
bool wijk__demands_expert(const struct wijk__state *state, const struct wijk__demand *demand,
                          const struct wijk__row_problems *problem) {
    return problem->left == WIJK_DATE_NONE && problem->severity >= demand->severity &&
           wijk__span_equal(state, problem->kind, demand->problem) && wijk__problem_stands(state, problem);
}

/* ---- support structures ---- */

static wijk_status support_lasts(struct wijk__fold *fold, uint32_t row) {
    const struct wijk__row_supports *support = ROW(fold->state, supports, row);
    return wijk__lasts(support->until) ? WIJK_OK : wijk__refuse(fold, WIJK_WK4061, &support->act, NULL);
}

wijk_status wijk__fold_support_begin(struct wijk__fold *fold) {
    MAKE(fold, supports, support_begin, support);
    return REGISTER_LAST(fold, supports);
}

/* Another review only when the act says so: a day that was agreed and has been kept is no day any more. */
wijk_status wijk__fold_support_review(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_SUPPORT_REVIEW_SUPPORT);
    wijk_status status = support_lasts(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, supports, row, support);
    support->review = WIJK_DATE_NONE;
    support->reviewed = fold->act->valid;
    wijk__change_support_review(support, fold->act, fold->state->texts);
    return WIJK_OK;
}

wijk_status wijk__fold_support_end(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_SUPPORT_END_SUPPORT);
    wijk_status status = support_lasts(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, supports, row, support);
    support->until = fold->act->valid;
    wijk__change_support_end(support, fold->act, fold->state->texts);
    return WIJK_OK;
}

wijk_status wijk__end_supports(struct wijk__fold *fold) {
    for (uint32_t i = 0; i < COUNT(fold->state, supports); i++) {
        if (!wijk__lasts(ROW(fold->state, supports, i)->until))
            continue;
        CHANGE(fold, supports, i, support);
        support->until = fold->act->valid;
    }
    return WIJK_OK;
}
