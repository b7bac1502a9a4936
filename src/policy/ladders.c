/* Ladders: tiers in their order, the steps between them, and that every tier can be reached. */
#include "policy/compile.h"

struct tier_draft {
    struct wijk__entry entry;
    struct wijk__tier tier; /* without its key */
};

/* What a ladder's object is read into; the words go to the lists of the policy, the rest stays together. */
struct draft {
    struct wijk__entry entry;
    struct wijk__ladder ladder;
    const struct tier_draft *tiers;
};

/* ---- tiers ---- */

static wijk_status read_responsible(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"case", WIJK__JSON_TEXT, false, wijk__read_role, WIJK__CASE * sizeof(struct wijk__text)},
        {"process", WIJK__JSON_TEXT, false, wijk__read_role, WIJK__PROCESS * sizeof(struct wijk__text)},
        {"operational", WIJK__JSON_TEXT, false, wijk__read_role, WIJK__OPERATIONAL * sizeof(struct wijk__text)},
        {"administrative", WIJK__JSON_TEXT, false, wijk__read_role, WIJK__ADMINISTRATIVE * sizeof(struct wijk__text)},
    };
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
}

static wijk_status read_rank(struct wijk__reader *reader, wijk__json *json, void *to) {
    int64_t rank = wijk__json_int(json);
    if (rank < 1 || rank > WIJK__NUMBER_MOST)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *(int32_t *)to = (int32_t)rank;
    return WIJK_OK;
}

static wijk_status read_tier(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"key", WIJK__JSON_TEXT, true, wijk__read_key, offsetof(struct tier_draft, entry.key)},
        {"en", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct tier_draft, entry.en)},
        {"nl", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct tier_draft, entry.nl)},
        {"entry", WIJK__JSON_BOOL, false, wijk__read_bool, offsetof(struct tier_draft, tier.entry)},
        {"rank", WIJK__JSON_INT, false, read_rank, offsetof(struct tier_draft, tier.rank)},
        {"responsible", WIJK__JSON_OBJECT, false, read_responsible, offsetof(struct tier_draft, tier.responsible)},
        {"intended", WIJK__JSON_OBJECT, false, wijk__read_term, offsetof(struct tier_draft, tier.intended)},
    };
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
}

/* The order of the array is the order of the ladder, the lightest first; ranks that are given go up as well. */
static wijk_status rank_tiers(struct wijk__reader *reader, const struct tier_draft *drafts, uint32_t count,
                              struct wijk__tier *tiers, struct wijk__ladder *ladder) {
    ladder->tiers = tiers;
    for (uint32_t i = 0; i < count; i++) {
        const struct wijk__text *key = &drafts[i].entry.key;
        if (wijk__ladder_tier(ladder, key->data, key->length)) {
            wijk__path_index(&reader->path, i);
            return wijk__read_fail_member(reader, "key", WIJK_E_DUPLICATE);
        }
        tiers[i] = drafts[i].tier;
        tiers[i].key = *key;
        int32_t least = i == 0 ? 1 : tiers[i - 1].rank + 1;
        if (tiers[i].rank == 0)
            tiers[i].rank = least;
        if (tiers[i].rank < least) {
            wijk__path_index(&reader->path, i);
            return wijk__read_fail_member(reader, "rank", WIJK_E_RANGE);
        }
        ladder->tier_count = i + 1;
    }
    return WIJK_OK;
}

static wijk_status read_tiers(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct draft *draft = to;
    struct wijk__pool *pool = &reader->policy->pool;
    size_t count = wijk__json_count(json);
    if (count == 0)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    if (count > WIJK__TIERS_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    struct tier_draft *drafts = wijk__pool_take(&reader->scratch, count, sizeof *drafts);
    struct wijk__tier *tiers = wijk__pool_take(pool, count, sizeof *tiers);
    uint16_t *grid = wijk__pool_take(pool, count * count, sizeof *grid);
    if (!drafts || !tiers || !grid)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    wijk_status status = wijk__read_items(reader, json, read_tier, drafts, sizeof *drafts);
    if (status != WIJK_OK)
        return status;
    draft->tiers = drafts;
    draft->ladder.grid = reader->grid = grid;
    return rank_tiers(reader, drafts, (uint32_t)count, tiers, &draft->ladder);
}

/* ---- steps ---- */

static wijk_status read_tier_place(struct wijk__reader *reader, wijk__json *json, void *to) {
    size_t length;
    const char *key = wijk__json_text(json, &length);
    const struct wijk__tier *tier = wijk__ladder_tier(reader->ladder, key, length);
    if (!tier)
        return wijk__read_fail(reader, WIJK_E_REFERENCE);
    *(uint32_t *)to = (uint32_t)(tier - reader->ladder->tiers);
    return WIJK_OK;
}

static wijk_status read_coordination(struct wijk__reader *reader, wijk__json *json, void *to) {
    int32_t after;
    wijk_status status = wijk__read_code(reader, json, "coordination-after", &after);
    *(bool *)to = status == WIJK_OK && after == WIJK_COORDINATION_AFTER_PASSES;
    return status;
}

static wijk_status read_step(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"from", WIJK__JSON_TEXT, true, read_tier_place, offsetof(struct wijk__step, from)},
        {"to", WIJK__JSON_TEXT, true, read_tier_place, offsetof(struct wijk__step, to)},
        {"when", WIJK__JSON_OBJECT, false, wijk__read_condition, offsetof(struct wijk__step, when)},
        {"coordination", WIJK__JSON_TEXT, false, read_coordination, offsetof(struct wijk__step, passes)},
    };
    struct wijk__step *step = to;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), step);
    if (status != WIJK_OK)
        return status;
    if (step->from == step->to)
        return wijk__read_fail_member(reader, "to", WIJK_E_DUPLICATE);
    uint16_t *cell = &reader->grid[step->from * reader->ladder->tier_count + step->to];
    if (*cell != 0)
        return wijk__read_fail(reader, WIJK_E_DUPLICATE);
    *cell = (uint16_t)(step - reader->ladder->steps + 1);
    return WIJK_OK;
}

