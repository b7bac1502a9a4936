/* Referrals (verwijzingen), by the team or by others, with what the household was like at that moment. */
#include "dossier/fold.h"

/* Kept with the referral, so that it can be counted without making the state of every such day anew. */
static void take_snapshot(const struct wijk__state *state, wijk_date on, struct wijk__row_referrals *referral) {
    referral->members = referral->children = referral->problems = 0;
    for (uint32_t i = 0; i < COUNT(state, members); i++) {
        const struct wijk__row_members *member = ROW(state, members, i);
        if (!wijk__member_on(member, on))
            continue;
        referral->members++;
        referral->children += member->role == WIJK_MEMBER_ROLE_CHILD;
    }
    for (uint32_t i = 0; i < COUNT(state, problems); i++) {
        const struct wijk__row_problems *problem = ROW(state, problems, i);
        referral->problems += problem->severity != WIJK_PROBLEM_SEVERITY_MILD && wijk__problem_stands(state, problem);
    }
    if (state->heads.plan != WIJK__NO_ROW)
        referral->plan = ROW(state, plans, state->heads.plan)->act;
    if (state->heads.coordinator != WIJK__NO_ROW)
        referral->coordinator = ROW(state, coordinators, state->heads.coordinator)->professional;
}

/* ---- what the dossier shows of the time before, when the act does not say it ---- */

/* The household came into the care of the team before the day of the referral, now or in an earlier episode. */
static bool known_before(const struct wijk__state *state, wijk_date on) {
    return COUNT(state, dossiers) > 0 && ROW(state, dossiers, 0)->opened < on;
}

/* Help of the class `team`; when the policy gives the help no class, help by a professional who is here in another role
 * than that of a provider. */
static bool by_the_team(const struct wijk__state *state, const struct wijk__row_actions *action) {
    if (action->class != 0 || action->holder != WIJK_PARTY_PROFESSIONAL)
        return action->class == WIJK_PROVISION_CLASS_TEAM;
    uint32_t row = wijk__state_find(state, WIJK__T_professionals, action->provider.bytes, sizeof action->provider);
    return row != WIJK__NO_ROW && !wijk__span_equal(state, ROW(state, professionals, row)->role, wijk__provider_role);
}

/* Help by the team began before the day of the referral, since the household came, or came back. */
static bool attempted_before(const struct wijk__state *state, wijk_date on) {
    for (uint32_t i = state->heads.first_action; i < COUNT(state, actions); i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        if (action->from != WIJK_DATE_NONE && action->from < on && by_the_team(state, action))
            return true;
    }
    return false;
}

wijk_status wijk__fold_referral_make(struct wijk__fold *fold) {
    MAKE(fold, referrals, referral_make, referral);
    referral->answer = WIJK_ANSWER_OPEN;
    if (!wijk__has(fold->act, WIJK_REFERRAL_MAKE_KNOWN))
        referral->known = known_before(fold->state, fold->act->valid);
    if (!wijk__has(fold->act, WIJK_REFERRAL_MAKE_ATTEMPTED))
        referral->attempted = attempted_before(fold->state, fold->act->valid);
    take_snapshot(fold->state, fold->act->valid, referral);
    return REGISTER_LAST(fold, referrals);
}

static wijk_status answer(struct wijk__fold *fold, uint32_t row, int32_t what, struct wijk__span why) {
    const struct wijk__row_referrals *before = ROW(fold->state, referrals, row);
    if (before->answered != WIJK_DATE_NONE)
        return wijk__refuse(fold, WIJK_WK4019, &before->act, NULL);
    CHANGE(fold, referrals, row, referral);
    referral->answer = what;
    referral->answered = fold->act->valid;
    referral->answer_why = why;
    return WIJK_OK;
}

wijk_status wijk__fold_referral_accept(struct wijk__fold *fold) {
    return answer(fold, wijk__ref(fold, WIJK_REFERRAL_ACCEPT_REFERRAL), WIJK_ANSWER_ACCEPTED,
                  (struct wijk__span){WIJK__NO_TEXT, 0});
}

wijk_status wijk__fold_referral_refuse(struct wijk__fold *fold) {
    return answer(fold, wijk__ref(fold, WIJK_REFERRAL_REFUSE_REFERRAL), WIJK_ANSWER_DECLINED,
                  wijk__span(fold, WIJK_REFERRAL_REFUSE_WHY));
}

wijk_status wijk__fold_referral_withdraw(struct wijk__fold *fold) {
    return answer(fold, wijk__ref(fold, WIJK_REFERRAL_WITHDRAW_REFERRAL), WIJK_ANSWER_WITHDRAWN,
                  wijk__span(fold, WIJK_REFERRAL_WITHDRAW_WHY));
}
