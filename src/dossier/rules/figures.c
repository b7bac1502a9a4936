/* Figures: what is counted of a dossier, and out of how many. What there is nothing of has no row. */
#include "dossier/rules/measuring.h"

struct figures {
    struct wijk__judging judging;
    struct wijk__gathered rows;
};

static wijk_status put(struct figures *figures, int32_t figure, const wijk_id *subject, int64_t count, int64_t of) {
    struct wijk__row_figures row;
    if (of == 0)
        return WIJK_OK;
    memcpy(&row, wijk__blank_rows[WIJK__T_figures], sizeof row);
    row.figure = figure;
    row.count = count;
    row.of = of;
    if (subject != NULL)
        row.subject = *subject;
    return wijk__gathered_row(&figures->rows, &row);
}

/* ---- the household and its analysis ---- */

static wijk_status members_heard(struct figures *figures) {
    const struct wijk__judging *judging = &figures->judging;
    int64_t heard = 0, all = 0;
    for (uint32_t i = 0; i < COUNT(judging->state, members); i++) {
        const struct wijk__row_members *member = ROW(judging->state, members, i);
        if (!wijk__member_on(member, judging->on))
            continue;
        all++;
        heard += wijk__heard_or_excused(judging->state, judging->policy, member, judging->on);
    }
    return put(figures, WIJK_FIGURE_MEMBERS_HEARD, NULL, heard, all);
}

static wijk_status repeated_questions(struct figures *figures) {
    const struct wijk__state *state = figures->judging.state;
    int64_t again = 0;
    for (uint32_t i = 0; i < COUNT(state, hearings); i++)
        again += ROW(state, hearings, i)->again == 1;
    return put(figures, WIJK_FIGURE_REPEATED_QUESTIONS, NULL, again, COUNT(state, hearings));
}

static wijk_status domains_assessed(struct figures *figures) {
    const struct wijk__judging *judging = &figures->judging;
    uint32_t analyses = COUNT(judging->state, analyses), all;
    int64_t assessed = 0;
    if (judging->policy == NULL || analyses == 0)
        return WIJK_OK;
    const wijk_id *last = &ROW(judging->state, analyses, analyses - 1)->act;
    all = wijk__policy_count(judging->policy, WIJK_LIST_DOMAINS);
    for (uint32_t i = 0; i < all; i++)
        assessed += wijk__domain_assessed(judging->state, last, wijk__policy_key(judging->policy, WIJK_LIST_DOMAINS, i),
                                          judging->on);
    return put(figures, WIJK_FIGURE_DOMAINS_ASSESSED, last, assessed, all);
}

static wijk_status problems_covered(struct figures *figures) {
    const struct wijk__state *state = figures->judging.state;
    int64_t covered = 0, all = 0;
    for (uint32_t i = 0; i < COUNT(state, problems); i++) {
        const struct wijk__row_problems *problem = ROW(state, problems, i);
        if (problem->severity == WIJK_PROBLEM_SEVERITY_MILD)
            continue;
        all++;
        covered += wijk__problem_covered(state, problem);
    }
    return put(figures, WIJK_FIGURE_PROBLEMS_COVERED, NULL, covered, all);
}

/* ---- plans ---- */

struct goals { /* of one plan, those that it still works on */
    int64_t all, measurable, reviewed, termed;
};

static void count_goal(const struct wijk__judging *judging, const struct wijk__row_goals *goal, struct goals *goals) {
    wijk_date since = goal->reviewed > goal->from ? goal->reviewed : goal->from;
    wijk_date due = wijk__term(judging, since, WIJK__TERM_GOAL);
    goals->all++;
    goals->measurable += wijk__goal_measurable(goal);
    goals->termed += due != WIJK_DATE_NONE;
    goals->reviewed += due != WIJK_DATE_NONE && judging->on <= due;
}

