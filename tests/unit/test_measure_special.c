/* Special functions against values that mpmath 1.3 found with 50 digits, and R 4.2.2 where that is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <float.h>
#include <math.h>

#include "measure/measure.h"

#define EACH(list) (size_t i = 0; i < sizeof list / sizeof *list; i++)

/* Relative, but for what is 0. */
static void near(const char *what, size_t row, double is, double wanted, double tolerance) {
    double off = wanted == 0 ? fabs(is) : fabs(is - wanted) / fabs(wanted);
    if (!(off <= tolerance))
        fail_msg("%s, row %zu: %.17g is not %.17g but %g off", what, row, is, wanted, off);
}

static void log_gamma(void **state) {
    static const double list[][2] = {
        {0.001, 6.9071788853838536617},      {0.25, 1.2880225246980774574},  {0.5, 0.57236494292470008707},
        {1.5, -0.12078223763524522235},      {3.7, 1.4280723266653881292},   {11.9, 17.258477450595522012},
        {12, 17.502307845873885839},         {170.5, 704.00442773420467079}, {1e6, 12815504.56914761166},
        {1e12, 26631021115915.651636},
    };
    (void)state;
    for EACH(list)
        near("log gamma", i, wijk__log_gamma(list[i][0]), list[i][1], 4e-15);
    assert_true(fabs(wijk__log_gamma(1)) < 1e-15 && fabs(wijk__log_gamma(2)) < 1e-15);
}

static void gamma_inc(void **state) {
    static const double list[][4] = {
        {0.5, 0.001, 0.035670591729679885417, 0.96432940827032011458},
        {0.5, 30, 0.99999999999999051426, 9.4857375710738483885e-15},
        {0.5, 700, 1.0, 2.101014516264217495e-306},
        {1, 1e-12, 9.9999999999949997989e-13, 0.999999999999},
        {2.5, 2.5, 0.58411981300449207972, 0.41588018699550792028},
        {10, 3, 0.0011024881301154797421, 0.99889751186988452026},
        {10, 60, 0.99999999999999971485, 2.8515077555520201596e-16},
        {100, 100, 0.51329879827914866486, 0.48670120172085133514},
        {1000, 800, 5.5014197761792281398e-12, 0.99999999999449858022},
        {1e5, 100500, 0.9428967300239712886, 0.057103269976028711396},
        {33, 500, 1.0, 6.734237548576543044e-167},
    };
    (void)state;
    for EACH(list) {
        struct wijk__tails tails = wijk__gamma_inc(list[i][0], list[i][1]);
        near("lower gamma", i, tails.lower, list[i][2], 4e-13);
        near("upper gamma", i, tails.upper, list[i][3], 4e-13);
    }
    assert_true(wijk__gamma_inc(3, 0).lower == 0 && wijk__gamma_inc(3, 0).upper == 1);
    assert_true(wijk__gamma_inc(3, HUGE_VAL).lower == 1 && wijk__gamma_inc(3, HUGE_VAL).upper == 0);
}

static void beta_inc(void **state) {
    static const double list[][5] = {
        {0.5, 0.5, 0.25, 0.33333333333333333333, 0.66666666666666666667},
        {1, 1, 0.75, 0.75, 0.25},
        {0.5, 40, 0.001, 0.22208013236431179211, 0.77791986763568820789},
        {81, 183, 0.25, 0.019477815925113219309, 0.98052218407488678069},
        {2, 3, 0.5, 0.6875, 0.3125},
        {30, 2, 0.125, 2.2012374699287113418e-26, 1.0},
        {400, 400, 0.53125, 0.96154841060750435128, 0.038451589392495648715},
        {5, 0.5, 0.9990234375, 0.92319575095915884511, 0.076804249040841154894},
    };
    (void)state;
    for EACH(list) {
        double a = list[i][0], b = list[i][1], x = list[i][2];
        struct wijk__tails tails = wijk__beta_inc(a, b, x, 1 - x), other = wijk__beta_inc(b, a, 1 - x, x);
        near("lower beta", i, tails.lower, list[i][3], 4e-14);
        near("upper beta", i, tails.upper, list[i][4], 4e-14);
        near("the other way round", i, other.upper, list[i][3], 4e-14);
    }
    assert_true(wijk__beta_inc(2, 3, 0, 1).lower == 0 && wijk__beta_inc(2, 3, 1, 0).lower == 1);
}

