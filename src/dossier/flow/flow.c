/* The flow (doorstroom): what is counted of a dossier in a period, and out of how many. Whole numbers only, so that
 * rows of many dossiers can be added up, and divided at the end. */
#include "dossier/flow/flow.h"

enum { HALF_A_YEAR = 182, WITHIN_MOST = 36600 };

wijk_status wijk__flow_put_about(struct wijk__flow *flow, int32_t figure, const wijk_id *subject,
                                 const struct wijk__span *ladder, struct wijk__share share) {
    struct wijk__row_flow row;
    if (share.of == 0 && share.count == 0)
        return WIJK_OK;
    memcpy(&row, wijk__blank_rows[WIJK__T_flow], sizeof row);
    row.figure = figure;
    row.count = share.count;
    row.of = share.of;
    if (subject != NULL)
        row.subject = *subject;
    if (ladder != NULL)
        row.ladder = *ladder;
    return wijk__gathered_row(&flow->rows, &row);
}

wijk_status wijk__flow_put(struct wijk__flow *flow, int32_t figure, struct wijk__share share) {
    return wijk__flow_put_about(flow, figure, NULL, NULL, share);
}

/* ---- days, by what they were spent on ---- */

struct waiting { /* of the days waited for a provider, for each stretch that is the first of one */
    int64_t days, bridged, overstay;
};

static bool is_waiting(const struct wijk__stretch *stretch) {
    return stretch->kind == WIJK_DAY_KIND_WAITING_PROVIDER;
}

/* A row for each provider that is named, in the order in which they were first waited for. `offset` says what is
 * counted; out of the days waited for the provider, or else out of `of`. */
static wijk_status put_providers(struct wijk__flow *flow, int32_t figure, const struct waiting *waiting, size_t offset,
                                 const int64_t *of) {
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < flow->days.count && status == WIJK_OK; i++) {
        const struct wijk__stretch *stretch = &flow->days.list[i];
        struct wijk__share share = {0, of != NULL ? *of : waiting[i].days};
        memcpy(&share.count, (const uint8_t *)&waiting[i] + offset, sizeof share.count);
        if (waiting[i].days > 0 && !wijk__id_is_none(&stretch->provider) && (of == NULL || share.count > 0))
            status = wijk__flow_put_about(flow, figure, &stretch->provider, NULL, share);
    }
    return status;
}

static wijk_status of_days(struct wijk__flow *flow, struct waiting *waiting) {
    static const struct {
        int32_t kind, figure;
    } kinds[] = {
        {WIJK_DAY_KIND_WORKING, WIJK_FLOW_DAYS_WORKING},
        {WIJK_DAY_KIND_WAITING_PROVIDER, WIJK_FLOW_DAYS_WAITING_PROVIDER},
        {WIJK_DAY_KIND_WAITING_CLIENT, WIJK_FLOW_DAYS_WAITING_CLIENT},
        {WIJK_DAY_KIND_PILOT_LIGHT, WIJK_FLOW_DAYS_PILOT_LIGHT},
        {WIJK_DAY_KIND_PAUSED, WIJK_FLOW_DAYS_PAUSED},
        {WIJK_DAY_KIND_CLOSED, WIJK_FLOW_DAYS_CLOSED},
    };
    enum { KINDS = WIJK_DAY_KIND_CLOSED + 1 };
    int64_t days[KINDS] = {0}, all = 0;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < flow->days.count; i++) {
        const struct wijk__stretch *stretch = &flow->days.list[i];
        int64_t common = wijk__stretch_days(stretch, flow->period.from, flow->period.until);
        days[stretch->kind] += common;
        all += common;
        if (is_waiting(stretch))
            waiting[stretch->first].days += common;
    }
    flow->open = all - days[WIJK_DAY_KIND_CLOSED];
    flow->waited = days[WIJK_DAY_KIND_WAITING_PROVIDER];
    flow->lit = days[WIJK_DAY_KIND_PILOT_LIGHT];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && status == WIJK_OK; i++) {
        bool closed = kinds[i].kind == WIJK_DAY_KIND_CLOSED;
        struct wijk__share share = {days[kinds[i].kind], closed ? all : flow->open};
        status = wijk__flow_put(flow, kinds[i].figure, share);
        if (status == WIJK_OK && kinds[i].kind == WIJK_DAY_KIND_WAITING_PROVIDER)
            status = put_providers(flow, kinds[i].figure, waiting, offsetof(struct waiting, days), &flow->open);
    }
    return status;
}

