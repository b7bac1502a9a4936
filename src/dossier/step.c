/* Steps on ladders: proposed, talked over, decided; and the tiers that a household enters by them. */
#include "dossier/fold.h"

uint32_t wijk__current_stay(const struct wijk__state *state, struct wijk__text ladder) {
    uint32_t row = wijk__state_find(state, WIJK__T_tier_stays, ladder.data, ladder.length);
    return row != WIJK__NO_ROW && wijk__lasts(ROW(state, tier_stays, row)->until) ? row : WIJK__NO_ROW;
}

static int32_t direction(const struct wijk__state *state, uint32_t stay, int64_t rank) {
    if (stay == WIJK__NO_ROW)
        return WIJK_DIRECTION_ENTRY;
    return rank > ROW(state, tier_stays, stay)->rank ? WIJK_DIRECTION_UP : WIJK_DIRECTION_DOWN;
}

static bool in_tier(const struct wijk__state *state, uint32_t stay, struct wijk__text tier) {
    return stay != WIJK__NO_ROW && wijk__span_equal(state, ROW(state, tier_stays, stay)->tier, tier);
}

/* ---- what the policy says of a step ---- */

const struct wijk__tier *wijk__current_tier(const struct wijk__state *state, const struct wijk__ladder *ladder,
                                            uint32_t stay) {
    if (stay == WIJK__NO_ROW)
        return NULL;
    struct wijk__text key = wijk__text_of(state, ROW(state, tier_stays, stay)->tier);
    return wijk__ladder_tier(ladder, key.data, key.length);
}

/* The step that the ladder has from where the household is to a tier. A household that is on the ladder nowhere may
 * begin at an entry; `step` is then NULL. */
static wijk_status find_step(struct wijk__fold *fold, struct wijk__text ladder_key, struct wijk__text tier_key,
                             const struct wijk__step **step) {
    const struct wijk__ladder *ladder = wijk__policy_ladder(fold->policy, ladder_key.data, ladder_key.length);
    const struct wijk__tier *to = wijk__ladder_tier(ladder, tier_key.data, tier_key.length);
    uint32_t stay = wijk__current_stay(fold->state, ladder_key);
    const struct wijk__tier *from = wijk__current_tier(fold->state, ladder, stay);
    *step = from == NULL ? NULL : wijk__ladder_step(ladder, from, to);
    bool allowed = stay == WIJK__NO_ROW ? to->entry : *step != NULL;
    if (allowed)
        return WIJK_OK;
    return wijk__judge(fold, WIJK_WK4001, stay == WIJK__NO_ROW ? NULL : &ROW(fold->state, tier_stays, stay)->act, NULL);
}

struct wijk__question wijk__question_of_ladder(const struct wijk__state *state, const wijk_policy *policy, wijk_date on,
                                               struct wijk__text ladder, uint32_t step) {
    return (struct wijk__question){.state = state,
                                   .policy = policy,
                                   .on = on,
                                   .plan = state->heads.plan,
                                   .step = step,
                                   .stay = wijk__current_stay(state, ladder)};
}

static struct wijk__question question_of(const struct wijk__fold *fold, struct wijk__text ladder, uint32_t step) {
    return wijk__question_of_ladder(fold->state, fold->policy, fold->act->valid, ladder, step);
}

static bool is_there(const struct wijk__fold *fold, struct wijk__text ladder, struct wijk__text tier) {
    return in_tier(fold->state, wijk__current_stay(fold->state, ladder), tier);
}

wijk_status wijk__guard_step_propose(struct wijk__fold *fold) {
    struct wijk__text ladder = wijk__text(fold, WIJK_STEP_PROPOSE_LADDER);
    struct wijk__text tier = wijk__text(fold, WIJK_STEP_PROPOSE_TIER);
    const struct wijk__step *step;
    return is_there(fold, ladder, tier) ? WIJK_OK /* the fold refuses it */ : find_step(fold, ladder, tier, &step);
}

