/* Who must do what: ages, duties, roles that are kept apart, problems that ask for an expert, and which acts change a
 * plan materially. How each is read, and what a dossier asks of it. */
#include "policy/compile.h"

/* ---- ages ---- */

static wijk_status read_age(struct wijk__reader *reader, wijk__json *json, void *to) {
    int64_t age = wijk__json_int(json);
    if (age < 0 || age > WIJK__AGE_MOST)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *(int32_t *)to = (int32_t)age;
    return WIJK_OK;
}

static wijk_status read_way(struct wijk__reader *reader, wijk__json *json, void *to) {
    uint32_t *ways = to;
    int32_t way;
    if (wijk__json_type(json) != WIJK__JSON_TEXT)
        return wijk__read_fail(reader, WIJK_E_TYPE);
    wijk_status status = wijk__read_code(reader, json, "hearing", &way);
    if (status != WIJK_OK)
        return status;
    uint32_t bit = UINT32_C(1) << way;
    if (*ways & bit)
        return wijk__read_fail(reader, WIJK_E_DUPLICATE);
    *ways |= bit;
    return WIJK_OK;
}

static wijk_status read_ways(struct wijk__reader *reader, wijk__json *json, void *to) {
    if (wijk__json_count(json) == 0)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    return wijk__read_items(reader, json, read_way, to, 0);
}

/* Bands have no end of their own: each ends where the next begins, so they must stand in order, from birth. */
static wijk_status read_band(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"from", WIJK__JSON_INT, true, read_age, offsetof(struct wijk__age_band, from)},
        {"ways", WIJK__JSON_ARRAY, true, read_ways, offsetof(struct wijk__age_band, ways)},
        {"accepts", WIJK__JSON_BOOL, true, wijk__read_bool, offsetof(struct wijk__age_band, accepts)},
        {"consulted", WIJK__JSON_BOOL, false, wijk__read_bool, offsetof(struct wijk__age_band, consulted)},
    };
    struct wijk__age_band *band = to;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
    if (status != WIJK_OK)
        return status;
    if (wijk__json_get(json, "consulted") == NULL)
        band->consulted = band->accepts;
    int32_t before = band == reader->policy->ages ? -1 : band[-1].from;
    if (before == -1 ? band->from != 0 : band->from < before)
        return wijk__read_fail_member(reader, "from", WIJK_E_RANGE);
    return band->from == before ? wijk__read_fail_member(reader, "from", WIJK_E_DUPLICATE) : WIJK_OK;
}

static wijk_status read_ages(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_policy *policy = to;
    size_t count = wijk__json_count(json);
    if (count == 0)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    if (count > WIJK__AGE_MOST + 1)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    struct wijk__age_band *ages = wijk__pool_take(&policy->pool, count, sizeof *ages);
    if (!ages)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    policy->ages = ages;
    policy->age_count = (uint32_t)count;
    return wijk__read_items(reader, json, read_band, ages, sizeof *ages);
}

wijk_status wijk__read_hearing(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {{"ages", WIJK__JSON_ARRAY, true, read_ages, 0}};
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
}

/* ---- duties ---- */

struct duty_draft {
    struct wijk__entry entry;
    struct wijk__duty duty;
};

static wijk_status read_duty(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"key", WIJK__JSON_TEXT, true, wijk__read_key, offsetof(struct duty_draft, entry.key)},
        {"en", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct duty_draft, entry.en)},
        {"nl", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct duty_draft, entry.nl)},
        {"within", WIJK__JSON_OBJECT, true, wijk__read_term, offsetof(struct duty_draft, duty.within)},
        {"again", WIJK__JSON_BOOL, false, wijk__read_bool, offsetof(struct duty_draft, duty.again)},
        {"act", WIJK__JSON_TEXT, false, wijk__read_act, offsetof(struct duty_draft, duty.act)},
    };
    struct duty_draft draft = {.duty = {.act = 0}};
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), &draft);
    if (status != WIJK_OK)
        return status;
    if (!wijk__list_add(&reader->policy->lists[WIJK_LIST_DUTIES], &draft.entry))
        return wijk__read_fail_member(reader, "key", WIJK_E_DUPLICATE);
    draft.duty.key = draft.entry.key;
    *(struct wijk__duty *)to = draft.duty;
    return WIJK_OK;
}

