/* Interrupted time series: segmented regression with standard errors that know that points resemble their neighbours. */
#include "measure/least_squares.h"
#include "measure/measure.h"
#include "measure/results.h"
#include <wijkteam/compare.h>

#include <math.h>

enum { LEVEL, SLOPE, STEP, SLOPE_CHANGE, SEASONS }; /* places of the terms; seasons from the second on follow */
#define TERMS_MOST 400  /* four, and the weeks or days of a year */
#define CELLS_MOST ((size_t)1 << 28)

struct series {
    const double *values;
    size_t count, first_after, terms;
    int32_t season, lag, errors;
    double level;
    struct wijk__fit fit;
    double *residuals, *weights, *shares; /* of each point, of each term, of each point in one term */
    double sigma, durbin_watson;
};

/* What a term says of a point; points are numbered from 1. */
static double design(const struct series *series, size_t point, size_t term) {
    bool after = point >= series->first_after;
    switch (term) {
    case LEVEL: return 1;
    case SLOPE: return (double)point;
    case STEP: return after;
    case SLOPE_CHANGE: return after ? (double)(point - (series->first_after - 1)) : 0;
    default: return (point - 1) % (size_t)series->season == term - SEASONS + 1;
    }
}

/* ---- the room for the numbers, in one block ---- */

static double *new_room(wijk_context *context, struct series *series, size_t *bytes) {
    size_t n = series->count, k = series->terms, cells;
    bool fits = wijk__multiply(n, k + 3, &cells) && cells <= CELLS_MOST && wijk__add(cells, 3 * k, &cells) &&
                wijk__multiply(cells, sizeof(double), bytes);
    double *block = fits ? wijk__allocate(context, *bytes) : NULL;
    if (!block)
        return NULL;
    series->fit = (struct wijk__fit){.points = n, .terms = k, .matrix = block, .rotated = block + n * k};
    series->residuals = series->fit.rotated + n;
    series->shares = series->residuals + n;
    series->fit.diagonal = series->shares + n;
    series->fit.estimates = series->fit.diagonal + k;
    series->weights = series->fit.estimates + k;
    return block;
}

/* ---- fitting ---- */

static void residuals_of(struct series *series) {
    double squares = 0, steps = 0;
    for (size_t i = 0; i < series->count; i++) {
        double fitted = 0;
        for (size_t term = 0; term < series->terms; term++)
            fitted += series->fit.estimates[term] * design(series, i + 1, term);
        series->residuals[i] = series->values[i] - fitted;
        squares += series->residuals[i] * series->residuals[i];
        if (i > 0)
            steps += (series->residuals[i] - series->residuals[i - 1]) * (series->residuals[i] - series->residuals[i - 1]);
    }
    series->sigma = sqrt(squares / (double)(series->count - series->terms));
    series->durbin_watson = squares > 0 ? steps / squares : NAN;
}

static bool fit_series(struct series *series) {
    for (size_t term = 0; term < series->terms; term++)
        for (size_t i = 0; i < series->count; i++)
            series->fit.matrix[term * series->count + i] = design(series, i + 1, term);
    memcpy(series->fit.rotated, series->values, series->count * sizeof(double));
    if (!wijk__least_squares(&series->fit))
        return false;
    residuals_of(series);
    return true;
}

/* ---- standard errors ---- */

/* Newey and West for one term: what each point adds to its estimate, and how that hangs together with its neighbours. */
static double newey_west(struct series *series, size_t term) {
    double variance = 0;
    wijk__fit_inverse_row(&series->fit, term, series->weights);
    for (size_t i = 0; i < series->count; i++) {
        double pull = 0;
        for (size_t other = 0; other < series->terms; other++)
            pull += series->weights[other] * design(series, i + 1, other);
        series->shares[i] = pull * series->residuals[i];
    }
    for (size_t lag = 0; lag <= (size_t)series->lag; lag++) {
        double together = 0;
        for (size_t i = lag; i < series->count; i++)
            together += series->shares[i] * series->shares[i - lag];
        variance += together * (lag == 0 ? 1 : 2 * (1 - (double)lag / ((double)series->lag + 1)));
    }
    if (series->errors == WIJK_SERIES_ERRORS_NEWEY_WEST_CORRECTED)
        variance *= (double)series->count / (double)(series->count - series->terms);
    return sqrt(fmax(0, variance)); /* Bartlett weights keep it from being below 0, but for rounding */
}

static double std_error_of(struct series *series, size_t term) {
    if (series->errors != WIJK_SERIES_ERRORS_ORDINARY)
        return newey_west(series, term);
    wijk__fit_inverse_row(&series->fit, term, series->weights);
    return series->sigma * sqrt(series->weights[term]);
}

/* ---- writing ---- */

