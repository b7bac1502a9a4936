/* Single values of instruments and their scales: decimals, keys, choices. */
#include "policy/instruments.h"

wijk_status wijk__read_decimal(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__json_millionths(json, WIJK__NUMBER_MOST, to) ? WIJK_OK : wijk__read_fail(reader, WIJK_E_RANGE);
}

wijk_status wijk__read_thousandths(struct wijk__reader *reader, wijk__json *json, void *to) {
    int64_t *number = to;
    wijk_status status = wijk__read_decimal(reader, json, number);
    *number = status == WIJK_OK ? wijk__divide(*number, 1000, WIJK__ROUND_HALF_UP) : 0;
    return status;
}

wijk_status wijk__read_positive(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_status status = wijk__read_decimal(reader, json, to);
    return status != WIJK_OK || *(int64_t *)to > 0 ? status : wijk__read_fail(reader, WIJK_E_RANGE);
}

/* Of a scale that is reliable throughout every change would be one. */
wijk_status wijk__read_reliability(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_status status = wijk__read_decimal(reader, json, to);
    int64_t got = status == WIJK_OK ? *(int64_t *)to : 0;
    return status != WIJK_OK || (got >= 0 && got < WIJK__MILLION) ? status : wijk__read_fail(reader, WIJK_E_RANGE);
}

/* Of an instrument and of its items and scales: both with a dot between them name a scale. */
wijk_status wijk__read_short_key(struct wijk__reader *reader, wijk__json *json, void *to) {
    const struct wijk__text *key = to;
    wijk_status status = wijk__read_key(reader, json, to);
    if (status == WIJK_OK && (key->length > WIJK__SHORT_KEY_MOST || memchr(key->data, '.', key->length)))
        return wijk__read_fail(reader, WIJK_E_KEY);
    return status;
}

wijk_status wijk__read_theme(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_key_of(reader, json, WIJK_LIST_THEMES, to);
}

wijk_status wijk__read_class(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_code(reader, json, "indicator-class", to);
}

wijk_status wijk__read_direction(struct wijk__reader *reader, wijk__json *json, void *to) {
    int32_t direction = 0;
    wijk_status status = wijk__read_code(reader, json, "indicator-direction", &direction);
    *(bool *)to = direction == WIJK_INDICATOR_DIRECTION_HIGHER;
    return status;
}

wijk_status wijk__read_aggregate(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__word words[] = {{"sum", WIJK__SUM}, {"mean", WIJK__MEAN}};
    return wijk__read_word(reader, json, WIJK__WORDS(words), to);
}

wijk_status wijk__read_rounding(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__word words[] = {
        {"none", WIJK__ROUND_NONE}, {"half-up", WIJK__ROUND_HALF_UP}, {"half-even", WIJK__ROUND_HALF_EVEN}};
    return wijk__read_word(reader, json, WIJK__WORDS(words), to);
}

wijk_status wijk__read_transform_kind(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__word words[] = {
        {"linear", WIJK__TRANSFORM_LINEAR}, {"t", WIJK__TRANSFORM_T}, {"table", WIJK__TRANSFORM_TABLE}};
    return wijk__read_word(reader, json, WIJK__WORDS(words), to);
}

wijk_status wijk__take_items(struct wijk__reader *reader, wijk__json *json, size_t least, size_t most, size_t size,
                              void *to) {
    size_t count = wijk__json_count(json);
    if (count < least)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    if (count > most)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    void *items = wijk__pool_take(&reader->policy->pool, count, size);
    memcpy(to, &items, sizeof items);
    return items ? WIJK_OK : wijk__read_fail(reader, WIJK_E_MEMORY);
}

uint32_t wijk__place_of(const struct wijk__text *keys, uint32_t count, struct wijk__text key) {
    for (uint32_t i = 0; i < count; i++)
        if (wijk__text_equal(keys[i].data, keys[i].length, key.data, key.length))
            return i;
    return UINT32_MAX;
}
