/* What no policy can switch off, proved anew from the rows: at most one plan is active, and exactly one professional
 * coordinates on every day of an active plan. The days are gone through in their order, so that the first one on which
 * it is not so is found, and told by the acts that made what meets there. */
#include "dossier/rules/rules.h"

struct stretch { /* days on which something holds: from the first one until, and without, the last */
    wijk_date from, until; /* WIJK_DATE_MAX + 1: for good */
    const wijk_id *act;
};

struct stretches {
    struct stretch *list;
    uint32_t count, capacity;
};

static bool earlier(const void *a, const void *b) {
    const struct stretch *one = a, *other = b;
    if (one->from != other->from)
        return one->from < other->from;
    return one->until != other->until ? one->until < other->until
                                      : memcmp(one->act, other->act, sizeof *one->act) < 0;
}

static wijk_date end_of(wijk_date until) { return wijk__lasts(until) ? WIJK_DATE_MAX + 1 : until; }

static wijk_status start(wijk_context *context, uint32_t most, struct stretches *stretches) {
    *stretches = (struct stretches){NULL, 0, most};
    stretches->list = wijk__allocate(context, most * sizeof *stretches->list);
    return stretches->list != NULL ? WIJK_OK : WIJK_E_MEMORY;
}

/* What begins and ends on one day holds on none. */
static void add(struct stretches *stretches, wijk_date from, wijk_date until, const wijk_id *act) {
    if (from != WIJK_DATE_NONE && from < end_of(until))
        stretches->list[stretches->count++] = (struct stretch){from, end_of(until), act};
}

static void end(wijk_context *context, struct stretches *stretches) {
    wijk__release(context, stretches->list, stretches->capacity * sizeof *stretches->list);
}

static wijk_status tell(wijk_findings *findings, wijk_finding finding, const wijk_id *subject, const wijk_id *other) {
    return wijk__findings_add(findings, finding, WIJK_SEVERITY_REFUSE, subject, other);
}

/* ---- one active plan ---- */

static wijk_status one_plan(const struct stretches *plans, wijk_findings *findings) {
    const struct stretch *longest = plans->list;
    for (uint32_t i = 1; i < plans->count; i++) {
        if (plans->list[i].from < longest->until)
            return tell(findings, WIJK_WK2001, plans->list[i].act, longest->act);
        longest = &plans->list[i];
    }
    return WIJK_OK;
}

/* ---- one coordinator ---- */

struct walk { /* along the coordinators, and the plans beside them */
    const struct stretches *plans;
    uint32_t plan; /* the first that may still meet what comes */
    wijk_findings *findings;
    bool told;
};

/* On some days not exactly one coordinates; `act` is of the coordinator who ended too early or began too early. */
static wijk_status not_once(struct walk *walk, wijk_date from, wijk_date until, const wijk_id *act) {
    const struct stretches *plans = walk->plans;
    while (walk->plan < plans->count && plans->list[walk->plan].until <= from)
        walk->plan++;
    if (walk->plan == plans->count || plans->list[walk->plan].from >= until)
        return WIJK_OK;
    walk->told = true;
    return tell(walk->findings, WIJK_WK3001, plans->list[walk->plan].act, act);
}

static wijk_status one_coordinator(const struct stretches *plans, const struct stretches *coordinators,
                                   wijk_findings *findings) {
    struct walk walk = {.plans = plans, .findings = findings};
    wijk_date reached = WIJK_DATE_MIN;
    const wijk_id *last = coordinators->count > 0 ? coordinators->list[0].act : NULL;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < coordinators->count && status == WIJK_OK && !walk.told; i++) {
        const struct stretch *next = &coordinators->list[i];
        if (next->from > reached)
            status = not_once(&walk, reached, next->from, last);
        else if (next->from < reached)
            status = not_once(&walk, next->from, next->until < reached ? next->until : reached, next->act);
        if (next->until > reached) {
            reached = next->until;
            last = next->act;
        }
    }
    if (status == WIJK_OK && !walk.told && reached <= WIJK_DATE_MAX)
        status = not_once(&walk, reached, WIJK_DATE_MAX + 1, last);
    return status;
}

wijk_status wijk__check_invariants(const struct wijk__state *state, wijk_findings *findings) {
    struct stretches plans, coordinators = {NULL, 0, 0};
    if (COUNT(state, plans) == 0)
        return WIJK_OK;
    wijk_status status = start(state->context, COUNT(state, plans), &plans);
    if (status == WIJK_OK)
        status = start(state->context, COUNT(state, coordinators) + 1, &coordinators);
    if (status == WIJK_OK) {
        for (uint32_t i = 0; i < COUNT(state, plans); i++)
            add(&plans, ROW(state, plans, i)->from, ROW(state, plans, i)->until, &ROW(state, plans, i)->act);
        for (uint32_t i = 0; i < COUNT(state, coordinators); i++)
            add(&coordinators, ROW(state, coordinators, i)->from, ROW(state, coordinators, i)->until,
                &ROW(state, coordinators, i)->act);
        wijk__sort(plans.list, plans.count, sizeof *plans.list, earlier);
        wijk__sort(coordinators.list, coordinators.count, sizeof *coordinators.list, earlier);
        status = one_plan(&plans, findings);
    }
    if (status == WIJK_OK)
        status = one_coordinator(&plans, &coordinators, findings);
    end(state->context, &plans);
    end(state->context, &coordinators);
    return status;
}