static wijk_status read_steps(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct draft *draft = to;
    size_t count = wijk__json_count(json);
    if (count > WIJK__STEPS_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    struct wijk__step *steps = wijk__pool_take(&reader->policy->pool, count, sizeof *steps);
    if (!steps)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    draft->ladder.steps = steps;
    draft->ladder.step_count = (uint32_t)count;
    reader->ladder = &draft->ladder;
    return wijk__read_items(reader, json, read_step, steps, sizeof *steps);
}

/* ---- suggestions and emergencies ---- */

static wijk_status read_suggestion(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"from", WIJK__JSON_TEXT, true, read_tier_place, offsetof(struct wijk__suggestion, from)},
        {"to", WIJK__JSON_TEXT, true, read_tier_place, offsetof(struct wijk__suggestion, to)},
        {"when", WIJK__JSON_OBJECT, true, wijk__read_condition, offsetof(struct wijk__suggestion, when)},
    };
    const struct wijk__suggestion *suggestion = to;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
    if (status == WIJK_OK && suggestion->from == suggestion->to)
        return wijk__read_fail_member(reader, "to", WIJK_E_DUPLICATE);
    return status;
}

static wijk_status read_suggestions(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct draft *draft = to;
    size_t count = wijk__json_count(json);
    if (count > WIJK__SUGGESTIONS_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    struct wijk__suggestion *suggestions = wijk__pool_take(&reader->policy->pool, count, sizeof *suggestions);
    if (!suggestions)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    draft->ladder.suggestions = suggestions;
    draft->ladder.suggestion_count = (uint32_t)count;
    reader->ladder = &draft->ladder;
    return wijk__read_items(reader, json, read_suggestion, suggestions, sizeof *suggestions);
}

static wijk_status read_emergency(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct draft *draft = to;
    draft->ladder.emergencies = true;
    return wijk__read_condition(reader, json, &draft->ladder.emergency);
}

/* ---- ladders ---- */

/* Every tier must be an entry, or be reached from one by steps; otherwise no household could ever come there. */
static wijk_status check_reachable(struct wijk__reader *reader, const struct wijk__ladder *ladder) {
    bool reached[WIJK__TIERS_MOST] = {false};
    uint32_t queue[WIJK__TIERS_MOST], length = 0;
    for (uint32_t i = 0; i < ladder->tier_count; i++)
        if (ladder->tiers[i].entry) {
            reached[i] = true;
            queue[length++] = i;
        }
    for (uint32_t next = 0; next < length; next++) {
        const uint16_t *row = &ladder->grid[queue[next] * ladder->tier_count];
        for (uint32_t i = 0; i < ladder->tier_count; i++)
            if (row[i] != 0 && !reached[i]) {
                reached[i] = true;
                queue[length++] = i;
            }
    }
    for (uint32_t i = 0; i < ladder->tier_count; i++)
        if (!reached[i]) {
            wijk__path_key(&reader->path, "tiers");
            wijk__path_index(&reader->path, i);
            return wijk__read_fail(reader, WIJK_E_UNREACHABLE);
        }
    return WIJK_OK;
}

static wijk_status read_ladder(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = { /* in the order of reading: a step names tiers */
        {"key", WIJK__JSON_TEXT, true, wijk__read_key, offsetof(struct draft, entry.key)},
        {"en", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct draft, entry.en)},
        {"nl", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct draft, entry.nl)},
        {"decided", WIJK__JSON_BOOL, true, wijk__read_bool, offsetof(struct draft, ladder.decided)},
        {"tiers", WIJK__JSON_ARRAY, true, read_tiers, 0},
        {"steps", WIJK__JSON_ARRAY, false, read_steps, 0},
        {"suggestions", WIJK__JSON_ARRAY, false, read_suggestions, 0},
        {"emergency", WIJK__JSON_OBJECT, false, read_emergency, 0},
    };
    struct draft *draft = to;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), draft);
    if (status != WIJK_OK)
        return status;
    draft->ladder.key = draft->entry.key;
    if (!wijk__list_add(&reader->policy->lists[WIJK_LIST_LADDERS], &draft->entry))
        return wijk__read_fail_member(reader, "key", WIJK_E_DUPLICATE);
    return check_reachable(reader, &draft->ladder);
}