static wijk_status plan_accepted(struct figures *figures, uint32_t row) {
    const struct wijk__judging *judging = &figures->judging;
    const struct wijk__row_plans *plan = ROW(judging->state, plans, row);
    struct wijk__parties parties;
    int64_t accepted = 0;
    wijk_status status = wijk__parties_gather(judging, row, true, &parties);
    for (uint32_t i = 0; i < parties.count; i++)
        accepted += parties.list[i].version == plan->version;
    if (status == WIJK_OK)
        status = put(figures, WIJK_FIGURE_PLAN_ACCEPTED, &plan->act, accepted, parties.count);
    wijk__parties_free(judging->context, &parties);
    return status;
}

static wijk_status of_plan(struct figures *figures, uint32_t row, const struct goals *goals) {
    const struct wijk__row_plans *plan = ROW(figures->judging.state, plans, row);
    if (plan->status == WIJK_PLAN_STATUS_CLOSED)
        return WIJK_OK;
    wijk_status status = put(figures, WIJK_FIGURE_GOALS_MEASURABLE, &plan->act, goals->measurable, goals->all);
    if (status == WIJK_OK)
        status = put(figures, WIJK_FIGURE_GOALS_REVIEWED, &plan->act, goals->reviewed, goals->termed);
    return status == WIJK_OK ? plan_accepted(figures, row) : status;
}

/* Draft and active plans, in the order in which they were begun. */
static wijk_status plans(struct figures *figures) {
    const struct wijk__judging *judging = &figures->judging;
    const struct wijk__state *state = judging->state;
    uint32_t count = COUNT(state, plans);
    if (count == 0)
        return WIJK_OK;
    struct goals *goals = wijk__allocate_zeroed(judging->context, count * sizeof *goals);
    if (goals == NULL)
        return WIJK_E_MEMORY;
    for (uint32_t i = 0; i < COUNT(state, goals); i++) {
        const struct wijk__row_goals *goal = ROW(state, goals, i);
        if (wijk__lasts(goal->until))
            count_goal(judging, goal,
                       &goals[wijk__state_find(state, WIJK__T_plans, goal->plan.bytes, sizeof goal->plan)]);
    }
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++)
        status = of_plan(figures, i, &goals[i]);
    wijk__release(judging->context, goals, count * sizeof *goals);
    return status;
}

/* ---- actions and coordination ---- */

static wijk_status actions(struct figures *figures) {
    const struct wijk__state *state = figures->judging.state;
    const wijk_id *coordinator = wijk__coordinator_now(state);
    int64_t all = 0, network = 0, own = 0;
    for (uint32_t i = 0; i < COUNT(state, actions); i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        if (!wijk__action_open(action))
            continue;
        all++;
        network += action->holder == WIJK_PARTY_NETWORK || action->holder == WIJK_PARTY_MEMBER;
        own += coordinator != NULL && wijk__id_equal(&action->provider, coordinator);
    }
    wijk_status status = put(figures, WIJK_FIGURE_ACTIONS_BY_NETWORK, NULL, network, all);
    return status == WIJK_OK ? put(figures, WIJK_FIGURE_ACTIONS_BY_COORDINATOR, NULL, own, all) : status;
}

/* Of the duties that were performed or should have been by now, those that were in time. One that comes back is in time
 * as long as it is not due. */
static wijk_status duties_performed(struct figures *figures) {
    const struct wijk__judging *judging = &figures->judging;
    struct wijk__duty_state *duties;
    uint32_t count;
    int64_t in_time = 0, all = 0;
    wijk_status status = wijk__duties_gather(judging, &duties, &count);
    if (status != WIJK_OK || count == 0)
        return status;
    wijk_date began = ROW(judging->state, coordinators, judging->state->heads.coordinator)->from;
    for (uint32_t i = 0; i < count; i++) {
        const struct wijk__duty_state *duty = &duties[i];
        bool late = duty->due != WIJK_DATE_NONE && judging->on > duty->due;
        wijk_date first_due = wijk__term_last(judging->policy, began, duty->duty->within);
        all += late || duty->first != WIJK_DATE_NONE;
        in_time += !late && duty->first != WIJK_DATE_NONE && duty->first <= first_due;
    }
    status = put(figures, WIJK_FIGURE_DUTIES_PERFORMED, wijk__coordinator_now(judging->state), in_time, all);
    wijk__duties_free(judging->context, duties, count);
    return status;
}

