/* Households that join and part: merging two, splitting one, taking that back, and who is a member of two. */
#include "dossier/pair.h"

static uint32_t member_here(const struct wijk__state *state, const wijk_id *person) {
    uint32_t row = wijk__state_find(state, WIJK__T_members, person->bytes, sizeof person->bytes);
    return row != WIJK__NO_ROW && wijk__lasts(ROW(state, members, row)->until) ? row : WIJK__NO_ROW;
}

/* ---- merging ---- */

typedef bool (*wanted)(const struct wijk__state *from, uint32_t row, const struct wijk__state *into);

static bool member_wanted(const struct wijk__state *from, uint32_t row, const struct wijk__state *into) {
    const struct wijk__row_members *member = ROW(from, members, row);
    return wijk__lasts(member->until) && member_here(into, &member->person) == WIJK__NO_ROW;
}

static bool helper_wanted(const struct wijk__state *from, uint32_t row, const struct wijk__state *into) {
    const struct wijk__row_network *helper = ROW(from, network, row);
    return wijk__lasts(helper->until) && wijk__helper_here(into, &helper->person) == WIJK__NO_ROW &&
           member_here(into, &helper->person) == WIJK__NO_ROW;
}

static bool professional_wanted(const struct wijk__state *from, uint32_t row, const struct wijk__state *into) {
    const struct wijk__row_professionals *professional = ROW(from, professionals, row);
    return wijk__lasts(professional->until) &&
           wijk__professional_here(into, &professional->professional) == WIJK__NO_ROW;
}

/* Of somebody who is a member, and not known to the other household in the same words. */
static bool relation_wanted(const struct wijk__state *from, uint32_t row, const struct wijk__state *into) {
    const struct wijk__row_relations *relation = ROW(from, relations, row);
    bool known = !wijk__lasts(relation->until) || member_here(from, &relation->of) == WIJK__NO_ROW;
    for (uint32_t i = 0; i < COUNT(into, relations) && !known; i++) {
        const struct wijk__row_relations *other = ROW(into, relations, i);
        known = wijk__lasts(other->until) && wijk__id_equal(&other->person, &relation->person) &&
                wijk__id_equal(&other->of, &relation->of) && other->relation == relation->relation &&
                other->authority == relation->authority;
    }
    return !known;
}

/* What comes along, in an order in which each finds what it needs. */
static const struct {
    uint32_t table;
    wijk_act_type type;
    wanted wanted;
} brought[] = {{WIJK__T_members, WIJK_ACT_MEMBER_JOIN, member_wanted},
               {WIJK__T_network, WIJK_ACT_NETWORK_JOIN, helper_wanted},
               {WIJK__T_professionals, WIJK_ACT_PROFESSIONAL_JOIN, professional_wanted},
               {WIJK__T_relations, WIJK_ACT_MEMBER_RELATE, relation_wanted}};

static wijk_status bring(struct wijk__pair *pair, const struct wijk__state *from, const struct wijk__state *into) {
    wijk_status status = WIJK_OK;
    for (size_t i = 0; i < sizeof brought / sizeof *brought; i++)
        for (uint32_t row = 0; row < from->rows[brought[i].table].count && status == WIJK_OK; row++)
            if (brought[i].wanted(from, row, into))
                status = wijk__pair_carry(pair, WIJK__OWN, brought[i].type, from, brought[i].table, row);
    return status;
}

static const wijk_id *active_plan(const struct wijk__state *state) {
    return state->heads.plan == WIJK__NO_ROW ? NULL : &ROW(state, plans, state->heads.plan)->act;
}

/* A plan that is active in the household that goes ends only for one that goes on in the other. */
static wijk_status judge_plans(struct wijk__pair *pair, const struct wijk__state *from,
                               const struct wijk__state *into) {
    const wijk_id *ends = active_plan(from), *stays = active_plan(into);
    bool told = wijk__has(pair->given, WIJK_HOUSEHOLD_ABSORB_PLAN);
    if (ends == NULL)
        return WIJK_OK;
    if (stays == NULL)
        return wijk__pair_refuse(pair, WIJK_WK1014, ends, NULL);
    if (told && wijk__id_equal(pair->given->fields[WIJK_HOUSEHOLD_ABSORB_PLAN - 1].id, stays))
        return WIJK_OK;
    return wijk__pair_refuse(pair, WIJK_WK1013, ends, stays);
}

