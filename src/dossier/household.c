/* Household: the dossier opens and closes, members and professionals come and go, everyone is heard. */
#include "dossier/fold.h"

bool wijk__member_on(const struct wijk__row_members *member, wijk_date on) {
    return wijk__covers(member->from, member->until, on);
}

bool wijk__member_heard(const struct wijk__row_members *member) {
    return member->heard != WIJK_DATE_NONE || member->excused != WIJK_DATE_NONE;
}

static wijk_status begin_episode(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    struct wijk__row_episodes *episode = ADD(state, episodes);
    if (episode == NULL)
        return WIJK_E_MEMORY;
    episode->act = fold->act->id;
    episode->from = fold->act->valid;
    if (LAST(fold, episodes) > 0)
        episode->days_away = (int64_t)episode->from - ROW(state, episodes, LAST(fold, episodes) - 1)->until;
    state->heads.open = state->heads.opened = true;
    return WIJK_OK;
}

wijk_status wijk__fold_dossier_open(struct wijk__fold *fold) {
    if (fold->state->heads.opened)
        return wijk__refuse(fold, WIJK_WK1002, NULL, NULL);
    MAKE(fold, dossiers, dossier_open, dossier);
    return begin_episode(fold);
}

wijk_status wijk__fold_dossier_reopen(struct wijk__fold *fold) {
    if (!fold->state->heads.opened)
        return wijk__refuse(fold, WIJK_WK1001, NULL, NULL);
    CHANGE(fold, dossiers, 0, dossier);
    dossier->closed = WIJK_DATE_NONE;
    return begin_episode(fold);
}

wijk_status wijk__fold_dossier_close(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    if (state->heads.plan != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK1004, &ROW(state, plans, state->heads.plan)->act, NULL);
    if (state->heads.open_waits > 0)
        return wijk__refuse(fold, WIJK_WK1005, NULL, NULL);
    wijk_status status = wijk__end_path(fold);
    if (status == WIJK_OK)
        status = wijk__end_coordination(fold);
    if (status == WIJK_OK)
        status = wijk__end_analysis(fold);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, dossiers, 0, dossier);
    dossier->closed = fold->act->valid;
    dossier->exit = wijk__span(fold, WIJK_DOSSIER_CLOSE_EXIT);
    CHANGE(fold, episodes, LAST(fold, episodes), episode);
    episode->until = fold->act->valid;
    episode->exit = dossier->exit;
    state->heads.open = false;
    return WIJK_OK;
}

wijk_status wijk__fold_member_join(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    const wijk_id *person = fold->act->fields[WIJK_MEMBER_JOIN_PERSON - 1].id;
    uint32_t earlier = wijk__state_find(state, WIJK__T_members, person->bytes, sizeof person->bytes);
    if (earlier != WIJK__NO_ROW && wijk__lasts(ROW(state, members, earlier)->until))
        return wijk__refuse(fold, WIJK_WK1006, person, NULL);
    MAKE(fold, members, member_join, member);
    return REGISTER_LAST(fold, members);
}

wijk_status wijk__fold_member_leave(struct wijk__fold *fold) {
    CHANGE(fold, members, wijk__ref(fold, WIJK_MEMBER_LEAVE_PERSON), member);
    member->until = fold->act->valid;
    return WIJK_OK;
}

wijk_status wijk__fold_member_hear(struct wijk__fold *fold) {
    CHANGE(fold, members, wijk__ref(fold, WIJK_MEMBER_HEAR_PERSON), member);
    member->heard = fold->act->valid;
    member->how = wijk__code(fold, WIJK_MEMBER_HEAR_HOW);
    return WIJK_OK;
}

wijk_status wijk__fold_member_excuse(struct wijk__fold *fold) {
    CHANGE(fold, members, wijk__ref(fold, WIJK_MEMBER_EXCUSE_PERSON), member);
    member->excused = fold->act->valid;
    return WIJK_OK;
}

static uint32_t professional_here(const struct wijk__fold *fold, const wijk_id *id) {
    uint32_t row = wijk__state_find(fold->state, WIJK__T_professionals, id->bytes, sizeof id->bytes);
    bool here = row != WIJK__NO_ROW && wijk__lasts(ROW(fold->state, professionals, row)->until);
    return here ? row : WIJK__NO_ROW;
}

wijk_status wijk__fold_professional_join(struct wijk__fold *fold) {
    const wijk_id *id = fold->act->fields[WIJK_PROFESSIONAL_JOIN_PROFESSIONAL - 1].id;
    if (professional_here(fold, id) != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK1008, id, NULL);
    MAKE(fold, professionals, professional_join, professional);
    return REGISTER_LAST(fold, professionals);
}

wijk_status wijk__fold_professional_leave(struct wijk__fold *fold) {
    const wijk_id *id = fold->act->fields[WIJK_PROFESSIONAL_LEAVE_PROFESSIONAL - 1].id;
    uint32_t row = professional_here(fold, id);
    if (row == WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK1009, id, NULL);
    CHANGE(fold, professionals, row, professional);
    professional->until = fold->act->valid;
    return WIJK_OK;
}
