/* Cumulative incidence of causes that compete, with its variance after Aalen or after Greenwood. */
#include "measure/survival.h"

#include <math.h>

/* What is known of one group: S(t), and of each cause its incidence F(t).
 *
 * Both variances are a sum over the event times u so far of t(u) r(u)^2, where r changes by -b(u) dF whenever F grows
 * by dF afterwards. So the sums of t r^2, t r b and t b^2 are enough, each next to be had from the last; nothing large
 * is subtracted from something as large, as in the formula that is printed.
 *
 * Greenwood's is the covariance of (S, F) in a model of two states for each cause: then t b^2 sums to Var(S) / S(t)^2.
 * It is kept as Var(F), Cov(S, F) and Var(S). */
struct cause {
    double incidence, variance;
    double cross;  /* Aalen: sum of t r b; Greenwood: Cov(S, F) */
    double square; /* Aalen: sum of t b^2 */
    uint64_t events; /* since the last row */
};

struct group {
    double survival, variance; /* variance: of S; Greenwood only */
    double last, time;
    uint64_t at_risk;
    size_t row;
};

struct incidence {
    const wijk_survival *survival;
    wijk_incidence_variance variance;
    struct wijk__limits_kind kind;
    struct wijk__timeline_walk walk;
    struct group *groups;
    struct cause *causes; /* of each group */
    double *last;
    size_t froms, tos, present, size;
};

/* ---- steps ---- */

/* As the function cuminc of cmprsk has it, with its correction for ties. */
static double tied(double survival, double at_risk, double events) {
    double correction = events > 1 ? 1 - (events - 1) / (at_risk - 1) : 1;
    return survival * survival * correction * events / (at_risk * at_risk);
}

static void step_aalen(struct cause *cause, double survival, double at_risk, double own, double others) {
    double more = survival * own / at_risk, left = survival * (at_risk - own - others) / at_risk;
    cause->variance += more * (more * cause->square - 2 * cause->cross);
    cause->cross -= more * cause->square;
    cause->incidence += more;
    if (others > 0 && left > 0) /* r is 0 now, b is 1 / left */
        cause->square += tied(survival, at_risk, others) / (left * left);
    if (own > 0) { /* r is 1 now */
        double t = tied(survival, at_risk, own);
        cause->variance += t;
        cause->cross += left > 0 ? t / left : 0;
        cause->square += left > 0 ? t / (left * left) : 0;
    }
}

static void step_greenwood(struct cause *cause, const struct group *group, double at_risk, double own, double all) {
    double part = own / at_risk, stay = (at_risk - all) / at_risk;
    double spread = group->survival * group->survival / at_risk;
    cause->variance += part * (2 * cause->cross + part * group->variance) + spread * part * (1 - part);
    cause->cross = stay * (cause->cross + part * group->variance) - spread * part * stay;
    cause->incidence += group->survival * own / at_risk; /* as above, to the last bit */
}

static void take_step(struct incidence *incidence, const struct wijk__timeline_step *step) {
    struct group *group = &incidence->groups[step->from];
    struct cause *causes = &incidence->causes[(size_t)step->from * incidence->tos];
    group->time = step->time;
    group->at_risk = step->at_risk;
    if (step->events == 0)
        return;
    double at_risk = (double)step->at_risk, all = (double)step->events;
    const struct wijk__change *event = step->event, *end = step->event + step->kinds;
    for (size_t cause = 0; cause < incidence->tos; cause++) {
        bool mine = event < end && event->to == (int32_t)cause + 1;
        uint64_t own = mine ? event->count : 0;
        event += mine;
        causes[cause].events += own;
        if (incidence->variance == WIJK_INCIDENCE_VARIANCE_AALEN)
            step_aalen(&causes[cause], group->survival, at_risk, (double)own, all - (double)own);
        else
            step_greenwood(&causes[cause], group, at_risk, (double)own, all);
    }
    double stay = (at_risk - all) / at_risk;
    group->variance = stay * (stay * group->variance + group->survival * group->survival * (all / at_risk) / at_risk);
    group->survival *= stay;
}

/* ---- rows ---- */

static void write_rows(struct incidence *incidence, struct wijk__estimates *rows, int32_t from, double time,
                       uint64_t at_risk) {
    struct group *group = &incidence->groups[from];
    struct cause *causes = &incidence->causes[(size_t)from * incidence->tos];
    bool known = time <= group->last || group->survival <= 0;
    for (size_t cause = 0; cause < incidence->tos; cause++) {
        struct wijk__row_incidences *row = (struct wijk__row_incidences *)rows->rows + group->row++;
        *row = wijk__blank_incidences;
        row->group = from;
        row->time = time;
        row->cause = (int64_t)cause + 1;
        row->at_risk = (int64_t)at_risk;
        row->events = (int64_t)causes[cause].events;
        row->variance = incidence->variance;
        row->interval = incidence->kind.interval;
        row->level = incidence->kind.level;
        causes[cause].events = 0;
        if (!known)
            continue;
        row->probability = causes[cause].incidence;
        row->std_error = sqrt(fmax(causes[cause].variance, 0));
        struct wijk__limits limits = wijk__limits(&incidence->kind, row->probability, row->std_error);
        row->lower = limits.lower;
        row->upper = limits.upper;
    }
}

