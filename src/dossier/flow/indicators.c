/* What is counted of a dossier for the indicators of the policy. Whole numbers only, so that many dossiers can be added
 * up; by kind of problem, so that like can be compared with like. */
#include "dossier/flow/flow.h"

struct tally { /* of an indicator and a kind of problem */
    uint32_t indicator;     /* its place in the policy */
    struct wijk__text kind; /* data NULL: of none, or of no kind in particular */
    int64_t count, of, lost;
};

struct counting {
    const wijk_dossier *dossier;
    wijk_context *context;
    const struct wijk__state *state; /* as of the last day of the period */
    const struct wijk__view *view, *later; /* the same as of the last day that is looked at */
    struct wijk__period period;
    wijk_date seen;
    const struct wijk__indicator *indicator;
    uint32_t place;          /* of the indicator */
    struct wijk__text kind;  /* the gravest problem of the household */
    struct wijk__bytes tallies;
};

/* Whether a set has a code; those of a newer library are in none. */
static bool has_code(uint32_t codes, int32_t code) { return code > 0 && code < 32 && (codes >> code & 1) != 0; }

/* ---- adding up ---- */

static wijk_status add(struct counting *counting, struct wijk__text kind, struct tally more) {
    struct tally *tallies = (struct tally *)(void *)counting->tallies.data;
    if (counting->indicator->inverse)
        more.count = more.of - more.count;
    if (more.of == 0 && more.lost == 0)
        return WIJK_OK;
    for (size_t i = counting->tallies.size / sizeof *tallies; i-- > 0 && tallies[i].indicator == counting->place;)
        if (wijk__text_equal(tallies[i].kind.data, tallies[i].kind.length, kind.data, kind.length)) {
            tallies[i].count += more.count;
            tallies[i].of += more.of;
            tallies[i].lost += more.lost;
            return WIJK_OK;
        }
    more.indicator = counting->place;
    more.kind = kind;
    return wijk__bytes_append(counting->context, &counting->tallies, &more, sizeof more);
}

static wijk_status add_share(struct counting *counting, struct wijk__share share) {
    return add(counting, counting->kind, (struct tally){.count = share.count, .of = share.of});
}

/* Kind of the gravest problem that was seen by the end of the period, of equal ones that which was seen first. */
static struct wijk__text gravest(const struct wijk__state *state) {
    struct wijk__span kind = {WIJK__NO_TEXT, 0};
    int32_t severity = 0;
    for (uint32_t i = 0; i < COUNT(state, problems); i++) {
        const struct wijk__row_problems *problem = ROW(state, problems, i);
        if (problem->kind.offset != WIJK__NO_TEXT && problem->severity > severity) {
            kind = problem->kind;
            severity = problem->severity;
        }
    }
    return wijk__text_of(state, kind);
}

static struct wijk__text kind_of_goal(const struct counting *counting, const struct wijk__row_goals *goal) {
    const struct wijk__state *state = counting->state;
    uint32_t row = wijk__state_find(state, WIJK__T_problems, goal->problem.bytes, sizeof goal->problem);
    if (row == WIJK__NO_ROW || ROW(state, problems, row)->kind.offset == WIJK__NO_TEXT)
        return counting->kind;
    return wijk__text_of(state, ROW(state, problems, row)->kind);
}

/* ---- tables that are there already ---- */

/* The totals of a figure: rows about no provider and no ladder. */
static struct wijk__share total(const wijk_table *table, uint32_t figure_column, uint32_t count_column,
                                const struct wijk__indicator *indicator, uint32_t ladder_column) {
    struct wijk__share share = {0, 0};
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        bool part = ladder_column > 0 && (!wijk_table_is_null(table, ladder_column, row) ||
                                          !wijk_table_is_null(table, WIJK_FLOW_COLUMN_SUBJECT, row));
        if (part || wijk_table_int(table, figure_column, row) != indicator->figure)
            continue;
        share.count += wijk_table_int(table, count_column, row);
        share.of += wijk_table_int(table, count_column + 1, row);
    }
    return share;
}

static wijk_status of_figure(struct counting *counting) {
    wijk_table *table;
    wijk_status status =
        wijk__figures_table(counting->dossier, counting->view, counting->period.until - 1, &table);
    if (status != WIJK_OK)
        return status;
    struct wijk__share share =
        total(table, WIJK_FIGURES_COLUMN_FIGURE, WIJK_FIGURES_COLUMN_COUNT, counting->indicator, 0);
    wijk_table_unref(table);
    return add_share(counting, share);
}

