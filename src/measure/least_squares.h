/* Least squares, for regressions with few terms. */
#ifndef WIJK_MEASURE_LEAST_SQUARES_H
#define WIJK_MEASURE_LEAST_SQUARES_H

#include "base/base.h"

struct wijk__fit {
    size_t points, terms;
    double *matrix;    /* in: term after term, the value at each point; out: R above the diagonal */
    double *rotated;   /* in: what is to be explained; out: the same in the directions of the terms */
    double *diagonal;  /* out: of R; `terms` of them, as of the next */
    double *estimates; /* out */
};
/* False when there are no more points than terms, or a term is made of others. */
bool wijk__least_squares(struct wijk__fit *fit);
/* A row of the inverse of X'X, once the fit is made. */
void wijk__fit_inverse_row(const struct wijk__fit *fit, size_t term, double *out);

#endif