wijk_status wijk__guard_step_decide(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    uint32_t row = wijk__ref(fold, WIJK_STEP_DECIDE_STEP);
    const struct wijk__row_steps *proposed = ROW(state, steps, row);
    struct wijk__text key = wijk__text_of(state, proposed->ladder), tier = wijk__text_of(state, proposed->tier);
    const struct wijk__ladder *ladder = wijk__policy_ladder(fold->policy, key.data, key.length);
    if (proposed->decision != 0 || proposed->entered != WIJK_DATE_NONE || row < state->heads.first_step)
        return WIJK_OK; /* the fold refuses it: nothing that is missing would help */
    if (wijk__code(fold, WIJK_STEP_DECIDE_DECISION) != WIJK_DECISION_ACCEPTED ||
        wijk__ladder_tier(ladder, tier.data, tier.length) == NULL)
        return WIJK_OK; /* a refusal needs no conditions; a proposal under an older policy is decided as it stands */
    const struct wijk__step *step;
    wijk_status status = find_step(fold, key, tier, &step);
    if (status != WIJK_OK || step == NULL)
        return status;
    struct wijk__question question = question_of(fold, key, row);
    return wijk__judge_conditions(fold, &question, step->when, WIJK_WK4002, &ROW(state, steps, row)->act);
}

static bool is_emergency(const struct wijk__fold *fold) {
    return wijk__has(fold->act, WIJK_TIER_ENTER_EMERGENCY) &&
           fold->act->fields[WIJK_TIER_ENTER_EMERGENCY - 1].number != 0;
}

/* An emergency may pass over tiers, and needs no proposal; what it does need the ladder says. */
static wijk_status judge_emergency(struct wijk__fold *fold, const struct wijk__ladder *ladder, uint32_t proposed) {
    if (!ladder->emergencies)
        return wijk__judge(fold, WIJK_WK4066, NULL, NULL);
    struct wijk__question question = question_of(fold, ladder->key, proposed);
    return wijk__judge_conditions(fold, &question, ladder->emergency, WIJK_WK4015, NULL);
}

wijk_status wijk__guard_tier_enter(struct wijk__fold *fold) {
    struct wijk__text key = wijk__text(fold, WIJK_TIER_ENTER_LADDER), tier = wijk__text(fold, WIJK_TIER_ENTER_TIER);
    const struct wijk__ladder *ladder = wijk__policy_ladder(fold->policy, key.data, key.length);
    uint32_t proposed = wijk__ref(fold, WIJK_TIER_ENTER_STEP);
    const struct wijk__step *step;
    if (is_there(fold, key, tier))
        return WIJK_OK; /* the fold refuses it */
    if (is_emergency(fold))
        return judge_emergency(fold, ladder, proposed);
    wijk_status status = find_step(fold, key, tier, &step);
    if (status != WIJK_OK || step == NULL)
        return status;
    if (ladder->decided)
        return proposed != WIJK__NO_ROW ? WIJK_OK : wijk__judge(fold, WIJK_WK4003, NULL, NULL);
    struct wijk__question question = question_of(fold, key, proposed);
    return wijk__judge_conditions(fold, &question, step->when, WIJK_WK4002, NULL);
}

/* ---- steps ---- */

wijk_status wijk__fold_step_propose(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    struct wijk__text ladder = wijk__text(fold, WIJK_STEP_PROPOSE_LADDER);
    uint32_t stay = wijk__current_stay(state, ladder);
    if (in_tier(state, stay, wijk__text(fold, WIJK_STEP_PROPOSE_TIER)))
        return wijk__refuse(fold, WIJK_WK4004, &ROW(state, tier_stays, stay)->act, NULL);
    MAKE(fold, steps, step_propose, step);
    step->dissents = 0;
    if (fold->act->professional != NULL)
        step->by = *fold->act->professional;
    step->direction = direction(state, stay, fold->act->fields[WIJK_STEP_PROPOSE_RANK - 1].number);
    if (stay != WIJK__NO_ROW)
        step->from_tier = ROW(state, tier_stays, stay)->tier;
    return REGISTER_LAST(fold, steps);
}

/* What was not decided or entered when the dossier closed is not taken up again when it opens anew. */
static wijk_status step_stands(struct wijk__fold *fold, uint32_t row) {
    if (row >= fold->state->heads.first_step)
        return WIJK_OK;
    return wijk__refuse(fold, WIJK_WK4067, &ROW(fold->state, steps, row)->act, NULL);
}

static wijk_status step_undecided(struct wijk__fold *fold, uint32_t row) {
    const struct wijk__row_steps *step = ROW(fold->state, steps, row);
    wijk_status status = step_stands(fold, row);
    if (status != WIJK_OK)
        return status;
    if (step->decision != 0)
        return wijk__refuse(fold, WIJK_WK4005, &step->act, NULL);
    /* An emergency used it as it stood: nothing is left to decide. */
    return step->entered == WIJK_DATE_NONE ? WIJK_OK : wijk__refuse(fold, WIJK_WK4008, &step->act, NULL);
}

