/* Path: steps on ladders, tiers, settings, waits and the pilot light. A setting move is never a step. */
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

static const struct wijk__tier *tier_of_stay(const struct wijk__fold *fold, const struct wijk__ladder *ladder,
                                             uint32_t stay) {
    if (stay == WIJK__NO_ROW)
        return NULL;
    struct wijk__text key = wijk__text_of(fold->state, ROW(fold->state, tier_stays, stay)->tier);
    return wijk__ladder_tier(ladder, key.data, key.length);
}

/* The step that the ladder has from where the household is to a tier. A household that is on the ladder nowhere may
 * begin at an entry; `step` is then NULL. */
static wijk_status find_step(struct wijk__fold *fold, struct wijk__text ladder_key, struct wijk__text tier_key,
                             const struct wijk__step **step) {
    const struct wijk__ladder *ladder = wijk__policy_ladder(fold->policy, ladder_key.data, ladder_key.length);
    const struct wijk__tier *to = wijk__ladder_tier(ladder, tier_key.data, tier_key.length);
    uint32_t stay = wijk__current_stay(fold->state, ladder_key);
    const struct wijk__tier *from = tier_of_stay(fold, ladder, stay);
    *step = from == NULL ? NULL : wijk__ladder_step(ladder, from, to);
    bool allowed = stay == WIJK__NO_ROW ? to->entry : *step != NULL;
    if (allowed)
        return WIJK_OK;
    return wijk__judge(fold, WIJK_WK4001, stay == WIJK__NO_ROW ? NULL : &ROW(fold->state, tier_stays, stay)->act, NULL);
}

static bool is_there(const struct wijk__fold *fold, struct wijk__text ladder, struct wijk__text tier) {
    return in_tier(fold->state, wijk__current_stay(fold->state, ladder), tier);
}

wijk_status wijk__guard_step_propose(struct wijk__fold *fold) {
    struct wijk__text ladder = wijk__text(fold, WIJK_STEP_PROPOSE_LADDER), tier = wijk__text(fold, WIJK_STEP_PROPOSE_TIER);
    const struct wijk__step *step;
    return is_there(fold, ladder, tier) ? WIJK_OK /* the fold refuses it */ : find_step(fold, ladder, tier, &step);
}

wijk_status wijk__guard_step_decide(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    uint32_t row = wijk__ref(fold, WIJK_STEP_DECIDE_STEP);
    const struct wijk__row_steps *proposed = ROW(state, steps, row);
    struct wijk__text key = wijk__text_of(state, proposed->ladder), tier = wijk__text_of(state, proposed->tier);
    const struct wijk__ladder *ladder = wijk__policy_ladder(fold->policy, key.data, key.length);
    if (proposed->decision != 0)
        return WIJK_OK; /* the fold refuses it: nothing that is missing would help */
    if (wijk__code(fold, WIJK_STEP_DECIDE_DECISION) != WIJK_DECISION_ACCEPTED ||
        wijk__ladder_tier(ladder, tier.data, tier.length) == NULL)
        return WIJK_OK; /* a refusal needs no conditions; a proposal under an older policy is decided as it stands */
    const struct wijk__step *step;
    wijk_status status = find_step(fold, key, tier, &step);
    if (status != WIJK_OK || step == NULL)
        return status;
    struct wijk__question question = {state, fold->policy, fold->act->valid, state->heads.plan, row};
    return wijk__judge_conditions(fold, &question, step->when, WIJK_WK4002, &ROW(state, steps, row)->act);
}

wijk_status wijk__guard_tier_enter(struct wijk__fold *fold) {
    struct wijk__text key = wijk__text(fold, WIJK_TIER_ENTER_LADDER), tier = wijk__text(fold, WIJK_TIER_ENTER_TIER);
    const struct wijk__ladder *ladder = wijk__policy_ladder(fold->policy, key.data, key.length);
    uint32_t proposed = wijk__ref(fold, WIJK_TIER_ENTER_STEP);
    const struct wijk__step *step;
    if (is_there(fold, key, tier))
        return WIJK_OK; /* the fold refuses it */
    wijk_status status = find_step(fold, key, tier, &step);
    if (status != WIJK_OK || step == NULL)
        return status;
    if (ladder->decided)
        return proposed != WIJK__NO_ROW ? WIJK_OK : wijk__judge(fold, WIJK_WK4003, NULL, NULL);
    struct wijk__question question = {fold->state, fold->policy, fold->act->valid, fold->state->heads.plan, proposed};
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
    step->direction = direction(state, stay, fold->act->fields[WIJK_STEP_PROPOSE_RANK - 1].number);
    if (stay != WIJK__NO_ROW)
        step->from_tier = ROW(state, tier_stays, stay)->tier;
    return REGISTER_LAST(fold, steps);
}

