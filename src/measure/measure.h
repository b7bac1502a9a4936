/* Pure numbers: what the files of this room share, and what cohort/ takes from it.
 *
 * Special functions to near machine accuracy. Of libm only what keeps no state is used. Arguments are checked by the
 * callers: all are finite and in the range that a comment names. Where a tail is small it is never found as one minus
 * the other, so it keeps its digits. */
#ifndef WIJK_MEASURE_MEASURE_H
#define WIJK_MEASURE_MEASURE_H

#include "act/act.h"

/* ---- distribution functions (special.c) ---- */

struct wijk__tails { /* of a distribution at a point; they add up to 1 */
    double lower, upper;
};

double wijk__log_gamma(double x);                                  /* x > 0 */
struct wijk__tails wijk__gamma_inc(double shape, double x);        /* shape > 0, x >= 0: P and Q */
/* The regularised incomplete beta function; a, b > 0; x and y = 1 - x are both given, so that neither loses digits. */
struct wijk__tails wijk__beta_inc(double a, double b, double x, double y);
double wijk__gamma_power(double a, double x);                      /* x^a e^-x / gamma(a + 1); a, x > 0 */
double wijk__beta_power(double a, double b, double x, double y);   /* x^a y^b / B(a, b); all > 0, x + y = 1 */
double wijk__normal_cdf(double z);
double wijk__normal_density(double z);
double wijk__chi2_sf(double chi2, double degrees);                 /* chance of more than chi2; degrees > 0 */
double wijk__t_cdf(double t, double degrees);                      /* chance of at most t; degrees > 0 */
double wijk__t_two_sided(double t, double degrees);                /* chance of further from 0 than t */
double wijk__f_sf(double f, double degrees, double more_degrees);  /* chance of more than f */
double wijk__binomial_cdf(int64_t at_most, int64_t n, double p);   /* 0 <= p <= 1; 0 below 0, 1 from n on */
double wijk__poisson_cdf(int64_t at_most, double mean);            /* mean >= 0 */
/* Noncentral t (noncentral.c): absolute error below 1e-14. */
struct wijk__tails wijk__noncentral_t(double t, double degrees, double noncentrality);

/* ---- quantiles (quantile.c): 0 < p < 1 ---- */

double wijk__normal_quantile(double p);
double wijk__gamma_quantile(double shape, double p);
double wijk__chi2_quantile(double p, double degrees);
double wijk__beta_quantile(double a, double b, double p);
double wijk__t_quantile(double p, double degrees);
/* The smallest number whose chance of at most that many is at least p; rounding in the last digits of that chance
 * does not move it. */
int64_t wijk__binomial_quantile(double p, int64_t n, double chance);
int64_t wijk__poisson_quantile(double p, double mean);
/* The noncentrality for which the chance of more than t is `upper`. */
double wijk__noncentral_t_limit(double t, double degrees, double upper);

/* ---- shares (proportion.c) ---- */

struct wijk__interval {
    double lower, upper;
};
struct wijk__proportion {
    int64_t successes, n;
    int64_t population; /* only for the interval that is corrected for a finite one */
};
/* UNKNOWN or RANGE about `interval` or `level`. */
wijk_status wijk__proportion_check_method(int32_t interval, double level, wijk_error *error);
/* Of numbers that are right, and n above 0. */
struct wijk__interval wijk__proportion_limits(const struct wijk__proportion *proportion, int32_t interval,
                                              double level);

/* ---- outcomes (level.c): the share of each, with what those who were lost could change about it ---- */

enum { WIJK__OUTCOMES = 3 }; /* of code list change */
struct wijk__outcomes {
    int64_t improved, same, worse, lost;
};
/* Of counts that are not negative; a method that wijk__proportion_check_method() takes. */
void wijk__outcome_shares(const struct wijk__outcomes *outcomes, int32_t interval, double level,
                          struct wijk__row_outcome_shares rows[WIJK__OUTCOMES]);

/* ---- ranks and sums (rank.c) ---- */

/* Of each value twice its rank less count + 1, equal values sharing theirs; `ties`: sum of t^3 - t over the groups of
 * equal values. */
wijk_status wijk__ranks(wijk_context *context, const double *values, size_t count, double *ranks, double *ties);
/* Sum of values, or of products, with the error of the additions taken back; `times` may be NULL. */
double wijk__sum(const double *values, const double *times, size_t count);
/* The chance of a correlation at least as far from 0, two-sided, by t. */
double wijk__correlation_p(double r, double degrees);

#endif
