/* Checking a dossier: the invariants, proved anew from the rows, and what else the rules say of it on a day. */
#include "dossier/dossier.h"

struct check {
    const wijk_dossier *dossier;
    const struct wijk__state *state;
    wijk_date on;
    wijk_findings *findings;
};

static wijk_severity severity_of(const struct check *check, wijk_finding finding) {
    if (check->dossier->policy != NULL)
        return wijk_policy_severity(check->dossier->policy, finding);
    return wijk__finding_def(finding)->severity;
}

static wijk_status tell(struct check *check, wijk_finding finding, const wijk_id *subject, const wijk_id *other) {
    wijk_severity severity = severity_of(check, finding);
    if (severity == WIJK_SEVERITY_OFF)
        return WIJK_OK;
    return wijk__findings_add(check->findings, finding, severity, subject, other);
}

/* Whether a term that began on a day is over on the day of judging. */
static bool overdue(const struct check *check, wijk_date began, enum wijk__term_name name) {
    if (check->dossier->policy == NULL)
        return false;
    wijk_date last = wijk__term_last(check->dossier->policy, began, wijk__policy_deadline(check->dossier->policy, name));
    return last != WIJK_DATE_NONE && check->on > last;
}

/* ---- invariants ---- */

static bool was_active(const struct wijk__row_plans *plan) { return plan->from != WIJK_DATE_NONE; }

static bool overlap(wijk_date a_from, wijk_date a_until, wijk_date b_from, wijk_date b_until) {
    bool a_before_b = !wijk__lasts(a_until) && a_until <= b_from;
    bool b_before_a = !wijk__lasts(b_until) && b_until <= a_from;
    return !a_before_b && !b_before_a;
}

static wijk_status one_active_plan(struct check *check) {
    const struct wijk__state *state = check->state;
    for (uint32_t i = 0; i < COUNT(state, plans); i++) {
        const struct wijk__row_plans *a = ROW(state, plans, i);
        for (uint32_t j = 0; was_active(a) && j < i; j++) {
            const struct wijk__row_plans *b = ROW(state, plans, j);
            if (!was_active(b) || a->from == a->until || b->from == b->until ||
                !overlap(a->from, a->until, b->from, b->until))
                continue;
            wijk_status status = tell(check, WIJK_WK2001, &a->act, &b->act);
            if (status != WIJK_OK)
                return status;
        }
    }
    return WIJK_OK;
}

/* Walk along the coordinators, who stand in the order of their days: each must begin where the one before ends for as
 * long as the plan is active. Tells the first day that is not covered once by naming the plan and the coordinator. */
static wijk_status coordinator_of_plan(struct check *check, const struct wijk__row_plans *plan) {
    const struct wijk__state *state = check->state;
    wijk_date reached = plan->from;
    const wijk_id *last = NULL;
    for (uint32_t i = 0; i < COUNT(state, coordinators) && (wijk__lasts(plan->until) || reached < plan->until); i++) {
        const struct wijk__row_coordinators *row = ROW(state, coordinators, i);
        if (row->from == row->until || (!wijk__lasts(row->until) && row->until <= plan->from))
            continue;
        if (row->from > reached || (last != NULL && row->from < reached))
            return tell(check, WIJK_WK3001, &plan->act, &row->act);
        last = &row->act;
        if (wijk__lasts(row->until))
            return i + 1 == COUNT(state, coordinators) ? WIJK_OK : tell(check, WIJK_WK3001, &plan->act, &row->act);
        reached = row->until;
    }
    bool covered = !wijk__lasts(plan->until) && reached >= plan->until;
    return covered ? WIJK_OK : tell(check, WIJK_WK3001, &plan->act, last);
}

