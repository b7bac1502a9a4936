/* Time until an event: counted, then the Kaplan-Meier curve of each group, its median and its restricted mean. */
#include "measure/survival.h"

#include <math.h>

/* ---- counting ---- */

static wijk_status wrap(wijk_context *context, struct wijk__timeline *line, wijk_survival **out) {
    wijk_survival *survival = wijk__allocate(context, sizeof *survival);
    if (!survival) {
        wijk__timeline_free(line);
        return WIJK_E_MEMORY;
    }
    survival->context = wijk_context_ref(context);
    survival->line = *line;
    *out = survival;
    return WIJK_OK;
}

wijk_status wijk_survival_new(wijk_context *context, const double *time, const int32_t *event, const double *entry,
                              const int32_t *group, size_t count, wijk_survival **out, wijk_error *error) {
    struct wijk__timeline line;
    wijk__error_clear(error);
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (!context || (count > 0 && (!time || !event)))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !context ? "context" : !time ? "time" : "event");
    const struct wijk__spells spells = {.count = count, .entry = entry, .exit = time, .from = group, .to = event,
                                        .from_least = 0, .from_most = WIJK_SURVIVAL_GROUP_MOST,
                                        .to_most = WIJK_SURVIVAL_CAUSE_MOST, .exit_name = "time",
                                        .from_name = "group", .to_name = "event"};
    wijk_status status = wijk__timeline_count(context, &spells, &line, error);
    return status == WIJK_OK ? wijk__error_note(error, wrap(context, &line, out)) : status;
}

wijk_status wijk__survival_from_grid(wijk_context *context, const struct wijk__day_grid *grid, const uint64_t *start,
                                     wijk_survival **out) {
    struct wijk__timeline line;
    *out = NULL;
    wijk_status status = wijk__timeline_from_grid(context, grid, start, &line);
    return status == WIJK_OK ? wrap(context, &line, out) : status;
}

void wijk_survival_destroy(wijk_survival *survival) {
    if (!survival)
        return;
    wijk_context *context = survival->context;
    wijk__timeline_free(&survival->line);
    wijk__release(context, survival, sizeof *survival);
    wijk_context_unref(context);
}

/* ---- a curve as it goes on ---- */

struct curve { /* of one group */
    double survival;
    double sum;          /* Greenwood's: of d / (Y (Y - d)); no standard error once the curve is 0 */
    double last;         /* the last time at which anyone was seen; below 0: the group has no subjects */
    double time;         /* of the last step, ... */
    uint64_t at_risk;    /* ... and who were at risk then */
    uint64_t events, censored; /* since the last row */
    size_t row;          /* where its next row goes */
};

static void curve_step(struct curve *curve, const struct wijk__timeline_step *step) {
    curve->time = step->time;
    curve->at_risk = step->at_risk;
    curve->events += step->events;
    curve->censored += step->censored;
    if (step->events == 0)
        return;
    double at_risk = (double)step->at_risk, left = (double)(step->at_risk - step->events);
    curve->survival *= left / at_risk;
    curve->sum += (double)step->events / (at_risk * left);
}

static double standard_error(const struct curve *curve) {
    return curve->survival > 0 ? curve->survival * sqrt(curve->sum) : NAN;
}

struct curves { /* of all groups, and the walk along their timeline */
    struct wijk__timeline_walk walk;
    struct curve *list;
    int32_t count;
    size_t present; /* groups with subjects */
};

static void curves_end(struct curves *curves) {
    if (curves->list)
        wijk__release(curves->walk.line->context, curves->list, (size_t)curves->count * sizeof *curves->list);
    wijk__timeline_walk_end(&curves->walk);
}

static wijk_status curves_start(const wijk_survival *survival, struct curves *curves) {
    const struct wijk__timeline *line = &survival->line;
    size_t groups = (size_t)line->froms;
    double *last = wijk__allocate(line->context, groups * sizeof *last);
    *curves = (struct curves){.count = line->froms};
    wijk_status status = last ? wijk__timeline_walk_start(line, &curves->walk) : WIJK_E_MEMORY;
    if (status == WIJK_OK && (curves->list = wijk__allocate(line->context, groups * sizeof *curves->list)) == NULL)
        status = WIJK_E_MEMORY;
    if (status == WIJK_OK) {
        wijk__timeline_last(line, last);
        for (size_t group = 0; group < groups; group++) {
            curves->list[group] = (struct curve){.survival = 1, .time = -1, .last = last[group]};
            curves->present += last[group] >= 0;
        }
    } else {
        curves_end(curves);
    }
    wijk__release(line->context, last, groups * sizeof *last);
    return status;
}

/* ---- rows of the curve ---- */

