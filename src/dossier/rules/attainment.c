/* Goal attainment of each plan, as each rater sees it: the last scores, and how far they are from the first. */
#include "dossier/rules/measuring.h"

enum { RATERS = WIJK_RATER_CARER }; /* frames of a later writer may know more: those are not counted here */

struct marks { /* rows of one goal's scores by one rater; WIJK__NO_ROW: none */
    uint32_t first, last;
};
struct attaining {
    const struct wijk__judging *judging;
    struct wijk__gathered rows;
    struct marks *marks;     /* of each goal RATERS, one after the other */
    int64_t *weights;        /* of the goals of a plan that were scored, and their levels */
    int32_t *before, *after;
};

static int64_t weight_of(const struct wijk__row_goals *goal) {
    return goal->weight == INT64_MIN ? 1 : goal->weight < 0 || goal->weight > 1000 ? 0 : goal->weight;
}

static bool is_level(int64_t level) { return level >= -2 && level <= 2; }

static void mark_scores(struct attaining *attaining) {
    const struct wijk__state *state = attaining->judging->state;
    for (uint32_t i = 0; i < COUNT(state, goals) * RATERS; i++)
        attaining->marks[i] = (struct marks){WIJK__NO_ROW, WIJK__NO_ROW};
    for (uint32_t i = 0; i < COUNT(state, goal_scores); i++) {
        const struct wijk__row_goal_scores *score = ROW(state, goal_scores, i);
        uint32_t goal = wijk__state_find(state, WIJK__T_goals, score->goal.bytes, sizeof score->goal);
        if (score->rater < 1 || score->rater > RATERS || !is_level(score->level))
            continue;
        struct marks *marks = &attaining->marks[goal * RATERS + (uint32_t)score->rater - 1];
        marks->first = marks->first == WIJK__NO_ROW ? i : marks->first;
        marks->last = i;
    }
}

static int32_t level_of(const struct wijk__state *state, uint32_t score) {
    return (int32_t)ROW(state, goal_scores, score)->level;
}

/* A rater who scored nothing of the plan has no row. Those scored twice come first, so that both are one array. */
static wijk_status of_rater(struct attaining *attaining, uint32_t plan, int32_t rater) {
    const struct wijk__state *state = attaining->judging->state;
    struct wijk__row_attainment row;
    uint32_t scored = 0, twice = 0;
    memcpy(&row, wijk__blank_rows[WIJK__T_attainment], sizeof row);
    row.of = 0;
    for (int again = 1; again >= 0; again--)
        for (uint32_t i = 0; i < COUNT(state, goals); i++) {
            const struct wijk__row_goals *goal = ROW(state, goals, i);
            const struct marks *marks = &attaining->marks[i * RATERS + (uint32_t)rater - 1];
            if (weight_of(goal) == 0 || !wijk__id_equal(&goal->plan, &ROW(state, plans, plan)->act))
                continue;
            row.of += again;
            if (marks->last == WIJK__NO_ROW || (marks->first != marks->last) != again)
                continue;
            attaining->weights[scored] = weight_of(goal);
            attaining->before[scored] = level_of(state, marks->first);
            attaining->after[scored++] = level_of(state, marks->last);
            twice += (uint32_t)again;
        }
    if (scored == 0)
        return WIJK_OK;
    wijk_context *context = attaining->judging->context;
    row.plan = ROW(state, plans, plan)->act;
    row.rater = rater;
    row.goals = scored;
    row.twice = twice;
    wijk_status status = wijk__attainment(context, attaining->weights, NULL, attaining->after, scored, &row.t);
    if (status == WIJK_OK && twice > 0)
        status = wijk__attainment(context, attaining->weights, attaining->before, attaining->after, twice, &row.change);
    return status == WIJK_OK ? wijk__gathered_row(&attaining->rows, &row) : status;
}

static wijk_status of_plans(struct attaining *attaining) {
    wijk_status status = WIJK_OK;
    mark_scores(attaining);
    for (uint32_t plan = 0; plan < COUNT(attaining->judging->state, plans); plan++)
        for (int32_t rater = 1; rater <= RATERS && status == WIJK_OK; rater++)
            status = of_rater(attaining, plan, rater);
    return status;
}

wijk_status wijk__attainment_table(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                                   wijk_table **out) {
    struct wijk__judging judging = wijk__judging_of(dossier, view, on);
    size_t goals = COUNT(view->state, goals);
    wijk_context *context = dossier->context;
    struct attaining attaining = {.judging = &judging, .rows = {.context = context, .table = WIJK__T_attainment}};
    wijk_status status = WIJK_OK;
    if (goals > 0) {
        attaining.marks = wijk__allocate(context, goals * RATERS * sizeof *attaining.marks);
        attaining.weights = wijk__allocate(context, goals * sizeof *attaining.weights);
        attaining.before = wijk__allocate(context, goals * sizeof *attaining.before);
        attaining.after = wijk__allocate(context, goals * sizeof *attaining.after);
        bool all = attaining.marks && attaining.weights && attaining.before && attaining.after;
        status = all ? of_plans(&attaining) : WIJK_E_MEMORY;
    }
    wijk__release(context, attaining.marks, goals * RATERS * sizeof *attaining.marks);
    wijk__release(context, attaining.weights, goals * sizeof *attaining.weights);
    wijk__release(context, attaining.before, goals * sizeof *attaining.before);
    wijk__release(context, attaining.after, goals * sizeof *attaining.after);
    return wijk__gathered_table(&attaining.rows, status, dossier, NULL, out);
}
