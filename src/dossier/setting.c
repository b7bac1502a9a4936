/* Settings (settingen): where the client is. A move between settings is never a step up or down. */
#include "dossier/fold.h"

wijk_status wijk__end_setting(struct wijk__fold *fold) {
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
    struct wijk__span left = here == NULL ? (struct wijk__span){WIJK__NO_TEXT, 0} : here->setting;
    wijk_status status = wijk__end_setting(fold);
    if (status != WIJK_OK)
        return status;
    MAKE(fold, setting_stays, setting_move, stay);
    stay->from_setting = left;
    state->heads.setting = LAST(fold, setting_stays);
    return WIJK_OK;
}