static void write_row(struct wijk__estimates *rows, const struct wijk__limits_kind *kind, int32_t group, double time,
                      uint64_t at_risk, struct curve *curve) {
    struct wijk__row_survival_curves *row = (struct wijk__row_survival_curves *)rows->rows + curve->row++;
    double error = standard_error(curve);
    *row = wijk__blank_survival_curves;
    row->group = group;
    row->time = time;
    row->at_risk = (int64_t)at_risk;
    row->events = (int64_t)curve->events;
    row->censored = (int64_t)curve->censored;
    row->interval = kind->interval;
    row->level = kind->level;
    curve->events = curve->censored = 0;
    if (time > curve->last && curve->survival > 0)
        return; /* nobody was followed that long */
    struct wijk__limits limits = wijk__limits(kind, curve->survival, error);
    row->survival = curve->survival;
    row->std_error = error;
    row->lower = limits.lower;
    row->upper = limits.upper;
}

/* A row for each time of each group at which someone leaves. */
static wijk_status rows_of_all(const wijk_survival *survival, struct curves *curves,
                               const struct wijk__limits_kind *kind, struct wijk__estimates *rows) {
    const struct wijk__timeline *line = &survival->line;
    struct wijk__timeline_step step;
    size_t count = 0;
    for (size_t place = 0; place < line->times; place++)
        for (size_t i = line->first[place]; i < line->first[place + 1]; i++) {
            const struct wijk__change *change = &line->change[i];
            bool first = i == line->first[place] || change[-1].from != change->from || change[-1].to == WIJK__ENTERED;
            curves->list[change->from].row += change->to != WIJK__ENTERED && first;
        }
    for (int32_t group = 0; group < curves->count; group++) {
        size_t own = curves->list[group].row;
        curves->list[group].row = count;
        count += own;
    }
    *rows = wijk__estimates_new(survival->context, WIJK_RESULT_SURVIVAL_CURVES, count);
    while (rows->status == WIJK_OK && wijk__timeline_next(&curves->walk, HUGE_VAL, &step)) {
        curve_step(&curves->list[step.from], &step);
        if (step.events + step.censored > 0)
            write_row(rows, kind, step.from, step.time, step.at_risk, &curves->list[step.from]);
    }
    return rows->status;
}

/* A row for each group and each time asked for. */
static wijk_status rows_at(const wijk_survival *survival, struct curves *curves, const double *at, size_t at_count,
                           const struct wijk__limits_kind *kind, struct wijk__estimates *rows) {
    struct wijk__timeline_step step;
    size_t count, next = 0;
    if (!wijk__multiply(curves->present, at_count, &count))
        count = SIZE_MAX; /* too many all the same */
    *rows = wijk__estimates_new(survival->context, WIJK_RESULT_SURVIVAL_CURVES, count);
    for (int32_t group = 0; group < curves->count; group++) {
        curves->list[group].row = next;
        next += curves->list[group].last >= 0 ? at_count : 0;
    }
    for (size_t i = 0; rows->status == WIJK_OK && i < at_count; i++) {
        while (wijk__timeline_next(&curves->walk, at[i], &step))
            curve_step(&curves->list[step.from], &step);
        for (int32_t group = 0; group < curves->count; group++) {
            struct curve *curve = &curves->list[group];
            if (curve->last >= 0)
                write_row(rows, kind, group, at[i],
                          curve->time == at[i] ? curve->at_risk : curves->walk.at_risk[group], curve);
        }
    }
    return rows->status;
}

wijk_status wijk_survival_curve(const wijk_survival *survival, wijk_survival_interval interval, double level,
                                const double *at, size_t at_count, wijk_table **out, wijk_error *error) {
    struct wijk__limits_kind kind;
    struct wijk__estimates rows;
    struct curves curves;
    wijk__error_clear(error);
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (!survival)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "survival");
    wijk_status status = wijk__limits_kind(interval, level, &kind, error);
    if (status == WIJK_OK)
        status = wijk__check_at(at, at_count, 0, error);
    if (status == WIJK_OK)
        status = curves_start(survival, &curves);
    if (status != WIJK_OK)
        return wijk__error_note(error, status);
    status = at_count ? rows_at(survival, &curves, at, at_count, &kind, &rows)
                      : rows_of_all(survival, &curves, &kind, &rows);
    curves_end(&curves);
    return wijk__error_note(error, wijk__estimates_end(&rows, status, out));
}

/* ---- median ---- */

struct crossing { /* where a curve comes to a half, as R looks for it */
    double at, value;
    bool found, done;
};

static void cross(struct crossing *crossing, double time, double value) {
    const double half = 0.5, near = 1.4901161193847656e-08; /* the root of the spacing of doubles at 1, as in R */
    if (crossing->done || isnan(value) || value >= half + near)
        return;
    if (!crossing->found)
        *crossing = (struct crossing){time, value, true, fabs(value - half) >= near};
    else if (value < crossing->value) /* it was a half until now */
        *crossing = (struct crossing){(crossing->at + time) / 2, value, true, true};
}

static void write_median(struct wijk__row_survival_medians *row, const struct wijk__limits_kind *kind,
                         const struct crossing found[3], const struct curve *curve) {
    row->median = found[0].found ? found[0].at : NAN;
    row->lower = found[1].found ? found[1].at : NAN;
    row->upper = found[2].found ? found[2].at : NAN;
    row->subjects = (int64_t)(curve->events + curve->censored);
    row->events = (int64_t)curve->events;
    row->interval = kind->interval;
    row->level = kind->level;
}

