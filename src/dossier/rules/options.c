/* Possible steps: every step of every ladder, whether it can be taken now, and otherwise the smallest set of what is
 * missing; and which steps the policy suggests. Nobody is moved by any of this. */
#include "dossier/facts.h"
#include "dossier/rules/rules.h"

/* ---- one ladder ---- */

struct ladder { /* how a household stands on it */
    const struct wijk__ladder *rules;
    struct wijk__question question; /* about no step yet */
    const struct wijk__tier *here;  /* NULL: on no tier that the policy knows */
};

static struct ladder stand_on(const struct wijk__judging *judging, const struct wijk__ladder *rules) {
    struct wijk__question question =
        wijk__question_of_ladder(judging->state, judging->policy, judging->on, rules->key, WIJK__NO_ROW);
    return (struct ladder){rules, question, wijk__current_tier(judging->state, rules, question.stay)};
}

/* Whether a proposal could be used to enter a tier: it was not refused and not used, and leads there from here. */
static bool may_be_used(const struct ladder *ladder, const struct wijk__tier *to, uint32_t row) {
    const struct wijk__state *state = ladder->question.state;
    const struct wijk__row_steps *step = ROW(state, steps, row);
    return step->entered == WIJK_DATE_NONE && step->decision != WIJK_DECISION_REFUSED &&
           wijk__span_equal(state, step->tier, to->key) && wijk__span_equal(state, step->ladder, ladder->rules->key) &&
           wijk__step_leads_from(state, step, ladder->question.stay);
}

bool wijk__suggested(const struct wijk__question *question, const struct wijk__suggestion *suggestion) {
    struct wijk__lacking lacking = {.findings = NULL};
    return wijk__ask_conditions(question, suggestion->when, &lacking) == WIJK_OK && lacking.count == 0;
}

static bool is_suggested(const struct ladder *ladder, const struct wijk__tier *to) {
    for (uint32_t i = 0; i < ladder->rules->suggestion_count; i++) {
        const struct wijk__suggestion *suggestion = &ladder->rules->suggestions[i];
        if (&ladder->rules->tiers[suggestion->from] == ladder->here && &ladder->rules->tiers[suggestion->to] == to &&
            wijk__suggested(&ladder->question, suggestion))
            return true;
    }
    return false;
}

/* ---- one step ---- */

struct option {
    const struct wijk__tier *from, *to; /* from NULL: an entry */
    const struct wijk__step *step;      /* NULL: an entry */
};

/* How a tier could be entered: by a proposal, or by none, or by one that is to be made. */
enum { BY_NONE = WIJK__NO_ROW - 1, BY_A_NEW_ONE = WIJK__NO_ROW };
struct way {
    uint32_t by; /* the row of a proposal, or one of the two */
    struct wijk__lacking lacking;
};

static const struct wijk__row_steps *proposal_of(const struct ladder *ladder, uint32_t by) {
    return by == BY_NONE || by == BY_A_NEW_ONE ? NULL : ROW(ladder->question.state, steps, by);
}

/* The policy may have made less of a rule than a refusal. */
static bool may_do_without(const struct wijk__judging *judging, const struct ladder *ladder) {
    return !ladder->rules->decided || wijk__severity_of(judging, WIJK_WK4003) != WIJK_SEVERITY_REFUSE;
}

/* What is missing to enter the tier now in one way. Where steps are decided, what was decided needs nothing more. */
static wijk_status missing_of(const struct wijk__judging *judging, const struct ladder *ladder,
                              const struct option *option, uint32_t by, struct wijk__lacking *lacking) {
    struct wijk__question question = ladder->question;
    const struct wijk__row_steps *step = proposal_of(ladder, by);
    const wijk_id *id = step == NULL ? NULL : &step->act;
    bool accepted = step != NULL && step->decision == WIJK_DECISION_ACCEPTED;
    wijk_status status = WIJK_OK;
    if (option->step == NULL || (ladder->rules->decided && (accepted || by == BY_NONE)))
        return WIJK_OK;
    question.step = step == NULL ? WIJK__NO_ROW : by;
    lacking->reach = by == BY_NONE ? WIJK__REACH_NO_STEP : step != NULL ? WIJK__REACH_PROPOSED : WIJK__REACH_ALL;
    if (by == BY_A_NEW_ONE)
        status = wijk__lack(lacking, WIJK_FACT_STEP_PROPOSED, NULL);
    if (status == WIJK_OK && wijk__severity_of(judging, WIJK_WK4002) == WIJK_SEVERITY_REFUSE)
        status = wijk__ask_conditions(&question, option->step->when, lacking);
    if (status == WIJK_OK && !accepted && by != BY_NONE)
        status = wijk__lack(lacking, WIJK_FACT_STEP_ACCEPTED, id);
    return status;
}