static wijk_status of_flow(struct counting *counting) {
    wijk_table *table;
    wijk_status status = wijk__flow_of_period(counting->dossier, counting->view, &counting->period, &table);
    if (status != WIJK_OK)
        return status;
    struct wijk__share share = total(table, WIJK_FLOW_COLUMN_FIGURE, WIJK_FLOW_COLUMN_COUNT, counting->indicator,
                                     WIJK_FLOW_COLUMN_LADDER);
    wijk_table_unref(table);
    return add_share(counting, share);
}

/* ---- goals ---- */

static bool ended(const struct counting *counting, const struct wijk__row_goals *goal) {
    return goal->achievement != 0 && wijk__in_period(&counting->period, goal->until);
}

static wijk_status of_goals(struct counting *counting) {
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < COUNT(counting->state, goals) && status == WIJK_OK; i++) {
        const struct wijk__row_goals *goal = ROW(counting->state, goals, i);
        struct tally one = {.count = has_code(counting->indicator->counted, goal->achievement), .of = 1};
        if (ended(counting, goal))
            status = add(counting, kind_of_goal(counting, goal), one);
    }
    return status;
}

struct scored { /* first and last by one rater */
    int64_t first, last;
    wijk_date from, until;
    bool any;
};

/* Scores stand in the order of their days. */
static void note_scores(const struct counting *counting, struct scored *scored) {
    const struct wijk__state *state = counting->state;
    for (uint32_t i = 0; i < COUNT(state, goal_scores); i++) {
        const struct wijk__row_goal_scores *score = ROW(state, goal_scores, i);
        if (score->rater != counting->indicator->rater)
            continue;
        struct scored *of = &scored[wijk__state_find(state, WIJK__T_goals, score->goal.bytes, sizeof score->goal)];
        if (!of->any) {
            of->first = score->level;
            of->from = score->scored;
            of->any = true;
        }
        of->last = score->level;
        of->until = score->scored;
    }
}

static int32_t change_of(const struct scored *scored) {
    if (scored->last == scored->first)
        return WIJK_CHANGE_SAME;
    return scored->last > scored->first ? WIJK_CHANGE_IMPROVED : WIJK_CHANGE_WORSE;
}

static wijk_status of_scores(struct counting *counting) {
    uint32_t count = COUNT(counting->state, goals);
    wijk_status status = WIJK_OK;
    if (count == 0)
        return WIJK_OK;
    struct scored *scored = wijk__allocate_zeroed(counting->context, count * sizeof *scored);
    if (scored == NULL)
        return WIJK_E_MEMORY;
    note_scores(counting, scored);
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++) {
        const struct wijk__row_goals *goal = ROW(counting->state, goals, i);
        bool twice = scored[i].until > scored[i].from;
        struct tally one = {.count = twice && change_of(&scored[i]) == counting->indicator->change,
                            .of = twice, .lost = !twice};
        if (ended(counting, goal))
            status = add(counting, kind_of_goal(counting, goal), one);
    }
    wijk__release(counting->context, scored, count * sizeof *scored);
    return status;
}

/* ---- measurements ---- */

static bool column_has(const wijk_table *table, uint32_t column, uint32_t row, struct wijk__text key) {
    size_t length;
    const char *text = wijk_table_text(table, column, row, &length);
    return wijk__text_equal(text, length, key.data, key.length);
}

/* Who could not improve or decline stayed the same. */
static int32_t change_of_level(int32_t ordinal) {
    if (ordinal == WIJK_ORDINAL_CHANGE_IMPROVED)
        return WIJK_CHANGE_IMPROVED;
    return ordinal == WIJK_ORDINAL_CHANGE_WORSE ? WIJK_CHANGE_WORSE : WIJK_CHANGE_SAME;
}

/* Of who was last measured in the period. Who was measured on one day only, in the period, is lost. */
static struct tally changes_in(const struct counting *counting, const wijk_table *table) {
    const struct wijk__indicator *indicator = counting->indicator;
    struct wijk__text scale = indicator->instrument->about[indicator->part].key;
    struct tally sum = {.count = 0};
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        if (wijk_table_int(table, WIJK_CHANGES_IN_SCORES_COLUMN_RATER, row) != indicator->rater ||
            !column_has(table, WIJK_CHANGES_IN_SCORES_COLUMN_SCALE, row, scale) ||
            !column_has(table, WIJK_CHANGES_IN_SCORES_COLUMN_INSTRUMENT, row, indicator->instrument->key))
            continue;
        wijk_date first = (wijk_date)wijk_table_int(table, WIJK_CHANGES_IN_SCORES_COLUMN_FIRST, row), last = first;
        if (!wijk_table_is_null(table, WIJK_CHANGES_IN_SCORES_COLUMN_LAST, row))
            last = (wijk_date)wijk_table_int(table, WIJK_CHANGES_IN_SCORES_COLUMN_LAST, row);
        if (!wijk__in_period(&counting->period, last))
            continue;
        bool twice = last > first;
        int32_t ordinal = (int32_t)wijk_table_int(table, WIJK_CHANGES_IN_SCORES_COLUMN_ORDINAL, row);
        sum.of += twice;
        sum.lost += !twice;
        sum.count += twice && change_of_level(ordinal) == indicator->change;
    }
    return sum;
}

