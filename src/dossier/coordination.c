/* Coordination: offered, and passed on only when it is accepted, so that there is never a gap and never an overlap. */
#include "dossier/fold.h"

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

static wijk_status end_coordinator(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    if (state->heads.coordinator == WIJK__NO_ROW)
        return WIJK_OK;
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
