/* Analysis: the problems are looked at as a whole before goals are set. */
#include "dossier/fold.h"

wijk_status wijk__fold_analysis_open(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    if (state->heads.analysis != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK2010, &ROW(state, analyses, state->heads.analysis)->act, NULL);
    MAKE(fold, analyses, analysis_open, analysis);
    state->heads.analysis = LAST(fold, analyses);
    return REGISTER_LAST(fold, analyses);
}

/* An analysis that is concluded, or that ended with the dossier, takes nothing more. */
static wijk_status must_be_open(struct wijk__fold *fold, uint32_t analysis) {
    if (fold->state->heads.analysis == analysis)
        return WIJK_OK;
    return wijk__refuse(fold, WIJK_WK2009, &ROW(fold->state, analyses, analysis)->act, NULL);
}

wijk_status wijk__fold_domain_assess(struct wijk__fold *fold) {
    wijk_status status = must_be_open(fold, wijk__ref(fold, WIJK_DOMAIN_ASSESS_ANALYSIS));
    if (status != WIJK_OK)
        return status;
    MAKE(fold, domains, domain_assess, domain);
    return WIJK_OK;
}

wijk_status wijk__fold_problem_identify(struct wijk__fold *fold) {
    wijk_status status = must_be_open(fold, wijk__ref(fold, WIJK_PROBLEM_IDENTIFY_ANALYSIS));
    if (status != WIJK_OK)
        return status;
    MAKE(fold, problems, problem_identify, problem);
    return REGISTER_LAST(fold, problems);
}

wijk_status wijk__fold_analysis_conclude(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_ANALYSIS_CONCLUDE_ANALYSIS);
    wijk_status status = must_be_open(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, analyses, row, analysis);
    analysis->concluded = fold->act->valid;
    fold->state->heads.analysis = WIJK__NO_ROW;
    return WIJK_OK;
}

wijk_status wijk__end_analysis(struct wijk__fold *fold) {
    fold->state->heads.analysis = WIJK__NO_ROW;
    return WIJK_OK;
}
