/* Ordinal levels: who improved, stayed the same or became worse, and what those who were lost could change about it.
 * Levels are counted, never averaged. */
#include "measure/measure.h"
#include "measure/results.h"

#include <math.h>
#include <wijkteam/score.h>

enum { LEVELS_MOST = 100, DOMAINS_MOST = 10000 };

/* ---- shares of outcomes: the one place where those who were lost are reckoned with ---- */

void wijk__outcome_shares(const struct wijk__outcomes *outcomes, int32_t interval, double level,
                          struct wijk__row_outcome_shares rows[WIJK__OUTCOMES]) {
    const int64_t counts[WIJK__OUTCOMES] = {outcomes->improved, outcomes->same, outcomes->worse};
    int64_t known = outcomes->improved + outcomes->same + outcomes->worse, all = known + outcomes->lost;
    for (int i = 0; i < WIJK__OUTCOMES; i++) {
        const struct wijk__proportion proportion = {counts[i], known, 0};
        struct wijk__interval limits = {(double)NAN, (double)NAN};
        int64_t if_improved = counts[i] + (i == 0 ? outcomes->lost : 0);
        int64_t if_worse = counts[i] + (i == WIJK__OUTCOMES - 1 ? outcomes->lost : 0);
        if (known > 0)
            limits = wijk__proportion_limits(&proportion, interval, level);
        rows[i] = (struct wijk__row_outcome_shares){
            .outcome = WIJK_CHANGE_IMPROVED + i,
            .count = counts[i],
            .known = known,
            .lost = outcomes->lost,
            .proportion = known > 0 ? (double)counts[i] / (double)known : (double)NAN,
            .interval = interval,
            .level = level,
            .lower = limits.lower,
            .upper = limits.upper,
            .if_lost_improved = all > 0 ? (double)if_improved / (double)all : (double)NAN,
            .if_lost_worse = all > 0 ? (double)if_worse / (double)all : (double)NAN,
        };
    }
}

wijk_status wijk_outcome_shares(wijk_context *context, int64_t improved, int64_t same, int64_t worse, int64_t lost,
                                int32_t interval, double level, wijk_table **out, wijk_error *error) {
    const struct {
        const char *name;
        int64_t value;
    } counts[] = {{"improved", improved}, {"same", same}, {"worse", worse}, {"lost", lost}};
    const struct wijk__outcomes outcomes = {improved, same, worse, lost};
    void *rows;
    if (out)
        *out = NULL;
    if (!context || !out)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    if (interval == WIJK_PROPORTION_INTERVAL_WILSON_FINITE) /* who were not followed is said, not corrected for */
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "interval");
    wijk_status status = wijk__proportion_check_method(interval, level, error);
    for (size_t i = 0; i < sizeof counts / sizeof *counts && status == WIJK_OK; i++)
        if (counts[i].value < 0 || counts[i].value > INT64_MAX / 4)
            status = wijk__fail_path(error, WIJK_E_RANGE, counts[i].name);
    if (status != WIJK_OK)
        return status;
    status = wijk__rows_new(context, WIJK_RESULT_OUTCOME_SHARES, WIJK__OUTCOMES, &rows);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    wijk__outcome_shares(&outcomes, interval, level, rows);
    return wijk__rows_finish(context, WIJK_RESULT_OUTCOME_SHARES, rows, WIJK__OUTCOMES, out, error);
}

/* ---- pairs of levels ---- */

struct levels {
    const int32_t *domains; /* NULL: all are of the first */
    const int32_t *before, *after;
    size_t count;
    int32_t domain_count, lowest, highest;
};

static bool is_level(const struct levels *levels, int32_t level) {
    return level == WIJK_LEVEL_NONE || (level >= levels->lowest && level <= levels->highest);
}

static wijk_status check(const struct levels *levels, wijk_error *error) {
    if (levels->count > 0 && (!levels->before || !levels->after))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, levels->before ? "after" : "before");
    if (levels->lowest == WIJK_LEVEL_NONE || levels->lowest >= levels->highest)
        return wijk__fail_path(error, WIJK_E_RANGE, "lowest");
    if ((int64_t)levels->highest - levels->lowest >= LEVELS_MOST)
        return wijk__fail_path(error, WIJK_E_RANGE, "highest");
    for (size_t i = 0; i < levels->count; i++) {
        if (levels->domains && (levels->domains[i] < 0 || levels->domains[i] >= levels->domain_count))
            return wijk__fail_item(error, "domains", i);
        if (!is_level(levels, levels->before[i]))
            return wijk__fail_item(error, "before", i);
        if (!is_level(levels, levels->after[i]))
            return wijk__fail_item(error, "after", i);
    }
    return WIJK_OK;
}