static wijk_status try(const struct wijk__judging *judging, const struct ladder *ladder, const struct option *option,
                       uint32_t by, struct way *best) {
    struct wijk__lacking lacking = {.findings = NULL};
    wijk_status status = missing_of(judging, ladder, option, by, &lacking);
    if (status == WIJK_OK && lacking.count < best->lacking.count)
        *best = (struct way){by, lacking};
    return status;
}

/* The way in which the least is missing: by the last proposal before those before it; by a new one only when none that
 * there is could lead to it, so that nobody proposes anew what somebody dissents from. */
static wijk_status easiest(const struct wijk__judging *judging, const struct ladder *ladder,
                           const struct option *option, struct way *best) {
    const struct wijk__heads *heads = &ladder->question.state->heads;
    wijk_status status = WIJK_OK;
    *best = (struct way){BY_NONE, {.count = UINT32_MAX}};
    for (uint32_t i = COUNT(ladder->question.state, steps); i-- > heads->first_step && status == WIJK_OK;)
        if (option->step != NULL && may_be_used(ladder, option->to, i))
            status = try(judging, ladder, option, i, best);
    bool proposed = best->lacking.count < WIJK__OUT_OF_REACH;
    if (status == WIJK_OK && (option->step == NULL || may_do_without(judging, ladder)))
        status = try(judging, ladder, option, BY_NONE, best);
    if (status == WIJK_OK && option->step != NULL && !proposed)
        status = try(judging, ladder, option, BY_A_NEW_ONE, best);
    return status;
}

/* A finding about a row of the table, which its item names, when there is something missing. */
static wijk_status explain(const struct wijk__judging *judging, const struct ladder *ladder,
                           const struct option *option, const struct way *way, uint32_t row, wijk_findings *findings) {
    const struct wijk__row_steps *step = proposal_of(ladder, way->by);
    struct wijk__lacking lacking = {.findings = findings};
    uint32_t first = wijk_findings_count(findings);
    wijk_finding finding = ladder->rules->decided ? WIJK_WK4003 : WIJK_WK4002;
    wijk_status status =
        wijk__findings_add(findings, finding, WIJK_SEVERITY_REFUSE, step == NULL ? NULL : &step->act, NULL);
    if (status == WIJK_OK)
        status = missing_of(judging, ladder, option, way->by, &lacking);
    wijk__findings_item(findings, first, row);
    return status;
}

static void say_who(struct wijk__gathered *rows, const struct wijk__text responsible[WIJK__RESPONSIBILITIES],
                    struct wijk__row_options *row) {
    row->case_coordination = wijk__gathered_key(rows, responsible[WIJK__CASE]);
    row->process_coordination = wijk__gathered_key(rows, responsible[WIJK__PROCESS]);
    row->operational = wijk__gathered_key(rows, responsible[WIJK__OPERATIONAL]);
    row->administrative = wijk__gathered_key(rows, responsible[WIJK__ADMINISTRATIVE]);
}

/* From where the household is, by the rank under which it came there, as the act will be. */
static int32_t direction_of(const struct ladder *ladder, const struct option *option) {
    if (option->from == NULL)
        return WIJK_DIRECTION_ENTRY;
    int64_t rank = option->from == ladder->here ? ROW(ladder->question.state, tier_stays, ladder->question.stay)->rank
                                                : option->from->rank;
    return option->to->rank > rank ? WIJK_DIRECTION_UP : WIJK_DIRECTION_DOWN;
}

static wijk_status judge_option(const struct wijk__judging *judging, const struct ladder *ladder,
                                const struct option *option, struct wijk__gathered *rows, wijk_findings *findings) {
    struct wijk__row_options row;
    struct way way;
    memcpy(&row, wijk__blank_rows[WIJK__T_options], sizeof row);
    row.ladder = wijk__gathered_key(rows, ladder->rules->key);
    row.from_tier = option->from == NULL ? row.from_tier : wijk__gathered_key(rows, option->from->key);
    row.tier = wijk__gathered_key(rows, option->to->key);
    row.direction = direction_of(ladder, option);
    row.coordination = option->step != NULL && option->step->passes ? WIJK_COORDINATION_AFTER_PASSES
                                                                    : WIJK_COORDINATION_AFTER_STAYS;
    say_who(rows, option->to->responsible, &row);
    row.here = option->from == NULL ? ladder->question.stay == WIJK__NO_ROW : option->from == ladder->here;
    row.allowed = row.suggested = 0;
    if (row.here) {
        wijk_status status = easiest(judging, ladder, option, &way);
        if (status == WIJK_OK && way.lacking.count > 0 && findings != NULL)
            status = explain(judging, ladder, option, &way, wijk__gathered_count(rows), findings);
        if (status != WIJK_OK)
            return status;
        row.allowed = way.lacking.count == 0;
        row.next = row.allowed ? WIJK_ACT_TIER_ENTER : way.lacking.mend;
        row.suggested = is_suggested(ladder, option->to);
        if (proposal_of(ladder, way.by) != NULL)
            row.step = proposal_of(ladder, way.by)->act;
    }
    return wijk__gathered_row(rows, &row);
}

