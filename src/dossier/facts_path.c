/* Facts of the path: of a step, of the tier, of waits, of what was noticed and weighed. */
#include "dossier/facts.h"

/* ---- of the step ---- */

static const wijk_id *step_id(const struct wijk__question *q) {
    return q->step == WIJK__NO_ROW ? NULL : &ROW(q->state, steps, q->step)->act;
}

/* The last time that somebody was consulted on the step; NULL: never. Without a person: anybody. */
static const struct wijk__row_consultations *last_consultation(const struct wijk__question *q, const wijk_id *person) {
    const wijk_id *step = step_id(q);
    for (uint32_t i = COUNT(q->state, consultations); step != NULL && i-- > 0;) {
        const struct wijk__row_consultations *consultation = ROW(q->state, consultations, i);
        if (wijk__id_equal(&consultation->step, step) &&
            (person == NULL || wijk__id_equal(&consultation->person, person)))
            return consultation;
    }
    return NULL;
}

FACT(wijk__client_consulted) {
    const struct wijk__row_consultations *last = last_consultation(q, NULL);
    if (last != NULL && wijk__recent(q, last->consulted, asked->within_days))
        return WIJK_OK;
    return wijk__lack(missing, WIJK_FACT_CLIENT_CONSULTED, step_id(q));
}

