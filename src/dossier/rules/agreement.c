/* Who has to agree with a plan, and which version of it they accepted. */
#include "dossier/rules/rules.h"

struct gathering {
    const struct wijk__judging *judging;
    struct wijk__parties *parties;
    struct wijk__seen seen;
};

static bool same_party(const void *data, uint32_t a, uint32_t b) {
    const struct wijk__parties *parties = data;
    return wijk__id_equal(parties->list[a].id, parties->list[b].id);
}

static uint64_t hash_of(const struct gathering *gathering, const wijk_id *id) {
    return wijk__mix_id(gathering->judging->context->limits.hash_seed, id);
}

/* There is room for one more than there can be, so that who is looked for can stand behind the last. */
static void add_party(struct gathering *gathering, const wijk_id *id, bool provider) {
    struct wijk__parties *parties = gathering->parties;
    parties->list[parties->count] = (struct wijk__party){id, 0, provider};
    if (wijk__seen_put(&gathering->seen, hash_of(gathering, id), parties->count, same_party, parties) == parties->count)
        parties->count++;
}

static struct wijk__party *find_party(struct gathering *gathering, const wijk_id *id) {
    struct wijk__parties *parties = gathering->parties;
    parties->list[parties->count] = (struct wijk__party){id, 0, false};
    uint32_t place = wijk__seen_find(&gathering->seen, hash_of(gathering, id), parties->count, same_party, parties);
    return place == WIJK__NO_ROW ? NULL : &parties->list[place];
}

static void add_members(struct gathering *gathering) {
    const struct wijk__judging *judging = gathering->judging;
    for (uint32_t i = 0; i < COUNT(judging->state, members); i++) {
        const struct wijk__row_members *member = ROW(judging->state, members, i);
        if (wijk__member_on(member, judging->on) && wijk__must_accept(judging->policy, member, judging->on))
            add_party(gathering, &member->person, false);
    }
}

/* Everybody else who gives, or is going to give, something under the plan. */
static void add_providers(struct gathering *gathering, const wijk_id *plan) {
    const struct wijk__state *state = gathering->judging->state;
    for (uint32_t i = 0; i < COUNT(state, actions); i++) {
        const struct wijk__row_actions *action = ROW(state, actions, i);
        if (wijk__action_given(action, plan))
            add_party(gathering, &action->provider, true);
    }
}

static void accept(struct wijk__party *party, const struct wijk__row_acceptances *acceptance) {
    if (party != NULL && acceptance->version > party->version)
        party->version = acceptance->version;
}

/* For a party that did not accept the plan as it is, somebody who represents it in law may have. */
static void read_for(struct gathering *gathering, const struct wijk__row_plans *plan,
                     const struct wijk__row_relations *relation) {
    const struct wijk__state *state = gathering->judging->state;
    struct wijk__party *party = find_party(gathering, &relation->of);
    for (uint32_t i = COUNT(state, acceptances); party != NULL && party->version < plan->version && i-- > 0;) {
        const struct wijk__row_acceptances *acceptance = ROW(state, acceptances, i);
        if (wijk__id_equal(&acceptance->plan, &plan->act) && wijk__id_equal(&acceptance->person, &relation->person))
            accept(party, acceptance);
    }
}

static void read_acceptances(struct gathering *gathering, const struct wijk__row_plans *plan) {
    const struct wijk__judging *judging = gathering->judging;
    const struct wijk__state *state = judging->state;
    for (uint32_t i = 0; i < COUNT(state, acceptances); i++) {
        const struct wijk__row_acceptances *acceptance = ROW(state, acceptances, i);
        if (wijk__id_equal(&acceptance->plan, &plan->act))
            accept(find_party(gathering, &acceptance->person), acceptance);
    }
    for (uint32_t i = 0; i < COUNT(state, relations); i++)
        if (wijk__relation_represents(ROW(state, relations, i), judging->on))
            read_for(gathering, plan, ROW(state, relations, i));
}

wijk_status wijk__parties_gather(const struct wijk__judging *judging, uint32_t row, bool providers,
                                 struct wijk__parties *parties) {
    const struct wijk__state *state = judging->state;
    const struct wijk__row_plans *plan = ROW(state, plans, row);
    struct gathering gathering = {.judging = judging, .parties = parties};
    *parties = (struct wijk__parties){.capacity = COUNT(state, members) + (providers ? COUNT(state, actions) : 0) + 1};
    parties->list = wijk__allocate(judging->context, parties->capacity * sizeof *parties->list);
    if (parties->list == NULL) {
        parties->capacity = 0;
        return WIJK_E_MEMORY;
    }
    wijk_status status = wijk__seen_start(&gathering.seen, judging->context, parties->capacity);
    if (status != WIJK_OK)
        return status;
    add_members(&gathering);
    if (providers)
        add_providers(&gathering, &plan->act);
    read_acceptances(&gathering, plan);
    wijk__seen_end(&gathering.seen);
    return WIJK_OK;
}

void wijk__parties_free(wijk_context *context, struct wijk__parties *parties) {
    wijk__release(context, parties->list, parties->capacity * sizeof *parties->list);
}
