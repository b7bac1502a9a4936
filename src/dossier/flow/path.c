/* The flow along the path: steps up and down, and what went before them; moves between settings, which are none of
 * them; referrals. An entry to a ladder is no step, and neither is a return from a pilot light. */
#include "dossier/flow/flow.h"

/* ---- steps ---- */

struct steps { /* of one ladder, or of all */
    int64_t up, down, both;
    int64_t days_to_down;
    int64_t consulted, dissented, emergencies;
};

struct ladders {
    struct wijk__flow *flow;
    struct wijk__seen seen;
    struct ladder { /* at the first stay on it */
        struct steps steps;
        uint32_t last; /* the last stay on it so far */
    } *list;
    struct steps all;
};

static bool same_ladder(const void *data, uint32_t a, uint32_t b) {
    const struct wijk__state *state = data;
    return wijk__same_span(state, ROW(state, tier_stays, a)->ladder, ROW(state, tier_stays, b)->ladder);
}

static uint32_t first_on_ladder(struct ladders *ladders, uint32_t row) {
    const struct wijk__state *state = ladders->flow->judging.state;
    struct wijk__text key = wijk__text_of(state, ROW(state, tier_stays, row)->ladder);
    uint64_t hash = wijk__mix_key(ladders->flow->judging.context->limits.hash_seed, key.data, key.length);
    return wijk__seen_put(&ladders->seen, hash, row, same_ladder, state);
}

static void count_step(const struct wijk__state *state, const struct wijk__row_tier_stays *stay,
                       const struct wijk__row_tier_stays *before, struct steps *steps) {
    uint32_t row = wijk__id_is_none(&stay->step)
                       ? WIJK__NO_ROW
                       : wijk__state_find(state, WIJK__T_steps, stay->step.bytes, sizeof stay->step);
    const struct wijk__row_steps *step = row == WIJK__NO_ROW ? NULL : ROW(state, steps, row);
    bool up = stay->direction == WIJK_DIRECTION_UP;
    steps->both++;
    steps->up += up;
    steps->down += !up;
    steps->days_to_down += up ? 0 : (int64_t)stay->from - before->from;
    steps->consulted += step != NULL && step->consulted != WIJK_DATE_NONE && step->consulted <= stay->from;
    steps->dissented += step != NULL && step->dissents > 0;
    steps->emergencies += up && stay->emergency == 1;
}

static bool is_step(const struct wijk__row_tier_stays *stay) {
    return stay->returned != 1 && (stay->direction == WIJK_DIRECTION_UP || stay->direction == WIJK_DIRECTION_DOWN);
}

/* Stays come in the order of their days, so that the one before on the ladder is the one that was left. */
static void count_steps(struct ladders *ladders) {
    const struct wijk__state *state = ladders->flow->judging.state;
    for (uint32_t i = 0; i < COUNT(state, tier_stays); i++) {
        const struct wijk__row_tier_stays *stay = ROW(state, tier_stays, i);
        struct ladder *ladder = &ladders->list[first_on_ladder(ladders, i)];
        const struct wijk__row_tier_stays *before = ladder->last == WIJK__NO_ROW ? stay
                                                                                 : ROW(state, tier_stays, ladder->last);
        ladder->last = i;
        if (!is_step(stay) || !wijk__in_period(&ladders->flow->period, stay->from))
            continue;
        count_step(state, stay, before, &ladder->steps);
        count_step(state, stay, before, &ladders->all);
    }
}

struct figure { /* made of two numbers of struct steps */
    int32_t figure;
    size_t count, of;
};
#define NUMBER(name) offsetof(struct steps, name)
enum { DAYS_OPEN = sizeof(struct steps) }; /* in the place of `of`: out of the days that the case was open */

static int64_t number_at(const struct steps *steps, size_t offset) {
    int64_t number;
    memcpy(&number, (const uint8_t *)steps + offset, sizeof number);
    return number;
}

static struct wijk__share share_of(const struct wijk__flow *flow, const struct figure *figure,
                                   const struct steps *steps) {
    return (struct wijk__share){number_at(steps, figure->count),
                                figure->of == DAYS_OPEN ? flow->open : number_at(steps, figure->of)};
}

/* For all ladders together, and then for each, in the order in which they were entered. */
static wijk_status put_steps(const struct ladders *ladders, const struct figure *figure) {
    struct wijk__flow *flow = ladders->flow;
    const struct wijk__state *state = flow->judging.state;
    wijk_status status = wijk__flow_put(flow, figure->figure, share_of(flow, figure, &ladders->all));
    for (uint32_t i = 0; i < COUNT(state, tier_stays) && status == WIJK_OK; i++) {
        const struct ladder *ladder = &ladders->list[i];
        if (ladder->last != WIJK__NO_ROW)
            status = wijk__flow_put_about(flow, figure->figure, NULL, &ROW(state, tier_stays, i)->ladder,
                                          share_of(flow, figure, &ladder->steps));
    }
    return status;
}

