/* Age: what is asked of a member depends on how old the member is, by the bands of the policy. */
#include "dossier/fold.h"

int32_t wijk__age(wijk_date born, wijk_date on) {
    int32_t year, month, day, birth_year, birth_month, birth_day;
    if (on < born || wijk_date_to_ymd(born, &birth_year, &birth_month, &birth_day) != WIJK_OK ||
        wijk_date_to_ymd(on, &year, &month, &day) != WIJK_OK)
        return 0;
    bool before = month < birth_month || (month == birth_month && day < birth_day);
    return year - birth_year - before;
}

/* Whose date of birth is not known, counts as grown up or as a small child, by role. */
static const struct wijk__age_band *band_of(const wijk_policy *policy, const struct wijk__row_members *member,
                                            wijk_date on) {
    uint32_t count = 0;
    const struct wijk__age_band *bands = policy == NULL ? NULL : wijk__policy_ages(policy, &count);
    if (count == 0)
        return NULL;
    if (member->born == WIJK_DATE_NONE)
        return &bands[member->role == WIJK_MEMBER_ROLE_ADULT ? count - 1 : 0];
    int32_t age = wijk__age(member->born, on);
    while (count > 1 && bands[count - 1].from > age)
        count--;
    return &bands[count - 1];
}

bool wijk__must_accept(const wijk_policy *policy, const struct wijk__row_members *member, wijk_date on) {
    const struct wijk__age_band *band = band_of(policy, member, on);
    return band ? band->accepts : member->role == WIJK_MEMBER_ROLE_ADULT;
}

/* On a step to another tier. */
bool wijk__must_be_consulted(const wijk_policy *policy, const struct wijk__row_members *member, wijk_date on) {
    const struct wijk__age_band *band = band_of(policy, member, on);
    return band ? band->consulted : member->role == WIJK_MEMBER_ROLE_ADULT;
}

/* Through somebody who represents the member in law, every age is heard. */
bool wijk__hearing_counts(const struct wijk__state *state, const wijk_policy *policy,
                          const struct wijk__row_members *member, wijk_date on) {
    if (member->heard == WIJK_DATE_NONE)
        return false;
    const struct wijk__age_band *band = band_of(policy, member, on);
    bool known = member->how >= 0 && member->how < 32; /* a newer library may know ways that this one does not */
    if (band == NULL || (known && (band->ways >> member->how & 1) != 0))
        return true;
    return member->how == WIJK_HEARING_THROUGH_REPRESENTATIVE && wijk__represented(state, &member->person, on);
}

bool wijk__heard_or_excused(const struct wijk__state *state, const wijk_policy *policy,
                            const struct wijk__row_members *member, wijk_date on) {
    return member->excused != WIJK_DATE_NONE || wijk__hearing_counts(state, policy, member, on);
}