/* ---- all of them ---- */

/* Nowhere does a household go whose dossier is not open. */
static const struct wijk__ladder *ladders_of(const struct wijk__judging *judging, uint32_t *count) {
    *count = 0;
    if (judging->policy == NULL || !judging->state->heads.open)
        return NULL;
    return wijk__policy_ladders(judging->policy, count);
}

static wijk_status judge_ladder(const struct wijk__judging *judging, const struct wijk__ladder *rules,
                                struct wijk__gathered *rows, wijk_findings *findings) {
    struct ladder ladder = stand_on(judging, rules);
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < rules->tier_count && status == WIJK_OK; i++) {
        struct option entry = {NULL, &rules->tiers[i], NULL};
        if (entry.to->entry)
            status = judge_option(judging, &ladder, &entry, rows, findings);
    }
    for (uint32_t i = 0; i < rules->step_count && status == WIJK_OK; i++) {
        const struct wijk__step *step = &rules->steps[i];
        struct option option = {&rules->tiers[step->from], &rules->tiers[step->to], step};
        status = judge_option(judging, &ladder, &option, rows, findings);
    }
    return status;
}

static wijk_status gather(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                          wijk_findings *findings, wijk_table **out) {
    struct wijk__judging judging = wijk__judging_of(dossier, view, on);
    struct wijk__gathered rows = {.context = dossier->context, .table = WIJK__T_options};
    uint32_t count;
    const struct wijk__ladder *ladders = ladders_of(&judging, &count);
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++)
        status = judge_ladder(&judging, &ladders[i], &rows, findings);
    return wijk__gathered_table(&rows, status, dossier, NULL, out);
}

wijk_status wijk__options_table(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                                wijk_table **out) {
    return gather(dossier, view, on, NULL, out);
}

wijk_status wijk_dossier_steps(const wijk_dossier *dossier, wijk_date on, wijk_time known, wijk_table **options,
                               wijk_findings *findings, wijk_error *error) {
    if (options == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "options");
    *options = NULL;
    wijk_findings_clear(findings);
    if (dossier == NULL || dossier->policy == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "dossier");
    if (on < WIJK_DATE_MIN || on > WIJK_DATE_MAX)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "on");
    wijk__error_clear(error);
    struct wijk__view view;
    wijk_status status = wijk__view_open(dossier, on, known, &view);
    if (status == WIJK_OK) {
        status = gather(dossier, &view, on, findings, options);
        wijk__view_close(&view);
    }
    return status == WIJK_OK ? status : wijk__fail(error, status);
}

/* ---- why the policy suggests a step ---- */

struct why {
    struct wijk__reasons reasons; /* first: what listens is found from it */
    struct wijk__gathered *rows;
    struct wijk__row_suggestions row; /* of the suggestion, without a reason yet */
};

static wijk_status take(struct wijk__reasons *reasons, const struct wijk__condition *fact, const wijk_id *by) {
    struct why *why = (struct why *)(void *)reasons;
    struct wijk__row_suggestions row = why->row;
    const char *name = wijk__fact_def(fact->fact)->words.name;
    row.reason = wijk__gathered_key(why->rows, (struct wijk__text){name, strlen(name)});
    row.key = wijk__gathered_key(why->rows, fact->key);
    if (by != NULL)
        row.subject = *by;
    return wijk__gathered_row(why->rows, &row);
}

static wijk_status explain_suggestion(const struct ladder *ladder, const struct wijk__suggestion *suggestion,
                                      struct wijk__gathered *rows) {
    struct why why = {.reasons = {take}, .rows = rows};
    struct option option = {ladder->here, &ladder->rules->tiers[suggestion->to], NULL};
    memcpy(&why.row, wijk__blank_rows[WIJK__T_suggestions], sizeof why.row);
    why.row.ladder = wijk__gathered_key(rows, ladder->rules->key);
    why.row.from_tier = wijk__gathered_key(rows, option.from->key);
    why.row.tier = wijk__gathered_key(rows, option.to->key);
    why.row.direction = direction_of(ladder, &option);
    return wijk__ask_reasons(&ladder->question, suggestion->when, &why.reasons);
}

wijk_status wijk__suggestions_table(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                                    wijk_table **out) {
    struct wijk__judging judging = wijk__judging_of(dossier, view, on);
    struct wijk__gathered rows = {.context = dossier->context, .table = WIJK__T_suggestions};
    uint32_t count;
    const struct wijk__ladder *ladders = ladders_of(&judging, &count);
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < count; i++) {
        struct ladder ladder = stand_on(&judging, &ladders[i]);
        for (uint32_t j = 0; j < ladders[i].suggestion_count && status == WIJK_OK; j++)
            if (ladder.here == &ladders[i].tiers[ladders[i].suggestions[j].from])
                status = explain_suggestion(&ladder, &ladders[i].suggestions[j], &rows);
    }
    return wijk__gathered_table(&rows, status, dossier, NULL, out);
}