/* ---- waiting days that were bridged ---- */

/* The days that a bridge reaches, from its own on: to the last day of the term, and no longer than the wait. */
static wijk_date bridge_end(const struct wijk__flow *flow, const struct wijk__row_bridges *bridge,
                            const struct wijk__row_waits *wait) {
    wijk_date last = wijk__term(&flow->judging, bridge->bridged, WIJK__TERM_BRIDGE), end = flow->period.until;
    if (last != WIJK_DATE_NONE && last < end)
        end = last + 1;
    return wijk__lasts(wait->until) || wait->until > end ? end : wait->until;
}

static const struct wijk__row_waits *wait_of(const struct wijk__flow *flow, const struct wijk__row_bridges *bridge) {
    const struct wijk__state *state = flow->judging.state;
    uint32_t row = wijk__state_find(state, WIJK__T_waits, bridge->wait.bytes, sizeof bridge->wait);
    const struct wijk__row_waits *wait = row == WIJK__NO_ROW ? NULL : ROW(state, waits, row);
    return wait != NULL && wait->waits_for == WIJK_WAIT_FOR_PROVIDER ? wait : NULL;
}

/* Bridges come in the order of their days, so that the days which they reach are gone through once. */
static wijk_status of_bridges(struct wijk__flow *flow, struct waiting *waiting) {
    const struct wijk__state *state = flow->judging.state;
    struct wijk__share bridged = {0, flow->waited};
    wijk_date reached = flow->period.from;
    uint32_t place = wijk__days_find(&flow->days, reached);
    for (uint32_t i = 0; i < COUNT(state, bridges); i++) {
        const struct wijk__row_bridges *bridge = ROW(state, bridges, i);
        const struct wijk__row_waits *wait = wait_of(flow, bridge);
        if (wait == NULL || bridge->kind == WIJK_BRIDGE_KIND_SAFETY_CHECK)
            continue;
        wijk_date from = bridge->bridged > reached ? bridge->bridged : reached, until = bridge_end(flow, bridge, wait);
        while (place < flow->days.count && flow->days.list[place].until <= from)
            place++;
        for (uint32_t at = place; at < flow->days.count && flow->days.list[at].from < until; at++) {
            const struct wijk__stretch *stretch = &flow->days.list[at];
            int64_t days = is_waiting(stretch) ? wijk__stretch_days(stretch, from, until) : 0;
            waiting[stretch->first].bridged += days;
            bridged.count += days;
        }
        reached = until > reached ? until : reached;
    }
    wijk_status status = wijk__flow_put(flow, WIJK_FLOW_DAYS_BRIDGED, bridged);
    if (status == WIJK_OK)
        status = put_providers(flow, WIJK_FLOW_DAYS_BRIDGED, waiting, offsetof(struct waiting, bridged), NULL);
    return status;
}

static wijk_status minutes_of_bridges(struct wijk__flow *flow) {
    const struct wijk__state *state = flow->judging.state;
    struct wijk__share share = {0, flow->waited};
    for (uint32_t i = 0; i < COUNT(state, bridges); i++) {
        const struct wijk__row_bridges *bridge = ROW(state, bridges, i);
        if (wijk__in_period(&flow->period, bridge->bridged) && wait_of(flow, bridge) != NULL)
            share.count = wijk__more_minutes(share.count, bridge->minutes);
    }
    return wijk__flow_put(flow, WIJK_FLOW_MINUTES_BRIDGING, share);
}

/* ---- days longer than intended ---- */

static wijk_status of_overstays(struct wijk__flow *flow, struct waiting *waiting) {
    const struct wijk__state *state = flow->judging.state;
    struct wijk__share share = {0, 0};
    struct wijk__overstay overstay;
    for (uint32_t row = 0; row < COUNT(state, tier_stays); row++) {
        if (!wijk__overstays(flow->judging.policy, state, row, flow->period.until, &overstay))
            continue;
        wijk_date from = overstay.intended + 1 > flow->period.from ? overstay.intended + 1 : flow->period.from;
        share.of += overstay.until > from ? overstay.until - from : 0;
        uint32_t i = wijk__days_find(&flow->days, from);
        for (; i < flow->days.count && flow->days.list[i].from < overstay.until; i++) {
            const struct wijk__stretch *stretch = &flow->days.list[i];
            int64_t days = is_waiting(stretch) ? wijk__stretch_days(stretch, from, overstay.until) : 0;
            waiting[stretch->first].overstay += days;
            share.count += days;
        }
    }
    wijk_status status = wijk__flow_put(flow, WIJK_FLOW_DAYS_OVERSTAY, share);
    if (status == WIJK_OK)
        status = put_providers(flow, WIJK_FLOW_DAYS_OVERSTAY, waiting, offsetof(struct waiting, overstay), &share.of);
    return status;
}

