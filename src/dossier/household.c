/* Household: the dossier opens and closes, members and professionals come and go, everyone is heard. */
#include "dossier/fold.h"

bool wijk__member_on(const struct wijk__row_members *member, wijk_date on) {
    return wijk__covers(member->from, member->until, on);
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
    if (COUNT(fold->state, improvements) + COUNT(fold->state, variations) > 0)
        return wijk__refuse(fold, WIJK_WK5002, NULL, NULL);
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

wijk_status wijk__close_dossier(struct wijk__fold *fold, struct wijk__span exit) {
    static const wijk__fold_function parts[] = {wijk__end_actions, wijk__end_stays, wijk__end_setting, wijk__end_light,
                                                wijk__end_pause, wijk__end_supports, wijk__end_coordination,
                                                wijk__end_analysis};
    wijk_status status = WIJK_OK;
    for (size_t i = 0; status == WIJK_OK && i < sizeof parts / sizeof *parts; i++)
        status = parts[i](fold);
    if (status != WIJK_OK)
        return status;
    CHANGE(fold, dossiers, 0, dossier);
    dossier->closed = fold->act->valid;
    dossier->exit = exit;
    CHANGE(fold, episodes, LAST(fold, episodes), episode);
    episode->until = fold->act->valid;
    episode->exit = exit;
    if (fold->act->type == WIJK_ACT_DOSSIER_CLOSE) {
        episode->destination = wijk__span(fold, WIJK_DOSSIER_CLOSE_DESTINATION);
        episode->code = wijk__span(fold, WIJK_DOSSIER_CLOSE_CODE);
        episode->ending = wijk__code(fold, WIJK_DOSSIER_CLOSE_ENDING);
    }
    fold->state->heads.open = false;
    return WIJK_OK;
}

wijk_status wijk__fold_dossier_close(struct wijk__fold *fold) {
    struct wijk__state *state = fold->state;
    if (state->heads.plan != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK1004, &ROW(state, plans, state->heads.plan)->act, NULL);
    if (state->heads.open_waits > 0)
        return wijk__refuse(fold, WIJK_WK1005, NULL, NULL);
    return wijk__close_dossier(fold, wijk__span(fold, WIJK_DOSSIER_CLOSE_EXIT));
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

wijk_status wijk__fold_member_revise(struct wijk__fold *fold) {
    CHANGE(fold, members, wijk__ref(fold, WIJK_MEMBER_REVISE_PERSON), member);
    wijk__change_member_revise(member, fold->act, fold->state->texts);
    return WIJK_OK;
}

/* ---- everyone is heard, and tells a story once ---- */

/* The last time that a member was asked about a topic; the search ends early, because the topics are few. */
static const struct wijk__row_hearings *asked_before(const struct wijk__fold *fold) {
    const struct wijk__state *state = fold->state;
    const wijk_id *person = fold->act->fields[WIJK_MEMBER_HEAR_PERSON - 1].id;
    struct wijk__text topic = wijk__text(fold, WIJK_MEMBER_HEAR_TOPIC);
    for (uint32_t i = COUNT(state, hearings); i-- > 0;) {
        const struct wijk__row_hearings *hearing = ROW(state, hearings, i);
        struct wijk__text other = wijk__text_of(state, hearing->topic);
        if (wijk__id_equal(&hearing->person, person) &&
            wijk__text_equal(other.data, other.length, topic.data, topic.length))
            return hearing;
    }
    return NULL;
}

static bool by_another(const struct wijk__fold *fold, const struct wijk__row_hearings *hearing) {
    const wijk_id *by = fold->act->professional;
    return hearing != NULL && (by == NULL || !wijk__id_equal(&hearing->by, by));
}

wijk_status wijk__guard_member_hear(struct wijk__fold *fold) {
    const struct wijk__row_hearings *before = asked_before(fold);
    if (!by_another(fold, before) || !wijk__term_runs(fold->policy, before->heard, WIJK__TERM_RETELL, fold->act->valid))
        return WIJK_OK;
    return wijk__judge(fold, WIJK_WK1027, &before->person, &before->act);
}

wijk_status wijk__fold_member_hear(struct wijk__fold *fold) {
    bool again = by_another(fold, asked_before(fold));
    CHANGE(fold, members, wijk__ref(fold, WIJK_MEMBER_HEAR_PERSON), member);
    member->heard = fold->act->valid;
    member->how = wijk__code(fold, WIJK_MEMBER_HEAR_HOW);
    MAKE(fold, hearings, member_hear, hearing);
    hearing->again = again;
    if (fold->act->professional != NULL)
        hearing->by = *fold->act->professional;
    return WIJK_OK;
}

wijk_status wijk__fold_member_excuse(struct wijk__fold *fold) {
    CHANGE(fold, members, wijk__ref(fold, WIJK_MEMBER_EXCUSE_PERSON), member);
    member->excused = fold->act->valid;
    return WIJK_OK;
}

/* ---- professionals ---- */

uint32_t wijk__professional_here(const struct wijk__state *state, const wijk_id *id) {
    uint32_t row = wijk__state_find(state, WIJK__T_professionals, id->bytes, sizeof id->bytes);
    bool here = row != WIJK__NO_ROW && wijk__lasts(ROW(state, professionals, row)->until);
    return here ? row : WIJK__NO_ROW;
}

/* Somebody who joins in a role that the policy keeps apart from another role here, or from coordinating. */
wijk_status wijk__guard_professional_join(struct wijk__fold *fold) {
    const struct wijk__state *state = fold->state;
    const wijk_id *id = fold->act->fields[WIJK_PROFESSIONAL_JOIN_PROFESSIONAL - 1].id;
    struct wijk__text role = wijk__text(fold, WIJK_PROFESSIONAL_JOIN_ROLE);
    const struct wijk__row_professionals *before = wijk__had_role_apart(state, fold->policy, id, role);
    const wijk_id *in_the_way = before ? &before->act : wijk__did_apart(state, fold->policy, id, role);
    return in_the_way == NULL ? WIJK_OK : wijk__judge(fold, WIJK_WK3006, id, in_the_way);
}

wijk_status wijk__fold_professional_join(struct wijk__fold *fold) {
    const wijk_id *id = fold->act->fields[WIJK_PROFESSIONAL_JOIN_PROFESSIONAL - 1].id;
    if (wijk__professional_here(fold->state, id) != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK1008, id, NULL);
    MAKE(fold, professionals, professional_join, professional);
    return REGISTER_LAST(fold, professionals);
}

wijk_status wijk__fold_professional_leave(struct wijk__fold *fold) {
    const wijk_id *id = fold->act->fields[WIJK_PROFESSIONAL_LEAVE_PROFESSIONAL - 1].id;
    uint32_t row = wijk__professional_here(fold->state, id);
    if (row == WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK1009, id, NULL);
    CHANGE(fold, professionals, row, professional);
    professional->until = fold->act->valid;
    return WIJK_OK;
}
