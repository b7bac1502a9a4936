/* Day accounting (dagboekhouding): every day from the first opening is of exactly one kind. The tables are gone through
 * side by side in the order of their days, once; nothing is sorted, because rows come in the order of the days on which
 * they begin. */
#include "dossier/flow/flow.h"

/* What an open day may be spent on; what stands earlier goes before. A day without any of them is worked. */
struct layer {
    uint32_t table;
    int32_t kind;
    int32_t waits_for; /* which of the waits */
    size_t from, until;
};
#define LAYER(table, kind, waits_for)                                            \
    {WIJK__T_##table, kind, waits_for, offsetof(struct wijk__row_##table, from), \
     offsetof(struct wijk__row_##table, until)}
static const struct layer layers[] = {
    LAYER(waits, WIJK_DAY_KIND_WAITING_PROVIDER, WIJK_WAIT_FOR_PROVIDER),
    LAYER(waits, WIJK_DAY_KIND_WAITING_CLIENT, WIJK_WAIT_FOR_CLIENT),
    LAYER(case_pauses, WIJK_DAY_KIND_PAUSED, 0),
    LAYER(pilot_lights, WIJK_DAY_KIND_PILOT_LIGHT, 0),
};
enum { LAYERS = sizeof layers / sizeof *layers };

struct sweep {
    const struct wijk__state *state;
    wijk_date day, end;    /* the day that is reached; where it stops */
    uint32_t episode;      /* the first that has not ended by this day */
    uint32_t rows[LAYERS]; /* likewise of each layer */
};

static wijk_date day_at(const void *row, size_t offset) {
    wijk_date day;
    memcpy(&day, (const uint8_t *)row + offset, sizeof day);
    return day;
}

static bool ended(wijk_date until, wijk_date day) { return !wijk__lasts(until) && until <= day; }

static wijk_date sooner(wijk_date a, wijk_date b) { return a < b ? a : b; }

/* The row of a layer that holds on this day, or that will; NULL when none is to come. Of several that hold, the one
 * that began first. */
static const void *row_of(struct sweep *sweep, uint32_t place) {
    const struct layer *layer = &layers[place];
    uint32_t count = sweep->state->rows[layer->table].count;
    for (; sweep->rows[place] < count; sweep->rows[place]++) {
        const void *row = wijk__state_row(sweep->state, layer->table, sweep->rows[place]);
        bool other = layer->waits_for != 0 && ((const struct wijk__row_waits *)row)->waits_for != layer->waits_for;
        if (!other && !ended(day_at(row, layer->until), sweep->day))
            return row;
    }
    return NULL;
}

/* An open day: what it is spent on, and for how long nothing that goes before that begins. */
static void stretch_open(struct sweep *sweep, struct wijk__stretch *out) {
    out->kind = WIJK_DAY_KIND_WORKING;
    for (uint32_t place = 0; place < LAYERS; place++) {
        const struct layer *layer = &layers[place];
        const void *row = row_of(sweep, place);
        if (row == NULL)
            continue;
        wijk_date from = day_at(row, layer->from), until = day_at(row, layer->until);
        if (from > sweep->day) {
            out->until = sooner(out->until, from);
            continue;
        }
        out->kind = layer->kind;
        out->until = wijk__lasts(until) ? out->until : sooner(out->until, until);
        if (layer->kind == WIJK_DAY_KIND_WAITING_PROVIDER)
            out->provider = ((const struct wijk__row_waits *)row)->provider;
        return;
    }
}

static bool next(struct sweep *sweep, struct wijk__stretch *out) {
    const struct wijk__state *state = sweep->state;
    if (sweep->day >= sweep->end)
        return false;
    while (sweep->episode < COUNT(state, episodes) && ended(ROW(state, episodes, sweep->episode)->until, sweep->day))
        sweep->episode++;
    *out = (struct wijk__stretch){.from = sweep->day, .until = sweep->end, .kind = WIJK_DAY_KIND_CLOSED};
    if (sweep->episode < COUNT(state, episodes)) {
        const struct wijk__row_episodes *episode = ROW(state, episodes, sweep->episode);
        if (episode->from > sweep->day) {
            out->until = sooner(out->until, episode->from);
        } else {
            out->until = wijk__lasts(episode->until) ? out->until : sooner(out->until, episode->until);
            stretch_open(sweep, out);
        }
    }
    sweep->day = out->until;
    return true;
}

/* ---- gathering ---- */

static bool same_provider(const void *data, uint32_t a, uint32_t b) {
    const struct wijk__days *days = data;
    return wijk__id_equal(&days->list[a].provider, &days->list[b].provider);
}

/* Let every stretch of waiting know the first one that waited for the same provider. */
static wijk_status know_firsts(struct wijk__days *days, uint32_t waiting) {
    struct wijk__seen seen;
    if (waiting < 2)
        return WIJK_OK;
    wijk_status status = wijk__seen_start(&seen, days->context, waiting);
    if (status != WIJK_OK)
        return status;
    for (uint32_t i = 0; i < days->count; i++) {
        struct wijk__stretch *stretch = &days->list[i];
        if (stretch->kind == WIJK_DAY_KIND_WAITING_PROVIDER)
            stretch->first = wijk__seen_put(
                &seen, wijk__mix_id(days->context->limits.hash_seed, &stretch->provider), i, same_provider, days);
    }
    wijk__seen_end(&seen);
    return WIJK_OK;
}

static bool goes_on(const struct wijk__stretch *before, const struct wijk__stretch *stretch) {
    return before->kind == stretch->kind && wijk__id_equal(&before->provider, &stretch->provider);
}

/* There is a stretch for each day on which something begins or ends, at most. */
static bool room_for(const struct wijk__state *state, size_t *room) {
    uint64_t rows = (uint64_t)COUNT(state, episodes) + COUNT(state, waits) + COUNT(state, case_pauses) +
                    COUNT(state, pilot_lights);
    *room = (size_t)(rows * 2 + 1);
    return rows < SIZE_MAX / 2 / sizeof(struct wijk__stretch) - 1;
}

wijk_status wijk__days_gather(wijk_context *context, const struct wijk__state *state, wijk_date until,
                              struct wijk__days *days) {
    uint32_t waiting = 0;
    struct wijk__stretch stretch;
    *days = (struct wijk__days){.context = context};
    if (COUNT(state, episodes) == 0 || ROW(state, episodes, 0)->from >= until)
        return WIJK_OK;
    if (!room_for(state, &days->capacity))
        return WIJK_E_LIMIT;
    days->list = wijk__allocate(context, days->capacity * sizeof *days->list);
    if (days->list == NULL)
        return WIJK_E_MEMORY;
    struct sweep sweep = {.state = state, .day = ROW(state, episodes, 0)->from, .end = until};
    while (next(&sweep, &stretch)) {
        if (days->count > 0 && goes_on(&days->list[days->count - 1], &stretch)) {
            days->list[days->count - 1].until = stretch.until;
            continue;
        }
        stretch.first = days->count;
        waiting += stretch.kind == WIJK_DAY_KIND_WAITING_PROVIDER;
        days->list[days->count++] = stretch;
    }
    return know_firsts(days, waiting);
}

void wijk__days_free(struct wijk__days *days) {
    wijk__release(days->context, days->list, days->capacity * sizeof *days->list);
}

uint32_t wijk__days_find(const struct wijk__days *days, wijk_date day) {
    uint32_t low = 0, high = days->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (days->list[middle].until <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- the table ---- */

static wijk_status make_table(const wijk_dossier *dossier, const struct wijk__days *days, wijk_table **out) {
    struct wijk__gathered rows = {.context = dossier->context, .table = WIJK__T_days};
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < days->count && status == WIJK_OK; i++) {
        const struct wijk__stretch *stretch = &days->list[i];
        struct wijk__row_days row;
        memcpy(&row, wijk__blank_rows[WIJK__T_days], sizeof row);
        row.kind = stretch->kind;
        row.from = stretch->from;
        row.until = stretch->until;
        row.days = (int64_t)stretch->until - stretch->from;
        row.provider = stretch->provider;
        status = wijk__gathered_row(&rows, &row);
    }
    return wijk__gathered_table(&rows, status, dossier, NULL, out);
}

wijk_status wijk__days_table(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                             wijk_table **out) {
    struct wijk__days days;
    wijk_status status = wijk__days_gather(dossier->context, view->state, wijk__day_after(on), &days);
    if (status == WIJK_OK)
        status = make_table(dossier, &days, out);
    wijk__days_free(&days);
    return status;
}
