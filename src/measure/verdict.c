/* Verdicts on shares. A share of which fewer is better is turned around first, so that more is better below. */
#include "measure/measure.h"

#include <math.h>
#include <wijkteam/verdict.h>

static bool is_share(double value) { return value >= 0 && value <= 1; } /* no NaN is */

/* Wilson's score interval at 95 %; all from 0 to 1 when there is nobody. */
static struct wijk__interval wilson(int64_t count, int64_t of) {
    const struct wijk__proportion proportion = {.successes = count, .n = of};
    return of == 0 ? (struct wijk__interval){0, 1}
                   : wijk__proportion_limits(&proportion, WIJK_PROPORTION_INTERVAL_WILSON, 0.95);
}

static struct wijk__interval newcombe(int64_t before, int64_t before_of, int64_t count, int64_t of) {
    struct wijk__interval first = wilson(before, before_of), second = wilson(count, of);
    double p1 = (double)before / (double)before_of, p2 = (double)count / (double)of;
    return (struct wijk__interval){p2 - p1 - hypot(p2 - second.lower, first.upper - p1),
                                   p2 - p1 + hypot(second.upper - p2, p1 - first.lower)};
}

static wijk_status check_share(int64_t count, int64_t of, const char *count_name, const char *of_name,
                               wijk_error *error) {
    if (of < 0)
        return wijk__fail_path(error, WIJK_E_RANGE, of_name);
    return count < 0 || count > of ? wijk__fail_path(error, WIJK_E_RANGE, count_name) : WIJK_OK;
}

wijk_status wijk_share_difference(int64_t before, int64_t before_of, int64_t count, int64_t of, double *difference,
                                  double *lower, double *upper, wijk_error *error) {
    if (difference == NULL || lower == NULL || upper == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !difference ? "difference" : !lower ? "lower" : "upper");
    *difference = *lower = *upper = 0;
    wijk_status status = check_share(before, before_of, "before", "before_of", error);
    if (status == WIJK_OK)
        status = check_share(count, of, "count", "of", error);
    if (status != WIJK_OK)
        return status;
    wijk__error_clear(error);
    if (before_of == 0 || of == 0)
        return WIJK_NONE;
    struct wijk__interval range = newcombe(before, before_of, count, of);
    *difference = (double)count / (double)of - (double)before / (double)before_of;
    *lower = range.lower;
    *upper = range.upper;
    return WIJK_OK;
}

/* ---- the verdict, where more is better ---- */

struct held { /* a range against a value that it should not be below */
    bool given, below, holds, above;
};

static struct held hold(struct wijk__interval range, double value, double margin) {
    return (struct held){true, range.upper < value - margin, range.lower >= value - margin, range.lower > value};
}

static int32_t judge(struct wijk__interval range, const double *target, const double *floor, struct held since,
                     double margin) {
    struct held floored = {false, false, true, false};
    if (floor != NULL)
        floored = hold(range, *floor, margin);
    bool floors = floored.given || since.given;
    if (floored.below || since.below || (!floors && target != NULL && range.upper < *target))
        return WIJK_VERDICT_WORSE;
    if (target != NULL ? range.lower >= *target : since.above)
        return WIJK_VERDICT_BETTER;
    return floors && floored.holds && since.holds ? WIJK_VERDICT_NOT_WORSE : WIJK_VERDICT_CANNOT_TELL;
}

static wijk_status check_values(const double *target, const double *floor, double margin, int64_t minimum,
                                wijk_error *error) {
    const char *wrong = target != NULL && !is_share(*target) ? "target"
                        : floor != NULL && !is_share(*floor) ? "floor"
                        : !is_share(margin)                  ? "margin"
                        : minimum < 0                        ? "minimum"
                                                             : NULL;
    return wrong == NULL ? WIJK_OK : wijk__fail_path(error, WIJK_E_RANGE, wrong);
}

wijk_status wijk_verdict(int32_t direction, int64_t count, int64_t of, int64_t minimum, const double *target,
                         const double *floor, int64_t before, int64_t before_of, double margin, int32_t *verdict,
                         double *lower, double *upper, wijk_error *error) {
    if (verdict == NULL || lower == NULL || upper == NULL)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !verdict ? "verdict" : !lower ? "lower" : "upper");
    *verdict = 0;
    *lower = *upper = 0;
    bool turned = direction == WIJK_INDICATOR_DIRECTION_LOWER;
    if (!turned && direction != WIJK_INDICATOR_DIRECTION_HIGHER)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "direction");
    wijk_status status = check_share(count, of, "count", "of", error);
    if (status == WIJK_OK)
        status = check_share(before, before_of, "before", "before_of", error);
    if (status == WIJK_OK)
        status = check_values(target, floor, margin, minimum, error);
    if (status != WIJK_OK)
        return status;
    wijk__error_clear(error);
    int64_t good = turned ? of - count : count, good_before = turned ? before_of - before : before;
    double goal = target == NULL ? 0 : turned ? 1 - *target : *target;
    double least = floor == NULL ? 0 : turned ? 1 - *floor : *floor;
    struct wijk__interval range = wilson(good, of);
    struct held since = {false, false, true, false};
    if (of > 0 && before_of > 0)
        since = hold(newcombe(good_before, before_of, good, of), 0, margin);
    *lower = turned ? 1 - range.upper : range.lower;
    *upper = turned ? 1 - range.lower : range.upper;
    *verdict = of < minimum || of == 0 ? WIJK_VERDICT_CANNOT_TELL
                                       : judge(range, target ? &goal : NULL, floor ? &least : NULL, since, margin);
    return WIJK_OK;
}
