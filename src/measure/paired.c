/* Scores before and after: effect sizes with exact limits, and the tests that need no normal distribution. */
#include "measure/measure.h"
#include "measure/results.h"

#include <math.h>
#include <wijkteam/score.h>

enum {
    STATISTICS = WIJK_PAIRED_STATISTIC_SIGNED_RANK_CORRECTED,
    EXACT_MOST = 50, /* pairs for which the sums of ranks are counted: all 2^50 subsets fit a double */
    SUMS_MOST = EXACT_MOST * (EXACT_MOST + 1) / 2 + 1
};
/* A deviation below this part of the largest value is rounding. */
#define CONSTANT 1e-14

struct pairs {
    size_t count;
    double level;
    double mean;                                 /* of the differences */
    double deviation, before, after;             /* standard deviations; NaN for fewer than two pairs */
    double r;                                    /* NaN where one side does not vary */
    struct wijk__row_paired_statistics *rows; /* by statistic, from 1 */
};

static struct wijk__row_paired_statistics *row_of(struct pairs *pairs, int32_t statistic) {
    return &pairs->rows[statistic - 1];
}

/* ---- sums ---- */

/* Values less their mean, in place; the second pass takes what the first left. Answers the mean. */
static double centre(double *values, size_t count) {
    double mean = wijk__sum(values, NULL, count) / (double)count;
    for (size_t i = 0; i < count; i++)
        values[i] -= mean;
    double rest = wijk__sum(values, NULL, count) / (double)count;
    for (size_t i = 0; i < count; i++)
        values[i] -= rest;
    return mean + rest;
}

static double largest(const double *values, size_t count, double most) {
    for (size_t i = 0; i < count; i++)
        most = fmax(most, fabs(values[i]));
    return most;
}

/* Of centred values; 0 when they differ by no more than rounding. */
static double deviation(const double *values, size_t count, double scale) {
    double sd = sqrt(wijk__sum(values, values, count) / ((double)count - 1));
    return sd > CONSTANT * scale ? sd : 0;
}

/* `room` has place for two values of each pair. */
static void add_up(struct pairs *pairs, const double *before, const double *after, double *room) {
    size_t count = pairs->count;
    double scale = largest(after, count, largest(before, count, 0)), *other = room + count;
    pairs->mean = pairs->deviation = pairs->before = pairs->after = pairs->r = (double)NAN;
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        room[i] = after[i] - before[i];
    pairs->mean = centre(room, count);
    if (count == 1)
        return;
    pairs->deviation = deviation(room, count, scale);
    memcpy(room, before, count * sizeof *room);
    memcpy(other, after, count * sizeof *other);
    centre(room, count);
    centre(other, count);
    pairs->before = deviation(room, count, scale);
    pairs->after = deviation(other, count, scale);
    if (pairs->before > 0 && pairs->after > 0) {
        double r = wijk__sum(room, other, count) / ((double)count - 1) / pairs->before / pairs->after;
        pairs->r = fmax(fmin(r, 1), -1);
    }
}

/* ---- effect sizes ---- */

/* The correction of Hedges, which is below 1. */
static double small_sample(double degrees) {
    if (degrees < 2)
        return (double)NAN; /* gamma of 0 */
    return exp(wijk__log_gamma(degrees / 2) - log(degrees / 2) / 2 - wijk__log_gamma((degrees - 1) / 2));
}

static void put_limits(struct wijk__row_paired_statistics *row, double value, double lower, double upper) {
    row->value = value;
    row->lower = lower;
    row->upper = upper;
}

