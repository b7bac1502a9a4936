/* Facts of what was measured. */
#include "dossier/facts.h"

/* ---- measurements ---- */

static wijk_status measured(const struct wijk__question *q, const struct wijk__condition *asked,
                            struct wijk__lacking *missing, int32_t moment) {
    for (uint32_t i = COUNT(q->state, measurements); i-- > 0;) {
        const struct wijk__row_measurements *row = ROW(q->state, measurements, i);
        if ((moment == 0 || row->moment == moment) && wijk__recent(q, row->measured, asked->within_days) &&
            (asked->key.data == NULL || wijk__span_equal(q->state, row->instrument, asked->key)))
            return wijk__holds(missing, &row->act);
    }
    return wijk__lack_key(missing, asked->fact, NULL, asked->key);
}

FACT(wijk__measured) { return measured(q, asked, missing, 0); }
FACT(wijk__baseline_taken) { return measured(q, asked, missing, WIJK_MEASURE_MOMENT_BASELINE); }

/* ---- scores ---- */

/* Whether a score is on the scale that is asked about: instrument.scale. */
static bool is_about(const struct wijk__question *q, const struct wijk__row_scores *score, struct wijk__text key) {
    struct wijk__text instrument = wijk__text_of(q->state, score->instrument);
    struct wijk__text scale = wijk__text_of(q->state, score->scale);
    return key.data == NULL ||
           (key.length == instrument.length + 1 + scale.length && key.data[instrument.length] == '.' &&
            memcmp(key.data, instrument.data, instrument.length) == 0 &&
            memcmp(key.data + instrument.length + 1, scale.data, scale.length) == 0);
}

static bool same_series(const struct wijk__question *q, const struct wijk__row_scores *one,
                        const struct wijk__row_scores *other) {
    return one->score != WIJK__NO_SCORE && other->score != WIJK__NO_SCORE && one->rater == other->rater &&
           wijk__id_equal(&one->person, &other->person) && wijk__same_span(q->state, one->scale, other->scale) &&
           wijk__same_span(q->state, one->instrument, other->instrument);
}

/* Whether nobody scored the same person on the scale again, as the same rater. */
static bool is_last(const struct wijk__question *q, uint32_t row) {
    for (uint32_t i = row + 1; i < COUNT(q->state, scores); i++)
        if (same_series(q, ROW(q->state, scores, i), ROW(q->state, scores, row)))
            return false;
    return ROW(q->state, scores, row)->score != WIJK__NO_SCORE;
}

FACT(wijk__score) {
    for (uint32_t i = COUNT(q->state, scores); i-- > 0;) {
        const struct wijk__row_scores *score = ROW(q->state, scores, i);
        if (score->score == WIJK__NO_SCORE || score->score < (int64_t)asked->at_least * 1000 ||
            score->score > (int64_t)asked->at_most * 1000 || !wijk__recent(q, score->measured, asked->within_days) ||
            !is_about(q, score, asked->key) || !is_last(q, i))
            continue;
        return wijk__holds(missing, &score->act);
    }
    return wijk__lack_key(missing, WIJK_FACT_SCORE, NULL, asked->key);
}

/* The last score against the first one. */
static bool is_worse(const struct wijk__question *q, uint32_t row) {
    const struct wijk__row_scores *last = ROW(q->state, scores, row);
    struct wijk__text key = wijk__text_of(q->state, last->instrument);
    const struct wijk__instrument *instrument = wijk__policy_instrument(q->policy, key.data, key.length);
    uint32_t scale =
        instrument == NULL ? UINT32_MAX : wijk__instrument_scale(instrument, wijk__text_of(q->state, last->scale));
    for (uint32_t i = 0; scale != UINT32_MAX && i < row; i++)
        if (same_series(q, ROW(q->state, scores, i), last))
            return wijk__reliable_way(&instrument->about[scale], ROW(q->state, scores, i)->score, last->score) ==
                   WIJK_CHANGE_WORSE;
    return false;
}

FACT(wijk__reliably_worse) {
    for (uint32_t i = COUNT(q->state, scores); i-- > 0;) {
        const struct wijk__row_scores *score = ROW(q->state, scores, i);
        if (wijk__recent(q, score->measured, asked->within_days) && is_about(q, score, asked->key) && is_last(q, i) &&
            is_worse(q, i))
            return wijk__holds(missing, &score->act);
    }
    return wijk__lack_key(missing, WIJK_FACT_RELIABLY_WORSE, NULL, asked->key);
}
