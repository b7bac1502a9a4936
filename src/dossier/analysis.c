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
    bool applies = !wijk__has(fold->act, WIJK_DOMAIN_ASSESS_APPLICABLE) ||
                   fold->act->fields[WIJK_DOMAIN_ASSESS_APPLICABLE - 1].number != 0;
    if (!applies && wijk__has(fold->act, WIJK_DOMAIN_ASSESS_LEVEL))
        return wijk__refuse(fold, WIJK_WK2011, fold->act->fields[WIJK_DOMAIN_ASSESS_ANALYSIS - 1].id, NULL);
    MAKE(fold, domains, domain_assess, domain);
    domain->applicable = applies;
    return WIJK_OK;
}

wijk_status wijk__fold_problem_identify(struct wijk__fold *fold) {
    wijk_status status = must_be_open(fold, wijk__ref(fold, WIJK_PROBLEM_IDENTIFY_ANALYSIS));
    if (status != WIJK_OK)
        return status;
    MAKE(fold, problems, problem_identify, problem);
    return REGISTER_LAST(fold, problems);
}

wijk_status wijk__fold_problem_leave(struct wijk__fold *fold) {
    CHANGE(fold, problems, wijk__ref(fold, WIJK_PROBLEM_LEAVE_PROBLEM), problem);
    wijk__change_problem_leave(problem, fold->act, fold->state->texts);
    problem->left = fold->act->valid;
    return WIJK_OK;
}

wijk_status wijk__fold_strength_identify(struct wijk__fold *fold) {
    wijk_status status = must_be_open(fold, wijk__ref(fold, WIJK_STRENGTH_IDENTIFY_ANALYSIS));
    if (status != WIJK_OK)
        return status;
    MAKE(fold, strengths, strength_identify, strength);
    return WIJK_OK;
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

/* ---- how complete it is ---- */

static bool says(const struct wijk__state *state, const struct wijk__row_domains *row, const wijk_id *analysis,
                 struct wijk__text domain) {
    return wijk__id_equal(&row->analysis, analysis) && wijk__span_equal(state, row->domain, domain);
}

static bool assessed_for(const struct wijk__state *state, const wijk_id *analysis, struct wijk__text domain,
                         const wijk_id *person) {
    for (uint32_t i = COUNT(state, domains); i-- > 0;) {
        const struct wijk__row_domains *row = ROW(state, domains, i);
        if (says(state, row, analysis, domain) && wijk__id_equal(&row->person, person))
            return true;
    }
    return false;
}

bool wijk__domain_assessed(const struct wijk__state *state, const wijk_id *analysis, struct wijk__text domain,
                           wijk_date on) {
    const wijk_id household = {{0}};
    uint32_t members = 0;
    if (assessed_for(state, analysis, domain, &household))
        return true;
    for (uint32_t i = 0; i < COUNT(state, members); i++) {
        const struct wijk__row_members *member = ROW(state, members, i);
        if (!wijk__member_on(member, on))
            continue;
        members++;
        if (!assessed_for(state, analysis, domain, &member->person))
            return false;
    }
    return members > 0;
}

/* ---- which problems have a goal ---- */

static bool goal_lasts(const struct wijk__row_goals *goal) { return wijk__lasts(goal->until); }

static bool goal_achieved(const struct wijk__row_goals *goal) {
    return !wijk__lasts(goal->until) && goal->achievement == WIJK_ACHIEVEMENT_ACHIEVED;
}

/* Whether any goal for a problem, its first or one that was linked to it later, is such a one. */
static bool some_goal(const struct wijk__state *state, const struct wijk__row_problems *problem,
                      bool (*such)(const struct wijk__row_goals *goal)) {
    for (uint32_t i = 0; i < COUNT(state, goals); i++)
        if (wijk__id_equal(&ROW(state, goals, i)->problem, &problem->act) && such(ROW(state, goals, i)))
            return true;
    for (uint32_t i = 0; i < COUNT(state, goal_problems); i++) {
        const struct wijk__row_goal_problems *link = ROW(state, goal_problems, i);
        if (wijk__id_equal(&link->problem, &problem->act) &&
            such(ROW(state, goals, wijk__state_find(state, WIJK__T_goals, link->goal.bytes, sizeof link->goal))))
            return true;
    }
    return false;
}

bool wijk__problem_covered(const struct wijk__state *state, const struct wijk__row_problems *problem) {
    return problem->severity == WIJK_PROBLEM_SEVERITY_MILD || problem->left != WIJK_DATE_NONE ||
           some_goal(state, problem, goal_lasts) || some_goal(state, problem, goal_achieved);
}

bool wijk__problem_stands(const struct wijk__state *state, const struct wijk__row_problems *problem) {
    return !some_goal(state, problem, goal_achieved) || some_goal(state, problem, goal_lasts);
}