/* ---- what goals have to show ---- */

static wijk_status trails(struct figures *figures) {
    const struct wijk__state *state = figures->judging.state;
    wijk_context *context = figures->judging.context;
    uint32_t count = COUNT(state, goals);
    int64_t costly = 0, scored = 0, improved = 0, acted = 0;
    uint8_t *trails;
    if (count == 0)
        return WIJK_OK;
    wijk_status status = wijk__goal_trails(context, state, &trails);
    if (status != WIJK_OK)
        return status;
    for (uint32_t i = 0; i < count; i++) {
        bool costs = (trails[i] & WIJK__TRAIL_COSTS) != 0, better = (trails[i] & WIJK__TRAIL_IMPROVED) != 0;
        costly += costs;
        scored += costs && (trails[i] & WIJK__TRAIL_SCORED);
        improved += better;
        acted += better && (trails[i] & WIJK__TRAIL_ACTED);
    }
    wijk__release(context, trails, count);
    status = put(figures, WIJK_FIGURE_GOALS_SCORED, NULL, scored, costly);
    return status == WIJK_OK ? put(figures, WIJK_FIGURE_IMPROVEMENTS_ACTED, NULL, acted, improved) : status;
}

/* ---- measuring ---- */

struct coverage { /* of one line of the schedule */
    const struct wijk__measuring *of;
    int64_t due, baselines, twice;
};
struct covering {
    struct figures *figures;
    struct coverage now;
};

static wijk_status put_coverage(struct figures *figures, const struct coverage *coverage) {
    const struct {
        int32_t figure;
        int64_t count;
    } parts[] = {{WIJK_FIGURE_BASELINES_TAKEN, coverage->baselines}, {WIJK_FIGURE_MEASURED_TWICE, coverage->twice}};
    for (size_t i = 0; coverage->due > 0 && i < sizeof parts / sizeof *parts; i++) {
        struct wijk__row_figures row;
        memcpy(&row, wijk__blank_rows[WIJK__T_figures], sizeof row);
        row.figure = parts[i].figure;
        row.count = parts[i].count;
        row.of = coverage->due;
        row.key = wijk__gathered_key(&figures->rows, coverage->of->instrument->key);
        row.rater = coverage->of->rater;
        wijk_status status = wijk__gathered_row(&figures->rows, &row);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

/* Baselines come one line of the schedule after the other. */
static wijk_status cover(void *listener, const struct wijk__due *due) {
    struct covering *covering = listener;
    wijk_status status = WIJK_OK;
    if (due->moment != WIJK_MEASURE_MOMENT_BASELINE)
        return WIJK_OK;
    if (covering->now.of != due->of) {
        status = put_coverage(covering->figures, &covering->now);
        covering->now = (struct coverage){.of = due->of};
    }
    covering->now.due++;
    covering->now.baselines += due->taken != NULL;
    covering->now.twice += due->count >= 2;
    return status;
}

static wijk_status measurements(struct figures *figures) {
    struct covering covering = {.figures = figures};
    wijk_status status = wijk__each_due(&figures->judging, cover, &covering);
    return status == WIJK_OK ? put_coverage(figures, &covering.now) : status;
}

/* In the order in which the catalog numbers them. */
wijk_status wijk__figures_table(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                                wijk_table **out) {
    static wijk_status (*const parts[])(struct figures *) = {
        members_heard, repeated_questions, domains_assessed, problems_covered, plans, actions, duties_performed,
        trails,        measurements,
    };
    struct figures figures = {wijk__judging_of(dossier, view, on),
                              {.context = dossier->context, .table = WIJK__T_figures}};
    wijk_status status = WIJK_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == WIJK_OK; i++)
        status = parts[i](&figures);
    return wijk__gathered_table(&figures.rows, status, dossier, NULL, out);
}
