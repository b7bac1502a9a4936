/* Outflow and return (uitstroom en terugkeer). Looking forward from an exit and looking backward from a start are two
 * questions with two answers: the one is about the exits of a period, the other about its starts. */
#include "dossier/flow/flow.h"

/* A household that goes into another has not left. */
static bool is_exit(const struct wijk__row_episodes *episode) {
    return !wijk__lasts(episode->until) && episode->exit.offset != WIJK__NO_TEXT;
}

static bool within(wijk_date exit, wijk_date start, int32_t days) { return (int64_t)start - exit <= days; }

struct wijk__share wijk__returns_after(const struct wijk__state *state, const struct wijk__period *period,
                                       wijk_date seen) {
    struct wijk__share share = {0, 0};
    for (uint32_t i = 0; i < COUNT(state, episodes); i++) {
        const struct wijk__row_episodes *episode = ROW(state, episodes, i);
        bool known = is_exit(episode) && (int64_t)episode->until + period->within_days <= seen;
        if (!known || !wijk__in_period(period, episode->until))
            continue;
        share.of++;
        share.count += i + 1 < COUNT(state, episodes) &&
                       within(episode->until, ROW(state, episodes, i + 1)->from, period->within_days);
    }
    return share;
}

struct wijk__share wijk__returns_before(const struct wijk__state *state, const struct wijk__period *period) {
    struct wijk__share share = {0, 0};
    for (uint32_t i = 0; i < COUNT(state, episodes); i++) {
        wijk_date start = ROW(state, episodes, i)->from;
        if (!wijk__in_period(period, start))
            continue;
        const struct wijk__row_episodes *before = i == 0 ? NULL : ROW(state, episodes, i - 1);
        share.of++;
        share.count += before != NULL && is_exit(before) && within(before->until, start, period->within_days);
    }
    return share;
}

struct wijk__share wijk__drop_outs(const struct wijk__state *state, const struct wijk__period *period) {
    struct wijk__share share = {0, 0};
    for (uint32_t i = 0; i < COUNT(state, episodes); i++) {
        const struct wijk__row_episodes *episode = ROW(state, episodes, i);
        bool counted = episode->ending != 0 && episode->ending != WIJK_ENDING_NOT_COUNTED;
        if (!counted || !is_exit(episode) || !wijk__in_period(period, episode->until))
            continue;
        share.of++;
        share.count += episode->ending == WIJK_ENDING_BY_CLIENT;
    }
    return share;
}

/* ---- asked from outside ---- */

struct asked {
    struct wijk__period period;
    wijk_date seen; /* the last day that is looked at */
    wijk_time known;
    struct wijk__share (*count)(const struct wijk__state *state, const struct wijk__period *period, wijk_date seen);
};

static struct wijk__share count_before(const struct wijk__state *state, const struct wijk__period *period,
                                       wijk_date seen) {
    (void)seen;
    return wijk__returns_before(state, period);
}

static wijk_status answer(const wijk_dossier *dossier, const struct asked *asked, int64_t *count, int64_t *of,
                          wijk_error *error) {
    struct wijk__view view;
    if (count != NULL)
        *count = 0;
    if (of != NULL)
        *of = 0;
    if (dossier == NULL || count == NULL || of == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, dossier == NULL ? "dossier" : count == NULL ? "count" : "of");
    const char *wrong = wijk__period_wrong(&asked->period);
    if (wrong != NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, wrong);
    if (asked->seen < WIJK_DATE_MIN || asked->seen > WIJK_DATE_MAX)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "seen");
    wijk__error_clear(error);
    wijk_status status = wijk__view_open(dossier, asked->seen, asked->known, &view);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    struct wijk__share share = asked->count(view.state, &asked->period, asked->seen);
    wijk__view_close(&view);
    *count = share.count;
    *of = share.of;
    return WIJK_OK;
}

wijk_status wijk_dossier_returns_after(const wijk_dossier *dossier, wijk_date from, wijk_date until,
                                       int32_t within_days, wijk_date seen, wijk_time known, int64_t *count,
                                       int64_t *of, wijk_error *error) {
    const struct asked asked = {{from, until, within_days}, seen, known, wijk__returns_after};
    return answer(dossier, &asked, count, of, error);
}

wijk_status wijk_dossier_returns_before(const wijk_dossier *dossier, wijk_date from, wijk_date until,
                                        int32_t within_days, wijk_time known, int64_t *count, int64_t *of,
                                        wijk_error *error) {
    wijk_date last = until > WIJK_DATE_MIN ? until - 1 : until;
    const struct asked asked = {{from, until, within_days}, last, known, count_before};
    return answer(dossier, &asked, count, of, error);
}
