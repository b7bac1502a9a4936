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

wijk_date wijk__history_last_day(const struct wijk__history *history) {
    return history->count == 0 ? WIJK_DATE_MIN : history->entries[history->entries[history->count - 1].by_day].valid;
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

/* The table is made anew when it is missing or would be more than half full; it never holds an id twice. */
wijk_status wijk__history_reserve_ids(wijk_dossier *dossier, uint32_t entries) {
    struct wijk__history *history = &dossier->history;
    if (history->ids != NULL && entries * 2 <= history->id_slots)
        return WIJK_OK;
    uint32_t slots = FIRST_IDS;
    while (entries * 2 > slots)
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
    wijk_status status = wijk__history_reserve_ids(dossier, dossier->history.count + 1);
    *entry = status == WIJK_OK ? dossier->history.ids[id_slot(dossier, id)] - 1 : WIJK__NO_ROW;
    return status;
}

bool wijk__history_note_id(wijk_dossier *dossier, const wijk_id *id) {
    struct wijk__history *history = &dossier->history;
    uint32_t *slot = &history->ids[id_slot(dossier, id)];
    if (*slot != 0)
        return false;
    *slot = history->count + 1;
    return true;
}

/* ---- adding and taking back ---- */

/* The first act that had the place that an act has now. */
static uint32_t origin(const struct wijk__history *history, uint32_t entry) {
    uint32_t link = history->entries[entry].link;
    return link != 0 ? link - 1 : entry;
}

/* Within a day acts stand as they were recorded; what takes a place stands where the first act did. */
static bool stands_before(const struct wijk__history *history, uint32_t a, uint32_t b) {
    wijk_date day = history->entries[a].valid, other = history->entries[b].valid;
    return day != other ? day < other : origin(history, a) < origin(history, b);
}

/* Bring an entry to its place after what it stands for has changed. */
static void put_in_order(struct wijk__history *history, uint32_t number) {
    struct wijk__entry *entries = history->entries;
    uint32_t place = history->count - 1;
    while (entries[place].by_day != number)
        place--;
    for (; place > 0 && stands_before(history, number, entries[place - 1].by_day); place--)
        entries[place].by_day = entries[place - 1].by_day;
    for (; place + 1 < history->count && stands_before(history, entries[place + 1].by_day, number); place++)
        entries[place].by_day = entries[place + 1].by_day;
    entries[place].by_day = number;
}

static void stand_for(struct wijk__history *history, uint32_t entry, uint32_t link) {
    history->entries[entry].link = link;
    put_in_order(history, entry);
}

static void take_out(struct wijk__history *history, uint32_t number) {
    const struct wijk__entry *entry = &history->entries[number];
    history->entries[entry->withdraws - 1].withdrawn = number + 1;
    if (entry->link != 0)
        stand_for(history, entry->link - 1, origin(history, entry->withdraws - 1) + 1);
}

static void put_back(struct wijk__history *history, const struct wijk__entry *entry) {
    history->entries[entry->withdraws - 1].withdrawn = 0;
    if (entry->link != 0)
        stand_for(history, entry->link - 1, 0);
}

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
        take_out(history, number);
}

void wijk__history_cut(wijk_dossier *dossier, uint32_t count) {
    struct wijk__history *history = &dossier->history;
    if (count >= history->count)
        return;
    wijk__history_forget_ids(dossier);
    for (uint32_t i = history->count; i-- > count;)
        if (history->entries[i].withdraws != 0)
            put_back(history, &history->entries[i]);
    uint32_t kept = 0;
    for (uint32_t place = 0; place < history->count; place++)
        if (history->entries[place].by_day < count)
            history->entries[kept++].by_day = history->entries[place].by_day;
    history->count = count;
}

/* ---- reading ---- */

/* What was recorded at one moment is judged together, and so known together: no cut falls within it. */
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

bool wijk__history_counts(const wijk_dossier *dossier, uint32_t entry, uint32_t known) {
    return entry < known && dossier->history.entries[entry].withdraws == 0 &&
           wijk__history_standing(dossier, entry, known);
}

void wijk__history_read(const wijk_dossier *dossier, uint32_t entry, struct wijk__act *act) {
    wijk__act_again(dossier->history.journal.data, &dossier->history.entries[entry].place, act);
}

/* ---- withdrawing and correcting ---- */

uint32_t wijk__history_holder(const struct wijk__history *history, uint32_t entry) {
    for (uint32_t by; (by = history->entries[entry].withdrawn) != 0 && history->entries[by - 1].link != 0;)
        entry = history->entries[by - 1].link - 1;
    return entry;
}

/* What takes a place is an act of the same kind that was recorded with the correction, before it in the same frame, and
 * has no place of another yet. */
static bool may_replace(const wijk_dossier *dossier, uint32_t target, uint32_t replacement,
                        const struct wijk__entry *by) {
    const struct wijk__entry *entries = dossier->history.entries;
    struct wijk__act old, new;
    if (replacement == WIJK__NO_ROW || replacement == target || entries[replacement].frame != by->frame ||
        entries[replacement].recorded != by->recorded ||
        entries[replacement].withdraws != 0 || entries[replacement].withdrawn != 0 || entries[replacement].link != 0)
        return false;
    wijk__history_read(dossier, target, &old);
    wijk__history_read(dossier, replacement, &new);
    return old.type == new.type;
}

