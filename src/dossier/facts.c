/* Facts that conditions ask for, and conditions. Each fact is one small function that names whom or what it misses. */
#include "dossier/facts.h"

/* What only another proposal would supply, or a consultation on a step that there is not. */
static bool out_of_reach(enum wijk__reach reach, wijk_act_type mend) {
    return (mend == WIJK_ACT_STEP_PROPOSE && reach != WIJK__REACH_ALL) ||
           (mend == WIJK_ACT_CLIENT_CONSULT && reach == WIJK__REACH_NO_STEP);
}

wijk_status wijk__lack_key(struct wijk__lacking *missing, wijk_fact fact, const wijk_id *subject,
                           struct wijk__text key) {
    wijk_act_type mend = wijk__fact_def(fact)->mend;
    if (missing->count == 0)
        missing->mend = mend;
    missing->count += out_of_reach(missing->reach, mend) ? WIJK__OUT_OF_REACH : 1;
    return wijk__findings_add_missing(missing->findings, fact, subject, key);
}

wijk_status wijk__lack(struct wijk__lacking *missing, wijk_fact fact, const wijk_id *subject) {
    return wijk__lack_key(missing, fact, subject, (struct wijk__text){NULL, 0});
}

bool wijk__recent(const struct wijk__question *question, wijk_date day, int32_t within_days) {
    return day != WIJK_DATE_NONE && (within_days < 0 || (int64_t)question->on - day <= within_days);
}