static void count_change(const struct levels *levels, size_t i, int32_t direction,
                         struct wijk__row_level_changes *row) {
    bool higher = direction == WIJK_INDICATOR_DIRECTION_HIGHER;
    int32_t before = levels->before[i], after = levels->after[i];
    if (before == WIJK_LEVEL_NONE) {
        row->without_baseline++;
        return;
    }
    if (after == WIJK_LEVEL_NONE) {
        row->lost++;
        return;
    }
    row->known++;
    row->same += after == before;
    row->improved += higher ? after > before : after < before;
    row->worse += higher ? after < before : after > before;
    row->could_not_improve += before == (higher ? levels->highest : levels->lowest);
    row->could_not_decline += before == (higher ? levels->lowest : levels->highest);
}

wijk_status wijk_level_changes(wijk_context *context, const int32_t *domains, int32_t domain_count,
                               const int32_t *before, const int32_t *after, size_t count, int32_t lowest,
                               int32_t highest, int32_t direction, wijk_table **out, wijk_error *error) {
    const struct levels levels = {domains, before, after, count, domain_count, lowest, highest};
    void *room;
    if (out)
        *out = NULL;
    if (!context || !out)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    if (direction != WIJK_INDICATOR_DIRECTION_HIGHER && direction != WIJK_INDICATOR_DIRECTION_LOWER)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "direction");
    if (domain_count < 1 || domain_count > DOMAINS_MOST)
        return wijk__fail_path(error, WIJK_E_RANGE, "domain_count");
    wijk_status status = check(&levels, error);
    if (status != WIJK_OK)
        return status;
    status = wijk__rows_new(context, WIJK_RESULT_LEVEL_CHANGES, (size_t)domain_count, &room);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    struct wijk__row_level_changes *rows = room;
    for (int32_t domain = 0; domain < domain_count; domain++)
        rows[domain] = (struct wijk__row_level_changes){.domain = domain};
    for (size_t i = 0; i < count; i++)
        count_change(&levels, i, direction, &rows[domains ? domains[i] : 0]);
    return wijk__rows_finish(context, WIJK_RESULT_LEVEL_CHANGES, rows, (size_t)domain_count, out, error);
}

wijk_status wijk_level_transitions(wijk_context *context, const int32_t *before, const int32_t *after, size_t count,
                                   int32_t lowest, int32_t highest, wijk_table **out, wijk_error *error) {
    const struct levels levels = {NULL, before, after, count, 1, lowest, highest};
    void *room;
    if (out)
        *out = NULL;
    if (!context || !out)
        return wijk__fail(error, WIJK_E_ARGUMENT);
    wijk_status status = check(&levels, error);
    if (status != WIJK_OK)
        return status;
    size_t side = (size_t)(highest - lowest) + 1, size = side * (side + 1) + 1;
    status = wijk__rows_new(context, WIJK_RESULT_LEVEL_TRANSITIONS, size, &room);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    struct wijk__row_level_transitions *rows = room;
    for (size_t i = 0; i < size; i++) {
        size_t from = i / (side + 1), to = i % (side + 1);
        rows[i] = (struct wijk__row_level_transitions){
            .from = from < side ? lowest + (int32_t)from : INT64_MIN,
            .to = from < side && to < side ? lowest + (int32_t)to : INT64_MIN,
            .proportion = (double)NAN,
        };
    }
    for (size_t i = 0; i < count; i++) {
        size_t from = before[i] == WIJK_LEVEL_NONE ? side : (size_t)(before[i] - lowest);
        size_t to = after[i] == WIJK_LEVEL_NONE ? side : (size_t)(after[i] - lowest);
        rows[from < side ? from * (side + 1) + to : size - 1].count++;
    }
    for (size_t from = 0; from < side; from++) {
        struct wijk__row_level_transitions *row = &rows[from * (side + 1)];
        int64_t known = 0;
        for (size_t to = 0; to < side; to++)
            known += row[to].count;
        for (size_t to = 0; to < side && known > 0; to++)
            row[to].proportion = (double)row[to].count / (double)known;
    }
    return wijk__rows_finish(context, WIJK_RESULT_LEVEL_TRANSITIONS, rows, size, out, error);
}
