/* Gamma, beta, normal, t, chi-square, F, binomial and Poisson: distribution functions with both tails.
 *
 * The powers in front of the incomplete functions are made of Stirling's error and the deviance, as C. Loader does
 * ("Fast and accurate computation of binomial probabilities", 2000), so that nothing large is subtracted from
 * something as large. The continued fraction of beta is that of DiDonato and Morris (ACM TOMS 18, 1992, algorithm 708);
 * both fractions are summed by the method of Lentz as modified by Thompson and Barnett (1986). */
#include "measure/measure.h"

#include <float.h>
#include <math.h>

#define HALF_LOG_2PI 0.918938533204672741780329736405617639861
#define SQRT_2PI 2.50662827463100050241576528481104525301
#define SQRT_HALF 0.707106781186547524400844362104849039285

enum {
    STEPS_MOST = 1000000, /* about 8 times the square root of the largest parameter are needed */
    STIRLING_FROM = 12    /* from here the series below is exact to the last digit */
};

/* ---- the pieces ---- */

/* atanh(y) / y - 1 for 0 <= y <= 1/2, which is (x + 1/2) log(1 + 1/x) - 1 for y = 1 / (2x + 1). */
static double atanh_rest(double y) {
    double square = y * y, power = square, sum = 0, term;
    for (int odd = 3; term = power / odd, sum + term > sum; odd += 2, power *= square)
        sum += term;
    return sum;
}

/* log gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2, for x > 0. */
static double stirling_error(double x) {
    static const double series[] = {
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400,
    };
    double below = 0;
    for (; x < STIRLING_FROM; x++)
        below += x < 0.5 ? (x + 0.5) * log1p(1 / x) - 1 : atanh_rest(1 / (2 * x + 1));
    double square = 1 / (x * x), sum = 0;
    for (size_t i = sizeof series / sizeof *series; i-- > 0;)
        sum = sum * square + series[i];
    return below + sum / x;
}

/* x log(x / mean) + mean - x, for x, mean > 0: never negative, and 0 where they are equal. */
static double deviance(double x, double mean) {
    double v = (x - mean) / (x + mean);
    if (fabs(v) > 0.5)
        return x * log(x / mean) + mean - x;
    return (x - mean) * v + 2 * x * v * atanh_rest(fabs(v));
}

double wijk__gamma_power(double a, double x) {
    return exp(-stirling_error(a) - deviance(a, x)) / (SQRT_2PI * sqrt(a));
}

double wijk__beta_power(double a, double b, double x, double y) {
    double n = a + b;
    double errors = stirling_error(n) - stirling_error(a) - stirling_error(b);
    return exp(errors - deviance(a, n * x) - deviance(b, n * y)) * (sqrt(a) * sqrt(b / n) / SQRT_2PI);
}

/* One step of a continued fraction b0 + a1 / (b1 + a2 / (b2 + ...)); answers whether its value still changes. */
struct fraction {
    double value, above, below;
};
static bool fraction_step(struct fraction *fraction, double a, double b) {
    double below = b + a * fraction->below, above = b + a / fraction->above;
    fraction->below = 1 / (below == 0 ? DBL_MIN : below);
    fraction->above = above == 0 ? DBL_MIN : above;
    double change = fraction->above * fraction->below;
    fraction->value *= change;
    return fabs(change - 1) > DBL_EPSILON;
}

/* ---- gamma ---- */

double wijk__log_gamma(double x) {
    if (x < 1)
        return wijk__log_gamma(x + 1) - log(x);
    return (x - 0.5) * log(x) - x + HALF_LOG_2PI + stirling_error(x);
}

struct wijk__tails wijk__gamma_inc(double shape, double x) {
    if (!(x > 0))
        return (struct wijk__tails){0, 1};
    if (isinf(x))
        return (struct wijk__tails){1, 0};
    double power = wijk__gamma_power(shape, x);
    if (x < shape + 1) {
        double term = 1, sum = 1;
        for (int n = 1; n < STEPS_MOST && term > sum * (DBL_EPSILON / 4); n++)
            sum += term *= x / (shape + n);
        double lower = fmin(power * sum, 1);
        return (struct wijk__tails){lower, 1 - lower};
    }
    double b = x + 1 - shape;
    struct fraction fraction = {b, b, 0};
    for (int n = 1; n < STEPS_MOST && fraction_step(&fraction, n * (shape - n), b + 2 * n); n++)
        continue;
    double upper = fmin(power * shape / fraction.value, 1);
    return (struct wijk__tails){1 - upper, upper};
}

double wijk__chi2_sf(double chi2, double degrees) { return wijk__gamma_inc(degrees / 2, chi2 / 2).upper; }

double wijk__poisson_cdf(int64_t at_most, double mean) {
    return at_most < 0 ? 0 : wijk__gamma_inc((double)at_most + 1, mean).upper;
}

/* ---- beta ---- */

/* The lower tail, for x below (a + 1) / (a + b + 2). */
static double beta_lower(double a, double b, double x, double y) {
    double first = a * (a * y - b * x + 1) / (a + 1);
    struct fraction fraction = {first, first, 0};
    bool changes = true;
    for (double m = 1; m < STEPS_MOST && changes; m++) {
        double middle = a + 2 * m - 1;
        double above = (m * (a + m - 1) / middle) * ((a + b + m - 1) / middle) * (b - m) * x * x;
        double below = m + m * (b - m) * x / middle + (a + m) * (a * y - b * x + 1 + m * (2 - x)) / (middle + 2);
        changes = fraction_step(&fraction, above, below);
    }
    return fmin(wijk__beta_power(a, b, x, y) / fraction.value, 1);
}

struct wijk__tails wijk__beta_inc(double a, double b, double x, double y) {
    if (!(x > 0))
        return (struct wijk__tails){0, 1};
    if (!(y > 0))
        return (struct wijk__tails){1, 0};
    if (x * (a + b + 2) < a + 1) {
        double lower = beta_lower(a, b, x, y);
        return (struct wijk__tails){lower, 1 - lower};
    }
    double upper = beta_lower(b, a, y, x);
    return (struct wijk__tails){1 - upper, upper};
}

double wijk__t_two_sided(double t, double degrees) {
    double square = t * t;
    if (isinf(square))
        return 0;
    return wijk__beta_inc(degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square)).lower;
}

double wijk__t_cdf(double t, double degrees) {
    double half = wijk__t_two_sided(t, degrees) / 2;
    return t < 0 ? half : 1 - half;
}

double wijk__f_sf(double f, double degrees, double more_degrees) {
    double all = more_degrees + degrees * f;
    return wijk__beta_inc(more_degrees / 2, degrees / 2, more_degrees / all, degrees * f / all).lower;
}

double wijk__binomial_cdf(int64_t at_most, int64_t n, double p) {
    if (at_most < 0)
        return 0;
    return at_most >= n ? 1 : wijk__beta_inc((double)at_most + 1, (double)(n - at_most), p, 1 - p).upper;
}

/* ---- normal ---- */

double wijk__normal_cdf(double z) { return erfc(-z * SQRT_HALF) / 2; }
double wijk__normal_density(double z) { return exp(-z * z / 2) / SQRT_2PI; }