static void chi_square(void **state) {
    static const double list[][3] = {
        {3.841458820694124, 1, 0.050000000000000057435}, {10.32674195, 1, 0.0013111645238262568527},
        {21.96213168, 3, 0.000066425353636793827941},    {0.5, 10, 0.99999338828943896575},
        {200, 4, 3.7572767357810443226e-42},             {1400, 2, 9.8596765437597708567e-305},
        {1000, 100, 2.3060767380353980174e-148},         {1e-6, 1, 0.99920211557217787485},
    };
    (void)state;
    for EACH(list)
        near("chi-square", i, wijk__chi2_sf(list[i][0], list[i][1]), list[i][2], 1e-12);
    near("F, of R", 0, wijk__f_sf(3.5, 3, 20), 0.034493103885124429, 1e-13);
}

static void normal(void **state) {
    static const double quantiles[][2] = {
        {1e-300, -37.047096299361199237},     {1e-20, -9.2623400897984075796},  {0.001, -3.0902323061678135354},
        {0.025, -1.9599639845400542118},      {0.075, -1.4395314709384559349},  {0.1, -1.2815515655446004353},
        {0.4, -0.25334710313579974132},       {0.5, 0.0},                       {0.925, 1.4395314709384562291},
        {0.975, 1.9599639845400538556},       {0.999, 3.0902323061678132778},   {0.9999999, 5.1993375822906610937},
    };
    static const double chances[][2] = {
        {-37, 5.7255712225245768227e-300}, {-8, 6.2209605742717841235e-16}, {-1.96, 0.024997895148220436213},
        {0, 0.5},                          {0.5, 0.69146246127401310364},   {3, 0.99865010196836990547},
        {9, 0.99999999999999999989},
    };
    (void)state;
    for EACH(quantiles)
        near("normal quantile", i, wijk__normal_quantile(quantiles[i][0]), quantiles[i][1], 1e-15);
    for EACH(chances)
        near("normal chance", i, wijk__normal_cdf(chances[i][0]), chances[i][1], 4e-13);
    near("normal density", 0, wijk__normal_density(1), 0.24197072451914334980, 1e-15);
}

static void student(void **state) {
    static const double chances[][4] = {
        {-4.0625, 9, 0.0014156542543015392837, 0.0028313085086030785674},
        {0.5, 1, 0.64758361765043327418, 0.70483276469913345165},
        {2.25, 2.5, 0.93621948253309515438, 0.12756103493380969124},
        {-12, 30, 2.7900927075996280315e-13, 5.580185415199256063e-13},
        {1e5, 3, 0.99999999999999889734, 2.2053155808932545889e-15},
        {0, 7, 0.5, 1.0},
        {1.96, 1000000, 0.97500196620736510466, 0.049996067585269790686},
        {-1e-9, 4, 0.499999999625, 0.99999999925},
    };
    static const double quantiles[][3] = {
        {0.025, 9, -2.2621571627982055086},     {0.025, 1, -12.706204736174703938},
        {1e-10, 3, -2225.7692846830931927},     {0.45, 0.5, -0.18864420884630665547},
        {0.005, 120, -2.6174211451068660009},
    };
    (void)state;
    for EACH(chances) {
        near("t", i, wijk__t_cdf(chances[i][0], chances[i][1]), chances[i][2], 1e-13);
        near("t, two-sided", i, wijk__t_two_sided(chances[i][0], chances[i][1]), chances[i][3], 1e-13);
    }
    for EACH(quantiles) {
        near("t quantile", i, wijk__t_quantile(quantiles[i][0], quantiles[i][1]), quantiles[i][2], 1e-13);
        near("its mirror", i, wijk__t_cdf(-wijk__t_quantile(quantiles[i][0], quantiles[i][1]), quantiles[i][1]),
             1 - quantiles[i][0], 1e-14);
    }
    assert_true(wijk__t_quantile(0.5, 3) == 0 && wijk__t_two_sided(1e200, 3) == 0);
}

/* Of R: uniroot() on pt() with a tolerance of 1e-14, and pt() itself, which promises 1e-12 absolute. */
static void noncentral(void **state) {
    static const double limits[][4] = {
        {4.062127683, 9, 0.025, 1.3111680910235817},
        {4.062127683, 9, 0.975, 6.697756305516509},
        {-2, 20, 0.975, 0.077082278317606528},
        {0, 5, 0.025, -1.9599639845400543},
    };
    static const double chances[][4] = {
        {4.062127683, 9, 2, 0.92417105637424113},
        {1, 3, -1, 0.96402342923875661},
        {-2, 20, 1.5, 0.00044572844811741064},
        {30, 5, 20, 0.81619720501342274},
    };
    (void)state;
    for EACH(chances) {
        struct wijk__tails tails = wijk__noncentral_t(chances[i][0], chances[i][1], chances[i][2]);
        near("noncentral t", i, tails.lower, chances[i][3], 1e-10);
        near("both tails", i, tails.lower + tails.upper, 1, 1e-14);
    }
    for EACH(limits)
        near("noncentrality", i, wijk__noncentral_t_limit(limits[i][0], limits[i][1], limits[i][2]),
             limits[i][3], 1e-10);
    near("no noncentrality is t itself", 0, wijk__noncentral_t(-4.0625, 9, 0).lower, 0.0014156542543015392837, 1e-13);
}

