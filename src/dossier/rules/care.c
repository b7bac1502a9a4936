/* Rules about safety, signals, referrals, experts and support structures: what was decided is done, what was asked is
 * answered, and what was agreed for a day happens by that day. */
#include "dossier/rules/rules.h"

/* ---- safety ---- */

static bool same_person(const void *data, uint32_t a, uint32_t b) {
    const struct wijk__state *state = data;
    return wijk__id_equal(&ROW(state, safety, a)->person, &ROW(state, safety, b)->person);
}

/* From the last weighing to the first: what was weighed or reported of the whole household, and of each person at the
 * last weighing of them. A report of a weighing, or of a later one about the same, will do: Safe at Home knows. */
wijk_status wijk__mark_safety(struct wijk__judging *judging) {
    enum { PERSON_REPORTED = WIJK__SAFETY_AGAIN << 1 };
    const struct wijk__state *state = judging->state;
    uint32_t count = COUNT(state, safety);
    struct wijk__seen seen;
    bool weighed = false, reported = false;
    if (count == 0)
        return WIJK_OK;
    uint8_t *marks = judging->safety = wijk__allocate_zeroed(judging->context, count);
    wijk_status status = marks == NULL ? WIJK_E_MEMORY : wijk__seen_start(&seen, judging->context, count);
    if (status != WIJK_OK)
        return status;
    for (uint32_t i = count; i-- > 0;) {
        const struct wijk__row_safety *weighing = ROW(state, safety, i);
        uint64_t hash = wijk__mix_id(judging->context->limits.hash_seed, &weighing->person);
        uint32_t last = wijk__seen_put(&seen, hash, i, same_person, state);
        bool whole = wijk__id_is_none(&weighing->person), told = weighing->reported != WIJK_DATE_NONE;
        marks[last] |= told ? PERSON_REPORTED : 0;
        reported |= whole && told;
        marks[i] |= reported || (marks[last] & PERSON_REPORTED) != 0 ? WIJK__SAFETY_REPORTED : 0;
        marks[i] |= weighed || last != i ? WIJK__SAFETY_AGAIN : 0;
        weighed |= whole;
    }
    wijk__seen_end(&seen);
    return WIJK_OK;
}

static wijk_status not_reported(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_safety *weighing = ROW(judging->state, safety, row);
    if (weighing->verdict != WIJK_SAFETY_VERDICT_REPORT || (judging->safety[row] & WIJK__SAFETY_REPORTED) != 0)
        return WIJK_OK;
    return wijk__tell_matter(judging, &(struct wijk__matter){.subject = &weighing->act,
                                                             .other = wijk__someone(&weighing->person),
                                                             .due = weighing->weighed,
                                                             .from = WIJK_DATE_NONE});
}

static wijk_status not_weighed_again(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_safety *weighing = ROW(judging->state, safety, row);
    if (weighing->again == WIJK_DATE_NONE || (judging->safety[row] & WIJK__SAFETY_AGAIN) != 0)
        return WIJK_OK;
    return wijk__tell_due(judging, &weighing->act, wijk__someone(&weighing->person), weighing->again);
}

/* ---- signals and referrals ---- */

static wijk_status signal_open(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_signals *signal = ROW(judging->state, signals, row);
    if (signal->closed != WIJK_DATE_NONE)
        return WIJK_OK;
    return wijk__tell_due(judging, &signal->act, wijk__someone(&signal->person),
                          wijk__term(judging, signal->reported, WIJK__TERM_SIGNAL));
}

/* Nothing mends it, so it is told of what the team does now: not of withdrawn referrals, nor of earlier episodes. */
static wijk_status too_quick(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    const struct wijk__row_referrals *referral = ROW(state, referrals, row);
    const struct wijk__row_episodes *episode = ROW(state, episodes, COUNT(state, episodes) - 1);
    if (referral->source != WIJK_REFERRAL_SOURCE_TEAM || referral->attempted != 0 ||
        referral->answer == WIJK_ANSWER_WITHDRAWN || referral->made < episode->from)
        return WIJK_OK;
    return wijk__tell(judging, &referral->act, wijk__someone(&referral->target));
}

static wijk_status no_answer(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_referrals *referral = ROW(judging->state, referrals, row);
    if (referral->answered != WIJK_DATE_NONE)
        return WIJK_OK;
    return wijk__tell_due(judging, &referral->act, wijk__someone(&referral->target),
                          wijk__term(judging, referral->made, WIJK__TERM_REFERRAL));
}

/* ---- experts ---- */

static bool asked(const struct wijk__state *state, const struct wijk__row_problems *problem,
                  const struct wijk__demand *demand) {
    for (uint32_t i = 0; i < COUNT(state, consults); i++)
        if (wijk__consult_about(state, ROW(state, consults, i), problem, demand->expertise))
            return true;
    return false;
}

/* To be asked on the day on which the problem is named. */
static wijk_status expert_needed(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_problems *problem = ROW(judging->state, problems, row);
    uint32_t count = 0;
    const struct wijk__demand *demands = judging->policy ? wijk__policy_demands(judging->policy, &count) : NULL;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++) {
        if (!wijk__demands_expert(judging->state, &demands[i], problem) || asked(judging->state, problem, &demands[i]))
            continue;
        status = wijk__tell_matter(judging, &(struct wijk__matter){.subject = &problem->act,
                                                                   .key = demands[i].expertise,
                                                                   .due = problem->identified,
                                                                   .from = WIJK_DATE_NONE});
        if (status == WIJK_OK)
            status = wijk__miss(judging, WIJK_FACT_EXPERT_ADVISED, &problem->act, demands[i].expertise);
    }
    return status;
}

static wijk_status no_advice(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_consults *consult = ROW(judging->state, consults, row);
    if (consult->answered != WIJK_DATE_NONE)
        return WIJK_OK;
    return wijk__tell_due(judging, &consult->act, wijk__someone(&consult->expert),
                          wijk__term(judging, consult->asked, WIJK__TERM_CONSULT));
}

/* ---- support structures ---- */

static wijk_status support_due(struct wijk__judging *judging, const struct wijk__row_supports *support, wijk_date due) {
    if (!wijk__lasts(support->until))
        return WIJK_OK;
    return wijk__tell_due(judging, &support->act, wijk__someone(&support->provider), due);
}

static wijk_status not_reviewed(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_supports *support = ROW(judging->state, supports, row);
    return support_due(judging, support, support->review);
}

static wijk_status past_its_end(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_supports *support = ROW(judging->state, supports, row);
    return support_due(judging, support, support->end);
}

static const struct wijk__rule rules[] = {
    {WIJK_WK4025, WIJK__T_safety, not_reported},
    {WIJK_WK4026, WIJK__T_safety, not_weighed_again},
    {WIJK_WK4031, WIJK__T_referrals, too_quick},
    {WIJK_WK4032, WIJK__T_problems, expert_needed},
    {WIJK_WK4033, WIJK__T_consults, no_advice},
    {WIJK_WK4034, WIJK__T_supports, not_reviewed},
    {WIJK_WK4035, WIJK__T_supports, past_its_end},
    {WIJK_WK4039, WIJK__T_signals, signal_open},
    {WIJK_WK4040, WIJK__T_referrals, no_answer},
};
const struct wijk__rules wijk__care_rules = WIJK__RULES(rules);