static wijk_status of_change(struct counting *counting) {
    wijk_table *table;
    wijk_status status =
        wijk__changes_table(counting->dossier, counting->view, counting->period.until - 1, &table);
    if (status != WIJK_OK)
        return status;
    struct tally sum = changes_in(counting, table);
    wijk_table_unref(table);
    return add(counting, counting->kind, sum);
}

/* Whether a measurement is one in the period with the instrument, by whoever the indicator asks. */
static bool asked(const struct counting *counting, uint32_t row) {
    const struct wijk__indicator *indicator = counting->indicator;
    if (row == WIJK__NO_ROW)
        return false;
    const struct wijk__row_measurements *measurement = ROW(counting->state, measurements, row);
    return (indicator->rater == 0 || measurement->rater == indicator->rater) &&
           wijk__in_period(&counting->period, measurement->measured) &&
           wijk__span_equal(counting->state, measurement->instrument, indicator->instrument->key);
}

/* Who was asked and did not answer the item is lost, and so is an answer that it cannot have under these rules. */
static wijk_status of_answers(struct counting *counting) {
    const struct wijk__state *state = counting->state;
    const struct wijk__indicator *indicator = counting->indicator;
    const struct wijk__item *item = &indicator->instrument->items[indicator->part];
    struct wijk__text key = indicator->instrument->item_keys[indicator->part];
    struct tally sum = {.count = 0};
    for (uint32_t i = 0; i < COUNT(state, measurements); i++)
        sum.lost += asked(counting, i);
    for (uint32_t i = 0; i < COUNT(state, measurement_items); i++) {
        const struct wijk__row_measurement_items *row = ROW(state, measurement_items, i);
        if (row->answer < item->least || row->answer > item->most || !wijk__span_equal(state, row->item, key) ||
            !asked(counting, wijk__state_find(state, WIJK__T_measurements, row->act.bytes, sizeof row->act)))
            continue;
        sum.of++;
        sum.count += row->answer >= indicator->at_least && row->answer <= indicator->at_most;
    }
    sum.lost = sum.lost > sum.of ? sum.lost - sum.of : 0; /* frames that no dossier made may answer twice */
    return add(counting, counting->kind, sum);
}

/* ---- endings ---- */

static wijk_status of_endings(struct counting *counting) {
    const struct wijk__indicator *indicator = counting->indicator;
    struct wijk__share share = {0, 0};
    for (uint32_t i = 0; i < COUNT(counting->state, episodes); i++) {
        const struct wijk__row_episodes *episode = ROW(counting->state, episodes, i);
        bool counted = episode->ending != 0 && !has_code(indicator->left_out, episode->ending);
        if (!counted || !wijk__in_period(&counting->period, episode->until))
            continue;
        share.of++;
        share.count += has_code(indicator->counted, episode->ending);
    }
    return add_share(counting, share);
}

static wijk_status of_returns(struct counting *counting) {
    struct wijk__period period = counting->period;
    period.within_days = counting->indicator->within_days;
    return add_share(counting, wijk__returns_after(counting->later->state, &period, counting->seen));
}

/* ---- who judged ---- */

struct judges { /* which policies judged the acts that were recorded in the period */
    wijk_id last;
    int64_t count;
};

static wijk_date day_of(wijk_time time) {
    const int64_t day = INT64_C(86400000000);
    return (wijk_date)(time / day - (time % day < 0));
}

/* Frames stand one after the other, and so do their acts; the open one at the end has no header yet. */
static struct judges judged_by(const wijk_dossier *dossier, const struct wijk__period *period, uint32_t known) {
    const struct wijk__history *history = &dossier->history;
    struct judges judges = {.count = 0};
    struct wijk__frame frame = {.length = 0};
    size_t offset = 0;
    for (uint32_t entry = 0; entry < known; offset += frame.length) {
        const wijk_id *policy = wijk_policy_id(dossier->policy);
        uint32_t acts = known - entry;
        bool open = dossier->frame.open && offset >= dossier->frame.start;
        if (!open && wijk__frame_read(history->journal.data + offset, history->journal.size - offset, false, &frame) ==
                         WIJK_OK) {
            policy = frame.policy;
            acts = frame.acts;
        }
        if (policy != NULL && wijk__in_period(period, day_of(history->entries[entry].recorded)) &&
            !(judges.count > 0 && wijk__id_equal(policy, &judges.last))) {
            judges.last = *policy;
            judges.count++;
        }
        entry += acts;
    }
    return judges;
}