/* Far away too a limit is found, and goes back to its chance as far as the digits of that go. */
static void far_noncentral(void **state) {
    static const double points[] = {-1e8, -30, -1e-8, 0, 2, 1e3, 1e8};
    static const double degrees[] = {1, 9, 1e4};
    static const double chances[] = {1e-9, 0.025, 0.5, 0.975, 1 - 1e-16};
    (void)state;
    for EACH(points)
        for (size_t j = 0; j < sizeof degrees / sizeof *degrees; j++)
            for (size_t k = 0; k < sizeof chances / sizeof *chances; k++) {
                double limit = wijk__noncentral_t_limit(points[i], degrees[j], chances[k]);
                double is = wijk__noncentral_t(points[i], degrees[j], limit).upper;
                if (!(fabs(is - chances[k]) <= 1e-12))
                    fail_msg("of t %g, %g degrees: %.17g, not %.17g", points[i], degrees[j], is, chances[k]);
            }
    assert_true(isfinite(wijk__noncentral_t_limit(2, 9, 1e-300)) && isfinite(wijk__noncentral_t_limit(1e300, 9, 0.5)));
}

/* A quantile goes back to its chance; with exact ones of R beside it. */
static void quantiles(void **state) {
    static const double shapes[] = {0.5, 1, 3.7, 40, 2500};
    static const double chances[] = {1e-100, 1e-8, 0.025, 0.3, 0.5, 0.7, 0.975};
    (void)state;
    for EACH(shapes)
        for (size_t j = 0; j < sizeof chances / sizeof *chances; j++) {
            double a = shapes[i], p = chances[j];
            near("gamma and back", i, wijk__gamma_inc(a, wijk__gamma_quantile(a, p)).lower, p, 1e-11);
            for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
                double x = wijk__beta_quantile(a, shapes[k], p);
                if (x < 0.999)
                    near("beta and back", i, wijk__beta_inc(a, shapes[k], x, 1 - x).lower, p, 1e-11);
            }
        }
    near("beta, of R", 0, wijk__beta_quantile(82, 182, 0.975), 0.3676219226013514, 1e-13);
    near("beta, of R", 1, wijk__beta_quantile(82, 182, 1e-8), 0.16912678151384836, 1e-13);
    near("beta, of R", 2, wijk__beta_quantile(0.5, 30, 0.025), 1.6504644257763427e-05, 1e-13);
    near("gamma, of R", 0, wijk__gamma_quantile(15, 0.025), 8.3953861327833135, 1e-13);
    near("gamma, of R", 1, wijk__gamma_quantile(15, 0.975), 23.489621121835576, 1e-13);
    near("gamma, of R", 2, wijk__gamma_quantile(0.5, 0.001), 7.8539857463124521e-07, 1e-13);
    near("chi-square", 0, wijk__chi2_quantile(0.95, 1), 3.841458820694124, 1e-14);
}

/* A quantile in the tail that is smaller: relatively right, or as right as one minus that tail can be. Beside the
 * quantile, where numbers end, the chance may jump past p. */
static void back(const char *what, size_t row, double p, double is, double before, double after) {
    double off = 1e-10 * fmin(p, 1 - p) + 8 * DBL_EPSILON;
    if (p < 1e-10)
        off = 1e-10 * p;
    if (!(fabs(is - p) <= off || (before <= p + off && after >= p - off)))
        fail_msg("%s, row %zu, of %.17g: %.17g, beside it %.17g and %.17g", what, row, p, is, before, after);
}

static const double far_shapes[] = {1e-12, 5e-10, 1e-5, 0.02, 1, 300, 1e5, 1e8};
static const double far_chances[] = {1e-300, 1e-20, 0.001, 0.5, 0.975, 1 - 1e-10, 1 - 1e-16};
enum { FAR_CHANCES = sizeof far_chances / sizeof *far_chances };

/* The next numbers beside x, as far as the quantiles tell them apart. */
static double below(double x) { return x > DBL_MIN ? x * (1 - DBL_EPSILON) : 0; }
static double above(double x) { return fmax(x * (1 + DBL_EPSILON), DBL_MIN); }