static wijk_status merge_states(struct wijk__pair *pair, const struct wijk__state *from,
                                const struct wijk__state *into) {
    wijk_status status = WIJK_OK;
    if (!pair->sides[WIJK__OWN].done && !pair->sides[WIJK__OTHER].done)
        status = judge_plans(pair, from, into);
    if (status == WIJK_OK && !pair->sides[WIJK__OWN].done)
        status = bring(pair, from, into);
    wijk_act *act;
    if (status == WIJK_OK)
        status = wijk__pair_derive(pair, WIJK__OTHER, WIJK_ACT_HOUSEHOLD_MERGE_INTO,
                                   WIJK_HOUSEHOLD_MERGE_INTO_HOUSEHOLD, &pair->sides[WIJK__OWN].dossier->id, &act);
    if (status == WIJK_OK && wijk__has(pair->given, WIJK_HOUSEHOLD_ABSORB_PLAN))
        status = wijk_act_set_id(act, WIJK_HOUSEHOLD_MERGE_INTO_PLAN,
                                 pair->given->fields[WIJK_HOUSEHOLD_ABSORB_PLAN - 1].id, NULL);
    return status;
}

static wijk_status merge_views(struct wijk__pair *pair) {
    struct wijk__view from, into;
    wijk_date on = pair->given->valid;
    wijk_status status = wijk__view_open(pair->sides[WIJK__OTHER].dossier, on, WIJK_TIME_NONE, &from);
    if (status != WIJK_OK)
        return status;
    status = wijk__view_open(pair->sides[WIJK__OWN].dossier, on, WIJK_TIME_NONE, &into);
    if (status == WIJK_OK) {
        status = merge_states(pair, from.state, into.state);
        wijk__view_close(&into);
    }
    wijk__view_close(&from);
    return status;
}

wijk_status wijk_dossier_merge(wijk_dossier *survivor, wijk_dossier *absorbed, const wijk_act *merge,
                               wijk_findings *findings, wijk_error *error) {
    static const char *const names[] = {"survivor", "absorbed", "merge"};
    struct wijk__pair pair = {.sides = {{.dossier = survivor}, {.dossier = absorbed}}, .findings = findings,
                              .error = error};
    wijk_status status = wijk__pair_start(&pair, merge, WIJK_ACT_HOUSEHOLD_ABSORB, names);
    if (status != WIJK_OK)
        return status;
    status = wijk__pair_meet(&pair, pair.given->fields[WIJK_HOUSEHOLD_ABSORB_HOUSEHOLD - 1].id, names[1]);
    if (status == WIJK_OK)
        status = wijk__pair_done(&pair);
    if (status == WIJK_OK)
        status = merge_views(&pair);
    return wijk__pair_finish(&pair, status);
}

/* ---- splitting ---- */

/* The row of somebody who goes along; once the own side is done, those who went have left on that very day. */
static uint32_t goer(const struct wijk__pair *pair, const struct wijk__state *state, const wijk_id *person) {
    uint32_t row = wijk__state_find(state, WIJK__T_members, person->bytes, sizeof person->bytes);
    if (row == WIJK__NO_ROW || wijk__lasts(ROW(state, members, row)->until))
        return row;
    return pair->sides[WIJK__OWN].done && ROW(state, members, row)->until == pair->given->valid ? row : WIJK__NO_ROW;
}

struct group { /* those who go on as a household of their own */
    const wijk_id *persons;
    uint32_t count;
};

static bool in_group(const struct group *group, const wijk_id *person) {
    for (uint32_t i = 0; i < group->count; i++)
        if (wijk__id_equal(&group->persons[i], person))
            return true;
    return false;
}

static wijk_status all_here(struct wijk__pair *pair, const struct wijk__state *state, const struct group *group) {
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < group->count && status >= 0; i++)
        if (goer(pair, state, &group->persons[i]) == WIJK__NO_ROW)
            status = wijk__pair_refuse(pair, WIJK_WK1007, &group->persons[i], NULL);
    return status;
}

/* Everybody leaves but those who have two homes: these stay, and join the other household too. */
static wijk_status leave(struct wijk__pair *pair, const struct wijk__state *state, const struct group *group) {
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < group->count && status == WIJK_OK; i++) {
        const struct wijk__row_members *member = ROW(state, members, goer(pair, state, &group->persons[i]));
        wijk_act *act;
        if (member->home != WIJK_HOME_SHARED)
            status = wijk__pair_derive(pair, WIJK__OWN, WIJK_ACT_MEMBER_LEAVE, WIJK_MEMBER_LEAVE_PERSON,
                                       &member->person, &act);
    }
    return status;
}

