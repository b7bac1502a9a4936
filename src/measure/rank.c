/* Ranks, with those of equal values shared, and Spearman's correlation of ranks.
 *
 * Twice a rank less n + 1 is a whole number between -n and n, also where ranks are shared; all sums are of those, so
 * they are exact, or nearly so beyond two hundred million. */
#include "measure/measure.h"
#include "measure/results.h"

#include <math.h>
#include <wijkteam/score.h>

enum { DIGIT_BITS = 11, DIGITS = 6, RADIX = 1 << DIGIT_BITS };

struct item {
    uint64_t key; /* in the order of the values */
    uint32_t place;
};

/* Doubles in order as unsigned numbers: all bits of a negative one turned, the sign of others. -0 and 0 are equal. */
static uint64_t key_of(double value) {
    uint64_t bits;
    value += 0.0;
    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

/* By digits from the last to the first; a digit that all have in common moves nothing. Answers which of the two rooms
 * holds the items in order. */
static struct item *sort(struct item *items, struct item *other, size_t count) {
    for (unsigned shift = 0; shift < DIGITS * DIGIT_BITS; shift += DIGIT_BITS) {
        size_t starts[RADIX] = {0}, sum = 0;
        for (size_t i = 0; i < count; i++)
            starts[items[i].key >> shift & (RADIX - 1)]++;
        if (starts[items[0].key >> shift & (RADIX - 1)] == count)
            continue;
        for (size_t digit = 0; digit < RADIX; digit++) {
            size_t many = starts[digit];
            starts[digit] = sum;
            sum += many;
        }
        for (size_t i = 0; i < count; i++)
            other[starts[items[i].key >> shift & (RADIX - 1)]++] = items[i];
        struct item *swap = items;
        items = other;
        other = swap;
    }
    return items;
}

static double tie(double many) { return many * many * many - many; }

/* Twice the shared rank of `many` values after `before` others, less n + 1. */
static double shared_rank(size_t before, size_t many, size_t count) {
    return 2 * (double)before + (double)many - (double)count;
}

static wijk_status rank_by_sorting(wijk_context *context, const double *values, size_t count, double *ranks,
                                   double *ties) {
    struct item *items, *other, *sorted;
    size_t size;
    if (!wijk__multiply(count, 2 * sizeof *items, &size) || (items = wijk__allocate(context, size)) == NULL)
        return WIJK_E_MEMORY;
    other = items + count;
    for (size_t i = 0; i < count; i++)
        items[i] = (struct item){key_of(values[i]), (uint32_t)i};
    sorted = sort(items, other, count);
    for (size_t first = 0, last; first < count; first = last) {
        for (last = first + 1; last < count && sorted[last].key == sorted[first].key; last++)
            continue;
        double rank = shared_rank(first, last - first, count);
        *ties += tie((double)(last - first));
        for (size_t i = first; i < last; i++)
            ranks[sorted[i].place] = rank;
    }
    wijk__release(context, items, size);
    return WIJK_OK;
}

/* Whole numbers that lie close together, as scores and levels do, are counted. */
static wijk_status rank_by_counting(wijk_context *context, const double *values, size_t count, double least,
                                    size_t range, double *ranks, double *ties) {
    size_t *before, size;
    if (!wijk__multiply(range + 1, sizeof *before, &size) || (before = wijk__allocate_zeroed(context, size)) == NULL)
        return WIJK_E_MEMORY;
    for (size_t i = 0; i < count; i++)
        before[(size_t)(values[i] - least) + 1]++;
    for (size_t value = 0; value < range; value++) {
        *ties += tie((double)before[value + 1]);
        before[value + 1] += before[value];
    }
    for (size_t i = 0; i < count; i++) {
        size_t value = (size_t)(values[i] - least);
        ranks[i] = shared_rank(before[value], before[value + 1] - before[value], count);
    }
    wijk__release(context, before, size);
    return WIJK_OK;
}

wijk_status wijk__ranks(wijk_context *context, const double *values, size_t count, double *ranks, double *ties) {
    double least = count > 0 ? values[0] : 0, most = least;
    bool whole = true;
    *ties = 0;
    if (count > UINT32_MAX)
        return WIJK_E_LIMIT;
    for (size_t i = 0; i < count; i++) {
        least = values[i] < least ? values[i] : least;
        most = values[i] > most ? values[i] : most;
        whole = whole && values[i] == floor(values[i]);
    }
    if (count == 0)
        return WIJK_OK;
    if (whole && most - least <= (double)count && fabs(least) <= 1e15 && fabs(most) <= 1e15)
        return rank_by_counting(context, values, count, least, (size_t)(most - least) + 1, ranks, ties);
    return rank_by_sorting(context, values, count, ranks, ties);
}

/* ---- Spearman ---- */

double wijk__sum(const double *values, const double *times, size_t count) {
    double sum = 0, lost = 0; /* Neumaier: what the additions lose is added up apart */
    for (size_t i = 0; i < count; i++) {
        double value = times ? values[i] * times[i] : values[i], next = sum + value;
        lost += fabs(sum) >= fabs(value) ? (sum - next) + value : (value - next) + sum;
        sum = next;
    }
    return sum + lost;
}

double wijk__correlation_p(double r, double degrees) {
    if (!(degrees > 0))
        return 1; /* two pairs always lie on a line */
    double rest = (1 - r) * (1 + r);
    return rest > 0 ? wijk__t_two_sided(r * sqrt(degrees / rest), degrees) : 0;
}

static wijk_status correlate(wijk_context *context, const double *x, const double *y, size_t count, double *ranks,
                             double *rho) {
    double n = (double)count, whole = tie(n) / 3, x_ties, y_ties;
    wijk_status status = wijk__ranks(context, x, count, ranks, &x_ties);
    if (status == WIJK_OK)
        status = wijk__ranks(context, y, count, ranks + count, &y_ties);
    if (status != WIJK_OK)
        return status;
    double x_square = whole - x_ties / 3, y_square = whole - y_ties / 3;
    if (!(x_square > 0 && y_square > 0))
        return WIJK_NONE;
    double both = y_square * sqrt(x_square / y_square); /* exactly the one where they are equal, so that 1 is 1 */
    *rho = fmax(fmin(wijk__sum(ranks, ranks + count, count) / both, 1), -1);
    return WIJK_OK;
}

wijk_status wijk_spearman(wijk_context *context, const double *x, const double *y, size_t count, double *rho, double *p,
                          wijk_error *error) {
    size_t size;
    if (!context || !rho || !p || (count > 0 && (!x || !y)))
        return wijk__fail(error, WIJK_E_ARGUMENT);
    *rho = *p = 0;
    for (size_t i = 0; i < count; i++)
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return wijk__fail_item(error, isfinite(x[i]) ? "y" : "x", i);
    if (count > UINT32_MAX)
        return wijk__fail(error, WIJK_E_LIMIT);
    wijk__error_clear(error);
    if (count < 2)
        return WIJK_NONE;
    double *ranks = wijk__multiply(count, 2 * sizeof *ranks, &size) ? wijk__allocate(context, size) : NULL;
    if (!ranks)
        return wijk__fail(error, WIJK_E_MEMORY);
    wijk_status status = correlate(context, x, y, count, ranks, rho);
    wijk__release(context, ranks, size);
    if (status < 0)
        return wijk__fail(error, status);
    if (status == WIJK_OK)
        *p = wijk__correlation_p(*rho, (double)count - 2);
    return status;
}