static wijk_status medians(const wijk_survival *survival, struct curves *curves, const struct wijk__limits_kind *kind,
                           wijk_table **out) {
    size_t size = (size_t)curves->count * 3 * sizeof(struct crossing);
    struct crossing *found = wijk__allocate_zeroed(survival->context, size);
    struct wijk__estimates rows = wijk__estimates_new(survival->context, WIJK_RESULT_SURVIVAL_MEDIANS, curves->present);
    struct wijk__row_survival_medians *row = rows.rows;
    struct wijk__timeline_step step;
    wijk_status status = found ? rows.status : WIJK_E_MEMORY;
    while (status == WIJK_OK && wijk__timeline_next(&curves->walk, HUGE_VAL, &step)) {
        struct curve *curve = &curves->list[step.from];
        struct crossing *mine = &found[3 * step.from];
        curve_step(curve, &step);
        struct wijk__limits limits = wijk__limits(kind, curve->survival, standard_error(curve));
        cross(&mine[0], step.time, curve->survival);
        cross(&mine[1], step.time, limits.lower);
        cross(&mine[2], step.time, limits.upper);
    }
    for (int32_t group = 0; status == WIJK_OK && group < curves->count; group++) {
        if (curves->list[group].last < 0)
            continue;
        *row = wijk__blank_survival_medians;
        row->group = group;
        write_median(row++, kind, &found[3 * group], &curves->list[group]);
    }
    wijk__release(survival->context, found, size);
    return wijk__estimates_end(&rows, status, out);
}

wijk_status wijk_survival_median(const wijk_survival *survival, wijk_survival_interval interval, double level,
                                 wijk_table **out, wijk_error *error) {
    struct wijk__limits_kind kind;
    struct curves curves;
    wijk__error_clear(error);
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (!survival)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "survival");
    wijk_status status = wijk__limits_kind(interval, level, &kind, error);
    if (status == WIJK_OK)
        status = curves_start(survival, &curves);
    if (status != WIJK_OK)
        return wijk__error_note(error, status);
    status = medians(survival, &curves, &kind, out);
    curves_end(&curves);
    return wijk__error_note(error, status);
}

/* ---- restricted mean ---- */

/* The area under the curve so far, and its variance: the sum over the event times before of h A^2, where A is the area
 * since that time and h is Greenwood's d / (Y (Y - d)). */
struct area {
    double area, from;
    double h, h_a, h_a_a; /* sums of h, h A, h A^2 */
};

static void area_until(struct area *area, double time, double survival) {
    double more = (time - area->from) * survival;
    area->area += more;
    area->h_a_a += more * (2 * area->h_a + more * area->h);
    area->h_a += more * area->h;
    area->from = time;
}

static void area_step(struct area *area, struct curve *curve, const struct wijk__timeline_step *step) {
    area_until(area, step->time, curve->survival);
    double before = curve->sum;
    curve_step(curve, step);
    if (curve->survival > 0)
        area->h += curve->sum - before;
}

static wijk_status means(const wijk_survival *survival, struct curves *curves, double until, wijk_table **out) {
    size_t size = (size_t)curves->count * sizeof(struct area);
    struct area *areas = wijk__allocate_zeroed(survival->context, size);
    struct wijk__estimates rows = wijk__estimates_new(survival->context, WIJK_RESULT_SURVIVAL_MEANS, curves->present);
    struct wijk__row_survival_means *row = rows.rows;
    struct wijk__timeline_step step;
    wijk_status status = areas ? rows.status : WIJK_E_MEMORY;
    while (status == WIJK_OK && wijk__timeline_next(&curves->walk, until, &step))
        area_step(&areas[step.from], &curves->list[step.from], &step);
    for (int32_t group = 0; status == WIJK_OK && group < curves->count; group++) {
        struct curve *curve = &curves->list[group];
        if (curve->last < 0)
            continue;
        *row = wijk__blank_survival_means;
        row->group = group;
        row->until = until;
        if (until <= curve->last || curve->survival <= 0) {
            area_until(&areas[group], until, curve->survival);
            row->mean = areas[group].area;
            row->std_error = sqrt(areas[group].h_a_a);
        }
        row++;
    }
    wijk__release(survival->context, areas, size);
    return wijk__estimates_end(&rows, status, out);
}

wijk_status wijk_survival_mean(const wijk_survival *survival, double until, wijk_table **out, wijk_error *error) {
    struct curves curves;
    wijk__error_clear(error);
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (!survival)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "survival");
    wijk_status status = until > 0 ? wijk__check_number(until, 0, "until", error)
                                   : wijk__fail_path(error, WIJK_E_RANGE, "until");
    if (status == WIJK_OK)
        status = curves_start(survival, &curves);
    if (status != WIJK_OK)
        return wijk__error_note(error, status);
    status = means(survival, &curves, until, out);
    curves_end(&curves);
    return wijk__error_note(error, status);
}