/* Who agrees when consulted dissents no more; what was said stays on record. */
static wijk_status lift_dissents(struct wijk__fold *fold) {
    const struct wijk__state *state = fold->state;
    const wijk_id *step = fold->act->fields[WIJK_CLIENT_CONSULT_STEP - 1].id;
    const wijk_id *person = fold->act->fields[WIJK_CLIENT_CONSULT_PERSON - 1].id;
    for (uint32_t i = 0; i < COUNT(state, dissents); i++) {
        const struct wijk__row_dissents *before = ROW(state, dissents, i);
        if (before->lifted != WIJK_DATE_NONE || !wijk__id_equal(&before->step, step) ||
            !wijk__id_equal(&before->party, person))
            continue;
        CHANGE(fold, dissents, i, dissent);
        dissent->lifted = fold->act->valid;
    }
    return WIJK_OK;
}

wijk_status wijk__fold_client_consult(struct wijk__fold *fold) {
    bool agrees = wijk__code(fold, WIJK_CLIENT_CONSULT_OPINION) != WIJK_OPINION_DISSENTS;
    wijk_status status = step_undecided(fold, wijk__ref(fold, WIJK_CLIENT_CONSULT_STEP));
    if (status == WIJK_OK && agrees)
        status = lift_dissents(fold);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, steps, wijk__ref(fold, WIJK_CLIENT_CONSULT_STEP), step);
    if (step->consulted == WIJK_DATE_NONE)
        step->consulted = fold->act->valid;
    step->dissents += !agrees;
    MAKE(fold, consultations, client_consult, consultation);
    return WIJK_OK;
}

/* Also of a step that was decided or entered. */
wijk_status wijk__fold_step_dissent(struct wijk__fold *fold) {
    CHANGE(fold, steps, wijk__ref(fold, WIJK_STEP_DISSENT_STEP), step);
    step->dissents++;
    MAKE(fold, dissents, step_dissent, dissent);
    return WIJK_OK;
}

wijk_status wijk__fold_step_decide(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_STEP_DECIDE_STEP);
    wijk_status status = step_undecided(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, steps, row, step);
    step->decided = fold->act->valid;
    step->decision = wijk__code(fold, WIJK_STEP_DECIDE_DECISION);
    if (fold->act->professional != NULL)
        step->decided_by = *fold->act->professional;
    return WIJK_OK;
}

/* ---- tiers ---- */

static wijk_status end_stay(struct wijk__fold *fold, uint32_t row) {
    CHANGE(fold, tier_stays, row, stay);
    stay->until = fold->act->valid;
    stay->days = (int64_t)stay->until - stay->from;
    return WIJK_OK;
}

bool wijk__step_leads_from(const struct wijk__state *state, const struct wijk__row_steps *step, uint32_t stay) {
    if (stay == WIJK__NO_ROW || step->from_tier.offset == WIJK__NO_TEXT)
        return stay == WIJK__NO_ROW && step->from_tier.offset == WIJK__NO_TEXT;
    return in_tier(state, stay, wijk__text_of(state, step->from_tier));
}

/* What was talked over and accepted was a step from one tier to another; from elsewhere it is another step. */
static wijk_status use_step(struct wijk__fold *fold, uint32_t row, uint32_t current, bool emergency) {
    struct wijk__state *state = fold->state;
    const struct wijk__row_steps *proposed = ROW(state, steps, row);
    if (!wijk__span_equal(state, proposed->ladder, wijk__text(fold, WIJK_TIER_ENTER_LADDER)) ||
        !wijk__span_equal(state, proposed->tier, wijk__text(fold, WIJK_TIER_ENTER_TIER)) ||
        !wijk__step_leads_from(state, proposed, current))
        return wijk__refuse(fold, WIJK_WK4006, &proposed->act, NULL);
    if (proposed->decision != WIJK_DECISION_ACCEPTED && (!emergency || proposed->decision != 0))
        return wijk__refuse(fold, WIJK_WK4007, &proposed->act, NULL);
    if (proposed->entered != WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK4008, &proposed->act, NULL);
    wijk_status status = step_stands(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, steps, row, step);
    step->entered = fold->act->valid;
    return WIJK_OK;
}

/* ---- emergency steps ---- */

/* What no policy can change: an emergency step goes up or begins a ladder, has a reason, and is to be looked back
 * on. */
