/* Coordination: offered, and passed on only when it is accepted, so that there is never a gap and never an overlap.
 * Acting for the coordinator, claims of others and duties leave the coordinator the coordinator. */
#include "dossier/fold.h"

/* ---- who may coordinate ---- */

const struct wijk__text wijk__coordinator_role = {"coordinator", sizeof "coordinator" - 1};
const struct wijk__text wijk__provider_role = {"provider", sizeof "provider" - 1};

/* A role that somebody had here before counts too: who assessed the needs stays the one who assessed them. */
const struct wijk__row_professionals *wijk__had_role_apart(const struct wijk__state *state, const wijk_policy *policy,
                                                           const wijk_id *professional, struct wijk__text role) {
    for (uint32_t i = COUNT(state, professionals); i-- > 0;) {
        const struct wijk__row_professionals *row = ROW(state, professionals, i);
        if (wijk__id_equal(&row->professional, professional) &&
            wijk__policy_separates(policy, wijk__text_of(state, row->role), role))
            return row;
    }
    return NULL;
}

/* What somebody did here as a coordinator, or for one, or as a provider, that is kept apart from a role; NULL:
 * nothing. */
const wijk_id *wijk__did_apart(const struct wijk__state *state, const wijk_policy *policy, const wijk_id *professional,
                               struct wijk__text role) {
    bool coordinating = wijk__policy_separates(policy, role, wijk__coordinator_role);
    bool providing = wijk__policy_separates(policy, role, wijk__provider_role);
    for (uint32_t i = coordinating ? COUNT(state, coordinators) : 0; i-- > 0;)
        if (wijk__id_equal(&ROW(state, coordinators, i)->professional, professional))
            return &ROW(state, coordinators, i)->act;
    for (uint32_t i = coordinating ? COUNT(state, acting) : 0; i-- > 0;)
        if (wijk__id_equal(&ROW(state, acting, i)->professional, professional))
            return &ROW(state, acting, i)->act;
    for (uint32_t i = providing ? COUNT(state, actions) : 0; i-- > 0;)
        if (wijk__id_equal(&ROW(state, actions, i)->provider, professional))
            return &ROW(state, actions, i)->act;
    return NULL;
}

static wijk_status keep_apart(struct wijk__fold *fold, const wijk_id *professional) {
    const struct wijk__row_professionals *row =
        wijk__had_role_apart(fold->state, fold->policy, professional, wijk__coordinator_role);
    return row == NULL ? WIJK_OK : wijk__judge(fold, WIJK_WK3006, professional, &row->act);
}

wijk_status wijk__guard_coordination_offer(struct wijk__fold *fold) {
    return keep_apart(fold, fold->act->fields[WIJK_COORDINATION_OFFER_PROFESSIONAL - 1].id);
}

wijk_status wijk__guard_coordination_accept(struct wijk__fold *fold) {
    return keep_apart(fold, &ROW(fold->state, offers, wijk__ref(fold, WIJK_COORDINATION_ACCEPT_OFFER))->professional);
}

wijk_status wijk__guard_acting_begin(struct wijk__fold *fold) {
    return keep_apart(fold, fold->act->fields[WIJK_ACTING_BEGIN_PROFESSIONAL - 1].id);
}

/* ---- offers ---- */

wijk_status wijk__fold_coordination_offer(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    const wijk_id *professional = fold->act->fields[WIJK_COORDINATION_OFFER_PROFESSIONAL - 1].id;
    if (state->heads.offer != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK3002, professional, &ROW(state, offers, state->heads.offer)->act);
    MAKE(fold, offers, coordination_offer, offer);
    offer->answer = WIJK_ANSWER_OPEN;
    state->heads.offer = LAST(fold, offers);
    return REGISTER_LAST(fold, offers);
}

static wijk_status answer(struct wijk__fold *fold, uint32_t row, int32_t how) {
    struct wijk__state *state = fold->state;
    if (state->heads.offer != row)
        return wijk__refuse(fold, WIJK_WK3003, &ROW(state, offers, row)->act, NULL);
    CHANGE(fold, offers, row, offer);
    offer->answer = how;
    offer->answered = fold->act->valid;
    state->heads.offer = WIJK__NO_ROW;
    return WIJK_OK;
}

/* ---- the coordinator ---- */

static wijk_status end_acting(struct wijk__fold *fold) {
    uint32_t row = fold->state->heads.acting;
    if (row == WIJK__NO_ROW)
        return WIJK_OK;
    CHANGE(fold, acting, row, acting);
    acting->until = fold->act->valid;
    fold->state->heads.acting = WIJK__NO_ROW;
    return WIJK_OK;
}

