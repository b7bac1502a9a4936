/* The acts of a dossier in two orders: as they were recorded, and by the days on which they hold (within a day as they
 * were recorded). */
#include "dossier/dossier.h"

enum { FIRST_ENTRIES = 8, FIRST_IDS = 16 };

wijk_status wijk__history_reserve(wijk_dossier *dossier, uint32_t extra) {
    struct wijk__history *history = &dossier->history;
    if (extra > dossier->context->limits.acts || history->count > dossier->context->limits.acts - extra)
        return WIJK_E_LIMIT;
    uint32_t needed = history->count + extra;
    if (needed <= history->capacity)
        return WIJK_OK;
    uint32_t capacity = history->capacity + history->capacity / 2;
    if (capacity < needed)
        capacity = needed < FIRST_ENTRIES ? FIRST_ENTRIES : needed;
    struct wijk__entry *entries = wijk__reallocate(dossier->context, history->entries,
                                                   history->capacity * sizeof *entries, capacity * sizeof *entries);
    if (entries == NULL)
        return WIJK_E_MEMORY;
    history->entries = entries;
    history->capacity = capacity;
    return WIJK_OK;
}

size_t wijk__history_memory(const struct wijk__history *history) {
    return history->journal.capacity + history->capacity * sizeof *history->entries +
           history->id_slots * sizeof *history->ids;
}

