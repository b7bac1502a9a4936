/* Reliable and clinically significant change of one person's score (Jacobson and Truax 1991). */
#include "measure/measure.h"
#include "measure/results.h"

#include <math.h>
#include <wijkteam/score.h>

/* How a change is judged; all of it was checked. */
struct judge {
    double standard_error, critical, sign; /* sign: 1 when higher is better, else -1 */
    const double *cutoff;                  /* NULL: nobody is said to have recovered */
};

static wijk_status check_direction(int32_t direction, wijk_error *error) {
    if (direction != WIJK_INDICATOR_DIRECTION_HIGHER && direction != WIJK_INDICATOR_DIRECTION_LOWER)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "direction");
    return WIJK_OK;
}

static double sign_of(int32_t direction) { return direction == WIJK_INDICATOR_DIRECTION_HIGHER ? 1 : -1; }

static bool positive(double value) { return value > 0 && isfinite(value); }

static wijk_status judge_by(double standard_error, double critical, int32_t direction, const double *cutoff,
                            struct judge *out, wijk_error *error) {
    wijk_status status = check_direction(direction, error);
    if (status != WIJK_OK)
        return status;
    if (!positive(standard_error))
        return wijk__fail_path(error, WIJK_E_RANGE, "standard_error");
    if (!positive(critical))
        return wijk__fail_path(error, WIJK_E_RANGE, "critical");
    if (cutoff && !isfinite(*cutoff))
        return wijk__fail_path(error, WIJK_E_RANGE, "cutoff");
    *out = (struct judge){standard_error, critical, sign_of(direction), cutoff};
    return WIJK_OK;
}

/* On the cut-off itself counts as past it, so a score that began there cannot pass it. */
static int32_t class_of(const struct judge *judge, double before, double after, double index) {
    double better = judge->sign * index;
    if (better < -judge->critical)
        return WIJK_CLINICAL_CHANGE_DETERIORATED;
    if (!(better > judge->critical))
        return WIJK_CLINICAL_CHANGE_UNCHANGED;
    bool past = judge->cutoff && judge->sign * before < judge->sign * *judge->cutoff &&
                judge->sign * after >= judge->sign * *judge->cutoff;
    return past ? WIJK_CLINICAL_CHANGE_RECOVERED : WIJK_CLINICAL_CHANGE_IMPROVED;
}

wijk_status wijk_change_error(int32_t variant, double sd, double sd_after, double reliability, double *standard_error,
                              wijk_error *error) {
    bool both = variant == WIJK_CHANGE_ERROR_MAASSEN;
    if (!standard_error)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "standard_error");
    *standard_error = 0;
    if (!both && variant != WIJK_CHANGE_ERROR_JACOBSON_TRUAX)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "variant");
    if (!positive(sd))
        return wijk__fail_path(error, WIJK_E_RANGE, "sd");
    if (both && !positive(sd_after))
        return wijk__fail_path(error, WIJK_E_RANGE, "sd_after");
    if (!(reliability >= 0 && reliability < 1))
        return wijk__fail_path(error, WIJK_E_RANGE, "reliability");
    wijk__error_clear(error);
    *standard_error = both ? sqrt(sd * sd + sd_after * sd_after) * sqrt(1 - reliability)
                           : sd * sqrt(2 * (1 - reliability));
    return WIJK_OK;
}

wijk_status wijk_change_cutoff(int32_t cutoff, int32_t direction, double mean_with, double sd_with,
                               double mean_without, double sd_without, double *score, wijk_error *error) {
    const struct {
        const char *name;
        bool right;
    } arguments[] = {{"mean_with", isfinite(mean_with)},
                     {"sd_with", positive(sd_with)},
                     {"mean_without", isfinite(mean_without)},
                     {"sd_without", positive(sd_without)}};
    if (!score)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "score");
    *score = 0;
    if (cutoff < WIJK_CHANGE_CUTOFF_A || cutoff > WIJK_CHANGE_CUTOFF_C)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "cutoff");
    wijk_status status = check_direction(direction, error);
    for (size_t i = 0; i < sizeof arguments / sizeof *arguments && status == WIJK_OK; i++)
        if (!arguments[i].right)
            status = wijk__fail_path(error, WIJK_E_RANGE, arguments[i].name);
    if (status != WIJK_OK)
        return status;
    wijk__error_clear(error);
    if (cutoff == WIJK_CHANGE_CUTOFF_A)
        *score = mean_with + 2 * sign_of(direction) * sd_with;
    else if (cutoff == WIJK_CHANGE_CUTOFF_B)
        *score = mean_without - 2 * sign_of(direction) * sd_without;
    else
        *score = (sd_without * mean_with + sd_with * mean_without) / (sd_without + sd_with);
    return WIJK_OK;
}

wijk_status wijk_reliable_change(double before, double after, double standard_error, double critical,
                                 int32_t direction, const double *cutoff, double *index, int32_t *change_class,
                                 wijk_error *error) {
    struct judge judge;
    if (!index || !change_class)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, index ? "change_class" : "index");
    *index = 0;
    *change_class = 0;
    wijk_status status = judge_by(standard_error, critical, direction, cutoff, &judge, error);
    if (status != WIJK_OK)
        return status;
    if (!isfinite(before) || !isfinite(after))
        return wijk__fail_path(error, WIJK_E_RANGE, isfinite(before) ? "after" : "before");
    wijk__error_clear(error);
    *index = (after - before) / standard_error;
    *change_class = class_of(&judge, before, after, *index);
    return WIJK_OK;
}

wijk_status wijk_reliable_changes(wijk_context *context, const double *before, const double *after, size_t count,
                                  int32_t variant, double sd, double sd_after, double reliability, double critical,
                                  int32_t direction, const double *cutoff, wijk_table **out, wijk_error *error) {
    struct judge judge;
    double standard_error;
    void *room;
    if (out)
        *out = NULL;
    if (!context || !out || (count > 0 && (!before || !after)))
        return wijk__fail(error, WIJK_E_ARGUMENT);
    wijk_status status = wijk_change_error(variant, sd, sd_after, reliability, &standard_error, error);
    if (status == WIJK_OK)
        status = judge_by(standard_error, critical, direction, cutoff, &judge, error);
    for (size_t i = 0; i < count && status == WIJK_OK; i++)
        if (!isfinite(before[i]) || !isfinite(after[i]))
            status = wijk__fail_item(error, isfinite(before[i]) ? "after" : "before", i);
    if (status != WIJK_OK)
        return status;
    status = wijk__rows_new(context, WIJK_RESULT_RELIABLE_CHANGES, count, &room);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    struct wijk__row_reliable_changes *rows = room;
    for (size_t i = 0; i < count; i++) {
        double index = (after[i] - before[i]) / standard_error;
        rows[i] = (struct wijk__row_reliable_changes){
            .before = before[i],
            .after = after[i],
            .change = after[i] - before[i],
            .rci = index,
            .class = class_of(&judge, before[i], after[i], index),
            .error = variant,
            .standard_error = standard_error,
        };
    }
    return wijk__rows_finish(context, WIJK_RESULT_RELIABLE_CHANGES, rows, count, out, error);
}