static void fill_term(struct series *series, size_t term, struct wijk__row_series_terms *row) {
    static const int32_t terms[] = {WIJK_SERIES_TERM_LEVEL, WIJK_SERIES_TERM_SLOPE, WIJK_SERIES_TERM_STEP,
                                    WIJK_SERIES_TERM_SLOPE_CHANGE};
    double degrees = (double)(series->count - series->terms);
    double reach = wijk__t_quantile(0.5 + series->level / 2, degrees);
    *row = wijk__blank_series_terms;
    row->term = term < SEASONS ? terms[term] : WIJK_SERIES_TERM_SEASON;
    if (term >= SEASONS)
        row->season = (int64_t)(term - SEASONS) + 2;
    row->estimate = series->fit.estimates[term];
    row->std_error = std_error_of(series, term);
    row->lower = row->estimate - reach * row->std_error;
    row->upper = row->estimate + reach * row->std_error;
    if (!(row->std_error > 0))
        return;
    row->t = row->estimate / row->std_error;
    row->p = wijk__t_two_sided(row->t, degrees);
}

static wijk_status write_series(wijk_context *context, struct series *series, wijk_table **terms, wijk_table **fit,
                                wijk_error *error) {
    struct wijk__row_series_terms *rows;
    const struct wijk__row_series_fit whole = {
        .errors = series->errors,
        .points = (int64_t)series->count,
        .degrees = (int64_t)(series->count - series->terms),
        .lag = series->errors == WIJK_SERIES_ERRORS_ORDINARY ? INT64_MIN : series->lag,
        .sigma = series->sigma,
        .durbin_watson = series->durbin_watson,
    };
    wijk_status status = wijk__rows_new(context, WIJK_RESULT_SERIES_TERMS, series->terms, (void **)&rows);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    for (size_t term = 0; term < series->terms; term++)
        fill_term(series, term, &rows[term]);
    status = wijk__rows_finish(context, WIJK_RESULT_SERIES_TERMS, rows, series->terms, terms, error);
    return status == WIJK_OK && fit ? wijk__row_finish(context, WIJK_RESULT_SERIES_FIT, &whole, fit, terms, error)
                                    : status;
}

/* ---- the question ---- */

static wijk_status check_series(const wijk_context *context, const struct series *series, wijk_table **terms,
                                wijk_error *error) {
    if (!context || !terms || (series->count > 0 && !series->values))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !context ? "context" : !terms ? "terms" : "values");
    if (series->errors < WIJK_SERIES_ERRORS_ORDINARY || series->errors > WIJK_SERIES_ERRORS_NEWEY_WEST_CORRECTED)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "errors");
    if (series->season < 0 || series->season > TERMS_MOST - SEASONS)
        return wijk__fail_path(error, WIJK_E_RANGE, "season");
    if (!(series->level > 0 && series->level < 1))
        return wijk__fail_path(error, WIJK_E_RANGE, "level");
    if (series->first_after < 2 || series->first_after > series->count)
        return wijk__fail_path(error, WIJK_E_RANGE, "first_after");
    for (size_t i = 0; i < series->count; i++)
        if (!(fabs(series->values[i]) <= WIJK__REAL_MOST))
            return wijk__fail_item(error, "values", i);
    if (series->lag >= 0 && (size_t)series->lag >= series->count)
        return wijk__fail_path(error, WIJK_E_RANGE, "lag");
    return series->count > CELLS_MOST / (series->terms + 3) ? wijk__fail_path(error, WIJK_E_LIMIT, "count") : WIJK_OK;
}

/* How far back, when nobody says (Newey and West 1994, the rule of thumb). */
static int32_t usual_lag(size_t count) {
    double lag = floor(4 * pow((double)count / 100, 2.0 / 9));
    return (int32_t)fmin(lag, (double)count - 1);
}

wijk_status wijk_series(wijk_context *context, const double *values, size_t count, size_t first_after, int32_t season,
                        int32_t lag, int32_t errors, double level, wijk_table **terms, wijk_table **fit,
                        wijk_error *error) {
    struct series series = {.values = values, .count = count, .first_after = first_after, .season = season,
                            .lag = lag, .errors = errors, .level = level,
                            .terms = SEASONS + (season > 1 ? (size_t)season - 1 : 0)};
    size_t bytes;
    if (terms)
        *terms = NULL;
    if (fit)
        *fit = NULL;
    wijk_status status = check_series(context, &series, terms, error);
    if (status != WIJK_OK)
        return status;
    if (lag < 0)
        series.lag = usual_lag(count);
    double *block = new_room(context, &series, &bytes);
    if (!block)
        return wijk__fail(error, WIJK_E_MEMORY);
    if (fit_series(&series)) {
        status = write_series(context, &series, terms, fit, error);
    } else {
        wijk__error_clear(error);
        status = WIJK_NONE;
    }
    wijk__release(context, block, bytes);
    return status;
}
