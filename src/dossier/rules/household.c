/* Rules about the household and its analysis: everyone is heard, children who grow up too, and what was found is dealt
 * with. */
#include "dossier/rules/rules.h"

static const struct wijk__row_members *member_now(const struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_members *member = ROW(judging->state, members, row);
    return wijk__member_on(member, judging->on) ? member : NULL;
}

static wijk_status unheard(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_members *member = member_now(judging, row);
    if (member == NULL || wijk__heard_or_excused(judging->state, judging->policy, member, judging->on))
        return WIJK_OK;
    return wijk__tell_matter(judging, &(struct wijk__matter){.subject = &member->person,
                                                             .due = wijk__term(judging, member->from,
                                                                               WIJK__TERM_HEARING),
                                                             .from = WIJK_DATE_NONE});
}

/* ---- who is left ---- */

static uint32_t members_now(const struct wijk__judging *judging, int32_t role) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < COUNT(judging->state, members); i++) {
        const struct wijk__row_members *member = member_now(judging, i);
        count += member != NULL && (role == 0 || member->role == role);
    }
    return count;
}

static wijk_status emptied(struct wijk__judging *judging, uint32_t row) {
    (void)row;
    if (COUNT(judging->state, members) == 0 || members_now(judging, 0) > 0)
        return WIJK_OK;
    return wijk__tell(judging, NULL, NULL);
}

/* The adult who left last is named; a household of children who never had one here is another matter. */
static wijk_status no_adult(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__state *state = judging->state;
    const struct wijk__row_members *last = NULL;
    (void)row;
    if (members_now(judging, 0) == 0 || members_now(judging, WIJK_MEMBER_ROLE_ADULT) > 0)
        return WIJK_OK;
    for (uint32_t i = 0; i < COUNT(state, members); i++) {
        const struct wijk__row_members *member = ROW(state, members, i);
        if (member->role == WIJK_MEMBER_ROLE_ADULT && (last == NULL || member->until >= last->until))
            last = member;
    }
    return last != NULL ? wijk__tell(judging, &last->person, NULL) : WIJK_OK;
}

/* ---- children who grow up ---- */

/* The day on which somebody is so many years old, by the same reckoning as wijk__age(); WIJK_DATE_NONE past all
 * days. */
static wijk_date birthday(wijk_date born, int32_t years) {
    int32_t year, month, day;
    wijk_date date;
    if (born == WIJK_DATE_NONE || wijk_date_to_ymd(born, &year, &month, &day) != WIJK_OK)
        return WIJK_DATE_NONE;
    if (wijk_date_from_ymd(year + years, month, day, &date) == WIJK_OK)
        return date;
    /* born on 29 February: 1 March in a year without */
    return wijk_date_from_ymd(year + years, 3, 1, &date) == WIJK_OK ? date : WIJK_DATE_NONE;
}

static wijk_status told_from(struct wijk__judging *judging, const struct wijk__row_members *member, wijk_date day) {
    if (day == WIJK_DATE_NONE)
        return WIJK_OK;
    return wijk__tell_matter(judging, &(struct wijk__matter){.subject = &member->person, .due = day, .from = day});
}

/* A child turned an age while here, and was not heard or excused since. */
static wijk_status turned(struct wijk__judging *judging, uint32_t row, int32_t years) {
    const struct wijk__row_members *member = member_now(judging, row);
    if (member == NULL || member->role == WIJK_MEMBER_ROLE_ADULT)
        return WIJK_OK;
    wijk_date day = birthday(member->born, years);
    bool here = day != WIJK_DATE_NONE && member->from < day;
    return here && member->heard < day && member->excused < day ? told_from(judging, member, day) : WIJK_OK;
}

static wijk_status turned_12(struct wijk__judging *judging, uint32_t row) { return turned(judging, row, 12); }
static wijk_status turned_16(struct wijk__judging *judging, uint32_t row) { return turned(judging, row, 16); }

static wijk_status turned_18(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_members *member = member_now(judging, row);
    if (member == NULL || member->role != WIJK_MEMBER_ROLE_CHILD)
        return WIJK_OK;
    return told_from(judging, member, birthday(member->born, 18));
}

/* ---- analysis ---- */

static const struct wijk__row_analyses *last_concluded(const struct wijk__state *state) {
    for (uint32_t i = COUNT(state, analyses); i-- > 0;)
        if (ROW(state, analyses, i)->concluded != WIJK_DATE_NONE)
            return ROW(state, analyses, i);
    return NULL;
}

static wijk_status domains_left_out(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_analyses *analysis = last_concluded(judging->state);
    wijk_status status = WIJK_OK;
    bool told = false;
    (void)row;
    if (judging->policy == NULL || analysis == NULL)
        return WIJK_OK;
    for (uint32_t i = 0; i < wijk__policy_count(judging->policy, WIJK_LIST_DOMAINS) && status == WIJK_OK; i++) {
        struct wijk__text domain = wijk__policy_key(judging->policy, WIJK_LIST_DOMAINS, i);
        if (wijk__domain_assessed(judging->state, &analysis->act, domain, judging->on))
            continue;
        status = told ? WIJK_OK : wijk__tell(judging, &analysis->act, NULL);
        told = true;
        if (status == WIJK_OK)
            status = wijk__miss(judging, WIJK_FACT_DOMAINS_ASSESSED, &analysis->act, domain);
    }
    return status;
}

static wijk_status problem_without_goal(struct wijk__judging *judging, uint32_t row) {
    const struct wijk__row_problems *problem = ROW(judging->state, problems, row);
    return wijk__problem_covered(judging->state, problem) ? WIJK_OK : wijk__tell(judging, &problem->act, NULL);
}

static const struct wijk__rule rules[] = {
    {WIJK_WK1020, WIJK__T_members, unheard},
    {WIJK_WK1021, 0, emptied},
    {WIJK_WK1022, 0, no_adult},
    {WIJK_WK1023, WIJK__T_members, turned_12},
    {WIJK_WK1024, WIJK__T_members, turned_16},
    {WIJK_WK1025, WIJK__T_members, turned_18},
    {WIJK_WK2028, 0, domains_left_out},
    {WIJK_WK2024, WIJK__T_problems, problem_without_goal},
};
const struct wijk__rules wijk__household_rules = WIJK__RULES(rules);