static wijk_status step_undecided(struct wijk__fold *fold, uint32_t row) {
    const struct wijk__row_steps *step = ROW(fold->state, steps, row);
    return step->decision == 0 ? WIJK_OK : wijk__refuse(fold, WIJK_WK4005, &step->act, NULL);
}

wijk_status wijk__fold_client_consult(struct wijk__fold *fold) {
    wijk_status status = step_undecided(fold, wijk__ref(fold, WIJK_CLIENT_CONSULT_STEP));
    if (status != WIJK_OK)
        return status;
    MAKE(fold, consultations, client_consult, consultation);
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
    return WIJK_OK;
}

/* ---- tiers and settings ---- */

static wijk_status end_stay(struct wijk__fold *fold, uint32_t row) {
    CHANGE(fold, tier_stays, row, stay);
    stay->until = fold->act->valid;
    stay->days = (int64_t)stay->until - stay->from;
    return WIJK_OK;
}

static wijk_status use_step(struct wijk__fold *fold, uint32_t row) {
    struct wijk__state *state = fold->state;
    const struct wijk__row_steps *proposed = ROW(state, steps, row);
    if (!wijk__span_equal(state, proposed->ladder, wijk__text(fold, WIJK_TIER_ENTER_LADDER)) ||
        !wijk__span_equal(state, proposed->tier, wijk__text(fold, WIJK_TIER_ENTER_TIER)))
        return wijk__refuse(fold, WIJK_WK4006, &proposed->act, NULL);
    if (proposed->decision != WIJK_DECISION_ACCEPTED)
        return wijk__refuse(fold, WIJK_WK4007, &proposed->act, NULL);
    if (proposed->entered != WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK4008, &proposed->act, NULL);
    CHANGE(fold, steps, row, step);
    step->entered = fold->act->valid;
    return WIJK_OK;
}

wijk_status wijk__fold_tier_enter(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    uint32_t current = wijk__current_stay(state, wijk__text(fold, WIJK_TIER_ENTER_LADDER));
    uint32_t step = wijk__ref(fold, WIJK_TIER_ENTER_STEP);
    if (in_tier(state, current, wijk__text(fold, WIJK_TIER_ENTER_TIER)))
        return wijk__refuse(fold, WIJK_WK4004, &ROW(state, tier_stays, current)->act, NULL);
    int32_t way = direction(state, current, fold->act->fields[WIJK_TIER_ENTER_RANK - 1].number);
    wijk_status status = step == WIJK__NO_ROW ? WIJK_OK : use_step(fold, step);
    if (status == WIJK_OK && current != WIJK__NO_ROW)
        status = end_stay(fold, current);
    if (status != WIJK_OK)
        return status;
    MAKE(fold, tier_stays, tier_enter, stay);
    stay->direction = way;
    return REGISTER_LAST(fold, tier_stays);
}

static wijk_status end_setting(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    if (state->heads.setting == WIJK__NO_ROW)
        return WIJK_OK;
    CHANGE(fold, setting_stays, state->heads.setting, stay);
    stay->until = fold->act->valid;
    stay->days = (int64_t)stay->until - stay->from;
    state->heads.setting = WIJK__NO_ROW;
    return WIJK_OK;
}

wijk_status wijk__fold_setting_move(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    uint32_t current = state->heads.setting;
    const struct wijk__row_setting_stays *here = current == WIJK__NO_ROW ? NULL : ROW(state, setting_stays, current);
    wijk_id provider = {{0}};
    if (wijk__has(fold->act, WIJK_SETTING_MOVE_PROVIDER))
        provider = *fold->act->fields[WIJK_SETTING_MOVE_PROVIDER - 1].id;
    if (here != NULL && wijk__span_equal(state, here->setting, wijk__text(fold, WIJK_SETTING_MOVE_SETTING)) &&
        wijk__id_equal(&here->provider, &provider))
        return wijk__refuse(fold, WIJK_WK4009, &here->act, NULL);
    wijk_status status = end_setting(fold);
    if (status != WIJK_OK)
        return status;
    MAKE(fold, setting_stays, setting_move, stay);
    state->heads.setting = LAST(fold, setting_stays);
    return WIJK_OK;
}

