/* Overstay (langer in een trede dan bedoeld): tier stays that last longer than the policy intends, and how much of that
 * was spent waiting for whom. */
#include "dossier/flow/flow.h"

bool wijk__overstays(const wijk_policy *policy, const struct wijk__state *state, uint32_t row, wijk_date until,
                     struct wijk__overstay *out) {
    const struct wijk__row_tier_stays *stay = ROW(state, tier_stays, row);
    struct wijk__text ladder_key = wijk__text_of(state, stay->ladder), key = wijk__text_of(state, stay->tier);
    if (policy == NULL)
        return false;
    const struct wijk__ladder *ladder = wijk__policy_ladder(policy, ladder_key.data, ladder_key.length);
    const struct wijk__tier *tier = ladder == NULL ? NULL : wijk__ladder_tier(ladder, key.data, key.length);
    if (tier == NULL)
        return false;
    out->intended = wijk__term_last(policy, stay->from, tier->intended);
    out->until = wijk__lasts(stay->until) || stay->until > until ? until : stay->until;
    return out->intended != WIJK_DATE_NONE && out->until > out->intended + 1;
}

/* ---- the table ---- */

struct overstays {
    const wijk_dossier *dossier;
    const struct wijk__state *state;
    struct wijk__days days;
    int64_t *waited; /* of each stretch of waiting that is the first for its provider; zero between two stays */
    struct wijk__gathered rows;
};

static wijk_status put(struct overstays *overstays, const struct wijk__row_tier_stays *stay,
                       const struct wijk__overstay *overstay, const struct wijk__stretch *waiting, int64_t days) {
    struct wijk__row_overstays row;
    if (days == 0)
        return WIJK_OK;
    memcpy(&row, wijk__blank_rows[WIJK__T_overstays], sizeof row);
    row.act = stay->act;
    row.ladder = stay->ladder;
    row.tier = stay->tier;
    row.from = stay->from;
    row.intended = overstay->intended;
    row.until = overstay->until;
    row.days = days;
    row.waiting = waiting != NULL;
    if (waiting != NULL)
        row.provider = waiting->provider;
    return wijk__gathered_row(&overstays->rows, &row);
}

/* One row for each provider, in the order in which they were first waited for, and one for the other days. */
static wijk_status of_stay(struct overstays *overstays, uint32_t row, const struct wijk__overstay *overstay) {
    const struct wijk__days *days = &overstays->days;
    const struct wijk__row_tier_stays *stay = ROW(overstays->state, tier_stays, row);
    wijk_date from = overstay->intended + 1, until = overstay->until;
    uint32_t first = wijk__days_find(days, from), end = first;
    int64_t rest = (int64_t)until - from;
    wijk_status status = WIJK_OK;
    for (; end < days->count && days->list[end].from < until; end++) {
        const struct wijk__stretch *stretch = &days->list[end];
        if (stretch->kind == WIJK_DAY_KIND_WAITING_PROVIDER)
            overstays->waited[stretch->first] += wijk__stretch_days(stretch, from, until);
    }
    for (uint32_t i = first; i < end; i++) {
        int64_t *waited = &overstays->waited[days->list[i].first];
        if (status == WIJK_OK)
            status = put(overstays, stay, overstay, &days->list[i], *waited);
        rest -= *waited;
        *waited = 0;
    }
    return status == WIJK_OK ? put(overstays, stay, overstay, NULL, rest) : status;
}

static wijk_status gather(struct overstays *overstays, wijk_date until) {
    const wijk_dossier *dossier = overstays->dossier;
    struct wijk__overstay overstay;
    wijk_status status = wijk__days_gather(dossier->context, overstays->state, until, &overstays->days);
    if (status != WIJK_OK || overstays->days.count == 0)
        return status;
    overstays->waited = wijk__allocate_zeroed(dossier->context, overstays->days.count * sizeof *overstays->waited);
    if (overstays->waited == NULL)
        return WIJK_E_MEMORY;
    for (uint32_t i = 0; i < COUNT(overstays->state, tier_stays) && status == WIJK_OK; i++)
        if (wijk__overstays(dossier->policy, overstays->state, i, until, &overstay))
            status = of_stay(overstays, i, &overstay);
    wijk__release(dossier->context, overstays->waited, overstays->days.count * sizeof *overstays->waited);
    return status;
}

wijk_status wijk__overstays_table(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                                  wijk_table **out) {
    struct overstays overstays = {.dossier = dossier,
                                  .state = view->state,
                                  .rows = {.context = dossier->context, .table = WIJK__T_overstays}};
    wijk_status status = gather(&overstays, wijk__day_after(on));
    wijk__days_free(&overstays.days);
    return wijk__gathered_table(&overstays.rows, status, dossier, view->state->texts, out);
}