wijk_status wijk__read_duties(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_policy *policy = to;
    size_t count = wijk__json_count(json);
    if (count > WIJK__DUTIES_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    struct wijk__duty *duties = wijk__pool_take(&policy->pool, count, sizeof *duties);
    wijk_status status = wijk__list_start(&policy->lists[WIJK_LIST_DUTIES], &policy->pool, (uint32_t)count,
                                          &policy->id);
    if (!duties || status != WIJK_OK)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    policy->duties = duties;
    return wijk__read_items(reader, json, read_duty, duties, sizeof *duties);
}

/* ---- roles that are kept apart ---- */

static wijk_status read_role_place(struct wijk__reader *reader, wijk__json *json, void *to) {
    const struct wijk__entry *role;
    if (wijk__json_type(json) != WIJK__JSON_TEXT)
        return wijk__read_fail(reader, WIJK_E_TYPE);
    wijk_status status = wijk__read_entry_of(reader, json, WIJK_LIST_ROLES, &role);
    if (status == WIJK_OK)
        *(uint32_t *)to = (uint32_t)(role - reader->policy->lists[WIJK_LIST_ROLES].entries);
    return status;
}

static bool has_pair(const wijk_policy *policy, uint32_t one, uint32_t other) {
    for (uint32_t i = 0; i < policy->pair_count; i++) {
        const struct wijk__pair *pair = &policy->pairs[i];
        if ((pair->one == one && pair->other == other) || (pair->one == other && pair->other == one))
            return true;
    }
    return false;
}

static wijk_status read_pair(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_policy *policy = reader->policy;
    uint32_t places[2];
    if (wijk__json_type(json) != WIJK__JSON_ARRAY)
        return wijk__read_fail(reader, WIJK_E_TYPE);
    if (wijk__json_count(json) != 2)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    wijk_status status = wijk__read_items(reader, json, read_role_place, places, sizeof *places);
    if (status != WIJK_OK)
        return status;
    if (places[0] == places[1] || has_pair(policy, places[0], places[1]))
        return wijk__read_fail(reader, WIJK_E_DUPLICATE);
    *(struct wijk__pair *)to = (struct wijk__pair){places[0], places[1]};
    policy->pair_count++;
    return WIJK_OK;
}

wijk_status wijk__read_separation(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_policy *policy = to;
    size_t count = wijk__json_count(json);
    if (count > WIJK__PAIRS_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    struct wijk__pair *pairs = wijk__pool_take(&policy->pool, count, sizeof *pairs);
    if (!pairs)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    policy->pairs = pairs;
    return wijk__read_items(reader, json, read_pair, pairs, sizeof *pairs);
}

/* ---- what changes a plan materially ---- */

static bool can_be_material(const struct wijk__act_def *act) {
    for (uint32_t i = 0; i < act->field_count; i++)
        if (act->fields[i].derived == WIJK__MATERIAL)
            return true;
    return false;
}

/* "act", or "act.field" for a field that the host gives. */
static wijk_status read_change(struct wijk__reader *reader, wijk__json *json, void *to) {
    uint32_t *material = to, bits = UINT32_MAX;
    if (wijk__json_type(json) != WIJK__JSON_TEXT)
        return wijk__read_fail(reader, WIJK_E_TYPE);
    size_t length;
    const char *name = wijk__json_text(json, &length), *dot = memchr(name, '.', length);
    size_t act_length = dot ? (size_t)(dot - name) : length;
    const struct wijk__act_def *act = wijk__act_named(name, act_length);
    if (!act)
        return wijk__read_fail(reader, WIJK_E_UNKNOWN);
    if (dot) {
        const struct wijk__field_def *field = wijk__field_named(act, dot + 1, length - act_length - 1);
        if (!field)
            return wijk__read_fail(reader, WIJK_E_UNKNOWN);
        bits = field->derived == WIJK__GIVEN ? UINT32_C(1) << (field->words.number - 1) : 0;
    }
    if (bits == 0 || !can_be_material(act))
        return wijk__read_fail(reader, WIJK_E_REFERENCE);
    uint32_t *here = &material[act - wijk__acts];
    if (*here & bits)
        return wijk__read_fail(reader, WIJK_E_DUPLICATE);
    *here |= bits;
    return WIJK_OK;
}

wijk_status wijk__read_material(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_policy *policy = to;
    uint32_t *material = wijk__pool_take(&policy->pool, wijk__act_count, sizeof *material);
    if (!material)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    policy->material = material;
    return wijk__read_items(reader, json, read_change, material, 0);
}

/* ---- problems that ask for an expert ---- */

static wijk_status read_problem(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_key_of(reader, json, WIJK_LIST_PROBLEMS, to);
}

static wijk_status read_expertise(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_key_of(reader, json, WIJK_LIST_EXPERTISE, to);
}

static wijk_status read_problem_severity(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_code(reader, json, "problem-severity", to);
}

static wijk_status read_demand(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"problem", WIJK__JSON_TEXT, true, read_problem, offsetof(struct wijk__demand, problem)},
        {"expertise", WIJK__JSON_TEXT, true, read_expertise, offsetof(struct wijk__demand, expertise)},
        {"severity", WIJK__JSON_TEXT, false, read_problem_severity, offsetof(struct wijk__demand, severity)},
    };
    struct wijk__demand *demand = to;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), demand);
    /* The keys are those of the lists, so equal keys stand at the same place. */
    for (const struct wijk__demand *other = reader->policy->demands; status == WIJK_OK && other < demand; other++)
        if (other->problem.data == demand->problem.data && other->expertise.data == demand->expertise.data)
            return wijk__read_fail(reader, WIJK_E_DUPLICATE);
    return status;
}