static FACT(members_heard) {
    for (uint32_t i = 0; i < COUNT(q->state, members); i++) {
        const struct wijk__row_members *member = ROW(q->state, members, i);
        bool heard = wijk__hearing_counts(q->state, q->policy, member, q->on) &&
                     wijk__recent(q, member->heard, asked->within_days);
        if (!wijk__member_on(member, q->on) || heard || wijk__recent(q, member->excused, asked->within_days))
            continue;
        wijk_status status = wijk__lack(missing, WIJK_FACT_MEMBERS_HEARD, &member->person);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

static FACT(analysis_concluded) {
    for (uint32_t i = COUNT(q->state, analyses); i-- > 0;)
        if (wijk__recent(q, ROW(q->state, analyses, i)->concluded, asked->within_days))
            return WIJK_OK;
    return wijk__lack(missing, WIJK_FACT_ANALYSIS_CONCLUDED, NULL);
}

static const wijk_id *plan_id(const struct wijk__question *q) {
    return q->plan == WIJK__NO_ROW ? NULL : &ROW(q->state, plans, q->plan)->act;
}

/* The goals of the plan that are not ended, one after the other from `*place` on. */
static const struct wijk__row_goals *next_goal(const struct wijk__question *q, uint32_t *place) {
    while (q->plan != WIJK__NO_ROW && *place < COUNT(q->state, goals)) {
        const struct wijk__row_goals *goal = ROW(q->state, goals, (*place)++);
        if (wijk__lasts(goal->until) && wijk__id_equal(&goal->plan, plan_id(q)))
            return goal;
    }
    return NULL;
}

static FACT(goals_set) {
    uint32_t place = 0;
    (void)asked;
    return next_goal(q, &place) ? WIJK_OK : wijk__lack(missing, WIJK_FACT_GOALS_SET, plan_id(q));
}

static FACT(goals_measurable) {
    uint32_t place = 0;
    (void)asked;
    for (const struct wijk__row_goals *goal; (goal = next_goal(q, &place)) != NULL;) {
        wijk_status status = wijk__goal_measurable(goal) ? WIJK_OK
                                                         : wijk__lack(missing, WIJK_FACT_GOALS_MEASURABLE, &goal->act);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

static FACT(goals_scored) {
    uint32_t place = 0;
    for (const struct wijk__row_goals *goal; (goal = next_goal(q, &place)) != NULL;) {
        bool scored = false;
        for (uint32_t i = COUNT(q->state, goal_scores); i-- > 0 && !scored;) {
            const struct wijk__row_goal_scores *score = ROW(q->state, goal_scores, i);
            scored = wijk__id_equal(&score->goal, &goal->act) && wijk__recent(q, score->scored, asked->within_days);
        }
        wijk_status status = scored ? WIJK_OK : wijk__lack(missing, WIJK_FACT_GOALS_SCORED, &goal->act);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

/* Every goal of the plan, those that stand too: only what was achieved counts. */
static FACT(goals_achieved) {
    uint32_t of_plan = 0;
    (void)asked;
    for (uint32_t i = 0; q->plan != WIJK__NO_ROW && i < COUNT(q->state, goals); i++) {
        const struct wijk__row_goals *goal = ROW(q->state, goals, i);
        if (!wijk__id_equal(&goal->plan, plan_id(q)))
            continue;
        of_plan++;
        wijk_status status = goal->achievement == WIJK_ACHIEVEMENT_ACHIEVED
                                 ? WIJK_OK
                                 : wijk__lack(missing, WIJK_FACT_GOALS_ACHIEVED, &goal->act);
        if (status != WIJK_OK)
            return status;
    }
    return of_plan > 0 ? WIJK_OK : wijk__lack(missing, WIJK_FACT_GOALS_ACHIEVED, plan_id(q));
}

/* How a goal went when it was last looked at; NULL: never. A change of the goal since then says nothing of that. */
static const struct wijk__row_goal_reviews *last_review(const struct wijk__question *q, const wijk_id *goal) {
    for (uint32_t i = COUNT(q->state, goal_reviews); i-- > 0;)
        if (wijk__id_equal(&ROW(q->state, goal_reviews, i)->goal, goal))
            return ROW(q->state, goal_reviews, i);
    return NULL;
}

static FACT(goal_worsening) {
    uint32_t place = 0;
    for (const struct wijk__row_goals *goal; (goal = next_goal(q, &place)) != NULL;) {
        const struct wijk__row_goal_reviews *last = last_review(q, &goal->act);
        if (last != NULL && last->progress == WIJK_PROGRESS_WORSENING &&
            wijk__recent(q, last->reviewed, asked->within_days))
            return wijk__holds(missing, &goal->act);
    }
    return wijk__lack(missing, WIJK_FACT_GOAL_WORSENING, plan_id(q));
}

/* Whether somebody accepted the plan as it is. */
static bool accepted(const struct wijk__question *q, const wijk_id *person, int32_t within_days) {
    for (uint32_t i = q->plan == WIJK__NO_ROW ? 0 : COUNT(q->state, acceptances); i-- > 0;) {
        const struct wijk__row_acceptances *acceptance = ROW(q->state, acceptances, i);
        if (wijk__id_equal(&acceptance->plan, plan_id(q)) &&
            acceptance->version == ROW(q->state, plans, q->plan)->version &&
            wijk__id_equal(&acceptance->person, person) && wijk__recent(q, acceptance->accepted, within_days))
            return true;
    }
    return false;
}

/* The same, or whoever represents that member in law did. */
static bool accepted_by(const struct wijk__question *q, const wijk_id *person, int32_t within_days) {
    if (accepted(q, person, within_days))
        return true;
    for (uint32_t i = 0; i < COUNT(q->state, relations); i++) {
        const struct wijk__row_relations *relation = ROW(q->state, relations, i);
        if (wijk__id_equal(&relation->of, person) && wijk__relation_represents(relation, q->on) &&
            accepted(q, &relation->person, within_days))
            return true;
    }
    return false;
}

static FACT(plan_accepted) {
    for (uint32_t i = 0; i < COUNT(q->state, members); i++) {
        const struct wijk__row_members *member = ROW(q->state, members, i);
        if (!wijk__member_on(member, q->on) || !wijk__must_accept(q->policy, member, q->on) ||
            accepted_by(q, &member->person, asked->within_days))
            continue;
        wijk_status status = wijk__lack(missing, WIJK_FACT_PLAN_ACCEPTED, &member->person);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

/* Who gives more than one thing is asked about once: what is missing is counted to find the smallest set. */
static bool gave_before(const struct wijk__question *q, uint32_t action) {
    const wijk_id *provider = &ROW(q->state, actions, action)->provider;
    for (uint32_t i = 0; i < action; i++)
        if (wijk__id_equal(&ROW(q->state, actions, i)->provider, provider) &&
            wijk__action_given(ROW(q->state, actions, i), plan_id(q)))
            return true;
    return false;
}

static FACT(providers_agreed) {
    (void)asked;
    for (uint32_t i = 0; q->plan != WIJK__NO_ROW && i < COUNT(q->state, actions); i++) {
        const struct wijk__row_actions *action = ROW(q->state, actions, i);
        if (!wijk__action_given(action, plan_id(q)) || accepted_by(q, &action->provider, -1) || gave_before(q, i))
            continue;
        wijk_status status = wijk__lack(missing, WIJK_FACT_PROVIDERS_AGREED, &action->provider);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

/* The analysis that was opened last: each life domain of the policy for the household, or for every member. */
static FACT(domains_assessed) {
    uint32_t last = COUNT(q->state, analyses) - 1; /* wraps around when there is none */
    (void)asked;
    for (uint32_t i = 0; i < wijk__policy_count(q->policy, WIJK_LIST_DOMAINS); i++) {
        struct wijk__text domain = wijk__policy_key(q->policy, WIJK_LIST_DOMAINS, i);
        const wijk_id *analysis = last == WIJK__NO_ROW ? NULL : &ROW(q->state, analyses, last)->act;
        if (analysis != NULL && wijk__domain_assessed(q->state, analysis, domain, q->on))
            continue;
        wijk_status status = wijk__lack_key(missing, WIJK_FACT_DOMAINS_ASSESSED, analysis, domain);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

static FACT(problems_covered) {
    (void)asked;
    for (uint32_t i = 0; i < COUNT(q->state, problems); i++) {
        const struct wijk__row_problems *problem = ROW(q->state, problems, i);
        if (wijk__problem_covered(q->state, problem))
            continue;
        wijk_status status = wijk__lack(missing, WIJK_FACT_PROBLEMS_COVERED, &problem->act);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

static FACT(plan_active) {
    (void)asked;
    return q->state->heads.plan != WIJK__NO_ROW ? WIJK_OK : wijk__lack(missing, WIJK_FACT_PLAN_ACTIVE, NULL);
}

static FACT(coordinator_present) {
    (void)asked;
    return q->state->heads.coordinator != WIJK__NO_ROW ? WIJK_OK
                                                       : wijk__lack(missing, WIJK_FACT_COORDINATOR_PRESENT, NULL);
}

static FACT(request_decided) {
    (void)asked;
    for (uint32_t i = 0; i < COUNT(q->state, requests); i++) {
        const struct wijk__row_requests *request = ROW(q->state, requests, i);
        if (request->decided != WIJK_DATE_NONE)
            continue;
        wijk_status status = wijk__lack(missing, WIJK_FACT_REQUEST_DECIDED, &request->act);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

static const wijk__fact_function functions[] = {
    [WIJK_FACT_MEMBERS_HEARD] = members_heard,
    [WIJK_FACT_ANALYSIS_CONCLUDED] = analysis_concluded,
    [WIJK_FACT_GOALS_SET] = goals_set,
    [WIJK_FACT_GOALS_MEASURABLE] = goals_measurable,
    [WIJK_FACT_PLAN_ACCEPTED] = plan_accepted,
    [WIJK_FACT_PLAN_ACTIVE] = plan_active,
    [WIJK_FACT_COORDINATOR_PRESENT] = coordinator_present,
    [WIJK_FACT_CLIENT_CONSULTED] = wijk__client_consulted,
    [WIJK_FACT_WAIT_BRIDGED] = wijk__wait_bridged,
    [WIJK_FACT_REQUEST_DECIDED] = request_decided,
    [WIJK_FACT_GOALS_SCORED] = goals_scored,
    [WIJK_FACT_DOMAINS_ASSESSED] = domains_assessed,
    [WIJK_FACT_PROBLEMS_COVERED] = problems_covered,
    [WIJK_FACT_PROVIDERS_AGREED] = providers_agreed,
    [WIJK_FACT_CHILDREN_CONSULTED] = wijk__children_consulted,
    [WIJK_FACT_NOBODY_DISSENTS] = wijk__nobody_dissents,
    [WIJK_FACT_EXPERT_ADVISED] = wijk__expert_advised,
    [WIJK_FACT_SAFETY_WEIGHED] = wijk__safety_weighed,
    [WIJK_FACT_ACUTELY_UNSAFE] = wijk__acutely_unsafe,
    [WIJK_FACT_SIGNAL_OPEN] = wijk__signal_open,
    [WIJK_FACT_DAYS_IN_TIER] = wijk__days_in_tier,
    [WIJK_FACT_DOMAIN_LEVEL] = wijk__domain_level,
    [WIJK_FACT_GOALS_ACHIEVED] = goals_achieved,
    [WIJK_FACT_GOAL_WORSENING] = goal_worsening,
    [WIJK_FACT_STEP_MOTIVATED] = wijk__step_motivated,
    [WIJK_FACT_STEP_EVIDENCED] = wijk__step_evidenced,
    [WIJK_FACT_IN_TIER] = wijk__in_tier,
    [WIJK_FACT_PROBLEM_PRESENT] = wijk__problem_present,
    [WIJK_FACT_MEASURED] = wijk__measured,
    [WIJK_FACT_BASELINE_TAKEN] = wijk__baseline_taken,
    [WIJK_FACT_SCORE] = wijk__score,
    [WIJK_FACT_RELIABLY_WORSE] = wijk__reliably_worse,
};

/* ---- conditions ---- */

static wijk_status ask(const struct wijk__question *question, const struct wijk__condition *list, uint32_t place,
                       struct wijk__lacking *missing);

static wijk_status ask_all(const struct wijk__question *question, const struct wijk__condition *list, uint32_t place,
                           struct wijk__lacking *missing) {
    wijk_status status = WIJK_OK;
    for (uint32_t child = place + 1; child < list[place].next && status == WIJK_OK; child = list[child].next)
        status = ask(question, list, child, missing);
    return status;
}

/* Of the alternatives, the one with the fewest missing facts; none is missing when one of them holds. */
static wijk_status ask_any(const struct wijk__question *question, const struct wijk__condition *list, uint32_t place,
                           struct wijk__lacking *missing) {
    uint32_t best = WIJK__NO_ROW, fewest = UINT32_MAX;
    for (uint32_t child = place + 1; child < list[place].next && fewest > 0; child = list[child].next) {
        struct wijk__lacking trial = {.reach = missing->reach};
        wijk_status status = ask(question, list, child, &trial);
        if (status != WIJK_OK)
            return status;
        if (trial.count < fewest) {
            fewest = trial.count;
            best = child;
        }
    }
    if (best == WIJK__NO_ROW)
        return wijk__lack(missing, WIJK_FACT_CONDITION_NOT_MET, NULL);
    return fewest == 0 ? WIJK_OK : ask(question, list, best, missing);
}

static wijk_status ask_not(const struct wijk__question *question, const struct wijk__condition *list, uint32_t place,
                           struct wijk__lacking *missing) {
    struct wijk__lacking trial = {.reach = missing->reach};
    wijk_status status = ask(question, list, place + 1, &trial);
    if (status != WIJK_OK || trial.count > 0)
        return status;
    return wijk__lack(missing, WIJK_FACT_CONDITION_NOT_MET, NULL);
}

static wijk_status ask(const struct wijk__question *question, const struct wijk__condition *list, uint32_t place,
                       struct wijk__lacking *missing) {
    const struct wijk__condition *condition = &list[place];
    switch (condition->kind) {
    case WIJK__ALL: return ask_all(question, list, place, missing);
    case WIJK__ANY: return ask_any(question, list, place, missing);
    case WIJK__NOT: return ask_not(question, list, place, missing);
    case WIJK__ATOM: return functions[condition->fact](question, condition, missing);
    }
    return WIJK_OK;
}

wijk_status wijk__judge_conditions(struct wijk__fold *fold, const struct wijk__question *question,
                                   struct wijk__conditions conditions, wijk_finding finding, const wijk_id *subject) {
    struct wijk__lacking missing = {.findings = NULL};
    wijk_status status = conditions.count == 0 ? WIJK_OK : ask(question, conditions.list, 0, &missing);
    if (status != WIJK_OK || missing.count == 0)
        return status;
    wijk_severity severity = wijk_policy_severity(fold->policy, finding);
    if (severity == WIJK_SEVERITY_OFF)
        return WIJK_OK;
    wijk_status verdict = wijk__judge(fold, finding, subject, NULL);
    if (verdict != WIJK_OK && verdict != WIJK_REFUSED)
        return verdict;
    missing.findings = fold->findings;
    status = ask(question, conditions.list, 0, &missing);
    return status == WIJK_OK ? verdict : status;
}

/* ---- why conditions hold ---- */

static wijk_status tell_why(const struct wijk__question *question, const struct wijk__condition *list, uint32_t place,
                            struct wijk__reasons *reasons) {
    struct wijk__lacking lacking = {.findings = NULL};
    wijk_status status = ask(question, list, place, &lacking);
    if (status != WIJK_OK || lacking.count > 0)
        return status; /* one of several alternatives that does not hold */
    if (list[place].kind == WIJK__ATOM)
        return reasons->take(reasons, &list[place], lacking.by);
    if (list[place].kind == WIJK__NOT)
        return WIJK_OK; /* what is not the case is no reason */
    for (uint32_t child = place + 1; child < list[place].next && status == WIJK_OK; child = list[child].next)
        status = tell_why(question, list, child, reasons);
    return status;
}

wijk_status wijk__ask_reasons(const struct wijk__question *question, struct wijk__conditions conditions,
                              struct wijk__reasons *reasons) {
    return conditions.count == 0 ? WIJK_OK : tell_why(question, conditions.list, 0, reasons);
}

wijk_status wijk__ask_conditions(const struct wijk__question *question, struct wijk__conditions conditions,
                                 struct wijk__lacking *missing) {
    return conditions.count == 0 ? WIJK_OK : ask(question, conditions.list, 0, missing);
}