static wijk_status end_coordinator(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    if (state->heads.coordinator == WIJK__NO_ROW)
        return WIJK_OK;
    wijk_status status = end_acting(fold);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, coordinators, state->heads.coordinator, coordinator);
    coordinator->until = fold->act->valid;
    state->heads.coordinator = WIJK__NO_ROW;
    return WIJK_OK;
}

wijk_status wijk__fold_coordination_accept(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    uint32_t row = wijk__ref(fold, WIJK_COORDINATION_ACCEPT_OFFER);
    const wijk_id professional = ROW(state, offers, row)->professional;
    uint32_t current = state->heads.coordinator;
    wijk_status status = answer(fold, row, WIJK_ANSWER_ACCEPTED);
    if (status != WIJK_OK)
        return status;
    if (current != WIJK__NO_ROW && wijk__id_equal(&ROW(state, coordinators, current)->professional, &professional))
        return wijk__refuse(fold, WIJK_WK3004, &professional, NULL);
    status = end_coordinator(fold);
    if (status != WIJK_OK)
        return status;
    struct wijk__row_coordinators *coordinator = ADD(state, coordinators);
    if (coordinator == NULL)
        return WIJK_E_MEMORY;
    coordinator->act = fold->act->id;
    coordinator->professional = professional;
    coordinator->from = fold->act->valid;
    state->heads.coordinator = LAST(fold, coordinators);
    return WIJK_OK;
}

wijk_status wijk__fold_coordination_decline(struct wijk__fold *fold) {
    return answer(fold, wijk__ref(fold, WIJK_COORDINATION_DECLINE_OFFER), WIJK_ANSWER_DECLINED);
}

wijk_status wijk__fold_coordination_withdraw(struct wijk__fold *fold) {
    return answer(fold, wijk__ref(fold, WIJK_COORDINATION_WITHDRAW_OFFER), WIJK_ANSWER_WITHDRAWN);
}

wijk_status wijk__end_coordination(struct wijk__fold *fold) {
    uint32_t offer = fold->state->heads.offer;
    wijk_status status = offer == WIJK__NO_ROW ? WIJK_OK : answer(fold, offer, WIJK_ANSWER_WITHDRAWN);
    return status == WIJK_OK ? end_coordinator(fold) : status;
}

/* ---- an absence ---- */

wijk_status wijk__fold_acting_begin(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    const wijk_id *professional = fold->act->fields[WIJK_ACTING_BEGIN_PROFESSIONAL - 1].id;
    if (state->heads.coordinator == WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK3010, professional, NULL);
    const wijk_id coordinator = ROW(state, coordinators, state->heads.coordinator)->professional;
    if (wijk__id_equal(&coordinator, professional))
        return wijk__refuse(fold, WIJK_WK3009, professional, NULL);
    if (state->heads.acting != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK3005, professional, &ROW(state, acting, state->heads.acting)->act);
    MAKE(fold, acting, acting_begin, acting);
    acting->coordinator = coordinator;
    state->heads.acting = LAST(fold, acting);
    return REGISTER_LAST(fold, acting);
}

wijk_status wijk__fold_acting_end(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_ACTING_END_ACTING);
    if (fold->state->heads.acting != row)
        return wijk__refuse(fold, WIJK_WK3008, &ROW(fold->state, acting, row)->act, NULL);
    return end_acting(fold);
}

/* ---- what other parties say ---- */

wijk_status wijk__fold_coordination_claim(struct wijk__fold *fold) {
    MAKE(fold, claims, coordination_claim, claim);
    return REGISTER_LAST(fold, claims);
}

wijk_status wijk__fold_claim_resolve(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_CLAIM_RESOLVE_CLAIM);
    if (ROW(fold->state, claims, row)->resolved != WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK3011, &ROW(fold->state, claims, row)->act, NULL);
    CHANGE(fold, claims, row, claim);
    wijk__change_claim_resolve(claim, fold->act, fold->state->texts);
    claim->resolved = fold->act->valid;
    return WIJK_OK;
}

/* ---- duties ---- */

wijk_status wijk__fold_duty_perform(struct wijk__fold *fold) {
    const struct wijk__state *state = fold->state;
    MAKE(fold, duties, duty_perform, duty);
    if (state->heads.coordinator != WIJK__NO_ROW)
        duty->professional = ROW(state, coordinators, state->heads.coordinator)->professional;
    return WIJK_OK;
}