/* Those who were excused from being heard are excused from this too. */
FACT(wijk__children_consulted) {
    for (uint32_t i = 0; i < COUNT(q->state, members); i++) {
        const struct wijk__row_members *member = ROW(q->state, members, i);
        if (member->role != WIJK_MEMBER_ROLE_CHILD || !wijk__member_on(member, q->on) ||
            !wijk__must_be_consulted(q->policy, member, q->on) || member->excused != WIJK_DATE_NONE)
            continue;
        const struct wijk__row_consultations *last = last_consultation(q, &member->person);
        if (last != NULL && wijk__recent(q, last->consulted, asked->within_days))
            continue;
        wijk_status status = wijk__lack(missing, WIJK_FACT_CHILDREN_CONSULTED, &member->person);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

/* Whether somebody said no when last consulted on the step. */
static bool said_no(const struct wijk__question *q, const wijk_id *party) {
    const struct wijk__row_consultations *last = last_consultation(q, party);
    return last != NULL && last->opinion == WIJK_OPINION_DISSENTS;
}

static bool stands(const struct wijk__question *q, uint32_t row, const wijk_id *party) {
    const struct wijk__row_dissents *dissent = ROW(q->state, dissents, row);
    return dissent->lifted == WIJK_DATE_NONE && wijk__id_equal(&dissent->step, step_id(q)) &&
           wijk__id_equal(&dissent->party, party);
}

/* What is missing is counted, so each party is named once. */
static bool named_before(const struct wijk__question *q, uint32_t row) {
    const wijk_id *party = &ROW(q->state, dissents, row)->party;
    bool named = said_no(q, party);
    for (uint32_t i = 0; i < row && !named; i++)
        named = stands(q, i, party);
    return named;
}

FACT(wijk__nobody_dissents) {
    const wijk_id *step = step_id(q);
    wijk_status status = WIJK_OK;
    (void)asked;
    for (uint32_t i = 0; step != NULL && i < COUNT(q->state, consultations) && status == WIJK_OK; i++) {
        const struct wijk__row_consultations *one = ROW(q->state, consultations, i);
        if (wijk__id_equal(&one->step, step) && one == last_consultation(q, &one->person) && said_no(q, &one->person))
            status = wijk__lack(missing, WIJK_FACT_NOBODY_DISSENTS, &one->person);
    }
    for (uint32_t i = 0; step != NULL && i < COUNT(q->state, dissents) && status == WIJK_OK; i++) {
        const wijk_id *party = &ROW(q->state, dissents, i)->party;
        if (stands(q, i, party) && !named_before(q, i))
            status = wijk__lack(missing, WIJK_FACT_NOBODY_DISSENTS, party);
    }
    return status;
}

FACT(wijk__step_motivated) {
    (void)asked;
    if (q->step != WIJK__NO_ROW && ROW(q->state, steps, q->step)->why.offset != WIJK__NO_TEXT)
        return WIJK_OK;
    return wijk__lack(missing, WIJK_FACT_STEP_MOTIVATED, step_id(q));
}

FACT(wijk__step_evidenced) {
    const struct wijk__row_steps *step = q->step == WIJK__NO_ROW ? NULL : ROW(q->state, steps, q->step);
    (void)asked;
    if (step != NULL && (step->evidence.offset != WIJK__NO_TEXT || !wijk__id_is_none(&step->based_on)))
        return WIJK_OK;
    return wijk__lack(missing, WIJK_FACT_STEP_EVIDENCED, step_id(q));
}

/* ---- of the tier ---- */

static bool is_in(const struct wijk__question *q, const struct wijk__row_tier_stays *stay, struct wijk__text tier) {
    return wijk__lasts(stay->until) && wijk__span_equal(q->state, stay->tier, tier);
}

static bool fits(const struct wijk__condition *asked, int64_t number) {
    return number >= asked->at_least && number <= asked->at_most;
}

FACT(wijk__in_tier) {
    for (uint32_t i = q->state->heads.first_stay; i < COUNT(q->state, tier_stays); i++) {
        const struct wijk__row_tier_stays *stay = ROW(q->state, tier_stays, i);
        if (asked->key.data == NULL ? wijk__lasts(stay->until) : is_in(q, stay, asked->key))
            return wijk__holds(missing, &stay->act);
    }
    return wijk__lack_key(missing, WIJK_FACT_IN_TIER, NULL, asked->key);
}

/* In the tier that the step leads away from. */
FACT(wijk__days_in_tier) {
    const struct wijk__row_tier_stays *stay = q->stay == WIJK__NO_ROW ? NULL : ROW(q->state, tier_stays, q->stay);
    if (stay != NULL && fits(asked, (int64_t)q->on - stay->from))
        return wijk__holds(missing, &stay->act);
    return wijk__lack(missing, WIJK_FACT_DAYS_IN_TIER, NULL);
}

/* ---- of the household ---- */

/* Whether the same domain of the same person was assessed later. */
static bool outdated(const struct wijk__question *q, uint32_t row) {
    const struct wijk__row_domains *domain = ROW(q->state, domains, row);
    for (uint32_t i = row + 1; i < COUNT(q->state, domains); i++) {
        const struct wijk__row_domains *later = ROW(q->state, domains, i);
        if (wijk__id_equal(&later->person, &domain->person) && wijk__same_span(q->state, later->domain, domain->domain))
            return true;
    }
    return false;
}

/* The level at which a life domain was last assessed, of the household or of any member. */
FACT(wijk__domain_level) {
    for (uint32_t i = 0; i < COUNT(q->state, domains); i++) {
        const struct wijk__row_domains *domain = ROW(q->state, domains, i);
        bool about = asked->key.data == NULL || wijk__span_equal(q->state, domain->domain, asked->key);
        if (about && domain->level != INT64_MIN && fits(asked, domain->level) &&
            wijk__recent(q, domain->assessed, asked->within_days) && !outdated(q, i))
            return wijk__holds(missing, &domain->act);
    }
    return wijk__lack_key(missing, WIJK_FACT_DOMAIN_LEVEL, NULL, asked->key);
}

FACT(wijk__problem_present) {
    for (uint32_t i = 0; i < COUNT(q->state, problems); i++) {
        const struct wijk__row_problems *problem = ROW(q->state, problems, i);
        if ((asked->key.data == NULL || wijk__span_equal(q->state, problem->kind, asked->key)) &&
            wijk__problem_stands(q->state, problem))
            return wijk__holds(missing, &problem->act);
    }
    return wijk__lack_key(missing, WIJK_FACT_PROBLEM_PRESENT, NULL, asked->key);
}

/* ---- of experts ---- */

/* Advice about a step and no problem is about that step only. */
static bool advised(const struct wijk__question *q, const struct wijk__row_problems *problem,
                    struct wijk__text expertise, int32_t within_days) {
    const wijk_id *step = step_id(q);
    for (uint32_t i = 0; i < COUNT(q->state, consults); i++) {
        const struct wijk__row_consults *consult = ROW(q->state, consults, i);
        bool another = wijk__id_is_none(&consult->problem) && !wijk__id_is_none(&consult->step) && step != NULL &&
                       !wijk__id_equal(&consult->step, step);
        if (!another && wijk__recent(q, consult->answered, within_days) &&
            wijk__consult_about(q->state, consult, problem, expertise))
            return true;
    }
    return false;
}

FACT(wijk__expert_advised) {
    uint32_t count;
    const struct wijk__demand *demands = wijk__policy_demands(q->policy, &count);
    for (uint32_t i = 0; i < COUNT(q->state, problems); i++)
        for (uint32_t j = 0; j < count; j++) {
            const struct wijk__row_problems *problem = ROW(q->state, problems, i);
            if (!wijk__demands_expert(q->state, &demands[j], problem) ||
                advised(q, problem, demands[j].expertise, asked->within_days))
                continue;
            wijk_status status = wijk__lack_key(missing, WIJK_FACT_EXPERT_ADVISED, &problem->act, demands[j].expertise);
            if (status != WIJK_OK)
                return status;
        }
    return WIJK_OK;
}

/* ---- of safety, signals and waits ---- */

FACT(wijk__safety_weighed) {
    uint32_t count = COUNT(q->state, safety);
    if (count > 0 && wijk__recent(q, ROW(q->state, safety, count - 1)->weighed, asked->within_days))
        return WIJK_OK;
    return wijk__lack(missing, WIJK_FACT_SAFETY_WEIGHED, NULL);
}

/* What was found of one member does not end with what is found of another. */
FACT(wijk__acutely_unsafe) {
    for (uint32_t i = COUNT(q->state, safety); i-- > 0;) {
        const struct wijk__row_safety *weighing = ROW(q->state, safety, i);
        if (weighing->unsafety == WIJK_UNSAFETY_ACUTE && wijk__recent(q, weighing->weighed, asked->within_days) &&
            !wijk__weighed_later(q->state, i))
            return wijk__holds(missing, &weighing->act);
    }
    return wijk__lack(missing, WIJK_FACT_ACUTELY_UNSAFE, NULL);
}

FACT(wijk__signal_open) {
    for (uint32_t i = 0; i < COUNT(q->state, signals); i++) {
        const struct wijk__row_signals *signal = ROW(q->state, signals, i);
        if (signal->closed == WIJK_DATE_NONE && wijk__recent(q, signal->reported, asked->within_days) &&
            (asked->key.data == NULL || wijk__span_equal(q->state, signal->kind, asked->key)))
            return wijk__holds(missing, &signal->act);
    }
    return wijk__lack_key(missing, WIJK_FACT_SIGNAL_OPEN, NULL, asked->key);
}

FACT(wijk__wait_bridged) {
    (void)asked;
    for (uint32_t i = 0; i < COUNT(q->state, waits); i++) {
        const struct wijk__row_waits *wait = ROW(q->state, waits, i);
        if (!wijk__lasts(wait->until) || wait->bridged > 0)
            continue;
        wijk_status status = wijk__lack(missing, WIJK_FACT_WAIT_BRIDGED, &wait->act);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}
