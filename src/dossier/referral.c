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
        referral->problems += problem->severity != WIJK_PROBLEM_SEVERITY_MILD && problem->left == WIJK_DATE_NONE;
    }
    if (state->heads.plan != WIJK__NO_ROW)
        referral->plan = ROW(state, plans, state->heads.plan)->act;
    if (state->heads.coordinator != WIJK__NO_ROW)
        referral->coordinator = ROW(state, coordinators, state->heads.coordinator)->professional;
}

wijk_status wijk__fold_referral_make(struct wijk__fold *fold) {
    MAKE(fold, referrals, referral_make, referral);
    referral->answer = WIJK_ANSWER_OPEN;
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