static wijk_status override_rules(struct wijk__fold *fold, uint32_t current, int32_t way) {
    if (way == WIJK_DIRECTION_DOWN)
        return wijk__refuse(fold, WIJK_WK4014, &ROW(fold->state, tier_stays, current)->act, NULL);
    if (fold->act->reason.data == NULL)
        return wijk__refuse(fold, WIJK_WK4013, NULL, NULL);
    struct wijk__row_overrides *override = ADD(fold->state, overrides);
    if (override == NULL)
        return WIJK_E_MEMORY;
    override->act = fold->act->id;
    override->ladder = wijk__span(fold, WIJK_TIER_ENTER_LADDER);
    override->tier = wijk__span(fold, WIJK_TIER_ENTER_TIER);
    if (current != WIJK__NO_ROW)
        override->from_tier = ROW(fold->state, tier_stays, current)->tier;
    override->entered = fold->act->valid;
    return REGISTER_LAST(fold, overrides);
}

wijk_status wijk__fold_override_review(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_OVERRIDE_REVIEW_OVERRIDE);
    const struct wijk__row_overrides *before = ROW(fold->state, overrides, row);
    if (before->reviewed != WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK4064, &before->act, NULL);
    CHANGE(fold, overrides, row, override);
    override->reviewed = fold->act->valid;
    wijk__change_override_review(override, fold->act, fold->state->texts);
    return WIJK_OK;
}

wijk_status wijk__fold_tier_enter(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    uint32_t current = wijk__current_stay(state, wijk__text(fold, WIJK_TIER_ENTER_LADDER));
    uint32_t step = wijk__ref(fold, WIJK_TIER_ENTER_STEP);
    if (in_tier(state, current, wijk__text(fold, WIJK_TIER_ENTER_TIER)))
        return wijk__refuse(fold, WIJK_WK4004, &ROW(state, tier_stays, current)->act, NULL);
    int32_t way = direction(state, current, fold->act->fields[WIJK_TIER_ENTER_RANK - 1].number);
    bool emergency = is_emergency(fold);
    wijk_status status = step == WIJK__NO_ROW ? WIJK_OK : use_step(fold, step, current, emergency);
    if (status == WIJK_OK && emergency)
        status = override_rules(fold, current, way);
    if (status == WIJK_OK && current != WIJK__NO_ROW)
        status = end_stay(fold, current);
    if (status != WIJK_OK)
        return status;
    MAKE(fold, tier_stays, tier_enter, stay);
    stay->direction = way;
    return REGISTER_LAST(fold, tier_stays);
}

/* Back from a pilot light, into a tier that the household was in before. */
static bool was_in(const struct wijk__state *state, struct wijk__text ladder, struct wijk__text tier) {
    for (uint32_t i = 0; i < COUNT(state, tier_stays); i++) {
        const struct wijk__row_tier_stays *stay = ROW(state, tier_stays, i);
        if (wijk__span_equal(state, stay->tier, tier) && wijk__span_equal(state, stay->ladder, ladder))
            return true;
    }
    return false;
}

wijk_status wijk__fold_pilot_light_return(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    struct wijk__text ladder = wijk__text(fold, WIJK_PILOT_LIGHT_RETURN_LADDER);
    struct wijk__text tier = wijk__text(fold, WIJK_PILOT_LIGHT_RETURN_TIER);
    uint32_t current = wijk__current_stay(state, ladder);
    if (in_tier(state, current, tier))
        return wijk__refuse(fold, WIJK_WK4004, &ROW(state, tier_stays, current)->act, NULL);
    if (!was_in(state, ladder, tier))
        return wijk__refuse(fold, WIJK_WK4017, NULL, NULL);
    int32_t way = direction(state, current, fold->act->fields[WIJK_PILOT_LIGHT_RETURN_RANK - 1].number);
    wijk_status status = wijk__return_from_light(fold, wijk__ref(fold, WIJK_PILOT_LIGHT_RETURN_PILOT_LIGHT));
    if (status == WIJK_OK && current != WIJK__NO_ROW)
        status = end_stay(fold, current);
    if (status != WIJK_OK)
        return status;
    MAKE(fold, tier_stays, pilot_light_return, stay);
    stay->direction = way;
    stay->returned = 1;
    return REGISTER_LAST(fold, tier_stays);
}

/* ---- the dossier closes ---- */

wijk_status wijk__end_stays(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    for (uint32_t i = COUNT(state, tier_stays); i-- > state->heads.first_stay;) {
        if (!wijk__lasts(ROW(state, tier_stays, i)->until))
            continue;
        wijk_status status = end_stay(fold, i);
        if (status != WIJK_OK)
            return status;
    }
    state->heads.first_stay = COUNT(state, tier_stays);
    state->heads.first_step = COUNT(state, steps);
    return WIJK_OK;
}