wijk_status wijk__read_demands(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_policy *policy = to;
    size_t count = wijk__json_count(json);
    if (count > WIJK__ENTRIES_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    struct wijk__demand *demands = wijk__pool_take(&policy->pool, count, sizeof *demands);
    if (!demands)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    policy->demands = demands;
    policy->demand_count = (uint32_t)count;
    return wijk__read_items(reader, json, read_demand, demands, sizeof *demands);
}

/* ---- what a dossier asks ---- */

const struct wijk__age_band *wijk__policy_ages(const wijk_policy *policy, uint32_t *count) {
    *count = policy->age_count;
    return policy->ages;
}

const struct wijk__duty *wijk__policy_duties(const wijk_policy *policy, uint32_t *count) {
    *count = policy->lists[WIJK_LIST_DUTIES].count;
    return policy->duties;
}

bool wijk__policy_separates(const wijk_policy *policy, struct wijk__text role, struct wijk__text other) {
    const struct wijk__list *roles = &policy->lists[WIJK_LIST_ROLES];
    const struct wijk__entry *one = wijk__list_find(roles, role.data, role.length);
    const struct wijk__entry *two = wijk__list_find(roles, other.data, other.length);
    return one && two && has_pair(policy, (uint32_t)(one - roles->entries), (uint32_t)(two - roles->entries));
}

uint32_t wijk__policy_material(const wijk_policy *policy, wijk_act_type act) {
    return policy->material && wijk__act_def(act) ? policy->material[wijk__act_def(act) - wijk__acts] : 0;
}

const struct wijk__demand *wijk__policy_demands(const wijk_policy *policy, uint32_t *count) {
    *count = policy->demand_count;
    return policy->demands;
}

int32_t wijk__policy_ending(const wijk_policy *policy, struct wijk__text exit) {
    const struct wijk__entry *entry = wijk__list_find(&policy->lists[WIJK_LIST_EXITS], exit.data, exit.length);
    return entry ? entry->class : 0;
}

int32_t wijk__policy_class(const wijk_policy *policy, struct wijk__text provision) {
    const struct wijk__entry *entry =
        wijk__list_find(&policy->lists[WIJK_LIST_PROVISIONS], provision.data, provision.length);
    return entry ? entry->class : 0;
}
