/* Rules about steps and tiers: what should happen to a step, and after it. */
#include "dossier/rules/rules.h"

static wijk_status not_decided(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_steps *step = ROW(judging->state, steps, row);
    if (step->decision != 0 || step->entered != WIJK_DATE_NONE || row < judging->state->heads.first_step)
        return WIJK_OK;
    return wijk__tell_due(judging, &step->act, NULL, wijk__term(judging, step->proposed, WIJK__TERM_STEP));
}

static wijk_status dissents(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_consultations *consultation = ROW(judging->state, consultations, row);
    if (consultation->opinion != WIJK_OPINION_DISSENTS)
        return WIJK_OK;
    return wijk__tell(judging, &consultation->step, &consultation->person);
}

/* Somebody else than who was consulted, or at another moment. */
static wijk_status says_no(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_dissents *dissent = ROW(judging->state, dissents, row);
    return wijk__tell(judging, &dissent->step, &dissent->party);
}

static wijk_status not_entered(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_steps *step = ROW(judging->state, steps, row);
    if (step->decision != WIJK_DECISION_ACCEPTED || step->entered != WIJK_DATE_NONE ||
        row < judging->state->heads.first_step)
        return WIJK_OK;
    uint32_t stay = wijk__current_stay(judging->state, wijk__text_of(judging->state, step->ladder));
    if (!wijk__step_leads_from(judging->state, step, stay))
        return WIJK_OK; /* the household went another way */
    return wijk__tell_due(judging, &step->act, NULL, wijk__term(judging, step->decided, WIJK__TERM_ENTRY));
}

static wijk_status not_reviewed(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_overrides *override = ROW(judging->state, overrides, row);
    if (override->reviewed != WIJK_DATE_NONE)
        return WIJK_OK;
    return wijk__tell_due(judging, &override->act, NULL, wijk__term(judging, override->entered, WIJK__TERM_OVERRIDE));
}

/* ---- where the household is on each ladder of the policy ---- */

typedef wijk_status (*rule_of_ladder)(struct wijk__judging *judging, const struct wijk__ladder *ladder, uint32_t stay,
                                      const struct wijk__tier *tier);

static wijk_status ask_ladders(struct wijk__judging *judging, rule_of_ladder ask) {
    uint32_t count = 0;
    const struct wijk__ladder *ladders =
        judging->policy == NULL ? NULL : wijk__policy_ladders(judging->policy, &count);
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++) {
        uint32_t stay = wijk__current_stay(judging->state, ladders[i].key);
        const struct wijk__tier *tier = wijk__current_tier(judging->state, &ladders[i], stay);
        if (tier != NULL)
            status = ask(judging, &ladders[i], stay, tier);
    }
    return status;
}

/* The tier that a policy suggests is said as the fact that is missing. */
static wijk_status suggest(struct wijk__judging *judging, const struct wijk__ladder *ladder, uint32_t stay,
                           const struct wijk__tier *tier) {
    struct wijk__question question =
        wijk__question_of_ladder(judging->state, judging->policy, judging->on, ladder->key, WIJK__NO_ROW);
    const wijk_id *here = &ROW(judging->state, tier_stays, stay)->act;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < ladder->suggestion_count && status == WIJK_OK; i++) {
        const struct wijk__suggestion *suggestion = &ladder->suggestions[i];
        if (&ladder->tiers[suggestion->from] != tier || !wijk__suggested(&question, suggestion))
            continue;
        status = wijk__tell(judging, here, NULL);
        if (status == WIJK_OK)
            status = wijk__miss(judging, WIJK_FACT_IN_TIER, NULL, ladder->tiers[suggestion->to].key);
    }
    return status;
}

static wijk_status stays_long(struct wijk__judging *judging, const struct wijk__ladder *ladder, uint32_t stay,
                              const struct wijk__tier *tier) {
    const struct wijk__row_tier_stays *row = ROW(judging->state, tier_stays, stay);
    (void)ladder;
    return wijk__tell_due(judging, &row->act, NULL, wijk__term_last(judging->policy, row->from, tier->intended));
}

/* The stay on the same ladder that ended when this one began. */
static uint32_t stay_before(const struct wijk__state *state, const struct wijk__ladder *ladder, uint32_t stay) {
    for (uint32_t i = stay; i-- > 0;)
        if (wijk__span_equal(state, ROW(state, tier_stays, i)->ladder, ladder->key))
            return i;
    return WIJK__NO_ROW;
}

static wijk_status not_passed_on(struct wijk__judging *judging, const struct wijk__ladder *ladder, uint32_t stay,
                                 const struct wijk__tier *tier) {
    const struct wijk__state *state = judging->state;
    const struct wijk__row_tier_stays *row = ROW(state, tier_stays, stay);
    uint32_t before = stay_before(state, ladder, stay), coordinator = state->heads.coordinator;
    if (row->direction == WIJK_DIRECTION_ENTRY || before == WIJK__NO_ROW || coordinator == WIJK__NO_ROW)
        return WIJK_OK;
    const struct wijk__step *step = wijk__ladder_step(ladder, wijk__current_tier(state, ladder, before), tier);
    if (step == NULL || !step->passes || ROW(state, coordinators, coordinator)->from >= row->from)
        return WIJK_OK;
    wijk_date due = wijk__term(judging, row->from, WIJK__TERM_OFFER);
    return wijk__tell_due(judging, &row->act, &ROW(state, coordinators, coordinator)->professional,
                          due == WIJK_DATE_NONE ? row->from : due);
}

static wijk_status suggestions(struct wijk__judging *judging, uint32_t row) {
    (void)row;
    return ask_ladders(judging, suggest);
}

static wijk_status long_stays(struct wijk__judging *judging, uint32_t row) {
    (void)row;
    return ask_ladders(judging, stays_long);
}

static wijk_status passing_on(struct wijk__judging *judging, uint32_t row) {
    (void)row;
    return ask_ladders(judging, not_passed_on);
}

static const struct wijk__rule rules[] = {
    {WIJK_WK4023, WIJK__T_steps, not_decided},        {WIJK_WK4020, WIJK__T_consultations, dissents},
    {WIJK_WK4020, WIJK__T_dissents, says_no},         {WIJK_WK4042, WIJK__T_steps, not_entered},
    {WIJK_WK4024, WIJK__T_overrides, not_reviewed},   {WIJK_WK4036, 0, suggestions},
    {WIJK_WK4037, 0, passing_on},                     {WIJK_WK4038, 0, long_stays},
};
const struct wijk__rules wijk__step_rules = WIJK__RULES(rules);