/* ---- the table ---- */

static bool in_use(const struct wijk__indicator *indicator, wijk_date on) {
    return (indicator->from == WIJK_DATE_NONE || indicator->from <= on) &&
           (indicator->until == WIJK_DATE_NONE || on < indicator->until);
}

static wijk_status count_all(struct counting *counting) {
    static wijk_status (*const sources[])(struct counting *) = {
        [WIJK_INDICATOR_SOURCE_FIGURE] = of_figure,   [WIJK_INDICATOR_SOURCE_FLOW] = of_flow,
        [WIJK_INDICATOR_SOURCE_GOALS] = of_goals,     [WIJK_INDICATOR_SOURCE_SCORES] = of_scores,
        [WIJK_INDICATOR_SOURCE_ENDINGS] = of_endings, [WIJK_INDICATOR_SOURCE_RETURNS] = of_returns,
        [WIJK_INDICATOR_SOURCE_CHANGE] = of_change,   [WIJK_INDICATOR_SOURCE_ANSWERS] = of_answers,
    };
    uint32_t count = 0;
    const wijk_policy *policy = counting->dossier->policy;
    const struct wijk__indicator *indicators = policy ? wijk__policy_indicators(policy, &count) : NULL;
    wijk_status status = WIJK_OK;
    counting->kind = gravest(counting->state);
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++) {
        counting->indicator = &indicators[i];
        counting->place = i;
        if (in_use(&indicators[i], counting->period.until - 1))
            status = sources[indicators[i].source](counting);
    }
    return status;
}

static wijk_status put_rows(const struct counting *counting, struct wijk__gathered *rows) {
    const struct tally *tallies = (const struct tally *)(const void *)counting->tallies.data;
    struct judges judges = judged_by(counting->dossier, &counting->period, counting->view->known);
    wijk_status status = WIJK_OK;
    for (size_t i = 0; i < counting->tallies.size / sizeof *tallies && status == WIJK_OK; i++) {
        struct wijk__row_indicators row;
        memcpy(&row, wijk__blank_rows[WIJK__T_indicators], sizeof row);
        row.indicator = wijk__gathered_key(
            rows, wijk__policy_key(counting->dossier->policy, WIJK_LIST_INDICATORS, tallies[i].indicator));
        row.kind = wijk__gathered_key(rows, tallies[i].kind);
        row.count = tallies[i].count;
        row.of = tallies[i].of;
        row.lost = tallies[i].lost;
        row.policy = judges.last;
        row.policies = judges.count;
        status = wijk__gathered_row(rows, &row);
    }
    return status;
}

static wijk_status gather(const wijk_dossier *dossier, const struct wijk__view *view, const struct wijk__view *later,
                          const struct wijk__period *period, wijk_date seen, wijk_table **out) {
    struct wijk__gathered rows = {.context = dossier->context, .table = WIJK__T_indicators};
    struct counting counting = {.dossier = dossier, .context = dossier->context, .state = view->state, .view = view,
                                .later = later, .period = *period, .seen = seen};
    wijk_status status = count_all(&counting);
    if (status == WIJK_OK)
        status = put_rows(&counting, &rows);
    wijk__bytes_free(dossier->context, &counting.tallies);
    return wijk__gathered_table(&rows, status, dossier, NULL, out);
}

wijk_status wijk__indicators_table(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                                   wijk_table **out) {
    struct wijk__period period = wijk__period_up_to(on);
    return gather(dossier, view, view, &period, period.until - 1, out);
}

static wijk_status open_and_gather(const wijk_dossier *dossier, const struct wijk__period *period, wijk_date seen,
                                   wijk_time known, wijk_table **out) {
    struct wijk__view view, later;
    wijk_status status = wijk__view_open(dossier, period->until - 1, known, &view);
    if (status != WIJK_OK)
        return status;
    status = wijk__view_open(dossier, seen, known, &later);
    if (status == WIJK_OK) {
        status = gather(dossier, &view, &later, period, seen, out);
        wijk__view_close(&later);
    }
    wijk__view_close(&view);
    return status;
}

wijk_status wijk_dossier_indicators(const wijk_dossier *dossier, wijk_date from, wijk_date until, wijk_date seen,
                                    wijk_time known, wijk_table **out, wijk_error *error) {
    const struct wijk__period period = {from, until, 0};
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (dossier == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "dossier");
    const char *wrong = wijk__period_wrong(&period);
    if (wrong != NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, wrong);
    if (seen < until - 1 || seen > WIJK_DATE_MAX)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "seen");
    wijk__error_clear(error);
    wijk_status status = open_and_gather(dossier, &period, seen, known, out);
    return status == WIJK_OK ? status : wijk__fail(error, status);
}
