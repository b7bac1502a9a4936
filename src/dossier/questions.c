/* Tables as of a day and a moment, and what every screen asks. */
#include "dossier/rules/rules.h"

struct acts_cursor {
    const wijk_dossier *dossier;
    struct wijk__act act;
    wijk_id withdrawn;
    uint32_t next, known;
    wijk_date on;
};

static bool next_act(void *userdata, struct wijk__act_row *out) {
    struct acts_cursor *cursor = userdata;
    const struct wijk__entry *entries = cursor->dossier->history.entries;
    while (cursor->next < cursor->known && cursor->on != WIJK_DATE_NONE && entries[cursor->next].valid > cursor->on)
        cursor->next++;
    if (cursor->next >= cursor->known)
        return false;
    const struct wijk__entry *entry = &entries[cursor->next];
    bool standing = wijk__history_standing(cursor->dossier, cursor->next, cursor->known);
    if (!standing) {
        wijk__history_read(cursor->dossier, entry->withdrawn - 1, &cursor->act);
        cursor->withdrawn = cursor->act.id;
    }
    wijk__history_read(cursor->dossier, cursor->next++, &cursor->act);
    *out = (struct wijk__act_row){&cursor->act, entry->frame, standing ? NULL : &cursor->withdrawn};
    return true;
}

/* The acts from one entry up to another that are valid on or before a day. */
static wijk_status table_of_acts(const wijk_dossier *dossier, uint32_t first, uint32_t known, wijk_date on,
                                 wijk_table **out) {
    uint32_t count = 0;
    for (uint32_t i = first; i < known; i++)
        count += on == WIJK_DATE_NONE || dossier->history.entries[i].valid <= on;
    struct acts_cursor cursor = {.dossier = dossier, .next = first, .known = known, .on = on};
    return wijk__table_from_acts(dossier->context, &dossier->id, count, next_act, &cursor, out);
}

static wijk_status table_of_rows(const wijk_dossier *dossier, const struct wijk__table_def *def, wijk_date on,
                                 wijk_time known, wijk_table **out) {
    struct wijk__view view;
    wijk_status status = wijk__view_open(dossier, on, known, &view);
    if (status != WIJK_OK)
        return status;
    const struct wijk__rows *rows = &view.state->rows[def->words.number];
    status = wijk__table_from_rows(dossier->context, def, &dossier->id, rows->data, rows->count, view.state->texts,
                                   out);
    wijk__view_close(&view);
    return status;
}

/* ---- tables that are gathered when asked for ---- */

static wijk__gatherer *const gatherers[WIJK__T_COUNT] = {
    [WIJK__T_figures] = wijk__figures_table,
    [WIJK__T_agenda] = wijk__agenda_of_day,
    [WIJK__T_schedule] = wijk__schedule_table,
    [WIJK__T_changes_in_scores] = wijk__changes_table,
    [WIJK__T_attainment] = wijk__attainment_table,
    [WIJK__T_options] = wijk__options_table,
    [WIJK__T_suggestions] = wijk__suggestions_table,
    [WIJK__T_days] = wijk__days_table,
    [WIJK__T_overstays] = wijk__overstays_table,
    [WIJK__T_flow] = wijk__flow_table,
    [WIJK__T_trace] = wijk__trace_table,
    [WIJK__T_indicators] = wijk__indicators_table,
};

/* When all that is known has happened: the last of its days. */
static wijk_date last_day(const wijk_dossier *dossier, uint32_t known) {
    wijk_date last = WIJK_DATE_MIN;
    for (uint32_t i = 0; i < known; i++)
        if (dossier->history.entries[i].valid > last)
            last = dossier->history.entries[i].valid;
    return last;
}

static wijk_status table_of_day(const wijk_dossier *dossier, wijk__gatherer *gather, wijk_date on, wijk_time known,
                                wijk_table **out) {
    struct wijk__view view;
    wijk_status status = wijk__view_open(dossier, on, known, &view);
    if (status != WIJK_OK)
        return status;
    status = gather(dossier, &view, on == WIJK_DATE_NONE ? last_day(dossier, view.known) : on, out);
    wijk__view_close(&view);
    return status;
}

/* ---- any table ---- */

wijk_status wijk_dossier_table(const wijk_dossier *dossier, wijk_table_id table, wijk_date on, wijk_time known,
                               wijk_table **out, wijk_error *error) {
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (dossier == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "dossier");
    const struct wijk__table_def *def = wijk__table_def(table);
    if (def == NULL || def->common == 0) /* results come from no dossier */
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "table");
    wijk__error_clear(error);
    wijk_status status;
    if (def->row_size == 0)
        status = table_of_acts(dossier, 0, wijk__history_known(dossier, known), on, out);
    else if (gatherers[table] != NULL)
        status = table_of_day(dossier, gatherers[table], on, known, out);
    else
        status = table_of_rows(dossier, def, on, known, out);
    return status == WIJK_OK ? status : wijk__fail(error, status);
}

