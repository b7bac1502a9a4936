/* The trace (spoor): how problems, goals, actions, what they take, scores and decisions hang together. */
#include "dossier/rules/rules.h"

struct trace {
    const struct wijk__state *state;
    struct wijk__gathered rows;
};

static wijk_status put(struct trace *trace, int32_t kind, const wijk_id *from, const wijk_id *to, wijk_date day,
                       struct wijk__row_trace more) {
    struct wijk__row_trace row;
    memcpy(&row, wijk__blank_rows[WIJK__T_trace], sizeof row);
    row.kind = kind;
    row.from = *from;
    row.to = *to;
    row.day = day;
    if (kind == WIJK_TRACE_ACTION_COST) {
        row.minutes = more.minutes;
        row.amount = more.amount;
    }
    if (kind == WIJK_TRACE_GOAL_SCORE)
        row.level = more.level;
    return wijk__gathered_row(&trace->rows, &row);
}

static wijk_status link_of(struct trace *trace, int32_t kind, const wijk_id *from, const wijk_id *to, wijk_date day) {
    return put(trace, kind, from, to, day, (struct wijk__row_trace){.kind = kind});
}

/* The problem that a goal was set for, and those that it was linked to since. */
static wijk_status problems(struct trace *trace) {
    const struct wijk__state *state = trace->state;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < COUNT(state, goals) && status == WIJK_OK; i++) {
        const struct wijk__row_goals *goal = ROW(state, goals, i);
        if (!wijk__id_is_none(&goal->problem))
            status = link_of(trace, WIJK_TRACE_PROBLEM_GOAL, &goal->problem, &goal->act, goal->from);
    }
    for (uint32_t i = 0; i < COUNT(state, goal_problems) && status == WIJK_OK; i++) {
        const struct wijk__row_goal_problems *link = ROW(state, goal_problems, i);
        status = link_of(trace, WIJK_TRACE_PROBLEM_GOAL, &link->problem, &link->goal, link->linked);
    }
    return status;
}

static wijk_status actions(struct trace *trace) {
    const struct wijk__state *state = trace->state;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < COUNT(state, actions) && status == WIJK_OK; i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        if (!wijk__id_is_none(&action->goal))
            status = link_of(trace, WIJK_TRACE_GOAL_ACTION, &action->goal, &action->act, action->from);
    }
    return status;
}

static wijk_status costs(struct trace *trace) {
    const struct wijk__state *state = trace->state;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < COUNT(state, actions) && status == WIJK_OK; i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        const struct wijk__row_trace cost = {.minutes = action->minutes, .amount = action->amount};
        if (wijk__action_costs(action))
            status = put(trace, WIJK_TRACE_ACTION_COST, &action->act, &action->provider, action->from, cost);
    }
    return status;
}

static wijk_status scores(struct trace *trace) {
    const struct wijk__state *state = trace->state;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < COUNT(state, goal_scores) && status == WIJK_OK; i++) {
        const struct wijk__row_goal_scores *score = ROW(state, goal_scores, i);
        status = put(trace, WIJK_TRACE_GOAL_SCORE, &score->goal, &score->act, score->scored,
                     (struct wijk__row_trace){.level = score->level});
    }
    return status;
}

/* A goal that ended: by the score that was the last one then. */
static wijk_status ends(struct trace *trace) {
    const struct wijk__state *state = trace->state;
    wijk_status status = WIJK_OK;
    uint32_t count = COUNT(state, goals);
    if (count == 0)
        return WIJK_OK;
    uint32_t *last = wijk__allocate_zeroed(trace->rows.context, count * sizeof *last); /* row plus one */
    if (last == NULL)
        return WIJK_E_MEMORY;
    for (uint32_t i = 0; i < COUNT(state, goal_scores); i++) {
        const struct wijk__row_goal_scores *score = ROW(state, goal_scores, i);
        uint32_t goal = wijk__state_find(state, WIJK__T_goals, score->goal.bytes, sizeof score->goal);
        wijk_date until = ROW(state, goals, goal)->until;
        if (!wijk__lasts(until) && score->scored <= until)
            last[goal] = i + 1;
    }
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++) {
        const struct wijk__row_goals *goal = ROW(state, goals, i);
        if (last[i] > 0)
            status = link_of(trace, WIJK_TRACE_SCORE_DECISION, &ROW(state, goal_scores, last[i] - 1)->act, &goal->act,
                             goal->until);
    }
    wijk__release(trace->rows.context, last, count * sizeof *last);
    return status;
}

static wijk_status steps(struct trace *trace) {
    const struct wijk__state *state = trace->state;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < COUNT(state, steps) && status == WIJK_OK; i++) {
        const struct wijk__row_steps *step = ROW(state, steps, i);
        if (!wijk__id_is_none(&step->based_on))
            status = link_of(trace, WIJK_TRACE_BASIS_DECISION, &step->based_on, &step->act, step->proposed);
    }
    return status;
}

/* In the order in which the catalog numbers the kinds. */
wijk_status wijk__trace_table(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                              wijk_table **out) {
    static wijk_status (*const parts[])(struct trace *) = {problems, actions, costs, scores, ends, steps};
    struct trace trace = {view->state, {.context = dossier->context, .table = WIJK__T_trace}};
    wijk_status status = WIJK_OK;
    (void)on;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == WIJK_OK; i++)
        status = parts[i](&trace);
    return wijk__gathered_table(&trace.rows, status, dossier, NULL, out);
}

/* ---- what the goals have to show ---- */

wijk_status wijk__goal_trails(wijk_context *context, const struct wijk__state *state, uint8_t **out) {
    enum { RATERS = WIJK_RATER_CARER + 1 };
    struct first { /* level of each rater */
        int64_t level[RATERS];
        uint32_t seen; /* bit n: rater n */
    } *first;
    uint32_t count = COUNT(state, goals);
    uint8_t *trails = *out = wijk__allocate_zeroed(context, count);
    first = wijk__allocate_zeroed(context, count * sizeof *first);
    for (uint32_t i = 0; i < COUNT(state, actions) && trails != NULL; i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        uint32_t goal = wijk__state_find(state, WIJK__T_goals, action->goal.bytes, sizeof action->goal);
        if (goal != WIJK__NO_ROW && action->from != WIJK_DATE_NONE)
            trails[goal] |= WIJK__TRAIL_ACTED | (wijk__action_costs(action) ? WIJK__TRAIL_COSTS : 0);
    }
    for (uint32_t i = 0; i < COUNT(state, goal_scores) && trails != NULL && first != NULL; i++) {
        const struct wijk__row_goal_scores *score = ROW(state, goal_scores, i);
        uint32_t goal = wijk__state_find(state, WIJK__T_goals, score->goal.bytes, sizeof score->goal);
        trails[goal] |= WIJK__TRAIL_SCORED;
        if (score->rater < 0 || score->rater >= RATERS) /* of a newer library */
            continue;
        if ((first[goal].seen >> score->rater & 1) == 0) {
            first[goal].level[score->rater] = score->level;
            first[goal].seen |= UINT32_C(1) << score->rater;
        } else if (score->level > first[goal].level[score->rater]) {
            trails[goal] |= WIJK__TRAIL_IMPROVED;
        }
    }
    bool made = trails != NULL && first != NULL;
    wijk__release(context, first, count * sizeof *first);
    if (!made) {
        wijk__release(context, trails, count);
        *out = NULL;
    }
    return made ? WIJK_OK : WIJK_E_MEMORY;
}