/* What is no tier, or one too many, is passed over here and refused when its ladder is read. */
static void add_tiers(struct wijk__reader *reader, wijk__json *tiers) {
    bool some = tiers && wijk__json_type(tiers) == WIJK__JSON_ARRAY;
    for (size_t i = 0; some && i < wijk__json_count(tiers) && i < WIJK__TIERS_MOST; i++) {
        wijk__json *tier = wijk__json_at(tiers, i);
        wijk__json *key = wijk__json_type(tier) == WIJK__JSON_OBJECT ? wijk__json_get(tier, "key") : NULL;
        if (!key || wijk__json_type(key) != WIJK__JSON_TEXT)
            continue;
        struct wijk__entry entry = {.en = NULL};
        entry.key.data = wijk__json_text(key, &entry.key.length);
        wijk__list_add(&reader->tiers, &entry);
    }
}

wijk_status wijk__find_tiers(struct wijk__reader *reader, wijk__json *pack) {
    wijk__json *ladders = wijk__json_type(pack) == WIJK__JSON_OBJECT ? wijk__json_get(pack, "ladders") : NULL;
    size_t count = ladders && wijk__json_type(ladders) == WIJK__JSON_ARRAY ? wijk__json_count(ladders) : 0;
    if (count > WIJK__LADDERS_MOST)
        count = WIJK__LADDERS_MOST;
    wijk_status status = wijk__list_start(&reader->tiers, &reader->scratch, (uint32_t)count * WIJK__TIERS_MOST,
                                          &reader->policy->id);
    for (size_t i = 0; status == WIJK_OK && i < count; i++) {
        wijk__json *ladder = wijk__json_at(ladders, i);
        add_tiers(reader, wijk__json_type(ladder) == WIJK__JSON_OBJECT ? wijk__json_get(ladder, "tiers") : NULL);
    }
    return status;
}

/* Two ladders may have tiers with the same key; the list of all tiers then has the words of the first. */
static wijk_status list_tiers(wijk_policy *policy, const struct draft *drafts, uint32_t count) {
    struct wijk__list *list = &policy->lists[WIJK_LIST_TIERS];
    uint32_t tiers = 0;
    for (uint32_t i = 0; i < count; i++)
        tiers += drafts[i].ladder.tier_count;
    wijk_status status = wijk__list_start(list, &policy->pool, tiers, &policy->id);
    if (status != WIJK_OK)
        return status;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < drafts[i].ladder.tier_count; j++)
            wijk__list_add(list, &drafts[i].tiers[j].entry);
    return WIJK_OK;
}

wijk_status wijk__read_ladders(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_policy *policy = to;
    size_t count = wijk__json_count(json);
    if (count > WIJK__LADDERS_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    struct draft *drafts = wijk__pool_take(&reader->scratch, count, sizeof *drafts);
    struct wijk__ladder *ladders = wijk__pool_take(&policy->pool, count, sizeof *ladders);
    struct wijk__list *list = &policy->lists[WIJK_LIST_LADDERS];
    wijk_status status = wijk__list_start(list, &policy->pool, (uint32_t)count, &policy->id);
    if (!drafts || !ladders || status != WIJK_OK)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    status = wijk__read_items(reader, json, read_ladder, drafts, sizeof *drafts);
    if (status != WIJK_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        ladders[i] = drafts[i].ladder;
    policy->ladders = ladders;
    status = list_tiers(policy, drafts, (uint32_t)count);
    return status == WIJK_OK ? WIJK_OK : wijk__read_fail(reader, status);
}

/* ---- what a dossier asks ---- */

const struct wijk__ladder *wijk__policy_ladders(const wijk_policy *policy, uint32_t *count) {
    *count = policy->lists[WIJK_LIST_LADDERS].count;
    return policy->ladders;
}

const struct wijk__tier *wijk__ladder_tier(const struct wijk__ladder *ladder, const char *key, size_t length) {
    length = wijk__length(key, length);
    for (uint32_t i = 0; ladder && i < ladder->tier_count; i++)
        if (wijk__text_equal(ladder->tiers[i].key.data, ladder->tiers[i].key.length, key, length))
            return &ladder->tiers[i];
    return NULL;
}

const struct wijk__step *wijk__ladder_step(const struct wijk__ladder *ladder, const struct wijk__tier *from,
                                           const struct wijk__tier *to) {
    if (!ladder || !from || !to)
        return NULL;
    uint16_t place = ladder->grid[(from - ladder->tiers) * (ptrdiff_t)ladder->tier_count + (to - ladder->tiers)];
    return place != 0 ? &ladder->steps[place - 1] : NULL;
}
