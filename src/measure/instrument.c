/* Scoring: items that count the other way are turned round, parts are added or averaged, what is missing is prorated,
 * the raw score is rounded when the instrument says so, and then transformed. All in whole numbers: raw scores in
 * millionths, scores in thousandths. */
#include "measure/instrument.h"

#include <wijkteam/score.h>

int64_t wijk__divide(int64_t number, int64_t by, enum wijk__rounding rounding) {
    int64_t whole = number / by, rest = number % by;
    if (rest < 0) { /* the whole number below */
        whole--;
        rest += by;
    }
    if (rest > by - rest)
        return whole + 1;
    if (rest < by - rest)
        return whole;
    return rounding == WIJK__ROUND_HALF_EVEN && whole % 2 == 0 ? whole : whole + 1;
}

/* ---- raw scores ---- */

static int64_t turned(const struct wijk__item *item, int64_t answer) {
    return item->reversed ? (int64_t)item->least + item->most - answer : answer;
}

struct sum { /* of the parts of a scale that have a value, in `unit`ths */
    int64_t total, unit;
    int32_t valid;
};

static struct sum sum_items(const struct wijk__item *items, const int32_t *answers, const struct wijk__scale *scale) {
    struct sum sum = {0, 1, 0};
    for (uint32_t i = 0; i < scale->part_count; i++) {
        uint32_t item = scale->parts[i];
        if (answers[item] == WIJK__NO_ANSWER)
            continue;
        sum.total += turned(&items[item], answers[item]);
        sum.valid++;
    }
    return sum;
}

static struct sum sum_scales(const struct wijk__scored *scored, const struct wijk__scale *scale) {
    struct sum sum = {0, WIJK__MILLION, 0};
    for (uint32_t i = 0; i < scale->part_count; i++) {
        const struct wijk__scored *part = &scored[scale->parts[i]];
        if (part->score == WIJK__NO_SCORE)
            continue;
        sum.total += part->raw;
        sum.valid++;
    }
    return sum;
}

/* A sum with parts missing is as much higher as there are parts more: the mean of those that are there, for all. */
static int64_t raw_score(const struct wijk__scale *scale, const struct sum *sum) {
    int64_t number = scale->aggregate == WIJK__SUM ? sum->total * (int64_t)scale->part_count : sum->total;
    int64_t by = sum->valid * sum->unit;
    if (scale->rounding != WIJK__ROUND_NONE)
        return wijk__divide(number, by, scale->rounding) * WIJK__MILLION;
    return sum->unit == 1 ? wijk__divide(number * WIJK__MILLION, by, WIJK__ROUND_HALF_UP)
                          : wijk__divide(number, sum->valid, WIJK__ROUND_HALF_UP);
}

/* ---- transformations: thousandths from millionths ---- */

struct bounds { /* of a raw score, in millionths */
    int64_t least, most;
};

static int64_t linear(int64_t raw, const struct bounds *bounds) {
    return wijk__divide((raw - bounds->least) * 100000, bounds->most - bounds->least, WIJK__ROUND_HALF_UP);
}

static int64_t standard(int64_t raw, const struct wijk__scale *scale) { /* T = 50 + 10 (x - M) / SD */
    return 50000 + wijk__divide((raw - scale->mean) * 10000, scale->sd, WIJK__ROUND_HALF_UP);
}

static int64_t looked_up(int64_t raw, const struct wijk__scale *scale) {
    int64_t score = WIJK__NO_SCORE;
    for (uint32_t i = 0; i < scale->table_count && scale->table[i].from * 1000 <= raw; i++)
        score = scale->table[i].score;
    return score;
}

static int64_t transformed(int64_t raw, const struct wijk__scale *scale, const struct bounds *bounds) {
    switch (scale->transform) {
    case WIJK__TRANSFORM_NONE: break;
    case WIJK__TRANSFORM_LINEAR: return linear(raw, bounds);
    case WIJK__TRANSFORM_T: return standard(raw, scale);
    case WIJK__TRANSFORM_TABLE: return looked_up(raw, scale);
    }
    return wijk__divide(raw, 1000, WIJK__ROUND_HALF_UP);
}

/* ---- scales, in their order: one of scales comes after those ---- */