/* ---- settings ---- */

/* Where somebody is at first is no move; neither is where somebody is again after the dossier was closed. */
static wijk_status settings(struct wijk__flow *flow) {
    const struct wijk__state *state = flow->judging.state;
    struct wijk__share share = {0, flow->open};
    for (uint32_t i = 0; i < COUNT(state, setting_stays); i++) {
        const struct wijk__row_setting_stays *stay = ROW(state, setting_stays, i);
        share.count += wijk__in_period(&flow->period, stay->from) && stay->from_setting.offset != WIJK__NO_TEXT;
    }
    return wijk__flow_put(flow, WIJK_FLOW_SETTING_MOVES, share);
}

/* ---- all of it ---- */

static wijk_status overrides_reviewed(struct wijk__flow *flow) {
    const struct wijk__state *state = flow->judging.state;
    struct wijk__share share = {0, 0};
    for (uint32_t i = 0; i < COUNT(state, overrides); i++) {
        const struct wijk__row_overrides *override = ROW(state, overrides, i);
        if (!wijk__in_period(&flow->period, override->entered))
            continue;
        share.of++;
        share.count += override->reviewed != WIJK_DATE_NONE;
    }
    return wijk__flow_put(flow, WIJK_FLOW_OVERRIDES_REVIEWED, share);
}

static wijk_status put_path(const struct ladders *ladders) {
    static const struct figure rates[] = {
        {WIJK_FLOW_STEPS_UP, NUMBER(up), DAYS_OPEN},
        {WIJK_FLOW_STEPS_DOWN, NUMBER(down), DAYS_OPEN},
    }, shares[] = {
        {WIJK_FLOW_DAYS_TO_STEP_DOWN, NUMBER(days_to_down), NUMBER(down)},
        {WIJK_FLOW_STEPS_CONSULTED, NUMBER(consulted), NUMBER(both)},
        {WIJK_FLOW_STEPS_DISSENTED, NUMBER(dissented), NUMBER(both)},
        {WIJK_FLOW_OVERRIDES, NUMBER(emergencies), NUMBER(up)},
    };
    wijk_status status = WIJK_OK;
    for (size_t i = 0; i < sizeof rates / sizeof *rates && status == WIJK_OK; i++)
        status = put_steps(ladders, &rates[i]);
    if (status == WIJK_OK)
        status = settings(ladders->flow);
    for (size_t i = 0; i < sizeof shares / sizeof *shares && status == WIJK_OK; i++)
        status = put_steps(ladders, &shares[i]);
    return status == WIJK_OK ? overrides_reviewed(ladders->flow) : status;
}

wijk_status wijk__flow_of_path(struct wijk__flow *flow) {
    wijk_context *context = flow->judging.context;
    uint32_t stays = COUNT(flow->judging.state, tier_stays);
    struct ladders ladders = {.flow = flow};
    wijk_status status = wijk__seen_start(&ladders.seen, context, stays);
    if (status != WIJK_OK)
        return status;
    ladders.list = wijk__allocate_zeroed(context, (stays + (size_t)1) * sizeof *ladders.list);
    status = ladders.list != NULL ? WIJK_OK : WIJK_E_MEMORY;
    for (uint32_t i = 0; i < stays && status == WIJK_OK; i++)
        ladders.list[i].last = WIJK__NO_ROW;
    if (status == WIJK_OK) {
        count_steps(&ladders);
        status = put_path(&ladders);
    }
    wijk__release(context, ladders.list, (stays + (size_t)1) * sizeof *ladders.list);
    wijk__seen_end(&ladders.seen);
    return status;
}

/* ---- referrals ---- */

/* Whether the team knew the household is asked of every referral, whoever made it; whether it tried something itself
 * first only of its own. */
wijk_status wijk__flow_of_referrals(struct wijk__flow *flow) {
    const struct wijk__state *state = flow->judging.state;
    struct wijk__share known = {0, 0}, quick = {0, 0};
    for (uint32_t i = 0; i < COUNT(state, referrals); i++) {
        const struct wijk__row_referrals *referral = ROW(state, referrals, i);
        bool own = referral->source == WIJK_REFERRAL_SOURCE_TEAM;
        if (!wijk__in_period(&flow->period, referral->made))
            continue;
        known.of++;
        known.count += referral->known == 1;
        quick.of += own;
        quick.count += own && referral->attempted == 0;
    }
    wijk_status status = wijk__flow_put(flow, WIJK_FLOW_REFERRALS_KNOWN, known);
    return status == WIJK_OK ? wijk__flow_put(flow, WIJK_FLOW_REFERRALS_QUICK, quick) : status;
}
