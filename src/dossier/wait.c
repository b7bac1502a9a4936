/* Waiting for a provider or for the client, what bridges it, and pauses of the whole case. */
#include "dossier/fold.h"

static wijk_status begin_wait(struct wijk__fold *fold, struct wijk__row_waits *wait, int32_t waits_for) {
    wait->waits_for = waits_for;
    wait->bridged = wait->contacts = wait->minutes = 0;
    fold->state->heads.open_waits++;
    return REGISTER_LAST(fold, waits);
}

wijk_status wijk__fold_wait_start(struct wijk__fold *fold) {
    MAKE(fold, waits, wait_start, wait);
    return begin_wait(fold, wait, WIJK_WAIT_FOR_PROVIDER);
}

wijk_status wijk__fold_client_wait_start(struct wijk__fold *fold) {
    MAKE(fold, waits, client_wait_start, wait);
    return begin_wait(fold, wait, WIJK_WAIT_FOR_CLIENT);
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
    int32_t kind = wijk__code(fold, WIJK_WAIT_BRIDGE_KIND);
    wait->bridged += kind != WIJK_BRIDGE_KIND_SAFETY_CHECK;
    wait->contacts += kind == WIJK_BRIDGE_KIND_CONTACT;
    if (kind == WIJK_BRIDGE_KIND_SAFETY_CHECK)
        wait->checked = fold->act->valid;
    wijk__add_minutes(&wait->minutes, fold, WIJK_WAIT_BRIDGE_MINUTES);
    MAKE(fold, bridges, wait_bridge, bridge);
    if (kind == 0)
        bridge->kind = WIJK_BRIDGE_KIND_SUPPORT;
    return WIJK_OK;
}

wijk_status wijk__fold_wait_revise(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_WAIT_REVISE_WAIT);
    wijk_status status = wait_not_ended(fold, row);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, waits, row, wait);
    wijk__change_wait_revise(wait, fold->act, fold->state->texts);
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
    if (wait->outcome == WIJK_WAIT_OUTCOME_STARTED)
        wait->started = fold->act->valid;
    fold->state->heads.open_waits--;
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

/* ---- pauses of the case ---- */

wijk_status wijk__fold_case_pause(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    if (state->heads.case_pause != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK4062, &ROW(state, case_pauses, state->heads.case_pause)->act, NULL);
    MAKE(fold, case_pauses, case_pause, pause);
    state->heads.case_pause = LAST(fold, case_pauses);
    return REGISTER_LAST(fold, case_pauses);
}

wijk_status wijk__end_pause(struct wijk__fold *fold) {
    uint32_t row = fold->state->heads.case_pause;
    if (row == WIJK__NO_ROW)
        return WIJK_OK;
    CHANGE(fold, case_pauses, row, pause);
    pause->until = fold->act->valid;
    fold->state->heads.case_pause = WIJK__NO_ROW;
    return WIJK_OK;
}

wijk_status wijk__fold_case_resume(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_CASE_RESUME_PAUSE);
    if (row != fold->state->heads.case_pause)
        return wijk__refuse(fold, WIJK_WK4063, &ROW(fold->state, case_pauses, row)->act, NULL);
    return wijk__end_pause(fold);
}
