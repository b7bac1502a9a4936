/* Whether groups differ in time until an event: the log-rank test and the family of Harrington and Fleming. */
#include "measure/survival.h"

#include <math.h>

enum { GROUPS_MOST = 1024 };

struct compared { /* only groups with subjects, numbered anew */
    wijk_context *context;
    size_t groups;
    int32_t *place; /* of each group of the timeline; -1: it has no subjects */
    double *subjects, *observed, *expected;
    double *variance; /* groups * groups, of observed minus expected */
    double *part;     /* which part of those at risk at one time is of each group */
    size_t place_size, size;
};

static void compared_end(struct compared *compared) {
    wijk__release(compared->context, compared->place, compared->place_size);
    wijk__release(compared->context, compared->subjects, compared->size);
}

static wijk_status compared_start(const wijk_survival *survival, struct compared *compared) {
    const struct wijk__timeline *line = &survival->line;
    *compared = (struct compared){.context = survival->context, .place_size = (size_t)line->froms * sizeof(int32_t)};
    compared->place = wijk__allocate_zeroed(survival->context, compared->place_size);
    if (!compared->place)
        return WIJK_E_MEMORY;
    for (size_t i = 0; i < line->changes; i++)
        compared->place[line->change[i].from] = 1;
    for (int32_t group = 0; group < line->froms; group++)
        compared->place[group] = compared->place[group] ? (int32_t)compared->groups++ : -1;
    size_t groups = compared->groups;
    if (groups > GROUPS_MOST)
        return WIJK_E_LIMIT;
    compared->size = (4 + groups) * groups * sizeof(double);
    compared->subjects = wijk__allocate_zeroed(survival->context, compared->size);
    if (!compared->subjects)
        return WIJK_E_MEMORY;
    compared->observed = compared->subjects + groups;
    compared->expected = compared->observed + groups;
    compared->part = compared->expected + groups;
    compared->variance = compared->part + groups;
    return WIJK_OK;
}

/* One time at which `events` of `at_risk` had the event, with its weight. */
static void add_time(struct compared *compared, double at_risk, double events, double weight) {
    size_t groups = compared->groups;
    double spread = at_risk > 1 ? weight * weight * events * (at_risk - events) / (at_risk - 1) : 0;
    for (size_t g = 0; g < groups; g++) {
        double part = compared->part[g];
        compared->expected[g] += weight * events * part;
        for (size_t h = 0; h <= g && part > 0 && spread > 0; h++)
            compared->variance[g * groups + h] += spread * part * ((g == h) - compared->part[h]);
    }
}

static double power(double base, double exponent) {
    return exponent == 0 ? 1 : exponent == 1 ? base : pow(base, exponent);
}

/* All times, one after the other; the walk moves on by group, so who are at risk is kept here. */
static void add_times(const wijk_survival *survival, double rho, uint64_t *at_risk, struct compared *compared) {
    const struct wijk__timeline *line = &survival->line;
    double pooled = 1;
    uint64_t all = 0;
    memcpy(at_risk, line->start, (size_t)line->froms * sizeof *at_risk);
    for (int32_t group = 0; group < line->froms; group++)
        all += at_risk[group];
    for (size_t place = 0; place < line->times; place++) {
        const struct wijk__change *first = &line->change[line->first[place]];
        const struct wijk__change *end = &line->change[line->first[place + 1]];
        double weight = power(pooled, rho);
        uint64_t events = 0;
        for (const struct wijk__change *change = first; change < end; change++) {
            if (change->to <= WIJK__CENSORED)
                continue;
            events += change->count;
            compared->observed[compared->place[change->from]] += weight * change->count;
        }
        for (int32_t group = 0; events > 0 && group < line->froms; group++)
            if (compared->place[group] >= 0)
                compared->part[compared->place[group]] = (double)at_risk[group] / (double)all;
        if (events > 0)
            add_time(compared, (double)all, (double)events, weight);
        pooled *= events > 0 ? (double)(all - events) / (double)all : 1;
        for (const struct wijk__change *change = first; change < end; change++) {
            uint64_t count = change->to == WIJK__ENTERED ? change->count : 0 - (uint64_t)change->count;
            at_risk[change->from] += count;
            all += count;
            if (change->to != WIJK__ENTERED)
                compared->subjects[compared->place[change->from]] += change->count;
        }
    }
}