static void effect_sizes(struct pairs *pairs) {
    double n = (double)pairs->count, degrees = n - 1, tail = (1 - pairs->level) / 2;
    row_of(pairs, WIJK_PAIRED_STATISTIC_MEAN_DIFFERENCE)->value = pairs->mean;
    row_of(pairs, WIJK_PAIRED_STATISTIC_R)->value = pairs->r;
    if (pairs->count < 2)
        return;
    double sum = pairs->before + pairs->after;
    double mean_square = (pairs->before * pairs->before + pairs->after * pairs->after) / 2;
    if (sum > 0) {
        row_of(pairs, WIJK_PAIRED_STATISTIC_D_AV)->value = pairs->mean / (sum / 2);
        row_of(pairs, WIJK_PAIRED_STATISTIC_D_AV_RMS)->value = pairs->mean / sqrt(mean_square);
    }
    if (!(pairs->deviation > 0))
        return;
    double error = pairs->deviation / sqrt(n), t = pairs->mean / error;
    double reach = -wijk__t_quantile(tail, degrees) * error;
    double lower = wijk__noncentral_t_limit(t, degrees, tail), upper = wijk__noncentral_t_limit(t, degrees, 1 - tail);
    double d = pairs->mean / pairs->deviation, hedges = small_sample(degrees);
    put_limits(row_of(pairs, WIJK_PAIRED_STATISTIC_MEAN_DIFFERENCE), pairs->mean, pairs->mean - reach,
               pairs->mean + reach);
    row_of(pairs, WIJK_PAIRED_STATISTIC_T)->value = t;
    row_of(pairs, WIJK_PAIRED_STATISTIC_T)->p_value = wijk__t_two_sided(t, degrees);
    put_limits(row_of(pairs, WIJK_PAIRED_STATISTIC_D_Z), d, lower / sqrt(n), upper / sqrt(n));
    put_limits(row_of(pairs, WIJK_PAIRED_STATISTIC_G_Z), hedges * d, hedges * (lower / sqrt(n)),
               hedges * (upper / sqrt(n)));
    row_of(pairs, WIJK_PAIRED_STATISTIC_D_RM)->value = d * sqrt(2 * (1 - pairs->r));
    if (sum > 0) {
        double unit = error / sqrt(mean_square); /* what a unit of t is of this effect size */
        put_limits(row_of(pairs, WIJK_PAIRED_STATISTIC_D_AV_RMS), t * unit, lower * unit, upper * unit);
    }
}

/* ---- tests of ranks ---- */

/* The chance of a sum of ranks as far from the middle as this one, or further, among all signs that ranks may have. */
static double exact_chance(size_t count, double sum) {
    double ways[SUMS_MOST] = {1}, all = 1, fewer = 0;
    size_t most = count * (count + 1) / 2;
    for (size_t rank = 1; rank <= count; rank++, all *= 2)
        for (size_t i = most; i >= rank; i--)
            ways[i] += ways[i - rank];
    size_t least = (size_t)fmin(sum, (double)most - sum);
    for (size_t i = 0; i <= least; i++)
        fewer += ways[i];
    return fmin(2 * (fewer / all), 1);
}

static void put_test(struct pairs *pairs, int32_t statistic, size_t used, double value, double p) {
    struct wijk__row_paired_statistics *row = row_of(pairs, statistic);
    row->pairs = (int64_t)used;
    row->value = value;
    row->p_value = p;
}

/* Of the differences that are not 0; `ranks` of their sizes, as wijk__ranks() has them. */
static void signed_rank(struct pairs *pairs, size_t used, const double *differences, const double *ranks,
                        double ties) {
    double n = (double)used, sum = 0, middle = n * (n + 1) / 4;
    for (size_t i = 0; i < used; i++)
        sum += differences[i] < 0 ? 0 : (ranks[i] + n + 1) / 2;
    double spread = sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24), off = sum - middle;
    bool exact = used > 0 && used <= EXACT_MOST && ties == 0;
    put_test(pairs, WIJK_PAIRED_STATISTIC_SIGNED_RANK_EXACT, used, used > 0 ? sum : (double)NAN,
             exact ? exact_chance(used, sum) : (double)NAN);
    double z = used > 0 ? off / spread : (double)NAN;
    double corrected = used > 0 ? (off - (off > 0 ? 0.5 : off < 0 ? -0.5 : 0)) / spread : (double)NAN;
    put_test(pairs, WIJK_PAIRED_STATISTIC_SIGNED_RANK_NORMAL, used, z, 2 * wijk__normal_cdf(-fabs(z)));
    put_test(pairs, WIJK_PAIRED_STATISTIC_SIGNED_RANK_CORRECTED, used, corrected,
             2 * wijk__normal_cdf(-fabs(corrected)));
}

