/* The pilot light (waakvlam) in a period: contacts that were due and did not come, returns, and the time it took. */
#include "dossier/flow/flow.h"

struct light {
    const struct wijk__period *period;
    const struct wijk__row_pilot_lights *row;
    wijk_date since; /* the last contact so far, or else the start */
};

/* A contact is missed on the day after it was due, so that every missed contact is of one period. */
static int64_t missed_before(const struct light *light, wijk_date next) {
    wijk_date last = light->period->until - 1, before = light->period->from - 1;
    return wijk__light_overdue(light->row, light->since, next < last ? next : last) -
           wijk__light_overdue(light->row, light->since, next < before ? next : before);
}

/* Contacts come in the order of their days, and so do the lights: no two burn at once. */
static struct wijk__share missed(const struct wijk__flow *flow) {
    const struct wijk__state *state = flow->judging.state;
    struct wijk__share share = {0, 0};
    uint32_t contact = 0;
    for (uint32_t i = 0; i < COUNT(state, pilot_lights); i++) {
        const struct wijk__row_pilot_lights *row = ROW(state, pilot_lights, i);
        struct light light = {&flow->period, row, row->from};
        for (; contact < COUNT(state, pilot_contacts); contact++) {
            const struct wijk__row_pilot_contacts *tried = ROW(state, pilot_contacts, contact);
            if (!wijk__id_equal(&tried->pilot_light, &row->act))
                break;
            if (tried->reached != 1)
                continue;
            share.count += missed_before(&light, tried->contacted);
            share.of += wijk__in_period(&flow->period, tried->contacted);
            light.since = tried->contacted;
        }
        share.count += missed_before(&light, wijk__lasts(row->until) ? flow->period.until : row->until);
    }
    share.of += share.count;
    return share;
}

wijk_status wijk__flow_of_lights(struct wijk__flow *flow) {
    const struct wijk__state *state = flow->judging.state;
    struct wijk__share returned = {0, 0};
    for (uint32_t i = 0; i < COUNT(state, pilot_lights); i++) {
        const struct wijk__row_pilot_lights *light = ROW(state, pilot_lights, i);
        if (wijk__lasts(light->until) || !wijk__in_period(&flow->period, light->until))
            continue;
        returned.of++;
        returned.count += light->returned == 1;
    }
    wijk_status status = wijk__flow_put(flow, WIJK_FLOW_CONTACTS_MISSED, missed(flow));
    return status == WIJK_OK ? wijk__flow_put(flow, WIJK_FLOW_RETURNS_FAST, returned) : status;
}

wijk_status wijk__flow_minutes_of_lights(struct wijk__flow *flow) {
    const struct wijk__state *state = flow->judging.state;
    struct wijk__share share = {0, flow->lit};
    for (uint32_t i = 0; i < COUNT(state, pilot_contacts); i++) {
        const struct wijk__row_pilot_contacts *contact = ROW(state, pilot_contacts, i);
        if (wijk__in_period(&flow->period, contact->contacted))
            share.count = wijk__more_minutes(share.count, contact->minutes);
    }
    return wijk__flow_put(flow, WIJK_FLOW_MINUTES_PILOT_LIGHT, share);
}
