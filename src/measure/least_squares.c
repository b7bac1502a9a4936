/* Least squares by Householder reflections, which keep the digits that normal equations lose. */
#include "measure/least_squares.h"

#include <float.h>
#include <math.h>

/* A column of which less than this part is left, once the columns before it are taken out, tells nothing of its own. */
#define RANK_TOLERANCE 1e-9

static double *column_of(const struct wijk__fit *fit, size_t column) { return fit->matrix + column * fit->points; }

static double length_of(const double *values, size_t from, size_t points) {
    double largest = 0, sum = 0;
    for (size_t i = from; i < points; i++)
        largest = fmax(largest, fabs(values[i]));
    if (largest == 0)
        return 0;
    for (size_t i = from; i < points; i++)
        sum += values[i] / largest * (values[i] / largest);
    return largest * sqrt(sum);
}

/* Reflect a column, or the values, at the plane of which `normal` is the normal, from a row on. */
static void reflect(const double *normal, double scale, double *values, size_t from, size_t points) {
    double dot = 0;
    for (size_t i = from; i < points; i++)
        dot += normal[i] * values[i];
    dot *= scale;
    for (size_t i = from; i < points; i++)
        values[i] -= dot * normal[i];
}

/* Turn the matrix into R above the diagonal, with R's diagonal apart, and the values likewise. False: a column is made
 * of others. */
static bool factor(struct wijk__fit *fit) {
    for (size_t k = 0; k < fit->terms; k++) {
        double *column = column_of(fit, k);
        double whole = length_of(column, 0, fit->points), left = length_of(column, k, fit->points);
        if (!(left > RANK_TOLERANCE * whole))
            return false;
        fit->diagonal[k] = column[k] > 0 ? -left : left;
        column[k] -= fit->diagonal[k];
        double squared = 0;
        for (size_t i = k; i < fit->points; i++)
            squared += column[i] * column[i];
        double scale = 2 / squared;
        for (size_t j = k + 1; j < fit->terms; j++)
            reflect(column, scale, column_of(fit, j), k, fit->points);
        reflect(column, scale, fit->rotated, k, fit->points);
    }
    return true;
}

static void solve(struct wijk__fit *fit) {
    for (size_t k = fit->terms; k-- > 0;) {
        double value = fit->rotated[k];
        for (size_t j = k + 1; j < fit->terms; j++)
            value -= column_of(fit, j)[k] * fit->estimates[j];
        fit->estimates[k] = value / fit->diagonal[k];
    }
}

bool wijk__least_squares(struct wijk__fit *fit) {
    if (fit->points <= fit->terms || !factor(fit))
        return false;
    solve(fit);
    return true;
}

void wijk__fit_inverse_row(const struct wijk__fit *fit, size_t term, double *out) {
    /* Row `term` of (R'R)^-1: solve R'u = e, then R x = u. */
    for (size_t k = 0; k < fit->terms; k++) {
        double value = k == term ? 1 : 0;
        for (size_t j = 0; j < k; j++)
            value -= column_of(fit, k)[j] * out[j];
        out[k] = value / fit->diagonal[k];
    }
    for (size_t k = fit->terms; k-- > 0;) {
        double value = out[k];
        for (size_t j = k + 1; j < fit->terms; j++)
            value -= column_of(fit, j)[k] * out[j];
        out[k] = value / fit->diagonal[k];
    }
}