/* The place in the order of days just after all entries of that day and before, among the first `count` places. */
static uint32_t place_after(const struct wijk__history *history, uint32_t count, wijk_date day) {
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (history->entries[history->entries[middle].by_day].valid <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- ids ---- */

static const wijk_id *id_of(const struct wijk__history *history, uint32_t entry) {
    return wijk__act_id_at(history->journal.data, &history->entries[entry].place);
}

static uint32_t id_slot(const wijk_dossier *dossier, const wijk_id *id) {
    const struct wijk__history *history = &dossier->history;
    uint32_t mask = history->id_slots - 1;
    uint32_t place = (uint32_t)wijk__mix_id(dossier->context->limits.hash_seed, id) & mask;
    while (history->ids[place] != 0 && !wijk__id_equal(id_of(history, history->ids[place] - 1), id))
        place = (place + 1) & mask;
    return place;
}

void wijk__history_forget_ids(wijk_dossier *dossier) {
    struct wijk__history *history = &dossier->history;
    wijk__release(dossier->context, history->ids, history->id_slots * sizeof *history->ids);
    history->ids = NULL;
    history->id_slots = 0;
}

/* The table is made anew when it is missing or more than half full; it never holds an id twice. */
static wijk_status prepare_ids(wijk_dossier *dossier) {
    struct wijk__history *history = &dossier->history;
    if (history->ids != NULL && (history->count + 1) * 2 <= history->id_slots)
        return WIJK_OK;
    uint32_t slots = FIRST_IDS;
    while ((history->count + 1) * 2 > slots)
        slots *= 2;
    uint32_t *ids = wijk__allocate_zeroed(dossier->context, slots * sizeof *ids);
    if (ids == NULL)
        return WIJK_E_MEMORY;
    wijk__history_forget_ids(dossier);
    history->ids = ids;
    history->id_slots = slots;
    for (uint32_t i = 0; i < history->count; i++)
        history->ids[id_slot(dossier, id_of(history, i))] = i + 1;
    return WIJK_OK;
}

wijk_status wijk__history_find(wijk_dossier *dossier, const wijk_id *id, uint32_t *entry) {
    wijk_status status = prepare_ids(dossier);
    *entry = status == WIJK_OK ? dossier->history.ids[id_slot(dossier, id)] - 1 : WIJK__NO_ROW;
    return status;
}

/* ---- adding and taking back ---- */

void wijk__history_append(wijk_dossier *dossier, const struct wijk__entry *entry) {
    struct wijk__history *history = &dossier->history;
    uint32_t number = history->count++, place;
    uint32_t earlier = number;
    if (number > 0 && history->entries[history->entries[number - 1].by_day].valid > entry->valid)
        earlier = place_after(history, number, entry->valid);
    history->entries[number] = *entry;
    for (place = number; place > earlier; place--)
        history->entries[place].by_day = history->entries[place - 1].by_day;
    history->entries[earlier].by_day = number;
    if (entry->withdraws != 0)
        history->entries[entry->withdraws - 1].withdrawn = number + 1;
    if (history->ids != NULL && history->count * 2 > history->id_slots)
        wijk__history_forget_ids(dossier); /* loading asks only now and then: the table is made anew when it does */
    else if (history->ids != NULL)
        history->ids[id_slot(dossier, id_of(history, number))] = number + 1;
}

void wijk__history_cut(wijk_dossier *dossier, uint32_t count) {
    struct wijk__history *history = &dossier->history;
    if (count >= history->count)
        return;
    wijk__history_forget_ids(dossier);
    for (uint32_t i = count; i < history->count; i++)
        if (history->entries[i].withdraws != 0)
            history->entries[history->entries[i].withdraws - 1].withdrawn = 0;
    uint32_t kept = 0;
    for (uint32_t place = 0; place < history->count; place++)
        if (history->entries[place].by_day < count)
            history->entries[kept++].by_day = history->entries[place].by_day;
    history->count = count;
}

/* ---- reading ---- */

uint32_t wijk__history_known(const wijk_dossier *dossier, wijk_time known) {
    const struct wijk__history *history = &dossier->history;
    uint32_t low = 0, high = history->count;
    if (known == WIJK_TIME_NONE)
        return high;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (history->entries[middle].recorded <= known)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool wijk__history_standing(const wijk_dossier *dossier, uint32_t entry, uint32_t known) {
    uint32_t withdrawn = dossier->history.entries[entry].withdrawn;
    return withdrawn == 0 || withdrawn > known;
}

void wijk__history_read(const wijk_dossier *dossier, uint32_t entry, struct wijk__act *act) {
    wijk__act_again(dossier->history.journal.data, &dossier->history.entries[entry].place, act);
}

/* A later act that cannot hold any more is told as a finding about the act that is judged, after what the policy said. */
static wijk_status blame(const wijk_dossier *dossier, const struct wijk__judged *judged, const wijk_id *later) {
    if (judged == NULL || judged->entry == WIJK__NO_ROW)
        return WIJK_REFUSED;
    wijk_status status = wijk__findings_add(judged->findings, WIJK_WK9002, WIJK_SEVERITY_REFUSE,
                                            id_of(&dossier->history, judged->entry), later);
    return status == WIJK_OK ? WIJK_REFUSED : status;
}

wijk_status wijk__history_fold(const wijk_dossier *dossier, uint32_t known, wijk_date on, struct wijk__judged *judged,
                               struct wijk__state *into) {
    const struct wijk__history *history = &dossier->history;
    wijk__state_init(into, dossier->context, false);
    into->texts = history->journal.data;
    for (uint32_t place = 0; place < history->count; place++) {
        uint32_t number = history->entries[place].by_day;
        const struct wijk__entry *entry = &history->entries[number];
        if (on != WIJK_DATE_NONE && entry->valid > on)
            break;
        if (number >= known || entry->withdraws != 0 || !wijk__history_standing(dossier, number, known))
            continue;
        struct wijk__act act;
        wijk__history_read(dossier, number, &act);
        if (act.def == NULL)
            continue;
        bool is_judged = judged != NULL && number == judged->entry;
        struct wijk__fold fold = {.state = into,
                                  .policy = is_judged ? dossier->policy : NULL,
                                  .findings = is_judged ? judged->findings : NULL};
        wijk_status status = wijk__fold_act(&fold, &act);
        if (status == WIJK_REFUSED && !is_judged)
            return blame(dossier, judged, &act.id);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

/* ---- as of a day and a moment ---- */

wijk_status wijk__view_open(const wijk_dossier *dossier, wijk_date on, wijk_time known, struct wijk__view *view) {
    const struct wijk__history *history = &dossier->history;
    view->known = wijk__history_known(dossier, known);
    wijk_date last = history->count ? history->entries[history->entries[history->count - 1].by_day].valid : 0;
    if (view->known == history->count && (on == WIJK_DATE_NONE || history->count == 0 || on >= last)) {
        view->state = &dossier->state;
        return WIJK_OK;
    }
    view->state = &view->made;
    wijk_status status = wijk__history_fold(dossier, view->known, on, NULL, &view->made);
    if (status == WIJK_OK)
        return status;
    wijk__state_free(&view->made);
    return status == WIJK_REFUSED ? WIJK_E_HISTORY : status;
}

void wijk__view_close(struct wijk__view *view) {
    if (view->state == &view->made)
        wijk__state_free(&view->made);
}
