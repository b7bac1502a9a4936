/* Quantiles: the normal one by formula, the others by Newton's method on the logarithm of a tail, in a bracket.
 *
 * In the logarithm of x (gamma) or of the odds x / (1 - x) (beta) the logarithm of either tail is concave, because the
 * density is log-concave there. So Newton's steps never pass the root from the side of the tail, and one that comes
 * from the other side is held back. The bracket is for where numbers end: tails that underflow, or that are flat as far
 * as their digits go. With it every search ends, after as many turns as are set here at the most. */
#include "measure/measure.h"

#include <float.h>
#include <math.h>

enum {
    NEWTON_MOST = 100,
    TURNS_MOST = 180 /* the others halve the bracket: 80 times brings all numbers down to one */
};
#define COUNT_MOST (INT64_C(1) << 62)

/* ---- normal: M. J. Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988), relative error 1e-16 ---- */

static double ratio(const double above[8], const double below[8], double r) {
    double a = above[7], b = below[7];
    for (int i = 6; i >= 0; i--) {
        a = a * r + above[i];
        b = b * r + below[i];
    }
    return a / b;
}

double wijk__normal_quantile(double p) {
    static const double middle[2][8] = {
        {3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
         4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3},
        {1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3, 2.1213794301586595867e+4,
         3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3}};
    static const double side[2][8] = {
        {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
         1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4},
        {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
         1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}};
    static const double far_side[2][8] = {
        {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
         2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7},
        {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
         7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15}};
    double q = p - 0.5;
    if (fabs(q) <= 0.425)
        return q * ratio(middle[0], middle[1], 0.180625 - q * q);
    double r = sqrt(-log(q < 0 ? p : 1 - p));
    double z = r <= 5 ? ratio(side[0], side[1], r - 1.6) : ratio(far_side[0], far_side[1], r - 5);
    return q < 0 ? -z : z;
}

/* ---- Newton, in a bracket ---- */

/* For what is above 0. Both ends lie past the root, until a place that was tried takes their part. */
struct search {
    double low, at, high;
};

static struct search search_from(double guess) {
    return (struct search){DBL_MIN, fmin(fmax(guess, DBL_MIN), DBL_MAX), DBL_MAX};
}

/* How far in the logarithm it is to where a tail is `tail`, when it is `now` and changes by `slope` for a unit towards
 * where it is larger. From where the logarithm of the tail is flat a step could go far past the root: it is held to 2,
 * or to what is needed even where the tail is steepest. Endless where nothing can be told: the bracket is halved. */
static double newton_step(double tail, double now, double slope, double steepest) {
    if (!(now > 0 && slope > 0))
        return HUGE_VAL;
    double gain = log(tail / now);
    return fmax(gain * now / slope, fmin(gain / steepest, -2));
}

/* Go on by a step in the logarithm; by halving the bracket, in the logarithm too, when that would leave it or when
 * Newton had his turns. Answers whether that was not the last that matters: the next would be about its square. */
static bool search_on(struct search *search, bool is_low, double step, int turn) {
    double before = search->at;
    *(is_low ? &search->low : &search->high) = before;
    search->at = before * exp(step);
    if (fabs(step) < 1e-9)
        return false;
    if (!(search->at > search->low && search->at < search->high) || turn >= NEWTON_MOST)
        search->at = sqrt(search->low) * sqrt(search->high);
    return search->at != before;
}

/* The odds x / (1 - x) where the lower tail of beta is `lower`; found from the smaller of the two tails. 0 or endless
 * when they are beyond what a number can hold. */
static double beta_odds(double a, double b, double lower, double upper) {
    if (upper < lower) {
        double other = beta_odds(b, a, upper, lower);
        return other > 0 ? 1 / other : HUGE_VAL;
    }
    struct search search = search_from(a / b);
    bool goes_on = wijk__beta_inc(a, b, search.low, 1).lower < lower;
    if (!goes_on)
        return 0;
    for (int turn = 0; goes_on && turn < TURNS_MOST; turn++) {
        double x = search.at / (1 + search.at), y = 1 / (1 + search.at), now = wijk__beta_inc(a, b, x, y).lower;
        goes_on = search_on(&search, now < lower, newton_step(lower, now, wijk__beta_power(a, b, x, y), a), turn);
    }
    return search.at;
}