/* The part begins as the other household did, with who goes and what lasting relations are theirs: also those of
 * somebody who stays, such as a parent with authority. */
static wijk_status settle_in(struct wijk__pair *pair, const struct wijk__state *state, const struct group *group) {
    wijk_act *act;
    wijk_status status = wijk__pair_carry(pair, WIJK__OTHER, WIJK_ACT_DOSSIER_OPEN, state, WIJK__T_dossiers, 0);
    if (status != WIJK_OK || pair->sides[WIJK__OTHER].done)
        return status;
    status = wijk__pair_derive(pair, WIJK__OTHER, WIJK_ACT_HOUSEHOLD_SPLIT_FROM, WIJK_HOUSEHOLD_SPLIT_FROM_HOUSEHOLD,
                               &pair->sides[WIJK__OWN].dossier->id, &act);
    for (uint32_t i = 0; i < group->count && status == WIJK_OK; i++)
        status = wijk__pair_carry(pair, WIJK__OTHER, WIJK_ACT_MEMBER_JOIN, state, WIJK__T_members,
                                  goer(pair, state, &group->persons[i]));
    for (uint32_t row = 0; row < COUNT(state, relations) && status == WIJK_OK; row++) {
        const struct wijk__row_relations *relation = ROW(state, relations, row);
        if (wijk__lasts(relation->until) && in_group(group, &relation->of))
            status = wijk__pair_carry(pair, WIJK__OTHER, WIJK_ACT_MEMBER_RELATE, state, WIJK__T_relations, row);
    }
    return status;
}

static wijk_status split_view(struct wijk__pair *pair, const struct group *group) {
    struct wijk__view view;
    wijk_status status =
        wijk__view_open(pair->sides[WIJK__OWN].dossier, pair->given->valid, WIJK_TIME_NONE, &view);
    if (status != WIJK_OK)
        return status;
    status = all_here(pair, view.state, group);
    if (status == WIJK_OK && !pair->sides[WIJK__OWN].done)
        status = leave(pair, view.state, group);
    if (status == WIJK_OK)
        status = settle_in(pair, view.state, group);
    wijk__view_close(&view);
    return status;
}

wijk_status wijk_dossier_split(wijk_dossier *dossier, const wijk_id *persons, uint32_t count, wijk_dossier *part,
                               const wijk_act *split, wijk_findings *findings, wijk_error *error) {
    static const char *const names[] = {"dossier", "part", "split"};
    struct wijk__pair pair = {.sides = {{.dossier = dossier}, {.dossier = part}}, .findings = findings,
                              .error = error};
    wijk_status status = wijk__pair_start(&pair, split, WIJK_ACT_HOUSEHOLD_SPLIT_OFF, names);
    if (status != WIJK_OK)
        return status;
    status = wijk__pair_meet(&pair, pair.given->fields[WIJK_HOUSEHOLD_SPLIT_OFF_HOUSEHOLD - 1].id, names[1]);
    if (status == WIJK_OK && (persons == NULL || count == 0))
        status = wijk__fail_path(error, WIJK_E_ARGUMENT, "persons");
    if (status == WIJK_OK)
        status = wijk__pair_done(&pair);
    if (status == WIJK_OK)
        status = split_view(&pair, &(struct group){persons, count});
    return wijk__pair_finish(&pair, status);
}

/* ---- taking back ---- */

/* Withdraw what an act brought with it and what still stands of that. */
static wijk_status withdraw(struct wijk__pair *pair, int side, const wijk_id *target) {
    wijk_dossier *dossier = pair->sides[side].dossier;
    for (uint32_t number = 0;; number++) {
        wijk_id id = wijk__pair_id(target, side, number);
        uint32_t entry;
        wijk_act *act;
        wijk_status status = wijk__history_find(dossier, &id, &entry);
        if (status != WIJK_OK || entry == WIJK__NO_ROW)
            return status;
        entry = wijk__history_holder(&dossier->history, entry);
        if (dossier->history.entries[entry].withdrawn != 0)
            continue;
        status = wijk__pair_derive_as(pair, side, number, WIJK_ACT_ACT_WITHDRAW, &act);
        if (status == WIJK_OK)
            status = wijk_act_set_id(act, WIJK_ACT_WITHDRAW_ACT, &id, NULL);
        if (status != WIJK_OK)
            return status;
    }
}