wijk_status wijk_dossier_changes(const wijk_dossier *dossier, wijk_time since, wijk_time known, wijk_date on,
                                 wijk_table **out, wijk_error *error) {
    if (out == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (dossier == NULL || since == WIJK_TIME_NONE)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, dossier == NULL ? "dossier" : "since");
    wijk__error_clear(error);
    uint32_t first = wijk__history_known(dossier, since), last = wijk__history_known(dossier, known);
    wijk_status status = table_of_acts(dossier, first, last < first ? first : last, on, out);
    return status == WIJK_OK ? status : wijk__fail(error, status);
}

/* Whether something holds on a day, or for good: without a day there is no limit. */
static bool holds(wijk_date from, wijk_date until, wijk_date on) {
    return on == WIJK_DATE_NONE ? wijk__lasts(until) : wijk__covers(from, until, on);
}

wijk_status wijk_dossier_coordinator(const wijk_dossier *dossier, wijk_date on, wijk_id *professional) {
    if (professional != NULL)
        memset(professional, 0, sizeof *professional);
    if (dossier == NULL || professional == NULL)
        return WIJK_E_ARGUMENT;
    const struct wijk__state *state = &dossier->state;
    for (uint32_t i = COUNT(state, coordinators); i-- > 0;) {
        const struct wijk__row_coordinators *row = ROW(state, coordinators, i);
        if (holds(row->from, row->until, on)) {
            *professional = row->professional;
            return WIJK_OK;
        }
    }
    return WIJK_NONE;
}

wijk_status wijk_dossier_plan(const wijk_dossier *dossier, wijk_date on, wijk_id *plan) {
    if (plan != NULL)
        memset(plan, 0, sizeof *plan);
    if (dossier == NULL || plan == NULL)
        return WIJK_E_ARGUMENT;
    const struct wijk__state *state = &dossier->state;
    for (uint32_t i = COUNT(state, plans); i-- > 0;) {
        const struct wijk__row_plans *row = ROW(state, plans, i);
        if (row->from != WIJK_DATE_NONE && holds(row->from, row->until, on)) {
            *plan = row->act;
            return WIJK_OK;
        }
    }
    return WIJK_NONE;
}

wijk_status wijk_dossier_tier(const wijk_dossier *dossier, const char *ladder, size_t length, wijk_date on,
                              const char **tier, size_t *tier_length) {
    if (tier != NULL)
        *tier = NULL;
    if (tier_length != NULL)
        *tier_length = 0;
    if (dossier == NULL || ladder == NULL || tier == NULL || tier_length == NULL)
        return WIJK_E_ARGUMENT;
    const struct wijk__state *state = &dossier->state;
    struct wijk__text key = {ladder, wijk__length(ladder, length)};
    for (uint32_t i = COUNT(state, tier_stays); i-- > 0;) {
        const struct wijk__row_tier_stays *row = ROW(state, tier_stays, i);
        if (!holds(row->from, row->until, on) || !wijk__span_equal(state, row->ladder, key))
            continue;
        struct wijk__text text = wijk__text_of(state, row->tier);
        *tier = text.data;
        *tier_length = text.length;
        return WIJK_OK;
    }
    return WIJK_NONE;
}

wijk_status wijk_dossier_unheard(const wijk_dossier *dossier, wijk_date on, wijk_id *persons, uint32_t capacity,
                                 uint32_t *count) {
    if (count != NULL)
        *count = 0;
    if (dossier == NULL || count == NULL || (persons == NULL && capacity > 0))
        return WIJK_E_ARGUMENT;
    struct wijk__view view;
    wijk_date day = on != WIJK_DATE_NONE ? on : wijk__history_last_day(&dossier->history); /* how old somebody is */
    wijk_status status = wijk__view_open(dossier, on, WIJK_TIME_NONE, &view);
    if (status != WIJK_OK)
        return status;
    for (uint32_t i = 0; i < COUNT(view.state, members); i++) {
        const struct wijk__row_members *member = ROW(view.state, members, i);
        if (!holds(member->from, member->until, on) ||
            wijk__heard_or_excused(view.state, dossier->policy, member, day))
            continue;
        if (*count < capacity)
            persons[*count] = member->person;
        ++*count;
    }
    wijk__view_close(&view);
    return WIJK_OK;
}
