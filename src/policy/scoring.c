/* What a dossier and a host ask of instruments: what they are, and what answers score. */
#include "policy/compile.h"

/* ---- what a dossier asks ---- */

const struct wijk__instrument *wijk__policy_instruments(const wijk_policy *policy, uint32_t *count) {
    *count = policy->lists[WIJK_LIST_INSTRUMENTS].count;
    return policy->instruments;
}

const struct wijk__instrument *wijk__policy_instrument(const wijk_policy *policy, const char *key, size_t length) {
    const struct wijk__list *list = &policy->lists[WIJK_LIST_INSTRUMENTS];
    const struct wijk__entry *entry = wijk__list_find(list, key, length);
    return entry ? &policy->instruments[entry - list->entries] : NULL;
}

uint32_t wijk__instrument_item(const struct wijk__instrument *instrument, struct wijk__text key) {
    for (uint32_t i = 0; i < instrument->item_count; i++)
        if (wijk__text_equal(instrument->item_keys[i].data, instrument->item_keys[i].length, key.data, key.length))
            return i;
    return UINT32_MAX;
}

uint32_t wijk__instrument_scale(const struct wijk__instrument *instrument, struct wijk__text key) {
    for (uint32_t i = 0; i < instrument->scale_count; i++) {
        struct wijk__text scale = instrument->about[i].key;
        if (wijk__text_equal(scale.data, scale.length, key.data, key.length))
            return i;
    }
    return UINT32_MAX;
}

uint32_t wijk__scale_band(const struct wijk__scale_about *about, int64_t score) {
    uint32_t band = UINT32_MAX;
    for (uint32_t i = 0; score != WIJK__NO_SCORE && i < about->band_count && about->bands[i].from <= score; i++)
        band = i;
    return band;
}

const struct wijk__measuring *wijk__policy_measuring(const wijk_policy *policy, uint32_t *count) {
    *count = policy->measuring_count;
    return policy->measuring;
}

/* ---- what a host asks ---- */

static const struct wijk__instrument *find(const wijk_policy *policy, const char *instrument) {
    return policy && instrument ? wijk__policy_instrument(policy, instrument, strlen(instrument)) : NULL;
}

uint32_t wijk_instrument_items(const wijk_policy *policy, const char *instrument) {
    const struct wijk__instrument *found = find(policy, instrument);
    return found ? found->item_count : 0;
}

const char *wijk_instrument_item(const wijk_policy *policy, const char *instrument, uint32_t item) {
    return item < wijk_instrument_items(policy, instrument) ? find(policy, instrument)->item_keys[item].data : NULL;
}

uint32_t wijk_instrument_scales(const wijk_policy *policy, const char *instrument) {
    const struct wijk__instrument *found = find(policy, instrument);
    return found ? found->scale_count : 0;
}

const char *wijk_instrument_scale(const wijk_policy *policy, const char *instrument, uint32_t scale) {
    return scale < wijk_instrument_scales(policy, instrument) ? find(policy, instrument)->about[scale].key.data : NULL;
}

const char *wijk_instrument_band(const wijk_policy *policy, const char *instrument, uint32_t scale, int64_t score) {
    if (scale >= wijk_instrument_scales(policy, instrument))
        return NULL;
    const struct wijk__scale_about *about = &find(policy, instrument)->about[scale];
    uint32_t band = wijk__scale_band(about, score);
    return band == UINT32_MAX ? NULL : about->bands[band].key.data;
}

static bool in_range(const struct wijk__instrument *instrument, const int32_t *answers) {
    for (uint32_t i = 0; i < instrument->item_count; i++)
        if (answers[i] != WIJK_NO_ANSWER &&
            (answers[i] < instrument->items[i].least || answers[i] > instrument->items[i].most))
            return false;
    return true;
}

wijk_status wijk_instrument_score(const wijk_policy *policy, const char *instrument, const int32_t *answers,
                                  size_t count, int64_t *scores, int32_t *valid, wijk_error *error) {
    struct wijk__scored scored[WIJK__PARTS_MOST];
    const struct wijk__instrument *found = find(policy, instrument);
    if (!policy || !instrument || (count > 0 && (!answers || !scores)))
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !policy       ? "policy"
                                                       : !instrument ? "instrument"
                                                       : !answers    ? "answers"
                                                                     : "scores");
    if (!found)
        return wijk__fail_path(error, WIJK_E_UNKNOWN, "instrument");
    for (size_t person = 0; person < count; person++)
        if (!in_range(found, answers + person * found->item_count)) {
            wijk_status status = wijk__fail_path(error, WIJK_E_RANGE, "answers");
            wijk__error_index(error, (int64_t)person);
            return status;
        }
    wijk__error_clear(error);
    for (size_t person = 0; person < count; person++) {
        wijk__score_scales(found->items, answers + person * found->item_count, found->scales, found->scale_count,
                           scored);
        for (uint32_t i = 0; i < found->scale_count; i++) {
            scores[person * found->scale_count + i] = scored[i].score;
            if (valid)
                valid[person * found->scale_count + i] = scored[i].valid;
        }
    }
    return WIJK_OK;
}