static double gamma_at(double shape, double x) { return wijk__gamma_inc(shape, x).lower; }
static double beta_at(double a, double b, double x) { return wijk__beta_inc(a, b, x, 1 - x).lower; }

static void far_quantiles(void **state) {
    (void)state;
    for EACH(far_shapes)
        for (size_t j = 0; j < FAR_CHANCES; j++) {
            double a = far_shapes[i], p = far_chances[j], x = wijk__gamma_quantile(a, p);
            back("gamma", i, p, gamma_at(a, x), gamma_at(a, below(x)), gamma_at(a, above(x)));
            for (size_t k = 0; k < sizeof far_shapes / sizeof *far_shapes; k++) {
                double b = far_shapes[k];
                x = wijk__beta_quantile(a, b, p);
                assert_true(x >= 0 && x <= 1);
                back("beta", 100 * i + k, p, beta_at(a, b, x), beta_at(a, b, below(x)),
                     beta_at(a, b, fmin(above(x), 1)));
            }
            x = wijk__t_quantile(p, a);
            if (isfinite(x))
                back("t", i, p, wijk__t_cdf(x, a), wijk__t_cdf(x - fabs(x) * DBL_EPSILON, a),
                     wijk__t_cdf(x + fabs(x) * DBL_EPSILON, a));
        }
    assert_true(wijk__chi2_quantile(0.025, 1e-9) == 0); /* e^-7e9 */
    assert_true(wijk__t_quantile(0.025, 1e-12) == -HUGE_VAL);
}

/* The smallest count whose chance reaches p: one fewer does not. */
static void counts(void **state) {
    static const double means[] = {1e-9, 0.3, 5, 15.5, 4000, 3e7};
    static const double chances[] = {1e-6, 0.025, 0.5, 0.975, 0.999999};
    (void)state;
    for EACH(means)
        for (size_t j = 0; j < sizeof chances / sizeof *chances; j++) {
            double p = chances[j];
            int64_t found = wijk__poisson_quantile(p, means[i]);
            assert_true(wijk__poisson_cdf(found, means[i]) >= p * (1 - 1e-12));
            assert_true(wijk__poisson_cdf(found - 1, means[i]) < p);
            found = wijk__binomial_quantile(p, 100000000, means[i] / 1e8);
            assert_true(wijk__binomial_cdf(found, 100000000, means[i] / 1e8) >= p * (1 - 1e-12));
            assert_true(wijk__binomial_cdf(found - 1, 100000000, means[i] / 1e8) < p);
        }
    assert_int_equal(wijk__binomial_quantile(0.025, 100, 0.23), 15); /* these of R */
    assert_int_equal(wijk__binomial_quantile(0.5, 100, 0.23), 23);
    assert_int_equal(wijk__binomial_quantile(0.975, 100, 0.23), 31);
    assert_int_equal(wijk__binomial_quantile(0.001, 100, 0.23), 11);
    assert_int_equal(wijk__binomial_quantile(0.5, 1, 0.5), 0);
    assert_int_equal(wijk__poisson_quantile(0.025, 15.5), 8);
    assert_int_equal(wijk__poisson_quantile(0.975, 15.5), 24);
    near("binomial, of R", 0, wijk__binomial_cdf(0, 100, 0.23), 4.4573066901400299e-12, 1e-12);
    near("binomial, of R", 1, wijk__binomial_cdf(23, 100, 0.23), 0.55562244300945429, 1e-13);
    near("Poisson, of R", 0, wijk__poisson_cdf(15, 15.5), 0.51701124726970826, 1e-13);
    assert_true(wijk__binomial_cdf(-1, 5, 0.2) == 0 && wijk__binomial_cdf(5, 5, 0.2) == 1);
    assert_true(wijk__binomial_cdf(0, 5, 0) == 1 && wijk__binomial_cdf(4, 5, 1) == 0);
    assert_true(wijk__binomial_quantile(0.4, 5, 1) == 5 && wijk__binomial_quantile(0.4, 0, 0.5) == 0 &&
                wijk__binomial_quantile(0.4, 5, 0) == 0 && wijk__poisson_quantile(0.4, 0) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(log_gamma), cmocka_unit_test(gamma_inc),  cmocka_unit_test(beta_inc),
        cmocka_unit_test(chi_square), cmocka_unit_test(normal),    cmocka_unit_test(student),
        cmocka_unit_test(noncentral), cmocka_unit_test(quantiles), cmocka_unit_test(far_quantiles),
        cmocka_unit_test(far_noncentral), cmocka_unit_test(counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
