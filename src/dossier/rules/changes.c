/* What changed: the first and the last score of each person on each scale, each rater by itself. */
#include "dossier/rules/measuring.h"

/* ---- scores of one person on one scale by one rater ---- */

static bool same_series(const void *data, uint32_t a, uint32_t b) {
    const struct wijk__state *state = data;
    const struct wijk__row_scores *one = ROW(state, scores, a), *other = ROW(state, scores, b);
    return one->rater == other->rater && wijk__id_equal(&one->person, &other->person) &&
           wijk__same_span(state, one->scale, other->scale) &&
           wijk__same_span(state, one->instrument, other->instrument);
}

static uint64_t hash_of(const struct wijk__state *state, const struct wijk__row_scores *score) {
    struct wijk__text scale = wijk__text_of(state, score->scale);
    uint64_t hash = wijk__mix_key((uint64_t)score->rater, score->person.bytes, sizeof score->person);
    return wijk__mix_key(hash, scale.data, scale.length);
}

/* Of each series the last row, at the place of its first one; WIJK__NO_ROW at all other places. To be released. */
static wijk_status find_series(const struct wijk__judging *judging, uint32_t **out) {
    const struct wijk__state *state = judging->state;
    uint32_t count = COUNT(state, scores);
    struct wijk__seen seen;
    uint32_t *last = wijk__allocate(judging->context, (size_t)count * sizeof *last);
    *out = last;
    if (last == NULL)
        return WIJK_E_MEMORY;
    wijk_status status = wijk__seen_start(&seen, judging->context, count);
    if (status != WIJK_OK)
        return status;
    for (uint32_t i = 0; i < count; i++) {
        const struct wijk__row_scores *score = ROW(state, scores, i);
        last[i] = WIJK__NO_ROW;
        if (score->score != WIJK__NO_SCORE)
            last[wijk__seen_put(&seen, hash_of(state, score), i, same_series, state)] = i;
    }
    wijk__seen_end(&seen);
    return WIJK_OK;
}

/* ---- which way it went ---- */

struct scale {
    const struct wijk__scale_about *about; /* NULL: the rules do not know it */
    struct wijk__range range;
};

static struct scale scale_of(const struct wijk__judging *judging, const struct wijk__row_scores *score) {
    struct wijk__text key = wijk__text_of(judging->state, score->instrument);
    const struct wijk__instrument *instrument =
        judging->policy == NULL ? NULL : wijk__policy_instrument(judging->policy, key.data, key.length);
    uint32_t place = instrument == NULL
                         ? UINT32_MAX
                         : wijk__instrument_scale(instrument, wijk__text_of(judging->state, score->scale));
    return place == UINT32_MAX ? (struct scale){NULL, {0, 0}}
                               : (struct scale){&instrument->about[place], instrument->ranges[place]};
}

static bool is_worst(const struct scale *scale, int64_t score) {
    return scale->about != NULL && score == (scale->about->higher_is_better ? scale->range.least : scale->range.most);
}

static bool is_best(const struct scale *scale, int64_t score) {
    return scale->about != NULL && score == (scale->about->higher_is_better ? scale->range.most : scale->range.least);
}

static int32_t ordinal_change(const struct scale *scale, int64_t before, int64_t after) {
    if (after != before)
        return (after > before) == scale->about->higher_is_better ? WIJK_ORDINAL_CHANGE_IMPROVED
                                                                  : WIJK_ORDINAL_CHANGE_WORSE;
    if (is_best(scale, before))
        return WIJK_ORDINAL_CHANGE_COULD_NOT_IMPROVE;
    return is_worst(scale, before) ? WIJK_ORDINAL_CHANGE_COULD_NOT_DECLINE : WIJK_ORDINAL_CHANGE_SAME;
}

/* 0 when the rules do not say how sure the scale is. */
static int32_t reliable_change(const struct wijk__scale_about *about, int64_t change) {
    if (about->sd == INT64_MIN || about->reliability == INT64_MIN)
        return 0;
    int32_t way = wijk__reliable_change(change, about->sd, about->reliability);
    if (way == 0)
        return WIJK_CHANGE_SAME;
    return (way > 0) == about->higher_is_better ? WIJK_CHANGE_IMPROVED : WIJK_CHANGE_WORSE;
}

