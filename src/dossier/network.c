/* Around the household: who is what of whom, who has authority, and who helps. */
#include "dossier/fold.h"

wijk_status wijk__fold_member_relate(struct wijk__fold *fold) {
    const wijk_id *person = fold->act->fields[WIJK_MEMBER_RELATE_PERSON - 1].id;
    if (wijk__id_equal(person, fold->act->fields[WIJK_MEMBER_RELATE_OF - 1].id))
        return wijk__refuse(fold, WIJK_WK1016, person, NULL);
    MAKE(fold, relations, member_relate, relation);
    return REGISTER_LAST(fold, relations);
}

wijk_status wijk__fold_relation_end(struct wijk__fold *fold) {
    uint32_t row = wijk__ref(fold, WIJK_RELATION_END_RELATION);
    if (!wijk__lasts(ROW(fold->state, relations, row)->until))
        return wijk__refuse(fold, WIJK_WK1010, &ROW(fold->state, relations, row)->act, NULL);
    CHANGE(fold, relations, row, relation);
    relation->until = fold->act->valid;
    return WIJK_OK;
}

/* Who represents a member in law; a parent's authority is another matter. */
bool wijk__relation_represents(const struct wijk__row_relations *relation, wijk_date on) {
    return relation->authority == 1 && relation->relation != WIJK_RELATION_PARENT &&
           wijk__covers(relation->from, relation->until, on);
}

bool wijk__represented(const struct wijk__state *state, const wijk_id *person, wijk_date on) {
    for (uint32_t i = 0; i < COUNT(state, relations); i++)
        if (wijk__id_equal(&ROW(state, relations, i)->of, person) &&
            wijk__relation_represents(ROW(state, relations, i), on))
            return true;
    return false;
}

uint32_t wijk__helper_here(const struct wijk__state *state, const wijk_id *person) {
    uint32_t row = wijk__state_find(state, WIJK__T_network, person->bytes, sizeof person->bytes);
    bool here = row != WIJK__NO_ROW && wijk__lasts(ROW(state, network, row)->until);
    return here ? row : WIJK__NO_ROW;
}

/* What somebody holds as a helper when coming back to the network. */
static void count_actions(const struct wijk__state *state, struct wijk__row_network *helper) {
    helper->actions = helper->minutes = 0;
    for (uint32_t i = 0; i < COUNT(state, actions); i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        if (action->holder != WIJK_PARTY_NETWORK || !wijk__action_open(action) ||
            !wijk__id_equal(&action->provider, &helper->person))
            continue;
        helper->actions++;
        if (action->paused == WIJK_DATE_NONE)
            helper->minutes += wijk__action_minutes(action);
    }
}

wijk_status wijk__fold_network_join(struct wijk__fold *fold) {
    const wijk_id *person = fold->act->fields[WIJK_NETWORK_JOIN_PERSON - 1].id;
    if (wijk__helper_here(fold->state, person) != WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK1011, person, NULL);
    MAKE(fold, network, network_join, helper);
    count_actions(fold->state, helper);
    return REGISTER_LAST(fold, network);
}

wijk_status wijk__fold_network_leave(struct wijk__fold *fold) {
    const wijk_id *person = fold->act->fields[WIJK_NETWORK_LEAVE_PERSON - 1].id;
    uint32_t row = wijk__helper_here(fold->state, person);
    if (row == WIJK__NO_ROW)
        return wijk__refuse(fold, WIJK_WK1012, person, NULL);
    CHANGE(fold, network, row, helper);
    helper->until = fold->act->valid;
    return WIJK_OK;
}

/* What somebody is to the household: the nearest thing that holds. */
int32_t wijk__party_of(const struct wijk__state *state, const wijk_id *id) {
    uint32_t member = wijk__state_find(state, WIJK__T_members, id->bytes, sizeof id->bytes);
    if (wijk__id_is_none(id))
        return 0;
    if (member != WIJK__NO_ROW && wijk__lasts(ROW(state, members, member)->until))
        return WIJK_PARTY_MEMBER;
    if (wijk__helper_here(state, id) != WIJK__NO_ROW)
        return WIJK_PARTY_NETWORK;
    return wijk__professional_here(state, id) != WIJK__NO_ROW ? WIJK_PARTY_PROFESSIONAL : WIJK_PARTY_ORGANISATION;
}