static void find_bounds(const struct wijk__item *items, const struct wijk__scale *scales, uint32_t place,
                        struct bounds *bounds) {
    const struct wijk__scale *scale = &scales[place];
    int64_t least = 0, most = 0;
    for (uint32_t i = 0; i < scale->part_count; i++) {
        uint32_t part = scale->parts[i];
        least += scale->of_scales ? bounds[part].least : items[part].least * WIJK__MILLION;
        most += scale->of_scales ? bounds[part].most : items[part].most * WIJK__MILLION;
    }
    int64_t by = scale->aggregate == WIJK__MEAN ? scale->part_count : 1;
    bounds[place] = (struct bounds){wijk__divide(least, by, WIJK__ROUND_HALF_UP),
                                    wijk__divide(most, by, WIJK__ROUND_HALF_UP)};
}

void wijk__score_scales(const struct wijk__item *items, const int32_t *answers, const struct wijk__scale *scales,
                        uint32_t count, struct wijk__scored *out) {
    struct bounds bounds[WIJK__SCALES_MOST > WIJK__PARTS_MOST ? WIJK__SCALES_MOST : WIJK__PARTS_MOST];
    for (uint32_t i = 0; i < count; i++) {
        const struct wijk__scale *scale = &scales[i];
        struct sum sum = scale->of_scales ? sum_scales(out, scale) : sum_items(items, answers, scale);
        find_bounds(items, scales, i, bounds);
        out[i] = (struct wijk__scored){0, WIJK__NO_SCORE, sum.valid};
        if (sum.valid == 0 || (uint32_t)sum.valid < scale->min_valid)
            continue;
        out[i].raw = raw_score(scale, &sum);
        out[i].score = transformed(out[i].raw, scale, &bounds[i]);
    }
}

void wijk__scale_ranges(const struct wijk__item *items, const struct wijk__scale *scales, uint32_t count,
                        struct wijk__range *out) {
    struct bounds bounds[WIJK__SCALES_MOST > WIJK__PARTS_MOST ? WIJK__SCALES_MOST : WIJK__PARTS_MOST];
    for (uint32_t i = 0; i < count; i++) {
        find_bounds(items, scales, i, bounds);
        out[i] = (struct wijk__range){transformed(bounds[i].least, &scales[i], &bounds[i]),
                                      transformed(bounds[i].most, &scales[i], &bounds[i])};
    }
}

/* ---- what score.h has, for who keeps no fractions ---- */

int32_t wijk__reliable_change(int64_t change, int64_t sd, int64_t reliability) {
    const double critical = 1.96;
    double error, index;
    int32_t found = 0;
    wijk_status status = wijk_change_error(WIJK_CHANGE_ERROR_JACOBSON_TRUAX, (double)sd / 1e6, 0,
                                           (double)reliability / 1e6, &error, NULL);
    if (status == WIJK_OK)
        status = wijk_reliable_change(0, (double)change / 1e3, error, critical, WIJK_INDICATOR_DIRECTION_HIGHER, NULL,
                                      &index, &found, NULL);
    return (found == WIJK_CLINICAL_CHANGE_IMPROVED) - (found == WIJK_CLINICAL_CHANGE_DETERIORATED);
}

enum { LOWEST = -2, HIGHEST = 2 };
static const double usual_rho = 0.3;

wijk_status wijk__attainment(wijk_context *context, const int64_t *weights, const int32_t *before,
                             const int32_t *levels, size_t count, int64_t *thousandths) {
    double score = 0, *fractions = wijk__allocate(context, (count + 1) * sizeof *fractions);
    if (fractions == NULL)
        return WIJK_E_MEMORY;
    for (size_t i = 0; i < count; i++)
        fractions[i] = (double)weights[i];
    wijk_status status =
        before == NULL ? wijk_gas_score(fractions, levels, count, LOWEST, HIGHEST, usual_rho, WIJK_MISSING_DROP, &score,
                                        NULL, NULL, NULL)
                       : wijk_gas_change(fractions, before, levels, count, LOWEST, HIGHEST, usual_rho,
                                         WIJK_MISSING_DROP, &score, NULL, NULL, NULL);
    wijk__release(context, fractions, (count + 1) * sizeof *fractions);
    if (status == WIJK_OK)
        *thousandths = (int64_t)(score * 1000 + (score < 0 ? -0.5 : 0.5));
    return status == WIJK_OK ? status : WIJK_NONE;
}