/* How many rows there will be, and where those of each group begin. */
static size_t place_rows(struct incidence *incidence, size_t at_count) {
    const struct wijk__timeline *line = &incidence->survival->line;
    size_t times = 0, count;
    for (size_t place = 0; at_count == 0 && place < line->times; place++)
        for (size_t i = line->first[place]; i < line->first[place + 1]; i++) {
            const struct wijk__change *change = &line->change[i];
            bool first = i == line->first[place] || change[-1].from != change->from || change[-1].to == WIJK__ENTERED;
            incidence->groups[change->from].row += change->to != WIJK__ENTERED && first;
        }
    for (size_t from = 0; from < incidence->froms; from++) {
        struct group *group = &incidence->groups[from];
        size_t own = at_count == 0 ? group->row : group->last >= 0 ? at_count : 0;
        group->row = times * incidence->tos;
        times += own;
    }
    return wijk__multiply(times, incidence->tos, &count) ? count : SIZE_MAX;
}

static wijk_status estimate(struct incidence *incidence, const double *at, size_t at_count, wijk_table **out) {
    struct wijk__estimates rows =
        wijk__estimates_new(incidence->survival->context, WIJK_RESULT_INCIDENCES, place_rows(incidence, at_count));
    struct wijk__timeline_step step;
    while (rows.status == WIJK_OK && at_count == 0 && wijk__timeline_next(&incidence->walk, HUGE_VAL, &step)) {
        take_step(incidence, &step);
        if (step.events + step.censored > 0)
            write_rows(incidence, &rows, step.from, step.time, step.at_risk);
    }
    for (size_t i = 0; rows.status == WIJK_OK && i < at_count; i++) {
        while (wijk__timeline_next(&incidence->walk, at[i], &step))
            take_step(incidence, &step);
        for (size_t from = 0; from < incidence->froms; from++) {
            const struct group *group = &incidence->groups[from];
            if (group->last >= 0)
                write_rows(incidence, &rows, (int32_t)from, at[i],
                           group->time == at[i] ? group->at_risk : incidence->walk.at_risk[from]);
        }
    }
    return wijk__estimates_end(&rows, rows.status, out);
}

/* ---- the call ---- */

static wijk_status start(struct incidence *incidence) {
    wijk_context *context = incidence->survival->context;
    const struct wijk__timeline *line = &incidence->survival->line;
    size_t each = sizeof *incidence->groups + incidence->tos * sizeof *incidence->causes + sizeof *incidence->last;
    if (!wijk__multiply(incidence->froms, each, &incidence->size))
        return WIJK_E_MEMORY;
    incidence->groups = wijk__allocate_zeroed(context, incidence->size);
    if (!incidence->groups)
        return WIJK_E_MEMORY;
    incidence->causes = (struct cause *)(incidence->groups + incidence->froms);
    incidence->last = (double *)(incidence->causes + incidence->froms * incidence->tos);
    wijk__timeline_last(line, incidence->last);
    for (size_t from = 0; from < incidence->froms; from++) {
        incidence->groups[from] = (struct group){.survival = 1, .time = -1, .last = incidence->last[from]};
        incidence->present += incidence->last[from] >= 0;
    }
    return wijk__timeline_walk_start(line, &incidence->walk);
}

wijk_status wijk_survival_incidence(const wijk_survival *survival, wijk_incidence_variance variance,
                                    wijk_survival_interval interval, double level, const double *at, size_t at_count,
                                    wijk_table **out, wijk_error *error) {
    struct incidence incidence = {.survival = survival, .variance = variance};
    wijk__error_clear(error);
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (!survival)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "survival");
    if (variance < WIJK_INCIDENCE_VARIANCE_AALEN || variance > WIJK_INCIDENCE_VARIANCE_GREENWOOD)
        return wijk__fail_path(error, WIJK_E_CODE, "variance");
    wijk_status status = wijk__limits_kind(interval, level, &incidence.kind, error);
    if (status == WIJK_OK)
        status = wijk__check_at(at, at_count, 0, error);
    if (status != WIJK_OK)
        return status;
    incidence.froms = (size_t)survival->line.froms;
    incidence.tos = (size_t)survival->line.tos;
    status = start(&incidence);
    if (status == WIJK_OK)
        status = estimate(&incidence, at, at_count, out);
    wijk__timeline_walk_end(&incidence.walk);
    wijk__release(survival->context, incidence.groups, incidence.size);
    return wijk__error_note(error, status);
}
