/* The noncentral t distribution, and the limits of its noncentrality.
 *
 * T = (Z + noncentrality) / S with S the root of chi-square over its degrees of freedom, so the chance of at most t is
 * the mean of the normal chance of t S - noncentrality. In the logarithm of S the integrand is smooth and falls off
 * fast on both sides: there the trapezium rule converges faster than any power of its step. Both tails are sums of
 * positive terms, so neither loses digits. Where t is so large that the normal chance is a step in S, it is the other
 * way round: the mean over Z of the chance of S at most (Z + noncentrality) / t. */
#include "measure/measure.h"

#include <float.h>
#include <math.h>

enum {
    FALL = 80,        /* the ends of the integral: where the density is e^-80 of its top */
    NORMAL_END = 13,  /* the same of the normal density */
    STEEP = 64,
    POINTS_LEAST = 64,
    POINTS_MOST = 65536,
    WIDENINGS_MOST = 64,
    LIMIT_STEPS = 200
};

/* Logarithm of the density of u = log S over that at its top, u = 0, for one degree of freedom. */
static double log_density(double u) { return u - expm1(2 * u) / 2; }

/* Where the density has fallen as far as it matters, on the side of `u`, from a place beyond: the function is concave,
 * so Newton's steps come closer from there and do not pass. */
static double integral_end(double u, double degrees) {
    for (int i = 0; i < 60; i++) {
        double step = (log_density(u) + FALL / degrees) / expm1(2 * u);
        u += step;
        if (fabs(step) < 1e-3 * fabs(u))
            break;
    }
    return u;
}

struct integral {
    double t, degrees, noncentrality;
    bool over_z;
    double lower, upper, density; /* sums so far */
};

static void add_points(struct integral *sums, double first, double step, int count) {
    for (int i = 0; i < count; i++) {
        double at = first + i * step, density;
        struct wijk__tails tails;
        if (sums->over_z) {
            double s = fmax((at + sums->noncentrality) / sums->t, 0), half = sums->degrees / 2;
            struct wijk__tails of_s = wijk__gamma_inc(half, half * s * s);
            density = wijk__normal_density(at);
            tails = (struct wijk__tails){of_s.upper, of_s.lower};
        } else {
            double z = sums->t * exp(at) - sums->noncentrality;
            density = exp(sums->degrees * log_density(at));
            tails = (struct wijk__tails){wijk__normal_cdf(z), wijk__normal_cdf(-z)};
        }
        sums->lower += density * tails.lower;
        sums->upper += density * tails.upper;
        sums->density += density;
    }
}

struct wijk__tails wijk__noncentral_t(double t, double degrees, double noncentrality) {
    bool over_z = fabs(t) > STEEP * sqrt(2 * degrees);
    if (over_z && t < 0) {
        struct wijk__tails mirror = wijk__noncentral_t(-t, degrees, -noncentrality);
        return (struct wijk__tails){mirror.upper, mirror.lower};
    }
    double from = over_z ? -NORMAL_END : integral_end(-FALL / degrees - 1, degrees);
    double to = over_z ? NORMAL_END : integral_end(1 + log1p(FALL / degrees), degrees);
    double step = (to - from) / POINTS_LEAST;
    struct integral sums = {t, degrees, noncentrality, over_z, 0, 0, 0};
    struct wijk__tails tails = {0, 0}, before;
    add_points(&sums, from, step, POINTS_LEAST + 1);
    for (int points = POINTS_LEAST; points <= POINTS_MOST; points *= 2) {
        add_points(&sums, from + step / 2, step, points);
        step /= 2;
        before = tails;
        tails = (struct wijk__tails){sums.lower / sums.density, sums.upper / sums.density};
        if (fabs(tails.lower - before.lower) <= 1e-12 * tails.lower &&
            fabs(tails.upper - before.upper) <= 1e-12 * tails.upper)
            break;
    }
    return tails;
}

/* ---- limits ---- */

struct limit { /* a noncentrality, and how far its tail is from the one wanted, on the scale of the normal quantile */
    double noncentrality, off;
};

static struct limit limit_at(double noncentrality, double t, double degrees, double wanted) {
    struct wijk__tails tails = wijk__noncentral_t(t, degrees, noncentrality);
    double upper = fmax(tails.upper, DBL_MIN), lower = fmax(tails.lower, DBL_MIN);
    double z = upper < lower ? wijk__normal_quantile(upper) : -wijk__normal_quantile(lower);
    return (struct limit){noncentrality, z - wanted};
}

/* Go on by ever wider steps until the limit is passed: downward when the width is negative. */
static struct limit past(struct limit limit, double width, double t, double degrees, double wanted) {
    for (int i = 0; i < WIDENINGS_MOST && (width < 0 ? limit.off > 0 : limit.off < 0); i++, width *= 2)
        limit = limit_at(limit.noncentrality + width, t, degrees, wanted);
    return limit;
}

/* On that scale the tail is nearly a straight line, so regula falsi (with the Illinois correction) takes few steps. */
double wijk__noncentral_t_limit(double t, double degrees, double upper) {
    double wanted = wijk__normal_quantile(upper), spread = hypot(1, t / sqrt(2 * degrees));
    struct limit low = limit_at(t + (wanted - 1) * spread, t, degrees, wanted);
    struct limit high = limit_at(t + (wanted + 1) * spread, t, degrees, wanted);
    low = past(low, -spread, t, degrees, wanted);
    high = past(high, spread, t, degrees, wanted);
    if (!(low.off < 0) || !(high.off > 0)) /* one of them is it, or as near as the digits of the tail go */
        return low.off < 0 ? high.noncentrality : low.noncentrality;
    double found = low.noncentrality;
    for (int i = 0, side = 0; i < LIMIT_STEPS; i++) {
        double before = found;
        found = (low.noncentrality * high.off - high.noncentrality * low.off) / (high.off - low.off);
        if (fabs(found - before) <= 4 * DBL_EPSILON * fmax(fabs(found), 1))
            break;
        struct limit now = limit_at(found, t, degrees, wanted);
        if (now.off == 0)
            break;
        if (now.off < 0) {
            low = now;
            high.off /= side == -1 ? 2 : 1;
            side = -1;
        } else {
            high = now;
            low.off /= side == 1 ? 2 : 1;
            side = 1;
        }
    }
    return found;
}
