/* Duties of the coordinator: what the policy asks, and when it was done since the coordination began. */
#include "dossier/rules/rules.h"

struct wanted { /* duties that an act performs too */
    struct wijk__duty_state *duties;
    uint32_t count;
};

static void perform(struct wijk__duty_state *duty, wijk_date day) {
    if (duty->first == WIJK_DATE_NONE || day < duty->first)
        duty->first = day;
    if (day > duty->last)
        duty->last = day;
}

static struct wijk__duty_state *duty_named(const struct wanted *wanted, struct wijk__text key) {
    for (uint32_t i = 0; i < wanted->count; i++) {
        struct wijk__text other = wanted->duties[i].duty->key;
        if (wijk__text_equal(other.data, other.length, key.data, key.length))
            return &wanted->duties[i];
    }
    return NULL;
}

/* What was said to be performed, by the coordinator who is it now: on a day on which the coordination passes, both may
 * have done something. */
static void read_duties(const struct wijk__judging *judging, const struct wijk__row_coordinators *coordinator,
                        const struct wanted *wanted) {
    const struct wijk__state *state = judging->state;
    for (uint32_t i = COUNT(state, duties); i-- > 0;) {
        const struct wijk__row_duties *row = ROW(state, duties, i);
        struct wijk__duty_state *duty = duty_named(wanted, wijk__text_of(state, row->duty));
        if (duty != NULL && row->performed >= coordinator->from &&
            wijk__id_equal(&row->professional, &coordinator->professional))
            perform(duty, row->performed);
    }
}

/* Acts that perform a duty by being done, in the order of their days, back to the day on which the coordination
 * began. */
static void read_history(const struct wijk__judging *judging, wijk_date from, const struct wanted *wanted) {
    const struct wijk__history *history = &judging->dossier->history;
    for (uint32_t place = history->count; place-- > 0;) {
        uint32_t number = history->entries[place].by_day;
        const struct wijk__entry *entry = &history->entries[number];
        if (entry->valid < from)
            return;
        if (entry->valid > judging->on || !wijk__history_counts(judging->dossier, number, judging->known))
            continue;
        wijk_act_type type = wijk__act_type_at(history->journal.data, &entry->place);
        for (uint32_t i = 0; i < wanted->count; i++)
            if (wanted->duties[i].duty->act == type)
                perform(&wanted->duties[i], entry->valid);
    }
}

static wijk_date due_day(const struct wijk__judging *judging, wijk_date from, const struct wijk__duty_state *duty) {
    if (duty->last != WIJK_DATE_NONE && !duty->duty->again)
        return WIJK_DATE_NONE;
    return wijk__term_last(judging->policy, duty->last != WIJK_DATE_NONE ? duty->last : from, duty->duty->within);
}

wijk_status wijk__duties_gather(const struct wijk__judging *judging, struct wijk__duty_state **out, uint32_t *count) {
    uint32_t row = judging->state->heads.coordinator;
    bool by_acts = false;
    *out = NULL;
    *count = 0;
    if (judging->policy == NULL || row == WIJK__NO_ROW)
        return WIJK_OK;
    const struct wijk__row_coordinators *coordinator = ROW(judging->state, coordinators, row);
    const struct wijk__duty *duties = wijk__policy_duties(judging->policy, count);
    if (*count == 0)
        return WIJK_OK;
    *out = wijk__allocate(judging->context, *count * sizeof **out);
    if (*out == NULL)
        return WIJK_E_MEMORY;
    for (uint32_t i = 0; i < *count; i++) {
        (*out)[i] = (struct wijk__duty_state){&duties[i], WIJK_DATE_NONE, WIJK_DATE_NONE, WIJK_DATE_NONE};
        by_acts = by_acts || duties[i].act != 0;
    }
    struct wanted wanted = {*out, *count};
    read_duties(judging, coordinator, &wanted);
    if (by_acts)
        read_history(judging, coordinator->from, &wanted);
    for (uint32_t i = 0; i < *count; i++)
        (*out)[i].due = due_day(judging, coordinator->from, &(*out)[i]);
    return WIJK_OK;
}

void wijk__duties_free(wijk_context *context, struct wijk__duty_state *duties, uint32_t count) {
    wijk__release(context, duties, count * sizeof *duties);
}