/* Where the upper tail of gamma is `tail`, or the lower one; 0 when that is below what a number can hold. */
static double gamma_point(double shape, double tail, bool is_upper) {
    struct search search = search_from(shape);
    struct wijk__tails now = wijk__gamma_inc(shape, search.low);
    bool goes_on = is_upper ? now.upper > tail : now.lower < tail;
    if (!goes_on)
        return 0;
    for (int turn = 0; goes_on && turn < TURNS_MOST; turn++) {
        now = wijk__gamma_inc(shape, search.at);
        double slope = shape * wijk__gamma_power(shape, search.at);
        goes_on = is_upper ? search_on(&search, now.upper > tail, -newton_step(tail, now.upper, slope, HUGE_VAL), turn)
                           : search_on(&search, now.lower < tail, newton_step(tail, now.lower, slope, shape), turn);
    }
    return search.at;
}

/* ---- quantiles ---- */

double wijk__beta_quantile(double a, double b, double p) {
    double odds = beta_odds(a, b, p, 1 - p);
    return odds > 1 ? 1 / (1 + 1 / odds) : odds / (1 + odds);
}

double wijk__gamma_quantile(double shape, double p) {
    return p > 0.5 ? gamma_point(shape, 1 - p, true) : gamma_point(shape, p, false);
}

double wijk__chi2_quantile(double p, double degrees) { return 2 * wijk__gamma_quantile(degrees / 2, p); }

double wijk__t_quantile(double p, double degrees) {
    double outside = 2 * fmin(p, 1 - p), inside = 2 * fabs(p - 0.5);
    if (!(inside > 0))
        return 0;
    double odds = beta_odds(degrees / 2, 0.5, outside, inside); /* degrees / t^2 */
    double t = odds > 0 ? sqrt(degrees / odds) : HUGE_VAL;
    return p < 0.5 ? -t : t;
}

/* ---- whole numbers ---- */

struct counts { /* the distribution of a count */
    int64_t most;  /* -1: it has none */
    double rate;   /* chance of one, or the mean */
};

static double counts_cdf(const struct counts *counts, int64_t at_most) {
    return counts->most < 0 ? wijk__poisson_cdf(at_most, counts->rate)
                            : wijk__binomial_cdf(at_most, counts->most, counts->rate);
}

/* The smallest count whose chance of at most that many reaches p: a bracket around a guess, then halving. */
static int64_t counts_quantile(const struct counts *counts, double p, double mean, double spread) {
    double wanted = p * (1 - 64 * DBL_EPSILON);
    double guess = fmin(fmax(floor(mean + spread * wijk__normal_quantile(p)), 0), (double)COUNT_MOST);
    int64_t low = (int64_t)guess - 1, high = low + 1, width = 1;
    while (low >= 0 && counts_cdf(counts, low) >= wanted) {
        high = low;
        low = low > width ? low - width : -1;
        width *= 2;
    }
    while (high < COUNT_MOST && counts_cdf(counts, high) < wanted) {
        low = high;
        high = width < COUNT_MOST - high ? high + width : COUNT_MOST;
        width += width < COUNT_MOST ? width : 0;
    }
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (counts_cdf(counts, middle) >= wanted)
            high = middle;
        else
            low = middle;
    }
    return high;
}

int64_t wijk__binomial_quantile(double p, int64_t n, double chance) {
    const struct counts counts = {n, chance};
    if (n <= 0 || !(chance > 0))
        return 0;
    int64_t found = counts_quantile(&counts, p, (double)n * chance, sqrt((double)n * chance * (1 - chance)));
    return found < n ? found : n;
}

int64_t wijk__poisson_quantile(double p, double mean) {
    const struct counts counts = {-1, mean};
    return mean > 0 ? counts_quantile(&counts, p, mean, sqrt(mean)) : 0;
}
