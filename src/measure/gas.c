/* Goal attainment scaling: the T-score of a set of goals. */
#include "measure/measure.h"
#include "measure/results.h"

#include <math.h>
#include <wijkteam/score.h>

struct goals {
    const double *weights;         /* NULL: all 1 */
    const int32_t *before, *after; /* before is NULL where only one score is asked for */
    size_t count;
    int32_t lowest, highest;
    double rho;
    int32_t missing;
};

struct sums { /* of the goals that count */
    uint64_t counted, dropped;
    double weights, squares, products, before_products;
};

static bool is_level(const struct goals *goals, int32_t level) {
    return level == WIJK_LEVEL_NONE || (level >= goals->lowest && level <= goals->highest);
}

static wijk_status check(const struct goals *goals, double *largest, wijk_error *error) {
    if (goals->count > 0 && !goals->after)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "levels");
    if (goals->missing != WIJK_MISSING_UNDEFINED && goals->missing != WIJK_MISSING_DROP)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "missing");
    if (!(goals->rho >= 0 && goals->rho <= 1))
        return wijk__fail_path(error, WIJK_E_RANGE, "rho");
    if (goals->lowest == WIJK_LEVEL_NONE || goals->lowest >= goals->highest)
        return wijk__fail_path(error, WIJK_E_RANGE, "lowest");
    *largest = goals->weights ? 0 : 1;
    for (size_t i = 0; i < goals->count; i++) {
        if (goals->weights && !(goals->weights[i] >= 0 && isfinite(goals->weights[i])))
            return wijk__fail_item(error, "weights", i);
        if (goals->before && !is_level(goals, goals->before[i]))
            return wijk__fail_item(error, "before", i);
        if (!is_level(goals, goals->after[i]))
            return wijk__fail_item(error, goals->before ? "after" : "levels", i);
        if (goals->weights)
            *largest = fmax(*largest, goals->weights[i]);
    }
    return WIJK_OK;
}

/* Weights are taken as parts of the largest, which leaves the score as it is and keeps squares within a double. */
static struct sums add_up(const struct goals *goals, double largest) {
    struct sums sums = {0, 0, 0, 0, 0, 0};
    for (size_t i = 0; i < goals->count; i++) {
        double weight = goals->weights ? goals->weights[i] / largest : 1;
        bool scored = goals->after[i] != WIJK_LEVEL_NONE && (!goals->before || goals->before[i] != WIJK_LEVEL_NONE);
        if (!(weight > 0))
            continue;
        sums.counted += scored;
        sums.dropped += !scored;
        if (!scored)
            continue;
        sums.weights += weight;
        sums.squares += weight * weight;
        sums.products += weight * goals->after[i];
        sums.before_products += goals->before ? weight * goals->before[i] : 0;
    }
    return sums;
}

/* `spread` is what a unit of the sum of products is worth. */
static wijk_status reckon(const struct goals *goals, struct sums *sums, double *spread, wijk_error *error) {
    double largest = 1;
    wijk_status status = check(goals, &largest, error);
    *sums = (struct sums){0, 0, 0, 0, 0, 0};
    *spread = 0;
    if (status != WIJK_OK)
        return status;
    wijk__error_clear(error);
    *sums = add_up(goals, largest);
    if (sums->counted == 0 || (sums->dropped > 0 && goals->missing == WIJK_MISSING_UNDEFINED))
        return WIJK_NONE;
    *spread = 10 / sqrt((1 - goals->rho) * sums->squares + goals->rho * sums->weights * sums->weights);
    return WIJK_OK;
}

static void tell(const struct sums *sums, uint64_t *counted, uint64_t *dropped) {
    if (counted)
        *counted = sums->counted;
    if (dropped)
        *dropped = sums->dropped;
}

wijk_status wijk_gas_score(const double *weights, const int32_t *levels, size_t count, int32_t lowest, int32_t highest,
                           double rho, int32_t missing, double *score, uint64_t *counted, uint64_t *dropped,
                           wijk_error *error) {
    const struct goals goals = {weights, NULL, levels, count, lowest, highest, rho, missing};
    struct sums sums;
    double spread;
    if (!score)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "score");
    wijk_status status = reckon(&goals, &sums, &spread, error);
    *score = status == WIJK_OK ? 50 + spread * sums.products : 0;
    tell(&sums, counted, dropped);
    return status;
}

wijk_status wijk_gas_change(const double *weights, const int32_t *before, const int32_t *after, size_t count,
                            int32_t lowest, int32_t highest, double rho, int32_t missing, double *change,
                            uint64_t *counted, uint64_t *dropped, wijk_error *error) {
    const struct goals goals = {weights, before, after, count, lowest, highest, rho, missing};
    struct sums sums;
    double spread;
    if (!change || (count > 0 && !before))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, change ? "before" : "change");
    wijk_status status = reckon(&goals, &sums, &spread, error);
    *change = status == WIJK_OK ? spread * (sums.products - sums.before_products) : 0;
    tell(&sums, counted, dropped);
    return status;
}
