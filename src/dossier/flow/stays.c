/* How long stays lasted (verblijfsduur), for each tier of each ladder and for each setting: of the stays that ended in
 * the period, whenever they began. A stay that goes on is no part of it: how long it lasts is not known yet. */
#include "dossier/flow/flow.h"

struct stay { /* a row of either table */
    struct wijk__span ladder, key; /* the ladder is none for a setting */
    wijk_date from, until;
};

static struct stay tier_stay(const struct wijk__state *state, uint32_t row) {
    const struct wijk__row_tier_stays *stay = ROW(state, tier_stays, row);
    return (struct stay){stay->ladder, stay->tier, stay->from, stay->until};
}

static struct stay setting_stay(const struct wijk__state *state, uint32_t row) {
    const struct wijk__row_setting_stays *stay = ROW(state, setting_stays, row);
    return (struct stay){{WIJK__NO_TEXT, 0}, stay->setting, stay->from, stay->until};
}

struct stays { /* the rows of one table */
    const struct wijk__state *state;
    struct stay (*read)(const struct wijk__state *state, uint32_t row);
    uint32_t count;
};

static bool same_place(const void *data, uint32_t a, uint32_t b) {
    const struct stays *stays = data;
    struct stay one = stays->read(stays->state, a), other = stays->read(stays->state, b);
    return wijk__same_span(stays->state, one.key, other.key) && wijk__same_span(stays->state, one.ladder, other.ladder);
}

static uint32_t first_there(const struct stays *stays, struct wijk__seen *seen, uint32_t row) {
    struct wijk__text key = wijk__text_of(stays->state, stays->read(stays->state, row).key);
    uint64_t hash = wijk__mix_key(seen->context->limits.hash_seed, key.data, key.length);
    return wijk__seen_put(seen, hash, row, same_place, stays);
}

/* A row for each tier or setting, in the order in which the household first came there. */
static wijk_status put_shares(struct wijk__flow *flow, const struct stays *stays, int32_t figure,
                              const struct wijk__share *shares) {
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < stays->count && status == WIJK_OK; i++) {
        struct stay stay = stays->read(stays->state, i);
        if (shares[i].of == 0)
            continue;
        status = wijk__flow_put_about(flow, figure, NULL, &stay.ladder, shares[i]);
        if (status == WIJK_OK)
            wijk__flow_last(flow)->key = stay.key;
    }
    return status;
}

static wijk_status of_stays(struct wijk__flow *flow, const struct stays *stays, int32_t figure) {
    wijk_context *context = flow->judging.context;
    struct wijk__seen seen;
    if (stays->count == 0)
        return WIJK_OK;
    struct wijk__share *shares = wijk__allocate_zeroed(context, stays->count * sizeof *shares);
    if (shares == NULL)
        return WIJK_E_MEMORY;
    wijk_status status = wijk__seen_start(&seen, context, stays->count);
    if (status == WIJK_OK) {
        for (uint32_t i = 0; i < stays->count; i++) {
            struct stay stay = stays->read(stays->state, i);
            struct wijk__share *share = &shares[first_there(stays, &seen, i)];
            bool ended = !wijk__lasts(stay.until) && wijk__in_period(&flow->period, stay.until);
            share->count += ended ? (int64_t)stay.until - stay.from : 0;
            share->of += ended;
        }
        wijk__seen_end(&seen);
        status = put_shares(flow, stays, figure, shares);
    }
    wijk__release(context, shares, stays->count * sizeof *shares);
    return status;
}

wijk_status wijk__flow_of_stays(struct wijk__flow *flow) {
    const struct wijk__state *state = flow->judging.state;
    const struct stays tiers = {state, tier_stay, COUNT(state, tier_stays)};
    const struct stays settings = {state, setting_stay, COUNT(state, setting_stays)};
    wijk_status status = of_stays(flow, &tiers, WIJK_FLOW_DWELL_TIER);
    return status == WIJK_OK ? of_stays(flow, &settings, WIJK_FLOW_DWELL_SETTING) : status;
}
