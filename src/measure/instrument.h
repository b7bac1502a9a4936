/* Scoring the answers to an instrument: whole numbers in, scores in thousandths out, so that two machines and two
 * readings agree to the last digit. What an instrument is stands in the policy (policy/instruments.c). */
#ifndef WIJK_MEASURE_INSTRUMENT_H
#define WIJK_MEASURE_INSTRUMENT_H

#include "base/base.h"

enum { /* so that no score can leave 64 bits */
    WIJK__ITEM_MOST = 1000, /* an answer, on either side of 0 */
    WIJK__PARTS_MOST = 128, /* items of an instrument, and parts of a scale */
    WIJK__SCALES_MOST = 64
};
#define WIJK__MILLION INT64_C(1000000)
#define WIJK__NO_SCORE INT64_MIN
#define WIJK__NO_ANSWER INT32_MIN

enum wijk__aggregate { WIJK__SUM = 1, WIJK__MEAN };
enum wijk__rounding { WIJK__ROUND_NONE = 1, WIJK__ROUND_HALF_UP, WIJK__ROUND_HALF_EVEN };
enum wijk__transform { WIJK__TRANSFORM_NONE, WIJK__TRANSFORM_LINEAR, WIJK__TRANSFORM_T, WIJK__TRANSFORM_TABLE };

struct wijk__item {
    int32_t least, most;
    bool reversed; /* counted as least + most - answer */
};
struct wijk__norm_row { /* what raw scores from one on become, until the next row */
    int64_t from, score; /* thousandths */
};
struct wijk__scale {
    const uint32_t *parts; /* places of items, or of scales before this one */
    uint32_t part_count;
    bool of_scales;
    enum wijk__aggregate aggregate;
    uint32_t min_valid; /* fewer parts with a value: no score */
    enum wijk__rounding rounding; /* of the raw score to a whole number */
    enum wijk__transform transform;
    int64_t mean, sd; /* millionths, of WIJK__TRANSFORM_T */
    const struct wijk__norm_row *table; /* of WIJK__TRANSFORM_TABLE, in the order of `from` */
    uint32_t table_count;
};
struct wijk__scored {
    int64_t raw;   /* millionths; before the transformation */
    int64_t score; /* thousandths; WIJK__NO_SCORE when there is none */
    int32_t valid; /* parts with a value */
};
struct wijk__range { /* of scores, in thousandths */
    int64_t least, most;
};

/* Divide; halves go as the rounding says, those of WIJK__ROUND_NONE up. The divisor is positive. */
int64_t wijk__divide(int64_t number, int64_t by, enum wijk__rounding rounding);
/* Score all scales. `answers` has one for each item, WIJK__NO_ANSWER when it was not answered; others are in range. */
void wijk__score_scales(const struct wijk__item *items, const int32_t *answers, const struct wijk__scale *scales,
                        uint32_t count, struct wijk__scored *out);
/* Whether a score went reliably up (1) or down (-1), or may just be chance (0): the index of Jacobson and Truax (1991),
 * change / (sd sqrt(2 (1 - reliability))), beyond 1.96 on either side. The change in thousandths, the others in
 * millionths; the reliability is below one. */
int32_t wijk__reliable_change(int64_t change, int64_t sd, int64_t reliability);
/* T-score of goal attainment in thousandths, with rho 0.3, levels from -2 to 2 and whole weights; with `before`, how far
 * it moved from there. OK; NONE when no goal weighs anything; MEMORY. */
wijk_status wijk__attainment(wijk_context *context, const int64_t *weights, const int32_t *before,
                             const int32_t *levels, size_t count, int64_t *thousandths);
/* The scores that each scale can have, from the best and the worst answers to all its items. */
void wijk__scale_ranges(const struct wijk__item *items, const struct wijk__scale *scales, uint32_t count,
                        struct wijk__range *out);

#endif
