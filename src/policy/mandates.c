/* Mandates (mandaten): who may do an act that not everybody may do. How they are read, and what is asked of them. */
#include "policy/compile.h"

static size_t place_of(wijk_act_type type) { return (size_t)(wijk__act_def(type) - wijk__acts); }

static wijk_status read_provision(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_key_of(reader, json, WIJK_LIST_PROVISIONS, to);
}

static wijk_status read_ladder(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_key_of(reader, json, WIJK_LIST_LADDERS, to);
}

static wijk_status read_professional(struct wijk__reader *reader, wijk__json *json, void *to) {
    size_t length;
    const char *text = wijk__json_text(json, &length);
    return wijk_id_parse(text, length, to, NULL) == WIJK_OK ? WIJK_OK : wijk__read_fail(reader, WIJK_E_ID);
}

static wijk_status read_amount(struct wijk__reader *reader, wijk__json *json, void *to) {
    int64_t cents = wijk__json_int(json);
    if (cents < 0 || cents > WIJK__AMOUNT_MOST)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *(int64_t *)to = cents;
    return WIJK_OK;
}

static bool names_provision(const struct wijk__act_def *act) {
    for (uint32_t i = 0; i < act->field_count; i++)
        if (act->fields[i].type == WIJK__KEY && act->fields[i].list == WIJK_LIST_PROVISIONS)
            return true;
    return false;
}

/* Whether an act is about a tier, its own or that of the step that it names. */
static bool names_tier(const struct wijk__act_def *act) {
    return wijk__field_named(act, "tier", strlen("tier")) || wijk__field_named(act, "step", strlen("step"));
}

static wijk_status check_path(struct wijk__reader *reader, const struct wijk__mandate *mandate) {
    const char *member = mandate->ladder.data ? "ladder" : "tier";
    if (!mandate->ladder.data && !mandate->tier.data)
        return WIJK_OK;
    if (!names_tier(wijk__act_def(mandate->act)))
        return wijk__read_fail_member(reader, member, WIJK_E_UNKNOWN);
    if (!mandate->ladder.data)
        return wijk__read_fail_member(reader, "ladder", WIJK_E_MISSING);
    const struct wijk__ladder *ladder =
        wijk__policy_ladder(reader->policy, mandate->ladder.data, mandate->ladder.length);
    if (mandate->tier.data && !wijk__ladder_tier(ladder, mandate->tier.data, mandate->tier.length))
        return wijk__read_fail_member(reader, "tier", WIJK_E_REFERENCE);
    return WIJK_OK;
}

/* A limit that the act cannot be held to would be passed over in silence, so it is refused. */
static wijk_status check_mandate(struct wijk__reader *reader, const struct wijk__mandate *mandate) {
    const struct wijk__act_def *act = wijk__act_def(mandate->act);
    if (!mandate->role.data && wijk__id_is_none(&mandate->professional))
        return wijk__read_fail(reader, WIJK_E_MISSING);
    if (mandate->provision.data && !names_provision(act))
        return wijk__read_fail_member(reader, "provision", WIJK_E_UNKNOWN);
    if (mandate->up_to >= 0 && !wijk__field_named(act, "amount", strlen("amount")))
        return wijk__read_fail_member(reader, "up_to", WIJK_E_UNKNOWN);
    if (mandate->from != WIJK_DATE_NONE && mandate->until != WIJK_DATE_NONE && mandate->until <= mandate->from)
        return wijk__read_fail_member(reader, "until", WIJK_E_RANGE);
    return check_path(reader, mandate);
}

static wijk_status read_mandate(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"act", WIJK__JSON_TEXT, true, wijk__read_act, offsetof(struct wijk__mandate, act)},
        {"role", WIJK__JSON_TEXT, false, wijk__read_role, offsetof(struct wijk__mandate, role)},
        {"professional", WIJK__JSON_TEXT, false, read_professional, offsetof(struct wijk__mandate, professional)},
        {"provision", WIJK__JSON_TEXT, false, read_provision, offsetof(struct wijk__mandate, provision)},
        {"ladder", WIJK__JSON_TEXT, false, read_ladder, offsetof(struct wijk__mandate, ladder)},
        {"tier", WIJK__JSON_TEXT, false, wijk__read_key, offsetof(struct wijk__mandate, tier)},
        {"up_to", WIJK__JSON_INT, false, read_amount, offsetof(struct wijk__mandate, up_to)},
        {"from", WIJK__JSON_TEXT, false, wijk__read_date, offsetof(struct wijk__mandate, from)},
        {"until", WIJK__JSON_TEXT, false, wijk__read_date, offsetof(struct wijk__mandate, until)},
    };
    struct wijk__mandate *mandate = to;
    *mandate = (struct wijk__mandate){.up_to = -1, .from = WIJK_DATE_NONE, .until = WIJK_DATE_NONE};
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), mandate);
    return status == WIJK_OK ? check_mandate(reader, mandate) : status;
}

/* Counts how many each act has, makes of that where those of each act end, and fills each act's part from its end. */
static void sort_mandates(const struct wijk__mandate *drafts, uint32_t count, struct wijk__mandate *sorted,
                          uint32_t *starts) {
    for (uint32_t i = 0; i < count; i++)
        starts[place_of(drafts[i].act)]++;
    for (uint32_t place = 1; place <= wijk__act_count; place++)
        starts[place] += starts[place - 1];
    for (uint32_t i = count; i-- > 0;)
        sorted[--starts[place_of(drafts[i].act)]] = drafts[i];
}

wijk_status wijk__read_mandates(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_policy *policy = to;
    size_t count = wijk__json_count(json);
    if (count > WIJK__ENTRIES_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    struct wijk__mandate *drafts = wijk__pool_take(&reader->scratch, count, sizeof *drafts);
    struct wijk__mandate *sorted = wijk__pool_take(&policy->pool, count, sizeof *sorted);
    uint32_t *starts = wijk__pool_take(&policy->pool, (size_t)wijk__act_count + 1, sizeof *starts);
    if (!drafts || !sorted || !starts)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    wijk_status status = wijk__read_items(reader, json, read_mandate, drafts, sizeof *drafts);
    if (status != WIJK_OK)
        return status;
    sort_mandates(drafts, (uint32_t)count, sorted, starts);
    policy->mandates = sorted;
    policy->mandate_starts = starts;
    return WIJK_OK;
}

const struct wijk__mandate *wijk__policy_mandates(const wijk_policy *policy, wijk_act_type act, uint32_t *count) {
    *count = 0;
    if (!policy->mandate_starts || !wijk__act_def(act))
        return NULL;
    const uint32_t *starts = &policy->mandate_starts[place_of(act)];
    *count = starts[1] - starts[0];
    return &policy->mandates[starts[0]];
}