static wijk_status of_waiting(struct wijk__flow *flow) {
    size_t size = flow->days.count * sizeof(struct waiting);
    struct waiting *waiting = wijk__allocate_zeroed(flow->judging.context, size);
    if (waiting == NULL)
        return WIJK_E_MEMORY;
    wijk_status status = of_days(flow, waiting);
    if (status == WIJK_OK)
        status = of_bridges(flow, waiting);
    if (status == WIJK_OK)
        status = of_overstays(flow, waiting);
    wijk__release(flow->judging.context, waiting, size);
    return status;
}

/* ---- coming and going ---- */

static wijk_status of_returns(struct wijk__flow *flow) {
    const struct wijk__state *state = flow->judging.state;
    const struct wijk__period *period = &flow->period;
    wijk_status status =
        wijk__flow_put(flow, WIJK_FLOW_EXITS_RETURNED, wijk__returns_after(state, period, period->until - 1));
    if (status == WIJK_OK)
        status = wijk__flow_put(flow, WIJK_FLOW_STARTS_RETURNING, wijk__returns_before(state, period));
    return status == WIJK_OK ? wijk__flow_put(flow, WIJK_FLOW_DROP_OUTS, wijk__drop_outs(state, period)) : status;
}

/* ---- the table ---- */

/* In the order in which the catalog numbers them. */
wijk_status wijk__flow_of_period(const wijk_dossier *dossier, const struct wijk__view *view,
                                 const struct wijk__period *period, wijk_table **out) {
    static wijk_status (*const parts[])(struct wijk__flow *) = {
        of_waiting, wijk__flow_of_path, wijk__flow_of_lights, of_returns, wijk__flow_of_referrals,
        wijk__flow_minutes_of_lights, minutes_of_bridges, wijk__flow_of_stays,
    };
    struct wijk__flow flow = {.judging = wijk__judging_of(dossier, view, period->until - 1),
                              .period = *period,
                              .rows = {.context = dossier->context, .table = WIJK__T_flow}};
    wijk_status status = wijk__days_gather(dossier->context, view->state, period->until, &flow.days);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == WIJK_OK && flow.days.count > 0; i++)
        status = parts[i](&flow);
    wijk__days_free(&flow.days);
    return wijk__gathered_table(&flow.rows, status, dossier, view->state->texts, out);
}

struct wijk__period wijk__period_up_to(wijk_date on) {
    struct wijk__period period = {WIJK_DATE_MIN, wijk__day_after(on), HALF_A_YEAR};
    if (period.until <= period.from) /* nothing was done on any day */
        period.until = period.from + 1;
    return period;
}

wijk_status wijk__flow_table(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                             wijk_table **out) {
    struct wijk__period period = wijk__period_up_to(on);
    return wijk__flow_of_period(dossier, view, &period, out);
}

const char *wijk__period_wrong(const struct wijk__period *period) {
    if (period->from < WIJK_DATE_MIN || period->from > WIJK_DATE_MAX)
        return "from";
    if (period->until <= period->from || period->until > WIJK_DATE_MAX)
        return "until";
    return period->within_days < 0 || period->within_days > WITHIN_MOST ? "within_days" : NULL;
}

wijk_status wijk_dossier_flow(const wijk_dossier *dossier, wijk_date from, wijk_date until, int32_t within_days,
                              wijk_time known, wijk_table **out, wijk_error *error) {
    const struct wijk__period period = {from, until, within_days};
    struct wijk__view view;
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (dossier == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "dossier");
    const char *wrong = wijk__period_wrong(&period);
    if (wrong != NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, wrong);
    wijk__error_clear(error);
    wijk_status status = wijk__view_open(dossier, until - 1, known, &view);
    if (status == WIJK_OK) {
        status = wijk__flow_of_period(dossier, &view, &period, out);
        wijk__view_close(&view);
    }
    return status == WIJK_OK ? status : wijk__fail(error, status);
}