/* `room` has place for three values of each pair. Pairs without a difference take no part (Wilcoxon 1945). */
static wijk_status rank_tests(wijk_context *context, struct pairs *pairs, const double *before, const double *after,
                              double *room) {
    double *differences = room, *sizes = room + pairs->count, *ranks = sizes + pairs->count, ties;
    size_t used = 0;
    int64_t rose = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        double difference = after[i] - before[i];
        if (difference == 0)
            continue;
        rose += difference > 0;
        sizes[used] = fabs(difference);
        differences[used++] = difference;
    }
    int64_t fewest = rose < (int64_t)used - rose ? rose : (int64_t)used - rose;
    put_test(pairs, WIJK_PAIRED_STATISTIC_SIGN, used, used > 0 ? (double)rose : (double)NAN,
             used > 0 ? fmin(2 * wijk__binomial_cdf(fewest, (int64_t)used, 0.5), 1) : (double)NAN);
    wijk_status status = wijk__ranks(context, sizes, used, ranks, &ties);
    if (status == WIJK_OK)
        signed_rank(pairs, used, differences, ranks, ties);
    return status;
}

/* ---- the call ---- */

static wijk_status reckon(wijk_context *context, struct pairs *pairs, const double *before, const double *after) {
    size_t size;
    double *room = wijk__multiply(pairs->count, 3 * sizeof *room, &size) ? wijk__allocate(context, size) : NULL;
    if (!room)
        return WIJK_E_MEMORY;
    for (int32_t statistic = 1; statistic <= STATISTICS; statistic++)
        *row_of(pairs, statistic) = (struct wijk__row_paired_statistics){
            .statistic = statistic,
            .pairs = (int64_t)pairs->count,
            .value = (double)NAN,
            .lower = (double)NAN,
            .upper = (double)NAN,
            .level = pairs->level,
            .p_value = (double)NAN,
        };
    add_up(pairs, before, after, room);
    effect_sizes(pairs);
    wijk_status status = rank_tests(context, pairs, before, after, room);
    wijk__release(context, room, size);
    return status;
}

wijk_status wijk_paired_statistics(wijk_context *context, const double *before, const double *after, size_t count,
                                   double level, wijk_table **out, wijk_error *error) {
    struct pairs pairs = {.count = count, .level = level};
    void *rows;
    if (out)
        *out = NULL;
    if (!context || !out || (count > 0 && (!before || !after)))
        return wijk__fail(error, WIJK_E_ARGUMENT);
    if (!(level > 0 && level < 1))
        return wijk__fail_path(error, WIJK_E_RANGE, "level");
    for (size_t i = 0; i < count; i++) /* squares of what is larger would fit no double */
        if (!(fabs(before[i]) <= 1e100) || !(fabs(after[i]) <= 1e100))
            return wijk__fail_item(error, fabs(before[i]) <= 1e100 ? "after" : "before", i);
    wijk_status status = wijk__rows_new(context, WIJK_RESULT_PAIRED_STATISTICS, STATISTICS, &rows);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    pairs.rows = rows;
    status = reckon(context, &pairs, before, after);
    if (status == WIJK_OK)
        return wijk__rows_finish(context, WIJK_RESULT_PAIRED_STATISTICS, rows, STATISTICS, out, error);
    wijk__release(context, rows, STATISTICS * sizeof *pairs.rows);
    return wijk__fail(error, status);
}