static wijk_status one_coordinator(struct check *check) {
    for (uint32_t i = 0; i < COUNT(check->state, plans); i++) {
        const struct wijk__row_plans *plan = ROW(check->state, plans, i);
        wijk_status status = was_active(plan) ? coordinator_of_plan(check, plan) : WIJK_OK;
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

/* ---- what else the rules say ---- */

static wijk_status household(struct check *check) {
    const struct wijk__state *state = check->state;
    uint32_t members = 0;
    for (uint32_t i = 0; i < COUNT(state, members); i++) {
        const struct wijk__row_members *member = ROW(state, members, i);
        if (!wijk__member_on(member, check->on))
            continue;
        members++;
        wijk_status status = wijk__member_heard(member) ? WIJK_OK : tell(check, WIJK_WK1020, &member->person, NULL);
        if (status != WIJK_OK)
            return status;
    }
    return members == 0 && COUNT(state, members) > 0 ? tell(check, WIJK_WK1021, NULL, NULL) : WIJK_OK;
}

static bool is_scored(const struct wijk__state *state, const wijk_id *goal) {
    for (uint32_t i = COUNT(state, goal_scores); i-- > 0;)
        if (wijk__id_equal(&ROW(state, goal_scores, i)->goal, goal))
            return true;
    return false;
}

/* Whether a goal is still worked on: it has not ended, and neither has its plan. */
static bool goal_stands(const struct wijk__state *state, const struct wijk__row_goals *goal) {
    uint32_t plan = wijk__state_find(state, WIJK__T_plans, goal->plan.bytes, sizeof goal->plan);
    return wijk__lasts(goal->until) && ROW(state, plans, plan)->status != WIJK_PLAN_STATUS_CLOSED;
}

static wijk_status goals(struct check *check) {
    const struct wijk__state *state = check->state;
    uint32_t of_active = 0;
    for (uint32_t i = 0; i < COUNT(state, goals); i++) {
        const struct wijk__row_goals *goal = ROW(state, goals, i);
        bool active = state->heads.plan != WIJK__NO_ROW &&
                      wijk__id_equal(&goal->plan, &ROW(state, plans, state->heads.plan)->act);
        of_active += active;
        wijk_status status = WIJK_OK;
        bool stands = goal_stands(state, goal);
        if (stands && !wijk__goal_measurable(goal))
            status = tell(check, WIJK_WK2020, &goal->act, NULL);
        if (status == WIJK_OK && stands && goal->due != WIJK_DATE_NONE && check->on > goal->due)
            status = tell(check, WIJK_WK2023, &goal->act, NULL);
        if (status == WIJK_OK && !wijk__lasts(goal->until) && !is_scored(state, &goal->act))
            status = tell(check, WIJK_WK5020, &goal->act, NULL);
        if (status != WIJK_OK)
            return status;
    }
    if (state->heads.plan == WIJK__NO_ROW || of_active > 0)
        return WIJK_OK;
    return tell(check, WIJK_WK2021, &ROW(state, plans, state->heads.plan)->act, NULL);
}

static wijk_status actions(struct check *check) {
    const struct wijk__heads *heads = &check->state->heads;
    return heads->open_actions > 0 && heads->plan == WIJK__NO_ROW ? tell(check, WIJK_WK2022, NULL, NULL) : WIJK_OK;
}

static wijk_status offers(struct check *check) {
    const struct wijk__state *state = check->state;
    if (state->heads.offer == WIJK__NO_ROW)
        return WIJK_OK;
    const struct wijk__row_offers *offer = ROW(state, offers, state->heads.offer);
    bool late = offer->answer_by != WIJK_DATE_NONE ? check->on > offer->answer_by
                                                   : overdue(check, offer->offered, WIJK__TERM_OFFER);
    return late ? tell(check, WIJK_WK3020, &offer->act, NULL) : WIJK_OK;
}

static wijk_status steps(struct check *check) {
    const struct wijk__state *state = check->state;
    for (uint32_t i = 0; i < COUNT(state, steps); i++) {
        const struct wijk__row_steps *step = ROW(state, steps, i);
        wijk_status status = step->decision == 0 && overdue(check, step->proposed, WIJK__TERM_STEP)
                                 ? tell(check, WIJK_WK4023, &step->act, NULL)
                                 : WIJK_OK;
        if (status != WIJK_OK)
            return status;
    }
    for (uint32_t i = 0; i < COUNT(state, consultations); i++) {
        const struct wijk__row_consultations *row = ROW(state, consultations, i);
        wijk_status status = row->opinion == WIJK_OPINION_DISSENTS ? tell(check, WIJK_WK4020, &row->step, &row->person)
                                                                   : WIJK_OK;
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

static wijk_status waits(struct check *check) {
    const struct wijk__state *state = check->state;
    for (uint32_t i = 0; i < COUNT(state, waits); i++) {
        const struct wijk__row_waits *wait = ROW(state, waits, i);
        bool late = wijk__lasts(wait->until) && wait->bridged == 0 && overdue(check, wait->from, WIJK__TERM_BRIDGE);
        wijk_status status = late ? tell(check, WIJK_WK4021, &wait->act, NULL) : WIJK_OK;
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

static wijk_status pilot_light(struct check *check) {
    const struct wijk__state *state = check->state;
    if (state->heads.pilot_light == WIJK__NO_ROW)
        return WIJK_OK;
    const struct wijk__row_pilot_lights *light = ROW(state, pilot_lights, state->heads.pilot_light);
    wijk_date since = light->last_contact != WIJK_DATE_NONE ? light->last_contact : light->from;
    return (int64_t)check->on - since > light->interval ? tell(check, WIJK_WK4022, &light->act, NULL) : WIJK_OK;
}

static wijk_status requests(struct check *check) {
    const struct wijk__state *state = check->state;
    for (uint32_t i = 0; i < COUNT(state, requests); i++) {
        const struct wijk__row_requests *request = ROW(state, requests, i);
        bool late = request->decided == WIJK_DATE_NONE && overdue(check, request->received, WIJK__TERM_REQUEST);
        wijk_status status = late ? tell(check, WIJK_WK6020, &request->act, NULL) : WIJK_OK;
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

typedef wijk_status (*part)(struct check *check);
static const part invariants[] = {one_active_plan, one_coordinator};
static const part while_open[] = {household, goals, actions, offers, steps, waits, pilot_light, requests};

wijk_status wijk__check_state(const wijk_dossier *dossier, const struct wijk__state *state, wijk_date on,
                              wijk_findings *findings) {
    struct check check = {dossier, state, on, findings};
    wijk_status status = WIJK_OK;
    for (size_t i = 0; status == WIJK_OK && i < sizeof invariants / sizeof *invariants; i++)
        status = invariants[i](&check);
    for (size_t i = 0; status == WIJK_OK && state->heads.open && i < sizeof while_open / sizeof *while_open; i++)
        status = while_open[i](&check);
    return status;
}

wijk_status wijk_dossier_check(const wijk_dossier *dossier, wijk_date on, wijk_time known, wijk_findings *findings,
                               wijk_error *error) {
    wijk_findings_clear(findings);
    if (dossier == NULL || findings == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, dossier == NULL ? "dossier" : "findings");
    if (on < WIJK_DATE_MIN || on > WIJK_DATE_MAX)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "on");
    wijk__error_clear(error);
    struct wijk__view view;
    wijk_status status = wijk__view_open(dossier, on, known, &view);
    if (status == WIJK_OK) {
        status = wijk__check_state(dossier, view.state, on, findings);
        wijk__view_close(&view);
    }
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    return wijk_findings_worst(findings) == WIJK_SEVERITY_REFUSE ? WIJK_REFUSED : WIJK_OK;
}