/* ---- waits ---- */

wijk_status wijk__fold_wait_start(struct wijk__fold *fold) {
    MAKE(fold, waits, wait_start, wait);
    wait->bridged = 0;
    fold->state->heads.open_waits++;
    return REGISTER_LAST(fold, waits);
}

static wijk_status wait_not_ended(struct wijk__fold *fold, uint32_t row) {
    const struct wijk__row_waits *wait = ROW(fold->state, waits, row);
    return wijk__lasts(wait->until) ? WIJK_OK : wijk__refuse(fold, WIJK_WK4010, &wait->act, NULL);
}

wijk_status wijk__fold_wait_bridge(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_WAIT_BRIDGE_WAIT);
    wijk_status status = wait_not_ended(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, waits, row, wait);
    wait->bridged++;
    MAKE(fold, bridges, wait_bridge, bridge);
    return WIJK_OK;
}

wijk_status wijk__fold_wait_end(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_WAIT_END_WAIT);
    wijk_status status = wait_not_ended(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, waits, row, wait);
    wait->until = fold->act->valid;
    wait->outcome = wijk__code(fold, WIJK_WAIT_END_OUTCOME);
    fold->state->heads.open_waits--;
    return WIJK_OK;
}

/* ---- pilot light ---- */

wijk_status wijk__fold_pilot_light_start(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    if (state->heads.pilot_light != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK4012, &ROW(state, pilot_lights, state->heads.pilot_light)->act, NULL);
    MAKE(fold, pilot_lights, pilot_light_start, light);
    light->contacts = 0;
    state->heads.pilot_light = LAST(fold, pilot_lights);
    return REGISTER_LAST(fold, pilot_lights);
}

static wijk_status burns(struct wijk__fold *fold, uint32_t row) {
    if (fold->state->heads.pilot_light == row)
        return WIJK_OK;
    return wijk__refuse(fold, WIJK_WK4011, &ROW(fold->state, pilot_lights, row)->act, NULL);
}

wijk_status wijk__fold_pilot_light_contact(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_PILOT_LIGHT_CONTACT_PILOT_LIGHT);
    wijk_status status = burns(fold, row);
    if (status != WIJK_OK || fold->act->fields[WIJK_PILOT_LIGHT_CONTACT_REACHED - 1].number == 0)
        return status;
    CHANGE(fold, pilot_lights, row, light);
    light->contacts++;
    light->last_contact = fold->act->valid;
    return WIJK_OK;
}

static wijk_status end_light(struct wijk__fold *fold, uint32_t row) {
    CHANGE(fold, pilot_lights, row, light);
    light->until = fold->act->valid;
    fold->state->heads.pilot_light = WIJK__NO_ROW;
    return WIJK_OK;
}

wijk_status wijk__fold_pilot_light_end(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_PILOT_LIGHT_END_PILOT_LIGHT);
    wijk_status status = burns(fold, row);
    return status == WIJK_OK ? end_light(fold, row) : status;
}

/* ---- the dossier closes ---- */

static wijk_status end_stays(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    for (uint32_t i = COUNT(state, tier_stays); i-- > state->heads.first_stay;) {
        if (!wijk__lasts(ROW(state, tier_stays, i)->until))
            continue;
        wijk_status status = end_stay(fold, i);
        if (status != WIJK_OK)
            return status;
    }
    state->heads.first_stay = COUNT(state, tier_stays);
    return WIJK_OK;
}

/* When the household goes into another, its waits end with it. */
wijk_status wijk__end_waits(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    for (uint32_t i = COUNT(state, waits); i-- > 0 && state->heads.open_waits > 0;) {
        if (!wijk__lasts(ROW(state, waits, i)->until))
            continue;
        CHANGE(fold, waits, i, wait);
        wait->until = fold->act->valid;
        wait->outcome = WIJK_WAIT_OUTCOME_OTHER;
        state->heads.open_waits--;
    }
    return WIJK_OK;
}

wijk_status wijk__end_path(struct wijk__fold *fold) {
    wijk_status status = end_stays(fold);
    if (status == WIJK_OK)
        status = end_setting(fold);
    if (status == WIJK_OK && fold->state->heads.pilot_light != WIJK__NO_ROW)
        status = end_light(fold, fold->state->heads.pilot_light);
    return status;
}