int32_t wijk__reliable_way(const struct wijk__scale_about *about, int64_t before, int64_t after) {
    int64_t change;
    return __builtin_sub_overflow(after, before, &change) ? 0 : reliable_change(about, change);
}

/* ---- rows ---- */

struct overdue { /* a final or follow-up measurement that was not taken */
    const struct wijk__measuring *of;
    const wijk_id *person;
};
struct changes {
    const struct wijk__judging *judging;
    struct wijk__gathered rows;
    struct wijk__bytes overdue; /* struct overdue, one after the other */
};

static wijk_status note_overdue(void *listener, const struct wijk__due *due) {
    struct changes *changes = listener;
    const struct overdue overdue = {due->of, due->person};
    bool last = due->moment == WIJK_MEASURE_MOMENT_FINAL || due->moment == WIJK_MEASURE_MOMENT_FOLLOW_UP;
    return last && due->taken == NULL && due->late
               ? wijk__bytes_append(changes->judging->context, &changes->overdue, &overdue, sizeof overdue)
               : WIJK_OK;
}

static bool is_lost(const struct changes *changes, const struct wijk__row_scores *score) {
    const uint8_t *at = changes->overdue.data;
    for (size_t left = changes->overdue.size; left > 0; left -= sizeof(struct overdue), at += sizeof(struct overdue)) {
        struct overdue one;
        memcpy(&one, at, sizeof one);
        if (one.of->rater == score->rater && wijk__id_equal(one.person, &score->person) &&
            wijk__span_equal(changes->judging->state, score->instrument, one.of->instrument->key))
            return true;
    }
    return false;
}

static wijk_status put(struct changes *changes, uint32_t first, uint32_t last) {
    const struct wijk__judging *judging = changes->judging;
    const struct wijk__row_scores *one = ROW(judging->state, scores, first), *other = ROW(judging->state, scores, last);
    struct scale scale = scale_of(judging, one);
    struct wijk__row_changes_in_scores row;
    memcpy(&row, wijk__blank_rows[WIJK__T_changes_in_scores], sizeof row);
    row.instrument = one->instrument;
    row.scale = one->scale;
    row.person = one->person;
    row.rater = one->rater;
    row.first = one->measured;
    row.before = one->score;
    row.late = wijk__measured_while_acting(judging->state, one->measured);
    row.crisis = is_worst(&scale, one->score) || wijk__measured_at_crisis(judging->state, one->measured);
    row.lost = is_lost(changes, one);
    if (first != last) {
        row.last = other->measured;
        row.days = (int64_t)other->measured - one->measured;
        row.after = other->score;
        if (__builtin_sub_overflow(other->score, one->score, &row.change))
            row.change = INT64_MIN; /* frames that no dossier made may say anything */
        row.ordinal = scale.about == NULL ? 0 : ordinal_change(&scale, one->score, other->score);
        row.reliable = scale.about == NULL ? 0 : wijk__reliable_way(scale.about, one->score, other->score);
    }
    return wijk__gathered_row(&changes->rows, &row);
}

wijk_status wijk__changes_table(const wijk_dossier *dossier, const struct wijk__view *view, wijk_date on,
                                wijk_table **out) {
    struct wijk__judging judging = wijk__judging_of(dossier, view, on);
    struct changes changes = {.judging = &judging,
                              .rows = {.context = dossier->context, .table = WIJK__T_changes_in_scores}};
    uint32_t *last = NULL, count = COUNT(view->state, scores);
    wijk_status status = count == 0 ? WIJK_OK : find_series(&judging, &last);
    if (status == WIJK_OK)
        status = wijk__each_due(&judging, note_overdue, &changes);
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++)
        if (last[i] != WIJK__NO_ROW)
            status = put(&changes, i, last[i]);
    wijk__release(dossier->context, last, (size_t)count * sizeof *last);
    wijk__bytes_free(dossier->context, &changes.overdue);
    return wijk__gathered_table(&changes.rows, status, dossier, view->state->texts, out);
}