/* The act that is taken back is one that these calls made, and made with the other dossier. */
static wijk_status made_both(struct wijk__pair *pair, const wijk_id *target, const char *const names[3]) {
    wijk_dossier *own = pair->sides[WIJK__OWN].dossier;
    uint32_t entry;
    struct wijk__act act;
    wijk_status status = wijk__history_find(own, target, &entry);
    if (status != WIJK_OK || entry == WIJK__NO_ROW) /* which is refused when it is submitted */
        return status;
    wijk__history_read(own, wijk__history_holder(&own->history, entry), &act);
    if (act.type != WIJK_ACT_HOUSEHOLD_ABSORB && act.type != WIJK_ACT_HOUSEHOLD_SPLIT_OFF)
        return wijk__fail_path(pair->error, WIJK_E_ARGUMENT, names[2]);
    return wijk__pair_meet(pair, act.fields[WIJK_HOUSEHOLD_ABSORB_HOUSEHOLD - 1].id, names[1]); /* or split off */
}

wijk_status wijk_dossier_undo_lineage(wijk_dossier *dossier, wijk_dossier *other, const wijk_act *undo,
                                      wijk_findings *findings, wijk_error *error) {
    static const char *const names[] = {"dossier", "other", "undo"};
    struct wijk__pair pair = {.sides = {{.dossier = dossier}, {.dossier = other}}, .findings = findings,
                              .error = error};
    wijk_status status = wijk__pair_start(&pair, undo, WIJK_ACT_ACT_WITHDRAW, names);
    if (status != WIJK_OK)
        return status;
    pair.undone = pair.given->fields[WIJK_ACT_WITHDRAW_ACT - 1].id;
    status = made_both(&pair, pair.undone, names);
    for (int side = 0; side < WIJK__SIDES && status == WIJK_OK; side++)
        status = withdraw(&pair, side, pair.undone);
    return wijk__pair_finish(&pair, status);
}

/* ---- who is a member of two ---- */

static wijk_severity severity_of(const wijk_dossier *dossier, wijk_finding finding) {
    return dossier->policy != NULL ? wijk_policy_severity(dossier->policy, finding)
                                   : wijk__finding_def(finding)->severity;
}

/* Members of both, unless both households know that it is one of two homes. */
static wijk_status tell_shared(const struct wijk__state *a, const struct wijk__state *b, wijk_date on,
                               wijk_severity severity, const wijk_id *other, wijk_findings *findings) {
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < COUNT(a, members) && status == WIJK_OK; i++) {
        const struct wijk__row_members *member = ROW(a, members, i);
        uint32_t row = wijk__state_find(b, WIJK__T_members, member->person.bytes, sizeof member->person);
        if (row == WIJK__NO_ROW || !wijk__member_on(member, on) || !wijk__member_on(ROW(b, members, row), on))
            continue;
        if (member->home != WIJK_HOME_SHARED || ROW(b, members, row)->home != WIJK_HOME_SHARED)
            status = wijk__findings_add(findings, WIJK_WK1026, severity, &member->person, other);
    }
    return status;
}

wijk_status wijk_dossier_shared(const wijk_dossier *a, const wijk_dossier *b, wijk_date on, wijk_time known,
                                wijk_findings *findings, wijk_error *error) {
    wijk_findings_clear(findings);
    if (a == NULL || b == NULL || wijk__id_equal(&a->id, &b->id))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, a == NULL ? "a" : "b");
    if (findings == NULL || on < WIJK_DATE_MIN || on > WIJK_DATE_MAX)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, findings == NULL ? "findings" : "on");
    wijk__error_clear(error);
    wijk_severity severity = severity_of(a, WIJK_WK1026);
    struct wijk__view first, second;
    wijk_status status = wijk__view_open(a, on, known, &first);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    status = wijk__view_open(b, on, known, &second);
    if (status == WIJK_OK) {
        if (severity != WIJK_SEVERITY_OFF && first.state->heads.open && second.state->heads.open)
            status = tell_shared(first.state, second.state, on, severity, &b->id, findings);
        wijk__view_close(&second);
    }
    wijk__view_close(&first);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    return wijk_findings_worst(findings) == WIJK_SEVERITY_REFUSE ? WIJK_REFUSED : WIJK_OK;
}