/* (O - E)' V^-1 (O - E) over all groups but the first of those in which something was expected, by Cholesky's
 * decomposition in place; NaN when V has no inverse: groups that were never at risk together. */
static double statistic(struct compared *compared, int64_t *df) {
    size_t groups = compared->groups, count = 0;
    size_t first = groups;
    double *v = compared->variance, *d = compared->part, sum = 0;
    for (size_t g = 0; g < groups; g++) {
        if (!(compared->expected[g] > 0))
            continue;
        if (first == groups) {
            first = g;
            continue;
        }
        size_t before = 0;
        for (size_t h = first + 1; h < g; h++) /* moved up and left, over what was used already */
            if (compared->expected[h] > 0)
                v[count * groups + before++] = v[g * groups + h];
        v[count * groups + count] = v[g * groups + g];
        d[count++] = compared->observed[g] - compared->expected[g];
    }
    *df = (int64_t)count;
    for (size_t g = 0; g < count; g++) {
        double whole = v[g * groups + g];
        for (size_t h = 0; h <= g; h++) {
            double rest = v[g * groups + h];
            for (size_t k = 0; k < h; k++)
                rest -= v[g * groups + k] * v[h * groups + k];
            if (h == g && !(rest > 1e-12 * whole))
                return NAN;
            v[g * groups + h] = h == g ? sqrt(rest) : rest / v[h * groups + h];
        }
        for (size_t k = 0; k < g; k++)
            d[g] -= v[g * groups + k] * d[k];
        d[g] /= v[g * groups + g];
        sum += d[g] * d[g];
    }
    return count > 0 ? sum : NAN;
}

static wijk_status write_rows(const wijk_survival *survival, double rho, struct compared *compared, wijk_table **out) {
    struct wijk__estimates rows = wijk__estimates_new(survival->context, WIJK_RESULT_SURVIVAL_TESTS, compared->groups);
    struct wijk__row_survival_tests *row = rows.rows;
    int64_t df = 0;
    double chi2 = statistic(compared, &df);
    for (int32_t group = 0; rows.status == WIJK_OK && group < survival->line.froms; group++) {
        int32_t place = compared->place[group];
        if (place < 0)
            continue;
        *row++ = (struct wijk__row_survival_tests){.group = group,
                                                   .subjects = (int64_t)compared->subjects[place],
                                                   .observed = compared->observed[place],
                                                   .expected = compared->expected[place],
                                                   .chi2 = chi2,
                                                   .df = df,
                                                   .p = isnan(chi2) ? NAN : wijk__chi2_sf(chi2, (double)df),
                                                   .rho = rho};
    }
    return wijk__estimates_end(&rows, rows.status, out);
}

wijk_status wijk_survival_test(const wijk_survival *survival, double rho, wijk_table **out, wijk_error *error) {
    struct compared compared;
    wijk__error_clear(error);
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (!survival)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "survival");
    wijk_status status = wijk__check_number(rho, 0, "rho", error);
    if (status != WIJK_OK)
        return status;
    status = compared_start(survival, &compared);
    size_t size = (size_t)survival->line.froms * sizeof(uint64_t);
    uint64_t *at_risk = status == WIJK_OK ? wijk__allocate(survival->context, size) : NULL;
    if (status == WIJK_OK && !at_risk)
        status = WIJK_E_MEMORY;
    if (status == WIJK_OK) {
        add_times(survival, rho, at_risk, &compared);
        status = write_rows(survival, rho, &compared, out);
    }
    wijk__release(survival->context, at_risk, size);
    compared_end(&compared);
    return wijk__error_note(error, status);
}