wijk_status wijk__history_target(wijk_dossier *dossier, const struct wijk__act *act, struct wijk__entry *entry,
                                 wijk_findings *findings) {
    const wijk_id *target = act->fields[WIJK_ACT_WITHDRAW_ACT - 1].id; /* the same field of act-correct */
    uint32_t found, replacement = WIJK__NO_ROW;
    wijk_status status = wijk__history_find(dossier, target, &found);
    if (status != WIJK_OK)
        return status;
    if (found == WIJK__NO_ROW)
        return wijk__findings_refuse(findings, WIJK_WK9001, target, NULL);
    found = wijk__history_holder(&dossier->history, found);
    if (dossier->history.entries[found].withdraws != 0 || dossier->history.entries[found].withdrawn != 0)
        return wijk__findings_refuse(findings, WIJK_WK9005, target, NULL);
    entry->withdraws = found + 1;
    if (act->type != WIJK_ACT_ACT_CORRECT)
        return WIJK_OK;
    const wijk_id *with = act->fields[WIJK_ACT_CORRECT_REPLACEMENT - 1].id;
    status = wijk__history_find(dossier, with, &replacement);
    if (status != WIJK_OK)
        return status;
    if (!may_replace(dossier, found, replacement, entry))
        return wijk__findings_refuse(findings, WIJK_WK9006, with, NULL);
    entry->link = replacement + 1;
    return WIJK_OK;
}

/* ---- folding all of it ---- */

void wijk__history_read_standing(const wijk_dossier *dossier, uint32_t entry, struct wijk__act *act) {
    wijk__history_read(dossier, entry, act);
    act->id = *id_of(&dossier->history, origin(&dossier->history, entry));
}

/* A later act that cannot hold any more is told as a finding about the act that is judged, before the reasons. */
static wijk_status blame(const wijk_dossier *dossier, const struct wijk__judged *judged, uint32_t culprit,
                         const wijk_id *later, uint32_t reasons) {
    wijk_status status = wijk__findings_put(judged->findings, reasons, WIJK_WK9002,
                                            id_of(&dossier->history, culprit), later);
    if (judged->items != NULL)
        wijk__findings_item(judged->findings, reasons, judged->items[culprit - judged->first]);
    return status == WIJK_OK ? WIJK_REFUSED : status;
}

/* Fold one entry; one that is judged is asked to the policy too. `culprit` is the last judged one that was folded;
 * `act` is where the entry is read to. */
static wijk_status fold_entry(const wijk_dossier *dossier, uint32_t number, const struct wijk__judged *judged,
                              struct wijk__state *into, struct wijk__act *act, uint32_t *culprit) {
    wijk__history_read_standing(dossier, number, act);
    if (act->def == NULL)
        return WIJK_OK;
    struct wijk__fold fold = {.state = into};
    if (judged == NULL)
        return wijk__fold_act(&fold, act);
    bool is_judged = number >= judged->first;
    uint32_t before = wijk_findings_count(judged->findings);
    fold.policy = is_judged ? dossier->policy : NULL;
    fold.findings = judged->findings;
    wijk_status status = wijk__fold_act(&fold, act);
    if (is_judged && judged->items != NULL)
        wijk__findings_item(judged->findings, before, judged->items[number - judged->first]);
    if (is_judged)
        *culprit = number;
    return status == WIJK_REFUSED && !is_judged ? blame(dossier, judged, *culprit, &act->id, before) : status;
}

wijk_status wijk__history_fold(const wijk_dossier *dossier, uint32_t known, wijk_date on,
                               const struct wijk__judged *judged, struct wijk__state *into) {
    const struct wijk__history *history = &dossier->history;
    uint32_t culprit = judged != NULL ? judged->first : WIJK__NO_ROW;
    struct wijk__act act; /* one for all: making it costs as much as a short act */
    wijk__state_init(into, dossier->context, false);
    into->texts = history->journal.data;
    if (wijk__state_reserve(into, known) != WIJK_OK)
        return WIJK_E_MEMORY;
    for (uint32_t place = 0; place < history->count; place++) {
        uint32_t number = history->entries[place].by_day;
        if (on != WIJK_DATE_NONE && history->entries[number].valid > on)
            break;
        if (!wijk__history_counts(dossier, number, known))
            continue;
        wijk_status status = fold_entry(dossier, number, judged, into, &act, &culprit);
        if (status != WIJK_OK)
            return status;
    }
    return WIJK_OK;
}

/* ---- as of a day and a moment ---- */

wijk_status wijk__view_open(const wijk_dossier *dossier, wijk_date on, wijk_time known, struct wijk__view *view) {
    const struct wijk__history *history = &dossier->history;
    view->known = wijk__history_known(dossier, known);
    if (view->known == history->count && (on == WIJK_DATE_NONE || on >= wijk__history_last_day(history))) {
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
